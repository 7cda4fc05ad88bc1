#!/usr/bin/env python3
"""Scores a StyleNet on virtual cameras it never saw, and ships one that was trained.

    .venv/bin/python scripts/style_scores.py --direction forward --sources ../shared/data            the shipped one
    .venv/bin/python scripts/style_scores.py --direction forward --sources ../shared/data --state style.pt --ship DIR

Photos at thumbnail scale, as in `paramisp train --stage style`, of scenes of the test split: only the global stages
are at work. PSNR in dB, means over photos: the closed form; the network for any camera; the same with what StyleNet
reads off

* one or three shots of other scenes by the same camera, with their RAWs,
* or (forward) the photo itself, whose RAW the inverse camera makes: at its own exposure, and at others, as a user edits
  it; in brackets anchored on the photo, as the program shows it.

scripts/calibration_experiment.py asks the same of whole photos.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402
from torch import Tensor  # noqa: E402

from paramisp_core.errors import UserError  # noqa: E402
from paramisp_core.networks.checkpoints import ModelCard, load_style, save_style  # noqa: E402
from paramisp_core.networks.compact import Confidence  # noqa: E402
from paramisp_core.networks.style import StyleNet  # noqa: E402
from paramisp_core.training.style_stage import StyleTask, StyleTrainer, rendered, style_of  # noqa: E402
from paramisp_core.training.train import load_state, trunk_of  # noqa: E402
from paramisp_core.training.virtual_camera import random_style  # noqa: E402

SEED = 5
BATCH = 16
EDITS = (0, 1, -1, 2)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores, write the checkpoint with --ship; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--direction", choices=["inverse", "forward"], required=True)
    parser.add_argument("--sources", type=Path, required=True, help="folder with photos/, hdri/ and raw/")
    parser.add_argument("--scenes", type=int, default=600, help="how many scenes to cut (default 600)")
    parser.add_argument("--scene-cache", type=Path, help="file to keep the scenes in (.npy)")
    parser.add_argument("--rounds", type=int, default=12, help=f"of {BATCH} photos each (default 12)")
    parser.add_argument("--state", type=Path, help="a training state (.pt) in place of the shipped one")
    parser.add_argument("--ship", type=Path, metavar="DIR", help="write that one with its card there")
    args = parser.parse_args(argv)
    try:
        trunk, _, base = trunk_of(args.direction, args.direction)
        if args.state is not None:
            net = style_of(args.state, trunk)
        elif (shipped := load_style(base)) is not None:
            net = shipped[0]
        else:
            raise UserError(f"{base.name} has no StyleNet; give one with --state.")
        scores = measured(args, net)
        for name, row in scores.items():
            print(f"{name:34}" + "  ".join(f"{what} {value:.2f}" for what, value in row.items()))
        if args.ship is not None:
            if args.state is None:
                raise UserError("--ship needs --state.")
            print("wrote", save_style(net, args.ship / f"{base.name}-style", card(args, base, scores)).path)
    except UserError as error:
        print(f"style_scores.py: {error}", file=sys.stderr)
        return 2
    return 0


def measured(args: argparse.Namespace, net: StyleNet) -> dict[str, dict[str, float]]:
    """Return task -> method -> PSNR."""
    options = argparse.Namespace(
        direction=args.direction, sources=args.sources, scenes=args.scenes, scene_cache=args.scene_cache, seed=SEED,
        start=None, inverse="compact-inverse", photos=None, rate=None, output=Path("nowhere.pt"), batch=BATCH)
    made = StyleTrainer(options, torch.device("cpu"), split="test")
    scores = {}
    for count in (1, 3):
        tasks = [made.other_scene(np.random.default_rng([SEED, count, i]), count) for i in range(args.rounds)]
        scores[f"other scenes, {count} shot{'s' if count > 1 else ''} read"] = of_tasks(made, net, tasks)
    for ev in EDITS if args.direction == "forward" else ():
        tasks = [own_photo(made, ev, i) for i in range(args.rounds)]
        scores[f"own photo, {ev:+d} EV"] = of_tasks(made, net, tasks)
        if ev:
            scores[f"own photo, {ev:+d} EV, anchored"] = of_tasks(made, net, tasks, anchored=True)
    return scores


def own_photo(made: StyleTrainer, ev: int, number: int) -> StyleTask:
    """Photos whose cameras are read off themselves, at another exposure."""
    rng = np.random.default_rng([SEED, 9, number])
    taken = made.simulator.metered(rng, [random_style(rng) for _ in range(BATCH)])
    first, offset = taken.press(), torch.full((BATCH,), float(ev))
    return made.own_photo(first.rgb, first.conditions, taken.press(offset).rgb, offset)


@torch.inference_mode()
def of_tasks(made: StyleTrainer, net: StyleNet, tasks: Sequence[StyleTask], anchored: bool = False) -> dict[str, float]:
    """Return method -> mean PSNR over all photos of tasks."""
    found: dict[str, list[Tensor]] = {}
    for task in tasks:
        for name, trust, adapter in (("closed form", Confidence(0, 0, 0, 0), None), ("network", made.trust, None),
                                     ("StyleNet", made.trust, net(made.trunk, made.trust, task.shots))):
            out = rendered(made.trunk, trust, task, adapter)[0].clamp(0, 1)
            if anchored:
                source = task.shots.rgb[..., :: made.stride, :: made.stride]
                untouched = replace(task, given=task.seen[..., :: made.stride, :: made.stride])
                out = (out + source - rendered(made.trunk, trust, untouched, adapter)[0].clamp(0, 1)).clamp(0, 1)
            error = (out - task.truth).square().mean((1, 2, 3)).clamp(min=1e-7)
            found.setdefault(name, []).append(-10 * torch.log10(error))
    return {name: round(float(torch.cat(values).mean()), 2) for name, values in found.items()}


def card(args: argparse.Namespace, base: ModelCard, scores: dict[str, dict[str, float]]) -> ModelCard:
    """Return the model card of a StyleNet."""
    _, trust, _ = trunk_of(args.direction, args.direction)
    return ModelCard(
        name="", direction=base.direction, architecture="style",
        trained_on="virtual cameras that photograph several scenes each, simulated at thumbnail scale"
                   + (", and 39 camera JPEGs with the RAWs that compact-inverse makes of them" if
                      args.direction == "forward" else "") + f"; reads a camera off its pictures for {base.name}",
        data_license="weights: Apache-2.0, the project's own", steps=load_state(args.state)["step"],
        scores={"photos of virtual cameras at thumbnail scale": scores},
        limits=("Exposure, tone and color only; detail is that of any camera.",),
        date=datetime.date.today().isoformat(), confidence=asdict(trust), shot_ranges=base.shot_ranges,
        base=base.name, base_sha256=base.sha256)


if __name__ == "__main__":
    sys.exit(main())
