"""How large a window is made: as it wants to be, or as its screen has room for."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME = (16, 48)
"""Pixels left for what a window manager puts around a window, across and down."""


def take_room(window: QWidget, width: int, height: int) -> None:
    """Make a dialog that is not shown yet that large; smaller where its parent's screen is.

    Else its buttons would lie beyond the edge of a small one.
    """
    parent = window.parentWidget()
    screen = (parent or window).screen() or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    window.resize(min(width, room.width() - FRAME[0]), min(height, room.height() - FRAME[1]))


def keep_on_screen(window: QWidget) -> None:
    """Bring a window that is shown, with its frame, onto its screen, smaller if need be."""
    window.setGeometry(within(window.frameGeometry(), window.geometry(), window.screen().availableGeometry()))


def within(frame: QRect, inner: QRect, room: QRect) -> QRect:
    """Return where a window's inside has to be, so that it and its frame lie in the room; as it is where it does."""
    left, top = inner.left() - frame.left(), inner.top() - frame.top()
    width = min(inner.width(), room.width() - (frame.width() - inner.width()))
    height = min(inner.height(), room.height() - (frame.height() - inner.height()))
    x = min(max(frame.left(), room.left()), room.left() + room.width() - (frame.width() - inner.width()) - width)
    y = min(max(frame.top(), room.top()), room.top() + room.height() - (frame.height() - inner.height()) - height)
    return QRect(x + left, y + top, width, height)
