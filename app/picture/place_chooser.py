"""A small picture of the photo with a frame: which part is looked at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.picture.dragging import Dragged

_STEP = 0.05


class PlaceChooser(Dragged):
    """Click, drag or arrow keys move the frame. chosen: its middle, fractions (x, y) of the photo."""

    chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._frame = (1.0, 1.0)
        self.place = (0.5, 0.5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(self.tr("The part that is looked at"))
        self.setToolTip(self.tr("Click where to look; arrow keys move the frame"))

    def sizeHint(self) -> QSize:
        """A thumbnail."""
        return QSize(290, 150)

    def show_picture(self, picture: QImage) -> None:
        """Show the photo."""
        self._picture = picture
        self.update()

    def set_frame(self, frame: tuple[float, float]) -> None:
        """Show how large the part is; frame: (width, height) as fractions of the photo."""
        self._frame = frame
        self.update()

    def _rect(self) -> QRectF:
        if self._picture is None:
            return QRectF(self.rect())
        return self.middle_rect(self._picture.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo and the frame."""
        painter = QPainter(self)
        where = self._rect()
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(where, self._picture)
        wide, tall = (share * side for share, side in zip(self._frame, (where.width(), where.height())))
        x, y = (min(max(at * side - part / 2, 0), side - part) for at, side, part in zip(
            self.place, (where.width(), where.height()), (wide, tall)))
        box = QRectF(where.left() + x, where.top() + y, wide, tall)
        for color, line in (("#000000", 3), ("#ffffff", 1)):
            painter.setPen(QPen(QColor(color), line))
            painter.drawRect(box)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def move_to(self, x: float, y: float) -> None:
        """Put the frame's middle here."""
        place = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        if place != self.place:
            self.place = place
            self.update()
            self.chosen.emit(*place)

    def _to(self, place: QPointF) -> None:
        where = self._rect()
        self.move_to((place.x() - where.left()) / max(where.width(), 1),
                     (place.y() - where.top()) / max(where.height(), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys."""
        step = {Qt.Key.Key_Left: (-_STEP, 0), Qt.Key.Key_Right: (_STEP, 0), Qt.Key.Key_Up: (0, -_STEP),
                Qt.Key.Key_Down: (0, _STEP)}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_to(self.place[0] + step[0], self.place[1] + step[1])
