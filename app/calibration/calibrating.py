"""Calibrate my camera: RAW+JPEG pairs in, networks fitted to that camera out, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyqtgraph
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import numbers, theme
from app.numbers import DecimalBox, Number
from app.panels.hinted_list import HintedList
from app.panels.section import quiet_label
from app.room import keep_on_screen, take_room
from app.translations import mark, told
from paramisp_core.errors import unpacked

_PICTURE = 170  # least side of the pictures of progress, pixels
_GRACE_MS = 3000  # before a process that was asked to end is ended
_RAWS = mark("RAW files (*.3fr *.arw *.cr2 *.cr3 *.crw *.dng *.erf *.nef *.nrw *.orf *.pef *.raf *.rw2 *.srw);;"
             "All files (*)")


class CalibrationProcess(QObject):
    """``paramisp calibrate --watch`` beside the window, so that its arithmetic never slows the window down.

    told: every event it reports, as ``paramisp calibrate --watch`` writes them. ended: (problem) "" when all went
    well or it was cancelled.
    """

    told = Signal(dict)
    ended = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._said = b""
        self._problem = ""
        self._cancelled = False

    @property
    def running(self) -> bool:
        """True from start to ended."""
        return self._process is not None

    def start(self, pairs: list[Path], name: str, minutes: float) -> None:
        """Begin; ``minutes`` of training for each direction, 0: exposure, tone and color alone, read off the pairs."""
        self._folder = tempfile.TemporaryDirectory(prefix="paramisp-calibrate-")
        self._said, self._problem, self._cancelled = b"", "", False
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        root = str(Path(__file__).resolve().parents[2])  # a checkout is not installed
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, [root, known])))
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        process.start(sys.executable, [
            "-m", "paramisp_core.cli", "calibrate", *map(str, pairs), "-o", name,
            *(["--minutes", f"{minutes:g}"] if minutes else ["--one-pass"]), "--watch", self._folder.name])

    def cancel(self) -> None:
        """End it; what one direction has saved stays."""
        if self._process is None:
            return
        self._cancelled = True
        process = self._process
        process.terminate()
        QTimer.singleShot(_GRACE_MS, process, process.kill)

    def stop(self) -> None:
        """End it and wait for its end."""
        if self._process is None:
            return
        process, self._cancelled = self._process, True
        process.terminate()
        if not process.waitForFinished(_GRACE_MS):
            process.kill()
            process.waitForFinished(_GRACE_MS)

    def _read(self) -> None:
        assert self._process is not None
        self._said += bytes(self._process.readAllStandardOutput().data())
        *lines, self._said = self._said.split(b"\n")
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and event.get("event") == "problem":
                self._problem = told(unpacked(event))
            elif isinstance(event, dict):
                self.told.emit(event)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(self.tr("Calibration could not be started."))

    def _finished(self, status: int) -> None:
        if self._process is None:
            return
        self._read()
        problem = ""
        if status != 0 and not self._cancelled:
            complaints = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
            last = complaints.splitlines()[-1] if complaints else self.tr("it ended without a word.")
            problem = self._problem or re.sub(r"^\S+: ", "", last)
        self._end(problem)

    def _end(self, problem: str) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
        self.ended.emit(problem)


class CalibrateDialog(QDialog):
    """Choose pairs, watch, use. camera_calibrated: (name of the camera) when photos of it get new networks."""

    camera_calibrated = Signal(str)

    def __init__(self, folder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Calibrate my camera"))
        self.setAcceptDrops(True)
        self._start_folder = folder
        self.process = CalibrationProcess(self)
        self.process.told.connect(self._hear)
        self.process.ended.connect(self._end)
        self._cameras: list[str] = []
        self._results: dict[str, dict[str, Any]] = {}
        self._unsaved: dict[str, str] = {}  # by direction: the model that photos of the camera use, and go on using
        self._saved = False
        self._improved = ""  # the camera some network was saved for

        intro = quiet_label(self.tr(
            "The networks know cameras in general. From 1 to 20 photos that your camera saved as RAW and JPEG at once "
            "they learn yours: how it exposes, its tone curve, colors, sharpening and the corners of its lens. Take "
            "pictures of different light and colors. The photos stay here and are not changed."))
        intro.setWordWrap(True)
        self.list = HintedList(self.tr(
            "Drop RAW files here that have the camera's JPEG beside them, of the same name, or inside them; or whole "
            "folders."))
        self.list.setAccessibleName(self.tr("RAW files to learn from"))
        self.list.setToolTip(self.tr("RAW files with the camera's JPEG beside them (same name) or inside them.\n"
                                     "Drop files or folders here. Delete removes the chosen one."))
        self.list.setSelectionMode(HintedList.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._allow)
        self.add_files = QPushButton(self.tr("Add &files…"))
        self.add_files.clicked.connect(self._ask_files)
        self.add_folder = QPushButton(self.tr("Add a f&older…"))
        self.add_folder.clicked.connect(self._ask_folder)
        self.remove = QPushButton(self.tr("&Remove"))
        self.remove.setShortcut("Del")
        self.remove.clicked.connect(self._remove)
        buttons = QVBoxLayout()
        for button in (self.add_files, self.add_folder, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        self.choices = QWidget()  # out of sight while it runs: the pictures of the progress get their room
        chosen = QHBoxLayout()
        chosen.addWidget(self.list, 1)
        chosen.addLayout(buttons)

        self.name = QLineEdit(self.tr("my-camera"))
        self.name.setToolTip(self.tr("Name of the new model: letters, digits, - and _"))
        self.name.textChanged.connect(self._allow)
        self.in_minutes = QRadioButton(self.tr("In &minutes: detail and the lens's corners too"))
        self.in_minutes.setToolTip(self.tr("Both networks are trained on the pairs."))
        self.in_seconds = QRadioButton(self.tr("In &seconds: exposure, tone and color alone"))
        self.in_seconds.setToolTip(self.tr(
            "Exposure, tone and color are read off the pairs; sharpening and the lens's corners stay those of\n"
            "cameras in general. Often as good on other photos, the more so from two pairs on."))
        self.in_minutes.setChecked(True)
        self.minutes = DecimalBox()
        self.minutes.setAccessibleName(self.tr("Minutes of training"))
        self.minutes.setRange(0.1, 60)
        self.minutes.setDecimals(1)
        self.minutes.setValue(2)
        self.minutes.setSuffix(self.tr(" min for each direction"))
        self.minutes.setToolTip(self.tr("0.1 to 60 minutes of training for each direction (default 2).\n"
                                        "More helps with more pairs; what does not get better is never kept."))
        self.in_minutes.toggled.connect(self._allow)
        ways = QWidget()
        how = QGridLayout(ways)
        how.setContentsMargins(0, 0, 0, 0)
        how.setVerticalSpacing(4)
        how.addWidget(self.in_minutes, 0, 0)
        how.addWidget(self.minutes, 0, 1)
        how.addWidget(self.in_seconds, 1, 0)
        how.setColumnStretch(2, 1)
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("Learn"), ways)
        choices = QVBoxLayout(self.choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.addLayout(chosen, 1)
        choices.addLayout(form)

        self.stage = quiet_label("")
        self.stage.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.pictures = {name: _Captioned(caption) for name, caption in (
            ("before", self.tr("Before")), ("now", self.tr("Now")), ("truth", self.tr("Your camera")))}
        row = QHBoxLayout()
        for picture in self.pictures.values():
            row.addWidget(picture, 2)
        self.plot = _ScorePlot()
        scores = QVBoxLayout()
        scores.addWidget(quiet_label(self.tr("How like your camera, in dB")))
        scores.addWidget(self.plot, 1)
        self.dashed = quiet_label(self.tr("Dashed: a plain polynomial of the color"))
        scores.addWidget(self.dashed)
        row.addLayout(scores, 2)
        self.watch = QWidget()
        watch = QVBoxLayout(self.watch)
        watch.setContentsMargins(0, 0, 0, 0)
        watch.addWidget(self.stage)
        watch.addWidget(self.bar)
        watch.addLayout(row, 1)
        self.watch.hide()

        self.start_button = QPushButton(self.tr("&Calibrate"))
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self._cancel_or_close)
        self.note = quiet_label("")
        self.note.setWordWrap(True)
        bottom = QHBoxLayout()
        bottom.addWidget(self.note, 1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.start_button)

        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.choices, 1)
        layout.addWidget(self.watch, 1)
        layout.addLayout(bottom)
        take_room(self, 760, 420)
        self._allow()

    # ---- choosing

    def add(self, paths: list[Path]) -> None:
        """Put files or folders into the list, each once."""
        for path in paths:
            if str(path) not in self.paths:
                item = QListWidgetItem(path.name)
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(str(path))
                self.list.addItem(item)
        self._allow()

    @property
    def paths(self) -> list[str]:
        """The files and folders chosen."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("RAW files"), self._start_folder, self.tr(_RAWS))
        self.add([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of RAW+JPEG pairs"), self._start_folder)
        self.add([Path(name)] if name else [])

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._allow()

    def _allow(self) -> None:
        """Enable what can be done now, and say what is missing."""
        running = self.process.running
        named = re.fullmatch(r"[\w-]+", self.name.text()) is not None
        for widget in (self.list, self.add_files, self.add_folder, self.name, self.in_minutes, self.in_seconds):
            widget.setEnabled(not running)
        self.minutes.setEnabled(not running and self.in_minutes.isChecked())
        self.choices.setVisible(not running)
        self.remove.setEnabled(not running and bool(self.list.selectedItems()))
        self.start_button.setEnabled(not running and named and self.list.count() > 0)
        self.close_button.setText(self.tr("Cancel") if running else self.tr("Close"))
        if not running and not self._results:
            self.note.setText(
                self.tr("Add RAW files with their JPEGs, or drop them here.") if not self.list.count()
                else "" if named else self.tr("The name may hold letters, digits, - and _."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files while nothing runs."""
        if event.mimeData().hasUrls() and not self.process.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # ---- running

    def start(self) -> None:
        """Begin the calibration."""
        self._cameras.clear()
        self._results.clear()
        self._unsaved.clear()
        self._saved = False
        self.note.clear()
        self.plot.clear_scores()
        for picture in self.pictures.values():
            picture.clear()
        self.stage.setText(self.tr("Laying the JPEGs over their RAWs…"))
        self.bar.setRange(0, 0)
        self.watch.show()
        take_room(self, max(self.width(), 1000), max(self.height(), 620))
        keep_on_screen(self)
        self.process.start([Path(path) for path in self.paths], self.name.text(),
                           self.minutes.value() if self.in_minutes.isChecked() else 0.0)
        self._allow()

    def _hear(self, event: dict[str, Any]) -> None:
        kind = event.get("event")
        if kind == "pair":
            self._cameras.append(str(event["camera"]))
            words = self.tr("One pair found: {1}, {2}") if len(self._cameras) == 1 else self.tr(
                "{0} pairs found, the last: {1}, {2}")
            self.stage.setText(words.format(len(self._cameras), event["name"], event["camera"]))
        elif kind == "check":
            self._show_check(event)
        elif kind == "result":
            self._results[str(event["direction"])] = event
        elif kind == "unsaved":
            self._unsaved[str(event["direction"])] = str(event["used"])
        elif kind == "saved":
            self._saved = True
            self._improved = str(event.get("camera") or "") or self._improved

    def _result_words(self, event: dict[str, Any]) -> str:
        """Say what came of one direction."""
        direction = str(event["direction"])
        what = self.tr("Photo to RAW") if direction == "inverse" else self.tr("RAW to photo")
        scores = event.get("other") or event  # another scene says more, where one was withheld
        plain = event.get("kept") == "polynomial"
        used = self._unsaved.get(direction)
        return self.tr("{0}: {1:.1f} dB, was {2:.1f} dB{3}").format(
            what, Number(scores["polynomial"] if plain else scores["after"]), Number(scores["before"]),
            self.tr(" (not better, so not kept)") if not event["better"]
            else self.tr(" (no nearer than {0}, so not kept)").format(used) if used
            else self.tr(" (a plain polynomial, which came nearer than the network)") if plain else "")

    def _show_check(self, event: dict[str, Any]) -> None:
        inverse = event["direction"] == "inverse"
        step = self.tr("1 of 2, from the photo to RAW") if inverse else self.tr("2 of 2, from RAW to the photo")
        self.stage.setText(self.tr("{0}: {1:.1f} dB like your camera, {2:.1f} dB at the start").format(
            step, Number(event["best"]), Number(event["before"])))
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(500 * (event["share"] + (not inverse))))
        self.plot.add_score(event)
        for name, picture in self.pictures.items():
            picture.show_file(str(event["pictures"][name]))

    def _end(self, problem: str) -> None:
        self.bar.setRange(0, 1000)
        results = self._results.values()
        # what did not get better or nearer is not saved, which the command calls a problem
        done = len(results) == 2 and (not problem or bool(self._unsaved) or not all(one["better"] for one in results))
        self.bar.setValue(1000 if done else 0)
        camera = self._cameras[0] if len(set(self._cameras)) == 1 else ""
        if not done:
            self.stage.setText(problem or self.tr("Cancelled."))
        elif not self._saved:
            self.stage.setText(
                self.tr("Done. Nothing new is kept: photos of the {0} use models that come as near already.").format(
                    camera) if self._unsaved else
                self.tr("Done. Nothing is kept, as it did not get better. Other pairs, or more minutes, may help."))
        else:
            self.stage.setText(self.tr("Done. Photos of the {0} use it from now on.").format(camera) if camera
                               else self.tr("Done. It was made from several cameras; choose it by its name."))
        self.note.setText("  ".join(map(self._result_words, results)))
        self._allow()
        if self._improved:
            self.camera_calibrated.emit(self._improved)
            self._improved = ""

    def _cancel_or_close(self) -> None:
        if self.process.running:
            self.process.cancel()
        else:
            super().reject()

    def reject(self) -> None:
        """Escape: cancels what runs, else closes."""
        self._cancel_or_close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing ends what runs."""
        self.process.stop()
        super().closeEvent(event)


class _Captioned(QWidget):
    """A picture with a word above it, as large as there is room."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.setMinimumSize(_PICTURE, _PICTURE + 24)
        self.setAccessibleName(caption)
        self._caption = caption

    def show_file(self, path: str) -> None:
        """Show a picture file."""
        pixmap = QPixmap(path)
        if not pixmap.isNull():
            self.picture = pixmap
            self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.picture = QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word and the picture under it."""
        painter = QPainter(self)
        painter.setPen(QColor(theme.QUIET))
        line = painter.fontMetrics().lineSpacing() + 6
        painter.drawText(QRectF(6, 0, self.width() - 6, line), Qt.AlignmentFlag.AlignVCenter, self._caption)
        room = QRectF(0, line, self.width(), self.height() - line)
        if self.picture.isNull():
            painter.fillRect(room, QColor(theme.FIELD))
            return
        scale = min(room.width() / self.picture.width(), room.height() / self.picture.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(0, line, self.picture.width() * scale, self.picture.height() * scale),
                           self.picture, QRectF(self.picture.rect()))


class _Decibels(pyqtgraph.AxisItem):
    """An axis whose numbers are written in the user's language."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return what stands at the ticks."""
        return [numbers.written(each) for each in super().tickStrings(values, scale, spacing)]


class _ScorePlot(pyqtgraph.PlotWidget):
    """How like the camera the networks are, against the time; the plain polynomial as a dashed line."""

    _COLORS = {"inverse": theme.FOCUS, "forward": theme.WARNING}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(background=theme.FIELD, axisItems={"left": _Decibels("left")})
        self.setToolTip(self.tr(
            "PSNR in dB on a quarter of each photo that is not learned from; higher is better.\n"
            "Dashed: what a plain polynomial of the color reaches."))
        self.setAccessibleName(self.tr("Likeness to the camera over time"))
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMinimumHeight(_PICTURE)
        self.getAxis("left").setTextPen(theme.QUIET)
        self.getAxis("bottom").setStyle(showValues=False)
        self.getPlotItem().setXRange(0, 2, padding=0.02)
        self.clear_scores()

    def clear_scores(self) -> None:
        """Forget everything."""
        self.clear()
        for axis in ("left", "bottom"):  # no scale before there is anything on it
            self.getPlotItem().showAxis(axis, False)
        self._points: dict[str, list[tuple[float, float]]] = {}
        self._curves: dict[str, pyqtgraph.PlotDataItem] = {}

    def add_score(self, event: dict[str, Any]) -> None:
        """Add a look at the withheld quarter."""
        direction = str(event["direction"])
        offset = float(direction == "forward")
        for axis in ("left", "bottom"):
            self.getPlotItem().showAxis(axis, True)
        if direction not in self._curves:
            pen = pyqtgraph.mkPen(self._COLORS[direction], width=2)
            # one look alone makes a line from where it began; a dot at each look, as between them nobody looked
            self._points[direction] = [(offset, float(event["before"]))] if event["share"] else []
            self._curves[direction] = self.plot([], [], pen=pen, symbol="o", symbolSize=5, symbolPen=None,
                                                symbolBrush=self._COLORS[direction])
            dashed = pyqtgraph.mkPen(self._COLORS[direction], width=1, style=Qt.PenStyle.DashLine)
            self.plot([offset, offset + 1], [event["polynomial"]] * 2, pen=dashed)
        self._points[direction].append((offset + float(event["share"]), float(event["best"])))
        self._curves[direction].setData(*zip(*self._points[direction], strict=True))
