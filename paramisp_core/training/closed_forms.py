"""The cameras that need no learning, to start from and to beat: sRGB, UPI's smoothstep, the mean measured curve."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.database import tone_curves
from paramisp_core.networks.compact import decode, encode
from paramisp_core.raw.transfer import smoothstep_render, smoothstep_unrender, srgb_decode, srgb_encode

Curve = Callable[[NDArray[np.float32]], NDArray[np.float32]]
_POINTS = 4096


def _perceptual(linear: NDArray) -> NDArray:
    """The compact network's own encoding, so that it starts exactly at the closed form."""
    return encode(torch.from_numpy(np.asarray(linear, np.float64))).numpy()


def _unperceptual(encoded: NDArray) -> NDArray:
    return decode(torch.from_numpy(np.asarray(encoded, np.float64))).numpy()


@lru_cache(maxsize=1)
def _mean_measured() -> tuple[NDArray, NDArray]:
    """Return (sRGB value, scene-linear light) samples of the mean of the measured curves.

    The mean is taken over the inverse curves in a perceptual encoding, so that shadows count.
    """
    shown = np.linspace(0, 1, _POINTS)
    linear_shown = srgb_decode(shown.astype(np.float32)).astype(np.float64)
    fine = np.linspace(0, 1, _POINTS) ** 2
    inverses = []
    for nodes in tone_curves().values():
        rendered = np.interp(fine, nodes[:, 0], np.maximum.accumulate(nodes[:, 1])) + fine * 1e-5
        inverses.append(_perceptual(np.interp(linear_shown, rendered / rendered[-1], fine)))
    return shown, _unperceptual(np.mean(inverses, 0))


def measured_unrender(srgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """SRGB 0..1 to scene-linear 0..1 by the mean of 23 measured tone curves."""
    shown, linear = _mean_measured()
    return np.interp(srgb, shown, linear).astype(np.float32)


def measured_render(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scene-linear to sRGB 0..1 by the mean of 23 measured tone curves."""
    shown, light = _mean_measured()
    return np.interp(linear, light, shown).astype(np.float32)


UNRENDER: dict[str, Curve] = {
    "sRGB decoding": srgb_decode, "smoothstep (UPI)": smoothstep_unrender, "mean measured curve": measured_unrender}
RENDER: dict[str, Curve] = {
    "sRGB encoding": srgb_encode, "smoothstep (UPI)": smoothstep_render, "mean measured curve": measured_render}


def mean_curve_knots(direction: str, knots: int) -> torch.Tensor:
    """Return (knots,) values of the closed form the compact network starts at.

    The geometric middle (in the perceptual encoding) of the mean measured curve and the smoothstep: real pairs
    lie on both sides of it. Inverse: sRGB to encoded light; forward: the inverse function of that.
    """
    shown = np.linspace(0, 1, _POINTS)
    srgb = shown.astype(np.float32)
    middle = (_perceptual(measured_unrender(srgb)) + _perceptual(smoothstep_unrender(srgb))) / 2
    middle = (middle - middle[0]) / (middle[-1] - middle[0])
    at = np.linspace(0, 1, knots)
    values = np.interp(at, shown, middle) if direction == "inverse" else np.interp(at, middle, shown)
    return torch.from_numpy(values).float()
