"""Transfer curves between scene-linear and display-referred values: sRGB, and a camera in closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def srgb_encode(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Apply the sRGB curve (IEC 61966-2-1) to linear values; input is clipped to 0..1."""
    x = np.clip(linear, 0.0, 1.0)
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4, dtype=x.dtype) - 0.055).astype(
        np.float32)


def srgb_decode(encoded: NDArray[np.float32]) -> NDArray[np.float32]:
    """Undo the sRGB curve (IEC 61966-2-1); input is clipped to 0..1."""
    x = np.clip(encoded, 0.0, 1.0)
    return np.where(x <= 0.04045, x / 12.92, np.power((x + 0.055) / 1.055, 2.4, dtype=x.dtype)).astype(
        np.float32)


def smoothstep_render(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Closed-form camera of UPI (Brooks et al., CVPR 2019): smoothstep tone curve, then gamma 2.2."""
    x = np.clip(linear, 0.0, 1.0)
    return np.power(3 * x**2 - 2 * x**3, 1 / 2.2).astype(np.float32)


def smoothstep_unrender(encoded: NDArray[np.float32]) -> NDArray[np.float32]:
    """Inverse of :func:`smoothstep_render` in closed form: sRGB 0..1 to scene-linear 0..1."""
    x = np.clip(encoded, 0.0, 1.0) ** 2.2
    return (0.5 - np.sin(np.arcsin(np.clip(1 - 2 * x, -1, 1)) / 3)).astype(np.float32)
