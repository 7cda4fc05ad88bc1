"""Everything can be used without a mouse and read by a screen reader: names, hints, Tab order, in every window."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.window import MainWindow

KINDS = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit,
         QTextEdit)


def controls(top: QWidget) -> Iterator[QWidget]:
    """What one can operate in a window; the inner parts of Qt's own controls and scroll bars are not counted."""
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, KINDS) or isinstance(widget, QScrollBar | QHeaderView) or widget.window() is not top:
            continue
        parent = widget.parentWidget()
        if widget.objectName().startswith("qt_") or isinstance(
                parent, QAbstractSpinBox | QComboBox | QLineEdit | QKeySequenceEdit | QTabBar):
            continue
        yield widget


def where(widget: QWidget) -> str:
    path = []
    while widget is not None:
        path.append(f"{type(widget).__name__}{'#' + widget.objectName() if widget.objectName() else ''}")
        widget = widget.parentWidget()
    return " < ".join(path[:5])


def name(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip() if face is not None else ""


@pytest.fixture
def window(qtbot, make_window) -> MainWindow:
    window = make_window(size=(1400, 1000))
    window.tools.toggle_strip()
    qtbot.waitUntil(lambda: window.controller.thumbnails.idle)
    return window


def dialogs(window: MainWindow) -> list[QDialog]:
    window.choosing.open("models")
    window.tools.open_browser()
    window.exporting.ask()
    window.show_about()
    found = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert len(found) >= 4
    return found


def test_every_control_of_every_window_has_a_name(window: MainWindow) -> None:
    nameless = [where(widget) for top in (window, *dialogs(window)) for widget in controls(top) if not name(widget)]
    assert nameless == []


def test_every_control_tells_what_it_does(window: MainWindow) -> None:
    """A hint, or words of its own that say it: lists, closing buttons and fields whose placeholder explains them."""
    silent = []
    for top in (window, *dialogs(window)):
        for widget in controls(top):
            told = widget.toolTip() or widget.property("placeholderText") or (
                isinstance(widget, QAbstractButton) and widget.text() and widget.text() != "…")
            if not told and not isinstance(widget, QAbstractItemView | QTextEdit):
                silent.append(f"{name(widget)}: {where(widget)}")
    assert silent == []


def tab_through(top: QWidget) -> list[QWidget]:
    """Press Tab until the focus is back where it began."""
    seen: list[QWidget] = []
    for _ in range(600):
        here = QApplication.focusWidget()
        assert here is not None
        if here in seen:
            return seen
        seen.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError("the Tab key never comes back")


def walk_from_picture(qtbot, window: MainWindow) -> None:
    """Come to the picture by the Tab key: only who came otherwise clears the room around it by Tab."""
    window.viewer.clearFocus()
    window.viewer.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(window.viewer.hasFocus)


def in_sight(widget: QWidget, top: QWidget) -> bool:
    return widget.isVisibleTo(top) and widget.isEnabled()


def test_tab_reaches_every_control(qtbot, window: MainWindow) -> None:
    walk_from_picture(qtbot, window)
    seen = tab_through(window)
    missed = [f"{name(w)}: {where(w)}" for w in controls(window) if in_sight(w, window) and w not in seen
              and not reached_otherwise(w, seen)]
    assert missed == []


def reached_otherwise(widget: QWidget, seen: list[QWidget]) -> bool:
    """One of a row of radio-like buttons has the Tab key, arrow keys go on to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and any(each in seen for each in group.buttons())


@pytest.mark.parametrize("which", ["preferences", "keys", "models", "browser", "export"])
def test_tab_reaches_every_control_of_a_dialog(qtbot, make_window, which: str) -> None:
    window = make_window()
    if which == "browser":
        dialog = window.tools.open_browser()
    elif which == "export":
        window.exporting.ask()
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    else:
        dialog = window.choosing.open({"preferences": "general"}.get(which, which))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().window() is dialog)
    seen = tab_through(dialog)
    missed = [f"{name(w)}: {where(w)}" for w in controls(dialog) if in_sight(w, dialog) and w not in seen
              and not reached_otherwise(w, seen)]
    assert missed == []


def test_tab_goes_down_the_panels_and_brings_into_sight_what_has_the_focus(qtbot, window: MainWindow) -> None:
    walk_from_picture(qtbot, window)
    column = window.side.area.widget()
    tops = []
    for widget in tab_through(window):
        if column.isAncestorOf(widget):
            tops.append((widget.mapTo(column, QPoint(0, 0)).y(), where(widget)))
    assert len(tops) > 40
    back = [(a, b) for a, b in pairwise(tops) if b[0] < a[0] - 60]  # beside each other is no way back
    assert back == []
    last = window.output_panel
    assert last.mapTo(window.side, QPoint(0, 0)).y() > window.side.area.y()
    window.raw_panel.rows["denoise"].slider.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    area = window.side.area.viewport().rect()
    assert area.intersects(focus.rect().translated(focus.mapTo(window.side.area.viewport(), QPoint(0, 0))))


def test_the_menus_have_mnemonics_and_every_command_is_in_one(window: MainWindow) -> None:
    for entry in window.menuBar().actions():
        assert "&" in entry.text()
    assert len(window.keys.commands) > 40


def test_a_screen_reader_hears_a_slider_s_value_as_it_is_written(qtbot, window: MainWindow) -> None:
    assert name(window.shot_panel.rows["exposure_time"].slider) == "Exposure time 1/250"
    window.editing.set_setting("exposure_time", 2.5, 1)
    assert name(window.shot_panel.rows["exposure_time"].slider) == "Exposure time 2.5 s"
    window.editing.set_setting("exposure_time", None, 2)
    assert name(window.shot_panel.rows["exposure_time"].slider) == "Exposure time unknown"
