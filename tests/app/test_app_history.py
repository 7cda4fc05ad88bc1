"""The history list: one step for one drag, by name; clicks and keys go back and forward in the real window."""

from __future__ import annotations

from fakes import SHOT
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_app_window import LEFT, drag

from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.files.sidecar import Sidecar


def steps(window) -> list[str]:
    model = window.history_panel.view.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def names(window) -> list[str]:
    """Return what the steps are called, without their values."""
    return [one.split("   ")[0] for one in steps(window)]


def click_step(window, row: int) -> None:
    view = window.history_panel.view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(row, 0)).center())


def test_each_drag_is_one_named_step_and_a_click_goes_to_it_and_forward_again(qtbot, make_window) -> None:
    window = make_window()
    assert steps(window) == ["As opened"]
    states, told = [window.edit], ["As opened"]
    for title, name, value in (("Exposure", "exposure_ev", 1.0), ("ISO", "iso", 3200.0),
                               ("Saturation", "saturation", 30.0)):
        drag(window, name, value)
        states.append(window.edit)
        row = {**window.raw_panel.rows, **window.shot_panel.rows}[name]
        told.append(f"{title}   {row.edit.text()}")  # the drag's last value
        assert window.undo_stack.undoText() == title
    assert steps(window) == told
    window.show_history()
    for row in (1, 3, 0, 2):
        click_step(window, row)
        assert window.edit == states[row]
        assert window.history_panel.view.currentIndex().row() == row
    qtbot.waitUntil(lambda: window.controller.idle)
    assert window.viewer.frame.request.edit == states[2]
    assert steps(window) == told, "nothing is lost by going back"
    drag(window, "vibrance", 20.0)
    assert names(window) == ["As opened", "Exposure", "ISO", "Vibrance"]


def test_keys_walk_through_the_history(qtbot, make_window) -> None:
    window = make_window()
    drag(window, "exposure_ev", 1.0)
    first = window.edit
    drag(window, "iso", 3200.0)
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    view = window.history_panel.view
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert window.edit == first
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert window.edit.shot == SHOT
    assert window.edit.raw.exposure_ev == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert window.edit.shot.iso > 400
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.hasFocus()


def test_ctrl_h_brings_the_list_into_sight_from_hidden_panels_and_a_folded_section(qtbot, make_window) -> None:
    window = make_window()
    for ev in range(6):
        window.change("Exposure", window.edit.with_raw(exposure_ev=1.0 + ev / 10))
    QTest.mouseClick(window.history_panel.title, LEFT)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not window.history_panel.view.isVisible()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    view = window.history_panel.view
    assert view.isVisible()
    assert view.visibleRegion().boundingRect().height() == view.height() > 7 * 15


def test_another_photo_begins_a_history_of_its_own(qtbot, make_window, tmp_path) -> None:
    window = make_window()
    drag(window, "exposure_ev", 1.0)
    window.open(tmp_path / "other.jpg")
    qtbot.waitUntil(lambda: window.photo.path == tmp_path / "other.jpg")
    assert names(window) == ["As opened"]


def test_a_photos_history_is_there_again_when_one_comes_back_to_it(qtbot, make_window, tmp_path) -> None:
    first, second = tmp_path / "a.jpg", tmp_path / "b.jpg"
    window = make_window(path=first)
    drag(window, "exposure_ev", 1.0)
    drag(window, "iso", 3200.0)
    edit = window.edit
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.open(second)
    qtbot.waitUntil(lambda: window.photo.path == second)
    drag(window, "saturation", 30.0)
    window.open(first)
    qtbot.waitUntil(lambda: window.photo.path == first)
    assert names(window) == ["As opened", "Exposure", "ISO"]
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.edit == edit
    window.open(second)
    qtbot.waitUntil(lambda: window.photo.path == second)
    assert names(window) == ["As opened", "Saturation"]
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.edit.raw.saturation == 0
    window.opening.close()
    assert names(window) == ["As opened"]
    window.open(first)
    qtbot.waitUntil(lambda: window.photo is not None and window.photo.path == first)
    assert names(window) == ["As opened", "Exposure", "ISO"]


def test_a_photo_that_was_edited_elsewhere_meanwhile_begins_anew(qtbot, make_window, tmp_path) -> None:
    first, second = tmp_path / "a.jpg", tmp_path / "b.jpg"
    window = make_window(path=first)
    drag(window, "exposure_ev", 1.0)
    window.open(second)
    qtbot.waitUntil(lambda: window.photo.path == second)
    Sidecar(first).write(SavedEdit(RawEdits(exposure_ev=-1.0)))
    window.open(first)
    qtbot.waitUntil(lambda: window.photo.path == first)
    assert window.edit.raw.exposure_ev == -1
    assert names(window) == ["As opened"]


def test_buttons_over_the_picture_undo_and_redo_and_say_what(qtbot, make_window) -> None:
    window = make_window()
    bar = window.showing.bar
    assert not bar.undo.isEnabled()
    assert bar.undo.toolTip() == "Undo (Ctrl+Z)"
    drag(window, "exposure_ev", 1.0)
    dragged = window.edit
    assert bar.undo.toolTip() == "Undo: Exposure (Ctrl+Z)"
    assert window.menus.undo.text() == "&Undo: Exposure"
    QTest.mouseClick(bar.undo, LEFT)
    assert window.edit.raw.exposure_ev == 0.0
    assert not bar.undo.isEnabled()
    assert bar.redo.toolTip() == "Redo: Exposure (Ctrl+Shift+Z)"
    QTest.mouseClick(bar.redo, LEFT)
    assert window.edit == dragged
    window.opening.close()
    assert not bar.undo.isEnabled()
    assert not window.menus.undo.isEnabled()
    assert bar.undo.toolTip() == "Undo (Ctrl+Z)"
