"""Many photos in several processes: as many at once as the memory allows, stopped without a trace.

Each process loads the networks once and takes one photo after another, so that decoding one photo, the network of a
second and writing a third overlap. Memory is bounded by what the photos at work are expected to need. Where there are
several GPUs, each process works on its own.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from paramisp_core.cli.output import Done
from paramisp_core.engine.overlap import PROCESS_MB, budget_mb, photo_mb
from paramisp_core.errors import UserError
from paramisp_core.progress import Cancelled, Progress

Pair = tuple[Path, Path]

_PATIENCE = 20.0
"""Seconds that a process told to stop is given to reach its next step."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --jobs and --memory."""
    group = parser.add_argument_group("many photos")
    group.add_argument("--jobs", type=int, default=1, metavar="N",
                       help="processes at once (default: 1); where there are several GPUs, each has its own")
    group.add_argument("--memory", type=float, metavar="GB",
                       help="what they may take together (default: 70 %% of what is free); fewer photos are at work at "
                            "once where they would not fit")


def check(args: argparse.Namespace) -> None:
    """Raise UserError for a number of processes or a memory that cannot be."""
    if not 1 <= args.jobs <= 256:
        raise UserError("--jobs must be between 1 and 256.")
    if args.memory is not None and not 0.1 <= args.memory <= 1e6:
        raise UserError("--memory is in GB, at least 0.1.")


def need_mb(photo: Path) -> float:
    """Return what a process is expected to need for a photo, in 10^6 bytes."""
    return PROCESS_MB + photo_mb(photo)


@dataclass
class _Worker:
    """A process, the photo it is at and how far it is with it (None: idle). number: 0 and up, no two at once alike."""

    number: int
    process: Any
    connection: Connection
    pair: Pair | None = None
    need: float = 0.0
    share: float = 0.0
    started: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What became of one photo: what was done, or why not and the exit status; and what its process wrote besides."""

    pair: Pair
    done: Done
    failed: str
    status: int
    heard: str
    seconds: float


def _own_device(wanted: str, number: int) -> str:
    from paramisp_core.engine.devices import device_of_worker

    return device_of_worker(wanted, number)


def run_side_by_side(pairs: Sequence[Pair], args: argparse.Namespace, module: str, progress: Progress | None,
                     device_of: Callable[[str, int], str] = _own_device) -> Generator[Outcome]:
    """Yield what became of each photo, in the order they are finished.

    ``module`` has ``job_of(args)``, called once in each process, whose ``args.device`` is what ``device_of`` makes of
    the device asked for and the process's number. However this generator is left, no process goes on and none leaves
    a half-written file.
    """
    budget = budget_mb(args.memory)
    waiting = [(pair, need_mb(pair[0])) for pair in pairs]
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    workers: list[_Worker] = []
    finished = 0
    threads = max(1, (os.cpu_count() or 1) // max(1, min(args.jobs, len(pairs))))

    def start_one() -> None:
        here, there = context.Pipe()
        taken = {one.number for one in workers}
        number = next(one for one in range(args.jobs) if one not in taken)
        process = context.Process(target=_serve, daemon=True,
                                  args=(there, stop, args, module, threads, device_of, number))
        process.start()
        there.close()
        workers.append(_Worker(number, process, here))

    def give_out() -> None:
        """Start what fits; something always runs, or a small budget would stop everything."""
        while waiting:
            taken = sum(one.need if one.pair else PROCESS_MB for one in workers)
            idle = next((one for one in workers if one.pair is None), None)
            spare = budget - taken + (PROCESS_MB if idle else 0)
            at = next((i for i, (_, need) in enumerate(waiting) if need <= spare), None)
            if at is None and any(one.pair for one in workers):
                return
            if idle is None:
                if len(workers) >= args.jobs:
                    return
                start_one()
                idle = workers[-1]
            idle.pair, idle.need = waiting.pop(at or 0)
            idle.share, idle.started = 0.0, time.monotonic()
            idle.connection.send(idle.pair)

    try:
        give_out()
        while any(one.pair for one in workers):
            for connection in wait([one.connection for one in workers if one.pair]):
                worker = next(one for one in workers if one.connection is connection)
                assert worker.pair is not None
                outcome = _heard(worker)
                if outcome is None:
                    if progress is not None:
                        progress((finished + sum(one.share for one in workers if one.pair)) / len(pairs))
                    continue
                finished += 1
                worker.pair = None
                if not worker.process.is_alive():
                    workers.remove(worker)
                give_out()
                yield outcome
    finally:
        stop.set()
        for one in workers:
            one.connection.close()
        until = time.monotonic() + _PATIENCE
        for one in workers:
            one.process.join(max(0.0, until - time.monotonic()))
            if one.process.is_alive():
                one.process.terminate()
                one.process.join(5)


def _heard(worker: _Worker) -> Outcome | None:
    """Return what became of the worker's photo; None if it has only come further."""
    pair = worker.pair
    assert pair is not None
    seconds = time.monotonic() - worker.started
    try:
        message = worker.connection.recv()
    except (EOFError, OSError):
        worker.process.join(5)
        return Outcome(pair, Done(""), "Its process died; there may not be enough memory "
                       f"(exit status {worker.process.exitcode}).", 2, "", seconds)
    if isinstance(message, float):
        worker.share = message
        return None
    done, failed, status, heard = message
    return Outcome(pair, done, failed, status, heard, seconds)


def _serve(connection: Connection, stop: Any, args: argparse.Namespace, module: str, threads: int,
           device_of: Callable[[str, int], str], number: int) -> None:
    """Take photos until the parent hangs up."""
    from paramisp_core.cli import fault, quiet, terminated

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process: the parent decides
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, terminated)
    os.environ["OMP_NUM_THREADS"] = str(threads)  # before torch is imported
    last = -math.inf

    def progress(share: float) -> None:
        nonlocal last
        if stop.is_set():
            raise Cancelled
        if time.monotonic() - last > 0.1:
            last = time.monotonic()
            connection.send(float(share))

    try:
        with quiet():
            if hasattr(args, "device"):
                args.device = device_of(args.device, number)
            job = import_module(module).job_of(args)
            while True:
                source, target = connection.recv()
                heard = io.StringIO()
                done, failed, status = Done(""), "", 0
                try:
                    with contextlib.redirect_stderr(heard):
                        done = job(source, target, progress)
                except (Cancelled, EOFError, BrokenPipeError):
                    return
                except Exception as error:
                    failed, status = fault(error)
                connection.send((done, failed, status, heard.getvalue()))
    except (EOFError, OSError):  # the parent has gone, or wants no more
        return
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
