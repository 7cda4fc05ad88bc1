"""Scopes, counted in the worker: waveform, parade and vectorscope of the shown picture, and the RAW's values in EV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.raw.levels import RawLevels

COLUMNS, LEVELS = 256, 128
SCOPE_SIDE = 128
COUNTED = 250_000
"""Pixels that a scope looks at; more tell nothing new."""


@dataclass(frozen=True, eq=False)
class RawCounts:
    """How many of a RAW's values lie at which EV from its white level.

    counts: (3, bins) from low to high EV. white_ev: where the values end; 0, or below where the exposure was lowered.
    clipped: the shares of red, green and blue photosites at the end. estimated: the RAW was made from a photo.
    """

    counts: Any
    low: int
    high: int
    white_ev: float
    clipped: tuple[float, float, float]
    estimated: bool

    @classmethod
    def of(cls, levels: RawLevels, estimated: bool) -> RawCounts:
        """Count the values of a part of a RAW."""
        import math

        from paramisp_core.raw.levels import EV_HIGH, EV_LOW

        return cls(levels.ev_counts(), EV_LOW, EV_HIGH, math.log2(levels.white), levels.clipped_shares, estimated)


def waveform(rgb8: NDArray[np.uint8], dark: bool = True) -> QImage:
    """Return the waveform of an (h, w, 3) picture: COLUMNS from its left to its right, LEVELS from white down to black.

    Brighter where more pixels of a column have that value; red, green and blue add up. dark: with what is 0.
    """
    image, pixels = _canvas(COLUMNS, LEVELS)
    for color, light in enumerate(_waves(rgb8, COLUMNS, dark)):
        pixels[..., 2 - color] = light
    return image


def parade(rgb8: NDArray[np.uint8], dark: bool = True) -> QImage:
    """Return red's, green's and blue's waveforms side by side, each a third of COLUMNS wide; see :func:`waveform`."""
    third = COLUMNS // 3
    image, pixels = _canvas(3 * third, LEVELS)
    for color, light in enumerate(_waves(rgb8, third, dark)):
        part = pixels[:, color * third : (color + 1) * third]
        part[..., :3] = (light >> 2)[..., None]  # a little of the others, so that blue is not too dark to see
        part[..., 2 - color] = light
    return image


def vectorscope(rgb8: NDArray[np.uint8]) -> QImage:
    """Return SCOPE_SIDE x SCOPE_SIDE: how many of an (h, w, 3) picture's pixels have which Cb (right) and Cr (up).

    Rec. 709 from sRGB as it is encoded; no color in the middle. The brighter the more pixels, in their color.
    """
    import cv2
    import numpy as np

    part = sample(rgb8)
    light = part.reshape(-1, 3).astype(np.float32) / 255
    cb, cr = chroma(light)
    side = SCOPE_SIDE
    x = np.minimum(((cb + 0.5) * side).astype(np.intp), side - 1)
    y = np.minimum(((0.5 - cr) * side).astype(np.intp), side - 1)
    counts = np.bincount(y * side + x, minlength=side * side).reshape(side, side)
    bright = np.minimum(np.sqrt(counts / max(len(light) / 2000, 1.0)), 1.0).astype(np.float32)
    grid = np.mgrid[0:side, 0:side].astype(np.float32)
    grid_cb, grid_cr = (grid[1] + 0.5) / side - 0.5, 0.5 - (grid[0] + 0.5) / side
    # the color of each place at a middle brightness
    red, blue = 0.55 + 1.5748 * grid_cr, 0.55 + 1.8556 * grid_cb
    green = (0.55 - 0.2126 * red - 0.0722 * blue) / 0.7152
    image, pixels = _canvas(side, side)
    color = np.clip(cv2.merge([blue, green, red]), 0.15, 1) * bright[..., None] * 255
    pixels[..., :3] = color.astype(np.uint8)
    return image


def chroma(light: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return Rec. 709's Cb and Cr, -0.5 to 0.5, of (n, 3) encoded red, green and blue of 0..1."""
    luma = 0.2126 * light[:, 0] + 0.7152 * light[:, 1] + 0.0722 * light[:, 2]
    return (light[:, 2] - luma) / 1.8556, (light[:, 0] - luma) / 1.5748


def sample(rgb8: NDArray[np.uint8], least: int = 1) -> NDArray[np.uint8]:
    """Return every so many rows, one of ``least`` at most: COUNTED pixels tell as much as all."""
    return rgb8[:: max(least, round(rgb8.shape[0] * rgb8.shape[1] / COUNTED))]


def _canvas(width: int, height: int) -> tuple[QImage, NDArray[np.uint8]]:
    """Return a black image and its (h, w, 4) pixels: blue, green, red, alpha."""
    import numpy as np

    image = QImage(width, height, QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)
    pixels[..., :3], pixels[..., 3] = 0, 255
    return image, pixels


def _waves(rgb8: NDArray[np.uint8], columns: int, dark: bool) -> list[NDArray[np.uint8]]:
    """Return (LEVELS, columns) of red, green and blue: the brighter the more pixels; see :func:`waveform`."""
    import numpy as np

    part = sample(rgb8)
    height, width = part.shape[:2]
    column = (np.arange(width) * columns // width * LEVELS)[None]
    # as many pixels of a column at one level as an even spread over a quarter of the scale would give: full
    full = max(height * width / columns / (LEVELS / 4), 1.0)
    waves = []
    for color in range(3):
        values = part[..., color].astype(np.intp) >> 1
        counts = np.bincount((values + column).reshape(-1), minlength=columns * LEVELS).reshape(columns, LEVELS)
        if not dark:
            counts[:, 0] = 0
        light = np.minimum(np.sqrt(counts / full), 1.0) * 200
        waves.append(light.astype(np.uint8).T[::-1])
    return waves
