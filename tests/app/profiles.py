"""ICC profiles made for tests: of a printer with four inks, and of gray."""

from __future__ import annotations

import struct

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColorSpace

_D50 = np.array([0.9642, 1.0, 0.8249])
_TO_XYZ = np.array([[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169],
                    [0.0139322, 0.0971045, 0.7141733]])  # linear sRGB, adapted to D50
_WEIGHTS = np.array([0.2225045, 0.7168786, 0.0606169])
DULL = 0.65 * np.eye(3) + 0.35 * np.tile(_WEIGHTS, (3, 1))  # the inks' colors in linear sRGB: 35 % grayer


def gray_profile(gamma: float = 1.8) -> bytes:
    """Return the profile of a gray scale of that gamma."""
    space = QColorSpace(QPointF(0.3127, 0.3290), QColorSpace.TransferFunction.Gamma, gamma)
    space.setDescription("Gray")
    return bytes(space.iccProfile())


def cmyk_profile() -> bytes:
    """Return the profile of a made-up printer: white paper, deep black, colors 35 % grayer than sRGB's."""
    inks = np.stack(np.meshgrid(*[np.linspace(0, 1, 9)] * 4, indexing="ij"), -1).reshape(-1, 4)
    lab = np.stack(np.meshgrid(*[np.linspace(0, 65535, 17)] * 3, indexing="ij"), -1).reshape(-1, 3)
    to_lab = np.rint(_encoded(_lab(cmyk_light(inks)))).astype(">u2")
    to_inks = np.rint(_inks(_light(_decoded(lab))) * 65535).astype(">u2")
    tags = {b"desc": _described("Four inks"), b"cprt": b"text\0\0\0\0none\0", b"wtpt": _xyz(_D50),
            b"A2B0": _lut(4, 3, 9, to_lab), b"B2A0": _lut(3, 4, 17, to_inks)}
    head, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        head += struct.pack(">4sII", name, start + len(body), len(data))
        body += data
    table = struct.pack(">I", len(tags)) + head
    header = struct.pack(">I4xI4s4s4s12x4s28x12s48x", start + len(body), 0x02400000, b"prtr", b"CMYK", b"Lab ",
                         b"acsp", struct.pack(">3i", *np.rint(_D50 * 65536).astype(int)))
    return header + table + body


def cmyk_light(inks: np.ndarray) -> np.ndarray:
    """Return the linear sRGB that inks (N, 4), 0..1, have on paper."""
    return _decode((1 - inks[:, :3]) * (1 - inks[:, 3:])) @ DULL.T


def _inks(light: np.ndarray) -> np.ndarray:
    rgb = _encode(np.clip(light @ np.linalg.inv(DULL).T, 0, 1))
    black = 1 - rgb.max(1, keepdims=True)
    return np.concatenate([(1 - rgb - black) / np.maximum(1 - black, 1e-6), black], 1)


def _decode(v: np.ndarray) -> np.ndarray:
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def _encode(v: np.ndarray) -> np.ndarray:
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * np.maximum(v, 1e-9) ** (1 / 2.4) - 0.055)


def _lab(light: np.ndarray) -> np.ndarray:
    t = light @ _TO_XYZ.T / _D50
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def _light(lab: np.ndarray) -> np.ndarray:
    y = (lab[:, 0] + 16) / 116
    f = np.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], 1)
    return np.where(f > 6 / 29, f**3, (116 * f - 16) * 27 / 24389) * _D50 @ np.linalg.inv(_TO_XYZ).T


def _encoded(lab: np.ndarray) -> np.ndarray:
    """ICC version 2: L 0..100 is 0..0xFF00, a and b have 256 steps each."""
    return np.clip(np.stack([lab[:, 0] * 652.8, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256], 1), 0, 65535)


def _decoded(v: np.ndarray) -> np.ndarray:
    return np.stack([v[:, 0] / 652.8, v[:, 1] / 256 - 128, v[:, 2] / 256 - 128], 1)


def _lut(inputs: int, outputs: int, grid: int, table: np.ndarray) -> bytes:
    """Return a lut16Type: no matrix, straight curves, and the table with the last input changing fastest."""
    straight = struct.pack(">2H", 0, 65535)
    matrix = struct.pack(">9i", *(65536 * np.eye(3, dtype=int)).ravel())
    return (b"mft2\0\0\0\0" + struct.pack(">4B", inputs, outputs, grid, 0) + matrix + struct.pack(">2H", 2, 2)
            + straight * inputs + table.tobytes() + straight * outputs)


def _described(text: str) -> bytes:
    words = text.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + b"\0" * 78


def _xyz(values: np.ndarray) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *np.rint(values * 65536).astype(int))
