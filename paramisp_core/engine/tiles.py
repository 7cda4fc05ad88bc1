"""Compact networks on photos of any size: tiles that equal the untiled result, in bounded memory.

Images stay numpy arrays in main memory, (H, W) or (H, W, C), float32 or a photo's codes of 8 bits; only tiles become
tensors on the device.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from paramisp_core.camera.look import Look
from paramisp_core.engine.memory import within_memory
from paramisp_core.networks.compact import GlobalState, LiveNetwork, Window
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.threads import for_each
from paramisp_core.progress import Progress
from paramisp_core.raw.codes import as_float

Array = NDArray[np.float32]
Region = tuple[int, int, int, int]
"""(top, left, height, width) in photo pixels."""

# Side of a tile without its context. Larger ones cost memory, smaller ones repeat more of the context.
TILE = 512
_SMALLER = (256, 128)  # where an accelerator's memory does not suffice


@dataclass(frozen=True)
class TiledRun:
    """A compact network set up for one photo: its global parameters are known, any region can be computed.

    conditions.cfa is the pattern of the whole photo; height and width are the whole photo's. look: what remains to be
    done to the finished picture so that it is another camera's.
    """

    network: LiveNetwork
    conditions: Conditions
    state: GlobalState
    height: int
    width: int
    look: Look | None = None

    def region(self, image: Array, region: Region | None = None, progress: Progress | None = None,
               tile: int = TILE, origin: tuple[int, int] = (0, 0)) -> Array:
        """Return the network's output for a region of the photo (default: all): (h, w) or (h, w, 3), unclipped.

        ``image`` is the whole photo, or a part of it whose first pixel lies at the even (row, column)
        ``origin`` and that holds the region with the network's halo. ``progress`` may raise Cancelled between
        tiles. On a CPU several tiles are computed at once.
        """
        sides = (tile, *(side for side in _SMALLER if side < tile))
        return within_memory(self.device, sides, lambda side: self._region(image, region, progress, side, origin),
                             lambda: self.on_cpu().region(image, region, progress, tile, origin))

    def colors(self, image: Array, progress: Progress | None = None) -> Array:
        """Return (H, W, 3) unbalanced camera RGB of a whole photo by an inverse network: its mosaic before it is one.

        As :meth:`region` otherwise.
        """
        return within_memory(self.device, (TILE, *_SMALLER),
                             lambda side: self._region(image, None, progress, side, (0, 0), colors=True),
                             lambda: self.on_cpu().colors(image, progress))

    def _region(self, image: Array, region: Region | None, progress: Progress | None, tile: int,
                origin: tuple[int, int], colors: bool = False) -> Array:
        top, left, height, width = region or (0, 0, self.height, self.width)
        mosaicked = self.network.direction == "inverse" and not colors
        out = np.empty((height, width) if mosaicked else (height, width, 3), np.float32)
        # A tile starts at an even pixel of the photo, so that half-resolution cells and the CFA stay in phase.
        down, across = _tile_shape(height, width, tile)
        rows = range(top - top % 2, top + height, down)
        columns = range(left - left % 2, left + width, across)

        def compute(corner: tuple[int, int]) -> None:
            y1, x1 = min(corner[0] + down, top + height), min(corner[1] + across, left + width)
            y0, x0 = max(corner[0], top), max(corner[1], left)
            out[y0 - top : y1 - top, x0 - left : x1 - left] = self._tile(image, y0, x0, y1, x1, origin, colors)

        for_each(compute, [(y, x) for y in rows for x in columns], self.device, progress)
        return out

    def _tile(self, image: Array, y0: int, x0: int, y1: int, x1: int, origin: tuple[int, int],
              colors: bool) -> Array:
        top, left, height, width = self.grown((y0, x0, y1 - y0, x1 - x0))
        row, column = top - origin[0], left - origin[1]
        tile = to_tensor(image[row : row + height, column : column + width], self.device)
        with torch.inference_mode():
            work = self.network.colors_tile if colors else self.network.render_tile
            out = work(tile, self.state, self.conditions, Window(top, left, self.height, self.width))
            out = out[0, :, y0 - top : y1 - top, x0 - left : x1 - left].permute(1, 2, 0)
        result = out.cpu().numpy()
        return result[..., 0] if result.shape[2] == 1 else result

    def grown(self, region: Region) -> Region:
        """Return the region with the context it needs: even origin, halo on each side, inside the photo."""
        halo = self.network.halo
        y0, x0, y1, x1 = region[0], region[1], region[0] + region[2], region[1] + region[3]
        top, left = max(0, y0 - y0 % 2 - halo), max(0, x0 - x0 % 2 - halo)
        bottom, right = min(self.height, y1 + y1 % 2 + halo), min(self.width, x1 + x1 % 2 + halo)
        return top, left, bottom - top, right - left

    def on_cpu(self) -> TiledRun:
        """Return the same run on the CPU; this one stays as it is."""
        values: dict[str, Any] = {field.name: getattr(self.state, field.name) for field in fields(self.state)}
        film = tuple((scale.cpu(), shift.cpu()) for scale, shift in self.state.film)
        tensors: dict[str, Any] = {
            name: value.cpu() for name, value in values.items() if isinstance(value, torch.Tensor)}
        network = copy.deepcopy(self.network).cpu()
        network.low_precision = None
        return replace(self, network=network, conditions=self.conditions.to("cpu"),
                       state=replace(self.state, film=film, **tensors))

    @property
    def device(self) -> torch.device:
        """Where the network lives."""
        return next(self.network.parameters()).device


def _tile_shape(height: int, width: int, tile: int) -> tuple[int, int]:
    """Return even (rows, columns) of a tile for a region: square, longer where the region is narrow.

    A strip 3 pixels high would else go through the network in many tiny pieces, and each call costs
    milliseconds where threads have to wait for each other.
    """
    narrow = max(tile // 8, min(height, width))  # a tile's context has to be paid for too
    long = tile if narrow >= tile else tile * tile // narrow // 2 * 2
    return (long, tile) if width < height else (tile, long)


def to_tensor(image: Array, device: torch.device | str = "cpu") -> torch.Tensor:
    """Return (1, C, H, W) float32 of an (H, W) or (H, W, C) array, float32 or codes of 8 bits."""
    image = as_float(image)
    tensor = torch.from_numpy(np.ascontiguousarray(image if image.ndim == 3 else image[..., None]))
    return tensor.permute(2, 0, 1)[None].to(device).contiguous()


def photo_thumbnail(network: LiveNetwork, image: Array, conditions: Conditions) -> torch.Tensor:
    """Return the network's (1, 3, T, T) view of a whole photo of any size, in bounded memory.

    The area means of T x T cells are summed from strips; equal to ``network.thumbnail`` to rounding.
    """
    height, width = image.shape[:2]
    if height * width <= 4_000_000:
        with torch.inference_mode():
            return network.thumbnail(to_tensor(image), conditions.to("cpu"))
    side = network.thumbnail_side
    step = 2 if network.direction == "forward" else 1
    rows = (height + height % 2) // 2 if step == 2 else height
    cells = []
    for i in range(side):  # the rows of F.adaptive_avg_pool2d's cell i
        start, stop = i * rows // side, -((i + 1) * rows // -side)
        strip = image[start * step : min(stop * step, height)]
        with torch.inference_mode():
            tensor = to_tensor(strip)
            if step == 2:
                tensor = network.binned(tensor, conditions.to("cpu"))
            cells.append(F.adaptive_avg_pool2d(tensor, (1, side)))
    return torch.cat(cells, 2)
