"""Measure the window on a photo: how fast a dragged slider shows pictures, without and with the live strip.

    python scripts/measure_window.py photo.jpg [--seconds 4] [--json OUT]

No screen is needed. Prints slider-to-picture times, the GUI thread's turns, and how long the strip's and the camera
browser's small pictures take. Other programs on the machine count too: the load is printed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEvent, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.window import MainWindow, show_then_start

_PERIOD_MS = 5
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def main() -> int:
    """Run the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each drag lasts (default 4)")
    parser.add_argument("--slider", default="exposure_ev", help="which one is dragged (default exposure_ev)")
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args()
    if not args.photo.is_file():
        parser.error(f"{args.photo} is not there")
    with tempfile.TemporaryDirectory() as own:  # neither the user's preferences nor his sidecars
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = own
        os.environ["PARAMISP_STUDIO_SIDECAR"] = "false"
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, own)
        found = measure(args.photo, args.seconds, args.slider)
    for name, value in found.items():
        print(f"{name:42} {value}")
    if args.json is not None:
        args.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


def measure(photo: Path, seconds: float, slider: str) -> dict[str, Any]:
    """Return what was measured, by name, in milliseconds."""
    app = QApplication.instance() or QApplication([])
    sys.setswitchinterval(0.001)  # as app.start does
    window = MainWindow()
    window.resize(1600, 1000)
    show_then_start(window, photo)
    controller = window.controller

    def wait(until: Callable[[], bool], what: str) -> float:
        start = time.perf_counter()
        while not until():
            app.processEvents()
            time.sleep(0.002)
            if time.perf_counter() - start > 180:
                raise SystemExit(f"{what} did not end within three minutes")
        return (time.perf_counter() - start) * 1000

    wait(lambda: controller.engine is not None and window.viewer.frame is not None and controller.idle, "opening")
    assert window.photo is not None
    found: dict[str, Any] = {"photo": f"{photo.name}, {window.photo.rgb.shape[1]} x {window.photo.rgb.shape[0]}"}
    drag(window, slider, 1.0)  # warms up
    wait(lambda: controller.idle, "warming up")
    found |= {f"{key}, strip closed": value for key, value in drag(window, slider, seconds).items()}
    wait(lambda: controller.idle, "the exact picture")
    window.tools.toggle_strip()
    tiles = sum(not tile.isHidden() for tile in window.tools.strip.tiles)
    took = wait(lambda: any(t.image for t in window.tools.strip.tiles) and controller.thumbnails.idle, "the strip")
    found[f"the strip's {tiles} pictures"] = f"{took:.0f} ms"
    found |= {f"{key}, strip open": value for key, value in drag(window, slider, seconds).items()}
    wait(lambda: controller.idle and controller.thumbnails.idle, "the strip")
    # drags that begin while the strip is being made
    firsts = []
    for i in range(5):
        window.change("Exposure", window.edit.with_raw(exposure_ev=0.1 * (i + 1)))
        wait(lambda: controller.idle and not controller.thumbnails.idle, "the strip's beginning")
        controller.latencies.clear()
        window.change("Exposure", window.edit.with_raw(exposure_ev=0.1 * (i + 1) + 0.03))
        wait(lambda: bool(controller.latencies), "a picture")
        firsts.append(controller.latencies[0] * 1000)
    found["first picture amid the strip's making"] = f"median {sorted(firsts)[2]:.0f} ms, longest {max(firsts):.0f} ms"
    window.tools.toggle_strip()
    wait(lambda: controller.idle, "the exact picture")
    browser = window.tools.open_browser()
    wait(lambda: len(browser.model.images) > 0, "the browser's first")
    took = wait(lambda: controller.thumbnails.idle and len(browser.model.images) >= len(browser.grid.in_sight()),
                "the browser")
    found[f"the browser's {len(browser.model.images)} cameras in sight"] = f"{took:.0f} ms"
    found["load"] = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "unknown"
    window.close()
    return found


def drag(window: MainWindow, name: str, seconds: float) -> dict[str, str]:
    """Drag a slider to and fro at 60 Hz and return what the user sees and how free the GUI thread is."""
    slider = {**window.shot_panel.rows, **window.raw_panel.rows}[name].slider
    app = QApplication.instance()
    assert app is not None
    window.controller.latencies.clear()
    turns: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        turns.append(max(0.0, (now - last) * 1000 - _PERIOD_MS))
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(_PERIOD_MS)
    timer.timeout.connect(tick)
    timer.start()
    y, x0 = slider.height() / 2, slider.stop_x

    def send(kind: QEvent.Type, x: float) -> None:
        pos = QPointF(x, y)
        QApplication.sendEvent(slider, QMouseEvent(kind, pos, slider.mapToGlobal(pos), LEFT, LEFT, NONE))

    send(QEvent.Type.MouseButtonPress, x0)
    begin = step = time.perf_counter()
    while (elapsed := time.perf_counter() - begin) < seconds:
        send(QEvent.Type.MouseMove, x0 + 70 * math.sin(elapsed * 5))
        step += 1 / 60
        while time.perf_counter() < step:
            app.processEvents()
            time.sleep(0.001)
        step = max(step, time.perf_counter() - 0.1)
    send(QEvent.Type.MouseButtonRelease, x0)
    timer.stop()
    seen = [latency * 1000 for latency in window.controller.latencies]
    return {"slider to picture": _spread(seen), "GUI thread's turns": _spread(turns)}


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    if not ordered:
        return "none"
    return (f"median {ordered[len(ordered) // 2]:.0f} ms, 95 % under {ordered[int(len(ordered) * 0.95)]:.0f} ms, "
            f"longest {ordered[-1]:.0f} ms ({len(ordered)})")


if __name__ == "__main__":
    raise SystemExit(main())
