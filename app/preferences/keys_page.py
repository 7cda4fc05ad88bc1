"""The page of keys: every command with its keys, found by words or by key, and bound to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.section import quiet_label
from app.preferences.keys import FIXED, Command, native, portable
from app.translations import told, tr
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from app.preferences.keys import Keys

_COMMAND = Qt.ItemDataRole.UserRole


class KeysPage(QWidget):
    """Emits ``chosen(keys)``: by command the keys that are not its usual ones."""

    chosen = Signal(dict)

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search commands or keys, like “zoom” or “ctrl+e”"))
        self.search.setAccessibleName(self.tr("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(self._show_current)
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.key.setClearButtonEnabled(True)
        self.key.setAccessibleName(self.tr("New key"))
        self.key.setToolTip(self.tr("Click here and press the key that the selected command shall have"))
        self.key.keySequenceChanged.connect(self._show_current)
        label = QLabel(self.tr("New key"))
        label.setBuddy(self.key)
        self.take = QPushButton(self.tr("Set"))
        self.take.setToolTip(self.tr("The selected command gets this key in place of its own"))
        self.take.clicked.connect(lambda: self._bind([portable(self.key.keySequence())]))
        self.add = QPushButton(self.tr("Add"))
        self.add.setToolTip(self.tr("The selected command gets this key too"))
        self.add.clicked.connect(self._add)
        self.remove = QPushButton(self.tr("No key"))
        self.remove.setToolTip(self.tr("The selected command has no key"))
        self.remove.clicked.connect(lambda: self._bind([]))
        self.usual = QPushButton(self.tr("Usual"))
        self.usual.setToolTip(self.tr("The selected command gets its usual keys back"))
        self.usual.clicked.connect(self._bind_usual)
        self.note = quiet_label()
        self.note.setMinimumHeight(2 * self.note.fontMetrics().lineSpacing())
        row = QHBoxLayout()
        for widget in (label, self.key, self.take, self.add, self.remove, self.usual):
            row.addWidget(widget, 1 if widget is self.key else 0)
            if isinstance(widget, QPushButton):
                widget.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.addWidget(self.search)
        whole.addWidget(self.list, 1)
        whole.addLayout(row)
        whole.addWidget(self.note)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._fill()
        keys.changed.connect(self._show_keys)

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for command in self._keys.commands:
            if command.menu not in groups:
                groups[command.menu] = self._group(command.menu)
            item = QTreeWidgetItem(groups[command.menu], [command.title, ""])
            item.setData(0, _COMMAND, command)
            self._items[command.id] = item
        fixed = self._group(self.tr("Photo, sliders and lists (fixed)"))
        for what, keys in FIXED:
            QTreeWidgetItem(fixed, [tr(what), tr(keys)])
        self.list.expandAll()
        self._show_keys()

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.list, [title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return group

    def _show_keys(self) -> None:
        for command in self._keys.commands:
            item = self._items[command.id]
            item.setText(1, ", ".join(map(native, command.keys)))
            font = item.font(1)
            font.setBold(command.keys != command.usual)
            item.setFont(1, font)
            usual = ", ".join(map(native, command.usual)) or self.tr("none")
            item.setToolTip(1, self.tr("Usual: {keys}").format(keys=usual))
        self._filter()
        self._show_current()

    def _filter(self) -> None:
        words = self.search.text().lower().split()
        for i in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(i)
            found = 0
            for j in range(group.childCount()):
                item = group.child(j)
                text = f"{group.text(0)} {item.text(0)} {item.text(1)}".lower()
                item.setHidden(not all(word in text for word in words))
                found += not item.isHidden()
            group.setHidden(found == 0)

    @property
    def command(self) -> Command | None:
        """The selected command."""
        item = self.list.currentItem()
        found = item.data(0, _COMMAND) if item is not None else None
        return found if isinstance(found, Command) else None

    def select(self, command: Command) -> None:
        """Select a command."""
        self.list.setCurrentItem(self._items[command.id])

    def _show_current(self, *_: object) -> None:
        command, key = self.command, portable(self.key.keySequence())
        for button in (self.take, self.add):
            button.setEnabled(command is not None and bool(key))
        self.remove.setEnabled(command is not None and bool(command.keys))
        self.usual.setEnabled(command is not None and command.keys != command.usual)
        owner = self._keys.owner(key) if key else None
        if command is None:
            self._say(self.tr("Select a command to give it another key."))
        elif owner is not None and owner is not command:
            self._say(self.tr("{key} belongs to “{owner}”, which would lose it.").format(
                key=native(key), owner=owner.title), warn=True)
        else:
            self._say("")

    def _say(self, sentence: str, warn: bool = False) -> None:
        self.note.setObjectName("warning" if warn else "quiet")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setText(sentence)

    def _add(self) -> None:
        if self.command is not None:
            key = portable(self.key.keySequence())
            self._bind([*(each for each in self.command.keys if each != key), key])

    def _bind_usual(self) -> None:
        if self.command is not None:
            self._bind(list(self.command.usual))

    def _bind(self, keys: list[str]) -> None:
        if self.command is None:
            return
        try:
            chosen = self._keys.with_keys(self.command, keys)
        except UserError as error:
            self._say(told(error), warn=True)
            return
        self.key.setKeySequence(QKeySequence())
        self.chosen.emit(chosen)
