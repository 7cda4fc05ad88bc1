"""HDR from one photo (ParamISP, section 5) or from a bracket: scene-linear light, and pictures made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.applications.bracket import (
    SENSOR_CLIP,
    check_bracket,
    merged,
    picture_certainty,
    relative_exposures,
    sensor_certainty,
)
from paramisp_core.applications.highlights import picture_clipped, rebuild_highlights
from paramisp_core.applications.rendering import LightRendering, inverted_like, photo_light, rendered_like
from paramisp_core.applications.tone import compressed
from paramisp_core.camera.database import noise_profile
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.style import as_camera_that_took
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import LiveNetwork
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import cfa_map, mosaic
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.demosaic import display_demosaic
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_STRIP = 256  # rows rendered at a time
VIRTUAL_EV = (-2.0, 0.0, 2.0)
"""Exposures that are rendered from one photo's light to be merged by Debevec's or Mertens' method."""


@dataclass(frozen=True, eq=False)
class HdrLight:
    """Scene-linear light with what made it.

    light: (H, W, 3) float32 linear sRGB, as stored; 1 is the white of ``photo``, brighter light is above; colors
        outside sRGB are negative. estimated: (H, W) bool, where light was rebuilt because everything there had
        clipped in some channel. photo: the (middle) photo it is told by. raw: its RAW, of the size of the light.
    photos: how many were merged. method: how, in words. rebuilt: False where clipped light was left at its limit.
    """

    light: Array
    estimated: NDArray[np.bool_]
    photo: Photo
    raw: RawImage
    photos: int = 1
    method: str = ""
    rebuilt: bool = True

    @property
    def peak_ev(self) -> float:
        """EV by which the brightest light is above the photo's white."""
        return float(np.log2(max(float(self.light.max()), 1e-6)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of a file made of it should know."""
        share = 100 * float(self.estimated.mean())
        made = ("RAW estimated from the picture by a learned camera",) if self.raw.estimated else ()
        merged_of = (f"merged from {self.photos} exposures",) if self.photos > 1 else ()
        word = "estimated" if self.rebuilt else "left clipped"
        guessed = (f"clipped highlights {word} on {share:.3g}% of the picture",) if share > 0 else ()
        return (*made, *merged_of, *guessed, *filter(None, (self.method,)))

    def with_note(self, method: str) -> HdrLight:
        """Return a copy that says how it was made."""
        return replace(self, method=method)


def light_of_photo(photo: Photo, inverse: InverseISP, progress: Progress | None = None,
                   rebuild: bool = True) -> HdrLight:
    """Return the light of one photo: its RAW, with clipped highlights rebuilt (an estimate), or left as they are.

    The light of a picture is taken before the network makes a mosaic of it: nothing is demosaicked that was whole.
    """
    raw, balanced = photo_light(photo, inverse, section(progress, 0.0, 0.7))
    if raw.estimated:  # the JPEG's channels clipped, each on its own
        light, clipped = _linear_srgb(raw, balanced), picture_clipped(photo.pixels)
        rebuilt = rebuild_highlights(light, clipped, in_place=True) if rebuild else light
    else:
        rebuilt, clipped = _rebuilt_in_camera_rgb(raw, balanced, _sensor_clipped(raw), rebuild)
    if progress is not None:
        progress(1.0)
    return HdrLight(rebuilt, np.asarray(clipped.any(2)), photo, raw, rebuilt=rebuild)


def light_of_bracket(photos: Sequence[Photo], inverse: InverseISP, progress: Progress | None = None,
                     rebuild: bool = True) -> HdrLight:
    """Return the light of several exposures of one scene, merged in RAW space (see bracket.py).

    It is told by the photo of middle exposure. Raises UserError when the photos are no bracket: differing size or
    camera, unknown or equal exposure, moved camera.
    """
    exposures = relative_exposures(photos)
    check_bracket(photos, exposures)
    base = int(np.argsort(exposures)[len(photos) // 2])
    parts = [section(progress, 0.8 * i / len(photos), 0.8 * (i + 1) / len(photos)) for i in range(len(photos))]
    raws, lights = [], []
    for photo, part in zip(photos, parts):
        if photo.raw is None:
            one, balanced = photo_light(photo, inverse, part, photos[base])
            lights.append(_linear_srgb(one, balanced))
        else:
            one = inverted_like(photo, photos[base], inverse, part)
            if one.estimated:
                lights.append(_linear_srgb(one, _balanced(one)))
        raws.append(one)
    if len({raw.estimated for raw in raws}) > 1:
        raise UserError("RAW files and developed pictures cannot be merged: give one kind.")
    raw = raws[base]
    if raw.estimated:
        certainties = [picture_certainty(light, photo.rgb) for light, photo in zip(lights, photos)]
        light, lost = merged(lights, certainties, exposures, base, straighten=True)
        rebuilt = rebuild_highlights(light, lost, in_place=True) if rebuild else light
    else:
        noise = noise_profile(photos[base].camera.name, photos[base].shot.iso or 100.0)
        certainties = [sensor_certainty(one, noise) for one in raws]
        values, clipped = merged([one.mosaic for one in raws], certainties, exposures, base, straighten=False)
        merged_raw = raw.with_changes(mosaic=values)
        rebuilt, lost = _rebuilt_in_camera_rgb(merged_raw, _balanced(merged_raw), clipped, rebuild)
    if progress is not None:
        progress(1.0)
    return HdrLight(rebuilt, np.asarray(lost.any(2)), photos[base], raw, len(photos), rebuilt=rebuild)


def tone_mapped(hdr: HdrLight, forward: ForwardISP, progress: Progress | None = None) -> tuple[Array, Array]:
    """Return (sRGB 0..1 (H, W, 3), log2 gain (H, W)): the picture for any screen, and what it holds back.

    The range is compressed as a whole (tone.py) and rendered by the learned camera, so that it looks like a photo.
    The gain is the light before over after compression: linear sRGB of the picture times 2**gain is the picture for
    an HDR screen.
    """
    squeezed, gain = compressed(hdr.light)
    own = as_camera_that_took(hdr.photo, forward, hdr.raw)
    return _rendered_by(own, hdr, squeezed, progress, in_place=True), gain


def rendered(hdr: HdrLight, light: Array, forward: ForwardISP, progress: Progress | None = None) -> Array:
    """Return (H, W, 3) sRGB 0..1: linear sRGB ``light``, clipped at 1, through the learned camera of the photo.

    It is read off the photo, so that light nothing was done to becomes the photo again as nearly as can be, and decides
    on its rendering by the photo as shot, whatever ``light`` is.
    """
    return _rendered_by(as_camera_that_took(hdr.photo, forward, hdr.raw), hdr, light, progress)


def as_it_is(hdr: HdrLight, forward: ForwardISP, progress: Progress | None = None) -> Array:
    """Return (H, W, 3) sRGB 0..1: the photo the light is told by, which is a picture or is rendered from its RAW.

    A RAW goes through the camera that renders the light, so that the two differ by their range alone.
    """
    photo = hdr.photo
    if photo.raw is None:
        return photo.rgb
    return as_camera_that_took(photo, forward).to_srgb(photo.raw, photo.shot, photo.camera, progress=progress)


def _rendered_by(forward: ForwardISP, hdr: HdrLight, light: Array, progress: Progress | None,
                 in_place: bool = False) -> Array:
    """Render light; in_place: the picture may take its place, strip by strip."""
    raw, photo = hdr.raw, hdr.photo
    if raw.estimated and isinstance(forward.network, LiveNetwork):
        # a picture has been denoised and sharpened by its camera: the global stages alone, and no mosaic on the way
        rendering, to_camera = LightRendering(raw, photo.shot, forward), np.linalg.inv(raw.color_matrix)
        height, width = light.shape[:2]
        shown = light if in_place else np.empty((height, width, 3), np.float32)
        for top in range(0, height, _STRIP):
            part = np.minimum(light[top : top + _STRIP], 1)
            balanced = np.asarray(cv2.transform(part, to_camera), np.float32)
            shown[top : top + _STRIP] = rendering.shown(balanced, (top, 0, len(part), width))
            if progress is not None:
                progress(min(1.0, (top + _STRIP) / height))
        return shown
    to_camera = np.diag(1 / raw.white_balance) @ np.linalg.inv(raw.color_matrix)
    values = mosaic(np.asarray(cv2.transform(np.minimum(light, 1), to_camera), np.float32), raw.cfa)
    changed = raw.with_changes(mosaic=values, clip_mask=None)
    return rendered_like(changed, raw, photo.shot, photo.camera, forward, progress)


def virtual_exposures(hdr: HdrLight, forward: ForwardISP, progress: Progress | None = None) -> list[Array]:
    """Return pictures (H, W, 3) sRGB 0..1 of the light at VIRTUAL_EV, each rendered by the learned camera."""
    count, own = len(VIRTUAL_EV), as_camera_that_took(hdr.photo, forward, hdr.raw)
    return [_rendered_by(own, hdr, hdr.light * np.float32(2.0**ev), section(progress, i / count, (i + 1) / count))
            for i, ev in enumerate(VIRTUAL_EV)]


def fused(pictures: Sequence[Array]) -> Array:
    """Return (H, W, 3) sRGB 0..1 fused from exposures by Mertens, Kautz and Van Reeth (2007), as OpenCV does it."""
    out = cv2.createMergeMertens().process([_bytes(picture) for picture in pictures])
    return np.clip(np.asarray(out, np.float32), 0, 1)


def debevec(hdr: HdrLight, pictures: Sequence[Array], exposures: Sequence[float]) -> HdrLight:
    """Return the light merged by Debevec and Malik (1997), as OpenCV does it, from pictures of known exposure.

    The response curve is calibrated from the same pictures. Its scale is free: it is set to agree with ``hdr`` in
    the median. Where even the shortest exposure is white, nothing is rebuilt.
    """
    times = np.asarray(exposures, np.float32)
    frames = [_bytes(picture)[..., ::-1].copy() for picture in pictures]  # OpenCV counts channels as B, G, R
    response = cv2.createCalibrateDebevec(samples=120, lambda_=20.0).process(frames, times)
    light = np.asarray(cv2.createMergeDebevec().process(frames, times, response), np.float32)[..., ::-1]
    light = np.nan_to_num(light, nan=0.0, posinf=0.0, neginf=0.0)
    luminance, wanted = (np.maximum(x @ SRGB_TO_XYZ[1].astype(np.float32), 1e-6) for x in (light, hdr.light))
    middle = (wanted > 0.02) & (wanted < 0.8) & (luminance > 1e-6)
    scale = np.exp(np.median(np.log(wanted[middle] / luminance[middle]))) if middle.any() else 1.0
    return replace(hdr, light=np.ascontiguousarray(light * np.float32(scale)))


def _linear_srgb(raw: RawImage, balanced: Array) -> Array:
    """Return (H, W, 3) linear sRGB of a RAW's white balanced light, nothing clipped; it takes the place of that."""
    for top in range(0, balanced.shape[0], _STRIP):
        balanced[top : top + _STRIP] = cv2.transform(balanced[top : top + _STRIP], raw.color_matrix)
    return balanced


def _balanced(raw: RawImage) -> Array:
    gains = raw.white_balance[cfa_map(raw.cfa, raw.height, raw.width)].astype(np.float32)
    return display_demosaic(raw.mosaic * gains, raw.cfa)


def _sensor_clipped(raw: RawImage) -> NDArray[np.bool_]:
    clipped = raw.mosaic >= np.float32(SENSOR_CLIP * raw.saturation)
    return clipped if raw.clip_mask is None else clipped | raw.clip_mask


def _rebuilt_in_camera_rgb(raw: RawImage, balanced: Array, clipped: NDArray[np.bool_],
                           rebuild: bool) -> tuple[Array, NDArray[np.bool_]]:
    """Return linear sRGB (H, W, 3) with clipped sensor values rebuilt or not, and which channels they are (H, W, 3).

    Sensor channels clip before white balance, so it is done in camera RGB.
    """
    colors = cfa_map(raw.cfa, raw.height, raw.width)
    window = np.ones((3, 3), np.uint8)  # a clipped pixel speaks for its neighbors that lack its color
    lost = np.dstack([cv2.dilate((clipped & (colors == c)).astype(np.uint8), window) for c in range(3)]).astype(bool)
    rebuilt = rebuild_highlights(balanced, lost, in_place=True) if rebuild else balanced
    return np.asarray(cv2.transform(rebuilt, raw.color_matrix), np.float32), lost


def _bytes(picture: Array) -> NDArray[np.uint8]:
    return np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
