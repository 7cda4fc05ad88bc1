"""HDR: from the photo or a bracket to light and pictures, looked at before and after, and written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSlider,
    QWidget,
)

from app.live.engine_setup import EngineSetup
from app.live.worker import to_image
from app.numbers import Number
from app.panels.choice import ChoiceBox
from app.panels.hinted_list import HintedList
from app.panels.section import quiet_label
from app.picture.before_after import BeforeAfter
from app.room import take_room
from app.tools.hdr_trial import HdrShown, HdrTrial, HdrView
from app.tools.making_dialog import MakingDialog
from app.translations import mark

if TYPE_CHECKING:
    from paramisp_core.applications.hdr_making import HdrChoice
    from paramisp_core.camera.photo import Photo

EV_RANGE = (-6.0, 2.0)
_PER_EV = 10  # steps of the exposure slider
_PATH = Qt.ItemDataRole.UserRole
_PHOTOS = mark("Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp *.dng *.nef *.cr2 *.cr3 *.crw *.arw *.raf *.rw2 "
               "*.orf *.pef);;All files (*)")
_FORMATS = ((".jpg", True), (".jpg", False), (".png", None), (".exr", None), (".hdr", None), (".tif", None))


class HdrDialog(MakingDialog):
    """Choose photos and method, look, export. The photos are not changed."""

    def __init__(self, photo: Photo | None, setup: EngineSetup, folder: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(self.tr("HDR"), BeforeAfter((self.tr("Photo"), self.tr("HDR"))), folder, parent)
        self.setAcceptDrops(True)
        self._trial = HdrTrial(setup, photo)
        self.shown: HdrShown | None = None
        self._last: tuple[tuple[Path, ...], HdrChoice] | None = None  # what was asked for last
        self._build_photos()
        self._build_choices()
        column = self.column
        heading = QLabel(self.tr("Photos: one, or a bracket from a tripod"))
        heading.setWordWrap(True)
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        column.addLayout(self._photo_buttons)
        column.addSpacing(8)
        column.addLayout(self._choices)
        column.addWidget(self.facts)
        column.addStretch(1)
        take_room(self, 1120, 680)
        if photo is not None and photo.path is not None:
            self.add([photo.path])
        else:
            self._allow()

    # ---- building

    def _build_photos(self) -> None:
        self.list = HintedList(self.tr("Drop a photo here, or several of one scene with different exposure times."))
        self.list.setAccessibleName(self.tr("Photos to merge"))
        self.list.setToolTip(self.tr("One photo, or several of one scene with different exposure times.\n"
                                     "Drop files here. Delete removes the chosen one."))
        self.list.setSelectionMode(HintedList.SelectionMode.ExtendedSelection)
        self.list.setMaximumHeight(110)
        self.list.itemSelectionChanged.connect(self._allow)
        self.add_button = QPushButton(self.tr("&Add…"))
        self.add_button.setToolTip(self.tr("Add photos of the same scene with other exposure times"))
        self.add_button.clicked.connect(self._ask_photos)
        self.remove_button = QPushButton(self.tr("&Remove"))
        self.remove_button.setToolTip(self.tr("Take the chosen photos off the list (Delete)"))
        self.remove_button.setShortcut("Del")
        self.remove_button.clicked.connect(self._remove)
        self._photo_buttons = QHBoxLayout()
        for button in (self.add_button, self.remove_button):
            button.setAutoDefault(False)
            self._photo_buttons.addWidget(button)
        self._photo_buttons.addStretch(1)

    def _build_choices(self) -> None:
        tr = self.tr
        self.method = ChoiceBox()
        self.method.setAccessibleName(tr("Method"))
        self.method.setToolTip(tr(
            "Own: exposures merged in RAW by their certainty, then the range made to fit.\n"
            "Debevec: OpenCV's response curve and merge (1997). Mertens: OpenCV's exposure fusion (2007), a picture\n"
            "without light. One photo gets virtual exposures. Default: own."))
        for text, name in ((tr("Own, in RAW"), "linear"), (tr("Debevec"), "debevec"), (tr("Mertens"), "mertens")):
            self.method.addItem(text, name)
        self.method.currentIndexChanged.connect(self._choose)
        self.rebuild = QCheckBox(tr("Re&build clipped highlights"))
        self.rebuild.setToolTip(tr("Estimates what no photo holds: how bright white places were.\nDefault: on."))
        self.rebuild.setChecked(True)
        self.rebuild.toggled.connect(self._choose)
        self.mark = QCheckBox(tr("&Mark what is estimated"))
        self.mark.setToolTip(tr("Stripes over the clipped places, whose light is a guess.\nDefault: off."))
        self.mark.toggled.connect(self._ask)
        self.as_picture = QRadioButton(tr("&Picture"))
        self.as_picture.setToolTip(tr("The finished picture, its range made to fit"))
        self.as_light = QRadioButton(tr("&Light at"))
        self.as_light.setToolTip(tr("The light at a chosen exposure: look into highlights and shadows"))
        self.as_picture.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.as_picture, self.as_light):
            group.addButton(button)
            button.clicked.connect(self._ask)
        self.exposure = QSlider(Qt.Orientation.Horizontal)
        self.exposure.setRange(round(EV_RANGE[0] * _PER_EV), round(EV_RANGE[1] * _PER_EV))
        self.exposure.setPageStep(_PER_EV)
        self.exposure.setAccessibleName(tr("Exposure of the light"))
        self.exposure.setToolTip(tr("Exposure in EV, -6 to +2. It changes what is shown, not the file. Default: 0."))
        self.exposure.valueChanged.connect(self._expose)
        self.exposure_text = QLabel()
        self.exposure_text.setMinimumWidth(60)
        self._expose_text()
        look = QHBoxLayout()
        look.addWidget(self.as_picture)
        look.addWidget(self.as_light)
        look.addWidget(self.exposure_text)
        look.addStretch(1)
        self.format = ChoiceBox()
        self.format.setAccessibleName(tr("Format"))
        self.format.setToolTip(tr(
            "Ultra HDR: a JPEG any program shows, and HDR screens show brighter. OpenEXR, Radiance and TIFF hold\n"
            "scene-linear light in floating point. Default: Ultra HDR."))
        for text in (tr("Ultra HDR (.jpg)"), tr("JPEG, tone-mapped (.jpg)"), tr("PNG, tone-mapped (.png)"),
                     tr("OpenEXR: light (.exr)"), tr("Radiance: light (.hdr)"), tr("TIFF, 32-bit float: light (.tif)")):
            self.format.addItem(text)
        self.format.currentIndexChanged.connect(self._allow)
        self._choices = QFormLayout()
        self._choices.addRow(tr("Method"), self.method)
        self._choices.addRow(self.rebuild)
        self._choices.addRow(self.mark)
        self._choices.addRow(tr("Show"), look)
        self._choices.addRow(self.exposure)
        self._choices.addRow(tr("Format"), self.format)
        self.facts = quiet_label("")
        self.facts.setWordWrap(True)
        self.facts.setContentsMargins(0, 0, 0, 0)  # in line with the rows above

    # ---- photos

    @property
    def sources(self) -> tuple[Path, ...]:
        """The photos chosen."""
        return tuple(Path(self.list.item(row).data(_PATH)) for row in range(self.list.count()))

    def add(self, paths: list[Path]) -> None:
        """Put photos on the list, each once."""
        known = set(self.sources)
        for path in paths:
            if path not in known:
                item = QListWidgetItem(path.name)
                item.setData(_PATH, str(path))
                item.setToolTip(str(path))
                self.list.addItem(item)
                known.add(path)
        self._choose()

    def _ask_photos(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Photos of one scene"), self._folder, self.tr(_PHOTOS))
        if names:
            self.add([Path(name) for name in names])

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._choose()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files while nothing is exported."""
        if event.mimeData().hasUrls() and not self.exporting:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # ---- looking

    @property
    def choice(self) -> HdrChoice:
        """What is chosen, for the file's format."""
        from paramisp_core.applications.hdr_making import HdrChoice

        ultra = _FORMATS[self.format.currentIndex()][1]
        method = self.method.currentData()
        return HdrChoice(method, self.rebuild.isChecked(), False if method == "mertens" else ultra)

    @property
    def ev(self) -> float:
        """The exposure of the light that is looked at."""
        return self.exposure.value() / _PER_EV

    def _expose(self) -> None:
        self._expose_text()
        self.as_light.setChecked(True)
        self._ask()

    def _expose_text(self) -> None:
        self.exposure_text.setText(f"{Number(self.ev):+.1f} EV")

    def _choose(self) -> None:
        if self.method.currentData() == "mertens" and not self.as_picture.isChecked():
            self.as_picture.setChecked(True)
        self.note.clear()
        self._ask()

    def _ask(self) -> None:
        """Ask for what is to be shown; of several askings only the newest counts."""
        self._allow()
        sources = self.sources
        if not sources or self.exporting:
            return
        light = self.as_light.isChecked()
        view = HdrView(self.choice, self.ev if light else None, self.mark.isChecked())
        if self.shown is None:
            self.view.show_note(self.tr("Going back to the light…"))
        same, self._last = self._last == (sources, view.choice), (sources, view.choice)
        self.background.run("view", lambda progress: self._trial.show(sources, view, progress), finish=same)

    def _allow(self) -> None:
        """Enable what can be done now, and say what cannot."""
        busy, some = self.exporting, self.list.count() > 0
        fused = self.method.currentData() == "mertens"
        ending, ultra = _FORMATS[self.format.currentIndex()]
        possible = not fused or (ending in (".jpg", ".png") and not ultra)
        for widget in (self.list, self.add_button, self.method, self.rebuild, self.mark, self.format, self.as_picture):
            widget.setEnabled(not busy)
        self.remove_button.setEnabled(not busy and bool(self.list.selectedItems()))
        for light in (self.as_light, self.exposure):
            light.setEnabled(not busy and not fused)
        self.export_button.setEnabled(not busy and some and possible)
        self.close_button.setText(self.tr("Cancel") if busy else self.tr("Close"))
        nothing = self.tr("Add a photo, or drop it here.")
        impossible = self.tr("Mertens fuses pictures and knows no light: choose JPEG or PNG, tone-mapped.")
        if not some or not possible:
            self.note.setText(impossible if some else nothing)
        elif self.note.text() in (nothing, impossible):
            self.note.clear()

    # ---- what comes back

    def _on_done(self, kind: str, result: object) -> None:
        super()._on_done(kind, result)
        if kind == "view":
            assert isinstance(result, HdrShown)
            self._show(result)
            self._allow()

    def _show(self, shown: HdrShown) -> None:
        self.shown = shown
        self.view.show_note("")
        self.view.show_pictures(to_image(shown.before), to_image(shown.after))
        count = self.list.count()
        what = self.tr("One photo") if count == 1 else self.tr("{0} photos merged").format(count)
        word = self.tr("estimated") if shown.view.choice.rebuild else self.tr("clipped, left white")
        peak = (self.tr("Light up to {0:.1f} EV above white") if shown.peak_ev >= 0 else
                self.tr("The brightest light is {0:.1f} EV below white")).format(Number(abs(shown.peak_ev)))
        share = self.tr("{0:.3g} % of the picture {1}").format(Number(100 * shown.estimated), word)
        self.facts.setText("\n".join((what, peak, share.replace(" %", "\u00a0%"))))
        self.bar.setValue(0)

    def _on_failed(self, kind: str, sentence: str) -> None:
        self.bar.setValue(0)
        if kind == "view":
            self.shown = None
            self.view.show_note(self.tr("No picture"))
            self.facts.clear()
        self._allow()
        self.note.setText(sentence)

    # ---- the file

    def _ask_export(self) -> None:
        ending = _FORMATS[self.format.currentIndex()][0]
        target = self.ask_target(self.tr("Export HDR"), self.sources[0], "-hdr", ending)
        if target is not None:
            self.export(target)

    def export(self, target: Path) -> None:
        """Make the whole picture or light and write it."""
        sources, choice = self.sources, self.choice
        if target.resolve() in [source.resolve() for source in sources]:
            self.note.setText(self.tr("{0} is one of the photos; it would be overwritten.").format(target.name))
            return
        self.make(target, lambda progress: self._trial.export(sources, choice, target, progress), ("view",))
