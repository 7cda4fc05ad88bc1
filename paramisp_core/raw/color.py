"""White balance and colour matrices: camera RGB to linear sRGB, daylight gains, temperature and tint."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float64]

# Linear sRGB (D65) to CIE XYZ, IEC 61966-2-1.
SRGB_TO_XYZ: Matrix = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
D65_XYZ: Matrix = np.asarray(SRGB_TO_XYZ.sum(1))


def color_matrix(xyz_to_camera: ArrayLike) -> Matrix:
    """Return the 3x3 matrix from white-balanced camera RGB to linear sRGB; its rows sum to 1.

    ``xyz_to_camera`` is DNG's ColorMatrix for D65 (tag 50721). As dcraw does: the rows of sRGB -> camera are
    normalised first, so that white maps to (1, 1, 1), and the result is inverted.
    """
    camera_from_srgb = np.asarray(xyz_to_camera, dtype=np.float64) @ SRGB_TO_XYZ
    camera_from_srgb = camera_from_srgb / camera_from_srgb.sum(1, keepdims=True)
    return np.asarray(np.linalg.inv(camera_from_srgb))


def daylight_gains(xyz_to_camera: ArrayLike, white_xyz: ArrayLike = D65_XYZ) -> Matrix:
    """Return the (3,) white balance gains, green = 1, that make ``white_xyz`` (default D65) neutral."""
    neutral = np.asarray(xyz_to_camera, dtype=np.float64) @ np.asarray(white_xyz, dtype=np.float64)
    return np.asarray(neutral[1] / neutral)


def normalized_gains(gains: ArrayLike) -> Matrix:
    """Return white balance gains scaled to green = 1.

    Raises ValueError unless there are three finite positive gains.
    """
    g = np.asarray(gains, dtype=np.float64).reshape(-1)[:3]
    if g.size != 3 or not np.isfinite(g).all() or (g <= 0).any():
        raise ValueError("white balance gains must be three positive numbers")
    return np.asarray(g / g[1])


def kelvin_to_xy(kelvin: float) -> tuple[float, float]:
    """Return CIE 1931 xy of a light of ``kelvin`` (1667..25000 K): black body below 4000 K, daylight above.

    Kim et al. 2002 for the black body, CIE 15 for daylight; the two are blended from 4000 to 5000 K so that
    a slider moves without a jump.
    """
    t = float(np.clip(kelvin, 1667.0, 25000.0))
    x_black = _black_body_x(t)
    if t < 4000:
        return x_black, _black_body_y(x_black, t)
    x_day = (
        -4.6070e9 / t**3 + 2.9678e6 / t**2 + 0.09911e3 / t + 0.244063
        if t <= 7000
        else -2.0064e9 / t**3 + 1.9018e6 / t**2 + 0.24748e3 / t + 0.237040
    )
    y_day = -3.0 * x_day**2 + 2.870 * x_day - 0.275
    w = min(max((t - 4000.0) / 1000.0, 0.0), 1.0)
    w = w * w * (3 - 2 * w)  # without a kink, at which the direction of tint would jump
    return (1 - w) * x_black + w * x_day, (1 - w) * _black_body_y(x_black, t) + w * y_day


def _black_body_x(t: float) -> float:
    if t <= 4000:
        return -0.2661239e9 / t**3 - 0.2343589e6 / t**2 + 0.8776956e3 / t + 0.179910
    return -3.0258469e9 / t**3 + 2.1070379e6 / t**2 + 0.2226347e3 / t + 0.240390


def _black_body_y(x: float, t: float) -> float:
    if t <= 2222:
        return -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    if t <= 4000:
        return -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    return 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483


# One unit of tint is this step in CIE 1960 v along the normal of the locus: DNG SDK's kTintScale (-3000).
_TINT_STEP = 1.0 / 3000.0


def gains_from_kelvin(xyz_to_camera: ArrayLike, kelvin: float, tint: float = 0.0) -> Matrix:
    """Return the gains (green = 1) that make light of ``kelvin`` and ``tint`` neutral.

    Positive tint is a greener light, so the picture turns magenta, as in Adobe's programs.
    """
    point, _, normal = _locus(kelvin)
    u, v = point + normal * tint * _TINT_STEP
    x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
    white = np.array([x / y, 1.0, (1 - x - y) / y])
    neutral = np.asarray(xyz_to_camera, dtype=np.float64) @ white
    neutral = np.maximum(neutral, 1e-4)
    return np.asarray(neutral[1] / neutral)


def kelvin_from_gains(xyz_to_camera: ArrayLike, gains: ArrayLike) -> tuple[float, float]:
    """Return (kelvin, tint) of the light that ``gains`` make neutral: inverse of :func:`gains_from_kelvin`.

    Found by a search over the temperature, 1700..20000 K; tint is clipped to +-150.
    """
    g = normalized_gains(gains)
    white = np.linalg.solve(np.asarray(xyz_to_camera, dtype=np.float64), 1.0 / g)
    total = white.sum()
    light = np.array(_xy_to_uv(white[0] / total, white[1] / total))
    low, high = 1700.0, 20000.0
    for _ in range(60):  # bisection on the side of the normal through the locus point
        mid = (low * high) ** 0.5
        point, along, _ = _locus(mid)
        if (light - point) @ along > 0:
            low = mid
        else:
            high = mid
    kelvin = (low * high) ** 0.5
    point, _, normal = _locus(kelvin)
    tint = float(normal @ (light - point) / _TINT_STEP)
    return kelvin, float(np.clip(tint, -150.0, 150.0))


def _locus(kelvin: float) -> tuple[Matrix, Matrix, Matrix]:
    """Return the light of ``kelvin`` in CIE 1960 uv, and the unit directions of temperature and of tint."""
    t = float(np.clip(kelvin, 1667.0, 25000.0))
    point = np.array(_xy_to_uv(*kelvin_to_xy(t)))
    # A wide chord, not the tangent: where the formulas are joined the tangent turns quickly, and lines of
    # equal temperature would cross.
    along = np.array(_xy_to_uv(*kelvin_to_xy(t * 1.25))) - np.array(_xy_to_uv(*kelvin_to_xy(t / 1.25)))
    along = along / np.hypot(*along)
    normal = np.array([-along[1], along[0]])
    return point, along, normal if normal[1] >= 0 else -normal


def _xy_to_uv(x: float, y: float) -> tuple[float, float]:
    d = -2 * x + 12 * y + 3
    return 4 * x / d, 6 * y / d


def gains_for_other_camera(xyz_to_camera: ArrayLike, gains: ArrayLike, xyz_to_other: ArrayLike) -> Matrix:
    """Return the gains that make, for another camera, the same light neutral that ``gains`` make here."""
    white = np.linalg.solve(np.asarray(xyz_to_camera, dtype=np.float64), 1.0 / normalized_gains(gains))
    neutral = np.asarray(xyz_to_other, dtype=np.float64) @ white
    neutral = np.maximum(neutral, 0.05 * neutral.max())  # a light outside the other camera's gamut
    return np.asarray(neutral[1] / neutral)
