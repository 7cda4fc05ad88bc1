"""``paramisp train --stage style``: StyleNet learns to read a camera off its pictures; the trunk stays as it is.

Virtual cameras take several photos each, at thumbnail scale, simulated afresh for every step. What is asked:

* other scene (calibration without a fit): given one to three shots of other scenes with their RAWs, what the camera
  does with this one. A third of them have the RAW that the inverse camera makes of the JPEG: of a photo whose RAW is
  gone the look can be taken too.
* own photo (forward): given the photo and the RAW that the inverse camera makes of it, what the camera would have
  shown, had the exposure time been another one. It is what a user does who moves the exposure.
* real photo (forward, with --photos): the same of a photo that has no RAW, at its own exposure.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from paramisp_core.errors import UserError
from paramisp_core.networks.compact import CompactNetwork, Confidence, GlobalState
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.style import Adapter, Shots, StyleNet, by_global_stages
from paramisp_core.training.losses import loss_between
from paramisp_core.training.photos import PhotoBank
from paramisp_core.training.small_trainer import SmallTrainer, begun_state
from paramisp_core.training.train import Partner, forgetful, load_state, trunk_of
from paramisp_core.training.virtual_camera import Style, random_style
from paramisp_core.training.whole_photos import SIZE, WholeBatch, WholePhotoSimulator

_OWN, _REAL = 0.4, 0.2  # shares of steps
_MOST_SHOTS = 3
_FROM_JPEG = 1 / 3


@dataclass(frozen=True)
class StyleTask:
    """What one step asks: shots to read the camera off, and photos of it to get right.

    seen: camera RGB (or, inverse, sRGB) that the global parameters are found from; given: what is run with them;
    truth: what should come out.
    """

    shots: Shots
    conditions: Conditions
    seen: Tensor
    given: Tensor
    truth: Tensor


class StyleTrainer(SmallTrainer):
    """One run of the stage."""

    warm_up = 200
    stride = 3  # every third pixel of a photo is enough to judge by

    def __init__(self, args: argparse.Namespace, device: torch.device, split: str = "train") -> None:
        self.device, self.title = device, f"{args.direction}, style"
        torch.manual_seed(args.seed)
        begun = begun_state(args.output)  # before minutes of cutting scenes
        if begun is not None and (begun.get("kind") != "style" or begun["direction"] != args.direction):
            raise UserError(f"{args.output} is no StyleNet of the {args.direction} direction.")
        self.simulator = WholePhotoSimulator(args.sources, args.scenes, args.seed, device, split,
                                             args.scene_cache)
        self.trunk, self.trust, self.base = trunk_of(str(args.start or args.direction), args.direction)
        self.trunk.to(device)
        self.net = StyleNet.of(self.trunk).to(device)
        self.partner = Partner.of(args.inverse, device) if args.inverse else None
        self.photos = PhotoBank(args.photos) if args.photos else None
        super().__init__(args, self.net, 1e-3, 1e-3, begun)

    def step_loss(self, rng: np.random.Generator) -> tuple[Tensor, tuple[float, ...]]:
        """Return the loss of a task that is drawn."""
        loss = self.loss(self.net, self.task(rng))
        return loss, (float(loss.detach()),)

    def told(self, means: tuple[float, ...]) -> str:
        """Say what the mean loss is."""
        return f"{self.args.direction} style step {self.step} loss {means[0]:.4f}"

    def facts(self) -> dict[str, Any]:
        """Return what it is and for which weights."""
        return {"direction": self.args.direction, "kind": "style", "base": self.base.name,
                "base_sha256": self.base.sha256}

    def loss(self, net: StyleNet | None, task: StyleTask) -> Tensor:
        """Return the loss of a task, of the trunk alone where ``net`` is None."""
        adapter = None if net is None else net(self.trunk, self.trust, task.shots)
        predicted, state = rendered(self.trunk, self.trust, task, adapter)
        return loss_between(self.trunk.direction, predicted, task.truth, state)

    def task(self, rng: np.random.Generator) -> StyleTask:
        """Draw what a step asks."""
        kind = rng.random()
        if self.trunk.direction == "forward" and self.partner is not None:
            if kind < _REAL and self.photos is not None:
                rgb, conditions = self.photos.wholes(rng, self.args.batch, SIZE)
                rgb, conditions = rgb.to(self.device), forgetful(conditions.to(self.device), rng)
                return self.own_photo(rgb, conditions, rgb, torch.zeros(len(rgb), device=self.device))
            if kind < _REAL + _OWN:
                taken = self.simulator.metered(rng, [unusual_style(rng) for _ in range(self.args.batch)])
                edit = rng.uniform(-2, 2, self.args.batch) * (rng.random(self.args.batch) < 0.7)
                offset = torch.from_numpy(edit.astype(np.float32)).to(self.device)
                first = taken.press()
                return self.own_photo(first.rgb, forgetful(first.conditions, rng), taken.press(offset).rgb, offset)
        return self.other_scene(rng, int(rng.integers(1, _MOST_SHOTS + 1)), bool(rng.random() < _FROM_JPEG))

    def other_scene(self, rng: np.random.Generator, count: int, from_jpeg: bool = False) -> StyleTask:
        """Photos of virtual cameras, with ``count`` shots of other scenes by each."""
        styles = [unusual_style(rng) for _ in range(self.args.batch)]
        known = [self.simulator.metered(rng, styles).press() for _ in range(count)]
        shots = Shots(torch.cat([k.rgb for k in known]), torch.cat([k.camera for k in known]),
                      forgetful(Conditions.stacked([k.conditions for k in known]), rng), count)
        if from_jpeg and self.partner is not None:
            shots = replace(shots, camera=self.partner.camera_rgb(shots.rgb, shots.conditions))
        photo = self.simulator.metered(rng, styles).press()
        photo = replace(photo, conditions=forgetful(photo.conditions, rng))
        return self._asked(shots, photo)

    def own_photo(self, rgb: Tensor, conditions: Conditions, shown: Tensor, offset_ev: Tensor) -> StyleTask:
        """Photos without their RAWs, and what their cameras would have shown at other exposures."""
        assert self.partner is not None
        camera = self.partner.camera_rgb(rgb, conditions)
        brighter = camera * torch.exp2(offset_ev)[:, None, None, None]
        cut = np.s_[..., :: self.stride, :: self.stride]
        return StyleTask(Shots(rgb, camera, conditions), conditions, camera, brighter[cut], shown[cut])

    def _asked(self, shots: Shots, photo: WholeBatch) -> StyleTask:
        seen, truth = photo.camera, photo.rgb
        if self.trunk.direction == "inverse":
            seen, truth = truth, seen
        cut = np.s_[..., :: self.stride, :: self.stride]
        return StyleTask(shots, photo.conditions, seen, seen[cut], truth[cut])


def unusual_style(rng: np.random.Generator) -> Style:
    """Draw a camera; half of them have stronger color, saturation and contrast of their own than the trunk ever met.

    The trunk guesses, so it should know what is likely; StyleNet sees what the camera does, so it should know what is
    possible.
    """
    style = random_style(rng)
    if rng.random() < 0.5:
        return style
    twist = np.eye(3) + rng.normal(0, 0.07, (3, 3))
    return replace(style, twist=twist / twist.sum(1, keepdims=True), saturation=float(np.exp(rng.normal(0.1, 0.2))),
                   curve=style.curve ** np.float32(np.exp(rng.normal(0, 0.15))))


def rendered(trunk: CompactNetwork, trust: Confidence, task: StyleTask,
             adapter: Adapter | None) -> tuple[Tensor, GlobalState]:
    """Return what the global stages of a trunk with adapters make of the photos of a task, and their parameters."""
    return by_global_stages(trunk, trust, task.seen, task.given, task.conditions, adapter)


def style_of(path: Path, trunk: CompactNetwork) -> StyleNet:
    """Return the averaged StyleNet of a training state, frozen."""
    net = StyleNet.of(trunk)
    net.load_state_dict(load_state(path)["average"])
    return net.requires_grad_(False).eval()
