"""The four Bayer colour filter arrays (CFA), their phases under crops, flips and turns, and mosaicking."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

_CODE = {"R": 0, "G": 1, "B": 2}


class CFA(StrEnum):
    """A Bayer pattern, named by its top-left 2x2 cell read in rows (TIFF-EP tag 33422 CFAPattern)."""

    RGGB = "RGGB"
    BGGR = "BGGR"
    GRBG = "GRBG"
    GBRG = "GBRG"

    @property
    def indices(self) -> NDArray[np.int64]:
        """The 2x2 cell as colour indices: 0 red, 1 green, 2 blue."""
        return np.array([_CODE[c] for c in self.value], dtype=np.int64).reshape(2, 2)

    @classmethod
    def from_indices(cls, cell: NDArray[np.integer] | list[list[int]]) -> CFA:
        """Return the pattern of a 2x2 cell of colour indices (3, LibRaw's second green, counts as green).

        Raises ValueError when the cell is not a Bayer pattern.
        """
        flat = np.asarray(cell).reshape(-1)
        name = "".join("RGBG"[int(i)] for i in flat) if flat.size == 4 and (flat < 4).all() else "?"
        try:
            return cls(name)
        except ValueError:
            raise ValueError(f"{np.asarray(cell).tolist()} is not a Bayer pattern") from None

    def shifted(self, row: int, column: int) -> CFA:
        """Return the pattern of the mosaic cropped so that pixel (row, column) becomes its first."""
        return CFA.from_indices(np.roll(self.indices, (-row, -column), (0, 1)))

    def oriented(self, orientation: int, height: int, width: int) -> CFA:
        """Return the pattern after a mosaic of height x width pixels is turned by EXIF ``orientation``."""
        # An odd side moves the phase of the far corner; a 2x2 or 3x3 patch of equal parity shows how.
        patch = self.indices[np.arange(2 + height % 2)[:, None] % 2, np.arange(2 + width % 2)[None] % 2]
        return CFA.from_indices(apply_orientation(patch, orientation)[:2, :2])


def apply_orientation(image: NDArray, orientation: int) -> NDArray:
    """Turn an (H, W, ...) array upright as EXIF tag 274 Orientation (1..8) says; other values do nothing."""
    if orientation in (5, 6, 7, 8):
        image = image.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        image = image[:, ::-1]
    if orientation in (3, 4, 7, 8):
        image = image[::-1]
    return image


def invert_orientation(orientation: int) -> int:
    """Return the orientation that undoes ``orientation``."""
    return {6: 8, 8: 6}.get(orientation, orientation)


def mosaic(rgb: NDArray[np.float32], cfa: CFA) -> NDArray[np.float32]:
    """Sample an (H, W, 3) image by the CFA: (H, W), each pixel keeping its filter's colour only."""
    out = np.empty(rgb.shape[:2], dtype=rgb.dtype)
    for y in range(2):
        for x in range(2):
            out[y::2, x::2] = rgb[y::2, x::2, cfa.indices[y, x]]
    return out


def binned(values: NDArray[np.float32], cfa: CFA) -> NDArray[np.float32]:
    """Return (H // 2, W // 2, 3): the colour of each Bayer cell, its greens averaged; an odd rest is left out."""
    height, width = values.shape[0] // 2 * 2, values.shape[1] // 2 * 2
    out = np.zeros((height // 2, width // 2, 3), np.float32)
    for y in range(2):
        for x in range(2):
            color = cfa.indices[y, x]
            out[..., color] += values[y:height:2, x:width:2] * np.float32(0.5 if color == 1 else 1.0)
    return out


def reduced_colors(values: NDArray[np.float32], cfa: CFA, region: tuple[int, int, int, int],
                   size: tuple[int, int]) -> NDArray[np.float32]:
    """Return a region (top, left, height, width; top and left even) of a mosaic as (h, w, 3), its colors averaged.

    Takes one color at a time, so that no second picture of the mosaic's size arises.
    """
    import cv2

    top, left, height, width = region
    out = np.zeros((*size, 3), np.float32)
    for y in range(2):
        for x in range(2):
            color = cfa.indices[y, x]
            plane = values[top + y : top + height // 2 * 2 : 2, left + x : left + width // 2 * 2 : 2]
            small = cv2.resize(np.ascontiguousarray(plane), size[::-1], interpolation=cv2.INTER_AREA)
            out[..., color] += small * np.float32(0.5 if color == 1 else 1.0)
    return out


def cfa_map(cfa: CFA, height: int, width: int) -> NDArray[np.int64]:
    """Return (height, width) colour indices: the filter over each pixel."""
    return cfa.indices[np.arange(height)[:, None] % 2, np.arange(width)[None] % 2]


def one_hot_BCHW(cfa_B22: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Return (B, 3, height, width) float masks of the filter colours for (B, 2, 2) colour indices."""
    import torch

    cell_B322 = torch.nn.functional.one_hot(cfa_B22.long(), 3).permute(0, 3, 1, 2).float()
    tiles = cell_B322.repeat(1, 1, (height + 1) // 2, (width + 1) // 2)
    return tiles[:, :, :height, :width]


def mosaic_BCHW(rgb_B3HW: torch.Tensor, cfa_B22: torch.Tensor) -> torch.Tensor:
    """Sample (B, 3, H, W) images by their CFAs: (B, 1, H, W). Differentiable."""
    height, width = rgb_B3HW.shape[-2:]
    return (rgb_B3HW * one_hot_BCHW(cfa_B22, height, width).to(rgb_B3HW)).sum(1, keepdim=True)
