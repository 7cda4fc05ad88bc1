"""Scopes, counted in the worker: the waveform of the shown picture, and the RAW's values in EV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.raw.levels import RawLevels

COLUMNS, LEVELS = 256, 128
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
    import numpy as np

    step = max(1, round(rgb8.shape[0] * rgb8.shape[1] / COUNTED))
    part = rgb8[::step]
    height, width = part.shape[:2]
    column = (np.arange(width) * COLUMNS // width * LEVELS)[None]
    image = QImage(COLUMNS, LEVELS, QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint8).reshape(LEVELS, COLUMNS, 4)
    # as many pixels of a column at one level as an even spread over a quarter of the scale would give: full
    full = max(height * width / COLUMNS / (LEVELS / 4), 1.0)
    for color in range(3):
        values = part[..., color].astype(np.intp) >> 1
        counts = np.bincount((values + column).reshape(-1), minlength=COLUMNS * LEVELS).reshape(COLUMNS, LEVELS)
        if not dark:
            counts[:, 0] = 0
        light = np.minimum(np.sqrt(counts / full), 1.0) * 200
        pixels[..., 2 - color] = light.astype(np.uint8).T[::-1]
    pixels[..., 3] = 255
    return image
