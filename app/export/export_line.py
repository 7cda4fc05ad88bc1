"""Files to export on their way: while the network works at one, the next is read and the last is written.

The network has the worker's thread, where sliders stay live between its tiles; reading and writing have one thread
each. Photos are at work at once only as far as the memory goes (paramisp_core/engine/overlap.py).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

from app.live.jobs import ExportRequest, FileExportRequest, Inbox
from paramisp_core.engine.overlap import PROCESS_MB, AtWork, budget_mb, photo_mb
from paramisp_core.progress import Progress

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo

Export = ExportRequest | FileExportRequest
_TICK_S = 0.02
READ, MADE = 0.1, 0.8
"""Share of a file's progress at which it was read, and at which the network was done."""


class ExportLine:
    """Lives on the worker's thread; what is done on the other two never touches the Development of the open photo."""

    def __init__(self, inbox: Inbox, open_photo: Callable[[Path], Photo]) -> None:
        self._inbox, self._open = inbox, open_photo
        self._reader = ThreadPoolExecutor(1, "export-reader")
        self._writer = ThreadPoolExecutor(1, "export-writer")
        self._read: dict[int, Future[Photo]] = {}
        self._at_work = AtWork(0.0)
        self._writing: dict[int, Future[None]] = {}
        self.paths: dict[int, Path] = {}  # that files are on their way to, by job

    def photo(self, job: FileExportRequest, check: Progress) -> Photo:
        """Return the photo of a job, which may have been read ahead. Raises what opening and ``check`` raise.

        check: called again and again while this waits.
        """
        self._clear()
        if not self._at_work:
            self._at_work.budget = budget_mb(None) - PROCESS_MB
        need = photo_mb(job.source)
        while not self._at_work.begins(job.id, need) and self._writing:
            self._wait(next(iter(self._writing.values())), check)
        future = self._read.pop(job.id, None) or self._reader.submit(self._open, job.source)
        self._wait(future, check)
        self._read_ahead()
        return future.result()

    def write(self, job: Export, work: Callable[[], None]) -> None:
        """Have a file written in a while, after those before it. work: raises nothing."""
        self._writing[job.id] = self._writer.submit(work)

    def drop(self, job: Export) -> None:
        """Forget a job that will not be written."""
        read = self._read.pop(job.id, None)
        if read is not None:
            read.cancel()
        self.paths.pop(job.id, None)
        self._at_work.ends(job.id)

    def close(self) -> None:
        """Wait for what is being read and written; the inbox must have been told that everything stops."""
        for pool in (self._reader, self._writer):
            pool.shutdown(cancel_futures=True)

    def _read_ahead(self) -> None:
        """Begin to read the next file that waits, where there is room for it."""
        job = self._inbox.next_file()
        if job is not None and job.id not in self._read and self._at_work.begins(job.id, photo_mb(job.source)):
            self._read[job.id] = self._reader.submit(self._open, job.source)

    def _wait(self, future: Future[Photo] | Future[None], check: Progress) -> None:
        while not future.done():
            check(0.0)
            wait([future], _TICK_S)
        self._clear()

    def _clear(self) -> None:
        for number in [number for number, future in self._writing.items() if future.done()]:
            del self._writing[number]
            self.paths.pop(number, None)
            self._at_work.ends(number)
