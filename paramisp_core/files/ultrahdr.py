"""Writes Ultra HDR: a JPEG for any screen with a gain map behind it that HDR screens brighten it by.

The format is Google's Ultra HDR 1.1 (developer.android.com/media/platform/hdr-image-format): the gain map is a second
JPEG, found through CIPA DC-007's multi-picture directory (MPF) and through XMP; its parameters stand in Adobe's hdrgm
XMP and, for readers of ISO 21496-1, in that standard's binary form.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.files.atomic import replacing
from paramisp_core.files.export import export_image
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import apply_orientation

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_ISO = b"urn:iso:std:iso:ts:21496:-1\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_OFFSET = 1 / 64  # added to both pictures, so that black divides
_STRIP = 256  # rows at a time
_SHRINK = 2  # the gain map's size, of the picture's
_LEAST_RANGE = 0.01


@dataclass(frozen=True)
class GainMap:
    """Gain map pixels (h, w) uint8 and their meaning: log2 of the gain runs from ``low`` to ``high``."""

    pixels: Array
    low: float
    high: float

    @classmethod
    def of(cls, gain_ev: Array, shown: Array) -> GainMap:
        """Return the map of gains (H, W) in EV for a picture (H, W, 3), sRGB 0..1, at half its size.

        What is stored is (HDR + 1/64) / (SDR + 1/64), so that what is nearly black gets nearly no gain.
        """
        from paramisp_core.raw.transfer import srgb_decode

        stored = np.empty(gain_ev.shape, np.float32)
        for top in range(0, len(stored), _STRIP):
            rows = slice(top, top + _STRIP)
            luminance = srgb_decode(shown[rows]) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
            stored[rows] = np.log2((luminance * np.exp2(gain_ev[rows]) + _OFFSET) / (luminance + _OFFSET))
        height, width = (max(1, side // _SHRINK) for side in gain_ev.shape)
        small = cv2.resize(stored, (width, height), interpolation=cv2.INTER_AREA)
        low, high = float(min(small.min(), 0)), float(max(small.max(), 0))
        if high - low < _LEAST_RANGE:
            high = low + _LEAST_RANGE
        pixels = np.rint((small - low) / (high - low) * 255)
        return cls(np.clip(pixels, 0, 255).astype(np.uint8), low, high)


def export_ultrahdr(rgb: Array, gain_ev: Array, path: str | Path, *, orientation: int = 1,
                    shot: ShotSettings | None = None, camera: CameraProfile | None = None,
                    exif: Mapping[str, Any] | None = None, quality: int = 95, notes: Sequence[str] = (),
                    source: str | Path | None = None, progress: Progress | None = None) -> None:
    """Write (H, W, 3) sRGB 0..1 as JPEG with the gain (H, W), in EV, that HDR screens show it brighter by.

    Everything else as in :func:`export_image`. Raises UserError for another suffix than .jpg.
    """
    if Path(path).suffix.lower() not in (".jpg", ".jpeg"):
        raise UserError("{path} cannot be written: Ultra HDR is a JPEG; its name has to end in .jpg.", path=path)
    shown = np.ascontiguousarray(apply_orientation(rgb, orientation))
    gain_map = GainMap.of(np.ascontiguousarray(apply_orientation(gain_ev, orientation)), shown)
    with replacing(path, source) as temporary:
        export_image(shown, temporary, shot=shot, camera=camera, exif=exif, quality=quality, notes=notes,
                     progress=progress)
        temporary.write_bytes(with_gain_map(temporary.read_bytes(), gain_map))


def with_gain_map(picture: bytes, gain_map: GainMap) -> bytes:
    """Return a JPEG file with a gain map joined to it."""
    second = _gain_map_file(gain_map)
    head, tail = _split_after_application_segments(picture)
    before = head + _segment(0xE1, _XMP + _primary_xmp(len(second))) + _segment(0xE2, _ISO + bytes(4))
    mpf_length = 2 + 2 + 4 + _MPF_SIZE
    total = len(before) + mpf_length + len(tail)
    # the directory counts from its own byte order mark, behind FFE2, length and "MPF\0"
    mpf = _mpf(total, len(second), total - (len(before) + 8))
    return before + _segment(0xE2, b"MPF\0" + mpf) + tail + second


def _gain_map_file(gain_map: GainMap) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(gain_map.pixels).save(buffer, "JPEG", quality=92)
    head, tail = _split_after_application_segments(buffer.getvalue())
    return (head + _segment(0xE1, _XMP + _gain_map_xmp(gain_map)) + _segment(0xE2, _ISO + _iso_metadata(gain_map))
            + tail)


def _split_after_application_segments(jpeg: bytes) -> tuple[bytes, bytes]:
    """Cut a JPEG behind its application segments (JFIF, EXIF, ICC)."""
    at = 2
    while jpeg[at] == 0xFF and 0xE0 <= jpeg[at + 1] <= 0xEF:
        at += 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
    return jpeg[:at], jpeg[at:]


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


_MPF_SIZE = 8 + 2 + 3 * 12 + 4 + 2 * 16


def _mpf(first_size: int, second_size: int, second_at: int) -> bytes:
    """Return the MP index directory (CIPA DC-007 5.2) of two pictures, big endian."""
    entries_at = 8 + 2 + 3 * 12 + 4
    directory = struct.pack(">H", 3)
    directory += struct.pack(">HHI4s", 0xB000, 7, 4, b"0100")  # MPFVersion
    directory += struct.pack(">HHII", 0xB001, 4, 1, 2)  # NumberOfImages
    directory += struct.pack(">HHII", 0xB002, 7, 32, entries_at)  # MPEntry
    directory += struct.pack(">I", 0)
    first = struct.pack(">IIIHH", 0x030000, first_size, 0, 0, 0)  # baseline MP primary image
    second = struct.pack(">IIIHH", 0, second_size, second_at, 0, 0)
    return b"MM\0*" + struct.pack(">I", 8) + directory + first + second


def _primary_xmp(length: int) -> bytes:
    return _xmp(
        ' xmlns:Container="http://ns.google.com/photos/1.0/container/"'
        ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0"',
        "<Container:Directory><rdf:Seq>"
        '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>'
        '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg"'
        f' Item:Length="{length}"/></rdf:li></rdf:Seq></Container:Directory>')


def _gain_map_xmp(gain_map: GainMap) -> bytes:
    values = {
        "Version": "1.0", "GainMapMin": f"{gain_map.low:.6f}", "GainMapMax": f"{gain_map.high:.6f}", "Gamma": "1",
        "OffsetSDR": f"{_OFFSET}", "OffsetHDR": f"{_OFFSET}", "HDRCapacityMin": "0",
        "HDRCapacityMax": f"{max(gain_map.high, _LEAST_RANGE):.6f}", "BaseRenditionIsHDR": "False",
    }
    return _xmp("".join(f' hdrgm:{name}="{value}"' for name, value in values.items()), "")


def _xmp(attributes: str, content: str) -> bytes:
    text = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"{attributes}>'
            f"{content}</rdf:Description></rdf:RDF></x:xmpmeta>")
    return text.encode("ascii")


def _iso_metadata(gain_map: GainMap) -> bytes:
    """Return ISO 21496-1's metadata, big endian: versions, flags, headrooms, then one channel's parameters."""
    def fraction(value: float) -> bytes:
        return struct.pack(">iI", round(value * 1_000_000), 1_000_000)

    # flags: one channel, applied in the base picture's color space (0x40)
    return b"".join((
        struct.pack(">HHB", 0, 0, 0x40), fraction(0), fraction(max(gain_map.high, _LEAST_RANGE)),
        fraction(gain_map.low), fraction(gain_map.high), fraction(1), fraction(_OFFSET), fraction(_OFFSET)))
