"""Keeping: takes, applies, renames and deletes snapshots of the open photo, and presets for any photo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.edits.edit import Edit
from app.edits.history import SnapshotsCommand
from app.translations import told
from paramisp_core.editing.edits import GROUPS
from paramisp_core.editing.saved_edit import SavedEdit, Snapshot
from paramisp_core.errors import UserError, joined

if TYPE_CHECKING:
    from app.window import MainWindow
    from paramisp_core.camera.photo import Photo
    from paramisp_core.files.presets import Preset, PresetLibrary


class Keeping(QObject):
    """Between the panel of snapshots and presets, the window's edit, and the files they lie in."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library: PresetLibrary | None = None
        self._presets: list[Preset] = []
        snapshots, presets = window.keeping_panel.snapshots, window.keeping_panel.presets
        snapshots.new.clicked.connect(self.take_snapshot)
        snapshots.list.chosen.connect(self.apply_snapshot)
        snapshots.list.renamed.connect(self._rename_snapshot)
        snapshots.list.delete_asked.connect(self._delete_snapshot)
        snapshots.add_of_one(self.tr("Take again: as the photo is now"), self._retake_snapshot)
        snapshots.add_of_one(self.tr("Compare with it"), self.compare_snapshot)
        window.comparison.menu.aboutToShow.connect(self._fill_comparison)
        presets.new.clicked.connect(self.save_preset)
        presets.list.chosen.connect(self.apply_preset)
        presets.list.renamed.connect(self._rename_preset)
        presets.list.delete_asked.connect(self._ask_delete_preset)
        presets.add_of_one(self.tr("Save again: with the present edits"), self._resave_preset)
        presets.add_of_one(self.tr("Put on the photos selected in the strip"), self._put_on_selected)
        presets.menu.addSeparator()
        presets.add_of_one(self.tr("Export…"), self._ask_export_preset)
        presets.menu.addAction(self.tr("Import…")).triggered.connect(self._ask_import_presets)
        snapshots.list.pointed.connect(lambda row: self._show_pointed(row, self._snapshot_edit))
        presets.list.pointed.connect(lambda row: self._show_pointed(row, self._preset_edit))
        QTimer.singleShot(0, self.read_presets)  # once the window is painted

    # ---- snapshots

    def show_snapshots(self) -> None:
        """Show the snapshots of the photo that was just opened."""
        snapshots = self._window.saver.snapshots
        self._window.keeping_panel.snapshots.show_names(
            [snapshot.name for snapshot in snapshots],
            [self.tr("Taken {0}").format(_local(snapshot.taken)) if snapshot.taken else "" for snapshot in snapshots])

    def take_snapshot(self) -> None:
        """Keep the present state under a new name, which can be typed at once."""
        saved = self._saved()
        if saved is None:
            return
        snapshots = self._window.saver.snapshots
        taken = {snapshot.name for snapshot in snapshots}
        number = len(snapshots) + 1
        while (name := self.tr("Snapshot {0}").format(number)) in taken:
            number += 1
        self._change(self.tr("Take snapshot"), (*snapshots, Snapshot(name, saved, _now())))
        self._window.show_keeping()
        self._window.keeping_panel.snapshots.list.edit_name(len(snapshots))

    def apply_snapshot(self, row: int) -> None:
        """Go to a snapshot's state, as one step."""
        if self._window.photo is not None:
            snapshot = self._window.saver.snapshots[row]
            self._go(snapshot.name, *Edit.restored(self._window.photo, snapshot.edit))

    def compare_snapshot(self, row: int) -> None:
        """Show a snapshot's state beside the present one."""
        window = self._window
        if window.photo is not None:
            snapshot = window.saver.snapshots[row]
            window.comparison.set_snapshot(snapshot.name, Edit.restored(window.photo, snapshot.edit)[0])

    def _fill_comparison(self) -> None:
        """Offer the photo's snapshots in the menu of what to compare with."""
        menu, snapshots = self._window.comparison.snapshots, self._window.saver.snapshots
        menu.clear()
        menu.setEnabled(bool(snapshots))
        for row, snapshot in enumerate(snapshots):
            menu.addAction(snapshot.name).triggered.connect(lambda _=False, one=row: self.compare_snapshot(one))

    def _retake_snapshot(self, row: int) -> None:
        saved = self._saved()
        if saved is not None:
            name = self._window.saver.snapshots[row].name
            self._replace(self.tr("Take {0} again").format(name), row, Snapshot(name, saved, _now()))

    def _rename_snapshot(self, row: int, name: str) -> None:
        old, name = self._window.saver.snapshots[row], " ".join(name.split())
        if not name or name == old.name:
            self.show_snapshots()
            return
        entry = {**old.entry, "name": name} if old.entry else {}
        self._replace(self.tr("Rename snapshot"), row, Snapshot(name, old.edit, old.taken, entry))

    def _delete_snapshot(self, row: int) -> None:
        snapshots = self._window.saver.snapshots
        self._change(self.tr("Delete snapshot {0}").format(snapshots[row].name), snapshots[:row] + snapshots[row + 1:])

    def _replace(self, step: str, row: int, snapshot: Snapshot) -> None:
        snapshots = self._window.saver.snapshots
        self._change(step, (*snapshots[:row], snapshot, *snapshots[row + 1:]))

    def _change(self, step: str, snapshots: tuple[Snapshot, ...]) -> None:
        window = self._window
        window.undo_stack.push(SnapshotsCommand(step, window.saver.snapshots, snapshots, self._put))

    def _put(self, snapshots: tuple[Snapshot, ...]) -> None:
        self._window.saver.keep_snapshots(snapshots)
        self.show_snapshots()

    # ---- presets

    @property
    def library(self) -> PresetLibrary:
        """The user's presets."""
        if self._library is None:
            from paramisp_core.files.presets import PresetLibrary

            self._library = PresetLibrary()
        return self._library

    def read_presets(self) -> None:
        """Show the presets that are there."""
        self._presets, warnings = self.library.read()
        self._window.keeping_panel.presets.show_names([preset.name for preset in self._presets])
        if warnings:
            self._window.message.tell(" ".join(told(each) for each in warnings))

    def save_preset(self) -> None:
        """Save the present edits as a preset, whose name can be typed at once."""
        saved = self._saved()
        if saved is None:
            return
        try:
            number = len(self._presets) + 1
            made = self.library.save(self.library.free_name(self.tr("Preset {0}").format(number)), saved)
        except UserError as error:
            self._refuse(error)
            return
        self.read_presets()
        self._window.show_keeping()
        self._window.keeping_panel.presets.list.edit_name(
            next(row for row, preset in enumerate(self._presets) if preset.name == made.name))

    def apply_preset(self, row: int) -> None:
        """Put a preset over the present edit, as one step."""
        if self._window.photo is not None:
            preset = self._presets[row]
            self._go(preset.name, *self._window.edit.with_preset(self._window.photo, preset.edit))

    def _put_on_selected(self, row: int) -> None:
        preset = self._presets[row]
        self._window.spreading.spread(preset.name, preset.edit.portable.over, lambda: self.apply_preset(row))

    def _resave_preset(self, row: int) -> None:
        saved, preset = self._saved(), self._presets[row]
        if saved is not None and self._tried(lambda: self.library.save(preset.name, saved, replace=preset)):
            self._window.message.tell(self.tr("“{0}” now holds the present edits.").format(preset.name), seconds=4)

    def _rename_preset(self, row: int, name: str) -> None:
        preset = self._presets[row]
        if " ".join(name.split()) not in ("", preset.name):
            self._tried(lambda: self.library.rename(preset, name))
        else:
            self.read_presets()

    def _ask_delete_preset(self, row: int) -> None:
        preset = self._presets[row]
        box = QMessageBox(
            QMessageBox.Icon.Question, self.tr("Delete a preset"),
            self.tr("Delete the preset “{0}”? Photos it was put on stay as they are.").format(preset.name),
            parent=self._window)
        keep = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        delete.clicked.connect(lambda: self._tried(lambda: self.library.delete(preset)))
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.open()

    def _ask_export_preset(self, row: int) -> None:
        preset = self._presets[row]
        folder = Path(self._window.preferences.folder("presets"))
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export a preset"), str(folder / Path(preset.path.name)), _FILTER)
        if chosen and self._tried(lambda: self.library.export_file(preset, chosen)):
            self._window.preferences.set_folder("presets", Path(chosen).parent)
            self._window.message.tell(self.tr("Exported {0}").format(chosen), seconds=8)

    def _ask_import_presets(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import presets"), self._window.preferences.folder("presets"), _FILTER)
        problems = []
        for name in chosen:
            try:
                self.library.import_file(name)
            except UserError as error:
                problems.append(told(error))
        if chosen:
            self._window.preferences.set_folder("presets", Path(chosen[0]).parent)
            self.read_presets()
        if problems:
            self._refuse(UserError(" ".join(problems)))

    # ---- what the mouse points at

    def _snapshot_edit(self, photo: Photo, row: int) -> tuple[str, Edit]:
        snapshot = self._window.saver.snapshots[row]
        return snapshot.name, Edit.restored(photo, snapshot.edit)[0]

    def _preset_edit(self, photo: Photo, row: int) -> tuple[str, Edit]:
        preset = self._presets[row]
        return preset.name, self._window.edit.with_preset(photo, preset.edit)[0]

    def _show_pointed(self, row: int, edit_of: Callable[[Photo, int], tuple[str, Edit]]) -> None:
        """Show what a click would lead to, while the mouse is there; only what has the same crop can be shown so."""
        window = self._window
        name, edit = "", None
        if row >= 0 and window.photo is not None:
            name, edit = edit_of(window.photo, row)
            same = all(getattr(edit.raw, field) == getattr(window.edit.raw, field)
                       for field in (*GROUPS["geometry"], *GROUPS["lens"], "off"))
            edit = edit if same else None
        window.showing.glance(edit, name if edit is not None else "")

    # ---- inner

    def _saved(self) -> SavedEdit | None:
        window = self._window
        return None if window.photo is None else window.edit.saved(window.photo)

    def _go(self, step: str, edit: Edit, warnings: tuple[str, ...]) -> None:
        self._window.change(step, edit)
        if warnings:
            self._refuse(UserError(joined(warnings)))

    def _tried(self, act) -> bool:  # type: ignore[no-untyped-def]
        """Do something with the library and show what there is then; False, and the reason told, when it failed."""
        try:
            act()
        except UserError as error:
            self.read_presets()
            self._refuse(error)
            return False
        self.read_presets()
        return True

    def _refuse(self, error: UserError) -> None:
        self._window.message.tell(told(error), "error", seconds=8)


_FILTER = "Presets (*.paramisp-preset.json *.json)"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _local(taken: str) -> str:
    """Return a time of a file as this place writes it; what is no time stays as it is."""
    try:
        return datetime.fromisoformat(taken).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return taken
