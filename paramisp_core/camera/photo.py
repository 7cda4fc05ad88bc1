"""Photo: a rendered picture together with the shot, the camera, and where each of these facts came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import Quantization
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.pyramid import Pyramid
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.raw.codes import as_float
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

    pixels: (H, W, 3) sRGB as stored, before ``orientation`` is applied: float32 0..1, or the codes of a file of 8 bits.
    Who reads parts of them only, by ``raw.codes.as_float``, spares 288 MB for 24 megapixels, which take longer to fill
    than the file takes to decode.
    shot, camera: as read from the file or given by the user.
    white_balance: (3,) gains as shot, green = 1; white_balance_source says in words where they came from.
    orientation: EXIF tag 274.
    raw: the true RAW when the file is one; the pixels are then its neutral render.
    rendering: what such a file shows of itself, where it was found and lies over the RAW.
    exif: the tags worth carrying into exported files, by EXIF name.
    quantization: of a JPEG whose own pixels these are: how it was rounded (see networks/dequantizer.py).
    warnings: sentences the user should read ("The file is truncated: …").
    """

    pixels: NDArray[Any]
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
    quantization: Quantization | None = None
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """In one line, the pixels by their size."""
        height, width = self.size
        name = f"{self.path.name}, " if self.path is not None else ""
        kind = ", RAW" if self.raw is not None else ""
        return f"<Photo {name}{height}x{width}, {self.bits} bit{kind}, {self.camera.name}, {self.shot}>"

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels as stored."""
        return int(self.pixels.shape[0]), int(self.pixels.shape[1])

    @cached_property
    def rgb(self) -> NDArray[np.float32]:
        """All of ``pixels`` as float32 0..1."""
        return as_float(self.pixels)

    @cached_property
    def pyramid(self) -> Pyramid:
        """The same at any size."""
        return Pyramid(self.pixels)

    def with_changes(self, **changes: Any) -> Photo:
        """Return a copy with some fields replaced; ``rgb`` in place of ``pixels``. New ones are no longer a JPEG's."""
        if "rgb" in changes:
            changes["pixels"] = changes.pop("rgb")
        if "pixels" in changes:
            changes.setdefault("quantization", None)
        return replace(self, **changes)
