"""``paramisp calibrate``: a few minutes that turn "any camera" into yours, from one to twenty RAW+JPEG pairs.

The shipped networks know many cameras on average. One pair of the user's own camera says how *it* renders: first
the few numbers that hold the look (exposure, tone curve, color, gains, the steering of LocalNet) are fitted, then
all weights that one photo can tell something of. A quarter of every pair is withheld, and of two or more pairs every
fourth whole, from the second on: another scene. They decide when to stop, are what the scores are measured on, and
when it did not get better there, or not better than what photos of that camera use already, nothing is saved. A
polynomial of the color is fitted beside it, as the plain alternative, and is what is saved where it comes nearer.

--one-pass fits nothing: StyleNet reads exposure, tone and color off the pairs, in a second, and an adapter is saved.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2

from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.errors import Sentence, UserError, joined, packed
from paramisp_core.files.atomic import check_folder, replacing
from paramisp_core.networks.checkpoints import (
    DIRECTIONS,
    ModelCard,
    save_adapter,
    save_network,
    shipped_names,
    user_models_path,
)
from paramisp_core.training.calibration import (
    MOST_PAIRS,
    CalibrationResult,
    Check,
    OnePassResult,
    OtherScenes,
    calibrate,
    calibrate_in_one_pass,
    card_of,
    collected_pairs,
    network_in_use,
    one_pass_card,
    starting_network,
    withheld_score,
)
from paramisp_core.training.real_pairs import RealPair

_ALIKE = 0.05  # dB: the same pairs again come within rounding of what was saved


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``paramisp calibrate``."""
    parser.add_argument("pairs", nargs="*", type=Path, metavar="PAIRS",
                        help="RAW files with a camera JPEG beside or inside them, or folders of such files; "
                             f"1 to {MOST_PAIRS}")
    parser.add_argument("-o", "--output", required=True, metavar="NAME",
                        help="name of the model, then known to --checkpoint (kept in your user data folder), "
                             "or a path to save it at")
    parser.add_argument("--simulated", action="append", metavar="CAMERA",
                        help="instead of pairs: fit an adapter, a small change to the shipped network, to simulated "
                             "photos of a camera whose tone curve was measured; may be repeated, 'all': those shipped")
    parser.add_argument("--sources", type=Path, default=os.environ.get("PARAMISP_DATA"),
                        help="--simulated: folder with photos/, hdri/ and raw/ to cut scenes from (default "
                             "$PARAMISP_DATA)")
    parser.add_argument("--photos", type=int, default=96, help="--simulated: so many of each camera (default 96)")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2)),
                        help="--simulated: cameras at once (default: one for each core)")
    parser.add_argument("--one-pass", action="store_true",
                        help="read exposure, tone and color off the pairs in a second instead of fitting for minutes; "
                             "detail stays that of any camera")
    parser.add_argument("--direction", choices=[*DIRECTIONS, "both"], default="both",
                        help="only the camera from sRGB to RAW (inverse) or from RAW to sRGB (default both)")
    parser.add_argument("--start", default="shipped",
                        help="shipped (default), a checkpoint, or 'untrained': the closed form, for comparison")
    parser.add_argument("--minutes", type=float, default=2.0, help="of training per direction (default 2)")
    parser.add_argument("--steps", type=int, help="stop after so many steps per direction, whatever the time")
    parser.add_argument("--seed", type=int, default=42, help="of all that is drawn (default 42)")
    parser.add_argument("--watch", type=Path, metavar="DIR",
                        help="say everything as JSON, one object a line, and put pictures of the progress into DIR")


def run(args: argparse.Namespace) -> int:
    """Calibrate, print the scores, save what got better."""
    if args.minutes <= 0 or (args.steps is not None and args.steps < 1):
        raise UserError("--minutes and --steps must be above 0.")
    if args.simulated:
        return _simulated(args)
    if not args.pairs:
        raise UserError("Give RAW files with their JPEGs, or --simulated CAMERA.")
    told = _Watched(args.watch) if args.watch else _Told()
    try:
        return _calibrated(args, told)
    except UserError as error:
        told.problem(error)
        raise


def _calibrated(args: argparse.Namespace, told: _Told) -> int:
    folder = _folder_of(args.output)
    check_folder(folder)
    pairs = collected_pairs(args.pairs, told.left_out)
    for pair in pairs:
        told.pair(pair)
    worse: list[str] = []
    unsaved: list[Sentence] = []  # why, where something was not saved
    for direction in DIRECTIONS if args.direction == "both" else (args.direction,):
        start = starting_network(direction, args.start)
        path = folder / f"{Path(args.output).name}-{direction}.safetensors"
        result: OnePassResult | CalibrationResult
        if args.one_pass:
            result = calibrate_in_one_pass(pairs, start, seed=args.seed, report=told.check)
        else:
            result = calibrate(pairs, start, minutes=args.minutes, steps=args.steps, seed=args.seed, report=told.check)
        told.result(result)
        if not result.better:
            worse.append(direction)
            continue
        used = network_in_use(pairs, direction) if folder == user_models_path() and args.start == "shipped" else None
        if used is not None and (already := withheld_score(used, pairs)) > result.score - _ALIKE:
            told.unsaved(direction, used.card.name)
            unsaved.append(Sentence(
                "Photos of the {camera} use {name} already, which comes as near to what was withheld: {already:.1f} dB "
                "against {score:.1f}. So the new {direction} camera was not saved; give a path to save it at to have "
                "it nevertheless.", camera=pairs[0].photo.camera.name, name=used.card.name, already=already,
                score=result.score, direction=direction))
        else:
            told.saved(_saved(result, pairs, start, path))
    if worse:
        advice = ("give it other pairs, or fit without --one-pass." if args.one_pass
                  else "give it more pairs or more --minutes.")
        unsaved.insert(0, Sentence(f"Calibration did not make the {' and '.join(worse)} camera better, so it was not "
                                   f"saved; {advice}"))
    if unsaved:
        raise UserError(joined(unsaved))
    return 0


def _saved(result: OnePassResult | CalibrationResult, pairs: Sequence[RealPair], start: InverseISP | ForwardISP,
           path: Path) -> ModelCard:
    """Write what a calibration keeps; return its card."""
    if isinstance(result, CalibrationResult):
        return save_network(result.network, path, card_of(result, pairs, start.card))
    card = one_pass_card(result, pairs, start)
    if result.kept == "adapter":
        return save_adapter(result.style.adapter, path, card)
    return save_network(result.plain, path, card)


def _simulated(args: argparse.Namespace) -> int:
    """Fit adapters to simulated photos; ``--output`` is a folder, or the name of one camera's adapter."""
    from paramisp_core.training.adapt import CAMERAS, adapt

    if args.sources is None:
        raise UserError("Say where scenes come from: --sources FOLDER, or set PARAMISP_DATA.")
    if args.photos < 8 or args.workers < 1:
        raise UserError("--photos must be at least 8 and --workers at least 1.")
    names = list(CAMERAS) if "all" in args.simulated else args.simulated
    folder = user_models_path() if Path(args.output).name == args.output else Path(args.output)
    adapt(names, args.sources, folder, args.steps or 250, args.photos, args.seed, min(args.workers, len(names)))
    return 0


class _Told:
    """Tells a person at a terminal how it goes."""

    def pair(self, pair: RealPair) -> None:
        size = "small JPEG, colors only" if pair.reduced else "full size"
        print(f"{pair.name}: {pair.photo.camera.name}, {pair.photo.rgb.shape[1]}x{pair.photo.rgb.shape[0]}, {size}")

    def left_out(self, error: UserError) -> None:
        """Say why a RAW file is no pair."""
        print(error, file=sys.stderr)

    def check(self, check: Check) -> None:
        print(f"  {check.direction} {check.share:4.0%}, step {check.steps}: {check.score:.2f} dB withheld "
              f"(best {check.best:.2f})", file=sys.stderr, flush=True)

    def result(self, result: OnePassResult | CalibrationResult) -> None:
        others = "on other scenes, the pairs withheld whole"
        if isinstance(result, OnePassResult):
            where = others if result.other_scenes else "on a quarter of the pair"
            said = [f"{_compared(result, 'read off')} {where}; {result.seconds:.1f} s"]
        else:
            said = [f"{_compared(result)} on the withheld quarter; {result.steps} steps, {result.seconds:.0f} s"]
            if result.other is not None:
                said.append(f"{_compared(result.other)} {others}")
        if result.kept == "polynomial":
            said.append("the polynomial came nearer and is what is kept")
        for line in said:
            print(f"{result.direction}: {line}")

    def unsaved(self, direction: str, used: str) -> None:
        """Nothing now: it is said at the end."""

    def problem(self, error: UserError) -> None:
        """Nothing: the command line says it."""

    def saved(self, card: ModelCard) -> None:
        use = f"; photos of the {card.camera} use it from now on" if card.camera and _is_users(card) else ""
        print(f"saved as {card.name} ({card.path}){use}", flush=True)


class _Watched(_Told):
    """Tells a program, which the window is."""

    def __init__(self, folder: Path) -> None:
        with suppress(AttributeError, OSError):
            os.nice(10)  # the window goes first
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"{folder} cannot be made: {error.strerror}.") from None
        self._folder = folder

    def pair(self, pair: RealPair) -> None:
        height, width = pair.photo.rgb.shape[:2]
        self._say(event="pair", name=pair.name, camera=pair.photo.camera.name, width=width, height=height,
                  reduced=pair.reduced)

    def check(self, check: Check) -> None:
        files = {}
        for name, picture in zip(("before", "now", "truth"), check.pictures()):
            path = self._folder / f"{check.direction}-{name}.png"
            with replacing(path) as part:
                part.write_bytes(cv2.imencode(".png", picture[..., ::-1])[1].tobytes())
            files[name] = str(path)
        self._say(event="check", direction=check.direction, share=check.share, steps=check.steps, score=check.score,
                  best=check.best, before=check.before, polynomial=check.polynomial, pictures=files)

    def result(self, result: OnePassResult | CalibrationResult) -> None:
        other = result.other if isinstance(result, CalibrationResult) else None
        self._say(event="result", direction=result.direction, before=result.before, after=result.after,
                  polynomial=result.polynomial, better=result.better, kept=result.kept, seconds=result.seconds,
                  other=None if other is None else asdict(other))

    def unsaved(self, direction: str, used: str) -> None:
        self._say(event="unsaved", direction=direction, used=used)

    def problem(self, error: UserError) -> None:
        self._say(event="problem", **packed(error.sentence))

    def saved(self, card: ModelCard) -> None:
        self._say(event="saved", name=card.name, path=str(card.path), camera=card.camera)

    @staticmethod
    def _say(**facts: Any) -> None:
        print(json.dumps(facts), flush=True)


def _compared(scores: CalibrationResult | OnePassResult | OtherScenes, how: str = "calibrated") -> str:
    return f"before {scores.before:.2f} dB, {how} {scores.after:.2f} dB, polynomial {scores.polynomial:.2f} dB"


def _is_users(card: ModelCard) -> bool:
    return card.path is not None and card.path.parent == user_models_path()


def _folder_of(output: str) -> Path:
    name = Path(output).name
    if not name or name in (".", ".."):
        raise UserError("The model needs a name.")
    if name != output:
        return Path(output).parent
    if shipped_names() & {each.casefold() for each in (name, *(f"{name}-{way}" for way in DIRECTIONS))}:
        raise UserError("{name} is the name of a model that comes with the program; choose another.", name=name)
    return user_models_path()


