"""The published network written out plainly, layer by layer: what ours is checked and timed against.

Eager, NCHW, every feature channel and every padded copy made, nothing fused: about what the authors' code does.
"""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork


def plain_output(network: PaperNetwork, image_BCHW: Tensor, conditions: Conditions) -> Tensor:
    """Return what ``network(image_BCHW, conditions)`` has to return; sides divide by 4 and reach 88."""
    network = copy.deepcopy(network)
    network.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    embed = network.embed(conditions)
    if network.direction == "inverse":
        mask = (image_BCHW - 0.95).clamp(min=0) / 0.05
        x = _toned(network, image_BCHW, _features(image_BCHW, mask), embed)
        return network.from_linear(x + _local(network, _features(x, mask), embed), conditions)
    linear = network.to_linear(image_BCHW, conditions)
    mask = (linear - 0.95).clamp(min=0) / 0.05
    x = linear + _local(network, _features(linear, mask), embed)
    return _toned(network, x, _features(x, mask), embed)


def _features(x: Tensor, mask: Tensor) -> Tensor:
    """Image 3, Sobel gradients 6, soft histograms of 4, 8 and 16 bins 84, overexposure 3."""
    ramp, hill = torch.tensor([-1.0, 0.0, 1.0]), torch.tensor([1.0, 2.0, 1.0])
    sobel = torch.stack([torch.outer(hill, ramp), torch.outer(ramp, hill)])[:, None].to(x) / 8
    parts = [x, F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), sobel.repeat(3, 1, 1, 1), groups=3)]
    for bins in (4, 8, 16):
        centers = torch.linspace(0, 1, bins, device=x.device).view(1, 1, bins, 1, 1)
        parts.append((1 - (x[:, :, None] - centers).abs() * (bins - 1)).clamp(min=0).flatten(1, 2))
    return torch.cat([*parts, mask], 1)


def _toned(network: PaperNetwork, x: Tensor, features: Tensor, embed: Tensor) -> Tensor:
    """GlobalNet: four stages of a quadratic color change and a curve."""
    y = features
    for conv in network.tonenet.convs:
        y = F.max_pool2d(F.elu(conv(y)), 2)
    for weights in network.tone_weights(y.mean((2, 3)), embed).unbind(1):
        r, g, b = x.unbind(1)
        terms = torch.stack([r * r, r * g, r * b, r, g * g, g * b, g, b * b, b, torch.ones_like(r)], 1)
        y = x + torch.einsum("bkc,bkhw->bchw", weights[:, :30].view(-1, 10, 3), terms)
        log_gamma, low, log_high = weights[:, 30:].view(-1, 3, 3, 1, 1).unbind(1)
        gamma, low, high = log_gamma.exp(), low.abs(), log_high.exp()

        def curve(v: Tensor, gamma: Tensor = gamma) -> Tensor:
            return v.sign() * (v.abs() + 1e-12) ** gamma

        x = (curve(high * y + low) - curve(low)) / (curve(high + low) - curve(low))
    return x


def _local(network: PaperNetwork, features: Tensor, embed: Tensor) -> Tensor:
    """LocalNet: a U-Net of ten blocks."""
    net: Any = network.localnet
    bias = network.hyperlocalnet["fc_head"](embed)[:, :, None, None]
    full = _blocks(net.resblks, (0, 1), net.conv_head(features) + bias)
    half = _blocks(net.resblks, (2, 3), net.conv_down[0](full))
    quarter = _blocks(net.resblks, (4, 5), net.conv_down[1](half))
    half = _blocks(net.resblks, (8, 9), net.conv_up[1](quarter) + half)
    full = _blocks(net.resblks, (6, 7), net.conv_up[0](half) + full)
    tail: Tensor = net.conv_tail(full)
    return tail


def _blocks(blocks: Any, numbers: tuple[int, ...], x: Tensor) -> Tensor:
    for number in numbers:
        block = blocks[number]
        y = block.conv2(F.elu(block.conv1(x)))
        mean, peak = (block.chattn.conv2(F.elu(block.chattn.conv1(p)))
                      for p in (y.mean((2, 3), keepdim=True), y.amax((2, 3), keepdim=True)))
        y = y * torch.sigmoid(mean + peak)
        x = x + y * torch.sigmoid(block.spattn.conv(torch.cat([y.mean(1, True), y.amax(1, True)], 1)))
    return x
