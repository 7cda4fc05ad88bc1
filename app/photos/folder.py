"""The photos at hand: those of the open photo's folder or those that were dropped; going from one to the next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from app.libraries import import_opencv
from app.photos.folder_strip import Strip
from app.photos.opening import pictures_folder
from app.translations import told

if TYPE_CHECKING:
    from app.window import MainWindow


@dataclass(frozen=True)
class _Listing:
    """What is to be listed, and whether the first photo found is to be opened."""

    paths: Sequence[Path]
    then_open: bool


class _List(QRunnable):
    """Read a folder, which may be far away."""

    def __init__(self, folder: Folder, asked: _Listing) -> None:
        super().__init__()
        self._folder, self._asked = folder, asked

    def run(self) -> None:
        """List the photos, in the place of each folder those in it."""
        import_opencv()
        from paramisp_core.errors import UserError
        from paramisp_core.files.thumbnail import photos_in

        found: list[Path] = []
        problem = ""
        for path in self._asked.paths:
            try:
                found += photos_in(path) if os.path.isdir(path) else [path]
            except UserError as error:
                problem = told(error)
        self._folder.listed.emit(self._asked, list(dict.fromkeys(found)), problem)


class Folder(QObject):
    """Between the strip and the window."""

    listed = Signal(object, object, str)  # _Listing, photos, problem

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._asked: Path | None = None  # the photo that was asked for last; it may not be open yet
        self._failed: Path | None = None  # that one, if it could not be opened
        self._listing: _Listing | None = None  # the last that was asked for, until it is there
        self._wanted = bool(window.preferences.number("folder_strip", 1, 0, 1))
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.listed.connect(self._on_listed)
        self.strip = Strip(lambda: self.opening or not window.controller.idle)
        self.strip.hide()
        self.strip.open_asked.connect(self._open)
        self.strip.step_asked.connect(self.step)
        self.strip.customContextMenuRequested.connect(
            lambda pos: self.menu.popup(self.strip.viewport().mapToGlobal(pos)))
        self.menu = QMenu(self.strip)

    # ---- which photos

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open one photo, or several, or the photos of folders: the first is opened, all are at hand."""
        if len(paths) == 1 and not os.path.isdir(paths[0]):
            self._window.open(paths[0])
        elif paths:
            self._list(paths, then_open=True)

    def ask_folder(self) -> None:
        """Ask for a folder and open its first photo."""
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a folder"),
            self._window.preferences.folder("open") or str(pictures_folder()))
        if chosen:
            self.open_paths([Path(chosen)])

    def select_all(self) -> None:
        """Select all photos at hand, wherever the keyboard's focus is; the strip comes into sight."""
        if not self.strip.photos.paths:
            self.tell_to_select()
            return
        if not self._wanted:
            self._window.toggle_strip()
        self.strip.selectAll()

    def tell_to_select(self) -> None:
        """Say how photos are selected, as none are."""
        self._window.message.tell(
            self.tr("Select photos in the strip first (F6): Ctrl, Shift or Ctrl+A.") if self.strip.photos.paths
            else self.tr("Open a folder first, then select photos in the strip below the picture."), seconds=6)

    def asked(self, path: Path) -> None:
        """Take note that a photo is about to be opened.

        The first one's folder is listed meanwhile: else the strip would come after the picture, and shrink it.
        """
        self._asked, self._failed = path, None
        if self._window.photo is None and not self.strip.photos.paths and self._listing is None:
            self._list_around(path)

    @property
    def opening(self) -> bool:
        """Whether a photo was asked for and is not there yet."""
        photo = self._window.photo
        return self._asked not in (None, self._failed) and (photo is None or photo.path != self._asked)

    def failed(self) -> None:
        """The photo that was asked for cannot be opened; going on goes on from it."""
        self._failed = self._asked

    def opened(self, path: Path | None) -> None:
        """Show the photo that was opened among those at hand; else those of its folder come at hand."""
        self._asked = path
        if path is None or path in self.strip.photos.paths:
            self.strip.show_open(path)
        elif not (self._listing is not None and self._listing.then_open):
            self._list_around(path)  # not if it is told late, after another folder was asked for
        self._show()

    def _list_around(self, path: Path) -> None:
        """List the photos of a photo's folder, if that is not under way."""
        asked = _Listing([path.parent], then_open=False)
        if asked != self._listing and os.path.isdir(path.parent):
            self._list(asked.paths, asked.then_open)

    def _list(self, paths: Sequence[Path], then_open: bool) -> None:
        self._listing = _Listing(paths, then_open)
        self._pool.start(_List(self, self._listing))

    def _on_listed(self, asked: _Listing, photos: list[Path], problem: str) -> None:
        if asked is not self._listing:
            return  # something else was asked for meanwhile
        self._listing = None
        if problem or (asked.then_open and not photos):
            if asked.then_open:
                self._window.message.tell(problem or self.tr("There are no photos in that folder."), "error")
            return
        self.strip.photos.set_paths(photos)
        if asked.then_open:
            self._open(photos[0])
        else:
            path = self._window.photo.path if self._window.photo is not None else None
            self.strip.show_open(path)
        self._show()

    # ---- going through them

    def step(self, count: int) -> None:
        """Go to the photo that many places further on."""
        paths = self.strip.photos.paths
        if self._asked not in paths:
            return
        place = paths.index(self._asked) + count
        if 0 <= place < len(paths):
            self._open(paths[place])
        else:
            self._window.message.tell(
                self.tr("This is the first photo.") if place < 0 else self.tr("This is the last photo."), seconds=3)

    def _open(self, path: Path) -> None:
        photo = self._window.photo
        if path != self._asked or photo is None or photo.path != path:  # again, if it could not be opened
            self._window.open(path)

    # ---- the strip

    def toggle(self) -> None:
        """Show the strip or hide it."""
        self._wanted = not self._wanted
        self._window.preferences.set("folder_strip", int(self._wanted))
        self._show()
        if self._wanted and len(self.strip.photos.paths) < 2:
            self._window.message.tell(self.tr("The strip shows where there is more than one photo."), seconds=4)

    @property
    def wanted(self) -> bool:
        """Whether the strip is shown where there is more than one photo."""
        return self._wanted

    def _show(self) -> None:
        self.strip.setVisible(self._wanted and len(self.strip.photos.paths) > 1)

    def stop(self) -> None:
        """Wait for what is being read."""
        self.strip.loader.stop()
        self._pool.waitForDone()
