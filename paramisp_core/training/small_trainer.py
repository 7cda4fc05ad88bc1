"""What the stages of the small networks beside a camera (StyleNet, Dequantizer) share: schedule, saving, resuming."""

from __future__ import annotations

import argparse
import copy
import math
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from paramisp_core.progress import progress_bar
from paramisp_core.training.train import learn, load_state, share_of_steps, write_state

_SAVE_EVERY_SECONDS = 60.0
_LOOK_EVERY = 100


class SmallTrainer:
    """The state of one run: the network, its moving average, optimizer and where the schedule stands.

    A subclass says what a step's loss is (:meth:`step_loss`) and what else a state holds (:meth:`facts`). title: of the
    progress bar. warm_up: steps until the rate is whole.
    """

    title: str
    warm_up: int

    def __init__(self, args: argparse.Namespace, net: nn.Module, rate: float, decay: float,
                 begun: dict[str, Any] | None) -> None:
        """Begin with a network on its device, or go on from a state. rate: without --rate. decay: of the weights."""
        self.args = args
        self.average = copy.deepcopy(net).requires_grad_(False)
        self.rate = args.rate or rate
        self.optimizer = torch.optim.AdamW(net.parameters(), lr=self.rate, weight_decay=decay)
        self.step, self.seconds = 0, 0.0
        self._net = net
        if begun is not None:
            net.load_state_dict(begun["network"])
            self.average.load_state_dict(begun["average"])
            self.optimizer.load_state_dict(begun["optimizer"])
            self.step, self.seconds = begun["step"], begun["seconds"]

    def step_loss(self, rng: np.random.Generator) -> tuple[Tensor, tuple[float, ...]]:
        """Return the loss of a step that is drawn, and the values of it that :meth:`told` is told the means of."""
        raise NotImplementedError

    def told(self, means: tuple[float, ...]) -> str:
        """Say how it goes."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """Return what a state holds beside what all states do: "kind" and "direction" at least."""
        raise NotImplementedError

    def run(self, until: int | None = None) -> None:
        """Train until steps or minutes are used up; the state is saved every minute and at the end."""
        values: list[tuple[float, ...]] = []
        saved, started, before = time.monotonic(), time.monotonic(), self.seconds
        with progress_bar(self.title) as bar:
            while (progress := self._progress()) < 1 and self.step != until:
                warm = min(1.0, (self.step + 1) / self.warm_up)
                for group in self.optimizer.param_groups:
                    group["lr"] = self.rate * warm * 0.5 * (1 + math.cos(math.pi * progress))
                loss, seen = self.step_loss(np.random.default_rng([self.args.seed, self.step]))
                learn(loss, self._net, self.average, self.optimizer, self.step)
                values.append(seen)
                self.step += 1
                self.seconds = before + time.monotonic() - started
                if bar is not None:
                    bar(progress)
                if self.step % _LOOK_EVERY == 0:
                    self._look(values)
                if time.monotonic() - saved > _SAVE_EVERY_SECONDS:
                    self._save()
                    saved = time.monotonic()
        if values and self.step % _LOOK_EVERY:
            self._look(values)
        self._save()

    def _look(self, values: list[tuple[float, ...]]) -> None:
        means = tuple(float(mean) for mean in np.mean(values[-_LOOK_EVERY:], 0))
        print(f"{self.told(means)} {self.seconds:.0f} s", file=sys.stderr, flush=True)

    def _progress(self) -> float:
        by_time = self.seconds / 60 / self.args.minutes if self.args.minutes else 0.0
        return max(share_of_steps(self.step, self.args), by_time)

    def _save(self) -> None:
        write_state({**self.facts(), "step": self.step, "seconds": self.seconds, "network": self._net.state_dict(),
                     "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict()}, self.args.output)


def begun_state(output: Path) -> dict[str, Any] | None:
    """Return the state a run left, None where there is none. Raises UserError when it is no state."""
    return load_state(output) if output.exists() else None
