"""How bright clipped places probably were: a prior from their size, their surroundings, and how much else clipped.

Nothing in a photo tells how bright white was, but places differ: small lights in dark surroundings are far brighter
than white, large bright skies hardly. What is known was measured on HDR panoramas (scripts/fit_highlights.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

DIAGONAL = 724.0
"""Pixels of the diagonal at which places are looked at; larger pictures are reduced to it."""
LEAST = 4
"""Pixels, at that size, of a place that is looked at."""
MOST_EV = 3.0
COEFFICIENTS = np.array([0.7118, -0.1635, -0.009877, 0.3302, -0.07711, -0.2941, -0.2836, -0.07647, 0.7873])
"""Of the features: EV by which a place is above its clipped value in the mean; by scripts/fit_highlights.py."""
CAUTION = 0.6
"""Share of what is expected that is given: too bright costs more than too dark (0.6 and 1 were compared)."""
SHAPE_GAIN = 1.28
"""A place's middle over its mean, so that the mean over the place is what was measured."""
_NEAR, _FAR = (1.0, 3.0), (6.0, 11.0)  # pixels outside a place
_PROFILE = 3.0
_SOFT = 3.0  # pixels by which the rise is smoothed: no creases where a place has arms


@dataclass(frozen=True, eq=False)
class Places:
    """Clipped places of a picture at DIAGONAL. labels (h, w): which place, 0: none. depth (h, w): 0..1 to its middle.

    features: (N + 1, 9), of place 0 too, which is none.
    """

    labels: NDArray[np.int32]
    depth: Array
    features: NDArray[np.float64]
    areas: NDArray[np.float64]


def rise_ev(logs: Array, lost: NDArray[np.bool_]) -> Array:
    """Return (H, W) EV by which clipped places are expected to be above what is known of them; 0 elsewhere.

    logs: (H, W, 3) log2 of linear light, 0 is white, or already averaged to :func:`seen_size`. lost: (H, W), where no
    channel is left.
    """
    places = places_of(logs, lost)
    mean = np.clip(CAUTION * (places.features @ COEFFICIENTS), 0, MOST_EV)
    mean[places.areas < LEAST] = 0
    mean[0] = 0
    shape = (1 - np.exp(-_PROFILE * places.depth)) / (1 - np.exp(-_PROFILE)) * np.float32(SHAPE_GAIN)
    rise = (mean[places.labels] * shape).astype(np.float32)
    rise = np.asarray(cv2.GaussianBlur(rise, (0, 0), _SOFT), np.float32) * (places.labels > 0)
    if rise.shape == lost.shape:
        return rise
    return np.asarray(cv2.resize(rise, lost.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32) * lost


def seen_size(shape: tuple[int, int]) -> tuple[int, int] | None:
    """Return the (width, height) at which the places of a picture (height, width) are looked at; None: its own."""
    shrink = DIAGONAL / float(np.hypot(*shape))
    return None if shrink >= 1 else (max(1, round(shape[1] * shrink)), max(1, round(shape[0] * shrink)))


def places_of(logs: Array, lost: NDArray[np.bool_]) -> Places:
    """Return the clipped places of a picture and what is seen of each; ``logs`` as in :func:`rise_ev`."""
    size = seen_size((lost.shape[0], lost.shape[1]))
    if size is not None:
        if logs.shape[:2] == lost.shape:
            logs = np.asarray(cv2.resize(logs, size, interpolation=cv2.INTER_AREA), np.float32)
        lost = cv2.resize(lost.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5
    count, found, stats, _ = cv2.connectedComponentsWithStats(lost.astype(np.uint8), connectivity=8)
    labels = np.asarray(found, np.int32)
    height, width = lost.shape
    areas = np.asarray(stats[:, cv2.CC_STAT_AREA], np.float64)
    depth = cv2.distanceTransform(np.pad(lost.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    deepest = np.zeros(count, np.float32)
    np.maximum.at(deepest, labels.reshape(-1), depth.reshape(-1))
    left, top, wide, tall = (stats[:, i] for i in range(4))
    borders = (left == 0).astype(float) + (top == 0) + (left + wide == width) + (top + tall == height)
    near, far, spread = _surroundings(logs, lost, labels, count)
    level = logs.max(2)
    middle = float(np.median(level[~lost])) if (~lost).any() else 0.0
    size = np.log2(np.maximum(areas, 1) / (height * width))
    share = np.log2(max(float(lost.mean()), 1e-6))
    ones = np.ones(count)
    features = np.stack([ones, size, size**2, middle * ones, near - far, near, borders, share * ones, spread], 1)
    return Places(labels, depth / np.maximum(deepest[labels], 1e-6), features, areas)


def _surroundings(logs: Array, lost: NDArray[np.bool_], labels: NDArray[np.int32],
                  count: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return, for each place, log2 of the light just outside and farther out, and how colored it is just outside."""
    inside = (~lost).astype(np.uint8)
    if not lost.any() or not inside.any():
        return np.zeros(count), np.zeros(count), np.zeros(count)
    distance, nearest = cv2.distanceTransformWithLabels(inside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    of_pixel = np.zeros(int(nearest.max()) + 1, np.int64)
    of_pixel[nearest[lost]] = labels[lost]
    owner = of_pixel[nearest]
    level = logs.max(2)

    def mean(values: Array, ring: tuple[float, float]) -> tuple[NDArray[np.float64], NDArray[Any]]:
        there = ~lost & (distance >= ring[0]) & (distance < ring[1])
        number = np.bincount(owner[there], minlength=count)
        total = np.bincount(owner[there], weights=values[there].astype(np.float64), minlength=count)
        return total / np.maximum(number, 1), number

    near, some = mean(level, _NEAR)
    far, others = mean(level, _FAR)
    colors = np.stack([mean(logs[..., c], _NEAR)[0] for c in range(3)], 1)
    return near, np.where((some > 0) & (others > 0), far, near), np.ptp(colors, axis=1)
