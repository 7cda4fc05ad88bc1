"""Where results go: targets for one or many photos, the batch that survives a bad one, the progress bar."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from paramisp_core.errors import UserError, by_sentence
from paramisp_core.progress import Progress, progress_bar

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.cli.parallel import Outcome


@dataclass(frozen=True)
class Done:
    """What was made of a photo, in a few words, and what the user should know of it, in sentences."""

    words: str
    remarks: tuple[str, ...] = ()


Job = Callable[[Path, Path, "Progress | None"], Done]
"""Makes one target from one photo. Raises UserError."""


def run_batch(args: argparse.Namespace, endings: Sequence[str], module: str, suffixes: Sequence[str]) -> int:
    """Run the job on every photo and return the exit status; ``endings[0]`` is used inside a folder.

    args: has photos (files, or folders whose files with ``suffixes`` are meant), output, jobs and memory. module: name
    of the one with ``job_of(args) -> Job``. A single photo's error is raised. Of several photos the bad ones are left
    out and listed at the end, after what there is to know of those that were written ("The file is truncated: …"); the
    status is 2 then, or 1 where the program itself was at fault.
    """
    from paramisp_core.cli import parallel

    parallel.check(args)
    sources = listed(args.photos, suffixes)
    pairs = plan(sources, args.output, endings)
    failures: list[str] = []
    remarks: dict[Path, tuple[str, ...]] = {}
    status = 0
    try:
        with folder(pairs[0][1].parent, make=_is_folder(args.output, len(pairs), endings)):
            side_by_side = args.jobs > 1 and len(pairs) > 1
            for one in _side_by_side(pairs, args, module) if side_by_side else _in_turn(pairs, args, module):
                sys.stderr.write(one.heard)
                if one.failed:
                    failures.append(_about(one.pair[0], one.failed))
                    status = 1 if 1 in (one.status, status) else 2
                    continue
                print(f"{one.pair[1]}: {one.done.words}, {one.seconds:.1f} s", flush=True)
                if one.done.remarks:
                    remarks[one.pair[0]] = one.done.remarks
    finally:  # an interrupted batch tells of what it did too
        tell_end(len(pairs), remarks, failures)
    return status


def tell_end(count: int, remarks: Mapping[Path, Sequence[str]], failures: Sequence[str]) -> None:
    """Print what failed of ``count`` photos, and before it what to know of the written ones, each sentence once."""
    if remarks and count > 1:
        sys.stderr.write(f"{len(remarks)} of {count} written, but:\n")
    sys.stderr.writelines(f"{line}\n" for line in _grouped(remarks))
    if failures:
        sys.stderr.write(f"{len(failures)} of {count} failed:\n")
    sys.stderr.writelines(f"{line}\n" for line in failures)


def _grouped(remarks: Mapping[Path, Sequence[str]]) -> list[str]:
    """Return a line for each remark, with all photos that it is about before it."""
    return [_about(sources[0], sentence) if len(sources) == 1 else f"{', '.join(map(str, sources))}: {sentence}"
            for sentence, sources in by_sentence(remarks.items()).items()]


def listed(photos: Sequence[str], suffixes: Sequence[str]) -> list[Path]:
    """Return the photos, those of a folder in place of the folder. Raises UserError for a folder without any."""
    found: list[Path] = []
    for one in map(Path, photos):
        if not one.is_dir():
            found.append(one)
            continue
        from paramisp_core.files.thumbnail import photos_in

        inside = [file for file in photos_in(one) if file.suffix.lower() in suffixes]
        if not inside:
            raise UserError(f"In the folder {one} there is no photo ({', '.join(suffixes[:4])} …).")
        found += inside
    return found


def _in_turn(pairs: Sequence[tuple[Path, Path]], args: argparse.Namespace, module: str) -> Iterator[Outcome]:
    """Work on the photos in this process; of several, the next is read and the last written meanwhile."""
    from paramisp_core.cli.parallel import Outcome

    job: Job = import_module(module).job_of(args)
    if len(pairs) > 1:
        from paramisp_core.cli.overlap import run_overlapped

        with progress_bar(f"{len(pairs)} photos") as progress, closing(
                run_overlapped(pairs, job, args.memory, progress)) as outcomes:
            for one in outcomes:
                if progress is not None:
                    sys.stderr.write("\r\x1b[K")
                yield one
        return
    (source, target), = pairs
    started = time.monotonic()
    with progress_bar(source.name) as one_bar:
        done = job(source, target, one_bar)
    yield Outcome((source, target), done, "", 0, "", time.monotonic() - started)


def _side_by_side(pairs: Sequence[tuple[Path, Path]], args: argparse.Namespace, module: str) -> Iterator[Outcome]:
    from paramisp_core.cli.parallel import run_side_by_side
    from paramisp_core.engine.overlap import budget_mb

    if sys.stderr.isatty():
        sys.stderr.write(f"up to {args.jobs} photos at once, in at most {budget_mb(args.memory) / 1000:.1f} GB\n")
    with progress_bar(f"{len(pairs)} photos") as progress, closing(
            run_side_by_side(pairs, args, module, progress)) as outcomes:
        for one in outcomes:
            if progress is not None:
                sys.stderr.write("\r\x1b[K")
            yield one


def plan(sources: Sequence[Path], output: str, endings: Sequence[str]) -> list[tuple[Path, Path]]:
    """Return (source, target) pairs. Raises UserError if a target is impossible or would destroy a source."""
    target = Path(output)
    if _is_folder(output, len(sources), endings):
        pairs = [(source, target / f"{source.stem}{endings[0]}") for source in sources]
    else:
        if target.suffix.lower() not in endings:
            raise UserError(f"{target} must end in {' or '.join(endings)}, or be a folder.")
        pairs = [(sources[0], target)]
    taken: dict[Path, Path] = {}
    inputs = {_identity(source): source for source in sources}
    for source, goal in pairs:
        identity = _identity(goal)
        if identity in inputs:
            raise UserError(f"{goal} is itself one of the photos; it would be overwritten.")
        if identity in taken:
            raise UserError(f"{taken[identity]} and {source} would both become {goal}.")
        if goal.is_dir():
            raise UserError(f"{goal} is a folder.")
        taken[identity] = source
    return pairs


def _is_folder(output: str, count: int, endings: Sequence[str]) -> bool:
    if os.path.isdir(output) or output.endswith(("/", os.sep)):
        return True
    named = Path(output).suffix.lower() in endings
    if count > 1 and (named or os.path.exists(output)):
        raise UserError(f"{count} photos need a folder after -o, not the file {output}.")
    return count > 1 or not Path(output).suffix


def _identity(path: Path) -> Path:
    """Return one path for all the names of a file."""
    return Path(os.path.normcase(path.resolve()))


@contextmanager
def folder(path: Path, *, make: bool) -> Iterator[None]:
    """See that files can be written into a folder, making it if told; what stays empty is removed again.

    Done before the long work, so that a wrong target is known at once. Raises UserError.
    """
    made: list[Path] = []
    try:
        if make:
            missing = [one for one in (path, *path.parents) if not one.exists()]
            for one in reversed(missing):
                one.mkdir()
                made.append(one)
        elif not path.is_dir():
            raise UserError(f"The folder {path} does not exist.")
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        _remove_empty(made)
        raise UserError(f"Nothing can be written into {path}: {error.strerror or error}.") from None
    try:
        yield
    finally:
        _remove_empty(made)


def _remove_empty(folders: list[Path]) -> None:
    for one in reversed(folders):
        try:
            one.rmdir()
        except OSError:  # it holds something
            return


def remarks_of(photo: Photo, *more: str) -> tuple[str, ...]:
    """Return what the user should know about a photo that was done."""
    return tuple(dict.fromkeys(filter(None, (*photo.warnings, *more))))


def warn(photo: Photo, source: Path) -> None:
    """Print what the user should know about a photo, a line for each sentence."""
    sys.stderr.writelines(f"{_about(source, sentence)}\n" for sentence in remarks_of(photo))


def _about(source: Path, sentence: str) -> str:
    sentence = " ".join(sentence.split())
    return sentence if source.name in sentence else f"{source}: {sentence}"
