"""The fixture that looks for what a test leaves running finds it, and says nothing of what has ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from leaks import left_behind, running
from PySide6.QtCore import QRunnable, QThread, QThreadPool, QTimer

_TESTS = """
import threading, time
import pytest
from PySide6.QtCore import QThread, QTimer
from leaks import nothing_left_running
kept = []

@pytest.fixture(scope="session", autouse=True)
def clean_end():
    yield
    for thread in kept:
        if isinstance(thread, QThread):
            thread.quit()
            thread.wait()

def test_clean(qapp):
    timer = QTimer()
    timer.start(1000)
    timer.stop()
    thread = threading.Thread(target=lambda: time.sleep(0.2), name="soon over")
    thread.start()

def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(1000)

def test_thread(qapp):
    threading.Thread(target=lambda: time.sleep(30), name="sleeper", daemon=True).start()

def test_qthread(qapp):
    kept.append(QThread())
    kept[-1].setObjectName("worker")
    kept[-1].start()

def test_after_them(qapp):
    pass
"""


def test_a_test_that_leaves_something_running_fails(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(_TESTS, encoding="utf-8")
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parents[1])]),
                   "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
                          capture_output=True, text=True, timeout=120, env=environment, cwd=tmp_path)
    for found, test in (("left running: a QTimer of 1000 ms of nobody", "test_timer"),
                        ("left running: the thread sleeper", "test_thread"),
                        ("left running: the QThread worker", "test_qthread")):
        assert found in done.stdout, done.stdout
        assert f"ERROR test_some.py::{test}" in done.stdout
    assert "5 passed, 3 errors" in done.stdout  # the others, the one after them included, are not blamed


def test_running_knows_threads_timers_and_pools(qapp) -> None:
    before = running()
    gate = threading.Event()

    class Wait(QRunnable):
        def run(self) -> None:
            gate.wait(10)

    pool, timer, thread = QThreadPool(), QTimer(), QThread()
    plain = threading.Thread(target=gate.wait, args=(10,), name="plain")
    assert left_behind(before, 0) == []
    pool.start(Wait())
    timer.start(60_000)
    thread.start()
    plain.start()
    try:
        found = " ".join(left_behind(before, 0.1))
        for word in ("QThreadPool", "QTimer of 60000 ms", "QThread ", "the thread plain"):
            assert word in found
    finally:
        gate.set()
        timer.stop()
        thread.quit()
        thread.wait()
    assert left_behind(before) == []


@pytest.mark.parametrize("wait", [True, False])
def test_a_window_leaves_nothing_running(make_window, wait: bool) -> None:
    """Closed by the fixture, which the other fixture then judges."""
    make_window(wait=wait)
