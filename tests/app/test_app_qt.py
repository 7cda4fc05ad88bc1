"""Faults of Qt's bindings that would end the program, so that a new release of them is noticed."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QWidget


def test_calls_cost_no_references(qtbot) -> None:
    """PySide6 6.12.0 drops a reference to None at every call: Python 3.11 ends when there is none left."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < 200
