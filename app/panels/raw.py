"""The RAW panel: exposure, temperature and tint of the RAW itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.edit import Edit
from app.panels.section import Section
from app.panels.slider import ValueRow
from app.values import RAW_SCALES


class RawPanel(Section):
    """What a RAW developer would change first."""

    changed = Signal(str, object, int)
    reset_one = Signal(str, int)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("RAW", resettable=True, parent=parent)
        self.rows = {scale.name: ValueRow(scale) for scale in RAW_SCALES}
        for row in self.rows.values():
            row.changed.connect(self.changed)
            row.reset.connect(self.reset_one)
            row.refused.connect(self.refused)
            self.body.addWidget(row)

    def show_edit(self, edit: Edit, light: tuple[float, float]) -> None:
        """Show an edit; ``light`` is the as-shot (kelvin, tint)."""
        kelvin, tint = light
        self.rows["exposure_ev"].show_value(edit.exposure_ev, 0.0)
        self.rows["kelvin"].show_value(kelvin if edit.kelvin is None else edit.kelvin, kelvin)
        self.rows["tint"].show_value(tint if edit.tint is None else edit.tint, tint)
        self.set_changed(edit.exposure_ev != 0 or edit.kelvin is not None)
