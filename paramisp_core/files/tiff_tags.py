"""TIFF directories for EXIF: encoding them, and hanging them into files that other writers made."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from paramisp_core import __version__
from paramisp_core.camera.exif import CARRIED
from paramisp_core.camera.shot import ShotSettings

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SRATIONAL = 1, 2, 3, 4, 5, 7, 10
_CODES = {BYTE: "B", SHORT: "H", LONG: "I", UNDEFINED: "B"}

EXIF_IFD, GPS_IFD, SUB_IFDS = 34665, 34853, 330
# tifffile drops the tags that point to EXIF and GPS directories. These unused codes hold their place, in the
# same order among the others, until hang_directories() puts the true ones in.
PLACEHOLDERS = {EXIF_IFD: 34664, GPS_IFD: 34852}


SOFTWARE = f"ParamISP Studio {__version__}"


# Texts of a fixed length, without the NUL; readers complain of any other.
_LENGTHS = {
    "DateTimeOriginal": 19, "DateTimeDigitized": 19, "GPSDateStamp": 10, "GPSLatitudeRef": 1,
    "GPSLongitudeRef": 1, "GPSImgDirectionRef": 1,
}


class Tag(NamedTuple):
    """One TIFF entry: code, type, values (text for ASCII, bytes for UNDEFINED, pairs for RATIONAL)."""

    code: int
    kind: int
    values: Any


def ascii_text(text: str) -> str:
    """Return text that TIFF's ASCII type can hold."""
    plain = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0xD7: "x"})
    return "".join(c for c in plain.encode("ascii", "replace").decode() if c.isprintable()).strip()


def rational(value: float, limit: int = 1_000_000) -> tuple[int, int]:
    """Return value as (numerator, denominator), both within 32 bits."""
    ratio = Fraction(value).limit_denominator(limit)
    if ratio == 0 < value:
        ratio = Fraction(1, min(round(1 / value), 2**32 - 1))
    return ratio.numerator, ratio.denominator


def _payload(tag: Tag) -> tuple[int, bytes]:
    """Return (count, value bytes)."""
    if tag.kind == ASCII:
        data = ascii_text(str(tag.values)).encode("ascii") + b"\0"
        return len(data), data
    if tag.kind in (RATIONAL, SRATIONAL):
        code = "I" if tag.kind == RATIONAL else "i"
        flat = [part for pair in tag.values for part in pair]
        return len(tag.values), struct.pack(f"<{len(flat)}{code}", *flat)
    values = list(tag.values)
    return len(values), struct.pack(f"<{len(values)}{_CODES[tag.kind]}", *values)


def encode_directory(tags: Sequence[Tag], offset: int) -> bytes:
    """Return a little-endian IFD with its values behind it, for the place ``offset`` (even) of a file."""
    ordered = sorted(tags, key=lambda tag: tag.code)
    place = offset + 2 + 12 * len(ordered) + 4
    entries, values = bytearray(), bytearray()
    for tag in ordered:
        count, data = _payload(tag)
        entries += struct.pack("<HHI", tag.code, tag.kind, count)
        if len(data) <= 4:
            entries += data.ljust(4, b"\0")
        else:
            entries += struct.pack("<I", place + len(values))
            values += data + b"\0" * (len(data) % 2)
    return struct.pack("<H", len(ordered)) + bytes(entries) + b"\0\0\0\0" + bytes(values)


def carried_tags(directory: str, exif: Mapping[str, Any] | None) -> list[Tag]:
    """Return the tags of "Image", "EXIF" or "GPS" that a photo's ``exif`` carries along."""
    tags = []
    for code, name in CARRIED[directory].items():
        value = (exif or {}).get(name)
        if isinstance(value, str) and len(ascii_text(value)) >= _LENGTHS.get(name, 1):
            tags.append(Tag(code, ASCII, ascii_text(value)[:_LENGTHS.get(name)]))
        elif isinstance(value, int) and 0 <= value < 2**32:
            kind = BYTE if name == "GPSAltitudeRef" else SHORT if value < 65536 else LONG
            tags.append(Tag(code, kind, [value if kind != BYTE else min(value, 255)]))
        elif isinstance(value, tuple) and value and all(_is_ratio(pair, name) for pair in value):
            if name == "LensSpecification" and not all(pair[0] for pair in value):
                continue  # a zero means unknown, and Adobe's reader complains of it
            tags.append(Tag(code, SRATIONAL if name == "ExposureBiasValue" else RATIONAL, value))
    if directory == "GPS" and tags:
        tags.append(Tag(0, BYTE, [2, 3, 0, 0]))  # GPSVersionID
    return tags


def _is_ratio(pair: Any, name: str) -> bool:
    if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(p, int) for p in pair)):
        return False
    low, high = (-(2**31), 2**31) if name == "ExposureBiasValue" else (0, 2**32)
    return bool(low <= pair[0] < high and 0 < pair[1] < high)


def exif_tags(shot: ShotSettings | None, exif: Mapping[str, Any] | None) -> list[Tag]:
    """Return the EXIF directory: shot settings that are known, and what the photo's ``exif`` carries."""
    tags = [Tag(36864, UNDEFINED, b"0231"), *carried_tags("EXIF", exif)]
    if shot is None:
        return tags
    if shot.exposure_time is not None:
        tags.append(Tag(33434, RATIONAL, [rational(shot.exposure_time)]))
    if shot.f_number is not None:
        tags.append(Tag(33437, RATIONAL, [rational(shot.f_number, 1000)]))
    if shot.iso is not None:
        iso = max(1, round(shot.iso))
        tags += [Tag(34855, SHORT, [min(iso, 65535)]), Tag(34864, SHORT, [2]), Tag(34866, LONG, [iso])]
    if shot.focal_length is not None:
        tags.append(Tag(37386, RATIONAL, [rational(shot.focal_length, 1000)]))
    return tags


def now() -> str:
    """Return this moment as EXIF writes it."""
    return datetime.datetime.now().strftime("%Y:%m:%d %H:%M:%S")


def encode_block(main: Sequence[Tag], exif: Sequence[Tag], gps: Sequence[Tag]) -> bytes:
    """Return a whole EXIF block: TIFF header, main directory, EXIF and GPS directories."""
    linked = [*main, Tag(EXIF_IFD, LONG, [0])] + ([Tag(GPS_IFD, LONG, [0])] if gps else [])
    exif_at = 8 + len(encode_directory(linked, 8))
    exif_bytes = encode_directory(exif, exif_at)
    gps_at = exif_at + len(exif_bytes)
    linked = [*main, Tag(EXIF_IFD, LONG, [exif_at])] + ([Tag(GPS_IFD, LONG, [gps_at])] if gps else [])
    gps_bytes = encode_directory(gps, gps_at) if gps else b""
    return b"II*\0\x08\0\0\0" + encode_directory(linked, 8) + exif_bytes + gps_bytes


def hang_directories(path: Path, directories: Mapping[int, Sequence[Tag]]) -> None:
    """Finish a little-endian classic TIFF that tifffile wrote.

    directories: EXIF_IFD or GPS_IFD to its tags; each is appended and its placeholder in the first directory
    made to point there. SubIFDs get the type LONG (exiftool warns of type IFD), and no successor (tifffile
    before 2026.5 chains them, of which exiv2 and Adobe's SDK warn).
    """
    with open(path, "rb+") as file:
        file.seek(4)
        (first,) = struct.unpack("<I", file.read(4))
        for at, code, _, count, value in _entries(file, first):
            for true_code, tags in directories.items():
                if code == PLACEHOLDERS[true_code]:
                    file.seek(0, 2)
                    if file.tell() % 2:
                        file.write(b"\0")
                    place = file.tell()
                    file.write(encode_directory(tags, place))
                    file.seek(at)
                    file.write(struct.pack("<HHII", true_code, LONG, 1, place))
            if code == SUB_IFDS:
                file.seek(at + 2)
                file.write(struct.pack("<H", LONG))
                offsets = [value]
                if count > 1:
                    file.seek(value)
                    offsets = list(struct.unpack(f"<{count}I", file.read(4 * count)))
                for offset in offsets:
                    file.seek(offset)
                    (number,) = struct.unpack("<H", file.read(2))
                    file.seek(offset + 2 + 12 * number)
                    file.write(b"\0\0\0\0")


def _entries(file: Any, directory: int) -> list[tuple[int, int, int, int, int]]:
    """Return (position, code, type, count, value) of each entry."""
    file.seek(directory)
    (number,) = struct.unpack("<H", file.read(2))
    data = file.read(12 * number)
    return [(directory + 2 + 12 * i, *struct.unpack_from("<HHII", data, 12 * i)) for i in range(number)]
