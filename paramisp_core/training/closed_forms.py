"""The cameras that need no learning, to start from and to beat: sRGB, UPI's smoothstep, the mean measured curve."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.database import tone_curves
from paramisp_core.networks.compact import decode, encode
from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.demosaic import malvar_BCHW, strips
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


def between_unrender(srgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """SRGB 0..1 to scene-linear 0..1 by the geometric mean of sRGB's curve and the smoothstep."""
    return np.sqrt(srgb_decode(srgb) * smoothstep_unrender(srgb)).astype(np.float32)


@lru_cache(maxsize=1)
def _between() -> tuple[NDArray, NDArray]:
    shown = np.sin(np.linspace(0, np.pi / 2, _POINTS)) ** 2  # dense at both ends, where the curve is steep or flat
    return shown, np.maximum.accumulate(between_unrender(shown.astype(np.float32)).astype(np.float64))


def between_render(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Undo :func:`between_unrender`."""
    shown, light = _between()
    return np.interp(linear, light, shown).astype(np.float32)


UNRENDER: dict[str, Curve] = {
    "sRGB decoding": srgb_decode, "smoothstep (UPI)": smoothstep_unrender, "geometric mean": between_unrender,
    "mean measured curve": measured_unrender}
RENDER: dict[str, Curve] = {
    "sRGB encoding": srgb_encode, "smoothstep (UPI)": smoothstep_render, "geometric mean": between_render,
    "mean measured curve": measured_render}


def closed_camera_rgb(name: str, rgb: NDArray[np.float32], gains: NDArray, matrix: NDArray) -> NDArray[np.float32]:
    """Return the unbalanced camera RGB (H, W, 3) that a closed form reconstructs from sRGB."""
    to_camera = np.diag(1 / np.asarray(gains)) @ np.linalg.inv(matrix)
    return np.asarray(UNRENDER[name](rgb) @ to_camera.T.astype(np.float32), np.float32)


def closed_inverse(name: str, rgb: NDArray[np.float32], gains: NDArray, matrix: NDArray,
                   cfa: CFA = CFA.RGGB) -> NDArray[np.float32]:
    """Return the mosaic (H, W) that a closed form reconstructs from sRGB."""
    return mosaic(closed_camera_rgb(name, rgb, gains, matrix), cfa)


def closed_forward(name: str, raw: NDArray[np.float32], gains: NDArray, matrix: NDArray,
                   cfa: CFA = CFA.RGGB) -> NDArray[np.float32]:
    """Return the sRGB picture (H, W, 3) a closed form renders of a mosaic (Malvar demosaicking)."""
    camera = np.empty((*raw.shape, 3), np.float32)
    indices = torch.from_numpy(cfa.indices)[None]
    for block, inner, target in strips(raw.shape[0]):
        rows = malvar_BCHW(torch.from_numpy(np.ascontiguousarray(raw[block]))[None, None], indices)[0]
        camera[target] = rows.permute(1, 2, 0).numpy()[inner]
    balanced = np.clip(camera * np.asarray(gains, np.float32), 0, 1)
    return RENDER[name](np.clip(balanced @ np.asarray(matrix).T.astype(np.float32), 0, 1))


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
