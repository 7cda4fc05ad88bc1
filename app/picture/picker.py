"""PointPicker: the next click on the viewer names a place of the photo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from app.picture.viewer import Viewer

_SIDE = 8  # screen pixels around the click that count


class PointPicker(QObject):
    """While active it takes the viewer's clicks; one click, or Escape, ends it."""

    picked = Signal(float, float, float)  # x, y in upright photo pixels, side of the square that counts
    ended = Signal()

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self.active = False

    def set_active(self, active: bool) -> None:
        """Begin or stop waiting for a click."""
        if active == self.active:
            return
        self.active = active
        if active:
            self._viewer.installEventFilter(self)
            self._viewer.setCursor(Qt.CursorShape.CrossCursor)
            self._viewer.setFocus()
        else:
            self._viewer.removeEventFilter(self)
            self._viewer.unsetCursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take clicks on the photo and Escape."""
        view = self._viewer.view
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.ended.emit()
            return True
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton or view is None:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            place = self._viewer.photo_at(event.position())
            if place is not None:
                self.ended.emit()
                self.picked.emit(*place, _SIDE / view.scale)
        return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
