"""Measures the window on this machine, as a user would feel it; run by `paramisp benchmark --gui` in its own process.

One line of JSON on stdout: seconds to the first painted window, to the first painted picture of the photo and to the
learned camera's; the time from each move of a slider to the painted picture that shows it, and from the last one to the
refined picture; how long the GUI thread could not be heard; the memory after opening photos in turn. The user's
settings and photos are not touched: --folder holds everything.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.live.jobs import FrameReady
from app.panels.slider import ValueRow
from app.start import share_cores
from app.theme import apply_theme
from app.window import MainWindow, show_then_start

VIEWPORT = (1600, 1000)
"""Pixels in which the photo is shown, and a slider's pictures are made."""
PANELS = (400, 140)
"""About what the window has around them."""
EVENTS_PER_S = 60
SLIDER = "exposure_ev"
_PERIOD_MS = 5
_PATIENCE_S = 180.0
_REST_S = 0.5
"""Between the exact picture and the next drag."""


class TurnMeter:
    """A 5 ms timer on the GUI thread: what a turn takes beyond that, the user could not be heard."""

    def __init__(self) -> None:
        self.turns: list[float] = []  # ms
        # ms of CPU that the GUI thread itself used: other programs cannot change it
        self.own: list[float] = []
        self._last = self._last_own = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_PERIOD_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to measure."""
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Stop measuring; what was measured stays."""
        self._timer.stop()

    def clear(self) -> None:
        """Forget what was measured and begin anew."""
        self.turns.clear()
        self.own.clear()

    def _tick(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.turns.append(max(0.0, (now - self._last) * 1000 - _PERIOD_MS))
        self.own.append((own - self._last_own) * 1000)
        self._last, self._last_own = now, own

    def judged(self, phase: str) -> dict[str, dict[str, float]]:
        """Return the longest turn, what 95 % of them stay under and the longest of its own work, in s, by phase."""
        p95, longest = self.of(self.turns)
        return {name: {phase: value / 1000} for name, value in (
            ("stalls_s", longest), ("turns_p95_s", p95), ("own_work_s", max(self.own)))}

    @staticmethod
    def of(values: list[float]) -> tuple[float, float]:
        """(95th percentile, maximum)."""
        return percentile(values, 0.95), max(values)


class LatencyMeter(QObject):
    """From each move of a slider to the painted picture that shows it, or something newer."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.pictures = 0
        self._window = window
        self._last = window.controller.newest_id
        self._moves: list[tuple[float, int]] = []  # when, and the request for its picture; not yet seen on screen
        self._arrived: int | None = None
        window.controller.frame_ready.connect(self._on_frame)
        window.viewer.installEventFilter(self)

    def moved(self, at: float) -> None:
        """A slider was moved at that time; a move that changes nothing does not count."""
        request = self._window.controller.newest_id
        if request > self._last:
            self._moves.append((at, request))
            self._last = request

    def _on_frame(self, frame: Any) -> None:
        self._arrived = frame.request.id

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the viewer paint a picture."""
        if event.type() == QEvent.Type.Paint and self._arrived is not None:
            arrived, self._arrived = self._arrived, None
            QTimer.singleShot(0, self, lambda: self._on_painted(arrived))
        return False

    def _on_painted(self, request: int) -> None:
        now = time.perf_counter()
        seen = [at for at, asked in self._moves if asked <= request]
        self.pictures += bool(seen)
        self.seconds += [now - at for at in seen]
        del self._moves[: len(seen)]


class _FirstPicture(QObject):
    """Notes when the photo was painted for the first time, and as what."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.at: float | None = None
        self.frame: FrameReady | None = None
        self._viewer = window.viewer
        self._viewer.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the viewer to be painted with a picture."""
        if event.type() == QEvent.Type.Paint and self.frame is None and self._viewer.frame is not None:
            self.frame = self._viewer.frame
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.at = time.time()

    def difference(self, later: FrameReady | None) -> int | None:
        """Return by how many of 255 a pixel differs at most from a later picture; None where it lies elsewhere."""
        first = self.frame
        if first is None or later is None or first.image.size() != later.image.size():
            return None
        import numpy as np

        from app.live.worker import from_image

        if first.request.region != later.request.region:
            return None
        return int(np.abs(from_image(first.image).astype(np.int16) - from_image(later.image)).max())


class _FirstPaint(QObject):
    """Notes when the window was painted for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.at: float | None = None
        window.viewer.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the viewer, which fills most of the window, to be painted."""
        if event.type() == QEvent.Type.Paint and self.at is None:
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        if self.at is None:
            self.at = time.time()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; returns 0, or 1 with a line on stderr where a picture did not come."""
    parser = argparse.ArgumentParser(prog="python -m app.benchmark", description=__doc__)
    parser.add_argument("photos", nargs="*", type=Path, help="the one to drag on, then those to open in turn")
    parser.add_argument("--started", type=float, required=True, metavar="T", help="time.time() of this process's start")
    parser.add_argument("--folder", type=Path, required=True, help="for settings")
    parser.add_argument("--seconds", type=float, default=3.0, help="of dragging")
    parser.add_argument("--start-only", action="store_true", help="end with the learned camera's first picture")
    parser.add_argument("--slider", default=SLIDER, metavar="NAME", help="the one that is dragged")
    arguments = parser.parse_args(argv)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(arguments.folder / "settings"))
    share_cores()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    apply_theme(application)
    window = MainWindow()
    window.resize(VIEWPORT[0] + PANELS[0], VIEWPORT[1] + PANELS[1])
    first = _FirstPaint(window)
    try:
        if not arguments.photos:
            window.show()
            wait_for(lambda: first.at is not None, "the window was not painted")
            result: dict[str, Any] = {}
        else:
            if arguments.slider not in sliders(window):
                raise ValueError(f"There is no slider “{arguments.slider}”; there are {', '.join(sliders(window))}.")
            result = opened(window, first, arguments.photos[0], arguments.started)
            if not arguments.start_only:
                result |= measure(window, arguments.photos, arguments.seconds, arguments.slider, result)
    except (TimeoutError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        window.close()
    assert first.at is not None
    result["first_window_s"] = first.at - arguments.started
    result["platform"] = QGuiApplication.platformName()
    print(json.dumps(result))
    return 0


class _Settled:
    """Tells whether the window shows a photo as the learned camera renders it. Raises TimeoutError when it cannot."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._failures: list[str] = []
        controller = window.controller
        for signal in (controller.open_failed, controller.engine_failed, controller.frame_failed):
            signal.connect(self._failures.append)

    def __call__(self, path: Path) -> bool:
        if self._failures:
            raise TimeoutError(self._failures[0])
        window = self._window
        shown = window.photo is not None and window.photo.path == path and window.viewer.frame is not None
        return shown and window.controller.engine is not None and window.controller.idle


def opened(window: MainWindow, first: _FirstPaint, photo: Path, started: float) -> dict[str, Any]:
    """Show the window and open a photo in it, as a start of the program does."""
    meter, picture, settled = TurnMeter(), _FirstPicture(window), _Settled(window)
    ready: list[float] = []
    window.controller.engine_loaded.connect(lambda _: ready.append(time.time() - started))
    show_then_start(window, photo)
    wait_for(lambda: first.at is not None, "the window was not painted")
    meter.start()
    wait_for(lambda: settled(photo), f"{photo.name} was not shown")
    wait_for(lambda: picture.at is not None, f"{photo.name} was not painted")
    meter.stop()
    assert picture.at is not None
    return {"first_picture_s": picture.at - started, "engine_loaded_s": ready[0],
            "first_picture_differs": picture.difference(window.viewer.frame),
            **meter.judged("opening")}


def measure(window: MainWindow, photos: Sequence[Path], seconds: float, slider: str,
            before: dict[str, Any]) -> dict[str, Any]:
    """Drag a slider on the first photo, which is open, then open the others in turn."""
    phases = {name: dict(before[name]) for name in ("stalls_s", "turns_p95_s", "own_work_s")}
    settled, meter = _Settled(window), TurnMeter()

    def judge(phase: str) -> None:
        for name, values in meter.judged(phase).items():
            phases[name] |= values

    window.resize(window.width() + VIEWPORT[0] - window.viewer.width(),
                  window.height() + VIEWPORT[1] - window.viewer.height())
    meter.start()
    wait_for(lambda: settled(photos[0]), "the exact picture did not come")
    # once to and fro, so that the photo is inverted: what is measured is what one feels from then on
    drag(window, LatencyMeter(window), 0.5, slider)
    wait_for(lambda: settled(photos[0]), "the exact picture did not come")

    pause(_REST_S)  # one looks at it, and the next drafts are prepared
    latencies = LatencyMeter(window)
    meter.clear()
    moves = drag(window, latencies, seconds, slider)
    rest = time.perf_counter()
    wait_for(lambda: settled(photos[0]), "the exact picture did not come")
    refined = time.perf_counter() - rest
    judge("dragging")
    result: dict[str, Any] = {
        "moves": moves, "pictures": latencies.pictures,
        "slider_median_s": statistics.median(latencies.seconds),
        "slider_p95_s": percentile(latencies.seconds, 0.95),
        "refined_s": refined, "viewport": [window.viewer.width(), window.viewer.height()],
        "slider": slider, "device": window.controller.engine.device if window.controller.engine else "",
    }
    memory: dict[int, float] = {}
    meter.clear()
    from paramisp_core.engine.benchmark import memory_mb

    for count, path in enumerate(photos[1:], start=1):
        window.open(path)
        wait_for(lambda path=path: settled(path), f"{path.name} was not shown")  # type: ignore[misc]
        if count in (1, 10, len(photos) - 1):
            memory[count] = memory_mb("VmRSS")
    if memory:
        judge("opening photos in turn")
    meter.stop()
    result["memory_mb"] = memory
    return result | phases


def sliders(window: MainWindow) -> dict[str, ValueRow]:
    """Return what can be dragged, by name: the RAW's edits and the shot's settings."""
    return {**window.raw_panel.rows, **window.shot_panel.rows}


def drag(window: MainWindow, meter: LatencyMeter, seconds: float, name: str = SLIDER) -> int:
    """Drag a slider to and fro, EVENTS_PER_S moves a second; returns how many there were: fewer where it stalled."""
    slider = sliders(window)[name].slider
    window.side.area.ensureWidgetVisible(slider)
    y, middle, reach = slider.height() / 2, slider.stop_x, slider.width() * 0.25
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def send(kind: QEvent.Type, x: float) -> None:
        place = QPointF(x, y)
        QApplication.sendEvent(
            slider, QMouseEvent(kind, place, slider.mapToGlobal(place), button, button, none))

    send(QEvent.Type.MouseButtonPress, middle)
    begin, due, sent = time.perf_counter(), 0, 0

    def tick() -> bool:
        nonlocal due, sent
        elapsed = time.perf_counter() - begin
        if due < elapsed * EVENTS_PER_S and elapsed < seconds:  # a stalled mouse reports its last place only
            due, sent = math.ceil(elapsed * EVENTS_PER_S), sent + 1
            at = time.perf_counter()
            send(QEvent.Type.MouseMove, middle + reach * math.sin(elapsed * 4))
            meter.moved(at)
        return elapsed >= seconds

    wait_for(tick, "the drag did not end", every_ms=2)
    send(QEvent.Type.MouseButtonRelease, middle)
    return sent


def pause(seconds: float) -> None:
    """Let the window live for so long."""
    end = time.perf_counter() + seconds
    wait_for(lambda: time.perf_counter() >= end, "time stands still")


def wait_for(condition: Callable[[], bool], otherwise: str, every_ms: int = 5) -> None:
    """Let the window live until something is so. Raises TimeoutError with that sentence, or what the condition does."""
    loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + _PATIENCE_S
    raised: list[BaseException] = []

    def look() -> None:
        try:
            if condition():
                loop.quit()
            elif time.monotonic() > end:
                raise TimeoutError(f"{otherwise} within {_PATIENCE_S:.0f} s.")
        except BaseException as error:
            raised.append(error)
            loop.quit()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(look)
    timer.start(every_ms)
    loop.exec()
    timer.stop()
    if raised:
        raise raised[0]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of the values do not exceed, between neighbors."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


if __name__ == "__main__":
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    raise SystemExit(main())
