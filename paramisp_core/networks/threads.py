"""Several tiles at once on a CPU, a thread each.

A layer's own threads wait for each other after every layer, for milliseconds wherever another program holds a core.
Tiles need not wait for each other at all, and no core spins meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from typing import TypeVar

import torch

from paramisp_core.progress import Progress

_T = TypeVar("_T")
_MOST = 16
"""Tiles at once; each takes about 60 MB."""

_lock = threading.Lock()
_pools: dict[int, ThreadPoolExecutor] = {}


def for_each(work: Callable[[_T], object], items: Sequence[_T], device: torch.device | str = "cpu",
             progress: Progress | None = None) -> None:
    """Call ``work`` once for each item: on a CPU in as many threads as torch may use, elsewhere in turn.

    ``work`` must not touch what another item's touches. An error of ``work``, or of ``progress`` (which is called in
    this thread and may raise Cancelled), is raised once the items at work are finished; the rest is left out.
    """
    threads = min(torch.get_num_threads(), _MOST)
    if threads < 2 or len(items) < 2 or torch.device(device).type != "cpu":
        for done, item in enumerate(items):
            work(item)
            if progress is not None:
                progress((done + 1) / len(items))
        return
    learning, inferring = torch.is_grad_enabled(), torch.is_inference_mode_enabled()

    def run(item: _T) -> None:  # both modes belong to a thread
        with torch.inference_mode(inferring), torch.set_grad_enabled(learning):
            work(item)

    tasks = [_pool(threads).submit(run, item) for item in items]
    try:
        for done, task in enumerate(as_completed(tasks)):
            task.result()
            if progress is not None:
                progress((done + 1) / len(items))
    finally:
        for task in tasks:
            task.cancel()
        wait(tasks)


def _pool(threads: int) -> ThreadPoolExecutor:
    """Return that many threads whose layers run in one thread."""
    with _lock:
        if threads not in _pools:
            pool = ThreadPoolExecutor(threads, "tile", _alone)
            all_here = threading.Barrier(threads)
            for started in [pool.submit(all_here.wait) for _ in range(threads)]:
                started.result()
            torch.set_num_threads(threads)  # theirs is also what threads started later would begin with
            _pools[threads] = pool
        return _pools[threads]


def _alone() -> None:
    """Let this thread's layers run in this thread only."""
    torch.get_num_threads()  # makes torch set its default for the thread, which it would do later instead
    torch.set_num_threads(1)
