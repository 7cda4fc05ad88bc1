"""Run a network over a data set or a folder of photos, and write what it makes of each.

A data set is what 'simulate' and 'pairs' write: inverse takes its JPEGs, forward its true RAWs. A folder is gone
through with the folders in it: inverse takes photos, forward RAW files. Camera, shot settings and white balance are
the data's own.

A run that was stopped goes on where it was: what is in DIR already is left alone (--again makes it anew). What there is
to know of the photos, and what failed, is listed at the end.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paramisp_core.cli.options import add_device, forward_loader, inverse_loader
from paramisp_core.cli.output import folder, remarks_of, tell_end
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, progress_bar, section

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.engine.isp import ForwardISP, InverseISP
    from paramisp_core.raw.image import RawImage

FORMATS = {"inverse": ("dng", "png", "npy"), "forward": ("png", "jpg", "tif", "npy")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("source", type=Path, metavar="DATASET|FOLDER",
                        help="what 'simulate' or 'pairs' wrote, or a folder of photos or RAW files")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR",
                        help="folder of the results; made if need be")
    parser.add_argument("--direction", choices=["inverse", "forward"], required=True,
                        help="inverse: from sRGB to RAW; forward: from RAW to sRGB")
    parser.add_argument("--format", metavar="NAME",
                        help="inverse: dng (default), png (the mosaic, 16 bits) or npy (the mosaic, float32); forward: "
                             "png (8 bits; default), jpg, tif (16 bits) or npy (float32)")
    parser.add_argument("--checkpoint", metavar="NAME|FILE",
                        help="the network: shipped, your own by its name, or a file")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N")
    parser.add_argument("--again", action="store_true", help="also what is in DIR already")
    add_device(parser)


@dataclass(frozen=True)
class _Item:
    """One photo: its name below DIR, without suffix; what reads it; and its path, by which it is spoken of."""

    name: str
    read: Callable[[], Photo]
    path: Path


def run(args: argparse.Namespace) -> int:
    """Predict everything; return the exit status: 2 when some failed."""
    formats = FORMATS[args.direction]
    suffix = args.format or formats[0]
    if suffix not in formats:
        raise UserError(f"--direction {args.direction} writes {', '.join(formats)}, not {suffix}.")
    if args.limit is not None and args.limit < 1:
        raise UserError("--limit must be at least 1.")
    if not args.source.is_dir():
        raise UserError(f"{args.source} is not a folder.")
    if args.output.resolve() == args.source.resolve():
        raise UserError("The results need a folder of their own.")
    items = _items(args)[: args.limit]
    loader = inverse_loader if args.direction == "inverse" else forward_loader
    isp_of = loader(args.checkpoint, args.device)
    failures: list[str] = []
    remarks: dict[Path, tuple[str, ...]] = {}
    made, started = 0, time.monotonic()
    try:
        with folder(args.output, make=True), progress_bar(f"{len(items)} photos") as progress:
            for number, item in enumerate(items):
                target = args.output / f"{item.name}.{suffix}"
                if args.again or not target.is_file():
                    isp, part = isp_of(), section(progress, number / len(items), (number + 1) / len(items))
                    try:
                        told = _predict(item, target, isp, part)
                    except Exception as error:  # a fault of the program is listed like any other and stops nothing
                        failures.append(_failure(item, error))
                    else:
                        made += 1
                        if told:
                            remarks[item.path] = told
                if progress is not None:
                    progress((number + 1) / len(items))
        there = len(items) - made - len(failures)
        print(f"{made} written to {args.output}{f', {there} were there already' if there else ''}, "
              f"{time.monotonic() - started:.0f} s")
    finally:  # an interrupted run tells of what it did too
        tell_end(len(items), remarks, failures)
    return 2 if failures else 0


def _items(args: argparse.Namespace) -> list[_Item]:
    from functools import partial

    if (args.source / "manifest.json").is_file():
        from paramisp_core.training.photo_dataset import PhotoDataset, open_dataset

        data = open_dataset(args.source)
        names = data.names if isinstance(data, PhotoDataset) else [f"{i:06}" for i in range(len(data))]
        return [_Item(name, partial(_of_dataset, data, i), args.source / name)
                for i, name in enumerate(names)]
    from paramisp_core.files.opening import PHOTO_SUFFIXES, RAW_SUFFIXES, open_photo

    suffixes = PHOTO_SUFFIXES if args.direction == "inverse" else RAW_SUFFIXES
    results = args.output.resolve()
    paths = sorted(path for path in args.source.rglob("*")
                   if path.suffix.lower() in suffixes and results not in path.resolve().parents)
    if not paths:
        kind = "photo" if args.direction == "inverse" else "RAW file"
        raise UserError(f"{args.source} holds no {kind} ({', '.join(suffixes[:4])} …).")
    stems = [path.relative_to(args.source).with_suffix("") for path in paths]
    # a.jpg and a.png in one folder keep their suffixes, or one would replace the other
    return [_Item(str(stem if stems.count(stem) == 1 else path.relative_to(args.source)), partial(open_photo, path),
                  path) for path, stem in zip(paths, stems)]


def _of_dataset(data: object, index: int) -> Photo:
    """Return a photo of a data set together with its true RAW."""
    pair = data.pair(index)  # type: ignore[attr-defined]
    return pair.photo.with_changes(raw=pair.raw)


def _predict(item: _Item, target: Path, isp: InverseISP | ForwardISP, progress: Progress | None) -> tuple[str, ...]:
    """Make one result; return what there is to know of the photo. Raises UserError."""
    from paramisp_core.engine.isp import InverseISP

    photo = item.read()
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(isp, InverseISP):
        if photo.path is not None and photo.raw is not None:
            raise UserError(f"{item.path} is a RAW file already.")
        raw = isp.to_raw(photo.with_changes(raw=None), progress=section(progress, 0.0, 0.9))
        _write_raw(raw, photo, target)
    else:
        if photo.raw is None:
            raise UserError(f"{item.path} is not a RAW file.")
        rgb = isp.to_srgb(photo.raw, photo.shot, photo.camera, progress=section(progress, 0.0, 0.9))
        _write_picture(rgb, photo, target)
    return remarks_of(photo)


def _failure(item: _Item, error: Exception) -> str:
    from paramisp_core.cli import fault

    sentence = " ".join(fault(error)[0].split())
    return sentence if item.path.name in sentence else f"{item.path}: {sentence}"


def _write_raw(raw: RawImage, photo: Photo, target: Path) -> None:
    import numpy as np

    from paramisp_core.files.atomic import replacing
    from paramisp_core.files.dng import write_dng

    if target.suffix == ".dng":
        write_dng(raw, target, shot=photo.shot, camera=photo.camera, exif=photo.exif, preview=photo.pixels)
        return
    with replacing(target) as part:
        if target.suffix == ".npy":
            with open(part, "wb") as file:
                np.save(file, raw.mosaic)
            return
        import imagecodecs

        part.write_bytes(imagecodecs.png_encode(np.rint(np.clip(raw.mosaic, 0, 1) * 65535).astype(np.uint16)))


def _write_picture(rgb: object, photo: Photo, target: Path) -> None:
    import numpy as np

    from paramisp_core.files.atomic import replacing
    from paramisp_core.files.export import export_image

    pixels = np.asarray(rgb, np.float32)
    if target.suffix == ".npy":
        with replacing(target) as part, open(part, "wb") as file:
            np.save(file, pixels)
        return
    export_image(pixels, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera, exif=photo.exif)
