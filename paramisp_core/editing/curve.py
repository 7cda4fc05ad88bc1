"""The tone curve: points to a smooth curve that never turns back, and to pictures. Needs no numpy to be drawn."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = np.ndarray[Any, Any]

Points = tuple[tuple[float, float], ...]
"""(in, out) of the rendered picture, sRGB-encoded 0..1, in rising order of in; () changes nothing."""

STRAIGHT: Points = ((0.0, 0.0), (1.0, 1.0))
_ENTRIES = 65536


def curve_at(points: Points, x: float) -> float:
    """Return the curve's value, 0..1, at one place.

    A monotone cubic through the points (Fritsch and Carlson, SIAM J. Numer. Anal. 1980): no overshoot. Before the
    first and after the last point it stays level.
    """
    if not points:
        return x
    if x <= points[0][0]:
        return points[0][1]
    if x >= points[-1][0]:
        return points[-1][1]
    right = bisect_right([px for px, _ in points], x)
    (x0, y0), (x1, y1) = points[right - 1], points[right]
    width = x1 - x0
    slopes = _slopes(points)
    t = (x - x0) / width
    start, end = slopes[right - 1] * width, slopes[right] * width
    value = (y0 * (1 + 2 * t) * (1 - t) ** 2 + start * t * (1 - t) ** 2
             + y1 * t * t * (3 - 2 * t) + end * t * t * (t - 1))
    return min(max(value, 0.0), 1.0)


@lru_cache(maxsize=8)
def _slopes(points: Points) -> tuple[float, ...]:
    """Return the slope at each point: the harmonic mean of its neighbors' where they agree in sign, else 0."""
    steps = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]
    inner = [
        2 * low * high / (low + high) if low * high > 0 else 0.0 for low, high in itertools.pairwise(steps)]
    return (steps[0], *inner, steps[-1]) if steps else (0.0,) * len(points)


def toned(picture: Array, points: Points) -> Array:
    """Return a float32 sRGB picture 0..1 with the curve applied to each channel."""
    import numpy as np

    if not points:
        return picture
    index = (np.clip(picture, 0, 1) * np.float32(_ENTRIES - 1) + np.float32(0.5)).astype(np.uint16)
    return np.take(_table(points), index)


def toned8(rgb8: NDArray[np.uint8], points: Points) -> NDArray[np.uint8]:
    """Return an 8-bit picture with the curve applied: for drafts, which may step where the curve is steep."""
    import cv2
    import numpy as np

    if not points:
        return rgb8
    table = np.rint(_table(points)[np.arange(256) * 257] * 255).astype(np.uint8)
    return np.asarray(cv2.LUT(rgb8, table), np.uint8)


@lru_cache(maxsize=4)
def _table(points: Points) -> Array:
    import numpy as np

    coarse = np.linspace(0, 1, 4096)
    values = [curve_at(points, float(x)) for x in coarse]
    return np.interp(np.linspace(0, 1, _ENTRIES), coarse, values).astype(np.float32)


def with_point(points: Points, x: float, y: float) -> tuple[Points, int]:
    """Return the curve with one more point and its place; at a point's own x that point is moved."""
    others = [p for p in (points or STRAIGHT) if abs(p[0] - x) > 1e-6]
    result = tuple(sorted([*others, (x, y)]))
    return result, result.index((x, y))


def simplified(points: Sequence[tuple[float, float]]) -> Points:
    """Return the points, () where they change nothing."""
    result = tuple((float(x), float(y)) for x, y in points)
    return () if result == STRAIGHT else result
