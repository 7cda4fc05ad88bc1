"""The output panel: DNG, JPEG and TIFF, and how the last of each was written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from app.panels.section import Section

FORMATS = {
    "dng": ("DNG", ".dng", "RAW for every raw program"),
    "jpeg": ("JPEG", ".jpg", "The rendered picture, 8 bit"),
    "tiff": ("TIFF", ".tif", "The rendered picture, 16 bit"),
}


class OutputPanel(Section):
    """Buttons that ask for a file, and the two choices that matter."""

    export_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Export", parent=parent)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for key, (name, _, explain) in FORMATS.items():
            button = QPushButton(f"{name}…")
            button.setToolTip(explain)
            button.setAccessibleName(f"Export {name}")
            button.clicked.connect(lambda _=False, k=key: self.export_asked.emit(k))
            self.buttons[key] = button
            row.addWidget(button)
        self.edited_raw = QCheckBox("DNG with edits")
        self.edited_raw.setChecked(True)
        self.edited_raw.setToolTip(
            "On: the RAW as edited. In its data: exposure, highlights, shadows, black point, saturation, vibrance,\n"
            "noise reduction, vignetting. In data and tags: white balance, “render as”. In tags: crop and turns (the\n"
            "data stays whole, straightening is left out); for Camera Raw and Lightroom also the lens's distortion,\n"
            "which other programs may not follow, and the tone curve.\n"
            "Off: the RAW just as it was reconstructed."
        )
        choices = QHBoxLayout()
        choices.setContentsMargins(6, 2, 2, 0)
        label = QLabel("Quality")
        self.quality = QSpinBox()
        self.quality.setRange(50, 100)
        self.quality.setValue(95)
        self.quality.setAccessibleName("JPEG quality")
        self.quality.setFixedWidth(56)
        label.setBuddy(self.quality)
        self.quality.setToolTip("JPEG quality, 50 to 100. Default: 95.")
        choices.addWidget(self.edited_raw)
        choices.addStretch(1)
        choices.addWidget(label)
        choices.addWidget(self.quality)
        row.setContentsMargins(6, 0, 2, 0)
        self.body.addLayout(row)
        self.body.addLayout(choices)

    def set_ready(self, ready: bool) -> None:
        """Allow exports only where there is something to export and none runs."""
        for button in self.buttons.values():
            button.setEnabled(ready)
