"""``paramisp train``: learn one direction of the compact camera from a data set of pairs.

Every step draws by a seed and its own number, so that a run that was interrupted goes on to the same loss as one that
was not (with --steps; --minutes depends on the machine). In several processes, on GPUs or CPUs:

    torchrun --nproc_per_node 2 -m paramisp_core.cli train …

--batch is that of all processes together: each takes its part of the same photos, and the result is that of one process
up to rounding. Beside the state OUT.pt lie OUT.csv (loss, rate, liveness) and OUT.png (source, prediction, truth).
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import math
import os
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from paramisp_core.errors import UserError
from paramisp_core.files.atomic import check_writable, replacing
from paramisp_core.networks.checkpoints import ModelCard, load_network
from paramisp_core.networks.compact import (
    SHOT_FIELDS,
    CompactConfig,
    CompactNetwork,
    Confidence,
    GlobalState,
    LocalNet,
    Window,
    balanced_linear,
    with_unknown,
)
from paramisp_core.networks.conditions import Conditions
from paramisp_core.progress import progress_bar
from paramisp_core.training.closed_forms import mean_curve_knots
from paramisp_core.training.dataset import Batch, PairDataset
from paramisp_core.training.distributed import World
from paramisp_core.training.liveness import Liveness, liveness
from paramisp_core.training.logs import TrainingLog, shown_raw
from paramisp_core.training.losses import detail_between, edit_aware, loss_between, toned_alike
from paramisp_core.training.photo_dataset import PhotoDataset, open_dataset
from paramisp_core.training.photos import PhotoBank
from paramisp_core.training.whole_photos import SIZE, WholeBatch, WholePhotoSimulator

if TYPE_CHECKING:
    from paramisp_core.training.small_trainer import SmallTrainer

_BORDER = 2
_SAVE_EVERY_SECONDS = 60.0
_STEPS = 6000
_WARM_UP = 300
_LOOK_EVERY = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``paramisp train``."""
    parser.add_argument("--stage", default="pretrain",
                        choices=["global", "pretrain", "finetune", "joint", "style", "dequantize"],
                        help="global: GlobalNet alone, on whole photos at thumbnail scale that are simulated afresh "
                             "for every step; pretrain: everything, at the closed form or at --start (then GlobalNet "
                             "learns at a tenth of the rate); finetune: everything at --start with a lower rate; "
                             "joint: a finetune of the forward camera that also renders what --inverse makes of the "
                             "JPEG, so that the round trip closes (global with --inverse too); style: StyleNet, "
                             "which reads a camera off its pictures, for the network --start (default: the shipped); "
                             "dequantize (inverse): the Dequantizer, which finds again what JPEGs' rounding took")
    parser.add_argument("--direction", choices=["inverse", "forward"], required=True,
                        help="inverse: from sRGB to RAW; forward: from RAW to sRGB")
    parser.add_argument("--data", type=Path, action="append",
                        help="data set written by simulate or pairs (all stages but global and style; dequantize: "
                             "by simulate --lossless); may be "
                             "repeated: each step takes its photos from one of them, the larger the more often")
    parser.add_argument("--sources", type=Path, default=os.environ.get("PARAMISP_DATA"),
                        help="global, style: folder with photos/, hdri/ and raw/ to cut scenes from (default "
                             "$PARAMISP_DATA)")
    parser.add_argument("--scenes", type=int, default=7000, help="global, style: how many scenes to cut (default 7000)")
    parser.add_argument("--scene-cache", type=Path, help="global, style: file to keep the scenes in (.npy)")
    parser.add_argument("-o", "--output", type=Path, required=True,
                        help="training state (.pt); resumed when it exists, exported with 'paramisp evaluate'")
    parser.add_argument("--start", type=Path,
                        help="the training state to start from (finetune and joint need one; style: a checkpoint too)")
    parser.add_argument("--inverse", metavar="STATE|NAME",
                        help="joint, global, style: the inverse camera, a training state (.pt) or a checkpoint")
    parser.add_argument("--photos", type=Path, metavar="DIR",
                        help="with --inverse: also close the round trip of the photos in DIR/photos, which have no RAW")
    parser.add_argument("--local-net", metavar="NAME|STATE",
                        help="start LocalNet at that of a checkpoint or a training state (.pt)")
    parser.add_argument("--local-only", action="store_true",
                        help="learn LocalNet and what steers it; exposure, tone and color stay as they are at --start "
                             "and are none of LocalNet's business")
    parser.add_argument("--steps", type=int, help="default 6000, or as many as --minutes has time for")
    parser.add_argument("--minutes", type=float, help="stop after so many minutes of training, schedule included")
    parser.add_argument("--batch", type=int, default=8, help="photos a step, in all processes together (default 8)")
    parser.add_argument("--crop", type=int, default=96, metavar="PIXELS",
                        help="side of what is cut from each photo, even (default 96)")
    parser.add_argument("--rate", type=float, help="peak learning rate (default 1e-3, finetune 3e-4)")
    parser.add_argument("--seed", type=int, default=42, help="of all that is drawn (default 42)")
    parser.add_argument("--threads", type=int, help="CPU threads (default: torch's choice)")
    parser.add_argument("--edits", type=float, default=0.0, metavar="SHARE",
                        help="weight of the loss after a random edit of truth and estimate alike, 0.2 for instance "
                             "(default 0: it was found to be worth nothing, checkpoints/TRAINING.md, session 11)")
    parser.add_argument("--detail", type=float, default=4.0, metavar="WEIGHT",
                        help="forward: weight of the loss of detail alone (default 4; 0 for none)")
    parser.add_argument("--quiet", type=float, default=0.5, metavar="SHARE",
                        help="forward: share of the simulated steps whose RAWs have less noise than their JPEGs were "
                             "made from, as RAWs reconstructed from JPEGs have; the ISO then has to be read from the "
                             "settings (default 0.5)")
    parser.add_argument("--bf16", action="store_true",
                        help="LocalNet, nearly all of the arithmetic, in bfloat16 (for GPUs)")
    parser.add_argument("--tensorboard", type=Path, metavar="DIR", help="log for TensorBoard too")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda", "mps"],
                        help="where it learns (default: a CUDA GPU, else the CPU)")


def run(args: argparse.Namespace) -> int:
    """Train, saying every 100 steps how it goes."""
    _check_numbers(args)
    if args.output.suffix != ".pt":  # by which --inverse and --local-net tell a state from a checkpoint's name
        raise UserError(f"{args.output} must end in .pt.")
    check_writable(args.output)
    if args.threads:
        torch.set_num_threads(args.threads)
    if args.stage in ("finetune", "joint") and not (args.start or args.output.exists()):
        raise UserError(f"--stage {args.stage} needs --start STATE.pt.")
    if args.stage == "joint" and (args.direction != "forward" or args.inverse is None):
        raise UserError("--stage joint needs --direction forward and --inverse STATE.pt.")
    if args.inverse is not None and args.direction != "forward":
        raise UserError("--inverse goes with --direction forward.")
    if args.photos is not None and args.inverse is None:
        raise UserError("--photos needs --inverse STATE.pt.")
    if args.stage == "dequantize" and args.direction != "inverse":
        raise UserError("--stage dequantize goes with --direction inverse.")
    needed = "sources" if args.stage in ("global", "style") else "data"
    if getattr(args, needed) is None:
        raise UserError(f"--stage {args.stage} needs --{needed}.")
    cuda = args.device in ("auto", "cuda") and torch.cuda.is_available()
    if args.device == "cuda" and not cuda:
        raise UserError("There is no CUDA device here.")
    device = torch.device("cuda" if cuda else "mps" if args.device == "mps" else "cpu")
    world = World.joined(device)
    try:
        if args.batch < 1 or args.batch % world.size:
            raise UserError(f"--batch must be a multiple of the number of processes ({world.size}).")
        if cuda:
            device = torch.device("cuda", world.local)
            torch.cuda.set_device(device)
        if args.stage == "style":
            from paramisp_core.training.style_stage import StyleTrainer

            if world.size > 1:
                raise UserError("--stage style runs in one process.")
            _run_told(StyleTrainer(args, device), args)
            return 0
        if args.stage == "dequantize":
            from paramisp_core.training.dequantizer_stage import DequantizerTrainer

            if world.size > 1:
                raise UserError("--stage dequantize runs in one process.")
            _run_told(DequantizerTrainer(args, device), args)
            return 0
        trainer = Trainer(args, device, world)
        if world.leads:
            _run_told(trainer, args)
        else:
            trainer.run()
        world.meet()
    finally:
        world.leave()
    return 0


def _check_numbers(args: argparse.Namespace) -> None:
    """Raise UserError for a number that no run can have."""
    for name in ("steps", "minutes", "rate", "threads", "scenes", "batch"):
        value = getattr(args, name)
        if value is not None and not 0 < value < math.inf:
            raise UserError(f"--{name} must be above 0.")
    for name in ("edits", "detail", "quiet"):
        if not 0 <= getattr(args, name) < math.inf:
            raise UserError(f"--{name} must not be below 0.")


def _run_told(trainer: Trainer | SmallTrainer, args: argparse.Namespace) -> None:
    """Train, and say what there is in the end and where; or that it was there before."""
    before = trainer.step
    trainer.run()
    if trainer.step > before:
        print(f"{args.output}: {args.direction}, {args.stage}, {trainer.step} steps")
    else:
        print(f"{args.output} had its {trainer.step} steps already; more --steps or --minutes go on from there")


def share_of_steps(step: int, args: argparse.Namespace) -> float:
    """Return how much of the training is done by the count of its steps, 0..1; 0 where only the time counts."""
    if args.steps is None and args.minutes:
        return 0.0
    return float(step / (_STEPS if args.steps is None else args.steps))


class Trainer:
    """The state of one run: network, its moving average, optimiser, and where the schedule stands."""

    def __init__(self, args: argparse.Namespace, device: torch.device, world: World | None = None) -> None:
        self.args, self.device, self.world = args, device, world or World()
        torch.manual_seed(args.seed)
        self.simulator: WholePhotoSimulator | None = None
        if args.stage == "global":
            self.simulator = WholePhotoSimulator(args.sources, args.scenes, args.seed, device, cache=args.scene_cache)
        else:
            self.data = [open_dataset(folder) for folder in args.data]
            size = min(data.size for data in self.data)
            if args.crop % 2 or not 16 <= args.crop <= size:
                raise UserError(f"--crop must be an even number of 16..{size}, the size of the data set's photos.")
        begun = compact_state(args.output, args.direction) if args.output.exists() else None
        start = compact_state(args.start, args.direction) if args.start else None
        known = begun or start
        self.network = CompactNetwork(
            args.direction, CompactConfig(**known["config"]) if known else CompactConfig(hidden=192, bins=32))
        self.network.set_base_curve(mean_curve_knots(args.direction, self.network.config.knots))
        if start and not begun:
            self.network.load_state_dict(start["average"])
        if args.local_net:
            self._take(args.local_net)
        self.network.to(device)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.partner = Partner.of(args.inverse, device) if args.inverse else None
        self.photos = PhotoBank(args.photos) if args.photos else None
        self.rate = args.rate or (1e-3 if args.stage in ("global", "pretrain") else 3e-4)
        self.optimizer = torch.optim.AdamW(self._parameter_groups(), lr=self.rate, weight_decay=1e-2)
        self.step, self.seconds = 0, 0.0
        if begun is not None:
            self._resume(begun)
        self.rng = np.random.default_rng([args.seed, self.step])
        if args.bf16:
            _in_bf16(self.network.local_net, device)
        self._loss = self.world.wrapped(_Loss(self.network, self), device)
        self.log = TrainingLog(args.output, args.tensorboard) if self.world.leads else None

    def _take(self, name: str) -> None:
        """Start LocalNet at that of a checkpoint or a training state; with --local-only its FiLM layer too."""
        try:
            if name.endswith(".pt"):
                known = network_of(compact_state(Path(name)))
            else:
                known, _ = _compact(name, self.args.direction)
            self.network.local_net.load_state_dict(known.local_net.state_dict())
            if self.args.local_only:
                self.network.global_net.film.load_state_dict(known.global_net.film.state_dict())
        except RuntimeError:
            raise UserError(f"The LocalNet of {name} has another size.") from None

    def _parameter_groups(self) -> list[dict[str, Any]]:
        """Return the parameters with their share of the learning rate.

        Once GlobalNet has learnt from millions of photos, the few thousand of a data set must not undo it: only
        what steers LocalNet (its FiLM layer) goes on at the full rate.
        """
        if not self.args.local_only and (self.args.stage != "pretrain" or not self.args.start):
            return [{"params": list(self.network.parameters()), "share": 1.0}]
        learnt: list[torch.nn.Parameter] = []
        fresh: list[torch.nn.Parameter] = []
        for name, parameter in self.network.named_parameters():
            known = name.startswith(("param_net.", "global_net.")) and not name.startswith("global_net.film.")
            (learnt if known else fresh).append(parameter)
        if self.args.local_only:
            for parameter in learnt:
                parameter.requires_grad_(False)
            return [{"params": fresh, "share": 1.0}]
        return [{"params": fresh, "share": 1.0}, {"params": learnt, "share": 0.1}]

    def run(self, until: int | None = None) -> None:
        """Train until steps or minutes are used up; the state is saved every minute and at the end.

        until: leave after that step, as if interrupted.
        """
        saved, losses, started = time.monotonic(), [], time.monotonic()
        before = self.seconds
        with progress_bar(f"{self.args.direction}, {self.args.stage}") as bar:
            while (progress := self._progress()) < 1 and self.step != until:
                self.rng = np.random.default_rng([self.args.seed, self.step])
                warm = min(1.0, (self.step + 1) / _WARM_UP)
                for group in self.optimizer.param_groups:
                    group["lr"] = group["share"] * self.rate * warm * 0.5 * (1 + math.cos(math.pi * progress))
                losses.append(self._train_step())
                self.step += 1
                self.seconds = before + time.monotonic() - started
                if bar is not None and self.world.leads:
                    bar(progress)
                if self.step % _LOOK_EVERY == 0:
                    self._look(float(np.mean(losses[-_LOOK_EVERY:])))
                if self.world.leads and time.monotonic() - saved > _SAVE_EVERY_SECONDS:
                    self._save()
                    saved = time.monotonic()
        if losses and self.step % _LOOK_EVERY:
            self._look(float(np.mean(losses[-_LOOK_EVERY:])))
        if self.world.leads:
            self._save()
        if self.log is not None:
            self.log.close()

    def _progress(self) -> float:
        by_time = 0.0
        if self.args.minutes:
            by_time = self.world.of_the_lead(self.seconds / 60 / self.args.minutes, self.device)
        return max(share_of_steps(self.step, self.args), by_time)

    def _train_step(self) -> float:
        loss = self._loss()
        learn(loss, self.network, self.average, self.optimizer, self.step)
        return self.world.mean(loss)

    def _look(self, loss: float) -> None:
        """Say and write how it goes; the networks' life is looked at on photos that are always the same."""
        if self.log is None:
            return
        found = self._liveness()
        begun = self.step < _WARM_UP  # it starts at nothing, which is not yet death
        warning = "" if found is None or found.well or begun else "  THE LOCAL NETWORK IS DYING"
        told = "" if found is None else f" alive {found.alive:.0%} spread {found.spread:.4f}"
        print(f"{self.args.direction} step {self.step} loss {loss:.4f}{told} {self.seconds:.0f} s{warning}",
              file=sys.stderr, flush=True)
        self.log.write({"step": self.step, "seconds": self.seconds, "loss": loss,
                        "rate": self.optimizer.param_groups[0]["lr"],
                        "alive": math.nan if found is None else found.alive,
                        "spread": math.nan if found is None else found.spread})

    def _liveness(self) -> Liveness | None:
        """Look at the moving average on the same crops every time, and keep their picture; None without LocalNet."""
        if self.simulator is not None or self.log is None:
            return None
        data = self.data[0]
        count = min(4, len(data))
        index = np.arange(count) * len(data) // count
        batch = to_device(data.batch(index, self.args.crop, np.random.default_rng(0)), self.device)
        results: list[Tensor] = []
        with torch.no_grad():
            found = liveness(self.average, lambda: results.append(run_crop(self.average, batch)[0]))
        inverse = self.args.direction == "inverse"
        pictures = [shown_raw(results[0].cpu(), batch.conditions.to("cpu")), shown_raw(
            batch.clean.cpu(), batch.conditions.to("cpu"))] if inverse else [results[0].cpu(), batch.rgb.cpu()]
        source = batch.rgb.cpu() if inverse else shown_raw(batch.raw.cpu(), batch.conditions.to("cpu"))
        self.log.show(self.step, [source, *pictures])
        return found

    def loss_of_step(self) -> Tensor:
        """Draw this step's photos and return their loss."""
        return self._loss_of_whole_photos() if self.simulator is not None else self._loss_of_crops()

    def _drawn_data(self) -> PairDataset | PhotoDataset:
        """Return one of the data sets; each photo of all of them is as likely as any other."""
        if len(self.data) == 1:
            return self.data[0]
        sizes = np.array([len(data) for data in self.data])
        return self.data[int(self.rng.choice(len(sizes), p=sizes / sizes.sum()))]

    def _loss_of_crops(self) -> Tensor:
        round_trip = self.partner is not None and self.rng.random() < 0.5
        if round_trip and self.photos is not None and self.rng.random() < 0.6:
            batch = self.photos.batch(self.rng, self.args.batch, self.args.crop)
        else:
            data = self._drawn_data()
            batch = data.batch(self.rng.integers(0, len(data), self.args.batch), self.args.crop, self.rng)
        if self.args.direction == "forward" and not round_trip and self.rng.random() < self.args.quiet:
            batch = quieted(batch, self.rng)
        batch = _augmented(batch, self.rng)
        batch = replace(batch, conditions=forgetful(batch.conditions, self.rng))
        batch = to_device(self.world.part(batch), self.device)
        if round_trip and self.partner is not None:
            batch = self.partner.inverted(batch)
        return self.loss(batch)

    def loss(self, batch: Batch) -> Tensor:
        """Loss of crops, a border of 2 pixels removed."""
        predicted, state = run_crop(self.network, batch, self._random_trust())
        target = batch.clean if self.args.direction == "inverse" else batch.rgb
        if self.args.local_only:
            with torch.no_grad():
                target = toned_alike(target, render_crop(self.network, batch, replace(state, local=0.0)))
        cut = slice(_BORDER, -_BORDER)
        predicted, target = predicted[..., cut, cut], target[..., cut, cut]
        loss = loss_between(self.args.direction, predicted, target, state)
        if self.args.direction == "forward" and self.args.detail > 0:
            loss = loss + self.args.detail * detail_between(predicted, target)
        if self.args.edits <= 0:
            return loss
        edit = float(self.rng.uniform(-1.5, 1.5)), float(self.rng.uniform(0.7, 1.4))
        return loss + self.args.edits * edit_aware(self.args.direction, predicted, target, edit)

    def _loss_of_whole_photos(self) -> Tensor:
        """Loss of GlobalNet alone on freshly simulated photos; every third pixel of them is enough."""
        assert self.simulator is not None
        # photos are simulated where they are used, so each process draws its own
        drawn = np.random.default_rng([self.args.seed, self.step, self.world.rank]) if self.world.size > 1 else self.rng
        count = self.args.batch // self.world.size
        round_trip = self.partner is not None and self.rng.random() < 0.6
        if round_trip and self.photos is not None and self.rng.random() < 0.6:
            rgb, conditions = self.photos.wholes(drawn, count, SIZE)
            rgb, conditions = rgb.to(self.device), conditions.to(self.device)
            batch = WholeBatch(rgb, rgb, conditions)
        else:
            batch = self.simulator.batch(drawn, count)
        conditions = forgetful(batch.conditions, self.rng)
        if round_trip and self.partner is not None:
            batch = replace(batch, camera=self.partner.camera_rgb(batch.rgb, conditions))
        inverse = self.args.direction == "inverse"
        side = self.network.config.thumbnail
        seen = F.adaptive_avg_pool2d(batch.rgb if inverse else batch.camera, side)
        state = replace(self.network.global_state(seen, conditions, self._random_trust()), local=0.0)
        y, x = (int(self.rng.integers(3)) for _ in range(2))
        rgb, camera = (part[..., y::3, x::3] for part in (batch.rgb, batch.camera))
        window = Window(0, 0, *rgb.shape[-2:])
        if inverse:
            green_twice = [0, 1, 1, 2]  # as in a mosaic
            predicted = self.network.camera_rgb(rgb, state, conditions, window)[:, green_twice]
            return loss_between(self.args.direction, predicted, camera[:, green_twice], state)
        return loss_between(self.args.direction, self.network.tone_forward(
            balanced_linear(camera, conditions), state, window), rgb, state)

    def _random_trust(self) -> Confidence:
        return Confidence(
            color=float(self.rng.random() > 0.2),
            grid=float(self.rng.random() > 0.2),
            local=float(self.rng.random() > 0.1 or self.args.local_only),
        )

    def _save(self) -> None:
        state = {
            "direction": self.args.direction, "config": asdict(self.network.config), "step": self.step,
            "seconds": self.seconds, "network": self.network.state_dict(), "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(), "data": json.dumps(self._data_facts()),
        }
        write_state(state, self.args.output)

    def _data_facts(self) -> dict[str, Any]:
        if self.simulator is None:
            first, *others = (data.manifest for data in self.data)
            photos = sum(len(data) for data in self.data)
            return {**first, "photos": photos, "sets": others} if others else first
        return {"kind": "whole photos, simulated for every step", "scenes": len(self.simulator.bank)}

    def _resume(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        try:
            self.optimizer.load_state_dict(state["optimizer"])
        except ValueError:  # other groups of parameters
            raise UserError(f"{self.args.output} was begun with other options (--stage, --start or --local-only); go "
                            "on with those, or give another -o.") from None
        self.step, self.seconds = state["step"], state["seconds"]


def _in_bf16(local_net: LocalNet, device: torch.device) -> None:
    """Let LocalNet, nearly all of the arithmetic, compute in bfloat16; tone and color stay exact."""
    exact = local_net.forward

    def forward(features: Tensor, film: tuple[tuple[Tensor, Tensor], ...]) -> Tensor:
        with torch.autocast(device.type, torch.bfloat16):
            return exact(features, film).float()

    local_net.forward = forward  # type: ignore[method-assign]


class _Loss(torch.nn.Module):
    """One step's loss as a module, which is what DistributedDataParallel averages the gradients of."""

    def __init__(self, network: CompactNetwork, trainer: Trainer) -> None:
        super().__init__()
        self.network = network
        self._of = trainer.loss_of_step

    def forward(self) -> Tensor:
        return self._of()


def learn(loss: Tensor, network: torch.nn.Module, average: torch.nn.Module, optimizer: torch.optim.Optimizer,
          step: int) -> None:
    """Take one step down the loss, the gradient clipped, and let the moving average follow."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    decay = min(0.998, (step + 1) / (step + 10))
    with torch.no_grad():
        for mean, value in zip(average.parameters(), network.parameters()):
            mean.lerp_(value, 1 - decay)


def write_state(state: dict[str, Any], path: Path) -> None:
    """Write a training state beside its place, and put it there when it is whole. Raises UserError."""
    whole = io.BytesIO()  # torch makes a RuntimeError of a disk that is full, whatever it writes to
    torch.save(state, whole)
    with replacing(path) as part, open(part, "wb") as file:
        file.write(whole.getbuffer())


def load_state(path: Path) -> dict:
    """Read a training state; tensors and plain values only.

    Raises UserError when it is none.
    """
    if not path.is_file():
        raise UserError("{path} does not exist.", path=path)
    try:
        state = dict(torch.load(path, weights_only=True, map_location="cpu"))
    except Exception as error:  # whatever torch finds wrong with it, which it says in paragraphs
        raise UserError(f"{path} is not a training state.") from error
    if "direction" not in state:
        raise UserError(f"{path} is not a training state.")
    return state


def compact_state(path: Path, direction: str | None = None) -> dict:
    """Read the training state of a compact network, of that direction where one is named. Raises UserError."""
    state = load_state(path)
    if state.get("kind") == "style":
        raise UserError(f"{path} holds a StyleNet, not a network; scripts/style_scores.py scores and ships it.")
    if not {"config", "average"} <= state.keys():
        raise UserError(f"{path} is not a training state.")
    if direction is not None and state["direction"] != direction:
        raise UserError(f"{path} was trained in the other direction.")
    return state


def run_crop(network: CompactNetwork, batch: Batch, trust: Confidence | None = None) -> tuple[Tensor, GlobalState]:
    """Run crops with the global parameters of their whole photos; returns (prediction, GlobalState)."""
    whole = batch.whole_rgb if network.direction == "inverse" else batch.whole_raw
    state = network.global_state(network.thumbnail(whole, batch.conditions), batch.conditions, trust)
    return render_crop(network, batch, state), state


def render_crop(network: CompactNetwork, batch: Batch, state: GlobalState) -> Tensor:
    """Run crops with global parameters that are known."""
    crop = batch.rgb if network.direction == "inverse" else batch.raw
    window = Window(batch.top, batch.left, batch.full_height, batch.full_width)
    return network.render_tile(crop, state, batch.conditions, window)


def network_of(state: dict) -> CompactNetwork:
    """Return the averaged network of a training state, frozen."""
    network = CompactNetwork(state["direction"], CompactConfig(**state["config"]))
    network.load_state_dict(state["average"])
    return network.requires_grad_(False).eval()


def _compact(name: str, direction: str) -> tuple[CompactNetwork, ModelCard]:
    network, card = load_network(name, direction)
    if not isinstance(network, CompactNetwork) or network.direction != direction:
        raise UserError(f"{name} is not a compact network of the {direction} direction.")
    return network.requires_grad_(False).eval(), card


def trunk_of(name: str, direction: str) -> tuple[CompactNetwork, Confidence, ModelCard]:
    """Return a network that stays as it is, how far it is trusted, and its card: a checkpoint or a training state."""
    if name.endswith(".pt"):
        state = compact_state(Path(name), direction)
        return network_of(state), Confidence(), ModelCard(name, direction, "compact")  # type: ignore[arg-type]
    network, card = _compact(name, direction)
    return network, Confidence(**{part: float(value) for part, value in card.confidence.items()}), card


@dataclass(frozen=True)
class Partner:
    """The inverse camera of a round trip, trusted as users run it."""

    network: CompactNetwork
    trust: Confidence

    @classmethod
    def of(cls, name: str, device: torch.device) -> Partner:
        """Read a training state (.pt), trusted fully, or a checkpoint, trusted as its card says."""
        network, trust, _ = trunk_of(name, "inverse")
        return cls(network.to(device), trust)

    @torch.no_grad()
    def inverted(self, batch: Batch) -> Batch:
        """Return the batch with the RAW that the inverse camera makes of its JPEGs in place of the true one."""
        raw, state = run_crop(self.network, batch, self.trust)
        height, width = batch.whole_rgb.shape[-2:]
        # The whole photo is only looked at as a thumbnail: its local residual does not matter.
        whole = self.network.render_tile(batch.whole_rgb, replace(state, local=0.0), batch.conditions,
                                         Window(0, 0, height, width))
        return replace(batch, raw=raw.clamp(0, 1), whole_raw=whole.clamp(0, 1))

    @torch.no_grad()
    def camera_rgb(self, rgb: Tensor, conditions: Conditions) -> Tensor:
        """Return the camera RGB that the global stages make of whole photos at thumbnail scale."""
        state = self.network.global_state(self.network.thumbnail(rgb, conditions), conditions, self.trust)
        window = Window(0, 0, *rgb.shape[-2:])
        return self.network.camera_rgb(rgb, replace(state, local=0.0), conditions, window).clamp(0, 1)


def to_device(batch: Batch, device: torch.device) -> Batch:
    """Return the batch on a device."""
    return Batch(**{name: value.to(device) for name, value in vars(batch).items()})


def forgetful(conditions: Conditions, rng: np.random.Generator) -> Conditions:
    """Forget each shot setting with probability 0.2, all of them with 0.1."""
    count = len(conditions)
    everything = rng.random(count) < 0.1
    for name in SHOT_FIELDS:
        forget = torch.from_numpy((rng.random(count) < 0.2) | everything).to(conditions.iso.device)
        conditions = with_unknown(conditions, (name,), forget)
    return conditions


def quieted(batch: Batch, rng: np.random.Generator) -> Batch:
    """Return the batch with a random share of each RAW's noise taken away, all of it from half of them; the JPEGs stay.

    A forward camera that always meets the noise of the ISO it is told reads the ISO off the noise, and then does
    nothing when a user moves the ISO of a RAW that an inverse camera made.
    """
    share = rng.random((len(batch.rgb), 1, 1, 1), np.float32) * (rng.random((len(batch.rgb), 1, 1, 1)) < 0.5)
    kept = torch.from_numpy(share.astype(np.float32)).to(batch.raw.device)
    return replace(batch, raw=batch.clean + kept * (batch.raw - batch.clean))


def _augmented(batch: Batch, rng: np.random.Generator) -> Batch:
    """Flip and transpose the photos; the Bayer phase follows, so that all four patterns are learned."""
    images = ("rgb", "raw", "clean", "whole_rgb", "whole_raw")
    crop = batch.rgb.shape[-1]

    def turned(batch: Batch, turn: str) -> Batch:
        changes: dict[str, Tensor] = {}
        axis = {"rows": -2, "columns": -1}.get(turn)
        for name in images:
            value = getattr(batch, name)
            changes[name] = value.flip(axis) if axis else value.transpose(-1, -2)
        cfa = batch.conditions.cfa
        cfa = cfa.flip(axis) if axis else cfa.transpose(-1, -2)
        if turn == "rows":
            changes["top"] = batch.full_height - crop - batch.top
        elif turn == "columns":
            changes["left"] = batch.full_width - crop - batch.left
        else:
            changes["top"], changes["left"] = batch.left, batch.top
            changes["full_height"], changes["full_width"] = batch.full_width, batch.full_height
        return replace(batch, **changes, conditions=replace(batch.conditions, cfa=cfa))

    for turn in ("rows", "columns", "transpose"):
        if rng.random() < 0.5:
            batch = turned(batch, turn)
    return batch
