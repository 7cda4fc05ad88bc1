"""Calibration as the window offers it: one dialog at a time, and the open photo by the new networks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.calibration.calibrating import CalibrateDialog
    from app.window import MainWindow


class Calibration(QObject):
    """Opens the dialog that fits the networks to the user's camera."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: CalibrateDialog | None = None

    def show(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self.dialog is None:
            from app.calibration.calibrating import CalibrateDialog

            self.dialog = CalibrateDialog(self._window.preferences.folder("open"), self._window)
            self.dialog.camera_calibrated.connect(self._on_calibrated)
        self.dialog.show()
        self.dialog.raise_()

    @property
    def running(self) -> bool:
        """Whether the networks are being fitted."""
        return self.dialog is not None and self.dialog.process.running

    def stop(self) -> None:
        """Close the dialog with the window."""
        if self.dialog is not None:
            self.dialog.close()

    def _on_calibrated(self, camera: str) -> None:
        """Develop the open photo by the new networks when it is of that camera; not in the middle of an export."""
        window = self._window
        photo = window.photo
        if photo is not None and photo.camera.name == camera and photo.path and not window.controller.exporting:
            window.open(photo.path)
