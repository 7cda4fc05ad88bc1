"""The scope at the top of the panels: histogram, waveform or RAW histogram, chosen by tab or key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.live.jobs import Counted, Scope
from app.live.scopes import RawCounts
from app.numbers import Number
from app.panels.histogram import Histogram
from app.panels.section import segment

_COLORS = (QColor(120, 34, 32), QColor(34, 96, 36), QColor(28, 44, 112))  # as the histogram's
# Cb and Cr of full red, yellow, green, cyan, blue and magenta by Rec. 709
_PRIMARIES = ((-0.115, 0.5), (-0.5, 0.046), (-0.385, -0.454), (0.115, -0.5), (0.5, -0.046), (0.385, 0.454))
_WORDS, _CLIPS = "#a2a2a2", "#d9b36a"  # on the scopes' dark ground, in both themes
HEIGHTS = (92, 168)
"""The least and the most pixels that a scope is tall."""
_SHARE = 0.125  # of the column's height
_EDGE = 5  # pixels around the vectorscope, so that its squares lie inside
_TICKS = (-12, -9, -6, -3, 0)


class Scopes(QWidget):
    """Five scopes in one place; ``chosen`` tells that another one is wanted."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scope = Scope.HISTOGRAM
        self.histogram, self.waveform, self.raw = Histogram(), Waveform(), RawHistogram()
        self.parade, self.vectorscope = Parade(), Vectorscope()
        self._stack = QStackedWidget()
        for widget in (self.histogram, self.waveform, self.parade, self.vectorscope, self.raw):
            self._stack.addWidget(widget)
        self._stack.setFixedHeight(HEIGHTS[0])
        tabs = QHBoxLayout()
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(0)
        self._group = QButtonGroup(self)
        self._tabs = {}
        tips = (self.tr("How many pixels have which brightness, red, green and blue (H: the next scope)"),
                self.tr("Brightness from the picture's left to its right, 0 to 255 upwards (H: the next scope)"),
                self.tr("Red, green and blue brightness side by side, each from the picture's left to its right "
                        "(H: the next scope)"),
                self.tr("Color without brightness: no color in the middle, stronger colors further out "
                        "(H: the next scope)"),
                self.tr("The RAW's values in EV below its white level, edits included (H: the next scope)"))
        for scope, name, tip in zip(Scope, (self.tr("Histogram"), self.tr("Wave"), self.tr("RGB"),
                                                  self.tr("Vector"), self.tr("RAW")), tips, strict=True):
            tab = self._tabs[scope] = segment(name, tip)
            tab.setCheckable(True)
            tab.setProperty("tight", True)  # five in the panel's width
            tab.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            tab.clicked.connect(lambda _=False, one=scope: self.set_scope(one))
            self._group.addButton(tab)
            tabs.addWidget(tab)
        self._tabs[self.scope].setChecked(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack)
        whole.addLayout(tabs)

    def fit(self, room: int) -> None:
        """Be as tall as becomes a column of so many pixels: a large screen has room for a scope one can read."""
        self._stack.setFixedHeight(min(max(round(room * _SHARE), HEIGHTS[0]), HEIGHTS[1]))

    def set_scope(self, scope: Scope) -> None:
        """Show another scope; it is empty until the next picture."""
        if scope is self.scope:
            return
        self.scope = scope
        self._tabs[scope].setChecked(True)
        self._stack.setCurrentIndex(list(Scope).index(scope))
        self.chosen.emit()

    def set_named(self, name: str) -> None:
        """Show the scope of that name, as it was remembered; an unknown one: the histogram."""
        self.set_scope(next((one for one in Scope if one.value == name), Scope.HISTOGRAM))

    def next(self) -> None:
        """Go to the next scope, and from the last to the first."""
        order = list(Scope)
        self.set_scope(order[(order.index(self.scope) + 1) % len(order)])

    def clear(self) -> None:
        """Show nothing: there is no picture."""
        self.histogram.show_counts(None)
        for scope in (self.waveform, self.parade, self.vectorscope):
            scope.show_image(None)
        self.raw.show_counts(None)

    def show_counted(self, counted: Counted) -> None:
        """Show what was counted of a picture."""
        self.histogram.show_counts(counted.histogram)
        if counted.request.scope is Scope.WAVEFORM:
            self.waveform.show_image(counted.scope)
        elif counted.request.scope is Scope.PARADE:
            self.parade.show_image(counted.scope)
        elif counted.request.scope is Scope.VECTORSCOPE:
            self.vectorscope.show_image(counted.scope)
        elif counted.request.scope is Scope.RAW:
            self.raw.show_counts(counted.scope)


class Waveform(QWidget):
    """Brightness over the picture's width; lines at a quarter, half and three quarters of 255."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setAccessibleName(self.tr("Waveform of the shown picture"))
        self.setToolTip(self.tr("Waveform of the shown picture: from its left to its right, 0 at the bottom, 255 at "
                                "the top.\nLines at 64, 128 and 191. Brighter where more pixels are."))

    def sizeHint(self) -> QSize:
        """As large as the histogram."""
        return QSize(300, 92)

    def show_image(self, image: QImage | None) -> None:
        """Show what app.live.scopes.waveform returned."""
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the waveform and its lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCOPE))
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
            painter.drawImage(self.rect(), self.image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QColor(255, 255, 255, 40))
        for quarter in (1, 2, 3):
            y = self.height() * quarter // 4
            painter.drawLine(0, y, self.width(), y)


class Parade(Waveform):
    """Red, green and blue side by side, as the waveform else."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Parade of the shown picture"))
        self.setToolTip(self.tr("RGB parade: the waveforms of red, green and blue, each over the whole picture.\n"
                                "Lines at 64, 128 and 191. Where a gray lies equally high in all three, it is gray."))


class Vectorscope(Waveform):
    """Colors by hue and strength, with the places of the primaries."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Vectorscope of the shown picture"))
        self.setToolTip(self.tr("Vectorscope, Cb to the right and Cr upwards (Rec. 709): gray in the middle.\n"
                                "Small squares: full red, yellow, green, cyan, blue and magenta."))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colors, the cross and the primaries."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCOPE))
        side = self.height() - 2 * _EDGE
        left = (self.width() - side) / 2
        painter.translate(0, _EDGE)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
            painter.drawImage(QRectF(left, 0, side, side), self.image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QColor(255, 255, 255, 40))
        painter.drawLine(QPointF(left, side / 2), QPointF(left + side, side / 2))
        painter.drawLine(QPointF(left + side / 2, 0), QPointF(left + side / 2, side))
        painter.setPen(QColor(255, 255, 255, 120))
        for x, y in _PRIMARIES:
            painter.drawRect(QRectF(left + (0.5 + x) * side - 2, (0.5 - y) * side - 2, 4, 4))


class RawHistogram(QWidget):
    """Counts of the RAW's values over EV, and the line where they are clipped."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: RawCounts | None = None
        self._curves: list[QPolygonF] = []
        self.setAccessibleName(self.tr("RAW histogram"))
        self.show_counts(None)

    def sizeHint(self) -> QSize:
        """As large as the histogram."""
        return QSize(300, 92)

    def show_counts(self, counts: RawCounts | None) -> None:
        """Show the counts; None: the RAW is not there yet."""
        self.counts = counts
        self._curves = []
        tip = self.tr("The visible part of the RAW before white balance: red, green and blue photosites by EV.\n"
                      "0 is the white level; the yellow line is where values are clipped.")
        if counts is None:
            self.setToolTip(tip + "\n" + self.tr("The RAW is not there yet."))
            self.update()
            return
        import numpy as np

        bins = np.sqrt(counts.counts)
        top = max(float(bins[:, 1:-1].max()), 1.0)  # the end bins hold what lies outside
        heights = np.minimum(bins / top, 1.0)
        for channel in heights:
            steps = [QPointF((i + 0.5) / channel.size, 1 - float(h)) for i, h in enumerate(channel)]
            self._curves.append(QPolygonF([QPointF(0, 1), QPointF(0, steps[0].y()), *steps,
                                           QPointF(1, steps[-1].y()), QPointF(1, 1)]))
        shares = "  ".join(f"{name} {Number(share):.1%}" for name, share in zip("RGB", counts.clipped, strict=True))
        kind = self.tr("Estimated from the photo.") if counts.estimated else self.tr("The camera's own RAW.")
        self.setToolTip("\n".join((tip, kind, self.tr("Clipped: {0}").format(shares))))
        self.update()

    def x_of(self, ev: float) -> float:
        """Return where an EV lies, in widget pixels."""
        low, high = (self.counts.low, self.counts.high) if self.counts is not None else (-14, 1)
        return (ev - low) / (high - low) * self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curves, EV lines with numbers, and the clipping line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCOPE))
        font = painter.font()
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.75))
        painter.setFont(font)
        foot = painter.fontMetrics().height()
        for ev in _TICKS:
            x = round(self.x_of(ev))
            painter.setPen(QColor(255, 255, 255, 24))
            painter.drawLine(x, 0, x, self.height() - foot)
            painter.setPen(QColor(_WORDS))
            text = f"{ev} EV".replace("-", "−") if ev in (_TICKS[0], 0) else str(ev).replace("-", "−")
            painter.drawText(QRectF(x - 24, self.height() - foot, 48, foot), int(Qt.AlignmentFlag.AlignCenter), text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        painter.translate(0, 4)
        painter.scale(self.width(), self.height() - foot - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        for curve, color in zip(self._curves, _COLORS, strict=False):
            painter.setBrush(color)
            painter.drawPolygon(curve)
        painter.restore()
        if self.counts is not None:
            x = round(self.x_of(self.counts.white_ev))
            painter.setPen(QColor(_CLIPS))
            painter.drawLine(x, 0, x, self.height() - foot)
