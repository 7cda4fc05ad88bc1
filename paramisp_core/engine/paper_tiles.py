"""The paper's network on photos of any size in the memory of one tile, equal to running it on the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import (
    ALIGNMENT,
    BLOCKS,
    CHANNELS,
    SMALLEST,
    PaperNetwork,
    apply_tone,
    features,
    overexposure,
    pad,
    pool,
)
from paramisp_core.progress import Progress, section

_CELL_WINDOW, _CELL_STEP = 85, 64
"""What one cell of GlobalNet's last grid sees, and how far the next one starts, in pixels."""
_DEMOSAIC_HALO = 2
_SETTLED = 1e-4
"""Attention statistics that move less than this between two passes are final."""
# How much each block's picture is reduced: full 0, 1 and 6, 7; half 2, 3 and 8, 9; quarter 4, 5.
_REDUCTION = (1, 1, 2, 2, 4, 4, 1, 1, 2, 2)


@dataclass(frozen=True)
class PaperStatistics:
    """What the network knows about the whole photo.

    global_features: (1, 64), GlobalNet's. pooled: (10, 2, 1, 64), mean and maximum of each LocalNet block.
    """

    global_features: Tensor
    pooled: Tensor


def run_paper_tiled(network: PaperNetwork, image: Tensor, conditions: Conditions, tile: int = 512,
                    halo: int = 32, refine_passes: int = 10, progress: Progress | None = None,
                    statistics: PaperStatistics | None = None) -> Tensor:
    """Run the network on one photo (1, C, H, W) tile by tile; return its unclipped output on the same device.

    ``image`` may stay in main memory while the network is on an accelerator. ``tile`` and ``halo`` (the
    context around a tile) are in pixels and divide by 4; halo 128 reproduces the un-tiled output to rounding,
    32 to about 1e-6.

    Every tile shares the statistics of the whole photo: GlobalNet's features are exact; the vectors of
    channel attention start from the photo at quarter side and become exact by up to ``refine_passes`` further
    passes, which end once the vectors stand still to 1e-4. 0 gives preview quality. Given ``statistics`` are
    used as they are. ``progress`` may raise Cancelled.
    """
    if tile % ALIGNMENT or halo % ALIGNMENT or tile < SMALLEST:
        raise ValueError(f"tile and halo must divide by {ALIGNMENT}, and a tile must reach {SMALLEST}")
    with torch.inference_mode():
        return _Run(network, conditions, tile, halo, statistics).output(image, refine_passes, progress)


class _Run:
    """One photo's pass: the network, the frozen embedding and how it is cut."""

    def __init__(self, network: PaperNetwork, conditions: Conditions, tile: int, halo: int,
                 statistics: PaperStatistics | None) -> None:
        self.network = network
        self.device = next(network.parameters()).device
        self.conditions = conditions.to(self.device)
        self.embed = network.embed(self.conditions)
        self.tile, self.halo, self.statistics = tile, halo, statistics

    def output(self, image: Tensor, refine_passes: int, progress: Progress | None) -> Tensor:
        height, width = image.shape[-2:]
        passes = 1 if self.statistics is not None else refine_passes + 1
        if self.network.direction == "inverse":
            start = pad(image)
            weights = self.tone_weights(start, start)
            local = self.apply_local(start, lambda x: apply_tone(x, weights), passes, progress)
            return self.canonical(local[..., :height, :width])
        start = pad(self.canonical(image))
        local = self.apply_local(start, lambda x: x, passes, progress)
        weights = self.tone_weights(local, start)
        for rows in _spans(local.shape[-2], self.tile):
            for columns in _spans(local.shape[-1], self.tile):
                part = apply_tone(self.at(local, rows, columns), weights)
                local[..., rows, columns] = part.to(local.device)
        return local[..., :height, :width]

    def at(self, image: Tensor, rows: slice, columns: slice) -> Tensor:
        """Return a part of the photo on the network's device."""
        return image[..., rows, columns].to(self.device)

    def canonical(self, image: Tensor) -> Tensor:
        """Mosaic to linear sRGB (forward) or linear sRGB to mosaic (inverse), in tiles."""
        forward = self.network.direction == "forward"
        height, width = image.shape[-2:]
        out = image.new_empty(1, 3 if forward else 1, height, width)
        for rows in _spans(height, self.tile):  # tiles and halo are even: the CFA keeps its phase
            for columns in _spans(width, self.tile):
                big_rows, inner_rows = _grown(rows, _DEMOSAIC_HALO, height)
                big_columns, inner_columns = _grown(columns, _DEMOSAIC_HALO, width)
                part = self.at(image, big_rows, big_columns)
                step = self.network.to_linear if forward else self.network.from_linear
                out[..., rows, columns] = step(part, self.conditions)[..., inner_rows, inner_columns]
        return out

    def tone_weights(self, image: Tensor, start: Tensor) -> Tensor:
        """Return the tone stages' coefficients from the exact global features of the whole ``image``."""
        if self.statistics is not None:
            global_features = self.statistics.global_features.to(self.device)
        else:
            global_features = self.global_features(image, start)
        return self.network.tone_weights(global_features, self.embed)

    def global_features(self, image: Tensor, start: Tensor) -> Tensor:
        """Return (1, 64): the mean over all cells of GlobalNet's last grid, taken block by block."""
        grid = [(side - _CELL_WINDOW) // _CELL_STEP + 1 for side in image.shape[-2:]]
        block = max(1, (self.tile - _CELL_WINDOW) // _CELL_STEP + 1)
        total = torch.zeros(1, CHANNELS, dtype=torch.float64)
        for cell_rows in _spans(grid[0], block):
            for cell_columns in _spans(grid[1], block):
                # One pixel more all around: the gradients look there, and repeat the border only at the
                # border of the photo.
                rows, inner_rows = _grown(_window(cell_rows), 1, image.shape[-2])
                columns, inner_columns = _grown(_window(cell_columns), 1, image.shape[-1])
                x = features(self.at(image, rows, columns), overexposure(self.at(start, rows, columns)))
                cells = self.network.tonenet.cells(x[..., inner_rows, inner_columns])
                total += cells.sum((2, 3)).cpu().double()
        return (total / (grid[0] * grid[1])).float().to(self.device)

    def apply_local(self, start: Tensor, prepare: Callable[[Tensor], Tensor], passes: int,
                    progress: Progress | None) -> Tensor:
        """Run LocalNet over the photo, refining the attention statistics; return its (1, 3, H, W) output."""
        if self.statistics is not None:
            pooled = self.statistics.pooled.to(self.device)
        else:
            pooled = self.first_guess(start, prepare)
        out = torch.empty_like(start)
        for number in range(passes):
            true = self.one_pass(start, prepare, pooled, out,
                                 section(progress, number / passes, (number + 1) / passes))
            settled = (true - pooled).abs().max() < _SETTLED
            if settled or number == passes - 1:
                break
            pooled = true
        if progress is not None:
            progress(1.0)
        return out

    def first_guess(self, start: Tensor, prepare: Callable[[Tensor], Tensor]) -> Tensor:
        """Return (10, 2, 1, 64) attention statistics from the photo at quarter side."""
        # Averaging before the tone stages or after differs little, and this needs no second whole picture.
        small = pad(functional.avg_pool2d(start, 4))
        if small.shape[-2] * small.shape[-1] > (self.tile + 2 * self.halo) ** 2:
            guess = self.first_guess(small, prepare)
            return self.one_pass(small, prepare, guess, None, None)
        seen: dict[int, Tensor] = {}
        small = small.to(self.device)
        self.network.apply_local(prepare(small), overexposure(small), self.embed,
                                 observe=lambda block, x: seen.__setitem__(block, pool(x)))
        return torch.stack([seen[i] for i in range(BLOCKS)])

    def one_pass(self, start: Tensor, prepare: Callable[[Tensor], Tensor], pooled: Tensor, out: Tensor | None,
                 progress: Progress | None) -> Tensor:
        """Run every tile with the given statistics into ``out``; return the statistics they really had."""
        height, width = start.shape[-2:]
        tally = _Tally()
        tiles = [(r, c) for r in _spans(height, self.tile) for c in _spans(width, self.tile)]
        for done, (rows, columns) in enumerate(tiles):
            big_rows, inner_rows = _grown(rows, self.halo, height)
            big_columns, inner_columns = _grown(columns, self.halo, width)
            part = self.at(start, big_rows, big_columns)
            observe = tally.within(inner_rows, inner_columns)
            y = self.network.apply_local(prepare(part), overexposure(part), self.embed, pooled, observe)
            if out is not None:
                out[..., rows, columns] = y[..., inner_rows, inner_columns].to(out.device)
            if progress is not None:
                progress((done + 1) / len(tiles))
        return tally.pooled().to(self.device)


class _Tally:
    """Adds up the attention statistics of the tiles' interiors to those of the photo."""

    def __init__(self) -> None:
        self.sums = torch.zeros(BLOCKS, 1, CHANNELS, dtype=torch.float64)
        self.maxima = torch.full((BLOCKS, 1, CHANNELS), -torch.inf)
        self.counts = torch.zeros(BLOCKS, 1, 1, dtype=torch.float64)

    def within(self, rows: slice, columns: slice) -> Callable[[int, Tensor], None]:
        """Return an observer that counts only the interior of a tile, given in full-size pixels."""

        def observe(block: int, x: Tensor) -> None:
            step = _REDUCTION[block]
            inner = x[..., rows.start // step : rows.stop // step,
                      columns.start // step : columns.stop // step]
            self.sums[block] += inner.sum((2, 3)).cpu().double()
            self.maxima[block] = torch.maximum(self.maxima[block], inner.amax((2, 3)).cpu())
            self.counts[block] += inner.shape[-2] * inner.shape[-1]

        return observe

    def pooled(self) -> Tensor:
        return torch.stack([(self.sums / self.counts).float(), self.maxima], 1)


def _spans(length: int, step: int) -> Iterator[slice]:
    return (slice(start, min(start + step, length)) for start in range(0, length, step))


def _grown(span: slice, halo: int, length: int) -> tuple[slice, slice]:
    """Return the span with its halo inside 0..length, and where the span lies in that."""
    first = max(span.start - halo, 0)
    return slice(first, min(span.stop + halo, length)), slice(span.start - first, span.stop - first)


def _window(cells: slice) -> slice:
    return slice(cells.start * _CELL_STEP, (cells.stop - 1) * _CELL_STEP + _CELL_WINDOW)

