"""Saving: the edit is written to the photo's sidecar while one works, off the GUI thread."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from app.edits.edit import Edit
from app.translations import told, tr
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.editing.saved_edit import Snapshot
    from paramisp_core.files.sidecar import Sidecar

    Work = tuple[Edit, tuple[Snapshot, ...]]

DELAY_MS = 500  # at most this much work is lost in a crash


class _Write(QRunnable):
    """Write one photo's edit and snapshots to its own sidecar."""

    def __init__(self, saver: Saver, sidecar: Sidecar, photo: Photo, work: Work, models: Mapping[str, str]) -> None:
        super().__init__()
        self._saver, self._sidecar, self._photo, self._work, self._models = saver, sidecar, photo, work, models

    def run(self) -> None:
        """Write; say when it fails or does not lie beside the photo."""
        from paramisp_core.files.sidecar import sidecar_path

        try:
            self._write_to(sidecar_path(self._sidecar.photo))
        finally:
            self._saver.ended.emit(self._sidecar.photo)

    def _write_to(self, beside: Path) -> None:
        try:
            edit, snapshots = self._work
            path = self._sidecar.write(edit.saved(self._photo), self._models, snapshots)
        except (UserError, OSError) as error:
            self._saver.failed.emit(
                tr("The edit is not saved: {reason}").format(reason=told(error)), "error")
            return
        self._saver.written.emit(self._sidecar.photo, edit.saved(self._photo) != SavedEdit())
        if path is not None and path != beside:
            self._saver.failed.emit(
                tr("{folder} cannot be written to: the edit is kept in {file}.").format(
                    folder=self._sidecar.photo.parent, file=path), "note")


class Saver(QObject):
    """Writes the newest edit and snapshots of the open photo, one write at a time, in order."""

    told = Signal(str, str)  # a sentence and its kind; each is told once for a photo
    failed = Signal(str, str)  # from the writing thread
    ended = Signal(object)  # Path of the photo that was written or could not be; from the writing thread
    written = Signal(object, bool)  # Path of the photo, whether it has edits; from the writing thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.models: Mapping[str, str] = {}
        self.on = True  # off: nothing is written
        self._photo: Photo | None = None
        self._sidecar: Sidecar | None = None
        self._written: Work = (Edit(), ())
        self._newest: Work = self._written
        self._said: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._write)
        self._writing: list[Path] = []  # photos whose sidecars are being written
        self.failed.connect(self._on_failed)
        self.ended.connect(self._on_ended)

    def begin(self, photo: Photo, sidecar: Sidecar | None, edit: Edit) -> None:
        """Save another photo's edits from now on; the last one's are being written."""
        self.leave()
        self._photo, self._sidecar = photo, sidecar
        self._written = self._newest = (edit, sidecar.snapshots if sidecar is not None else ())
        self._said.clear()

    def end(self) -> None:
        """Save no photo's edits from now on; the last one's are being written."""
        self.leave()
        self._photo = self._sidecar = None
        self._written = self._newest = (Edit(), ())

    def keep(self, edit: Edit) -> None:
        """Write this edit soon. While a slider moves, it is written every DELAY_MS."""
        self._keep((edit, self._newest[1]))

    def keep_snapshots(self, snapshots: tuple[Snapshot, ...]) -> None:
        """Write these snapshots soon."""
        self._keep((self._newest[0], snapshots))

    @property
    def work(self) -> Work:
        """The newest edit and snapshots of the open photo."""
        return self._newest

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The newest snapshots of the open photo."""
        return self._newest[1]

    def _keep(self, work: Work) -> None:
        self._newest = work
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Write what is not written yet, and wait for it."""
        self.leave()
        self._pool.waitForDone()

    def leave(self, next_photo: Path | None = None) -> None:
        """Write what is not written yet; wait for it only if it belongs to the photo that is opened next.

        A disk may take its time, and the window stays live meanwhile.
        """
        self._timer.stop()
        self._write()
        if next_photo is not None and os.path.abspath(next_photo) in map(os.path.abspath, self._writing):
            self._pool.waitForDone()

    def _write(self) -> None:
        if not self.on or self._photo is None or self._sidecar is None or self._newest == self._written:
            return
        self._written = self._newest
        self._writing.append(self._sidecar.photo)
        self._pool.start(_Write(self, self._sidecar, self._photo, self._newest, self.models))

    def _on_ended(self, photo: Path) -> None:
        self._writing.remove(photo)

    def _on_failed(self, sentence: str, kind: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self.told.emit(sentence, kind)
