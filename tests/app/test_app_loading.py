"""Loading what is heavy leaves the interpreter to the window: nothing before it is painted, one library at a time."""

from __future__ import annotations

import ctypes
import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fakes import FakeEngine
from PySide6.QtCore import QEvent, QObject, Qt

from app import libraries
from app.libraries import collection_put_off
from app.live import worker
from app.live.controller import Controller
from app.live.engine import Engine
from app.photos.folder_strip import Loader
from app.picture import monitor
from app.start import share_cores
from app.window import MainWindow, show_then_start

ROOT = Path(__file__).resolve().parents[2]


def passes_alone(code: str) -> None:
    """Run code in a Python of its own, where nothing is imported yet; what it asserts has to hold."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr


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
    passes_alone(code)


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


def test_the_collector_stays_off_until_the_last_of_two_threads_has_imported() -> None:
    first, second = collection_put_off(), collection_put_off()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_opencv_is_mapped_and_imported_without_a_collection() -> None:
    code = ("import gc, sys\n"
            "from app import libraries\n"
            "seen, whole = [], libraries._map\n"
            "libraries._map = lambda *names: (seen.append((names[0], 'cv2' in sys.modules)), whole(*names))\n"
            "gc.callbacks.append(lambda phase, info: 'cv2' in sys.modules and seen.append(sys.modules['cv2']))\n"
            "libraries.import_opencv()\n"
            "assert gc.isenabled()\n"
            "assert seen[0] == ('cv2', False)\n"
            "assert all(hasattr(cv2, 'imread') for cv2 in seen[1:]), 'a collection before it was whole'\n")
    passes_alone(code)


def test_what_numpy_asks_the_system_is_answered_before_torch_is_mapped(monkeypatch) -> None:
    """Its first call of backtrace maps a library: amid the mapping it would wait, with Python's global lock."""
    called: list[str] = []

    class System:
        def __init__(self, name: None) -> None:
            pass

        def __getattr__(self, name: str) -> object:
            class Function:
                def __call__(self, *arguments: object) -> None:
                    called.append(name)

            setattr(self, name, Function())
            return getattr(self, name)

    monkeypatch.setattr(ctypes, "CDLL", System)
    monkeypatch.setattr(libraries.sys, "platform", "linux")
    libraries._map("torch", ("__init__.py",), 0)
    assert called == ["backtrace", "dlopen"]


def test_how_much_is_a_guess_is_not_looked_at_while_libraries_are_mapped(qtbot, monkeypatch) -> None:
    told: list[str] = []
    mapping = threading.Event()
    monkeypatch.setattr(worker, "mapping", mapping.is_set)
    mapping.set()
    window = MainWindow(Controller(FakeEngine()))
    qtbot.addWidget(window)
    window.controller.doubt_told.connect(lambda words, sentence: told.append(words))
    show_then_start(window, Path("/nowhere/test.jpg"))
    qtbot.waitUntil(lambda: window.controller.engine is not None and window.controller.idle)
    qtbot.wait(600)  # longer than it waits for the user to be quiet
    assert not told
    mapping.clear()
    qtbot.waitUntil(lambda: bool(told))
    window.close()


def test_a_small_picture_s_libraries_wait_for_those_that_are_being_mapped(qtbot, tmp_path: Path) -> None:
    parent, loaded = QObject(), []
    loader = Loader(lambda: False, parent)
    loader.loaded.connect(lambda path, image, edited: loaded.append(path))
    with libraries.MAPPING:
        loader.want([tmp_path / "a.jpg"], 100)
        qtbot.wait(100)
        assert not loaded
    qtbot.waitUntil(lambda: bool(loaded))
    loader.stop()


def test_threads_that_nobody_has_called_do_not_keep_a_core(monkeypatch) -> None:
    for name in ("OPENCV_THREAD_POOL_ACTIVE_WAIT_WORKER", "OPENBLAS_THREAD_TIMEOUT"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    interval = sys.getswitchinterval()
    share_cores()
    sys.setswitchinterval(interval)
    assert os.environ["OPENCV_THREAD_POOL_ACTIVE_WAIT_WORKER"] == "0"
    assert os.environ["OPENBLAS_THREAD_TIMEOUT"] == "4"


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
    asking = threading.Thread(target=libraries.import_opencv)
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
