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

from paramisp_core.networks.threads import for_each

if TYPE_CHECKING:
    from paramisp_core.networks.paper import GlobalNet, LocalBlock, LocalNet

_LAST = torch.channels_last
_STRIPE_PIXELS = 24_000
"""Of a stripe: 6 MB for 64 channels. Larger ones fall out of the cache, smaller ones repeat more of their context."""
_CELL_WINDOW, _CELL_STEP = 85, 64
_HISTOGRAMS = (4, 8, 16)


def local_residual(net: LocalNet, x_13HW: Tensor, mask_13HW: Tensor, bias_164: Tensor, pooled: Tensor | None,
                   observe: Callable[[int, Tensor], None] | None) -> Tensor:
    """Return LocalNet's (1, 3, H, W) residual; arguments as for PaperNetwork.apply_local."""
    height, width = x_13HW.shape[-2:]
    full = _Map(64, height, width)

    def head(rows: slice) -> None:
        part = conv3(net.conv_head, lambda r, out: stripe_features(x_13HW, mask_13HW, r, out), rows, height, width)
        torch.add(part, bias_164[:, :, None, None], out=full.inside[:, :, rows])

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
        p = self.padded
        p[..., 0], p[..., -1] = p[..., 1], p[..., -2]
        p[:, :, 0], p[:, :, -1] = p[:, :, 1], p[:, :, -2]


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
    x[..., 0], x[..., -1] = x[..., 1], x[..., -2]
    if top:
        x[:, :, 0] = x[:, :, 1]
    if last == rows.stop:
        x[:, :, -1] = x[:, :, -2]
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
    seen, share = torch.empty(1, 2, height, width), torch.full((64,), 1 / 64)

    def look(rows: slice) -> None:
        part = y[:, :, rows].mul_(factors).permute(0, 2, 3, 1)
        seen[0, 0, rows] = (part.reshape(-1, 64) @ share).view(-1, width)
        torch.amax(part, 3, out=seen[:, 1, rows])

    for_each(look, features.stripes)
    attention = torch.sigmoid_(block.spattn.conv(seen))

    def add(rows: slice) -> None:
        features.inside[:, :, rows].addcmul_(y[:, :, rows], attention[:, :, rows])

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


def stripe_features(x_13HW: Tensor, mask_13HW: Tensor, rows: slice, into_1CHW: Tensor | None = None) -> Tensor:
    """Return rows of ``paper.features(x, mask)``: (1, 96, h, W), channels last; ``into_1CHW`` if that is given."""
    height, width = x_13HW.shape[-2:]
    if into_1CHW is None:
        into_1CHW = torch.empty(1, rows.stop - rows.start, width, 96).permute(0, 3, 1, 2)
    out = into_1CHW[0].permute(1, 2, 0)
    image = x_13HW[0, :, rows].permute(1, 2, 0)
    out[..., :3] = image
    first, last = max(rows.start - 1, 0), min(rows.stop + 1, height)
    around = F.pad(x_13HW[:, :, first:last], (1, 1, int(first == rows.start), int(last == rows.stop)),
                   mode="replicate")[0]
    down = around[:, :-2] + 2 * around[:, 1:-1] + around[:, 2:]
    out[..., 3:9:2] = (down[..., 2:] - down[..., :-2]).div_(8).permute(1, 2, 0)
    across = around[..., :-2] + 2 * around[..., 1:-1] + around[..., 2:]
    out[..., 4:9:2] = (across[:, 2:] - across[:, :-2]).div_(8).permute(1, 2, 0)
    scales, places = _hats()
    # Each histogram channel is max(0, 1 - |scale x - place|) of one color: a matrix makes all of them from the colors.
    hats = F.conv2d(x_13HW[:, :, rows].contiguous(memory_format=_LAST), scales, places).permute(0, 2, 3, 1)[0]
    torch.clamp(hats.abs_().neg_().add_(1), min=0, out=out[..., 9:93])
    out[..., 93:] = mask_13HW[0, :, rows].permute(1, 2, 0)
    return into_1CHW


def _hats() -> tuple[Tensor, Tensor]:
    """Return (84, 3, 1, 1) scales and (84,) places (negative) of the histogram channels."""
    scales, places, at = torch.zeros(84, 3), torch.zeros(84), 0
    for bins in _HISTOGRAMS:
        for color in range(3):
            scales[at : at + bins, color] = bins - 1
            places[at : at + bins] = -torch.arange(bins, dtype=torch.float32)
            at += bins
    return scales[..., None, None], places


def global_features(net: GlobalNet, x_13HW: Tensor, mask_13HW: Tensor) -> Tensor:
    """Return GlobalNet's (1, 64) features: the mean over the cells of its last grid."""
    height, width = x_13HW.shape[-2:]
    rows, columns = ((side - _CELL_WINDOW) // _CELL_STEP + 1 for side in (height, width))
    sums = torch.zeros(rows, 64)

    def cells(row: int) -> None:
        features = stripe_features(x_13HW, mask_13HW, slice(row * _CELL_STEP, row * _CELL_STEP + _CELL_WINDOW))
        for conv in net.convs:  # pooling before ELU, which rises: the same, with a quarter of the work
            y = conv(features)
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
