"""A dial of third stops: an engraved scale with the value, the as-shot tick, and what the model never saw shaded."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app import numbers, theme
from app.panels.slider import StopSlider, ValueRow
from app.panels.values import Scale

_HEIGHT = 36
_GROOVE_HEIGHT = 20  # the slider's own part, above the engraving
_HATCH = 6  # pixels between two lines of the shading
_LABEL_GAP = 7.0  # pixels between two engraved words


class StopDial(StopSlider):
    """A StopSlider with its stops engraved below: short ticks for thirds, long ones and words for whole stops."""

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(scale, parent)
        self._trained: tuple[float, float] | None = None
        self._marked = {stop for stop, _ in scale.marks}
        # the shading and the engraving, of which shape and colors: drawn anew only where these change
        self._plate: tuple[object, QPixmap] | None = None

    def sizeHint(self) -> QSize:
        """Room for the slider and the engraving below it."""
        return QSize(200, _HEIGHT)

    def show_trained(self, span: tuple[float, float] | None) -> None:
        """Shade what lies outside of the values the model was trained on; None: not known, nothing is shaded."""
        self._trained = span
        self.update()

    @property
    def groove_middle(self) -> float:
        """Widget y of the groove."""
        return _GROOVE_HEIGHT / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shading and the engraving, then groove and handle over them."""
        ratio = self.devicePixelRatioF()
        key = (self.width(), ratio, self.isEnabled(), self._trained, self.font().key(), theme.QUIET, theme.OUTLINE)
        if self._plate is None or self._plate[0] != key:
            plate = QPixmap(round(self.width() * ratio), round(_HEIGHT * ratio))
            plate.setDevicePixelRatio(ratio)
            plate.fill(Qt.GlobalColor.transparent)
            engraver = QPainter(plate)
            engraver.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._shade(engraver)
            self._engrave(engraver)
            engraver.end()
            self._plate = key, plate
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._plate[1])
        painter.end()
        super().paintEvent(event)

    def _shade(self, painter: QPainter) -> None:
        if self._trained is None:
            return
        first, last = self._x(0), self._x(self._scale.last)
        low, high = (self.x_of(value) for value in self._trained)
        painter.setPen(QPen(QColor(theme.OUTLINE), 1))
        tall = _HEIGHT - 13
        for left, right in ((first, low), (high, last)):
            if right - left > 1:
                painter.save()
                painter.setClipRect(QRectF(left, 1, right - left, tall))
                # lines of our own: a brush's pattern is of device pixels, hardly seen where these are small
                for x in range(int(left) - tall, int(right) + 1, _HATCH):
                    painter.drawLine(x, 1 + tall, x + tall, 1)
                painter.restore()

    def _engrave(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.78))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        ink = QColor(theme.QUIET if self.isEnabled() else theme.DISABLED)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        thirds = self._scale.even  # a scale in single millimetres has ticks at its marks only
        for stop in self._scale.stops if thirds else sorted(self._marked):
            long = stop in self._marked
            painter.drawRect(QRectF(round(self.x_of(stop)) - 0.5, 18, 1, 5 if long else 2.5))
        painter.setPen(ink)
        free = -1.0  # x from where the next word may stand
        for stop, mark in self._scale.marks:
            word = numbers.written(mark)
            width = metrics.horizontalAdvance(word)
            left = min(max(self.x_of(stop) - width / 2, 0.0), self.width() - width)
            if word and left >= free:
                painter.drawText(QRectF(left, 23, width + 1, 13), Qt.AlignmentFlag.AlignLeft, word)
                free = left + width + _LABEL_GAP


class DialRow(ValueRow):
    """A ValueRow with a dial that says when a value lies outside of what the model was trained on."""

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        self._trained: tuple[float, float] | None = None
        super().__init__(scale, allow_unknown=True, slider=StopDial(scale), parent=parent)

    def show_trained(self, span: tuple[float, float] | None) -> None:
        """Take over what the model was trained on."""
        self._trained = span
        assert isinstance(self.slider, StopDial)
        self.slider.show_trained(span)
        self._describe()
        self._mark_value()

    def show_value(self, value: float | None, as_shot: float | None) -> None:
        """Show a value, in the color of a warning where the model was not trained on it."""
        super().show_value(value, as_shot)
        self._mark_value()

    def clear(self) -> None:
        """Show no value: there is no photo."""
        super().clear()
        self._mark_value()

    @property
    def outside(self) -> bool:
        """Whether the value shown lies outside of what the model was trained on."""
        return (self._trained is not None and self._value is not None
                and not self._trained[0] * 0.999 <= self._value <= self._trained[1] * 1.001)

    @property
    def trained_sentence(self) -> str:
        """What the model was trained on, "" when that is not known."""
        if self._trained is None:
            return ""
        low, high = (self.scale.format(value) for value in self._trained)
        return self.tr("The model was trained on {low} to {high}; the shaded rest is a guess.").format(
            low=low, high=high)

    def _extra(self) -> str:
        return f"\n{self.trained_sentence}" if self._trained is not None else ""

    def _mark_value(self) -> None:
        if bool(self.edit.property("outside")) != self.outside:
            self.edit.setProperty("outside", self.outside)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
