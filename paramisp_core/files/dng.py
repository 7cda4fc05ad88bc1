"""Writes a RawImage as a DNG that raw programs accept: a CFA mosaic in lossless JPEG tiles, with previews."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from html import escape
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.profile import CameraProfile, name_in
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.files.atomic import replacing
from paramisp_core.files.dng_opcodes import opcode_list
from paramisp_core.files.tiff_tags import (
    EXIF_IFD,
    GPS_IFD,
    PLACEHOLDERS,
    SOFTWARE,
    ascii_text,
    carried_tags,
    exif_tags,
    hang_directories,
    now,
)
from paramisp_core.progress import Progress, section
from paramisp_core.raw.codes import as_codes
from paramisp_core.raw.image import RawImage

LEVELS: dict[int, tuple[int, int]] = {16: (1024, 65535), 14: (256, 16383)}
"""Bits to (black, white) level. Black above 0 keeps the noise below black, or shadows would take a cast."""

_TILE = 512
_PREVIEW, _THUMBNAIL = 2048, 512
_WILD = 0.0001  # the share of too bright pixels that does not darken the whole picture


def write_dng(
    raw: RawImage,
    path: str | Path,
    *,
    shot: ShotSettings | None = None,
    camera: CameraProfile | None = None,
    exif: Mapping[str, Any] | None = None,
    preview: NDArray[np.float32] | NDArray[np.uint8] | None = None,
    bits: int = 16,
    compression: Literal["lossless-jpeg", "none"] = "lossless-jpeg",
    software: str = SOFTWARE,
    source: str | Path | None = None,
    source_name: bool = True,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    crop: tuple[int, int, int, int] | None = None,
    warp: tuple[float, ...] = (),
    progress: Progress | None = None,
) -> None:
    """Write ``raw`` as DNG 1.4 (layout and tags: measured with ten readers, reference dng.md).

    shot: written as EXIF, unknown values left out. camera: gives the names; a generic one, or none, gives
    made-up names, so that no program applies a real camera's profile to data that is not in its space.
    exif: tags carried from the photo. preview: (H, W, 3) sRGB as stored, what the user saw, float32 or 8 bits; else a
    neutral render. bits: 16 or 14. source: the original photo, never overwritten; source_name: whether the file says
    its name. settings: what a raw program shall still do to the data, as XMP properties of Camera Raw (see
    files/camera_raw.py). crop:
    (top, left, height, width) that raw programs show at first; the data stays whole. warp: takes the lens's
    distortion out (see editing/geometry.py), for raw programs to do; the crop is one of the straight picture.
    Values above white are scaled down to fit, which the description says; where a true RAW's sensor itself
    clipped they are cut at white instead.
    Raises UserError when the target cannot be written; progress may raise Cancelled. Either way nothing
    half-written is left.
    """
    if Path(path).suffix.lower() != ".dng":
        raise UserError("{path} is not a name for a DNG file; it has to end in .dng.", path=path)
    if bits not in LEVELS:
        raise ValueError(f"a DNG is written with 16 or 14 bits, not {bits}")
    if compression not in ("lossless-jpeg", "none"):
        raise ValueError(f"unknown compression {compression!r}")
    with replacing(path, source) as temporary:
        report = progress or (lambda _: None)
        report(0.0)
        stored, scale = _quantize(raw, *LEVELS[bits])
        report(0.1)
        description = _description(raw, camera, exif, scale, software)
        border = 8 if min(raw.height, raw.width) >= 48 else 0
        area = _crop(raw, border, crop)
        picture = _preview(raw, preview, area)
        report(0.2)
        original = source if source_name else None
        main = _main_tags(raw, camera, exif, description, software, original, _digest(stored), settings)
        _write(temporary, stored, picture, bits, compression, (main, _raw_tags(raw, bits, area, warp),
               _preview_tags(software)), section(progress, 0.2, 0.95))
        hang_directories(temporary, {EXIF_IFD: exif_tags(shot, exif), GPS_IFD: carried_tags("GPS", exif)})
        report(1.0)


def _quantize(raw: RawImage, black: int, white: int) -> tuple[NDArray[np.uint16], float]:
    """Return the mosaic at the file's levels and the factor it was scaled by (1 unless it was too bright)."""
    over = raw.mosaic > 1
    if raw.clip_mask is not None and not raw.estimated:
        over &= ~raw.clip_mask
    scale = 1.0
    count = int(np.count_nonzero(over))
    wild = int(raw.mosaic.size * _WILD)
    if count > wild:
        bright = np.where(np.isfinite(raw.mosaic[over]), raw.mosaic[over], 1.0)
        peak = count - 1 - wild
        scale = 1.0 / float(np.partition(bright, peak)[peak])
    limits = _neutral_limits(raw)
    stored = np.empty(raw.mosaic.shape, np.uint16)
    rows = max(1, (1 << 20) // raw.width)
    for top in range(0, raw.height, rows):
        strip = np.nan_to_num(raw.mosaic[top:top + rows], nan=0.0)
        if limits is not None:
            strip = np.minimum(strip, limits[top:top + rows])
        stored[top:top + rows] = np.clip(np.rint(strip * ((white - black) * scale) + black), 0, white)
    return stored, scale


def _neutral_limits(raw: RawImage) -> NDArray[np.float32] | None:
    """Return (H, W) upper limits that keep clipped light neutral once the exposure was lowered, else None.

    Readers turn what reaches the white level neutral. Clipped light that was darkened no longer does: equal
    raw values would come out magenta, so they are brought to the color of the light instead.
    """
    if raw.saturation >= 1:
        return None
    import cv2

    clipped = raw.clip_mask if raw.clip_mask is not None else raw.mosaic >= raw.saturation * 0.999
    near = cv2.dilate(clipped.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0  # the other colors beside it
    neutral = raw.saturation * min(1.0, float(raw.white_balance.min())) / raw.white_balance
    out = np.full(raw.mosaic.shape, np.inf, np.float32)
    for y in range(2):
        for x in range(2):
            cell = out[y::2, x::2]
            cell[near[y::2, x::2]] = neutral[raw.cfa.indices[y, x]]
    return out


def _description(raw: RawImage, camera: CameraProfile | None, exif: Mapping[str, Any] | None, scale: float,
                 software: str) -> str:
    # By the first words open_photo knows an estimated RAW again.
    parts = [note for note in raw.notes if note.startswith("RAW estimated from")][:1]
    if raw.estimated and not parts:
        parts = [f"RAW estimated from JPEG by {software}"]
    taken = name_in(exif or {})
    if taken and (camera is None or camera.generic):
        kind = "phone" if camera is not None and camera.phone else "camera"
        parts.append(f"photo taken with {taken}, color of a generic {kind}")
    parts += [note for note in raw.notes if note not in parts]
    if scale < 1:
        parts.append(f"scaled down by {-np.log2(scale):.4f} EV so that highlights above white fit")
    return ascii_text("; ".join(parts))


def _names(raw: RawImage, camera: CameraProfile | None) -> tuple[str, str, str]:
    """Return (Make, Model, UniqueCameraModel): a real camera's only for data in that camera's space."""
    real = camera is not None and not camera.generic
    if real and raw.estimated:
        assert camera is not None
        real = bool(np.allclose(camera.matrix, raw.xyz_to_camera, atol=0.01))
    if not real or camera is None:
        return "ParamISP", "Generic", "ParamISP Generic"
    return camera.make or "Unknown", camera.model or camera.name, camera.name


def _crop(raw: RawImage, border: int, crop: tuple[int, int, int, int] | None) -> tuple[int, int, int, int]:
    """Return the default crop (top, left, height, width): inside the border, beginning at an even pixel."""
    top, left, height, width = crop or (0, 0, raw.height, raw.width)
    y0, x0 = max(border, top - top % 2), max(border, left - left % 2)
    y1, x1 = min(raw.height - border, top + height), min(raw.width - border, left + width)
    if y1 - y0 < 2 or x1 - x0 < 2:  # a crop of nothing but the border
        return border, border, raw.height - 2 * border, raw.width - 2 * border
    return y0, x0, y1 - y0, x1 - x0


def _preview(raw: RawImage, preview: NDArray[Any] | None, area: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Return the picture of the default crop, at most 2048 px long, 8 bit sRGB, as stored."""
    import cv2

    if preview is None:
        from paramisp_core.raw.develop import neutral_render

        preview = neutral_render(raw, half_size=max(raw.height, raw.width) > _PREVIEW)
    height, width = preview.shape[:2]
    down, across = height / raw.height, width / raw.width
    y, x, y1, x1 = (round(v) for v in (area[0] * down, area[1] * across, (area[0] + area[2]) * down,
                                       (area[1] + area[3]) * across))
    inner = preview[y : max(y + 1, y1), x : max(x + 1, x1)]
    factor = min(1.0, _PREVIEW / max(inner.shape[:2]))
    size = (max(1, round(inner.shape[1] * factor)), max(1, round(inner.shape[0] * factor)))
    small = cv2.resize(inner, size, interpolation=cv2.INTER_AREA) if factor < 1 else inner
    return as_codes(np.asarray(small))


_Tags = list[tuple[Any, ...]]


def _write(path: Path, stored: NDArray[np.uint16], picture: NDArray[np.uint8], bits: int, compression: str,
           tags: tuple[_Tags, _Tags, _Tags], progress: Progress | None) -> None:
    """Write thumbnail, raw and preview with their tags; hang_directories() has to finish the file."""
    import cv2
    import tifffile

    factor = min(1.0, _THUMBNAIL / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    thumbnail = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    jpeg: dict[str, Any] = {"subfiletype": 1, "photometric": "rgb", "compression": "jpeg", "metadata": None,
                            "software": False, "compressionargs": {"level": 90, "outcolorspace": "ycbcr"}}
    layout: dict[str, Any] = {"subfiletype": 0, "photometric": "cfa", "metadata": None, "software": False,
                              "shape": stored.shape, "dtype": np.uint16, "extratags": tags[1]}
    with tifffile.TiffWriter(path, bigtiff=False, byteorder="<") as tiff:
        tiff.write(thumbnail, subifds=2, rowsperstrip=thumbnail.shape[0], extratags=tags[0], **jpeg)
        # LibRaw ends a tile's rows at the picture's width: a tile must not be wider than a narrow picture.
        across = min(_TILE, stored.shape[1] // 16 * 16)
        if compression == "none" or across == 0:
            rows = max(1, (4 << 20) // stored.shape[1])
            tiff.write(_strips(stored, rows, progress), rowsperstrip=rows, **layout)
        else:
            tiff.write(_encoded(stored, across, bits, progress), tile=(_TILE, across), compression="jpeg",
                       compressionargs={"lossless": True, "bitspersample": bits}, **layout)
        tiff.write(picture, rowsperstrip=picture.shape[0], extratags=tags[2], **jpeg)


def _strips(stored: NDArray[np.uint16], rows: int, progress: Progress | None) -> Iterator[NDArray[np.uint16]]:
    for top in range(0, stored.shape[0], rows):
        if progress is not None:
            progress(top / stored.shape[0])
        yield stored[top:top + rows]


def _encoded(stored: NDArray[np.uint16], across: int, bits: int,
             progress: Progress | None) -> Iterator[bytes]:
    """Yield the lossless JPEG tiles, 512 x ``across``, in order.

    A few are encoded ahead in threads, so memory stays bounded.
    """
    height, width = stored.shape
    corners = [(y, x) for y in range(0, height, _TILE) for x in range(0, width, across)]
    workers = min(8, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[bytes]] = deque()
        for done, (y, x) in enumerate(corners):
            waiting.append(pool.submit(_encode_tile, stored, y, x, across, bits))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
            if progress is not None:
                try:
                    progress(done / len(corners))
                except BaseException:
                    pool.shutdown(wait=True, cancel_futures=True)
                    raise
        while waiting:
            yield waiting.popleft().result()


def _encode_tile(stored: NDArray[np.uint16], y: int, x: int, across: int, bits: int) -> bytes:
    import imagecodecs

    tile = stored[y:y + _TILE, x:x + across]
    if tile.shape != (_TILE, across):  # the last two rows and columns again: the mosaic's phase holds
        rows = _repeat_pairs(tile.shape[0], _TILE)
        columns = _repeat_pairs(tile.shape[1], across)
        tile = tile[rows[:, None], columns[None]]
    # Two components put pixels of one color beside each other for the predictor: a fifth smaller.
    pairs = np.ascontiguousarray(tile).reshape(_TILE, across // 2, 2)
    return bytes(imagecodecs.jpeg_encode(pairs, lossless=True, bitspersample=bits))


def _repeat_pairs(length: int, wanted: int) -> NDArray[np.int64]:
    """Return ``wanted`` indices: 0..length-1, then on with the last index of equal parity."""
    index = np.arange(wanted)
    beyond = index >= length
    last = length - 1 - (index - (length - 1)) % 2
    return np.where(beyond, np.maximum(last, 0), index)


def _digest(stored: NDArray[np.uint16]) -> bytes:
    """NewRawImageDigest: MD5 of the MD5s of 256x256 tiles, which lets Adobe's reader verify the mosaic."""
    parts = hashlib.md5(usedforsecurity=False)
    for y in range(0, stored.shape[0], 256):
        for x in range(0, stored.shape[1], 256):
            tile = np.ascontiguousarray(stored[y:y + 256, x:x + 256], dtype="<u2")
            parts.update(hashlib.md5(tile.tobytes(), usedforsecurity=False).digest())
    return parts.digest()


def _pairs(values: Any, denominator: int = 10_000) -> tuple[int, ...]:
    """Return values as flat rationals."""
    return tuple(part for value in values for part in (round(float(value) * denominator), denominator))


def _ascii(code: int, text: str) -> tuple[Any, ...]:
    return (code, "s", 0, ascii_text(text), True)


def _main_tags(raw: RawImage, camera: CameraProfile | None, exif: Mapping[str, Any] | None,
               description: str, software: str, source: str | Path | None, digest: bytes,
               settings: Mapping[str, str | Sequence[str]] | None) -> _Tags:
    make, model, unique = _names(raw, camera)
    neutral = 1.0 / raw.white_balance
    neutral = np.maximum(neutral / neutral.max(), 1e-6)
    tags: _Tags = [
        _ascii(271, make), _ascii(272, model), (274, "H", 1, raw.orientation, True),
        _ascii(305, software), _ascii(306, now()), (PLACEHOLDERS[EXIF_IFD], "I", 1, 0, True),
        (50706, "B", 4, (1, 4, 0, 0), True), (50707, "B", 4, (1, 3, 0, 0), True), _ascii(50708, unique),
        (50721, "2i", 9, _pairs(np.asarray(raw.xyz_to_camera).reshape(-1)), True),
        (50728, "2I", 3, _pairs(neutral, 1_000_000), True),
        (50730, "2i", 1, (0, 1), True), (50731, "2I", 1, (1, 1), True), (50732, "2I", 1, (1, 1), True),
        (50734, "2I", 1, (1, 1), True), (50778, "H", 1, 21, True),
        _ascii(50936, "Embedded"), (50941, "I", 1, 0, True),
        (51111, "B", 16, tuple(digest), True),
        *_preview_tags(software),
    ]
    if description:
        tags.append(_ascii(270, description))
    if carried_tags("GPS", exif):
        tags.append((PLACEHOLDERS[GPS_IFD], "I", 1, 0, True))
    for code, name in ((315, "Artist"), (33432, "Copyright")):
        text = ascii_text(str((exif or {}).get(name, "")))
        if text:
            tags.append(_ascii(code, text))
    if source is not None:
        tags.append(_ascii(50827, Path(source).name))
    packet = _xmp(description, software, settings).encode("utf-8")
    tags.append((700, "B", len(packet), packet, True))
    return tags


def _preview_tags(software: str) -> _Tags:
    name, _, version = ascii_text(software).rpartition(" ")
    return [_ascii(50966, name or version), _ascii(50967, version or "1"), (50970, "I", 1, 2, True)]


def _raw_tags(raw: RawImage, bits: int, area: tuple[int, int, int, int], warp: tuple[float, ...]) -> _Tags:
    black, white = LEVELS[bits]
    height, width = raw.height, raw.width
    pattern = tuple(int(c) for c in raw.cfa.indices.reshape(-1))
    opcodes = opcode_list(warp)
    return [
        (33421, "H", 2, (2, 2), True), (33422, "B", 4, pattern, True),
        (50710, "B", 3, (0, 1, 2), True), (50711, "H", 1, 1, True),
        (50713, "H", 2, (2, 2), True), (50714, "2I", 4, (black, 1) * 4, True), (50717, "I", 1, white, True),
        (50718, "2I", 2, (1, 1, 1, 1), True), (50719, "2I", 2, (area[1], 1, area[0], 1), True),
        (50720, "2I", 2, (area[3], 1, area[2], 1), True),
        (50733, "I", 1, 0, True), (50780, "2I", 1, (1, 1), True),
        (50829, "I", 4, (0, 0, height, width), True),
        *([(51022, 7, len(opcodes), opcodes, True)] if opcodes else []),
    ]


def _xmp(description: str, software: str, settings: Mapping[str, str | Sequence[str]] | None = None) -> str:
    words = ""
    for name, value in (settings or {}).items():
        inner = escape(value) if isinstance(value, str) else (
            "<rdf:Seq>" + "".join(f"<rdf:li>{escape(item)}</rdf:li>" for item in value) + "</rdf:Seq>")
        words += f"<crs:{name}>{inner}</crs:{name}>"
    if description:
        words += (f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(description)}</rdf:li>'
                 "</rdf:Alt></dc:description>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" '
        f'xmp:CreatorTool="{escape(software)}">{words}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
