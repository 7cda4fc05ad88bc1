"""The panel of samplers: a row for each pinned place with all that is known about it; hidden while there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.panels.section import Section


class _Row(QWidget):
    """One sampler: number, values in lines, and a button that removes it."""

    def __init__(self) -> None:
        super().__init__()
        self.number = QLabel()
        self.number.setFixedWidth(14)
        self.values = QLabel()
        self.values.setObjectName("quiet")
        self.values.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.values.setWordWrap(True)
        self.remove = QToolButton()
        self.remove.setObjectName("flat")
        self.remove.setText("×")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.values, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)


class SamplerPanel(Section):
    """Rows of values; the section's Reset removes all."""

    remove_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Samplers"), resettable=True, parent=parent)
        self._rows: list[_Row] = []
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the rows say, number first."""
        return [f"{row.number.text()}  {row.values.text()}" for row in self._rows if not row.isHidden()]

    def show_rows(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Show each sampler's number and values."""
        while len(self._rows) < len(rows):
            row = _Row()
            row.remove.clicked.connect(lambda _=False, one=row: self.remove_asked.emit(int(one.number.text())))
            self._rows.append(row)
            self.body.addWidget(row)
        for row, (number, values) in zip(self._rows, rows, strict=False):
            row.number.setText(str(number))
            row.values.setText(_lines(values))
            row.values.setAccessibleName(self.tr("Sampler {number}").format(number=number))
            row.remove.setAccessibleName(self.tr("Remove sampler {number}").format(number=number))
            row.remove.setToolTip(self.tr("Remove sampler {number}").format(number=number))
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(rows))
        self.set_changed(bool(rows))
        self.setVisible(bool(rows))


def _lines(values: Sequence[str]) -> str:
    """Put a place's values into lines that fit the panel: what is shown, the scene's light, the photosite."""
    shown, light, photosite = values[:2], values[2:3], values[3:]
    return "\n".join("   ".join(part) for part in (shown, light, photosite) if part)
