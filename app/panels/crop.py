"""The crop section's buttons: the tool, its aspect, turning and flipping."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.numbers import Number
from app.panels.choice import ChoiceBox
from app.panels.section import quiet_label
from app.translations import tr

ASPECTS: dict[str, float | None] = {
    "Free": None, "As the photo": 0.0, "1 : 1": 1.0, "5 : 4": 5 / 4, "4 : 3": 4 / 3, "3 : 2": 3 / 2, "16 : 9": 16 / 9,
    "2.39 : 1": 2.39,
}
"""Width over height of a landscape crop; None: free; 0: the photo's own."""

TURNS = {
    "left": ("turnLeft", "Turn left", ("[", "Ctrl+["), 8), "right": ("turnRight", "Turn right", ("]", "Ctrl+]"), 6),
    "horizontal": ("flipHorizontal", "Flip horizontally", (), 2),
    "vertical": ("flipVertical", "Flip vertically", (), 4),
}
"""The icon's name in the theme, name, keys and EXIF orientation of what each button does."""


class CropControls(QWidget):
    """Emits what the user asks for; the window does it."""

    cropping = Signal(bool)
    aspect_chosen = Signal(str)
    turn_asked = Signal(str, int)  # name, EXIF orientation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tool = QToolButton()
        self.tool.setText(self.tr("Crop"))
        self.tool.setObjectName("tool")
        self.tool.setCheckable(True)
        self.tool.setAccessibleName(self.tr("Crop tool"))
        self.tool.setToolTip(self.tr(
            "Crop in the picture (R). Drag the frame or its handles, outside of it to straighten;\n"
            "with Ctrl draw along what should be level or upright.\n"
            "Enter applies, Escape cancels, X turns the frame."))
        self.tool.clicked.connect(self.cropping)
        self.aspect = ChoiceBox()
        for name in ASPECTS:
            self.aspect.addItem(tr(name), name)
        self.aspect.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.aspect.setMinimumContentsLength(4)
        self.aspect.setMinimumWidth(64)  # the row has to fit the column, in languages with longer words too
        self.aspect.setAccessibleName(self.tr("Aspect ratio of the crop"))
        self.aspect.setToolTip(self.tr("Aspect ratio that the crop keeps. Default: free."))
        self.aspect.activated.connect(lambda index: self.aspect_chosen.emit(self.aspect.itemData(index)))
        first = QHBoxLayout()
        first.setSpacing(5)
        first.addWidget(self.tool)
        first.addWidget(self.aspect, 1)
        self.turns: dict[str, QToolButton] = {}
        for key, (icon, name, shortcuts, code) in TURNS.items():
            button = self.turns[key] = QToolButton()
            button.setObjectName("tool")
            button.setProperty("icon_name", icon)
            button.setFixedWidth(28)
            button.setAccessibleName(tr(name))
            button.setToolTip(f"{tr(name)} ({shortcuts[0]})" if shortcuts else tr(name))
            button.clicked.connect(lambda _=False, n=name, c=code: self.turn_asked.emit(tr(n), c))
            first.addWidget(button)
        self._size = quiet_label()
        self._size.setContentsMargins(0, 0, 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 2, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self._size)

    def show_size(self, width: int, height: int) -> None:
        """Tell how large the finished picture is, in pixels."""
        self._size.setText(self.tr("{size} pixels, {mp} MP").format(
            size=f"{width} × {height}", mp=f"{Number(width * height / 1e6):.1f}"))

    def clear(self) -> None:
        """Tell no size: there is no photo."""
        self._size.clear()

    def show_cropping(self, on: bool) -> None:
        """Show whether the tool is in use."""
        self.tool.setChecked(on)
