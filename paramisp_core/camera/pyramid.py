"""A picture at 1, 1/2, 1/4 … of its size, to cut any region at any size from quickly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from paramisp_core.raw.codes import as_float

Array = np.ndarray[Any, Any]  # float32, but for the image of a Pyramid; cv2's annotations know no dtype
_STRIP_PIXELS = 1 << 20  # averaged at a time


class Pyramid:
    """Reduced versions are made when they are first needed. image: (H, W, 3), float32 of 0..1 or its codes of 8 bits.

    Of codes no whole float copy is made: what is cut is float32 all the same.
    """

    def __init__(self, image: Array) -> None:
        self._levels = {0: image}

    def cut(self, region: tuple[int, int, int, int], size: tuple[int, int]) -> Array:
        """Return a region (top, left, height, width) at ``size`` (height, width).

        It is never larger than its own pixels unless asked to.
        """
        top, left, height, width = region
        level = 0
        while min(height / size[0], width / size[1]) >= 2 ** (level + 1) and min(self._size(level)) >= 64:
            level += 1
        image = self._at(level)
        if level == 0:
            part = as_float(image[top : top + height, left : left + width])
            if part.shape[:2] == size:
                return part
            down = size[0] <= height
            return cv2.resize(part, size[::-1], interpolation=cv2.INTER_AREA if down else cv2.INTER_LINEAR)
        full_height, full_width = self._size(0)
        return cut_scaled(image, (top / full_height, left / full_width, height / full_height, width / full_width),
                          size)

    def _size(self, level: int) -> tuple[int, int]:
        height, width = self._levels[0].shape[:2]
        return height >> level, width >> level

    def _at(self, level: int) -> Array:
        if level not in self._levels:
            self._levels[level] = self._reduced(level)
        return self._levels[level]

    def _reduced(self, level: int) -> Array:
        """Return a level made of the one before it; where that is not there, of the image, if it divides evenly."""
        height, width = self._size(level)
        evenly = self._size(0) == (height << level, width << level)
        start = 0 if evenly and level - 1 not in self._levels else level - 1
        image, step = self._at(start), 1 << (level - start)
        if image.shape[0] != height * step:  # strips would not end where its rows do
            return cv2.resize(as_float(image), (width, height), interpolation=cv2.INTER_AREA)
        out = np.empty((height, width, 3), np.float32)
        rows = max(1, _STRIP_PIXELS // (image.shape[1] * step))
        for top in range(0, height, rows):
            part = out[top : top + rows]
            strip = as_float(image[top * step : (top + len(part)) * step])
            cv2.resize(strip, (width, len(part)), dst=part, interpolation=cv2.INTER_AREA)
        return out


def averaged(pixels: Array, size: tuple[int, int], decoded: Callable[[Array], Array] = lambda part: part) -> Array:
    """Return a picture (H, W, 3), float32 0..1 or its codes, averaged to (width, height): across, in strips, then down.

    decoded: what is averaged of each pixel. No copy of the whole is made, not as float nor decoded.
    """
    height, width = pixels.shape[:2]
    across = np.empty((height, size[0], 3), np.float32)
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        part = decoded(as_float(pixels[top : top + rows]))
        across[top : top + rows] = cv2.resize(part, (size[0], len(part)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(across, size, interpolation=cv2.INTER_AREA), np.float32)


def cut_scaled(image: Array, area: tuple[float, float, float, float], size: tuple[int, int]) -> Array:
    """Return a part of a picture, given as fractions (top, left, height, width) of it, at ``size``.

    Aligned to a fraction of a pixel; averaged where it is reduced.
    """
    height, width = image.shape[:2]
    top, left, tall, wide = area[0] * height, area[1] * width, area[2] * height, area[3] * width
    y0, x0 = max(0, int(top) - 1), max(0, int(left) - 1)
    y1, x1 = min(height, int(np.ceil(top + tall)) + 1), min(width, int(np.ceil(left + wide)) + 1)
    part = image[y0:y1, x0:x1]
    scale_y, scale_x = size[0] / tall, size[1] / wide
    if scale_y < 0.75 and scale_x < 0.75:  # average first, then place
        small = (max(1, round(part.shape[1] * scale_x)), max(1, round(part.shape[0] * scale_y)))
        reduced = cv2.resize(part, small, interpolation=cv2.INTER_AREA)
        fy, fx = small[1] / part.shape[0], small[0] / part.shape[1]
    else:
        reduced, fy, fx = part, 1.0, 1.0
    # output pixel centre (i + 0.5) / scale + top lies at this coordinate of the (reduced) part
    ay, ax = fy / scale_y, fx / scale_x
    by = (0.5 / scale_y + top - y0) * fy - 0.5
    bx = (0.5 / scale_x + left - x0) * fx - 0.5
    warp = np.array([[ax, 0, bx], [0, ay, by]])
    return cv2.warpAffine(reduced, warp, size[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                          borderMode=cv2.BORDER_REPLICATE)
