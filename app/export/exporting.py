"""Exporting: asks how, writes the open photo, and tells how it went."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from app.export.export_dialog import ExportDialog, Subject
from app.live.jobs import ExportRequest, FileExportRequest
from app.photos.opening import is_sample, pictures_folder
from paramisp_core.files.export_settings import ExportSettings, free_path

if TYPE_CHECKING:
    from app.edits.edit import Edit
    from app.window import MainWindow
    from paramisp_core.camera.profile import CameraProfile


def show_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class _Read(QRunnable):
    """Read a picture that was written for the clipboard: of a large photo that takes half a second."""

    def __init__(self, exporting: Exporting, path: Path) -> None:
        super().__init__()
        self._exporting, self._path = exporting, path

    def run(self) -> None:
        """Read it; the file is not needed any more."""
        image = QImage(str(self._path))
        shutil.rmtree(self._path.parent, ignore_errors=True)
        self._exporting.picture_read.emit(image)


class Exporting(QObject):
    """Between the export panel and menu, the dialog, and the controller that writes."""

    picture_read = Signal(object)  # QImage, from the reading thread

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._job: ExportRequest | None = None  # what is being written
        self._copied: Path | None = None  # the file of it that is for the clipboard
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.picture_read.connect(self._on_picture_read)
        self.settings = self._remembered()
        controller = window.controller
        controller.export_progress.connect(self._on_progress)
        controller.export_done.connect(self._on_done)
        window.export_bar.cancelled.connect(controller.cancel_export)
        window.output_panel.export_asked.connect(self.ask)
        window.output_panel.again_asked.connect(self.again)
        self._show()

    @property
    def ready(self) -> bool:
        """Whether the open photo can be exported; while others are, it waits, and is read from its file then."""
        photo, controller = self._window.photo, self._window.controller
        return (photo is not None and controller.engine is not None
                and not (controller.exporting and photo.path is None))

    @property
    def writing(self) -> str:
        """The name of the file that the open photo is being written to; "" if none is, but for the clipboard."""
        job = self._job
        return job.name if job is not None and job.path != self._copied else ""

    @property
    def folder(self) -> Path:
        """Where the last export went; else where the photo lies, but for the sample, which lies in the program."""
        window = self._window
        last = window.preferences.folder("export")
        if last:
            return Path(last)
        path = window.photo.path if window.photo is not None else None
        if is_sample(path):
            return pictures_folder()
        return path.parent if path is not None and os.path.isdir(path.parent) else Path.home()

    def ask_as(self, camera: CameraProfile | None) -> None:
        """Ask as :meth:`ask` does, for the photo as a camera would have rendered it; the edit itself stays."""
        self.ask(edit=self._window.edit.changed(render_as=camera))

    def ask(self, format: str = "", edit: Edit | None = None) -> None:
        """Ask how and where to, then export the open photo. format: proposed; "" for the last one.

        edit: another one than the present. Its file is proposed under the camera's name too.
        """
        window = self._window
        if not self.ready or window.photo is None:
            return
        settings = replace(self.settings, format=format) if format else self.settings
        if edit is not None and edit.render_as is not None:
            settings = replace(settings, template=f"{settings.template} as {edit.render_as.name}")
        subject = Subject(1, window.photo, edit or window.edit, window.geometry_of_picture.size)
        dialog = ExportDialog(subject, settings, self.folder, window)
        dialog.accepted.connect(lambda: self._accept(dialog, edit))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def again(self) -> None:
        """Export the open photo as the last time, under a free name; ask where the last folder is gone."""
        window = self._window
        if not self.ready or window.photo is None:
            return
        if not window.preferences.folder("export"):
            self.ask()
            return
        self.export(free_path(self.folder, self.settings, window.photo), self.settings)

    def _accept(self, dialog: ExportDialog, edit: Edit | None) -> None:
        window, settings = self._window, dialog.settings
        # a name given to one render is not for the next export
        self.remember(settings if edit is None else replace(settings, template=self.settings.template), dialog.folder)
        if window.photo is not None:
            self.export(free_path(dialog.folder, settings, window.photo), settings, edit)

    def export(self, path: Path, settings: ExportSettings, edit: Edit | None = None) -> None:
        """Write the open photo as it is edited now, or with another edit; after what is being exported."""
        window = self._window
        if not self.ready or window.photo is None:
            return
        if window.photo.path is not None and path.resolve() == window.photo.path.resolve():
            window.message.tell(
                self.tr("The opened photo itself is never overwritten. Choose another name."), "error")
            return
        if window.controller.exporting and window.photo.path is not None:
            window.batch.add_first(window.photo.path, path.parent, settings, (edit or window.edit).saved(window.photo))
            window.message.tell(
                self.tr("{0} is exported after what is being written, as it is edited now.").format(path.name),
                seconds=8)
            return
        window.export_bar.begin(path.name)
        self._job = window.controller.export(edit or window.edit, path, settings)
        self.allow()

    def copy(self) -> None:
        """Put the finished picture, whole and in full size, on the clipboard; other programs can paste it."""
        window = self._window
        if not self.ready or window.controller.exporting:
            return
        self._copied = Path(tempfile.mkdtemp(prefix="paramisp-copy-")) / "picture.png"
        window.export_bar.begin("")
        self._job = window.controller.export(window.edit, self._copied, ExportSettings(format="png", metadata=False))
        self.allow()

    def leave_photo(self) -> None:
        """The open photo is about to be left: what is being written of it is begun anew as a file of a batch."""
        window, photo = self._window, self._window.photo
        job = self._job if self.writing else None
        if job is None or photo is None or photo.path is None:
            window.controller.leave_photo()
            return
        self._job = None  # that it ends is not told
        window.controller.leave_photo()
        window.batch.add([photo.path], job.path.parent, job.settings, job.edit.saved(photo))

    def stop(self) -> None:
        """Wait for what is being read."""
        self._pool.waitForDone()

    def allow(self) -> None:
        """Offer exports only where there is something to export, and copying only while nothing is exported."""
        ready, exporting = self.ready, self._window.controller.exporting
        self._window.output_panel.set_ready(ready)
        for action in self._window.menus.exports:
            action.setEnabled(ready)
        self._window.menus.copy_picture.setEnabled(ready and not exporting)
        self._window.tools.show_exporting(exporting)

    def remember(self, settings: ExportSettings, folder: Path) -> None:
        """Propose these the next time, in later sessions too."""
        self.settings = settings
        self._window.preferences.set_folder("export", folder)
        self._window.preferences.set("export", json.dumps(settings.to_dict()))
        self._show()

    def _remembered(self) -> ExportSettings:
        try:
            return ExportSettings.from_dict(json.loads(self._window.preferences.text("export", "{}")))
        except ValueError:
            return ExportSettings()

    def _show(self) -> None:
        self._window.output_panel.show_settings(self.settings, self._window.preferences.folder("export"))

    def _on_progress(self, job: ExportRequest | FileExportRequest, fraction: float) -> None:
        if isinstance(job, ExportRequest):
            self._window.export_bar.advance(fraction)

    def _on_done(self, job: ExportRequest | FileExportRequest, sentence: str) -> None:
        if not isinstance(job, ExportRequest):
            return
        window = self._window
        window.export_bar.hide()
        self.allow()
        if job is not self._job:
            return
        self._job = None
        if job.path == self._copied:
            self._copied = None
            if sentence:
                shutil.rmtree(job.path.parent, ignore_errors=True)
                window.message.tell(self.tr("The picture was not copied.") if sentence == "cancelled" else sentence,
                                    "note" if sentence == "cancelled" else "error", seconds=6)
            else:
                self._pool.start(_Read(self, job.path))
        elif sentence == "cancelled":
            window.message.tell(
                self.tr("The export of {0} was cancelled; nothing was written.").format(job.name), seconds=6)
        elif sentence:
            window.message.tell(sentence, "error")
        else:
            window.message.tell(self.tr("Exported {0}").format(job.path), seconds=8, button=self.tr("Open the folder"),
                                action=partial(show_folder, job.path.parent))

    def _on_picture_read(self, image: QImage) -> None:
        if image.isNull():
            self._window.message.tell(self.tr("The picture was not copied."), "error", seconds=6)
            return
        QGuiApplication.clipboard().setImage(image)
        self._window.message.tell(self.tr("The picture is on the clipboard: {size} pixels.").format(
            size=f"{image.width()} × {image.height()}"), seconds=4)
