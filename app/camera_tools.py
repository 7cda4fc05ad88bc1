"""What is built around the camera's settings, wired to the window: the live strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.edit import Edit
from app.strip import LiveStrip

if TYPE_CHECKING:
    from app.window import MainWindow


class CameraTools(QObject):
    """Lives beside the window; the window tells it when the edit changes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.strip = LiveStrip(window.controller.thumbnails)
        self.strip.chosen.connect(window.set_setting)

    def add_actions(self, view: QMenu) -> None:
        """Put the tools into the View menu."""
        self.strip_action = self._window.add_action(view, self.tr("Live s&trip over a setting"), self.toggle_strip, "T")
        self.strip_action.setCheckable(True)

    def restore(self) -> None:
        """Put the tools back as they were when the program was last used."""
        preferences = self._window.preferences
        name = preferences.text("strip_setting", "iso")
        if name in ("iso", "exposure_time", "f_number"):
            self.strip.show_setting(name)
        if preferences.number("strip", 0, 0, 1):
            self.toggle_strip()

    def remember(self) -> None:
        """Write down what :meth:`restore` reads."""
        self._window.preferences.set("strip", int(not self.strip.isHidden()))
        self._window.preferences.set("strip_setting", self.strip.name)

    def toggle_strip(self) -> None:
        """Show the live strip, or hide it."""
        self.strip.setVisible(self.strip.isHidden())
        self.strip_action.setChecked(not self.strip.isHidden())

    def show_edit(self, edit: Edit) -> None:
        """Show an edit in every tool."""
        self.strip.show_edit(edit, self._window.edit_with_setting)
