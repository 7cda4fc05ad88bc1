"""The shot panel: the four settings that steer how the learned camera renders."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.edit import Edit
from app.panels.section import Section, quiet_label
from app.panels.slider import ValueRow
from app.values import SHOT_SCALES

EXPLANATION = (
    "These steer how the learned camera renders: noise reduction, tone and sharpening as it learned them. "
    "No new depth of field or motion blur appears."
)


class ShotPanel(Section):
    """ISO, exposure time, aperture and focal length."""

    changed = Signal(str, object, int)
    reset_one = Signal(str, int)
    as_shot_given = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Shot", resettable=True, parent=parent)
        self.rows = {scale.name: ValueRow(scale, allow_unknown=True) for scale in SHOT_SCALES}
        for row in self.rows.values():
            row.changed.connect(self.changed)
            row.reset.connect(self.reset_one)
            row.refused.connect(self.refused)
            row.as_shot_given.connect(self.as_shot_given)
            self.body.addWidget(row)
        self.body.addWidget(quiet_label(EXPLANATION))

    def show_edit(self, edit: Edit) -> None:
        """Show the settings of an edit."""
        for name, row in self.rows.items():
            row.show_value(edit.shot.value(name), edit.source_shot.value(name))
        self.set_changed(bool(edit.settings_changed))
