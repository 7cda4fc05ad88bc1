"""The camera panel: which camera took the photo, and as which camera it is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.edits.edit import Edit
from app.panels.camera_chooser import CameraChooser
from app.panels.section import Section, quiet_label
from app.panels.slider import ValueRow
from app.panels.values import HEADROOM
from app.translations import camera_words, told, tr

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo


class CameraPanel(Section):
    """Found camera, its replacement by hand, "render as", and where the white balance came from."""

    source_chosen = Signal(object)  # CameraProfile or None: as found
    render_as_chosen = Signal(object)  # CameraProfile or None: the photo's own
    browse_asked = Signal()
    doubt_asked = Signal()  # show or hide where the RAW is only estimated

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Camera"), resettable=True, parent=parent)
        self._shown: object = None
        self.assumed: float | None = None  # exposure headroom in EV
        self.headroom = ValueRow(HEADROOM)
        self.source = CameraChooser(tr("Camera that took the photo"), tr("As found in the photo"))
        self.source.setToolTip(
            tr("The camera that took the photo: its measured color matrix and sensor pattern\n"
            "are used to estimate the RAW.")
        )
        self.render_as = CameraChooser(tr("Render as"), tr("The same camera"))
        self.render_as.setToolTip(tr("Render the RAW as another camera would."))
        self.source.chosen.connect(self.source_chosen)
        self.render_as.chosen.connect(self.render_as_chosen)
        self._note = quiet_label()
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        # what the network assumes comes later: nothing below it jumps
        self._note.setMinimumHeight(3 * self._note.fontMetrics().lineSpacing())
        self._sure = quiet_label()
        self._sure.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sure.setMinimumHeight(3 * self._sure.fontMetrics().lineSpacing())
        self.doubt = QToolButton()
        self.doubt.setObjectName("tool")
        self.doubt.setText(self.tr("Show where"))
        self.doubt.setCheckable(True)
        self.doubt.setEnabled(False)
        self.doubt.setToolTip(self.tr(
            "Mark in the picture where the photo was clipped or too dark, so that its RAW is only estimated\n"
            "(U; off by default)"))
        self.doubt.clicked.connect(self.doubt_asked)
        self._warning = quiet_label()
        self._warning.setObjectName("warning")
        form = QFormLayout()
        form.setContentsMargins(6, 0, 2, 0)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, button in ((tr("Shot with"), self.source), (tr("Render as"), self.render_as)):
            label = QLabel(text)
            label.setBuddy(button)
            form.addRow(label, button)
        self.browse = QPushButton(self.tr("Browse all cameras…"))
        self.browse.setToolTip(self.tr("This photo as every known camera would render it, favorites, comparison (C)"))
        self.browse.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.browse.clicked.connect(self.browse_asked)
        form.addRow("", self.browse)
        self.body.addLayout(form)
        self.body.addWidget(self._warning)
        self.body.addWidget(self._note)
        sure = QHBoxLayout()
        sure.setContentsMargins(0, 0, 2, 0)
        sure.addWidget(self._sure, 1)
        sure.addWidget(self.doubt, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(sure)
        self.body.addWidget(self.headroom)

    def show_edit(self, edit: Edit, photo: Photo) -> None:
        """Show the choices of an edit and what is known about the photo's camera."""
        shown = (edit.source_camera, edit.render_as, edit.headroom, self.assumed, photo)
        if shown == self._shown:
            return
        self._shown = shown
        own = photo.camera
        found = tr("{name} (found)").format(name=own.name)
        self.source.show_camera(edit.source_camera, camera_words(own) if own.generic else found, camera_words(own))
        self.render_as.show_camera(edit.render_as)
        generic = (edit.source_camera or own).generic
        self._warning.setText(self._unknown_words(edit, photo))
        self._warning.setVisible(generic)
        kind = (tr("The RAW is estimated from the photo.") if photo.raw is None
                else tr("This RAW was estimated from a photo.") if photo.raw.estimated
                else tr("True RAW, nothing is estimated."))
        if photo.rendering is not None:
            kind += tr(" Its look is read off the picture inside the file.")
        source = told(photo.white_balance_source)
        words = tr("{kind} White balance: {source}.").format(kind=kind, source=source)
        self._note.setText(words + self._headroom_words(edit, photo))
        self.headroom.setVisible(photo.raw is None)
        self.headroom.setEnabled(self.assumed is not None or edit.headroom is not None)
        self.headroom.show_value(self.assumed if edit.headroom is None else edit.headroom, self.assumed)
        self.set_changed(edit.source_camera is not None or edit.render_as is not None or edit.headroom is not None)

    def _unknown_words(self, edit: Edit, photo: Photo) -> str:
        """Say what stands in for the camera, in the words of the photo's own warning where it has one."""
        from paramisp_core.camera.profile import name_in
        from paramisp_core.camera.which import STANDS_IN

        named = name_in(photo.exif)
        said = [one for one in photo.warnings if one.endswith(STANDS_IN)]
        if named and said and edit.source_camera is None:
            return f"{told(said[0])} {tr('Choose the camera if you know it.')}"
        if named:
            return tr("“{camera}” is not in the database: a generic profile is used. "
                      "Choose the camera if you know it.").format(camera=named)
        return tr("The photo does not name its camera: a generic profile is used. Choose the camera if you know it.")

    def clear(self) -> None:
        """Show nothing of a photo: there is none."""
        self._shown = self.assumed = None
        self.source.show_camera(None, tr("As found in the photo"))
        self.render_as.show_camera(None)
        self._note.clear()
        self._warning.hide()
        self.show_doubt("", "")
        self.headroom.clear()
        self.set_changed(False)

    def show_doubt(self, words: str, sentence: str) -> None:
        """Say how sure the RAW is, as EvidenceMap words it, short and long; "" while that is not known."""
        self._sure.setText(words)
        self._sure.setToolTip(sentence)
        self.doubt.setEnabled(bool(words))

    def _headroom_words(self, edit: Edit, photo: Photo) -> str:
        if photo.raw is not None or self.assumed is None:
            return ""
        assumed = HEADROOM.format(self.assumed)
        if edit.headroom is None:
            return self.tr(" Exposure headroom: {assumed} is assumed.").format(assumed=assumed)
        return self.tr(" Exposure headroom: set by you; {assumed} was assumed.").format(assumed=assumed)
