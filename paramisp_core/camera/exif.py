"""Reads what a file says about its shot: make, model, shot settings, orientation, light, tags to carry."""

from __future__ import annotations

import io
import logging
import math
import mmap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from paramisp_core.camera.database import Gains
from paramisp_core.camera.libraw import embedded_picture, open_raw
from paramisp_core.camera.maker_note import ciff_names, read_maker_note
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import Sentence

logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it warns of each odd tag; odd tags are normal

LIGHT_SOURCES: dict[int, str] = {
    1: "Daylight", 2: "Fluorescent", 3: "Tungsten", 4: "Flash", 9: "Daylight", 10: "Cloudy", 11: "Shade",
    12: "Daylight Fluorescent", 13: "Day White Fluorescent", 14: "Cool White Fluorescent",
    15: "White Fluorescent", 16: "Warm White Fluorescent", 17: "Tungsten", 18: "Daylight", 19: "Cloudy",
    20: "Daylight", 21: "Cloudy", 22: "Shade", 23: "5000K", 24: "Tungsten",
}
"""EXIF 37384 LightSource to the database's kinds of light; 0 and 255 (unknown, other) are not in it."""

# Tags carried into exported files: by directory, number to EXIF name. Shot settings travel as ShotSettings.
CARRIED: dict[str, dict[int, str]] = {
    "Image": {270: "ImageDescription", 271: "Make", 272: "Model", 315: "Artist", 33432: "Copyright"},
    "EXIF": {
        34850: "ExposureProgram", 36867: "DateTimeOriginal", 36868: "DateTimeDigitized",
        36880: "OffsetTime", 36881: "OffsetTimeOriginal", 36882: "OffsetTimeDigitized",
        37380: "ExposureBiasValue", 37381: "MaxApertureValue", 37382: "SubjectDistance",
        37383: "MeteringMode", 37384: "LightSource", 37385: "Flash", 37521: "SubSecTimeOriginal",
        41986: "ExposureMode", 41987: "WhiteBalance", 41989: "FocalLengthIn35mmFilm",
        41990: "SceneCaptureType",
        42032: "CameraOwnerName", 42033: "BodySerialNumber", 42034: "LensSpecification", 42035: "LensMake",
        42036: "LensModel", 42037: "LensSerialNumber",
    },
    "GPS": {
        1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude", 5: "GPSAltitudeRef",
        6: "GPSAltitude", 7: "GPSTimeStamp", 16: "GPSImgDirectionRef", 17: "GPSImgDirection",
        18: "GPSMapDatum", 29: "GPSDateStamp",
    },
}


@dataclass(frozen=True, eq=False)
class ExifFacts:
    """What could be read; None or empty where nothing could.

    shot: plausible values only, their source is "exif".
    orientation: tag 274, 1..8. light_source: a kind of light from LIGHT_SOURCES. flash_fired: 37385 bit 0.
    white_balance: (3,) gains, green = 1, from the maker note; white_balance_source names it.
    digital_zoom: tag 41988, over 1, how much the camera enlarged the picture.
    carried: tags for exported files by EXIF name: text, int, or a tuple of (numerator, denominator) pairs.
    color_space: tag 40961 (1 sRGB, 2 Adobe RGB, 65535 uncalibrated). adobe_rgb: the pixels are Adobe RGB: color_space
    says it, or the Interoperability tag 1 is "R03", as DCF 2.0 wants it of cameras set to Adobe RGB.
    """

    make: str | None = None
    model: str | None = None
    shot: ShotSettings = field(default_factory=ShotSettings)
    orientation: int = 1
    light_source: str | None = None
    flash_fired: bool | None = None
    white_balance: Gains | None = None
    white_balance_source: str = ""
    carried: Mapping[str, Any] = field(default_factory=dict)
    color_space: int | None = None
    adobe_rgb: bool = False
    digital_zoom: float | None = None


def read_exif(path: str | Path) -> ExifFacts:
    """Return what the file at ``path`` (JPEG, TIFF, PNG, HEIC, WebP or any RAW) says about its shot.

    Never raises on malformed metadata: what cannot be read stays unknown. A missing file gives empty facts.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(64)
            file.seek(0)
            if head[:2] == b"\xff\xd8":
                block = _jpeg_block(file)
                return facts_from_block(block) if block else ExifFacts()
            if head[6:14] == b"HEAPCCDR":
                return _from_ciff(path, file)
            if head[:4] in (b"II*\0", b"MM\0*"):
                return _from_tiff(file)
            patched = _as_tiff(head)
            if patched is not None:
                return facts_from_block(patched + file.read(8 << 20)[len(patched):])
    except OSError:
        return ExifFacts()
    for attempt in (_from_pillow, _from_exifread, _from_libraw):
        facts = attempt(path)
        if facts is not None:
            return facts
    return ExifFacts()


def facts_from_block(block: bytes) -> ExifFacts:
    """Return the facts in an EXIF block: bytes from the TIFF header on ("Exif" before it is allowed)."""
    if block[:6] == b"Exif\0\0":
        block = block[6:]
    facts = _facts(_tags(io.BytesIO(block)), block)
    return facts or ExifFacts()


def _jpeg_block(file: BinaryIO) -> bytes | None:
    """Return the TIFF bytes of a JPEG's first APP1 Exif segment."""
    file.seek(2)
    for _ in range(200):
        marker = file.read(2)
        while len(marker) == 2 and marker == b"\xff\xff":  # fill bytes
            marker = b"\xff" + file.read(1)
        if len(marker) < 2 or marker[0] != 0xFF or marker[1] in (0xD9, 0xDA):
            return None
        length = int.from_bytes(file.read(2), "big")
        if length < 2:
            return None
        body = file.read(length - 2)
        if marker[1] == 0xE1 and body[:4] == b"Exif":
            return body[6:]
    return None


def _as_tiff(head: bytes) -> bytes | None:
    """Return TIFF's own magic for Olympus ORF and Panasonic RW2 files, which differ in nothing else."""
    if head[:4] in (b"IIRO", b"IIRS", b"IIU\0"):
        return b"II*\0"
    return b"MM\0*" if head[:4] == b"MMOR" else None


def _from_tiff(file: BinaryIO) -> ExifFacts:
    tags = _tags(file)
    try:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            # Maker notes lie near the front, and inside the first megabytes in every RAW seen.
            return _facts(tags, bytes(view[: 4 << 20])) or ExifFacts()
    except (OSError, ValueError):
        return _facts(tags, b"") or ExifFacts()


def _from_pillow(path: str | Path) -> ExifFacts | None:
    """PNG, WebP, HEIC: Pillow finds the block, exifread reads it."""
    try:
        import pillow_heif
        from PIL import Image

        pillow_heif.register_heif_opener()
        with Image.open(path) as image:
            block = image.info.get("exif")
            if not block and image.format in ("PNG", "WEBP", "HEIF", "AVIF"):
                block = image.getexif().tobytes()
    except Exception:  # whatever a malformed file makes a parser raise
        return None
    if not isinstance(block, bytes) or len(block) < 14:
        return None
    return facts_from_block(block)


def _from_exifread(path: str | Path) -> ExifFacts | None:
    """CR3, RAF and what else exifread knows by itself."""
    with open(path, "rb") as file:
        return _facts(_tags(file), b"")


def _from_libraw(path: str | Path) -> ExifFacts | None:
    """RAW files whose metadata exifread cannot parse: their thumbnail's EXIF, then LibRaw's own values."""
    try:
        with open_raw(path, pixels=False) as raw:
            picture = embedded_picture(raw)
            if isinstance(picture, bytes):
                block = _jpeg_block(io.BytesIO(picture))
                found = _facts(_tags(io.BytesIO(block)), block) if block else None
                if found is not None and found.model:
                    return found
            return ExifFacts(shot=libraw_shot(raw), carried=_libraw_carried(raw))
    except Exception:  # not a RAW file, or a broken one: open_photo tells the user
        return None


def libraw_shot(raw: Any) -> ShotSettings:
    """Return the settings LibRaw found in an open rawpy file."""
    other = getattr(raw, "other", None)  # rawpy >= 0.26
    if other is None:
        return ShotSettings()
    return ShotSettings(iso=other.iso_speed, exposure_time=other.shutter_speed, f_number=other.aperture,
                        focal_length=other.focal_length, sources=_EXIF_SOURCES)


def _libraw_carried(raw: Any) -> dict[str, Any]:
    other = getattr(raw, "other", None)
    carried: dict[str, Any] = {}
    taken = getattr(other, "timestamp", None)
    if taken is not None and taken.year > 1980:
        carried["DateTimeOriginal"] = taken.strftime("%Y:%m:%d %H:%M:%S")
    artist = getattr(other, "artist", "")
    if artist:
        carried["Artist"] = str(artist)
    return carried


def _from_ciff(path: str | Path, file: BinaryIO) -> ExifFacts:
    """Canon CRW: names from the CIFF heap, the shot from LibRaw."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        names = ciff_names(view)  # type: ignore[arg-type]  # sliced like bytes
    make, model = names or (None, None)
    facts = _from_libraw(path) or ExifFacts()
    carried = {**facts.carried, **({"Make": make, "Model": model} if make else {})}
    return ExifFacts(make=make, model=model, shot=facts.shot, carried=carried)


_EXIF_SOURCES: Any = dict.fromkeys(("iso", "exposure_time", "f_number", "focal_length"), "exif")


def _tags(file: BinaryIO) -> dict[str, Any]:
    """Return exifread's tags, none when it stumbles. No maker notes: exifread 3.5 dies on Canon's."""
    import exifread

    try:
        file.seek(0)
        return dict(exifread.process_file(file, details=False, extract_thumbnail=False))
    except Exception:  # anything from KeyError to RecursionError on malformed blocks
        return {}


def _values(tag: Any) -> list[Any]:
    values = getattr(tag, "values", None)
    return list(values) if isinstance(values, list | tuple) else []


def _float(value: Any) -> float | None:
    try:
        number = float(value[0] if isinstance(value, tuple) else value)
    except (ZeroDivisionError, ValueError, TypeError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _first(tags: dict[str, Any], *names: str) -> float | None:
    """Return the first positive number among the named tags; all of a tag's values are tried."""
    for name in names:
        for value in _values(tags.get(name))[:4]:
            number = _float(value)
            if number is not None and number > 0:
                return number
    return None


def _signed(tags: dict[str, Any], name: str) -> float | None:
    values = _values(tags.get(name))
    return _float(values[0]) if values else None


def _text(tag: Any) -> str | None:
    raw = getattr(tag, "values", None)
    if isinstance(raw, bytes):
        raw = raw.decode("latin-1")
    if not isinstance(raw, str):
        return None
    text = " ".join("".join(c if c.isprintable() else " " for c in raw.split("\0", 1)[0]).split())
    return text[:500] or None


def _facts(tags: dict[str, Any], block: bytes) -> ExifFacts | None:
    """Return facts from exifread's tags and the block's maker note; None when there is not one tag."""
    if not any(name.startswith(("Image ", "EXIF ")) for name in tags):
        return None
    note = read_maker_note(block)
    iso = _first(tags, "EXIF ISOSpeedRatings", "EXIF PhotographicSensitivity")
    if iso is None or iso >= 65535:  # the 16-bit tag is full; the real value stands in a longer one
        iso = _first(tags, "EXIF RecommendedExposureIndex", "EXIF StandardOutputSensitivity",
                     "EXIF ISOSpeed", "EXIF ISOSpeedLatitudeyyy") or note.iso
    time = _first(tags, "EXIF ExposureTime", "Image ExposureTime")
    if time is None and (apex := _signed(tags, "EXIF ShutterSpeedValue")) is not None and abs(apex) < 32:
        time = 2.0**-apex
    stop = _first(tags, "EXIF FNumber", "Image FNumber")
    if stop is None and (apex := _signed(tags, "EXIF ApertureValue")) is not None and 0 < apex < 16:
        stop = 2.0 ** (apex / 2)
    shot = ShotSettings(iso=iso, exposure_time=time, f_number=stop,
                        focal_length=_first(tags, "EXIF FocalLength", "Image FocalLength"),
                        sources=_EXIF_SOURCES)
    orientation = _signed(tags, "Image Orientation")
    light = _signed(tags, "EXIF LightSource")
    flash = _signed(tags, "EXIF Flash")
    space = _signed(tags, "EXIF ColorSpace")
    make = _text(tags.get("Image Make"))
    return ExifFacts(
        make=make,
        model=_text(tags.get("Image Model")),
        shot=shot,
        orientation=int(orientation) if orientation in (1, 2, 3, 4, 5, 6, 7, 8) else 1,
        light_source=None if light is None else LIGHT_SOURCES.get(int(light)),
        flash_fired=None if flash is None else bool(int(flash) & 1),
        white_balance=note.white_balance,
        white_balance_source=Sentence("{make} maker note", make=(make or "camera").split()[0].title()),
        carried=_carried(tags),
        color_space=None if space is None else int(space),
        digital_zoom=zoom if (zoom := _first(tags, "EXIF DigitalZoomRatio")) is not None and zoom > 1 else None,
        adobe_rgb=space == 2 or _text(tags.get("Interoperability InteroperabilityIndex")) == "R03",
    )


def _is_date(text: str) -> bool:
    """Tell whether an EXIF date can be one: cameras without a set clock write zeros, which readers complain of."""
    try:
        datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return False
    return True


def _carried(tags: dict[str, Any]) -> dict[str, Any]:
    carried: dict[str, Any] = {}
    for key, tag in tags.items():
        name = CARRIED.get(key.split(" ", 1)[0], {}).get(getattr(tag, "tag", -1))
        if name is None:
            continue
        text = _text(tag)
        if text is not None:
            if not name.startswith("DateTime") or _is_date(text):
                carried[name] = text
            continue
        values = _values(tag)[:8]
        if values and all(hasattr(v, "numerator") and hasattr(v, "denominator") for v in values):
            if all(isinstance(v, int) for v in values):
                carried[name] = int(values[0])
            elif all(v.denominator for v in values):  # never carry 0/0 on
                carried[name] = tuple((int(v.numerator), int(v.denominator)) for v in values)
    return carried
