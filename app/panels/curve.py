"""The tone curve's editor: points on a square, dragged, typed, moved by keys; the histogram lies behind."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.panels.slider import KEYS_JOIN_S, ValueEdit, new_gesture
from app.panels.values import CURVE_IN, CURVE_OUT
from app.translations import tr
from paramisp_core.editing.curve import STRAIGHT, Points, curve_at, simplified, with_point

MOST_POINTS = 16  # as many as Camera Raw's tone curve holds
_NEAR = 11  # pixels within which a click takes a point
_APART = 2 / 255  # the least distance of two points
_MARGIN = 7


class CurveSquare(QWidget):
    """The square itself. Emits ``chosen(points, gesture)`` for user changes only."""

    chosen = Signal(object, int)
    selected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: Points = ()
        self.place: int | None = None  # of the selected point
        self._gesture = 0
        self._dragging = False
        self._last_key = 0.0
        self._heights: list[float] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Tone curve"))
        self.setToolTip(self.tr(
            "Brightness of the rendered picture: from (across) and to (up), both 0 to 255.\nClick to add a point, drag "
            "it, Delete or a double click takes it away.\nPage keys choose a point, arrows move it, Shift moves it "
            "further. Default: straight."))

    def sizeHint(self) -> QSize:
        """Nearly a square in the panel."""
        return QSize(280, 216)

    def show_points(self, points: Points) -> None:
        """Show a curve without telling anyone."""
        if points == self.points:
            return  # it would be painted anew with every step of any slider
        self.points = points
        if self.place is not None and self.place >= len(self.shown):
            self.place = None
        self.update()
        self.selected.emit()

    def show_counts(self, counts: Any) -> None:
        """Show the picture's histogram, as app.live.worker counted it, behind the curve; None: nothing."""
        if counts is None:
            self._heights = []
            self.update()
            return
        total = counts[:3].sum(0).reshape(64, 4).sum(1) ** 0.5
        top = max(float(total[1:-1].max()), 1.0)
        self._heights = [min(float(value) / top, 1.0) for value in total]
        self.update()

    @property
    def shown(self) -> Points:
        """The points as drawn; the straight line has its two ends."""
        return self.points or STRAIGHT

    def to_screen(self, x: float, y: float) -> QPointF:
        """Return the widget point of a curve value."""
        return QPointF(_MARGIN + x * (self.width() - 2 * _MARGIN), _MARGIN + (1 - y) * (self.height() - 2 * _MARGIN))

    def _to_curve(self, at: QPointF) -> tuple[float, float]:
        x = (at.x() - _MARGIN) / (self.width() - 2 * _MARGIN)
        y = 1 - (at.y() - _MARGIN) / (self.height() - 2 * _MARGIN)
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _near(self, at: QPointF) -> int | None:
        def distance(place: int) -> float:
            apart = self.to_screen(*self.shown[place]) - at
            return float((apart.x() ** 2 + apart.y() ** 2) ** 0.5)

        best = min(range(len(self.shown)), key=distance)
        return best if distance(best) <= _NEAR else None

    # ---- changing

    def move_point(self, x: float, y: float, gesture: int) -> None:
        """Move the selected point; it stays between its neighbors."""
        if self.place is None:
            return
        points = list(self.shown)
        low = points[self.place - 1][0] + _APART if self.place > 0 else 0.0
        high = points[self.place + 1][0] - _APART if self.place + 1 < len(points) else 1.0
        points[self.place] = (min(max(x, low), high), min(max(y, 0.0), 1.0))
        self._choose(tuple(points), gesture)

    def remove_point(self, gesture: int) -> None:
        """Take the selected point away; the ends stay, they go back to their corners."""
        if self.place is None:
            return
        points, place = list(self.shown), self.place
        if place in (0, len(points) - 1):
            points[place] = STRAIGHT[0 if place == 0 else 1]
        else:
            del points[place]
            self.place = None
        self._choose(tuple(points), gesture)

    def _choose(self, points: Points, gesture: int) -> None:
        points = simplified(points)
        if points != self.points:
            self.points = points
            self.update()
            self.selected.emit()
            self.chosen.emit(points, gesture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a point, or put one where there is none."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._gesture = new_gesture()
        self.place = self._near(event.position())
        self._dragging = True
        if self.place is None:
            x, y = self._to_curve(event.position())
            crowded = any(abs(x - px) < 2 * _APART for px, _ in self.shown)
            if len(self.shown) >= MOST_POINTS or crowded:
                self._dragging = False
                return
            points, self.place = with_point(self.points, x, y)
            self._choose(points, self._gesture)
        self.update()
        self.selected.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the point."""
        if self._dragging and event.buttons() & Qt.MouseButton.LeftButton:
            self.move_point(*self._to_curve(event.position()), self._gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self.let_go()

    def let_go(self) -> None:
        """End the drag, wherever the mouse is."""
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the point away; undo takes the first click's move back together with it."""
        self._dragging = False
        self.place = self._near(event.position())
        self.remove_point(self._gesture or new_gesture())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys choose a point, arrows move it, Delete takes it away."""
        key = Qt.Key
        step = (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1) / 255
        moves = {key.Key_Left: (-step, 0.0), key.Key_Right: (step, 0.0), key.Key_Up: (0.0, step),
                 key.Key_Down: (0.0, -step)}
        move = moves.get(Qt.Key(event.key()))
        if event.key() in (key.Key_PageUp, key.Key_PageDown):
            forward = 1 if event.key() == key.Key_PageUp else -1
            start = self.place if self.place is not None else (-1 if forward > 0 else 0)
            self.place = (start + forward) % len(self.shown)
            self.update()
            self.selected.emit()
        elif move is not None and self.place is not None:
            now = time.monotonic()
            if now - self._last_key > KEYS_JOIN_S or not self._gesture:
                self._gesture = new_gesture()
            self._last_key = now
            x, y = self.shown[self.place]
            self.move_point(x + move[0], y + move[1], self._gesture)
        elif event.key() in (key.Key_Delete, key.Key_Backspace):
            self.remove_point(new_gesture())
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click on a point takes it away."""
        self.place = self._near(QPointF(event.pos()))
        self.remove_point(new_gesture())

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the histogram, the quarters, the straight line, the curve and its points."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.FIELD))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        if self._heights and enabled:
            last = len(self._heights) - 1
            hill = [self.to_screen(i / last, 0.92 * height) for i, height in enumerate(self._heights)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.FAINT))
            painter.drawPolygon(QPolygonF([self.to_screen(0, 0), *hill, self.to_screen(1, 0)]))
        painter.setPen(QPen(QColor(128, 128, 128, 60), 1))
        for quarter in (0.0, 0.25, 0.5, 0.75, 1.0):
            painter.drawLine(self.to_screen(quarter, 0), self.to_screen(quarter, 1))
            painter.drawLine(self.to_screen(0, quarter), self.to_screen(1, quarter))
        painter.drawLine(self.to_screen(0, 0), self.to_screen(1, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.TEXT if enabled else theme.DISABLED), 1.6))
        painter.drawPolyline([self.to_screen(i / 128, curve_at(self.points, i / 128)) for i in range(129)])
        if not enabled:
            return
        for place, point in enumerate(self.shown):
            chosen = place == self.place
            painter.setPen(QPen(QColor(theme.FOCUS if chosen and self.hasFocus() else theme.LINE), 1.5))
            painter.setBrush(QColor(theme.STRONG if chosen else theme.FILL))
            painter.drawEllipse(self.to_screen(*point), 5 if chosen else 4, 5 if chosen else 4)


class CurveEditor(QWidget):
    """The square and, below it, the selected point as two typed values."""

    chosen = Signal(object, int)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.square = CurveSquare()
        self.typed = {scale.name: ValueEdit(scale, allow_unknown=False) for scale in (CURVE_IN, CURVE_OUT)}
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self._hint = QLabel()
        self._hint.setObjectName("quiet")
        row.addWidget(self._hint, 1)
        self._labels: list[QLabel] = []
        for scale in (CURVE_IN, CURVE_OUT):
            edit = self.typed[scale.name]
            edit.setFixedWidth(52)
            edit.setToolTip(self.tr("{what} 0 to 255.").format(what=tr(scale.explain)))
            label = QLabel(scale.title)
            label.setBuddy(edit)
            self._labels.append(label)
            row.addWidget(label)
            row.addWidget(edit)
            edit.refused.connect(self.refused)
        self.typed["curve_in"].typed.connect(lambda value: self._type(value, None))
        self.typed["curve_out"].typed.connect(lambda value: self._type(None, value))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 2, 0)
        column.setSpacing(4)
        column.addWidget(self.square)
        column.addLayout(row)
        self.square.chosen.connect(self.chosen)
        self.square.selected.connect(self._show_point)
        self._show_point()

    def show_points(self, points: Points) -> None:
        """Show a curve without telling anyone."""
        self.square.show_points(points)

    def _show_point(self) -> None:
        place = self.square.place
        for label in self._labels:
            label.setVisible(place is not None)
        self._hint.setText(self.tr("Click to add a point") if place is None
                            else self.tr("Point {number}").format(number=place + 1))
        for edit, part in zip(self.typed.values(), (0, 1), strict=True):
            edit.setEnabled(place is not None)
            edit.show_text("" if place is None else CURVE_IN.format(self.square.shown[place][part] * 255))

    def _type(self, x: float | None, y: float | None) -> None:
        if self.square.place is None:
            return
        old = self.square.shown[self.square.place]
        self.square.move_point(old[0] if x is None else x / 255, old[1] if y is None else y / 255, new_gesture())
