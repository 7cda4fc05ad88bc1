"""The lens section's chooser: which lens took the photo, how that is known, and which of its faults are measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.edits.edit import Edit
from app.panels.chooser import Chooser, Kind
from app.panels.section import quiet_label
from app.translations import told

if TYPE_CHECKING:
    from paramisp_core.camera.lens import LensMatch
    from paramisp_core.camera.photo import Photo


class LensControls(QWidget):
    """Shows the lens of a photo; another one is searched for where the photo does not tell it, or wrongly."""

    chosen = Signal(object)  # a lens's name, or None: as the photo tells

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self._edit = Edit()
        self._shown: object = None
        self._match: LensMatch | None = None
        lenses = Kind(self._search, self.tr("Search, like “24-70 2.8”"),
                      self.tr("No lens of this name is known."), self.tr("lenses"), width=420)
        self.chooser = Chooser(lenses, self.tr("Lens that took the photo"), self.tr("As the photo tells"))
        self.chooser.setToolTip(self.tr(
            "The lens that took the photo, by which the two are corrected. Default: as the photo tells.\n"
            "The list begins with the lenses of the photo's camera."))
        self.chooser.chosen.connect(self.chosen)
        self.note = quiet_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 2, 2)
        column.setSpacing(4)
        column.addWidget(self.chooser)
        column.addWidget(self.note)
        self.note.setContentsMargins(0, 0, 4, 0)

    def show_edit(self, edit: Edit, photo: Photo) -> tuple[bool, bool]:
        """Show the lens of an edit; return whether its distortion and its vignetting are known."""
        from paramisp_core.camera.lens import lens_of

        shown = edit.raw.lens, edit.source_shot, edit.source_camera, photo
        if self._match is None or shown != self._shown:
            self._shown, self._photo, self._edit = shown, photo, edit
            # the worker has read the database by now: this takes a millisecond
            self._match = lens_of(photo, edit.source_shot, edit.source_camera, edit.raw.lens)
            profile = self._match.profile
            self.chooser.show_words(profile.name if profile else edit.raw.lens or self.tr("Unknown lens"))
            self.note.setText(told(self._match.sentence))
        profile = self._match.profile
        return bool(profile and profile.distortion), bool(profile and profile.vignetting)

    def clear(self) -> None:
        """Show no lens: there is no photo."""
        self._shown = self._photo = self._match = None
        self.chooser.show_words(self.tr("As the photo tells"))
        self.note.clear()

    def _search(self, text: str) -> list[tuple[str, str]]:
        from paramisp_core.camera.lens import search_lenses

        return [(name, name) for name in search_lenses(text, self._photo, self._edit.source_camera)]
