"""How well a rendered picture's codes tell the light they stand for: nowhere where they are clipped or crushed.

A code c of 0..levels stands for all light between the codes c - 1/2 and c + 1/2. Its width in EV, log2 of the ratio
of the two lights, is what the file leaves unknown at that tone. By the sRGB curve (IEC 61966-2-1) one 8-bit step is
0.01 EV in highlights, 0.03 EV at code 100, 0.15 EV at code 10, 0.36 EV at code 4 and 1.6 EV at code 1. The mean of
the 23 measured camera curves gives the same within 0.06 EV at every code, so the camera's own is not needed. A dark
channel of a colored pixel is weighed together with a tenth of the brightest one's light: the filters of a CFA overlap,
so that much reaches its photosite anyway, and what is uncertain far below it hardly matters.

Two codes have no width, because everything beyond them is written as they are: the highest, "clipped", and 0,
"crushed" (darker than black, or a color outside sRGB). There is no evidence there, however little was cut.

Not counted, because the codes do not tell it: noise, and the JPEG's own quantization, which in flat places is
coarser than its codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

FULL_EV = 1 / 6
"""A code step up to this, ±1/12 EV, counts as full evidence: finer than any exposure setting of a camera."""
NONE_EV = 2 / 3
"""From this step on, ±1/3 EV, not even the third of a stop is known: no evidence."""
ESTIMATED = 0.5
"""A pixel with less evidence than this counts as estimated."""
_STRIP = 512  # rows at a time: bounded memory
_OVERLAP = 0.1  # of the brightest channel's light also reaches the photosites of the others


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the codes of a picture tell.

    clipped: (H, W) bool, a channel at the highest code. tone: (H, W) float32 0..1, how fine the codes are there: 1
    where one step is at most FULL_EV, 0 where it is NONE_EV or more or a channel is 0; says nothing of clipping.
    """

    clipped: NDArray[np.bool_]
    tone: Array

    @property
    def value(self) -> Array:
        """(H, W) float32 0..1: 1 the light is known, 0 it is only estimated."""
        return np.where(self.clipped, np.float32(0), self.tone)


def evidence(rgb: NDArray[np.float32], levels: int = 255) -> Evidence:
    """Return the evidence in an (H, W, 3) sRGB picture of 0..1 whose file has codes 0..``levels``.

    The channel that tells least decides.
    """
    if levels > 255:
        low, high = rgb.min(2), rgb.max(2)
        return Evidence(high >= (levels - 0.5) / levels, tone_evidence(low, high, levels))
    red, green, blue = cv2.split(cv2.convertScaleAbs(rgb, alpha=levels))
    darkest, brightest = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    pair = np.asarray(darkest.astype(np.uint16) * np.uint16(levels + 1) + brightest, np.uint16)
    return Evidence(np.asarray(brightest == levels), _table(levels).take(pair))


def estimated_shares(rgb: NDArray[np.float32], levels: int = 255) -> tuple[float, float]:
    """Return the shares, 0..1, of pixels that are clipped, and of the others with less evidence than ESTIMATED."""
    clipped = dark = 0
    for top in range(0, rgb.shape[0], _STRIP):
        part = evidence(rgb[top : top + _STRIP], levels)
        clipped += int(part.clipped.sum())
        dark += int(((part.tone < ESTIMATED) & ~part.clipped).sum())
    pixels = rgb.shape[0] * rgb.shape[1]
    return clipped / pixels, dark / pixels


def step_ev(code: NDArray[np.floating] | float, levels: int = 255) -> NDArray[np.float64]:
    """Return the EV that a code 1..levels covers by the sRGB curve: how far the light may be off and be written so."""
    at = np.asarray(code, np.float64)
    return np.asarray(np.log2(_light((at + 0.5) / levels) / _light((at - 0.5) / levels)))


def tone_evidence(low: NDArray[np.floating], high: NDArray[np.floating], levels: int = 255) -> Array:
    """Return 0..1, how well the darkest channel of a pixel is known: low, high are its darkest and brightest, 0..1."""
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    half = 0.5 / levels
    below = _light(np.maximum(low - half, 0))
    other = _OVERLAP * _light(high)
    # width in EV of the channel's code, on top of what it sees of the others' light
    floor = np.maximum(other - _light(low), 0)
    width = np.log2((_light(low + half) + floor) / np.maximum(below + floor, 1e-12))
    share = np.log(NONE_EV / np.maximum(width, 1e-9)) / np.log(NONE_EV / FULL_EV)
    return np.where(low < half, 0.0, np.clip(share, 0, 1)).astype(np.float32)


@lru_cache(maxsize=4)
def _table(levels: int) -> Array:
    """Return tone_evidence for each pair of codes, at darkest * (levels + 1) + brightest."""
    codes = np.arange(levels + 1) / levels
    return tone_evidence(codes[:, None], codes[None], levels).reshape(-1)


def _light(encoded: NDArray[np.floating]) -> NDArray[np.float64]:
    """Undo the sRGB curve in double precision; beyond 1 it goes on."""
    x = np.asarray(encoded, np.float64)
    return np.where(x <= 0.04045, x / 12.92, np.power((np.maximum(x, 0) + 0.055) / 1.055, 2.4))
