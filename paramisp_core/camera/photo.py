"""Photo: a rendered picture together with the shot, the camera, and where each of these facts came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.raw.image import RawImage


@dataclass(frozen=True, eq=False)
class Rendering:
    """A small picture inside a RAW file: the RAW as the camera rendered it, or the program that wrote the file.

    rgb: (h, w, 3) float32 0..1, sRGB, laid over the RAW as stored.
    region: (top, left, height, width) of the RAW that it shows, in pixels.
    """

    rgb: NDArray[np.float32]
    region: tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Photo:
    """A photo as opened.

    rgb: (H, W, 3) float32 0..1, sRGB, as stored: before ``orientation`` is applied.
    shot, camera: as read from the file or given by the user.
    white_balance: (3,) gains as shot, green = 1; white_balance_source says in words where they came from.
    orientation: EXIF tag 274.
    raw: the true RAW when the file is one; rgb is then its neutral render.
    rendering: what such a file shows of itself, where it was found and lies over the RAW.
    exif: the tags worth carrying into exported files, by EXIF name.
    warnings: sentences the user should read ("The file is truncated: …").
    """

    rgb: NDArray[np.float32]
    shot: ShotSettings
    camera: CameraProfile
    white_balance: NDArray[np.float64]
    white_balance_source: str = "camera daylight"
    orientation: int = 1
    path: Path | None = None
    raw: RawImage | None = None
    rendering: Rendering | None = None
    exif: dict[str, Any] = field(default_factory=dict)
    bits: int = 8
    warnings: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels as stored."""
        return int(self.rgb.shape[0]), int(self.rgb.shape[1])

    def with_changes(self, **changes: Any) -> Photo:
        """Return a copy with some fields replaced."""
        return replace(self, **changes)
