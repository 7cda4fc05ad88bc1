"""The forward camera's global stages at slider speed: canonical steps, exposure, colour and tone by table.

Equal to the network without LocalNet up to the table's resolution; a draft shows how this changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.engine.tiles import TiledRun, to_tensor
from paramisp_core.networks.compact import FADING, TINY_SPAN, Window, encode
from paramisp_core.networks.polynomial import PolynomialNetwork

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype
Area = tuple[float, float, float, float]
_STEPS = 8191  # of a table over 0..1 of the square root of linear light
_TINY = 1e-3  # square steps
# The network's stages are not cut at black and white, and LocalNet looks at what lies beyond; OpenCV warps pictures of
# at most 32766 columns.
_DARKEST, _BRIGHTEST = -1.2, 2.8
_SMOOTH = 160
_ROWS = 52


def render_global(camera_rgb: Array, run: TiledRun, to_balanced: NDArray[np.float64],
                  gains: Array | None = None) -> Array:
    """Return (h, w, 3) float32 sRGB, not cut at 0 and 1, of unbalanced linear camera RGB.

    to_balanced: (3, 3) from the picture's camera RGB to white-balanced RGB of the camera rendered as, exposure
    included. gains: the network's local ones for the picture, see :func:`local_gains`.
    """
    state = run.state
    linear: Array = cv2.transform(camera_rgb, to_balanced)
    cv2.threshold(linear, state.saturation, 0, cv2.THRESH_TRUNC, dst=linear)
    to_srgb, matrix = run.conditions.color_matrix[0].cpu().double().numpy(), np.eye(3)
    brightest = reduce(cv2.max, cv2.split(linear)) if state.saturation > 1 else None
    if brightest is not None and float(brightest.max()) > 1:
        linear = _within_white(cv2.transform(linear, to_srgb), brightest)
    else:
        matrix = to_srgb
    if isinstance(run.network, PolynomialNetwork):
        return _polynomial(cv2.transform(linear, matrix), run, run.network)
    matrix = state.color_B33[0].cpu().double().numpy() @ matrix
    # in steps of the table's roots
    linear = cv2.transform(linear, matrix * 2.0 ** float(state.log_gain[0]) * _STEPS**2)
    if gains is not None:
        linear *= gains
    roots = np.abs(linear)
    roots += np.float32(_TINY)
    cv2.sqrt(roots, dst=roots)
    np.divide(linear, roots, out=roots)  # with the sign of the light: half the time of giving it to a root
    roots -= np.float32(_DARKEST * _STEPS)
    height, width = roots.shape[:2]
    # A table read at every value is a picture of the table, one row for each color, warped: five times as fast as
    # numpy's indexing.
    return np.asarray(cv2.remap(_tables_of(run), roots.reshape(height, width * 3), _rows(height, width),
                                cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)).reshape(height, width, 3)


def _within_white(linear: Array, brightest: Array) -> Array:
    """Do what ``compact.within_white`` does to an (h, w, 3) picture in its place; brightest: (h, w), overwritten."""
    for top in range(0, len(linear), _ROWS):  # which stay in the processor's caches: a quarter of the time
        rows = slice(top, top + _ROWS)
        linear[rows] = _rows_within_white(linear[rows], brightest[rows])
    return linear


def _rows_within_white(linear: Array, brightest: Array) -> Array:
    planes = cv2.split(linear)
    high, low = reduce(cv2.max, planes), reduce(cv2.min, planes)
    within: Array = cv2.divide(1.0, np.maximum(brightest, 1, out=brightest))
    top: Array = cv2.multiply(high, within)
    bottom: Array = cv2.max(cv2.min(low, top), cv2.multiply(low, within))
    span: Array = cv2.subtract(high, low, dst=high)
    span += np.float32(TINY_SPAN)
    fading: Array = np.subtract(1, within, out=within)
    fading *= fading
    fading *= np.float32(FADING)
    bottom += cv2.multiply(cv2.subtract(top, bottom), fading)
    slope: Array = cv2.divide(cv2.subtract(top, bottom, dst=top), span)
    bottom -= cv2.multiply(low, slope)
    return np.asarray(cv2.merge([cv2.add(cv2.multiply(plane, slope), bottom) for plane in planes]))


def _rows(height: int, width: int) -> Array:
    """Return (height, 3 * width): the row of its table for each color of each pixel."""
    return _more_rows(-(-height // 64) * 64, width)[:height]


@lru_cache(maxsize=8)
def _more_rows(height: int, width: int) -> Array:
    return np.tile(np.arange(3, dtype=np.float32), (height, width))


def local_gains(run: TiledRun, areas: Sequence[Area], height: int, width: int) -> Array | None:
    """Return the (n * height, width, 3) gains that differ from place to place; None where there are none.

    areas: (top, left, height, width) of n pictures, one below the other, as fractions of the whole photo; of one size.
    """
    return LocalGains(areas, height, width).of(run)


class LocalGains:
    """The gains of :func:`local_gains` for the same areas again and again: only the shot's part of them changes."""

    def __init__(self, areas: Sequence[Area], height: int, width: int) -> None:
        self._size = height, width
        self._count = len(areas)
        # They are smooth: a smaller picture of them is enlarged.
        self._small = min(height, max(_SMOOTH, height // 4)), min(width, max(_SMOOTH, width // 4))
        # where its pixels lie, as fractions of the photo
        self._rows, self._columns = (
            np.stack([(np.arange(side) + 0.5) / side * area[2 + axis] + area[axis] for area in areas])
            for axis, side in enumerate(self._small))
        # pixels of the whole photo at that size
        self._full = np.array([self._small[0] / areas[0][2], self._small[1] / areas[0][3]])
        self._made: tuple[tuple[torch.Tensor, torch.Tensor | None], Array | None] | None = None
        self._shaded: tuple[torch.Tensor, Array] | None = None
        self._room: Array | None = None

    def of(self, run: TiledRun) -> Array | None:
        """Return the gains of a run. They are overwritten by those of the next: new memory would have to be cleared."""
        grid, shading = run.state.grid_BGG, run.state.shading_3S
        if self._made is None or not (torch.equal(self._made[0][0], grid) and _same(self._made[0][1], shading)):
            self._made = (grid, shading), self._make(grid[0].cpu().numpy(), shading)
        return self._made[1]

    def _make(self, grid: Array, shading: torch.Tensor | None) -> Array | None:
        uneven = np.abs(grid).max() > 1e-4
        if not uneven and shading is None:
            return None
        shape = (self._count * self._small[0], self._small[1], 3)
        gains = np.ones(shape, np.float32) if shading is None else self._shading(shading)
        if uneven:
            gains = gains * np.exp2(_grid_at(grid, self._rows, self._columns))[..., None]
        if self._small == self._size:
            return gains
        height, width = self._size
        if self._room is None:
            self._room = np.empty((self._count * height, width, 3), np.float32)
        for one, room in zip(gains.reshape(self._count, *self._small, 3), self._room.reshape(-1, height, width, 3)):
            cv2.resize(one, (width, height), dst=room, interpolation=cv2.INTER_LINEAR)
        return self._room

    def _shading(self, shading: torch.Tensor) -> Array:
        """Return what the lens does, which depends on no setting."""
        if self._shaded is None or not torch.equal(self._shaded[0], shading):
            ev = _shading_at(shading.detach().cpu().numpy(), (self._rows - 0.5) * self._full[0],
                             (self._columns - 0.5) * self._full[1], float((self._full**2).sum() / 4))
            self._shaded = shading, np.exp2(ev, dtype=np.float32)
        return self._shaded[1]


def _same(one: torch.Tensor | None, other: torch.Tensor | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or torch.equal(one, other)


def _polynomial(linear: Array, run: TiledRun, network: PolynomialNetwork) -> Array:
    """Return the same of a polynomial, which no table holds: it mixes the channels. linear: sRGB."""
    with torch.inference_mode():
        shown = network.tone_forward(to_tensor(linear, run.device), run.state, Window(0, 0, *linear.shape[:2]))
    return shown[0].permute(1, 2, 0).cpu().numpy()


def _shading_at(shading: Array, rows: Array, columns: Array, corner: float) -> Array:
    """Return (n * height, width, 3) EV of a calibrated network's lens shading, as ``compact.radial_ev`` does.

    shading: (3, terms). rows (n, height), columns (n, width): pixels from the photo's middle. corner: the square of a
    corner's distance from it.
    """
    squared = ((rows[:, :, None] ** 2 + columns[:, None] ** 2) / corner).reshape(-1, columns.shape[1], 1)
    radius = squared.astype(np.float32)
    ev = np.zeros((*radius.shape[:2], 3), np.float32)
    for one in shading.T[::-1]:
        ev = (ev + one) * radius
    return ev


_last_tables: tuple[torch.Tensor | None, Array] = (None, np.empty(0))


def _tables_of(run: TiledRun) -> Array:
    """Return :func:`_tables` of a run; the last are kept, as every draft of an edit needs the same."""
    global _last_tables
    last, curve = _last_tables, run.state.curve_B3K
    if not _same(last[0], curve):
        last = curve, _tables(run)
    if last[0] is not curve:  # found quicker the next time
        last = curve, last[1]
    _last_tables = last
    return last[1]


def _tables(run: TiledRun) -> Array:
    """Return (3, N): sRGB for roots of linear light from _DARKEST on, in steps of 1 / _STEPS; roots have a sign."""
    curve = run.state.curve_B3K[0].cpu().numpy()
    counts, share = _places(curve.shape[1] - 1)
    tables = np.repeat(np.diff(curve), counts, axis=1)  # contiguous, or OpenCV would copy it each time
    tables *= share
    tables += np.repeat(curve[:, :-1], counts, axis=1)
    return tables


@lru_cache(maxsize=2)
def _places(last: int) -> tuple[Array, Array]:
    """Return how many roots lie in each piece of a curve of so many, and how far: the end slopes go on outside."""
    count = round((_BRIGHTEST - _DARKEST) * _STEPS) + 1
    roots = torch.arange(count) / _STEPS + _DARKEST
    place = encode(roots * roots.abs()).numpy() * np.float32(last)
    piece = np.clip(place.astype(np.int32), 0, last - 1)
    return np.bincount(piece, minlength=last), (place - piece).astype(np.float32)


def _grid_at(grid: Array, rows: Array, columns: Array) -> Array:
    """Read the gain grid (EV) at pixels of n pictures, bilinearly, as the network does: (n * height, width).

    rows (n, height), columns (n, width): where they lie, as fractions of the photo.
    """
    cells = grid.shape[0]
    y, x = (np.clip(at * cells - 0.5, 0, cells - 1).astype(np.float32) for at in (rows, columns))
    shape = (len(y), y.shape[1], x.shape[1])
    y, x = (np.ascontiguousarray(np.broadcast_to(one, shape)).reshape(-1, shape[2])
            for one in (y[:, :, None], x[:, None]))
    return np.asarray(cv2.remap(grid.astype(np.float32), x, y, cv2.INTER_LINEAR))
