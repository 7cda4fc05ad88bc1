"""White balance from a gray place: waits for a click in the picture and takes the light that makes it gray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.panels.values import KELVIN, TINT
from app.picture.geometry import Region
from app.picture.picker import PointPicker
from app.translations import tr

if TYPE_CHECKING:
    from app.window import MainWindow
    from paramisp_core.editing.neutral import GrayLight


class GrayPicking(QObject):
    """Between the picker on the picture, the worker, which reads the RAW there, and the edit."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.picker = PointPicker(window.viewer)
        self.picker.picked.connect(self._on_picked)
        self.picker.ended.connect(lambda: self.set_picking(False))
        window.raw_panel.picking.connect(self.set_picking)
        window.controller.light_picked.connect(self._on_light)
        window.controller.pick_failed.connect(window.refuse)

    def toggle(self) -> None:
        """Wait for a click, or stop waiting."""
        self.set_picking(not self.picker.active)

    def set_picking(self, on: bool) -> None:
        """Wait for a click on something gray, or stop waiting."""
        window = self._window
        on = on and window.photo is not None
        self.picker.set_active(on)
        window.raw_panel.light.show_picking(on)
        window.viewer.set_banner(tr("Click on something that should be gray; Escape cancels") if on else "")

    def _on_picked(self, x: float, y: float, side: float) -> None:
        window = self._window
        assert window.viewer.view is not None
        width, height = window.viewer.view.photo
        half = min(max(4, round(side / 2)), 64)
        left, top = max(0, int(x) - half), max(0, int(y) - half)
        region = Region(top, left, min(2 * half, height - top), min(2 * half, width - left))
        window.controller.pick_light(window.edit, region)

    def _on_light(self, light: GrayLight) -> None:
        window, (kelvin, tint, cast) = self._window, light
        raw = window.edit.raw.changed(kelvin=kelvin, tint=tint, white_balance=None, raw_cast=cast)
        raw = raw.switched("white_balance", True)
        before = window.editing.light
        window.change(tr("White balance from a gray place"), window.edit.changed(raw=raw))
        was, now = (f"{KELVIN.format(of[0])}, {TINT.format(of[1])}" for of in (before, (kelvin, tint)))
        window.message.tell(tr("White balance: {now}; it was {was}.").format(now=now, was=was), seconds=6)
