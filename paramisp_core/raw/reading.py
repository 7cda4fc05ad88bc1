"""Reading one place of a RAW: its photosite's value and color, the scene-linear light there, EV from middle gray."""

from __future__ import annotations

import math
from dataclasses import dataclass

from paramisp_core.raw.develop import linear_srgb
from paramisp_core.raw.image import RawImage

MIDDLE_GRAY = 0.18
"""Scene-linear luminance of middle gray, white at 1."""
REACH = 4
"""Photosites on each side that decide the light of one: its demosaicking looks at 2, in whole Bayer cells."""
_LUMINANCE = (0.2126, 0.7152, 0.0722)  # of linear sRGB, IEC 61966-2-1


@dataclass(frozen=True)
class Reading:
    """What one photosite says.

    color: "R", "G" or "B", its filter. value: 0 black, 1 white level. level: the integer a file holds there. linear:
    scene-linear sRGB (red, green, blue) after white balance and demosaicking, white at 1; below 0 outside sRGB. ev: of
    its luminance from MIDDLE_GRAY; None where there is no light.
    """

    color: str
    value: float
    level: int
    linear: tuple[float, float, float]
    ev: float | None


def reading(part: RawImage, row: int, column: int) -> Reading:
    """Return the reading of one photosite of a RAW, or of a part that holds REACH more on each side where there are."""
    red, green, blue = (float(v) for v in linear_srgb(part)[row, column])
    luminance = sum(share * light for share, light in zip(_LUMINANCE, (red, green, blue)))
    value = float(part.mosaic[row, column])
    return Reading(
        part.cfa.value[2 * (row % 2) + column % 2],
        value,
        round(part.black_level + value * (part.white_level - part.black_level)),
        (red, green, blue),
        math.log2(luminance / MIDDLE_GRAY) if luminance > 1e-7 else None,
    )
