"""The main window: viewer, panels, menus and status, held together by one Edit and one controller."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeyEvent, QKeySequence, QUndoStack
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QProgressBar,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.bars import ExportBar, MessageBar
from app.batch import Batch
from app.camera_tools import CameraTools
from app.choosing import Choosing
from app.compare import Comparison, Layout
from app.controller import Controller
from app.crop import CropTool, with_aspect
from app.edit import Edit, as_shot_light, noise_sentence, preset_lights
from app.engine import Engine
from app.exporting import Exporting
from app.exposure import ExposureLock
from app.folder import Folder
from app.geometry import Region
from app.help import AboutDialog
from app.history import EditCommand, Histories
from app.jobs import EngineFacts, FrameReady, PhotoReady, Shown
from app.keeping import Keeping
from app.keys import Keys
from app.monitor import Monitor
from app.overlays import Overlays
from app.panels.camera import CameraPanel
from app.panels.crop import ASPECTS, TURNS
from app.panels.history import HistoryPanel
from app.panels.keeping import KeepingPanel
from app.panels.model import ModelPanel
from app.panels.output import OutputPanel
from app.panels.raw import RawPanel
from app.panels.scopes import Scopes
from app.panels.section import Section, bring_into_sight, segment
from app.panels.shot import ShotPanel
from app.panels.slider import new_gesture
from app.photosites import PhotositeColors
from app.picker import PointPicker
from app.preferences import Preferences
from app.probe import Probe
from app.saving import Saver
from app.spreading import Spreading
from app.start_page import StartPage
from app.values import SCALES
from app.viewer import Viewer
from paramisp_core.editing.edits import GROUPS, RawEdits
from paramisp_core.editing.geometry import Geometry, turned
from paramisp_core.resources import resource_path

if TYPE_CHECKING:
    from app.calibrating import CalibrateDialog
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile

PANEL_WIDTH = 336
_SHOWN_NAMES = {
    Shown.SOURCE: ("Source", "The photo as it is in the file"),
    Shown.MOSAIC: ("RAW mosaic", "The RAW as the sensor sees it, one color per pixel"),
    Shown.DEMOSAICED: ("RAW demosaiced", "The RAW with all colors, before the camera's rendering"),
    Shown.RENDER: ("Rendered", "The RAW as the learned camera renders it"),
}
# What the engine's notes mean to someone who looks at the picture.
_QUALITY_TIPS = {
    "draft": "A quick picture; a finer one follows when nothing moves.",
    "at screen resolution": "Made at screen resolution.\nZoom in to see exactly what an export holds.",
    "mosaic at screen resolution": "The mosaic of the reduced photo.\nZoom to 100 % for the sensor's own.",
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}
_OPEN_FILTER = (
    "Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.dng *.nef *.nrw *.cr2 *.cr3 *.crw *.arw "
    "*.srf *.sr2 *.raf *.rw2 *.orf *.pef *.raw *.rwl *.3fr *.iiq *.x3f *.gpr *.srw *.mrw *.kdc *.dcr)"
    ";;All files (*)"
)


class MainWindow(QMainWindow):
    """One photo, one Edit. Every change goes through :meth:`change`, so undo sees it."""

    def __init__(self, controller: Controller | None = None) -> None:
        super().__init__()
        self.preferences = Preferences()
        self.monitor = Monitor(self)
        self.choosing = Choosing(self)
        self.controller = controller or Controller(Engine(self.preferences.choices.engine))
        self.histories = Histories(self)
        self.exposure_lock = ExposureLock()
        self.saver = Saver(self)
        self.photo: Photo | None = None
        self._calibration: CalibrateDialog | None = None
        self.edit = Edit()
        self._glanced: Edit | None = None
        self._as_shot_light = (5500.0, 0.0)
        self._shown = Shown.RENDER
        self._held = False
        self._cropping = False
        self._before_crop = RawEdits()
        self._seconds: float | None = None
        self._exact = self._settled = False
        self._closing = False
        self.setWindowTitle("ParamISP Studio")
        self.setAcceptDrops(True)
        self._build_center()
        self.spreading = Spreading(self)
        self.keeping = Keeping(self)
        self.exporting = Exporting(self)
        self.batch = Batch(self)
        self._build_status()
        self._build_actions()
        self.keys = Keys(self.menuBar(), self)
        self._connect()
        self._restore()
        self._set_photo_ready(False)

    # ---- building

    def _build_center(self) -> None:
        self.viewer = Viewer()
        self.gray_picker = PointPicker(self.viewer)
        self.crop_tool = CropTool(self.viewer)
        self.message = MessageBar()
        self.export_bar = ExportBar()
        self.view_buttons = QButtonGroup(self)
        bar = QWidget()
        bar.setObjectName("viewBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(0)
        self._segments: dict[Shown, QToolButton] = {}
        for number, (shown, (name, explain)) in enumerate(_SHOWN_NAMES.items(), start=1):
            button = segment(name, f"{explain} ({number})")
            button.setCheckable(True)
            self.view_buttons.addButton(button)
            self._segments[shown] = button
            button.clicked.connect(lambda _=False, s=shown: self.set_shown(s))
            row.addWidget(button)
        row.addStretch(1)
        self._quality = QLabel()
        self._quality.setObjectName("quiet")
        self._quality.setMinimumWidth(96)
        self._quality.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._quality)
        row.addSpacing(14)
        self._zoom = QLabel()
        self._zoom.setObjectName("quiet")
        self._zoom.setMinimumWidth(52)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setToolTip("Device pixels per photo pixel")
        row.addWidget(self._zoom)
        row.addSpacing(10)
        self.comparison = Comparison(self)
        self.overlays = Overlays(self)
        self.photosite_colors = PhotositeColors(self, self._request)
        self.compare_button = segment("Compare", "Two pictures: wipe or side by side (Y)")
        self.compare_button.setCheckable(True)
        self.compare_button.setMenu(self.comparison.menu)
        self.compare_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.compare_button)
        row.addSpacing(10)
        self._fit_button = segment("Fit", "Show the whole photo (Ctrl+0)")
        self._fit_button.clicked.connect(self.viewer.fit)
        self._full_button = segment("100 %", "One photo pixel per screen pixel (Ctrl+1)")
        self._full_button.clicked.connect(lambda: self.viewer.zoom_to(1.0))
        row.addWidget(self._fit_button)
        row.addWidget(self._full_button)

        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.viewer, 1)
        self.folder = Folder(self)
        column.addWidget(self.folder.strip)
        self.tools = CameraTools(self)
        column.addWidget(self.tools.strip)
        self.start_page = StartPage(self.viewer, lambda: not self.controller.idle, resource_path("sample.jpg"))
        # over the picture, so that it does not move when a bar comes or goes
        over = QVBoxLayout(self.viewer)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        over.addWidget(self.message)
        over.addStretch(1)
        over.addWidget(self.export_bar)

        self.scopes = Scopes()
        self.camera_panel = CameraPanel()
        self.shot_panel = ShotPanel()
        self.raw_panel = RawPanel()
        self.model_panel = ModelPanel()
        self.keeping_panel = KeepingPanel()
        self.history_panel = HistoryPanel(self.histories)
        self.output_panel = OutputPanel()
        panels = QWidget()
        panels.setObjectName("panelColumn")
        stack = QVBoxLayout(panels)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        frame = QVBoxLayout()
        frame.setContentsMargins(14, 12, 14, 12)
        frame.addWidget(self.scopes)
        stack.addLayout(frame)
        self._panels = (self.camera_panel, self.shot_panel, self.raw_panel, self.model_panel, self.keeping_panel,
                        self.history_panel)
        for panel in self._panels:
            stack.addWidget(panel)
        stack.addStretch(1)
        self.panel_area = QScrollArea()
        self.panel_area.setObjectName("panels")
        self.panel_area.setWidget(panels)
        self.panel_area.setWidgetResizable(True)
        self.panel_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side = QWidget()
        self.side.setObjectName("panelColumn")
        self.side.setFixedWidth(PANEL_WIDTH)
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.panel_area, 1)
        side.addWidget(self.output_panel)  # always in sight
        self.panel_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        center = QWidget()
        whole = QHBoxLayout(center)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left, 1)
        whole.addWidget(self.side)
        self.setCentralWidget(center)

    def _build_status(self) -> None:
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        self.probe = Probe(self.viewer, self.controller)
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(110, 4)
        self._progress.setAccessibleName("Exact picture")
        self._progress.hide()
        self._file = QLabel()
        self._device = QLabel("Loading the learned camera…")
        status.addWidget(self.probe.readout, 1)
        status.addPermanentWidget(self._progress)
        status.addPermanentWidget(self._file)
        status.addPermanentWidget(self._device)

    def _action(self, menu: QMenu, text: str, slot, *keys: str | QKeySequence.StandardKey) -> QAction:  # type: ignore[no-untyped-def]
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(k) for k in keys])
        action.triggered.connect(lambda *_: slot())
        menu.addAction(action)
        return action

    add_action = _action

    def _build_actions(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu("&File")
        self._action(file, "&Open…", self.ask_open, "Ctrl+O")
        self._action(file, "Open &folder…", self.folder.ask_folder, "Ctrl+Shift+O")
        self._recent_menu = file.addMenu("Open &recent")
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        file.addSeparator()
        self.export_actions = [
            self._action(file, "&Export…", self.exporting.ask, "Ctrl+E"),
            self._action(file, "Export &DNG…", lambda: self.exporting.ask("dng"), "Ctrl+Shift+D"),
            self._action(file, "Export a&gain", self.exporting.again, "Ctrl+Shift+E"),
        ]
        self._photo_actions: list[QAction] = []
        selected = self._action(
            file, "Export &selected photos…", lambda: self.batch.ask(self.folder.strip.selected), "Ctrl+B")
        self.folder.menu.addAction(selected)
        self.folder.menu.addAction("Select &all\tCtrl+A").triggered.connect(self.folder.strip.selectAll)
        self.folder.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        file.addSeparator()
        self._photo_actions.append(self._action(file, "&Close photo", self.close_photo, "Ctrl+W"))
        self._action(file, "&Calibrate my camera…", self.show_calibration)
        file.addSeparator()
        self._action(file, "&Quit", self.close, "Ctrl+Q")

        edit = bar.addMenu("&Edit")
        undo = self.histories.createUndoAction(self, "&Undo")
        undo.setShortcuts([QKeySequence("Ctrl+Z")])
        redo = self.histories.createRedoAction(self, "&Redo")
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        edit.addActions([undo, redo])
        edit.addSeparator()
        self._photo_actions.append(self._action(edit, "&Copy edits", self.spreading.copy, "Ctrl+C"))
        self._photo_actions.append(self._action(edit, "&Paste edits", self.spreading.paste, "Ctrl+V"))
        to_selected = self._action(
            edit, "Paste to se&lected photos", self.spreading.paste_to_selected, "Ctrl+Shift+V")
        self._photo_actions.append(to_selected)
        self.folder.menu.insertAction(self.folder.menu.actions()[-1], to_selected)
        self._photo_actions += [
            self._action(edit, "Take a &snapshot", self.keeping.take_snapshot, "Ctrl+N"),
            self._action(edit, "Save as &preset", self.keeping.save_preset, "Ctrl+Shift+N"),
        ]
        edit.addSeparator()
        self._photo_actions.append(self._action(edit, "Reset &all", self.reset_all, "Ctrl+Shift+R"))

        self._photo_actions.append(self._action(
            edit, "&White balance from a gray place", lambda: self._set_picking(not self.gray_picker.active), "W"))
        self._photo_actions.append(self._action(
            edit, "&Keep the exposure", lambda: self.set_exposure_lock(not self.exposure_lock.on), "L"))
        edit.addSeparator()
        self._photo_actions.append(self._action(edit, "&Crop", lambda: self.set_cropping(not self._cropping), "R"))
        self._photo_actions.append(self._action(edit, "Turn the crop's &frame", self._swap_aspect, "X"))
        for _, name, key, code in TURNS.values():
            keys = (key,) if key else ()
            self._photo_actions.append(self._action(edit, name, lambda n=name, c=code: self._turn(n, c), *keys))

        view = bar.addMenu("&View")
        group = QActionGroup(self)
        self._shown_actions: dict[Shown, QAction] = {}
        for number, (shown, (name, _)) in enumerate(_SHOWN_NAMES.items(), start=1):
            action = self._action(view, name, lambda s=shown: self.set_shown(s), str(number))
            action.setCheckable(True)
            group.addAction(action)
            self._shown_actions[shown] = action
        hint = view.addAction("Source while \\ is held")
        hint.setEnabled(False)
        hint.setProperty("hint", True)
        self._photo_actions.append(
            self._action(view, "Compare: &wipe, side by side, off", self.comparison.cycle, "Y"))
        view.addMenu(self.comparison.menu)
        view.addSeparator()
        self._photo_actions += self.overlays.add_to(view)
        self._photo_actions += self.photosite_colors.add_to(view)
        view.addSeparator()
        self._photo_actions += [
            self._action(view, "&Fit", self.viewer.fit, "Ctrl+0"),
            self._action(view, "&100 %", lambda: self.viewer.zoom_to(1.0), "Ctrl+1"),
            self._action(view, "&Toggle fit and 100 %", self.viewer.toggle_zoom, "Z"),
            self._action(view, "Zoom &in", lambda: self.viewer.zoom_step(1), "Ctrl++", "Ctrl+="),
            self._action(view, "Zoom &out", lambda: self.viewer.zoom_step(-1), "Ctrl+-"),
        ]
        view.addSeparator()
        self.tools.add_actions(view)
        self.add_action(view, self.tr("Next &scope: histogram, waveform, RAW"), self.scopes.next, "H")
        surround = view.addMenu("Surround")
        surrounds = QActionGroup(self)
        self._surround_actions: dict[str, QAction] = {}
        for name in theme.SURROUNDS:
            action = self._action(surround, name, lambda n=name: self._set_surround(n))
            action.setCheckable(True)
            surrounds.addAction(action)
            self._surround_actions[name] = action
        view.addMenu(self.monitor.menu)
        self._photo_actions.append(self._action(view, "&History", self.show_history, "Ctrl+H"))
        self._strip_action = self._action(view, "Photos of the f&older", self._toggle_strip, "F6")
        self._strip_action.setCheckable(True)
        self._strip_action.setChecked(self.folder.wanted)
        self._panel_action = self._action(view, "&Panels", self._toggle_panels, "F9")
        self._panel_action.setCheckable(True)
        self._panel_action.setChecked(True)
        self._action(view, "Full &screen", self._toggle_full_screen, "F11")

        edit.addSeparator()
        self._action(edit, "Pre&ferences…", self.choosing.open, "Ctrl+,")
        help_menu = bar.addMenu("&Help")
        self._action(help_menu, "&Keyboard shortcuts", self.show_shortcuts, "F1", "?")
        self._action(help_menu, "&Models: cards, import, verify", lambda: self.choosing.open("models"))
        self._action(help_menu, "&About and model cards", self.show_about)

    def _connect(self) -> None:
        controller, viewer = self.controller, self.viewer
        controller.photo_opened.connect(self._on_opened)
        controller.open_failed.connect(self._on_open_failed)
        controller.engine_loaded.connect(self._on_engine)
        controller.models_chosen.connect(self._show_models)
        controller.engine_failed.connect(self._on_engine_failed)
        controller.frame_ready.connect(self._on_frame)
        controller.frame_failed.connect(lambda sentence: self.message.tell(sentence, "error"))
        controller.refining.connect(self._on_refining)
        self.monitor.changed.connect(self._request)
        self.monitor.chosen.connect(lambda choice: self.choosing.choose("monitor", choice))
        self.monitor.told.connect(lambda sentence, kind: self.message.tell(sentence, kind))
        self.saver.told.connect(lambda sentence, kind: self.message.tell(sentence, kind))
        viewer.view_changed.connect(self._on_view_changed)
        self.comparison.changed.connect(self._on_comparison)
        self.overlays.changed.connect(self._on_overlay)
        self.scopes.chosen.connect(self._request)
        viewer.dropped.connect(self.folder.open_paths)
        self.saver.written.connect(self.folder.strip.photos.set_edited)
        viewer.dragging.connect(self.start_page.set_dropping)
        self.start_page.open_asked.connect(self.ask_open)
        self.start_page.folder_asked.connect(self.folder.ask_folder)
        self.start_page.photo_asked.connect(self.open)
        self.shot_panel.changed.connect(self.set_setting)
        self.shot_panel.reset_one.connect(
            lambda name, gesture: self.set_setting(name, self.edit.source_shot.value(name), gesture)
        )
        self.shot_panel.as_shot_given.connect(self._on_as_shot_given)
        self.shot_panel.reset.connect(
            lambda: self.change("Reset shot", self.edit.changed(shot=self.edit.source_shot))
        )
        self.shot_panel.refused.connect(self._refuse)
        self.shot_panel.lock_chosen.connect(self.set_exposure_lock)
        self.raw_panel.changed.connect(self._on_raw)
        self.raw_panel.reset_one.connect(self._on_raw_reset)
        self.raw_panel.raw_chosen.connect(
            lambda name, raw, gesture: self.change(name, self.edit.changed(raw=raw), gesture)
        )
        crop = self.raw_panel.crop
        crop.cropping.connect(self.set_cropping)
        crop.aspect_chosen.connect(self._on_aspect)
        crop.turn_asked.connect(self._turn)
        self.crop_tool.cropped.connect(
            lambda crop, gesture: self._change_geometry("Crop", self.edit.raw.changed(crop=crop), gesture)
        )
        self.crop_tool.straightened.connect(lambda angle, gesture: self._on_raw("straighten", angle, gesture))
        self.crop_tool.applied.connect(lambda: self.set_cropping(False))
        self.raw_panel.picking.connect(self._set_picking)
        self.gray_picker.picked.connect(self._on_gray_picked)
        self.gray_picker.ended.connect(lambda: self._set_picking(False))
        controller.light_picked.connect(self._on_light_picked)
        controller.pick_failed.connect(self._refuse)
        self.raw_panel.refused.connect(self._refuse)
        self.camera_panel.source_chosen.connect(self._on_source_camera)
        self.camera_panel.render_as_chosen.connect(self.render_as)
        self.camera_panel.browse_asked.connect(self.tools.open_browser)
        self.camera_panel.reset.connect(
            lambda: self.change("Reset camera", self.edit.changed(source_camera=None, render_as=None))
        )
        self.model_panel.anchored_chosen.connect(
            lambda on: self.change("Anchor", self.edit.changed(anchored=on))
        )

    def _restore(self) -> None:
        preferences = self.preferences
        geometry = preferences.blob("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)
        self._set_surround(preferences.text("surround", "Dark"))
        self.scopes.set_named(preferences.text("scope", ""))
        self.set_exposure_lock(bool(preferences.number("exposure_lock", 0, 0, 1)))
        self.tools.restore()
        self.choosing.restore()
        self._mark_shown()

    # ---- opening

    def start(self, path: Path | None) -> None:
        """Start the worker, which loads the models, and open a photo; called once the window is on screen."""
        self.controller.start()
        self.monitor.look()
        if (handle := self.windowHandle()) is not None:
            handle.screenChanged.connect(self.monitor.look)
        if path is not None:
            self.open(path)
        else:
            self._show_start()

    def _show_start(self) -> None:
        """Show the start page where no photo is open."""
        if self.photo is None:
            self.viewer.set_banner("")
            self.start_page.show_recent(self.preferences.recent_files())

    def close_photo(self) -> None:
        """Close the photo, whose edit is saved, and show the start page."""
        if self.photo is None:
            return
        self._set_picking(False)
        self.set_cropping(False)
        self.controller.leave_photo()
        self._leave_history()
        self.saver.end()
        self.controller.close_photo()
        self.photo = None
        self.edit = Edit()
        self.histories.enter(None, None)
        self.keeping.show_snapshots()
        self.folder.opened(None)
        self.viewer.set_photo(None)
        self.setWindowTitle("ParamISP Studio")
        for label in (self._file, self._quality, self._zoom):
            label.clear()
        self._set_photo_ready(False)
        self._show_start()

    def open(self, path: Path) -> None:
        """Open a photo in place of the present one."""
        self.controller.leave_photo()
        self.folder.asked(path)
        self.saver.leave(path)
        self.message.hide()
        self._file.setText(f"Opening {path.name}…")
        self.start_page.hide()
        if self.photo is None:
            self.viewer.set_banner(f"Opening {path.name}…")
        self.controller.open(path)

    def ask_open(self) -> None:
        """Ask for a photo, or several, and open the first."""
        names, _ = QFileDialog.getOpenFileNames(
            self, "Open photos", self.preferences.folder("open"), _OPEN_FILTER
        )
        self.folder.open_paths([Path(name) for name in names])

    def _on_opened(self, ready: PhotoReady) -> None:
        self._leave_history()
        self._forget_glance()
        photo = self.photo = ready.photo
        self._as_shot_light = ready.as_shot_light
        self.raw_panel.light.set_presets(ready.preset_lights)
        self.raw_panel.noise.setText(ready.noise)
        self._set_picking(False)
        self.edit = ready.edit or Edit.of(photo)
        self.saver.begin(photo, ready.sidecar, self.edit)
        self.keeping.show_snapshots()
        self.histories.enter(photo.path, (self.edit, self.saver.snapshots))
        name = photo.path.name if photo.path else "Photo"
        self.setWindowTitle(f"{name} – ParamISP Studio")
        height, width = self.geometry_of_picture.size
        self._file.setText(f"{name}   {width} × {height}")
        if photo.path is not None:
            self.preferences.set_folder("open", photo.path.parent)
            self.preferences.add_recent(photo.path)
        self._set_photo_ready(True)
        self._exact = self._settled = False
        self._show_edit()
        self.viewer.set_photo(None)
        self.viewer.set_banner("")
        self.comparison.forget_snapshot()
        self.set_cropping(False)
        self._show_size()
        warnings = (*photo.warnings, *ready.warnings)
        if warnings:
            self.message.tell(" ".join(warnings))
        self.folder.opened(photo.path)
        if not self.folder.strip.hasFocus():
            self.viewer.setFocus()

    def _on_open_failed(self, sentence: str) -> None:
        self._file.setText("" if self.photo is None or self.photo.path is None else self.photo.path.name)
        self.message.tell(sentence, "error")
        self.folder.failed()
        self._show_start()

    def _set_photo_ready(self, ready: bool) -> None:
        for action in self._photo_actions:
            action.setEnabled(ready)
        for panel in self._panels:
            panel.setEnabled(ready)
        for button in (*self._segments.values(), self.compare_button, self._fit_button, self._full_button):
            button.setEnabled(ready)
        self.exporting.allow()

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.preferences.recent_files():
            self._action(self._recent_menu, str(path), lambda p=path: self.open(p))
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction("No files yet").setEnabled(False)

    # ---- editing

    @property
    def undo_stack(self) -> QUndoStack:
        """The open photo's history."""
        return self.histories.current

    def _leave_history(self) -> None:
        if self.photo is not None:
            self.histories.leave(self.photo.path, (self.edit, self.saver.snapshots))

    def change(self, name: str, edit: Edit, gesture: int | None = None) -> None:
        """Go to another edit as an undoable step; changes of one gesture are one step."""
        if self.photo is None or edit == self.edit:
            self._show_edit()
            return
        self.undo_stack.push(EditCommand(name, self.edit, edit, gesture or new_gesture(), self._apply))

    def reset_all(self) -> None:
        """Put everything back as the photo was opened."""
        if self.photo is not None:
            self.change("Reset all", Edit.of(self.photo))

    def _apply(self, edit: Edit) -> None:
        camera_changed = edit.source_camera != self.edit.source_camera
        iso_changed = edit.source_shot.iso != self.edit.source_shot.iso
        self.edit = edit
        self._forget_glance()
        self.saver.keep(edit)
        if self.photo is not None and (camera_changed or iso_changed):
            camera = edit.source_camera or self.photo.camera
            self.raw_panel.noise.setText(noise_sentence(self.photo, camera, edit.source_shot.iso))
        if camera_changed and self.photo is not None:
            self._as_shot_light = as_shot_light(self.photo, edit.source_camera)
            self.raw_panel.light.set_presets(preset_lights(edit.source_camera or self.photo.camera))
        self._show_edit()
        self._show_size()

    def _forget_glance(self) -> None:
        if self._glanced is not None:
            self._glanced = None
            self.viewer.set_banner("")

    def _show_edit(self) -> None:
        if self.photo is None:
            return
        self.camera_panel.show_edit(self.edit, self.photo)
        self.shot_panel.show_edit(self.edit)
        self.tools.show_edit(self.edit)
        self.raw_panel.show_edit(self.edit, self._as_shot_light, self.photo)
        blocker = QSignalBlocker(self.model_panel.anchored)
        # a RAW file has no rendered source to anchor on
        self.model_panel.anchored.setEnabled(self.photo.raw is None)
        self.model_panel.anchored.setChecked(self.edit.anchored and self.photo.raw is None)
        blocker.unblock()

    def edit_with_setting(self, name: str, value: float | None, gesture: int | None = None) -> Edit:
        """Return the edit with one shot setting changed, and those that follow it to keep the exposure."""
        edit = self.edit
        for each, moved in self.exposure_lock.moved(edit.shot, name, value, gesture).items():
            edit = edit.with_setting(each, moved)
        return edit

    def set_setting(self, name: str, value: float | None, gesture: int) -> None:
        """Change one shot setting as an undoable step."""
        self.change(SCALES[name].label, self.edit_with_setting(name, value, gesture), gesture)

    def set_exposure_lock(self, on: bool) -> None:
        """Keep the exposure as one of ISO, time and aperture moves, or do not."""
        self.exposure_lock.on = on
        self.shot_panel.show_lock(on)
        self._show_edit()
        self.preferences.set("exposure_lock", int(on))

    def _on_as_shot_given(self, name: str) -> None:
        self.change(f"{SCALES[name].label} as shot", self.edit.as_shot_with(name, self.edit.shot.value(name)))

    def _on_raw(self, name: str, value: float, gesture: int) -> None:
        if name == "straighten":
            self.set_cropping(True)  # one sees the frame turn, and its size stays while one drags
        self.change(SCALES[name].label, self.edit.with_raw_value(name, value, self._as_shot_light), gesture)

    def _on_raw_reset(self, name: str, gesture: int) -> None:
        kelvin, tint = self._as_shot_light
        self._on_raw(name, {"kelvin": kelvin, "tint": tint}.get(name, 0.0), gesture)

    # ---- crop and turn

    @property
    def geometry_of_picture(self) -> Geometry:
        """The geometry of the picture as edited."""
        assert self.photo is not None
        return Geometry.of(self.edit.raw, self.photo.size, self.photo.orientation)

    def set_cropping(self, on: bool) -> None:
        """Begin to crop, or show the cropped picture."""
        on = on and self.photo is not None
        self.raw_panel.crop.show_cropping(on)
        if on == self._cropping:
            return
        self._cropping = on
        self._mark_shown()  # one picture while cropping
        if on:
            self._set_picking(False)
            self._before_crop = self.edit.raw
            if "geometry" in self.edit.raw.off:
                self._change_geometry("Crop and turn on", self.edit.raw)
        self.crop_tool.resize(self.viewer.size())
        self.crop_tool.setVisible(on)
        self._show_size()
        if on:
            self.crop_tool.setFocus()
        elif self.photo is not None:
            self.viewer.setFocus()

    def _show_size(self) -> None:
        """Give the viewer the size of what it shows: the finished picture, or the whole frame while cropping."""
        if self.photo is None:
            return
        geometry = self.geometry_of_picture
        height, width = geometry.frame if self._cropping else geometry.size
        self.crop_tool.show_geometry(geometry)
        self.raw_panel.crop.show_size(geometry.size[1], geometry.size[0])
        if self.viewer.view is None or self.viewer.view.photo != (width, height):
            self.viewer.set_photo((width, height))
        else:
            self._request()

    def _change_geometry(self, name: str, raw: RawEdits, gesture: int | None = None) -> None:
        self.change(name, self.edit.changed(raw=raw.switched("geometry", True)), gesture)

    def _cancel_crop(self) -> None:
        if self._cropping:
            before = {name: getattr(self._before_crop, name) for name in GROUPS["geometry"]}
            self._change_geometry("Cancel crop", self.edit.raw.changed(**before))
            self.set_cropping(False)

    def _turn(self, name: str, code: int) -> None:
        if self.photo is not None:
            self._change_geometry(name, turned(self.edit.raw, code))

    def _on_aspect(self, name: str) -> None:
        """Keep an aspect from now on, and crop to it."""
        geometry = self.geometry_of_picture
        height, width = geometry.frame
        aspect = ASPECTS[name]
        if aspect == 0:
            aspect = width / height
        elif aspect is not None and geometry.size[0] > geometry.size[1]:
            aspect = 1 / aspect  # an upright crop stays upright
        self._keep_aspect(aspect)

    def _keep_aspect(self, aspect: float | None) -> None:
        self.crop_tool.aspect = aspect
        self.set_cropping(True)
        geometry = self.geometry_of_picture
        if aspect is not None:
            crop = with_aspect(geometry.crop, aspect * geometry.frame[0] / geometry.frame[1])
            self._change_geometry("Crop", self.edit.raw.changed(crop=geometry.fitting(crop)))

    def _swap_aspect(self) -> None:
        """Turn the crop's frame by a quarter."""
        if self._cropping:
            height, width = self.geometry_of_picture.size
            kept = self.crop_tool.aspect
            self._keep_aspect(height / width)
            self.crop_tool.aspect = None if kept is None else height / width

    def _set_picking(self, on: bool) -> None:
        """Wait for a click on something gray, or stop waiting."""
        on = on and self.photo is not None
        self.gray_picker.set_active(on)
        self.raw_panel.light.show_picking(on)
        self.viewer.set_banner("Click on something that should be gray; Escape cancels" if on else "")

    def _on_gray_picked(self, x: float, y: float, side: float) -> None:
        assert self.viewer.view is not None
        width, height = self.viewer.view.photo
        half = min(max(4, round(side / 2)), 64)
        left, top = max(0, int(x) - half), max(0, int(y) - half)
        region = Region(top, left, min(2 * half, height - top), min(2 * half, width - left))
        self.controller.pick_light(self.edit, region)

    def _on_light_picked(self, kelvin: float, tint: float) -> None:
        self.message.hide()
        raw = self.edit.raw.changed(kelvin=kelvin, tint=tint, white_balance=None).switched("white_balance", True)
        self.change("White balance from a gray place", self.edit.changed(raw=raw))

    def _on_source_camera(self, camera: CameraProfile | None) -> None:
        if camera is not None and self.photo is not None and camera == self.photo.camera:
            camera = None
        self.change("Camera", self.edit.changed(source_camera=camera))

    def render_as(self, camera: CameraProfile | None) -> None:
        """Render as another camera, or as the photo's own (None)."""
        if self.photo is not None:
            self.change("Render as", self.edit.changed(render_as=camera))

    def _refuse(self, sentence: str) -> None:
        self.message.tell(sentence, "error", seconds=8)

    # ---- what is shown

    @property
    def shown(self) -> Shown:
        """The view on screen: the chosen one, or the source while it is held."""
        return Shown.SOURCE if self._held else self._shown

    def set_shown(self, shown: Shown) -> None:
        """Choose one of the four views; zoom and position stay."""
        self._shown = shown
        self._mark_shown()
        self._request()

    def _mark_shown(self) -> None:
        self._segments[self.shown].setChecked(True)
        self._shown_actions[self._shown].setChecked(True)
        self.compare_button.setChecked(self.comparison.layout is not Layout.OFF)
        layout = Layout.OFF if self._cropping else self.comparison.layout
        self.viewer.set_comparison(layout, self.comparison.label, _SHOWN_NAMES[self.shown][0])

    def _on_comparison(self) -> None:
        self._mark_shown()
        self._request()

    def _on_overlay(self) -> None:
        self.viewer.set_overlay(self.overlays.current)
        self._request()

    def _hold_source(self, held: bool) -> None:
        if held != self._held and self.photo is not None:
            self._held = held
            self._mark_shown()
            self.viewer.set_banner("Source" if held and self._shown is not Shown.SOURCE else "")
            self._request()

    def _on_view_changed(self) -> None:
        view = self.viewer.view
        if view is not None:
            self._zoom.setText(
                f"{view.scale * 100:.3g} %" if view.scale < 9.995 else f"{view.scale * 100:.0f} %"
            )
        self._request()

    def glance(self, edit: Edit | None, name: str = "") -> None:
        """Show another edit for as long as the mouse points at it; None: the photo's own again."""
        if edit != self._glanced and not self._cropping and not self.gray_picker.active:
            self._glanced = edit
            self.viewer.set_banner(name)
            self._request()

    def _request(self) -> None:
        wanted = self.viewer.wanted()
        if wanted is not None and self.photo is not None:
            edit = self._glanced or self.edit
            beside = None if self._cropping else self.comparison.picture(edit, self.photo)
            self.controller.show(edit, self.shown, *wanted, whole=self._cropping, beside=beside,
                                 overlay=self.overlays.current, filter_colors=self.photosite_colors.on,
                                 scope=self.scopes.scope, monitor=self.monitor.profile)

    def _on_frame(self, frame: FrameReady) -> None:
        self.viewer.set_frame(frame)
        self.scopes.show_frame(frame)
        self.raw_panel.curve.square.show_counts(frame.histogram)
        self._exact, self._seconds = frame.exact, frame.seconds
        self._settled = frame.exact or frame.request.exact or (
            not frame.request.approximate and self.controller.engine is not None)
        self._quality.setText("Exact" if frame.exact else "Refined" if self._settled else "Draft")
        self._quality.setToolTip(
            _QUALITY_TIPS.get(frame.note, frame.note) or "Pixel for pixel what an export holds."
        )
        self._show_status()

    def _on_refining(self, fraction: float) -> None:
        self._progress.setValue(round(fraction * 1000))
        self._progress.setVisible(fraction < 1.0)
        if fraction < 1.0 and not self._settled:
            self._quality.setText("Refining…")
        elif not self._settled and self._quality.text() == "Refining…":
            self._quality.setText("Draft")

    def _show_status(self) -> None:
        facts = self.controller.engine
        if facts is None:
            return
        parts = [facts.device.upper() if facts.device in ("cpu", "mps") else facts.device, facts.model]
        if self._seconds is not None:
            kind = "exact" if self._exact else "refined" if self._settled else "draft"
            time = f"{self._seconds * 1000:.0f} ms" if self._seconds < 1 else f"{self._seconds:.1f} s"
            parts.append(f"{kind} in {time}")
        self._device.setText("   ·   ".join(parts))
        self._device.setToolTip(facts.device_note or "Device, model and time of the last picture")

    def _on_engine(self, facts: EngineFacts) -> None:
        self._show_models(facts)
        self._seconds = None
        self._show_status()
        self.exporting.allow()
        if facts.device_note:
            self.message.tell(facts.device_note, seconds=12)
        self._request()

    def show_calibration(self) -> None:
        """Open the dialog that fits the networks to the user's camera; one at a time."""
        if self._calibration is None:
            from app.calibrating import CalibrateDialog

            self._calibration = CalibrateDialog(self.preferences.folder("open"), self)
            self._calibration.camera_calibrated.connect(self._on_calibrated)
        self._calibration.show()
        self._calibration.raise_()

    def _on_calibrated(self, camera: str) -> None:
        """Develop the open photo by the new networks when it is of that camera; not in the middle of an export."""
        photo = self.photo
        if photo is not None and photo.camera.name == camera and photo.path and not self.controller.exporting:
            self.open(photo.path)

    def _show_models(self, facts: EngineFacts) -> None:
        self.model_panel.show_engine(facts)
        self.shot_panel.show_engine(facts)
        self.saver.models = {
            "inverse": str(facts.inverse_card.get("name", "")), "forward": str(facts.forward_card.get("name", ""))}

    def tell_loading(self) -> None:
        """Show that the models are loaded anew."""
        self._device.setText(self.tr("Loading the learned camera…"))
        self.model_panel.show_engine(None)
        self.exporting.allow()

    def _on_engine_failed(self, sentence: str) -> None:
        self._device.setText("No learned camera")
        self.model_panel.show_engine(None, sentence)
        self.message.tell(sentence, "error")

    # ---- view menu and help

    def _set_surround(self, name: str) -> None:
        name = name if name in theme.SURROUNDS else "Dark"
        self._surround_actions[name].setChecked(True)
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
        self._panel_action.setChecked(True)
        section.title.setChecked(True)
        bring_into_sight(self.panel_area, section)

    def _toggle_strip(self) -> None:
        self.folder.toggle()
        self._strip_action.setChecked(self.folder.wanted)

    def _toggle_panels(self) -> None:
        self.side.setVisible(not self.side.isVisible())
        self._panel_action.setChecked(self.side.isVisible())

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_shortcuts(self) -> None:
        """List the keys."""
        self.choosing.open("keys")

    def show_about(self) -> None:
        """Tell the version and the model cards."""
        AboutDialog(self.controller.engine, self).open()

    # ---- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        r"""Hold ``\`` to see the source; Enter and Escape end a crop."""
        if self._cropping and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.set_cropping(False)
            return
        if self._cropping and event.key() == Qt.Key.Key_Escape:
            self._cancel_crop()
            return
        if event.key() == Qt.Key.Key_Backslash:
            if not event.isAutoRepeat():
                self._hold_source(True)
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
                self._hold_source(False)
            return
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A key let go in another window is never reported: treat leaving as letting go."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._hold_source(False)

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
        if self.batch.running and not self._closing:
            event.ignore()
            self.batch.ask_to_quit()
            return
        if not self._closing:
            self._closing = True
            self.preferences.set("geometry", self.saveGeometry())
            self.preferences.set("scope", self.scopes.scope.value)
            self.tools.remember()
            self.choosing.stop()
            self.hide()
            self.saver.flush()
            self.monitor.stop()
            self.folder.stop()
            self.spreading.stop()
            self.start_page.stop()
            if self._calibration is not None:
                self._calibration.close()
            self.controller.stop()
        event.accept()


def show_then_start(window: MainWindow, path: Path | None) -> None:
    """Show the window first; the worker starts when it has been painted."""
    window.show()
    QTimer.singleShot(0, lambda: window.start(path))
