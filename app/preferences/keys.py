"""Keys: which command has which, what the user chose instead of the usual ones, and who loses a key taken twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.translations import source_of
from paramisp_core.errors import UserError

# The picture, sliders and lists use these themselves.
RESERVED = frozenset({
    "Space", "Left", "Right", "Up", "Down", "Tab", "Backtab", "Shift+Tab", "Return", "Enter", "Esc", "Del", "Backspace",
    "PgUp", "PgDown", "Home", "End", "\\", "Menu",
})
FIXED = (
    ("Source, while held or until tapped again", "\\"),
    ("Panels away and back, from the picture", "Tab"),
    ("Move the wipe, or center it", "Drag, double click the line"),
    ("Zoom at the cursor", "Wheel"),
    ("Fit or 100 % at the cursor", "Space, double click"),
    ("Pan", "Drag, arrow keys"),
    ("Next photo, the one before", "Page keys; arrow keys where the whole photo is shown"),
    ("Level the picture by a line, while cropping", "Ctrl+drag"),
    ("Step a slider", "Arrow keys, Ctrl+wheel"),
    ("Step a slider further", "Shift+arrow, Page keys"),
    ("Reset a slider", "Double click, Delete"),
    ("A section alone, or all again", "Shift+click on its title"),
    ("In the camera browser: render as, favorite, compare", "Enter, F, Space"),
)
"""What has keys that cannot be changed."""


@dataclass(frozen=True)
class Command:
    """An entry of a menu. id: stays the same between versions and languages as long as the entry does."""

    id: str
    menu: str
    title: str
    action: QAction
    usual: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it has now, as portable text."""
        return tuple(portable(key) for key in self.action.shortcuts())


class Keys(QObject):
    """Every command of a menu bar and its keys."""

    changed = Signal()

    def __init__(self, bar: QMenuBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.commands: list[Command] = []
        for entry in bar.actions():
            menu = entry.menu()
            if isinstance(menu, QMenu):
                self._collect(menu, plain(source_of(entry.text())), plain(entry.text()))

    def _collect(self, menu: QMenu, path: str, shown: str) -> None:
        """Take a menu's commands. path: in English, as the preferences name it; shown: as the menu bar does."""
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu) and inner.property("for room"):  # the names of its commands stay
                self._collect(inner, path, shown)
            elif isinstance(inner, QMenu):
                self._collect(inner, f"{path}, {plain(source_of(inner.title()))}", f"{shown}, {plain(inner.title())}")
            elif not action.isSeparator() and not action.property("hint"):
                usual = tuple(portable(key) for key in action.shortcuts())
                title = plain(action.text())
                name = plain(source_of(action.text()))
                self.commands.append(Command(f"{path}/{name}", shown, title, action, usual))

    def show(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Give every command the keys chosen for it, else its usual ones."""
        for command in self.commands:
            wanted = [portable(QKeySequence(key)) for key in chosen.get(command.id, command.usual)]
            wanted = [key for key in wanted if key]
            if tuple(wanted) != command.keys:
                before = command.keys
                command.action.setShortcuts([QKeySequence(key) for key in wanted])
                self._retell(before[0] if before else "", wanted[0] if wanted else "")
        self.changed.emit()

    def owner(self, key: str) -> Command | None:
        """Return the command that has a key."""
        return next((command for command in self.commands if key in command.keys), None)

    def with_keys(self, command: Command, keys: Sequence[str]) -> dict[str, list[str]]:
        """Return the choice of keys with which a command has these and no other has them.

        Raises UserError for a key that is needed elsewhere.
        """
        for key in keys:
            if key in RESERVED:
                raise UserError("{key} moves the picture, the sliders or the focus; choose another key.", key=key)
        result = {each.id: list(each.keys) for each in self.commands}
        for each in self.commands:
            result[each.id] = [key for key in each.keys if key not in keys]
        result[command.id] = list(keys)
        return {each.id: result[each.id] for each in self.commands if tuple(result[each.id]) != each.usual}

    def _retell(self, before: str, after: str) -> None:
        """Put the new key into the tooltips that name the old one."""
        if not before:
            return
        old, new = f"({native(before)})", f"({native(after)})" if after else ""
        for widget in self._window.findChildren(QWidget):
            tip = widget.toolTip()
            if old in tip:
                widget.setToolTip(re.sub(r" +$", "", tip.replace(old, new)))


def plain(text: str) -> str:
    """Return an entry's text without mnemonics and dots."""
    return text.replace("&", "").strip().rstrip("…")


def portable(key: QKeySequence) -> str:
    """Return a key in the words of the preferences, "Ctrl+Z"."""
    return key.toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """Return a key in the words of this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
