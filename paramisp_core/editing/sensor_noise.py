"""The sensor noise of another ISO, added to the RAW: what the camera would have recorded there.

What is added is the difference to the noise at the ISO as shot, so that the photo as shot stays as it is. Drawn by the
photosite's place in the photo alone: a tile equals the whole, and a preview the export.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike

from paramisp_core.editing.denoise import noise_of
from paramisp_core.raw.cfa import CFA, cfa_map

Array = np.ndarray[Any, Any]  # float32

_SIDE = 1024  # of the field of normal noise that is laid beside itself
_SHARES = np.array([0.25, 0.5, 0.25])  # of the photosites, by color


@dataclass(frozen=True)
class AddedNoise:
    """Noise to add to RAW scaled to 0..1: variance a * x + b per channel; a, b: (R, G, B)."""

    a: tuple[float, float, float]
    b: tuple[float, float, float]

    def mosaic(self, values: Array, cfa: CFA, origin: tuple[int, int]) -> Array:
        """Return a part of the mosaic, (H, W), with noise; its first photosite lies at ``origin`` of the photo."""
        return with_noise(values, cfa, (self.a, self.b), _normal(origin, *values.shape))

    def picture(self, camera_rgb: Array, photosites: float, normal: Array | None = None) -> Array:
        """Return camera RGB, (h, w, 3), with the noise left where ``photosites`` of the mosaic make one pixel.

        normal: of :func:`normal_picture`, for a part of a picture.
        """
        averaged = np.maximum(photosites * _SHARES, 1)
        normal = normal_picture(*camera_rgb.shape[:2]) if normal is None else normal
        strength: Array = cv2.threshold(camera_rgb, 0, 0, cv2.THRESH_TOZERO)[1]
        strength = cv2.transform(strength, np.column_stack([np.diag(self.a / averaged), self.b / averaged]))
        cv2.sqrt(strength, dst=strength)
        strength *= normal
        strength += camera_rgb
        return strength


def normal_picture(height: int, width: int) -> Array:
    """Return (height, width, 3) of normal noise for a picture, always the same."""
    return np.dstack([_normal((331 * channel, 577 * channel), height, width) for channel in range(3)])


def with_noise(mosaic: Array, cfa: CFA, noise: tuple[ArrayLike, ArrayLike], normal: Array) -> Array:
    """Return an (H, W) mosaic of 0..1 with noise of variance a x + b per channel; nothing is clipped.

    noise: (a (3,), b (3,)). normal: (H, W) of mean 0 and deviation 1.
    """
    colors = cfa_map(cfa, *mosaic.shape)
    a, b = (np.asarray(part, np.float32)[colors] for part in noise)
    return np.asarray(mosaic + np.sqrt(a * np.maximum(mosaic, 0) + b) * normal)


def added_noise(share: float, camera: str, iso: float | None, shot_camera: str,
                shot_iso: float | None) -> AddedNoise | None:
    """Return what a camera at an ISO has more of noise than the shot; None where that is nothing, or no ISO is told.

    share: 0..1 of its deviation.
    """
    if iso is None or share <= 0:
        return None
    wanted, there = noise_of(camera, iso), noise_of(shot_camera, shot_iso)
    a, b = (np.maximum(np.subtract(one, other), 0) * share**2 for one, other in ((wanted.a, there.a),
                                                                                (wanted.b, there.b)))
    if not (a.any() or b.any()):
        return None
    (red, green, blue), (dark_red, dark_green, dark_blue) = a.tolist(), b.tolist()
    return AddedNoise((red, green, blue), (dark_red, dark_green, dark_blue))


def _normal(origin: tuple[int, int], height: int, width: int) -> Array:
    """Return (height, width) of normal noise, always the same at the same place."""
    rows, columns = ((first + np.arange(count)) % _SIDE for first, count in zip(origin, (height, width)))
    return _field()[rows[:, None], columns[None]]


@lru_cache(1)
def _field() -> Array:
    return np.random.default_rng(20261127).standard_normal((_SIDE, _SIDE), np.float32)
