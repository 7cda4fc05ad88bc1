"""What is built around the camera's settings, wired to the window: live strip and browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.cameras.camera_browser import CameraBrowser
from app.cameras.strip import VALUES, LiveStrip
from app.edits.edit import Edit
from app.translations import camera_words

if TYPE_CHECKING:
    from app.menus import Menus
    from app.window import MainWindow


class CameraTools(QObject):
    """Lives beside the window; the window tells it when the edit changes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.browser: CameraBrowser | None = None
        self.strip = LiveStrip(window.controller.thumbnails)
        self.strip.chosen.connect(window.editing.set_setting)
        window.viewer.view_changed.connect(lambda: self.strip.show_view(window.viewer.view))

    def add_actions(self, menus: Menus, view: QMenu) -> None:
        """Put the tools into the View menu."""
        self.strip_action = menus.add(view, self.tr("Li&ve strip over a setting"), self.toggle_strip, "T")
        self.strip_action.setCheckable(True)
        menus.add(view, self.tr("Cameras: ren&der as, compare…"), self.open_browser, "C")

    def restore(self) -> None:
        """Put the tools back as they were when the program was last used."""
        preferences = self._window.preferences
        name = preferences.text("strip_setting", "iso")
        if name in ("iso", "exposure_time", "f_number"):
            self.strip.show_setting(name)
        self.strip.close_on = set(preferences.text("strip_close", "iso").split()) & set(VALUES)
        if preferences.number("strip", 0, 0, 1):
            self.toggle_strip()

    def remember(self) -> None:
        """Write down what :meth:`restore` reads, and close what is open beside the window."""
        if self.browser is not None:
            self.browser.close()
        self._window.preferences.set("strip", int(not self.strip.isHidden()))
        self._window.preferences.set("strip_setting", self.strip.name)
        self._window.preferences.set("strip_close", " ".join(sorted(self.strip.close_on)) or "none")

    def toggle_strip(self) -> None:
        """Show the live strip, or hide it."""
        self.strip.setVisible(self.strip.isHidden())
        self.strip_action.setChecked(not self.strip.isHidden())

    def open_browser(self) -> CameraBrowser:
        """Open the browser of all cameras, or bring it to the front."""
        if self.browser is None:
            window = self._window
            favorites = window.preferences.names("favourite_cameras")
            self.browser = CameraBrowser(window.controller.thumbnails, set(favorites), window)
            self.browser.chosen.connect(window.editing.render_as)
            self.browser.export_asked.connect(window.exporting.ask_as)
            self.browser.sheet_asked.connect(window.applications.ask_sheet)
            self.browser.favorites_changed.connect(
                lambda names: window.preferences.set("favourite_cameras", sorted(names)))
            self._show_in_browser(window.edit)
            self.show_exporting(window.controller.exporting)
        self.browser.show()
        self.browser.raise_()
        self.browser.activateWindow()
        return self.browser

    def show_exporting(self, exporting: bool) -> None:
        """Tell the browser whether something is being exported."""
        if self.browser is not None:
            self.browser.show_exporting(exporting)

    def show_edit(self, edit: Edit) -> None:
        """Show an edit in every tool."""
        self.strip.show_edit(edit, self._window.photo, self._window.editing.edit_with_setting)
        self._show_in_browser(edit)

    def _show_in_browser(self, edit: Edit) -> None:
        photo = self._window.photo
        if self.browser is not None and photo is not None:
            own = camera_words(edit.source_camera or photo.camera)
            self.browser.show_edit(edit, photo, own)
