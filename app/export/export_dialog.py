"""The export dialog: format, size, colors, metadata and name of the files to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.edits.edit import Edit
from app.numbers import DecimalBox
from app.panels.choice import ChoiceBox
from app.translations import told
from app.translations import tr as _tr
from paramisp_core.editing.edits import NO_CAST
from paramisp_core.errors import UserError
from paramisp_core.files.export_settings import FIELDS, RANGES, ExportSettings, check_template

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo

WIDTH = 560


@dataclass(frozen=True)
class Subject:
    """What is exported. photo, edit, size: of the open one, size as (height, width); None for several photos."""

    count: int
    photo: Photo | None = None
    edit: Edit | None = None
    size: tuple[int, int] | None = None


class ExportDialog(QDialog):
    """Asks how and where to; after it was accepted, ``settings`` and ``folder`` say it."""

    def __init__(self, subject: Subject, settings: ExportSettings, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._subject = subject
        many = subject.count > 1
        self.setWindowTitle(self.tr("Export {0} photos").format(subject.count) if many else self.tr("Export"))
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self.form.setVerticalSpacing(8)
        self._build_formats()
        self._build_picture()
        self._build_target(many)
        self._buttons = QDialogButtonBox()
        self._buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = QPushButton(self.tr("Export"))
        self._buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(14)
        column.addLayout(self.form)
        column.addWidget(self._buttons)
        self.setFixedWidth(WIDTH)
        self._later = QTimer(self)  # rows know how tall a changed sentence is only once Qt has laid them out
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit)
        self._put(settings, folder)
        for box in self._boxes:
            box.currentIndexChanged.connect(self._show)
        for check in self._checks:
            check.toggled.connect(self._show)
        for spin in (self.quality, self.long_edge, self.megapixels):
            spin.valueChanged.connect(self._show)
        for line in (self.folder_edit, self.template):
            line.textChanged.connect(self._show)
        self._show()

    # ---- building

    def _choice(self, name: str, tip: str, entries: Sequence[tuple[str, object]]) -> ChoiceBox:
        box = ChoiceBox()
        for text, value in entries:
            box.addItem(text, value)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        self._boxes.append(box)
        return box

    def _check(self, text: str, tip: str) -> QCheckBox:
        check = QCheckBox(text)
        check.setToolTip(tip)
        self._checks.append(check)
        return check

    def _row(self, label: str, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in widgets:
            row.addWidget(widget)
        if not isinstance(widgets[0], QLineEdit) and not (isinstance(widgets[0], QLabel) and len(widgets) == 1):
            row.addStretch(1)
        self.form.addRow(label, holder)
        return holder

    def _said(self) -> QLabel:
        label = QLabel()
        label.setObjectName("quiet")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _build_formats(self) -> None:
        tr = self.tr
        self._boxes: list[ChoiceBox] = []
        self._checks: list[QCheckBox] = []
        self.format = self._choice(tr("Format"), tr("What kind of file is written. Default: JPEG."), [
            (tr("DNG: the RAW, for raw programs"), "dng"), (tr("JPEG: the picture, 8 bit"), "jpeg"),
            (tr("PNG: the picture, 8 bit, without loss"), "png"), (tr("TIFF: the picture, 16 bit"), "tiff"),
            (tr("OpenEXR: linear light, floating point"), "exr")])
        self._row(tr("Format"), self.format)
        self.quality = QSpinBox()
        self.quality.lineEdit().setTextMargins(5, 0, 0, 0)
        self.quality.setRange(*(int(end) for end in RANGES["quality"]))
        self.quality.setAccessibleName(tr("JPEG quality"))
        self.quality.setToolTip(tr("JPEG quality, 50 to 100. Colors keep their full resolution. Default: 95."))
        self._quality_row = self._row(tr("Quality"), self.quality)
        self.edited_raw = self._choice(tr("Edits in the DNG"), tr("Which RAW is written. Default: with the edits."), [
            (tr("The RAW with the edits"), True), (tr("The RAW as it was reconstructed"), False)])
        self._raw_row = self._row(tr("Contents"), self.edited_raw)
        self.dng_note = self._said()
        self._dng_note_row = self._row("", self.dng_note)
        self.dng_bits = self._choice(tr("Bits in the DNG"), tr(
            "Steps of brightness. 14 bits are what most cameras have, and give a smaller file. Default: 16."),
            [(tr("16 bits"), 16), (tr("14 bits"), 14)])
        self.dng_compressed = self._check(tr("Compressed"), tr(
            "Lossless JPEG: the same values in half the space. Off for programs that cannot read it.\nDefault: on."))
        self._bits_row = self._row(tr("Data"), self.dng_bits, self.dng_compressed)
        self.exr_scene = self._choice(tr("Light in the OpenEXR"), tr(
            "The picture's light: what the rendered picture shows, without its sRGB curve, 0 to 1.\n"
            "The RAW's light: as the scene was, white at 1, brighter places beyond it, colors outside sRGB kept;\n"
            "without the learned rendering and the tone curve. Default: the picture's."),
            [(tr("The picture's light"), False), (tr("The RAW's light (scene-linear)"), True)])
        self._scene_row = self._row(tr("Contents"), self.exr_scene)
        self.exr_bits = self._choice(tr("Bits in the OpenEXR"), tr("Half floats do for pictures. Default: 16."), [
            (tr("16-bit floats (half)"), 16), (tr("32-bit floats"), 32)])
        self._exr_row = self._row(tr("Data"), self.exr_bits)

    def _build_picture(self) -> None:
        tr = self.tr
        self.resize_box = self._choice(tr("Size"), tr("Pictures are only ever made smaller. Default: full size."), [
            (tr("Full size"), "full"), (tr("Long edge"), "long_edge"), (tr("Megapixels"), "megapixels")])
        self.long_edge = QSpinBox()
        self.long_edge.lineEdit().setTextMargins(5, 0, 0, 0)
        self.long_edge.setRange(*(int(end) for end in RANGES["long_edge"]))
        self.long_edge.setSuffix(" px")
        self.long_edge.setAccessibleName(tr("Long edge"))
        self.long_edge.setToolTip(tr("The longer side, 16 to 65500 pixels. Default: 2048 px."))
        self.megapixels = DecimalBox()
        self.megapixels.setRange(*RANGES["megapixels"])
        self.megapixels.setDecimals(1)
        self.megapixels.setSuffix(" MP")
        self.megapixels.setAccessibleName(tr("Megapixels"))
        self.megapixels.setToolTip(tr("Million pixels, 0.1 to 1000. Default: 4 MP."))
        self.size_note = QLabel()
        self.size_note.setObjectName("quiet")
        self._size_row = self._row(tr("Size"), self.resize_box, self.long_edge, self.megapixels, self.size_note)
        self.profile = self._choice(tr("Color space"), tr(
            "The colors are converted to it, and its profile goes into the file. Default: sRGB."), [
            (tr("sRGB: right everywhere"), "srgb"), (tr("Display P3: wide, Apple's screens"), "display-p3"),
            (tr("Adobe RGB: wide, for printing"), "adobe-rgb")])
        self._profile_row = self._row(tr("Colors"), self.profile)
        self.profile_note = self._said()
        self._profile_note_row = self._row("", self.profile_note)
        self.metadata = self._check(tr("Keep"), tr(
            "Camera, shot settings, date, author. Off: nothing of it, only the color profile, the program, and that\n"
            "the RAW was estimated. A DNG keeps the camera's name, which says its colors. Default: on."))
        self.gps = self._check(tr("Also the place (GPS)"), tr("Where the photo was taken, if it says so. Default: on."))
        self._row(tr("Metadata"), self.metadata, self.gps)

    def _build_target(self, many: bool) -> None:
        tr = self.tr
        self.folder_edit = QLineEdit()
        self.folder_edit.setAccessibleName(tr("Folder"))
        self.folder_edit.setToolTip(tr("Where the file is written to. It has to exist."))
        self.choose = QPushButton(tr("Choose…"))
        self.choose.setAutoDefault(False)
        self.choose.setToolTip(tr("Choose a folder"))
        self.choose.clicked.connect(self._choose_folder)
        self._row(tr("Folder"), self.folder_edit, self.choose)
        self.template = QLineEdit()
        self.template.setAccessibleName(tr("Name"))
        self.template.setToolTip(tr("The file's name without its ending. In braces:\n") + "\n".join(
            f"{{{word}}}: {_tr(meaning)}" for word, meaning in FIELDS.items()) + tr("\nDefault: {name}."))
        self._row(tr("Names") if many else tr("Name"), self.template)
        self.name_note = self._said()
        self._row("", self.name_note)

    # ---- values

    def _put(self, settings: ExportSettings, folder: Path) -> None:
        for box, value in ((self.format, settings.format), (self.edited_raw, settings.edited_raw),
                           (self.dng_bits, settings.dng_bits), (self.exr_scene, settings.exr_scene),
                           (self.exr_bits, settings.exr_bits), (self.resize_box, settings.resize),
                           (self.profile, settings.profile)):
            box.setCurrentIndex(box.findData(value))
        self.quality.setValue(settings.quality)
        self.dng_compressed.setChecked(settings.dng_compressed)
        self.long_edge.setValue(settings.long_edge)
        self.megapixels.setValue(settings.megapixels)
        self.metadata.setChecked(settings.metadata)
        self.gps.setChecked(settings.gps)
        self.template.setText(settings.template)
        self.folder_edit.setText(str(folder))

    @property
    def settings(self) -> ExportSettings:
        """What is chosen. Raises UserError for a name that cannot be one."""
        return replace(self._plain_settings, template=check_template(self.template.text()))

    @property
    def _plain_settings(self) -> ExportSettings:
        """What is chosen, but for the name."""
        return ExportSettings(
            format=self.format.currentData(), quality=self.quality.value(), dng_bits=self.dng_bits.currentData(),
            dng_compressed=self.dng_compressed.isChecked(), edited_raw=self.edited_raw.currentData(),
            exr_bits=self.exr_bits.currentData(), exr_scene=self.exr_scene.currentData(),
            resize=self.resize_box.currentData(), long_edge=self.long_edge.value(), megapixels=self.megapixels.value(),
            profile=self.profile.currentData(), metadata=self.metadata.isChecked(), gps=self.gps.isChecked())

    @property
    def folder(self) -> Path:
        """Where to."""
        return Path(self.folder_edit.text().strip()).expanduser()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Export to"), self.folder_edit.text())
        if chosen:
            self.folder_edit.setText(chosen)

    # ---- shown

    def _show(self) -> None:
        """Show what belongs to the chosen format, and what comes out."""
        settings = self._plain_settings
        for row, formats in (
            (self._quality_row, ("jpeg",)), (self._raw_row, ("dng",)), (self._dng_note_row, ("dng",)),
            (self._bits_row, ("dng",)), (self._scene_row, ("exr",)), (self._exr_row, ("exr",)),
            (self._size_row, ("jpeg", "png", "tiff", "exr")), (self._profile_row, ("jpeg", "png", "tiff", "exr")),
        ):
            self.form.setRowVisible(row, settings.format in formats)
        self.long_edge.setVisible(settings.resize == "long_edge")
        self.megapixels.setVisible(settings.resize == "megapixels")
        self.gps.setEnabled(settings.metadata)
        if settings.format == "dng":
            self.dng_note.setText(_dng_note(self._subject, settings.edited_raw))
        if self._subject.size is not None:
            height, width = settings.size_of(*self._subject.size)
            self.size_note.setText(f"{width} × {height}")
        note = self._profile_note(settings)
        self.profile_note.setText(note)
        self.form.setRowVisible(self._profile_note_row, bool(note))
        problem = self._show_name()
        self.go.setEnabled(not problem)
        self.layout().activate()
        # a form layout does not ask how tall broken lines are at the width they have
        for label in (self.dng_note, self.profile_note, self.name_note):
            if label.isVisible() and label.text():
                label.setFixedHeight(label.heightForWidth(label.width()))
        self.layout().activate()
        self._fit()
        self._later.start()

    def _fit(self) -> None:
        """Take the height that the rows need."""
        self.setFixedHeight(self.layout().totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the sentences to the width they have now."""
        super().showEvent(event)
        self._show()

    def _profile_note(self, settings: ExportSettings) -> str:
        if settings.format == "dng" or settings.profile == "srgb":
            return ""
        if settings.format == "exr" and settings.exr_scene:
            return self.tr("The RAW's light reaches beyond sRGB; a wider space holds it in positive numbers.")
        return self.tr("The learned camera renders within sRGB: a wider space holds the same colors, converted.")

    def _show_name(self) -> bool:
        """Show what the file will be called, or why it cannot be written; return whether it cannot."""
        from paramisp_core.files.export_settings import file_stem, free_path

        problem, said = "", ""
        try:
            settings = self.settings
            if not self.folder_edit.text().strip() or not self.folder.is_dir():
                problem = self.tr("There is no such folder.")
            elif self._subject.photo is not None:
                path = free_path(self.folder, settings, self._subject.photo)
                wanted = f"{file_stem(settings.template, self._subject.photo)}{settings.suffix}"
                said = path.name if path.name == wanted else self.tr("{0}, as there is a {1} already").format(
                    path.name, wanted)
            else:
                said = self.tr("Each photo gets a name of its own; a name that is taken gets a number.")
        except UserError as error:
            problem = told(error)
        except OSError as error:
            problem = self.tr("The folder cannot be read: {0}.").format(error.strerror)
        self.name_note.setText(problem or said)
        self.name_note.setObjectName("warning" if problem else "quiet")
        self.name_note.style().unpolish(self.name_note)
        self.name_note.style().polish(self.name_note)
        return bool(problem)


def _dng_note(subject: Subject, edited: bool) -> str:
    """Return which of the edits a DNG holds, and how, in sentences."""
    from paramisp_core.camera.lens import lens_of
    from paramisp_core.files.camera_raw import dng_holds

    tr = ExportDialog.tr
    if not edited:
        return tr("Without any edits. The learned rendering, ISO and aperture included, is never part of a DNG.")
    if subject.edit is None:
        return tr(
            "Light, color and noise edits go into the data, exactly; white balance, crop and turns into tags; the tone "
            "curve and lens distortion into what Camera Raw and Lightroom follow. Straightening is left out.")
    edit, raw = subject.edit, subject.edit.raw
    if subject.photo is not None and (raw.distortion or raw.vignetting):
        raw = raw.known(lens_of(subject.photo, edit.source_shot, edit.source_camera, raw.lens).profile)
    held = dng_holds(raw)
    if subject.edit.render_as is not None:
        held = {**held, "data": (*held.get("data", ()), tr("“render as”"))}
    sentences = [
        sentence.format(", ".join(_tr(name) for name in held[place])) for place, sentence in (
            ("data", tr("Exactly, in the data: {0}.")), ("tags", tr("In tags that raw programs follow: {0}.")),
            ("settings", tr("For Camera Raw and Lightroom only: {0}.")), ("nowhere", tr("Left out: {0}.")))
        if place in held]
    if not sentences:
        sentences = [tr("Nothing of the RAW is edited.")]
    if raw.effective.kelvin is not None and raw.raw_cast == NO_CAST:
        sentences.append(tr("Other programs show the white balance without the learned camera's own cast; what is "
                            "picked as gray (W) is gray there too."))
    if subject.edit.settings_changed:
        sentences.append(tr("The rendering for other shot settings is not part of a DNG."))
    return "\n".join(sentences)
