"""The viewer: paints the newest frame where the photo lies, zooms at the cursor, pans by dragging."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.live.jobs import FrameReady, Shown
from app.picture.compare import Layout
from app.picture.geometry import Region, View
from app.picture.overlays import Layer, Overlay, paint_legend, paint_legends
from app.picture.photosites import GRID_FROM, paint_photosites
from app.picture.probe import Pointed
from app.translations import tr

_GRIP = 7  # screen pixels left and right of the wipe's divider that take hold of it
_GAP = 2  # screen pixels between two pictures side by side
_CALM_S = 0.15  # this long after a zoom or pan, scaled frames are painted smoothly


class Viewer(QWidget):
    """Shows frames of the visible region; the last one stays, moved along, until the next arrives.

    Everything is computed in device pixels, so 100 % is one photo pixel per device pixel on any screen.
    """

    view_changed = Signal()  # another region or size is visible: a frame is wanted
    pointed = Signal(object)  # Pointed under the cursor, None outside
    dropped = Signal(object)  # list of Path
    dragging = Signal(bool)  # files are held over it
    room_asked = Signal()  # the panels away, or back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self._frame: FrameReady | None = None  # newest frame
        self._whole: FrameReady | None = None  # newest frame of the whole photo, under the other
        self._surround = QColor(theme.SURROUNDS["Dark"])
        self._drag: QPointF | None = None
        self._moved_at = 0.0
        self._cursor: QPointF | None = None
        self._dropping = False
        self._banner = ""
        self._waiting = ""
        self._corner = ""
        self._by_tab = False
        self._layout = Layout.OFF
        self._labels = ("", "")
        self._overlay: Overlay | None = None
        self._free = 0  # logical pixels around the photo
        self._divider = 0.5  # of the width
        self._sliding = False
        self._marks: tuple[tuple[float, float, str], ...] = ()
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Photo"))
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(int(_CALM_S * 1000))
        self._calm.timeout.connect(self.update)

    # ---- what is shown

    def set_photo(self, size: tuple[int, int] | None) -> None:
        """Show another photo of (width, height) upright pixels, fitted; None: no photo."""
        self._frame = self._whole = None
        self.view = None if size is None else View.fit(size, self._pane_size(), self._margin)
        self.update()
        if size is not None:
            self.view_changed.emit()

    def set_frame(self, frame: FrameReady) -> None:
        """Show a new frame."""
        self._frame = frame
        if self.view is not None and frame.request.region == Region(
            0, 0, self.view.photo[1], self.view.photo[0]
        ):
            self._whole = frame
        self.update()
        self._point()
        layer = self._layer(frame, left=False)
        self.setAccessibleDescription("" if layer is None else layer.sentence)

    @property
    def frame(self) -> FrameReady | None:
        """The newest frame."""
        return self._frame

    def set_margin(self, pixels: int) -> None:
        """Keep logical pixels free around a photo that is shown whole, for what is drawn and taken hold of there."""
        if pixels != self._free:
            self._free = pixels
            if self.view is not None:
                view = replace(self.view, margin=self._margin)
                self._go(View.fit(view.photo, view.viewport, view.margin) if view.fitted else view)

    @property
    def _margin(self) -> int:
        return round(self._free * self.devicePixelRatioF())

    def set_surround(self, color: str) -> None:
        """Set the neutral color around the photo."""
        self._surround = QColor(color)
        self.update()

    def set_banner(self, text: str) -> None:
        """Label the picture (for the view that is held); "" removes it."""
        self._banner = text
        self.update()

    def set_corner(self, text: str) -> None:
        """Say in the upper right corner how the picture is shown; "" for as it is."""
        self._corner = text
        self.update()

    def set_waiting(self, text: str) -> None:
        """Say that the picture on screen is not yet the one asked for; "": it is."""
        if text != self._waiting:
            self._waiting = text
            self.update()

    @property
    def waiting(self) -> str:
        """What is said about a picture that is still to come."""
        return self._waiting

    def set_comparison(self, layout: Layout, left: str, right: str) -> None:
        """Show two pictures, with their names, or one; zoom and position stay."""
        self._labels = (left, right)
        self._sliding = False
        self._layout = layout
        if self.view is not None and self.view.viewport != self._pane_size():
            self._go(self.view.resized(self._pane_size()))
        self.update()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show the frames' layers of this overlay only: one taken off is gone at once."""
        self._overlay = overlay
        self.update()

    def _layer(self, frame: FrameReady | None, left: bool) -> Layer | None:
        """Return what is marked on one of a frame's pictures."""
        if frame is None or frame.request.overlay is not self._overlay:
            return None
        return frame.layer_beside if left else frame.layer

    @property
    def divider_x(self) -> float:
        """Where the wipe's divider is, in widget coordinates."""
        return self._divider * self.width()

    def wanted(self) -> tuple[Region, tuple[int, int]] | None:
        """Return the visible region and the (height, width) its frame should have."""
        if self.view is None:
            return None
        region = self.view.visible()
        return region, self.view.wanted_size(region)

    # ---- zoom and pan

    def fit(self) -> None:
        """Show the whole photo."""
        if self.view is not None:
            self._go(View.fit(self.view.photo, self.view.viewport, self._margin))

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Zoom to ``scale`` device pixels per photo pixel around a widget point (default: the center)."""
        if self.view is not None:
            self._go(self.view.zoomed(scale, None if at is None else self._device(at)))

    def zoom_step(self, direction: int) -> None:
        """Zoom to the next common scale."""
        if self.view is not None:
            self._go(self.view.stepped(direction))

    def toggle_zoom(self) -> None:
        """Go from fit to 100 % at the cursor, and back from anything else."""
        if self.view is None:
            return
        if self.view.fitted:
            inside = self._cursor is not None and self.rect().contains(self._cursor.toPoint())
            self.zoom_to(1.0, self._cursor if inside else None)
        else:
            self.fit()

    def _go(self, view: View) -> None:
        if view == self.view:
            return
        self.view = view
        self._moved_at = time.monotonic()
        self._calm.start()
        self.update()
        self.view_changed.emit()
        self._point()

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _pane_size(self) -> tuple[int, int]:
        """Return (width, height) of one picture's place, in device pixels."""
        width, height = self._device_size()
        return (max(1, (width - _GAP) // 2) if self._layout is Layout.BESIDE else width), height

    def _right_pane(self) -> int:
        """Return the device pixel where the right picture's place begins."""
        return self._device_size()[0] - self._pane_size()[0]

    def _in_left(self, point: QPointF) -> bool:
        """Whether the left picture of two is under a widget point."""
        if self._layout is Layout.WIPE:
            return point.x() < self.divider_x
        return self._layout is Layout.BESIDE and point.x() * self.devicePixelRatioF() < self._right_pane()

    def _device(self, point: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        pane = 0 if self._in_left(point) else self._right_pane()
        return point.x() * ratio - pane, point.y() * ratio

    def screen_at(self, x: float, y: float, left: bool = False) -> tuple[float, float]:
        """Return the widget point over a photo point; left: on the left picture of two side by side."""
        assert self.view is not None
        ratio = self.devicePixelRatioF()
        screen_x, screen_y = self.view.to_screen(x, y)
        return (screen_x + (0 if left else self._right_pane())) / ratio, screen_y / ratio

    def set_marks(self, marks: Sequence[tuple[float, float, str]]) -> None:
        """Mark places of the picture: (x, y, label) in photo pixels."""
        self._marks = tuple(marks)
        self.update()

    def photo_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the upright photo coordinates under a widget point; None beside the photo."""
        if self.view is None:
            return None
        x, y = self.view.to_photo(*self._device(point))
        inside = 0 <= x < self.view.photo[0] and 0 <= y < self.view.photo[1]
        return (x, y) if inside else None

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surround, the whole photo's last frame, and the newest frame over it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._surround)
        if self.view is None:
            if self._banner:
                self._paint_banner(painter)
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        calm = time.monotonic() - self._moved_at > _CALM_S
        width, height = self._device_size()
        pane = self._right_pane()
        cut = round(self._divider * width) if self._layout is Layout.WIPE else pane - _GAP
        if self._layout is not Layout.OFF:
            self._paint_frames(painter, calm, QRect(0, 0, cut, height), 0, left=True)
        right = QRect(0, 0, width, height) if self._layout is Layout.OFF else QRect(
            max(cut, pane), 0, width, height)
        self._paint_frames(painter, calm, right, pane, left=False)
        painter.resetTransform()
        if self._layout is not Layout.OFF:
            self._paint_comparison(painter)
        self._paint_marks(painter)
        self._paint_legends(painter)
        if self._banner or self._waiting:
            self._paint_banner(painter)
        if self._corner:
            below = 12 if self._layout is Layout.OFF else 48  # the right picture's name is there
            paint_label(painter, self._corner, self.width() - 12 - self._label_width(self._corner), below)
        if self._dropping:
            painter.setPen(QColor(theme.FOCUS))
            painter.drawRect(self.rect().adjusted(3, 3, -4, -4))

    def _paint_frames(self, painter: QPainter, calm: bool, clip: QRect, x: int, left: bool) -> None:
        """Paint one of the two pictures, or the only one, into its part of the viewer (device pixels)."""
        painter.save()
        painter.setClipRect(clip)
        painter.translate(x, 0)
        if self._whole is not None and not self._covers(self._frame):
            self._paint_frame(painter, self._whole, calm, left)
        if self._frame is not None:
            self._paint_frame(painter, self._frame, calm, left)
        painter.restore()

    def _paint_comparison(self, painter: QPainter) -> None:
        """Paint the divider and the names of the two pictures."""
        x = self.divider_x
        if self._layout is Layout.WIPE:
            for offset, color in ((-1, "#101010"), (0, "#f0f0f0"), (1, "#101010")):
                painter.fillRect(QRectF(x + offset - 0.5, 0, 1, self.height()), QColor(color))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor("#101010"))
            painter.setBrush(QColor("#f0f0f0"))
            middle = self.height() / 2
            painter.drawEllipse(QPointF(x, middle), 9, 9)
            painter.setBrush(QColor("#303030"))
            for side in (-1, 1):
                tip, back = x + side * 6, x + side * 2
                painter.drawPolygon([QPointF(back, middle - 3.5), QPointF(tip, middle), QPointF(back, middle + 3.5)])
        else:
            x = self.width() / 2
        left, right = (self._label_width(text) for text in self._labels)
        if x > left + 24:
            paint_label(painter, self._labels[0], 12)
        if self.width() - x > right + 24:
            paint_label(painter, self._labels[1], self.width() - 12 - right)

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint a small ring and a label at each marked place; on both pictures side by side."""
        beside = self._frame.request.beside if self._frame is not None else None
        own = beside is None or beside.reference is None  # a reference is not of the marked places
        sides = (True, False) if self._layout is Layout.BESIDE and own else (False,)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, y, label in self._marks:
            for left in sides:
                at = QPointF(*self.screen_at(x, y, left))
                for color, width in (("#101010", 3.0), ("#f0f0f0", 1.2)):
                    painter.setPen(QPen(QColor(color), width))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(at, 5, 5)
                paint_label(painter, label, round(at.x()) + 8, round(at.y()) - 10)

    def _paint_legends(self, painter: QPainter) -> None:
        """Say what an overlay's colors mean; once where it says the same of both pictures."""
        right, left = self._layer(self._frame, left=False), self._layer(self._frame, left=True)
        middle = round(self.divider_x) if self._layout is Layout.WIPE else self.width() // 2
        if right is None:
            return
        if self._layout is Layout.OFF or left is None:
            paint_legend(painter, right, self.rect())
        else:
            paint_legends(painter, left, right, middle, self.rect())

    def _covers(self, frame: FrameReady | None) -> bool:
        if frame is None or self.view is None:
            return False
        have, need = frame.request.region, self.view.visible()
        return (
            have.top <= need.top
            and have.left <= need.left
            and have.top + have.height >= need.top + need.height
            and have.left + have.width >= need.left + need.width
        )

    def _target(self, frame: FrameReady, left: bool = False) -> QRectF:
        """Return where a frame lies, or the picture beside it, in device pixels."""
        assert self.view is not None
        place, scale = frame.place(left), self.view.scale
        x, y = self.view.to_screen(place.x(), place.y())
        return QRectF(x, y, place.width() * scale, place.height() * scale)

    def _paint_frame(self, painter: QPainter, frame: FrameReady, calm: bool, left: bool) -> None:
        target = self._target(frame, left)
        has_left = left and frame.beside is not None
        image = frame.painted_beside or frame.beside if has_left else frame.painted or frame.image
        self._paint_image(painter, image, target, calm, frame.exact)
        shown = frame.request.beside.shown if has_left and frame.request.beside else frame.request.shown
        if shown is Shown.MOSAIC and frame.request.filter_colors and frame.cell and self._scale >= GRID_FROM:
            assert self.view is not None
            paint_photosites(painter, frame.cell, self.view.to_screen(0, 0), self._scale,
                             QRectF(0, 0, *self._pane_size()).intersected(target))
        layer = self._layer(frame, has_left)
        if layer is not None and layer.image is not None:
            self._paint_image(painter, layer.image, target, calm, exact=True)

    @property
    def _scale(self) -> float:
        return self.view.scale if self.view is not None else 1.0

    def _paint_image(self, painter: QPainter, image: QImage, target: QRectF, calm: bool, exact: bool) -> None:
        if target.isEmpty():
            return
        if abs(target.width() - image.width()) < 1 and abs(target.height() - image.height()) < 1:
            painter.drawImage(QPoint(round(target.x()), round(target.y())), image)  # pixel for pixel
            return
        # above 200 % one looks at pixels: keep them square
        magnified = target.width() >= 2 * image.width() and exact
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, calm and not magnified)
        # paint only what is visible: a frame magnified 16 times would else be scaled as a whole
        screen = QRectF(0, 0, *self._pane_size()).intersected(target)
        if screen.isEmpty():
            return
        kx, ky = image.width() / target.width(), image.height() / target.height()
        source = QRectF(
            (screen.x() - target.x()) * kx,
            (screen.y() - target.y()) * ky,
            screen.width() * kx,
            screen.height() * ky,
        )
        painter.drawImage(screen, image, source)

    def _paint_banner(self, painter: QPainter) -> None:
        below = self._labels[0] and self._layout is not Layout.OFF
        paint_label(painter, self._banner or self._waiting, 12, 48 if below else 12)

    def _label_width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 20

    # ---- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep fit fitted, and the center where it is otherwise."""
        super().resizeEvent(event)
        if self.view is not None:
            self._go(self.view.resized(self._pane_size()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; a notch is a quarter more or less."""
        notches = event.angleDelta().y() / 120.0
        if self.view is None or notches == 0:
            event.ignore()
            return
        scale = self.view.scale * 1.25**notches
        fit = View.fit(self.view.photo, self.view.viewport, self._margin).scale
        if self.view.scale > fit >= scale * 0.999 or (notches < 0 and self.view.fitted):
            self.fit()  # zooming out stops at the whole photo
        else:
            if min(self.view.scale, scale) < 1.0 < max(self.view.scale, scale):
                scale = 1.0  # and passes through 100 % exactly
            self.zoom_to(scale, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan."""
        if event.button() != Qt.MouseButton.LeftButton or self.view is None:
            return
        if self._grips(event.position()):
            self._sliding = True
            return
        self._drag = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _grips(self, point: QPointF) -> bool:
        return self._layout is Layout.WIPE and abs(point.x() - self.divider_x) <= _GRIP

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, and tell what is under the cursor."""
        self._cursor = event.position()
        if self._sliding:
            self._divider = min(max(event.position().x() / max(self.width(), 1), 0.0), 1.0)
            self.update()
            return
        if self._layout is Layout.WIPE and self._drag is None and event.buttons() == Qt.MouseButton.NoButton:
            if self._grips(event.position()):
                self.setCursor(Qt.CursorShape.SplitHCursor)
            elif self.cursor().shape() == Qt.CursorShape.SplitHCursor:
                self.unsetCursor()
        if self._drag is not None and self.view is not None:
            delta = event.position() - self._drag
            ratio = self.devicePixelRatioF()
            step = (round(delta.x() * ratio), round(delta.y() * ratio))
            if step != (0, 0):
                fitted = self.view.fitted
                moved = self.view.panned(*step)
                self._drag = event.position()
                if (moved.x, moved.y) != (self.view.x, self.view.y) or not fitted:
                    self._go(moved)
        else:
            self._point()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning, or let go of the divider."""
        self._drag = None
        self._sliding = False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Toggle fit and 100 % at the cursor; on the divider: put it in the middle."""
        if self._grips(event.position()):
            self._divider = 0.5
            self.update()
        elif event.button() == Qt.MouseButton.LeftButton and self.view is not None:
            self._cursor = event.position()
            self.toggle_zoom()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether one came here by the Tab key."""
        self._by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab clears the room around the picture, as raw editors do; who walks by Tab keeps walking.

        Qt asks here too when something that lies over the picture, like the crop tool, goes away with the focus.
        """
        if following and self.hasFocus() and not self._by_tab and self.view is not None:
            self.room_asked.emit()
            return True
        return super().focusNextPrevChild(following)

    def leaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Nothing is pointed at any more."""
        self.hover(None)

    def hover(self, point: QPointF | None) -> None:
        """Tell what is under a widget point, as if the mouse was there; None: nothing."""
        self._cursor = point
        if point is None:
            self.pointed.emit(None)
        else:
            self._point()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles fit and 100 %; arrows pan."""
        step = {
            Qt.Key.Key_Left: (120, 0),
            Qt.Key.Key_Right: (-120, 0),
            Qt.Key.Key_Up: (0, 120),
            Qt.Key.Key_Down: (0, -120),
        }.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Space:
            self.toggle_zoom()
        elif step is not None and self.view is not None and not self.view.fitted:
            self._go(self.view.panned(*step))
        else:
            event.ignore()

    def _point(self) -> None:
        """Tell the photo coordinates and the shown sRGB value under the cursor."""
        if self._cursor is None or self.view is None or self._frame is None:
            return
        place = self.photo_at(self._cursor)
        if place is None:
            self.pointed.emit(None)
            return
        x, y = place
        left = self._in_left(self._cursor)
        target = self._target(self._frame, left)
        device_x, device_y = self._device(self._cursor)
        beside = self._frame.beside if left else None
        image = beside if beside is not None else self._frame.image
        column = math.floor((device_x - target.x()) / max(target.width(), 1e-9) * image.width())
        row = math.floor((device_y - target.y()) / max(target.height(), 1e-9) * image.height())
        color = None
        if 0 <= column < image.width() and 0 <= row < image.height() and not target.isEmpty():
            color = image.pixelColor(column, row).getRgb()[:3]
        self.pointed.emit(Pointed(x, y, color, left))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders."""
        if _dropped_files(event):
            self._set_dropping(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """The files went away again."""
        self._set_dropping(False)

    def _set_dropping(self, dropping: bool) -> None:
        self._dropping = dropping
        self.dragging.emit(dropping)
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = _dropped_files(event)
        self._set_dropping(False)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def _dropped_files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def paint_label(painter: QPainter, text: str, x: int, y: int = 12) -> None:
    """Paint words on a dark plate over the picture, its corner at (x, y) logical pixels."""
    metrics = painter.fontMetrics()
    box = QRect(x, y, metrics.horizontalAdvance(text) + 20, metrics.height() + 10)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor("#f0f0f0"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
