"""Undo: one command per gesture, named after what it changed; a history for each photo of the session."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from app.edits.edit import Edit

if TYPE_CHECKING:
    from paramisp_core.editing.saved_edit import Snapshot

    State = tuple[Edit, tuple[Snapshot, ...]]

_KEPT = 100  # photos whose histories are kept


class EditCommand(QUndoCommand):
    """From one edit to another; all changes of one drag become one step.

    value: what was set, in words, for the list of steps; undo and redo are named by ``name`` alone.
    """

    def __init__(self, name: str, before: Edit, after: Edit, gesture: int, apply: Callable[[Edit], None],
                 value: str = "") -> None:
        super().__init__(f"{name}   {value}\n{name}" if value else name)
        self._before = before
        self._after = after
        self._gesture = gesture
        self._apply = apply

    def id(self) -> int:
        """All edits may merge; mergeWith decides."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next change of the same gesture; a drag that ends where it began is no step at all."""
        if not isinstance(other, EditCommand) or other._gesture != self._gesture:
            return False
        self._after = other._after
        self.setText(f"{other.text()}\n{other.actionText()}")  # the drag's last value
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Put the new state in place."""
        self._apply(self._after)

    def undo(self) -> None:
        """Put the old state back."""
        self._apply(self._before)


class SnapshotsCommand(QUndoCommand):
    """From one set of snapshots to another."""

    def __init__(self, name: str, before: tuple[Snapshot, ...], after: tuple[Snapshot, ...],
                 apply: Callable[[tuple[Snapshot, ...]], None]) -> None:
        super().__init__(name)
        self._before, self._after, self._apply = before, after, apply

    def redo(self) -> None:
        """Put the new ones in place."""
        self._apply(self._after)

    def undo(self) -> None:
        """Put the old ones back."""
        self._apply(self._before)


class Histories(QUndoGroup):
    """The histories of the photos; that of the open one is active, and goes on where it was left."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: OrderedDict[Path, tuple[QUndoStack, State]] = OrderedDict()
        self.enter(None, None)

    @property
    def current(self) -> QUndoStack:
        """The open photo's history; an empty one where none is open."""
        return self.activeStack()

    def leave(self, path: Path | None, state: State) -> None:
        """Keep the history of a photo that is closed in this state."""
        if path is not None:
            self._left[path] = self.current, state
            while len(self._left) > _KEPT:
                self._drop(self._left.popitem(last=False)[1][0])

    def enter(self, path: Path | None, state: State | None) -> None:
        """Go on with a photo's history; with a new one if the photo is not as it was left."""
        before = self.activeStack()
        kept = self._left.pop(path, None) if path is not None else None
        if kept is not None and kept[1] == state:
            self.setActiveStack(kept[0])
            return
        self.setActiveStack(QUndoStack(self))
        if kept is not None:
            self._drop(kept[0])
        if before is not None and all(before is not stack for stack, _ in self._left.values()):
            self._drop(before)

    def _drop(self, stack: QUndoStack) -> None:
        if stack is not self.activeStack():
            self.removeStack(stack)
            stack.deleteLater()
