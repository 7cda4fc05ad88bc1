"""The histogram of the picture that is shown, its colors and its luminance, counted in the worker."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.numbers import Number
from app.translations import tr

# Their sum, where all three overlap, is the quiet grey of the panels' text.
_COLORS = (QColor(120, 34, 32), QColor(34, 96, 36), QColor(28, 44, 112))
_BINS = 128


class Histogram(QWidget):
    """Red, green, blue and luminance counts of the shown frame, square-root scaled; the ends tell clipping."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: list[QPolygonF] = []
        self.luminance = QPolygonF()
        self._clipped = (0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Histogram of the shown picture"))
        self.setToolTip(tr("Histogram of the shown picture: red, green, blue, and luminance as a line"))

    def sizeHint(self) -> QSize:
        """A wide strip."""
        return QSize(300, 92)

    def show_counts(self, counts: Any) -> None:
        """Show what app.live.worker.histogram counted, or nothing for None."""
        self._curves, self.luminance = [], QPolygonF()
        if counts is not None:
            import numpy as np

            total = max(float(counts[1].sum()), 1.0)
            self._clipped = (float(counts[:3, 0].max()) / total, float(counts[:3, 255].max()) / total)
            bins = np.sqrt(counts.reshape(len(counts), _BINS, -1).sum(2))
            # the end bins hold what is clipped; they must not flatten the rest
            top = max(float(bins[:, 1:-1].max()), 1.0)
            heights = np.minimum(bins / top, 1.0)
            for number, channel in enumerate(heights):
                points = [QPointF(i / (_BINS - 1), 1 - float(h)) for i, h in enumerate(channel)]
                if number < 3:
                    self._curves.append(QPolygonF([QPointF(0, 1), *points, QPointF(1, 1)]))
                else:
                    self.luminance = QPolygonF(points)
            low, high = self._clipped
            self.setToolTip(
                tr("Histogram of the shown picture: red, green, blue, and luminance as a line.\n"
                   "At 0: {low:.1%}, at 255: {high:.1%} of the pixels.").format(low=Number(low), high=Number(high))
            )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the three curves, added where they overlap."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCOPE))
        painter.setPen(QColor(255, 255, 255, 16))
        for quarter in (1, 2, 3):
            x = self.width() * quarter // 4
            painter.drawLine(x, 0, x, self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        painter.translate(0, 4)
        painter.scale(self.width(), self.height() - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        for curve, color in zip(self._curves, _COLORS, strict=False):
            painter.setBrush(color)
            painter.drawPolygon(curve)
        if not self.luminance.isEmpty():
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            pen = QPen(QColor("#f0f0f0"), 1.2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(self.luminance)
