"""Opens a photo or a RAW file, whatever its name: pixels, shot, camera and where each of them came from."""

from __future__ import annotations

from pathlib import Path

from paramisp_core.camera.database import as_shot_white_balance
from paramisp_core.camera.exif import ExifFacts, read_exif
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.camera.which import camera_of
from paramisp_core.errors import UserError
from paramisp_core.files.pixels import (
    Pixels,
    check_size,
    converted,
    embedded_icc,
    is_tiff_like,
    read_png16,
    read_tiff,
    read_with_pillow,
)
from paramisp_core.files.profiles import CAMERA_ADOBE_RGB, icc_profile
from paramisp_core.files.raws import open_raw_file

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".heic", ".heif", ".avif", ".webp")
RAW_SUFFIXES = (
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".k25", ".kdc",
    ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf",
    ".srw", ".x3f",
)
"""For file dialogs; open_photo goes by content."""


def open_photo(path: str | Path, camera: CameraProfile | None = None,
               shot: ShotSettings | None = None) -> Photo:
    """Open a JPEG, PNG, TIFF, HEIC, WebP or any RAW file that LibRaw reads.

    camera: overrides the profile found by EXIF. shot: its known values override EXIF's.
    The file is opened for reading only. Orientation is kept as a tag. What the user should know is in
    ``Photo.warnings``. Raises UserError, one sentence, for anything that cannot be opened.
    """
    path = Path(path)
    try:
        head = _head(path)
        facts = read_exif(path)
        if _is_raw(path, head):
            return open_raw_file(path, head, facts, camera, shot)
        return _open_picture(path, head, facts, camera, shot)
    except OSError as error:
        raise UserError("{file} cannot be read: {reason}.", file=path.name, reason=error.strerror or error) from error
    except MemoryError as error:
        raise UserError("There is not enough memory to open {file}.", file=path.name) from error


def is_raw(path: Path) -> bool:
    """Tell by its content, whatever its name, whether a file is opened as a RAW. Raises UserError, or OSError."""
    return _is_raw(path, _head(path))


def _is_raw(path: Path, head: bytes) -> bool:
    return not _is_picture(head) or (is_tiff_like(head) and not _is_plain_tiff(path))


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise UserError("{path} is a folder, not a photo.", path=path)
    if not path.exists():
        raise UserError("{path} does not exist.", path=path)
    with open(path, "rb") as file:
        head = file.read(64)
    if not head:
        raise UserError("{file} is empty.", file=path.name)
    return head


def _is_picture(head: bytes) -> bool:
    brands = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
    return (head[:2] == b"\xff\xd8" or head[:8] == b"\x89PNG\r\n\x1a\n" or is_tiff_like(head)
            or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
            or (head[4:8] == b"ftyp" and head[8:12] in brands)
            or head[:6] in (b"GIF87a", b"GIF89a") or head[:2] == b"BM")


def _is_plain_tiff(path: Path) -> bool:
    """Tell a rendered TIFF from the RAW formats built on TIFF (DNG, NEF, CR2, ARW …), by its first page."""
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            page = tiff.pages.first
            if 50706 in page.tags or 33421 in page.tags:  # DNGVersion, CFARepeatPatternDim
                return False
            if path.suffix.lower() in RAW_SUFFIXES:
                return False
            make = page.tags.get(271)
            rendered = int(page.photometric) in (0, 1, 2, 3, 5, 6, 8)
            # A RAW's first page is a thumbnail; its SubIFDs hold the mosaic.
            return rendered and not (make is not None and 330 in page.tags and int(page.subfiletype) == 1)
    except Exception:  # not a TIFF after all: LibRaw has the last word
        return False


def _open_picture(path: Path, head: bytes, facts: ExifFacts, camera: CameraProfile | None,
                  shot: ShotSettings | None) -> Photo:
    warnings: list[str] = []
    quantization = None
    if is_tiff_like(head):
        pixels, bits = read_tiff(path, warnings)
    elif head[:8] == b"\x89PNG\r\n\x1a\n" and head[24:25] == b"\x10":
        pixels, bits = read_png16(path, warnings), 16
    else:
        (pixels, quantization), bits = read_with_pillow(path, warnings), 8
    check_size(path, pixels.shape[0], pixels.shape[1])
    if facts.adobe_rgb and embedded_icc(path) is None:  # many cameras embed no profile: EXIF alone says it
        pixels, quantization = converted(pixels, icc_profile(CAMERA_ADOBE_RGB), warnings), None
    # Pillow's HEIC reader has turned the pixels already and says so by a missing tag.
    orientation = 1 if head[4:8] == b"ftyp" else facts.orientation
    photo = _photo(path, pixels, bits, facts, orientation, camera, shot, warnings)
    return photo.with_changes(quantization=quantization)


def _photo(path: Path, pixels: Pixels, bits: int, facts: ExifFacts, orientation: int,
           camera: CameraProfile | None, shot: ShotSettings | None, warnings: list[str]) -> Photo:
    profile = camera_of(facts, camera, warnings)
    gains, source = as_shot_white_balance(profile, facts)
    return Photo(
        pixels=pixels, shot=facts.shot.merged(shot) if shot is not None else facts.shot, camera=profile,
        white_balance=gains, white_balance_source=source, orientation=orientation, path=path,
        exif=dict(facts.carried), bits=bits, warnings=tuple(warnings),
    )
