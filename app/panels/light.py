"""The white balance's chooser: as shot, the camera's presets, and the picker for something gray."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.panels.choice import ChoiceBox
from app.translations import mark, told

Light = tuple[float, float]  # kelvin, tint

AS_SHOT, CUSTOM = mark("As shot"), mark("Custom")


class LightChooser(QWidget):
    """Shows which light is made neutral, offers the known ones."""

    chosen = Signal(str, object)  # name, Light or None (as shot)
    picking = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: dict[str, Light] = {}
        self.box = ChoiceBox()
        self.box.setAccessibleName(self.tr("White balance preset"))
        self.box.setToolTip(self.tr(
            "The light to make neutral: as the camera chose it, or one of its own presets.\nDefault: as shot."))
        self.box.activated.connect(self._activated)
        self.pick = QToolButton()
        self.pick.setText(self.tr("Pick gray"))
        self.pick.setObjectName("tool")
        self.pick.setCheckable(True)
        self.pick.setAccessibleName(self.tr("Pick something gray"))
        self.pick.setToolTip(self.tr("Then click on something that should be gray (W). Escape cancels."))
        self.pick.clicked.connect(self.picking)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 2, 2)
        row.addWidget(self.box, 1)
        row.addWidget(self.pick)
        self.set_presets({})

    def set_presets(self, presets: dict[str, Light]) -> None:
        """Offer other presets."""
        self._presets = presets
        self.box.clear()
        for name in (AS_SHOT, *presets):
            self.box.addItem(told(name), name)

    def show_light(self, light: Light | None) -> None:
        """Show the chosen light, None for as shot, without telling anyone."""
        name = AS_SHOT if light is None else next((n for n, known in self._presets.items() if known == light), CUSTOM)
        place = self.box.findData(name)
        if place < 0:
            self.box.addItem(told(CUSTOM), CUSTOM)
            place = self.box.count() - 1
        elif name != CUSTOM and (custom := self.box.findData(CUSTOM)) >= 0:
            self.box.removeItem(custom)
        self.box.setCurrentIndex(place)

    def show_picking(self, on: bool) -> None:
        """Show whether a click is awaited."""
        self.pick.setChecked(on)

    def _activated(self, place: int) -> None:
        name = self.box.itemData(place)
        if name != CUSTOM:
            self.chosen.emit(self.box.itemText(place), self._presets.get(name))
