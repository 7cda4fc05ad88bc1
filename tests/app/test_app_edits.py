"""The RAW edits in the real window: every control moves its edit, resets, switches, is undone and redone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from test_app_window import LEFT, double_click, drag, row, type_value

from paramisp_core.editing.edits import RawEdits

EDITS = {"highlights": -1.0, "shadows": 1.5, "black_point": 0.5, "saturation": 40.0, "vibrance": -30.0}


@pytest.mark.parametrize(("name", "value"), EDITS.items())
def test_a_drag_sets_an_edit_in_one_step_and_a_double_click_resets_it(qtbot, make_window, name, value) -> None:
    window = make_window()
    drag(window, name, value)
    slider = row(window, name).slider
    assert getattr(window.edit.raw, name) == pytest.approx(value, abs=0.03 * abs(value) + 1)
    assert getattr(window.edit.raw, name) != 0
    assert window.undo_stack.count() == 1
    double_click(slider, slider.rect().center())
    assert window.edit.raw == RawEdits()


@pytest.mark.parametrize(("name", "text", "value", "shown"), [
    ("highlights", "-0.7", -0.7, "-0.70 EV"), ("shadows", "+1/2 ev", 0.5, "+0.50 EV"),
    ("black_point", "0.35 %", 0.35, "+0.35 %"), ("saturation", "25%", 25, "+25 %"), ("vibrance", "-12", -12, "-12 %")])
def test_typed_edits(qtbot, make_window, name, text, value, shown) -> None:
    window = make_window()
    type_value(qtbot, window, name, text)
    assert getattr(window.edit.raw, name) == pytest.approx(value)
    assert row(window, name).edit.text() == shown


def test_undo_all_and_redo_all_come_to_the_same_edits(qtbot, make_window) -> None:
    window = make_window()
    untouched = window.edit
    for name, value in EDITS.items():
        drag(window, name, value)
    edited = window.edit
    for _ in EDITS:
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.edit == untouched
    for _ in EDITS:
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.edit == edited
    assert RawEdits.from_dict(edited.raw.to_dict()) == edited.raw


def test_a_group_is_switched_off_and_on_by_touching_it_and_reset(qtbot, make_window) -> None:
    window = make_window()
    section = window.raw_panel.sections["light"]
    assert not section.reset_button.isEnabled()
    drag(window, "shadows", 1.0)
    drag(window, "vibrance", 30)
    edited = window.edit.raw
    qtbot.mouseClick(section.switch, LEFT)
    assert window.edit.raw.effective == RawEdits(vibrance=edited.vibrance)
    assert row(window, "shadows").value == edited.shadows  # kept, and still seen
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert section.switch.isChecked()
    qtbot.mouseClick(section.switch, LEFT)
    drag(window, "highlights", -1.0)
    assert section.switch.isChecked()
    assert window.edit.raw.effective == window.edit.raw
    qtbot.mouseClick(section.reset_button, LEFT)
    assert window.edit.raw == RawEdits(vibrance=edited.vibrance)
