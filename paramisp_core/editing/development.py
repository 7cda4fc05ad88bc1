"""Development: one photo being edited. Drafts at slider speed, exact pictures at rest, the whole for export."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from paramisp_core.camera.adaptation import as_camera
from paramisp_core.camera.lens import lens_of
from paramisp_core.camera.look import Look
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.pyramid import cut_scaled
from paramisp_core.editing.curve import Points, toned, toned8
from paramisp_core.editing.denoise import noise_of
from paramisp_core.editing.local import LocalEdits
from paramisp_core.editing.neutral import GrayLight, Pair, neutral_gains
from paramisp_core.editing.quick import LocalGains, render_global
from paramisp_core.editing.recipe import Frame, Recipe, Region
from paramisp_core.editing.sensor_noise import AddedNoise, added_noise, normal_picture
from paramisp_core.editing.settled import WIDE, Pace, Parts, Pieces, Settled, Stages, enlarged, put_together
from paramisp_core.editing.stages import TILE, Array, Inversion
from paramisp_core.engine.dequantize import dequantized
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.models import CameraModels
from paramisp_core.engine.tiles import TiledRun, to_tensor
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import CompactNetwork, LiveNetwork, demosaiced
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.threads import one_thread
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import CFA, binned, mosaic
from paramisp_core.raw.codes import as_float
from paramisp_core.raw.color import gains_from_kelvin, kelvin_from_gains, normalized_gains
from paramisp_core.raw.develop import linear_srgb
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.levels import RawLevels
from paramisp_core.raw.reading import REACH, Reading, reading
from paramisp_core.raw.transfer import srgb_decode, srgb_encode
from paramisp_core.recent import Recent

__all__ = ["Development", "Frame", "Recipe"]

Area = tuple[float, float, float, float]
"""(top, left, height, width) as fractions of the photo."""

View = Literal["source", "mosaic", "demosaiced", "render"]

DRAFT_PIXELS = 250_000
"""Until a viewport was refined once, drafts compute the change at no more than this and add it to the source."""
EXACT_PIXELS = 3_000_000
"""Regions up to this are refined from the photo's own pixels; larger ones at screen resolution."""
_SCREEN_PIXELS = 1_600_000
_QUICK_PIXELS = 1_000_000  # photosites at hand that a draft has time for
_STRIP = 512
_EDITED = 128  # rows of a screen that are edited between two looks whether the picture is still wanted
_INVERSIONS = 2
_PICTURE_BYTES = 600_000_000
_SOURCES = 3  # while one straightens, every step has its own
_GAINS = 6  # kinds of pictures that a view's drafts need gains for, and two to spare


class Development:
    """Stages of one photo, cached. Not thread-safe: it lives in one worker thread.

    ``photo.raw`` set (a RAW file): there is nothing to invert and no source to anchor on. ``models`` chooses the
    networks by the camera the photo was taken with and the one it is rendered as; without it they are the two given.
    """

    def __init__(self, photo: Photo, inverse: InverseISP, forward: ForwardISP,
                 models: CameraModels | None = None) -> None:
        if not isinstance(inverse.network, LiveNetwork) or not isinstance(forward.network, LiveNetwork):
            raise UserError("Live editing needs the compact networks; the paper's run on the command line.")
        self.photo = photo
        self._inverse, self._forward, self._models = inverse, forward, models
        self._source = photo.pyramid
        self._inversions: Recent[Inversion] = Recent(_INVERSIONS)
        self._cache: Recent[Array] = Recent(_PICTURE_BYTES, lambda picture: picture.nbytes)
        self._sources: Recent[Array] = Recent(_SOURCES)
        self._local_gains: Recent[LocalGains] = Recent(_GAINS)
        self._settled: Settled | None = None
        self._unsettled: tuple[tuple[Region, tuple[int, int]], Recipe, Parts] | None = None
        self.pace = Pace()
        self._last_run: tuple[Inversion, Recipe, tuple[TiledRun, NDArray[np.float64]]] | None = None
        self._last_state: tuple[Hashable, TiledRun] | None = None
        self._forwards: dict[CameraProfile, ForwardISP] = {}  # looking for them reads files
        self._last_look: tuple[Hashable, Look | None] | None = None

    def default_recipe(self) -> Recipe:
        """Return the recipe of the photo as shot."""
        return Recipe(shot=self.photo.shot, source_shot=self.photo.shot)

    # Pictures of a region -------------------------------------------------------------------------------------

    def view(self, kind: View, recipe: Recipe, region: Region, size: tuple[int, int],
             progress: Progress | None = None) -> Frame:
        """Return one of the four views of a region at about ``size`` (height, width)."""
        if kind == "render":
            return self.refine(recipe, region, size, progress)
        started = time.perf_counter()
        region, recipe = self._inside(region), self._known(recipe)
        if kind == "source":
            return _frame(self._source_at(region, size), region, True, started)
        own_pixels = region[2] * region[3] <= EXACT_PIXELS
        if own_pixels:
            raw = self._raw_part(recipe, region, progress)
            if kind == "demosaiced":
                return _frame(_reduced(srgb_encode(linear_srgb(raw)), size), region, True, started)
            if size[0] >= region[2] and size[1] >= region[3]:
                return _frame(_show_mosaic(raw.mosaic, raw.cfa), region, True, started)
            # every second photosite of a pattern would be a pattern of its own: reduce the colors, then mosaic
            small = min(size[0], region[2]), min(size[1], region[3])
            colors = cv2.resize(binned(raw.mosaic, raw.cfa), small[::-1], interpolation=cv2.INTER_AREA)
            values = mosaic(np.asarray(colors, np.float32), raw.cfa)  # of a very long photo it may be one row
            return _frame(_show_mosaic(values, raw.cfa), region, False, started, "mosaic at screen resolution")
        camera_rgb = self._edited_proxy(recipe, region, size)
        run, to_balanced = self._forward_run(recipe)
        if kind == "mosaic":
            gained = camera_rgb * np.float32(2.0**recipe.edits.exposure_ev)
            cfa = self._inversion(recipe).cfa
            return _frame(_show_mosaic(mosaic(gained, cfa), cfa), region, False, started, "mosaic at screen resolution")
        matrix = run.conditions.color_matrix[0].cpu().double().numpy()
        limit = np.float32(min(run.state.saturation, 1.0))
        balanced = np.minimum(cv2.transform(camera_rgb, to_balanced), limit)
        rgb = np.asarray(cv2.transform(balanced, matrix), np.float32)
        return _frame(srgb_encode(rgb), region, False, started, "at screen resolution")

    def draft(self, recipe: Recipe, region: Region, size: tuple[int, int]) -> Frame:
        """Return a picture fast: the last sharp one plus how the global stages change it."""
        started = time.perf_counter()
        region, curve, recipe = self._inside(region), recipe.edits.curve, self._known(recipe.scene)
        if self._shows_source(recipe):
            return _frame(self._source_at(region, size), region, True, started, curve=curve)
        settled, look = self._settled_at(region, size), self._look(recipe)
        if settled is not None and self._comparable(recipe, settled.recipe):
            if self.pace.adapt() < settled.stages.shape[0] * settled.stages.shape[1] * 0.9:  # too slow amid a drag
                self._settled = settled = self._smaller(settled)
            rgb8 = settled.drafted(self._stages(recipe, settled.camera_rgb, settled.pieces, region))
            frame = Frame(_finished8(rgb8, look, curve), region, False, time.perf_counter() - started, "draft")
            self.pace.took(frame.seconds)
            return frame
        if not recipe.anchored or self.photo.raw is not None:
            return _frame(self._quick(recipe, region, size), region, False, started, "draft", curve, look)
        base, before = self._source_at(region, size), recipe.unedited
        change = self._quick(recipe, region, size) - self._cache.get(
            ("quick", before, region, size), lambda: self._quick(before, region, size))
        return _frame(base + enlarged(change, base.shape), region, False, started, "draft", curve, look)

    def refine(self, recipe: Recipe, region: Region, size: tuple[int, int],
               progress: Progress | None = None) -> Frame:
        """Return the picture an export would show, for large regions at screen resolution.

        ``progress`` may raise Cancelled between tiles.
        """
        started = time.perf_counter()
        region, curve, recipe = self._inside(region), recipe.edits.curve, self._known(recipe.scene)
        if self._shows_source(recipe):
            return _frame(self._source_at(region, size), region, True, started, curve=curve)
        exact = region[2] * region[3] <= EXACT_PIXELS
        parts = (self._exact_parts if exact else self._screen_parts)(recipe, region, size, progress)
        picture = _reduced(parts.picture(), size) if exact else parts.picture()
        self._unsettled = (region, size), recipe, parts
        note = "" if exact else "at screen resolution"
        return _frame(picture, region, exact, started, note, curve, self._look(recipe))

    def invert(self, recipe: Recipe, progress: Progress | None = None) -> None:
        """Have the photo's small version inverted, which the first draft would do. ``progress`` may raise Cancelled."""
        self._inversion(recipe, progress)

    def prepare(self, recipe: Recipe, region: Region, size: tuple[int, int], progress: Progress | None = None) -> None:
        """Make the drafts of a viewport that still shows the untouched photo as sharp as after a refinement.

        ``progress`` may raise Cancelled between tiles.
        """
        region, recipe = self._inside(region), self._known(recipe.scene)
        if self._settled_at(region, size) is not None or not self._shows_source(recipe):
            return
        exact = region[2] * region[3] <= EXACT_PIXELS
        self._unsettled = (region, size), recipe, (self._exact_parts if exact else self._screen_parts)(
            recipe, region, size, progress)
        self.settle()

    def settle(self) -> None:
        """Prepare for drafts what was refined last; a draft does it too, but then it comes later."""
        if self._unsettled is None:
            return
        (place, recipe, parts), self._unsettled = self._unsettled, None
        region, size = place
        rendered = _reduced(parts.rendered, size)
        base = np.clip(rendered, 0, 1)
        if parts.lost is not None:
            base += _reduced(parts.lost, size)
        if rendered is not parts.rendered:  # where it is neither black nor white, it is the picture that was reduced
            shown = _reduced(parts.picture(), size)
            base = np.where((shown <= 0) | (shown >= 1), base, shown)
        base *= np.float32(255)
        self._settled = None  # not two of them in memory
        small = self._draft_size(base)
        camera_rgb = _reduced(parts.camera_rgb, small)
        pieces = Pieces.of(parts.camera_rgb, small, parts.odd)
        self._settled = Settled.of(place, recipe, base, camera_rgb, rendered,
                                   self._stages(recipe, camera_rgb, pieces, region), pieces)

    def _smaller(self, settled: Settled) -> Settled:
        """Return what smaller drafts start from until the next refinement; without LocalNet's part in the change."""
        small = self._draft_size(settled.base)
        camera_rgb = _reduced(settled.camera_rgb, small)
        picture = settled.stages + settled.added if settled.detail is None else settled.detail.picture
        return Settled.of(settled.place, settled.recipe, settled.base, camera_rgb, picture,
                          self._stages(settled.recipe, camera_rgb, None, settled.place[0]), None)

    def _draft_size(self, picture: Array) -> tuple[int, int]:
        """Return (height, width) of a draft of a picture."""
        height, width = picture.shape[:2]
        shrink = min(1.0, (self.pace.adapt() / (height * width)) ** 0.5)
        return max(1, round(height * shrink)), max(1, round(width * shrink))

    def _settled_at(self, region: Region, size: tuple[int, int]) -> Settled | None:
        """Return what drafts of a viewport start from, if it was refined last."""
        self.settle()
        return self._settled if self._settled is not None and self._settled.place == (region, size) else None

    def _stages(self, recipe: Recipe, camera_rgb: Array, pieces: Pieces | None, region: Region) -> Stages:
        """Return what the network's global stages make of a region, whose unedited camera RGB is given."""
        run, to_balanced = self._forward_run(recipe)
        height, width = camera_rgb.shape[:2]
        area, edited = self._area(region), self._editing(recipe, camera_rgb, [self._area(region)])
        gains = self._gains(run, height, width, [area])

        def rows(which: slice) -> Array:
            first, last, _ = which.indices(height)
            part = (area[0] + area[2] * first / height, area[1], area[2] * (last - first) / height, area[3])
            return render_global(edited(camera_rgb[which], [part], which), run, to_balanced,
                                 None if gains is None else gains[which])

        def windows(which: list[tuple[slice, slice]]) -> Array:
            down, across = area[2] / height, area[3] / width
            parts = [(area[0] + down * y.start, area[1] + across * x.start, down * (y.stop - y.start),
                      across * (x.stop - x.start)) for y, x in which]
            colors = edited(np.concatenate([camera_rgb[window] for window in which]), parts, which)
            there = None if gains is None else np.concatenate([gains[window] for window in which])
            return render_global(colors, run, to_balanced, there)

        small = max(1, height // WIDE), max(1, width // WIDE)
        reduced = self._cache.get(("reduced", self._inversion(recipe), region, small), lambda: np.asarray(
            cv2.resize(camera_rgb, small[::-1], interpolation=cv2.INTER_AREA)))
        colors = self._editing(recipe, reduced, [area])(reduced, [area], slice(None))
        wide = cv2.blur(render_global(colors, run, to_balanced, self._gains(run, *small, [area])), (3, 3))
        film = [one.cpu().numpy().ravel() for both in run.state.film for one in both]
        return Stages(rows, windows, np.asarray(wide), lambda: self._piece_added(recipe, pieces, region), run.network,
                      np.concatenate([np.empty(0, np.float32), *film]))

    def _editing(self, recipe: Recipe, camera_rgb: Array, areas: Sequence[Area]) -> Callable[[Array, list[Area], Any],
                                                                                            Array]:
        """Return what makes the local edits in parts of a picture; exposure and white balance are still to come.

        camera_rgb: the unedited pictures of areas, one below the other. The function takes parts, one below the other,
        their areas, and how to find them in the whole: an index, or a list of windows.
        """
        local = self._local(recipe)
        if local is None:
            return lambda part, _, __: part
        light = None
        if local.mask is not None:
            each = camera_rgb.reshape(len(areas), -1, *camera_rgb.shape[1:])
            light = self._cache.get(
                ("light", self._inversion(recipe), camera_rgb.shape, *areas),
                lambda: np.concatenate([local.light(one, area) for one, area in zip(each, areas)]))

        def cut(whole: Array, which: Any) -> Array:
            return np.concatenate([whole[one] for one in which]) if isinstance(which, list) else whole[which]

        height, width = camera_rgb.shape[0] // len(areas), camera_rgb.shape[1]
        lens = None
        if local.vignetting:
            lens = self._cache.get(("lens", local.vignetting, height, width, *areas), lambda: np.concatenate(
                [local.lens(area, height, width) for area in areas]))
        normal = None
        if local.added is not None:  # noise is drawn by the place in each picture
            one = self._cache.get(("normal", height, width), lambda: normal_picture(height, width))
            normal = one if len(areas) == 1 else np.concatenate([one] * len(areas))

        def edited(parts: Array, where: list[Area], which: Any) -> Array:
            ev = None if light is None else cut(light, which)
            noise = None if normal is None else cut(normal, which)
            return local.picture(parts, where[0], ev, noise, len(where), None if lens is None else cut(lens, which))

        return edited

    def _piece_added(self, recipe: Recipe, pieces: Pieces | None, region: Region) -> Array | None:
        """Return what LocalNet adds to the sRGB of the global stages of pieces of a region; None where it adds nothing.

        Like ``pieces.camera_rgb``, (n * height, width, 3).
        """
        run, to_balanced = self._forward_run(recipe)
        if pieces is None or run.state.local <= 0:
            return None
        assert isinstance(run.network, CompactNetwork)
        areas = pieces.areas(self._area(region))
        edited = self._editing(recipe, pieces.camera_rgb, areas)(pieces.camera_rgb, areas, slice(None))
        gains = self._gains(run, *pieces.shape, areas)
        stages = render_global(edited, run, to_balanced, gains)
        white = run.conditions.white_balance[0].cpu().double().numpy()
        camera = np.asarray(cv2.transform(edited, np.diag(1 / white) @ to_balanced), np.float32)
        values = mosaic(camera, self._inversion(recipe).cfa)
        # Two threads would need longer: their many short layers wait for each other's Python, and for the window's.
        with torch.inference_mode(), one_thread():
            added = run.network.local_change(to_tensor(values, run.device), to_tensor(stages, run.device), run.state,
                                             run.conditions)
        return np.ascontiguousarray(added[0].permute(1, 2, 0).cpu().numpy())

    def _gains(self, run: TiledRun, height: int, width: int, areas: Sequence[Area]) -> Array | None:
        """Return the network's gains in pictures of areas, one below the other; until they are asked for again."""
        return self._local_gains.get((height, width, *areas), lambda: LocalGains(areas, height, width)).of(run)

    def raw_levels(self, recipe: Recipe, region: Region, size: tuple[int, int], exact: bool = False,
                   progress: Progress | None = None) -> RawLevels:
        """Return the edited RAW's values in a region: what a DNG holds there, and what the mosaic view shows.

        ``exact``: the photosites themselves where the region is at most EXACT_PIXELS, which may take seconds the first
        time; else, and where the region is larger, camera RGB at about ``size``. A RAW file has its photosites at hand,
        for any region.
        """
        region = self._inside(region)
        at_hand = self.photo.raw is not None and not recipe.edits.is_local
        pixels = region[2] * region[3]
        if (exact and (at_hand or pixels <= EXACT_PIXELS)) or (at_hand and pixels <= _QUICK_PIXELS):
            raw = self._raw_part(recipe, region, progress)
            return RawLevels(raw.mosaic, raw.cfa, min(raw.saturation, 1.0))
        factor = 2.0**recipe.edits.exposure_ev
        values = self._edited_proxy(recipe, region, size) * np.float32(factor)
        return RawLevels(values, None, min(factor, 1.0))

    def thumbnail(self, recipe: Recipe, region: Region, size: tuple[int, int],
                  progress: Progress | None = None) -> Frame:
        """Return a small picture of a region with everything the networks do, local edits included, at that size.

        For pictures beside the main one: it leaves the base of the drafts alone. ``progress`` may raise Cancelled.
        """
        started = time.perf_counter()
        region, curve, recipe = self._inside(region), recipe.edits.curve, self._known(recipe.scene)
        if self._shows_source(recipe):
            return _frame(self._source_at(region, size), region, False, started, curve=curve)
        _, rendered, lost = self._at_screen_resolution(recipe, region, size, progress)
        picture = put_together(rendered, lost)
        return _frame(picture, region, False, started, "at screen resolution", curve, self._look(recipe))

    def probe(self, recipe: Recipe, row: int, column: int) -> Reading:
        """Return what one photosite of the edited RAW says, in a few ms. Raises UserError outside the photo."""
        height, width = self.photo.size
        if not (0 <= row < height and 0 <= column < width):
            raise UserError("That place is outside the photo.")
        top, left = max(0, row - REACH), max(0, column - REACH)
        part = self._raw_part(recipe, (top, left, min(row + REACH + 1, height) - top,
                                       min(column + REACH + 1, width) - left), None, keep=False)
        levels = self.photo.raw or self._inversion(recipe).camera
        return reading(part.with_changes(black_level=levels.black_level, white_level=levels.white_level),
                       row - top, column - left)

    # The whole photo ------------------------------------------------------------------------------------------

    def full(self, recipe: Recipe, progress: Progress | None = None) -> Array:
        """Return (H, W, 3) float32 sRGB 0..1 as stored: what an export writes."""
        curve, recipe = recipe.edits.curve, self._known(recipe.scene)
        if self._shows_source(recipe):
            return toned(self.photo.rgb, curve) if curve else self.photo.rgb.copy()
        height, width = self.photo.size
        out, look = np.empty((height, width, 3), np.float32), self._look(recipe)
        for top in range(0, height, _STRIP):
            strip = (top, 0, min(_STRIP, height - top), width)
            part = section(progress, top / height, (top + strip[2]) / height)
            picture = self._exact(recipe, strip, part)
            out[top : top + strip[2]] = toned(picture if look is None else look.applied(picture), curve)
        return out

    def raw(self, recipe: Recipe | None = None, progress: Progress | None = None) -> RawImage:
        """Return the unedited RAW."""
        return self._inversion(recipe or self.default_recipe()).raw(progress)

    def edited_raw(self, recipe: Recipe, progress: Progress | None = None) -> RawImage:
        """Return the RAW with the edits, of the camera it is rendered as, for a DNG.

        What a raised exposure lifts above white is cut, as on screen: a DNG has no room for it, and scaling it
        down would take the edit back. What was picked as gray is gray in the RAW itself, as for other programs.
        """
        recipe = self._known(recipe)
        edits = recipe.edits.effective
        local = self._local(recipe)
        raw = edits.without_cast(edits.apply(self.raw(recipe, progress), local))
        if recipe.edits.exposure_ev > 0 or local is not None:
            raw = raw.with_changes(mosaic=np.minimum(raw.mosaic, 1))
        if recipe.camera is not None:
            raw = as_camera(raw, recipe.camera)
        return raw.with_neutral_highlights()

    def scene_linear(self, recipe: Recipe, progress: Progress | None = None) -> Array:
        """Return (H, W, 3) float32 linear sRGB of the edited RAW as stored: its light, without any rendering.

        White is 1 at no change of exposure. Nothing is cut: a raised exposure goes beyond 1, colors outside sRGB are
        negative. The tone curve and "render as" belong to the rendering and are not in it.
        """
        recipe = self._known(recipe)
        exposure = recipe.edits.effective.exposure_ev
        unexposed = replace(recipe, edits=recipe.edits.effective.changed(exposure_ev=0.0))
        raw = unexposed.edits.apply(self.raw(unexposed, section(progress, 0.0, 0.7)), self._local(unexposed))
        light = linear_srgb(raw)
        light *= np.float32(2.0**exposure)
        return light

    def assumed_headroom(self, recipe: Recipe) -> float | None:
        """Return the exposure headroom in EV that the network assumes for the photo; None for a RAW file."""
        return self._inversion(recipe).assumed_headroom

    def neutral_light(self, recipe: Recipe, region: Region) -> GrayLight:
        """Return the light under which a region is rendered gray; its mean color counts.

        Raises UserError where the RAW is clipped or black, and where no light explains the color.
        """
        top, left, height, width = self._inside(region)
        height, width = max(2, height), max(2, width)
        top, left = max(0, min(top, self.photo.size[0] - height)), max(0, min(left, self.photo.size[1] - width))
        inversion = self._inversion(recipe)
        values = inversion.mosaic((top, left, height, width))
        color = binned(values, inversion.cfa.shifted(top, left)).mean((0, 1), dtype=np.float64)
        if (color * inversion.gains).max() > 0.97:
            raise UserError("That place is clipped: it has no color left. Click on something gray that is darker.")
        if color.min() < 1e-4:
            raise UserError("That place is too dark to have a color. Click on something gray that is brighter.")
        start = normalized_gains(1 / color)
        if not _is_light(*kelvin_from_gains(inversion.matrix, start)):
            raise UserError("No light makes that color gray. Click on something that was white or gray.")

        def light(gains: Pair) -> tuple[float, float]:
            return kelvin_from_gains(inversion.matrix, np.exp2([gains[0], 0.0, gains[1]]))

        def cast(gains: Pair) -> Pair | None:
            kelvin, tint = light(gains)
            return self._cast(recipe, (top, left, height, width), kelvin, tint) if _is_light(kelvin, tint) else None

        kelvin, tint = light(neutral_gains(np.log2(start[[0, 2]]), cast))
        left_over = np.log2(gains_from_kelvin(inversion.matrix, kelvin, tint) / start)
        red, _, blue = (round(float(each), 4) + 0.0 for each in left_over)  # without minus zero
        return GrayLight(kelvin, tint, (red, blue))

    def _cast(self, recipe: Recipe, region: Region, kelvin: float, tint: float) -> Pair | None:
        """Return the color a region is rendered in: red and blue against green, in stops; None where it is clipped.

        What would change it alike in all channels is left out, and so is what takes color away.
        """
        edits = recipe.edits.without("color", "detail", "curve").changed(kelvin=kelvin, tint=tint, white_balance=None)
        for darker in range(4):
            trial = replace(recipe, edits=edits.changed(exposure_ev=edits.exposure_ev - darker))
            picture, look = self._exact(trial, region, None), self._look(trial)
            rgb = srgb_decode(np.clip(picture if look is None else look.applied(picture), 0, 1)).mean((0, 1))
            if rgb.min() < 1e-4:
                return None
            if rgb.max() < 0.95:
                return np.asarray(np.log2(rgb[[0, 2]] / rgb[1]), np.float64)
        return None

    # Steps ----------------------------------------------------------------------------------------------------

    def _exact(self, recipe: Recipe, region: Region, progress: Progress | None) -> Array:
        """Return sRGB 0..1 of a region from the photo's own pixels."""
        rendered, lost = self._rendered(recipe, region, progress)
        return put_together(rendered, lost)

    def _rendered(self, recipe: Recipe, region: Region, progress: Progress | None) -> tuple[Array, Array | None]:
        """Return what the network makes of a region's own pixels, unclipped, and what the round trip loses there."""
        anchored = recipe.anchored and self.photo.raw is None
        rendered = self._forward_exact(recipe, region, section(progress, 0.0, 0.55 if anchored else 1.0))
        if not anchored:
            return rendered, None
        return rendered, self._cache.get(("anchor", recipe.unedited, region),
                                         lambda: self._lost(recipe, region, progress))

    def _exact_parts(self, recipe: Recipe, region: Region, _: tuple[int, int], progress: Progress | None) -> Parts:
        """Return the exact picture of a region, at its own size, in parts."""
        rendered, lost = self._rendered(recipe, region, progress)
        def colors() -> Array:
            raw = self._raw_part(replace(recipe, edits=recipe.unedited.edits), region, None)
            return _demosaiced(raw.mosaic, raw.cfa)

        return Parts(self._cache.get(("colors", self._inversion(recipe), region), colors), rendered, lost,
                     (region[0] % 2, region[1] % 2))

    def _lost(self, recipe: Recipe, region: Region, progress: Progress | None) -> Array:
        """Return what the round trip loses: source - forward(inverse(source))."""
        trip = self._forward_exact(recipe.unedited, region, section(progress, 0.55, 1.0))
        top, left, height, width = region
        pixels = self._inversion(recipe).photo.pixels
        return as_float(pixels[top : top + height, left : left + width]) - np.clip(trip, 0, 1)

    def _forward_exact(self, recipe: Recipe, region: Region, progress: Progress | None) -> Array:
        run, _ = self._forward_run(recipe)
        top, left, height, width = run.grown(region)
        raw = self._raw_part(recipe, (top, left, height, width), section(progress, 0.0, 0.5))
        return run.region(raw.mosaic, region, section(progress, 0.5, 1.0), TILE, (top, left))

    def _raw_part(self, recipe: Recipe, region: Region, progress: Progress | None, keep: bool = True) -> RawImage:
        """Return the edited RAW of a region, of the photo's own camera. keep: compute and keep whole tiles."""
        inversion, local = self._inversion(recipe), self._local(recipe)
        if local is None:
            values = inversion.mosaic(region, progress, keep)
        else:
            top, left, height, width = region
            y0, x0 = max(0, top - top % 2 - local.halo), max(0, left - left % 2 - local.halo)
            y1, x1 = (min(end + local.halo, side) for end, side in zip((top + height, left + width), self.photo.size))
            grown = inversion.mosaic((y0, x0, y1 - y0, x1 - x0), progress, keep)
            values = local.mosaic(grown, inversion.cfa, (y0, x0))[top - y0 :, left - x0 :][:height, :width]
        part = RawImage(values, inversion.cfa.shifted(region[0], region[1]), inversion.gains, inversion.matrix)
        return recipe.edits.exposed(part)

    def _screen_parts(self, recipe: Recipe, region: Region, size: tuple[int, int],
                      progress: Progress | None) -> Parts:
        """Return the picture of a region at the size it is shown at, in parts."""
        camera_rgb, rendered, lost = self._at_screen_resolution(recipe, region, size, progress)
        inversion = self._inversion(recipe)
        colors = self._cache.get(("colors", inversion, region, camera_rgb.shape),
                            lambda: _demosaiced(mosaic(camera_rgb, inversion.cfa), inversion.cfa))
        return Parts(colors, rendered, lost)

    def _at_screen_resolution(self, recipe: Recipe, region: Region, size: tuple[int, int],
                              progress: Progress | None) -> tuple[Array, Array, Array | None]:
        """Run the networks on a region at the size it is shown at.

        Returns unedited camera RGB, the render, unclipped, and what the round trip loses, each (h, w, 3).
        """
        shrink = min(1.0, (_SCREEN_PIXELS / (size[0] * size[1])) ** 0.5)
        small = max(2, round(size[0] * shrink) // 2 * 2), max(2, round(size[1] * shrink) // 2 * 2)
        source = self._source_at(region, small)
        inversion = self._inversion(recipe)
        if self.photo.raw is None:
            camera_rgb = self._cache.get(("camera", inversion, region, small),
                                    lambda: inversion.camera_rgb(source, region, section(progress, 0.0, 0.4)))
        else:
            camera_rgb = self._proxy_at(recipe, region, small)
        if progress is not None:
            progress(0.4)
        rendered = self._forward_scaled(recipe, camera_rgb, region, section(progress, 0.4, 0.7))
        lost = None
        if recipe.anchored and self.photo.raw is None:
            lost = self._cache.get(
                ("screen anchor", recipe.unedited, region, small),
                lambda: source - np.clip(self._forward_scaled(
                    recipe.unedited, camera_rgb, region, section(progress, 0.7, 1.0)), 0, 1))
        return camera_rgb, rendered, lost

    def _forward_scaled(self, recipe: Recipe, camera_rgb: Array, region: Region, progress: Progress | None) -> Array:
        """Run the forward network on a reduced picture: its camera RGB, mosaicked again at that size."""
        run, to_balanced = self._forward_run(recipe)
        camera_rgb = self._edited(recipe, camera_rgb, region, section(progress, 0.0, 0.1))
        height, width = camera_rgb.shape[:2]
        per_row, per_column = height / region[2], width / region[3]
        top, left = round(region[0] * per_row / 2) * 2, round(region[1] * per_column / 2) * 2
        gains = run.conditions.white_balance[0].cpu().double().numpy()
        camera = np.asarray(cv2.transform(camera_rgb, np.diag(1 / gains) @ to_balanced), np.float32)
        values = mosaic(camera, self._inversion(recipe).cfa)
        scaled = TiledRun(run.network, run.conditions, run.state,
                          max(top + height, round(self.photo.size[0] * per_row)),
                          max(left + width, round(self.photo.size[1] * per_column)))
        # The picture ends where the viewport does, so its border is padded like a photo's.
        halo = run.network.halo
        padded = np.pad(values, halo, mode="reflect")
        return scaled.region(padded, (top, left, height, width), section(progress, 0.1, 1.0), TILE,
                             (top - halo, left - halo))

    def _edited(self, recipe: Recipe, camera_rgb: Array, region: Region, progress: Progress | None) -> Array:
        """Return camera RGB of a region with the local edits, a strip at a time: ``progress`` may raise Cancelled."""
        if self._local(recipe) is None:
            return camera_rgb
        area, height = self._area(region), camera_rgb.shape[0]
        edited, out = self._editing(recipe, camera_rgb, [area]), np.empty_like(camera_rgb)
        for top in range(0, height, _EDITED):
            if progress is not None:
                progress(top / height)
            rows = slice(top, min(top + _EDITED, height))
            part = (area[0] + area[2] * top / height, area[1], area[2] * (rows.stop - top) / height, area[3])
            out[rows] = edited(camera_rgb[rows], [part], rows)
        return out

    def _forward_run(self, recipe: Recipe) -> tuple[TiledRun, NDArray[np.float64]]:
        """Return the forward network set up for a recipe, and (3, 3) camera RGB -> edited, balanced RGB.

        A picture asks several times: the last is kept.
        """
        inversion = self._inversion(recipe)
        if self._last_run is not None and self._last_run[0] is inversion and self._last_run[1] == recipe:
            return self._last_run[2]
        edited = recipe.edits.exposed(self._probe(inversion))
        to_balanced = np.diag(edited.white_balance) * 2.0**recipe.edits.exposure_ev
        conditions = Conditions.of(recipe.shot, inversion.cfa, edited.white_balance, edited.color_matrix)
        forward = self._forward_of(recipe.camera or inversion.camera)
        if recipe.camera is not None and not self._knows_better(forward, recipe):
            forward = self._forward_of(inversion.camera)
        forward = inversion.as_its_camera(forward)
        assert isinstance(forward.network, LiveNetwork)
        side = forward.network.thumbnail_side
        small = self._cache.get(("thumbnail", inversion, side), lambda: self._thumbnail(inversion, side))
        # What the network takes from the whole photo does not change with the edits of its RAW.
        of = inversion, forward, recipe.shot, recipe.camera
        if self._last_state is None or self._last_state[0] != of:
            empty = np.empty((*self.photo.size, 0), np.float32)
            made = forward.tiled(empty, conditions, edited.saturation, to_tensor(small), inversion.gains, recipe.camera,
                                 inversion.camera)
            self._last_state = of, made
        made = self._last_state[1]
        run = replace(made, conditions=conditions.to(forward.device),
                      state=replace(made.state, saturation=edited.saturation))
        self._last_run = inversion, recipe, (run, to_balanced)
        return run, to_balanced

    def _knows_better(self, forward: ForwardISP, recipe: Recipe) -> bool:
        """Tell whether a network renders as the chosen camera more nearly than measured curves over the picture do.

        An adapter was fitted to those very curves, and how bright it finds the scene is coarser than what the picture
        says (docs/transfer.md): it serves where there is no picture.
        """
        assert recipe.camera is not None
        fitted_to_curves = forward.card.architecture == "adapter"
        has_picture = recipe.anchored and self.photo.raw is None
        return forward.card.camera == recipe.camera.name and not (fitted_to_curves and has_picture)

    def _look(self, recipe: Recipe) -> Look | None:
        """Return what remains to be done to a finished picture so that it is the chosen camera's."""
        if recipe.camera is None:
            return None
        key = self._inversion(recipe), recipe.shot, recipe.camera, recipe.anchored  # on which the network depends
        if self._last_look is None or self._last_look[0] != key:
            self._last_look = key, self._forward_run(recipe)[0].look
        return self._last_look[1]

    def _local(self, recipe: Recipe) -> LocalEdits | None:
        recipe = self._known(recipe)
        estimated = self.photo.raw is None
        if not (recipe.edits.is_local or (estimated and recipe.edits.changes_balance)):
            return None
        inversion = self._inversion(recipe)
        mask = inversion.light if recipe.edits.changes_light_locally else None
        noise = noise_of(inversion.camera.name, recipe.source_shot.iso) if recipe.edits.removes_noise else None
        headroom = recipe.headroom if recipe.headroom is not None else inversion.assumed_headroom or 0.0
        return LocalEdits.of(recipe.edits, self._probe(inversion), mask, self.photo.size, noise,
                             self._vignetting(recipe), self._added_noise(recipe),
                             2.0**-headroom if estimated else None)

    def _vignetting(self, recipe: Recipe) -> tuple[float, ...]:
        """Return what the lens does to the corners (see LensProfile), if that is taken back; else ()."""
        if not recipe.edits.vignetting:
            return ()
        lens = lens_of(self.photo, recipe.source_shot, recipe.source_camera, recipe.edits.lens).profile
        return lens.vignetting if lens is not None else ()

    def _known(self, recipe: Recipe) -> Recipe:
        """Return the recipe without edits that ask for what the lens is not known for, or change nothing."""
        if recipe.edits.vignetting and not self._vignetting(recipe):
            recipe = replace(recipe, edits=recipe.edits.changed(vignetting=0.0, lens=None))
        if recipe.edits.sensor_noise and self._added_noise(recipe) is None:
            recipe = replace(recipe, edits=recipe.edits.changed(sensor_noise=0.0))
        if recipe.edits.dequantize and self.photo.quantization is None:
            recipe = replace(recipe, edits=recipe.edits.changed(dequantize=False))
        return recipe

    def _added_noise(self, recipe: Recipe) -> AddedNoise | None:
        """Return the noise that the chosen ISO, of the camera it is rendered as, has and the shot had not."""
        shot_with = recipe.source_camera or self.photo.camera
        return added_noise(recipe.edits.sensor_noise / 100, (recipe.camera or shot_with).name, recipe.shot.iso,
                           shot_with.name, recipe.source_shot.iso)

    @staticmethod
    def _probe(inversion: Inversion) -> RawImage:
        """Return a RAW without a picture: what edits do to white balance, levels and colors."""
        return RawImage(np.zeros((2, 2), np.float32), inversion.cfa, inversion.gains, inversion.matrix)

    @staticmethod
    def _thumbnail(inversion: Inversion, side: int) -> Array:
        with torch.inference_mode():
            small = F.adaptive_avg_pool2d(to_tensor(np.asarray(inversion.proxy, np.float32)), side)
        return small[0].permute(1, 2, 0).contiguous().numpy()

    def _quick(self, recipe: Recipe, region: Region, size: tuple[int, int]) -> Array:
        """Return the global stages' sRGB of a region, reduced to draft size."""
        shrink = min(1.0, (DRAFT_PIXELS / (size[0] * size[1])) ** 0.5)
        small = max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))
        run, to_balanced = self._forward_run(recipe)
        stages = render_global(self._edited_proxy(recipe, region, small), run, to_balanced,
                               self._gains(run, *small, [self._area(region)]))
        return np.clip(stages, 0, 1, out=stages)

    # Caches ---------------------------------------------------------------------------------------------------

    def _inversion(self, recipe: Recipe, progress: Progress | None = None) -> Inversion:
        camera = recipe.source_camera or self.photo.camera

        def make() -> Inversion:
            isp = self._inverse if self._models is None else self._models.inverse(camera)
            photo = self._dequantized if recipe.edits.dequantize else self.photo
            return Inversion(photo, isp, self._source, recipe.source_shot, camera, recipe.headroom, progress)

        return self._inversions.get((recipe.source_shot, camera, recipe.headroom, recipe.edits.dequantize), make)

    @cached_property
    def _dequantized(self) -> Photo:
        """The photo with what a JPEG's rounding took, found again where it is looked at."""
        return dequantized(self.photo, self._inverse.device)

    def _forward_of(self, camera: CameraProfile) -> ForwardISP:
        if self._models is None:
            return self._forward
        if camera not in self._forwards:
            self._forwards[camera] = self._models.forward(camera)
        return self._forwards[camera]

    def _source_at(self, region: Region, size: tuple[int, int]) -> Array:
        size = min(size[0], region[2]), min(size[1], region[3])
        return self._sources.get((region, size), lambda: self._source.cut(region, size))

    def _edited_proxy(self, recipe: Recipe, region: Region, size: tuple[int, int]) -> Array:
        """Return camera RGB of a region with the local edits, exposure and white balance still to come."""
        camera_rgb, local = self._proxy_at(recipe, region, size), self._local(recipe)
        if local is None:
            return camera_rgb
        area, light = self._area(region), None
        if local.mask is not None:
            light = self._cache.get(("light", self._inversion(recipe), region, size),
                                    lambda: local.light(camera_rgb, area))
        return local.picture(camera_rgb, area, light)

    def _proxy_at(self, recipe: Recipe, region: Region, size: tuple[int, int]) -> Array:
        inversion = self._inversion(recipe)
        return self._cache.get(("proxy", inversion, region, size),
                          lambda: cut_scaled(inversion.proxy, self._area(region), size))

    # Small things ---------------------------------------------------------------------------------------------

    def _shows_source(self, recipe: Recipe) -> bool:
        return recipe.anchored and recipe.is_unedited and self.photo.raw is None

    def _comparable(self, recipe: Recipe, other: Recipe) -> bool:
        return recipe.unedited == other.unedited

    def _area(self, region: Region) -> Area:
        height, width = self.photo.size
        return region[0] / height, region[1] / width, region[2] / height, region[3] / width

    def _inside(self, region: Region) -> Region:
        """Return the region cut to the photo, at least one pixel."""
        height, width = self.photo.size
        top, left = min(max(0, region[0]), height - 1), min(max(0, region[1]), width - 1)
        return top, left, max(1, min(region[2], height - top)), max(1, min(region[3], width - left))


def _is_light(kelvin: float, tint: float) -> bool:
    """Tell whether gains lie within what temperature and tint can say."""
    return 1750 < kelvin < 19500 and abs(tint) < 149


def _frame(picture: Array, region: Region, exact: bool, started: float, note: str = "", curve: Points = (),
           look: Look | None = None) -> Frame:
    if note != "draft":
        picture = toned(picture if look is None else look.applied(picture), curve)
    rgb8 = np.asarray(cv2.addWeighted(picture, 255, picture, 0, 0, dtype=cv2.CV_8U), np.uint8)
    if note == "draft":
        rgb8 = _finished8(rgb8, look, curve)
    return Frame(rgb8, region, exact, time.perf_counter() - started, note)


def _finished8(rgb8: NDArray[np.uint8], look: Look | None, curve: Points) -> NDArray[np.uint8]:
    """Apply what comes after the network, at slider speed."""
    return toned8(rgb8 if look is None else look.applied8(rgb8), curve)


def _reduced(picture: Array, size: tuple[int, int]) -> Array:
    """Return the picture at ``size``; never enlarged (the viewer does that)."""
    target = min(size[0], picture.shape[0]), min(size[1], picture.shape[1])
    if target == picture.shape[:2]:
        return picture
    return cv2.resize(picture, target[::-1], interpolation=cv2.INTER_AREA)


def _demosaiced(values: Array, cfa: CFA) -> Array:
    """Return camera RGB of a mosaic by the forward network's own demosaicking."""
    pattern = torch.as_tensor(np.ascontiguousarray(cfa.indices))[None]
    with torch.inference_mode():
        return demosaiced(to_tensor(values), pattern)[0].permute(1, 2, 0).contiguous().numpy()


def _show_mosaic(values: Array, cfa: CFA) -> Array:
    """Return the mosaic in the colours of its filters, brightened like a photo: (H, W, 3)."""
    value = np.sqrt(np.clip(values, 0, 1))
    out = np.zeros((*value.shape, 3), np.float32)
    for y in range(2):
        for x in range(2):
            c = int(cfa.indices[y, x])
            out[y::2, x::2, c] = value[y::2, x::2]
    return out
