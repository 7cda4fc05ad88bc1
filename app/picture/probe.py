"""The probe: what is under the cursor, in the status line: the shown color at once, the RAW's from the worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.live.jobs import ProbeRequest, Shown
from app.numbers import Number

if TYPE_CHECKING:
    from app.live.controller import Controller
    from app.picture.viewer import Viewer
    from paramisp_core.raw.reading import Reading

_STALE_MS = 150  # a reading of where the cursor was is shown no longer than this


@dataclass(frozen=True)
class Pointed:
    """A place of the picture under the cursor.

    x, y: finished photo pixels. color: the shown sRGB, 0..255, or None where no picture is yet. left: on the left
    picture of two.
    """

    x: float
    y: float
    color: tuple[int, int, int] | None
    left: bool


def values_of(pointed: Pointed, reading: Reading | None) -> list[str]:
    """Return position, sRGB, scene-linear RGB, EV and the photosite of a place in words; as much as is known."""
    parts = [f"{int(pointed.x)}, {int(pointed.y)}"]
    if pointed.color is not None:
        red, green, blue = pointed.color
        parts.append(f"R {red:3d}  G {green:3d}  B {blue:3d}")
    if reading is not None:
        linear = "  ".join(f"{Number(v):.4f}" for v in reading.linear)
        parts.append(QCoreApplication.translate("Readout", "linear {0}").format(linear))
        parts.append(QCoreApplication.translate("Readout", "black") if reading.ev is None
                     else f"{Number(reading.ev):+.2f} EV")
        parts.append(f"RAW {reading.color} {Number(reading.value):.4f} ({reading.level})")
    return parts


class Readout(QLabel):
    """Position, sRGB, scene-linear RGB, EV and the photosite in one line; as much of it as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Under the cursor"))
        self.setToolTip(self.tr(
            "Under the cursor:\n"
            "position in the finished picture, pixels\n"
            "R G B: the shown color, sRGB 0 to 255\n"
            "linear: red, green, blue of the scene's light as edited, 1 is white; below 0 is outside sRGB\n"
            "EV: its luminance from middle gray, 0.18\n"
            "RAW: the photosite under the cursor, with its filter's letter, as edited; 0 is black, 1 the white level,\n"
            "and the integer a DNG holds there"))

    def show_values(self, pointed: Pointed | None, reading: Reading | None) -> None:
        """Show a place and its reading; None: nothing, or not known yet."""
        if pointed is None:
            self._show([])
            return
        self._show(values_of(pointed, reading))

    @property
    def full(self) -> str:
        """All of it, also where there is no room."""
        return "   ".join(self._parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many values as there is room for now."""
        super().resizeEvent(event)
        self._show(self._parts)

    def _show(self, parts: list[str]) -> None:
        """Leave out the last values where there is no room: half a number would be another number."""
        self._parts = parts
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        while len(parts) > 1 and metrics.horizontalAdvance("   ".join(parts)) > room:
            parts = parts[:-1]
        self.setText("   ".join(parts))


class Probe(QObject):
    """Asks the worker for the RAW's values wherever the viewer is pointed at, and shows the newest answer."""

    def __init__(self, viewer: Viewer, controller: Controller) -> None:
        super().__init__(viewer)
        self._viewer, self._controller = viewer, controller
        self.readout = Readout()
        self._pointed: Pointed | None = None
        self._asked: ProbeRequest | None = None
        self.reading: Reading | None = None
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(_STALE_MS)
        self._stale.timeout.connect(self._forget)
        viewer.pointed.connect(self._on_pointed)
        controller.probed.connect(self._on_probed)
        controller.headroom_assumed.connect(self._ask_again)

    def forget(self) -> None:
        """Show nothing: there is no picture to point at."""
        self._on_pointed(None)

    def _on_pointed(self, pointed: Pointed | None) -> None:
        self._pointed = pointed
        frame = self._viewer.frame
        if pointed is None or frame is None:
            self._asked = self.reading = None
            self._stale.stop()
        else:
            shown = frame.request
            edit = shown.edit
            view = shown.beside.shown if pointed.left and shown.beside is not None else shown.shown
            if view is Shown.MOSAIC and shown.size[0] < shown.region.height:
                # a mosaic of the reduced photo, whose pixels are other photosites than the one that is read
                self._pointed = pointed = replace(pointed, color=None)
            if pointed.left and shown.beside is not None and shown.beside.reference is not None:
                self._asked = self.reading = None  # another photo, of which no RAW is made
                self._stale.stop()
                self.readout.show_values(pointed, None)
                return
            if pointed.left and shown.beside is not None and shown.beside.shown is not Shown.SOURCE:
                edit = shown.beside.edit  # the source is no RAW: there the photo's own is read
            asked = ProbeRequest(shown.photo_id, edit, shown.edit, shown.whole, int(pointed.x), int(pointed.y))
            if asked != self._asked or self.reading is None:  # it may have come too early
                self._asked = asked
                self._stale.start()
                self._controller.probe(asked)
        self.readout.show_values(pointed, self.reading)

    def _on_probed(self, request: ProbeRequest, reading: Reading) -> None:
        if request == self._asked:
            self._stale.stop()
            self.reading = reading
            self.readout.show_values(self._pointed, reading)

    def _ask_again(self) -> None:
        """The photo is in RAW now: a cursor that rests on it was answered nothing before."""
        if self._pointed is not None and self.reading is None:
            self._on_pointed(self._pointed)

    def _forget(self) -> None:
        self.reading = None
        self.readout.show_values(self._pointed, None)
