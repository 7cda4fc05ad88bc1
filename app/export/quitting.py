"""Quitting while something is being made: asks first, and quits by itself once that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from app.window import MainWindow

_LOOK_MS = 100


class Quitting(QObject):
    """Knows what is lost if the window is closed now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._box: QMessageBox | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._quit_if_done)

    @property
    def question(self) -> str:
        """What is still being made, as a question; "" if nothing is."""
        window = self._window
        if window.batch.running:
            return self.tr("{0} still to be exported. Quit without them?").format(window.batch.words_left)
        if name := window.exporting.writing:
            return self.tr("{0} is still being written. Quit without it?").format(name)
        if made := window.applications.making:
            return self.tr("{0}: a file is still being made. Quit without it?").format(made)
        if window.calibration.running:
            return self.tr("A camera is still being calibrated. Quit without it?")
        return ""

    def ask(self) -> bool:
        """Ask whether to give it up, and close the window if so. Returns whether there is anything to ask."""
        question = self.question
        if not question or self._box is not None:
            return bool(question)
        box = self._box = QMessageBox(QMessageBox.Icon.Question, self.tr("Quit"), question, parent=self._window)
        stay = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(self._answered)
        box.open()
        self._look.start()
        return True

    def _answered(self) -> None:
        self._look.stop()
        box, self._box = self._box, None
        assert box is not None
        pressed = box.clickedButton()
        box.deleteLater()
        if pressed is not None and box.buttonRole(pressed) == QMessageBox.ButtonRole.DestructiveRole:
            self._window.quit_now()

    def _quit_if_done(self) -> None:
        if not self.question and self._box is not None:
            self._box.done(0)
            self._window.close()
