"""Cropping and turning: the crop tool and its controls, and the size of the picture that comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.edits.crop import CropTool, with_aspect
from app.panels.crop import ASPECTS
from app.translations import tr
from paramisp_core.editing.edits import GROUPS, RawEdits
from paramisp_core.editing.geometry import Geometry, turned

if TYPE_CHECKING:
    from app.window import MainWindow

_MARGIN = 38  # pixels around the frame, so that the handles at its edges can be seen and taken

class Cropping(QObject):
    """Whether one crops, and what is done to the picture's frame."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.on = False
        self._before = RawEdits()
        self.tool = CropTool(window.viewer)
        controls = window.raw_panel.crop
        controls.cropping.connect(self.set_on)
        controls.aspect_chosen.connect(self._on_aspect)
        controls.turn_asked.connect(self.turn)
        self.tool.cropped.connect(
            lambda crop, gesture: self._change(tr("Crop"), window.edit.raw.changed(crop=crop), gesture))
        self.tool.straightened.connect(lambda angle, gesture: window.editing.set_raw("straighten", angle, gesture))
        self.tool.applied.connect(lambda: self.set_on(False))

    @property
    def geometry(self) -> Geometry:
        """The geometry of the picture as edited."""
        window = self._window
        assert window.photo is not None
        return Geometry.of(window.edit.raw, window.photo.size, window.photo.orientation)

    def toggle(self) -> None:
        """Begin to crop, with aspect, angle and turning in sight, or show the cropped picture."""
        self.set_on(not self.on)
        if self.on:
            self._window.side.bring_into_sight(self._window.raw_panel.sections["geometry"])

    def set_on(self, on: bool) -> None:
        """Begin to crop, or show the cropped picture."""
        window = self._window
        on = on and window.photo is not None
        window.raw_panel.crop.show_cropping(on)
        if on == self.on:
            return
        self.on = on
        window.showing.mark()  # one picture while cropping
        if on:
            window.gray.set_picking(False)
            self._before = window.edit.raw
            if "geometry" in window.edit.raw.off:
                self._change(tr("Crop and turn on"), window.edit.raw)
        window.viewer.set_margin(_MARGIN if on else 0)
        self.tool.resize(window.viewer.size())
        if not on and window.photo is not None:
            window.viewer.setFocus()  # before the tool goes, which would give the focus to whatever is next
        self.tool.setVisible(on)
        self.show_size()
        if on:
            self.tool.setFocus()

    def cancel(self) -> None:
        """Go back to the frame with which cropping began, and end."""
        if self.on:
            before = {name: getattr(self._before, name) for name in GROUPS["geometry"]}
            self._change(tr("Cancel crop"), self._window.edit.raw.changed(**before))
            self.set_on(False)

    def show_size(self) -> None:
        """Give the viewer the size of what it shows: the finished picture, or the whole frame while cropping."""
        window = self._window
        if window.photo is None:
            return
        geometry = self.geometry
        height, width = geometry.frame if self.on else geometry.size
        self.tool.show_geometry(geometry)
        window.opening.tell_file()
        window.raw_panel.crop.show_size(geometry.size[1], geometry.size[0])
        if window.viewer.view is None or window.viewer.view.photo != (width, height):
            window.viewer.set_photo((width, height))
        else:
            window.showing.request()

    def turn(self, name: str, code: int) -> None:
        """Turn or flip the picture; code as in :data:`app.panels.crop.TURNS`."""
        if self._window.photo is not None:
            self._change(name, turned(self._window.edit.raw, code))

    def keep_aspect(self, aspect: float | None) -> None:
        """Keep an aspect, width by height, from now on and crop to it; None: any."""
        self.tool.aspect = aspect
        self.set_on(True)
        geometry = self.geometry
        if aspect is not None:
            crop = with_aspect(geometry.crop, aspect * geometry.frame[0] / geometry.frame[1])
            self._change(tr("Crop"), self._window.edit.raw.changed(crop=geometry.fitting(crop)))

    def swap_aspect(self) -> None:
        """Turn the crop's frame by a quarter."""
        if self.on:
            height, width = self.geometry.size
            kept = self.tool.aspect
            self.keep_aspect(height / width)
            self.tool.aspect = None if kept is None else height / width

    def _on_aspect(self, name: str) -> None:
        geometry = self.geometry
        height, width = geometry.frame
        aspect = ASPECTS[name]
        if aspect == 0:
            aspect = width / height
        elif aspect is not None and geometry.size[0] > geometry.size[1]:
            aspect = 1 / aspect  # an upright crop stays upright
        self.keep_aspect(aspect)

    def _change(self, name: str, raw: RawEdits, gesture: int | None = None) -> None:
        self._window.change(name, self._window.edit.changed(raw=raw.switched("geometry", True)), gesture)
