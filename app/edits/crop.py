"""The crop tool: a frame over the viewer, dragged by its handles, moved from inside, turned from outside."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app import theme
from app.panels.slider import new_gesture
from app.panels.values import STRAIGHTEN
from app.picture.viewer import Viewer, paint_label
from app.translations import tr
from paramisp_core.editing.edits import LEAST_CROP, Crop
from paramisp_core.editing.geometry import Geometry

_NEAR = 12  # pixels around a handle or an edge that take it
_LEAST_LINE = 16  # pixels
_MOVE, _TURN = (0, 0), None
Handle = tuple[int, int] | None  # which sides move: (-1 left, 1 right, 0 neither; -1 top, 1 bottom, 0 neither)


def resized(crop: Crop, handle: tuple[int, int], dx: float, dy: float, aspect: float | None) -> Crop:
    """Return a crop whose ``handle`` was dragged by (dx, dy), as fractions of the frame; it stays in the frame.

    aspect: width over height to keep, in fractions of the frame; None: free.
    """
    left, top, right, bottom = crop
    if handle == _MOVE:
        dx = min(max(dx, -left), 1 - right)
        dy = min(max(dy, -top), 1 - bottom)
        return left + dx, top + dy, right + dx, bottom + dy
    across, down = handle
    width = min(max(right - left + across * dx, LEAST_CROP), right if across < 0 else 1 - left)
    height = min(max(bottom - top + down * dy, LEAST_CROP), bottom if down < 0 else 1 - top)
    if not across:
        width = right - left
    if not down:
        height = bottom - top
    if aspect is not None:
        if down and (not across or height * aspect > width):
            width = height * aspect
        else:
            height = width / aspect
        # what is anchored: the opposite side, or the middle where only one side moves
        room_x = right if across < 0 else 1 - left if across > 0 else 2 * min(left + right, 2 - left - right) / 2
        room_y = bottom if down < 0 else 1 - top if down > 0 else 2 * min(top + bottom, 2 - top - bottom) / 2
        share = min(1.0, room_x / width, room_y / height)
        width, height = width * share, height * share
    x = right - width if across < 0 else left if across > 0 else (left + right - width) / 2
    y = bottom - height if down < 0 else top if down > 0 else (top + bottom - height) / 2
    return max(x, 0.0), max(y, 0.0), min(x + width, 1.0), min(y + height, 1.0)


def with_aspect(crop: Crop, aspect: float) -> Crop:
    """Return the largest crop of an aspect (in fractions of the frame) within another, around its center."""
    left, top, right, bottom = crop
    width, height = min(right - left, (bottom - top) * aspect), min(bottom - top, (right - left) / aspect)
    x, y = (left + right - width) / 2, (top + bottom - height) / 2
    return x, y, x + width, y + height


def held(geometry: Geometry, before: Crop, after: Crop) -> Crop:
    """Return how far a crop may go from one that shows only photo towards another."""
    if geometry.holds(after):
        return after
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        between = _between(before, after, middle)
        low, high = (middle, high) if geometry.holds(between) else (low, middle)
    return _between(before, after, low)


def _between(a: Crop, b: Crop, t: float) -> Crop:
    left, top, right, bottom = (x + t * (y - x) for x, y in zip(a, b, strict=True))
    return left, top, right, bottom


@dataclass(frozen=True)
class _Drag:
    handle: Handle
    start: QPointF  # fractions of the frame
    crop: Crop
    straighten: float
    gesture: int


@dataclass(frozen=True)
class _Line:
    """A line drawn along what should be level or upright. start, end: places on the screen."""

    start: QPointF
    end: QPointF

    @property
    def tilt(self) -> float:
        """By how many degrees it is turned clockwise from level or from upright, whichever is nearer."""
        way = self.end - self.start
        return (math.degrees(math.atan2(way.y(), way.x())) + 45) % 90 - 45

    @property
    def tells(self) -> bool:
        """Whether it is long enough to tell a direction."""
        return math.hypot((self.end - self.start).x(), (self.end - self.start).y()) >= _LEAST_LINE


class CropTool(QWidget):
    """Lies over the viewer while one crops. Emits for user changes only."""

    cropped = Signal(object, int)  # Crop, gesture
    straightened = Signal(float, int)  # degrees, gesture
    applied = Signal()

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self.geometry_shown: Geometry | None = None
        self.aspect: float | None = None  # width over height of the crop in pixels
        self._drag: _Drag | None = None
        self._line: _Line | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Crop"))
        viewer.installEventFilter(self)
        viewer.view_changed.connect(self.update)
        self.hide()

    def show_geometry(self, geometry: Geometry) -> None:
        """Show a crop; ``geometry`` is that of the finished picture."""
        before, self.geometry_shown = self.geometry_shown, geometry
        if self._drag is not None or before is None or (before.crop, before.frame) != (geometry.crop, geometry.frame):
            self.update()  # and all that lies under it

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the viewer."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._viewer.size())
        return False

    # ---- places

    def to_screen(self, x: float, y: float) -> QPointF:
        """Return the widget point of a fraction of the frame."""
        view = self._viewer.view
        assert view is not None
        ratio = self._viewer.devicePixelRatioF()
        sx, sy = view.to_screen(x * view.photo[0], y * view.photo[1])
        return QPointF(sx / ratio, sy / ratio)

    def _to_frame(self, at: QPointF) -> QPointF:
        view = self._viewer.view
        assert view is not None
        ratio = self._viewer.devicePixelRatioF()
        x, y = view.to_photo(at.x() * ratio, at.y() * ratio)
        return QPointF(x / view.photo[0], y / view.photo[1])

    def _box(self) -> QRectF:
        assert self.geometry_shown is not None
        left, top, right, bottom = self.geometry_shown.crop
        return QRectF(self.to_screen(left, top), self.to_screen(right, bottom))

    def _handle_at(self, at: QPointF) -> Handle:
        box = self._box()
        across = -1 if abs(at.x() - box.left()) <= _NEAR else 1 if abs(at.x() - box.right()) <= _NEAR else 0
        down = -1 if abs(at.y() - box.top()) <= _NEAR else 1 if abs(at.y() - box.bottom()) <= _NEAR else 0
        if not box.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at):
            return _TURN
        return across, down

    # ---- dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle, the inside, or the outside, which turns; with Ctrl begin a line along the horizon."""
        if event.button() != Qt.MouseButton.LeftButton or self.geometry_shown is None:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._line = _Line(event.position(), event.position())
            return
        geometry = self.geometry_shown
        self._drag = _Drag(self._handle_at(event.position()), self._to_frame(event.position()), geometry.crop,
                           geometry.straighten, new_gesture())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what a press would take."""
        if self.geometry_shown is None or self._viewer.view is None:
            return
        if self._line is not None:
            self._line = replace(self._line, end=event.position())
            self.update()
            return
        drag = self._drag
        if drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(self._handle_at(event.position()))
            self._viewer.hover(event.position())  # it lies under this widget
            return
        now = self._to_frame(event.position())
        if drag.handle is None:
            center = self._box().center()
            start, end = self.to_screen(drag.start.x(), drag.start.y()) - center, event.position() - center
            angle = math.degrees(math.atan2(end.y(), end.x()) - math.atan2(start.y(), start.x()))
            angle = (angle + 180) % 360 - 180
            self.straightened.emit(round(min(max(drag.straighten + angle, -45.0), 45.0), 1), drag.gesture)
            return
        height, width = self.geometry_shown.frame
        aspect = None if self.aspect is None else self.aspect * height / width
        move = now - drag.start
        wanted = resized(drag.crop, drag.handle, move.x(), move.y(), aspect)
        self.cropped.emit(held(self.geometry_shown, drag.crop, wanted), drag.gesture)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._viewer.hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; a line has the picture turned until it is level, or upright."""
        line, self._line, self._drag = self._line, None, None
        if line is not None and line.tells and self.geometry_shown is not None:
            self.straightened.emit(self._leveled(line), new_gesture())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Apply, as Enter does in the window."""
        self.applied.emit()

    def _show_cursor(self, handle: Handle) -> None:
        shape = Qt.CursorShape
        if handle is None:
            self.setCursor(shape.CrossCursor)
        elif handle == _MOVE:
            self.setCursor(shape.SizeAllCursor)
        elif 0 in handle:
            self.setCursor(shape.SizeHorCursor if handle[0] else shape.SizeVerCursor)
        else:
            self.setCursor(shape.SizeFDiagCursor if handle[0] == handle[1] else shape.SizeBDiagCursor)

    def _leveled(self, line: _Line) -> float:
        """Return by how many degrees the picture is turned once a line is level."""
        assert self.geometry_shown is not None
        return round(min(max(self.geometry_shown.straighten - line.tilt, -45.0), 45.0), 1)

    # ---- painting

    @property
    def hint(self) -> str:
        """What stands below the frame: what a drag has come to, else what can be done."""
        geometry, drag, line = self.geometry_shown, self._drag, self._line
        if line is not None and line.tells:
            return STRAIGHTEN.format(self._leveled(line))
        if drag is None or geometry is None:
            return self.tr("Enter applies, Escape cancels. To straighten drag outside of the frame, or with Ctrl along "
                           "the horizon.")
        if drag.handle is None:
            return STRAIGHTEN.format(geometry.straighten)
        return "{} × {}".format(*reversed(geometry.size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken what goes, draw the frame, its thirds and handles."""
        if self.geometry_shown is None or self._viewer.view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRect(box)
        painter.fillPath(around.subtracted(inside), QColor(20, 20, 20, 165))
        parts = 8 if self._drag is not None and self._drag.handle is None else 3  # a fine grid while turning
        painter.setPen(QPen(QColor(255, 255, 255, 70), 1))
        for i in range(1, parts):
            x, y = box.left() + box.width() * i / parts, box.top() + box.height() * i / parts
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QPen(QColor("#f0f0f0"), 1.5))
        painter.drawRect(box)
        painter.setBrush(QColor(theme.HANDLE))
        painter.setPen(QPen(QColor(theme.LINE), 1))
        for x in (box.left(), box.center().x(), box.right()):
            for y in (box.top(), box.center().y(), box.bottom()):
                if QPointF(x, y) != box.center():
                    painter.drawRect(QRectF(x - 4, y - 4, 8, 8))
        if self._line is not None:
            for color, width in (("#101010", 3.0), ("#f0f0f0", 1.0)):
                painter.setPen(QPen(QColor(color), width))
                painter.drawLine(self._line.start, self._line.end)
        hint = self.hint
        room = self.width() - painter.fontMetrics().horizontalAdvance(hint) - 20  # below the frame, where it hides none
        paint_label(painter, hint, max(12, room // 2), self.height() - painter.fontMetrics().height() - 16)
