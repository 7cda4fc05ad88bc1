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
import copy
import math
import sys
import time
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
from paramisp_core.progress import progress_bar
from paramisp_core.training.losses import loss_between
from paramisp_core.training.photos import PhotoBank
from paramisp_core.training.train import Partner, forgetful, learn, load_state, share_of_steps, trunk_of, write_state
from paramisp_core.training.virtual_camera import Style, random_style
from paramisp_core.training.whole_photos import SIZE, WholeBatch, WholePhotoSimulator

_SAVE_EVERY_SECONDS = 60.0
_LOOK_EVERY = 100
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


class StyleTrainer:
    """The state of one run: StyleNet, its moving average, optimizer and where the schedule stands."""

    stride = 3  # every third pixel of a photo is enough to judge by

    def __init__(self, args: argparse.Namespace, device: torch.device, split: str = "train") -> None:
        self.args, self.device = args, device
        torch.manual_seed(args.seed)
        begun = self._begun() if args.output.exists() else None  # before minutes of cutting scenes
        self.simulator = WholePhotoSimulator(args.sources, args.scenes, args.seed, device, split,
                                             args.scene_cache)
        self.trunk, self.trust, self.base = trunk_of(str(args.start or args.direction), args.direction)
        self.trunk.to(device)
        self.net = StyleNet.of(self.trunk).to(device)
        self.average = copy.deepcopy(self.net).requires_grad_(False)
        self.partner = Partner.of(args.inverse, device) if args.inverse else None
        self.photos = PhotoBank(args.photos) if args.photos else None
        self.rate = args.rate or 1e-3
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=self.rate, weight_decay=1e-3)
        self.step, self.seconds = 0, 0.0
        if begun is not None:
            self._resume(begun)

    def run(self, until: int | None = None) -> None:
        """Train until steps or minutes are used up; the state is saved every minute and at the end."""
        saved, losses, started, before = time.monotonic(), [], time.monotonic(), self.seconds
        with progress_bar(f"{self.args.direction}, style") as bar:
            while (progress := self._progress()) < 1 and self.step != until:
                rng = np.random.default_rng([self.args.seed, self.step])
                warm = min(1.0, (self.step + 1) / 200)
                for group in self.optimizer.param_groups:
                    group["lr"] = self.rate * warm * 0.5 * (1 + math.cos(math.pi * progress))
                losses.append(self._train_step(rng))
                self.step += 1
                self.seconds = before + time.monotonic() - started
                if bar is not None:
                    bar(progress)
                if self.step % _LOOK_EVERY == 0:
                    self._look(losses)
                if time.monotonic() - saved > _SAVE_EVERY_SECONDS:
                    self._save()
                    saved = time.monotonic()
        if losses and self.step % _LOOK_EVERY:
            self._look(losses)
        self._save()

    def _look(self, losses: list[float]) -> None:
        print(f"{self.args.direction} style step {self.step} loss {np.mean(losses[-_LOOK_EVERY:]):.4f} "
              f"{self.seconds:.0f} s", file=sys.stderr, flush=True)

    def _progress(self) -> float:
        by_time = self.seconds / 60 / self.args.minutes if self.args.minutes else 0.0
        return max(share_of_steps(self.step, self.args), by_time)

    def _train_step(self, rng: np.random.Generator) -> float:
        loss = self.loss(self.net, self.task(rng))
        learn(loss, self.net, self.average, self.optimizer, self.step)
        return float(loss.detach())

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

    def _save(self) -> None:
        state: dict[str, Any] = {
            "direction": self.args.direction, "kind": "style", "base": self.base.name, "base_sha256": self.base.sha256,
            "step": self.step, "seconds": self.seconds, "network": self.net.state_dict(),
            "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict()}
        write_state(state, self.args.output)

    def _begun(self) -> dict[str, Any]:
        state = load_state(self.args.output)
        if state.get("kind") != "style" or state["direction"] != self.args.direction:
            raise UserError(f"{self.args.output} is no StyleNet of the {self.args.direction} direction.")
        return state

    def _resume(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]


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
