"""A refined picture of a viewport, and how drafts of other edits follow from it.

What the forward network's global stages make of another edit is quickly computed for every pixel; what LocalNet adds is
not. So it runs on small pieces only, spread over the picture. It mostly smooths and sharpens, so how its addition
changes is nearly linear in what the stages make of a pixel and of those around it: the coefficients are fitted on the
pieces and applied everywhere. That is 5 to 8 dB nearer to the exact picture than to leave its addition as it was, or to
run it on a small version of the picture, whose noise and edges are others (`benchmark --drafts` measures it). They
serve on while a slider moves on, see :class:`Fits`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.editing.recipe import Recipe, Region
from paramisp_core.networks.threads import for_each

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

HALO = 3
"""Pixels around a piece that are shown to LocalNet. It looks at four times as many, but hardly."""
WIDE = 4
"""The widest neighborhood is looked at in a picture so many times smaller."""
_ACROSS = 5  # pieces in a row and in a column
_SIDE = 12  # of a piece, in pixels that the network sees
_RIDGE = 1e-6  # keeps coefficients small where an edit changes next to nothing
_REACH = 2  # of the wider neighborhood, pixels
_ROWS = 52
_ALIKE, _FARTHEST = 0.3, 2.5  # see Move
_HARDLY, _HARDLY_FILM = 0.006, 0.004  # sRGB; factors and offsets of LocalNet's layers, 66 dB of the sample photo
_FITS = 8  # a slider's whole way needs fewer
_STEPS = np.float32(255)  # of 8 bits, from black to white
_PARTS = 16
_FLAT = 0.012  # sRGB; where a picture differs by less, the change counts and not how it follows the picture


@dataclass(frozen=True, eq=False)
class Parts:
    """A refined picture before its parts are put together; all (h, w, 3) of one size.

    camera_rgb: the region's unedited linear camera RGB, demosaiced. rendered: what the forward network makes of the
    edited RAW, unclipped. lost: what the round trip of the untouched photo loses; None where the picture is not
    anchored. odd: 1 where the first row or column is an odd one of the mosaic.
    """

    camera_rgb: Array
    rendered: Array
    lost: Array | None
    odd: tuple[int, int] = (0, 0)

    def picture(self) -> Array:
        """Return the sRGB, 0..1."""
        return put_together(self.rendered, self.lost)


@dataclass(frozen=True, eq=False)
class Pieces:
    """Small pieces of a picture with their surroundings, as the network sees them, one below the other.

    camera_rgb: (n * height, width, 3), unedited. size: (height, width) of the picture they are cut from. corners: (row,
    column) of each piece with its surroundings there. rows (n, h, height), columns (n, w, width): weights that average
    a piece to the pixels of a draft. places: (row, column) of these in the draft.
    """

    camera_rgb: Array
    size: tuple[int, int]
    corners: list[tuple[int, int]]
    rows: Array
    columns: Array
    places: list[tuple[int, int]]

    @classmethod
    def of(cls, camera_rgb: Array, size: tuple[int, int], odd: tuple[int, int]) -> Pieces | None:
        """Cut pieces from a picture for drafts of ``size``, at most as large; None from one that is too small.

        odd: 1 where the picture's first row or column is an odd one of the mosaic: pieces begin at even ones.
        """
        axes = [_axis(camera_rgb.shape[i], size[i], odd[i]) for i in range(2)]
        if not all(axes):
            return None
        (tall, downs), (wide, acrosses) = ((len(axis[0][2][0]), axis) for axis in axes)
        corners = [(y[0], x[0]) for y in downs for x in acrosses]
        cut = [camera_rgb[y : y + tall, x : x + wide] for y, x in corners]
        rows, columns = ([y[2] for y in downs for _ in acrosses], [x[2] for _ in downs for x in acrosses])
        return cls(np.concatenate(cut), camera_rgb.shape[:2], corners, np.stack(rows), np.stack(columns),
                   [(y[1], x[1]) for y in downs for x in acrosses])

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of one of them."""
        return self.rows.shape[2], self.columns.shape[2]

    def areas(self, area: tuple[float, float, float, float]) -> list[tuple[float, float, float, float]]:
        """Return what part of the photo each shows, as fractions; area: that of the picture."""
        top, left, tall, wide = area
        down, across = tall / self.size[0], wide / self.size[1]
        height, width = self.shape
        return [(top + y * down, left + x * across, height * down, width * across) for y, x in self.corners]

    def averaged(self, stacked: Array) -> Array:
        """Return (pixels, 3): an (n * height, width, 3) picture of the pieces at the pixels of a draft."""
        single = stacked.reshape(len(self.corners), *self.shape, 3)
        return np.einsum("nah,nhwc,nbw->nabc", self.rows, single, self.columns, optimize=True).reshape(-1, 3)

    def windows(self, margin: int = 0) -> list[tuple[slice, slice]]:
        """Rows and columns of the same pixels in a draft, with a margin around them."""
        tall, wide = self.rows.shape[1] + margin, self.columns.shape[1] + margin
        return [(slice(y - margin, y + tall), slice(x - margin, x + wide)) for y, x in self.places]

    def within(self, draft: Array) -> Array:
        """Return (pixels, channels): the same pixels of a draft."""
        return np.concatenate([draft[window].reshape(-1, draft.shape[2]) for window in self.windows()])

    def inside(self, windows: Array) -> Array:
        """Return (pixels, 3): windows with a margin, one below the other, without it."""
        tall, wide = self.rows.shape[1], self.columns.shape[1]
        margin = (windows.shape[1] - wide) // 2
        single = windows.reshape(len(self.places), tall + 2 * margin, wide + 2 * margin, 3)
        return single[:, margin : margin + tall, margin : margin + wide].reshape(-1, 3)


def _axis(length: int, drafted: int, odd: int) -> list[tuple[int, int, Array]]:
    """Return for each piece along one side: where it begins, where in the draft, and the weights that average it."""
    ratio = length / drafted
    inner = max(1, round(_SIDE / ratio))
    side = int(np.ceil(inner * ratio)) + 2 * HALO + 2
    side += side % 2
    if side > length - odd:  # a narrow picture is one piece, without the border, which needs surroundings too
        side = (length - odd) // 2 * 2
        inner = int((side - 2 * HALO) / ratio) - 1
        if inner < 1 or drafted < inner + 2 * _REACH:
            return []
    found = []
    for number in range(_ACROSS if side < (length - odd) // 2 else 1):
        count = _ACROSS if side < (length - odd) // 2 else 1
        middle = (number + 0.5) / count * drafted
        place = int(np.clip(round(middle - inner / 2), _REACH, drafted - inner - _REACH))
        start = int(place * ratio) - HALO
        start = int(np.clip(start - (start - odd) % 2, odd, odd + (length - odd - side) // 2 * 2))
        # A pixel of the draft is the mean of those that it covers.
        edges = np.arange(inner + 1) * ratio + place * ratio - start
        pixels = np.arange(side)
        covered = np.clip(np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels), 0, None)
        found.append((start, place, (covered / covered.sum(1, keepdims=True)).astype(np.float32)))
    return found


@dataclass(frozen=True, eq=False)
class Stages:
    """What the network's global stages make of one recipe at the size of a draft.

    rows: returns the sRGB, unclipped, of some rows; windows: of windows of one size, one below the other. wide:
    (h / 4, w / 4, 3), the same of a smaller picture, averaged. piece_added: returns what LocalNet adds to the pieces,
    None where it adds nothing. network: whose LocalNet that is; film: (n,) what the shot steers it by.
    """

    rows: Callable[[slice], Array]
    windows: Callable[[list[tuple[slice, slice]]], Array]
    wide: Array
    piece_added: Callable[[], Array | None]
    network: object
    film: Array


@dataclass(frozen=True, eq=False)
class Move:
    """From where to where drafts go: what LocalNet's addition depends on, against the settled picture.

    network: as in Stages. film: how it changed; all of it where the network is another. stages: (pixels, 3), how they
    changed in the pieces.
    """

    network: object
    film: Array
    stages: Array

    def like(self, other: Move) -> tuple[float, float] | None:
        """Return how many times another move this one is, and how much of it is of another kind, or None.

        None: it is more than ``_FARTHEST`` times as much, or more than ``_ALIKE`` of it, of its film or its stages, is
        of another kind, unless that is hardly anything.
        """
        if self.network is not other.network:
            return None
        pairs = (self.film, other.film, _HARDLY_FILM), (self.stages, other.stages, _HARDLY)
        # either counts by how much of it would hardly be anything
        products = [(_dot(mine, its) / (hardly**2 * max(its.size, 1)), _dot(its, its) / (hardly**2 * max(its.size, 1)))
                    for mine, its, hardly in pairs]
        share = sum(one for one, _ in products) / max(sum(all_of_it for _, all_of_it in products), 1e-12)
        if abs(share) > _FARTHEST:
            return None
        worst = 0.0
        for mine, its, hardly in pairs:
            rest = mine - np.float32(share) * its
            least = max(_ALIKE**2 * _dot(mine, mine), hardly**2 * rest.size, 1e-12)
            worst = max(worst, _dot(rest, rest) / least)
        return (share, worst) if worst <= 1 else None


def _dot(a: Array, b: Array) -> float:
    return float(np.vdot(a, b))


@dataclass(frozen=True, eq=False)
class Fit:
    """How LocalNet's addition changes with the stages, in steps of 8 bits.

    by_change: (4, 3, 3), by how they changed at a pixel, near it, wider and wide. besides: (h, w, 3) by what was there
    before, for the change that was fitted; times share for another one.
    """

    by_change: Array
    besides: Array
    share: float = 1.0


class Fits:
    """The last fits.

    LocalNet sees nothing but what the stages make of the picture, and is steered by the shot alone. Where both change
    as they did for a fit, only more or less, its addition does too, to first order: what does not depend on the change
    is scaled along. Such drafts are 0.2 dB farther from the exact picture than with a fit of their own, 1 dB at the
    worst, and a slider needs a handful of fits for all its way, where every draft took 12 of 25 ms for its own.
    """

    def __init__(self, besides: Callable[[Array], Array]) -> None:
        """Start without any. besides: makes :attr:`Fit.besides` of a fit's coefficients; only the last is kept."""
        self._besides = besides
        self._kept: list[tuple[Move, Array]] = []
        self._last: tuple[Array, Fit] | None = None

    def keep(self, move: Move, found: Array) -> Fit:
        """Take over a fit's (22, 3) coefficients and what they were made for; return the fit."""
        self._kept = [*self._kept[1 - _FITS:], (move, found)]
        return self._made(found)

    def like(self, move: Move) -> Fit | None:
        """Return the fit for another move: of those that serve the one that is most like it. None: none does."""
        serving = [(like[1], like[0], found) for then, found in self._kept if (like := move.like(then)) is not None]
        if not serving:
            return None
        _, share, found = min(serving, key=lambda one: one[0])
        return replace(self._made(found), share=share)

    def _made(self, found: Array) -> Fit:
        if self._last is None or self._last[0] is not found:
            matrices = np.stack([found[3 * i : 3 * i + 3].T for i in range(4)])
            self._last = found, Fit(matrices, self._besides(found))
        return self._last[1]


@dataclass(frozen=True, eq=False)
class Detail:
    """What a picture shows beyond a smaller one of it, to enlarge a change that was made of the smaller one.

    Around each pixel a change is taken as linear in the picture's values there, in each color by itself (the guided
    filter of He, Sun and Tang, TPAMI 2013, found on the small picture: arXiv:1505.00996). So fine detail gets the
    contrast of the new picture, which a change that is only enlarged leaves as it was: half a dB to a dB at a fourth,
    one to two at a tenth of the pixels. All (h, w, 3); picture, 0..1, of the large size; mean, and one over the
    variance, around each pixel of the small one.

    16 bits are enough for what ends as 8, and half as much to carry: wholes are 1 / _PARTS of a step of 8 bits.
    picture_16: in 1 / 4096. base_16: to which a change is added; whole steps, so that without one it is the picture as
    it was shown, to the last bit. work: room for two pictures, as new memory would have
    to be cleared for each change: 3 ms.
    """

    picture: Array
    picture_16: Array
    base_16: Array
    small: Array
    mean: Array
    per_variance: Array
    work: tuple[Array, Array]

    @classmethod
    def of(cls, picture: Array, base: Array, size: tuple[int, int]) -> Detail:
        """Prepare for changes of ``size`` (height, width) of ``base``, 0..255 and as large as the picture."""
        small = np.asarray(cv2.resize(picture, size[::-1], interpolation=cv2.INTER_AREA))
        mean = np.asarray(cv2.blur(small, (3, 3)))
        variance = np.maximum(cv2.blur(small * small, (3, 3)) - mean * mean, 0)
        return cls(picture, _wholes(picture, 4096), _wholes(np.rint(base), _PARTS), small, mean,
                   1 / (variance + np.float32(_FLAT**2)),
                   (np.empty(picture.shape, np.int16), np.empty(picture.shape, np.int16)))

    def enlarge(self, change: Array) -> NDArray[np.uint8]:
        """Return ``base`` and a change of it, of the small size and in steps of 8 bits, together."""
        mean: Array = cv2.blur(change, (3, 3))
        slope: Array = cv2.blur(change * self.small, (3, 3))
        slope -= mean * self.mean
        slope *= self.per_variance
        mean -= slope * self.mean
        for one, large in zip((slope, mean), self.work):
            cv2.resize(_wholes(one, _PARTS), large.shape[1::-1], dst=large, interpolation=cv2.INTER_LINEAR)
        slopes, whole = self.work
        cv2.multiply(slopes, self.picture_16, dst=slopes, scale=1 / 4096)
        cv2.add(slopes, whole, dst=whole)
        cv2.add(whole, self.base_16, dst=whole)
        cv2.threshold(whole, 0, 0, cv2.THRESH_TOZERO, dst=whole)
        return np.asarray(cv2.convertScaleAbs(whole, alpha=1 / _PARTS), np.uint8)


def _wholes(picture: Array, per_one: int) -> Array:
    """Return a picture in whole parts of one, 16 bits; what is beyond these is cut."""
    return np.asarray(cv2.addWeighted(picture, per_one, picture, 0, 0, dtype=cv2.CV_16S))


@dataclass(frozen=True, eq=False)
class Settled:
    """The last refined picture of a viewport, before the look and the tone curve, and what drafts need to know of it.

    place: (region, size). recipe: the edits it shows. base: the picture as it is shown, 0..255, not cut at black and
    white where the round trip of the photo adds to it. At the size of a draft: camera_rgb, unedited; stages: the sRGB
    of the network's global stages, unclipped; near: their means around each pixel; added: what LocalNet adds to them;
    rendered: both together, in steps of 8 bits; shown: the same, cut at black and white. wide, piece_added: as in
    Stages, like network and film. pieces: None in a very small picture; piece_known: (n, 10) near, stages, added and 1
    in them. detail: how the change of a small draft is enlarged, else None. fits: those that drafts needed so far.
    """

    place: tuple[Region, tuple[int, int]]
    recipe: Recipe
    base: Array
    camera_rgb: Array
    stages: Array
    near: Array
    added: Array
    rendered: Array
    shown: Array
    wide: Array
    network: object
    film: Array
    pieces: Pieces | None
    piece_added: Array | None
    piece_known: Array
    detail: Detail | None
    fits: Fits

    @classmethod
    def of(cls, place: tuple[Region, tuple[int, int]], recipe: Recipe, base: Array, camera_rgb: Array, picture: Array,
           stages: Stages, pieces: Pieces | None) -> Settled:
        """Prepare for drafts.

        camera_rgb is of the size of a draft, base and picture as the view: what the network renders, unclipped.
        """
        small = camera_rgb.shape[:2]
        rendered, detail = picture, None
        if picture.shape[:2] != small:
            rendered = np.asarray(cv2.resize(picture, small[::-1], interpolation=cv2.INTER_AREA))
            detail = Detail.of(np.clip(picture, 0, 1), base, small)
        whole = stages.rows(slice(None))
        near, added = np.asarray(cv2.blur(whole, (3, 3))), rendered - whole
        known = np.empty((0, 10), np.float32)
        if pieces is not None:
            known = np.concatenate([pieces.within(one) for one in (near, whole, added)], 1)
            known = np.concatenate([known, np.ones((len(known), 1), np.float32)], 1)
        rendered = rendered * _STEPS

        def besides(found: Array) -> Array:
            made: Array = cv2.transform(added, np.column_stack([found[18:21].T, found[21]]))
            for one, first in ((near, 12), (whole, 15)):
                made += cv2.transform(one, found[first : first + 3].T)
            return made

        return cls(place, recipe, base, camera_rgb, whole, near, added, rendered, np.clip(rendered, 0, _STEPS),
                   stages.wide, stages.network, stages.film, pieces, stages.piece_added(), known, detail, Fits(besides))

    def drafted(self, stages: Stages) -> NDArray[np.uint8]:
        """Return the 8-bit sRGB of other edits, of whose stages this is told."""
        height, width = self.stages.shape[:2]
        moved = stages.wide - self.wide
        fit, wide = self.fit(stages, moved), None
        if fit is not None:
            wide = enlarged(np.asarray(cv2.transform(moved, fit.by_change[3])), (height, width))
        if self.detail is None:
            # some rows at a time, which stay in the processor's caches
            parts = [slice(top, min(top + _ROWS, height)) for top in range(0, height, _ROWS)]
            out = np.empty(self.base.shape, np.uint8)

            def compute(rows: slice) -> None:
                cv2.add(self.base[rows], self._change(stages, fit, wide, rows), dst=out[rows], dtype=cv2.CV_8U)

            for_each(compute, parts)
            return out
        # A small one at once: its parts, and threads even more, would wait for the window's Python between their steps.
        return self.detail.enlarge(self._change(stages, fit, wide, slice(0, height)))

    def _change(self, stages: Stages, fit: Fit | None, wide: Array | None, rows: slice) -> Array:
        """Return how the shown picture changes in some rows, in steps of 8 bits; wide: by how it changed wide."""
        above, below = min(_REACH, rows.start), min(_REACH, len(self.stages) - rows.stop)
        around = slice(rows.start - above, rows.stop + below)
        moved = stages.rows(around)
        moved -= self.stages[around]
        inner = slice(above, len(moved) - below)
        new: Array
        if fit is None or wide is None:
            new = cv2.scaleAdd(moved[inner], float(_STEPS), self.rendered[rows])
        else:
            new = cv2.scaleAdd(fit.besides[rows], fit.share, self.rendered[rows])
            new += wide[rows]
            part = np.empty_like(new)
            around_it = moved, cv2.blur(moved, (3, 3)), cv2.blur(moved, (5, 5))
            for picture, matrix in zip(around_it, (fit.by_change[0] + np.eye(3) * _STEPS, *fit.by_change[1:])):
                cv2.add(new, cv2.transform(picture[inner], matrix, dst=part), dst=new)
        np.clip(new, 0, _STEPS, out=new)
        new -= self.shown[rows]
        return new

    def fit(self, stages: Stages, moved_wide: Array) -> Fit | None:
        """Return how LocalNet's addition changes with these stages, as in the pieces: by a fit at hand if one serves.

        moved_wide: how ``wide`` changed. None where LocalNet adds nothing.
        """
        pieces = self.pieces
        if pieces is None or self.piece_added is None:
            return None
        windows = pieces.windows(_REACH)
        moved = stages.windows(windows)
        moved -= np.concatenate([self.stages[window] for window in windows])
        here = pieces.inside(moved)
        film = stages.film - self.film if stages.network is self.network else stages.film
        move = Move(stages.network, film, here)
        fit = self.fits.like(move)
        if fit is not None:
            return fit
        added = stages.piece_added()
        if added is None:
            return None
        inner = [here, *(pieces.inside(cv2.blur(moved, (side, side))) for side in (3, 5))]
        wide = pieces.within(enlarged(moved_wide, self.stages.shape))
        target = pieces.averaged(added - self.piece_added) * _STEPS
        # OpenCV's, as numpy's product would start threads that wait for each other: hundreds of ms on busy cores.
        products: Array = cv2.mulTransposed(
            np.concatenate([*inner, wide, self.piece_known, target], 1), True, dtype=cv2.CV_64F)
        normal = products[:22, :22] + _RIDGE * len(target) * np.eye(22)
        found = np.linalg.solve(normal, products[:22, 22:])
        return self.fits.keep(move, found)


class Pace:
    """How large drafts are: as the view where that takes at most ``SLOW_S`` here; else, and at first, ``SMALL`` pixels.

    The change of a small one is enlarged: a third of the work, and 3 to 5 dB further from the exact picture. A slider's
    picture comes after one and a half drafts in the median, and what it takes to paint it.
    """

    SMALL, LARGE = 125_000, 1_300_000
    SLOW_S = 0.035

    def __init__(self, fixed: int | None = None) -> None:
        """Start with small drafts; ``fixed``: always have them so large, in pixels."""
        self._fixed = fixed is not None
        self.pixels = fixed or self.SMALL
        self._seconds: deque[float] = deque(maxlen=9)
        self._small_s = 0.0  # not known yet
        self._times = 3.0  # as long does a large one take; measured as soon as there was one

    def took(self, seconds: float) -> None:
        """Note how long a draft took."""
        self._seconds.append(seconds)

    def adapt(self) -> int:
        """Return how many pixels the next drafts shall have, after those that were made."""
        if len(self._seconds) >= 3 and not self._fixed:
            usual = median(self._seconds)
            if self.pixels == self.LARGE and self._small_s:
                self._times = usual / self._small_s  # not tried again before small ones have become as much quicker
            elif self.pixels == self.SMALL:
                self._small_s = usual
            if usual > self.SLOW_S:
                self.pixels = self.SMALL
            elif self.pixels < self.LARGE and usual * self._times < self.SLOW_S:
                self.pixels = self.LARGE
            self._seconds.clear()
        return self.pixels


def enlarged(change: Array, shape: tuple[int, ...]) -> Array:
    """Return a smooth change (h, w, 3) at the size of a picture of that shape."""
    if change.shape[:2] == shape[:2]:
        return change
    return np.asarray(cv2.resize(change, shape[1::-1], interpolation=cv2.INTER_LINEAR))


def put_together(rendered: Array, lost: Array | None) -> Array:
    """Return the sRGB 0..1 of an unclipped render and what the round trip lost."""
    picture = np.clip(rendered, 0, 1)
    if lost is not None:
        picture += lost
        np.clip(picture, 0, 1, out=picture)
    return picture
