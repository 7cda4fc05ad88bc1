"""The picture that lies in a RAW file: how its camera rendered it. Found, laid over the RAW, and reduced.

Cameras put their own JPEG into their RAW files, and raw programs a preview of what the user saw into their DNGs. That
tells how this camera renders (engine/style.py), provided it shows the same as the RAW does, at the same place.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.exif import ExifFacts
from paramisp_core.camera.libraw import embedded_picture
from paramisp_core.camera.photo import Rendering
from paramisp_core.files.pixels import converted, srgb_of, to_float
from paramisp_core.files.profiles import CAMERA_ADOBE_RGB, icc_profile
from paramisp_core.raw.cfa import apply_orientation, reduced_colors
from paramisp_core.raw.codes import as_float
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_decode, srgb_encode

if TYPE_CHECKING:
    import rawpy

Array = NDArray[np.float32]
Region = tuple[int, int, int, int]

_SIDE = 192  # pixels of what is kept, and of the side it is compared at
_LEAST = 96  # pixels on the short side; smaller ones are too coarse to be laid over the RAW
_SAME_SHAPE = 0.03  # relative difference in aspect; more means black bars, or another crop
_ALIKE = 0.85  # rank correlation of the greens, which no tone curve changes
_GRAY = 0.01  # mean difference between channels; less is a monochrome picture, which tells nothing of color


def embedded_rendering(handle: rawpy.RawPy, facts: ExifFacts, raw: RawImage) -> Rendering | None:
    """Return the picture in an open RAW file, laid over its RAW; None where there is none that fits."""
    shown = _picture(handle, facts)
    if shown is None or min(shown.shape[:2]) < _LEAST or _is_gray(shown):
        return None
    # reduced once, to a square, which any turn leaves one
    linear = np.asarray(cv2.resize(srgb_decode(shown), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.float32)
    ranks = _ranks(linear)
    best: tuple[float, int, Region] | None = None
    for region in _regions(handle, raw):
        light = _ranks(reduced_colors(raw.mosaic, raw.cfa, region, (_SIDE, _SIDE))).ravel()
        for turn in range(1, 9):
            height, width = shown.shape[1::-1] if turn > 4 else shown.shape[:2]
            if abs(width / height * region[2] / region[3] - 1) > _SAME_SHAPE:
                continue
            alike = float(np.corrcoef(apply_orientation(ranks, turn).ravel(), light)[0, 1])
            if alike > (best[0] if best is not None else _ALIKE):
                best = alike, turn, region
    if best is None:
        return None
    return Rendering(np.ascontiguousarray(apply_orientation(srgb_encode(linear), best[1])), best[2])


def _picture(handle: rawpy.RawPy, facts: ExifFacts) -> Array | None:
    """Return the file's largest picture, (h, w, 3) sRGB 0..1, reduced where that is quick; None without one."""
    from PIL import Image

    try:
        picture = embedded_picture(handle)
        if not isinstance(picture, bytes):
            return to_float(picture) if picture is not None and picture.ndim == 3 else None
        with Image.open(io.BytesIO(picture)) as image:
            image.draft("RGB", (2 * _SIDE, 2 * _SIDE))  # a JPEG is decoded at 1/2, 1/4 or 1/8
            profile = image.info.get("icc_profile")
            rgb = srgb_of(image, profile, [])
    except Exception:  # LibRaw and decoders raise what they like; the RAW itself was read
        return None
    return as_float(converted(rgb, icc_profile(CAMERA_ADOBE_RGB), []) if facts.adobe_rgb and profile is None else rgb)


def _is_gray(shown: Array) -> bool:
    return float(np.abs(shown - shown.mean(2, keepdims=True)).mean()) < _GRAY


def _regions(handle: rawpy.RawPy, raw: RawImage) -> Iterator[Region]:
    """Yield what of the RAW the picture may show: all of it, or what LibRaw says is to be cropped to."""
    yield 0, 0, raw.height, raw.width
    sizes: Any = handle.sizes
    height, width = min(int(sizes.crop_height), raw.height), min(int(sizes.crop_width), raw.width)
    if min(height, width) < 2:
        return
    # Of some formats LibRaw counts from the whole sensor's corner, of others from that of the visible part.
    for margin_top, margin_left in {(0, 0), (int(sizes.top_margin), int(sizes.left_margin))}:
        top, left = int(sizes.crop_top_margin) - margin_top, int(sizes.crop_left_margin) - margin_left
        if 0 <= top <= raw.height - height and 0 <= left <= raw.width - width:
            yield top // 2 * 2, left // 2 * 2, height, width


def _ranks(linear: Any) -> Any:
    """Return the rank of each pixel's green, (h, w): the mean rank of all that are alike, as clipped ones are."""
    _, places, counts = np.unique(np.round(linear[..., 1], 3), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places.reshape(linear.shape[:2])]
