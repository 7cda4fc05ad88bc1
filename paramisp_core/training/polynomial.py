"""The plain alternative to a calibrated network: a polynomial of the color, fitted to one camera's pairs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
DEGREE = 4
_RIDGE = 1e-6


@dataclass(frozen=True)
class Polynomial:
    """Maps colors (…, 3) of 0..1 to colors: all products of up to DEGREE channels, one weight each.

    weights: (terms, 3) float64.
    """

    weights: NDArray[np.float64]

    @classmethod
    def fitted(cls, samples: list[tuple[Array, Array]]) -> Polynomial:
        """Least squares, per output channel c on ``samples[c]`` = (colors (n, 3), values (n,))."""
        weights = []
        for colors, values in samples:
            terms = _terms(colors)
            normal = terms.T @ terms + _RIDGE * len(terms) * np.eye(terms.shape[1])
            weights.append(np.linalg.solve(normal, terms.T @ values.astype(np.float64)))
        return cls(np.stack(weights, 1))

    def __call__(self, colors: Array) -> Array:
        """Return the colors (…, 3) of colors (…, 3), unclipped."""
        flat = colors.reshape(-1, 3)
        out = np.empty(flat.shape, np.float32)
        for start in range(0, len(flat), 1 << 18):  # 35 terms of a whole photo would fill the memory
            part = slice(start, start + (1 << 18))
            out[part] = _terms(flat[part]) @ self.weights
        return out.reshape(colors.shape)


def _terms(colors: Array) -> NDArray[np.float64]:
    """Return (n, terms): 1 and every product of up to DEGREE of the three channels."""
    columns = [np.ones(len(colors))]
    channels = colors.astype(np.float64).T
    for degree in range(1, DEGREE + 1):
        chosen = combinations_with_replacement(range(3), degree)
        columns += [np.prod(channels[list(one)], axis=0) for one in chosen]
    return np.stack(columns, 1)
