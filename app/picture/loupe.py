"""The loupe: a magnifier at the cursor, for any view and both pictures of a comparison.

What lies under it is first shown from the picture at hand, then from one made at the photo's own pixels.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from app.live.jobs import FrameReady, Shown
from app.picture.geometry import Region
from app.picture.photosites import paint_photosites
from app.picture.probe import Pointed

if TYPE_CHECKING:
    from app.window import MainWindow

LEVELS = (1.0, 2.0, 4.0, 8.0)
"""Device pixels per photo pixel."""
SIDE = 260
"""Of the glass, in screen pixels."""
_GRID_FROM = 4.0  # device pixels per photosite from which they are framed
_HELD_S = 0.4  # a key held so long is let go to put the loupe away
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def tr(text: str) -> str:
    """Return the text in the user's language."""
    return QCoreApplication.translate("Loupe", text)


class Glass(QWidget):
    """What is seen through the loupe; the mouse goes through it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.viewer)
        self._window = window
        self.at: Pointed | None = None
        self.level = 2.0
        self.near: FrameReady | None = None  # made at the photo's own pixels
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(tr("Loupe"))
        self.setFixedSize(SIDE, SIDE)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture around the point, its photosites' frames, a ring and the magnification."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#303030"))
        ratio, at = self.devicePixelRatioF(), self.at
        frame = self._window.viewer.frame
        if at is not None and frame is not None:
            painter.save()
            painter.scale(1 / ratio, 1 / ratio)
            half = SIDE * ratio / 2
            # whole pixels: at 100 % and above nothing is resampled
            corner = round(half - at.x * self.level), round(half - at.y * self.level)
            for one in (frame, self.near if self._fits(frame) else None):
                if one is not None:
                    self._paint(painter, one, corner, at.left)
            painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = SIDE / 2
        for color, width in (("#101010", 3.0), ("#f0f0f0", 1.0)):
            painter.setPen(QPen(QColor(color), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):  # a cross that leaves the pixel itself free
                painter.drawLine(QPointF(middle + 5 * x, middle + 5 * y), QPointF(middle + 11 * x, middle + 11 * y))
            painter.drawRect(QRectF(1.5, 1.5, SIDE - 3, SIDE - 3))
        text = f"{self.level * 100:.0f} %"
        box = QRect(8, SIDE - 12 - painter.fontMetrics().height(), painter.fontMetrics().horizontalAdvance(text) + 12,
                    painter.fontMetrics().height() + 4)
        painter.fillRect(box, QColor(0, 0, 0, 170))
        painter.setPen(QColor("#f0f0f0"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _fits(self, frame: FrameReady) -> bool:
        """Whether the close picture is of what the viewer shows."""
        if self.near is None:
            return False
        a, b = self.near.request, frame.request
        return (a.photo_id, a.edit, a.shown, a.beside, a.filter_colors, a.whole, a.proof, a.channel) == (
            b.photo_id, b.edit, b.shown, b.beside, b.filter_colors, b.whole, b.proof, b.channel)

    def _paint(self, painter: QPainter, frame: FrameReady, corner: tuple[int, int], left: bool) -> None:
        has_left = left and frame.beside is not None
        image: QImage | None = frame.painted_beside or frame.beside if has_left else frame.painted or frame.image
        assert image is not None
        region, place = frame.request.region, frame.place(left)
        target = QRectF(corner[0] + place.x() * self.level, corner[1] + place.y() * self.level,
                        place.width() * self.level, place.height() * self.level)
        room = QRectF(0, 0, self.width(), self.height())
        room.setSize(room.size() * self.devicePixelRatioF())
        seen = room.intersected(target)
        if seen.isEmpty():
            return
        kx, ky = image.width() / target.width(), image.height() / target.height()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() < place.width())
        painter.drawImage(seen, image, QRectF((seen.x() - target.x()) * kx, (seen.y() - target.y()) * ky,
                                              seen.width() * kx, seen.height() * ky))
        shown = frame.request.beside.shown if has_left and frame.request.beside else frame.request.shown
        whole = image.width() == region.width  # not reduced: these are photosites
        if shown is Shown.MOSAIC and frame.cell and frame.request.filter_colors and whole and self.level >= _GRID_FROM:
            paint_photosites(painter, frame.cell, corner, self.level, seen)


class Loupe(QObject):
    """Whether the loupe is out, how much it magnifies, and its menu entries."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.glass = Glass(window)
        self._pressed_at = 0.0
        self._held = False  # the key that took it out may still be down
        self.action = QAction(tr("&Loupe"), self)
        self.action.setShortcut("Q")
        self.action.setCheckable(True)
        self.action.setAutoRepeat(False)
        self.action.setToolTip(tr(
            "Magnify what is under the cursor, of any view; tap the key, or hold it (Q; off by default).\n"
            "Arrow keys move it by 10 pixels, with Shift by 1."))
        self.action.toggled.connect(self._on_toggled)
        self.next_level = QAction(tr("Loupe: 100, 200, 400, &800 %"), self)
        self.next_level.setShortcut("Shift+Q")
        self.next_level.setToolTip(tr(
            "The loupe's next magnification, in screen pixels per photo pixel (Shift+Q; 200 % by default).\n"
            "From 400 % the RAW mosaic's photosites are framed."))
        self.next_level.triggered.connect(self.magnify)
        window.viewer.installEventFilter(self)
        window.viewer.pointed.connect(self._on_pointed)
        window.controller.frame_ready.connect(lambda _: self._ask())
        window.controller.close_ready.connect(self._on_close)

    def add_to(self, menu: QMenu) -> list[QAction]:
        """Put the entries into a menu and return them."""
        menu.addActions([self.action, self.next_level])
        return [self.action, self.next_level]

    @property
    def on(self) -> bool:
        """Whether the loupe is out."""
        return self.action.isChecked()

    def magnify(self) -> None:
        """Go to the next magnification, and from the last to the first; take the loupe out if it is not."""
        if not self.on:
            self.action.setChecked(True)
            self._held = False
            return
        self._held = False  # that its key, which is the loupe's with Shift, is let go means nothing
        self.glass.level = LEVELS[(LEVELS.index(self.glass.level) + 1) % len(LEVELS)]
        self.glass.update()
        self._ask()

    def key_released(self, event: QKeyEvent) -> None:
        """Put the loupe away when its key was held."""
        own = QKeySequence(event.key()) in self.action.shortcuts()
        if not own or event.isAutoRepeat():
            return
        if self._held and self.on and time.monotonic() - self._pressed_at > _HELD_S:
            self.action.setChecked(False)
        self._held = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the picture's arrow keys and Escape while the loupe is out."""
        if not self.on or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.action.setChecked(False)
            return True
        step, viewer, at = _STEPS.get(Qt.Key(event.key())), self._window.viewer, self.glass.at
        if step is None or at is None or viewer.view is None:
            return False
        by = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 10
        width, height = viewer.view.photo
        self._show(Pointed(min(max(at.x + step[0] * by, 0.5), width - 0.5),
                           min(max(at.y + step[1] * by, 0.5), height - 0.5), None, at.left))
        return True

    def _on_toggled(self, on: bool) -> None:
        self._pressed_at, self._held = time.monotonic(), on
        viewer = self._window.viewer
        if not on or viewer.view is None:
            self.glass.hide()
            self.glass.near = None
            return
        if self.glass.at is None:  # no mouse: the middle of what is visible
            region = viewer.view.visible()
            middle = Pointed(region.left + region.width / 2, region.top + region.height / 2, None, False)
            self._show(middle)
        else:
            self._show(self.glass.at)

    def _on_pointed(self, pointed: Pointed | None) -> None:
        if pointed is not None:
            self._show(pointed)
        elif self._window.viewer.underMouse():  # beside the photo; with keys it stays where it is
            self.glass.hide()
        if pointed is None and not self.on:
            self.glass.at = None

    def _show(self, at: Pointed) -> None:
        self.glass.at = at
        viewer = self._window.viewer
        if not self.on or viewer.view is None:
            return
        x, y = viewer.screen_at(at.x, at.y, at.left)
        self.glass.move(round(x - SIDE / 2), round(y - SIDE / 2))
        self.glass.show()
        self.glass.raise_()
        self.glass.update()
        self._ask()

    def _region(self) -> Region | None:
        """Return the photo pixels under the glass, with a margin for the next move of the mouse."""
        viewer, at = self._window.viewer, self.glass.at
        if viewer.view is None or at is None:
            return None
        half = math.ceil(SIDE * self.glass.devicePixelRatioF() / self.glass.level / 2) + 32
        width, height = viewer.view.photo
        left, top = max(0, int(at.x) - half), max(0, int(at.y) - half)
        bottom, right = min(height, int(at.y) + half), min(width, int(at.x) + half)
        return Region(top, left, max(1, bottom - top), max(1, right - left))

    def _ask(self) -> None:
        """Ask for the pixels under the glass, unless the picture at hand has them."""
        frame, region = self._window.viewer.frame, self._region()
        if not self.on or frame is None or region is None or self.glass.isHidden():
            return
        if frame.exact and frame.image.width() >= frame.request.region.width:
            self.glass.update()
            return  # it is made at the photo's own pixels already
        self._window.controller.look_closely(frame.request, region)

    def _on_close(self, frame: FrameReady) -> None:
        self.glass.near = frame
        self.glass.update()
