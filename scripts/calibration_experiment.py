#!/usr/bin/env python3
"""Asks whether simulated pre-training earns its place in calibration, on other scenes of the calibrated camera.

    .venv/bin/python scripts/calibration_experiment.py --sources ../shared/data
    .venv/bin/python scripts/calibration_experiment.py --sources ../shared/data --cameras 2 --steps 40   a quick look

Each simulated camera (paramisp_core/training/virtual_camera.py) keeps its style and takes --scenes + 3 photos with
other settings and lights. `paramisp calibrate`'s own fit learns from the first photo alone: once from the shipped
weights, once from the untrained network (the closed form); the polynomial is fitted to the same photo. "One pass" is
what StyleNet reads off that photo, or off the first three, in a second; with --steps 0 nothing else is fitted. All are
judged on the other photos, which show other pictures. Pictures are those of the test split, which no shipped weights
were trained on; styles are drawn from a seed of their own.

PSNR in dB: the mean over a camera's photos, as is and after one gain is removed (inverse). The summary gives means
over cameras, and on how many of them the shipped start is ahead.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402

from paramisp_core.camera.database import tone_curves  # noqa: E402
from paramisp_core.camera.photo import Photo  # noqa: E402
from paramisp_core.engine.isp import ForwardISP, InverseISP  # noqa: E402
from paramisp_core.engine.style import CameraStyle, as_camera_of  # noqa: E402
from paramisp_core.errors import UserError  # noqa: E402
from paramisp_core.networks.adapters import no_change  # noqa: E402
from paramisp_core.networks.compact import CompactNetwork  # noqa: E402
from paramisp_core.networks.style import refined  # noqa: E402
from paramisp_core.raw.cfa import CFA  # noqa: E402
from paramisp_core.raw.image import RawImage  # noqa: E402
from paramisp_core.training.calibration import calibrate, one_pass, shots_of, starting_network  # noqa: E402
from paramisp_core.training.judging import ISP  # noqa: E402
from paramisp_core.training.material import Material  # noqa: E402
from paramisp_core.training.metrics import psnr  # noqa: E402
from paramisp_core.training.polynomial import fitted_polynomial, polynomial_result  # noqa: E402
from paramisp_core.training.real_pairs import RealPair  # noqa: E402
from paramisp_core.training.scenes import SceneSource, inverse_curve_table, load_sources  # noqa: E402
from paramisp_core.training.simulate import scene_files  # noqa: E402
from paramisp_core.training.style_stage import style_of  # noqa: E402
from paramisp_core.training.virtual_camera import random_style, take_photo  # noqa: E402

STYLES = 7001  # the seed of the styles; data sets are simulated with others
METHODS = ("closed form", "shipped, uncalibrated", "one pass", "one pass, three pairs", "from shipped",
           "from untrained", "polynomial")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the experiment, print the table, write the JSON; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True, help="folder with photos/, hdri/ and raw/")
    parser.add_argument("--cameras", type=int, default=6)
    parser.add_argument("--scenes", type=int, default=6, help="other photos of each camera (default 6)")
    parser.add_argument("--style", type=Path, metavar="STATE", help="a StyleNet in training (.pt) in place of the "
                                                                    "shipped one (with one --direction)")
    parser.add_argument("--size", type=int, default=512, help="side of a photo in pixels (default 512)")
    parser.add_argument("--steps", type=int, default=300, help="of each calibration (default 300; 0: no fit at all)")
    parser.add_argument("--direction", choices=["inverse", "forward", "both"], default="both")
    parser.add_argument("--seed", type=int, default=STYLES)
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    began = time.monotonic()
    try:
        pictures = load_sources(*scene_files(args.sources, "test"))
        if len(pictures) < args.scenes + 3:
            raise UserError(f"{args.sources} has {len(pictures)} pictures of the test split, not {args.scenes + 3}.")
        results: dict[str, list[dict[str, list[float]]]] = {}
        for direction in ("inverse", "forward") if args.direction == "both" else (args.direction,):
            for number in range(args.cameras):
                photos = camera_photos(pictures, args.seed, number, args.scenes + 3, args.size)
                scores = one_camera(photos, direction, args.steps, args.style)
                results.setdefault(direction, []).append(scores)
                print(f"{direction:8} {photos[0].photo.camera.name[:26]:26} " + "  ".join(
                    f"{name} {' / '.join(f'{v:.2f}' for v in values)}" for name, values in scores.items()), flush=True)
    except UserError as error:
        print(f"calibration_experiment.py: {error}", file=sys.stderr)
        return 2
    for line in summary(results):
        print(line)
    print(f"{args.cameras} cameras, {args.scenes} other scenes each, {args.steps} steps, {args.size} pixels, seed "
          f"{args.seed}: {time.monotonic() - began:.0f} s")
    if args.json is not None:
        args.json.write_text(json.dumps({**results, "steps": args.steps, "seed": args.seed}, indent=1) + "\n", "utf-8")
    return 0


def camera_photos(pictures: list[SceneSource], seed: int, number: int, count: int, size: int) -> list[RealPair]:
    """Return ``count`` pairs of one simulated camera, each of another picture."""
    rng = np.random.default_rng([seed, number])
    style = random_style(rng)
    curves = list(tone_curves().values())
    pairs = []
    for index in rng.permutation(len(pictures))[:count]:
        table = inverse_curve_table(curves[int(rng.integers(len(curves)))])
        shot = take_photo(pictures[index].crop(rng, size, table), style, rng)
        raw = RawImage(mosaic=shot.raw, cfa=CFA.RGGB, white_balance=shot.white_balance,
                       xyz_to_camera=style.camera.matrix)
        photo = Photo(shot.jpeg.astype(np.float32) / 255, shot.shot, style.camera, raw.white_balance)
        pairs.append(RealPair(pictures[index].name, photo, raw))
    return pairs


def one_camera(photos: list[RealPair], direction: str, steps: int,
               style: Path | None = None) -> dict[str, list[float]]:
    """Calibrate on the first pair, score on all but three: method -> [PSNR as is, with one gain removed (inverse)]."""
    pair, others = photos[0], [Material(other, direction) for other in photos[3:]]
    shipped, untrained = starting_network(direction, "shipped"), starting_network(direction, "untrained")
    kind = InverseISP if direction == "inverse" else ForwardISP
    networks: dict[str, ISP] = dict(zip(METHODS, (
        untrained, shipped, read_off([pair], shipped, style), read_off(photos[:3], shipped, style))))
    for name, start in (("from shipped", shipped), ("from untrained", untrained)) if steps else ():
        # the time limit is out of reach: on a busy machine the same steps are made
        result = calibrate([pair], start, minutes=600, steps=steps)
        # what `paramisp calibrate` saves: fully trusted when it got better, else the start as it was
        networks[name] = start if result.kept == "start" else kind(result.network, start.card, torch.device("cpu"))
    polynomial = fitted_polynomial([Material(pair, direction)], direction, seed=42)
    scores: dict[str, list[tuple[float, float]]] = {name: [] for name in [*networks, "polynomial"]}
    for material in others:
        source, truth = (material.rgb, material.raw) if direction == "inverse" else (material.raw, material.rgb)
        for name, isp in networks.items():
            predicted = isp.tiled(source, material.conditions).region(source)
            scores[name].append((psnr(predicted, truth), psnr(predicted, truth, fit_gain=True)))
        predicted, truth = polynomial_result(polynomial, material)
        scores["polynomial"].append((psnr(predicted, truth), psnr(predicted, truth, fit_gain=True)))
    kept = 2 if direction == "inverse" else 1
    return {name: [round(float(np.mean([v[k] for v in values])), 2) for k in range(kept)]
            for name, values in scores.items()}


def read_off(pairs: list[RealPair], shipped: ISP, style: Path | None) -> ISP:
    """Return what StyleNet, the shipped one or one in training, makes of the network."""
    if style is None:
        return one_pass(pairs, shipped)
    assert isinstance(shipped.network, CompactNetwork)
    shots = shots_of(pairs, shipped.device)
    with torch.no_grad():
        found = style_of(style, shipped.network)(shipped.network, shipped.confidence, shots)
    adapter, trust = refined(shipped.network, shipped.confidence, found, shots)
    whole = no_change(shipped.network) | {name: value[0] for name, value in adapter.items()}
    return as_camera_of(shipped, CameraStyle(whole, trust))


def summary(results: dict[str, list[dict[str, list[float]]]]) -> list[str]:
    """Return Markdown lines: means over cameras per method, and on how many the shipped start is ahead of it."""
    names = [name for name in METHODS if any(name in cameras[0] for cameras in results.values())]
    judge = "from shipped" if "from shipped" in names else "one pass"
    lines = ["", "| | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for direction, cameras in results.items():
        for k, what in enumerate(("as is", "one gain removed")[: len(cameras[0]["polynomial"])]):
            values = {name: np.array([camera[name][k] for camera in cameras]) for name in names}
            cells = []
            for name in names:
                ahead = int((values[judge] > values[name]).sum())
                beaten = "" if name == judge else f" ({ahead}/{len(cameras)})"
                cells.append(f"{values[name].mean():.2f}{beaten}")
            lines.append(f"| {direction}, {what} | " + " | ".join(cells) + " |")
    return [*lines, f"dB, means over cameras; in brackets on how many cameras '{judge}' is better", ""]


if __name__ == "__main__":
    sys.exit(main())
