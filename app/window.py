"""The main window: viewer, panels, menus and status put together; what each of them does lies with its subject."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app import theme
from app.bars import ExportBar, MessageBar
from app.calibration.calibration import Calibration
from app.cameras.camera_tools import CameraTools
from app.edits.cropping import Cropping
from app.edits.edit import Edit
from app.edits.editing import Editing
from app.edits.gray import GrayPicking
from app.edits.history import Histories
from app.edits.keeping import Keeping
from app.edits.round_trip import RoundTrip
from app.edits.saving import Saver
from app.edits.spreading import Spreading
from app.export.batch import Batch
from app.export.exporting import Exporting
from app.export.quitting import Quitting
from app.help import AboutDialog
from app.live.controller import Controller
from app.live.engine import Engine
from app.live.jobs import EngineFacts, Shown
from app.live.turns import Turns
from app.menus import Menus
from app.panels.section import Section
from app.panels.side import Side
from app.photos.folder import Folder
from app.photos.opening import Opening
from app.picture.loupe import Loupe
from app.picture.monitor import Monitor
from app.picture.overlays import Overlay
from app.picture.probe import Probe
from app.picture.reference import Reference
from app.picture.samplers import Samplers
from app.picture.showing import Showing
from app.picture.viewer import Viewer
from app.preferences.choosing import Choosing
from app.preferences.keys import Keys
from app.preferences.preferences import Preferences
from app.room import keep_on_screen
from app.status import Status
from app.tools.applications import Applications
from paramisp_core.editing.geometry import Geometry

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo

_UNSEEN_MS = 1000  # a window that begins minimized is not painted
_FRAMED_MS = 300  # by then a window manager has put its frame around the window
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}


class MainWindow(QMainWindow):
    """One photo, one Edit. Every change goes through :meth:`change`, so undo sees it."""

    def __init__(self, controller: Controller | None = None) -> None:
        super().__init__()
        self.preferences = Preferences()
        self.monitor = Monitor(self)
        self.choosing = Choosing(self)
        self.controller = controller or Controller(Engine(self.preferences.choices.engine))
        self.histories = Histories(self)
        self.saver = Saver(self)
        self._closing = self._closing_anyway = False
        self._turns = Turns(self)
        self.setWindowTitle("ParamISP Studio")
        self.setAcceptDrops(True)
        self._make_parts()
        self._lay_out()
        self.menus = Menus(self)
        self.keys = Keys(self.menuBar(), self)
        self._connect()
        self._restore()
        self.set_photo_ready(False)
        self.side.set_ready(False)

    # ---- building

    def _make_parts(self) -> None:
        """Make what the window is of, in the order in which one needs the other."""
        self.viewer = Viewer()
        self.message = MessageBar()
        self.export_bar = ExportBar()
        self.side = Side(self.histories)
        self.scopes = self.side.scopes
        self.camera_panel = self.side.camera
        self.shot_panel = self.side.shot
        self.raw_panel = self.side.raw
        self.model_panel = self.side.model
        self.keeping_panel = self.side.keeping
        self.history_panel = self.side.history
        self.output_panel = self.side.output
        self.probe = Probe(self.viewer, self.controller)
        self.status = Status(self.statusBar(), self.probe.readout)
        self.showing = Showing(self)
        self.comparison = self.showing.comparison
        self.overlays = self.showing.overlays
        self.reference = Reference(self)
        self.editing = Editing(self)
        self.cropping = Cropping(self)
        self.gray = GrayPicking(self)
        self.loupe = Loupe(self)
        self.samplers = Samplers(self)
        self.side.samplers.addWidget(self.samplers.panel)
        self.folder = Folder(self)
        self.tools = CameraTools(self)
        self.round_trip = RoundTrip(self)
        self.opening = Opening(self)
        self.spreading = Spreading(self)
        self.keeping = Keeping(self)
        self.exporting = Exporting(self)
        self.batch = Batch(self)
        self.calibration = Calibration(self)
        self.applications = Applications(self)
        self.quitting = Quitting(self)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.showing.bar)
        column.addWidget(self.viewer, 1)
        column.addWidget(self.folder.strip)
        column.addWidget(self.tools.strip)
        # over the picture, so that it does not move when a bar comes or goes
        over = QVBoxLayout(self.viewer)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        over.addWidget(self.message)
        over.addStretch(1)
        over.addWidget(self.export_bar)
        center = QWidget()
        whole = QHBoxLayout(center)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left, 1)
        whole.addWidget(self.side)
        self.setCentralWidget(center)

    def _connect(self) -> None:
        controller = self.controller
        controller.engine_loaded.connect(self._on_engine)
        controller.models_chosen.connect(self._show_models)
        controller.headroom_assumed.connect(self.editing.show_headroom)
        controller.doubt_told.connect(self.camera_panel.show_doubt)
        controller.engine_failed.connect(self._on_engine_failed)
        controller.frame_failed.connect(lambda sentence: self.message.tell(sentence, "error"))
        self.monitor.chosen.connect(lambda choice: self.choosing.choose("monitor", choice))
        self.monitor.told.connect(lambda sentence, kind: self.message.tell(sentence, kind))
        self.saver.told.connect(lambda sentence, kind: self.message.tell(sentence, kind))
        self.saver.written.connect(self.folder.strip.photos.set_edited)
        self.scopes.chosen.connect(self.showing.request)
        self.camera_panel.browse_asked.connect(self.tools.open_browser)
        self.camera_panel.doubt_asked.connect(self.overlays.actions[Overlay.CONFIDENCE].trigger)
        self.overlays.changed.connect(
            lambda: self.camera_panel.doubt.setChecked(self.overlays.current is Overlay.CONFIDENCE))
        self.viewer.room_asked.connect(self.toggle_panels)

    def _restore(self) -> None:
        preferences = self.preferences
        geometry = preferences.blob("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)
        self.set_surround(preferences.text("surround", "Dark"))
        self.scopes.set_named(preferences.text("scope", ""))
        self.side.fold(preferences.names("folded"))
        self.editing.set_exposure_lock(bool(preferences.number("exposure_lock", 0, 0, 1)))
        self.tools.restore()
        self.showing.proofing.restore()
        self.choosing.restore()
        self.showing.mark()

    # ---- the photo and its edit

    @property
    def photo(self) -> Photo | None:
        """The open photo."""
        return self.opening.photo

    @property
    def edit(self) -> Edit:
        """The open photo's edit."""
        return self.editing.edit

    @property
    def undo_stack(self) -> QUndoStack:
        """The open photo's history."""
        return self.histories.current

    @property
    def geometry_of_picture(self) -> Geometry:
        """The geometry of the picture as edited."""
        return self.cropping.geometry

    def start(self, *paths: Path) -> None:
        """Start the worker, which loads the models, and open photos or folders; called once the window is on screen."""
        self.controller.start(after_picture=len(paths) == 1 and not os.path.isdir(paths[0]))  # a folder may hold none
        self.monitor.look()
        if (handle := self.windowHandle()) is not None:
            handle.screenChanged.connect(self.monitor.look)
        self.opening.start(*paths)

    def open(self, path: Path) -> None:
        """Open a photo in place of the present one."""
        self.opening.open(path)

    def change(self, name: str, edit: Edit, gesture: int | None = None) -> None:
        """Go to another edit as an undoable step; changes of one gesture are one step."""
        self.editing.change(name, edit, gesture)

    def set_photo_ready(self, ready: bool) -> None:
        """Offer what needs a photo, or do not, but for the panels."""
        self.menus.set_photo_ready(ready)
        self.showing.bar.set_ready(ready)
        self.exporting.allow()

    @property
    def settled(self) -> bool:
        """Whether all of the window shows the photo and the models that came last."""
        return self._turns.idle and self.opening.turns.idle

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.message.tell(sentence, "error", seconds=8)

    # ---- what is shown

    @property
    def shown(self) -> Shown:
        """The view on screen."""
        return self.showing.shown

    def set_shown(self, shown: Shown) -> None:
        """Choose one of the four views; zoom and position stay."""
        self.showing.set_shown(shown)

    def set_surround(self, name: str) -> None:
        """Choose the gray around the picture."""
        name = name if name in theme.SURROUNDS else "Dark"
        self.menus.show_surround(name)
        self.viewer.set_surround(theme.SURROUNDS[name])
        self.preferences.set("surround", name)

    def show_history(self) -> None:
        """Bring the list of steps into sight, with the keys."""
        self._show_section(self.history_panel)
        self.history_panel.view.setFocus()

    def show_keeping(self) -> None:
        """Bring snapshots and presets into sight."""
        self._show_section(self.keeping_panel)

    def _show_section(self, section: Section) -> None:
        self.side.show()
        self.menus.panels.setChecked(True)
        self.side.bring_into_sight(section)

    def toggle_strip(self) -> None:
        """Show the folder's photos, or do not."""
        self.folder.toggle()
        self.menus.strip.setChecked(self.folder.wanted)

    def toggle_panels(self) -> None:
        """Show the panels, or do not."""
        self.side.setVisible(not self.side.isVisible())
        self.menus.panels.setChecked(self.side.isVisible())

    def fit_screen(self) -> None:
        """Make the window no larger than its screen, title bar included, which is known only once it is shown."""
        whole = Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMaximized
        if self.isVisible() and not self.windowState() & whole:
            keep_on_screen(self)

    def toggle_full_screen(self) -> None:
        """Take the whole screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_shortcuts(self) -> None:
        """List the keys."""
        self.choosing.open("keys")

    def show_about(self) -> None:
        """Tell the version and the model cards."""
        AboutDialog(self.controller.engine, self).open()

    # ---- the engine

    def tell_loading(self) -> None:
        """Show that the models are loaded anew."""
        self.status.show_loading()
        self._turns.drop()
        self.model_panel.show_engine(None)
        self.exporting.allow()

    def _on_engine(self, facts: EngineFacts) -> None:
        self.showing.request()
        self._show_models(facts)
        self.showing.forget_time()
        self.exporting.allow()
        if facts.device_note:
            self.message.tell(facts.device_note, seconds=12)

    def _show_models(self, facts: EngineFacts) -> None:
        self._turns.begin(lambda: self.model_panel.show_engine(facts), *self.shot_panel.showing_engine(facts))
        self.saver.models = {
            "inverse": str(facts.inverse_card.get("name", "")), "forward": str(facts.forward_card.get("name", ""))}

    def _on_engine_failed(self, sentence: str) -> None:
        self.status.show_failed()
        self.model_panel.show_engine(None, sentence)
        self.message.tell(sentence, "error")

    def quit_now(self) -> None:
        """Close the window, whatever is being made."""
        self.controller.cancel_export()
        self._closing_anyway = True
        self.close()

    # ---- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        r"""Hold or tap ``\`` to see the source; Enter and Escape end a crop."""
        if self.cropping.on and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cropping.set_on(False)
            return
        if self.cropping.on and event.key() == Qt.Key.Key_Escape:
            self.cropping.cancel()
            return
        if event.key() == Qt.Key.Key_Backslash:
            if not event.isAutoRepeat():
                self.showing.press_source()
            return
        on_photo = self.viewer.hasFocus() or self.hasFocus()
        if event.key() in _STEPS and (on_photo or event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)):
            self.folder.step(_STEPS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        r"""Let go of ``\``."""
        if event.key() == Qt.Key.Key_Backslash:
            if not event.isAutoRepeat():
                self.showing.release_source()
            return
        self.loupe.key_released(event)
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A key let go in another window is never reported: treat leaving as letting go."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.showing.hold_source(False)
        elif event.type() == QEvent.Type.ActivationChange:
            self.spreading.look()

    def dragEnterEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Files may be dropped anywhere on the window."""
        self.viewer.dragEnterEvent(event)

    def dragLeaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """The file went away."""
        self.viewer.dragLeaveEvent(event)

    def dropEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Open what was dropped."""
        self.viewer.dropEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, vanish at once, and wait for the worker."""
        if not (self._closing or self._closing_anyway) and self.quitting.ask():
            event.ignore()
            return
        if not self._closing:
            self._closing = True
            self.preferences.set("geometry", self.saveGeometry())
            self.preferences.set("scope", self.scopes.scope.value)
            self.preferences.set("folded", self.side.folded)
            self.tools.remember()
            self.choosing.stop()
            self.hide()
            self._turns.drop()
            self.opening.turns.drop()
            self.saver.flush()
            self.monitor.stop()
            self.folder.stop()
            self.spreading.stop()
            self.exporting.stop()
            self.opening.start_page.stop()
            self.calibration.stop()
            self.applications.stop()
            self.controller.stop()
        event.accept()


def show_then_start(window: MainWindow, *paths: Path) -> None:
    """Show the window first; the worker starts when it has been painted, with these photos or folders.

    What it loads would else take the interpreter from each widget that paints itself: 0.3 s.
    """
    _FirstPaint(window, lambda: window.start(*paths))
    window.show()
    QTimer.singleShot(_FRAMED_MS, window, window.fit_screen)


class _FirstPaint(QObject):
    """Does something once after the viewer was painted for the first time, or could not be for a second."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._viewer, self._then = window, window.viewer, then
        self._viewer.installEventFilter(self)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_UNSEEN_MS)
        self._late.timeout.connect(self._do)
        self._late.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the viewer, which fills most of the window, painted."""
        if event.type() == QEvent.Type.Paint:
            self._viewer.removeEventFilter(self)
            self._late.start(0)  # when all the others are painted too
        return False

    def _do(self) -> None:
        self._viewer.removeEventFilter(self)
        if self._window.isVisible():  # not closed at once
            self._then()
        self.deleteLater()
