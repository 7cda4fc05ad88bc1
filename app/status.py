"""The status bar: what is under the cursor, the open file, the device, and how long the last picture took."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar

from app.live.jobs import EngineFacts
from app.numbers import Number
from app.panels.section import Elided
from app.picture.probe import Readout
from app.translations import tr

_DRAFT_S = 0.25


class Status:
    """Fills the window's status bar."""

    def __init__(self, bar: QStatusBar, readout: Readout) -> None:
        bar.setSizeGripEnabled(False)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(110, 4)
        self.progress.setAccessibleName(tr("Exact picture"))
        self.progress.hide()
        self.file = Elided(most=460)
        self.device = QLabel()
        self._told = "", 0.0  # kind of the picture that was told last, and when
        bar.addWidget(readout, 1)
        bar.addPermanentWidget(self.progress)
        bar.addPermanentWidget(self.file)
        bar.addPermanentWidget(self.device)
        self.show_loading()

    def show_loading(self) -> None:
        """Say that the models are being loaded."""
        self._told = "", 0.0
        self.device.setText(tr("Loading the learned camera…"))

    def show_failed(self) -> None:
        """Say that there are no models."""
        self._told = "", 0.0
        self.device.setText(tr("No learned camera"))

    def show_progress(self, fraction: float) -> None:
        """Show how far the finer picture is, 0..1; it goes when it is there."""
        self.progress.setValue(round(fraction * 1000))
        self.progress.setVisible(fraction < 1.0)

    def show_engine(self, facts: EngineFacts, picture: tuple[str, float] | None = None) -> None:
        """Say of what kind the last picture was, how long it took and where; the names of models are in the tooltip.

        picture: "draft", "refined" or "exact", and seconds. Of drafts that follow each other nobody reads each time,
        and the bar would be laid out anew for it: four in a second are told.
        """
        now, kind_before = time.monotonic(), self._told[0]
        kind_now = picture[0] if picture is not None else ""
        if kind_now == kind_before == "draft" and now - self._told[1] < _DRAFT_S:
            return
        self._told = kind_now, now
        where = tr("on the processor") if facts.device == "cpu" else tr("on the graphics card")
        if picture is None:
            self.device.setText(tr("Learned camera ready, {where}").format(where=where))
        else:
            kind, seconds = picture
            took = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{Number(seconds):.1f} s"
            words = {"draft": tr("Quick picture in {time}, {where}"), "refined": tr("Fine picture in {time}, {where}"),
                     "exact": tr("Exact picture in {time}, {where}")}[kind]
            self.device.setText(words.format(time=took, where=where))
        device = facts.device.upper() if facts.device in ("cpu", "mps") else facts.device
        lines = [tr("What rendered the last picture, and how long that took."),
                 tr("Learned camera: {model}").format(model=facts.model), tr("Device: {device}").format(device=device)]
        self.device.setToolTip("\n".join([*lines, *([facts.device_note] if facts.device_note else [])]))
