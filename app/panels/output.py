"""The output panel: opens the export dialog, and exports once more as the last time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.numbers import Number
from app.panels.section import Section, quiet_label
from paramisp_core.files.export_settings import ExportSettings


class OutputPanel(Section):
    """Two buttons, and what the second would do."""

    export_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Export"), parent=parent)
        self.ask = QPushButton(self.tr("Export…"))
        self.ask.setToolTip(self.tr("Choose format, size, colors, metadata and name (Ctrl+E)"))
        self.ask.clicked.connect(lambda: self.export_asked.emit())
        self.again = QPushButton(self.tr("Again"))
        self.again.setAccessibleName(self.tr("Export again"))
        self.again.setToolTip(self.tr("Export as the last time, under a name that is free (Ctrl+Shift+E)"))
        self.again.clicked.connect(lambda: self.again_asked.emit())
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 2, 0)
        row.setSpacing(6)
        row.addWidget(self.ask, 2)
        row.addWidget(self.again, 1)
        self.summary = quiet_label()
        self.body.addLayout(row)
        self.body.addWidget(self.summary)

    def show_settings(self, settings: ExportSettings, folder: str) -> None:
        """Show how the last export was, and where it went ("": none yet)."""
        parts = [{"dng": "DNG", "jpeg": f"JPEG {settings.quality}", "png": "PNG", "tiff": "TIFF",
                  "exr": "OpenEXR"}[settings.format]]
        if settings.format == "dng":
            parts.append(self.tr("with the edits") if settings.edited_raw else self.tr("as reconstructed"))
        else:
            parts.append({"full": self.tr("full size"), "long_edge": f"{settings.long_edge} px",
                          "megapixels": f"{Number(settings.megapixels):g} MP"}[settings.resize])
            parts.append({"srgb": "sRGB", "display-p3": "Display P3", "adobe-rgb": "Adobe RGB"}[settings.profile])
        if folder:
            parts.append(self.tr("to {0}").format(Path(folder).name or folder))
        self.summary.setText(", ".join(parts))
        self.summary.setToolTip(folder)

    def set_ready(self, ready: bool) -> None:
        """Allow exports only where there is something to export."""
        self.ask.setEnabled(ready)
        self.again.setEnabled(ready)
