"""Fitting the plain alternative to a calibrated network: a polynomial of the color, by least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.networks.compact import balanced_linear, decode, demosaiced, encode
from paramisp_core.networks.polynomial import PolynomialNetwork, factors
from paramisp_core.raw.cfa import cfa_map, mosaic
from paramisp_core.training.material import Material

Array = NDArray[np.float32]
DEGREE = 4
_RIDGE = 1e-6
_SAMPLES = 60_000  # per color, that the polynomial is fitted to


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

    def network(self, direction: str) -> PolynomialNetwork:
        """Return it as a network that runs on photos."""
        network = PolynomialNetwork(direction, DEGREE)
        with torch.no_grad():
            network.weights_N3.copy_(torch.from_numpy(self.weights))
        return network.eval().requires_grad_(False)


def _terms(colors: Array) -> NDArray[np.float64]:
    """Return (n, terms): 1 and every product of up to DEGREE of the three channels."""
    channels = colors.astype(np.float64).T
    return np.stack([np.prod(channels[list(one)], axis=0) if one else np.ones(len(colors))
                     for one in factors(DEGREE)], 1)


def fitted_polynomial(materials: Sequence[Material], direction: str, seed: int) -> Polynomial:
    """Fit a polynomial to the training tiles of all pairs: from encoded color to encoded balanced color."""
    rng = np.random.default_rng(seed)
    samples: list[list[tuple[Array, Array]]] = [[], [], []]
    materials = [material for material in materials if not material.whole]
    for material in materials:
        source, target = _colors(material)
        for top, left in material.tiles(withheld=False):
            rows = rng.integers(top, top + material.tile_height, _SAMPLES // (4 * len(materials)))
            columns = rng.integers(left, left + material.tile_width, len(rows))
            for channel in range(3):
                at = (rows, columns)
                if direction == "inverse" and not material.reduced:
                    own = cfa_map(material.pair.raw.cfa, material.height, material.width)[at] == channel
                    at = (rows[own], columns[own])
                value = target[at] if target.ndim == 2 else target[(*at, channel)]
                samples[channel].append((source[at], value))
    return Polynomial.fitted([
        (np.concatenate([s[0] for s in channel]), np.concatenate([s[1] for s in channel])) for channel in samples])


def polynomial_result(fitted: Polynomial, material: Material) -> tuple[Array, Array]:
    """Return what the polynomial makes of a whole pair, 0..1, and the truth: RAW (as in the pair) or sRGB."""
    source, _ = _colors(material)
    predicted = fitted(source)
    if material.direction == "forward":
        return np.clip(predicted, 0, 1), material.rgb
    camera = decode(torch.from_numpy(predicted)).numpy() / material.gains
    if not material.reduced:
        camera = mosaic(camera, material.pair.raw.cfa)
    return np.clip(camera, 0, 1), material.raw


def _colors(material: Material) -> tuple[Array, Array]:
    """Return (source colors (H, W, 3) encoded, target): what the polynomial maps.

    Balanced, so that a polynomial fitted in one light means something in another. inverse: to camera RGB, or the
    mosaic; forward: from linear sRGB, as the network does.
    """
    def encoded(linear: Array) -> Array:
        return encode(torch.from_numpy(np.ascontiguousarray(linear))).numpy()

    gains = material.gains
    if material.direction == "inverse":
        if material.reduced:
            return material.rgb, encoded(material.raw * gains)
        return material.rgb, encoded(material.raw * gains[cfa_map(material.pair.raw.cfa, *material.raw.shape)])
    raw = torch.from_numpy(material.raw)
    conditions = material.conditions
    camera_B3HW = raw.permute(2, 0, 1)[None] if material.reduced else demosaiced(raw[None, None], conditions.cfa)
    linear = balanced_linear(camera_B3HW, conditions)[0].permute(1, 2, 0)
    return np.clip(encoded(linear.numpy()), 0, 1), material.rgb
