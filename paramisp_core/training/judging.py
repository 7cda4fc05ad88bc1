"""How like the camera a network is: on the withheld tiles of a pair, and on the pairs that are withheld whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.networks.compact import Confidence, GlobalState, LiveNetwork, Window, balanced_linear
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.transfer import srgb_encode
from paramisp_core.training.material import Material, decibels, squared_error
from paramisp_core.training.polynomial import Polynomial, polynomial_result

Picture = NDArray[np.uint8]
ISP = InverseISP | ForwardISP
LOOKED_AT = 256  # side of the part of a withheld tile that is looked at on the way
_CELLS = 24  # to a side of a piece, when pieces are compared by what is to be seen in them
CUT = 6  # pixels at a crop's border that count for nothing


@dataclass(frozen=True)
class Withheld:
    """PSNR in dB, nothing removed. quarter: of the withheld tiles; others: of pairs withheld whole (None: no pair is).

    decisive: what choices are made by, another scene where there is one.
    """

    quarter: float
    others: float | None = None

    @property
    def decisive(self) -> float:
        """What tells better from worse."""
        return self.quarter if self.others is None else self.others


def withheld(errors: Sequence[tuple[Material, float]]) -> Withheld:
    """Return the scores of mean squared errors, each of one tile of a pair."""
    quarter = [error for material, error in errors if not material.whole]
    others = [error for material, error in errors if material.whole]
    return Withheld(decibels(quarter), decibels(others) if others else None)


def run_crops(network: LiveNetwork, material: Material, rgb: Tensor, raw: Tensor, state: GlobalState,
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


def _repeated(conditions: Conditions, count: int) -> Conditions:
    return Conditions(**{name: value.expand(count, *value.shape[1:]) for name, value in vars(conditions).items()})


def looked_at(network: LiveNetwork, materials: Sequence[Material], trust: Confidence | None = None) -> Withheld:
    """Score the middles of the withheld tiles, which is quick."""
    errors: list[tuple[Material, float]] = []
    with torch.inference_mode():
        for material in materials:
            thumbnail = F.adaptive_avg_pool2d(material.small[None], network.thumbnail_side)
            state = network.global_state(thumbnail, material.conditions, trust)
            down, across = min(LOOKED_AT, material.tile_height), min(LOOKED_AT, material.tile_width)
            for top, left in material.tiles(withheld=True):
                y = top + (material.tile_height - down) // 4 * 2
                x = left + (material.tile_width - across) // 4 * 2
                rgb, raw = material.cut(y, x, down, across)
                window = Window(y, x, material.height, material.width)
                predicted, target = run_crops(network, material, rgb, raw, state, window)
                error = (predicted.clamp(0, 1) - target)[..., CUT:-CUT, CUT:-CUT]
                errors.append((material, float(error.square().mean())))
    return withheld(errors)


def whole_scores(isp: ISP, materials: Sequence[Material]) -> Withheld:
    """Score the whole of the withheld tiles, run as the program runs them."""
    errors: list[tuple[Material, float]] = []
    for material in materials:
        source = material.rgb if material.direction == "inverse" else material.raw
        if material.reduced:
            errors += [(material, error) for error in _reduced_errors(isp, material)]
            continue
        truth = material.raw if material.direction == "inverse" else material.rgb
        tiled = isp.tiled(source, material.conditions)
        for top, left in material.tiles(withheld=True):
            region = (top, left, material.tile_height, material.tile_width)
            predicted = np.clip(tiled.region(source, region), 0, 1)
            errors.append((material, squared_error(predicted, truth[top : top + region[2], left : left + region[3]])))
    return withheld(errors)


def _reduced_errors(isp: ISP, material: Material) -> list[float]:
    network = isp.network
    assert isinstance(network, LiveNetwork)
    errors = []
    with torch.inference_mode():
        thumbnail = F.adaptive_avg_pool2d(material.small[None], network.thumbnail_side)
        state = network.global_state(thumbnail, material.conditions, isp.confidence)
        for top, left in material.tiles(withheld=True):
            rgb, raw = material.cut(top, left, material.tile_height, material.tile_width)
            predicted, target = run_crops(network, material, rgb, raw, state,
                                     Window(top, left, material.height, material.width))
            errors.append(float((predicted.clamp(0, 1) - target).square().mean()))
    return errors


def polynomial_scores(fitted: Polynomial, materials: Sequence[Material]) -> Withheld:
    """Score a fitted polynomial on the withheld tiles."""
    errors = []
    for material in materials:
        predicted, truth = polynomial_result(fitted, material)
        for top, left in material.tiles(withheld=True):
            part = np.s_[top : top + material.tile_height, left : left + material.tile_width]
            errors.append((material, squared_error(predicted[part], truth[part])))
    return withheld(errors)


def shown_of(materials: Sequence[Material]) -> Material:
    """Return the pair that pictures of the progress are made of: one that is withheld whole, where there is one."""
    return next((material for material in materials if material.whole), materials[0])


def telling_piece(material: Material) -> tuple[int, int, int, int]:
    """Return (top, left, height, width) of the piece of a withheld tile in which most is to be seen.

    Most: colors, and half as much brightness, differ most from place to place, and little of it is white or black.
    """
    down, across = (min(side, 2 * LOOKED_AT) for side in (material.tile_height, material.tile_width))
    best, found = -1.0, (0, 0)
    for top, left in material.tiles(withheld=True):
        for y in _steps(top, material.tile_height, down):
            for x in _steps(left, material.tile_width, across):
                part = material.rgb[y : y + down, x : x + across]
                small = cv2.resize(part, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
                held = (small.max(2) < 0.98) & (small.max(2) > 0.04)
                colors = small - small.mean(2, keepdims=True)
                seen = float((colors.std((0, 1)).sum() + 0.5 * small.mean(2).std()) * held.mean())
                if seen > best:
                    best, found = seen, (y, x)
    return *found, down, across


def _steps(start: int, side: int, piece: int) -> range:
    """Return the even places at which pieces of a tile's side begin, half a piece apart, the last one included."""
    room = side - piece
    count = -(-2 * room // piece) if room else 0
    return range(start, start + 1) if not count else range(start, start + room + 1, max(2, room // count // 2 * 2))


def pictures(network: LiveNetwork, material: Material, trust: Confidence | None = None) -> list[Picture]:
    """Return [prediction, truth] of the most telling withheld piece as sRGB, for the user to look at."""
    y, x, down, across = telling_piece(material)
    rgb, raw = material.cut(y, x, down, across)
    with torch.inference_mode():
        thumbnail = F.adaptive_avg_pool2d(material.small[None], network.thumbnail_side)
        state = network.global_state(thumbnail, material.conditions, trust)
        both = run_crops(network, material, rgb, raw, state, Window(y, x, material.height, material.width))
        if material.direction == "inverse":
            conditions = material.conditions
            cells = both if material.reduced else [network.binned(part, conditions) for part in both]
            both = tuple(torch.from_numpy(srgb_encode(balanced_linear(part, conditions).clamp(0, 1).numpy()))
                         for part in cells)  # type: ignore[assignment]
    return [(part[0].permute(1, 2, 0).clamp(0, 1) * 255).round().byte().numpy() for part in both]
