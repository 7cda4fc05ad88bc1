"""Two pictures of one size behind each other, with a line between them that is dragged: before left, after right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.picture.dragging import Dragged

_STEP = 0.02


class BeforeAfter(Dragged):
    """Shows the pictures as large as fits, or pixel by pixel where ``full_size``. Drag or arrow keys move the line.

    moved: tells the line's place, 0..1. resized: there is another room for pictures. zoom: with ``full_size``, how
    many device pixels each pixel is wide.
    """

    moved = Signal(float)
    resized = Signal()

    def __init__(self, names: tuple[str, str], full_size: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._full_size = full_size
        self.zoom = 1
        self._pictures: tuple[QImage, QImage] | None = None
        self._line = 0.5
        self._note = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setToolTip(self.tr("Drag the line, or use the arrow keys. Double click: in the middle again."))
        self._tell()

    def sizeHint(self) -> QSize:
        """Large enough to judge a picture."""
        return QSize(720, 520)

    @property
    def line(self) -> float:
        """The line's place in the picture, 0..1."""
        return self._line

    @property
    def pictures(self) -> tuple[QImage, QImage] | None:
        """(before, after) as shown."""
        return self._pictures

    def show_pictures(self, before: QImage, after: QImage) -> None:
        """Show two pictures of one size."""
        self._pictures = before, after
        self.update()

    def show_note(self, text: str) -> None:
        """Show a word over the picture, or where there is none yet."""
        if text != self._note:
            self._note = text
            self.update()

    def move_line(self, place: float) -> None:
        """Put the line at 0..1."""
        place = min(max(place, 0.0), 1.0)
        if place != self._line:
            self._line = place
            self._tell()
            self.moved.emit(place)
            self.update()

    def _tell(self) -> None:
        self.setAccessibleName(self.tr("{0} and {1}, the line at {2} %").format(
            *self._names, round(100 * self._line)))

    def picture_rect(self) -> QRectF:
        """Return where the pictures lie in the widget."""
        if self._pictures is None:
            return QRectF()
        scale = self.zoom / self.devicePixelRatioF() if self._full_size else None
        return self.middle_rect(self._pictures[0].size(), scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw before left of the line and after right of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURROUNDS["Dark"]))
        if self._pictures is not None:
            self._draw(painter)
        if self._note:
            painter.setPen(QColor("#e8e8e8"))
            box = painter.fontMetrics().boundingRect(self._note).adjusted(-8, -4, 8, 4)
            box.moveCenter(QRect(0, 0, self.width(), self.height()).center())
            painter.fillRect(box, QColor(0, 0, 0, 170))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._note)

    def _draw(self, painter: QPainter) -> None:
        assert self._pictures is not None
        where = self.picture_rect()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._full_size)
        x = where.left() + self._line * where.width()
        for picture, left, right in ((self._pictures[0], 0.0, x), (self._pictures[1], x, float(self.width()))):
            painter.setClipRect(QRectF(left, 0, max(right - left, 0), self.height()))
            painter.drawImage(where, picture)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
        painter.drawLine(QPointF(x, where.top()), QPointF(x, where.bottom()))
        painter.setPen(QPen(QColor("#ffffff"), 1))
        painter.drawLine(QPointF(x, where.top()), QPointF(x, where.bottom()))
        metrics = painter.fontMetrics()
        for name, right in zip(self._names, (False, True)):
            box = metrics.boundingRect(name).adjusted(-7, -3, 7, 3)
            box.moveTop(int(where.top()) + 8)
            if right:
                box.moveRight(int(where.right()) - 8)
            else:
                box.moveLeft(int(where.left()) + 8)
            painter.fillRect(box, QColor(0, 0, 0, 150))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _to(self, place: QPointF) -> None:
        where = self.picture_rect()
        if where.width() > 0:
            self.move_line((place.x() - where.left()) / where.width())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the line back in the middle."""
        self.move_line(0.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the line; Home and End bring it to the sides."""
        places = {Qt.Key.Key_Left: self._line - _STEP, Qt.Key.Key_Right: self._line + _STEP,
                  Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: 1.0}
        place = places.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            self.move_line(place)
