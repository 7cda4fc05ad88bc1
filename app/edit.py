"""Edit: everything the user can change about one photo, as one frozen value; undo and requests carry it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from paramisp_core.camera.shot import SETTINGS, ShotSettings

if TYPE_CHECKING:  # numpy is imported by the worker, after the window is up
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile


@dataclass(frozen=True)
class Edit:
    """The state of the panels.

    shot: steers the camera that renders. source_shot: how the photo was taken, steers its inversion.
    source_camera: None means the one found in the photo. render_as: None means the photo's own.
    exposure_ev: EV. kelvin, tint: both None (as shot) or both numbers. anchored: the source stays the
    reference.
    """

    shot: ShotSettings = field(default_factory=ShotSettings)
    source_shot: ShotSettings = field(default_factory=ShotSettings)
    source_camera: CameraProfile | None = None
    render_as: CameraProfile | None = None
    exposure_ev: float = 0.0
    kelvin: float | None = None
    tint: float | None = None
    anchored: bool = True

    @classmethod
    def of(cls, photo: Photo) -> Edit:
        """Return the untouched state of a photo."""
        return cls(shot=photo.shot, source_shot=photo.shot)

    def changed(self, **changes: Any) -> Edit:
        """Return a copy with some fields replaced."""
        return replace(self, **changes)

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


def as_shot_light(photo: Photo, camera: CameraProfile | None = None) -> tuple[float, float]:
    """Return (kelvin, tint) of the light that the photo's as-shot gains make neutral."""
    from paramisp_core.raw.color import kelvin_from_gains

    if photo.raw is not None:
        matrix, gains = photo.raw.xyz_to_camera, photo.raw.white_balance
    else:
        matrix, gains = (camera or photo.camera).matrix, photo.white_balance
    return kelvin_from_gains(matrix, gains)
