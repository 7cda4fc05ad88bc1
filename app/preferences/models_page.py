"""The page of models: each one's card, which ones are used, and taking checkpoint files in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRunnable, Qt, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.numbers import Number
from app.panels.choice import ChoiceBox
from app.panels.model import PARTS
from app.panels.section import quiet_label
from app.preferences.preferences import Choices
from app.translations import mark, told, tr
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from paramisp_core.networks.checkpoints import ModelCard

_CARD = Qt.ItemDataRole.UserRole
_BESIDE = 18  # pixels of the list's frame and scroll bar
KINDS = {
    "compact": mark("network"), "paper": mark("the paper's network"), "adapter": mark("change to a network"),
    "polynomial": mark("polynomial of the color"), "style": mark("reader of cameras"),
    "dequantizer": mark("finder of what JPEGs lost"),
}
"""What is said of an architecture on its card."""
FIELDS = {"inverse": "inverse_model", "forward": "forward_model"}


class _Task(QRunnable):
    """Do something slow off the GUI thread and tell what came of it."""

    def __init__(self, page: ModelsPage, work: Callable[[], str], done: str) -> None:
        super().__init__()
        self._page, self._work, self._done = page, work, done

    def run(self) -> None:
        """Work; a UserError is a sentence for the user."""
        from paramisp_core.networks.checkpoints import DirectionNeeded

        try:
            said, wrong = self._work() or self._done, False
        except DirectionNeeded as need:
            self._page.direction_needed.emit(need.both)
            return
        except UserError as error:
            said, wrong = told(error), True
        except Exception as error:
            said, wrong = tr("That failed: {reason}").format(reason=error), True
        self._page.finished.emit(said, wrong)


class ModelsPage(QWidget):
    """Emits ``chosen(field, name)``: the field of Choices and the model's name, "" for the usual way."""

    chosen = Signal(str, object)
    finished = Signal(str, bool)  # from a thread: a sentence, and whether it is bad news
    direction_needed = Signal(bool)  # from a thread: both directions are in the file

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._file: Path | None = None
        self._choices = Choices()
        self.boxes: dict[str, ChoiceBox] = {}
        form = QFormLayout()
        for direction, name in FIELDS.items():
            field = Choices.known[name]
            box = self.boxes[direction] = ChoiceBox()
            box.setAccessibleName(tr(field.title or name))
            box.setToolTip(self.tr("Which model is used. By the camera: one calibrated for it, else the shipped one."))
            box.activated.connect(lambda i, n=name, b=box: self.chosen.emit(n, b.itemData(i)))
            label = QLabel(tr(field.title or name))
            label.setBuddy(box)
            form.addRow(label, box)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._show_card)
        self.card = QTextBrowser()
        self.card.setAccessibleName(self.tr("Model card"))
        middle = QHBoxLayout()
        middle.addWidget(self.list)
        middle.addWidget(self.card, 1)
        self.take_in = self._button(self.tr("Import…"), self.ask_import, self.tr(
            "Take in a checkpoint file: an official ParamISP one (.ckpt) or one of this program (.safetensors)"))
        self.verify = self._button(self.tr("Verify all"), self.verify_all, self.tr(
            "Read every model's weights and compare them with the checksum on its card"))
        self.remove = self._button(self.tr("Remove…"), self.ask_remove, self.tr(
            "Delete the selected model, if it is one of your own"))
        self.folder = self._button(self.tr("Open folder"), self._open_folder, self.tr("Where your own models lie"))
        row = QHBoxLayout()
        for button in (self.take_in, self.verify, self.remove, self.folder):
            row.addWidget(button)
        row.addStretch(1)
        self.note = quiet_label()
        self.note.setMinimumHeight(2 * self.note.fontMetrics().lineSpacing())
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addLayout(middle, 1)
        whole.addLayout(row)
        whole.addWidget(self.note)
        self.finished.connect(self._on_finished)
        self.direction_needed.connect(self._ask_direction)
        self._taken_in = ""  # what was imported, until it is shown
        self.fill()

    @staticmethod
    def _button(text: str, slot: Callable[[], None], tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: slot())
        return button

    # ---- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        """Read the cards anew: a calibration may have added some."""
        super().showEvent(event)
        if not event.spontaneous() and not self.busy:
            self.fill()

    def fill(self) -> None:
        """Read the cards anew."""
        from paramisp_core.networks.checkpoints import list_checkpoints

        try:
            cards = sorted(list_checkpoints(), key=_rank)
        except UserError as error:
            cards = []
            self._say(told(error), True)
        kept = self._taken_in or (self.selected.name if self.selected is not None else "")
        self._taken_in = ""
        self.list.clear()
        for card in cards:
            item = QListWidgetItem(card.name, self.list)
            item.setData(_CARD, card)
        for direction, box in self.boxes.items():
            box.clear()
            box.addItem(self.tr("By the photo's camera"), "")
            for card in cards:
                if card.direction == direction and card.is_camera and card.architecture != "paper":
                    box.addItem(card.name + (f" ({card.camera})" if card.camera else ""), card.name)
        self.show_choices(self._choices)
        self.list.setFixedWidth(min(320, max(190, self.list.sizeHintForColumn(0) + _BESIDE)))  # every name in full
        rows = [i for i in range(self.list.count()) if self.list.item(i).text() == kept]
        self.list.setCurrentRow(rows[0] if rows else 0)

    def show_choices(self, choices: Choices) -> None:
        """Show which models are chosen; one that is gone is said to be."""
        self._choices = choices
        for direction, box in self.boxes.items():
            name = getattr(choices, FIELDS[direction])
            index = box.findData(name)
            if index < 0:
                box.addItem(self.tr("{name} (missing)").format(name=name), name)
                index = box.count() - 1
            box.setCurrentIndex(index)

    @property
    def selected(self) -> ModelCard | None:
        """The model whose card is shown."""
        item = self.list.currentItem()
        return item.data(_CARD) if item is not None else None

    @property
    def busy(self) -> bool:
        """Whether something is read or written."""
        return not self.take_in.isEnabled()

    def _show_card(self, *_: object) -> None:
        card = self.selected
        self.remove.setEnabled(card is not None and not card.shipped)
        if card is None:
            self.card.clear()
            return
        cells = "".join(f"<tr><td valign=top><i>{escape(label)}</i></td><td>{escape(text)}</td></tr>"
                        for label, text in self._rows(card))
        scores = score_table(card.scores)
        if scores:
            scores = f"<p>{escape(self.tr('Scores: PSNR in dB, higher is better.'))}</p>{scores}"
        self.card.setHtml(f"<h3>{escape(card.name)}</h3><table cellpadding=3>{cells}</table>{scores}")

    def _rows(self, card: ModelCard) -> list[tuple[str, str]]:
        """Return what a card says, in words. Its own sentences stay as they were written, which is in English."""
        way = self.tr("photo to RAW") if card.direction == "inverse" else self.tr("RAW to photo")
        day = card.date or self.tr("no date")
        rows = [(self.tr("is"), self.tr("{kind}, {way}, {count} parameters").format(
            kind=tr(KINDS.get(card.architecture, card.architecture)), way=way, count=_grouped(card.parameters)))]
        if card.architecture == "style":
            rows.append((self.tr("use"), self.tr(
                "by itself, wherever {name} works: it reads off pictures how a camera exposes, its tone and its color. "
                "Off an open photo, so that edits keep its look; off RAW+JPEG pairs, when a camera is calibrated in "
                "seconds.").format(name=card.base)))
        if card.architecture == "dequantizer":
            rows.append((self.tr("use"), self.tr(
                "before the photo goes to RAW, where JPEG artifacts are to be removed")))
        if card.architecture == "paper":
            rows.append((self.tr("use"), self.tr(
                "on the command line, with --checkpoint {name}: too slow to edit with live").format(name=card.name)))
        if card.camera:
            rows.append((self.tr("for"), card.camera))
        rows.append((self.tr("trained on"), self.tr("{what}; {steps} steps, {day}").format(
            what=card.trained_on, steps=_grouped(card.steps), day=day)))
        rows.append((self.tr("license"), card.data_license))
        if card.confidence and card.architecture != "style":  # that of the network it serves
            rows.append((self.tr("trusted"), ", ".join(
                f"{tr(PARTS.get(part, part))} {100 * share:.0f} %" for part, share in card.confidence.items())))
        rows += [(self.tr("limit"), sentence) for sentence in card.limits]
        rows.append((self.tr("file"), str(card.path)))
        rows.append(("SHA-256", card.sha256))
        return rows

    def _say(self, sentence: str, wrong: bool = False) -> None:
        self.note.setObjectName("warning" if wrong else "quiet")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setText(sentence)

    # ---- what is done

    def _begin(self, word: str, work: Callable[[], str], done: str = "") -> None:
        self._say(word)
        for button in (self.take_in, self.verify, self.remove):
            button.setEnabled(False)
        self._pool.start(_Task(self, work, done))

    def _on_finished(self, sentence: str, wrong: bool) -> None:
        for button in (self.take_in, self.verify):
            button.setEnabled(True)
        self.fill()
        self._say(sentence, wrong)

    def verify_all(self) -> None:
        """Compare all weights with their cards."""
        from paramisp_core.networks.checkpoints import verify_checkpoint

        cards = [self.list.item(i).data(_CARD) for i in range(self.list.count())]

        def work() -> str:
            damaged = []
            for card in cards:
                try:
                    verify_checkpoint(card)
                except UserError as error:
                    damaged.append(told(error))
            if damaged:
                raise UserError(" ".join(damaged))
            return ""

        self._begin(self.tr("Reading the weights…"), work,
                    self.tr("All {n} models are as their cards say.").format(n=len(cards)))

    def ask_import(self) -> None:
        """Ask for a checkpoint file and take it in."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import a model"), "",
            self.tr("Checkpoints (*.ckpt *.safetensors *.pt *.pth);;All files (*)"))
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path, directions: tuple[str | None, ...] = (None,)) -> None:
        """Take in a checkpoint file; asks which way it runs where it does not say."""
        self._file = path

        def work() -> str:
            from paramisp_core.networks.importing import import_checkpoint

            names = [import_checkpoint(path, direction).name for direction in directions]
            self._taken_in = names[0]
            return self.tr("Taken in: {names}.").format(names=", ".join(names))

        self._begin(self.tr("Reading {file}…").format(file=path.name), work)

    def _ask_direction(self, both: bool) -> None:
        self._on_finished("", False)
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Import a model"))
        box.setText(self.tr("The file holds both directions. Which one do you want?") if both else
                    self.tr("The file does not say which way it runs."))
        choices: dict[object, tuple[str, ...]] = {}
        for text, ways in ((self.tr("Both"), ("inverse", "forward")), (self.tr("Photo to RAW"), ("inverse",)),
                           (self.tr("RAW to photo"), ("forward",))):
            if both or len(ways) == 1:
                choices[box.addButton(text, QMessageBox.ButtonRole.AcceptRole)] = ways
        box.addButton(QMessageBox.StandardButton.Cancel)
        self._asking = box
        box.finished.connect(lambda _: self._import_as(choices.get(box.clickedButton(), ())))
        box.open()

    def _import_as(self, directions: tuple[str, ...]) -> None:
        if self._file is not None and directions:
            self.import_file(self._file, directions)

    def ask_remove(self) -> None:
        """Ask whether to delete the selected model, then do."""
        card = self.selected
        if card is None:
            return
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove a model"), self.tr(
            "Delete {name} and its card? The file it was imported from stays.").format(name=card.name),
            QMessageBox.StandardButton.Cancel, self)
        yes = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        self._asking = box
        box.finished.connect(lambda _: self._remove(card) if box.clickedButton() is yes else None)
        box.open()

    def _remove(self, card: ModelCard) -> None:
        from paramisp_core.networks.importing import remove_checkpoint

        try:
            remove_checkpoint(card)
        except UserError as error:
            self._say(told(error), True)
            return
        field = FIELDS[card.direction]
        self.fill()
        if getattr(self._choices, field) == card.name:
            self.chosen.emit(field, "")
            self.fill()
        self._say(self.tr("{name} was deleted.").format(name=card.name))

    def _open_folder(self) -> None:
        from paramisp_core.networks.checkpoints import user_models_path

        user_models_path().mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_models_path())))

    def wait(self) -> None:
        """Wait for what is read or written."""
        self._pool.waitForDone()


def _rank(card: ModelCard) -> tuple[bool, int, str]:
    """Own models first, then those for any photo, what serves them, and those for one camera."""
    order = 1 if not card.is_camera else 2 if card.camera else 0
    return card.shipped, order if card.shipped else 0, card.name


def _grouped(number: int) -> str:
    """Write a large number so that it reads alike in every language."""
    return f"{number:,}".replace(",", "\u202f")


def score_table(scores: Mapping[str, Any]) -> str:
    """Return a card's scores (test set -> method -> measure -> dB, in any depth) as HTML tables, "" without any."""
    parts = []
    for name, found in scores.items():
        rows = found if isinstance(found, Mapping) else {"": found}
        measures = list(dict.fromkeys(key for row in rows.values() if isinstance(row, Mapping) for key in row))
        head = "".join(f"<td align=right><i>{escape(key)}</i></td>" for key in measures)
        body = "".join(f"<tr><td>{escape(method)}</td>{_cells(row, measures)}</tr>" for method, row in rows.items())
        parts.append(f"<h4>{escape(name)}</h4><table cellpadding=3><tr><td></td>{head}</tr>{body}</table>")
    return "".join(parts)


def _cells(row: Any, measures: list[str]) -> str:
    values = [row.get(key) for key in measures] if isinstance(row, Mapping) else [row]
    return "".join(f"<td align=right>{_number(value)}</td>" for value in values)


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{Number(value):.2f}"
    return "" if value is None else escape(str(value))
