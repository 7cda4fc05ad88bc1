"""White balance gains and ISO out of Nikon's and Canon's maker notes, and names out of Canon's CIFF files.

Sources: ExifTool's tag tables (Nikon 0x000c WB_RBLevels; Canon 0x4001 ColorData, 0x0001 CameraSettings,
0x0004 ShotInfo; CIFF 0x080a). Every function takes untrusted bytes and returns what it could read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from paramisp_core.camera.database import Gains, plausible_gains

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MAX_ENTRIES = 400
_MAX_VALUE_BYTES = 1 << 20

# Words in Canon's ColorData to the index of WB_RGGBLevelsAsShot in it.
_CANON_AS_SHOT: dict[int, int] = {
    582: 0x19, 653: 0x18, 5120: 0x47, 796: 0x3F,
    **dict.fromkeys((674, 692, 702, 1227, 1250, 1251, 1337, 1338, 1346), 0x3F),
    **dict.fromkeys((1273, 1275, 1312, 1313, 1316, 1506, 1353, 1560, 1592, 1602), 0x3F),
    **dict.fromkeys((1816, 1820, 1824), 0x47), **dict.fromkeys((2024, 3656), 0x55),
    **dict.fromkeys((3973, 3778), 0x69), 4528: 0x69,
}
_CANON_ISO = {16: 50.0, 17: 100.0, 18: 200.0, 19: 400.0, 20: 800.0}


@dataclass(frozen=True)
class MakerNote:
    """What a maker note tells: gains (3,), green = 1, and ISO; None where it does not."""

    white_balance: Gains | None = None
    iso: float | None = None


class _Ifd:
    """The entries of one TIFF directory: type, count, and where the value bytes lie."""

    def __init__(self, data: bytes, base: int, offset: int, endian: str) -> None:
        self.data, self.base, self.endian = data, base, endian
        self.entries: dict[int, tuple[int, int, int]] = {}
        start = base + offset
        if start < 0 or start + 2 > len(data):
            return
        (count,) = struct.unpack_from(endian + "H", data, start)
        for i in range(min(count, _MAX_ENTRIES)):
            at = start + 2 + 12 * i
            if at + 12 > len(data):
                break
            tag, kind, number, value = struct.unpack_from(endian + "HHII", data, at)
            if kind not in _SIZES:
                continue
            small = number * _SIZES[kind] <= 4
            self.entries.setdefault(tag, (kind, number, at + 8 if small else base + value))

    def place(self, tag: int) -> tuple[int, int]:
        """Return (position, bytes) of a tag's value, (0, 0) without it."""
        kind, number, at = self.entries.get(tag, (1, 0, 0))
        size = number * _SIZES[kind]
        return (at, size) if at > 0 and size <= _MAX_VALUE_BYTES and at + size <= len(self.data) else (0, 0)

    def numbers(self, tag: int) -> list[float]:
        """Return the tag's values as numbers; rationals with a zero denominator as 0."""
        kind = self.entries.get(tag, (0, 0, 0))[0]
        at, size = self.place(tag)
        code = {1: "B", 3: "H", 4: "I", 5: "I", 6: "b", 8: "h", 9: "i", 10: "i"}.get(kind)
        if not size or code is None:
            return []
        length = size // struct.calcsize("=" + code)
        values = struct.unpack_from(f"{self.endian}{length}{code}", self.data, at)
        if kind in (5, 10):
            return [n / d if d else 0.0 for n, d in zip(values[::2], values[1::2])]
        return [float(v) for v in values]


def _header(data: bytes, at: int) -> tuple[str, int] | None:
    """Return (endian, first IFD offset) of the TIFF header at ``at``; None when there is none."""
    endian = {b"II": "<", b"MM": ">"}.get(data[at:at + 2])
    if endian is None or at + 8 > len(data):
        return None
    return endian, struct.unpack_from(endian + "I", data, at + 4)[0]


def read_maker_note(block: bytes) -> MakerNote:
    """Return what the maker note inside an EXIF block (bytes from its TIFF header on) tells."""
    try:
        return _read(block)
    except (struct.error, OverflowError, ZeroDivisionError, ValueError):
        return MakerNote()


def _read(block: bytes) -> MakerNote:
    header = _header(block, 0)
    if header is None:
        return MakerNote()
    endian, first = header
    top = _Ifd(block, 0, first, endian)
    make_at, make_size = top.place(271)
    make = block[make_at:make_at + make_size].strip(b"\0 ").upper()
    pointer = top.numbers(34665)
    if not pointer:
        return MakerNote()
    at, size = _Ifd(block, 0, int(pointer[0]), endian).place(37500)
    if not size:
        return MakerNote()
    if block[at:at + 7] == b"Nikon\0\2":  # a TIFF file of its own
        own = _header(block, at + 10)
        return _nikon(_Ifd(block, at + 10, own[1], own[0])) if own else MakerNote()
    if make.startswith(b"NIKON") and block[at:at + 5] != b"Nikon":  # D1: a bare directory
        return _nikon(_Ifd(block, 0, at, endian))
    if make.startswith(b"CANON"):
        return _canon(_Ifd(block, 0, at, endian))
    return MakerNote()


def _nikon(note: _Ifd) -> MakerNote:
    levels = note.numbers(0x000C)
    iso = note.numbers(0x0002)
    gains = None
    if len(levels) >= 2:
        green = levels[2] if len(levels) > 2 and levels[2] > 0 else 1.0
        gains = plausible_gains([levels[0], green, levels[1]])
    return MakerNote(gains, iso[1] if len(iso) > 1 and iso[1] > 0 else None)


def _canon(note: _Ifd) -> MakerNote:
    gains = None
    color = note.numbers(0x4001)
    index = _CANON_AS_SHOT.get(len(color))
    if index is not None:
        red, green1, green2, blue = color[index:index + 4]
        gains = plausible_gains([red, (green1 + green2) / 2, blue])
    settings, shot = note.numbers(0x0001), note.numbers(0x0004)
    iso = None
    if len(settings) > 16:
        code = int(settings[16])
        iso = float(code & 0x3FFF) if code & 0x4000 else _CANON_ISO.get(code)
    if iso is None and len(shot) > 2 and shot[2] > 0:
        auto = 2.0 ** (shot[1] / 32.0) * 100.0
        base = 2.0 ** (shot[2] / 32.0) * 100.0 / 32.0
        iso = round(auto * base / 100.0)
    return MakerNote(gains, iso)


def ciff_names(data: bytes) -> tuple[str, str] | None:
    """Return (make, model) of a Canon CRW file's bytes (CIFF heap, tag 0x080a); None when it is not one."""
    if data[:2] not in (b"II", b"MM") or data[6:14] != b"HEAPCCDR":
        return None
    endian = "<" if data[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(endian + "I", data, 2)
        return _ciff_heap(data, start, len(data), endian, depth=0)
    except (struct.error, ValueError):
        return None


def _ciff_heap(data: bytes, start: int, stop: int, endian: str, depth: int) -> tuple[str, str] | None:
    if depth > 5 or not 0 <= start < stop - 4 or stop > len(data):
        return None
    directory = start + struct.unpack_from(endian + "I", data, stop - 4)[0]
    if directory + 2 > stop:
        return None
    (count,) = struct.unpack_from(endian + "H", data, directory)
    for i in range(min(count, _MAX_ENTRIES)):
        at = directory + 2 + 10 * i
        if at + 10 > stop:
            return None
        tag, size, offset = struct.unpack_from(endian + "HII", data, at)
        inside = start + offset
        if tag == 0x080A and inside + size <= stop:
            parts = data[inside:inside + size].split(b"\0")
            if len(parts) >= 2:
                return parts[0].decode("ascii", "replace"), parts[1].decode("ascii", "replace")
        elif (tag & 0x3800) in (0x2800, 0x3000) and not tag & 0xC000 and size < stop - start:
            found = _ciff_heap(data, inside, inside + size, endian, depth + 1)
            if found is not None:
                return found
    return None
