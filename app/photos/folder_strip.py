"""The folder strip: small pictures of the photos at hand, loaded only where one looks, on a thread of their own."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRunnable,
    QSize,
    Qt,
    QThread,
    QThreadPool,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app import theme
from app.libraries import import_opencv

_log = logging.getLogger(__name__)
THUMB = 104  # long side of a small picture, in screen pixels
_CELL = QSize(116, 104)
_THIN = 3  # short side of a small picture at least, in screen pixels
_KEPT = 500  # small pictures; 4 to 16 MB each hundred
_FLAG = QItemSelectionModel.SelectionFlag  # here, as its first use takes some ms
_BUSY_MS = 60
Index = QModelIndex | QPersistentModelIndex
OPEN_ROLE = Qt.ItemDataRole.UserRole
EDITED_ROLE = Qt.ItemDataRole.UserRole + 1
BROKEN_ROLE = Qt.ItemDataRole.UserRole + 2  # what stands in the place of a picture that cannot be read, or ""


class _Load(QRunnable):
    """Make one small picture, and look whether the photo has edits."""

    def __init__(self, loader: Loader, path: Path, size: int) -> None:
        super().__init__()
        self._loader, self._path, self._size = loader, path, size

    def run(self) -> None:
        """Load; a photo that cannot be read has no picture."""
        import_opencv()  # waits for torch's libraries: a RAW needs its own
        from app.live.worker import to_image
        from paramisp_core.editing.saved_edit import SavedEdit
        from paramisp_core.errors import UserError
        from paramisp_core.files.sidecar import Sidecar
        from paramisp_core.files.thumbnail import thumbnail

        image, edited = None, False
        try:
            edited = Sidecar.read(self._path).edit != SavedEdit()
            image = to_image(thumbnail(self._path, self._size))
        except UserError:
            pass
        except Exception:  # the others are still to be loaded
            _log.exception("the small picture of %s failed", self._path)
        self._loader.loaded.emit(self._path, image, edited)


class Loader(QObject):
    """Loads what is wanted, one after the other, while the window has nothing better to do."""

    loaded = Signal(object, object, bool)  # Path, QImage or None, whether it has edits; from the loading thread

    def __init__(self, busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._busy = busy
        self._wanted: list[Path] = []
        self._size = THUMB
        self._running: Path | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BUSY_MS)
        self._timer.timeout.connect(self._next)
        self.loaded.connect(self._on_loaded, Qt.ConnectionType.QueuedConnection)

    def want(self, paths: Sequence[Path], size: int) -> None:
        """Load these, in this order, in place of what was wanted before. size: long side in device pixels."""
        self._wanted = [path for path in paths if path != self._running]
        self._size = size
        self._next()

    def stop(self) -> None:
        """Load nothing more, and wait for what is being loaded."""
        self._wanted.clear()
        self._timer.stop()
        self._pool.waitForDone()

    def _next(self) -> None:
        if self._running is not None or not self._wanted:
            return
        if self._busy():  # a slider moves: the picture comes first
            self._timer.start()
            return
        self._running = self._wanted.pop(0)
        self._pool.start(_Load(self, self._running, self._size))

    def _on_loaded(self) -> None:
        self._running = None
        self._next()


class PhotoModel(QAbstractListModel):
    """The photos at hand, what is known about each, and which one is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths: list[Path] = []
        self.open_path: Path | None = None
        self._images: OrderedDict[Path, QImage | None] = OrderedDict()
        self._edited: dict[Path, bool] = {}

    def set_paths(self, paths: Sequence[Path]) -> None:
        """Show other photos; what is known about those that stay is kept."""
        self.beginResetModel()
        self.paths = list(paths)
        self.endResetModel()

    def set_open(self, path: Path | None) -> None:
        """Mark the photo that is open."""
        before, self.open_path = self.open_path, path
        for changed in (before, path):
            self._changed(changed)

    def set_loaded(self, path: Path, image: QImage | None, edited: bool) -> None:
        """Take in a small picture."""
        self._images[path] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self._edited[path] = edited
        self._changed(path)

    def set_edited(self, path: Path, edited: bool) -> None:
        """Mark a photo as edited, or not."""
        self._edited[path] = edited
        self._changed(path)

    def is_edited(self, path: Path) -> bool:
        """Whether a photo is known to have edits."""
        return self._edited.get(path, False)

    def is_loaded(self, path: Path) -> bool:
        """Whether its small picture is here, or known to be impossible."""
        if path in self._images:
            self._images.move_to_end(path)
            return True
        return False

    def _changed(self, path: Path | None) -> None:
        if path in self.paths:
            index = self.index(self.paths.index(path))
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many photos there are."""
        return 0 if parent.isValid() else len(self.paths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, small picture, and for readers of the screen the whole of it in words."""
        path = self.paths[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return path.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._images.get(path)
        if role == EDITED_ROLE:
            return self.is_edited(path)
        if role == BROKEN_ROLE:
            return self.tr("cannot\nbe read") if path in self._images and self._images[path] is None else ""
        if role == OPEN_ROLE:
            return path == self.open_path
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = [path.name if role == Qt.ItemDataRole.AccessibleTextRole else str(path)]
            words += [self.tr("edited")] * self.is_edited(path) + [self.tr("open")] * (path == self.open_path)
            if path in self._images and self._images[path] is None:
                words.append(self.tr("cannot be read"))
            return ", ".join(words)
        return None


class _Cell(QStyledItemDelegate):
    """Paints one photo: its picture, its name, a dot where it is edited, a frame where it is open."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a cell."""
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        painter.save()
        cell: QRect = option.rect.adjusted(3, 3, -3, -3)  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        is_open = bool(index.data(OPEN_ROLE))
        if selected:
            painter.fillRect(cell, QColor(theme.SELECTED))
        text = QRect(cell.left() + 4, cell.bottom() - 18, cell.width() - 8, 17)
        space = cell.adjusted(3, 3, -3, -21)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(image, QImage):
            size = image.size().scaled(space.size(), Qt.AspectRatioMode.KeepAspectRatio)
            size = size.expandedTo(QSize(_THIN, _THIN))  # a photo of few columns or rows would have none
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(space.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        else:
            place = space
            painter.fillRect(space, QColor(theme.FIELD))
            if index.data(BROKEN_ROLE):
                painter.setPen(QColor(theme.QUIET))
                painter.drawText(space, Qt.AlignmentFlag.AlignCenter, index.data(BROKEN_ROLE))
        if index.data(EDITED_ROLE):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor("#101010"), 1.5))
            painter.setBrush(QColor("#f0f0f0"))
            painter.drawEllipse(QPoint(place.right() - 6, place.top() + 7), 4, 4)
        painter.setPen(QColor(theme.STRONG if is_open else theme.QUIET))
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, name)
        if is_open or option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.TEXT if is_open else theme.FOCUS))
            painter.drawRect(cell.adjusted(0, 0, -1, -1))
        painter.restore()


class Strip(QListView):
    """One row of photos. A click or an arrow key opens one; with Ctrl or Shift several are selected."""

    open_asked = Signal(object)  # Path
    step_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, busy: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photos")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport()  # the first call in a program takes PySide 20 ms: here, not as the first photo is opened
        self.photos = PhotoModel(self)
        self.loader = Loader(busy, self)
        self.loader.loaded.connect(self.photos.set_loaded, Qt.ConnectionType.QueuedConnection)
        self.setModel(self.photos)
        self.setItemDelegate(_Cell(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFixedHeight(_CELL.height() + 14)
        self.setAccessibleName(self.tr("Photos of the folder"))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._load_visible)
        self.horizontalScrollBar().valueChanged.connect(lambda: self._look.start())
        self.photos.modelReset.connect(self._look.start)

    @property
    def selected(self) -> list[Path]:
        """The selected photos, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.photos.paths[row] for row in rows]

    def show_open(self, path: Path | None) -> None:
        """Mark the photo that is open, bring it into sight, and select it unless it is among several selected."""
        self.photos.set_open(path)
        if path in self.photos.paths:
            index = self.photos.index(self.photos.paths.index(path))
            several = len(self.selectionModel().selectedIndexes()) > 1 and self.selectionModel().isSelected(index)
            self.selectionModel().setCurrentIndex(index, _FLAG.NoUpdate if several else _FLAG.ClearAndSelect)
            cell, room = self.visualRect(index), self.viewport().rect()
            near_edge = cell.left() < _CELL.width() or cell.right() > room.right() - _CELL.width()
            hint = QListView.ScrollHint
            self.scrollTo(index, hint.PositionAtCenter if near_edge else hint.EnsureVisible)  # with its neighbors

    def _load_visible(self) -> None:
        """Ask for the small pictures in sight, from the left, then for a screen to the right."""
        if not self.isVisible():
            return
        first = self.indexAt(QPoint(4, 20)).row()
        if not self.photos.paths or first < 0:
            first = 0
        count = self.viewport().width() // _CELL.width() + 2
        near = self.photos.paths[first : first + 2 * count]
        self.loader.want([path for path in near if not self.photos.is_loaded(path)],
                         round(THUMB * self.devicePixelRatioF()))

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Load what is in sight now."""
        super().showEvent(event)
        self._look.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Load what came into sight."""
        super().resizeEvent(event)
        self._look.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the row with any wheel."""
        turn = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turn.x() or turn.y()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the photo under the cursor; with Ctrl or Shift it is only selected."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.open_asked.emit(self.photos.paths[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow and Page keys go to the next photo and the one before; Enter opens the marked one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in steps:
            self.step_asked.emit(steps[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_asked.emit(self.photos.paths[self.currentIndex().row()])
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.photos.paths:
            self.open_asked.emit(self.photos.paths[0 if key == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)
