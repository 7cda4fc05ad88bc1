"""Dequantizer: what a JPEG's rounding took, found again within what the file leaves open.

A JPEG keeps each 8x8 block as cosine coefficients rounded to multiples of its tables (ITU-T T.81): a coefficient is
known to half a step, and the steps are seen as blocks, rings and patches of one color once shadows are lifted. The
network says where within its half step each coefficient most likely was, by the blocks around it. It cannot leave
the step: what it makes is a picture that the same JPEG could have been written from.

It works on coefficients, of luma and of chroma as it was subsampled, block by block: an eighth of the resolution, which
is what makes it quick.

Shape suffixes: B batch, C channels, H and W pixels, P planes, h and w blocks.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from paramisp_core.networks.threads import breath

SAMPLINGS: dict[str, tuple[int, int]] = {
    "4:4:4": (1, 1), "4:2:2": (1, 2), "4:4:0": (2, 1), "4:2:0": (2, 2), "4:1:1": (1, 4)}
"""Pixels (down, across) to a value of chroma, by the names of subsamplings."""

BLOCK = 8
MCU = 32
"""Blocks of all planes begin where rows and columns divide by this, whatever the subsampling."""

# ITU-T T.871 (JFIF): full-range Y, Cb, Cr of R, G, B, and back
_TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
_TO_RGB = ((1.0, 0.0, 1.402), (1.0, -0.344136, -0.714136), (1.0, 1.772, 0.0))


class Dequantizer(nn.Module):
    """Decoded JPEG and its tables to what to add. channels, blocks: width and depth of its two equal halves."""

    direction = "inverse"
    basis: Tensor
    to_ycc: Tensor
    to_rgb: Tensor

    def __init__(self, channels: int = 80, blocks: int = 3) -> None:
        super().__init__()
        self.config = {"channels": channels, "blocks": blocks}
        self.register_buffer("basis", _cosines(), persistent=False)
        self.register_buffer("to_ycc", torch.tensor(_TO_YCC)[:, :, None, None], persistent=False)
        self.register_buffer("to_rgb", torch.tensor(_TO_RGB)[:, :, None, None], persistent=False)
        self.luma = _Half(1, 1, channels, blocks)
        self.chroma = _Half(3, 2, channels, blocks)  # luma tells it where edges are

    def halo(self, sampling: tuple[int, int]) -> tuple[int, int]:
        """Return the pixels (down, across) around a place that count there: what is tiled needs as many."""
        reach = BLOCK * (self.config["blocks"] + 1)
        return reach * sampling[0] + BLOCK, reach * sampling[1] + BLOCK  # and chroma is interpolated

    def forward(self, rgb_B3HW: Tensor, tables_B264: Tensor, sampling: tuple[int, int],
                wanted: tuple[slice, slice] = (slice(None), slice(None))) -> Tensor:
        """Return what to add to sRGB 0..1 (B, 3, H, W) as decoded; H and W of any size.

        The first pixel is the first of the picture, or lies where rows and columns divide by MCU. tables: those of
        luma and chroma, 1..255 (up to 65535 in files of 12 bits), by rows. wanted: rows and columns that are looked
        at; elsewhere it is of no use, and luma, which needs less around it, is not computed there.
        """
        height, width = rgb_B3HW.shape[2:]
        down, across = sampling
        more = -height % (BLOCK * down), -width % (BLOCK * across)
        padded = F.pad(rgb_B3HW, (0, more[1], 0, more[0]), mode="replicate") * 255
        ycc = F.conv2d(padded, self.to_ycc)
        luma, chroma = self.planes(ycc, sampling)
        rows, columns = (_blocks(part, side, self.config["blocks"] + 1)
                         for part, side in zip(wanted, luma.shape[2:], strict=True))
        there, chroma = self.changes((luma[:, :, rows, columns], chroma), tables_B264)
        luma = torch.zeros_like(luma)
        luma[:, :, rows, columns] = there
        added = [self._pixels(luma), *(F.interpolate(self._pixels(part), scale_factor=(down, across), mode="bilinear")
                                       if down * across > 1 else self._pixels(part) for part in chroma.chunk(2, 1))]
        return F.conv2d(torch.cat(added, 1), self.to_rgb)[..., :height, :width] / 255

    def planes(self, ycc_B3HW: Tensor, sampling: tuple[int, int]) -> tuple[Tensor, Tensor]:
        """Return coefficients: of luma (B, 64, h, w), and of Cb, Cr and luma as chroma is sampled (B, 192, h', w')."""
        small = F.avg_pool2d(ycc_B3HW, sampling) if sampling != (1, 1) else ycc_B3HW
        order = small[:, [1, 2, 0]].flatten(0, 1)[:, None]
        coarse = self._coefficients(order)
        return self._coefficients(ycc_B3HW[:, :1]), coarse.view(len(small), -1, *coarse.shape[2:])

    def changes(self, coefficients: tuple[Tensor, Tensor], tables_B264: Tensor) -> tuple[Tensor, Tensor]:
        """Return what to add to the coefficients of luma (B, 64, h, w) and of chroma (B, 128, h', w')."""
        luma, chroma = tables_B264[:, :1], tables_B264[:, 1:]
        return (self.luma(coefficients[0], luma),
                self.chroma(coefficients[1], torch.cat([chroma, chroma, luma], 1)))

    def _coefficients(self, plane_B1HW: Tensor) -> Tensor:
        return F.conv2d(plane_B1HW, self.basis, stride=BLOCK)

    def _pixels(self, coefficients_B64hw: Tensor) -> Tensor:
        return F.conv_transpose2d(coefficients_B64hw, self.basis, stride=BLOCK)


class _Half(nn.Module):
    """Coefficients of some planes, in steps of their tables and plain, to changes of the first of them."""

    def __init__(self, planes: int, changed: int, channels: int, blocks: int) -> None:
        super().__init__()
        self.changed = changed
        self.first = nn.Conv2d(3 * 64 * planes, channels, 1)
        self.blocks = nn.ModuleList(_Block(channels) for _ in range(blocks))
        self.last = nn.Conv2d(channels, 64 * changed, 1)
        nn.init.zeros_(self.last.weight)
        assert self.last.bias is not None
        nn.init.zeros_(self.last.bias)

    def forward(self, coefficients_BChw: Tensor, tables_BP64: Tensor) -> Tensor:
        values = coefficients_BChw.unflatten(1, (-1, 64))
        mean = values[:, :, 0]
        around = F.avg_pool2d(F.pad(mean, (1, 1, 1, 1), mode="replicate"), 3, 1)
        values = torch.cat([(mean - around)[:, :, None], values[:, :, 1:]], 2)  # how bright a block is tells nothing
        steps = tables_BP64[..., None, None]
        known = torch.log(steps).expand(-1, -1, -1, *values.shape[3:]) / 4
        seen = torch.cat([values / 64, (values / steps).clamp(-4, 4) / 2, known], 1).flatten(1, 2)
        x = F.relu(self.first(seen))
        for block in self.blocks:
            breath()
            x = block(x)
        half = steps[:, : self.changed].flatten(1, 2) / 2
        return torch.tanh(self.last(x)) * half


class _Block(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.around = nn.Conv2d(channels, channels, 3, padding=1, padding_mode="replicate")
        self.mixed = nn.Conv2d(channels, channels, 1)

    def forward(self, x_BChw: Tensor) -> Tensor:
        mixed: Tensor = self.mixed(F.relu(self.around(x_BChw)))
        return x_BChw + mixed


def _blocks(wanted: slice, count: int, around: int) -> slice:
    """Return which of ``count`` blocks along a side are needed for the pixels wanted, with so many around them."""
    first, last, _ = wanted.indices(count * BLOCK)
    return slice(max(0, first // BLOCK - around), min(count, -(-last // BLOCK) + around))


def _cosines() -> Tensor:
    """Return the cosines of an 8x8 block, (64, 1, 8, 8), orthonormal, by rows of frequencies (T.81, A.3.3)."""
    k = torch.arange(BLOCK, dtype=torch.float64)
    basis = torch.cos((2 * k[None] + 1) * k[:, None] * torch.pi / (2 * BLOCK)) * (2 / BLOCK) ** 0.5
    basis[0] /= 2**0.5
    return torch.einsum("uy,vx->uvyx", basis, basis).reshape(64, 1, BLOCK, BLOCK).float()


def tables_tensor(tables: Sequence[Sequence[int]]) -> Tensor:
    """Return (1, 2, 64) of the tables of luma and chroma."""
    return torch.tensor([list(tables[0]), list(tables[1])], dtype=torch.float32)[None]
