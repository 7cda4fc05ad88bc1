"""Real RAW+JPEG pairs to check against: the camera's own JPEG laid exactly over its own RAW."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.errors import UserError
from paramisp_core.files.opening import RAW_SUFFIXES, open_photo
from paramisp_core.raw.cfa import apply_orientation, binned
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype
_SURE = 0.3  # phase correlation of a right alignment; a wrong one stays below 0.1


@dataclass(frozen=True)
class RealPair:
    """One shot: the JPEG as Photo (camera, shot and white balance are the RAW's own) and the true RAW over it.

    reduced: the JPEG is smaller than the RAW; then truth is (H, W, 3) unbalanced camera RGB, else a RawImage
    mosaic of the same size. path: of the RAW file. placed: lays a picture (H, W, 3) of the RAW file's own size and
    orientation over the JPEG.
    """

    name: str
    photo: Photo
    raw: RawImage
    camera_rgb: Array | None = None
    path: Path | None = None
    placed: Callable[[Array], Array] | None = None

    @property
    def reduced(self) -> bool:
        """True when only colours, not single pixels, can be compared."""
        return self.camera_rgb is not None


def find_pairs(place: Path) -> list[RealPair]:
    """Return the pairs of a folder (or one RAW file): RAWs with a JPEG of the same name, or with one inside.

    RAW files without either, or of sensors that cannot be read, are left out.
    """
    pairs = []
    for path in sorted(place.iterdir()) if place.is_dir() else [place]:
        if path.suffix.lower() not in RAW_SUFFIXES:
            continue
        try:
            raw = open_photo(path)
            jpeg = next((p for p in (path.with_suffix(".JPG"), path.with_suffix(".jpg")) if p.exists()), None)
            pair = align(path.stem, raw, open_photo(jpeg).rgb) if jpeg else _embedded(path, raw)
        except UserError:
            continue
        if pair is not None:
            pairs.append(pair)
    return pairs


def align(name: str, shot: Photo, rgb: Array) -> RealPair:
    """Lay a full-size JPEG over its RAW: mirrored or turned by 180 degrees if need be, then shifted.

    Raises UserError when they do not match.
    """
    raw = shot.raw
    assert raw is not None
    best = max((_correlation(raw, rgb, turn) for turn in (1, 2, 3, 4)), key=lambda found: found[0])
    response, turn, dx, dy = best
    if response < _SURE:
        raise UserError(f"{name}: the JPEG does not match the RAW.")
    turned = np.ascontiguousarray(apply_orientation(raw.mosaic, turn))
    cfa = raw.cfa.oriented(turn, raw.height, raw.width)
    # rgb[y + dy, x + dx] shows turned[y, x]
    height, width = min(turned.shape[0], rgb.shape[0]), min(turned.shape[1], rgb.shape[1])
    ry, rx, jy, jx = max(0, -dy), max(0, -dx), max(0, dy), max(0, dx)
    height, width = (height - abs(dy)) // 2 * 2, (width - abs(dx)) // 2 * 2
    truth = raw.with_changes(mosaic=turned, cfa=cfa, clip_mask=None).crop(ry, rx, height, width)

    def placed(picture: Array) -> Array:
        return np.asarray(apply_orientation(picture, turn)[ry : ry + height, rx : rx + width])

    return RealPair(name, _photo(shot, rgb[jy : jy + height, jx : jx + width], truth), truth, path=shot.path,
                    placed=placed)


def _correlation(raw: RawImage, rgb: Array, turn: int) -> tuple[float, int, int, int]:
    """Return (response, turn, dx, dy): how far the JPEG is shifted against the turned RAW, in even pixels."""
    half = apply_orientation(_half(raw.mosaic), turn)
    green = _half(rgb[..., 1])
    height, width = min(half.shape[0], green.shape[0]), min(half.shape[1], green.shape[1])
    flat = [
        (part - cv2.GaussianBlur(part, (0, 0), 8)).astype(np.float64)
        for part in (np.sqrt(np.maximum(half[:height, :width], 0)), green[:height, :width] ** 1.1)]
    (x, y), response = cv2.phaseCorrelate(flat[0], flat[1])
    return response, turn, 2 * round(x), 2 * round(y)


def _half(image: Array) -> Array:
    height, width = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    image = image[:height, :width]
    return np.ascontiguousarray((image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]) / 4)


def _embedded(path: Path, shot: Photo) -> RealPair | None:
    """Return the pair of a RAW and a small camera JPEG inside it: the same field, without the RAW's margins."""
    import rawpy
    from PIL import Image

    raw = shot.raw
    assert raw is not None
    with rawpy.imread(str(path)) as file:
        try:
            thumb = file.extract_thumb()
        except rawpy.LibRawError:
            return None
    if thumb.format != rawpy.ThumbFormat.JPEG:
        return None
    rgb = np.asarray(Image.open(io.BytesIO(bytes(thumb.data))).convert("RGB"), np.float32) / 255
    if min(rgb.shape[:2]) < 400 or rgb.shape[0] >= raw.height:
        return None
    planes = binned(raw.mosaic, raw.cfa)
    # Cameras cut a few pixels off each side for the JPEG; find the scale and place that fit best.
    best: tuple[float, float, float, float] | None = None
    for scale in (1.0, 0.995, 0.99, 0.985, 0.98, 0.975):
        window = _window(planes, scale, rgb.shape)
        a = np.sqrt(np.maximum(window[..., 1], 0))
        b = rgb[..., 1] ** 1.1
        detail = [(v - cv2.GaussianBlur(v, (0, 0), 4)).astype(np.float64) for v in (a, b)]
        (dx, dy), response = cv2.phaseCorrelate(detail[0], detail[1])
        if best is None or response > best[0]:
            best = response, scale, dx, dy
    if best is None or best[0] < _SURE:
        return None
    _, scale, dx, dy = best
    cut = slice(8, -8)

    def laid(cells: Array) -> Array:
        """Return (H // 2, W // 2, 3) cells of the RAW as they lie under the JPEG."""
        moved = cv2.warpAffine(_window(cells, scale, rgb.shape), np.array([[1, 0, dx], [0, 1, dy]]),
                               rgb.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        return np.ascontiguousarray(np.asarray(moved, np.float32)[cut, cut])

    def placed(picture: Array) -> Array:
        half = planes.shape[1::-1]
        return laid(np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.float32))

    return RealPair(path.stem, _photo(shot, rgb[cut, cut], raw), raw, laid(planes), path, placed)


def _window(cells: Array, scale: float, shape: tuple[int, ...]) -> Array:
    """Return the middle of (H, W, 3) cells in the JPEG's aspect, ``scale`` of what fits, at the JPEG's size."""
    fit = min(cells.shape[0] * scale / shape[0], cells.shape[1] * scale / shape[1])
    height, width = round(shape[0] * fit), round(shape[1] * fit)
    top, left = (cells.shape[0] - height) // 2, (cells.shape[1] - width) // 2
    return np.asarray(cv2.resize(cells[top : top + height, left : left + width], shape[1::-1],
                                 interpolation=cv2.INTER_AREA))


def _photo(shot: Photo, rgb: Array, raw: RawImage) -> Photo:
    """Return the JPEG with the RAW's own facts, so that only the network is judged, not the camera database."""
    camera = CameraProfile(
        shot.camera.name, shot.camera.make, shot.camera.model,
        tuple(tuple(float(v) for v in row) for row in raw.xyz_to_camera),  # type: ignore[misc]
        cfa=raw.cfa)
    return Photo(np.ascontiguousarray(rgb), shot.shot, camera, raw.white_balance)
