"""Samplers stay on their subject under any crop and turn, and their values follow the edit."""

from __future__ import annotations

import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from test_app_probe import hover, rest
from test_app_window import LEFT

from app.picture.samplers import MOST


def pinned(qtbot, window, number: int) -> None:
    qtbot.waitUntil(lambda: window.controller.idle and all(
        one.reading is not None for one in window.samplers.all) and len(window.samplers.all) == number)


def test_i_pins_what_is_under_the_cursor_and_the_values_follow_the_edit(qtbot, make_window) -> None:
    window = make_window()
    rest(qtbot, window)
    panel = window.samplers.panel
    assert panel.isHidden()
    point = QPointF(window.viewer.width() * 0.6, window.viewer.height() * 0.5)
    hover(window.viewer, point)
    under = window.viewer.photo_at(point)
    QTest.keyClick(window, Qt.Key.Key_I)
    hover(window.viewer, QPointF(window.viewer.width() * 0.4, window.viewer.height() * 0.45))
    QTest.keyClick(window, Qt.Key.Key_I)
    pinned(qtbot, window, 2)
    assert not panel.isHidden()
    assert panel.texts[0].startswith(f"1  {int(under[0])}, {int(under[1])}")
    assert "RAW" in panel.texts[0]
    assert "(100)" in panel.texts[0]
    window.change("x", window.edit.with_raw(exposure_ev=1.0))
    qtbot.waitUntil(lambda: all("(200)" in text for text in panel.texts))
    assert len(panel.texts) == 2
    window.undo_stack.undo()
    qtbot.waitUntil(lambda: all("(100)" in text for text in panel.texts))
    assert len(window.viewer._marks) == 2
    remove = panel._rows[0].remove
    QTest.mouseClick(remove, LEFT)
    assert [text[0] for text in panel.texts] == ["2"]
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert panel.isHidden()
    assert not window.viewer._marks


@pytest.mark.parametrize("edits", [
    {"crop": (0.1, 0.2, 0.9, 0.9)}, {"orientation": 6}, {"straighten": 5.0},
    {"orientation": 3, "straighten": -3.0, "crop": (0.2, 0.2, 0.8, 0.8)}])
def test_a_sampler_stays_on_its_subject(qtbot, make_window, edits) -> None:
    engine = FakeEngine(photo=make_photo(500, 800))
    window = make_window(engine)
    rest(qtbot, window)
    hover(window.viewer, QPointF(window.viewer.width() * 0.55, window.viewer.height() * 0.52))
    QTest.keyClick(window, Qt.Key.Key_I)
    pinned(qtbot, window, 1)
    before = window.samplers.all[0].reading.value
    window.change("x", window.edit.with_raw(**edits))
    rest(qtbot, window)
    pinned(qtbot, window, 1)
    after = window.samplers.all[0].reading.value  # the fake tells row + column / 10000
    assert int(after) == pytest.approx(int(before), abs=1)
    assert (after - int(after)) == pytest.approx(before - int(before), abs=1.5e-4)


def test_one_that_is_cropped_away_says_so_and_comes_back(qtbot, make_window) -> None:
    window = make_window()
    rest(qtbot, window)
    hover(window.viewer, QPointF(window.viewer.width() * 0.5, window.viewer.height() * 0.5))
    QTest.keyClick(window, Qt.Key.Key_I)
    pinned(qtbot, window, 1)
    window.change("x", window.edit.with_raw(crop=(0.6, 0.6, 1.0, 1.0)))
    qtbot.waitUntil(lambda: "outside the crop" in window.samplers.panel.texts[0])
    assert not window.viewer._marks
    window.undo_stack.undo()
    qtbot.waitUntil(lambda: "RAW" in window.samplers.panel.texts[0])


def test_without_a_mouse_it_is_the_middle_there_is_an_end_and_another_photo_has_none(qtbot, make_window,
                                                                                  tmp_path) -> None:
    window = make_window()
    rest(qtbot, window)
    for _ in range(MOST + 2):
        QTest.keyClick(window, Qt.Key.Key_I)
    pinned(qtbot, window, MOST)
    assert window.samplers.panel.texts[-1].startswith(f"{MOST}  450, 300")
    window.open(tmp_path / "other.jpg")
    qtbot.waitUntil(lambda: window.photo.path.name == "other.jpg")
    assert not window.samplers.all
