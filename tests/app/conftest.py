"""Fixtures of the window's tests: the theme, settings of their own, windows that close clean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not os.environ.get("PARAMISP_TEST_ON_SCREEN"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from fakes import FakeEngine
from leaks import nothing_left_running  # noqa: F401 - a fixture for every test
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.live.controller import Controller
from app.theme import apply_theme
from app.window import MainWindow, show_then_start


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never touch the user's settings and saved edits."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Wait longer than pytest-qt's five seconds before something counts as missing: the machine may be busy."""
    for name in ("waitUntil", "waitSignal", "waitSignals"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=30_000))
    return qtbot


@pytest.fixture
def make_window(qtbot, qapp, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., MainWindow]]:
    """Return a function that opens a window on the fake's photo and waits for its first rendered frame."""
    apply_theme(qapp)
    # no window manager frames it, and the screen that is none is smaller than a window: it keeps the size it is given
    monkeypatch.setattr("app.window.keep_on_screen", lambda window: None)
    windows: list[MainWindow] = []

    def make(engine: FakeEngine | None = None, path: Path | None = Path("/nowhere/test.jpg"),
             wait: bool = True, size: tuple[int, int] = (1200, 860)) -> MainWindow:
        window = MainWindow(Controller(engine or FakeEngine()))
        windows.append(window)
        window.resize(*size)
        show_then_start(window, *([] if path is None else [path]))
        qtbot.waitExposed(window)
        if wait:
            qtbot.waitUntil(lambda: window.controller.engine is not None)
            if path is not None:
                qtbot.waitUntil(lambda: bool(window.viewer.frame) and window.controller.idle)
            qtbot.waitUntil(lambda: window.settled)
        return window

    yield make
    for window in windows:
        window.quit_now()
        window.deleteLater()
    qapp.processEvents()
