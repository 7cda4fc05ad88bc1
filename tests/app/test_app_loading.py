"""Loading what is heavy leaves the interpreter to the window: nothing before it is painted, one library at a time."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fakes import FakeEngine
from PySide6.QtCore import QEvent, QObject, Qt

from app import libraries
from app.live import worker
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
    assert order[: order.index("load")].count("painted") >= 3
    window.close()


def test_the_models_are_loaded_once_the_photo_is_shown(qtbot) -> None:
    order: list[str] = []

    class Noting(FakeEngine):
        def open(self, path: Path):  # type: ignore[no-untyped-def]
            order.append("open")
            return super().open(path)

        def load(self):  # type: ignore[no-untyped-def]
            order.append("load")
            return super().load()

    window = MainWindow(Controller(Noting()))
    qtbot.addWidget(window)
    window.controller._worker.frame_done.connect(lambda *_: order.append("picture"), Qt.ConnectionType.DirectConnection)
    show_then_start(window, Path("/nowhere/test.jpg"))
    qtbot.waitUntil(lambda: window.controller.engine is not None)
    assert order[:3] == ["open", "picture", "load"]
    assert window.viewer.frame is not None
    window.close()


@pytest.mark.parametrize("paths", [[Path("/nowhere/test.txt")], [], [Path(__file__).parent]])
def test_the_models_are_loaded_without_a_photo_too(qtbot, paths: list[Path]) -> None:
    window = MainWindow(Controller(FakeEngine()))
    qtbot.addWidget(window)
    show_then_start(window, *paths)
    qtbot.waitUntil(lambda: window.controller.engine is not None)
    assert window.photo is None
    window.close()


def test_what_is_looked_up_about_a_photo_is_read_while_it_is_decoded(qtbot, monkeypatch) -> None:
    """A failure there is told by who looks it up."""
    threads: list[str] = []

    def read() -> None:
        threads.append(threading.current_thread().name)
        raise OSError("gone")

    monkeypatch.setattr(worker, "_databases_read", threading.Event())
    monkeypatch.setattr("paramisp_core.camera.facts.read_all", read)
    window = MainWindow(Controller(FakeEngine()))
    qtbot.addWidget(window)
    show_then_start(window, Path("/nowhere/a.jpg"))
    qtbot.waitUntil(lambda: window.viewer.frame is not None)
    window.open(Path("/nowhere/b.jpg"))
    qtbot.waitUntil(lambda: window.photo.path == Path("/nowhere/b.jpg"))
    assert threads == ["paramisp-facts"]
    window.close()


def test_a_photo_s_libraries_wait_for_those_that_are_being_mapped(monkeypatch) -> None:
    asking = threading.Thread(target=libraries.wait_for_mapping)
    with libraries.MAPPING:
        asking.start()
        asking.join(0.05)
        assert asking.is_alive()
    asking.join()


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
