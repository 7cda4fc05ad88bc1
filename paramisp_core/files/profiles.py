"""Color spaces of exported pictures: sRGB, Display P3, Adobe RGB; the way there from sRGB, and their ICC profiles."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.transfer import srgb_decode, srgb_encode

Pair = tuple[float, float]

D65: Pair = (0.3127, 0.3290)
_D50 = np.array([0.9642, 1.0, 0.8249])  # the illuminant of ICC's connection space, ICC.1:2022 7.2.16
# Bradford's cone responses, ICC.1:2022 annex E
_CONES = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_ROWS = 1 << 20  # values converted at a time


@dataclass(frozen=True)
class ColorSpace:
    """An RGB space with D65 white.

    title: for people. primaries: CIE 1931 xy of red, green and blue. gamma: of its curve; 0 is sRGB's own curve.
    """

    name: str
    title: str
    primaries: tuple[Pair, Pair, Pair]
    gamma: float = 0.0

    @cached_property
    def to_xyz(self) -> NDArray[np.float64]:
        """(3, 3) linear RGB to CIE XYZ; (1, 1, 1) becomes D65 with Y = 1."""
        columns = np.array([_xyz(point) for point in self.primaries]).T
        return np.asarray(columns * np.linalg.solve(columns, _xyz(D65)))

    @cached_property
    def from_srgb(self) -> NDArray[np.float64]:
        """(3, 3) linear sRGB to this space's linear RGB; white stays (1, 1, 1)."""
        return np.asarray(np.linalg.solve(self.to_xyz, SRGB.to_xyz))

    def encoded(self, linear: NDArray[np.float32]) -> NDArray[np.float32]:
        """Apply the space's curve to linear values, which are clipped to 0..1."""
        if not self.gamma:
            return srgb_encode(linear)
        return np.power(np.clip(linear, 0.0, 1.0), 1 / self.gamma, dtype=np.float32)

    def linear_from(self, linear_srgb: NDArray[np.float32]) -> NDArray[np.float32]:
        """Convert (H, W, 3) linear sRGB; nothing is clipped, so colors outside sRGB stay what they are."""
        if self == SRGB:
            return linear_srgb
        return np.asarray(linear_srgb @ self.from_srgb.T.astype(np.float32))

    def picture_from(self, srgb: NDArray[np.float32]) -> NDArray[np.float32]:
        """Convert (H, W, 3) encoded sRGB 0..1 to this space's encoded values: the same colors in other numbers."""
        if self == SRGB:
            return srgb
        out = np.empty_like(srgb)
        rows = max(1, _ROWS // max(1, srgb.shape[1]))
        for top in range(0, srgb.shape[0], rows):
            out[top : top + rows] = self.encoded(self.linear_from(srgb_decode(srgb[top : top + rows])))
        return out


def _xyz(point: Pair) -> NDArray[np.float64]:
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


# IEC 61966-2-1; SMPTE EG 432-1 with sRGB's curve and D65; Adobe RGB (1998), section 4.3: gamma 2 51/256
SRGB = ColorSpace("srgb", "sRGB", ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)))
DISPLAY_P3 = ColorSpace("display-p3", "Display P3", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)))
ADOBE_RGB = ColorSpace("adobe-rgb", "Adobe RGB (1998)", ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), 563 / 256)
# Cameras set to Adobe RGB change the primaries and keep their tone curve: the grays of three cameras' charts come out
# nearer to linear with sRGB's curve than with Adobe RGB's own gamma, 0.08, 0.16, 0.12 EV off instead of 0.12, 0.29,
# 0.24 (scripts/measure.py --charts).
CAMERA_ADOBE_RGB = replace(ADOBE_RGB, gamma=0.0)
COLOR_SPACES = {space.name: space for space in (SRGB, DISPLAY_P3, ADOBE_RGB)}


@lru_cache(maxsize=8)
def icc_profile(space: ColorSpace) -> bytes:
    """Return the space's ICC profile, version 4.3: matrix and curve (ICC.1:2022, 8.3.3)."""
    response = _CONES @ _xyz(D65)
    adapt = np.linalg.inv(_CONES) @ np.diag((_CONES @ _D50) / response) @ _CONES
    columns = (adapt @ space.to_xyz).T
    if space.gamma:
        curve = b"para" + struct.pack(">IHHi", 0, 0, 0, _fixed(space.gamma))
    else:  # Y = ((X + 0.055) / 1.055) ** 2.4, X / 12.92 below 0.04045
        parts = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
        curve = b"para" + struct.pack(">IHH5i", 0, 3, 0, *map(_fixed, parts))
    tags = {
        b"desc": _text(space.title), b"cprt": _text("Public domain"), b"wtpt": _points(_D50),
        b"chad": b"sf32" + struct.pack(">I9i", 0, *(_fixed(value) for value in adapt.reshape(-1))),
        **{f"{c}XYZ".encode(): _points(column) for c, column in zip("rgb", columns, strict=True)},
        **{f"{c}TRC".encode(): curve for c in "rgb"},
    }
    return _assembled(tags)


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    """Return header, tag table and tags; equal tags share their bytes."""
    place, table, data = 128 + 4 + 12 * len(tags), b"", b""
    at: dict[bytes, int] = {}
    for name, content in tags.items():
        if content not in at:
            at[content] = place + len(data)
            data += content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", at[content], len(content))
    size = place + len(data)
    illuminant = struct.pack(">3i", *(_fixed(value) for value in _D50))
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s4s", size, b"\0" * 4, 0x04300000, b"mntr", b"RGB ", b"XYZ ",
        2026, 1, 1, 0, 0, 0, b"acsp", b"\0" * 4, 0, b"\0" * 4, b"\0" * 4, 0, 0, illuminant, b"\0" * 4)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def _fixed(value: float) -> int:
    return round(float(value) * 65536)


def _points(values: NDArray[np.float64]) -> bytes:
    return b"XYZ " + struct.pack(">I3i", 0, *(_fixed(value) for value in values))


def _text(text: str) -> bytes:
    words = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">III2s2sII", 0, 1, 12, b"en", b"US", len(words), 28) + words
