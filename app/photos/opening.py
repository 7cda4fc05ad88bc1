"""Opening and closing photos: what is asked for, what comes, and what the window shows meanwhile."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from app.live.jobs import PhotoReady
from app.live.turns import Turns
from app.photos.start_page import StartPage
from app.translations import mark, told, told_of, tr
from paramisp_core.resources import resource_path

if TYPE_CHECKING:
    from app.edits.saving import Work
    from app.window import MainWindow
    from paramisp_core.camera.photo import Photo

_FILTER = mark(
    "Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.dng *.nef *.nrw *.cr2 *.cr3 *.crw *.arw "
    "*.srf *.sr2 *.raf *.rw2 *.orf *.pef *.raw *.rwl *.3fr *.iiq *.x3f *.gpr *.srw *.mrw *.kdc *.dcr)"
    ";;All files (*)"
)


def pictures_folder() -> Path:
    """Return the user's folder of pictures, or the home folder where there is none: a dialog takes it for a file."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    return folder if folder.is_dir() else Path.home()


def is_sample(path: Path | None) -> bool:
    """Whether a photo is the one that comes with the program."""
    return path is not None and path == resource_path("sample.jpg")


class Opening(QObject):
    """Holds the open photo, and the page that is shown where none is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.photo: Photo | None = None
        self._work_then: Work | None = None  # edit and snapshots of the open photo when one was asked for
        self.turns = Turns(self)
        self.start_page = StartPage(window.viewer, lambda: not window.controller.idle, resource_path("sample.jpg"))
        self.start_page.open_asked.connect(self.ask)
        self.start_page.folder_asked.connect(window.folder.ask_folder)
        self.start_page.photo_asked.connect(window.open)
        window.viewer.dropped.connect(window.folder.open_paths)
        window.viewer.dragging.connect(self.start_page.set_dropping)
        window.controller.photo_opened.connect(self._on_opened)
        window.controller.open_failed.connect(self._on_failed)

    def start(self, *paths: Path) -> None:
        """Open the first of these photos or of the photos in a folder, or show the start page."""
        if not paths or any(os.path.isdir(path) for path in paths):
            self._show_start()
        self._window.folder.open_paths(paths)

    def ask(self) -> None:
        """Ask for a photo, or several, and open the first."""
        window = self._window
        names, _ = QFileDialog.getOpenFileNames(
            window, tr("Open photos"), window.preferences.folder("open") or str(pictures_folder()), tr(_FILTER))
        window.folder.open_paths([Path(name) for name in names])

    def open(self, path: Path) -> None:
        """Open a photo in place of the present one."""
        window = self._window
        window.side.finish_typing()  # what is being typed belongs to the open photo
        window.message.hide()
        window.exporting.leave_photo()
        window.folder.asked(path)
        window.saver.leave(path)
        self._work_then = window.saver.work
        window.status.file.set_full(tr("Opening {name}…").format(name=path.name))
        self.start_page.hide()
        if self.photo is None:
            window.viewer.set_banner(tr("Opening {name}…").format(name=path.name))
        window.controller.open(path)

    def close(self) -> None:
        """Close the photo, whose edit is saved, and show the start page."""
        if self.photo is None:
            return
        self.turns.drop()
        window = self._window
        window.message.hide()  # it was about the photo
        window.gray.set_picking(False)
        window.cropping.set_on(False)
        window.loupe.action.setChecked(False)
        window.samplers.clear()
        window.exporting.leave_photo()
        window.editing.leave_photo()
        window.saver.end()
        window.controller.close_photo()
        self.photo = None
        window.editing.end()
        window.keeping.show_snapshots()
        window.folder.opened(None)
        window.viewer.set_photo(None)
        window.probe.forget()
        window.side.clear()
        window.tools.strip.clear()
        window.showing.forget_time()
        window.setWindowTitle("ParamISP Studio")
        window.status.file.set_full("")
        window.set_photo_ready(False)
        window.side.set_ready(False)
        self._show_start()

    def _show_start(self) -> None:
        if self.photo is None:
            self._window.viewer.set_banner("")
            self.start_page.show_recent(self._window.preferences.recent_files())

    def _on_opened(self, ready: PhotoReady) -> None:
        window = self._window
        ready = self._with_work_since(ready)
        window.side.let_go()
        window.editing.leave_photo()
        window.showing.forget_glance()
        window.samplers.clear()
        photo = self.photo = ready.photo
        window.gray.set_picking(False)
        window.editing.enter_photo(ready)
        name = photo.path.name if photo.path else tr("Photo")
        window.setWindowTitle(tr("{name} – ParamISP Studio").format(name=name))
        self.tell_file()
        if photo.path is not None:
            if not is_sample(photo.path):
                window.preferences.set_folder("open", photo.path.parent)
            window.preferences.add_recent(photo.path)
        window.showing.forget_picture()
        window.viewer.set_photo(None)
        window.viewer.set_banner("")
        window.comparison.forget_snapshot()
        window.cropping.set_on(False)
        window.cropping.show_size()
        window.set_photo_ready(True)
        # the panels and the folder one after the other: together they would be a turn in which nobody is heard
        self.turns.begin(
            *window.editing.showing_edit(), *window.side.offering(True), lambda: self._tell_opened(ready))

    def _with_work_since(self, ready: PhotoReady) -> PhotoReady:
        """Return the photo with what was done to it after it was asked for, if it is the one that has been open."""
        photo, work = self.photo, self._window.saver.work
        if photo is None or photo.path is None or photo.path != ready.photo.path or work == self._work_then:
            return ready
        edit, snapshots = work
        sidecar = None if ready.sidecar is None else replace(ready.sidecar, snapshots=snapshots)
        return replace(ready, edit=edit, sidecar=sidecar)

    def _tell_opened(self, ready: PhotoReady) -> None:
        """Say what is to be said of the photo that was opened, and show it among those of its folder."""
        window, photo = self._window, ready.photo
        if warnings := (*told_of(photo), *(told(each) for each in ready.warnings)):
            window.message.tell(" ".join(warnings))
        elif is_sample(photo.path):
            window.message.tell(self.tr(
                "This is the sample that comes with the program. Open your own photo with Ctrl+O, or drop it here."),
                seconds=15)
        window.folder.opened(photo.path)
        if not window.folder.strip.hasFocus():
            window.viewer.setFocus()

    def tell_file(self) -> None:
        """Say in the status bar which photo is open, and how large its picture is."""
        window, photo = self._window, self.photo
        if photo is None:
            window.status.file.set_full("")
            return
        height, width = window.geometry_of_picture.size
        window.status.file.set_full(f"{photo.path.name if photo.path else tr('Photo')}   {width} × {height}")

    def _on_failed(self, sentence: str) -> None:
        window = self._window
        self.tell_file()
        window.message.tell(sentence, "error")
        window.folder.failed()
        self._show_start()
