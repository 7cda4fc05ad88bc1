"""Clipped highlights rebuilt: from the channels that did not clip, else from what lies around. An estimate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.applications.brightness_prior import rise_ev, seen_size
from paramisp_core.applications.strips import in_strips
from paramisp_core.camera.pyramid import averaged
from paramisp_core.raw.codes import as_float

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

# What follows is cautious: guessing higher lost more where it was wrong than it gained (docs/hdr.md).
FADE = 0.006
"""Depth inside a clipped area, as a share of the picture's diagonal, at which the border's color has faded to white."""
OTHERS_EV = 0.5
"""At most so far above its clipped value a channel is put by what the other channels say."""
BORDER_EV = 0.3
"""At most so far above the clipped value an area is put by the rebuilt light on its border."""
_NEARLY = 0.04
_SPECK = 9  # pixels
_CLIFF = 5
_DARK = 1e-4


def clip_level(rgb: Array) -> float:
    """Return the value 0..1 from which on a picture's channels (H, W, 3) tell nothing of how bright the light was.

    rgb: float32 0..1, or 8-bit codes of it, here and in what follows; in strips.

    255 mostly; less where a camera's white lies below, as where its sensor clips first. Then there is a cliff: many
    pixels share one bright value, and hardly any have those just below; what is above are sharpened edges.
    """
    counts = np.zeros(256, np.int64)
    for rows in in_strips(rgb.shape):
        brightest = np.rint(as_float(rgb[rows]).max(2) * 255).astype(np.uint8)
        counts += np.bincount(brightest.reshape(-1), minlength=256)
    for value in range(210, 256):
        below = max(int(counts[value - 3:value].max()), 1)
        if counts[value] > 0.003 * counts.sum() and counts[value] > _CLIFF * below:
            return min(value - 0.5, 254.5) / 255
    return 254.5 / 255


def picture_clipped(rgb: Array) -> NDArray[np.bool_]:
    """Return (H, W, 3): which channels of a picture clipped; all of them where the others are nearly white too.

    One step of an 8-bit channel up there is much light: what is left of a nearly white place tells no color. Specks
    that are nearly white amid clipped ones are noise, no darker light.
    """
    level = np.float32(clip_level(rgb))
    clipped = np.empty(rgb.shape, np.bool_)
    white, nearly = (np.empty(rgb.shape[:2], np.bool_) for _ in range(2))
    for rows in in_strips(rgb.shape):
        part = as_float(rgb[rows])
        clipped[rows] = part >= level
        darkest = part.min(2)
        white[rows] = clipped[rows].any(2) & (darkest > level - np.float32(_NEARLY))
        nearly[rows] = darkest > level - np.float32(2 * _NEARLY)
    closed = cv2.morphologyEx(white.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_SPECK, _SPECK), np.uint8))
    white |= closed.astype(bool) & nearly
    clipped |= white[..., None]
    return clipped


def picture_unsure(rgb: Array, level: float | None = None) -> NDArray[np.bool_]:
    """Return (H, W, 3): where a picture is clipped or so near that it says "at least" only, alike in all channels.

    level: the whole's :func:`clip_level`, where ``rgb`` is a part of it. Up there one step of 8 bits is much light, and
    cameras bend, sharpen and clip as they like.
    """
    level = clip_level(rgb) if level is None else level
    near = np.empty(rgb.shape[:2], np.uint8)
    for rows in in_strips(rgb.shape):
        near[rows] = as_float(rgb[rows]).max(2) >= np.float32(min(level, 0.95))
    around = cv2.dilate(near, np.ones((3, 3), np.uint8)).astype(bool)
    return np.broadcast_to(around[..., None], rgb.shape)


def rebuild_highlights(light: Array, clipped: NDArray[np.bool_], in_place: bool = False) -> Array:
    """Return (H, W, 3) linear light with its clipped values estimated anew; values that did not clip stay exact.

    light: linear, white balanced (sRGB or camera RGB, whichever the channels clipped in), the clipped values being
    lower bounds. clipped: (H, W, 3), which they are. Where some channels are left, the lost ones follow from the
    colors around (a smooth field of log ratios, filled in from the unclipped border); where none is left, color
    comes from the border and fades to white, and brightness rises inwards as is likely for such a place
    (brightness_prior.py). No value gets lower. in_place: the result takes the place of ``light``.

    In strips: what has the size of the whole is, beside the light, one value for each pixel at a time.
    """
    out = light if in_place else light.copy()
    if not clipped.any():
        return out
    strips = _even_strips(light)
    colors = _Colors(light, clipped, strips)
    lost = np.asarray(clipped.all(2))
    around = _Around(light, clipped, lost, colors, strips) if lost.any() else None
    for rows in strips:
        gone, part = clipped[rows], light[rows]
        if not gone.any():
            continue
        logs = _logs(part)
        ratios = colors.ratios(rows, logs)
        rebuilt = _from_other_channels(logs, gone, ratios)
        if around is not None:
            rebuilt = around.rebuilt(rows, rebuilt, ratios)
        out[rows] = np.where(gone, np.maximum(np.exp2(rebuilt), part), part)
    return out


def _even_strips(picture: Array) -> list[slice]:
    """Return rows, top to bottom, an even number each; of a picture of odd height all at once.

    So the halves of its strips are strips of its half.
    """
    return [slice(0, len(picture))] if len(picture) % 2 else in_strips(picture.shape, even=True)


def _logs(light: Array) -> Array:
    return np.asarray(np.log2(np.maximum(light, _DARK)), np.float32)


class _Colors:
    """log2 ratios of the channels to their mean: exact where nothing clipped, filled in from around elsewhere."""

    def __init__(self, light: Array, clipped: NDArray[np.bool_], strips: list[slice]) -> None:
        self._whole = ~np.asarray(clipped.any(2))
        self._spread: _Spread | None = None
        if self._whole.any():
            self._spread = _Spread(light.shape, strips, lambda rows: self._seen(rows, _logs(light[rows])))

    def _seen(self, rows: slice, logs: Array) -> tuple[Array, Array]:
        # What is nearly as bright as the clipped place is most likely of the same thing.
        weight = (self._whole[rows] * np.exp2(np.clip(logs.max(2), -6, 0))).astype(np.float32)
        return logs - logs.mean(2, keepdims=True), weight

    def ratios(self, rows: slice, logs: Array) -> Array:
        """Return (h, w, 3) of some rows whose log2 light is given."""
        if self._spread is None:
            return np.zeros_like(logs)
        ratios, weight = self._seen(rows, logs)
        return np.where(self._whole[rows][..., None], ratios, self._spread.filled(rows, ratios, weight))


def _from_other_channels(logs: Array, clipped: NDArray[np.bool_], ratios: Array) -> Array:
    """Return log2 light whose clipped channels follow from the mean of the others by the ratios around."""
    kept = (~clipped).astype(np.float32)
    count = np.maximum(kept.sum(2), 1)
    level = ((logs - ratios) * kept).sum(2) / count
    guess = level[..., None] + ratios
    guess = np.clip(guess, logs, logs + np.float32(OTHERS_EV))
    return np.where(clipped & (kept.sum(2) > 0)[..., None], guess, logs).astype(np.float32)


class _Around:
    """The places where no channel is left, filled in from their borders."""

    def __init__(self, light: Array, clipped: NDArray[np.bool_], lost: NDArray[np.bool_], colors: _Colors,
                 strips: list[slice]) -> None:
        self._lost = lost
        self._level = np.empty(lost.shape, np.float32)  # then how far it is put, too
        for rows in strips:
            logs = _logs(light[rows])
            if clipped[rows].any():
                logs = _from_other_channels(logs, clipped[rows], colors.ratios(rows, logs))
            self._level[rows] = logs.max(2)
        border = cv2.dilate(lost.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~lost
        if border.any():
            def edge(rows: slice) -> tuple[Array, Array]:
                return self._level[rows][..., None], border[rows].astype(np.float32)

            spread = _Spread((*lost.shape, 1), strips, edge)
            for rows in strips:
                level = self._level[rows]
                self._level[rows] = np.clip(spread.filled(rows, *edge(rows))[..., 0], level,
                                            level + np.float32(BORDER_EV))
        size = seen_size((lost.shape[0], lost.shape[1]))
        self._level += rise_ev(_logs(light) if size is None else averaged(light, size, _logs), lost)
        self._depth: NDArray[np.float32] = np.asarray(
            cv2.distanceTransform(lost.astype(np.uint8), cv2.DIST_L2, 5), np.float32)
        self._depth /= np.float32(np.hypot(*lost.shape))

    def rebuilt(self, rows: slice, logs: Array, ratios: Array) -> Array:
        """Return log2 light (h, w, 3) of some rows, of which ``logs`` is known by the other channels."""
        lost = self._lost[rows][..., None]
        if not lost.any():
            return logs
        fading = np.exp(-np.minimum(self._depth[rows], 1) / FADE)[..., None]
        inside = self._level[rows][..., None] + ratios * fading
        return np.where(lost, np.maximum(inside, logs), logs).astype(np.float32)


class _Spread:
    """Values (H, W, C) spread smoothly to where their weight (H, W) is 0; of the whole size they are never held.

    part: returns both of some rows. strips: of :func:`_even_strips`.
    """

    def __init__(self, shape: tuple[int, ...], strips: list[slice],
                 part: Callable[[slice], tuple[Array, Array]]) -> None:
        height, self._width, channels = shape
        self._all: Array | None = None
        if len(strips) == 1:
            self._all = _filled(*part(strips[0]))
            return
        half = (self._width + 1) // 2
        small, weights = np.empty((height // 2, half, channels), np.float32), np.empty((height // 2, half), np.float32)
        for rows in strips:
            at = slice(rows.start // 2, rows.stop // 2)
            small[at], weights[at] = _halved(*part(rows))
        self._half = _filled(small, np.minimum(weights * 4, 1))

    def filled(self, rows: slice, values: Array, weight: Array) -> Array:
        """Return (h, w, C) of some rows, whose values and weight are given."""
        if self._all is not None:
            return self._all[rows]
        top, bottom = rows.start // 2, rows.stop // 2
        first, last = max(0, top - 1), min(len(self._half), bottom + 1)  # between two rows it is interpolated
        up = cv2.resize(self._half[first:last], (self._width, 2 * (last - first)), interpolation=cv2.INTER_LINEAR)
        up = up.reshape(2 * (last - first), self._width, -1)[2 * (top - first) : 2 * (bottom - first)]
        return _between(values, up, weight)


def _filled(values: Array, weight: Array) -> Array:
    """Return (H, W, C) values spread smoothly to where ``weight`` (H, W) is 0: pull up a pyramid, push down again."""
    height, width = weight.shape
    if min(height, width) <= 2:
        total = max(float(weight.sum()), 1e-12)
        return np.broadcast_to((values * weight[..., None]).sum((0, 1)) / total, values.shape).astype(np.float32)
    small, small_weight = _halved(values, weight)
    below = _filled(small, np.minimum(small_weight * 4, 1))
    up = cv2.resize(below, (width, height), interpolation=cv2.INTER_LINEAR).reshape(height, width, -1)
    return _between(values, up, weight)


def _halved(values: Array, weight: Array) -> tuple[Array, Array]:
    """Return (h, w, C) values, averaged by their weight, and (h, w) weight at half the size."""
    height, width = weight.shape
    size = ((width + 1) // 2, (height + 1) // 2)
    small_weight = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    small = cv2.resize(values * weight[..., None], size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    return np.asarray(small / np.maximum(small_weight, 1e-12)[..., None], np.float32), small_weight


def _between(values: Array, up: Array, weight: Array) -> Array:
    """Return values where their weight is 1, ``up`` where it is 0; it takes the place of ``up``."""
    share = np.minimum(weight, 1)[..., None]
    up *= 1 - share
    up += values * share
    return up
