"""Adapters for cameras whose look was measured: fitted to simulated photos of that camera, judged by others of it.

A simulated photo of a camera has its matrix, white balance presets and noise as measured, and the tone curve that was
measured of the camera, or else of its maker; what no table has (exposure headroom, sharpening, the maker's color) is
drawn at random, as for any camera. Pictures to judge by are those of the test split.
"""

from __future__ import annotations

import datetime
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from paramisp_core.camera.database import camera_named, tone_curves
from paramisp_core.camera.look import look_change, measured_curve_name
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.errors import UserError
from paramisp_core.networks.adapters import AdapterFit, adapted
from paramisp_core.networks.checkpoints import ALIASES, DIRECTIONS, ModelCard, save_adapter
from paramisp_core.networks.compact import CompactNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.losses import loss_between
from paramisp_core.training.metrics import psnr
from paramisp_core.training.scenes import SceneSource, load_sources
from paramisp_core.training.simulate import random_scene, scene_files
from paramisp_core.training.train import run_crop
from paramisp_core.training.virtual_camera import Exposure, Style, random_style, take_photo

CAMERAS = ("Nikon D7000", "Nikon D90", "Nikon D40", "Sony ILCE-7RM3", "Nikon D5100", "Nikon D7200", "Nikon D750",
           "Nikon D800", "Canon EOS 5D Mark II", "Canon EOS 6D", "Fujifilm X100S")
"""Those of ParamISP's five that are in the database, and every camera whose own tone curve was measured."""

_SIZE = 192
_PHOTOS, _HELD = 96, 24
_BATCH, _CROP = 8, 64
_RATE = 1e-2
_LEAD = 0.1  # dB by which an adapter must be ahead, of everything that needs none


@dataclass(frozen=True)
class Adapted:
    """What came of one camera and direction. scores: method -> measure -> PSNR in dB on other photos of the camera."""

    camera: str
    curve: str
    direction: str
    adapter: dict[str, Tensor]
    scores: dict[str, dict[str, float]]
    steps: int
    seconds: float

    @property
    def wins(self) -> bool:
        """True when it is ahead of the network it changes, with and without the measured curve, as is."""
        rivals = [score["as is"] for name, score in self.scores.items() if name != "adapter"]
        return self.scores["adapter"]["as is"] > max(rivals) + _LEAD


def camera_style(camera: CameraProfile, curve: str, rng: np.random.Generator) -> Style:
    """Draw what no table has of a camera; its curve is the measured one under a slight setting of contrast."""
    nodes = tone_curves()[curve]
    x = np.linspace(0, 1, 1024)
    shown = np.interp(x, nodes[:, 0], np.maximum.accumulate(nodes[:, 1]))
    bent = (shown / shown[-1]) ** np.exp(rng.normal(0, 0.04))
    style = random_style(rng)
    while style.small_sensor:  # all cameras whose curve was measured have a large one
        style = random_style(rng)
    return replace(style, camera=camera, curve=bent.astype(np.float32))


def camera_photos(camera: CameraProfile, curve: str, sources: list[SceneSource], count: int,
                  seed: Sequence[int]) -> list[Exposure]:
    """Return simulated photos of one camera, each with other settings, light and what is drawn."""
    photos = []
    for number in range(count):
        rng = np.random.default_rng([*seed, number])
        photos.append(take_photo(random_scene(sources, rng, _SIZE), camera_style(camera, curve, rng), rng))
    return photos


def fit_adapter(trunk: InverseISP | ForwardISP, photos: PairDataset, steps: int, seed: int = 42) -> dict[str, Tensor]:
    """Fit an adapter of a trunk, trusted as it is, to photos of one camera."""
    assert isinstance(trunk.network, CompactNetwork)
    fit = AdapterFit(trunk.network)
    rng = np.random.default_rng(seed)
    parameters = fit.parameters()
    optimizer = torch.optim.Adam(parameters, lr=_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    direction = trunk.card.direction
    for _ in range(steps):
        batch = photos.batch(rng.integers(0, len(photos), _BATCH), _CROP, rng)
        predicted, state = run_crop(fit.network, batch, trunk.confidence)
        target = batch.clean if direction == "inverse" else batch.rgb
        loss = loss_between(direction, predicted[..., 2:-2, 2:-2], target[..., 2:-2, 2:-2], state)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
    return fit.adapter()


def adapter_scores(trunk: InverseISP | ForwardISP, adapter: dict[str, Tensor], camera: CameraProfile,
                   photos: PairDataset) -> dict[str, dict[str, float]]:
    """Score the trunk, the trunk with the camera's measured curve laid over it, and the adapter."""
    assert isinstance(trunk.network, CompactNetwork)
    own = replace(trunk, network=adapted(trunk.network, adapter))
    nobody = replace(camera, name="any camera", make="nobody")
    inverse = trunk.card.direction == "inverse"
    found: dict[str, dict[str, list[float]]] = {}
    for index in range(len(photos)):
        pair = photos.pair(index)
        conditions = photos.conditions(np.array([index]))
        source, truth = (pair.photo.rgb, pair.raw.mosaic) if inverse else (pair.raw.mosaic, pair.photo.rgb)
        results = {"network": _run(trunk, source, conditions), "adapter": _run(own, source, conditions)}
        look = look_change(nobody, camera, None if inverse else results["network"])
        if look is not None and inverse:  # as a camera of the mean curve would have shown it
            bent = np.interp(source, look.becomes, look.shown).astype(np.float32)
            results["network, measured curve"] = _run(trunk, bent, conditions)
        elif look is not None:
            results["network, measured curve"] = look.applied(results["network"])
        for name, predicted in results.items():
            score = found.setdefault(name, {})
            score.setdefault("as is", []).append(psnr(predicted, truth))
            if inverse:
                score.setdefault("one gain removed", []).append(psnr(predicted, truth, fit_gain=True))
    return {name: {measure: round(float(np.mean(values)), 2) for measure, values in score.items()}
            for name, score in found.items()}


def _run(isp: InverseISP | ForwardISP, source: NDArray[np.float32], conditions: Conditions) -> NDArray[np.float32]:
    return np.clip(isp.tiled(source, conditions).region(source), 0, 1)


def adapt_camera(name: str, folder: Path, steps: int, photos: int, seed: int) -> list[Adapted]:
    """Fit both directions' adapters of one camera. Raises UserError when nothing is known of its look."""
    camera = camera_named(name)
    curve = measured_curve_name(camera)
    if curve is None:
        raise UserError(f"No tone curve was measured of the {camera.name} or its maker.")
    cv2.setNumThreads(1)
    made = {}
    for split, count in (("train", photos), ("test", _HELD)):
        sources = load_sources(*scene_files(folder, split))
        made[split] = PairDataset.of(camera_photos(camera, curve, sources, count, (seed, split == "test")))
    results = []
    for direction in DIRECTIONS:
        began = time.monotonic()
        trunk = load_isp(direction, device="cpu")
        adapter = fit_adapter(trunk, made["train"], steps, seed)
        scores = adapter_scores(trunk, adapter, camera, made["test"])
        results.append(Adapted(camera.name, curve, direction, adapter, scores, steps, time.monotonic() - began))
    return results


def _worker(job: tuple[str, Path, int, int, int]) -> list[Adapted]:
    torch.set_num_threads(1)
    return adapt_camera(*job)


def adapt(names: Sequence[str], folder: Path, output: Path, steps: int, photos: int = _PHOTOS, seed: int = 42,
          workers: int = 1, everything: bool = False) -> list[Adapted]:
    """Fit adapters of cameras, print what each scores, and write those that win (or everything) to a folder.

    An adapter that loses and lies there from before is removed. Raises UserError for a camera of which no curve is
    known, before anything is fitted.
    """
    cameras = [camera_named(name) for name in names]
    for camera in cameras:
        if measured_curve_name(camera) is None:
            raise UserError(f"No tone curve was measured of the {camera.name} or its maker.")
    jobs = [(camera.name, folder, steps, photos, seed) for camera in cameras]
    results: list[Adapted] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for found in (pool.map(_worker, jobs) if workers > 1 else map(adapt_camera, *zip(*jobs))):
            for one in found:
                results.append(one)
                kept = one.wins or everything
                place = output / f"{_slug(one.camera)}-{one.direction}"
                if kept:
                    save_adapter(one.adapter, place, _card(one, photos))
                else:
                    for suffix in (".safetensors", ".json"):
                        place.with_suffix(suffix).unlink(missing_ok=True)
                print(_line(one) + ("" if kept else "; not kept"), flush=True)
    return results


def _line(one: Adapted) -> str:
    scores = ", ".join(f"{name} {' / '.join(f'{value:.2f}' for value in score.values())}"
                       for name, score in one.scores.items())
    return f"{one.camera}, {one.direction}: {scores} dB; {one.seconds:.0f} s"


def _card(one: Adapted, photos: int) -> ModelCard:
    trunk = load_isp(one.direction, device="cpu")
    own = one.curve == one.camera
    curve = "tone curve" if own else f"the tone curve measured of its maker ({one.curve})"
    return ModelCard(
        name="", direction=one.direction, architecture="adapter",  # type: ignore[arg-type]
        trained_on=f"{photos} simulated photos of the {one.camera} with its measured color matrix, white balance "
                   f"presets, noise and {curve}; a change to {ALIASES[one.direction]}",
        data_license="weights: Apache-2.0, the project's own", steps=one.steps,
        scores={f"{_HELD} other simulated photos of it": one.scores},
        limits=(("" if own else "The tone curve is its maker's, not its own. ")
                + "Fitted to simulated photos; real ones of this camera were not seen.",),
        date=datetime.date.today().isoformat(), camera=one.camera, base=trunk.card.name, base_sha256=trunk.card.sha256,
        confidence=asdict(trunk.confidence), shot_ranges=trunk.card.shot_ranges)


def _slug(camera: str) -> str:
    return camera.lower().replace(" ", "-")

