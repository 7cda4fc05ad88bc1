"""The live strip: the photo in a row of small renders over one shot setting; a click takes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.live.jobs import Piece
from app.numbers import Number
from app.panels.section import segment
from app.panels.slider import new_gesture
from app.panels.values import SCALES
from app.picture.geometry import Region

if TYPE_CHECKING:
    from app.edits.edit import Edit
    from app.live.thumbnails import Thumbnails
    from app.picture.geometry import View

VALUES = {
    "iso": (100.0, 200.0, 400.0, 800.0, 1600.0, 3200.0, 6400.0, 12800.0),
    "exposure_time": (1 / 4000, 1 / 1000, 1 / 250, 1 / 60, 1 / 15, 1 / 4, 1.0, 4.0),
    "f_number": (1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0),
}
_OWNER = "strip"
_LABEL_HEIGHT = 20
_IMAGE_HEIGHT = 92
_LEAST, _MOST = 44, 168  # width of a tile's picture


class Tile(QAbstractButton):
    """One small render with its value below; drawn pale until it is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name, self.value = "", 0.0
        self.as_shot = False
        self.image: QImage | None = None
        self.stale = False  # the picture is of an edit before

    def sizeHint(self) -> QSize:
        """Picture and words."""
        return QSize(_MOST, _IMAGE_HEIGHT + _LABEL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows get narrow tiles."""
        return QSize(_LEAST, _IMAGE_HEIGHT + _LABEL_HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Say in the hint how the render differs from the present one, measured when it is asked for."""
        if event.type() == QEvent.Type.ToolTip:
            strip = self.parentWidget()
            if isinstance(strip, LiveStrip):
                self.setToolTip(strip.hint(self))
        return super().event(event)

    def show_image(self, image: QImage | None) -> None:
        """Show a render, or that it is still to come."""
        self.image, self.stale = image, False
        self.update()

    def mark_stale(self) -> None:
        """Show the last render paler until the next one comes."""
        self.stale = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, a frame around the chosen one, and the value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(2, 2, self.width() - 4, _IMAGE_HEIGHT - 4)
        if self.image is None:
            painter.fillRect(room, QColor(theme.FIELD))
            frame = room
        else:
            size = self.image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            frame = QRectF(0, 0, size.width(), size.height())
            frame.moveCenter(room.center())
            painter.setOpacity(0.55 if self.stale else 1.0)
            painter.drawImage(frame, self.image)
            painter.setOpacity(1.0)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            color = theme.FOCUS if self.hasFocus() else theme.TEXT if self.isChecked() else theme.QUIET
            painter.setPen(QPen(QColor(color), 2 if self.isChecked() else 1))
            painter.drawRect(frame.adjusted(-1, -1, 0, 0))
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT if self.isChecked() else theme.QUIET))
        words = QRectF(0, _IMAGE_HEIGHT, self.width(), _LABEL_HEIGHT)
        full = self.tr("{value} as shot").format(value=self.text())
        if self.as_shot and painter.fontMetrics().horizontalAdvance(full) <= self.width():
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, full)
            return
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.as_shot:  # no room for the words: the same tick as on the dial
            half = painter.fontMetrics().horizontalAdvance(self.text()) / 2
            x = words.center().x() - half - 7
            painter.setPen(QPen(QColor(theme.QUIET), 2))
            painter.drawLine(QPointF(x, words.top() + 4), QPointF(x, words.bottom() - 4))


class LiveStrip(QFrame):
    """A row of tiles over ISO, exposure time or aperture; made in the worker while it is free.

    Each shows the whole photo, or a piece of it at 100 % from the middle of the view, which for ISO is the rule: noise
    and sharpness are not to be seen in a small picture of the whole. Emits ``chosen(name, value, gesture)``.
    """

    chosen = Signal(str, float, int)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Live strip"))
        self._thumbnails = thumbnails
        self._moved: Callable[[str, float], Edit] | None = None
        self._edit: Edit | None = None
        self._photo: object = None
        self._edits: dict[Tile, Edit] = {}
        self._view: View | None = None
        self.name = "iso"
        self.close_on = {"iso"}  # the settings whose tiles show a piece at 100 %
        self.choices = QButtonGroup(self)
        left = QVBoxLayout()
        left.setSpacing(2)
        for name in VALUES:
            button = segment(SCALES[name].title, self.tr("A row of renders over {setting}").format(
                setting=SCALES[name].title))
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setProperty("setting", name)
            button.clicked.connect(lambda _=False, n=name: self.show_setting(n))
            self.choices.addButton(button)
            left.addWidget(button)
        self.close_up = segment(self.tr("At 100 %"), self.tr(
            "Show a piece from the middle of the view at 100 % instead of the whole photo: noise and sharpness"))
        self.close_up.setCheckable(True)
        self.close_up.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.close_up.clicked.connect(self._set_closeness)
        left.addWidget(self.close_up)
        left.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._group = QButtonGroup(self)
        self.tiles = [Tile() for _ in range(max(map(len, VALUES.values())) + 1)]
        for tile in self.tiles:
            tile.setAccessibleName(self.tr("Render"))
            tile.setToolTip(self.tr("Take this value"))
            self._group.addButton(tile)
            tile.clicked.connect(lambda _=False, t=tile: self.chosen.emit(self.name, t.value, new_gesture()))
            self._row.addWidget(tile)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(10, 6, 10, 4)
        whole.setSpacing(10)
        whole.addLayout(left)
        whole.addLayout(self._row, 1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(150)
        self._settle.timeout.connect(self._fill)
        thumbnails.ready.connect(self._on_ready)
        self.hide()

    def show_setting(self, name: str) -> None:
        """Choose which setting the row is over."""
        self.name = name
        self._fill()

    def show_edit(self, edit: Edit, photo: object, moved: Callable[[str, float], Edit]) -> None:
        """Show the row for an edit of a photo. moved: the edit with one setting (by name) at another value."""
        if photo is not self._photo:
            for tile in self.tiles:
                tile.show_image(None)
        self._edit, self._photo, self._moved = edit, photo, moved
        self.setEnabled(photo is not None)
        if self.isVisible():
            self._fill()

    def clear(self) -> None:
        """Show no renders: there is no photo."""
        self._thumbnails.want(_OWNER, (), self._piece)
        self._edit = self._photo = self._moved = None
        self._edits.clear()
        self._group.setExclusive(False)
        for tile in self.tiles:
            tile.show_image(None)
            tile.setChecked(False)
            tile.as_shot = False
        self._group.setExclusive(True)
        self.setEnabled(False)

    def show_view(self, view: View | None) -> None:
        """Take the piece from the middle of another view of the photo, once it rests."""
        before, self._view = self._piece, view
        if self.isVisible() and self._piece != before:
            self._settle.start()

    def _set_closeness(self, close: bool) -> None:
        self.close_on = self.close_on | {self.name} if close else self.close_on - {self.name}
        self._fill()

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Ask for the renders only while they are seen."""
        super().showEvent(event)
        self._settle.start(0)

    def hideEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Stop asking."""
        super().hideEvent(event)
        self._thumbnails.want(_OWNER, (), self._piece)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask again at the new size, once it rests."""
        super().resizeEvent(event)
        if self.isVisible():
            self._settle.start()

    @property
    def _piece(self) -> Piece:
        box, view = self._box, self._view
        if self.name not in self.close_on or view is None:
            return Piece(box)
        wide, high = view.photo
        height, width = min(box[0], high), min(box[1], wide)
        x, y = view.to_photo(view.viewport[0] / 2, view.viewport[1] / 2)
        left, top = round(x - width / 2), round(y - height / 2)
        return Piece(box, Region(min(max(top, 0), high - height), min(max(left, 0), wide - width), height, width))

    @property
    def _box(self) -> tuple[int, int]:
        shown = sum(not tile.isHidden() for tile in self.tiles) or 1
        inner = self._row.geometry().width() - self._row.spacing() * (shown - 1)
        width = min(max(inner // shown - 4, _LEAST), _MOST) // 8 * 8
        ratio = self.devicePixelRatioF()
        return round((_IMAGE_HEIGHT - 4) * ratio), round(width * ratio)

    def _fill(self) -> None:
        if self._edit is None or self._moved is None or not self.isVisible():
            return
        for button in self.choices.buttons():
            button.setChecked(button.property("setting") == self.name)
        self.close_up.setChecked(self.name in self.close_on)
        scale, now = SCALES[self.name], self._edit.shot.value(self.name)
        as_shot = self._edit.source_shot.value(self.name)
        values = sorted({*VALUES[self.name], *(() if as_shot is None else (as_shot,))})
        self._edits.clear()
        self._group.setExclusive(False)  # where the value is between two tiles, none is marked
        for i, tile in enumerate(self.tiles):
            tile.setVisible(i < len(values))
            if i >= len(values):
                continue
            if (tile.value, tile.name) != (values[i], self.name):
                tile.show_image(None)
            tile.value, tile.name, tile.as_shot = values[i], self.name, values[i] == as_shot
            tile.setChecked(values[i] == now)
            word = scale.format(values[i])
            tile.setText(word)
            tile.setAccessibleName(f"{scale.title} {word}" + (self.tr(", as shot") if tile.as_shot else ""))
            tile.setToolTip(self.hint(tile))
            self._edits[tile] = self._moved(self.name, values[i])
        self._group.setExclusive(True)
        there = self._thumbnails.want(_OWNER, list(self._edits.values()), self._piece)
        for tile, edit in self._edits.items():
            if edit in there:
                tile.show_image(there[edit])
            else:
                tile.mark_stale()

    def hint(self, tile: Tile) -> str:
        """Return what a tile offers, and by how much its render differs from the one of the present value."""
        scale = SCALES[tile.name]
        lines = [self.tr("Take {setting} {value}").format(setting=scale.title, value=scale.format(tile.value))]
        if tile.as_shot:
            lines.append(self.tr("As the photo was shot"))
        now = next((each for each in self.tiles if each.isChecked() and not each.isHidden()), None)
        if now is not None and now is not tile and not (tile.stale or now.stale):
            change = difference(now.image, tile.image)
            if change is not None:
                words = self.tr("Than {value}: {light:+.1f} % brightness, pixels change by {mean:.1f} % on average")
                lines.append(words.format(
                    value=scale.format(now.value), light=Number(change[0]), mean=Number(change[1])))
        return "\n".join(lines)

    def _on_ready(self, edit: Edit, piece: Piece, image: QImage) -> None:
        if piece == self._piece:
            for tile, wanted in self._edits.items():
                if wanted == edit:
                    tile.show_image(image)


def difference(first: QImage | None, second: QImage | None) -> tuple[float, float] | None:
    """Return by how much the second render is brighter, and differs on average, in percent of white.

    None where one is missing or they are of different sizes.
    """
    if first is None or second is None or first.size() != second.size():
        return None
    import numpy as np  # the worker has imported it by the time there are renders

    pixels = [np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
              .reshape(image.height(), image.width(), 4)[..., :3].astype(np.int16) for image in (first, second)]
    change = pixels[1] - pixels[0]
    return float(change.mean()) / 2.55, float(np.abs(change).mean()) / 2.55
