"""What dialogs share that look at a photo off the GUI thread and make a file: a view, choices beside it, the export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.live.background import Background
from app.panels.section import quiet_label
from app.picture.before_after import BeforeAfter
from app.tools.making_bar import MakingBar
from paramisp_core.progress import Progress

_SIDE = 320


class MakingDialog(QDialog):
    """A dialog of a view, a column of choices and a row that exports. What is made is made on ``background``.

    Subclasses fill ``column``, say what is enabled (_allow), what comes back (_on_done, _on_failed, _on_progress), how
    the file is called (_ask_export) and what must not go on while a file is made or the dialog closes (_rest).
    """

    def __init__(self, title: str, view: BeforeAfter, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._folder = folder
        self.view = view
        self.background = Background(self)
        self.background.done.connect(self._on_done)
        self.background.failed.connect(self._on_failed)
        self.background.progressed.connect(self._on_progress)
        self._bottom = MakingBar(self.reject, self._ask_export)
        self.note, self.bar = self._bottom.note, self._bottom.bar
        self.close_button, self.export_button = self._bottom.close_button, self._bottom.export_button
        side = QWidget()
        side.setFixedWidth(_SIDE)
        self.column = QVBoxLayout(side)
        top = QHBoxLayout()
        top.addWidget(self.view, 1)
        top.addWidget(side)
        whole = QVBoxLayout(self)
        whole.addLayout(top, 1)
        whole.addWidget(self._bottom)

    def tell_unedited(self) -> None:
        """Say that the photo is taken as it is in its file."""
        label = quiet_label(self.tr("The photo as it was opened: the window's edits are not in it."))
        label.setContentsMargins(0, 0, 0, 6)
        self.column.insertWidget(0, label)

    def _allow(self) -> None:
        raise NotImplementedError

    def _on_done(self, kind: str, result: object) -> None:
        """A file is written; other kinds of work are the subclass's."""
        if kind == "export":
            self.note.setText(self.tr("Written: {0}").format(result))
            self.bar.setValue(1000)
            self._allow()

    def _on_failed(self, kind: str, sentence: str) -> None:
        raise NotImplementedError

    def _on_progress(self, kind: str, fraction: float) -> None:
        self.bar.setValue(round(1000 * fraction))

    def _ask_export(self) -> None:
        raise NotImplementedError

    def _rest(self) -> None:
        """Begin nothing more."""

    # ---- the file

    @property
    def exporting(self) -> bool:
        """Whether a file is being made."""
        return self.background.busy("export")

    def ask_target(self, title: str, source: Path, addition: str, ending: str) -> Path | None:
        """Ask where the file goes: beside others that were exported, named after its source; None when cancelled."""
        start = Path(self._folder or source.parent) / f"{source.stem}{addition}{ending}"
        name, _ = QFileDialog.getSaveFileName(self, title, str(start), f"*{ending}")
        if not name:
            return None
        target = Path(name)
        return target if target.suffix.lower() == ending else target.with_name(target.name + ending)

    def make(self, target: Path, work: Callable[[Progress], str], instead_of: tuple[str, ...]) -> None:
        """Make a file by ``work``, which returns what was made, in words; these kinds of work stop for it."""
        self._rest()
        for kind in instead_of:
            self.background.cancel(kind)
        self.note.setText(self.tr("Making {0}…").format(target.name))
        self.background.run("export", lambda progress: f"{target}: {work(progress)}")
        self._allow()

    def reject(self) -> None:
        """Escape and Cancel: stop what is being made, else close."""
        if self.exporting:
            self.background.cancel("export")
            self.bar.setValue(0)
            self.note.setText(self.tr("Cancelled; nothing was written."))
            self._allow()
        else:
            self._end()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing ends what runs."""
        self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        self._rest()
        self.background.stop()
