"""The paper's first convolutions by look-up: the 87 channels that depend on one color each are never made.

Image and soft histograms are piecewise linear in one color with knots at multiples of 1/3, 1/7 and 1/15. What they give
through one of the nine taps is then a piecewise linear function of that color with 64 values: a table of its values at
the knots says all of it. A pixel reads 27 of them (9 taps, 3 colors), a ninth of the arithmetic, and equal to rounding;
only the gradients and the mask are convolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HISTOGRAMS = (4, 8, 16)
"""Bins of the soft histograms, in the order of their channels."""
DENSE = 9
"""Channels that are convolved: 6 gradients, 3 of the mask."""
_CELLS = 105
"""Every knot within -1/3..4/3 is a multiple of 1/105."""


@dataclass(frozen=True)
class Lookup:
    """A 3x3 convolution of the 96 features, split.

    tables: (3, 3 * 3 * knots, 64): for each row of taps the values at the knots, by (tap in the row, color, knot).
    dense: (64, 9, 3, 3), channels last, weights of gradients and mask. bias: (64,). stride: of the convolution.
    """

    tables: Tensor
    dense: Tensor
    bias: Tensor
    stride: int

    @classmethod
    def of(cls, conv: nn.Conv2d, bias: Tensor | None = None) -> Lookup:
        """Return the split form of a convolution; ``bias`` (64,) is added to its own."""
        weight = conv.weight.double()
        knots, count = _knots(), len(_knots())
        tables = torch.zeros(3, 3, 3, count, len(weight), dtype=torch.float64)  # row of taps, tap, color, knot, output
        for color in range(3):
            own = weight[:, color].permute(1, 2, 0)[:, :, None]
            tables[:, :, color] = own * knots[:, None]
            first = 9
            for bins in HISTOGRAMS:
                channels = weight[:, first + color * bins : first + (color + 1) * bins]
                hats = (1 - (knots[:, None] * (bins - 1) - torch.arange(bins)).abs()).clamp(min=0)
                tables[:, :, color] += torch.einsum("kb,obyx->yxko", hats, channels)
                first += 3 * bins
        dense = torch.cat([conv.weight[:, 3:9], conv.weight[:, 93:]], 1).contiguous(memory_format=torch.channels_last)
        assert conv.bias is not None
        whole_bias = conv.bias if bias is None else conv.bias + bias
        return cls(tables.float().view(3, 9 * count, -1), dense, whole_bias, conv.stride[0])

    def __call__(self, colors_HW3: Tensor, dense_1CHW: Tensor) -> Tensor:
        """Return the valid convolution, (1, 64, h, w) channels last.

        colors_HW3: the image with what surrounds it; dense_1CHW: gradients and mask there, (1, 9, H, W).
        """
        out = F.conv2d(dense_1CHW, self.dense, self.bias, self.stride)
        height, width = out.shape[-2:]
        flat = out.permute(0, 2, 3, 1).reshape(-1, out.shape[1])
        assert flat.data_ptr() == out.data_ptr()  # channels last: a view, which is added to
        index, share = _placed(colors_HW3)
        index, share = self._side_by_side(index, width), self._side_by_side(share, width)
        columns = index.shape[2]
        index.add_(torch.arange(3).repeat_interleave(columns // 3) * (len(self.tables[0]) // 3))
        bags = torch.arange(0, height * width * columns, columns)
        for row in range(3):
            rows = slice(row, row + self.stride * (height - 1) + 1, self.stride)
            flat += F.embedding_bag(index[rows].reshape(-1), self.tables[row], bags, mode="sum",
                                    per_sample_weights=share[rows].reshape(-1))
        return out

    def _side_by_side(self, values_HWN: Tensor, width: int) -> Tensor:
        """Return (H, width, 3 * N): for each pixel of the output its three neighbors in each row."""
        height, full, count = values_HWN.shape
        windows = values_HWN.as_strided((height, width, 3 * count), (full * count, self.stride * count, 1))
        return windows.clone(memory_format=torch.contiguous_format)


def _placed(colors_HW3: Tensor) -> tuple[Tensor, Tensor]:
    """Return (H, W, 6): which table entries lie below and above each color, and each one's share."""
    low, steps, segments = _pieces()
    height, width, _ = colors_HW3.shape
    x = colors_HW3.reshape(-1)
    # Clamped twice: before, as a huge number has no integer; after, as none has the one that is no number.
    cell = (x.clamp(-1, 2) + 1).mul_(_CELLS).long().clamp_(0, len(segments) - 1)
    segment = segments.index_select(0, cell)
    above = (x - low.index_select(0, segment)).mul_(steps.index_select(0, segment))
    index, share = torch.empty(len(x), 2, dtype=torch.int64), torch.empty(len(x), 2)
    by_color = index.view(-1, 3, 2)
    torch.add(segment.view(-1, 3), torch.arange(3) * (len(low) + 1), out=by_color[..., 0])
    torch.add(by_color[..., 0], 1, out=by_color[..., 1])
    torch.sub(1, above, out=share[:, 0])
    share[:, 1] = above
    return index.view(height, width, 6), share.view(height, width, 6)


@lru_cache(maxsize=1)
def _pieces() -> tuple[Tensor, Tensor, Tensor]:
    """Return where each piece begins, 1 / its length, and the piece of each 1/105 from -1 to 2."""
    knots = _knots()
    middles = (torch.arange(3 * _CELLS, dtype=torch.float64) + 0.5) / _CELLS - 1
    return knots[:-1].float(), knots.diff().reciprocal().float(), torch.bucketize(middles, knots[1:-1])


def _knots() -> Tensor:
    """Return the sorted values where the slope changes, and one more on each side to draw the end pieces through."""
    found = {0.0, 1.0, -1.0, 2.0}
    for bins in HISTOGRAMS:
        found |= {place / (bins - 1) for place in range(-1, bins + 1)}
    kept: list[float] = []
    for value in sorted(found):  # 1/3 and 5/15 are the same knot, whatever the rounding
        if not kept or value - kept[-1] > 1e-9:
            kept.append(value)
    return torch.tensor(kept, dtype=torch.float64)

