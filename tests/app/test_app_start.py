"""The start page in the real window: it is there without a photo, leads to one in every way, and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeEngine
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from test_app_window import LEFT, drag

from paramisp_core.files.sidecar import sidecar_path
from paramisp_core.resources import resource_path

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("a.jpg", "b.jpg")]
    for path in paths:
        Image.new("RGB", (60, 40), (200, 30, 30)).save(path)
    return paths


def wait_for(qtbot, window, path: Path) -> None:
    qtbot.waitUntil(lambda: window.photo is not None and window.photo.path == path)


def test_without_a_photo_there_is_the_start_page_and_nothing_to_edit(make_window, qtbot):
    window = make_window(path=None)
    page = window.opening.start_page
    assert page.isVisible()
    assert page.geometry() == window.viewer.rect()
    assert page.open.hasFocus()
    assert not page.recent.isVisible()
    assert page._none.isVisible()
    assert not window.shot_panel.isEnabled()
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: page.geometry() == window.viewer.rect())
    QTest.mouseClick(page.sample, LEFT)
    wait_for(qtbot, window, resource_path("sample.jpg"))
    assert not page.isVisible()


def test_it_asks_for_photos_by_button_click_and_key(make_window, qtbot, monkeypatch, photos):
    window = make_window(path=None)
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: asked.append(1) or ([], ""))
    QTest.mouseClick(window.opening.start_page.open, LEFT)
    QTest.mouseClick(window.opening.start_page.drop, LEFT)
    QTest.keyClick(window, Qt.Key.Key_O, CTRL)
    assert len(asked) == 3
    assert window.opening.start_page.isVisible()


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning")
def test_dropping_on_it_shows_that_it_may_and_opens(make_window, qtbot, photos):
    window = make_window(path=None)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photos[1]))])
    copy = Qt.DropAction.CopyAction
    before = window.opening.start_page.drop.grab().toImage()
    QApplication.sendEvent(window.viewer, QDragEnterEvent(QPoint(50, 50), copy, mime, LEFT, NONE))
    assert window.opening.start_page.drop.grab().toImage() != before
    QApplication.sendEvent(window.viewer, QDropEvent(QPointF(50, 50), copy, mime, LEFT, NONE))
    wait_for(qtbot, window, photos[1])
    assert window.opening.start_page.drop.grab().toImage() == before


def test_closing_a_photo_saves_it_and_leads_to_the_photos_of_before(make_window, qtbot, photos):
    engine = FakeEngine()
    window = make_window(engine, path=photos[0])
    window.open(photos[1])
    wait_for(qtbot, window, photos[1])
    drag(window, "exposure_ev", 1.0)
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    page = window.opening.start_page
    qtbot.waitUntil(lambda: sidecar_path(photos[1]).exists())
    assert window.photo is None
    assert page.isVisible()
    assert page.recent.photos.paths == [photos[1], photos[0]]
    assert not window.undo_stack.canUndo()
    assert not window.raw_panel.isEnabled()
    assert not window.output_panel.ask.isEnabled()
    assert window.windowTitle() == "ParamISP Studio"
    assert not window.probe.readout.full, "nothing of the closed photo stays in sight"
    assert "picture" not in window.status.device.text()
    assert not window.scopes.histogram._curves
    assert window.raw_panel.rows["exposure_ev"].edit.text() == ""
    assert window.shot_panel.rows["iso"].edit.text() == ""
    assert window.camera_panel._note.text() == window.camera_panel._sure.text() == ""
    qtbot.waitUntil(lambda: page.recent.photos.is_edited(photos[1]))
    for key in (Qt.Key.Key_1, Qt.Key.Key_Z, Qt.Key.Key_Space, Qt.Key.Key_Backslash, Qt.Key.Key_PageDown):
        QTest.keyClick(window, key)  # nothing of it needs a photo
    QTest.qWait(50)
    assert window.photo is None
    assert window.viewer.frame is None

    place = page.recent.visualRect(page.recent.photos.index(1)).center()
    QTest.mouseClick(page.recent.viewport(), LEFT, pos=place)
    wait_for(qtbot, window, photos[0])
    qtbot.waitUntil(lambda: window.viewer.frame is not None and window.controller.idle)
    assert not page.isVisible()
    assert window.edit.raw.exposure_ev == 0
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    page.recent.setFocus()
    QTest.keyClick(page.recent, Qt.Key.Key_Right)
    QTest.keyClick(page.recent, Qt.Key.Key_Right)
    QTest.keyClick(page.recent, Qt.Key.Key_Return)
    wait_for(qtbot, window, photos[1])
    assert window.edit.raw.exposure_ev > 0


def test_a_first_photo_that_cannot_be_opened_leads_to_it_with_the_reason(make_window, qtbot, tmp_path):
    window = make_window(path=None)
    window.open(tmp_path / "notes.txt")
    assert not window.opening.start_page.isVisible()
    qtbot.waitUntil(lambda: window.opening.start_page.isVisible())
    assert "is not a photo" in window.message.text
    assert window.message.isVisible()
    bar = window.message.mapTo(window.viewer, window.message.rect().center())
    assert window.viewer.childAt(bar) in (window.message, *window.message.children()), "the page lies under it"


def test_a_folder_of_pictures_that_is_not_there_is_no_file_name(make_window, monkeypatch, tmp_path):
    window = make_window(path=None)
    where = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: where.append(a[2]) or ([], ""))
    for folder, expected in ((tmp_path / "Pictures", Path.home()), (tmp_path, tmp_path)):
        monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _, f=folder: str(f))
        QTest.keyClick(window, Qt.Key.Key_O, CTRL)
        assert where.pop() == str(expected)


def test_the_sample_is_not_exported_into_the_program(make_window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    window = make_window(path=resource_path("sample.jpg"), engine=FakeEngine())
    wait_for(qtbot, window, resource_path("sample.jpg"))
    assert window.exporting.folder == tmp_path


@pytest.mark.parametrize("named", ["folder", "photos"])
def test_it_can_be_started_with_a_folder_or_several_photos(qtbot, make_window, photos, named):
    window = make_window(path=None, wait=False)
    window.opening.start(*([photos[0].parent] if named == "folder" else photos[::-1]))
    wait_for(qtbot, window, photos[0] if named == "folder" else photos[1])
    assert set(window.folder.strip.photos.paths) == set(photos)


def test_a_folder_without_photos_leads_to_the_start_page(qtbot, make_window, tmp_path):
    (tmp_path / "empty").mkdir()
    window = make_window(path=None, wait=False)
    window.opening.start(tmp_path / "empty")
    qtbot.waitUntil(lambda: "no photos" in window.message.text)
    assert window.opening.start_page.isVisible()


def test_what_was_said_of_a_photo_goes_with_it(make_window, qtbot):
    window = make_window(path=resource_path("sample.jpg"), engine=FakeEngine())
    wait_for(qtbot, window, resource_path("sample.jpg"))
    qtbot.waitUntil(lambda: "sample" in window.message.text)
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert window.opening.start_page.isVisible()
    assert window.message.isHidden()
