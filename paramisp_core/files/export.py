"""Writes a finished picture as JPEG, PNG, 16-bit TIFF or linear OpenEXR: upright, with EXIF and a color profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.profile import CameraProfile, name_in
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.files.atomic import replacing
from paramisp_core.files.profiles import SRGB, ColorSpace, icc_profile
from paramisp_core.files.tiff_tags import (
    ASCII,
    EXIF_IFD,
    GPS_IFD,
    LONG,
    PLACEHOLDERS,
    RATIONAL,
    SHORT,
    SOFTWARE,
    UNDEFINED,
    Tag,
    ascii_text,
    carried_tags,
    encode_block,
    exif_tags,
    hang_directories,
    now,
)
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import apply_orientation
from paramisp_core.raw.transfer import srgb_decode, srgb_encode

EXPORT_SUFFIXES: dict[str, str] = {
    ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".tif": "tiff", ".tiff": "tiff", ".exr": "exr"}
_STRIP = 1 << 20  # pixels converted at a time


def export_image(
    rgb: NDArray[np.float32],
    path: str | Path,
    *,
    orientation: int = 1,
    shot: ShotSettings | None = None,
    camera: CameraProfile | None = None,
    exif: Mapping[str, Any] | None = None,
    quality: int = 95,
    size: tuple[int, int] | None = None,
    space: ColorSpace = SRGB,
    scene_linear: bool = False,
    bits: int = 16,
    metadata: bool = True,
    notes: Sequence[str] = (),
    software: str = SOFTWARE,
    source: str | Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Write (H, W, 3) float32 sRGB 0..1 to ``path``; its suffix (.jpg, .png, .tif, .exr) chooses the format.

    The picture is turned upright by ``orientation`` (EXIF 274) and tagged 1. JPEG has no chroma subsampling;
    TIFF is 16 bit, deflate; OpenEXR holds linear light in floats of ``bits``, 16 or 32. size: (height, width) upright
    to reduce it to, in linear light. space: what its colors are converted to. scene_linear: ``rgb`` is linear sRGB of
    any value, for OpenEXR only. metadata: False leaves out everything but the profile, the program, and that the RAW
    was estimated. shot: written as EXIF, unknown values left out. camera: gives make and model, unless it is a generic
    one; else those of ``exif``, the tags carried from the photo, stay. notes: what was estimated or changed, for
    ImageDescription and UserComment. source: the original photo, never overwritten.
    Raises UserError for an unknown suffix or a target that cannot be written; progress may raise Cancelled.
    Either way nothing half-written is left.
    """
    kind = EXPORT_SUFFIXES.get(Path(path).suffix.lower())
    if kind is None:
        raise UserError("{path} cannot be written: a picture's name has to end in .jpg, .png, .tif or .exr.", path=path)
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a picture has the shape (H, W, 3), not {rgb.shape}")
    if scene_linear and kind != "exr":
        raise ValueError("scene-linear light is written as OpenEXR only")
    if not metadata:
        shot, camera, exif, notes = None, None, None, notes[:1] if notes and notes[0].startswith("RAW est") else ()
    report = progress or (lambda _: None)
    with replacing(path, source) as temporary:
        report(0.0)
        upright = apply_orientation(rgb, orientation)
        if size is not None and size != upright.shape[:2]:
            upright = _reduced(upright, size, scene_linear)
        if kind == "jpeg" and max(upright.shape[:2]) > 65500:
            raise UserError("{path} cannot be written: JPEG holds at most 65500 pixels a side; choose .tif.", path=path)
        if kind == "exr":
            _write_exr(temporary, upright, scene_linear, space, bits, shot, camera, exif, notes, software, report)
            report(1.0)
            return
        pixels = _integers(space.picture_from(upright), np.uint16 if kind == "tiff" else np.uint8, report)
        main, detail = _tags(shot, camera, exif, notes, software, space)
        if not metadata:
            main = [tag for tag in main if tag.code != 306]  # DateTime: when it was exported
        gps = carried_tags("GPS", exif)
        icc = profile_of(space)
        if kind == "tiff":
            _write_tiff(temporary, pixels, main, detail, gps, icc)
        else:
            height, width = pixels.shape[:2]
            detail += [Tag(40962, LONG, [width]), Tag(40963, LONG, [height])]
            if kind == "jpeg":  # ComponentsConfiguration YCbCr, YCbCrPositioning: EXIF wants them in a JPEG
                main.append(Tag(531, SHORT, [1]))
                detail.append(Tag(37121, UNDEFINED, bytes([1, 2, 3, 0])))
            _write_with_pillow(temporary, pixels, kind, encode_block(main, detail, gps), quality, icc)
        report(1.0)


def _integers(rgb: NDArray[np.float32], dtype: type[np.unsignedinteger], report: Progress) -> NDArray[Any]:
    """Return rounded integers; in strips, so that no second float copy arises."""
    top_value = np.iinfo(dtype).max
    out: NDArray[Any] = np.empty(rgb.shape, dtype)
    rows = max(1, _STRIP // max(1, rgb.shape[1]))
    for top in range(0, rgb.shape[0], rows):
        strip = np.nan_to_num(rgb[top:top + rows], nan=0.0)
        out[top:top + rows] = np.rint(np.clip(strip, 0.0, 1.0) * np.float32(top_value))
        report(0.5 * (top + rows) / (rgb.shape[0] + rows))
    return out


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return an sRGB ICC profile."""
    from PIL import ImageCms

    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def profile_of(space: ColorSpace) -> bytes:
    """Return the ICC profile that goes into a file."""
    return srgb_profile() if space == SRGB else icc_profile(space)


def _reduced(rgb: NDArray[np.float32], size: tuple[int, int], linear: bool) -> NDArray[np.float32]:
    """Return a smaller picture, averaged in linear light, where brightness is kept."""
    import cv2

    light = np.array(rgb, np.float32, order="C")
    if not linear:
        rows = max(1, _STRIP // max(1, light.shape[1]))
        for top in range(0, light.shape[0], rows):
            light[top : top + rows] = srgb_decode(light[top : top + rows])
    small = np.asarray(cv2.resize(light, size[::-1], interpolation=cv2.INTER_AREA), np.float32)
    return small if linear else srgb_encode(small)


def _write_exr(path: Path, rgb: NDArray[np.float32], scene_linear: bool, space: ColorSpace, bits: int,
               shot: ShotSettings | None, camera: CameraProfile | None, exif: Mapping[str, Any] | None,
               notes: Sequence[str], software: str, report: Progress) -> None:
    from paramisp_core.files.exr import write_exr

    known = shot if shot is not None else ShotSettings()
    told = {"isoSpeed": known.iso, "expTime": known.exposure_time, "aperture": known.f_number}
    carried = exif or {}
    made_by = camera.name if camera is not None and not camera.generic else name_in(carried)
    texts = {"comments": "; ".join(notes), "software": software, "owner": str(carried.get("Copyright", "")),
             "capDate": str(carried.get("DateTimeOriginal", "")), "camera": made_by}
    write_exr(path, rgb, space=space, bits=bits, texts=texts,
              numbers={name: value for name, value in told.items() if value is not None},
              convert=lambda lines: space.linear_from(lines if scene_linear else srgb_decode(lines)), progress=report)


def _tags(shot: ShotSettings | None, camera: CameraProfile | None, exif: Mapping[str, Any] | None,
          notes: Sequence[str], software: str, space: ColorSpace) -> tuple[list[Tag], list[Tag]]:
    """Return the main directory's and the EXIF directory's tags."""
    main = {tag.code: tag for tag in carried_tags("Image", exif)}
    if camera is not None and not camera.generic:
        main[271], main[272] = Tag(271, ASCII, camera.make), Tag(272, ASCII, camera.model)
    main[305], main[306] = Tag(305, ASCII, software), Tag(306, ASCII, now())
    main[274] = Tag(274, SHORT, [1])
    main[282], main[283] = Tag(282, RATIONAL, [(72, 1)]), Tag(283, RATIONAL, [(72, 1)])
    main[296] = Tag(296, SHORT, [2])
    detail = exif_tags(shot, exif)
    color_space = 1 if space == SRGB else 65535  # sRGB, or "uncalibrated": the profile says it
    detail += [Tag(40961, SHORT, [color_space]), Tag(40960, UNDEFINED, b"0100")]  # ColorSpace, FlashpixVersion
    if notes:
        text = ascii_text("; ".join(notes))
        main[270] = Tag(270, ASCII, text)
        detail.append(Tag(37510, UNDEFINED, b"ASCII\0\0\0" + text.encode("ascii")))
    return list(main.values()), detail


class _Unnumbered:
    """A file without fileno(): Pillow writes to a number itself and misses it when a full disk takes a part only."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Write all of ``data`` or raise OSError."""
        return self._file.write(data)

    def flush(self) -> None:
        """Do as Pillow asks."""
        self._file.flush()


def _write_with_pillow(path: Path, pixels: NDArray[np.uint8], kind: str, block: bytes, quality: int,
                       profile: bytes) -> None:
    from PIL import Image

    image = Image.fromarray(pixels)
    if kind == "jpeg":
        # Without optimize, which gains 3 %: Pillow's buffer for it is too small for noisy and narrow pictures.
        with open(path, "wb") as file:
            image.save(cast("BinaryIO", _Unnumbered(file)), "JPEG", quality=quality, subsampling=0,
                       exif=b"Exif\0\0" + block, icc_profile=profile)
    else:
        image.save(path, "PNG", exif=block, icc_profile=profile, compress_level=4)


def _write_tiff(path: Path, pixels: NDArray[np.uint16], main: Sequence[Tag], detail: Sequence[Tag],
                gps: Sequence[Tag], profile: bytes) -> None:
    import tifffile

    big = pixels.nbytes > 3_900_000_000
    tags: list[tuple[Any, ...]] = []
    for tag in main:
        if tag.kind == ASCII:
            tags.append((tag.code, "s", 0, ascii_text(str(tag.values)), True))
        elif tag.code == 274:
            tags.append((274, "H", 1, 1, True))
    if not big:  # EXIF is hung into classic TIFF only; a picture beyond 4 GB goes without
        tags.append((PLACEHOLDERS[EXIF_IFD], "I", 1, 0, True))
        if gps:
            tags.append((PLACEHOLDERS[GPS_IFD], "I", 1, 0, True))
    with tifffile.TiffWriter(path, bigtiff=big, byteorder="<") as tiff:
        tiff.write(pixels, photometric="rgb", compression="zlib", predictor=True, metadata=None,
                   software=False, rowsperstrip=max(1, (1 << 20) // max(1, pixels.shape[1])),
                   iccprofile=profile, resolution=(72, 72), resolutionunit=2, extratags=tags)
    if not big:
        hang_directories(path, {EXIF_IFD: detail, GPS_IFD: gps} if gps else {EXIF_IFD: detail})
