"""The panel of what lasts: snapshots of this photo, and presets for any photo, each a list of names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.section import Section, quiet_label

_LONGEST = 7  # rows; a longer list scrolls


class NameList(QListWidget):
    """Names to click on; F2 renames in place, Delete deletes, Enter is a click."""

    chosen = Signal(int)
    renamed = Signal(int, str)
    delete_asked = Signal(int)
    pointed = Signal(int)  # row under the mouse, -1 for none

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda item: self.chosen.emit(self.row(item)))
        self.itemChanged.connect(self._on_typed)
        self.setMouseTracking(True)
        self.itemEntered.connect(lambda item: self.pointed.emit(self.row(item)))
        self.viewportEntered.connect(lambda: self.pointed.emit(-1))

    def show_names(self, names: Sequence[str], tips: Sequence[str] = ()) -> None:
        """Show other names, without telling anyone; the marked row stays."""
        blocker = QSignalBlocker(self)
        row = self.currentRow()
        self.clear()
        for place, name in enumerate(names):
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if place < len(tips):
                item.setToolTip(tips[place])
            self.addItem(item)
        if 0 <= row < len(names):
            self.setCurrentRow(row)
        blocker.unblock()
        self._fit()

    def edit_name(self, row: int) -> None:
        """Let the user type a name in place."""
        self.setCurrentRow(row)
        self.setFocus()
        self.scrollToItem(self.item(row))
        self.editItem(self.item(row))

    def _on_typed(self, item: QListWidgetItem) -> None:
        row, old, name = self.row(item), item.data(Qt.ItemDataRole.UserRole), item.text()

        def tell() -> None:
            if row < self.count() and self.item(row).data(Qt.ItemDataRole.UserRole) == old:
                self.renamed.emit(row, name)

        QTimer.singleShot(0, self, tell)  # later: whoever hears it shows other names, and the editor is still open

    def _fit(self) -> None:
        self.setVisible(self.count() > 0)
        self.setFixedHeight(self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """The rows have their height once the theme is known."""
        super().showEvent(event)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return room for all names or the most that are shown at once."""
        rows = min(max(self.count(), 1), _LONGEST)
        return QSize(120, rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the marked name, Delete deletes it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.chosen.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.delete_asked.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class Shelf(QWidget):
    """One list with its title, a button for a new entry, and a menu for the rest."""

    def __init__(self, title: str, new: str, new_tip: str, list_tip: str, empty: str,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = NameList(title, list_tip)
        self.new = QPushButton(new)
        self.new.setToolTip(new_tip)
        self.new.setAccessibleName(f"{title}: {new}")
        self.more = QToolButton()
        self.more.setObjectName("more")
        self.more.setText("⋯")
        self.more.setAccessibleName(self.tr("More for {0}").format(title))
        self.more.setToolTip(self.tr("What else can be done with {0}; also by a right click").format(title.lower()))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._allow)
        rename = self.menu.addAction(self.tr("Rename\tF2"))
        rename.triggered.connect(lambda: self.list.edit_name(self.list.currentRow()))
        delete = self.menu.addAction(self.tr("Delete\tDel"))
        delete.triggered.connect(lambda: self.list.delete_asked.emit(self.list.currentRow()))
        self._of_one = [rename, delete]
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_right_click)
        self._empty = quiet_label(empty)
        label = QLabel(title)
        label.setBuddy(self.list)
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 2, 0)
        head.setSpacing(6)
        head.addWidget(label, 1)
        head.addWidget(self.new)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._empty)
        inset = QHBoxLayout()
        inset.setContentsMargins(6, 0, 2, 0)
        inset.addWidget(self.list)
        column.addLayout(inset)
        self.show_names([])

    def add_of_one(self, text: str, slot) -> None:  # type: ignore[no-untyped-def]
        """Add a menu entry that acts on the marked row, whose number ``slot`` gets."""
        action = self.menu.addAction(text)
        action.triggered.connect(lambda: slot(self.list.currentRow()))
        self._of_one.append(action)

    def show_names(self, names: Sequence[str], tips: Sequence[str] = ()) -> None:
        """Show other entries."""
        self.list.show_names(names, tips)
        self._empty.setVisible(not names)

    def _allow(self) -> None:
        for action in self._of_one:
            action.setEnabled(self.list.currentRow() >= 0)

    def _on_right_click(self, pos: QPoint) -> None:
        if self.list.itemAt(pos) is not None:
            self.menu.popup(self.list.viewport().mapToGlobal(pos))


class KeepingPanel(Section):
    """Snapshots and presets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Snapshots and presets"), parent=parent)
        self.snapshots = Shelf(
            self.tr("Snapshots"), self.tr("Take"),
            self.tr("Keep the photo as it is now under a name, in its sidecar (Ctrl+N)"),
            self.tr("States of this photo. Point at one to see it. Click or Enter: go there, as one step.\n"
                    "F2: rename. Delete: delete."),
            self.tr("States of this photo that you can come back to."))
        self.presets = Shelf(
            self.tr("Presets"), self.tr("Save"),
            self.tr("Keep the present edits for other photos, without crop and camera (Ctrl+Shift+N)"),
            self.tr("Edits for any photo. Point at one to see it. Click or Enter: put it over the present edits.\n"
                    "F2: rename. Delete: delete."),
            self.tr("Edits for any photo. What a preset does not say stays as it is."))
        self.body.addWidget(self.snapshots)
        self.body.addWidget(self.presets)
