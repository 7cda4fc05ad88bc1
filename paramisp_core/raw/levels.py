"""How far a RAW's values are from its white level: which photosites are clipped, and how many lie at which EV."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.cfa import CFA, cfa_map

EV_LOW, EV_HIGH, EV_BINS = -14, 1, 8
"""The histogram's range in EV from the white level 1, and its bins per EV."""
_COUNTED = 300_000  # values; more tell nothing new of a histogram
_NEAR = 1e-4  # this close to the white level counts as there: half a step of 12 bits


@dataclass(frozen=True, eq=False)
class RawLevels:
    """The values of a part of a RAW.

    values: (h, w) float32, a mosaic with its ``cfa``; or (h, w, 3), the camera RGB of a reduced picture, whose ``cfa``
    is None. Black is 0, the file's white level 1. white: where the values end: 1, or the sensor's own clipping where
    the exposure was lowered.
    """

    values: NDArray[np.float32]
    cfa: CFA | None
    white: float = 1.0

    @property
    def clipped(self) -> NDArray[np.uint8]:
        """(h, w, 3) uint8: 255 where a photosite of that color is at the white level; 0 elsewhere."""
        at_white = self._at_white
        if self.cfa is None:
            return at_white
        out = np.zeros((*at_white.shape, 3), np.uint8)
        for y in range(2):
            for x in range(2):
                out[y::2, x::2, self.cfa.indices[y, x]] = at_white[y::2, x::2]
        return out

    def coverage(self, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Return :attr:`clipped` at no more than ``size`` (height, width).

        At its own size each photosite has its own color; reduced, each value 0..255 is the share of that color's
        photosites that are clipped there (of the two greens the higher), so that a place where all are is white.
        """
        at_white = self._at_white
        target = min(size[0], at_white.shape[0]), min(size[1], at_white.shape[1])
        if target == at_white.shape[:2]:
            return self.clipped
        if self.cfa is None:
            return np.asarray(cv2.resize(at_white, target[::-1], interpolation=cv2.INTER_AREA), np.uint8)
        out = np.zeros((*target, 3), np.uint8)
        for color, planes in enumerate(self._planes(at_white)):
            for plane in planes:
                small = np.asarray(cv2.resize(np.ascontiguousarray(plane), target[::-1],
                                              interpolation=cv2.INTER_AREA), np.uint8)
                out[..., color] = np.maximum(out[..., color], small)
        return out

    @property
    def clipped_shares(self) -> tuple[float, float, float]:
        """The share, 0..1, of the red, green and blue photosites that are at the white level."""
        at_white = self._at_white
        planes = [[at_white[..., c]] for c in range(3)] if self.cfa is None else self._planes(at_white)
        red, green, blue = (
            sum(cv2.countNonZero(np.ascontiguousarray(one)) for one in color) / max(sum(one.size for one in color), 1)
            for color in planes)
        return red, green, blue

    @cached_property
    def _at_white(self) -> NDArray[np.uint8]:
        """255 where a value is at the white level, 0 elsewhere; in the values' shape."""
        return (self.values >= self.white - _NEAR).view(np.uint8) * np.uint8(255)

    def _planes(self, mosaic: NDArray) -> list[list[NDArray]]:
        """Return the parts of a mosaic that are red, green (two of them) and blue."""
        assert self.cfa is not None
        planes: list[list[NDArray]] = [[], [], []]
        for y in range(2):
            for x in range(2):
                planes[self.cfa.indices[y, x]].append(mosaic[y::2, x::2])
        return planes

    def ev_counts(self) -> NDArray[np.float32]:
        """Return (3, bins) counts of red, green and blue by log2 of their values, EV_BINS per EV, EV_LOW..EV_HIGH.

        What lies outside counts in the first and last bin; 0 and noise below black in the first. Large parts are
        sampled, in whole Bayer cells.
        """
        step = max(1, int((self.values.size / _COUNTED) ** 0.5))
        if self.cfa is None:
            planes = [self.values[::step, ::step, color] for color in range(3)]
        else:
            cells = [[one[::step, ::step].reshape(-1) for one in color] for color in self._planes(self.values)]
            planes = [np.concatenate(one) for one in cells]
        bins = (EV_HIGH - EV_LOW) * EV_BINS
        out = np.empty((3, bins), np.float32)
        for color, plane in enumerate(planes):
            ev = np.log2(np.maximum(plane.reshape(-1), np.float32(2.0 ** (EV_LOW - 1))))
            at = np.clip((ev - EV_LOW) * EV_BINS, 0, bins - 1).astype(np.intp)
            out[color] = np.bincount(at, minlength=bins)
        return out

    def of_color(self, color: int) -> NDArray[np.float32]:
        """Return the values of one color's photosites (0 red, 1 green, 2 blue), in no shape to rely on."""
        if self.cfa is None:
            return self.values[..., color]
        return self.values[cfa_map(self.cfa, *self.values.shape) == color]
