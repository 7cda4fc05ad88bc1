"""The menus: every command of the window, its words and its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app import theme
from app.live.jobs import Shown
from app.panels.crop import TURNS
from app.picture.view_bar import SHOWN_NAMES
from app.translations import tr

if TYPE_CHECKING:
    from app.window import MainWindow


class Menus(QObject):
    """Fills the menu bar. What a command does lies with its subject."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._for_photo: list[QAction] = []
        self.shown: dict[Shown, QAction] = {}
        self._surrounds: dict[str, QAction] = {}
        self._steps: dict[QAction, tuple[bool, str, QKeySequence]] = {}  # as undo and redo are shown
        self._build_file()
        edit = self._build_edit()
        self._build_view()
        self._build_tools()
        edit.addSeparator()
        self.add(edit, tr("Pr&eferences…"), window.choosing.open, "Ctrl+,")
        self._build_help()
        self._build_canvas()

    def add(self, menu: QMenu, text: str, slot: Callable[[], object], *keys: str) -> QAction:
        """Add a command to a menu and return it."""
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda *_: slot())
        menu.addAction(action)
        return action

    def set_photo_ready(self, ready: bool) -> None:
        """Offer the commands that need a photo, or do not."""
        for action in self._for_photo:
            action.setEnabled(ready)
        self._allow_paste()

    def _allow_paste(self) -> None:
        """Offer to paste only what has been copied."""
        for action in self._pastes:
            action.setEnabled(self._window.photo is not None and self._window.spreading.can_paste)

    def _show_steps(self) -> None:
        """Name the step that is undone or redone, in the menu and on the buttons."""
        histories, bar = self._window.histories, self._window.showing.bar
        for action, button, able, step, plain, named in (
            (self.undo, bar.undo, histories.canUndo(), histories.undoText(), tr("&Undo"), tr("&Undo: {step}")),
            (self.redo, bar.redo, histories.canRedo(), histories.redoText(), tr("&Redo"), tr("&Redo: {step}")),
        ):
            shown = able, step, action.shortcut()
            if self._steps.get(action) == shown:  # asked four times with each move of a slider
                continue
            self._steps[action] = shown
            action.setText(named.format(step=step) if step else plain)
            action.setEnabled(able)
            button.setEnabled(able)
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            words = action.text().replace("&", "")
            button.setToolTip(f"{words} ({key})" if key else words)

    def show_surround(self, name: str) -> None:
        """Mark the surround that is used."""
        self._surrounds[name].setChecked(True)

    def _add_for_photo(self, menu: QMenu, text: str, slot: Callable[[], object], *keys: str) -> QAction:
        action = self.add(menu, text, slot, *keys)
        self._for_photo.append(action)
        return action

    def _build_file(self) -> None:
        window = self._window
        file = window.menuBar().addMenu(tr("&File"))
        self.add(file, tr("&Open…"), window.opening.ask, "Ctrl+O")
        self.add(file, tr("Open &folder…"), window.folder.ask_folder, "Ctrl+Shift+O")
        self.recent = file.addMenu(tr("Open &recent"))
        self.recent.aboutToShow.connect(self._fill_recent)
        file.addSeparator()
        self.exports = [
            self.add(file, tr("&Export…"), window.exporting.ask, "Ctrl+E"),
            self.add(file, tr("Export &DNG…"), lambda: window.exporting.ask("dng"), "Ctrl+Shift+D"),
            self.add(file, tr("Export a&gain"), window.exporting.again, "Ctrl+Shift+E"),
        ]
        strip = window.folder.strip
        selected = self.add(file, tr("Export &selected photos…"), lambda: window.batch.ask(strip.selected), "Ctrl+B")
        window.folder.menu.addAction(selected)
        strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        file.addSeparator()
        self._add_for_photo(file, tr("&Close photo"), window.opening.close, "Ctrl+W")
        self.add(file, tr("Cali&brate my camera…"), window.calibration.show)
        file.addSeparator()
        self.add(file, tr("&Quit"), window.close, "Ctrl+Q")

    def _build_edit(self) -> QMenu:
        window = self._window
        edit = window.menuBar().addMenu(tr("&Edit"))
        histories = window.histories
        self.undo = self.add(edit, tr("&Undo"), histories.undo, "Ctrl+Z")
        self.redo = self.add(edit, tr("&Redo"), histories.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        for signal in (histories.undoTextChanged, histories.redoTextChanged, histories.canUndoChanged,
                       histories.canRedoChanged):
            signal.connect(self._show_steps)
        window.showing.bar.undo.clicked.connect(self.undo.trigger)
        window.showing.bar.redo.clicked.connect(self.redo.trigger)
        self._show_steps()
        edit.addSeparator()
        spreading, keeping = window.spreading, window.keeping
        self.copy_picture = self.add(edit, tr("Copy the pic&ture"), window.exporting.copy, "Ctrl+C")
        self._add_for_photo(edit, tr("&Copy edits"), spreading.copy, "Ctrl+Shift+C")
        self.add(edit, tr("&Paste edits"), spreading.paste, "Ctrl+Shift+V")
        to_selected = self.add(edit, tr("Paste to se&lected photos"), spreading.paste_to_selected, "Ctrl+Alt+V")
        self._pastes = edit.actions()[-2:]
        spreading.can_paste_changed.connect(self._allow_paste)
        all_photos = self.add(edit, tr("Select all p&hotos of the folder"), window.folder.select_all, "Ctrl+A")
        window.folder.menu.addActions([to_selected, all_photos])
        self._add_for_photo(edit, tr("Take a &snapshot"), keeping.take_snapshot, "Ctrl+N")
        self._add_for_photo(edit, tr("Sa&ve as preset"), keeping.save_preset, "Ctrl+Shift+N")
        edit.addSeparator()
        self._add_for_photo(edit, tr("Reset &all"), window.editing.reset_all, "Ctrl+Shift+R")
        self._add_for_photo(edit, tr("Pick the &white balance"), window.gray.toggle, "W")
        self._add_for_photo(edit, tr("&Keep the exposure"), window.editing.toggle_exposure_lock, "L")
        edit.addSeparator()
        cropping = window.cropping
        self._add_for_photo(edit, tr("Cr&op"), cropping.toggle, "R")
        self._add_for_photo(edit, tr("Upright or wide &frame"), cropping.swap_aspect, "X")
        for _, name, keys, code in TURNS.values():
            shown = tr(name)
            self._add_for_photo(edit, shown, lambda n=shown, c=code: cropping.turn(n, c), *keys)  # type: ignore[misc]
        return edit

    def _build_view(self) -> None:
        window, showing, viewer = self._window, self._window.showing, self._window.viewer
        view = window.menuBar().addMenu(tr("&View"))
        group = QActionGroup(window)
        for number, (shown, (name, _)) in enumerate(SHOWN_NAMES.items(), start=1):
            action = self.add(view, tr(name), lambda s=shown: showing.set_shown(s), str(number))  # type: ignore[misc]
            action.setCheckable(True)
            group.addAction(action)
            self.shown[shown] = action
        hint = view.addAction(tr("Source: hold or tap \\"))
        hint.setEnabled(False)
        hint.setProperty("hint", True)
        self._add_for_photo(view, tr("Compare: wipe, side &by side, off"), showing.comparison.cycle, "Y")
        view.addMenu(showing.comparison.menu)
        self._for_photo += window.reference.add_to(view)
        view.addSeparator()
        self._for_photo += showing.overlays.add_to(view)
        self._for_photo += showing.channels.add_to(view)
        self._for_photo += showing.photosite_colors.add_to(view)
        view.addSeparator()
        closely, zoom = view.addMenu(tr("&Loupe and samplers")), view.addMenu(tr("&Zoom"))
        for menu in (closely, zoom):
            menu.setProperty("for room", True)  # on a small screen the whole has to fit
        self._for_photo += window.loupe.add_to(closely)
        self._for_photo += window.samplers.add_to(closely)
        self._add_for_photo(zoom, tr("&Fit"), viewer.fit, "Ctrl+0")
        self._add_for_photo(zoom, "&100 %", lambda: viewer.zoom_to(1.0), "Ctrl+1")
        self._add_for_photo(zoom, tr("&Toggle fit and 100 %"), viewer.toggle_zoom, "Z")
        self._add_for_photo(zoom, tr("Zoom &in"), lambda: viewer.zoom_step(1), "Ctrl++", "Ctrl+=")
        self._add_for_photo(zoom, tr("Zoom &out"), lambda: viewer.zoom_step(-1), "Ctrl+-")
        view.addSeparator()
        window.tools.add_actions(self, view)
        self.add(view, self.tr("Ne&xt scope: histogram, waveform, parade, vectorscope, RAW"), window.scopes.next, "H")
        surround = view.addMenu(tr("Surround"))
        surrounds = QActionGroup(window)
        for name in theme.SURROUNDS:
            action = self.add(surround, tr(name), lambda n=name: window.set_surround(n))  # type: ignore[misc]
            action.setCheckable(True)
            surrounds.addAction(action)
            self._surrounds[name] = action
        view.addMenu(window.monitor.menu)
        view.addMenu(showing.proofing.menu)
        self._add_for_photo(view, tr("Histor&y"), window.show_history, "Ctrl+H")
        self.strip = self.add(view, tr("Photos of the f&older"), window.toggle_strip, "F6")
        self.strip.setCheckable(True)
        self.strip.setChecked(window.folder.wanted)
        self.panels = self.add(view, tr("Pa&nels"), window.toggle_panels, "F9")
        self.panels.setCheckable(True)
        self.panels.setChecked(True)
        self.add(view, tr("Full &screen"), window.toggle_full_screen, "F11")

    def _build_tools(self) -> None:
        applications = self._window.applications
        tools = self._window.menuBar().addMenu(self.tr("&Tools"))
        self.add(tools, self.tr("&HDR: one photo or a bracket…"), applications.show_hdr, "Ctrl+Shift+H")
        self._add_for_photo(tools, self.tr("&Deblur…"), applications.show_deblur, "Ctrl+Shift+U")

    def _build_help(self) -> None:
        window = self._window
        menu = window.menuBar().addMenu(tr("&Help"))
        self.add(menu, tr("&Keyboard shortcuts"), window.show_shortcuts, "F1", "?")
        self.add(menu, tr("&Models"), lambda: window.choosing.open("models"))
        self.add(menu, tr("&About, and what it cannot do"), window.show_about)

    def _build_canvas(self) -> None:
        """What a right click on the picture offers: the commands one wants there, with their keys."""
        viewer = self._window.viewer
        self.canvas = QMenu(self._window)
        for keys in (("Ctrl+0", "Ctrl+1"), ("Y",), ("W", "R"), ("Ctrl+Shift+C", "Ctrl+Shift+V", "Ctrl+Shift+R"),
                     ("Ctrl+C", "Ctrl+E")):
            self.canvas.addSeparator()
            self.canvas.addActions([self._with_key(key) for key in keys])
        viewer.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        viewer.customContextMenuRequested.connect(self._show_canvas)

    def _with_key(self, key: str) -> QAction:
        all_there_are = [*self._for_photo, *self._pastes, *self.exports, self.copy_picture]
        return next(action for action in all_there_are if QKeySequence(key) in action.shortcuts())

    def _show_canvas(self, place: QPoint) -> None:
        if self._window.photo is not None:
            self.canvas.popup(self._window.viewer.mapToGlobal(place))

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self._window.preferences.recent_files():
            self.add(self.recent, str(path), lambda p=path: self._window.open(p))  # type: ignore[misc]
        if self.recent.isEmpty():
            self.recent.addAction(tr("No files yet")).setEnabled(False)
