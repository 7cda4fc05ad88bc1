"""The applications as the window offers them: each a dialog for the open photo, one of a kind at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.cameras.sheet import SheetExport
from app.edits.edit import Edit

if TYPE_CHECKING:
    from app.tools.deblur_dialog import DeblurDialog
    from app.tools.hdr_dialog import HdrDialog
    from app.tools.making_dialog import MakingDialog
    from app.window import MainWindow
    from paramisp_core.camera.profile import CameraProfile


class Applications(QObject):
    """Opens the dialogs. They work beside the window, on threads of their own, and change nothing in it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._open: dict[str, MakingDialog] = {}
        self.sheet = SheetExport(window)
        self.sheet.told.connect(lambda sentence, kind: window.message.tell(
            sentence, kind, seconds=0 if kind == "error" else 10))

    @property
    def hdr(self) -> HdrDialog | None:
        """The HDR dialog, if it is open."""
        return self._open.get("hdr")  # type: ignore[return-value]

    def show_hdr(self) -> None:
        """Open HDR with the open photo, or bring it to the front."""
        if "hdr" not in self._open:
            from app.tools.hdr_dialog import HdrDialog

            window = self._window
            self._begin("hdr", HdrDialog(window.photo, window.preferences.choices.engine,
                                         window.preferences.folder("export"), window))
        self._front("hdr")

    @property
    def deblur(self) -> DeblurDialog | None:
        """The deblur dialog, if it is open."""
        return self._open.get("deblur")  # type: ignore[return-value]

    def show_deblur(self) -> None:
        """Open deblurring of the open photo, or bring it to the front."""
        window = self._window
        if window.photo is None:
            return
        if "deblur" not in self._open:
            from app.tools.deblur_dialog import DeblurDialog

            self._begin("deblur", DeblurDialog(window.photo, window.preferences.choices.engine,
                                               window.preferences.folder("export"), window))
        self._front("deblur")

    def ask_sheet(self, cameras: list[CameraProfile]) -> None:
        """Ask where to, then write one picture of the open photo as these cameras."""
        window = self._window
        if window.photo is not None:
            self.sheet.ask(window.photo, cameras, window.preferences.choices.engine,
                           window.preferences.folder("export"))

    @property
    def making(self) -> str:
        """The title of a dialog that is making a file; "" if none is."""
        if self.sheet.bar is not None:
            return self.sheet.bar.windowTitle()
        return next((dialog.windowTitle() for dialog in self._open.values() if dialog.exporting), "")

    def stop(self) -> None:
        """Close the dialogs with the window; what they do is stopped."""
        self.sheet.stop()
        for dialog in list(self._open.values()):
            dialog.close()

    def _begin(self, name: str, dialog: MakingDialog) -> None:
        self._open[name] = dialog
        window = self._window
        if window.photo is not None and window.edit != Edit.of(window.photo):
            dialog.tell_unedited()
        dialog.finished.connect(lambda *_: self._end(name))

    def _end(self, name: str) -> None:
        dialog = self._open.pop(name, None)
        if dialog is not None:
            dialog.deleteLater()

    def _front(self, name: str) -> None:
        dialog = self._open[name]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
