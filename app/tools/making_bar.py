"""The lowest row of a dialog that makes a file: a note, how far it has come, Close and Export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.panels.section import quiet_label


class MakingBar(QWidget):
    """note: what is said; bar: 0..1000, seen between them; close_button and export_button do what they are given."""

    def __init__(self, close: Callable[[], None], export: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = quiet_label("")
        self.note.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(160, 6)
        self.bar.setAccessibleName(self.tr("Progress"))
        keeping_room = self.bar.sizePolicy()
        keeping_room.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(keeping_room)
        self.bar.valueChanged.connect(lambda value: self.bar.setVisible(0 < value < self.bar.maximum()))
        self.bar.hide()  # an empty bar would look like something that does not move
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(close)
        self.export_button = QPushButton(self.tr("&Export…"))
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(export)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.note, 1)
        for widget in (self.bar, self.close_button, self.export_button):
            row.addWidget(widget)
