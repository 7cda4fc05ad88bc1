"""The bar over the picture: which view is shown, a step back, how good it is, its zoom, and what compares it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app import theme
from app.jobs import FrameReady, Shown
from app.numbers import Number
from app.panels.section import segment
from app.proof import Proof
from app.translations import tr
from app.viewer import Viewer

SHOWN_NAMES = {
    Shown.SOURCE: ("Source", "The photo as it is in the file"),
    Shown.MOSAIC: ("RAW mosaic", "The RAW as the sensor sees it, one color per pixel"),
    Shown.DEMOSAICED: ("RAW demosaiced", "The RAW with all colors, before the camera's rendering"),
    Shown.RENDER: ("Rendered", "The RAW as the learned camera renders it"),
}
"""The name of each view and what it is."""
# What the engine's notes mean to someone who looks at the picture.
_QUALITY_TIPS = {
    "draft": "A quick picture; a finer one follows when nothing moves.",
    "at screen resolution": "Made at screen resolution.\nZoom in to see exactly what an export holds.",
    "mosaic at screen resolution": "The mosaic of the reduced photo.\nZoom to 100 % for the sensor's own.",
}


class ViewBar(QWidget):
    """Buttons of the views, undo and redo, the picture's quality and zoom, Compare, Fit and 100 %."""

    chosen = Signal(object)  # Shown

    def __init__(self, viewer: Viewer, compare_menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("viewBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(0)
        self._theme = theme.NAME
        self._group = QButtonGroup(self)
        self.segments: dict[Shown, QToolButton] = {}
        for number, (shown, (name, explain)) in enumerate(SHOWN_NAMES.items(), start=1):
            button = segment(tr(name), f"{tr(explain)} ({number})")
            button.setCheckable(True)
            self._group.addButton(button)
            self.segments[shown] = button
            button.clicked.connect(lambda _=False, s=shown: self.chosen.emit(s))
            row.addWidget(button)
        row.addSpacing(14)
        self.undo, self.redo = segment("", ""), segment("", "")
        for button, name in ((self.undo, "undo"), (self.redo, "redo")):
            button.setProperty("icon_name", name)
            button.setIcon(theme.icon(name))
            button.setAccessibleName(tr("Undo") if name == "undo" else tr("Redo"))
            row.addWidget(button)
        row.addStretch(1)
        self.quality = _quiet(70)
        row.addWidget(self.quality)
        row.addSpacing(10)
        self.zoom = _quiet(52)
        self.zoom.setToolTip(tr("Device pixels per photo pixel"))
        row.addWidget(self.zoom)
        row.addSpacing(10)
        self.proof = segment(self.tr("Proof"), "")
        self.proof.setCheckable(True)
        self.proof.hide()
        row.addWidget(self.proof)
        self.compare = segment(tr("Compare"), tr("Two pictures: wipe or side by side (Y)"))
        self.compare.setCheckable(True)
        self.compare.setMenu(compare_menu)
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.compare)
        row.addSpacing(10)
        fit = segment(tr("Fit"), tr("Show the whole photo (Ctrl+0)"))
        fit.clicked.connect(viewer.fit)
        full = segment("100 %", tr("One photo pixel per screen pixel (Ctrl+1)"))
        full.clicked.connect(lambda: viewer.zoom_to(1.0))
        row.addWidget(fit)
        row.addWidget(full)
        self._buttons = (*self.segments.values(), self.compare, fit, full)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other icons."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._theme != theme.NAME:
            self._theme = theme.NAME
            for button, name in ((self.undo, "undo"), (self.redo, "redo")):
                button.setIcon(theme.icon(name))

    def set_ready(self, ready: bool) -> None:
        """Offer the buttons while a photo is open."""
        for button in self._buttons:
            button.setEnabled(ready)
        if not ready:
            self.quality.clear()
            self.zoom.clear()

    def show_proof(self, proof: Proof | None) -> None:
        """Say that the picture is seen through a profile; a click ends it."""
        self.proof.setVisible(proof is not None)
        self.proof.setChecked(proof is not None)
        if proof is not None:
            self.proof.setToolTip(self.tr("Seen through “{name}”, {intent}; a click ends it (Shift+P)").format(
                name=proof.name, intent=tr(proof.intent)))

    def show_scale(self, scale: float) -> None:
        """Show the zoom, in device pixels per photo pixel."""
        self.zoom.setText(f"{Number(scale * 100):.3g} %" if scale < 9.995 else f"{scale * 100:.0f} %")

    def show_quality(self, frame: FrameReady, settled: bool) -> None:
        """Say how good the shown picture is; settled: no finer one follows."""
        self.quality.setText(tr("Exact") if frame.exact else tr("Refined") if settled else tr("Draft"))
        self.quality.setToolTip(
            tr(_QUALITY_TIPS.get(frame.note, frame.note) or "Pixel for pixel what an export holds."))

    def show_refining(self, refining: bool) -> None:
        """Say that a finer picture is on its way, or that it is a draft after all."""
        if refining:
            self.quality.setText(tr("Refining…"))
        elif self.quality.text() == tr("Refining…"):
            self.quality.setText(tr("Draft"))


def _quiet(width: int) -> QLabel:
    label = QLabel()
    label.setObjectName("quiet")
    label.setMinimumWidth(width)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
