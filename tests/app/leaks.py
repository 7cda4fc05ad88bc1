"""What a test leaves running behind it: threads, timers. A fixture fails the test that does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer

PATIENCE_S = 3.0  # what is ending already may take this long


def running() -> dict[int, str]:
    """Return what runs now besides this thread, by id: Python threads, QThreads, busy thread pools, active QTimers.

    Of Qt's objects those that Python knows; what Qt starts for itself is not the program's.
    """
    found = {}
    for thread in threading.enumerate():
        # a QThread that once ran Python leaves a dummy behind, which is no thread; networks/threads.py keeps its pool
        if thread is not threading.current_thread() and not isinstance(
                thread, threading._DummyThread) and not thread.name.startswith("tile_"):
            found[id(thread)] = f"the thread {thread.name}"
    for one in shiboken6.getAllValidWrappers():
        if isinstance(one, QTimer) and one.isActive():
            found[id(one)] = f"a QTimer of {one.interval()} ms of {_owner(one)}"
        elif isinstance(one, QThread) and one.isRunning() and one is not QThread.currentThread():
            found[id(one)] = f"the QThread {one.objectName() or one}"
        elif isinstance(one, QThreadPool) and one.activeThreadCount():
            found[id(one)] = f"a QThreadPool with {one.activeThreadCount()} busy threads of {_owner(one)}"
    return found


def left_behind(before: dict[int, str], patience: float = PATIENCE_S) -> list[str]:
    """Return what runs that did not run before, after giving it time to end."""
    end = time.monotonic() + patience
    while True:
        # deleteLater counts as ended
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        found = [what for key, what in running().items() if key not in before]
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def nothing_left_running(qapp) -> Iterator[None]:
    """Fail a test that leaves a thread or a running timer behind: in the program it would outlive its window."""
    before = running()
    yield
    found = left_behind(before)
    if found:
        pytest.fail("left running: " + "; ".join(sorted(found)), pytrace=False)


def _owner(one: QTimer | QThreadPool) -> str:
    parent = one.parent()
    return type(parent).__name__ if parent is not None else "nobody"
