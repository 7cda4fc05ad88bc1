"""Editing: every change of the open photo's edit, as a step one can undo, and the panels that show the edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker

from app.edits.edit import Edit, as_shot_light, noise_sentence, preset_lights
from app.edits.exposure import ExposureLock
from app.edits.history import EditCommand
from app.live.jobs import PhotoReady
from app.panels.slider import new_gesture
from app.panels.values import HEADROOM, SCALES
from app.translations import told, tr

if TYPE_CHECKING:
    from app.window import MainWindow
    from paramisp_core.camera.profile import CameraProfile


class Editing(QObject):
    """Holds the edit. Every change goes through :meth:`change`, so undo sees it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.edit = Edit()
        self.exposure_lock = ExposureLock()
        self._as_shot_light = (5500.0, 0.0)
        self._connect_shot()
        raw = window.raw_panel
        raw.changed.connect(self.set_raw)
        raw.reset_one.connect(self._reset_raw)
        raw.raw_chosen.connect(lambda name, edits, gesture: self.change(name, self.edit.changed(raw=edits), gesture))
        raw.refused.connect(window.refuse)
        camera = window.camera_panel
        camera.source_chosen.connect(self._set_source_camera)
        camera.render_as_chosen.connect(self.render_as)
        camera.reset.connect(
            lambda: self.change(
                tr("Reset camera"), self.edit.changed(source_camera=None, render_as=None, headroom=None)))
        camera.headroom.changed.connect(lambda name, value, gesture: self.set_headroom(value, gesture))
        camera.headroom.reset.connect(lambda name, gesture: self.set_headroom(None, gesture))
        camera.headroom.refused.connect(window.refuse)
        window.model_panel.anchored_chosen.connect(lambda on: self.change(tr("Anchor"), self.edit.changed(anchored=on)))

    def _connect_shot(self) -> None:
        shot = self._window.shot_panel
        shot.changed.connect(self.set_setting)
        shot.reset_one.connect(
            lambda name, gesture: self.set_setting(name, self.edit.source_shot.value(name), gesture))
        shot.as_shot_given.connect(self._give_as_shot)
        shot.reset.connect(lambda: self.change(tr("Reset shot"), self.edit.changed(shot=self.edit.source_shot)))
        shot.refused.connect(self._window.refuse)
        shot.lock_chosen.connect(self.set_exposure_lock)

    # ---- from photo to photo

    def leave_photo(self) -> None:
        """Put the photo's history aside."""
        window = self._window
        if window.photo is not None:
            window.histories.leave(window.photo.path, (self.edit, window.saver.snapshots))

    def enter_photo(self, ready: PhotoReady) -> None:
        """Begin with the edit that was saved for a photo, or none, and go on in its history."""
        window = self._window
        self._as_shot_light = ready.as_shot_light
        window.raw_panel.light.set_presets(ready.preset_lights)
        window.raw_panel.noise.setText(told(ready.noise))
        self.edit = ready.edit or Edit.of(ready.photo)
        window.saver.begin(ready.photo, ready.sidecar, self.edit)
        window.keeping.show_snapshots()
        window.camera_panel.assumed = None
        window.camera_panel.show_doubt("", "")
        window.histories.enter(ready.photo.path, (self.edit, window.saver.snapshots))

    def end(self) -> None:
        """No photo is open any more."""
        self.edit = Edit()
        self._window.histories.enter(None, None)

    # ---- changing

    def change(self, name: str, edit: Edit, gesture: int | None = None, value: str = "") -> None:
        """Go to another edit as an undoable step; changes of one gesture are one step. value: see EditCommand."""
        if self._window.photo is None or edit == self.edit:
            self.show_edit()
            return
        before = self.edit
        self._window.undo_stack.push(EditCommand(
            name, before, edit, gesture or new_gesture(), self._apply, value))
        self._window.showing.show_change(before, edit)

    def reset_all(self) -> None:
        """Put everything back as the photo was opened."""
        if self._window.photo is not None:
            self.change(tr("Reset all"), Edit.of(self._window.photo))

    def edit_with_setting(self, name: str, value: float | None, gesture: int | None = None) -> Edit:
        """Return the edit with one shot setting changed, and those that follow it to keep the exposure."""
        edit = self.edit
        for each, moved in self.exposure_lock.moved(edit.shot, name, value, gesture).items():
            edit = edit.with_setting(each, moved)
        return edit

    def set_setting(self, name: str, value: float | None, gesture: int) -> None:
        """Change one shot setting as an undoable step."""
        words = tr("unknown") if value is None else SCALES[name].format(value)
        self.change(SCALES[name].title, self.edit_with_setting(name, value, gesture), gesture, words)

    def toggle_exposure_lock(self) -> None:
        """Keep the exposure from now on, or no longer."""
        self.set_exposure_lock(not self.exposure_lock.on)

    def set_exposure_lock(self, on: bool) -> None:
        """Keep the exposure as one of ISO, time and aperture moves, or do not."""
        self.exposure_lock.on = on
        self._window.shot_panel.show_lock(on)
        self.show_edit()
        self._window.preferences.set("exposure_lock", int(on))

    def set_raw(self, name: str, value: float, gesture: int) -> None:
        """Change one value of the RAW edits as an undoable step."""
        if name == "straighten":
            self._window.cropping.set_on(True)  # one sees the frame turn, and its size stays while one drags
        self.change(SCALES[name].title, self.edit.with_raw_value(name, value, self._as_shot_light), gesture,
                    SCALES[name].format(value))

    @property
    def light(self) -> tuple[float, float]:
        """The (kelvin, tint) that the edit takes for white: its own, or as shot."""
        raw = self.edit.raw
        if raw.kelvin is None or raw.tint is None or "white_balance" in raw.off:
            return self._as_shot_light
        return raw.kelvin, raw.tint

    def set_headroom(self, value: float | None, gesture: int) -> None:
        """Change how far the photo's white lies below the RAW's; None: as the network assumes."""
        self.change(HEADROOM.title, self.edit.changed(headroom=value), gesture,
                    "" if value is None else HEADROOM.format(value))

    def show_headroom(self, assumed: float | None) -> None:
        """Show what the network assumes of the open photo, in EV; None: not known yet."""
        self._window.camera_panel.assumed = assumed
        self.show_edit()

    def render_as(self, camera: CameraProfile | None) -> None:
        """Render as another camera, or as the photo's own (None)."""
        if self._window.photo is not None:
            self.change(tr("Render as"), self.edit.changed(render_as=camera),
                        value=tr("The same camera") if camera is None else camera.name)

    def _give_as_shot(self, name: str) -> None:
        self.change(tr("{label} as shot").format(label=SCALES[name].title),
                    self.edit.as_shot_with(name, self.edit.shot.value(name)))

    def _reset_raw(self, name: str, gesture: int) -> None:
        kelvin, tint = self._as_shot_light
        self.set_raw(name, {"kelvin": kelvin, "tint": tint}.get(name, 0.0), gesture)

    def _set_source_camera(self, camera: CameraProfile | None) -> None:
        photo = self._window.photo
        if camera is not None and photo is not None and camera == photo.camera:
            camera = None
        self.change(tr("Camera"), self.edit.changed(source_camera=camera),
                    value=tr("As found in the photo") if camera is None else camera.name)

    # ---- showing

    def _apply(self, edit: Edit) -> None:
        window, before = self._window, self.edit
        self.edit = edit
        window.showing.forget_glance()
        window.saver.keep(edit)
        camera_changed = edit.source_camera != before.source_camera
        if window.photo is not None:
            camera = edit.source_camera or window.photo.camera
            if camera_changed or edit.source_shot.iso != before.source_shot.iso:
                window.raw_panel.noise.setText(told(noise_sentence(window.photo, camera, edit.source_shot.iso)))
            if camera_changed:
                self._as_shot_light = as_shot_light(window.photo, edit.source_camera)
                window.raw_panel.light.set_presets(preset_lights(camera))
        window.cropping.show_size()  # asks for the picture, which is on its way while the panels follow
        self.show_edit()

    def show_edit(self) -> None:
        """Show the edit in all panels."""
        for show in self.showing_edit():
            show()

    def showing_edit(self) -> tuple[Callable[[], None], ...]:
        """Return what shows the edit, panel by panel; each shows what is the edit when it is called."""
        return (self._show_camera, self._show_shot, self._show_raw, self._show_rest)

    def _show_camera(self) -> None:
        if (photo := self._window.photo) is not None:
            self._window.camera_panel.show_edit(self.edit, photo)

    def _show_shot(self) -> None:
        if self._window.photo is not None:
            self._window.shot_panel.show_edit(self.edit)

    def _show_raw(self) -> None:
        if (photo := self._window.photo) is not None:
            self._window.raw_panel.show_edit(self.edit, self._as_shot_light, photo)

    def _show_rest(self) -> None:
        window = self._window
        photo = window.photo
        if photo is None:
            return
        window.tools.show_edit(self.edit)
        blocker = QSignalBlocker(window.model_panel.anchored)
        # a RAW file has no rendered source to anchor on
        window.model_panel.anchored.setEnabled(photo.raw is None)
        window.model_panel.anchored.setChecked(self.edit.anchored and photo.raw is None)
        blocker.unblock()
        window.round_trip.show_edit(self.edit, photo)
