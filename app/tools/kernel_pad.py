"""The kernel of a blur, shown as what a point of light became, and drawn with the mouse."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELLS = 33
"""Pixels of the photo across the pad."""
_STEPS = 8  # points that a stroke leaves in a pixel


class KernelPad(QWidget):
    """Shows a kernel; a stroke with the mouse draws one in its place, of the path the camera took.

    drawn: (kernel (CELLS, CELLS) float32, sum 1) while one draws. Delete clears the drawing.
    """

    drawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernel: NDArray[np.float32] | None = None
        self._stroke: list[tuple[float, float]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(self.tr("Kernel: what a point of light became"))
        self.setToolTip(self.tr("What a point of light became. Draw the way the camera moved; a slower part is drawn\n"
                                "slower. Delete clears it."))

    def sizeHint(self) -> QSize:
        """Large enough to draw in."""
        return QSize(165, 165)

    def show_kernel(self, kernel: NDArray[np.float32] | None) -> None:
        """Show a kernel of any size, its middle in the middle."""
        self._kernel = kernel
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the kernel's pixels, and a cross in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#000000"))
        if self._kernel is not None:
            self._draw(painter)
        painter.setPen(QPen(QColor(255, 255, 255, 60), 1))
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), self.height()))
        painter.drawLine(QPointF(0, middle.y()), QPointF(self.width(), middle.y()))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw(self, painter: QPainter) -> None:
        import numpy as np

        kernel = self._kernel
        assert kernel is not None
        height, width = kernel.shape
        shown = np.sqrt(kernel / max(float(kernel.max()), 1e-12))
        pixels = np.ascontiguousarray(np.rint(shown * 255).astype(np.uint8))
        image = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8)
        cell = self.width() / max(CELLS, height, width)
        painter.drawImage(QRectF((self.width() - width * cell) / 2, (self.height() - height * cell) / 2,
                                 width * cell, height * cell), image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._stroke = [self._place(event)]
            self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._stroke:
            self._stroke.append(self._place(event))
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete clears: no blur at all."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._stroke = [((CELLS - 1) / 2,) * 2]
            self._tell()
        else:
            super().keyPressEvent(event)

    def _place(self, event: QMouseEvent) -> tuple[float, float]:
        """Return the event's place in cells, the middle of the first cell being 0."""
        x, y = (min(max(at / self.width() * CELLS - 0.5, 0.0), CELLS - 1.0)
                for at in (event.position().x(), event.position().y()))
        return x, y

    def _tell(self) -> None:
        kernel = kernel_of_stroke(self._stroke)
        self.show_kernel(kernel)
        self.drawn.emit(kernel)


def kernel_of_stroke(points: list[tuple[float, float]]) -> NDArray[np.float32]:
    """Return the (CELLS, CELLS) kernel of a path, (x, y) in cells: each piece of it took as long as any other.

    Its center of light lies in the middle, so that deblurring does not move the picture.
    """
    import cv2
    import numpy as np

    kernel = np.zeros((CELLS, CELLS), np.float32)
    path = np.asarray(points, np.float64)
    pieces = [path] if len(path) == 1 else []
    for start, end in pairwise(path):
        count = max(1, int(np.ceil(np.hypot(*(end - start)) * _STEPS)))
        share = (np.arange(count) + 1)[:, None] / count
        pieces.append(start + (end - start) * share)
    weights = np.concatenate([np.full(len(piece), 1 / len(piece)) for piece in pieces])
    x, y = np.concatenate(pieces).T
    for dy in (0, 1):
        for dx in (0, 1):
            column, row = np.floor(x).astype(int) + dx, np.floor(y).astype(int) + dy
            inside = (column < CELLS) & (row < CELLS)
            part = weights * (1 - np.abs(x - column)) * (1 - np.abs(y - row))
            np.add.at(kernel, (row[inside], column[inside]), part[inside])
    kernel /= kernel.sum()
    grid = np.arange(CELLS) - (CELLS - 1) / 2
    shift = -float((kernel.sum(0) * grid).sum()), -float((kernel.sum(1) * grid).sum())
    moved = cv2.warpAffine(kernel, np.array([[1, 0, shift[0]], [0, 1, shift[1]]]), (CELLS, CELLS))
    return np.asarray(moved / max(float(moved.sum()), 1e-12), np.float32)
