"""Snapshots and presets in the real window: taken, named, applied, renamed, deleted, undone, and there again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import FakeEngine
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from shiboken6 import isValid
from test_app_saving import edited, photo_path  # noqa: F401
from test_app_window import LEFT, drag

from paramisp_core.editing.edits import RawEdits
from paramisp_core.files.sidecar import sidecar_path

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def names(shelf) -> list[str]:
    return [shelf.list.item(row).text() for row in range(shelf.list.count())]


def click(shelf, row: int) -> None:
    QTest.mouseClick(shelf.list.viewport(), LEFT, pos=shelf.list.visualItemRect(shelf.list.item(row)).center())


def type_name(text: str) -> None:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    for _ in range(1000):
        QTest.qWait(10)
        if not isValid(editor):
            break
    QTest.qWait(20)  # the new name is told after the editor is closed


@pytest.fixture
def window(make_window, photo_path):  # noqa: F811
    return make_window(path=photo_path)


def test_a_snapshot_is_taken_named_gone_back_to_and_there_again(window, make_window, qtbot, photo_path):  # noqa: F811
    shelf = window.keeping_panel.snapshots
    window.change("All", edited(window))
    kept = window.edit
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    assert names(shelf) == ["Snapshot 1"]
    type_name("Evening")
    assert names(shelf) == ["Evening"]
    drag(window, "exposure_ev", -2.0)
    assert window.edit != kept
    click(shelf, 0)
    assert window.edit == kept
    assert window.undo_stack.undoText() == "Evening"
    window.undo_stack.undo()
    assert window.edit.raw.exposure_ev < -1
    window.close()
    saved = json.loads(sidecar_path(photo_path).read_text())["snapshots"]
    assert [entry["name"] for entry in saved] == ["Evening"]

    again = make_window(path=photo_path)
    assert names(again.keeping_panel.snapshots) == ["Evening"]
    click(again.keeping_panel.snapshots, 0)
    assert again.edit == kept
    other = photo_path.with_name("other.jpg")
    again.open(other)
    qtbot.waitUntil(lambda: again.photo.path == other)
    assert names(again.keeping_panel.snapshots) == [], "a snapshot belongs to its photo"
    again.close()
    assert not sidecar_path(other).exists()


def test_snapshots_are_renamed_retaken_deleted_and_all_of_it_undone(window):
    shelf = window.keeping_panel.snapshots
    for name in ("One", "Two"):
        QTest.mouseClick(shelf.new, LEFT)
        type_name(name)
    shelf.list.setCurrentRow(0)
    QTest.keyClick(shelf.list, Qt.Key.Key_F2)
    type_name("  First  ")
    assert names(shelf) == ["First", "Two"]
    QTest.keyClick(shelf.list, Qt.Key.Key_F2)
    type_name("   ")
    assert names(shelf) == ["First", "Two"], "a name of nothing is no name"
    drag(window, "exposure_ev", 1.0)
    now = window.edit
    retake = next(action for action in shelf.menu.actions() if action.text().startswith("Take again"))
    retake.trigger()
    window.editing.reset_all()
    click(shelf, 0)
    assert window.edit == now
    QTest.keyClick(shelf.list, Qt.Key.Key_Delete)
    assert names(shelf) == ["Two"]
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert names(shelf) == ["First", "Two"]
    while window.undo_stack.canUndo():
        window.undo_stack.undo()
    assert names(shelf) == []
    window.close()
    assert not sidecar_path(window.photo.path).exists()


def test_a_preset_is_saved_named_and_put_over_another_photos_edit(window, make_window, qtbot, photo_path):  # noqa: F811
    shelf = window.keeping_panel.presets
    window.change("Some", window.edit.with_raw_value("kelvin", 4200.0, (5000.0, 0.0)).with_setting("f_number", 8.0)
                  .with_raw(crop=(0.1, 0.1, 0.8, 0.9)))
    QTest.keyClick(window, Qt.Key.Key_N, CTRL | SHIFT)
    type_name("Cold: f/8")
    assert names(shelf) == ["Cold: f/8"]
    files = list((photo_path.parents[1] / "data").rglob("*.paramisp-preset.json"))
    assert len(files) == 1
    assert "crop" not in files[0].read_text()

    other = make_window(path=photo_path.with_name("b.jpg"))
    shelf = other.keeping_panel.presets
    qtbot.waitUntil(lambda: names(shelf) == ["Cold: f/8"])
    drag(other, "exposure_ev", 1.0)
    other.change("Crop", other.edit.with_raw(crop=(0.0, 0.0, 0.5, 0.5)))
    before = other.edit
    click(shelf, 0)
    assert other.edit == before.with_raw(kelvin=4200.0, tint=0.0).with_setting("f_number", 8.0)
    assert other.undo_stack.undoText() == "Cold: f/8"
    QTest.keyClick(other, Qt.Key.Key_Z, CTRL)
    assert other.edit == before


def test_a_preset_of_nothing_and_a_taken_name_are_refused_in_a_sentence(window):
    shelf = window.keeping_panel.presets
    QTest.mouseClick(shelf.new, LEFT)
    assert "Nothing is changed" in window.message.text
    assert names(shelf) == []
    drag(window, "exposure_ev", 1.0)
    for name in ("One", "Two"):
        QTest.mouseClick(shelf.new, LEFT)
        type_name(name)
    shelf.list.setCurrentRow(1)
    QTest.keyClick(shelf.list, Qt.Key.Key_F2)
    type_name("one")
    assert "already" in window.message.text
    assert names(shelf) == ["One", "Two"]


def test_deleting_a_preset_asks_and_can_be_declined(window, qtbot):
    shelf = window.keeping_panel.presets
    drag(window, "exposure_ev", 1.0)
    QTest.mouseClick(shelf.new, LEFT)
    type_name("One")
    for button, left in (("Cancel", ["One"]), ("Delete", [])):
        shelf.list.setCurrentRow(0)
        QTest.keyClick(shelf.list, Qt.Key.Key_Delete)
        box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
        QTest.mouseClick(next(b for b in box.buttons() if button in b.text()), LEFT)
        qtbot.waitUntil(lambda box=box: not box.isVisible())
        assert names(shelf) == left


def test_presets_are_handed_on_as_files(window, monkeypatch, tmp_path):
    shelf = window.keeping_panel.presets
    drag(window, "exposure_ev", 1.0)
    QTest.mouseClick(shelf.new, LEFT)
    type_name("One")
    target = tmp_path / "handed on.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
    actions = {action.text().rstrip("…"): action for action in shelf.menu.actions()}
    shelf.list.setCurrentRow(0)
    actions["Export"].trigger()
    assert json.loads(target.read_text())["name"] == "One"
    junk = tmp_path / "junk.json"
    junk.write_text("[]")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: ([str(target), str(junk)], ""))
    actions["Import"].trigger()
    assert names(shelf) == ["One", "One 2"]
    assert "junk.json cannot be read" in window.message.text


def test_a_broken_preset_file_is_told_at_the_start(make_window, qtbot, tmp_path):
    folder = tmp_path / "data" / "paramisp-studio" / "presets"
    folder.mkdir(parents=True)
    (folder / "x.paramisp-preset.json").write_text("{")
    window = make_window(path=None)
    qtbot.waitUntil(lambda: "x.paramisp-preset.json cannot be read" in window.message.text)
    assert Path(folder / "x.paramisp-preset.json").read_text() == "{"
    assert window.edit.raw == RawEdits()


def test_a_snapshot_stands_beside_the_present_state_until_another_photo_is_opened(
        make_window, qtbot, photo_path):  # noqa: F811
    engine = FakeEngine()
    window = make_window(engine, path=photo_path)
    drag(window, "exposure_ev", 1.0)
    kept = window.edit
    window.keeping.take_snapshot()
    type_name("Bright")
    window.editing.reset_all()
    qtbot.waitUntil(lambda: window.controller.idle)
    engine.log.clear()
    window.comparison.menu.aboutToShow.emit()
    entries = window.comparison.snapshots.actions()
    assert [action.text() for action in entries] == ["Bright"]
    entries[0].trigger()
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.beside is not None)
    assert window.comparison.label == "Bright"
    assert ("render", kept) in [(shown, edit) for shown, edit, _ in engine.log]
    frame = window.viewer.frame
    assert frame.beside.pixelColor(40, 40).red() > 1.5 * frame.image.pixelColor(40, 40).red()
    window.open(photo_path.with_name("b.jpg"))
    qtbot.waitUntil(lambda: window.photo.path != photo_path and window.controller.idle)
    assert window.comparison.label == "Source photo"
    window.comparison.menu.aboutToShow.emit()
    assert not window.comparison.snapshots.isEnabled()


def test_pointing_at_a_preset_shows_it_and_changes_nothing(make_window, qtbot, photo_path):  # noqa: F811
    engine = FakeEngine()
    window = make_window(engine, path=photo_path)
    drag(window, "exposure_ev", 1.0)
    bright = window.edit
    for take in (window.keeping.save_preset, window.keeping.take_snapshot):
        take()
        type_name("Bright")
    window.editing.reset_all()
    window.change("Shadows", window.edit.with_raw(shadows=0.5))
    own = window.edit
    count = window.undo_stack.count()
    qtbot.waitUntil(lambda: window.controller.idle)
    window.show_keeping()
    for shelf, shown in ((window.keeping_panel.presets, own.with_raw(exposure_ev=bright.raw.exposure_ev)),
                         (window.keeping_panel.snapshots, bright)):
        place = shelf.list.visualItemRect(shelf.list.item(0)).center()
        QTest.mouseMove(shelf.list.viewport(), place)
        qtbot.waitUntil(lambda shown=shown: window.viewer.frame.request.edit == shown)
        assert window.viewer._banner == "Bright"
        assert window.edit == own
        assert window.raw_panel.rows["exposure_ev"].value == 0
        QTest.mouseMove(window.viewer, window.viewer.rect().center())
        QApplication.sendEvent(shelf.list, QEvent(QEvent.Type.Leave))
        qtbot.waitUntil(lambda: window.viewer.frame.request.edit == own)
        assert window.viewer._banner == ""
    assert window.undo_stack.count() == count
    window.change("Crop", own.with_raw(crop=(0.0, 0.0, 0.5, 0.5)))
    qtbot.waitUntil(lambda: window.controller.idle)
    QTest.mouseMove(window.keeping_panel.snapshots.list.viewport(), QPoint(30, 8))
    QTest.qWait(50)
    assert window.viewer._banner == "", "another crop cannot be shown in this one"
    shelf = window.keeping_panel.presets
    QTest.mouseMove(shelf.list.viewport(), QPoint(30, 8))
    qtbot.waitUntil(lambda: window.viewer._banner == "Bright")
    click(shelf, 0)
    assert window.viewer._banner == ""
    assert window.edit.raw.exposure_ev == bright.raw.exposure_ev
