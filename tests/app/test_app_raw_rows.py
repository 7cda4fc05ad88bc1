"""Every slider of the RAW: a typed value, the resets, the switch of its section."""

from __future__ import annotations

import pytest
from fakes import FakeEngine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_app_lens import lens_photo

from app.panels.values import RAW_SCALES, SCALES
from paramisp_core.editing.edits import GROUPS


@pytest.mark.parametrize("name", [scale.name for scale in RAW_SCALES])
def test_every_raw_slider_takes_a_typed_value_and_resets_by_double_click_key_and_switch(qtbot, make_window, name):
    window = make_window(FakeEngine(photo=lens_photo()))
    row, scale = window.raw_panel.rows[name], SCALES[name]
    group = next(group for group, names in GROUPS.items() if name in names)
    switch = window.raw_panel.sections[group].switch
    untouched, before = window.edit, row.value
    target = scale.stops[len(scale.stops) * 3 // 5]
    window.side.area.ensureWidgetVisible(row)
    assert row.slider.accessibleName()
    for piece in (row.slider.toolTip(), row.edit.toolTip()):
        assert "Range:" in piece
        assert "double click resets" in piece

    def type_it() -> None:
        row.edit.setFocus()
        row.edit.selectAll()
        QTest.keyClicks(row.edit, scale.format(target))
        QTest.keyClick(row.edit, Qt.Key.Key_Return)

    type_it()
    assert row.value == pytest.approx(target, abs=0.6)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert getattr(window.edit.raw.effective, name) == getattr(untouched.raw, name)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert getattr(window.edit.raw.effective, name) == getattr(window.edit.raw, name) != getattr(untouched.raw, name)
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)
    assert window.edit.raw == untouched.raw
    type_it()
    QTest.mouseDClick(row.label, Qt.MouseButton.LeftButton)
    assert window.edit.raw == untouched.raw
    type_it()
    row.slider.setFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Delete)
    assert window.edit.raw == untouched.raw
    assert row.value == before
