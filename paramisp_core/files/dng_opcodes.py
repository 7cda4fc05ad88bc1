"""What a raw program does to a DNG's picture after demosaicking: the opcode that takes a lens's distortion out."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

_WARP_RECTILINEAR = 1
_DNG_1_3 = bytes([1, 3, 0, 0])
_OPTIONAL = 1  # a program that does not know it may leave it out


def opcode_list(warp: tuple[float, ...]) -> bytes:
    """Return OpcodeList3 (DNG 1.4, chapter 6) that warps like a Geometry with ``warp``; b"" for none.

    WarpRectilinear gives each pixel at the distance r from the middle (1 in the corners) the source at
    r (k0 + k1 r² + k2 r⁴ + k3 r⁶), for all colors alike.
    """
    if not warp:
        return b""
    values = struct.pack(">I6d2d", 1, *even_powers(warp), 0.0, 0.0, 0.5, 0.5)
    return struct.pack(">II", 1, _WARP_RECTILINEAR) + _DNG_1_3 + struct.pack(">II", _OPTIONAL, len(values)) + values


def even_powers(warp: tuple[float, ...]) -> tuple[float, ...]:
    """Return k0..k3 of WarpRectilinear nearest to c0 + c1 r + … of a warp, so that the farthest pixel is least off.

    Opcodes with all powers exist (WarpRectilinear2, DNG 1.6), but hardly a program reads them.
    """
    r = np.sin(np.linspace(0, np.pi / 2, 257))[1:]
    powers = np.stack([r, r**3, r**5, r**7], 1)
    wanted = np.stack([r ** (i + 1) for i in range(len(warp))], 1) @ np.array(warp)
    weights: NDArray[np.float64] = np.ones_like(r)
    best, least = np.zeros(4), np.inf
    for _ in range(60):  # Lawson: what is far off counts more next time, until all extremes are alike
        fitted, *_ = np.linalg.lstsq(powers * weights[:, None] ** 0.5, wanted * weights**0.5, rcond=None)
        off = np.abs(powers @ fitted - wanted)
        if off.max() < least:
            best, least = fitted, off.max()
        if off.max() < 1e-9:
            break
        weights *= off + 1e-3 * off.max()
        weights /= weights.sum()
    return tuple(float(k) for k in best)
