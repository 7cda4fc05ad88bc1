"""Work of a dialog off the GUI thread: one thread, jobs by kind, of which only the newest counts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.translations import told
from paramisp_core.errors import UserError
from paramisp_core.progress import Cancelled, Progress

_log = logging.getLogger(__name__)
Work = Callable[[Progress], Any]


@dataclass(eq=False)
class _Job:
    kind: str
    work: Work
    stopped: threading.Event = field(default_factory=threading.Event)


class Background(QObject):
    """Runs functions one after another on a thread of its own; answers by signals on the GUI thread.

    A new job of a kind takes the place of the one that waits; the one that runs is told to stop, and its result is
    never heard of, unless it may finish: then pictures keep coming while a slider moves.
    """

    done = Signal(str, object)  # kind, what the work returned
    failed = Signal(str, str)  # kind, one sentence
    progressed = Signal(str, float)  # kind, 0..1
    _ended = Signal(object, object, str)
    _reported = Signal(object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[_Job] = []
        self._wanted: list[_Job] = []  # that have not ended; of the GUI thread
        self._changed = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    def run(self, kind: str, work: Work, finish: bool = False) -> None:
        """Do this next; ``work`` gets a progress callback that raises Cancelled once it is no longer wanted.

        finish: a job of this kind that runs already may end, and is heard of.
        """
        self._drop(kind, waiting_only=finish)
        job = _Job(kind, work)
        self._wanted.append(job)
        with self._changed:
            self._waiting.append(job)
            self._changed.notify()
        if self._thread is None and not self._stopping:
            self._thread = threading.Thread(target=self._loop, name="paramisp-dialog", daemon=True)
            self._thread.start()

    def busy(self, kind: str) -> bool:
        """Tell whether a job of a kind waits or runs."""
        return any(job.kind == kind for job in self._wanted)

    def cancel(self, kind: str) -> None:
        """Stop what runs or waits of a kind; nothing more is heard of it."""
        self._drop(kind)

    def _drop(self, kind: str, waiting_only: bool = False) -> None:
        with self._changed:
            for job in [one for one in self._wanted if one.kind == kind]:
                if job in self._waiting:
                    self._waiting.remove(job)
                elif waiting_only:
                    continue
                job.stopped.set()
                self._wanted.remove(job)

    def stop(self) -> None:
        """Stop everything and wait for the thread to end; safe to call twice."""
        for kind in {job.kind for job in self._wanted}:
            self._drop(kind)
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _loop(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._stopping:
                    self._changed.wait()
                if self._stopping:
                    return
                job = self._waiting.pop(0)
            self._do(job)

    def _do(self, job: _Job) -> None:
        def progress(fraction: float) -> None:
            if job.stopped.is_set():
                raise Cancelled
            self._reported.emit(job, fraction)

        result, problem = None, ""
        try:
            progress(0.0)
            result = job.work(progress)
        except Cancelled:
            return
        except UserError as error:
            problem = told(error)
        except Exception as error:
            _log.exception("%s failed", job.kind)
            problem = self.tr("It failed ({0}).").format(f"{type(error).__name__}: {error}"[:200])
        self._ended.emit(job, result, problem)

    def _on_ended(self, job: _Job, result: object, problem: str) -> None:
        if job not in self._wanted:
            return
        self._wanted.remove(job)
        if problem:
            self.failed.emit(job.kind, problem)
        else:
            self.done.emit(job.kind, result)

    def _on_reported(self, job: _Job, fraction: float) -> None:
        if job in self._wanted:
            self.progressed.emit(job.kind, fraction)
