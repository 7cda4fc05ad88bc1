"""Writes OpenEXR: linear light in 16- or 32-bit floats, scanlines in ZIP blocks (openexr.com, file layout)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paramisp_core.files.profiles import D65, SRGB, ColorSpace
from paramisp_core.progress import Progress

_LINES = 16  # in a block of ZIP compression
_LARGEST_HALF = 65504.0


def write_exr(
    path: str | Path,
    linear: NDArray[np.float32],
    *,
    space: ColorSpace = SRGB,
    bits: int = 16,
    texts: Mapping[str, str] | None = None,
    numbers: Mapping[str, float] | None = None,
    extra: tuple[str, NDArray[np.float32]] | None = None,
    convert: Callable[[NDArray[np.float32]], NDArray[np.float32]] | None = None,
    progress: Progress | None = None,
) -> None:
    """Write (H, W, 3) linear float32 of ``space`` to ``path``, upright; any value, NaN becomes 0.

    bits: 16 (half float; larger values are cut at 65504) or 32. texts, numbers: header attributes, such as comments or
    isoSpeed. extra: a fourth channel, its name (lower case, so that it stands behind R) and (H, W) values. convert:
    makes linear light of ``linear``, some lines at a time, where it is something else. Raises OSError; progress may
    raise Cancelled.
    """
    if bits not in (16, 32):
        raise ValueError(f"OpenEXR is written with 16 or 32 bits, not {bits}")
    height, width = linear.shape[:2]
    kind, dtype = (1, "<f2") if bits == 16 else (2, "<f4")
    names = (b"B", b"G", b"R") if extra is None else (b"B", b"G", b"R", extra[0].encode())
    channels = b"".join(name + b"\0" + struct.pack("<i4Bii", kind, 0, 0, 0, 0, 1, 1) for name in names)
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    points = [value for point in (*space.primaries, D65) for value in point]
    header = struct.pack("<II", 20000630, 2) + b"".join((
        _attribute("channels", "chlist", channels + b"\0"), _attribute("compression", "compression", b"\3"),
        _attribute("dataWindow", "box2i", window), _attribute("displayWindow", "box2i", window),
        _attribute("lineOrder", "lineOrder", b"\0"), _attribute("pixelAspectRatio", "float", struct.pack("<f", 1)),
        _attribute("screenWindowCenter", "v2f", struct.pack("<2f", 0, 0)),
        _attribute("screenWindowWidth", "float", struct.pack("<f", 1)),
        _attribute("chromaticities", "chromaticities", struct.pack("<8f", *points)),
        *(_attribute(name, "string", text.encode()) for name, text in (texts or {}).items() if text),
        *(_attribute(name, "float", struct.pack("<f", value)) for name, value in (numbers or {}).items()),
    )) + b"\0"
    blocks = range(0, height, _LINES)
    offsets: list[int] = []
    with open(path, "wb") as file:
        file.write(header + bytes(8 * len(blocks)))
        for top in blocks:
            offsets.append(file.tell())
            lines = linear[top : top + _LINES]
            lines = (lines if convert is None else convert(lines))[..., ::-1]
            if extra is not None:
                lines = np.dstack([lines, extra[1][top : top + _LINES]])
            data = _compressed(_planar(lines, dtype))
            file.write(struct.pack("<ii", top, len(data)) + data)
            if progress is not None:
                progress(top / height)
        file.seek(len(header))
        file.write(struct.pack(f"<{len(offsets)}Q", *offsets))


def _attribute(name: str, kind: str, value: bytes) -> bytes:
    return name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<i", len(value)) + value


def _planar(lines: NDArray[np.float32], dtype: str) -> NDArray[np.uint8]:
    """Return the bytes of some lines: in each line one channel after another, B first."""
    values = np.nan_to_num(lines, nan=0.0, posinf=3e38, neginf=-3e38)
    if dtype == "<f2":
        values = np.clip(values, -_LARGEST_HALF, _LARGEST_HALF)
    return np.ascontiguousarray(values.transpose(0, 2, 1)).astype(dtype).reshape(-1).view(np.uint8)


def _compressed(data: NDArray[np.uint8]) -> bytes:
    """Return a ZIP block: even bytes before odd ones, differences, deflate; as it is where that does not gain."""
    sorted_bytes = np.concatenate([data[0::2], data[1::2]])
    steps = np.diff(sorted_bytes, prepend=np.uint8(128)) + np.uint8(128)
    steps[0] = sorted_bytes[0]
    packed = zlib.compress(steps.tobytes(), 4)
    return packed if len(packed) < len(data) else data.tobytes()
