"""Calibration: the networks fitted to one camera from a few of its RAW+JPEG pairs, judged by what is withheld."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import torch

from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.engine.style import CameraStyle, as_camera_of, pair_shots, pair_style
from paramisp_core.errors import Sentence, UserError, joined
from paramisp_core.networks.checkpoints import ModelCard, card_for
from paramisp_core.networks.compact import CompactConfig, CompactNetwork, LiveNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.style import Shots
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import binned
from paramisp_core.training.closed_forms import mean_curve_knots
from paramisp_core.training.fitting import Fitting
from paramisp_core.training.judging import (
    ISP,
    Picture,
    looked_at,
    pictures,
    polynomial_scores,
    shown_of,
    whole_scores,
)
from paramisp_core.training.material import Material, materials_of
from paramisp_core.training.photo_dataset import open_dataset
from paramisp_core.training.polynomial import fitted_polynomial
from paramisp_core.training.real_pairs import RealPair, find_pairs

MOST_PAIRS = 20


@dataclass(frozen=True)
class OtherScenes:
    """PSNR in dB on the pairs that were withheld whole, nothing removed; as in CalibrationResult."""

    before: float
    after: float
    polynomial: float


@dataclass(frozen=True)
class CalibrationResult:
    """What a calibration of one direction came to: PSNR in dB on the withheld quarter, nothing removed.

    before: the network it started from; after: the calibrated one; polynomial: the plain alternative; other: the same
    on other scenes, where several pairs were given. network: the one that is kept. steps of the optimizer, seconds.
    """

    direction: str
    network: LiveNetwork
    before: float
    after: float
    polynomial: float
    steps: int
    seconds: float
    other: OtherScenes | None = None

    @property
    def kept(self) -> Literal["network", "polynomial", "start"]:
        """Which of the three won: on other scenes where there are some, and never one that lost the quarter."""
        judged = self.other or self
        candidates: list[tuple[float, Literal["network", "polynomial", "start"]]] = [(judged.before, "start")]
        if self.after > self.before:
            candidates.append((judged.after, "network"))
        if self.polynomial > self.before:
            candidates.append((judged.polynomial, "polynomial"))
        return max(candidates, key=lambda one: one[0])[1]

    @property
    def better(self) -> bool:
        """True when what is kept is better than what it started from."""
        return self.kept != "start"

    @property
    def score(self) -> float:
        """What is kept reaches this, in dB."""
        judged = self.other or self
        return {"start": judged.before, "network": judged.after, "polynomial": judged.polynomial}[self.kept]


@dataclass(frozen=True)
class Check:
    """A look at what is withheld on the way: the quarter, or other scenes where there are some. PSNR in dB.

    share: of the work that is done, 0..1. score: of now; best: so far; before: of the network it started from (all
    three on a piece of each withheld tile); polynomial: as in the result.
    pictures: makes (before, now, truth), uint8 (h, w, 3) sRGB, of a piece of the withheld quarter; for the inverse
    camera they are the RAW, shown as sRGB.
    """

    direction: str
    share: float
    steps: int
    score: float
    best: float
    before: float
    polynomial: float
    pictures: Callable[[], tuple[Picture, Picture, Picture]]


def collected_pairs(paths: Sequence[Path], left_out: Callable[[UserError], None] | None = None) -> list[RealPair]:
    """Return the pairs of files and folders; ``left_out`` is told why a RAW file is none, where others are.

    Raises UserError when there are none or too many.
    """
    pairs: list[RealPair] = []
    refused: list[UserError] = []
    for path in paths:
        if not path.exists():
            raise UserError("{path} does not exist.", path=path)
        if (path / "manifest.json").is_file():  # a data set that `paramisp pairs` wrote
            data = open_dataset(path)
            pairs += [data.pair(i) for i in range(min(len(data), MOST_PAIRS + 1))]
        else:
            pairs += find_pairs(path, refused.append)
    if not pairs:
        none = Sentence("No RAW with a matching camera JPEG beside it (same name) or inside it was found.")
        raise UserError(joined([none, *(error.sentence for error in refused[:1])]))
    if left_out is not None:
        for error in refused:
            left_out(error)
    if len(pairs) > MOST_PAIRS:
        raise UserError("{count} pairs are more than calibration takes ({most}); choose the most varied.",
                        count=len(pairs), most=MOST_PAIRS)
    return pairs


def starting_network(direction: str, start: str = "shipped") -> ISP:
    """Return the network to start from: "shipped", "untrained" (the closed form) or a checkpoint."""
    if start == "untrained":
        torch.manual_seed(42)
        network = CompactNetwork(direction, CompactConfig())
        network.set_base_curve(mean_curve_knots(direction, network.config.knots))
        card = ModelCard(name="untrained", direction=direction, architecture="compact")  # type: ignore[arg-type]
        kind = InverseISP if direction == "inverse" else ForwardISP
        return kind(network.eval(), card, torch.device("cpu"))
    isp = load_isp(direction if start == "shipped" else start, direction=direction, device="cpu")
    if not isinstance(isp.network, CompactNetwork):
        raise UserError("Only compact networks can be calibrated.")
    return isp


def network_in_use(pairs: Sequence[RealPair], direction: str) -> ISP | None:
    """Return what photos of the pairs' camera get today: calibrated before, shipped for it, or an adapter.

    None where that is the network for any camera, or the pairs are of several cameras.
    """
    names = {pair.photo.camera.name for pair in pairs}
    card = card_for(direction, names.pop()) if len(names) == 1 else None
    return None if card is None else load_isp(str(card.path), direction=direction, device="cpu")


def withheld_score(isp: ISP, pairs: Sequence[RealPair]) -> float:
    """Return the PSNR in dB, nothing removed, on what is withheld of pairs: what decides on a calibration of them."""
    return whole_scores(isp, materials_of(pairs, isp.card.direction)).decisive


def one_pass(pairs: Sequence[RealPair], start: ISP) -> ISP:
    """Return the network as the camera of the pairs, read off them by StyleNet: tone and color in a second or two.

    It is the same network where that has no StyleNet.
    """
    return as_camera_of(start, pair_style(start, shots_of(pairs, start.device)))


@dataclass(frozen=True)
class OnePassResult:
    """What reading one direction off pairs came to.

    style: read off all pairs. before, after: PSNR in dB, nothing removed, on the pairs withheld whole (other_scenes),
    read off the others, or on a quarter of the only pair, read off the whole of it. polynomial, plain: what the plain
    alternative, fitted without those, reaches there, and the network that runs it.
    """

    direction: str
    style: CameraStyle
    before: float
    after: float
    polynomial: float
    plain: LiveNetwork
    other_scenes: bool
    seconds: float

    @property
    def kept(self) -> Literal["adapter", "polynomial", "start"]:
        """Which of the three comes nearest."""
        scores: dict[Literal["adapter", "polynomial", "start"], float] = {
            "start": self.before, "adapter": self.after, "polynomial": self.polynomial}
        return max(scores, key=lambda name: scores[name])

    @property
    def better(self) -> bool:
        """True when what is kept is better than the network it started from."""
        return self.kept != "start"

    @property
    def score(self) -> float:
        """What is kept reaches this, in dB."""
        return {"start": self.before, "adapter": self.after, "polynomial": self.polynomial}[self.kept]


def calibrate_in_one_pass(pairs: Sequence[RealPair], start: ISP, *, seed: int = 42,
                          report: Callable[[Check], None] | None = None) -> OnePassResult:
    """Read one direction off pairs, and say whether that is better than ``start``; ``report`` is called at the end.

    Raises UserError when ``start`` has no StyleNet, or a pair is too small to be judged on.
    """
    began = time.monotonic()
    style = pair_style(start, shots_of(pairs, start.device))
    if style is None:
        raise UserError("There is no StyleNet for {name}: calibrate without --one-pass.", name=start.card.name)
    direction = start.card.direction
    materials = materials_of(pairs, direction)
    learned_from = [material.pair for material in materials if not material.whole]
    learned = as_camera_of(start, style) if len(learned_from) == len(pairs) else one_pass(learned_from, start)
    before, after = (whole_scores(isp, materials) for isp in (start, learned))
    fitted = fitted_polynomial(materials, direction, seed)
    plain = polynomial_scores(fitted, materials)
    if report is not None:
        shown = shown_of(materials)

        def look() -> tuple[Picture, Picture, Picture]:
            (first, truth), (now, _) = (pictures(_live(isp), shown, isp.confidence) for isp in (start, learned))
            return first, now, truth

        report(Check(direction, 1.0, 0, after.decisive, after.decisive, before.decisive, plain.decisive, look))
    return OnePassResult(direction, style, before.decisive, after.decisive, plain.decisive, fitted.network(direction),
                         before.others is not None, time.monotonic() - began)


def _live(isp: ISP) -> LiveNetwork:
    assert isinstance(isp.network, LiveNetwork)
    return isp.network


def shots_of(pairs: Sequence[RealPair], device: torch.device) -> Shots:
    """Return what StyleNet looks at of pairs."""
    return pair_shots([(pair.photo.rgb, pair.camera_rgb if pair.camera_rgb is not None
                        else binned(pair.raw.mosaic, pair.raw.cfa),
                        Conditions.of(pair.photo.shot, pair.raw.cfa, pair.raw.white_balance, pair.raw.color_matrix))
                       for pair in pairs], device)


def card_of(result: CalibrationResult, pairs: Sequence[RealPair], start: ModelCard) -> ModelCard:
    """Return the model card of what a calibration keeps."""
    names = sorted({pair.photo.camera.name for pair in pairs})
    cameras = ", ".join(names)
    plain = result.kept == "polynomial"
    scores = {"withheld quarter of the pairs": _scores(result)}
    if result.other is not None:
        scores["withheld pairs, other scenes"] = _scores(result.other)
    kept = "a polynomial of the color, which came nearer than the network" if plain else f"from {start.name}"
    return ModelCard(
        name="", direction=result.direction, architecture="compact",  # type: ignore[arg-type]
        trained_on=f"calibrated on {len(pairs)} RAW+JPEG pair{'s' if len(pairs) > 1 else ''} of {cameras}, {kept}",
        data_license="the user's own photos", steps=0 if plain else result.steps, scores=scores,
        limits=(f"Knows one camera: {cameras}.",), camera=names[0] if len(names) == 1 else "",
        cfa="" if plain else start.cfa or _one_pattern(pairs), date=datetime.date.today().isoformat(),
        shot_ranges=start.shot_ranges, confidence={"tone": 1.0, "color": 1.0, "grid": 1.0, "local": 1.0},
    )


def one_pass_card(result: OnePassResult, pairs: Sequence[RealPair], start: ISP) -> ModelCard:
    """Return the model card of what was read off pairs."""
    names = sorted({pair.photo.camera.name for pair in pairs})
    cameras = ", ".join(names)
    judged = "withheld pairs, other scenes" if result.other_scenes else "a quarter of the pair, not withheld"
    those = f"{len(pairs)} RAW+JPEG pair{'s' if len(pairs) > 1 else ''} of {cameras}"
    card = ModelCard(
        name="", direction=start.card.direction, architecture="polynomial",
        trained_on=f"fitted to {those}: a polynomial of the color, which came nearer than the network",
        data_license="the user's own photos", scores={judged: {
            "before": round(result.before, 2), "one pass": round(result.after, 2),
            "polynomial": round(result.polynomial, 2)}},
        limits=(f"Knows one camera: {cameras}.",), date=datetime.date.today().isoformat(),
        camera=names[0] if len(names) == 1 else "", shot_ranges=start.card.shot_ranges,
        confidence={"tone": 1.0, "color": 1.0, "grid": 1.0, "local": 1.0})
    if result.kept == "polynomial":
        return card
    return replace(
        card, architecture="adapter", trained_on=f"read off {those} in one pass; a change to {start.card.name}",
        limits=(*card.limits, "Exposure, tone and color only; detail is that of any camera."),
        confidence=asdict(result.style.confidence), base=start.card.name, base_sha256=start.card.sha256)


def _one_pattern(pairs: Sequence[RealPair]) -> str:
    """Return the filter pattern that all mosaics have as they lie over their JPEGs; "" where they differ.

    A camera's JPEG often begins an odd number of photosites inside its RAW, so it is not always the camera's own.
    """
    patterns = {"" if pair.reduced else pair.raw.cfa.value for pair in pairs}
    return patterns.pop() if len(patterns) == 1 else ""


def _scores(of: CalibrationResult | OtherScenes) -> dict[str, float]:
    return {"before": round(of.before, 2), "network": round(of.after, 2), "polynomial": round(of.polynomial, 2)}


def calibrate(pairs: Sequence[RealPair], start: ISP, *, minutes: float = 2.0, steps: int | None = None,
              seed: int = 42, progress: Progress | None = None,
              report: Callable[[Check], None] | None = None) -> CalibrationResult:
    """Fit one direction to pairs; ``start`` stays as it is.

    minutes: of training; steps: at most so many. A quarter of every pair is withheld, of two or more pairs also every
    fourth one whole. ``progress`` may raise Cancelled; ``report`` is called at every look at what is withheld. Raises
    UserError when a pair is too small to withhold a quarter of.
    """
    began = time.monotonic()
    direction = start.card.direction
    first = start.network
    assert isinstance(first, CompactNetwork)
    materials = materials_of(pairs, direction)
    before = whole_scores(start, materials)
    polynomial = fitted_polynomial(materials, direction, seed)
    plain = polynomial_scores(polynomial, materials)
    at_first = looked_at(first, materials, start.confidence).decisive
    fitting = Fitting(_nearer(start, at_first, materials), materials, seed)
    shown: list[Picture] = []

    def look_at_pictures() -> tuple[Picture, Picture, Picture]:
        if not shown:
            shown.extend(pictures(first, shown_of(materials), start.confidence))
        return shown[0], pictures(fitting.average, shown_of(materials))[0], shown[1]

    def look(share: float, score: float) -> None:
        if report is not None:
            report(Check(direction, share, fitting.steps, score, fitting.best_score, at_first, plain.decisive,
                         look_at_pictures))

    look(0.0, fitting.best_score)
    fitting.run(minutes * 60, steps, section(progress, 0.05, 0.95), look)
    kind = InverseISP if direction == "inverse" else ForwardISP
    after = whole_scores(kind(fitting.best, start.card, start.device), materials)
    other = None if before.others is None or after.others is None or plain.others is None else \
        OtherScenes(before.others, after.others, plain.others)
    result = CalibrationResult(direction, first, before.quarter, after.quarter, plain.quarter, fitting.steps,
                               time.monotonic() - began, other)
    kept: dict[str, LiveNetwork] = {
        "start": first, "network": fitting.best, "polynomial": polynomial.network(direction)}
    if progress is not None:
        progress(1.0)
    return replace(result, network=kept[result.kept])


def _nearer(start: ISP, score: float, materials: Sequence[Material]) -> ISP:
    """Return what the fit starts from: the network, or what StyleNet makes of it where that comes nearer."""
    read = one_pass([material.pair for material in materials if not material.whole], start)
    assert isinstance(read.network, CompactNetwork)
    return read if looked_at(read.network, materials, read.confidence).decisive > score else start
