"""The paper's network for one photo on a CPU: stripes of rows side by side, exact, without big copies.

The same arithmetic as in paper.py, otherwise arranged. The 96 feature channels exist for one stripe at a time; a
convolution reads its repeated border from a buffer that has it, instead of from a padded copy of everything; a block
works in place in two buffers, channels last. A stripe's
intermediates stay in the processor's cache, and no thread waits for another within a layer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from paramisp_core.networks.paper_lookup import DENSE, Lookup
from paramisp_core.networks.threads import for_each

if TYPE_CHECKING:
    from paramisp_core.networks.paper import GlobalNet, LocalBlock, LocalNet

_LAST = torch.channels_last
_STRIPE_PIXELS = 24_000
"""Of a stripe: 6 MB for 64 channels. Larger ones fall out of the cache, smaller ones repeat more of their context."""
_CELL_WINDOW, _CELL_STEP = 85, 64


def local_residual(net: LocalNet, x_13HW: Tensor, mask_13HW: Tensor, bias_164: Tensor, pooled: Tensor | None,
                   observe: Callable[[int, Tensor], None] | None) -> Tensor:
    """Return LocalNet's (1, 3, H, W) residual; arguments as for PaperNetwork.apply_local."""
    height, width = x_13HW.shape[-2:]
    full = _Map(64, height, width)

    lookup = Lookup.of(net.conv_head, bias_164[0])

    def head(rows: slice) -> None:
        full.inside[:, :, rows] = lookup(*first_inputs(x_13HW, mask_13HW, rows, border=True))

    for_each(head, full.stripes)
    full.repeat_border()
    work: dict[int, Tensor] = {}  # kept from block to block: fresh memory costs more than what is computed into it

    def run(features: _Map, *numbers: int) -> None:
        y = work.setdefault(features.height, torch.empty_like(features.inside, memory_format=_LAST))
        for number in numbers:
            block: LocalBlock = net.resblks[number]  # type: ignore[assignment]
            _block(block, features, y, None if pooled is None else pooled[number],
                   None if observe is None else lambda seen, n=number: observe(n, seen))  # type: ignore[misc]

    run(full, 0, 1)
    half = _reduced(net.conv_down[0], full)
    run(half, 2, 3)
    quarter = _reduced(net.conv_down[1], half)
    run(quarter, 4, 5)
    _add_enlarged(net.conv_up[1], quarter, half)
    run(half, 8, 9)
    _add_enlarged(net.conv_up[0], half, full)
    run(full, 6, 7)
    out = torch.empty_like(x_13HW)

    def tail(rows: slice) -> None:
        out[:, :, rows] = F.conv2d(full.around(rows), net.conv_tail.weight, net.conv_tail.bias)

    for_each(tail, full.stripes)
    return out


class _Map:
    """(1, C, H, W) with its border repeated once around it, channels last."""

    def __init__(self, channels: int, height: int, width: int) -> None:
        self.height, self.width = height, width
        self.padded = torch.empty(1, channels, height + 2, width + 2).contiguous(memory_format=_LAST)
        self.inside = self.padded[:, :, 1:-1, 1:-1]
        self.stripes = stripes(height, width)

    def around(self, rows: slice) -> Tensor:
        """Return rows with one more on each side, for a 3x3 convolution without padding."""
        return self.padded[:, :, rows.start : rows.stop + 2]

    def repeat_border(self) -> None:
        """Make the border what is inside it again."""
        _repeat_border(self.padded)


def stripes(height: int, width: int, multiple: int = 4) -> list[slice]:
    """Return the rows of stripes of about _STRIPE_PIXELS, each starting at a ``multiple``."""
    rows = max(multiple, round(_STRIPE_PIXELS / width / multiple) * multiple)
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]


def conv3(conv: nn.Conv2d, fill: Callable[[slice, Tensor], object], rows: slice, height: int, width: int) -> Tensor:
    """Convolve rows by 3x3 as if what ``fill`` gives were repeated at its border.

    ``fill(rows, out)`` writes rows of the convolution's input into ``out`` (1, C, rows, width).
    """
    first, last = max(rows.start - 1, 0), min(rows.stop + 1, height)
    x = torch.empty(1, rows.stop - rows.start + 2, width + 2, conv.in_channels).permute(0, 3, 1, 2)
    top = first - rows.start + 1
    fill(slice(first, last), x[:, :, top : top + last - first, 1:-1])
    _repeat_border(x, top > 0, last == rows.stop)
    return F.conv2d(x, conv.weight, conv.bias)


def _block(block: LocalBlock, features: _Map, y: Tensor, pooled_2B64: Tensor | None,
           observe: Callable[[Tensor], None] | None) -> None:
    """Do what LocalBlock does, in place."""
    height, width = features.height, features.width
    count = len(features.stripes)
    sums, maxima = torch.zeros(count, 64), torch.zeros(count, 64)

    def first(rows: slice, out: Tensor) -> None:
        z = F.conv2d(features.around(rows), block.conv1.weight, block.conv1.bias)
        torch.maximum(z, z.clamp(max=0).exp_().sub_(1), out=out)  # ELU, straight to where it is needed

    def convolve(number: int) -> None:
        rows = features.stripes[number]
        part = conv3(block.conv2, first, rows, height, width)
        y[:, :, rows] = part
        if pooled_2B64 is None:
            flat = part.permute(0, 2, 3, 1).reshape(-1, 64)
            sums[number], maxima[number] = flat.sum(0), flat.amax(0)

    for_each(convolve, range(count))
    if observe is not None:
        observe(y)
    if pooled_2B64 is None:
        pooled_2B64 = torch.stack([sums.double().sum(0).div(height * width).float(), maxima.amax(0)])[:, None]
    factors = block.chattn(pooled_2B64)
    seen, share = torch.empty(height + 6, width + 6, 2), torch.full((64,), 1 / 64)
    inside = seen[3:-3, 3:-3]

    def look(rows: slice) -> None:
        part = y[:, :, rows].mul_(factors).permute(0, 2, 3, 1)[0]
        inside[rows, :, 0] = (part.reshape(-1, 64) @ share).view(-1, width)
        inside[rows, :, 1] = part.amax(2)

    for_each(look, features.stripes)
    seen[:, :3], seen[:, -3:] = seen[:, 3:4], seen[:, -4:-3]
    seen[:3], seen[-3:] = seen[3:4], seen[-4:-3]
    conv = block.spattn.conv

    def add(rows: slice) -> None:
        around = seen[rows.start : rows.stop + 6].permute(2, 0, 1)[None]
        attention = torch.sigmoid_(F.conv2d(around, conv.weight, conv.bias))
        features.inside[:, :, rows].addcmul_(y[:, :, rows], attention)

    for_each(add, features.stripes)
    features.repeat_border()


def _reduced(conv: nn.Module, features: _Map) -> _Map:
    small = _Map(64, features.height // 2, features.width // 2)

    def reduce(rows: slice) -> None:
        small.inside[:, :, rows] = conv(features.inside[:, :, 2 * rows.start : 2 * rows.stop])

    for_each(reduce, small.stripes)
    small.repeat_border()
    return small


def _add_enlarged(conv: nn.Module, small: _Map, features: _Map) -> None:
    def enlarge(rows: slice) -> None:
        features.inside[:, :, 2 * rows.start : 2 * rows.stop] += conv(small.inside[:, :, rows])

    for_each(enlarge, small.stripes)
    features.repeat_border()


def first_inputs(x_13HW: Tensor, mask_13HW: Tensor, rows: slice, border: bool) -> tuple[Tensor, Tensor]:
    """Return what a Lookup looks at: colors (h, W, 3), gradients and mask (1, 9, h, W), channels last.

    border: one more on each side, repeated where the photo ends.
    """
    height, width = x_13HW.shape[-2:]
    grown = int(border)
    first, last = max(rows.start - grown, 0), min(rows.stop + grown, height)
    size = rows.stop - rows.start + 2 * grown, width + 2 * grown
    colors, dense = torch.empty(*size, 3), torch.empty(*size, DENSE)
    top = first - rows.start + grown
    inside = slice(top, top + last - first), slice(grown, grown + width)
    colors[inside] = x_13HW[0, :, first:last].permute(1, 2, 0)
    _gradients(x_13HW, first, last, dense[inside])
    dense[inside][..., 6:] = mask_13HW[0, :, first:last].permute(1, 2, 0)
    if border:
        for values in (colors, dense):
            _repeat_border(values.permute(2, 0, 1)[None], top > 0, last == rows.stop)
    return colors, dense.permute(2, 0, 1)[None]


def _gradients(x_13HW: Tensor, first: int, last: int, into_hW9: Tensor) -> None:
    """Write the six Sobel gradients of rows first to last."""
    height = x_13HW.shape[2]
    around = F.pad(x_13HW[:, :, max(first - 1, 0) : last + 1], (1, 1, int(first == 0), int(last == height)),
                   mode="replicate")[0]
    down = around[:, :-2] + 2 * around[:, 1:-1] + around[:, 2:]
    into_hW9[..., 0:6:2] = (down[..., 2:] - down[..., :-2]).div_(8).permute(1, 2, 0)
    across = around[..., :-2] + 2 * around[..., 1:-1] + around[..., 2:]
    into_hW9[..., 1:6:2] = (across[:, 2:] - across[:, :-2]).div_(8).permute(1, 2, 0)


def _repeat_border(x_1CHW: Tensor, top: bool = True, bottom: bool = True) -> None:
    """Make the outermost pixels what is beside them: left and right, and where wanted top and bottom."""
    x_1CHW[..., 0], x_1CHW[..., -1] = x_1CHW[..., 1], x_1CHW[..., -2]
    if top:
        x_1CHW[:, :, 0] = x_1CHW[:, :, 1]
    if bottom:
        x_1CHW[:, :, -1] = x_1CHW[:, :, -2]


def global_features(net: GlobalNet, x_13HW: Tensor, mask_13HW: Tensor) -> Tensor:
    """Return GlobalNet's (1, 64) features: the mean over the cells of its last grid."""
    height, width = x_13HW.shape[-2:]
    rows, columns = ((side - _CELL_WINDOW) // _CELL_STEP + 1 for side in (height, width))
    sums = torch.zeros(rows, 64)
    first_conv, *convs = net.convs
    assert isinstance(first_conv, nn.Conv2d)
    lookup = Lookup.of(first_conv)

    def cells(row: int) -> None:
        span = slice(row * _CELL_STEP, row * _CELL_STEP + _CELL_WINDOW)
        features = torch.empty(0)
        for number in range(len(net.convs)):  # pooling before ELU, which rises: the same, with a quarter of the work
            y = convs[number - 1](features) if number else lookup(*first_inputs(x_13HW, mask_13HW, span, border=False))
            down, across = (side // 2 * 2 for side in y.shape[-2:])
            a, b, c, d = (y[:, :, i:down:2, j:across:2] for i in (0, 1) for j in (0, 1))
            features = F.elu_(torch.maximum(torch.maximum(a, b), torch.maximum(c, d)))
        sums[row] = features.sum((2, 3))[0]

    for_each(cells, range(rows))
    return sums.double().sum(0).div(rows * columns).float()[None]


def toned(x_13HW: Tensor, apply: Callable[[Tensor], Tensor]) -> Tensor:
    """Apply something that looks at each pixel by itself, stripe by stripe."""
    out = torch.empty_like(x_13HW)

    def tone(rows: slice) -> None:
        out[:, :, rows] = apply(x_13HW[:, :, rows])

    for_each(tone, stripes(*x_13HW.shape[-2:]))
    return out
