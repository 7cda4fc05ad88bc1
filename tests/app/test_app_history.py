"""The history list: one step for one drag, by name; clicks and keys go back and forward in the real window."""

from __future__ import annotations

from fakes import SHOT
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_app_window import LEFT, drag


def steps(window) -> list[str]:
    model = window.history_panel.view.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def click_step(window, row: int) -> None:
    view = window.history_panel.view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(row, 0)).center())


def test_each_drag_is_one_named_step_and_a_click_goes_to_it_and_forward_again(qtbot, make_window) -> None:
    window = make_window()
    assert steps(window) == ["As opened"]
    states = [window.edit]
    for name, value in (("exposure_ev", 1.0), ("iso", 3200.0), ("saturation", 30.0)):
        drag(window, name, value)
        states.append(window.edit)
    assert steps(window) == ["As opened", "Exposure", "ISO", "Saturation"]
    window.show_history()
    for row in (1, 3, 0, 2):
        click_step(window, row)
        assert window.edit == states[row]
        assert window.history_panel.view.currentIndex().row() == row
    qtbot.waitUntil(lambda: window.controller.idle)
    assert window.viewer.frame.request.edit == states[2]
    assert steps(window) == ["As opened", "Exposure", "ISO", "Saturation"], "nothing is lost by going back"
    drag(window, "vibrance", 20.0)
    assert steps(window) == ["As opened", "Exposure", "ISO", "Vibrance"]


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
    assert steps(window) == ["As opened"]
