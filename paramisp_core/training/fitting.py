"""The fit of one network to one camera: first the few numbers that hold its look, then all that may move."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from paramisp_core.networks.compact import CompactNetwork, encode
from paramisp_core.progress import Progress, section
from paramisp_core.training.judging import CUT, ISP, looked_at, run_crops
from paramisp_core.training.material import Material

_BATCH = 8
_FEW_SHARE = 0.25  # of the time goes to the few parameters alone
_CHECKS = 12  # how often the withheld tiles are looked at
_FEW = ("global_net.head.bias", "global_net.film.bias", "global_net.grid_head.bias", "shading_3S")
_SHADING_TERMS = 3
_FEW_RATE = 1e-2
_SHADING_RATE = 5.0  # times the learning rate: EV, where all else is of the order of a tenth
_SEEING = ("param_net.", "global_net.down.", "global_net.trunk.", "global_net.head.weight")
_MANY = 4  # pairs to learn from, from which on the network may also learn to tell them apart


def settled(start: ISP, materials: Sequence[Material]) -> CompactNetwork:
    """Return a trainable copy for one camera: what guessed the camera from the picture is one set of numbers now.

    A network for any camera reads exposure, tone and color off the photo and its settings, because it has to find out
    which camera it was. Fitted to one photo of one camera, that guessing stays and goes wrong on the next photo. Here
    the camera is known: exposure, tone and color become what they are on the given pairs, whatever the photo. How
    far each part was trusted becomes part of the weights, and radial terms for the lens are added.
    """
    network = start.network
    assert isinstance(network, CompactNetwork)
    config = replace(network.config, shading_terms=network.config.shading_terms or _SHADING_TERMS)
    copied = CompactNetwork(network.direction, config)
    copied.load_state_dict(network.state_dict(), strict=False)
    net, trust = copied.global_net, start.confidence
    with torch.no_grad():
        hidden = torch.cat([_hidden(copied, material) for material in materials]).mean(0)
        net.head.bias.add_(net.head.weight @ hidden)
        net.head.weight.zero_()
        tone = 1 + config.curve_basis
        net.head.bias[:tone].mul_(trust.tone)
        net.head.bias[tone:].mul_(trust.color)
        for layer, share in ((net.grid_head, trust.grid), (copied.local_net.tail, trust.local)):
            for parameter in layer.parameters():
                parameter.mul_(share)
        if copied.shading_3S is not None:
            copied.shading_3S.mul_(trust.grid)
    return copied.train().requires_grad_(True)


def _hidden(network: CompactNetwork, material: Material) -> Tensor:
    """Return (1, hidden): what GlobalNet's trunk makes of a photo."""
    found: list[Tensor] = []
    hook = network.global_net.trunk.register_forward_hook(lambda module, given, result: found.append(result))
    try:
        network.global_state(_thumbnail(network, material), material.conditions)
    finally:
        hook.remove()
    return found[0]


def _thumbnail(network: CompactNetwork, material: Material) -> Tensor:
    return F.adaptive_avg_pool2d(material.small[None], network.thumbnail_side)


class Fitting:
    """The running fit: network, its moving average, and the best average the withheld tiles have seen.

    What sees the photo as a whole stays as it is when there are few pairs: it would learn those by heart.
    """

    def __init__(self, start: ISP, materials: Sequence[Material], seed: int) -> None:
        self.materials = list(materials)
        self.learned = [material for material in materials if not material.whole]
        self.rng = np.random.default_rng(seed)
        self.network = settled(start, self.learned)
        if len(self.learned) < _MANY:
            for name, parameter in self.network.named_parameters():
                parameter.requires_grad_(not name.startswith(_SEEING))
        self.average = copy.deepcopy(self.network).requires_grad_(False).eval()
        self.best = copy.deepcopy(self.average)
        self.best_score = looked_at(self.average, self.materials).decisive
        self.steps = 0

    def run(self, seconds: float, limit: int | None, progress: Progress | None,
            look: Callable[[float, float], None]) -> None:
        """First the few parameters, then all; each with a learning rate that falls to nothing."""
        few = [p for name, p in self.network.named_parameters() if name in _FEW]
        few_steps = None if limit is None else max(1, round(limit * _FEW_SHARE))
        for parameters, share, rate, at_most, offset in (
                (few, _FEW_SHARE, _FEW_RATE, few_steps, 0.0),
                ([p for p in self.network.parameters() if p.requires_grad], 1 - _FEW_SHARE, 1e-3,
                 None if limit is None or few_steps is None else limit - few_steps, _FEW_SHARE)):
            part = section(progress, offset, offset + share)
            self._stage(parameters, rate, share * seconds, at_most, part,
                        lambda done, score, start=offset, span=share: look(start + span * done, score))  # type: ignore
            # go on from the best, whatever the moving average did meanwhile
            self.network.load_state_dict(self.best.state_dict())
            self.average.load_state_dict(self.best.state_dict())

    def _stage(self, parameters: list[torch.nn.Parameter], rate: float, seconds: float, limit: int | None,
               progress: Progress | None, look: Callable[[float, float], None]) -> None:
        groups: dict[float, list[torch.nn.Parameter]] = {}
        for name, parameter in self.network.named_parameters():
            if any(parameter is one for one in parameters):
                # few numbers for all the look: among all weights they would hardly move at the rate of the many
                share = _FEW_RATE / rate * (_SHADING_RATE if name == "shading_3S" else 1) if name in _FEW else 1.0
                groups.setdefault(share, []).append(parameter)
        optimizer = torch.optim.Adam([{"params": some, "share": share} for share, some in groups.items()], lr=rate)
        began, first, looked = time.monotonic(), self.steps, 0
        while True:
            done = (time.monotonic() - began) / seconds
            if limit is not None:
                done = max(done, (self.steps - first) / limit if limit else 1.0)
            if done * _CHECKS >= looked + 1 or done >= 1:
                looked = math.floor(done * _CHECKS)
                score = looked_at(self.average, self.materials).decisive
                if score > self.best_score:
                    self.best_score = score
                    self.best.load_state_dict(self.average.state_dict())
                look(min(done, 1.0), score)
            if done >= 1:
                return
            if progress is not None:
                progress(min(done, 1.0))
            taken = self.steps - first
            now = rate * min(1.0, (taken + 1) / 20) * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))
            for group in optimizer.param_groups:
                group["lr"] = group["share"] * now
            loss = self._loss()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            self.steps += 1
            keep = min(0.98, (taken + 1) / (taken + 10))
            with torch.no_grad():
                for mean, value in zip(self.average.parameters(), self.network.parameters()):
                    mean.lerp_(value, 1 - keep)

    def _loss(self) -> Tensor:
        """L1 in the perceptual encoding plus the linear root mean square error: the exposure is known here."""
        material = self.learned[int(self.rng.integers(len(self.learned)))]
        rgb, raw, window = material.batch(self.rng, _BATCH)
        # of the whole photo, the same for all crops of the batch
        state = self.network.global_state(_thumbnail(self.network, material), material.conditions)
        predicted, target = run_crops(self.network, material, rgb, raw, state, window)
        cut = np.s_[..., CUT:-CUT, CUT:-CUT]
        error = (predicted - target)[cut]
        rms = (error.square().mean((1, 2, 3)) + 1e-8).sqrt().mean()
        if material.direction == "forward":
            return error.abs().mean() + rms
        return (encode(predicted) - encode(target))[cut].abs().mean() + rms
