"""``paramisp simulate``: virtual cameras photograph scenes; the pairs are written as a data set."""

from __future__ import annotations

import argparse
import errno
import json
import multiprocessing
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import tone_curves
from paramisp_core.errors import UserError
from paramisp_core.files.dng import write_dng
from paramisp_core.files.opening import open_photo
from paramisp_core.progress import progress_bar
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.image import RawImage
from paramisp_core.training.dataset import SCALARS, pack_raw
from paramisp_core.training.photo_dataset import write_json
from paramisp_core.training.raw_programs import installed, rendered_by
from paramisp_core.training.scenes import SceneSource, inverse_curve_table, load_sources
from paramisp_core.training.virtual_camera import Exposure, random_style, take_photo

_CHUNK = 20
_MARGIN = 8  # pixels at each side of a RAW for other programs, which leave a border out: darktable 8, RawTherapee 4
_AT_ONCE = 200  # RAWs that a program is given in one run
_KINDS = {"photo": 0.6, "panorama": 0.28, "linear": 0.12}  # share of each kind of scene
_sources: list[SceneSource] = []


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``paramisp simulate``."""
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the new data set")
    parser.add_argument("--photos", type=int, default=1500, help="how many pairs (default 1500)")
    parser.add_argument("--size", type=int, default=256, help="side of a photo in pixels, even (default 256)")
    parser.add_argument("--seed", type=int, default=1,
                        help="of all that is drawn; each pair by it and its number (default 1)")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1), metavar="N",
                        help="processes (default: one less than there are cores)")
    parser.add_argument("--sources", type=Path, default=os.environ.get("PARAMISP_DATA"),
                        help="folder with photos/, hdri/ and raw/ to cut scenes from (default $PARAMISP_DATA)")
    parser.add_argument("--programs", type=float, default=0.0, metavar="SHARE",
                        help="let darktable, RawTherapee and LibRaw, as far as installed, render this share of the "
                             "RAWs in place of the virtual camera's own processor (0..1, default 0)")
    parser.add_argument("--lossless", action="store_true",
                        help="leave the pictures as they were before they became JPEGs, for train --stage dequantize")
    parser.add_argument("--split", choices=["train", "test"], default="train",
                        help="test uses pictures that train never sees")


def run(args: argparse.Namespace) -> int:
    """Simulate a data set."""
    if args.sources is None:
        raise UserError("Say where scenes come from: --sources FOLDER, or set PARAMISP_DATA.")
    if args.size < 64 or args.size % 2:
        raise UserError("--size must be an even number of at least 64.")
    if args.photos < 1 or args.workers < 1:
        raise UserError("--photos and --workers must be at least 1.")
    if not 0 <= args.programs <= 1:
        raise UserError("--programs is a share from 0 to 1.")
    if args.lossless and args.programs:
        raise UserError("--lossless goes without --programs: other programs are read by the JPEGs they write.")
    made = simulate(args.output, args.sources, args.photos, args.size, args.seed, args.split, args.workers,
                    args.programs, args.lossless)
    print(f"{args.output}: {args.photos} pairs of {args.size} pixels" if made else
          f"{args.output} holds these {args.photos} pairs already")
    return 0


def scene_files(folder: Path, split: str) -> tuple[list[Path], list[Path], list[Path]]:
    """Return (photos, panoramas, raws) of one split; every fifth picture of a kind belongs to the test split.

    Charts and the RAW+JPEG pairs are left out: they are what results are checked on.
    """
    groups = ([*folder.glob("photos/*.jpg")], [*folder.glob("hdri/*.hdr")], [*folder.glob("raw/*9231.DNG")])
    chosen = tuple(
        [p for i, p in enumerate(sorted(group)) if (i % 5 == 4) == (split == "test")] for group in groups)
    return chosen[0], chosen[1], chosen[2]


def simulate(output: Path, sources: Path, photos: int, size: int, seed: int, split: str, workers: int,
             programs: float = 0.0, lossless: bool = False) -> bool:
    """Write ``photos`` simulated pairs to ``output``, whole or not at all; return False where they are there already.

    programs: share of the photos whose RAW another program renders, see raw_programs.py. lossless: the pictures are
    those before they became JPEGs. Raises UserError when ``sources`` has no picture that can be read, and when
    ``output`` holds another data set.
    """
    files = scene_files(sources, split)
    if not any(files):
        raise UserError(f"{sources} has no photos/*.jpg, hdri/*.hdr or raw/*9231.DNG of the {split} split.")
    manifest = {
        "kind": "simulated pairs", "photos": photos, "size": size, "seed": seed, "split": split, "cfa": "RGGB",
        "programs": programs, "lossless": lossless, "scenes": [path.name for group in files for path in group]}
    if (output / "manifest.json").exists():
        if _known(output) == manifest:
            return False
        raise UserError(f"{output} holds another data set; choose another folder, or delete that one.")
    missing = [one for one in (output, *output.parents) if not one.exists()]
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{output} cannot be made: {error.strerror}.") from None
    parts = {name: output / f".{name}.part" for name in ("rgb", "raw", "clean", "facts")}
    try:
        _write(parts, manifest, files, workers)
        for name, part in parts.items():
            part.replace(output / (f"{name}.npz" if name == "facts" else f"{name}.npy"))
        write_json(output / "manifest.json", manifest)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
        with suppress(OSError):  # they hold something
            for one in missing:
                one.rmdir()
    return True


def _known(output: Path) -> Any:
    try:
        return json.loads((output / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _room(part: Path, kind: type, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return an array in a file that has its place on the disk: where that is full, writing to a map would be fatal."""
    array = np.lib.format.open_memmap(part, "w+", kind, shape)
    if hasattr(os, "posix_fallocate"):
        with open(part, "rb+") as file:
            try:
                os.posix_fallocate(file.fileno(), 0, part.stat().st_size)
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    raise UserError(f"The disk has no room for {part.parent}.") from None
    return array


def _write(parts: Mapping[str, Path], manifest: Mapping[str, Any],
           files: tuple[list[Path], list[Path], list[Path]], workers: int) -> None:
    """Write the arrays and the facts of a data set into these files."""
    photos, size, seed, programs, lossless = (
        manifest[name] for name in ("photos", "size", "seed", "programs", "lossless"))
    arrays = {"rgb": _room(parts["rgb"], np.uint8, (photos, size, size, 3)),
              "raw": _room(parts["raw"], np.uint16, (photos, size, size)),
              "clean": _room(parts["clean"], np.uint16, (photos, size, size))}
    facts: dict[str, list] = {name: [] for name in (*SCALARS, "white_balance", "color_matrix", "camera")}
    with tempfile.TemporaryDirectory(prefix="paramisp-simulate-") as temporary:
        for_programs = Path(temporary) if programs else None
        jobs = [(seed, start, min(_CHUNK, photos - start), size, programs, for_programs, lossless)
                for start in range(0, photos, _CHUNK)]
        context = multiprocessing.get_context("spawn")
        with (progress_bar(f"{photos} pairs") as progress,
              ProcessPoolExecutor(workers, mp_context=context, initializer=_load, initargs=(files,)) as pool):
            for (_, start, count, *_), exposures in zip(jobs, pool.map(_simulate_chunk, jobs)):
                for i, exposure in enumerate(exposures):
                    arrays["rgb"][start + i] = exposure.jpeg
                    arrays["raw"][start + i] = pack_raw(exposure.raw)
                    arrays["clean"][start + i] = pack_raw(exposure.clean_raw)
                    for name in SCALARS:
                        facts[name].append(exposure.shot.value(name))
                    facts["white_balance"].append(exposure.white_balance)
                    facts["color_matrix"].append(exposure.style.camera.color_matrix)
                    facts["camera"].append(exposure.style.camera.name)
                if progress is not None:
                    progress((start + count) / photos)
        facts["renderer"] = _let_programs_render(for_programs, arrays["rgb"], seed)
    with open(parts["facts"], "wb") as file:
        np.savez(file, **{name: np.array(values) for name, values in facts.items()})  # type: ignore[arg-type]


def _let_programs_render(folder: Path | None, rgb: NDArray[np.uint8], seed: int) -> list[str]:
    """Replace the JPEGs (N, S, S, 3) of the RAWs in a folder, NUMBER.dng, by other programs'; say who rendered each."""
    renderers = ["virtual camera"] * len(rgb)
    raws = sorted(folder.glob("*.dng")) if folder is not None else []
    manners = installed()
    weights = np.array([manner.weight for manner in manners])
    drawn = [int(np.random.default_rng([seed, int(raw.stem), 2]).choice(len(manners), p=weights / weights.sum()))
             for raw in raws]
    tried = 0
    with progress_bar(f"{len(raws)} rendered by programs") as progress:
        for number, manner in enumerate(manners):
            own = [raw for raw, its in zip(raws, drawn) if its == number]
            for start in range(0, len(own), _AT_ONCE):
                assert folder is not None
                made = rendered_by(manner, own[start:start + _AT_ONCE], folder / str(number))
                for raw, jpeg in made.items():
                    picture = _inner(open_photo(jpeg).rgb, rgb.shape[1])
                    if picture is not None:  # of a kind whose border is not known
                        rgb[int(raw.stem)], renderers[int(raw.stem)] = picture, str(manner)
                tried += len(own[start:start + _AT_ONCE])
                if progress is not None:
                    progress(tried / len(raws))
    return renderers


def _inner(picture: NDArray[np.float32], size: int) -> NDArray[np.uint8] | None:
    """Return the middle (size, size, 3) of a program's render, which cuts an even border off or none."""
    top, left = (picture.shape[0] - size) / 2, (picture.shape[1] - size) / 2
    if not 0 <= top == left <= _MARGIN or top % 1:
        return None
    y = round(top)
    return np.rint(picture[y:y + size, y:y + size] * 255).astype(np.uint8)


def _load(files: tuple[list[Path], list[Path], list[Path]]) -> None:
    import cv2

    cv2.setNumThreads(1)
    # An error here would break the pool without a word; a job without sources tells it.
    with suppress(UserError):
        _sources.extend(load_sources(*files))


def _simulate_chunk(job: tuple[int, int, int, int, float, Path | None, bool]) -> list[Exposure]:
    if not _sources:
        raise UserError("No picture to cut scenes from can be read.")
    seed, start, count, size, share, folder, lossless = job
    return [_simulated(seed, start + i, size, share, folder, lossless) for i in range(count)]


def _simulated(seed: int, number: int, size: int, share: float, folder: Path | None, lossless: bool) -> Exposure:
    """Simulate a pair; if another program is to render it, its RAW is left in the folder, with a border to cut off."""
    rng = np.random.default_rng([seed, number])
    if folder is None or np.random.default_rng([seed, number, 1]).random() >= share:
        return simulate_pair(_sources, rng, size, lossless)
    wide = simulate_pair(_sources, rng, size + 2 * _MARGIN)
    raw = RawImage(wide.raw, CFA.RGGB, wide.white_balance, wide.style.camera.matrix)
    # RawTherapee matches its "auto-matched curve" to the picture in the file
    write_dng(raw, folder / f"{number}.dng", shot=wide.shot, camera=wide.style.camera,
              preview=wide.jpeg.astype(np.float32) / np.float32(255))
    inner = np.s_[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    return replace(wide, raw=wide.raw[inner], clean_raw=wide.clean_raw[inner], jpeg=wide.jpeg[inner])


def simulate_pair(sources: list[SceneSource], rng: np.random.Generator, size: int, lossless: bool = False) -> Exposure:
    """Simulate one photo of a random scene by a random camera; lossless: its picture before it became a JPEG."""
    scene = random_scene(sources, rng, size)
    return take_photo(scene, replace(random_style(rng), lossless=lossless), rng)


def random_scene(sources: list[SceneSource], rng: np.random.Generator, size: int) -> NDArray[np.float32]:
    """Cut a (size, size, 3) scene-linear scene of a random kind of source."""
    kinds = {kind: [s for s in sources if s.kind == kind] for kind in _KINDS}
    present = [kind for kind in kinds if kinds[kind]]
    share = np.array([_KINDS[kind] for kind in present])
    kind = present[int(rng.choice(len(present), p=share / share.sum()))]
    source = kinds[kind][int(rng.integers(len(kinds[kind])))]
    curves = list(tone_curves().values())
    return source.crop(rng, size, inverse_curve_table(curves[int(rng.integers(len(curves)))]))
