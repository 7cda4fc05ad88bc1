"""A sheet from the camera browser: the marked cameras, else the favorites, in one picture; or none, if cancelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from making import LEFT, LONG, Endless, save_photo
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from paramisp_core.applications import contact_sheet
from paramisp_core.camera.database import camera_named
from paramisp_core.files.opening import open_photo


@pytest.fixture
def path(tmp_path: Path) -> Path:
    y, x = np.mgrid[0:90, 0:120]
    return save_photo(tmp_path / "photo.jpg", np.dstack([x * 2, y * 2, x + y]) / 255)


@pytest.fixture
def window(make_window, path: Path):
    made = make_window(path=path)
    made.opening.photo = open_photo(path)  # the fake's own photo is of a made-up camera
    return made


def mark(qtbot, browser, name: str) -> None:
    """Find a camera by typing, and mark it with Space."""
    browser.search.clear()
    qtbot.keyClicks(browser.search, name)
    camera = camera_named(name)
    qtbot.waitUntil(lambda: camera in browser.model.rows)
    browser.grid.setCurrentIndex(browser.model.index(browser.model.rows.index(camera)))
    qtbot.keyClick(browser.grid, Qt.Key.Key_Space)


def test_marked_cameras_become_a_sheet(window, qtbot, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "sheet.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    browser = window.tools.open_browser()
    assert not browser.sheet.isEnabled(), "nothing is marked, and nobody a favorite"
    for name in ("Canon EOS 5D Mark II", "Fujifilm X100S"):
        mark(qtbot, browser, name)
    qtbot.mouseClick(browser.sheet, LEFT)
    qtbot.waitUntil(target.is_file, timeout=LONG)
    qtbot.waitUntil(lambda: "shown as 2 cameras" in window.message.text, timeout=LONG)
    assert Image.open(target).size[0] > 2 * 120, "three pictures, at least two of them beside each other"
    assert window.applications.sheet.bar is None


def test_without_marks_the_favorites_are_taken(window, qtbot) -> None:
    browser = window.tools.open_browser()
    browser.search.clear()
    qtbot.keyClicks(browser.search, "Canon EOS 5D Mark II")
    camera = camera_named("Canon EOS 5D Mark II")
    qtbot.waitUntil(lambda: camera in browser.model.rows)
    browser.grid.setCurrentIndex(browser.model.index(browser.model.rows.index(camera)))
    qtbot.keyClick(browser.grid, Qt.Key.Key_F)
    assert browser.for_sheet == [camera]
    assert browser.sheet.isEnabled()


def test_cancel_writes_nothing(window, qtbot, tmp_path: Path, monkeypatch) -> None:
    slow = Endless()
    monkeypatch.setattr(contact_sheet, "make_sheet", slow)
    target = tmp_path / "sheet.jpg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.applications.ask_sheet([camera_named("Canon EOS 5D Mark II")])
    qtbot.waitUntil(slow.started.is_set, timeout=LONG)
    assert window.applications.sheet.bar.labelText() == "The photo as the Canon EOS 5D Mark II…"
    qtbot.mouseClick(window.applications.sheet.bar.findChild(QPushButton), LEFT)
    qtbot.waitUntil(slow.ended.is_set)
    assert "cancelled" in window.message.text
    assert not target.exists()


def test_the_photo_itself_is_never_overwritten(window, path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.applications.ask_sheet([camera_named("Canon EOS 5D Mark II")])
    assert "itself" in window.message.text
    assert window.applications.sheet.bar is None
