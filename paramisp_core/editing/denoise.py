"""Noise reduction on the mosaic by the camera's measured noise: wavelets where noise is equal everywhere.

Photon and read noise of known strength are brought to the same size at every brightness (generalized Anscombe
transform: Murtagh, Starck, Bijaoui, A&A Supplement 112, 1995), then shrunk in four scales of an undecimated B3-spline
wavelet (Starck, Fadili, Murtagh, IEEE TIP 2007), brightness and color apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import median_noise_profile, noise_profile
from paramisp_core.raw.cfa import CFA

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

HALO = 64
"""Pixels of context for a tile to equal the whole: 2 x 2 x (1 + 2 + 4 + 8) at half resolution, even."""

UNKNOWN_ISO = 400.0

# White noise of deviation 1 keeps this deviation in each scale of the wavelet.
_SCALES = (0.8908, 0.2007, 0.0856, 0.0413)
_FULL = 3.0  # at 100 %, what lies within this many deviations goes
_SPLINE = np.array([1, 4, 6, 4, 1], np.float64) / 16
# Orthonormal: brightness and three differences of a cell's four pixels, so noise stays equal and independent.
_MIX = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]], np.float64) / 2


@dataclass(frozen=True)
class Noise:
    """The noise of a shot: on RAW scaled to 0..1 the variance of a channel is a * x + b; a, b: (R, G, B)."""

    a: tuple[float, float, float]
    b: tuple[float, float, float]
    measured: bool


@lru_cache(maxsize=32)
def noise_of(camera_name: str, iso: float | None) -> Noise:
    """Return the noise of a camera at an ISO; where it was not measured, that of the median camera."""
    speed = iso or UNKNOWN_ISO
    own = noise_profile(camera_name, speed)
    if own is not None:
        return Noise(_three(own[0]), _three(own[1]), True)
    a, b, _ = median_noise_profile(speed)
    return Noise(_three(a), _three(b), False)


def _three(values: NDArray[np.float64]) -> tuple[float, float, float]:
    red, green, blue = (float(v) for v in values)
    return red, green, blue


def denoised(mosaic: Array, cfa: CFA, noise: Noise, luminance: float, color: float) -> Array:
    """Return a (H, W) mosaic with less noise; luminance and color: 0 (as it is) .. 1.

    Values keep their mean; HALO pixels of context make a tile equal to the whole.
    """
    height, width = mosaic.shape
    even = np.asarray(cv2.copyMakeBorder(mosaic, 0, height % 2, 0, width % 2, cv2.BORDER_REFLECT_101))
    places = [(y, x) for y in range(2) for x in range(2)]
    # The four planes in the order R, B, G, G, so that the second mix tells colors from greens.
    places.sort(key=lambda place: {0: 0, 2: 1, 1: 2}[int(cfa.indices[place])])
    planes = np.dstack([_stable(even[y::2, x::2], noise, int(cfa.indices[y, x])) for y, x in places])
    mixed = cv2.transform(planes, _MIX)
    rest = mixed
    out = np.zeros_like(mixed)
    limits = np.array([luminance, color, color, color], np.float32) * np.float32(_FULL)
    for scale, deviation in enumerate(_SCALES):
        smooth = _smoothed(rest, 2**scale)
        detail = rest - smooth
        threshold = limits * np.float32(deviation)
        out += np.sign(detail) * np.maximum(np.abs(detail) - threshold, 0)
        rest = smooth
    planes = cv2.transform(out + rest, _MIX.T)
    result = np.empty_like(even)
    for place, (y, x) in enumerate(places):
        result[y::2, x::2] = _unstable(planes[..., place], noise, int(cfa.indices[y, x]))
    return result[:height, :width]


def _smoothed(image: Array, step: int) -> Array:
    kernel = np.zeros(4 * step + 1)
    kernel[::step] = _SPLINE
    return np.asarray(cv2.sepFilter2D(image, -1, kernel, kernel, borderType=cv2.BORDER_REFLECT_101))


def _offset(noise: Noise, channel: int) -> tuple[float, float]:
    a, b = noise.a[channel], noise.b[channel]
    return a, 3 / 8 * a * a + b


def _stable(values: Array, noise: Noise, channel: int) -> Array:
    a, offset = _offset(noise, channel)
    # odd about its zero, so that noise far below black survives the way there and back
    inner = np.float32(a) * values + np.float32(offset)
    return np.sign(inner) * np.sqrt(np.abs(inner)) * np.float32(2 / a)


def _unstable(values: Array, noise: Noise, channel: int) -> Array:
    a, offset = _offset(noise, channel)
    half = values * np.float32(a / 2)
    return (np.sign(half) * half * half - np.float32(offset)) / np.float32(a)
