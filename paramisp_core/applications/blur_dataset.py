"""A data set of blurred and sharp pairs in GoPro's layout: which pairs, made by several processes, resumable."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from paramisp_core.applications.blur import BlurSettings, blurred_pair
from paramisp_core.applications.noise import noise_model
from paramisp_core.camera.database import noise_profile
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.models import CameraModels
from paramisp_core.errors import UserError
from paramisp_core.files.atomic import replacing
from paramisp_core.files.export import export_image
from paramisp_core.files.opening import open_photo
from paramisp_core.progress import Progress, section

FRAME_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".heic", ".bmp")
_ISO_RANGE = (100.0, 3200.0)  # where neither the frames nor the user say one
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Order:
    """What data set is wanted; see ``paramisp blur-dataset --help``.

    noise_iso: range to draw from, None: the frames' own. saturation: range to draw from. camera, shot: instead of what
    the frames say.
    """

    source: Path
    output: Path
    frames: int = 11
    step: int = 11
    split: str = "train"
    noise: bool = True
    noise_iso: tuple[float, float] | None = None
    noise_camera: str | None = None
    saturation: tuple[float, float] = (0.0, 0.5)
    anchored: bool = True
    seed: int = 1
    camera: CameraProfile | None = None
    shot: ShotSettings = field(default_factory=ShotSettings)
    checkpoint: str | None = None
    forward_checkpoint: str | None = None
    device: str = "auto"

    @property
    def settings(self) -> dict[str, Any]:
        """What the pairs depend on, in JSON's types; another value makes another data set."""
        return {
            "source": str(self.source.resolve()), "frames": self.frames, "step": self.step, "split": self.split,
            "noise": self.noise, "noise_iso": None if self.noise_iso is None else list(self.noise_iso),
            "noise_camera": self.noise_camera, "saturation": list(self.saturation), "anchored": self.anchored,
            "seed": self.seed, "camera": None if self.camera is None else self.camera.name,
            "iso": self.shot.iso, "exposure_time": self.shot.exposure_time, "f_number": self.shot.f_number,
            "focal_length": self.shot.focal_length,
            "checkpoint": self.checkpoint, "forward_checkpoint": self.forward_checkpoint,
        }


@dataclass(frozen=True)
class Pair:
    """One pair to make: its frames and where it goes, relative to the data set's folder."""

    sequence: str
    number: int
    frames: tuple[Path, ...]
    blur: str
    sharp: str


@dataclass(frozen=True)
class Done:
    """How many pairs were made, how many were there already, of how many sequences; what the user should know."""

    made: int
    kept: int
    sequences: int
    warnings: tuple[str, ...] = ()


def make_dataset(order: Order, jobs: int = 1, progress: Progress | None = None) -> Done:
    """Make the data set, or what is missing of it; ``manifest.json`` is written when all is there.

    Raises UserError for folders without enough frames, for a folder that holds another data set, and for frames that
    cannot be read. Every file is whole; after an interruption the same call goes on.
    """
    pairs, sequences, warnings = find_pairs(order)
    if order.noise and order.noise_camera not in (None, "median"):
        noise_model(order.noise_camera, 100.0)  # refused before the work, not in it
    order.output.mkdir(parents=True, exist_ok=True)
    _claim(order)
    facts = {pair: order.output / f".{pair.sequence}-{pair.number:06d}.json.part" for pair in pairs}
    missing = [pair for pair in pairs if not _is_there(order, pair, facts[pair])]
    report = section(progress, 1 - len(missing) / len(pairs), 1.0)
    for count, (pair, how) in enumerate(_made(order, missing, jobs), 1):
        facts[pair].write_text(json.dumps(how), "utf-8")
        if report is not None:
            report(count / len(missing))
    _finish(order, pairs, facts)
    return Done(len(missing), len(pairs) - len(missing), sequences, warnings)


def find_pairs(order: Order) -> tuple[list[Pair], int, tuple[str, ...]]:
    """Return the pairs of all sequences, how many sequences, and sentences about those too short. Raises UserError."""
    if not order.source.is_dir():
        raise UserError(f"{order.source} is not a folder of frames.")
    inside = order.output.resolve()
    folders = [one for one in (order.source, *sorted(order.source.rglob("*"))) if one.is_dir()
               and not one.resolve().is_relative_to(inside)]
    pairs: list[Pair] = []
    short: list[str] = []
    taken: dict[str, Path] = {}
    for place in folders:
        frames = sorted(one for one in place.iterdir()
                        if one.suffix.lower() in FRAME_SUFFIXES and not one.name.startswith("."))
        if not frames:
            continue
        name = "_".join(place.relative_to(order.source).parts) or place.resolve().name
        if name in taken:
            raise UserError(f"{taken[name]} and {place} would both become the sequence {name}: rename one.")
        taken[name] = place
        if len(frames) < order.frames:
            short.append(f"{place}: left out, {len(frames)} frames are less than the {order.frames} of a pair.")
            continue
        for number, first in enumerate(range(0, len(frames) - order.frames + 1, order.step), 1):
            blur, sharp = (f"{order.split}/{name}/{kind}/{number:06d}.png" for kind in ("blur", "sharp"))
            pairs.append(Pair(name, number, tuple(frames[first:first + order.frames]), blur, sharp))
    if not pairs:
        raise UserError(short[0] if short else f"There are no frames ({', '.join(FRAME_SUFFIXES)}) in {order.source}.")
    return pairs, len({pair.sequence for pair in pairs}), tuple(short)


def draw(order: Order, pair: Pair, frame_iso: float | None) -> tuple[float, float, np.random.Generator]:
    """Return (strength of saturation, noise ISO, generator of the noise) of a pair: by seed and name alone."""
    name = hashlib.sha256(f"{pair.sequence}/{pair.number}".encode()).digest()
    rng = np.random.default_rng([order.seed, int.from_bytes(name[:8], "big")])
    saturation = float(rng.uniform(*order.saturation))
    low, high = order.noise_iso or ((frame_iso, frame_iso) if frame_iso is not None else _ISO_RANGE)
    return saturation, float(np.exp(rng.uniform(np.log(low), np.log(high)))), rng


def make_pair(order: Order, pair: Pair, models: CameraModels) -> dict[str, Any]:
    """Make and write one pair; return how it was made, for the manifest. Raises UserError."""
    photos = [open_photo(frame, camera=order.camera, shot=order.shot) for frame in pair.frames]
    middle = photos[len(photos) // 2]
    saturation, iso, rng = draw(order, pair, middle.shot.iso)
    noise, whose = None, "none"
    if order.noise:
        name = order.noise_camera
        if name is None and noise_profile(middle.camera.name, iso) is not None:
            name = middle.camera.name
        noise, whose = noise_model(None if name == "median" else name, iso)
    settings = BlurSettings(saturation, noise, iso if order.noise else None, order.anchored)
    blurred, sharp = blurred_pair(photos, settings, models.inverse(middle.camera), models.forward(middle.camera), rng)
    shot = middle.shot.with_value("iso", iso) if order.noise else middle.shot
    for picture, place, note in ((sharp, pair.sharp, "the middle frame"),
                                 (blurred, pair.blur, f"blur synthesized in linear RAW from {len(photos)} frames")):
        target = order.output / place
        target.parent.mkdir(parents=True, exist_ok=True)
        export_image(picture, target, orientation=middle.orientation, shot=shot if picture is blurred else middle.shot,
                     camera=middle.camera, notes=(note,))
    return {"blur": pair.blur, "sharp": pair.sharp, "frames": [frame.name for frame in pair.frames],
            "sequence": pair.sequence, "camera": middle.camera.name, "saturation": round(saturation, 4),
            "noise_iso": round(iso, 1) if order.noise else None, "noise_of": whose}


# ---- the folder

def _claim(order: Order) -> None:
    """Write the settings down, or see that they are those the folder was begun with. Raises UserError."""
    manifest, begun = order.output / MANIFEST, order.output / f".{MANIFEST}.part"
    for path in (manifest, begun):
        if path.exists():
            try:
                before = json.loads(path.read_text("utf-8"))["settings"]
            except (ValueError, KeyError, TypeError) as error:
                raise UserError(f"{path} is not a manifest of this program: choose another folder.") from error
            differing = [key for key, value in order.settings.items() if before.get(key) != value]
            if differing:
                raise UserError(f"{order.output} holds a data set made with other settings ({', '.join(differing)}): "
                                "choose another folder, or the same settings to go on.")
            return
    if any(order.output.iterdir()):
        raise UserError(f"{order.output} is not empty and holds no data set of this program: choose another folder.")
    with replacing(begun) as temporary:
        temporary.write_text(json.dumps({"settings": order.settings}), "utf-8")


def _is_there(order: Order, pair: Pair, facts: Path) -> bool:
    written = (order.output / pair.blur).is_file() and (order.output / pair.sharp).is_file()
    return written and (facts.is_file() or (order.output / MANIFEST).is_file())


def _finish(order: Order, pairs: Sequence[Pair], facts: dict[Pair, Path]) -> None:
    """Write the manifest of all pairs and remove the notes of each."""
    manifest = order.output / MANIFEST
    known: dict[str, Any] = {}
    if manifest.is_file():
        known = {one["blur"]: one for one in json.loads(manifest.read_text("utf-8"))["pairs"]}
    listed = [json.loads(facts[pair].read_text("utf-8")) if facts[pair].is_file() else known[pair.blur]
              for pair in pairs]
    with replacing(manifest) as temporary:
        temporary.write_text(json.dumps({
            "kind": "blurred and sharp pairs", "made_by": "paramisp blur-dataset", "settings": order.settings,
            "pairs": listed}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for path in (*facts.values(), order.output / f".{MANIFEST}.part"):
        path.unlink(missing_ok=True)


# ---- the processes

_worker: dict[str, Any] = {}


def _made(order: Order, pairs: Sequence[Pair], jobs: int) -> Iterator[tuple[Pair, dict[str, Any]]]:
    """Make the pairs, in this process or in several; yield each as it is done."""
    if jobs == 1 or len(pairs) < 2:
        models = CameraModels(order.checkpoint, order.forward_checkpoint, order.device)
        for pair in pairs:
            yield pair, make_pair(order, pair, models)
        return
    pool = ProcessPoolExecutor(min(jobs, len(pairs)), mp_context=multiprocessing.get_context("spawn"),
                               initializer=_start_worker, initargs=(order, jobs))
    todo = iter(pairs)
    running: dict[Future[dict[str, Any]], Pair] = {}
    try:
        for pair in islice(todo, 2 * jobs):
            running[pool.submit(_work, pair)] = pair
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
            for pair in islice(todo, len(finished)):
                running[pool.submit(_work, pair)] = pair
    except BrokenProcessPool:
        raise UserError("One of the processes ended early, perhaps for want of memory: use fewer --jobs.") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start_worker(order: Order, jobs: int) -> None:
    import torch

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the first process, which ends this one
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // jobs))
    _worker["order"] = order
    _worker["models"] = CameraModels(order.checkpoint, order.forward_checkpoint, order.device)


def _work(pair: Pair) -> dict[str, Any]:
    return make_pair(_worker["order"], pair, _worker["models"])
