"""The neutral render: a RAW as a plain converter shows it, no learned camera; and its linear half."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.cfa import cfa_map
from paramisp_core.raw.demosaic import demosaic_block, strips
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_encode


def neutral_render(raw: RawImage, half_size: bool = False) -> NDArray[np.float32]:
    """Develop a RAW plainly: (H, W, 3) float32 sRGB 0..1, as stored (not turned upright).

    White balance, clipped highlights made neutral, demosaic, color matrix, sRGB curve; no tone curve, no
    noise reduction. ``half_size`` averages each 2x2 cell instead of demosaicking: (H // 2, W // 2, 3), fast.
    """
    return _develop(raw, half_size, encode=True)


def linear_srgb(raw: RawImage, half_size: bool = False) -> NDArray[np.float32]:
    """Develop a RAW to scene-linear sRGB: (H, W, 3) float32, white at 1, as stored.

    As :func:`neutral_render` before its curve. Camera RGB is clipped where the sensor was (``saturation``);
    colors outside sRGB and noise below black stay, so values may be negative or a little above 1.
    """
    return _develop(raw, half_size, encode=False)


def _develop(raw: RawImage, half_size: bool, encode: bool) -> NDArray[np.float32]:
    # The channel with the smallest gain must still reach white when the sensor clips, or clipped highlights
    # take its complementary colour (red below 1 under tungsten: cyan highlights). dcraw does the same.
    gains = (raw.white_balance / min(raw.white_balance.min(), 1.0)).astype(np.float32)
    matrix = raw.color_matrix
    white = np.float32(min(raw.saturation, 1.0))  # after lowering the exposure, clipped light is grey
    if half_size:
        return _finish(_cells(raw, gains, white), matrix, encode)
    out = np.empty((raw.height, raw.width, 3), np.float32)
    for block, inner, target in strips(raw.height):  # at 24 MP the intermediates would take gigabytes
        mosaic = raw.mosaic[block]
        balanced = np.minimum(mosaic * gains[cfa_map(raw.cfa, *mosaic.shape)], white)
        out[target] = _finish(demosaic_block(balanced, raw.cfa)[inner], matrix, encode)
    return out


def _cells(raw: RawImage, gains: NDArray[np.float32], white: np.float32) -> NDArray[np.float32]:
    """Return the balanced, clipped mean of each 2x2 cell: (H // 2, W // 2, 3); an odd rest is left out."""
    height, width = raw.height // 2, raw.width // 2
    out = np.zeros((height, width, 3), np.float32)
    for y in range(2):
        for x in range(2):
            color = raw.cfa.indices[y, x]
            plane = np.minimum(raw.mosaic[y : 2 * height : 2, x : 2 * width : 2] * gains[color], white)
            out[..., color] += plane * np.float32(0.5) if color == 1 else plane
    return out


def _finish(camera_rgb: NDArray[np.float32], matrix: NDArray[np.float64],
            encode: bool) -> NDArray[np.float32]:
    rgb = np.asarray(cv2.transform(np.ascontiguousarray(camera_rgb), matrix), np.float32)
    return srgb_encode(rgb) if encode else rgb
