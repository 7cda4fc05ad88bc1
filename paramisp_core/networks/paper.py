"""ParamISP as published (Kim et al., CVPR 2024), both directions, number for number; written afresh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn
from torch.nn import functional

from paramisp_core.networks import paper_stripes
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.precision import LowPrecision, in_float32
from paramisp_core.raw.cfa import mosaic_BCHW
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.demosaic import malvar_BCHW

Direction = Literal["inverse", "forward"]
"""inverse: sRGB to RAW; forward: RAW to sRGB."""

CHANNELS = 64
BLOCKS = 10
STAGES = 4
ALIGNMENT = 4
"""LocalNet halves the picture twice, so both sides must divide by this."""
SMALLEST = 88
"""GlobalNet's three unpadded stages need 85 pixels; 88 is the next multiple of ALIGNMENT."""

UNKNOWN = {"focal_length": 35.0, "f_number": 5.6, "exposure_time": 0.01, "iso": 400.0}
"""What an unknown setting counts as: everyday values (mm, f-number, seconds, ISO), well inside every scale.

The official code has no notion of unknown: it takes 0, clips it to 1e-12, and the reciprocal features become
1e7 to 1e13, which ruins the result.
"""

_SCALES: dict[str, tuple[float, float, float, float, tuple[float, float, float]]] = {
    # upper scale, lower scale, centre and range of log2, periods
    "focal_length": (200.0, 4.2, 1.9, 5.8, (50.0, 30.0, 20.0)),
    "f_number": (32.0, 1.7, 0.7, 4.3, (11.0, 5.0, 2.0)),
    "exposure_time": (30.0, 1.0 / 28800.0, -15.0, 20.0, (11.0, 5.0, 2.0)),
    "iso": (8000.0, 64.0, 6.0, 7.0, (3100.0, 1300.0, 500.0)),
}

Observe = Callable[[int, Tensor], None]
"""Called with a block's number and its (B, 64, h, w) tensor that channel attention pools over."""


@dataclass(frozen=True)
class PaperTrace:
    """Every intermediate of one pass, for parity tests and for tiling.

    embed: (B, 64). global_features: (B, 64), before the embedding is added. tone_weights: (B, 4, 39).
    after_tonenet, after_localnet: (B, 3, H, W). pooled: (10, 2, B, 64), each block's channel mean and maximum
    in the order of the blocks' numbers. y: the unclipped output.
    """

    embed: Tensor
    global_features: Tensor
    tone_weights: Tensor
    after_tonenet: Tensor
    after_localnet: Tensor
    pooled: Tensor
    y: Tensor


class PaperNetwork(LowPrecision):
    """The paper's ISP. ``direction`` "inverse": sRGB (B, 3, H, W) to mosaic (B, 1, H, W); "forward": back.

    Images are 0..1 in, unclipped out (official test and predict clip afterwards). Any size: GlobalNet and
    LocalNet work on a picture continued by its border pixels to sides that divide by 4 and reach 88; other
    sizes than those the official code refuses, and sizes it accepts are untouched.

    Conventions of the official code that stay inside: color matrices whose rows sum to 3 (make them with
    :meth:`conditions_for`; :meth:`forward` takes the matrix as given), demosaic before white balance, clip to
    0..1 after it. Unknown (NaN, or not positive) settings count as ``UNKNOWN``, where the official code
    breaks.

    Attributes are named as in the official state_dict. ``embed_id`` is left out: it is multiplied by zero
    there.
    """

    def __init__(self, direction: Direction) -> None:
        super().__init__()
        if direction not in ("inverse", "forward"):
            raise ValueError(f"direction must be inverse or forward, not {direction!r}")
        self.direction: Direction = direction
        self.tonenet = GlobalNet()
        self.localnet = LocalNet()
        self.embed_color = nn.Linear(24, CHANNELS)
        self.embed_focallen = nn.Linear(15, CHANNELS)
        self.embed_aperture = nn.Linear(15, CHANNELS)
        self.embed_expstime = nn.Linear(15, CHANNELS)
        self.embed_senstvty = nn.Linear(15, CHANNELS)
        self.embednet = nn.Sequential(nn.ELU(), nn.Linear(CHANNELS, CHANNELS), nn.ELU(),
                                      nn.Linear(CHANNELS, CHANNELS), nn.ELU(), nn.Linear(CHANNELS, CHANNELS))
        self.hypertonenet = nn.ModuleDict({"fc_embed": nn.Linear(CHANNELS, CHANNELS)})
        self.hyperlocalnet = nn.ModuleDict({"fc_head": nn.Linear(CHANNELS, CHANNELS)})
        for layer in self.embednet:
            if isinstance(layer, nn.Linear):
                nn.init.xavier_normal_(layer.weight, gain=0.1)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, image: Tensor, conditions: Conditions) -> Tensor:
        """Return the unclipped RAW or sRGB of a batch; see the class for shapes and conventions."""
        return self.trace(image, conditions).y

    def trace(self, image: Tensor, conditions: Conditions, *, global_features: Tensor | None = None,
              pooled: Tensor | None = None) -> PaperTrace:
        """Run the network and return every intermediate.

        ``global_features`` (B, 64) and ``pooled`` (10, 2, B, 64) replace the statistics of this image, so
        that a crop can be given those of the whole photo.
        """
        height, width = image.shape[-2:]
        embed = self.embed(conditions)
        seen = {} if pooled is None else dict(enumerate(pooled))

        def observe(block: int, x: Tensor) -> None:
            if pooled is None:
                seen[block] = pool(x)

        start = image if self.direction == "inverse" else self.to_linear(image, conditions)
        x = pad(start)
        mask = overexposure(x)
        if self.direction == "inverse":
            if global_features is None:
                global_features = self.tonenet.of_photo(x, mask)
            weights = self.tone_weights(global_features, embed)
            after_tonenet = apply_tone(x, weights)
            after_localnet = self.apply_local(after_tonenet, mask, embed, pooled, observe)
            y = self.from_linear(after_localnet[..., :height, :width], conditions)
        else:
            after_localnet = self.apply_local(x, mask, embed, pooled, observe)
            if global_features is None:
                global_features = self.tonenet.of_photo(after_localnet, mask)
            weights = self.tone_weights(global_features, embed)
            after_tonenet = apply_tone(after_localnet, weights)
            y = after_tonenet[..., :height, :width]
        return PaperTrace(embed, global_features, weights, after_tonenet[..., :height, :width],
                          after_localnet[..., :height, :width],
                          torch.stack([seen[i] for i in range(BLOCKS)]), y)

    def conditions_for(self, conditions: Conditions, xyz_to_camera: ArrayLike | None = None) -> Conditions:
        """Return conditions in the official convention: color matrix rows sum to 3.

        With ``xyz_to_camera`` (3x3, DNG ColorMatrix for D65; one camera for the whole batch) the matrix is
        built as the official code builds it: inverted first and normalized then, which gives other
        off-diagonals than ours. Without it, the given matrix's rows are scaled. (The official Galaxy S7
        weights alone were trained on rows that sum to 1: give them the conditions unconverted.)
        """
        matrix = conditions.color_matrix
        if xyz_to_camera is None:
            return replace(conditions, color_matrix=3 * matrix / matrix.sum(-1, keepdim=True))
        official = torch.as_tensor(official_color_matrix(xyz_to_camera)).to(matrix)
        return replace(conditions, color_matrix=official.expand_as(matrix).clone())

    def embed(self, conditions: Conditions) -> Tensor:
        """ParamNet: return the (B, 64) embedding of the camera parameters."""
        white_balance, matrix = conditions.white_balance, conditions.color_matrix
        color = torch.cat([white_balance, 1 / white_balance, matrix.flatten(1),
                           torch.linalg.inv(matrix).flatten(1)], 1)
        total = (self.embed_color(color)
                 + self.embed_focallen(_equalized("focal_length", conditions.focal_length))
                 + self.embed_aperture(_equalized("f_number", conditions.f_number))
                 + self.embed_expstime(_equalized("exposure_time", conditions.exposure_time))
                 + self.embed_senstvty(_equalized("iso", conditions.iso)))
        return self.embednet(total)

    def tone_weights(self, global_features: Tensor, embed: Tensor) -> Tensor:
        """Return the (B, 4, 39) coefficients of the tone stages."""
        return self.tonenet.weights(global_features + functional.elu(self.hypertonenet["fc_embed"](embed)))

    def apply_local(self, x: Tensor, mask: Tensor, embed: Tensor, pooled: Tensor | None = None,
                    observe: Observe | None = None) -> Tensor:
        """Return x (B, 3, H, W) with LocalNet's residual; ``pooled`` (10, 2, B, 64) as in :meth:`trace`."""
        bias = self.hyperlocalnet["fc_head"](embed)
        if self.low_precision is None and _in_stripes(x):
            return paper_stripes.local_residual(self.localnet, x, mask, bias, pooled, observe).add_(x)
        with self._in_low_precision(x.device):
            return x + self.localnet(features(x, mask), bias, pooled, observe)

    def to_linear(self, mosaic: Tensor, conditions: Conditions) -> Tensor:
        """Canonical steps of the forward direction: mosaic (B, 1, H, W) to linear sRGB (B, 3, H, W)."""
        rgb = malvar_BCHW(mosaic, conditions.cfa) * _gains(conditions)
        return _times(conditions.color_matrix, rgb.clamp(0, 1))

    def from_linear(self, linear: Tensor, conditions: Conditions) -> Tensor:
        """Canonical steps of the inverse direction: linear sRGB (B, 3, H, W) to mosaic (B, 1, H, W)."""
        camera = _times(torch.linalg.inv(conditions.color_matrix), linear) / _gains(conditions)
        return mosaic_BCHW(camera, conditions.cfa)


class GlobalNet(nn.Module):
    """Looks at the whole picture and gives four tone stages of 39 coefficients each."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(96 if i == 0 else CHANNELS, CHANNELS, 3, stride=2)
                                    for i in range(3)])
        self.fcs = nn.ModuleList([nn.Linear(CHANNELS, CHANNELS) for _ in range(2)])
        self.fc_index = nn.Linear(STAGES, CHANNELS)
        self.fc_last = nn.ModuleList([nn.Linear(CHANNELS, 39) for _ in range(STAGES)])
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.xavier_normal_(module.weight)
        for last in self.fc_last:
            assert isinstance(last, nn.Linear)
            nn.init.xavier_normal_(last.weight, gain=0.01)

    def cells(self, features_B96HW: Tensor) -> Tensor:
        """Return the last pooling grid (B, 64, h, w): a cell sees 85x85 pixels, the next starts 64 on."""
        x = features_B96HW
        for conv in self.convs:
            x = functional.max_pool2d(functional.elu(conv(x)), 2)
        return x

    def summarize(self, features_B96HW: Tensor) -> Tensor:
        """Return the (B, 64) global features."""
        return self.cells(features_B96HW).mean((2, 3))

    def of_photo(self, x_B3HW: Tensor, mask_B3HW: Tensor) -> Tensor:
        """Return the (B, 64) global features of pictures and their masks of overexposure."""
        if _in_stripes(x_B3HW):
            return paper_stripes.global_features(self, x_B3HW, mask_B3HW)
        return self.summarize(features(x_B3HW, mask_B3HW))

    def weights(self, modulated_B64: Tensor) -> Tensor:
        """Return (B, 4, 39): per stage 10x3 quadratic terms, then log gamma, t0 and log t1 per channel."""
        stages = []
        for stage, last in enumerate(self.fc_last):
            one_hot = functional.one_hot(torch.tensor([stage], device=modulated_B64.device), STAGES)
            w = modulated_B64 + functional.elu(self.fc_index(one_hot.to(modulated_B64)))
            for layer in self.fcs:
                w = functional.elu(layer(w))
            stages.append(functional.elu(last(w)))
        return torch.stack(stages, 1)


class LocalNet(nn.Module):
    """U-Net of ten attention blocks that gives a (B, 3, H, W) residual."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_head = _conv(96, CHANNELS)
        self.conv_down = nn.ModuleList([nn.Conv2d(CHANNELS, CHANNELS, 2, stride=2) for _ in range(2)])
        self.conv_up = nn.ModuleList([nn.ConvTranspose2d(CHANNELS, CHANNELS, 2, stride=2) for _ in range(2)])
        self.resblks = nn.ModuleList([LocalBlock() for _ in range(BLOCKS)])
        self.conv_tail = _conv(CHANNELS, 3)
        nn.init.xavier_normal_(self.conv_tail.weight, gain=0.01)

    def forward(self, features_B96HW: Tensor, bias_B64: Tensor, pooled: Tensor | None = None,
                observe: Observe | None = None) -> Tensor:
        """Return the residual. ``pooled`` (10, 2, B, 64): attention statistics to use, not this picture's.

        ``observe`` is shown each block's tensor before attention; sides must divide by 4.
        """

        def run(x: Tensor, *numbers: int) -> Tensor:
            for number in numbers:
                x = self.resblks[number](x, None if pooled is None else pooled[number],
                                         None if observe is None else partial(observe, number))
            return x

        full = run(self.conv_head(features_B96HW) + bias_B64[:, :, None, None], 0, 1)
        half = run(self.conv_down[0](full), 2, 3)
        quarter = run(self.conv_down[1](half), 4, 5)
        # The official index formula runs with the stage counting down: 8, 9 come before 6, 7.
        half = run(self.conv_up[1](quarter) + half, 8, 9)
        full = run(self.conv_up[0](half) + full, 6, 7)
        return self.conv_tail(full)


class LocalBlock(nn.Module):
    """3x3, ELU, 3x3, channel attention, spatial attention, plus the input."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = _conv(CHANNELS, CHANNELS // 2)
        self.conv2 = _conv(CHANNELS // 2, CHANNELS)
        self.chattn = _ChannelAttention()
        self.spattn = _SpatialAttention()

    def forward(self, x: Tensor, pooled_2B64: Tensor | None,
                observe: Callable[[Tensor], None] | None) -> Tensor:
        """Return the block's output; ``pooled_2B64``: mean and maximum instead of this tensor's own."""
        y = self.conv2(functional.elu(self.conv1(x)))
        with in_float32(x.device):
            if observe is not None:
                observe(y.to(torch.promote_types(y.dtype, torch.float32)))
            factors = self.chattn(pool(y) if pooled_2B64 is None else pooled_2B64)
        return x + self.spattn(y * factors.to(y.dtype))


class _ChannelAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = _conv(CHANNELS, CHANNELS // 2, 1)
        self.conv2 = _conv(CHANNELS // 2, CHANNELS, 1)

    def forward(self, pooled_2B64: Tensor) -> Tensor:
        """Return (B, 64, 1, 1) factors."""
        mean, maximum = (self.conv2(functional.elu(self.conv1(p[:, :, None, None]))) for p in pooled_2B64)
        return torch.sigmoid(mean + maximum)


class _SpatialAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = _conv(2, 1, 7)

    def forward(self, x: Tensor) -> Tensor:
        """Return x times its (B, 1, H, W) attention map."""
        return x * torch.sigmoid(self.conv(torch.cat([x.mean(1, True), x.amax(1, True)], 1)))


def _conv(inputs: int, outputs: int, size: int = 3) -> nn.Conv2d:
    conv = nn.Conv2d(inputs, outputs, size, padding=size // 2, padding_mode="replicate")
    nn.init.xavier_normal_(conv.weight)
    return conv


def pool(x: Tensor) -> Tensor:
    """Return (2, B, C): mean and maximum over the picture, what channel attention looks at; at least in float32."""
    exact = torch.promote_types(x.dtype, torch.float32)
    return torch.stack([x.mean((2, 3), dtype=exact), x.amax((2, 3)).to(exact)])


def pad(x: Tensor) -> Tensor:
    """Continue (B, C, H, W) at the bottom and right to sides the network accepts; nothing if it does."""
    bottom, right = (max(SMALLEST, -(-side // ALIGNMENT) * ALIGNMENT) - side for side in x.shape[-2:])
    return functional.pad(x, (0, right, 0, bottom), mode="replicate") if bottom or right else x


def overexposure(x: Tensor) -> Tensor:
    """Return the mask (B, 3, H, W): 0 up to 0.95, 1 at 1. Taken once, from the first subnetwork's input."""
    return (x - 0.95).clamp_min(0) / 0.05


def features(x: Tensor, mask: Tensor) -> Tensor:
    """Return the (B, 96, H, W) input of both subnetworks: image, gradients, soft histograms, mask."""
    ramp, hill = x.new_tensor([-1.0, 0.0, 1.0]), x.new_tensor([1.0, 2.0, 1.0])
    sobel = torch.stack([torch.outer(hill, ramp), torch.outer(ramp, hill)])[:, None] / 8
    gradients = functional.conv2d(functional.pad(x, (1, 1, 1, 1), mode="replicate"),
                                  sobel.repeat(3, 1, 1, 1), groups=3)
    parts = [x, gradients]
    for bins in (4, 8, 16):
        place = torch.arange(bins, device=x.device, dtype=x.dtype).view(1, 1, bins, 1, 1)
        distance = (x[:, :, None] * (bins - 1) - place).abs()
        parts.append((1 - distance).relu_().flatten(1, 2))
    return torch.cat([*parts, mask], 1).contiguous(memory_format=torch.channels_last)


def apply_tone(x: Tensor, weights: Tensor) -> Tensor:
    """Apply the four tone stages with (B, 4, 39) coefficients to (B, 3, H, W); each pixel by itself."""
    if _in_stripes(x):
        return paper_stripes.toned(x, lambda rows: _tone(rows, weights))
    return _tone(x, weights)


def _tone(x: Tensor, weights: Tensor) -> Tensor:
    for stage in range(STAGES):
        q = weights[:, stage, :30].view(-1, 10, 3, 1, 1)
        log_gamma, t0, log_t1 = weights[:, stage, 30:].view(-1, 3, 3, 1, 1).unbind(1)
        r, g, b = x[:, 0:1], x[:, 1:2], x[:, 2:3]
        # rr, rg, rb, r, gg, gb, g, bb, b, 1
        y = x + (r * (q[:, 0] * r + q[:, 1] * g + q[:, 2] * b + q[:, 3])
                 + g * (q[:, 4] * g + q[:, 5] * b + q[:, 6]) + b * (q[:, 7] * b + q[:, 8]) + q[:, 9])
        gamma, t0, t1 = log_gamma.exp(), t0.abs(), log_t1.exp()
        low = _signed_power(t0, gamma)
        x = (_signed_power(t1 * y + t0, gamma) - low) / (_signed_power(t1 + t0, gamma) - low)
    return x


def _in_stripes(x: Tensor) -> bool:
    """Tell whether a batch is one photo on a CPU that nobody learns from: then there is a faster way."""
    return len(x) == 1 and x.device.type == "cpu" and not torch.is_grad_enabled()


def official_color_matrix(xyz_to_camera: ArrayLike) -> NDArray[np.float64]:
    """Return camera RGB to linear sRGB as the official code builds it: inverted, then rows averaging 1."""
    matrix = np.linalg.inv(SRGB_TO_XYZ) @ np.linalg.inv(np.asarray(xyz_to_camera, dtype=np.float64))
    return np.asarray(matrix / matrix.mean(1, keepdims=True))


def _signed_power(x: Tensor, exponent: Tensor) -> Tensor:
    return x.sign() * (x.abs() + 1e-12) ** exponent


def _equalized(name: str, value: Tensor) -> Tensor:
    """Return the 15 features of one optical setting: (B,) to (B, 15)."""
    upper, lower, center, span, periods = _SCALES[name]
    known = torch.isfinite(value) & (value > 0)
    v = torch.where(known, value, UNKNOWN[name]).to(torch.float32).clamp_min(1e-12)
    high, low, log = v / upper, lower / v, v.log2()
    columns = [high, high**0.5, high**0.25, low, low**0.5, low**0.25,
               (log - center) / span, log.sin(), log.cos()]
    for period in periods:
        columns += [(v / period).sin(), (v / period).cos()]
    return torch.stack(columns, 1)


def _gains(conditions: Conditions) -> Tensor:
    white_balance = conditions.white_balance
    return (white_balance / white_balance[:, 1:2])[:, :, None, None]


def _times(matrix_B33: Tensor, image_B3HW: Tensor) -> Tensor:
    return torch.einsum("bij,bjhw->bihw", matrix_B33, image_B3HW)
