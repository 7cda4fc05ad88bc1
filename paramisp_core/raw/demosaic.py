"""Demosaicking: Malvar-He-Cutler in torch for the networks, and an edge-aware one in numpy for the eye."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.cfa import CFA, cfa_map

if TYPE_CHECKING:
    import torch

# Malvar, He, Cutler, "High-quality linear interpolation for demosaicing of Bayer-patterned color images",
# ICASSP 2004, figure 2, in sixteenths. The last one keeps the pixel's own colour.
_GREEN = ((0, 0, -2, 0, 0), (0, 0, 4, 0, 0), (-2, 4, 8, 4, -2), (0, 0, 4, 0, 0), (0, 0, -2, 0, 0))
_DIAGONAL = ((0, 0, -3, 0, 0), (0, 4, 0, 4, 0), (-3, 0, 12, 0, -3), (0, 4, 0, 4, 0), (0, 0, -3, 0, 0))
_IN_ROW = ((0, 0, 1, 0, 0), (0, -2, 0, -2, 0), (-2, 8, 10, 8, -2), (0, -2, 0, -2, 0), (0, 0, 1, 0, 0))
_IN_COLUMN = tuple(zip(*_IN_ROW))
_AT_GREEN, _AT_OPPOSITE, _FROM_ROW, _FROM_COLUMN, _OWN = range(5)

# Rows and columns around a pixel that display_demosaic looks at: 2 for green, 1 for the smoothed gradients, 1
# for the colour differences; even, so that a strip with its halo keeps the phase of the CFA.
HALO = 6
_STRIP = 512


def malvar_BCHW(mosaic_B1HW: torch.Tensor, cfa_B22: torch.Tensor) -> torch.Tensor:
    """Demosaic (B, 1, H, W) mosaics with CFAs (B, 2, 2) by Malvar-He-Cutler's 5x5 filters: (B, 3, H, W).

    Linear, so differentiable; runs on the mosaic's device; each photo of the batch may have another CFA. The
    mosaic is continued by its border pixels (as the official ParamISP does), so the outermost two pixels of a
    colored area are approximate. Values are never clipped.
    """
    import torch
    from torch.nn import functional

    own = torch.zeros(5, 5)
    own[2, 2] = 16
    kernels = torch.stack([*(torch.tensor(k, dtype=torch.float32)
                             for k in (_GREEN, _DIAGONAL, _IN_ROW, _IN_COLUMN)), own])[:, None] / 16
    padded = functional.pad(mosaic_B1HW, (2, 2, 2, 2), mode="replicate")
    candidates_B5HW = functional.conv2d(padded, kernels.to(mosaic_B1HW))
    choice_B322 = _choices(cfa_B22).to(mosaic_B1HW.device)
    batch_B1 = torch.arange(mosaic_B1HW.shape[0], device=mosaic_B1HW.device)[:, None]
    rgb = candidates_B5HW.new_empty(mosaic_B1HW.shape[0], 3, *mosaic_B1HW.shape[-2:])
    for y in range(2):
        for x in range(2):
            phase = candidates_B5HW[:, :, y::2, x::2]
            rgb[:, :, y::2, x::2] = phase[batch_B1, choice_B322[:, :, y, x]]
    return rgb


def _choices(cfa_B22: torch.Tensor) -> torch.Tensor:
    """Return (B, 3, 2, 2): which of the five filters gives each colour at each phase of the cell."""
    import torch

    color_B122 = cfa_B22.long()[:, None]
    wanted = torch.arange(3, device=cfa_B22.device)[None, :, None, None]
    beside_B122 = color_B122.flip(3)  # the colour of the row neighbours
    filters = torch.where(beside_B122 == wanted, _FROM_ROW, _FROM_COLUMN)
    filters = torch.where(color_B122 == 2 - wanted, _AT_OPPOSITE, filters)  # red at blue, blue at red
    filters = torch.where((wanted == 1) & (color_B122 != 1), _AT_GREEN, filters)
    return torch.where(color_B122 == wanted, _OWN, filters)


def display_demosaic(mosaic: NDArray[np.float32], cfa: CFA) -> NDArray[np.float32]:
    """Demosaic an (H, W) mosaic for the eye: (H, W, 3) float32; any size from 2x2, odd ones too.

    Edge-aware in the manner of Hamilton and Adams (US patent 5,629,734, expired): green along the smoother of
    the two directions, then red and blue by their differences to green. Best on a white-balanced mosaic. All
    in float32, so negative values, values above 1 and shadows keep their full precision.
    """
    height, width = mosaic.shape
    out = np.empty((height, width, 3), np.float32)
    for block, inner, target in strips(height):
        out[target] = demosaic_block(mosaic[block], cfa)[inner]
    return out


def strips(height: int) -> Iterator[tuple[slice, slice, slice]]:
    """Cut rows 0..height into strips with a halo: (rows to read, the strip in them, the strip in the whole).

    Strips start on even rows, and so do the rows to read: the CFA is that of the whole mosaic.
    """
    for top in range(0, height, _STRIP):
        bottom = min(top + _STRIP, height)
        first = max(top - HALO, 0)
        yield (slice(first, min(bottom + HALO, height)), slice(top - first, bottom - first),
               slice(top, bottom))


def demosaic_block(mosaic: NDArray[np.float32], cfa: CFA) -> NDArray[np.float32]:
    """Demosaic a block at once; what :func:`display_demosaic` does to each of its strips."""
    # Mirroring about the border pixel keeps the phase of the CFA.
    padded = np.asarray(cv2.copyMakeBorder(np.ascontiguousarray(mosaic, np.float32), HALO, HALO, HALO, HALO,
                                           cv2.BORDER_REFLECT_101), np.float32)
    height, width = padded.shape
    color = cfa_map(cfa, height, width)
    green = np.where(color == 1, padded, _green_along_edges(padded))
    out = np.empty((height, width, 3), np.float32)
    out[..., 1] = green
    bilinear = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], np.float32) / 4
    difference = padded - green
    for channel in (0, 2):
        sampled = np.where(color == channel, difference, np.float32(0))
        out[..., channel] = green + cv2.filter2D(sampled, -1, bilinear, borderType=cv2.BORDER_REFLECT_101)
    return out[HALO:-HALO, HALO:-HALO]


def _green_along_edges(mosaic: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return green as estimated at every red and blue pixel of an (H, W) mosaic (elsewhere meaningless)."""
    guess, roughness = [], []
    for shape in ((1, 5), (5, 1)):
        mean = _filtered(mosaic, [0, 0.5, 0, 0.5, 0], shape)
        slope = _filtered(mosaic, [0, -1, 0, 1, 0], shape)
        curvature = _filtered(mosaic, [-1, 0, 2, 0, -1], shape)
        guess.append(mean + curvature / 4)
        # Neighbours vote on the direction: a lone noisy pixel must not make a maze.
        roughness.append(cv2.blur(np.abs(slope) + np.abs(curvature), (3, 3)) ** 2)
    along_row, along_column = guess
    across_row, across_column = roughness  # a smooth row means: interpolate along the row
    total = across_row + across_column
    share = np.divide(across_column, total, out=np.full_like(total, 0.5), where=total > 1e-14)
    return along_column + share * (along_row - along_column)


def _filtered(image: NDArray[np.float32], taps: list[float], shape: tuple[int, int]) -> NDArray[np.float32]:
    kernel = np.array(taps, np.float32).reshape(shape)
    return np.asarray(cv2.filter2D(image, -1, kernel, borderType=cv2.BORDER_REFLECT_101), np.float32)
