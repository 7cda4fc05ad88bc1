"""A widget in which the left button, pressed or dragged, puts something where the mouse is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class Dragged(QWidget):
    """Subclasses say what happens there (_to)."""

    def _to(self, place: QPointF) -> None:
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring it here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take it along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._to(event.position())

    def middle_rect(self, size: QSize, scale: float | None = None) -> QRectF:
        """Return where a picture of ``size`` lies: in the middle, as large as fits or at ``scale``."""
        if scale is None:
            scale = min(self.width() / size.width(), self.height() / size.height())
        wide, tall = size.width() * scale, size.height() * scale
        return QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)
