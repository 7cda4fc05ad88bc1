"""The forward camera's global stages at slider speed: canonical steps, exposure, colour and tone by table.

Equal to the network without LocalNet up to the table's resolution; a draft shows how this changes.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.engine.tiles import TiledRun, to_tensor
from paramisp_core.networks.compact import Window, encode, radial_ev
from paramisp_core.networks.polynomial import PolynomialNetwork

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype
_TABLE = 8192


def render_global(camera_rgb: Array, run: TiledRun, to_balanced: NDArray[np.float64],
                  area: tuple[float, float, float, float]) -> Array:
    """Return (h, w, 3) float32 sRGB 0..1 of unbalanced linear camera RGB.

    to_balanced: (3, 3) from the picture's camera RGB to white-balanced RGB of the camera rendered as, exposure
    included. area: (top, left, height, width) of the picture as fractions of the whole photo.
    """
    state = run.state
    balanced = cv2.transform(camera_rgb, to_balanced)
    balanced = np.minimum(balanced, np.float32(min(state.saturation, 1.0)))
    if isinstance(run.network, PolynomialNetwork):
        return _polynomial(balanced, run, run.network)
    matrix = state.color_B33[0].cpu().double() @ run.conditions.color_matrix[0].cpu().double()
    linear = cv2.transform(balanced, matrix.numpy() * 2.0 ** float(state.log_gain[0]))
    grid = state.grid_BGG[0].cpu().numpy()
    if np.abs(grid).max() > 1e-4:
        linear *= np.exp2(_grid_at(grid, area, *linear.shape[:2]))[..., None]
    if state.shading_3S is not None:
        linear *= np.exp2(_shading_at(state.shading_3S, area, *linear.shape[:2]))
    np.clip(linear, 0, 1, out=linear)
    index = (cv2.sqrt(linear) * np.float32(_TABLE - 1) + np.float32(0.5)).astype(np.uint16)
    tables = _tables(run)
    out = np.empty_like(linear)
    for c in range(3):
        np.take(tables[c], index[..., c], out=out[..., c], mode="clip")
    return out


def _polynomial(balanced: Array, run: TiledRun, network: PolynomialNetwork) -> Array:
    """Return the same of a polynomial, which no table holds: it mixes the channels."""
    linear: Array = cv2.transform(balanced, run.conditions.color_matrix[0].cpu().double().numpy())
    with torch.inference_mode():
        shown = network.tone_forward(to_tensor(linear, run.device), run.state, Window(0, 0, *balanced.shape[:2]))
    return shown[0].permute(1, 2, 0).clamp(0, 1).cpu().numpy()


def _shading_at(shading_3S: torch.Tensor, area: tuple[float, float, float, float], height: int, width: int) -> Array:
    """Return (height, width, 3) EV of a calibrated network's lens shading in a part of the photo."""
    top, left, tall, wide = area
    full_height, full_width = height / tall, width / wide
    window = Window(top * full_height, left * full_width, full_height, full_width)
    with torch.inference_mode():
        return radial_ev(shading_3S.cpu(), window, height, width)[0].permute(1, 2, 0).numpy()


def _tables(run: TiledRun) -> Array:
    """Return (3, _TABLE): sRGB 0..1 for linear light (i / (_TABLE - 1)) ** 2."""
    light = torch.linspace(0, 1, _TABLE).square()
    curve = run.state.curve_B3K[0].cpu()
    last = curve.shape[1] - 1
    knots = np.linspace(0, 1, last + 1)
    encoded = encode(light).numpy()
    return np.stack([np.interp(encoded, knots, curve[c].numpy()) for c in range(3)]).astype(np.float32)


def _grid_at(grid: Array, area: tuple[float, float, float, float], height: int, width: int) -> Array:
    """Read the gain grid (EV) at the pixels of a part of the photo, bilinearly, as the network does."""
    cells = grid.shape[0]
    top, left, tall, wide = area
    y = ((np.arange(height) + 0.5) / height * tall + top) * cells - 0.5
    x = ((np.arange(width) + 0.5) / width * wide + left) * cells - 0.5
    columns, rows = np.meshgrid(np.clip(x, 0, cells - 1), np.clip(y, 0, cells - 1))
    return np.asarray(cv2.remap(grid.astype(np.float32), columns.astype(np.float32), rows.astype(np.float32),
                                cv2.INTER_LINEAR))
