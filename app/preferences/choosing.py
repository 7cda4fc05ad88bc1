"""Choosing: opens the preferences and carries what is chosen there to the theme, the engine and the saver."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.preferences.keys_page import KeysPage
from app.preferences.preferences_dialog import PreferencesDialog
from app.theme import apply_theme

if TYPE_CHECKING:
    from app.window import MainWindow

_log = logging.getLogger(__name__)


class Choosing(QObject):
    """Between the choices and what they concern. Made before the rest of the window, for the theme."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: PreferencesDialog | None = None
        self._show_theme()

    def restore(self) -> None:
        """Carry the choices to what there is by now."""
        choices = self._window.preferences.choices
        self._window.saver.on = choices.sidecar
        self._window.keys.show(choices.keys)
        self._window.monitor.show(choices.monitor)

    def open(self, page: str = "") -> PreferencesDialog:
        """Open the preferences, or bring them to the front. page: see PreferencesDialog.show_page; "": the last."""
        if self.dialog is None:
            keys = KeysPage(self._window.keys)
            keys.chosen.connect(lambda chosen: self.choose("keys", chosen))
            self.dialog = PreferencesDialog(self._window.preferences.choices, keys, self._window)
            self.dialog.chosen.connect(self.choose)
        if page:
            self.dialog.show_page(page)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        return self.dialog

    def stop(self) -> None:
        """Close the preferences and wait for what they still do."""
        if self.dialog is not None:
            self.dialog.models.wait()
            self.dialog.close()

    def choose(self, name: str, value: Any) -> None:
        """Change one choice; it counts at once and is written down."""
        window = self._window
        before = window.preferences.choices
        after = window.preferences.choose(**{name: value})
        if self.dialog is not None:
            self.dialog.show_choices(after)
        if after.theme != before.theme:
            self._show_theme()
        if after.engine != before.engine:
            window.tell_loading()
            window.controller.configure(after.engine)
        if after.keys != before.keys:
            window.keys.show(after.keys)
        window.monitor.show(after.monitor)
        if after.sidecar != before.sidecar:
            window.saver.on = after.sidecar
            if after.sidecar:
                window.saver.flush()  # what was edited meanwhile

    def _show_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self._window.preferences.choices.theme)
