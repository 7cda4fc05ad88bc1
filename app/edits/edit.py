"""Edit: everything the user can change about one photo, as one frozen value; undo and requests carry it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from paramisp_core.camera.shot import SETTINGS, ShotSettings
from paramisp_core.editing.edits import GROUPS, NO_CAST, RawEdits
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.errors import Sentence, joined

if TYPE_CHECKING:  # numpy is imported by the worker, after the window is up
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile


@dataclass(frozen=True)
class Edit:
    """The state of the panels.

    shot: steers the camera that renders. source_shot: how the photo was taken, steers its inversion.
    source_camera: None means the one found in the photo. render_as: None means the photo's own.
    raw: the changes of the RAW itself; its kelvin and tint are both None (as shot) or both numbers. anchored: the
    source stays the reference. headroom: exposure headroom of the estimated RAW in EV, None: as the network assumes.
    """

    shot: ShotSettings = field(default_factory=ShotSettings)
    source_shot: ShotSettings = field(default_factory=ShotSettings)
    source_camera: CameraProfile | None = None
    render_as: CameraProfile | None = None
    raw: RawEdits = field(default_factory=RawEdits)
    anchored: bool = True
    headroom: float | None = None

    @classmethod
    def of(cls, photo: Photo) -> Edit:
        """Return the untouched state of a photo."""
        return cls(shot=photo.shot, source_shot=photo.shot)

    @classmethod
    def restored(cls, photo: Photo, saved: SavedEdit) -> tuple[Edit, tuple[str, ...]]:
        """Return an edit as it was saved, and what of it could not be restored, in sentences."""
        edit, warnings = cls.of(photo).changed(
            raw=saved.raw, anchored=saved.anchored, headroom=saved.headroom), []
        for name, value in saved.as_shot.items():
            edit = edit.as_shot_with(name, value)
        for name, value in saved.shot.items():
            edit = edit.with_setting(name, value)
        for field_name, camera_name in (("source_camera", saved.source_camera), ("render_as", saved.render_as)):
            if camera_name is not None:
                camera = _camera(camera_name)
                if camera is None:
                    warnings.append(Sentence("The camera {camera} of the saved edit is not in the database.",
                                             camera=camera_name))
                edit = edit.changed(**{field_name: camera})
        return edit, tuple(warnings)

    def saved(self, photo: Photo) -> SavedEdit:
        """Return the edit without its photo; :meth:`restored` puts it back."""
        told = {n: self.source_shot.value(n) for n in SETTINGS if self.source_shot.sources[n] != photo.shot.sources[n]
                or self.source_shot.value(n) != photo.shot.value(n)}
        return SavedEdit(
            self.raw, {name: self.shot.value(name) for name in self.settings_changed}, told,
            self.source_camera.name if self.source_camera else None,
            self.render_as.name if self.render_as else None, self.anchored, self.headroom)

    def pasted(self, photo: Photo, saved: SavedEdit) -> tuple[Edit, tuple[str, ...]]:
        """Return this edit with what of another photo's makes sense here: see SavedEdit.portable."""
        return Edit.restored(photo, saved.onto(self.saved(photo)))

    def with_preset(self, photo: Photo, preset: SavedEdit) -> tuple[Edit, tuple[str, ...]]:
        """Return this edit with what a preset says put over it; the rest stays."""
        return Edit.restored(photo, preset.portable.over(self.saved(photo)))

    def changed(self, **changes: Any) -> Edit:
        """Return a copy with some fields replaced."""
        return replace(self, **changes)

    def with_raw(self, **changes: Any) -> Edit:
        """Return a copy with some of the RAW edits replaced."""
        return replace(self, raw=self.raw.changed(**changes))

    def with_raw_value(self, name: str, value: float, as_shot_light: tuple[float, float]) -> Edit:
        """Return a copy with one RAW edit changed, and its group switched on.

        Temperature and tint leave ``as_shot_light`` (kelvin, tint) together, and return to it together.
        """
        if name in ("kelvin", "tint"):
            light = dict(zip(("kelvin", "tint"), as_shot_light, strict=True))
            now = {key: light[key] if (own := getattr(self.raw, key)) is None else own for key in light}
            now[name] = value
            changes: dict[str, Any] = {**dict.fromkeys(now), "raw_cast": NO_CAST} if now == light else now
            raw = self.raw.changed(**changes, white_balance=None)
        else:
            raw = self.raw.changed(**{name: value})
        group = next(group for group, names in GROUPS.items() if name in names)
        return replace(self, raw=raw.switched(group, True))

    def with_setting(self, name: str, value: float | None) -> Edit:
        """Return a copy with one shot setting changed; the as-shot value counts as that again."""
        source = self.source_shot.sources[name] if value == self.source_shot.value(name) else "user"
        return replace(self, shot=self.shot.with_value(name, value, source))

    def as_shot_with(self, name: str, value: float | None) -> Edit:
        """Return a copy that says the photo was really taken at ``value``; the rendering follows it."""
        return replace(
            self,
            source_shot=self.source_shot.with_value(name, value, "user"),
            shot=self.shot.with_value(name, value, "user"),
        )

    @property
    def settings_changed(self) -> tuple[str, ...]:
        """Names of the shot settings that differ from the as-shot ones."""
        return tuple(n for n in SETTINGS if self.shot.value(n) != self.source_shot.value(n))


def _camera(name: str) -> CameraProfile | None:
    from paramisp_core.camera.database import all_cameras, camera_named
    from paramisp_core.errors import UserError

    exact = next((camera for camera in all_cameras() if camera.name == name), None)
    try:
        return exact or camera_named(name)
    except UserError:
        return None


LIGHTS = ("Daylight", "Cloudy", "Shade", "Tungsten", "Fluorescent", "Flash")
MORE_LIGHTS = ("Incandescent", "Daylight Fluorescent", "Day White Fluorescent", "Cool White Fluorescent",
               "White Fluorescent", "Warm White Fluorescent", "Neutral Fluorescent", "Direct Sunlight", "Underwater")
"""What cameras call other lights."""


def preset_lights(camera: CameraProfile) -> dict[str, tuple[float, float]]:
    """Return the camera's white balance presets as (kelvin, tint) by name, from daylight to flash.

    A camera whose presets were never measured gets those of the median camera, marked as estimated.
    """
    from paramisp_core.camera.database import preset_gains
    from paramisp_core.raw.color import kelvin_from_gains

    if camera.presets:
        gains = {name: camera.presets[name] for name in camera.presets}
        order = {name: place for place, name in enumerate(LIGHTS)}
        names = sorted(gains, key=lambda name: (order.get(name, len(order)), name))
        return {Sentence(name): kelvin_from_gains(camera.matrix, gains[name]) for name in names}
    return {Sentence("{light} (estimated)", light=Sentence(name)):
            kelvin_from_gains(camera.matrix, preset_gains(camera, name)) for name in LIGHTS}


def noise_sentence(photo: Photo, camera: CameraProfile, iso: float | None) -> str:
    """Return what is known about a shot's noise, for the panel that removes it."""
    from paramisp_core.editing.denoise import UNKNOWN_ISO, noise_of

    speed = f"ISO {iso:.0f}" if iso is not None else Sentence(
        "ISO {iso:.0f}, as the photo does not tell its own", iso=UNKNOWN_ISO)
    if noise_of(camera.name, iso).measured:
        text = Sentence("By the measured noise of the {camera} at {speed}.", camera=camera.name, speed=speed)
    else:
        text = Sentence("This camera's noise was not measured; a typical camera's at {speed} stands in.", speed=speed)
    if photo.raw is not None:
        return text
    return joined((text, Sentence("A JPEG has lost most of its noise: a little goes far.")))


def as_shot_light(photo: Photo, camera: CameraProfile | None = None) -> tuple[float, float]:
    """Return (kelvin, tint) of the light that the photo's as-shot gains make neutral."""
    from paramisp_core.raw.color import kelvin_from_gains

    if photo.raw is not None:
        matrix, gains = photo.raw.xyz_to_camera, photo.raw.white_balance
    else:
        matrix, gains = (camera or photo.camera).matrix, photo.white_balance
    return kelvin_from_gains(matrix, gains)
