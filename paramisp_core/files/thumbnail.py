"""Small pictures of photo files, fast: the embedded one, else a reduced decode; and the photos of a folder."""

from __future__ import annotations

import io
import re
import warnings as python_warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.libraw import embedded_picture, open_raw
from paramisp_core.errors import UserError
from paramisp_core.files.opening import PHOTO_SUFFIXES, RAW_SUFFIXES, is_raw
from paramisp_core.files.pixels import register_heif
from paramisp_core.raw.cfa import apply_orientation

_ENOUGH = 0.8  # of the wanted size: an embedded picture is taken, though it is a little small
_SAME_SHAPE = 0.03  # relative difference in aspect; more means that the embedded picture has black bars


def photos_in(folder: str | Path) -> list[Path]:
    """Return the photos in a folder, by name as people sort: 2 before 10. Raises UserError when it cannot be read."""
    folder = Path(folder)
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in (*PHOTO_SUFFIXES, *RAW_SUFFIXES)
                 and not path.name.startswith(".") and path.is_file()]
    except OSError as error:
        raise UserError("The folder {folder} cannot be read: {reason}.", folder=folder,
                        reason=error.strerror or error) from error
    return sorted(found, key=_natural)


def _natural(path: Path) -> tuple[list[tuple[bool, int, str]], str]:
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts], path.name


def thumbnail(path: str | Path, size: int) -> NDArray[np.uint8]:
    """Return (h, w, 3) uint8 sRGB of a photo, upright, its long side about ``size`` pixels (a small photo's own).

    What it is tells its content, as when it is opened, not its name. Raises UserError when there is no picture in it.
    """
    path = Path(path)
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # of corrupt EXIF and of many megapixels
            pixels = _of_raw(path, size) if is_raw(path) else _of_picture(path, size)
    except UserError:
        raise
    except Exception as error:  # decoders of eight formats raise what they like
        raise UserError("{file} holds no picture that can be read.", file=path.name) from error
    return _fitted(pixels, size)


def _of_picture(path: Path, size: int) -> NDArray[np.uint8]:
    from PIL import Image

    register_heif()
    try:
        with Image.open(path) as image:
            return _from_pillow(image, size)
    except (OSError, ValueError, SyntaxError):
        data = path.read_bytes()
        if data[:2] == b"\xff\xd8":  # truncated: with an end put to it, the decoder gives what there is
            with Image.open(io.BytesIO(data + b"\xff\xd9")) as image:
                return _from_pillow(image, size)
        return _with_opencv(path, data)  # TIFF of three times 16 bits


def _from_pillow(image: Any, size: int) -> NDArray[np.uint8]:
    exif = image.getexif()
    orientation = 1 if image.format in ("HEIF", "AVIF") else exif.get(274, 1)
    small = _embedded(image, exif, size)
    if small is None:
        image.draft("RGB", (2 * size, 2 * size))  # a JPEG is decoded at 1/2, 1/4 or 1/8
        image.load()
        if image.mode.startswith("I;16"):
            gray = (np.asarray(image) >> 8).astype(np.uint8)
            return apply_orientation(np.stack([gray] * 3, -1), orientation)
        small = image.convert("RGB")
    return apply_orientation(np.asarray(small), orientation if orientation in range(1, 9) else 1)


def _embedded(image: Any, exif: Any, size: int) -> Any:
    """Return the thumbnail in a JPEG's EXIF as a Pillow image, where it is large enough and shows the whole photo."""
    from PIL import ExifTags, Image

    block = image.info.get("exif", b"")
    if image.format not in ("JPEG", "MPO") or not block.startswith(b"Exif\0\0"):
        return None
    try:
        directory = exif.get_ifd(ExifTags.IFD.IFD1)
        start, length = int(directory[513]), int(directory[514])  # JPEGInterchangeFormat and its length
        small = Image.open(io.BytesIO(block[6 + start : 6 + start + length])).convert("RGB")
    except Exception:  # none there, or a damaged one: the photo itself is decoded
        return None
    shape = (small.width * image.height) / (small.height * image.width)
    return small if max(small.size) >= _ENOUGH * size and abs(shape - 1) < _SAME_SHAPE else None


def _of_raw(path: Path, size: int) -> NDArray[np.uint8]:
    from PIL import Image

    with open_raw(path, pixels=False) as raw:
        turn = {0: 1, 3: 3, 5: 8, 6: 6}.get(raw.sizes.flip, 1)
        picture = embedded_picture(raw)
        if isinstance(picture, np.ndarray):
            return apply_orientation(picture, turn)
        if picture is not None:
            with suppress(OSError, ValueError), Image.open(io.BytesIO(picture)) as image:
                own = image.getexif().get(274, 1)
                image.draft("RGB", (2 * size, 2 * size))
                return apply_orientation(np.asarray(image.convert("RGB")), own if own in range(2, 9) else turn)
        return np.asarray(raw.postprocess(half_size=True, use_camera_wb=True), np.uint8)  # upright already


def _with_opencv(path: Path, data: bytes) -> NDArray[np.uint8]:
    import cv2

    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)  # turns it upright itself
    if found is None:
        raise UserError("{file} holds no picture that can be read.", file=path.name)
    return np.asarray(found[..., ::-1], np.uint8)


def _fitted(pixels: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    import cv2

    height, width = pixels.shape[:2]
    scale = size / max(height, width)
    if scale >= 1:
        return np.ascontiguousarray(pixels)
    wanted = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(np.ascontiguousarray(pixels), wanted, interpolation=cv2.INTER_AREA), np.uint8)
