"""The preferences: every choice counts at once and can be put back to its default."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.live.engine_setup import good_threads
from app.panels.choice import ChoiceBox
from app.panels.section import quiet_label
from app.picture.monitor import AUTOMATIC, SRGB, ask_profile
from app.preferences.keys_page import KeysPage
from app.preferences.models_page import FIELDS, ModelsPage
from app.preferences.preferences import Choices, choices_path
from app.room import take_room
from app.translations import languages, tr

_WIDTH = 700
_AROUND = 30, 112  # pixels around a page: margins and frames; those and tabs and buttons


class PreferencesDialog(QDialog):
    """Emits ``chosen(name, value)``, a field of Choices and its new value; shows what it is told."""

    chosen = Signal(str, object)

    def __init__(self, choices: Choices, keys: KeysPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Preferences"))
        self._show: dict[str, Callable[[Any], None]] = {}
        self.tabs.addTab(self._general(), self.tr("General"))
        self.keys = keys
        keys.setProperty("names", ["keys"])
        self.tabs.addTab(keys, self.tr("Keys"))
        self.models = ModelsPage()
        self.models.setProperty("names", list(FIELDS.values()))
        self.models.chosen.connect(self.chosen)
        self.tabs.addTab(self.models, self.tr("Models"))
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        defaults = buttons.addButton(self.tr("Reset this page"), QDialogButtonBox.ButtonRole.ResetRole)
        close.setAutoDefault(False)
        defaults.setAutoDefault(False)
        defaults.setToolTip(self.tr("Put everything on this page back to its default"))
        defaults.clicked.connect(self.reset_page)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.tabs, 1)
        whole.addWidget(buttons)
        self.show_choices(choices)
        # tabs do not ask their pages how tall words are that are broken into lines
        words = self.tabs.widget(0).layout().totalHeightForWidth(_WIDTH - _AROUND[0])
        take_room(self, _WIDTH, max(580, words + _AROUND[1]))

    def show_choices(self, choices: Choices) -> None:
        """Show the choices, without telling anyone."""
        for name, show in self._show.items():
            show(getattr(choices, name))
        self.models.show_choices(choices)

    def show_page(self, name: str) -> None:
        """Bring a page to the front: "general", "keys" or "models"."""
        if name == "models":
            self.models.fill()
            self.tabs.setCurrentWidget(self.models)
        elif name == "keys":
            self.tabs.setCurrentWidget(self.keys)
            self.keys.search.setFocus()
        else:
            self.tabs.setCurrentIndex(0)

    def reset_page(self) -> None:
        """Put what the page in front shows back to its defaults."""
        page = self.tabs.currentWidget()
        for name in page.property("names") or []:
            self.chosen.emit(name, Choices.known[name].default)

    # ---- general

    def _general(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 14, 14, 14)
        self._form = QGridLayout()  # a form layout does not ask how tall broken lines are at the width they have
        self._form.setColumnStretch(1, 1)
        column.addLayout(self._form)
        column.addStretch(1)  # the rows stay close together
        self._form.setVerticalSpacing(6)
        self._form.setHorizontalSpacing(16)
        self.language = self._choice("language", {"automatic": self.tr("Automatic"), **languages()})
        self.theme = self._choice("theme", {"dark": self.tr("Dark, neutral"), "light": self.tr("Light, neutral")})
        self.device = self._choice("device", {
            "auto": self.tr("Automatic"), "cpu": "CPU", "cuda": "NVIDIA (CUDA)", "mps": "Apple (MPS)"})
        self.monitor = self._monitor()
        self.threads = self._threads()
        self.folder = self._folder()
        self.sidecar = QCheckBox(tr(Choices.known["sidecar"].title or ""))
        self.sidecar.clicked.connect(lambda on: self.chosen.emit("sidecar", on))
        self._row("sidecar", self.sidecar, self.sidecar.setChecked, label=False)
        where = quiet_label(self.tr("Kept in {path}").format(path=choices_path()))
        where.setContentsMargins(0, 0, 0, 0)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._form.addWidget(where, self._form.rowCount(), 0, 1, 2)
        page.setProperty("names", ["language", "theme", "monitor", "device", "threads", "export_folder", "sidecar"])
        return page

    def _row(self, name: str, widget: QWidget, show: Callable[[Any], None], label: bool = True,
             control: QWidget | None = None) -> None:
        """Add a control with its field's words: title before it, description below it and in its tooltip."""
        field = Choices.known[name]
        control = control or widget
        control.setAccessibleName(tr(field.title or name))
        control.setAccessibleDescription(tr(field.description or ""))
        default = self.tr("Default: {value}.").format(value=self._default(name))
        control.setToolTip(f"{tr(field.description or '')}\n{default}")
        if label:
            title = QLabel(tr(field.title or name))
            title.setBuddy(control)
            self._form.addWidget(title, self._form.rowCount(), 0)
            self._form.addWidget(widget, self._form.rowCount() - 1, 1)
        else:
            self._form.addWidget(widget, self._form.rowCount(), 1)
        explain = quiet_label(tr(field.description or ""))
        explain.setContentsMargins(0, 0, 0, 8)
        explain.setAlignment(Qt.AlignmentFlag.AlignTop)  # close under its control, however the page is stretched
        self._form.addWidget(explain, self._form.rowCount(), 1)

        def quietly(value: Any) -> None:
            blocker = QSignalBlocker(control)
            show(value)
            blocker.unblock()

        self._show[name] = quietly

    def _default(self, name: str) -> str:
        default = Choices.known[name].default
        if isinstance(default, bool):
            return self.tr("on") if default else self.tr("off")
        return self.tr("automatic") if default in (0, "auto") else str(default) or self.tr("empty")

    def _choice(self, name: str, words: dict[str, str]) -> ChoiceBox:
        box = ChoiceBox()
        for value, word in words.items():
            box.addItem(word, value)
        box.activated.connect(lambda i: self.chosen.emit(name, box.itemData(i)))
        self._row(name, box, lambda value: box.setCurrentIndex(max(0, box.findData(value))))
        return box

    def _monitor(self) -> ChoiceBox:
        box = ChoiceBox()
        box.addItem(self.tr("Automatic"), AUTOMATIC)
        box.addItem(self.tr("sRGB, not converted"), SRGB)
        box.addItem(self.tr("Profile file…"), "")

        def take(place: int) -> None:
            value = box.itemData(place) or ask_profile(self)
            show(value or self._monitor_shown)
            if value:
                self.chosen.emit("monitor", value)

        def show(value: str) -> None:
            self._monitor_shown = value
            if box.count() > 3:
                box.removeItem(2)
            if value not in (AUTOMATIC, SRGB):
                box.insertItem(2, Path(value).name, value)
            box.setCurrentIndex(box.findData(value))

        self._monitor_shown = AUTOMATIC
        box.activated.connect(take)
        self._row("monitor", box, show)
        return box

    def _threads(self) -> QSpinBox:
        box = QSpinBox()
        box.lineEdit().setTextMargins(8, 0, 0, 0)
        box.setRange(0, os.cpu_count() or 1)
        box.setSpecialValueText(self.tr("Automatic ({n})").format(n=good_threads()))
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self.chosen.emit("threads", value))
        self._row("threads", box, lambda value: box.setValue(value))
        return box

    def _folder(self) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(self.tr("The folder last used"))
        line.setClearButtonEnabled(True)
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose the export folder"))
        choose.setAutoDefault(False)
        self.folder_problem = quiet_label()
        self.folder_problem.setObjectName("warning")
        self.folder_problem.hide()

        def take() -> None:
            text = line.text().strip()
            wrong = bool(text) and not os.path.isdir(text)
            self.folder_problem.setText(self.tr("There is no folder {path}.").format(path=text) if wrong else "")
            self.folder_problem.setVisible(wrong)
            if not wrong and text != self._folder_shown:
                self.chosen.emit("export_folder", text)

        def ask() -> None:
            found = QFileDialog.getExistingDirectory(self, self.tr("Export folder"), line.text())
            if found:
                line.setText(found)
                take()

        line.editingFinished.connect(take)
        line.textChanged.connect(lambda text: take() if not text else None)
        choose.clicked.connect(ask)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line, 1)
        row.addWidget(choose)
        def show(text: str) -> None:
            self._folder_shown = text
            line.setText(text)

        self._folder_shown = ""
        self._row("export_folder", both, show, control=line)
        self._form.addWidget(self.folder_problem, self._form.rowCount(), 1)
        return line
