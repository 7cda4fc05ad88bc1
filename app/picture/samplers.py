"""Samplers: places of the picture whose values stay in sight while one edits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.live.jobs import FrameReady, ProbeRequest
from app.panels.samplers import SamplerPanel
from app.picture.probe import Pointed, values_of
from paramisp_core.editing.geometry import Geometry

if TYPE_CHECKING:
    from app.window import MainWindow
    from paramisp_core.raw.reading import Reading

MOST = 9


@dataclass(frozen=True)
class Sampler:
    """One place. x, y: as shares of the stored photo, so that no crop or turn moves it off its subject."""

    number: int
    x: float
    y: float
    color: tuple[int, int, int] | None = None
    reading: Reading | None = None
    asked: ProbeRequest | None = None


class Samplers(QObject):
    """Pins them, keeps their values up to date, and shows them on the picture and in the panel."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.all: list[Sampler] = []
        self.panel = SamplerPanel()
        self.panel.remove_asked.connect(self.remove)
        self.panel.reset.connect(self.clear)
        self._cursor: Pointed | None = None
        self.pin_action = QAction(self.tr("Pin &a sampler"), self)
        self.pin_action.setShortcut("I")
        self.pin_action.setToolTip(self.tr(
            "Keep the values of the place under the cursor in sight, or of the middle of what is visible\n"
            "(I; up to {most}, none by default)").format(most=MOST))
        self.pin_action.triggered.connect(self.pin)
        self.clear_action = QAction(self.tr("Remove all samplers"), self)
        self.clear_action.setShortcut("Shift+I")
        self.clear_action.setToolTip(self.tr("Remove all samplers (Shift+I)"))
        self.clear_action.triggered.connect(self.clear)
        window.viewer.pointed.connect(self._on_pointed)
        window.viewer.view_changed.connect(self._show)
        window.controller.frame_ready.connect(self._on_frame)
        window.controller.probed.connect(self._on_probed)
        self._show()

    def add_to(self, menu: QMenu) -> list[QAction]:
        """Put the entries into a menu and return them."""
        menu.addActions([self.pin_action, self.clear_action])
        return [self.pin_action, self.clear_action]

    def pin(self) -> None:
        """Pin one under the cursor; without a mouse, in the middle of what is visible."""
        window = self._window
        view, at = window.viewer.view, self._cursor
        if window.photo is None or view is None or len(self.all) >= MOST:
            return
        if at is None:
            region = view.visible()
            x, y = region.left + region.width / 2, region.top + region.height / 2
        else:
            x, y = at.x, at.y
        taken = {one.number for one in self.all}
        number = next(n for n in range(1, MOST + 1) if n not in taken)
        self.all.append(Sampler(number, *self._kept(x, y)))
        self.all.sort(key=lambda one: one.number)
        self._refresh(window.viewer.frame)

    def remove(self, number: int) -> None:
        """Remove one."""
        self.all = [one for one in self.all if one.number != number]
        self._show()

    def clear(self) -> None:
        """Remove all."""
        self.all = []
        self._show()

    # ---- where they are

    def _stored_size(self) -> tuple[float, float]:
        photo = self._window.photo
        assert photo is not None
        return photo.size[1], photo.size[0]

    def _kept(self, x: float, y: float) -> tuple[float, float]:
        """Return a finished place as shares of the stored photo."""
        stored_x, stored_y = self._geometry().to_stored(x, y)
        width, height = self._stored_size()
        return stored_x / width, stored_y / height

    def _geometry(self) -> Geometry:
        """Return the geometry of what the viewer shows, the lens's distortion taken out as there."""
        window = self._window
        assert window.photo is not None
        edit = window.edit
        return Geometry.of_photo(window.photo, edit.raw, edit.source_shot, edit.source_camera, window.cropping.on)

    def place(self, one: Sampler) -> tuple[float, float] | None:
        """Return where one lies in the finished picture; None where it is cropped away."""
        view = self._window.viewer.view
        if view is None or self._window.photo is None:
            return None
        width, height = self._stored_size()
        x, y = self._geometry().from_stored(one.x * width, one.y * height)
        return (x, y) if 0 <= x < view.photo[0] and 0 <= y < view.photo[1] else None

    # ---- their values

    def _on_pointed(self, pointed: Pointed | None) -> None:
        self._cursor = pointed

    def _on_frame(self, frame: FrameReady) -> None:
        if self.all:
            self._refresh(frame)

    def _refresh(self, frame: FrameReady | None) -> None:
        """Read the shown color of each, and ask for its photosite."""
        for index, one in enumerate(self.all):
            place = self.place(one)
            if frame is None or place is None:
                self.all[index] = replace(one, color=None, reading=None, asked=None)
                continue
            region, image = frame.request.region, frame.image
            column = int((place[0] - region.left) / region.width * image.width())
            row = int((place[1] - region.top) / region.height * image.height())
            inside = 0 <= column < image.width() and 0 <= row < image.height()
            color = image.pixelColor(column, row).getRgb()[:3] if inside else one.color
            shown = frame.request
            asked = ProbeRequest(shown.photo_id, shown.edit, shown.edit, shown.whole, int(place[0]), int(place[1]))
            if asked != one.asked or one.reading is None:
                self._window.controller.probe(asked, one.number)
            self.all[index] = replace(one, color=color, asked=asked)
        self._show()

    def _on_probed(self, request: ProbeRequest, reading: Reading) -> None:
        found = [index for index, one in enumerate(self.all) if one.asked == request]
        for index in found:
            self.all[index] = replace(self.all[index], reading=reading)
        if found:
            self._show()

    def _show(self) -> None:
        rows, marks = [], []
        for one in self.all:
            place = self.place(one)
            if place is None:
                rows.append((one.number, [self.tr("outside the crop")]))
                continue
            marks.append((*place, str(one.number)))
            rows.append((one.number, values_of(Pointed(*place, one.color, False), one.reading)))
        self.panel.show_rows(rows)
        self._window.viewer.set_marks(marks)
