"""A photo made small, for looking at what a tool would do before it does it to the whole."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from paramisp_core.camera.photo import Photo, Rendering
from paramisp_core.camera.pyramid import averaged
from paramisp_core.raw.cfa import binned, mosaic

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype


def reduced_photo(photo: Photo, pixels: int) -> Photo:
    """Return the photo at no more than about so many pixels, its sides even; a photo that is small enough as it is.

    Pictures are averaged as they are; a RAW file's colors are averaged in linear light and mosaicked again. The picture
    inside it lies over the same part of it as before.
    """
    height, width = photo.size
    shrink = (pixels / (height * width)) ** 0.5
    if shrink >= 1:
        return photo
    size = (max(2, round(width * shrink / 2) * 2), max(2, round(height * shrink / 2) * 2))
    rgb = averaged(photo.pixels, size)
    raw = photo.raw
    if raw is not None:
        colors = cv2.resize(binned(raw.mosaic, raw.cfa), size, interpolation=cv2.INTER_AREA)
        raw = raw.with_changes(mosaic=mosaic(np.asarray(colors, np.float32), raw.cfa), clip_mask=None)
    return photo.with_changes(rgb=rgb, raw=raw, rendering=_laid_over(photo.rendering, (height, width), size[::-1]))


def _laid_over(rendering: Rendering | None, whole: tuple[int, int], small: tuple[int, int]) -> Rendering | None:
    """Return the picture inside a RAW file for the reduced RAW; whole, small: (height, width) of the two."""
    if rendering is None:
        return None
    down, right = (after / before for after, before in zip(small, whole, strict=True))
    top, left, height, width = rendering.region
    y, x = round(top * down / 2) * 2, round(left * right / 2) * 2  # whole cells of the CFA
    tall, wide = round(height * down), round(width * right)
    return Rendering(rendering.rgb, (y, x, max(2, min(tall, small[0] - y)), max(2, min(wide, small[1] - x))))
