"""CameraProfile: the measured facts about one camera model that the canonical steps need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import color_matrix, daylight_gains

_LONGEST_NAME = 64  # characters; the longest in the database has half as many


@dataclass(frozen=True)
class CameraProfile:
    """One camera model.

    name: as shown ("Nikon D7000"). make, model: as its EXIF spells them (tags 271, 272).
    xyz_to_camera: 3x3, CIE XYZ to camera RGB for D65 (DNG ColorMatrix).
    cfa, black_level, white_level: of its raw files.
    presets: white balance gains (R, G, B; green = 1) by preset name, as measured.
    generic: True for a stand-in used when the camera is not in the database.
    phone: True for a phone or tablet; its facts are the main camera's.
    """

    name: str
    make: str
    model: str
    xyz_to_camera: tuple[tuple[float, float, float], ...]
    cfa: CFA = CFA.RGGB
    black_level: int = 0
    white_level: int = 65535
    presets: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    generic: bool = False
    phone: bool = False

    def __hash__(self) -> int:
        return hash((self.name, self.xyz_to_camera, self.cfa))

    @property
    def matrix(self) -> NDArray[np.float64]:
        """(3, 3) CIE XYZ to camera RGB."""
        return np.array(self.xyz_to_camera, dtype=np.float64)

    @property
    def color_matrix(self) -> NDArray[np.float64]:
        """(3, 3) white-balanced camera RGB to linear sRGB; rows sum to 1."""
        return color_matrix(self.matrix)

    @property
    def daylight(self) -> NDArray[np.float64]:
        """(3,) gains for daylight: the camera's own preset where measured, else computed for D65."""
        for preset in ("Daylight", "Direct Sunlight", "5500K"):
            if preset in self.presets:
                return np.array(self.presets[preset], dtype=np.float64)
        return daylight_gains(self.matrix)


def name_in(exif: Mapping[str, Any]) -> str:
    """Return how EXIF names a camera, "" if it does not; many a model has its maker's name in it already.

    What is longer than any camera's name is cut: a broken file's would fill windows and messages.
    """
    make, model = (str(exif.get(key) or "").strip() for key in ("Make", "Model"))
    name = model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME - 1]}…"
