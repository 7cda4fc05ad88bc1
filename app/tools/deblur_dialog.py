"""Deblur: say what the blur is, see a part of the photo at 100 % without it, and write the whole."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QSlider, QSpinBox, QWidget

from app.live.engine_setup import EngineSetup
from app.live.worker import to_image
from app.numbers import Number
from app.panels.choice import ChoiceBox
from app.panels.section import quiet_label
from app.picture.before_after import BeforeAfter
from app.picture.place_chooser import PlaceChooser
from app.room import take_room
from app.tools.deblur_trial import DeblurShown, DeblurView, DeblurWork, FoundAs
from app.tools.kernel_pad import KernelPad
from app.tools.making_dialog import MakingDialog
from app.translations import told
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.camera.photo import Photo

MOST_PIXELS = 450_000
"""Of the part that is looked at: more would not be live."""
REST_MS = 350
"""After so long without a change the part is deblurred by the method of the whole."""
_MOTION, _FOCUS, _DRAWN, _FILE = "motion", "focus", "drawn", "file"
_FORMATS = (".jpg", ".png", ".tif", ".dng")
_LIMITS, USUAL_LIMIT = (5, 61), 25  # of a kernel that is looked for, pixels; those of applications/blind.py


class DeblurDialog(MakingDialog):
    """Choose the kernel, look, export. The open photo is not changed."""

    def __init__(self, photo: Photo, setup: EngineSetup, folder: str = "", parent: QWidget | None = None) -> None:
        view = BeforeAfter((self.tr("Photo"), self.tr("Deblurred")), full_size=True)
        super().__init__(self.tr("Deblur"), view, folder, parent)
        self._photo = photo
        self._work = DeblurWork(setup, photo)
        self._other: dict[str, NDArray[np.float32]] = {}  # kernels drawn and loaded
        self._prepared = False
        self._asked = 0.0
        self.quick_seconds: list[float] = []  # from a change to its quick picture
        self.shown: DeblurShown | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(lambda: self._look(exact=True))
        self._build_choices()
        column = self.column
        column.addWidget(self.places)
        column.addLayout(self._choices)
        column.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._finding)
        column.addSpacing(8)
        column.addLayout(self._output)
        column.addWidget(self.facts)
        column.addStretch(1)
        take_room(self, 900, 690)
        self.view.show_note(self.tr("Going back to RAW…"))
        overview = to_image(self._work.overview(290))
        height, width = photo.size if photo.orientation < 5 else photo.size[::-1]
        self._upright = height, width
        self.places.show_picture(overview)
        self._part = (0, 0)  # (height, width) of what is looked at, in photo pixels
        self._fit_part()
        self.view.resized.connect(self._fit_part)
        self._allow()
        self.pad.show_kernel(self.kernel)
        self.background.run("prepare", self._work.prepare)

    # ---- building

    def _slider(self, name: str, low: int, high: int, value: int, tip: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        slider.setValue(value)
        slider.setAccessibleName(name)
        slider.setToolTip(tip)
        slider.valueChanged.connect(self._change)
        return slider

    def _build_choices(self) -> None:
        tr = self.tr
        self.places = PlaceChooser()
        self.places.chosen.connect(lambda *_: self._change())
        self.kind = ChoiceBox()
        self.kind.setAccessibleName(tr("Kind of blur"))
        self.kind.setToolTip(tr("What blurred the photo. Default: the camera or the thing moved straight."))
        for text, name in ((tr("Straight motion"), _MOTION), (tr("Out of focus"), _FOCUS),
                           (tr("As drawn below"), _DRAWN), (tr("From a picture…"), _FILE)):
            self.kind.addItem(text, name)
        self.kind.activated.connect(self._choose_kind)
        self.length = self._slider(tr("Length of the motion"), 2, 60, 2, tr("Pixels, 2 to 60. Default: 2."))
        self.angle = self._slider(tr("Angle of the motion"), 0, 179, 0, tr(
            "Degrees counter-clockwise from rightwards, 0 to 179. Default: 0."))
        self.sigma = self._slider(tr("Size of the blur"), 3, 80, 12, tr("Sigma of a Gaussian, 0.3 to 8 pixels. "
                                                                         "Default: 1.2."))
        self.strength = self._slider(tr("Strength against noise"), -20, 30, 0, tr(
            "More is smoother, less is sharper: 0.25 to 8. Default: 1."))
        self.pad = KernelPad()
        self.pad.drawn.connect(self._on_drawn)
        self.find = QPushButton(tr("Esti&mate"))
        self.find.setAutoDefault(False)
        self.find.setToolTip(tr("Looks for the kernel in the photo itself: what blurred it alike everywhere.\n"
                                "It takes some seconds; Close stops it."))
        self.find.clicked.connect(self.estimate)
        self.limit = QSpinBox()
        self.limit.lineEdit().setTextMargins(5, 0, 0, 0)
        self.limit.setRange(*_LIMITS)
        self.limit.setSingleStep(2)
        self.limit.setValue(USUAL_LIMIT)
        self.limit.setPrefix(tr("at most "))
        self.limit.setSuffix(tr(" px"))
        self.limit.setAccessibleName(tr("Limit of the kernel that is looked for"))
        self.limit.setToolTip(tr("Pixels across, 5 to 61; the smaller, the surer. Default: 25."))
        self._finding = QHBoxLayout()
        self._finding.addWidget(self.find, 1)
        self._finding.addWidget(self.limit)
        self.format = ChoiceBox()
        self.format.setAccessibleName(tr("Format"))
        self.format.setToolTip(tr("JPEG, PNG and TIFF hold the picture; a DNG the deblurred RAW. Default: JPEG."))
        for text in (tr("JPEG (.jpg)"), tr("PNG (.png)"), tr("TIFF, 16 bit (.tif)"), tr("DNG: the RAW (.dng)")):
            self.format.addItem(text)
        self._labels = {slider: QLabel() for slider in (self.length, self.angle, self.sigma, self.strength)}
        self._choices = QFormLayout()
        self._choices.addRow(tr("Blur"), self.kind)
        for slider, label in self._labels.items():
            label.setMinimumWidth(92)
            self._choices.addRow(label, slider)
        self._output = QFormLayout()
        output = QLabel(tr("Format"))
        output.setMinimumWidth(92)  # in line with the choices above
        self._output.addRow(output, self.format)
        self.facts = quiet_label("")
        self.facts.setWordWrap(True)
        self.facts.setContentsMargins(0, 0, 0, 0)  # in line with the rows above

    # ---- what is chosen

    @property
    def kernel(self) -> NDArray[np.float32]:
        """The kernel chosen, as seen in the upright picture."""
        from paramisp_core.applications.deconvolution import gaussian_kernel, motion_kernel

        kind = self.kind.currentData()
        if kind == _MOTION:
            return motion_kernel(float(self.length.value()), float(self.angle.value()))
        if kind == _FOCUS:
            return gaussian_kernel(self.sigma.value() / 10)
        return self._other[kind]

    @property
    def strength_value(self) -> float:
        """The strength chosen, 1 is usual."""
        return float(2.0 ** (self.strength.value() / 10))

    @property
    def finding(self) -> bool:
        """Whether the kernel is being looked for."""
        return self.background.busy("find")

    def _choose_kind(self) -> None:
        kind = self.kind.currentData()
        if kind == _FILE and not self._load_kernel():
            self.kind.setCurrentIndex(self.kind.findData(_MOTION))
        elif kind == _DRAWN and _DRAWN not in self._other:
            self._other[_DRAWN] = self.kernel_as_shown
            self.note.setText(self.tr("Draw the way the camera moved in the black field."))
        self._change()

    @property
    def kernel_as_shown(self) -> NDArray[np.float32]:
        """The kernel of the sliders: what a drawing starts from."""
        from paramisp_core.applications.deconvolution import motion_kernel

        return motion_kernel(float(self.length.value()), float(self.angle.value()))

    def _load_kernel(self) -> bool:
        from paramisp_core.applications.deconvolution import kernel_of_file

        name, _ = QFileDialog.getOpenFileName(self, self.tr("Picture of the kernel"), self._folder,
                                              self.tr("Kernels (*.png *.tif *.tiff *.bmp *.jpg *.npy)"))
        if not name:
            return False
        try:
            self._other[_FILE] = kernel_of_file(Path(name))
        except UserError as error:
            self.note.setText(told(error))
            return False
        return True

    def _on_drawn(self, kernel: object) -> None:
        self._other[_DRAWN] = kernel  # type: ignore[assignment]
        self.kind.setCurrentIndex(self.kind.findData(_DRAWN))
        self.note.clear()
        self._change()

    def estimate(self) -> None:
        """Look for the kernel in the photo; what is found stands where a drawn one would."""
        if self.exporting or not self._prepared:
            return
        self._rest()
        self.background.cancel("exact")
        size = self.limit.value()
        self.note.setText(self.tr("Looking for the kernel…"))
        self.background.run("find", lambda progress: self._work.find_kernel(size, progress))
        self._allow()

    # ---- looking

    def _change(self) -> None:
        """Show what is chosen, quickly now and exactly at rest."""
        self._allow()
        if not self.exporting and not self.finding:
            self._look(exact=False)
            self._timer.start()

    def _fit_part(self) -> None:
        """Look at as much of the photo as the window has room for."""
        zoom, part = part_of(self.view.size(), self.view.devicePixelRatioF())
        if part == self._part:
            return
        self._part, self.view.zoom = part, zoom
        self.places.set_frame(tuple(min(1.0, part[side] / self._upright[side]) for side in (1, 0)))
        self._change()

    def _rest(self) -> None:
        self._timer.stop()

    def _look(self, exact: bool) -> None:
        if self.exporting or self.finding or not self._prepared:
            return
        kernel = self.kernel
        self.pad.show_kernel(kernel)
        view = DeblurView(kernel, self.strength_value, self.places.place, self._part, exact)
        if not exact:
            self._asked = time.perf_counter()
            self.background.cancel("exact")
        self.background.run("exact" if exact else "quick", lambda progress: self._work.show(view, progress),
                            finish=not exact)

    def _allow(self) -> None:
        """Enable what can be done now, and name the values."""
        busy, kind = self.exporting or self.finding, self.kind.currentData()
        for slider, kinds in ((self.length, (_MOTION,)), (self.angle, (_MOTION,)), (self.sigma, (_FOCUS,))):
            self._choices.setRowVisible(slider, kind in kinds)
        for widget in (*self._labels, self.kind, self.pad, self.format, self.limit):
            widget.setEnabled(not busy)
        self._labels[self.length].setText(self.tr("Length {0} px").format(self.length.value()))
        self._labels[self.angle].setText(self.tr("Angle {0}°").format(self.angle.value()))
        self._labels[self.sigma].setText(self.tr("Size {0:.1f} px").format(Number(self.sigma.value() / 10)))
        self._labels[self.strength].setText(self.tr("Smoothing {0:.2g}").format(Number(self.strength_value)))
        for button in (self.find, self.export_button):
            button.setEnabled(not busy and self._prepared)
        self.close_button.setText(self.tr("Cancel") if busy else self.tr("Close"))

    # ---- what comes back

    def _on_done(self, kind: str, result: object) -> None:
        self.bar.setValue(0)
        super()._on_done(kind, result)
        if kind == "export":
            return
        if kind == "prepare":
            self._prepared = True
            self._change()
            return
        if kind == "find":
            assert isinstance(result, FoundAs)
            self._on_drawn(result.kernel)
            self.note.setText(result.doubt or self.tr("Found: parts of the photo agree on this kernel."))
            return
        assert isinstance(result, DeblurShown)
        if kind == "quick":
            self.quick_seconds.append(time.perf_counter() - self._asked)
        self.shown = result
        self.view.show_note("")
        self.view.show_pictures(to_image(result.before), to_image(result.after))
        state = self.tr("As the file will be.") if result.view.exact else self.tr(
            "A quick picture; a finer one follows when nothing moves.")
        zoom = self.tr("Shown at {0} %.").format(100 * self.view.zoom)
        self.facts.setText(f"{state}\n{zoom}")

    def _on_failed(self, kind: str, sentence: str) -> None:
        self.bar.setValue(0)
        if self.shown is None:
            self.view.show_note(self.tr("No picture"))
        self._allow()
        self.note.setText(sentence)

    def _on_progress(self, kind: str, fraction: float) -> None:
        if kind != "quick" or self.shown is None:
            super()._on_progress(kind, fraction)

    # ---- the file

    def _ask_export(self) -> None:
        target = self.ask_target(self.tr("Export without blur"), self._photo.path or Path("photo"), "-deblurred",
                                 _FORMATS[self.format.currentIndex()])
        if target is not None:
            self.export(target)

    def export(self, target: Path) -> None:
        """Deblur the whole photo and write it."""
        if self._photo.path is not None and target.resolve() == self._photo.path.resolve():
            self.note.setText(self.tr("{0} is the photo itself; it would be overwritten.").format(target.name))
            return
        kernel, strength = self.kernel, self.strength_value
        self.make(target, lambda progress: self._work.export(target, kernel, strength, progress), ("quick", "exact"))

    def reject(self) -> None:
        """Escape and Cancel stop the search for a kernel first."""
        if self.finding:
            self.background.cancel("find")
            self.bar.setValue(0)
            self.note.setText(self.tr("The kernel was not looked for to the end."))
            self._change()
        else:
            super().reject()


def part_of(room: QSize, ratio: float) -> tuple[int, tuple[int, int]]:
    """Return how many device pixels a photo's pixel is wide, and (height, width) of the part that fills a room.

    room: in logical pixels. ratio: device pixels for each. One device pixel each where MOST_PIXELS allow it.
    """
    tall, wide = room.height() * ratio, room.width() * ratio
    zoom = max(1, math.ceil(math.sqrt(tall * wide / MOST_PIXELS)))
    return zoom, (max(1, int(tall / zoom)), max(1, int(wide / zoom)))
