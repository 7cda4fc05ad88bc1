"""Batch export: a queue of photos, each written with the edit of its own sidecar; at the end it lists what failed, and
what there is to know of those that were written ("The file is truncated: …").

Some are on their way at once, so that reading, the network and writing overlap (app/export/export_line.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from app.export.export_dialog import ExportDialog, Subject
from app.export.exporting import show_folder
from app.help import TextDialog
from app.live.jobs import ExportRequest, FileExportRequest
from app.translations import tr
from paramisp_core.engine.overlap import AT_ONCE
from paramisp_core.errors import by_sentence
from paramisp_core.files.export_settings import ExportSettings

if TYPE_CHECKING:
    from app.window import MainWindow
    from paramisp_core.editing.saved_edit import SavedEdit


@dataclass(frozen=True)
class Item:
    """One photo to write. edit: in place of that in its sidecar. first: before those that were queued without it."""

    source: Path
    folder: Path
    settings: ExportSettings
    edit: SavedEdit | None = None
    first: bool = False


class Batch(QObject):
    """The queue. More can be added while it runs; editing and opening go on meanwhile."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._queue: deque[Item] = deque()
        self._running: dict[int, FileExportRequest] = {}  # by id, the first is in front
        self._shares: dict[int, float] = {}  # how far each is
        self._done: list[Path] = []
        self._failures: list[tuple[Path, str]] = []
        self._remarks: dict[int, tuple[Path, tuple[str, ...]]] = {}  # of photos that are or will be written, by id
        self._folders: dict[Path, None] = {}  # that photos were written into, in their order
        window.controller.export_done.connect(self._on_done)
        window.controller.export_remarked.connect(self._on_remarked)
        window.controller.export_progress.connect(self._on_progress)
        self._no_models = ""  # why there are none
        window.controller.engine_loaded.connect(self._on_engine)
        window.controller.engine_failed.connect(self._on_engine_failed)

    @property
    def running(self) -> bool:
        """Whether photos are being written or wait for it."""
        return bool(self._running or self._queue)

    @property
    def _total(self) -> int:
        return len(self._done) + len(self._failures) + len(self._queue) + len(self._running)

    @property
    def words_left(self) -> str:
        """How many photos are still to be written, in words."""
        return _photos(len(self._queue) + len(self._running))

    def ask(self, sources: Sequence[Path]) -> None:
        """Ask how and where to, then write these photos."""
        window = self._window
        if not sources:
            window.folder.tell_to_select()
            return
        if window.controller.engine is None:
            window.message.tell(self.tr("The learned camera is still loading."), "error", seconds=4)
            return
        dialog = ExportDialog(Subject(len(sources)), window.exporting.settings, window.exporting.folder, window)
        dialog.accepted.connect(lambda: self._accept(dialog, sources))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _accept(self, dialog: ExportDialog, sources: Sequence[Path]) -> None:
        self._window.exporting.remember(dialog.settings, dialog.folder)
        self.add(sources, dialog.folder, self._window.exporting.settings)

    def add(self, sources: Sequence[Path], folder: Path, settings: ExportSettings,
            edit: SavedEdit | None = None) -> None:
        """Queue photos; they are written into ``folder`` one after the other. edit: in place of each one's own."""
        self._window.saver.flush()  # a photo that was just left may be among them
        self._queue += [Item(source, folder, settings, edit) for source in sources]
        self._next()

    def add_first(self, source: Path, folder: Path, settings: ExportSettings, edit: SavedEdit) -> None:
        """Queue one photo with this edit; it comes after those on their way, and before the others that wait."""
        place = next((at for at, item in enumerate(self._queue) if not item.first), len(self._queue))
        self._queue.insert(place, Item(source, folder, settings, edit, first=True))
        self._next()

    def _next(self) -> None:
        window = self._window
        if window.controller.exporting_photo:
            return
        if self._queue and window.controller.engine is None:
            if not self._no_models:
                return  # others are being loaded
            self._failures += [(item.source, self._no_models) for item in self._queue]
            self._queue.clear()
        while self._queue and len(self._running) < AT_ONCE:
            item = self._queue.popleft()
            photo, edit = window.photo, item.edit
            if edit is None and photo is not None and photo.path == item.source:
                # as it is now, though that may not be written yet
                edit = window.edit.saved(photo)
            job = window.controller.export_file(item.source, item.folder, item.settings, edit)
            self._running[job.id] = job
        if self._running:
            self._show()
        else:
            self._finish(cancelled=0)

    def _show(self) -> None:
        """Show which photo is in front, and how far all are."""
        done = len(self._done) + len(self._failures)
        first = next(iter(self._running.values()))
        self._window.export_bar.begin(self.tr("{0} of {1}: {2}").format(done + 1, self._total, first.source.name))
        self._advance()
        self._window.exporting.allow()

    def _advance(self) -> None:
        done = len(self._done) + len(self._failures) + sum(self._shares.values())
        self._window.export_bar.advance(done / max(self._total, 1))

    def _on_progress(self, job: ExportRequest | FileExportRequest, fraction: float) -> None:
        if job.id in self._running:
            self._shares[job.id] = fraction
            self._advance()

    def _on_remarked(self, job: FileExportRequest, sentences: tuple[str, ...]) -> None:
        if job.id in self._running:
            self._remarks[job.id] = job.source, sentences

    def _on_done(self, job: ExportRequest | FileExportRequest, sentence: str) -> None:
        running = self._running.pop(job.id, None)
        self._shares.pop(job.id, None)
        if running is None:
            if self._queue:  # it waited for an export of the open photo
                self._next()
            return
        if sentence == "cancelled":
            left = 1 + len(self._running)
            for number in (job.id, *self._running):
                self._remarks.pop(number, None)
            self._running = {}
            self._finish(cancelled=left)
            return
        if sentence:
            self._remarks.pop(job.id, None)
            self._failures.append((running.source, sentence))
        else:
            self._done.append(running.source)
            self._folders[running.folder] = None
        self._next()

    def _on_engine(self) -> None:
        self._no_models = ""
        if self._queue:
            self._next()

    def _on_engine_failed(self, sentence: str) -> None:
        """Without models nothing of what waits can be written."""
        self._no_models = sentence
        if self._queue:
            self._next()

    def _finish(self, cancelled: int) -> None:
        """Say how it went, and begin anew. cancelled: how many were on their way."""
        done, failures, left = len(self._done), self._failures, len(self._queue) + cancelled
        remarks, self._remarks = [*self._remarks.values()], {}
        folders, self._folders = [*self._folders], {}
        self._queue.clear()
        self._shares.clear()
        self._done, self._failures = [], []
        window = self._window
        window.export_bar.hide()
        window.exporting.allow()
        if not done and not failures and not cancelled:
            return
        said = (self.tr("No photo was exported.") if not done else
                self.tr("Exported {0} to {1}.").format(_photos(done), folders[0]) if len(folders) == 1 else
                self.tr("Exported {0} to {1} folders.").format(_photos(done), len(folders)))
        if cancelled:
            said += self.tr(" Cancelled: {0} not written.").format(_photos(left))
        if failures:
            said += self.tr(" {0} failed.").format(_photos(len(failures)))
        known = [([path.name for path in paths], sentence) for sentence, paths in by_sentence(remarks).items()]
        told = len(known) == 1 and len(remarks) == 1
        if told:
            said += f" {_line(*known[0])}"
        elif known:
            said += self.tr(" There is something to know of {0}.").format(_photos(len(remarks)))
        listed = failures or (known and not told)
        more = OutcomeDialog(failures, known, len(remarks), window) if listed else None
        window.message.tell(
            said, "error" if failures else "note", seconds=0 if failures or cancelled or known else 8,
            button=self.tr("Show") if more else self.tr("Open the folder") if done else "",
            action=more.open if more else partial(show_folder, folders[-1] if folders else Path()))
        if more and failures:
            more.open()


class OutcomeDialog(TextDialog):
    """Which photos could not be written, and why; and what there is to know of those that were.

    Of many photos of which the same is to be known, the first few are named, the others at a click.
    """

    def __init__(self, failures: Sequence[tuple[Path, str]], known: Sequence[tuple[Sequence[str], str]], about: int,
                 parent: MainWindow) -> None:
        """known: what there is to know, as names and a sentence about them, of ``about`` photos in all."""
        self._parts: list[tuple[str, list[tuple[Sequence[str], str]]]] = []
        if failures:
            self._parts.append((self.tr("Not exported: {0}").format(_photos(len(failures))),
                                [([path.name], sentence) for path, sentence in failures]))
        if known:
            self._parts.append((self.tr("Exported, with something to know: {0}").format(_photos(about)), [*known]))
        self._whole: set[str] = set()  # of what all photos are named, as the links call it
        super().__init__(self._parts[0][0], self._html(), (520, 360), parent)
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._name_all)

    def _name_all(self, link: QUrl) -> None:
        self._whole.add(link.toString())
        place = self.browser.verticalScrollBar().value()
        self.browser.setHtml(self._html())
        self.browser.verticalScrollBar().setValue(place)

    def _html(self) -> str:
        html = ""
        for part, (title, lines) in enumerate(self._parts):
            html += "" if len(self._parts) == 1 else f"<h4>{escape(title)}</h4>"
            html += "".join(f"<p>{self._line(f'{part}-{row}', *line)}</p>" for row, line in enumerate(lines))
        return html

    def _line(self, link: str, names: Sequence[str], sentence: str) -> str:
        if len(names) <= _NAMED + 1 or link in self._whole:  # "and 1 more" says no less than its name
            return escape(_line(names, sentence))
        others = self.tr("and {count} more").format(count=len(names) - _NAMED)
        return f'{escape(", ".join(names[:_NAMED]))} <a href="{link}">{escape(others)}</a>: {escape(sentence)}'


_NAMED = 5  # of many photos


def _line(names: Sequence[str], sentence: str) -> str:
    return sentence if len(names) == 1 and names[0] in sentence else f"{', '.join(names)}: {sentence}"


def _photos(count: int) -> str:
    return tr("1 photo") if count == 1 else tr("{count} photos").format(count=count)
