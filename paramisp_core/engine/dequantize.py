"""A JPEG's pixels with what its rounding took found again, a tile at a time as they are looked at."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.database import Quantization
from paramisp_core.camera.photo import Photo
from paramisp_core.networks.checkpoints import load_dequantizer
from paramisp_core.networks.dequantizer import MCU, SAMPLINGS, Dequantizer, tables_tensor
from paramisp_core.raw.codes import as_float

TILE = 512
"""Side of what is computed at once; smaller ones repeat more of what lies around."""

_FULL = 65535


class DequantizedPixels:
    """(H, W, 3) codes of 16 bits, like an array that may be cut and asked for its shape; computed once, where asked.

    decoded: the JPEG's own codes, uint8. What is white there stays white: it may have been brighter still. Threads may
    ask at once; a tile of 512 takes a tenth of a second on a slow core. tile: its side, a multiple of MCU.
    """

    dtype = np.dtype(np.uint16)
    ndim = 3

    def __init__(self, decoded: NDArray[np.uint8], quantization: Quantization, network: Dequantizer,
                 tile: int = TILE) -> None:
        self.decoded, self.shape = decoded, decoded.shape
        self._network, self._tile = network, tile
        self._sampling = SAMPLINGS[quantization.subsampling]
        self._tables = tables_tensor((quantization.luma, quantization.chroma))
        self._codes = np.zeros(decoded.shape, np.uint16)
        rows, columns = (-(-side // tile) for side in decoded.shape[:2])
        self._done = np.zeros((rows, columns), bool)
        self._locks = [[threading.Lock() for _ in range(columns)] for _ in range(rows)]

    def __len__(self) -> int:
        return self.shape[0]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        whole = self[:, :]
        return whole if dtype is None else whole.astype(dtype, copy=False)

    def __getitem__(self, index: Any) -> NDArray[np.uint16]:
        """Return a part by one to three slices or numbers, as of an array."""
        rows, columns = ((*index, slice(None)) if isinstance(index, tuple) else (index, slice(None)))[:2]
        for i in _cells(rows, self.shape[0], self._tile):
            for j in _cells(columns, self.shape[1], self._tile):
                self._need(i, j)
        part: NDArray[np.uint16] = self._codes[index]
        return part

    def _need(self, i: int, j: int) -> None:
        if self._done[i, j]:
            return
        with self._locks[i][j]:
            if not self._done[i, j]:
                self._compute(i * self._tile, j * self._tile)
                self._done[i, j] = True

    def _compute(self, top: int, left: int) -> None:
        height, width = self.shape[:2]
        down, across = (-(-halo // MCU) * MCU for halo in self._network.halo(self._sampling))
        bottom, right = min(top + self._tile, height), min(left + self._tile, width)
        y0, x0 = max(0, top - down), max(0, left - across)
        around = as_float(self.decoded[y0 : min(bottom + down, height), x0 : min(right + across, width)])
        device = self._network.basis.device
        with torch.inference_mode():
            tile = torch.from_numpy(around).permute(2, 0, 1)[None].to(device)
            inner = np.s_[top - y0 : bottom - y0, left - x0 : right - x0]
            change = self._network(tile, self._tables.to(device), self._sampling, inner)
            found = around[inner] + change[0].permute(1, 2, 0).cpu().numpy()[inner]
        white = self.decoded[top:bottom, left:right] == 255
        self._codes[top:bottom, left:right] = np.where(white, _FULL, np.rint(np.clip(found, 0, 1) * _FULL))


def dequantized(photo: Photo, device: torch.device | str = "cpu", network: Dequantizer | None = None) -> Photo:
    """Return a JPEG photo with what its rounding took found again where it is looked at.

    network: in place of the shipped one, which runs on ``device``. Every other photo, and one whose colors were
    converted, is returned as it is. Raises UserError when the weights are damaged.
    """
    if photo.quantization is None or not isinstance(photo.pixels, np.ndarray) or photo.pixels.dtype != np.uint8:
        return photo
    pixels: Any = DequantizedPixels(photo.pixels, photo.quantization, network or shipped_dequantizer(str(device)))
    return photo.with_changes(pixels=pixels)


@lru_cache(maxsize=2)
def shipped_dequantizer(device: str = "cpu") -> Dequantizer:
    """Return the shipped network, ready for use. Raises UserError when its weights are missing or damaged."""
    return load_dequantizer(device)


def _cells(index: Any, side: int, tile: int) -> range:
    """Return the numbers of the tiles that a slice or a number along a side of the photo meets."""
    if not isinstance(index, slice):
        return range(index % side // tile, index % side // tile + 1)
    there = range(side)[index]
    if not there:
        return range(0)
    return range(min(there[0], there[-1]) // tile, max(there[0], there[-1]) // tile + 1)
