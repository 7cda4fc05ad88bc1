"""Fitting the networks to one camera from a few of its RAW+JPEG pairs, judged by a quarter that is withheld."""

from __future__ import annotations

import copy
import datetime
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import ModelCard
from paramisp_core.networks.compact import (
    CompactConfig,
    CompactNetwork,
    Confidence,
    GlobalState,
    Window,
    balanced_linear,
    decode,
    encode,
)
from paramisp_core.networks.conditions import Conditions
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import binned, cfa_map, mosaic
from paramisp_core.raw.demosaic import malvar_BCHW
from paramisp_core.raw.transfer import srgb_encode
from paramisp_core.training.closed_forms import mean_curve_knots
from paramisp_core.training.photo_dataset import open_dataset
from paramisp_core.training.polynomial import Polynomial
from paramisp_core.training.real_pairs import RealPair, find_pairs, raw_files, read_pair

Array = NDArray[np.float32]
Picture = NDArray[np.uint8]
ISP = InverseISP | ForwardISP

MOST_PAIRS = 20
_CROP, _BATCH, _CUT = 96, 8, 6
_FEW_SHARE = 0.25  # of the time goes to the few parameters alone
_CHECKS = 12  # how often the withheld quarter is looked at
_SMALL_SIDE = 384  # longest side of the picture that thumbnails are cut from
_LOOKED_AT = 256  # side of the part of a withheld tile that decides when to stop
_SAMPLES = 60_000  # per color, that the polynomial is fitted to
_FEW = ("global_net.head.bias", "global_net.film.bias", "global_net.grid_head.bias", "shading_3S")
_SHADING_TERMS = 3
_SHADING_RATE = 5.0  # times the learning rate: EV, where all else is of the order of a tenth


@dataclass(frozen=True)
class CalibrationResult:
    """What a calibration of one direction came to: PSNR in dB on the withheld quarter, nothing removed.

    before: the network it started from; after: the calibrated one; polynomial: the plain alternative. network is
    the better of before and after. steps of the optimizer, seconds in all.
    """

    direction: str
    network: CompactNetwork
    before: float
    after: float
    polynomial: float
    steps: int
    seconds: float

    @property
    def better(self) -> bool:
        """True when the withheld quarter got better."""
        return self.after > self.before


@dataclass(frozen=True)
class Check:
    """A look at the withheld quarter on the way. PSNR in dB.

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


def collected_pairs(paths: Sequence[Path]) -> list[RealPair]:
    """Return the pairs of files and folders. Raises UserError when there are none or too many."""
    pairs: list[RealPair] = []
    for path in paths:
        if not path.exists():
            raise UserError(f"{path} does not exist.")
        if (path / "manifest.json").is_file():  # a data set that `paramisp pairs` wrote
            data = open_dataset(path)
            pairs += [data.pair(i) for i in range(min(len(data), MOST_PAIRS + 1))]
        else:
            pairs += find_pairs(path)
    if not pairs:
        raise UserError("No RAW with a matching camera JPEG beside it (same name) or inside it was found."
                        + _first_reason(paths))
    if len(pairs) > MOST_PAIRS:
        raise UserError(f"{len(pairs)} pairs are more than calibration takes ({MOST_PAIRS}); choose the most varied.")
    return pairs


def _first_reason(paths: Sequence[Path]) -> str:
    """Say why the first RAW file is none of a pair; "" where there is no RAW file."""
    for path in paths:
        for raw in raw_files(path):
            try:
                read_pair(raw)
            except UserError as error:
                return f" {error}"
    return ""


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


def card_of(result: CalibrationResult, pairs: Sequence[RealPair], start: ModelCard) -> ModelCard:
    """Return the model card of a calibrated network."""
    names = sorted({pair.photo.camera.name for pair in pairs})
    cameras = ", ".join(names)
    return ModelCard(
        name="", direction=result.direction, architecture="compact",  # type: ignore[arg-type]
        trained_on=f"calibrated on {len(pairs)} RAW+JPEG pair{'s' if len(pairs) > 1 else ''} of {cameras}, "
                   f"from {start.name}",
        data_license="the user's own photos", steps=result.steps,
        scores={"withheld quarter of the pairs": {
            "before": round(result.before, 2), "network": round(result.after, 2),
            "polynomial": round(result.polynomial, 2)}},
        limits=(f"Knows one camera: {cameras}.",), camera=names[0] if len(names) == 1 else "",
        date=datetime.date.today().isoformat(),
        shot_ranges=start.shot_ranges, confidence={"tone": 1.0, "color": 1.0, "grid": 1.0, "local": 1.0},
    )


def calibrate(pairs: Sequence[RealPair], start: ISP, *, minutes: float = 2.0, steps: int | None = None,
              seed: int = 42, progress: Progress | None = None,
              report: Callable[[Check], None] | None = None) -> CalibrationResult:
    """Fit one direction to pairs; ``start`` stays as it is.

    minutes: of training; steps: at most so many. ``progress`` may raise Cancelled; ``report`` is called at every
    look at the withheld quarter. Raises UserError when a pair is too small to withhold a quarter of.
    """
    began = time.monotonic()
    direction = start.card.direction
    materials = [Material(pair, direction) for pair in pairs]
    before = _score_whole(start, materials)
    polynomial = _polynomial_score(materials, direction, seed)
    fitting = _Fitting(start.network, materials, seed)
    assert isinstance(start.network, CompactNetwork)
    at_first = fitting.score(start.network, start.confidence)
    shown: list[Picture] = []

    def pictures() -> tuple[Picture, Picture, Picture]:
        if not shown:
            assert isinstance(start.network, CompactNetwork)  # once more for the type checker: this is a closure
            shown.extend(_pictures(start.network, materials[0], start.confidence))
        return shown[0], _pictures(fitting.average, materials[0])[0], shown[1]

    def look(share: float, score: float) -> None:
        if report is not None:
            report(Check(direction, share, fitting.steps, score, fitting.best_score, at_first, polynomial, pictures))

    look(0.0, fitting.best_score)
    fitting.run(minutes * 60, steps, section(progress, 0.05, 0.95), look)
    kind = InverseISP if direction == "inverse" else ForwardISP
    after = _score_whole(kind(fitting.best, start.card, start.device), materials)
    better = fitting.best if after > before else start.network
    assert isinstance(better, CompactNetwork)
    if progress is not None:
        progress(1.0)
    return CalibrationResult(direction, better, before, after, polynomial, fitting.steps, time.monotonic() - began)


# The pairs ------------------------------------------------------------------------------------------------------


class Material:
    """One pair in 4 x 4 tiles of which 4, one of every row and column, are withheld."""

    def __init__(self, pair: RealPair, direction: str) -> None:
        self.pair, self.direction = pair, direction
        self.reduced = pair.reduced
        height, width = (side // 2 * 2 for side in pair.photo.rgb.shape[:2])
        self.height, self.width = height, width
        self.tile_height, self.tile_width = height // 8 * 2, width // 8 * 2
        self.crop = min(_CROP, self.tile_height, self.tile_width) // 2 * 2
        if self.crop < 32:
            raise UserError(f"{pair.name} is too small to calibrate on ({width}x{height} pixels).")
        self.rgb = np.ascontiguousarray(pair.photo.rgb[:height, :width])
        if self.reduced:
            assert pair.camera_rgb is not None
            self.raw = np.ascontiguousarray(pair.camera_rgb[:height, :width])
        else:
            self.raw = np.ascontiguousarray(pair.raw.mosaic[:height, :width])
        raw = pair.raw
        self.conditions = Conditions.of(pair.photo.shot, raw.cfa, raw.white_balance, raw.color_matrix)
        self.gains = self.conditions.white_balance[0].numpy()
        seen = self.rgb if direction == "inverse" else self.raw if self.reduced else binned(self.raw, raw.cfa)
        shrink = min(1.0, _SMALL_SIDE / max(seen.shape[:2]))
        size = max(1, round(seen.shape[1] * shrink)), max(1, round(seen.shape[0] * shrink))
        self.small = torch.from_numpy(np.asarray(
            cv2.resize(seen, size, interpolation=cv2.INTER_AREA), np.float32)).permute(2, 0, 1)

    def tiles(self, withheld: bool) -> Iterator[tuple[int, int]]:
        """Yield (top, left) of the tiles."""
        for row in range(4):
            for column in range(4):
                if ((row + 2 * column + column // 2) % 4 == 0) == withheld:
                    yield row * self.tile_height, column * self.tile_width

    def cut(self, top: int, left: int, height: int, width: int) -> tuple[Tensor, Tensor]:
        """Return rgb (1, 3, height, width) and raw (1, 1 or 3, height, width) of a region."""
        part = np.s_[top : top + height, left : left + width]
        raw = torch.from_numpy(self.raw[part])
        return (torch.from_numpy(self.rgb[part]).permute(2, 0, 1)[None],
                (raw.permute(2, 0, 1) if self.reduced else raw[None])[None])

    def batch(self, rng: np.random.Generator, count: int) -> tuple[Tensor, Tensor, Tensor, Window]:
        """Return (rgb (B, 3, h, w), raw (B, 1 or 3, h, w), thumbnail source (1, 3, h, w), window) of training tiles."""
        inside = list(self.tiles(withheld=False))
        rgb, raw, tops, lefts = [], [], [], []
        for _ in range(count):
            tile_y, tile_x = inside[int(rng.integers(len(inside)))]
            y = tile_y + 2 * int(rng.integers(0, (self.tile_height - self.crop) // 2 + 1))
            x = tile_x + 2 * int(rng.integers(0, (self.tile_width - self.crop) // 2 + 1))
            shown, recorded = self.cut(y, x, self.crop, self.crop)
            rgb.append(shown)
            raw.append(recorded)
            tops.append(y)
            lefts.append(x)
        window = Window(torch.tensor(tops), torch.tensor(lefts), self.height, self.width)
        return torch.cat(rgb), torch.cat(raw), self.small[None], window


def _with_shading(start: torch.nn.Module) -> CompactNetwork:
    """Return a trainable copy that can also learn what one camera's lens and its correction do to the corners."""
    assert isinstance(start, CompactNetwork)
    config = replace(start.config, shading_terms=start.config.shading_terms or _SHADING_TERMS)
    network = CompactNetwork(start.direction, config)
    network.load_state_dict(start.state_dict(), strict=False)
    return network.train().requires_grad_(True)


def _repeated(conditions: Conditions, count: int) -> Conditions:
    return Conditions(**{name: value.expand(count, *value.shape[1:]) for name, value in vars(conditions).items()})


# Fitting --------------------------------------------------------------------------------------------------------


class _Fitting:
    """The running fit: network, its moving average, and the best average the withheld quarter has seen."""

    def __init__(self, start: torch.nn.Module, materials: list[Material], seed: int) -> None:
        self.materials = materials
        self.rng = np.random.default_rng(seed)
        self.network = _with_shading(start)
        self.average = copy.deepcopy(self.network).requires_grad_(False).eval()
        self.best = copy.deepcopy(self.average)
        self.best_score = self.score(self.average)
        self.steps = 0

    def run(self, seconds: float, limit: int | None, progress: Progress | None,
            look: Callable[[float, float], None]) -> None:
        """First the few parameters, then all; each with a learning rate that falls to nothing."""
        few = [p for name, p in self.network.named_parameters() if name in _FEW]
        few_steps = None if limit is None else max(1, round(limit * _FEW_SHARE))
        for parameters, share, rate, at_most, offset in (
                (few, _FEW_SHARE, 1e-2, few_steps, 0.0),
                (list(self.network.parameters()), 1 - _FEW_SHARE, 1e-3,
                 None if limit is None or few_steps is None else limit - few_steps, _FEW_SHARE)):
            part = section(progress, offset, offset + share)
            self._stage(parameters, rate, share * seconds, at_most, part,
                        lambda done, score, start=offset, span=share: look(start + span * done, score))  # type: ignore
            # go on from the best, whatever the moving average did meanwhile
            self.network.load_state_dict(self.best.state_dict())
            self.average.load_state_dict(self.best.state_dict())

    def _stage(self, parameters: list[torch.nn.Parameter], rate: float, seconds: float, limit: int | None,
               progress: Progress | None, look: Callable[[float, float], None]) -> None:
        groups = [{"params": [p for p in parameters if p is not self.network.shading_3S], "share": 1.0},
                  {"params": [self.network.shading_3S], "share": _SHADING_RATE}]
        optimizer = torch.optim.Adam(groups, lr=rate)
        began, first, looked = time.monotonic(), self.steps, 0
        while True:
            done = (time.monotonic() - began) / seconds
            if limit is not None:
                done = max(done, (self.steps - first) / limit)
            if done * _CHECKS >= looked + 1 or done >= 1:
                looked = math.floor(done * _CHECKS)
                score = self.score(self.average)
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
        material = self.materials[int(self.rng.integers(len(self.materials)))]
        rgb, raw, seen, window = material.batch(self.rng, _BATCH)
        state = self._state(self.network, material, seen)
        predicted, target = _run(self.network, material, rgb, raw, state, window)
        cut = np.s_[..., _CUT:-_CUT, _CUT:-_CUT]
        error = (predicted - target)[cut]
        rms = (error.square().mean((1, 2, 3)) + 1e-8).sqrt().mean()
        if material.direction == "forward":
            return error.abs().mean() + rms
        return (encode(predicted) - encode(target))[cut].abs().mean() + rms

    @staticmethod
    def _state(network: CompactNetwork, material: Material, seen: Tensor,
               trust: Confidence | None = None) -> GlobalState:
        """Global parameters of one virtual whole photo, the same for all crops of the batch."""
        thumbnail = F.adaptive_avg_pool2d(seen, network.config.thumbnail)
        return network.global_state(thumbnail, material.conditions, trust)

    def score(self, network: CompactNetwork, trust: Confidence | None = None) -> float:
        """PSNR on the middles of the withheld tiles."""
        errors: list[Tensor] = []
        with torch.inference_mode():
            for material in self.materials:
                state = self._state(network, material, material.small[None], trust)
                down, across = min(_LOOKED_AT, material.tile_height), min(_LOOKED_AT, material.tile_width)
                for top, left in material.tiles(withheld=True):
                    y = top + (material.tile_height - down) // 4 * 2
                    x = left + (material.tile_width - across) // 4 * 2
                    rgb, raw = material.cut(y, x, down, across)
                    window = Window(y, x, material.height, material.width)
                    predicted, target = _run(network, material, rgb, raw, state, window)
                    error = (predicted.clamp(0, 1) - target)[..., _CUT:-_CUT, _CUT:-_CUT]
                    errors.append(error.square().mean())
        return _decibels([float(e) for e in errors])


def _run(network: CompactNetwork, material: Material, rgb: Tensor, raw: Tensor, state: GlobalState,
         window: Window) -> tuple[Tensor, Tensor]:
    """Return (prediction, truth) of crops. Of a reduced pair single pixels mean nothing: LocalNet is left out."""
    count = len(rgb)
    conditions = _repeated(material.conditions, count)
    spread = replace(
        state, log_gain=state.log_gain.expand(count), curve_B3K=state.curve_B3K.expand(count, -1, -1),
        color_B33=state.color_B33.expand(count, -1, -1), grid_BGG=state.grid_BGG.expand(count, -1, -1),
        film=tuple((a.expand(count, -1), b.expand(count, -1)) for a, b in state.film),
        local=0.0 if material.reduced else state.local)
    if material.direction == "inverse":
        if material.reduced:
            return network.camera_rgb(rgb, spread, conditions, window), raw
        return network.render_tile(rgb, spread, conditions, window), raw
    if material.reduced:
        return network.tone_forward(balanced_linear(raw, conditions), spread, window), rgb
    return network.render_tile(raw, spread, conditions, window), rgb


def _pictures(network: CompactNetwork, material: Material, trust: Confidence | None = None) -> list[Picture]:
    """Return [prediction, truth] of the middle of the first withheld tile as sRGB, for the user to look at."""
    top, left = next(material.tiles(withheld=True))
    down, across = (min(side, 2 * _LOOKED_AT) for side in (material.tile_height, material.tile_width))
    y, x = top + (material.tile_height - down) // 4 * 2, left + (material.tile_width - across) // 4 * 2
    rgb, raw = material.cut(y, x, down, across)
    with torch.inference_mode():
        thumbnail = F.adaptive_avg_pool2d(material.small[None], network.config.thumbnail)
        state = network.global_state(thumbnail, material.conditions, trust)
        both = _run(network, material, rgb, raw, state, Window(y, x, material.height, material.width))
        if material.direction == "inverse":
            conditions = material.conditions
            cells = both if material.reduced else [network.binned(part, conditions) for part in both]
            both = tuple(torch.from_numpy(srgb_encode(balanced_linear(part, conditions).clamp(0, 1).numpy()))
                         for part in cells)  # type: ignore[assignment]
    return [(part[0].permute(1, 2, 0).clamp(0, 1) * 255).round().byte().numpy() for part in both]


# Scores ---------------------------------------------------------------------------------------------------------


def _score_whole(isp: ISP, materials: list[Material]) -> float:
    """PSNR in dB over the whole of the withheld tiles, run as the program runs them; nothing removed."""
    errors = []
    for material in materials:
        source = material.rgb if material.direction == "inverse" else material.raw
        if material.reduced:
            errors += _reduced_errors(isp, material)
            continue
        truth = material.raw if material.direction == "inverse" else material.rgb
        tiled = isp.tiled(source, material.conditions)
        for top, left in material.tiles(withheld=True):
            region = (top, left, material.tile_height, material.tile_width)
            predicted = np.clip(tiled.region(source, region), 0, 1)
            errors.append(_error(predicted, truth[top : top + region[2], left : left + region[3]]))
    return _decibels(errors)


def _reduced_errors(isp: ISP, material: Material) -> list[float]:
    network = isp.network
    assert isinstance(network, CompactNetwork)
    errors = []
    with torch.inference_mode():
        thumbnail = F.adaptive_avg_pool2d(material.small[None], network.config.thumbnail)
        state = network.global_state(thumbnail, material.conditions, isp.confidence)
        for top, left in material.tiles(withheld=True):
            rgb, raw = material.cut(top, left, material.tile_height, material.tile_width)
            predicted, target = _run(network, material, rgb, raw, state,
                                     Window(top, left, material.height, material.width))
            errors.append(float((predicted.clamp(0, 1) - target).square().mean()))
    return errors


def fitted_polynomial(materials: list[Material], direction: str, seed: int) -> Polynomial:
    """Fit a polynomial to the training tiles of all pairs: from encoded color to encoded balanced color."""
    rng = np.random.default_rng(seed)
    samples: list[list[tuple[Array, Array]]] = [[], [], []]
    for material in materials:
        source, target = _colors(material)
        for top, left in material.tiles(withheld=False):
            rows = rng.integers(top, top + material.tile_height, _SAMPLES // (4 * len(materials)))
            columns = rng.integers(left, left + material.tile_width, len(rows))
            for channel in range(3):
                at = (rows, columns)
                if direction == "inverse" and not material.reduced:
                    own = cfa_map(material.pair.raw.cfa, material.height, material.width)[at] == channel
                    at = (rows[own], columns[own])
                value = target[at] if target.ndim == 2 else target[(*at, channel)]
                samples[channel].append((source[at], value))
    return Polynomial.fitted([
        (np.concatenate([s[0] for s in channel]), np.concatenate([s[1] for s in channel])) for channel in samples])


def polynomial_result(fitted: Polynomial, material: Material) -> tuple[Array, Array]:
    """Return what the polynomial makes of a whole pair, 0..1, and the truth: RAW (as in the pair) or sRGB."""
    source, _ = _colors(material)
    predicted = fitted(source)
    if material.direction == "forward":
        return np.clip(predicted, 0, 1), material.rgb
    camera = decode(torch.from_numpy(predicted)).numpy() / material.gains
    if not material.reduced:
        camera = mosaic(camera, material.pair.raw.cfa)
    return np.clip(camera, 0, 1), material.raw


def _polynomial_score(materials: list[Material], direction: str, seed: int) -> float:
    """Fit a polynomial to the training tiles of all pairs; its PSNR on the withheld ones."""
    fitted = fitted_polynomial(materials, direction, seed)
    errors = []
    for material in materials:
        predicted, truth = polynomial_result(fitted, material)
        for top, left in material.tiles(withheld=True):
            part = np.s_[top : top + material.tile_height, left : left + material.tile_width]
            errors.append(_error(predicted[part], truth[part]))
    return _decibels(errors)


def _colors(material: Material) -> tuple[Array, Array]:
    """Return (source colors (H, W, 3), target): what the polynomial maps, linear light balanced and encoded.

    Balanced, so that a polynomial fitted in one light means something in another.
    """
    def encoded(linear: Array) -> Array:
        return encode(torch.from_numpy(np.ascontiguousarray(linear))).numpy()

    gains = material.gains
    if material.direction == "inverse":
        if material.reduced:
            return material.rgb, encoded(material.raw * gains)
        return material.rgb, encoded(material.raw * gains[cfa_map(material.pair.raw.cfa, *material.raw.shape)])
    if material.reduced:
        camera = material.raw
    else:
        camera_B3HW = malvar_BCHW(torch.from_numpy(material.raw)[None, None], material.conditions.cfa)
        camera = np.ascontiguousarray(camera_B3HW[0].permute(1, 2, 0).numpy())
    return encoded(np.clip(camera * gains, 0, 1)), material.rgb


def _error(predicted: Array, truth: Array) -> float:
    return float(np.mean((predicted.astype(np.float64) - truth) ** 2))


def _decibels(errors: Sequence[float] | Any) -> float:
    """PSNR of the mean squared error, peak 1."""
    return float(10 * np.log10(1 / max(float(np.mean(errors)), 1e-12)))
