"""Clipped highlights rebuilt: from the channels that did not clip, else from what lies around. An estimate."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.applications.brightness_prior import rise_ev
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
_STRIP_PIXELS = 1 << 20


def clip_level(rgb: Array) -> float:
    """Return the value 0..1 from which on a picture's channels (H, W, 3) tell nothing of how bright the light was.

    rgb: float32 0..1, or 8-bit codes of it, here and in what follows; in strips.

    255 mostly; less where a camera's white lies below, as where its sensor clips first. Then there is a cliff: many
    pixels share one bright value, and hardly any have those just below; what is above are sharpened edges.
    """
    counts = np.zeros(256, np.int64)
    for rows in _strips(rgb):
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
    for rows in _strips(rgb):
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
    for rows in _strips(rgb):
        near[rows] = as_float(rgb[rows]).max(2) >= np.float32(min(level, 0.95))
    around = cv2.dilate(near, np.ones((3, 3), np.uint8)).astype(bool)
    return np.broadcast_to(around[..., None], rgb.shape)


def _strips(picture: Array) -> list[slice]:
    """Return the rows (top to bottom) of a picture to be looked at in turn: as float all of them would be much."""
    rows = max(1, _STRIP_PIXELS // max(1, picture.shape[1]))
    return [slice(top, top + rows) for top in range(0, picture.shape[0], rows)]


def rebuild_highlights(light: Array, clipped: NDArray[np.bool_]) -> Array:
    """Return (H, W, 3) linear light with its clipped values estimated anew; values that did not clip stay exact.

    light: linear, white balanced (sRGB or camera RGB, whichever the channels clipped in), the clipped values being
    lower bounds. clipped: (H, W, 3), which they are. Where some channels are left, the lost ones follow from the
    colors around (a smooth field of log ratios, filled in from the unclipped border); where none is left, color
    comes from the border and fades to white, and brightness rises inwards as is likely for such a place
    (brightness_prior.py). No value gets lower.
    """
    if not clipped.any():
        return light.copy()
    lost = np.asarray(clipped.all(2))
    logs = np.log2(np.maximum(light, _DARK))
    ratios = _ratios_around(logs, clipped)
    rebuilt = _from_other_channels(logs, clipped, ratios)
    if lost.any():
        rebuilt = _from_around(rebuilt, lost, ratios, rise_ev(logs, lost))
    out = np.where(clipped, np.maximum(np.exp2(rebuilt), light), light)
    return out.astype(np.float32)


def _ratios_around(logs: Array, clipped: NDArray[np.bool_]) -> Array:
    """Return (H, W, 3) log2 ratios of the channels to their mean: exact where nothing clipped, filled in elsewhere."""
    whole = ~np.asarray(clipped.any(2))
    ratios = logs - logs.mean(2, keepdims=True)
    # What is nearly as bright as the clipped place is most likely of the same thing.
    weight = (whole * np.exp2(np.clip(logs.max(2), -6, 0))).astype(np.float32)
    if not whole.any():
        return np.zeros_like(logs)
    filled = _filled(ratios, weight)
    return np.where(whole[..., None], ratios, filled).astype(np.float32)


def _from_other_channels(logs: Array, clipped: NDArray[np.bool_], ratios: Array) -> Array:
    """Return log2 light whose clipped channels follow from the mean of the others by the ratios around."""
    kept = (~clipped).astype(np.float32)
    count = np.maximum(kept.sum(2), 1)
    level = ((logs - ratios) * kept).sum(2) / count
    guess = level[..., None] + ratios
    guess = np.clip(guess, logs, logs + np.float32(OTHERS_EV))
    return np.where(clipped & (kept.sum(2) > 0)[..., None], guess, logs).astype(np.float32)


def _from_around(logs: Array, lost: NDArray[np.bool_], ratios: Array, rise: Array) -> Array:
    """Return log2 light with the places filled in where no channel is left."""
    diagonal = float(np.hypot(*lost.shape))
    depth = cv2.distanceTransform(lost.astype(np.uint8), cv2.DIST_L2, 5) / diagonal
    level = logs.max(2)
    border = cv2.dilate(lost.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~lost
    if border.any():
        around = _filled(level[..., None], border.astype(np.float32))[..., 0]
        level = np.clip(around, level, level + np.float32(BORDER_EV))
    fading = np.exp(-np.minimum(depth, 1) / FADE)[..., None]
    inside = (level + rise)[..., None] + ratios * fading
    return np.where(lost[..., None], np.maximum(inside, logs), logs).astype(np.float32)


def _filled(values: Array, weight: Array) -> Array:
    """Return (H, W, C) values spread smoothly to where ``weight`` (H, W) is 0: pull up a pyramid, push down again."""
    height, width = weight.shape
    if min(height, width) <= 2:
        total = max(float(weight.sum()), 1e-12)
        return np.broadcast_to((values * weight[..., None]).sum((0, 1)) / total, values.shape).astype(np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    small_weight = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(values * weight[..., None], size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    small = small / np.maximum(small_weight, 1e-12)[..., None]
    below = _filled(small, np.minimum(small_weight * 4, 1))
    up = cv2.resize(below, (width, height), interpolation=cv2.INTER_LINEAR).reshape(height, width, -1)
    share = np.minimum(weight, 1)[..., None]
    return np.asarray(values * share + up * (1 - share), np.float32)
