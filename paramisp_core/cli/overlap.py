"""Many photos in one process: while the network works at one, the next is read and the last is written.

The network has the cores to itself as far as it can use them; reading and writing are of one thread each. Memory is
bounded as it is for several processes: a photo is begun when what all at work need fits into the budget.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from paramisp_core.cli.output import Done, Job
from paramisp_core.cli.parallel import Outcome, Pair
from paramisp_core.engine.overlap import AT_ONCE, PROCESS_MB, AtWork, budget_mb, photo_mb
from paramisp_core.progress import Cancelled, Progress

network_turn = threading.Lock()
"""Held by the photo that is in the network."""

_TICK_S = 0.2


def run_overlapped(pairs: Sequence[Pair], job: Job, memory_gb: float | None,
                   progress: Progress | None) -> Generator[Outcome]:
    """Yield what became of each photo, in the order they are finished.

    job: it takes ``network_turn`` while its network works. However this generator is left, no
    photo is worked at any more and none leaves a half-written file.
    """
    at_work = AtWork(budget_mb(memory_gb) - PROCESS_MB)
    waiting = deque((pair, photo_mb(pair[0])) for pair in pairs)
    stop, shares = threading.Event(), dict.fromkeys(pairs, 0.0)
    running: dict[Future[Outcome], Pair] = {}

    def work(pair: Pair) -> Outcome:
        def check(fraction: float) -> None:
            if stop.is_set():
                raise Cancelled
            shares[pair] = fraction

        started = time.monotonic()
        try:
            return Outcome(pair, job(*pair, check), "", 0, "", time.monotonic() - started)
        except Exception as error:
            if isinstance(error, Cancelled) or os.environ.get("PARAMISP_DEBUG"):
                raise
            from paramisp_core.cli import fault

            return Outcome(pair, Done(""), *fault(error), "", time.monotonic() - started)
        finally:
            shares[pair] = 1.0

    pool = ThreadPoolExecutor(AT_ONCE, "photo")
    try:
        while waiting or running:
            while waiting and at_work.begins(*waiting[0]):
                pair, _ = waiting.popleft()
                running[pool.submit(work, pair)] = pair
            done, _ = wait(running, _TICK_S, FIRST_COMPLETED)
            if progress is not None:
                progress(sum(shares.values()) / len(pairs))
            for one in done:
                at_work.ends(running.pop(one))
                yield one.result()
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
