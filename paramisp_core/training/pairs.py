"""``paramisp pairs``: your own photos taken as RAW+JPEG become a data set to train, calibrate and score on.

A pair is a RAW file with a JPEG of the same stem beside it, or with one inside, of full or of small size. How the JPEG
lies over the RAW (mirrored, turned, cropped, shifted) is found by matching, and the Bayer pattern checked against its
colors. What does not match is left out, with its reason in one line.

A run that was interrupted goes on where it stopped; files that did not change are not read again. FOLDER may also
hold data in the official ParamISP layout (metadata.pt and tiles), or be one of its sets by name: raise, realblursrc,
s7isp, whose folders the environment or a .env file names. --layout official writes that layout.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from paramisp_core.errors import UserError
from paramisp_core.files.opening import RAW_SUFFIXES
from paramisp_core.progress import progress_bar
from paramisp_core.training.official_layout import ROOTS, official_photos, read_official, root_of, write_official
from paramisp_core.training.photo_dataset import KIND, write_json, write_photo
from paramisp_core.training.real_pairs import read_pair


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``paramisp pairs``."""
    parser.add_argument("folder", metavar="FOLDER", help="photos (folders in it too), or a set in the official layout")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DATASET", help="folder of the data set")
    parser.add_argument("--layout", choices=["own", "official"], default="own",
                        help="own: for train, calibrate, evaluate and predict (default); official: the authors'")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) - 1), metavar="N",
                        help="photos matched at the same time (default: one less than there are cores)")


def run(args: argparse.Namespace) -> int:
    """Make the data set; a run that finds no pair at all is an error."""
    if args.jobs < 1:
        raise UserError("--jobs must be at least 1.")
    folder = root_of(args.folder) if args.folder in ROOTS and not Path(args.folder).exists() else Path(args.folder)
    if not folder.is_dir():
        raise UserError(f"{folder} is not a folder.")
    if args.output.resolve() == folder.resolve():
        raise UserError("The data set needs a folder of its own.")
    found, refused = make_pairs(folder, args.output, args.layout, args.jobs)
    for name, reason in sorted(refused.items()):
        print(reason if name.rsplit("__", 1)[-1] in reason else f"{name}: {reason}", file=sys.stderr)
    if not found:
        raise UserError(f"{folder} has no RAW with a matching JPEG.")
    print(f"{len(found)} {'pair' if len(found) == 1 else 'pairs'} in {args.output}, {len(refused)} left out")
    return 0


@dataclass(frozen=True)
class _Job:
    """One photo: its source (a RAW file or an official folder), its place, and what tells that it did not change."""

    name: str
    source: Path
    target: Path
    layout: str
    stamp: str

    @property
    def finished(self) -> bool:
        if self.layout == "official":
            return (self.target / "metadata.pt").is_file()
        try:
            return bool(json.loads((self.target / "facts.json").read_text("utf-8"))["stamp"] == self.stamp)
        except (OSError, ValueError, KeyError):
            return False


def make_pairs(folder: Path, output: Path, layout: str = "own", jobs: int = 1) -> tuple[list[str], dict[str, str]]:
    """Write the pairs below ``folder`` to ``output``; return the names of the pairs and the reasons of the others."""
    todo = _jobs(folder, output, layout)
    if not todo:
        return [], {}
    output.mkdir(parents=True, exist_ok=True)
    before = _refused_before(output)
    refused = {job.name: before[job.name][1] for job in todo if before.get(job.name, ("",))[0] == job.stamp}
    found = [job.name for job in todo if job.name not in refused and job.finished]
    left = [job for job in todo if job.name not in refused and job.name not in found]
    stamps = {job.name: job.stamp for job in todo}

    def record() -> None:
        if layout == "own":
            write_json(output / "manifest.json", {
                "kind": KIND, "photos": sorted(found), "source": str(folder),
                "refused": {name: [stamps[name], reason] for name, reason in sorted(refused.items())}})

    with progress_bar(f"{len(todo)} photos") as progress:
        try:
            for done, (job, reason) in enumerate(_results(left, jobs), len(todo) - len(left) + 1):
                if reason is None:
                    found.append(job.name)
                else:
                    refused[job.name] = reason
                if progress is not None:
                    progress(done / len(todo))
                if done % 20 == 0:
                    record()
        finally:
            record()
    return sorted(found), refused


def _jobs(folder: Path, output: Path, layout: str) -> list[_Job]:
    official = official_photos(folder)
    sources = official or sorted(path for path in folder.rglob("*") if path.suffix.lower() in RAW_SUFFIXES)
    jobs = []
    for source in sources:
        if output.resolve() in source.resolve().parents:
            continue
        inside = source.relative_to(folder)
        name = "__".join((*inside.parts[:-1], inside.name if official else inside.stem)) or source.name
        seen = [source / "metadata.pt"] if official else [source, *sorted(source.parent.glob(f"{source.stem}.[jJ]*"))]
        stamp = " ".join(f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in seen)
        jobs.append(_Job(name, source, output / name, layout, stamp))
    names = [job.name for job in jobs]
    for job in jobs:
        if names.count(job.name) > 1:
            raise UserError(f"{folder} has several RAW files called {job.source.stem}: keep one kind.")
    return jobs


def _refused_before(output: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((output / "manifest.json").read_text("utf-8"))["refused"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _results(jobs: list[_Job], workers: int) -> Iterator[tuple[_Job, str | None]]:
    """Yield every job with None or the reason why there is no pair, as they finish; few are in memory at a time."""
    if workers == 1 or len(jobs) < 2:
        for job in jobs:
            yield job, _make(job)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: dict[Future[str | None], _Job] = {}
        rest = iter(jobs)
        while True:
            for job in islice(rest, 2 * workers - len(waiting)):
                waiting[pool.submit(_make, job)] = job
            if not waiting:
                return
            for done in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(done), done.result()


def _make(job: _Job) -> str | None:
    read: Callable[[Path], Any] = read_official if job.source.is_dir() else read_pair
    try:
        pair = read(job.source)
        if job.layout == "official":
            write_official(pair, job.target)
        else:
            write_photo(pair, job.target, job.stamp)
    except UserError as error:
        return " ".join(str(error).split())
    return None
