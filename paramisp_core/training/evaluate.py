"""``paramisp evaluate``: score a network against the closed forms, on simulated and on real pairs."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import ModelCard, save_network
from paramisp_core.networks.compact import SHOT_FIELDS, CompactNetwork, Confidence, with_unknown
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.cfa import mosaic
from paramisp_core.training.closed_forms import RENDER, UNRENDER
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.real_pairs import RealPair, find_pairs
from paramisp_core.training.train import load_state, network_of
from paramisp_core.training.virtual_camera import trained_ranges

Array = NDArray[np.float32]
Score = dict[str, float]
_BORDER = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``paramisp evaluate``."""
    parser.add_argument("--direction", choices=["inverse", "forward"], required=True)
    parser.add_argument("--checkpoint", help="name or file (default: the shipped network of that direction)")
    parser.add_argument("--state", type=Path, help="a training state (.pt) instead of a checkpoint")
    parser.add_argument("--data", type=Path, help="simulated test pairs, written by 'simulate --split test'")
    parser.add_argument("--pairs", type=Path, help="folder of real RAW+JPEG pairs")
    parser.add_argument("--confidence", help="tone,color,grid,local, each 0..1 (default: the card's)")
    parser.add_argument("--ship", type=Path, help="write the network with these scores as .safetensors and card")
    parser.add_argument("--trained-on", default="pairs simulated by 'paramisp simulate'",
                        help="for the card of --ship")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the scores; with --ship write the checkpoint."""
    isp, steps = _isp(args)
    if args.confidence:
        try:
            isp = type(isp)(isp.network, isp.card, isp.device, "",
                            Confidence(*(float(v) for v in args.confidence.split(","))))
        except (TypeError, ValueError):
            raise UserError("--confidence takes four numbers: tone,color,grid,local.") from None
    scores: dict[str, Any] = {}
    if args.data:
        scores["simulated"] = simulated_scores(isp, PairDataset(args.data))
    if args.pairs:
        pairs = find_pairs(args.pairs)
        found = {f"real {pair.name}": real_scores(isp, pair) for pair in pairs}
        scores |= {name: score for name, score in found.items() if score}
    if not scores:
        raise UserError("Say what to evaluate on: --data and/or --pairs.")
    print(json.dumps(scores, indent=1) if args.json else table(scores))
    if args.ship:
        card = ModelCard(
            name=args.ship.stem, direction=args.direction, architecture="compact", trained_on=args.trained_on,
            data_license="weights: Apache-2.0, the project's own", steps=steps, scores=scores,
            date=datetime.date.today().isoformat(), confidence=asdict(isp.confidence),
            shot_ranges=trained_ranges())
        save_network(isp.network, args.ship, card)
        print(f"wrote {args.ship}", file=sys.stderr)
    return 0


def _isp(args: argparse.Namespace) -> tuple[InverseISP | ForwardISP, int]:
    if args.state is None:
        isp = load_isp(args.checkpoint or args.direction, direction=args.direction, device="cpu")
        return isp, isp.card.steps
    state = load_state(args.state)
    if state["direction"] != args.direction:
        raise UserError(f"{args.state} was trained in the other direction.")
    network = network_of(state)
    kind = InverseISP if args.direction == "inverse" else ForwardISP
    card = ModelCard(name=args.state.stem, direction=args.direction, architecture="compact", steps=state["step"])
    return kind(network, card, torch.device("cpu")), state["step"]


# Simulated pairs ----------------------------------------------------------------------------------------------


def simulated_scores(isp: InverseISP | ForwardISP, data: PairDataset) -> dict[str, Score]:
    """Return the mean of per-photo PSNRs of the closed forms and of the network, on whole simulated photos.

    Inverse: noisy RAW mosaic as reference, prediction clipped to 0..1, "as is" and after one gain is removed.
    Forward: sRGB.
    """
    inverse = isp.card.direction == "inverse"
    results: dict[str, list[tuple[float, float]]] = {}
    for i in range(len(data)):
        batch = data.batch(np.array([i]))
        raw, rgb = batch.raw[0, 0].numpy(), batch.rgb[0].permute(1, 2, 0).contiguous().numpy()
        known, unknown = batch.conditions, with_unknown(batch.conditions, SHOT_FIELDS)
        gains, matrix = known.white_balance[0].double().numpy(), known.color_matrix[0].double().numpy()
        source, truth = (rgb, raw) if inverse else (raw, rgb)
        predictions: dict[str, Array] = {}
        for name in UNRENDER if inverse else RENDER:
            predictions[name] = closed_inverse(name, rgb, gains, matrix) if inverse else \
                closed_forward(name, raw, gains, matrix)
        for name, conditions in (("network", known), ("network, shot unknown", unknown)):
            predictions[name] = isp.tiled(source, conditions).region(source)
        for name, predicted in predictions.items():
            results.setdefault(name, []).append((psnr(predicted, truth), psnr(predicted, truth, fit_gain=True)))
    keys = ("as is", "one gain removed") if inverse else ("as is",)
    return {name: {key: round(float(np.mean([v[k] for v in values])), 2) for k, key in enumerate(keys)}
            for name, values in results.items()}


def closed_inverse(name: str, rgb: Array, gains: NDArray, matrix: NDArray) -> Array:
    """Return the RGGB mosaic that a closed form reconstructs from sRGB."""
    from paramisp_core.raw.cfa import CFA

    return mosaic(closed_camera_rgb(name, rgb, gains, matrix), CFA.RGGB)


def closed_camera_rgb(name: str, rgb: Array, gains: NDArray, matrix: NDArray) -> Array:
    """Return the unbalanced camera RGB (H, W, 3) that a closed form reconstructs from sRGB."""
    to_camera = np.diag(1 / gains) @ np.linalg.inv(matrix)
    return np.asarray(UNRENDER[name](rgb) @ to_camera.T.astype(np.float32), np.float32)


def closed_forward(name: str, raw: Array, gains: NDArray, matrix: NDArray) -> Array:
    """Return the sRGB picture a closed form renders of an RGGB mosaic (Malvar demosaicking)."""
    from paramisp_core.raw.demosaic import malvar_BCHW

    camera = malvar_BCHW(torch.from_numpy(raw)[None, None], torch.tensor([[[0, 1], [1, 2]]]))[0]
    balanced = np.clip(camera.permute(1, 2, 0).numpy() * gains.astype(np.float32), 0, 1)
    return RENDER[name](np.clip(balanced @ matrix.T.astype(np.float32), 0, 1))


# Real pairs ---------------------------------------------------------------------------------------------------


def real_scores(isp: InverseISP | ForwardISP, pair: RealPair) -> dict[str, Score]:
    """Return PSNRs on one real pair, without and with one global gain removed (forward: as is only)."""
    if isp.card.direction == "inverse":
        return _real_inverse(isp, pair)
    return _real_forward(isp, pair)


def _real_inverse(isp: InverseISP | ForwardISP, pair: RealPair) -> dict[str, Score]:
    photo, camera = pair.photo, pair.photo.camera
    gains, matrix = np.asarray(photo.white_balance), camera.color_matrix
    truth = pair.camera_rgb if pair.camera_rgb is not None else pair.raw.mosaic

    def finished(camera_rgb: Array) -> Array:
        return camera_rgb if pair.reduced else mosaic(camera_rgb, camera.cfa)

    predictions = {name: finished(closed_camera_rgb(name, photo.rgb, gains, matrix)) for name in UNRENDER}
    for name, shot in (("network", photo.shot), ("network, shot unknown", type(photo.shot)())):
        conditions = Conditions.of(shot, camera.cfa, gains, matrix)
        tiled = isp.tiled(photo.rgb, conditions)
        if pair.reduced:
            predictions[name] = _camera_rgb(tiled, photo.rgb)
        else:
            predictions[name] = tiled.region(photo.rgb)
    return {name: {"as is": round(psnr(p, truth), 2), "one gain removed": round(psnr(p, truth, fit_gain=True), 2)}
            for name, p in predictions.items()}


def _camera_rgb(tiled: Any, rgb: Array) -> Array:
    from paramisp_core.engine.tiles import to_tensor
    from paramisp_core.networks.compact import Window

    height, width = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
    with torch.inference_mode():
        out = tiled.network.camera_rgb(to_tensor(rgb[:height, :width]), tiled.state, tiled.conditions,
                                       Window(0, 0, height, width))
    return np.asarray(out[0].permute(1, 2, 0).numpy())


def _real_forward(isp: InverseISP | ForwardISP, pair: RealPair) -> dict[str, Score]:
    if pair.reduced:
        return {}
    photo, raw = pair.photo, pair.raw
    from paramisp_core.raw.develop import linear_srgb

    linear = np.clip(linear_srgb(raw), 0, 1)
    predictions = {name: curve(linear) for name, curve in RENDER.items()}
    for name, shot in (("network", photo.shot), ("network, shot unknown", type(photo.shot)())):
        conditions = Conditions.of(shot, raw.cfa, raw.white_balance, raw.color_matrix)
        predictions[name] = isp.tiled(raw.mosaic, conditions).region(raw.mosaic)
    return {name: {"as is": round(psnr(p, photo.rgb), 2)} for name, p in predictions.items()}


# Measures -----------------------------------------------------------------------------------------------------


def psnr(predicted: Array, truth: Array, fit_gain: bool = False) -> float:
    """Return the PSNR in dB against peak 1; prediction clipped to 0..1, a border of 2 pixels left out.

    ``fit_gain`` first removes one global gain (least squares), which no JPEG tells.
    """
    cut = slice(_BORDER, -_BORDER)
    p, t = predicted[cut, cut].astype(np.float64), truth[cut, cut].astype(np.float64)
    if fit_gain:
        p = p * (float((p * t).sum()) / max(float((p * p).sum()), 1e-12))
    error = float(np.mean((np.clip(p, 0, 1) - t) ** 2))
    return float(10 * np.log10(1 / max(error, 1e-12)))


def table(scores: dict[str, dict[str, Score]]) -> str:
    """Return the scores as aligned text."""
    lines: list[str] = []
    for part, methods in scores.items():
        if methods:
            lines.append(f"{part} (PSNR, dB)")
            lines += [f"  {name:24}" + "  ".join(f"{key} {value:6.2f}" for key, value in score.items())
                      for name, score in methods.items()]
    return "\n".join(lines)


def alive_share(network: CompactNetwork, run_batch: Callable[[], Any]) -> float:
    """Return the share of LocalNet's head units whose output varies over a batch (a dead one is constant)."""
    seen: list[torch.Tensor] = []
    hook = network.local_net.head.register_forward_hook(lambda _m, _i, out: seen.append(out.detach()))
    try:
        run_batch()
    finally:
        hook.remove()
    spread = torch.cat([o.transpose(0, 1).flatten(1) for o in seen], 1).std(1)
    return float((spread > 1e-3).float().mean())
