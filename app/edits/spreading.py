"""Edits from one photo to others: the clipboard, and writing them to the sidecars of photos that are not open."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QGuiApplication

from app.translations import told, tr
from paramisp_core.editing.saved_edit import SavedEdit, Snapshot
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from app.window import MainWindow

_KEY = "paramisp_edit"  # marks edits on the clipboard
Change = Callable[[SavedEdit], SavedEdit]  # from a photo's edit to its new one


class _Write(QRunnable):
    """Change the edits in some sidecars."""

    def __init__(self, spreading: Spreading, paths: Sequence[Path], name: str, change: Change,
                 models: Mapping[str, str]) -> None:
        super().__init__()
        self._spreading, self._paths, self._name, self._change, self._models = spreading, paths, name, change, models

    def run(self) -> None:
        """Write them; an edit that was there is kept as a snapshot."""
        from paramisp_core.files.sidecar import Sidecar

        problems, kept = [], 0
        for path in self._paths:
            sidecar = Sidecar.read(path)
            if sidecar.sealed or sidecar.damaged is not None:
                problems += [told(each) for each in sidecar.warnings]
                continue
            edit = self._change(sidecar.edit)
            snapshots = sidecar.snapshots
            if sidecar.edit not in (SavedEdit(), edit):
                taken = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                snapshots = (*snapshots, Snapshot(tr("Before {name}").format(name=self._name), sidecar.edit, taken))
            try:
                sidecar.write(edit, self._models, snapshots)
            except (UserError, OSError) as error:
                problems.append(told(error))
            else:
                kept += len(snapshots) > len(sidecar.snapshots)
                self._spreading.written.emit(path, edit != SavedEdit())
        self._spreading.done.emit(len(self._paths), kept, problems)


class Spreading(QObject):
    """Copies and pastes edits; to the open photo as a step of its history, to others into their sidecars."""

    written = Signal(object, bool)  # Path, whether the photo has edits now; from the writing thread
    done = Signal(int, int, object)  # number of photos, of those with edits before, problems; from the writing thread
    can_paste_changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._with_open = False
        self.written.connect(window.folder.strip.photos.set_edited)
        self.done.connect(self._on_done)
        self.can_paste = False
        """Whether the clipboard holds edits."""
        QGuiApplication.clipboard().dataChanged.connect(self.look)
        self.look()

    def look(self) -> None:
        """See whether the clipboard holds edits; where another window changed it, that is told only on coming back."""
        start = QGuiApplication.clipboard().text()[:200]
        can = start.lstrip().startswith("{") and f'"{_KEY}"' in start
        if can != self.can_paste:
            self.can_paste = can
            self.can_paste_changed.emit()

    def copy(self) -> None:
        """Put the edits on the clipboard, as the text a sidecar holds."""
        window = self._window
        if window.photo is not None:
            saved = window.edit.saved(window.photo).portable
            QGuiApplication.clipboard().setText(json.dumps({_KEY: saved.to_dict()}, indent=2))
            window.message.tell(self.tr("The edits were copied; crop and camera stay with their photo."), seconds=4)

    def paste(self) -> None:
        """Take over the edits that were copied from another photo."""
        window, saved = self._window, self._copied()
        if window.photo is None or saved is None:
            return
        edit, warnings = window.edit.pasted(window.photo, saved)
        window.change(self.tr("Paste edits"), edit)
        if warnings:
            window.message.tell(" ".join(told(each) for each in warnings), "error", seconds=8)

    def paste_to_selected(self) -> None:
        """Give the copied edits to all photos selected in the strip."""
        saved = self._copied()
        if saved is not None:
            self.spread(self.tr("pasted edits"), saved.onto, self.paste)

    def spread(self, name: str, change: Change, to_open: Callable[[], None]) -> None:
        """Change the edits of all selected photos. to_open: does it to the open one, if it is among them."""
        window = self._window
        selected = window.folder.strip.selected
        own = window.photo.path if window.photo is not None else None
        if not selected:
            window.folder.tell_to_select()
            return
        if window.folder.opening:
            window.message.tell(self.tr("A photo is being opened: try again in a moment."), "error", seconds=4)
            return
        window.saver.flush()  # a photo that was just left is perhaps still being written
        others = [path for path in selected if path != own]
        before = window.edit
        if len(others) < len(selected):
            to_open()
        self._with_open = window.edit != before  # the photo that edits were copied from has them
        if others:
            self._pool.start(_Write(self, others, name, change, dict(window.saver.models)))

    def stop(self) -> None:
        """Wait for what is being written."""
        self._pool.waitForDone()

    def _copied(self) -> SavedEdit | None:
        try:
            return SavedEdit.from_dict(json.loads(QGuiApplication.clipboard().text())[_KEY])
        except (ValueError, KeyError, TypeError, UserError):
            sentence = self.tr(
                "There are no copied edits to paste: copy some with Ctrl+Shift+C on another photo first.")
            self._window.message.tell(sentence, "error", seconds=8)
            return None

    def _on_done(self, count: int, kept: int, problems: list[str]) -> None:
        changed = count - len(problems) + self._with_open
        said = [self.tr("One photo was changed.") if changed == 1 else
                self.tr("{0} photos were changed.").format(changed)]
        if kept == 1:
            said.append(self.tr("The edits that one of them had are a snapshot of it.") if changed > 1 else
                        self.tr("The edits it had are a snapshot."))
        elif kept:
            said.append(self.tr("The edits that {0} of them had are a snapshot of each.").format(kept))
        self._window.message.tell(" ".join([*said, *problems]), "error" if problems else "note", seconds=8)
