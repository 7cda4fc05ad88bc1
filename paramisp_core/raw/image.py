"""RawImage: a mosaic that knows its CFA, levels, white balance, colour matrix and clipped pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import color_matrix, daylight_gains, normalized_gains

# A made-up but plausible sensor: the identity of sRGB's own primaries as seen through a D65 balance.
_FALLBACK_XYZ_TO_CAMERA = np.array([[0.7, -0.15, -0.07], [-0.45, 1.25, 0.22], [-0.09, 0.2, 0.6]])


@dataclass(frozen=True, eq=False)
class RawImage:
    """One raw photograph, in sensor orientation.

    mosaic: (H, W) float32, black subtracted and scaled so that the white level is 1. Noise below black stays
        negative; reconstructed highlights may exceed 1.
    cfa: the Bayer pattern of the first pixel.
    white_balance: (3,) gains, green = 1, as shot or as edited.
    xyz_to_camera: (3, 3) CIE XYZ to camera RGB for D65, DNG tag 50721 ColorMatrix.
    black_level, white_level: integer levels of the file this came from, or goes to (DNG tags 50714, 50717).
    clip_mask: (H, W) bool, where the source had no information left (sensor or JPEG clipping); or None.
    shot_white_balance: (3,) gains as shot, where white_balance was edited; None: not edited.
    saturation: mosaic value at which the sensor clipped: 1, or less once the exposure was lowered. Renderers
        make what is brighter after white balance neutral.
    orientation: EXIF tag 274, how a viewer has to turn the picture; the mosaic itself is never turned.
    estimated: True when a network made it from a rendered photo.
    notes: what a later stage or the user should know ("RAW estimated from JPEG by compact-inverse …").
    """

    mosaic: NDArray[np.float32]
    cfa: CFA = CFA.RGGB
    white_balance: NDArray[np.float64] = field(
        default_factory=lambda: daylight_gains(_FALLBACK_XYZ_TO_CAMERA))
    xyz_to_camera: NDArray[np.float64] = field(default_factory=lambda: _FALLBACK_XYZ_TO_CAMERA.copy())
    black_level: int = 0
    white_level: int = 65535
    clip_mask: NDArray[np.bool_] | None = None
    saturation: float = 1.0
    shot_white_balance: NDArray[np.float64] | None = None
    orientation: int = 1
    estimated: bool = False
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """In one line, the arrays by their sizes."""
        gains = ", ".join(f"{gain:.3f}" for gain in self.white_balance)
        made = ", estimated" if self.estimated else ""
        return f"<RawImage {self.height}x{self.width} {self.cfa.name}, white balance {gains}{made}>"

    def __post_init__(self) -> None:
        if self.mosaic.ndim != 2 or min(self.mosaic.shape) < 2:
            raise ValueError(f"a mosaic needs two dimensions of at least 2 pixels, not {self.mosaic.shape}")
        if self.mosaic.dtype != np.float32:
            object.__setattr__(self, "mosaic", self.mosaic.astype(np.float32))
        object.__setattr__(self, "white_balance", normalized_gains(self.white_balance))
        if self.clip_mask is not None and self.clip_mask.shape != self.mosaic.shape:
            raise ValueError("clip_mask and mosaic differ in size")

    @property
    def height(self) -> int:
        """Rows of the mosaic."""
        return int(self.mosaic.shape[0])

    @property
    def width(self) -> int:
        """Columns of the mosaic."""
        return int(self.mosaic.shape[1])

    @property
    def color_matrix(self) -> NDArray[np.float64]:
        """(3, 3) white-balanced camera RGB to linear sRGB; rows sum to 1."""
        return color_matrix(self.xyz_to_camera)

    def with_changes(self, **changes: Any) -> RawImage:
        """Return a copy with some fields replaced."""
        return replace(self, **changes)

    def with_neutral_highlights(self) -> RawImage:
        """Return the RAW with clipped light neutral at ``saturation``, for programs that clip at 1 only."""
        if self.saturation >= 1:
            return self
        mosaic, gains = self.mosaic.copy(), self.white_balance
        for y in range(2):
            for x in range(2):
                limit = self.saturation * min(1.0, gains.min()) / gains[self.cfa.indices[y, x]]
                np.minimum(mosaic[y::2, x::2], limit, out=mosaic[y::2, x::2])
        return replace(self, mosaic=mosaic, saturation=1.0)

    def crop(self, top: int, left: int, height: int, width: int) -> RawImage:
        """Return a crop; its CFA phase is that of its own first pixel, also for odd offsets.

        Raises ValueError when it does not lie inside the picture.
        """
        if top < 0 or left < 0 or top + height > self.height or left + width > self.width:
            raise ValueError("the crop lies outside the picture")
        rows, columns = slice(top, top + height), slice(left, left + width)
        return replace(
            self,
            mosaic=self.mosaic[rows, columns],
            cfa=self.cfa.shifted(top, left),
            clip_mask=None if self.clip_mask is None else self.clip_mask[rows, columns],
        )
