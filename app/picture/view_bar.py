"""The bar over the picture: which view is shown, a step back, how good it is, its zoom, and what compares it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app import theme
from app.live.jobs import FrameReady, Shown
from app.numbers import Number
from app.panels.section import segment
from app.picture.proof import Proof
from app.picture.viewer import Viewer
from app.translations import mark, tr

SHOWN_NAMES = {
    Shown.SOURCE: ("Source", "The photo as it is in the file"),
    Shown.MOSAIC: ("RAW mosaic", "The RAW as the sensor sees it, one color per pixel"),
    Shown.DEMOSAICED: ("RAW demosaiced", "The RAW with all colors, before the camera's rendering"),
    Shown.RENDER: ("Rendered", "The RAW as the learned camera renders it"),
}
"""The name of each view and what it is."""
_SHORT_NAMES = {Shown.MOSAIC: mark("Mosaic"), Shown.DEMOSAICED: mark("Demosaiced")}
"""Where there is little room."""
_LEVELS = 4
"""With less and less room: 0 all; 1 short names, narrow buttons; 2 no quality, which the status bar tells too; 3 no
zoom."""
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
        self._level = 0  # how little room there is, see _LEVELS
        self._widths: list[int] | None = None  # what each level needs
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
        self.zoom = _quiet(52)
        self.zoom.setToolTip(tr("Device pixels per photo pixel"))
        row.addWidget(self.zoom)
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

    def minimumSizeHint(self) -> QSize:
        """As narrow as the least of it: a small screen has room for the window."""
        return QSize(self._needed()[-1], super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        level = next((level for level, needed in enumerate(self._needed()) if needed <= width), _LEVELS - 1)
        if level != self._level:
            self._show_level(level)

    def _needed(self) -> list[int]:
        """Return how wide the bar has to be at each level, in pixels."""
        if self._widths is None:
            self._widths, level = [], self._level
            for each in range(_LEVELS):
                self._show_level(each)
                self._widths.append(self.layout().minimumSize().width())
            self._show_level(level)
        return self._widths

    def _show_level(self, level: int) -> None:
        self._level = level
        for shown, button in self.segments.items():
            button.setText(tr(_SHORT_NAMES.get(shown, SHOWN_NAMES[shown][0]) if level else SHOWN_NAMES[shown][0]))
        for button in self._buttons:
            button.setProperty("tight", bool(level))
            button.style().unpolish(button)
            button.style().polish(button)
        self.quality.setVisible(level < 2)
        self.zoom.setVisible(level < 3)
        self.layout().invalidate()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other icons, and another font other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._widths = None
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
        self._widths = None
        self.updateGeometry()
        self._fit()
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
    label.setContentsMargins(0, 0, 10, 0)
    label.setMinimumWidth(width + 10)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
