"""The camera browser: this photo as every known camera would render it, favorites, and up to four side by side."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.live.jobs import Piece
from app.panels.section import Elided, quiet_label
from app.room import take_room
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from app.edits.edit import Edit
    from app.live.thumbnails import Thumbnails
    from paramisp_core.camera.profile import CameraProfile

MOST_COMPARED = 4
MOST_IN_SHEET = 11
_CELL = QSize(204, 186)
_IMAGE = QRect(8, 8, 188, 126)
_CORNER = 26  # side of the corners that take clicks of their own
_GRID, _COMPARISON = "browser", "browser comparison"
Index = QModelIndex | QPersistentModelIndex


def _tr(text: str) -> str:
    return QCoreApplication.translate("CameraBrowser", text)


class Cameras(QAbstractListModel):
    """The cameras found, their renders as far as there are any, which are favorites and which are compared.

    The first row of an empty search is None: the photo's own camera.
    """

    def __init__(self, favorites: set[str]) -> None:
        super().__init__()
        self.rows: list[CameraProfile | None] = []
        self.images: dict[CameraProfile | None, QImage] = {}
        self.favorites = favorites
        self.marked: list[CameraProfile | None] = []
        self.own_name = ""
        self.rendered_as: CameraProfile | None = None
        self.calibrated: set[str] = set()  # cameras with networks of their own

    def rowCount(self, parent: Index | None = None) -> int:
        """How many cameras were found."""
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name and words of a camera; the delegate paints the rest."""
        camera = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(camera)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = _tr("{name}\n{facts}\nClick or Enter: render as. Star or F: favorite. Box or Space: compare.")
            return words.format(name=self.name(camera), facts=self.facts(camera))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [self.name(camera)]
            if camera == self.rendered_as:
                words.append(_tr("chosen"))
            if self.name(camera) in self.favorites:
                words.append(_tr("favorite"))
            if camera in self.marked:
                words.append(_tr("compared"))
            return ", ".join(words)
        return None

    def facts(self, camera: CameraProfile | None) -> str:
        """Return how much is known about how a camera renders, in one phrase."""
        if camera is not None and camera.name in self.calibrated:
            return _tr("network of its own")
        return curve_words(camera)

    def name(self, camera: CameraProfile | None) -> str:
        """How a row is called."""
        return (self.own_name or _tr("The same camera")) if camera is None else camera.name

    def show(self, rows: list[CameraProfile | None]) -> None:
        """Show these cameras."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def tell(self, camera: CameraProfile | None) -> None:
        """Paint a camera anew."""
        if camera in self.rows:
            index = self.index(self.rows.index(camera))
            self.dataChanged.emit(index, index)


def _calibrated() -> set[str]:
    """Return the names of the cameras with a rendering network of their own."""
    from paramisp_core.networks.checkpoints import list_checkpoints

    try:
        return {card.camera for card in list_checkpoints() if card.direction == "forward" and card.camera}
    except UserError:  # a shipped card is damaged: the engine says so
        return set()


def curve_words(camera: CameraProfile | None) -> str:
    """Return what is known about a camera's tone curve, in one phrase."""
    from paramisp_core.camera.look import measured_curve_name

    if camera is None:
        return _tr("as the photo was taken")
    name = measured_curve_name(camera)
    if name is None:
        return _tr("mean tone curve")
    return _tr("own tone curve") if name == camera.name else _tr("maker's tone curve")


class _Painter(QStyledItemDelegate):
    """Paints one camera: render, name, what is known, star and box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are of one size."""
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        model = index.model()
        assert isinstance(model, Cameras)
        camera = model.rows[index.row()]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        here = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if here or over:
            painter.fillRect(rect.adjusted(2, 2, -2, -2), QColor(theme.SELECTED if here else theme.RAISED))
        if here and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.FOCUS))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))
        room = _IMAGE.translated(rect.topLeft())
        image = model.images.get(camera)
        if image is None:
            painter.fillRect(room, QColor(theme.FAINT))
        else:
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(room.center())
            painter.drawImage(place, image)
        font = QFont(option.font)  # type: ignore[attr-defined]
        font.setBold(camera == model.rendered_as)
        painter.setFont(font)
        words = QRect(room.left(), room.bottom() + 4, room.width(), 18)
        name = painter.fontMetrics().elidedText(model.name(camera), Qt.TextElideMode.ElideMiddle, words.width())
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, name)
        painter.setPen(QColor(theme.QUIET))
        font.setBold(False)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.drawText(words.translated(0, 18), Qt.AlignmentFlag.AlignCenter, model.facts(camera))
        starred, marked = model.name(camera) in model.favorites, camera in model.marked
        if camera is not None and (starred or here or over):
            _star(painter, QRectF(star_corner(rect)), starred)
        if marked or here or over:
            _box(painter, QRectF(box_corner(rect)), marked)
        painter.restore()


def star_corner(rect: QRect) -> QRect:
    """Return where the star of a cell is."""
    return QRect(rect.left() + _IMAGE.right() - _CORNER, rect.top() + _IMAGE.top(), _CORNER, _CORNER)


def box_corner(rect: QRect) -> QRect:
    """Return where the compare box of a cell is."""
    return QRect(rect.left() + _IMAGE.left(), rect.top() + _IMAGE.top(), _CORNER, _CORNER)


def _star(painter: QPainter, corner: QRectF, filled: bool) -> None:
    center, points = corner.center(), QPolygonF()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#a01c1c1c"))
    painter.drawEllipse(center, 11, 11)
    for i in range(10):
        radius = 8.5 if i % 2 == 0 else 3.8
        angle = -pi / 2 + i * pi / 5
        points.append(center + QPointF(radius * cos(angle), radius * sin(angle)))
    painter.setPen(QPen(QColor("#1c1c1c"), 1))
    painter.setBrush(QColor("#f0f0f0" if filled else "#80606060"))
    painter.drawPolygon(points)


def _box(painter: QPainter, corner: QRectF, filled: bool) -> None:
    box = QRectF(0, 0, 14, 14)
    box.moveCenter(corner.center())
    painter.setPen(QPen(QColor("#1c1c1c"), 1))
    painter.setBrush(QColor("#f0f0f0" if filled else "#80606060"))
    painter.drawRoundedRect(box, 2, 2)
    if filled:
        painter.setPen(QPen(QColor("#1c1c1c"), 2))
        painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in ((3, 7), (6, 10), (11, 4))])


class CameraGrid(QListView):
    """Cameras in a grid. A click or Enter takes one, a double click closes too.

    The star or F marks a favorite, the box or Space compares.
    """

    chosen = Signal(object)
    starred = Signal(object)
    boxed = Signal(object)
    done = Signal()  # the one that was chosen is it
    moved = Signal()  # others are in sight

    def __init__(self, model: Cameras, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cameras = model
        self.nothing = ""  # what is said where no camera is shown
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(_CELL)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(_tr("Cameras"))
        self.verticalScrollBar().setSingleStep(_CELL.height() // 3)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what to do where there is nothing to show."""
        super().paintEvent(event)
        if not self._cameras.rows:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.QUIET))
            painter.drawText(self.viewport().rect().adjusted(20, 20, -20, -20),
                             Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.nothing)

    def in_sight(self) -> list[CameraProfile | None]:
        """Return the cameras whose cells are seen at least in part."""
        room = self.viewport().rect()
        across = max(1, room.width() // _CELL.width())
        first = self.verticalScrollBar().value() // _CELL.height() * across
        lines = room.height() // _CELL.height() + 2
        return self._cameras.rows[first : first + lines * across]

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """More may come into sight."""
        super().resizeEvent(event)
        self.moved.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Done: the first click has chosen the camera."""
        place = event.position().toPoint()
        cell = self.visualRect(self.indexAt(place))  # empty beside the cells
        corner = star_corner(cell).contains(place) or box_corner(cell).contains(place)
        if event.button() == Qt.MouseButton.LeftButton and cell.contains(place) and not corner:
            self.done.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a camera, or mark it at one of its corners."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        camera, cell = self._cameras.rows[index.row()], self.visualRect(index)
        if camera is not None and star_corner(cell).contains(event.position().toPoint()):
            self.starred.emit(camera)
        elif box_corner(cell).contains(event.position().toPoint()):
            self.boxed.emit(camera)
        else:
            self.chosen.emit(camera)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current camera, F makes it a favorite, Space compares it."""
        row = self.currentIndex().row()
        signal = {Qt.Key.Key_Return: self.chosen, Qt.Key.Key_Enter: self.chosen, Qt.Key.Key_F: self.starred,
                  Qt.Key.Key_Space: self.boxed}.get(Qt.Key(event.key()))
        if signal is None or not 0 <= row < len(self._cameras.rows):
            super().keyPressEvent(event)
        elif signal is not self.starred or self._cameras.rows[row] is not None:
            signal.emit(self._cameras.rows[row])


class Side(QWidget):
    """One of the pictures compared: render, name, and what can be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera: CameraProfile | None = None
        self.image: QImage | None = None
        self.picture = _Picture(self)
        self.label = Elided(cut=Qt.TextElideMode.ElideRight)  # the name comes first
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # all are equally wide
        self.facts = Elided(cut=Qt.TextElideMode.ElideRight)
        self.facts.setObjectName("quiet")
        self.facts.setSizePolicy(self.label.sizePolicy())
        self.take = QPushButton(_tr("Render as this"))
        self.export = QPushButton(_tr("Export…"))
        self.export.setToolTip(_tr("Write the photo as this camera would have rendered it; the edit stays as it is."))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.label)
        words.addWidget(self.facts)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.take)
        row.addWidget(self.export)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.picture, 1)
        whole.addLayout(row)

    def show_camera(self, camera: CameraProfile | None, name: str, facts: str, image: QImage | None) -> None:
        """Show a camera; its render may still be to come."""
        self.camera, self.image = camera, image
        self.label.set_full(name)
        self.facts.set_full(facts)
        self.picture.setAccessibleName(_tr("The photo as {name}").format(name=name))
        self.take.setAccessibleName(_tr("Render as {name}").format(name=name))
        self.export.setAccessibleName(_tr("Export as {name}").format(name=name))
        self.picture.update()


class _Picture(QWidget):
    def __init__(self, side: Side) -> None:
        super().__init__(side)
        self._side = side
        self.setMinimumSize(160, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the render as large as there is room."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.FIELD))
        image = self._side.image
        if image is None:
            painter.setPen(QColor(theme.QUIET))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _tr("Rendering…"))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(QPoint(0, 0), image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(self.rect().center())
        painter.drawImage(place, image)


class CameraBrowser(QDialog):
    """Emits ``chosen(camera)`` and ``export_asked(camera)``, None being the photo's own."""

    chosen = Signal(object)
    export_asked = Signal(object)
    favorites_changed = Signal(set)
    sheet_asked = Signal(list)  # cameras

    def __init__(self, thumbnails: Thumbnails, favorites: set[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Cameras"))
        take_room(self, 1060, 720)
        self._thumbnails = thumbnails
        self._edit: Edit | None = None
        self._exporting = False
        self._photo_key: object = None
        self._edits: dict[Edit, CameraProfile | None] = {}
        self._compared: dict[Edit, Side] = {}
        self.model = Cameras(favorites)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_tr("Search, like “d7000” or “5d mark ii”"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(_tr("Search cameras"))
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take_current)
        self.only_favorites = QCheckBox(_tr("Favorites only"))
        self.only_favorites.setToolTip(_tr("Show only the cameras marked with a star. Default: off."))
        self.only_favorites.toggled.connect(self._fill)
        self.only_measured = QCheckBox(_tr("Own look"))
        self.only_measured.setToolTip(_tr("Show only the cameras whose own tone curve was measured, or which have a "
                                          "network of their own: these look most unlike each other. Default: off."))
        self.only_measured.toggled.connect(self._fill)
        self.count = quiet_label()
        self.count.setWordWrap(False)
        self.grid = CameraGrid(self.model)
        self.grid.chosen.connect(self._take)
        self.grid.done.connect(self.accept)
        self.grid.starred.connect(self._star)
        self.grid.boxed.connect(self._mark)
        self.compare = QPushButton()
        self.compare.clicked.connect(self.show_comparison)
        self.export = QPushButton(_tr("Export as the selected camera…"))
        self.export.clicked.connect(self._export_current)
        self.sheet = QPushButton(_tr("Export a sheet…"))
        self.sheet.setToolTip(_tr(
            "Write one picture of the photo as it is and as each marked camera would have taken it, with their names;\n"
            "without marks, as each favorite."))
        self.sheet.clicked.connect(lambda: self.sheet_asked.emit(self.for_sheet))
        self.clear = QPushButton(_tr("Clear the marks"))
        self.clear.clicked.connect(self._clear_marks)
        close = QPushButton(_tr("Close"))
        close.clicked.connect(self.reject)
        for button in (self.compare, self.clear, self.sheet, self.export, close):
            button.setAutoDefault(False)

        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.only_favorites)
        top.addWidget(self.only_measured)
        top.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.compare)
        foot.addWidget(self.clear)
        foot.addStretch(1)
        foot.addWidget(self.sheet)
        foot.addWidget(self.export)
        foot.addWidget(close)
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.grid, 1)
        column.addLayout(foot)
        self.pages = QStackedWidget()
        self.pages.addWidget(first)
        self.pages.addWidget(self._build_comparison())
        whole = QVBoxLayout(self)
        whole.addWidget(self.pages)

        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(60)
        self._settle.timeout.connect(self._ask)
        self.grid.moved.connect(self._settle.start)
        self.grid.selectionModel().currentChanged.connect(self._show_buttons)
        thumbnails.ready.connect(self._on_ready)
        self._fill()

    def _build_comparison(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self._sides = [Side() for _ in range(MOST_COMPARED)]
        grid = QGridLayout()
        grid.setSpacing(10)
        for i, side in enumerate(self._sides):
            grid.addWidget(side, i // 2, i % 2)
            grid.setColumnStretch(i % 2, 1)
            side.take.clicked.connect(lambda _=False, s=side: self._take(s.camera))
            side.export.clicked.connect(lambda _=False, s=side: self.export_asked.emit(s.camera))
            side.take.setAutoDefault(False)
            side.export.setAutoDefault(False)
        column.addLayout(grid, 1)
        self.back = QPushButton(_tr("Back to all cameras"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.show_grid)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        return page

    # ---- what is shown

    def show_edit(self, edit: Edit, photo_key: object, own_name: str) -> None:
        """Show the renders of an edit. photo_key: another one means another photo. own_name: of its camera."""
        if photo_key != self._photo_key:
            self._photo_key = photo_key
            self.model.images.clear()
        if own_name != self.model.own_name:
            self.model.own_name = own_name
            self.model.tell(None)
        before, self.model.rendered_as = self.model.rendered_as, edit.render_as
        if before != edit.render_as:
            self.model.tell(before)
            self.model.tell(edit.render_as)
        self._edit = edit
        if self.isVisible():
            self._settle.start()

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Ask for renders only while they are seen."""
        super().showEvent(event)
        self.model.calibrated = _calibrated()
        if self.model.rendered_as in self.model.rows:
            index = self.model.index(self.model.rows.index(self.model.rendered_as))
            self.grid.setCurrentIndex(index)
            self.grid.scrollTo(index, QListView.ScrollHint.PositionAtCenter)
        self._settle.start()
        self.search.setFocus()

    def hideEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Stop asking."""
        super().hideEvent(event)
        self._thumbnails.want(_GRID, (), Piece((1, 1)))
        self._thumbnails.want(_COMPARISON, (), Piece((1, 1)))

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Compared pictures grow with the window."""
        super().resizeEvent(event)
        self._settle.start()

    def show_comparison(self) -> None:
        """Show the marked cameras side by side."""
        marked = self.model.marked
        for side, camera in zip(self._sides, marked, strict=False):
            side.show_camera(
                camera, self.model.name(camera), self.model.facts(camera), self.model.images.get(camera))
        for i, side in enumerate(self._sides):
            side.setVisible(i < len(marked))
        self.pages.setCurrentIndex(1)
        self.back.setFocus()
        self._settle.start()

    def show_grid(self) -> None:
        """Go back to all cameras."""
        self.pages.setCurrentIndex(0)
        self.grid.setFocus()
        self._settle.start()

    @property
    def comparing(self) -> bool:
        """Whether cameras stand side by side."""
        return self.pages.currentIndex() == 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the comparison first; the arrow down goes from the search to what was found."""
        if event.key() == Qt.Key.Key_Escape and self.comparing:
            self.show_grid()
            return
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.grid.setFocus()
            return
        super().keyPressEvent(event)

    def _take_current(self) -> None:
        """Render as the camera that is marked, which after a search is the first one found."""
        row = self.grid.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            self.grid.chosen.emit(self.model.rows[row])

    def _fill(self) -> None:
        from paramisp_core.camera.database import search_cameras
        from paramisp_core.camera.look import measured_curve_name

        text = self.search.text().strip()
        found: list[CameraProfile | None] = list(search_cameras(text))
        if not text:
            found.insert(0, None)
        if self.only_favorites.isChecked():
            found = [camera for camera in found if camera is not None and camera.name in self.model.favorites]
        else:  # favorites first, each part in its own order
            found.sort(key=lambda camera: camera is not None and camera.name not in self.model.favorites)
        if self.only_measured.isChecked():
            found = [camera for camera in found if camera is not None and (
                measured_curve_name(camera) == camera.name or camera.name in self.model.calibrated)]
        self.grid.nothing = _tr("No favorites here yet: the star, or F, makes a camera one.") if (
            self.only_favorites.isChecked() and not self.model.favorites) else _tr(
            "No camera fits. Search for a part of its name, like “d70” or “5d”.")
        self.model.show(found)
        self._show_count()
        if found:
            self.grid.setCurrentIndex(self.model.index(0))
        self._show_buttons()
        self._settle.start()

    def _show_buttons(self, *_: object) -> None:
        count = len(self.model.marked)
        self.compare.setText(_tr("Compare {n} side by side").format(n=count) if count
                             else _tr("Compare side by side"))
        self.compare.setEnabled(count >= 2)
        self.compare.setToolTip(_tr("Mark two to four cameras by the box at their corner, or with Space."))
        self.clear.setEnabled(count > 0)
        waits = self._exporting
        self.export.setEnabled(self.grid.currentIndex().isValid() and not waits)
        self.export.setToolTip(_tr("Not while something is exported.") if waits else _tr(
            "Write the photo as this camera would have rendered it; the edit stays as it is."))
        for side in self._sides:
            side.export.setEnabled(not waits)
        self.sheet.setEnabled(bool(self.for_sheet))

    def show_exporting(self, exporting: bool) -> None:
        """Say that something is being exported: no other export begins meanwhile, and no picture is made."""
        if exporting != self._exporting:
            self._exporting = exporting
            self._show_count()
            self._show_buttons()

    def _show_count(self) -> None:
        number = sum(camera is not None for camera in self.model.rows)
        words = _tr("One camera") if number == 1 else _tr("{n} cameras").format(n=number)
        self.count.setText(_tr("Pictures come after the export") if self._exporting else words)

    @property
    def for_sheet(self) -> list[CameraProfile]:
        """The cameras a sheet shows: those marked, else the favorites."""
        marked = [camera for camera in self.model.marked if camera is not None]
        if marked:
            return marked
        return [camera for camera in self.model.rows
                if camera is not None and camera.name in self.model.favorites][:MOST_IN_SHEET]

    def _ask(self) -> None:
        if self._edit is None or not self.isVisible():
            return
        ratio = self.devicePixelRatioF()
        edits = {self._as(camera): camera for camera in ([] if self.comparing else self.grid.in_sight())}
        self._edits = edits
        there = self._thumbnails.want(_GRID, list(edits), self._piece(_IMAGE.size(), ratio))
        for edit, image in there.items():
            self._show_image(edits[edit], image)
        shown = [side for side in self._sides if not side.isHidden()] if self.comparing else []
        self._compared = {self._as(side.camera): side for side in shown}
        piece = self._piece(shown[0].picture.size(), ratio) if shown else Piece((1, 1))
        for edit, image in self._thumbnails.want(_COMPARISON, list(self._compared), piece).items():
            self._show_side(self._compared[edit], image)

    @staticmethod
    def _piece(size: QSize, ratio: float) -> Piece:
        return Piece((round(size.height() * ratio), round(size.width() * ratio)))

    def _as(self, camera: CameraProfile | None) -> Edit:
        assert self._edit is not None
        return self._edit.changed(render_as=camera)

    def _on_ready(self, edit: Edit, piece: Piece, image: QImage) -> None:
        if edit in self._compared and self.comparing:
            self._show_side(self._compared[edit], image)
        elif edit in self._edits and piece == self._piece(_IMAGE.size(), self.devicePixelRatioF()):
            self._show_image(self._edits[edit], image)

    def _show_image(self, camera: CameraProfile | None, image: QImage) -> None:
        if self.model.images.get(camera) is not image:
            self.model.images[camera] = image
            self.model.tell(camera)

    @staticmethod
    def _show_side(side: Side, image: QImage) -> None:
        side.image = image
        side.picture.update()

    # ---- what is done

    def _take(self, camera: CameraProfile | None) -> None:
        self.chosen.emit(camera)

    def _star(self, camera: CameraProfile) -> None:
        self.model.favorites ^= {camera.name}
        self.model.tell(camera)
        self.favorites_changed.emit(set(self.model.favorites))
        self._show_buttons()
        if self.only_favorites.isChecked():
            self._fill()

    def _mark(self, camera: CameraProfile | None) -> None:
        marked = self.model.marked
        before = list(marked)
        if camera in marked:
            marked.remove(camera)
        else:
            marked.append(camera)
            del marked[:-MOST_COMPARED]  # a fifth replaces the first
        self._show_marks(before)

    def _clear_marks(self) -> None:
        before = list(self.model.marked)
        self.model.marked.clear()
        self._show_marks(before)

    def _show_marks(self, before: list[CameraProfile | None]) -> None:
        for camera in {*before, *self.model.marked}:
            self.model.tell(camera)
        self._show_buttons()

    def _export_current(self) -> None:
        row = self.grid.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            self.export_asked.emit(self.model.rows[row])
