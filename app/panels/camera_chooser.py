"""Choosing one of all known cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.panels.chooser import Chooser, Kind, Popup

if TYPE_CHECKING:
    from paramisp_core.camera.profile import CameraProfile


def _search(text: str) -> list[tuple[str, CameraProfile]]:
    from paramisp_core.camera.database import search_cameras

    return [(camera.name, camera) for camera in search_cameras(text)]


def _cameras() -> Kind:
    def tr(text: str) -> str:
        return QCoreApplication.translate("CameraChooser", text)

    return Kind(_search, tr("Search, like “d7000” or “5d mark ii”"),
                tr("No camera of this name is known."), tr("cameras"))


class CameraChooser(Chooser):
    """Emits ``chosen(CameraProfile | None)``."""

    def __init__(self, name: str, none_text: str, parent: QWidget | None = None) -> None:
        super().__init__(_cameras(), name, none_text, parent)

    def show_camera(self, camera: CameraProfile | None, none_text: str | None = None, shown: str = "") -> None:
        """Show a choice; for None the words of the first entry, or ``shown``, where there is less room."""
        self._none_text = none_text or self._none_text
        self.show_words((shown or self._none_text) if camera is None else camera.name)


class CameraPopup(Popup):
    """The list alone."""

    def __init__(self, none_text: str, parent: QWidget) -> None:
        super().__init__(_cameras(), none_text, parent)
