"""Loading what is heavy leaves the interpreter to the window: nothing before it is painted, one library at a time."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fakes import FakeEngine
from PySide6.QtCore import QEvent, QObject

from app import libraries
from app.live.controller import Controller
from app.live.engine import Engine, collection_put_off
from app.picture import monitor
from app.window import MainWindow, show_then_start

ROOT = Path(__file__).resolve().parents[2]


def test_no_collection_runs_while_torch_is_imported_and_what_it_made_is_never_looked_at() -> None:
    code = ("import gc, sys\n"
            "full = []\n"
            "gc.callbacks.append(lambda phase, info: full.append('torch' in sys.modules))\n"
            "from app.live.engine import Engine\n"
            "full.clear()\n"
            "Engine().load()\n"
            "assert 'torch' in sys.modules\n"
            "during = list(full)\n"
            "assert gc.isenabled()\n"
            "kept, looked_at = gc.get_freeze_count(), len(gc.get_objects())\n"
            "assert not during, f'{len(during)} collections'\n"
            "assert kept > 20 * looked_at, (kept, looked_at)\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr


def test_the_collector_goes_on_after_a_failure_and_as_it_was_before() -> None:
    def fail() -> None:
        with collection_put_off():
            assert not gc.isenabled()
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_only_the_first_load_keeps_objects_from_the_collector() -> None:
    """Later ones would keep what the models before them left behind."""
    Engine().load()
    before = gc.get_freeze_count()
    Engine().load()
    assert gc.get_freeze_count() <= before


def test_nothing_is_loaded_before_the_window_is_painted(qtbot) -> None:
    order: list[str] = []

    class Loading(FakeEngine):
        def load(self):  # type: ignore[no-untyped-def]
            order.append("load")
            return super().load()

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                order.append("painted")
            return False

    window, painted = MainWindow(Controller(Loading())), Painted()
    qtbot.addWidget(window)
    for part in (window.viewer, window.side, window.statusBar()):
        part.installEventFilter(painted)
    show_then_start(window, Path("/nowhere/test.jpg"))
    qtbot.waitUntil(lambda: window.controller.engine is not None)
    assert order[:4].count("painted") >= 3
    assert order.count("load") == 1
    window.close()


def test_a_window_that_is_not_painted_loads_all_the_same_and_a_closed_one_nothing(qtbot, monkeypatch) -> None:
    monkeypatch.setattr("app.window._UNSEEN_MS", 50)
    windows = [MainWindow(Controller(FakeEngine())) for _ in range(2)]
    for window in windows:
        qtbot.addWidget(window)
        window.viewer.hide()
        show_then_start(window, Path("/nowhere/test.jpg"))
    windows[1].close()
    qtbot.waitUntil(lambda: windows[0].controller.engine is not None)
    qtbot.wait(100)
    assert windows[1].controller.engine is None
    windows[0].close()


def test_libraries_wait_for_each_other_without_the_interpreter(monkeypatch) -> None:
    mapped = threading.Event()
    monkeypatch.setattr(monitor.ctypes.util, "find_library", lambda name: "libnone.so")

    def library(name: str) -> None:
        assert libraries.MAPPING.locked()
        mapped.set()
        raise OSError("none")

    monkeypatch.setattr(monitor.ctypes, "CDLL", library)

    def ask() -> None:
        with pytest.raises(OSError, match="none"):
            monitor.x11_profile()

    asking = threading.Thread(target=ask)
    with libraries.MAPPING:
        asking.start()
        assert not mapped.wait(0.1)
    asking.join()
    assert mapped.is_set()
