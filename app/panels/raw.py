"""The RAW panels: light, white balance and color of the RAW itself, tone curve, noise, lens, crop and turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.edits.edit import Edit
from app.panels.crop import CropControls
from app.panels.curve import CurveEditor
from app.panels.lens import LensControls
from app.panels.light import LightChooser
from app.panels.section import Section, quiet_label
from app.panels.slider import ValueRow, new_gesture
from app.panels.values import (
    BLACK_POINT,
    DENOISE,
    DENOISE_COLOR,
    DISTORTION,
    EXPOSURE_EV,
    HIGHLIGHTS,
    KELVIN,
    SATURATION,
    SENSOR_NOISE,
    SHADOWS,
    STRAIGHTEN,
    TINT,
    VIBRANCE,
    VIGNETTING,
)
from paramisp_core.editing.curve import Points
from paramisp_core.editing.edits import NO_CAST, RawEdits

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo

_SECTIONS = {
    "light": (QT_TRANSLATE_NOOP("RawPanel", "Light"), (EXPOSURE_EV, HIGHLIGHTS, SHADOWS, BLACK_POINT)),
    "white_balance": (QT_TRANSLATE_NOOP("RawPanel", "White balance"), (KELVIN, TINT)),
    "color": (QT_TRANSLATE_NOOP("RawPanel", "Color"), (SATURATION, VIBRANCE)),
    "curve": (QT_TRANSLATE_NOOP("RawPanel", "Tone curve"), ()),
    "detail": (QT_TRANSLATE_NOOP("RawPanel", "Noise and JPEG"), (DENOISE, DENOISE_COLOR, SENSOR_NOISE)),
    "lens": (QT_TRANSLATE_NOOP("RawPanel", "Lens"), (DISTORTION, VIGNETTING)),
    "geometry": (QT_TRANSLATE_NOOP("RawPanel", "Crop and turn"), (STRAIGHTEN,)),
}


_TRACKS = {"kelvin": ("#55708f", "#7a7a7a", "#9a7d4c"), "tint": ("#5c8560", "#7a7a7a", "#8f5f88")}
"""Where the white balance's sliders lead, pale: no strong color stands beside the picture."""


class RawPanel(QWidget):
    """What a RAW developer would change: a section for each group of edits, with a switch and a reset."""

    changed = Signal(str, object, int)
    reset_one = Signal(str, int)
    picking = Signal(bool)
    raw_chosen = Signal(str, object, int)  # what was done, RawEdits, gesture: more than one slider's value
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw = RawEdits()
        self.rows: dict[str, ValueRow] = {}
        self.sections: dict[str, Section] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group, (words, scales) in _SECTIONS.items():
            title = self.tr(words)
            section = Section(title, resettable=True, switchable=True)
            section.reset.connect(lambda g=group, t=title: self._choose(
                self.tr("Reset {section}").format(section=t), self._raw.without(g)))
            section.switched.connect(lambda on, g=group, t=title: self._choose(
                (self.tr("{section} on") if on else self.tr("{section} off")).format(section=t),
                self._raw.switched(g, on)))
            if group == "white_balance":
                self.light = LightChooser()
                self.light.chosen.connect(lambda name, light: self._choose(
                    self.tr("White balance {light}").format(light=name), self._lit(light)))
                self.light.picking.connect(self.picking)
                section.body.addWidget(self.light)
            if group == "lens":
                self.lens = LensControls()
                self.lens.chosen.connect(lambda name: self._choose(self.tr("Lens"), self._raw.changed(lens=name)))
                section.body.addWidget(self.lens)
            if group == "detail":
                section.body.addLayout(self._jpeg_choice())
            if group == "geometry":
                self.crop = CropControls()
                section.body.addWidget(self.crop)
            for scale in scales:
                row = self.rows[scale.name] = ValueRow(scale)
                row.slider.set_track(_TRACKS.get(scale.name, ()))
                row.changed.connect(self.changed)
                row.reset.connect(self.reset_one)
                row.refused.connect(self.refused)
                section.body.addWidget(row)
            if group == "curve":
                self.curve = CurveEditor()
                self.curve.chosen.connect(self._on_curve)
                self.curve.refused.connect(self.refused)
                section.body.addWidget(self.curve)
            if group == "detail":
                self.noise = quiet_label()
                section.body.addWidget(self.noise)
            self.sections[group] = section
            column.addWidget(section)

    def _jpeg_choice(self) -> QHBoxLayout:
        self.dequantize = QCheckBox(self.tr("Remove JPEG artifacts"))
        self.dequantize.clicked.connect(lambda on: self._choose(
            self.tr("JPEG artifacts removed") if on else self.tr("JPEG artifacts left"),
            self._raw.changed(dequantize=on).switched("detail", True)))
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.addWidget(self.dequantize)
        return row

    def _show_jpeg(self, photo: Photo) -> None:
        """Show whether the photo is a JPEG whose artifacts can be removed, and whether they are."""
        rounding = photo.quantization
        there = rounding is not None
        self.dequantize.setEnabled(there)
        self.dequantize.setChecked(there and self._raw.dequantize)
        self.dequantize.setToolTip(
            self.tr("Finds again what the JPEG's rounding took, within what the file leaves open: blocks, rings and\n"
                    "patches of color that show once shadows are lifted. Look at it at 100 %.\n"
                    "This photo: quality {quality}, chroma {subsampling}.").format(
                        quality=rounding.quality, subsampling=rounding.subsampling) if rounding is not None else
            self.tr("This photo is no JPEG, or its colors were converted, so that nothing is known of its rounding."))

    def _choose(self, name: str, raw: RawEdits) -> None:
        self.raw_chosen.emit(name, raw, new_gesture())

    def _on_curve(self, points: Points, gesture: int) -> None:
        self.raw_chosen.emit(self.tr("Tone curve"), self._raw.changed(curve=points).switched("curve", True), gesture)

    def _lit(self, light: tuple[float, float] | None) -> RawEdits:
        kelvin, tint = light or (None, None)
        raw = self._raw.changed(kelvin=kelvin, tint=tint, white_balance=None, raw_cast=NO_CAST)
        return raw.switched("white_balance", True)

    def clear(self) -> None:
        """Show nothing of a photo: there is none."""
        self._raw = RawEdits()
        for row in self.rows.values():
            row.clear()
        self.light.set_presets({})
        self.curve.show_points(())
        self.curve.square.show_counts(None)
        self.lens.clear()
        self.crop.clear()
        self.noise.clear()
        self.dequantize.setChecked(False)
        self.dequantize.setEnabled(False)
        for section in self.sections.values():
            section.set_changed(False)

    def show_edit(self, edit: Edit, light: tuple[float, float], photo: Photo) -> None:
        """Show an edit of a photo; ``light`` is the as-shot (kelvin, tint)."""
        self._raw = raw = edit.raw
        as_shot = dict(zip(("kelvin", "tint"), light, strict=True))
        for name, row in self.rows.items():
            value, back = getattr(raw, name), as_shot.get(name, 0.0)
            row.show_value(back if value is None else value, back)
        self.light.show_light(None if raw.kelvin is None or raw.tint is None else (raw.kelvin, raw.tint))
        self.curve.show_points(raw.curve)
        self._show_jpeg(photo)
        for name, known in zip(("distortion", "vignetting"), self.lens.show_edit(edit, photo), strict=True):
            self.rows[name].setEnabled(known)
        for group, section in self.sections.items():
            section.set_changed(raw != raw.without(group))
            section.set_switched(group not in raw.off)
