"""Several tiles at once on a CPU, a thread each.

A layer's own threads wait for each other after every layer, for milliseconds wherever another program holds a core.
Tiles need not wait for each other at all, and no core spins meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

import torch

from paramisp_core.progress import Progress

_T = TypeVar("_T")
_MOST = 16
"""Tiles at once; each takes about 60 MB."""

_lock = threading.Lock()
_pools: dict[int, ThreadPoolExecutor] = {}
_here = threading.local()  # .check: what breath() calls


def for_each(work: Callable[[_T], object], items: Sequence[_T], device: torch.device | str = "cpu",
             progress: Progress | None = None) -> None:
    """Call ``work`` once for each item: on a CPU in as many threads as torch may use, elsewhere in turn.

    This thread works too, and does whatever the others have not begun: where the cores are busy with something else,
    it does not wait for them. ``work`` must not touch what another item's touches. An error of ``work``, or of
    ``progress`` (which is called in this thread, between two items and where ``work`` calls :func:`breath`, and may
    raise Cancelled), is raised once the items at work are finished, or breathe; the rest is left out.
    """
    told = 0.0

    def tell(fraction: float) -> None:
        nonlocal told
        told = fraction
        if progress is not None:
            with _breathing(None):  # what is done meanwhile is no part of an item
                progress(fraction)

    threads = min(torch.get_num_threads(), _MOST)
    if threads < 2 or len(items) < 2 or torch.device(device).type != "cpu":
        with _breathing(lambda: tell(told)):
            for done, item in enumerate(items):
                work(item)
                tell((done + 1) / len(items))
        return
    learning, inferring = torch.is_grad_enabled(), torch.is_inference_mode_enabled()
    waiting, finished, stopped = _Taken(items), _Taken(range(1, len(items) + 1)), threading.Event()
    unwanted = threading.Event()

    def leave() -> None:
        if unwanted.is_set():
            raise _UnwantedError

    def run(report: Progress | None = None) -> None:
        breathe = leave if report is None else lambda: report(told)
        # both modes belong to a thread
        with torch.inference_mode(inferring), torch.set_grad_enabled(learning), _breathing(breathe):
            try:
                for item in waiting:
                    work(item)
                    count = next(finished)
                    if report is not None:
                        report(count / len(items))
                    if stopped.is_set():
                        return
            finally:
                stopped.set()  # by an error, or as nothing is left to take

    helpers = [_pool(threads).submit(run) for _ in range(min(threads, len(items)) - 1)]
    try:
        with one_thread():
            run(tell)
    except BaseException:
        unwanted.set()
        raise
    finally:
        running = [helper for helper in helpers if not helper.cancel()]
        wait(running)
    for helper in running:
        helper.result()
    if told < 1.0:  # another thread did the last
        tell(1.0)


def breath() -> None:
    """Let what is computed be left between two steps of an item, which may take a tenth of a second on a busy core.

    Calls the ``progress`` of the innermost :func:`for_each` whose item this thread works on, so that it may raise
    Cancelled; in other threads of it an error follows, which nobody hears of.
    """
    check: Callable[[], None] | None = getattr(_here, "check", None)
    if check is not None:
        with torch.inference_mode(False):
            check()


@contextmanager
def _breathing(check: Callable[[], None] | None) -> Iterator[None]:
    """Have :func:`breath` call something in this thread."""
    before = getattr(_here, "check", None)
    _here.check = check
    try:
        yield
    finally:
        _here.check = before


class _UnwantedError(Exception):
    """Another thread was told that nobody wants this any more."""


class _Taken(Iterator[_T]):
    """Gives each item of a sequence to one of the threads that ask."""

    def __init__(self, items: Sequence[_T]) -> None:
        self._left, self._lock = iter(items), threading.Lock()

    def __next__(self) -> _T:
        with self._lock:
            return next(self._left)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let this thread's layers run in this thread only: quicker for small ones wherever a core is busy."""
    usual = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(usual)


def _pool(threads: int) -> ThreadPoolExecutor:
    """Return helpers, one fewer than ``threads``, whose layers run in one thread."""
    with _lock:
        if threads not in _pools:
            pool = ThreadPoolExecutor(threads - 1, "tile", _alone)
            all_here = threading.Barrier(threads - 1)
            for started in [pool.submit(all_here.wait) for _ in range(threads - 1)]:
                started.result()
            torch.set_num_threads(threads)  # theirs is also what threads started later would begin with
            _pools[threads] = pool
        return _pools[threads]


def _alone() -> None:
    torch.get_num_threads()  # makes torch set its default for the thread, which it would do later instead
    torch.set_num_threads(1)
