"""Gray as one sees it: which white balance makes a place gray in the rendered picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pair = NDArray[np.float64]
"""Red and blue against green, in stops."""


class GrayLight(NamedTuple):
    """The light under which a place is rendered gray, kelvin and tint.

    raw_cast: red and blue against green, in stops, of the RAW under that light: what the camera's own rendering takes
    out of it again.
    """

    kelvin: float
    tint: float
    raw_cast: tuple[float, float]


_ENOUGH = 0.01  # stops: less than one of 255 in middle gray
_TRIES = 8
_STRIDE = 1.0  # stops that one try may go: far away nothing is known


def neutral_gains(start: Pair, cast: Callable[[Pair], Pair | None]) -> Pair:
    """Return the gains with which a place is rendered gray, red and blue against green, in stops.

    A camera does not render what is gray in its RAW as gray for certain: a learned one has learned the casts of its
    maker, and a photo's own white balance is not always known. start: gains that make the RAW gray. cast: red and blue
    against green, in stops, as gains are rendered; None where they cannot be tried. Broyden's method from the guess
    that a stop of gain is a stop in the picture; the best of what was tried is returned.
    """
    gains, found = start, cast(start)
    best = gains, np.inf if found is None else float(np.abs(found).max())
    slope = np.eye(2)
    for _ in range(_TRIES):
        if found is None or best[1] < _ENOUGH:
            break
        step = np.clip(-np.linalg.solve(slope, found), -_STRIDE, _STRIDE)
        after = cast(gains + step)
        if after is None:
            break
        slope = slope + np.outer(after - found - slope @ step, step) / max(float(step @ step), 1e-12)
        if abs(np.linalg.det(slope)) < 0.02:  # the picture hardly follows the gains, as where it is gray anyway
            break
        gains, found = gains + step, after
        if np.abs(found).max() < best[1]:
            best = gains, float(np.abs(found).max())
    return best[0]
