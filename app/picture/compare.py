"""Compare: which second picture stands beside the shown one, how the two share the viewer, and its menu."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.edits.edit import Edit
from app.live.jobs import Picture, Shown
from app.panels.camera_chooser import CameraPopup
from app.translations import tr

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile


class Layout(StrEnum):
    """How two pictures share the viewer."""

    OFF = "One picture"
    WIPE = "Wipe"
    BESIDE = "Side by side"


class Against(StrEnum):
    """What stands at the left."""

    SOURCE = "Source photo"
    MOSAIC = "RAW mosaic"
    DEMOSAICED = "RAW demosaiced"
    AS_SHOT = "Rendered as shot"
    RENDER = "Rendered"


_SHOWN = {
    Against.SOURCE: Shown.SOURCE,
    Against.MOSAIC: Shown.MOSAIC,
    Against.DEMOSAICED: Shown.DEMOSAICED,
    Against.AS_SHOT: Shown.RENDER,
    Against.RENDER: Shown.RENDER,
}


class Comparison(QObject):
    """The choice of layout and left picture. The right one is whatever view is shown."""

    changed = Signal()
    reference_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.layout = Layout.OFF
        self.against = Against.SOURCE
        self.camera: CameraProfile | None = None  # set: rendered as this camera, in place of ``against``
        self.snapshot: tuple[str, Edit] | None = None  # set: rendered with this edit, in place of both
        self.reference: Path | None = None  # another photo's file, open until it is closed
        self._at_reference = False  # whether it is at the left, in place of all these
        self.menu = QMenu(tr("&Compare"), parent)
        self.menu.setToolTipsVisible(True)
        layouts, sides = QActionGroup(self), QActionGroup(self)
        self._layouts: dict[Layout, QAction] = {}
        for layout in Layout:
            action = self._layouts[layout] = self._checkable(layouts, tr(layout.value))
            action.triggered.connect(lambda _=False, one=layout: self.set_layout(one))
        self.menu.addSeparator()
        heading = self.menu.addAction(tr("At the left"))
        heading.setEnabled(False)
        heading.setProperty("hint", True)  # no command
        self._sides: dict[Against, QAction] = {}
        for against in Against:
            action = self._sides[against] = self._checkable(sides, tr(against.value))
            action.triggered.connect(lambda _=False, one=against: self.set_against(one))
        self._other = self._checkable(sides, tr("Another camera's render…"))
        self._other.triggered.connect(self.ask_camera)
        self._referenced = self._checkable(sides, "")
        self._referenced.triggered.connect(self._on_referenced)
        self._kept = QAction(self)  # holds the mark while a snapshot is at the left
        self._kept.setCheckable(True)
        sides.addAction(self._kept)
        self.snapshots = self.menu.addMenu(tr("A snapshot"))
        self._mark()

    def _checkable(self, group: QActionGroup, text: str) -> QAction:
        action = self.menu.addAction(text)
        action.setCheckable(True)
        group.addAction(action)
        return action

    def set_layout(self, layout: Layout) -> None:
        """Choose how the two pictures share the viewer."""
        self.layout = layout
        self._tell()

    def cycle(self) -> None:
        """Go from one picture to wipe to side by side and back."""
        order = list(Layout)
        self.set_layout(order[(order.index(self.layout) + 1) % len(order)])

    def set_against(self, against: Against) -> None:
        """Choose the left picture; one picture alone becomes a wipe."""
        self.against, self.camera, self.snapshot, self._at_reference = against, None, None, False
        self._compare()

    def set_snapshot(self, name: str, edit: Edit) -> None:
        """Put the photo as a snapshot keeps it at the left, cropped as the right one."""
        self.snapshot, self._at_reference = (name, edit), False
        self._compare()

    def forget_snapshot(self) -> None:
        """Another photo is open, to which the snapshot does not belong."""
        if self.snapshot is not None:
            self.snapshot = None
            self._tell()

    def set_camera(self, camera: CameraProfile | None) -> None:
        """Put the photo as rendered by another camera at the left; None: by its own."""
        self.camera, self.snapshot, self._at_reference = camera, None, False
        if camera is None:
            self.against = Against.RENDER
        self._compare()

    def set_reference(self, path: Path | None) -> None:
        """Put another photo at the left, which stays for every photo; None: close it and show one picture alone."""
        was_left = self._at_reference
        self.reference, self._at_reference = path, path is not None
        if path is not None:
            if self.layout is Layout.OFF:
                self.layout = Layout.BESIDE  # another subject: nothing to wipe over
        elif was_left:
            self.layout = Layout.OFF
        self._tell()

    def _on_referenced(self) -> None:
        self._mark()  # a click has checked the entry, but perhaps there is no reference yet
        if self.reference is None:
            self.reference_asked.emit()
        else:
            self.set_reference(self.reference)

    def ask_camera(self) -> CameraPopup:
        """Open the list of cameras and return it."""
        self._mark()  # a click has checked the entry, but nothing is chosen yet
        popup = CameraPopup(tr("The photo's own camera"), self._window)
        popup.setAccessibleName(tr("Compare with another camera: all known cameras"))
        popup.chosen.connect(self.set_camera)
        popup.resize(300, 360)
        popup.move(self._window.mapToGlobal(QPoint((self._window.width() - 300) // 2, 80)))
        popup.show()
        popup.search.setFocus()
        return popup

    @property
    def label(self) -> str:
        """What stands at the left, in words."""
        if self._at_reference and self.reference is not None:
            return self.reference.name
        if self.snapshot is not None:
            return self.snapshot[0]
        return tr(self.against.value) if self.camera is None else tr("As {name}").format(name=self.camera.name)

    def picture(self, edit: Edit, photo: Photo) -> Picture | None:
        """Return the left picture for an edit; None when one picture is shown alone."""
        if self.layout is Layout.OFF:
            return None
        if self._at_reference:
            return Picture(Shown.SOURCE, Edit(), self.reference)
        if self.snapshot is not None:
            return Picture(Shown.RENDER, self.snapshot[1])
        if self.camera is not None:
            return Picture(Shown.RENDER, edit.changed(render_as=self.camera))
        if self.against is Against.SOURCE:
            return Picture(Shown.SOURCE, Edit())  # no edit changes it: it is drawn once
        if self.against is Against.AS_SHOT:
            shot = edit.source_shot
            edit = Edit.of(photo).changed(
                shot=shot, source_shot=shot, source_camera=edit.source_camera, anchored=edit.anchored)
        return Picture(_SHOWN[self.against], edit)

    def _compare(self) -> None:
        if self.layout is Layout.OFF:
            self.layout = Layout.WIPE
        self._tell()

    def _tell(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        self._layouts[self.layout].setChecked(True)
        side = self._sides[self.against] if self.camera is None else self._other
        side = side if self.snapshot is None else self._kept
        (self._referenced if self._at_reference else side).setChecked(True)
        self._referenced.setText(tr("Reference photo…") if self.reference is None
                                 else tr("Reference: {name}").format(name=self.reference.name))
        self._other.setText(tr("Another camera's render…") if self.camera is None
                            else tr("As {name}…").format(name=self.camera.name))
