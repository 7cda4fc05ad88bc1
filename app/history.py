"""Undo: one command per gesture, named after what it changed; snapshots are taken and deleted as steps too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from app.edit import Edit

if TYPE_CHECKING:
    from paramisp_core.editing.saved_edit import Snapshot


class EditCommand(QUndoCommand):
    """From one edit to another; all changes of one drag become one step."""

    def __init__(
        self, name: str, before: Edit, after: Edit, gesture: int, apply: Callable[[Edit], None]
    ) -> None:
        super().__init__(name)
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
