"""The measured bars: the window is up before anything heavy, and its thread stays free while rendering."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.benchmark import TurnMeter
from app.live.controller import Controller
from app.live.engine import Engine
from app.window import MainWindow, show_then_start
from paramisp_core.resources import checkpoints_path

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ROOT = Path(__file__).resolve().parents[2]
PHOTOS = Path(os.environ.get("PARAMISP_TEST_DATA", ROOT.parent / "shared" / "data")) / "photos"


def drag_for(qtbot, window: MainWindow, name: str, seconds: float) -> None:
    """Drag a slider to and fro at 60 Hz."""
    slider = {**window.shot_panel.rows, **window.raw_panel.rows}[name].slider
    y, x0 = slider.height() / 2, slider.stop_x

    def send(kind: QMouseEvent.Type, x: float) -> None:
        pos = QPointF(x, y)
        event = QMouseEvent(kind, pos, slider.mapToGlobal(pos), LEFT, LEFT, NONE)
        QApplication.sendEvent(slider, event)

    send(QMouseEvent.Type.MouseButtonPress, x0)
    begin = time.perf_counter()
    while (elapsed := time.perf_counter() - begin) < seconds:
        send(QMouseEvent.Type.MouseMove, x0 + 70 * math.sin(elapsed * 5))
        qtbot.wait(16)
    send(QMouseEvent.Type.MouseButtonRelease, x0)


@pytest.fixture
def real_window(qtbot, qapp, tmp_path: Path):
    """A window with the real engine on a 6 MP photo, warmed up."""
    if not list(checkpoints_path().glob("compact-*.safetensors")):
        pytest.skip("the networks' weights are not here")
    from app.theme import apply_theme

    apply_theme(qapp)
    real = PHOTOS / "NIKON_NIKON-D60_Nikon-D60.jpg"
    photo = tmp_path / "photo" / real.name  # a copy, as its edits are kept beside it
    photo.parent.mkdir()
    if real.is_file():
        shutil.copy(real, photo)
    else:
        noise = np.random.default_rng(0).random((50, 75, 3), dtype=np.float32) * 255
        cv2.imwrite(str(photo), cv2.resize(noise, (3000, 2000), interpolation=cv2.INTER_CUBIC))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.001)  # as app.start does
    window = MainWindow(Controller(Engine()))
    window.resize(1600, 1000)
    show_then_start(window, photo)
    qtbot.waitUntil(lambda: window.controller.engine is not None, timeout=90_000)
    qtbot.waitUntil(lambda: window.viewer.frame is not None and window.controller.idle, timeout=30_000)
    yield window
    window.close()
    window.deleteLater()
    sys.setswitchinterval(interval)


@pytest.mark.timeout(280)
def test_the_gui_thread_stays_free_while_the_engine_renders(qtbot, real_window, capsys) -> None:
    window = real_window
    window.controller.show(window.edit.with_raw(exposure_ev=0.1), window.shown, *window.viewer.wanted())
    qtbot.waitUntil(lambda: window.controller.idle, timeout=60_000)
    names = ("exposure_ev", "iso", "kelvin", "focal_length")
    # other programs may take the processor for a moment: one of four tries has to be clean
    for name in names:
        meter = TurnMeter()
        window.controller.latencies.clear()
        meter.start()
        drag_for(qtbot, window, name, 2.5)
        qtbot.wait(1000)  # the exact picture is being made: that is rendering too
        meter.stop()
        p95, worst = meter.of(meter.turns)
        own95, own_worst = meter.of(meter.own)
        seen = np.array(window.controller.latencies) * 1000
        with capsys.disabled():
            print(f"\n  {name}: {len(meter.turns)} turns, 95 % under {p95:.1f} ms, longest {worst:.1f} ms "
                  f"(the thread's own work: {own95:.1f}, {own_worst:.1f}); {seen.size} pictures, "
                  f"slider to picture {np.median(seen):.0f} ms, 95 % under {np.percentile(seen, 95):.0f} ms; "
                  f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        assert own95 < 16
        if seen.size >= 5 and p95 < 16 and worst < 50:
            return
    if os.getloadavg()[0] > 1.2 * (os.cpu_count() or 1):
        pytest.skip("the machine is too busy to measure; see the printed numbers")
    pytest.fail("no drag kept 95 % of the GUI thread's turns under 16 ms and all under 50 ms")


@pytest.mark.timeout(280)
def test_the_gui_thread_stays_free_while_a_folder_is_looked_through_and_written(
        qtbot, real_window, tmp_path, capsys) -> None:
    from paramisp_core.files.export_settings import ExportSettings

    folder, out = tmp_path / "folder", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    real = sorted(PHOTOS.glob("*.jpg"))[:40]
    if not real:
        pytest.skip("real photos (../shared/data) are not here")
    paths = [Path(shutil.copy(path, folder)) for path in real]
    window, strip = real_window, real_window.folder.strip
    meter = TurnMeter()
    began = time.perf_counter()
    meter.start()
    window.folder.open_paths([folder])

    def opened() -> None:
        assert window.photo.path.parent == folder, window.photo.path
        assert window.controller.idle

    qtbot.waitUntil(opened, timeout=60_000)
    for row in range(0, len(paths), 8):  # from one end to the other
        strip.scrollTo(strip.photos.index(row))
        qtbot.waitUntil(lambda row=row: strip.photos.is_loaded(strip.photos.paths[row]), timeout=60_000)
    looked = time.perf_counter() - began
    window.batch.add(paths[1:4], out, ExportSettings(resize="long_edge", long_edge=1000))
    qtbot.waitUntil(lambda: not window.batch.running, timeout=120_000)
    meter.stop()
    p95, worst = meter.of(meter.turns)
    own95, own_worst = meter.of(meter.own)
    with capsys.disabled():
        print(f"\n  40 photos: looked through in {looked:.1f} s, three written in "
              f"{time.perf_counter() - began - looked:.1f} s; 95 % of turns under {p95:.1f} ms, longest {worst:.1f} "
              f"ms (the thread's own work: {own95:.1f}, {own_worst:.1f}); load {os.getloadavg()[0]:.1f}")
    assert len(list(out.iterdir())) == 3
    assert own95 < 16
    assert own_worst < 100


def test_nothing_heavy_is_imported_before_the_window_shows() -> None:
    code = ("import sys, app.start, app.window\n"
            "heavy = {'torch', 'numpy', 'cv2', 'rawpy', 'PIL', 'tifffile'} & set(sys.modules)\n"
            "sys.exit(', '.join(sorted(heavy)) or 0)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_window_is_up_soon(tmp_path: Path) -> None:
    """Its processor time until it is painted, against a fixed piece of work: busy and slow cores do not count.

    In wall time 'paramisp benchmark --gui' measures it.
    """
    code = ("import time\n"
            "from PySide6.QtWidgets import QApplication\n"
            "a = QApplication([])\n"
            "from app.theme import apply_theme\n"
            "apply_theme(a)\n"
            "from app.window import MainWindow\n"
            "w = MainWindow(); w.show(); a.processEvents()\n"
            "up = time.process_time(); w.close()\n"
            "begin = time.process_time()\n"
            "sum(i * i % 7 for i in range(1_000_000))\n"
            "print(up / (time.process_time() - begin))")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    best = min(float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                                    timeout=120, env=environment, check=True).stdout) for _ in range(3))
    print(f"window painted after {best:.1f} times a million squares")
    assert best < 20


def test_a_drawn_picture_costs_the_gui_thread_little(qtbot, make_window) -> None:
    """A drag with instant drafts: the GUI's own work per event, panels and painting included."""
    window = make_window(FakeEngine(photo=make_photo(1200, 1800)), size=(1600, 1000))
    meter = TurnMeter()
    meter.start()
    drag_for(qtbot, window, "iso", 1.5)
    meter.stop()
    own95, own_worst = meter.of(meter.own)
    print(f"own work: 95 % under {own95:.1f} ms, longest {own_worst:.1f} ms")
    assert own95 < 16


def test_a_drag_lays_out_neither_the_panels_nor_the_status_bar(qtbot, make_window, monkeypatch) -> None:
    """Each move, and each picture, would else take the GUI thread some ms more than it needs."""
    monkeypatch.setattr("app.status._DRAFT_S", 60.0)
    window = make_window(FakeEngine())
    asked: dict[str, int] = {}

    class Asked(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.LayoutRequest:
                asked[type(watched).__name__] = asked.get(type(watched).__name__, 0) + 1
            return False

    drag_for(qtbot, window, "exposure_ev", 0.3)  # the step is in the history now, the draft told
    watching = Asked()
    for part in (window, window.statusBar(), window.side.area.widget()):
        part.installEventFilter(watching)
    before = window.controller.newest_id
    drag_for(qtbot, window, "exposure_ev", 0.5)
    moves = window.controller.newest_id - before
    assert moves >= 8
    assert max(asked.values(), default=0) < moves / 2, (asked, moves)


def test_drafts_are_told_four_times_a_second_and_what_follows_at_once(make_window) -> None:
    window = make_window(FakeEngine())
    status, facts = window.status, window.controller.engine
    status.show_engine(facts, ("exact", 2.0))
    status.show_engine(facts, ("draft", 0.020))
    assert "20 ms" in status.device.text()
    status.show_engine(facts, ("draft", 0.030))
    assert "20 ms" in status.device.text()
    status._told = "draft", time.monotonic() - 0.3
    status.show_engine(facts, ("draft", 0.040))
    assert "40 ms" in status.device.text()
    status.show_engine(facts, ("refined", 0.5))
    assert "500 ms" in status.device.text()
