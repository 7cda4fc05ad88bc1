"""Real RAW+JPEG pairs to check against: the camera's own JPEG laid exactly over its own RAW."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from paramisp_core.camera.libraw import embedded_picture, open_raw
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.errors import UserError
from paramisp_core.files.opening import RAW_SUFFIXES, open_photo
from paramisp_core.raw.cfa import CFA, apply_orientation, binned
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype
_SURE = 0.3  # phase correlation of a right alignment; a wrong one stays below 0.1
_LEAST = 400  # pixels on the JPEG's short side
_COARSE = 1000  # pixels on the long side at which mirroring and turning are told apart
_REACH = 8  # pixels by which that may be wrong
_PATCH, _PATCHES = 128, 6
_CORNER, _CORNER_SURE, _CORNER_OFF = 256, 0.25, 3.0  # half-size pixels; response; pixels


@dataclass(frozen=True)
class RealPair:
    """One shot: the JPEG as Photo (camera, shot and white balance are the RAW's own) and the true RAW over it.

    reduced: the JPEG is smaller than the RAW; then truth is (H, W, 3) unbalanced camera RGB, else a RawImage
    mosaic of the same size. path: of the RAW file. placed: lays a picture (H, W, 3) of the RAW file's own size and
    orientation over the JPEG. place: (turn as EXIF orientation, rows, columns cut off the turned RAW).
    """

    name: str
    photo: Photo
    raw: RawImage
    camera_rgb: Array | None = None
    path: Path | None = None
    placed: Callable[[Array], Array] | None = None
    place: tuple[int, int, int] = (1, 0, 0)

    @property
    def reduced(self) -> bool:
        """True when only colours, not single pixels, can be compared."""
        return self.camera_rgb is not None


def find_pairs(place: Path, left_out: Callable[[UserError], None] | None = None) -> list[RealPair]:
    """Return the pairs of a folder (or one RAW file): RAWs with a JPEG of the same name, or with one inside.

    RAW files without either, or of sensors that cannot be read, are left out; ``left_out`` is told why.
    """
    pairs = []
    for path in raw_files(place):
        try:
            pairs.append(read_pair(path))
        except UserError as error:
            if left_out is not None:
                left_out(error)
    return pairs


def raw_files(place: Path) -> list[Path]:
    """Return the RAW files of a folder, by name; of a file itself."""
    paths = sorted(place.iterdir()) if place.is_dir() else [place]
    return [path for path in paths if path.suffix.lower() in RAW_SUFFIXES]


def read_pair(path: Path) -> RealPair:
    """Return the pair of a RAW file: with the JPEG beside it (same stem), else with the one inside it.

    Raises UserError, one sentence that says why there is none.
    """
    shot = open_photo(path)
    if shot.raw is None:
        raise UserError("{file} holds no RAW.", file=path.name)
    if shot.raw.estimated:  # what 'invert' left beside the photos would teach a network its own mistakes
        raise UserError("{file} was itself estimated from a picture; a pair needs the camera's own RAW.",
                        file=path.name)
    beside = [one for end in (".jpg", ".JPG", ".jpeg", ".JPEG", ".Jpg") if (one := path.with_suffix(end)).exists()]
    rgb = open_photo(beside[0]).rgb if beside else _inner_jpeg(path)
    height, width = sorted(rgb.shape[:2])
    if min(height, width) < _LEAST:
        raise UserError("{file}: its JPEG has only {width}x{height} pixels.", file=path.name, width=rgb.shape[1],
                        height=rgb.shape[0])
    short, long = sorted(shot.raw.mosaic.shape)
    if height > 0.85 * short and width > 0.85 * long:
        return align(path.stem, shot, rgb)
    if height > 0.5 * short:
        raise UserError("{file}: its JPEG is reduced to {width}x{height} pixels, too large to be compared by colors "
                        "and too small by pixels.", file=path.name, width=rgb.shape[1], height=rgb.shape[0])
    return _reduced(path, shot, rgb)


def _inner_jpeg(path: Path) -> Array:
    """Return the largest JPEG inside a RAW file, (H, W, 3) float32 0..1, as stored. Raises UserError."""
    from PIL import Image

    with open_raw(path, pixels=False) as file:
        picture = embedded_picture(file)
    if not isinstance(picture, bytes):
        raise UserError("{file} has no JPEG of the same name beside it and none inside.", file=path.name)
    try:
        return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), np.float32) / 255
    except (OSError, ValueError) as error:
        raise UserError("{file}: the JPEG inside it is damaged ({error}).", file=path.name, error=error) from None


def align(name: str, shot: Photo, rgb: Array) -> RealPair:
    """Lay a full-size JPEG over its RAW: mirrored or turned if need be, then shifted.

    Raises UserError when they do not match: another picture, a Bayer pattern that is not the file's, or corners that
    the camera's lens correction has moved.
    """
    raw = shot.raw
    assert raw is not None
    turns = [turn for turn in range(1, 9) if _fits(raw, rgb, turn)]
    if not turns:
        raise UserError("{file}: the JPEG has another shape than the RAW.", file=name)
    response, turn, dx, dy = max((_correlation(raw, rgb, turn) for turn in turns), key=lambda found: found[0])
    if response < _SURE:
        raise UserError("{file}: the JPEG shows something else than the RAW (they correlate by {response:.2f} only).",
                        file=name, response=float(response))
    turned = raw.with_changes(mosaic=np.ascontiguousarray(apply_orientation(raw.mosaic, turn)),
                              cfa=raw.cfa.oriented(turn, raw.height, raw.width), clip_mask=None)
    dx, dy = _refined(name, turned, rgb, dx, dy)
    # rgb[y + dy, x + dx] shows turned[y, x]
    ry, rx, jy, jx = max(0, -dy), max(0, -dx), max(0, dy), max(0, dx)
    height = min(turned.height - ry, rgb.shape[0] - jy) // 2 * 2
    width = min(turned.width - rx, rgb.shape[1] - jx) // 2 * 2
    truth = turned.crop(ry, rx, height, width)
    over = np.ascontiguousarray(rgb[jy : jy + height, jx : jx + width])
    _check_corners(name, truth, over)

    def placed(picture: Array) -> Array:
        return np.asarray(apply_orientation(picture, turn)[ry : ry + height, rx : rx + width])

    return RealPair(name, _photo(shot, over, truth), truth, path=shot.path, placed=placed, place=(turn, ry, rx))


def _fits(raw: RawImage, rgb: Array, turn: int) -> bool:
    """Tell whether the RAW, turned, covers the JPEG within a few per cent on both sides."""
    height, width = (raw.height, raw.width) if turn < 5 else (raw.width, raw.height)
    return all(0.85 < a / b < 1.15 for a, b in ((height, rgb.shape[0]), (width, rgb.shape[1])))


def _correlation(raw: RawImage, rgb: Array, turn: int) -> tuple[float, int, int, int]:
    """Return (response, turn, dx, dy): how far the JPEG is shifted against the turned RAW, to a few pixels."""
    half = apply_orientation(_half(raw.mosaic), turn)
    green = _half(rgb[..., 1])
    height, width = min(half.shape[0], green.shape[0]), min(half.shape[1], green.shape[1])
    shrink = min(1.0, _COARSE / max(height, width))
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    flat = [_detail(np.asarray(cv2.resize(np.ascontiguousarray(part[:height, :width]), size,
                                          interpolation=cv2.INTER_AREA)))
            for part in (np.sqrt(np.maximum(half, 0)), green**1.1)]
    (x, y), response = cv2.phaseCorrelate(flat[0], flat[1])
    return response, turn, round(2 * x * width / size[0]), round(2 * y * height / size[1])


def _detail(picture: Array) -> Array:
    return (picture - cv2.GaussianBlur(picture, (0, 0), 8)).astype(np.float64)


def _refined(name: str, raw: RawImage, rgb: Array, dx: int, dy: int) -> tuple[int, int]:
    """Return the exact (dx, dy), odd ones too, and see that the Bayer pattern is that of the colors there."""
    patches = _textured(raw, rgb, dx, dy)
    if not patches:
        return dx, dy
    dx, dy = dx // 2 * 2, dy // 2 * 2
    even = range(-_REACH, _REACH + 1, 2)
    score, dy, dx = min((_misfit(raw, rgb, patches, (dy + y, dx + x), raw.cfa), dy + y, dx + x)
                        for y in even for x in even)
    # Cameras cut at whole Bayer cells, and their demosaicking may shift by half a pixel: odd only if clearly better.
    odd = min((_misfit(raw, rgb, patches, (dy + y, dx + x), raw.cfa), dy + y, dx + x)
              for y in (-1, 0, 1) for x in (-1, 0, 1))
    if odd[0] < 0.7 * score:
        _, dy, dx = odd
    misfits = {cfa: _misfit(raw, rgb, patches, (dy, dx), cfa) for cfa in CFA}
    likely = min(misfits, key=lambda cfa: misfits[cfa])
    if misfits[likely] < 0.7 * misfits[raw.cfa]:
        raise UserError("{file}: the RAW's Bayer pattern is said to be {said}, the JPEG's colors lie as {likely}.",
                        file=name, said=raw.cfa, likely=likely)
    return dx, dy


def _textured(raw: RawImage, rgb: Array, dx: int, dy: int) -> list[tuple[int, int]]:
    """Return the origins, even, of the patches of the RAW with the most detail, away from what a shift needs."""
    margin = _REACH + 4
    rows = range(max(margin, margin - dy) // 2 * 2, min(raw.height, rgb.shape[0] - dy) - _PATCH - margin, _PATCH)
    columns = range(max(margin, margin - dx) // 2 * 2, min(raw.width, rgb.shape[1] - dx) - _PATCH - margin, _PATCH)
    found = []
    for y in rows[:: max(1, len(rows) // 12)]:
        for x in columns[:: max(1, len(columns) // 16)]:
            green = rgb[y + dy : y + dy + _PATCH, x + dx : x + dx + _PATCH, 1]
            if float((green > 0.97).mean()) < 0.02:
                found.append((float(np.std(_detail(np.ascontiguousarray(green)))), y, x))
    return [(y, x) for _, y, x in sorted(found, reverse=True)[:_PATCHES]]


def _misfit(raw: RawImage, rgb: Array, patches: list[tuple[int, int]], at: tuple[int, int], cfa: CFA) -> float:
    """Return the square error between mosaic and JPEG light after the best gain for each of the 2x2 sites."""
    total = 0.0
    for y, x in patches:
        light = np.square(rgb[y + at[0] : y + at[0] + _PATCH, x + at[1] : x + at[1] + _PATCH])
        own = raw.mosaic[y : y + _PATCH, x : x + _PATCH]
        for row in range(2):
            for column in range(2):
                p = light[row::2, column::2, cfa.indices[row, column]].ravel()
                t = own[row::2, column::2].ravel()
                p, t = p - p.mean(), t - t.mean()
                total += float(t @ t) - float(p @ t) ** 2 / max(float(p @ p), 1e-9)
    return total


def _check_corners(name: str, raw: RawImage, rgb: Array) -> None:
    """Raise UserError where the JPEG's corners are shifted against the RAW's: the camera corrected the lens."""
    own, shown = np.sqrt(np.maximum(_half(raw.mosaic), 0)), _half(rgb[..., 1]) ** 1.1
    side = min(_CORNER, own.shape[0] // 3, own.shape[1] // 3)
    window = cv2.createHanningWindow((side, side), cv2.CV_64F)
    for y in (0, own.shape[0] - side):
        for x in (0, own.shape[1] - side):
            pair = [_detail(np.ascontiguousarray(part[y : y + side, x : x + side])) for part in (own, shown)]
            (dx, dy), response = cv2.phaseCorrelate(pair[0], pair[1], window)
            off = 2 * float(np.hypot(dx, dy))
            if response > _CORNER_SURE and off > _CORNER_OFF:
                raise UserError("{file}: a corner of the JPEG is {off:.1f} pixels off: the camera has corrected the "
                                "lens, so single pixels cannot be compared.", file=name, off=float(off))


def _half(image: Array) -> Array:
    height, width = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    image = image[:height, :width]
    return np.ascontiguousarray((image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]) / 4)


def _reduced(path: Path, shot: Photo, rgb: Array) -> RealPair:
    """Return the pair of a RAW and a small camera JPEG: the same field, without the RAW's margins."""
    raw = shot.raw
    assert raw is not None
    planes = binned(raw.mosaic, raw.cfa)
    # Cameras cut a few pixels off each side for the JPEG; find the turn, the scale and the place that fit best.
    best: tuple[float, int, float, float, float] | None = None
    for turn in (1, 2, 3, 4, 5, 6, 7, 8):
        cells = np.ascontiguousarray(apply_orientation(planes, turn))
        if abs(np.log(cells.shape[1] / cells.shape[0] / (rgb.shape[1] / rgb.shape[0]))) > 0.05:
            continue
        for scale in (1.0, 0.995, 0.99, 0.985, 0.98, 0.975):
            window = _window(cells, scale, rgb.shape)
            a = np.sqrt(np.maximum(window[..., 1], 0))
            b = rgb[..., 1] ** 1.1
            detail = [(v - cv2.GaussianBlur(v, (0, 0), 4)).astype(np.float64) for v in (a, b)]
            (dx, dy), response = cv2.phaseCorrelate(detail[0], detail[1])
            if best is None or response > best[0]:
                best = response, turn, scale, dx, dy
    if best is None or best[0] < _SURE:
        raise UserError("{file}: the JPEG shows something else than the RAW, or is distorted.", file=path.name)
    _, turn, scale, dx, dy = best
    cut = slice(8, -8)

    def laid(cells: Array) -> Array:
        """Return (H // 2, W // 2, 3) cells of the RAW as they lie under the JPEG."""
        upright = np.ascontiguousarray(apply_orientation(cells, turn))
        moved = cv2.warpAffine(_window(upright, scale, rgb.shape), np.array([[1, 0, dx], [0, 1, dy]]),
                               rgb.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        return np.ascontiguousarray(np.asarray(moved, np.float32)[cut, cut])

    def placed(picture: Array) -> Array:
        half = planes.shape[1::-1]
        return laid(np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.float32))

    return RealPair(path.stem, _photo(shot, rgb[cut, cut], raw), raw, laid(planes), path, placed, (turn, 0, 0))


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
