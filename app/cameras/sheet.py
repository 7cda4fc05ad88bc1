"""A sheet: one picture of the photo as several cameras, made beside the window, with progress and cancel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from app.live.background import Background
from app.live.engine_setup import EngineSetup
from paramisp_core.progress import Progress

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile

SIDE = 800
"""Longer side of each picture on the sheet, pixels."""


class SheetExport(QObject):
    """Asks where to, then makes the sheet of the photo as it is in the file. told: (sentence, kind of message)."""

    told = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.background = Background(self)
        self.background.done.connect(self._on_done)
        self.background.failed.connect(self._on_failed)
        self.background.progressed.connect(lambda _, share: self.bar is not None and self.bar.setValue(
            round(1000 * share)))
        self.bar: QProgressDialog | None = None

    def ask(self, photo: Photo, cameras: list[CameraProfile], setup: EngineSetup, folder: str) -> None:
        """Ask for a name and begin; one sheet at a time."""
        if self.background.busy("sheet") or not cameras:
            return
        source = photo.path or Path("photo")
        start = Path(folder or source.parent) / f"{source.stem}-cameras.jpg"
        name, _ = QFileDialog.getSaveFileName(self._parent, self.tr("Export a sheet"), str(start),
                                              self.tr("Pictures (*.jpg *.png *.tif)"))
        if not name:
            return
        target = Path(name) if Path(name).suffix else Path(f"{name}.jpg")
        if photo.path is not None and target.resolve() == photo.path.resolve():
            self.told.emit(self.tr("{0} is the photo itself; it would be overwritten.").format(target.name), "error")
            return
        words = (self.tr("The photo as the {0}…").format(cameras[0].name) if len(cameras) == 1
                 else self.tr("The photo as {0} cameras…").format(len(cameras)))
        self.bar = QProgressDialog(words, self.tr("Cancel"), 0, 1000, self._parent)
        self.bar.setWindowTitle(self.tr("Export a sheet"))
        self.bar.setAutoClose(False)
        self.bar.setAutoReset(False)
        self.bar.setMinimumDuration(0)
        self.bar.canceled.connect(self._cancel)
        self.bar.show()

        def work(progress: Progress) -> str:
            from paramisp_core.applications.contact_sheet import make_sheet

            return f"{target}: {make_sheet(photo, cameras, setup.models(), SIDE, target, progress)}"

        self.background.run("sheet", work)

    def stop(self) -> None:
        """Stop what is being made and wait."""
        self._close()
        self.background.stop()

    def _cancel(self) -> None:
        if self.background.busy("sheet"):
            self.background.cancel("sheet")
            self.told.emit(self.tr("The sheet was cancelled; nothing was written."), "note")
        self._close()

    def _on_done(self, _: str, words: object) -> None:
        self._close()
        self.told.emit(self.tr("Exported {0}").format(words), "note")

    def _on_failed(self, _: str, sentence: str) -> None:
        self._close()
        self.told.emit(sentence, "error")

    def _close(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None:
            bar.canceled.disconnect(self._cancel)
            bar.close()
            bar.deleteLater()
