"""``paramisp evaluate``: score a network against the closed forms, on simulated and on real pairs.

Without --direction both are scored: the shipped networks, or those of the model --checkpoint NAME. Measures:

* inverse, RAW against the true (noisy) RAW: PSNR in dB as is and after one gain is removed, which no JPEG tells; how
  many EV that gain is (level EV; over several photos the median); SSIM
  and MS-SSIM of the mosaic; the mean color difference CIEDE2000 of both shown plainly, and the departure of grey from
  a straight line in EV, both after one gain.
* forward, sRGB against the camera's JPEG: PSNR in dB, SSIM, MS-SSIM and the mean CIEDE2000.

--protocol plain: the whole photo, a border of 2 pixels left out. paper: as the authors tested: five crops of 1024
pixels (middle and corners, on RGGB), the squared error pooled over a photo's crops, the data range of SSIM taken
from the batch. A compact network is always told of the whole photo; the paper's network sees the crops alone, as it
was tested.

A JPEG smaller than its RAW says nothing of single pixels: colors are compared at its size, renders at 160x120.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.shot import SETTINGS, ShotSettings
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.errors import UserError
from paramisp_core.files.atomic import check_folder
from paramisp_core.networks.checkpoints import DIRECTIONS, ModelCard, save_network
from paramisp_core.networks.compact import Confidence, LiveNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.progress import Progress, progress_bar, section
from paramisp_core.raw.cfa import CFA, binned, mosaic
from paramisp_core.raw.transfer import srgb_encode
from paramisp_core.training.closed_forms import RENDER, UNRENDER, closed_camera_rgb, closed_forward
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.metrics import (
    best_gain,
    grey_error,
    mean_delta_e,
    ms_ssim,
    paper_ssim,
    pooled_psnr,
    ssim,
)
from paramisp_core.training.photo_dataset import PhotoDataset, open_dataset
from paramisp_core.training.real_pairs import RealPair, find_pairs
from paramisp_core.training.train import compact_state, network_of
from paramisp_core.training.virtual_camera import trained_ranges

Array = NDArray[np.float32]
ISP = InverseISP | ForwardISP
Score = dict[str, float]
Region = tuple[int, int, int, int]
"""(top, left, height, width)."""

ABLATIONS = ("shuffled", "unknown", *SETTINGS)
_CROP = 1024
_SMALL = (160, 120)  # (width, height) at which renders are compared where the camera's JPEG is small
_DECIMALS = {"SSIM": 4, "MS-SSIM": 4, "grey EV": 3}  # of the others: 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``paramisp evaluate``."""
    parser.add_argument("--direction", choices=DIRECTIONS, help="default: both, as far as there are networks")
    parser.add_argument("--checkpoint", metavar="NAME|FILE",
                        help="shipped, your own calibrated model by its NAME, or a file (default: the shipped ones)")
    parser.add_argument("--state", type=Path, help="a training state (.pt) instead of a checkpoint")
    parser.add_argument("--data", type=Path, help="pairs written by 'simulate' or 'pairs'")
    parser.add_argument("--pairs", type=Path, help="folder of real RAW+JPEG pairs")
    parser.add_argument("--limit", type=int, metavar="N", help="of --data, that many photos, evenly spread")
    parser.add_argument("--protocol", choices=["plain", "paper"], default="plain", help="see above (default plain)")
    parser.add_argument("--ablate", choices=ABLATIONS, action="append", metavar="WHAT",
                        help="score the network once more with wrong or missing settings; may be repeated: "
                             f"{', '.join(ABLATIONS)}: settings of other photos, all unknown, one unknown "
                             "(default: unknown)")
    parser.add_argument("--confidence", help="tone,color,grid,local, each 0..1 (default: the card's)")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="of the table (default text)")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    parser.add_argument("--ship", type=Path, help="write the network with these scores as .safetensors and card")
    parser.add_argument("--trained-on", default="pairs simulated by 'paramisp simulate'",
                        help="for the card of --ship")


def run(args: argparse.Namespace) -> int:
    """Print the scores; with --ship write the checkpoint."""
    if not (args.data or args.pairs):
        raise UserError("Say what to evaluate on: --data and/or --pairs.")
    if args.limit is not None and args.limit < 1:
        raise UserError("--limit must be at least 1.")
    if args.ship:
        check_folder(args.ship.parent)
    isps = _isps(args)
    if args.ship and len(isps) > 1:
        raise UserError("--ship writes one network: say which --direction.")
    data = open_dataset(args.data) if args.data else None
    pairs = _pairs_of(args.pairs) if args.pairs else []
    plan = Plan(args.protocol, tuple(dict.fromkeys(args.ablate or ("unknown",))))
    scores: Scores = {}
    for isp in isps:
        found = scored(isp, data, pairs, plan, args.limit)
        scores |= found if len(isps) == 1 else {f"{isp.card.direction}, {name}": one for name, one in found.items()}
    print(FORMATS[args.format](scores))
    if args.ship:
        (isp,) = isps
        card = ModelCard(
            name=args.ship.stem, direction=isp.card.direction, architecture="compact", trained_on=args.trained_on,
            data_license="weights: Apache-2.0, the project's own", steps=isp.card.steps, scores=scores,
            date=datetime.date.today().isoformat(), confidence=asdict(isp.confidence),
            shot_ranges=trained_ranges())
        save_network(isp.network, args.ship, card)
        print(f"wrote {args.ship}", file=sys.stderr)
    return 0


def _pairs_of(place: Path) -> list[RealPair]:
    """Return the pairs of a folder, saying on stderr what is left out, and why."""
    if not place.exists():
        raise UserError("{path} does not exist.", path=place)
    refused: list[UserError] = []
    with progress_bar(f"reading {place.name}") as progress:
        if progress is not None:
            progress(0.0)
        pairs = find_pairs(place, refused.append)
    if not pairs:
        raise UserError(" ".join([f"{place} has no RAW with a matching camera JPEG.", *map(str, refused[:1])]))
    sys.stderr.writelines(f"{error}\n" for error in refused)
    return pairs


def _isps(args: argparse.Namespace) -> list[ISP]:
    isps = [_of_state(args)] if args.state is not None else _of_name(args)
    if not args.confidence:
        return isps
    try:
        confidence = Confidence(*(float(v) for v in args.confidence.split(",")))
    except (TypeError, ValueError):
        raise UserError("--confidence takes four numbers: tone,color,grid,local.") from None
    return [replace(isp, confidence=confidence) for isp in isps]


def _of_name(args: argparse.Namespace) -> list[ISP]:
    """Return the networks of a name or file; without --direction those of both directions that exist."""
    if args.direction:
        return [load_isp(args.checkpoint or args.direction, direction=args.direction, device="cpu")]
    found, complaint = [], UserError("There is no such network.")
    for direction in DIRECTIONS:
        try:
            found.append(load_isp(args.checkpoint or direction, direction=direction, device="cpu"))
        except UserError as error:
            complaint = error
    if not found:
        raise complaint
    return found


def _of_state(args: argparse.Namespace) -> ISP:
    state = compact_state(args.state, args.direction)
    direction = state["direction"]
    kind = InverseISP if direction == "inverse" else ForwardISP
    card = ModelCard(name=args.state.stem, direction=direction, architecture="compact", steps=state["step"])
    return kind(network_of(state), card, torch.device("cpu"))


# What is scored -----------------------------------------------------------------------------------------------


Scores = dict[str, dict[str, Score]]
"""Test set -> method -> measure -> value."""


@dataclass(frozen=True)
class Plan:
    """How to score: protocol "plain" or "paper"; ablations, of ABLATIONS; seed of the shuffle."""

    protocol: str = "plain"
    ablations: tuple[str, ...] = ("unknown",)
    seed: int = 1


def scored(isp: ISP, data: PairDataset | PhotoDataset | None, pairs: Sequence[RealPair], plan: Plan,
           limit: int | None = None) -> Scores:
    """Return the means over a data set's photos, and the scores of each real pair with their mean."""
    scores: Scores = {}
    if data is not None:
        count = len(data) if limit is None else min(limit, len(data))
        chosen = [i * len(data) // count for i in range(count)]
        with progress_bar(f"{isp.card.direction}, {count} photos") as progress:
            results = []
            for done, (index, other) in enumerate(zip(chosen, _others(chosen, plan.seed)), 1):
                results.append(pair_scores(isp, data.pair(index), plan, data.pair(other).photo.shot,
                                           section(progress, (done - 1) / count, done / count)))
        kind = data.manifest.get("kind", "")
        scores["real pairs" if kind.startswith("real") else "simulated"] = mean_scores(results)
    single: Scores = {}
    with progress_bar(f"{isp.card.direction}, {len(pairs)} real pairs") as progress:
        for done, (pair, other) in enumerate(zip(pairs, _others(range(len(pairs)), plan.seed))):
            shot = pairs[other].photo.shot if len(pairs) > 1 else None
            found = pair_scores(isp, pair, plan, shot, section(progress, done / len(pairs), (done + 1) / len(pairs)))
            if found:
                single[f"real {pair.name}"] = found
    if len(single) > 1:
        single[f"real, mean of {len(single)}"] = mean_scores(list(single.values()))
    return scores | single


def _others(indices: Sequence[int], seed: int) -> list[int]:
    """Return for each photo another one of them, each once (the only one: itself)."""
    order = np.random.default_rng(seed).permutation(len(indices))
    of = {int(order[i]): int(order[(i + 1) % len(order)]) for i in range(len(order))}
    return [indices[of[i]] for i in range(len(indices))]


def mean_scores(results: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """Return the mean (of "level EV" the median) of each measure of each method over the photos that have it."""
    gathered: dict[str, dict[str, list[float]]] = {}
    for result in results:
        for method, score in result.items():
            for measure, value in score.items():
                gathered.setdefault(method, {}).setdefault(measure, []).append(value)
    middle: dict[str, Callable[[list[float]], Any]] = {"level EV": np.median}  # one photo may be off by any factor
    return {method: {measure: round(float(middle.get(measure, np.mean)(values)), _DECIMALS.get(measure, 2))
                     for measure, values in score.items()} for method, score in gathered.items()}


def pair_scores(isp: ISP, pair: RealPair, plan: Plan | None = None,
                other: ShotSettings | None = None, progress: Progress | None = None) -> dict[str, Score]:
    """Return the scores of the closed forms, LibRaw's render (forward, real files) and the network on one pair.

    other: the settings of another photo, for the ablation "shuffled" (left out without). {}: this network cannot be
    scored on this pair.
    """
    plan = plan or Plan()
    task = _Task(pair, isp.card.direction == "inverse", plan)
    methods: dict[str, Callable[[], list[Array] | None]] = {
        name: lambda name=name: task.cut(task.closed(name))  # type: ignore[misc]
        for name in (UNRENDER if task.inverse else RENDER)}
    if not task.inverse and pair.path is not None and pair.placed is not None:
        methods["LibRaw"] = task.libraw
    for name, shot in _shots(pair.photo.shot, plan, other).items():
        methods[name] = lambda shot=shot: task.network(isp, shot)  # type: ignore[misc]
    found: dict[str, Score] = {}
    for done, (name, method) in enumerate(methods.items(), 1):
        if (parts := method()) is not None:
            found[name] = task.score(parts)
        if progress is not None:
            progress(done / len(methods))
    return found if "network" in found else {}


def _shots(shot: ShotSettings, plan: Plan, other: ShotSettings | None) -> dict[str, ShotSettings]:
    """Return the settings the network is told, by the name of the row."""
    shots = {"network": shot}
    for what in plan.ablations:
        if what == "unknown":
            shots["network, shot unknown"] = ShotSettings()
        elif what == "shuffled":
            if other is not None:
                shots["network, shot shuffled"] = other
        else:
            shots[f"network, {what.replace('_', ' ')} unknown"] = shot.with_value(what, None)
    return shots


@dataclass
class _Task:
    """One pair in one direction: its truth, cut as the protocol says, and what each method makes of it."""

    pair: RealPair
    inverse: bool
    plan: Plan
    regions: list[Region] = field(init=False)
    truth: list[Array] = field(init=False)

    def __post_init__(self) -> None:
        pair = self.pair
        if not self.inverse:
            whole = pair.photo.rgb
        else:
            whole = pair.raw.mosaic if pair.camera_rgb is None else pair.camera_rgb
        height, width = whole.shape[:2]
        self.small = not self.inverse and pair.reduced
        self.paper = self.plan.protocol == "paper" and not pair.reduced
        self.regions = paper_crops(height, width, self.cfa) if self.paper else [(0, 0, height, width)]
        self.truth = self.cut(whole)

    @property
    def cfa(self) -> CFA:
        return self.pair.raw.cfa

    def cut(self, whole: Array) -> list[Array]:
        """Return the regions of a whole result; a render over a small JPEG is reduced instead."""
        if self.small:
            return [np.asarray(cv2.resize(whole, _SMALL, interpolation=cv2.INTER_AREA), np.float32)]
        return [whole[y : y + h, x : x + w] for y, x, h, w in self.regions]

    def closed(self, name: str) -> Array:
        """Return what a closed form makes of the whole photo."""
        photo, raw = self.pair.photo, self.pair.raw
        gains, matrix = raw.white_balance, raw.color_matrix
        if not self.inverse:
            return self._placed(closed_forward(name, raw.mosaic, gains, matrix, raw.cfa))
        camera = closed_camera_rgb(name, photo.rgb, gains, matrix)
        return camera if self.pair.reduced else mosaic(camera, raw.cfa)

    def libraw(self) -> list[Array] | None:
        """Return LibRaw's own render (as shot white balance, brightened as it sees fit); None when sizes differ."""
        import rawpy

        assert self.pair.path is not None
        assert self.pair.placed is not None
        with rawpy.imread(str(self.pair.path)) as file:
            shape = file.raw_image_visible.shape
            picture = file.postprocess(use_camera_wb=True, user_flip=0).astype(np.float32) / 255
        return self.cut(self.pair.placed(picture)) if picture.shape[:2] == shape else None

    def network(self, isp: ISP, shot: ShotSettings) -> list[Array] | None:
        """Return what a network makes of the regions, told ``shot``; None where it cannot."""
        pair, raw = self.pair, self.pair.raw
        source = pair.photo.rgb if self.inverse else raw.mosaic
        if not isinstance(isp.network, LiveNetwork):
            return self._other_network(isp, shot)
        tiled = isp.tiled(source, Conditions.of(shot, raw.cfa, raw.white_balance, raw.color_matrix))
        if self.inverse and pair.reduced:
            return [_camera_rgb(tiled, source)]
        if self.small:
            return self.cut(self._placed(tiled.region(source)))
        return [tiled.region(source, region) for region in self.regions]

    def _other_network(self, isp: ISP, shot: ShotSettings) -> list[Array] | None:
        """Run the paper's network on each region alone."""
        pair = self.pair
        if pair.reduced:
            return None
        results = []
        for y, x, h, w in self.regions:
            raw = pair.raw.crop(y, x, h, w)
            if isinstance(isp, ForwardISP):
                results.append(isp.to_srgb(raw, shot))
            else:
                camera = replace(pair.photo.camera, cfa=raw.cfa)
                part = replace(pair.photo, pixels=pair.photo.pixels[y : y + h, x : x + w], camera=camera, raw=None)
                results.append(isp.to_raw(part, shot=shot).mosaic)
        return results

    def _placed(self, picture: Array) -> Array:
        """Lay a render of the pair's RAW over a small JPEG; a full-size pair's RAW is cut already."""
        if not self.pair.reduced or self.pair.placed is None:
            return picture
        return self.pair.placed(picture)

    def score(self, predicted: list[Array]) -> Score:
        """Return the measures of the regions."""
        parts = [(p, t[: p.shape[0], : p.shape[1]]) for p, t in zip(predicted, self.truth)]
        score: dict[str, float | None] = {"as is": pooled_psnr(parts)}
        if self.inverse:
            score["one gain removed"] = pooled_psnr(parts, fit_gain=True)
            score["level EV"] = abs(float(np.log2(max(best_gain(parts), 1e-6))))
        if self.paper:
            score |= {"SSIM": paper_ssim(parts), "MS-SSIM": paper_ssim(parts, multiscale=True)}
        else:
            score |= {"SSIM": ssim(*parts[0]), "MS-SSIM": ms_ssim(*parts[0])}
        shown = [self._shown(p * np.float32(best_gain(parts)), t) for p, t in parts] if self.inverse else parts
        score["ΔE2000"] = float(np.mean([mean_delta_e(p, t) for p, t in shown]))
        if self.inverse:
            greys = [grey_error(self._balanced(p), self._balanced(t)) for p, t in parts]
            known = [grey for grey in greys if grey is not None]
            score["grey EV"] = float(np.mean(known)) if known else None
        return {name: round(value, _DECIMALS.get(name, 2)) for name, value in score.items() if value is not None}

    def _balanced(self, raw: Array) -> Array:
        """Return the white-balanced colors of a mosaic's cells, or of a picture."""
        if raw.ndim == 2:
            # crops of the paper's protocol begin on RGGB
            raw = binned(raw, CFA.RGGB if self.paper else self.cfa)
        return np.asarray(raw * self.pair.raw.white_balance.astype(np.float32))

    def _shown(self, *raws: Array) -> tuple[Array, Array]:
        """Return RAWs as a plain converter shows them."""
        matrix = self.pair.raw.color_matrix.T.astype(np.float32)
        first, second = (srgb_encode(np.clip(self._balanced(raw), 0, 1) @ matrix) for raw in raws)
        return first, second


def paper_crops(height: int, width: int, cfa: CFA, side: int | None = None) -> list[Region]:
    """Return the five crops of the authors' test: ``side`` pixels (1024, or all there is), each beginning on RGGB."""
    side = side or _CROP
    dy, dx = next((y, x) for y in range(2) for x in range(2) if cfa.shifted(y, x) is CFA.RGGB)
    down, across = min(side, height - dy) // 2 * 2, min(side, width - dx) // 2 * 2
    bottom, right = (height - dy - down) // 2 * 2, (width - dx - across) // 2 * 2
    middle = bottom // 4 * 2, right // 4 * 2
    places = [middle, (0, 0), (0, right), (bottom, 0), (bottom, right)]
    return [(y + dy, x + dx, down, across) for y, x in dict.fromkeys(places)]


def _camera_rgb(tiled: Any, rgb: Array) -> Array:
    from paramisp_core.engine.tiles import to_tensor
    from paramisp_core.networks.compact import Window

    height, width = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
    with torch.inference_mode():
        out = tiled.network.colors_tile(to_tensor(rgb[:height, :width]), tiled.state, tiled.conditions,
                                       Window(0, 0, height, width))
    return np.asarray(out[0].permute(1, 2, 0).numpy())


# How it is written --------------------------------------------------------------------------------------------


def _measures(scores: Scores) -> list[str]:
    """Return every measure that occurs, in the order of its first appearance."""
    return list(dict.fromkeys(name for methods in scores.values() for score in methods.values() for name in score))


def _written(measure: str, score: Score) -> str:
    return "" if measure not in score else f"{score[measure]:.{_DECIMALS.get(measure, 2)}f}"


def table(scores: Scores) -> str:
    """Return the scores as aligned text, a block for each test set."""
    lines: list[str] = []
    for part, methods in scores.items():
        if not methods:
            continue
        measures = _measures({part: methods})
        lines.append(f"{part:32}" + "".join(f"{name:>18}" for name in measures))
        lines += [f"  {name:30}" + "".join(f"{_written(measure, score):>18}" for measure in measures)
                  for name, score in methods.items()]
    return "\n".join([*lines, "as is, one gain removed: PSNR in dB"])


def csv_table(scores: Scores) -> str:
    """Return the scores as CSV: a line for each test set and method."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    measures = _measures(scores)
    writer.writerow(["test set", "method", *measures])
    for part, methods in scores.items():
        writer.writerows([part, name, *(score.get(measure, "") for measure in measures)]
                         for name, score in methods.items())
    return out.getvalue().rstrip("\n")


def markdown_table(scores: Scores) -> str:
    """Return the scores as one Markdown table, for a model card or TRAINING.md."""
    measures = _measures(scores)
    rows = [["test set", "method", *measures], ["---"] * 2 + ["---:"] * len(measures)]
    for part, methods in scores.items():
        rows += [[part, name, *(_written(measure, score) for measure in measures)]
                 for name, score in methods.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _json(scores: Scores) -> str:
    return json.dumps(scores, indent=1, ensure_ascii=False)


FORMATS: dict[str, Callable[[Scores], str]] = {
    "text": table, "csv": csv_table, "markdown": markdown_table, "json": _json}
