"""RawEdits: what the user changed on the RAW, how it is written down, and how it applies."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from paramisp_core.editing.curve import Points, simplified
from paramisp_core.errors import UserError

if TYPE_CHECKING:  # the window holds edits before numpy is imported
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.camera.lens import LensProfile
    from paramisp_core.editing.local import LocalEdits
    from paramisp_core.raw.image import RawImage

LIMITS: dict[str, tuple[float, float]] = {
    "exposure_ev": (-10.0, 10.0),
    "kelvin": (1700.0, 25000.0),
    "tint": (-150.0, 150.0),
    "highlights": (-2.0, 2.0),
    "shadows": (-2.0, 2.0),
    "black_point": (-5.0, 5.0),
    "saturation": (-100.0, 100.0),
    "vibrance": (-100.0, 100.0),
    "denoise": (0.0, 100.0),
    "denoise_color": (0.0, 100.0),
    "sensor_noise": (0.0, 100.0),
    "distortion": (0.0, 100.0),
    "vignetting": (0.0, 100.0),
    "straighten": (-45.0, 45.0),
}
"""Lowest and highest value of each number, in its unit."""

NO_CAST = (0.0, 0.0)
"""A white balance that no place was picked for."""
MOST_CAST = 4.0
"""Stops: no camera renders gray from what is farther from gray."""

Crop = tuple[float, float, float, float]
LEAST_CROP = 0.01
"""A crop keeps at least this share of each side."""

GROUPS: dict[str, tuple[str, ...]] = {
    "light": ("exposure_ev", "highlights", "shadows", "black_point"),
    "white_balance": ("kelvin", "tint", "white_balance", "raw_cast"),
    "color": ("saturation", "vibrance"),
    "curve": ("curve",),
    "detail": ("denoise", "denoise_color", "sensor_noise", "dequantize"),
    "lens": ("distortion", "vignetting", "lens"),
    "geometry": ("orientation", "straighten", "crop"),
}
"""Edits that are switched off and reset together."""


@dataclass(frozen=True)
class RawEdits:
    """Changes made on scene-linear RAW.

    exposure_ev: EV, -10..10. kelvin, tint: the light to make neutral (None: as shot). white_balance: gains that
    override kelvin and tint. raw_cast: where a gray place was picked: red and blue against green, in stops, that the
    RAW of what is rendered gray has under it (see editing/neutral.py). highlights, shadows: by how much bright and dark
    places are changed, EV; lowered ones leave clipped light most of its own. black_point: what is taken from all light,
    % of white. saturation, vibrance: %, -100 (gray) .. 100 (twice as colorful); vibrance changes pale colors more than
    strong ones. curve: points of the tone curve, which acts on the rendered picture (see editing/curve.py).
    orientation: how the upright photo is turned further, as EXIF orientation 1..8. straighten: degrees clockwise. crop:
    (left, top, right, bottom) as fractions of the turned frame. denoise, denoise_color: how much of the camera's
    measured noise goes, %. sensor_noise: how much is added of the noise that the chosen ISO has and the shot had not,
    %. dequantize: what the rounding of a JPEG took is found again before its RAW is made (see networks/dequantizer.py);
    other files have nothing of the kind. distortion, vignetting: how much of the lens's goes, %. lens: name of the lens
    that it was (see camera/lens.py); None: as the photo tells. off: names of GROUPS that are switched off for now.
    """

    exposure_ev: float = 0.0
    kelvin: float | None = None
    tint: float | None = None
    white_balance: tuple[float, float, float] | None = None
    raw_cast: tuple[float, float] = NO_CAST
    highlights: float = 0.0
    shadows: float = 0.0
    black_point: float = 0.0
    saturation: float = 0.0
    vibrance: float = 0.0
    denoise: float = 0.0
    denoise_color: float = 0.0
    sensor_noise: float = 0.0
    dequantize: bool = False
    distortion: float = 0.0
    vignetting: float = 0.0
    lens: str | None = None
    curve: Points = ()
    orientation: int = 1
    straighten: float = 0.0
    crop: Crop | None = None
    off: tuple[str, ...] = ()

    @property
    def is_identity(self) -> bool:
        """True when nothing is changed."""
        return self.effective == RawEdits()

    @property
    def effective(self) -> RawEdits:
        """The same edits without the groups that are switched off."""
        return replace(self.without(*self.off), off=()) if self.off else self

    def without(self, *groups: str) -> RawEdits:
        """Return a copy with all of some groups at their defaults, and switched on."""
        untouched = RawEdits()
        values: dict[str, Any] = {name: getattr(untouched, name) for group in groups for name in GROUPS[group]}
        return replace(self, **values, off=tuple(name for name in self.off if name not in groups))

    def switched(self, group: str, on: bool) -> RawEdits:
        """Return a copy with a group switched on or off; its values stay."""
        off = set(self.off) - {group} if on else {*self.off, group}
        return replace(self, off=tuple(sorted(off)))

    @property
    def changes_light_locally(self) -> bool:
        """Whether the change depends on how bright a place is."""
        return bool(self.highlights or self.shadows)

    @property
    def changes_color(self) -> bool:
        """Whether colors change beyond the white balance."""
        return bool(self.saturation or self.vibrance)

    @property
    def removes_noise(self) -> bool:
        """Whether noise is reduced."""
        return bool(self.denoise or self.denoise_color)

    @property
    def changes_balance(self) -> bool:
        """Whether another light is made neutral than the camera did."""
        return not (self.kelvin is None and self.tint is None and self.white_balance is None)

    @property
    def is_local(self) -> bool:
        """Whether more is needed than exposure and white balance, which scale the whole mosaic."""
        return bool(self.changes_light_locally or self.black_point or self.changes_color or self.removes_noise
                    or self.sensor_noise or self.vignetting)

    def known(self, lens: LensProfile | None) -> RawEdits:
        """Return a copy without the corrections for which nothing is known of the lens."""
        unknown = {name: 0.0 for name in ("distortion", "vignetting")
                   if getattr(self, name) and not getattr(lens, name, ())}
        return self.changed(**unknown) if unknown else self

    def changed(self, **changes: Any) -> RawEdits:
        """Return a copy with some fields replaced."""
        return replace(self, **changes)

    # Written down ---------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, in JSON's types; :meth:`from_dict` reads it back exactly."""
        untouched = RawEdits()
        return {
            field.name: _plain(getattr(self, field.name)) for field in fields(self)
            if getattr(self, field.name) != getattr(untouched, field.name)
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RawEdits:
        """Return the edits that :meth:`to_dict` wrote; what is missing stays at its default.

        Keys that this version does not know are not looked at: whoever keeps the file keeps them. Numbers beyond
        LIMITS are brought to the nearest limit. Raises UserError for what is no such value at all.
        """
        if not isinstance(values, Mapping):
            raise UserError("The edits are not a set of named values.")
        known = {field.name for field in fields(cls)}
        return cls(**{key: _read(key, value) for key, value in values.items() if key in known})

    # Applied --------------------------------------------------------------------------------------------------

    def gains(self, raw: RawImage) -> NDArray[np.float64]:
        """Return the (3,) white balance gains that the edited RAW has."""
        from paramisp_core.raw.color import gains_from_kelvin, kelvin_from_gains, normalized_gains

        if self.white_balance is not None:
            return normalized_gains(self.white_balance)
        if not self.changes_balance:
            return raw.white_balance
        kelvin, tint = self.kelvin, self.tint
        if kelvin is None or tint is None:
            shot_kelvin, shot_tint = kelvin_from_gains(raw.xyz_to_camera, raw.white_balance)
            kelvin = shot_kelvin if kelvin is None else kelvin
            tint = shot_tint if tint is None else tint
        return gains_from_kelvin(raw.xyz_to_camera, kelvin, tint)

    def without_cast(self, raw: RawImage) -> RawImage:
        """Return an edited RAW in whose white balance that is gray which is rendered gray, where it was picked.

        For programs that render it without the learned camera.
        """
        import numpy as np

        if self.raw_cast == NO_CAST:
            return raw
        red, blue = self.raw_cast
        return raw.with_changes(white_balance=raw.white_balance / np.exp2([red, 0.0, blue]))

    @property
    def scene(self) -> RawEdits:
        """The part that acts on the RAW, before it is rendered."""
        return self.without("curve", "geometry").changed(distortion=0.0, lens=self.lens if self.vignetting else None)

    def apply(self, raw: RawImage, local: LocalEdits | None = None) -> RawImage:
        """Return the edited whole RAW. ``local``: these edits already set up for the photo, else that is done."""
        edits = self.effective
        if edits.is_local or local is not None:
            from paramisp_core.editing.local import LocalEdits

            local = local or LocalEdits.of(edits, raw)
            raw = raw.with_changes(mosaic=local.whole(raw.mosaic, raw.cfa))
        return edits.exposed(raw)

    def exposed(self, raw: RawImage) -> RawImage:
        """Return the RAW with exposure, which scales the mosaic, and white balance, which changes its gains only."""
        if self.is_identity:
            return raw
        factor = 2.0**self.exposure_ev
        return raw.with_changes(
            mosaic=raw.mosaic * factor if self.exposure_ev else raw.mosaic,
            saturation=raw.saturation * factor,
            white_balance=self.gains(raw),
            shot_white_balance=raw.shot_white_balance if raw.shot_white_balance is not None else raw.white_balance,
        )


def _plain(value: Any) -> Any:
    """Return a field's value in JSON's types."""
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _read(key: str, value: Any) -> Any:
    """Return a field's value from JSON's types; raises UserError."""
    if key == "white_balance":
        return None if value is None else _gains(value)
    if key == "raw_cast":
        return _cast(value)
    if key == "curve":
        return _curve(value)
    if key == "orientation":
        if isinstance(value, bool) or value not in range(1, 9):
            raise UserError("The edit orientation has to be a whole number from 1 to 8.")
        return int(value)
    if key == "crop":
        return None if value is None else _crop(value)
    if key == "lens":
        if value is not None and not isinstance(value, str):
            raise UserError("The edit lens has to be the name of a lens.")
        return value or None
    if key == "dequantize":
        if not isinstance(value, bool):
            raise UserError("The edit dequantize has to be true or false.")
        return value
    if key == "off":
        if not isinstance(value, list | tuple):
            raise UserError("The edit off has to be a list of names.")
        return tuple(sorted(name for name in GROUPS if name in value))
    if value is None and key in ("kelvin", "tint"):
        return None
    low, high = LIMITS[key]
    return min(max(_number(key, value), low), high)


def _curve(value: Any) -> Points:
    wrong = UserError("The edit curve has to be pairs of numbers from 0 to 1, the first of each pair rising.")
    if not isinstance(value, list | tuple) or any(not isinstance(p, list | tuple) or len(p) != 2 for p in value):
        raise wrong
    points = [tuple(min(max(_number("curve", part), 0.0), 1.0) for part in pair) for pair in value]
    if len(points) == 1 or any(b[0] - a[0] < 1e-6 for a, b in itertools.pairwise(points)):
        raise wrong
    return simplified([(x, y) for x, y in points])


def _crop(value: Any) -> Crop:
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise UserError("The edit crop has to be four numbers: left, top, right, bottom.")
    left, top, right, bottom = (min(max(_number("crop", part), 0.0), 1.0) for part in value)
    if right - left < LEAST_CROP or bottom - top < LEAST_CROP:
        raise UserError("The edit crop leaves nothing of the picture.")
    return left, top, right, bottom


def _gains(value: Any) -> tuple[float, float, float]:
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise UserError("The edit white_balance has to be three numbers.")
    red, green, blue = (_number("white_balance", item) for item in value)
    if min(red, green, blue) <= 0:
        raise UserError("The edit white_balance has to be three positive numbers.")
    return red, green, blue


def _cast(value: Any) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise UserError("The edit raw_cast has to be two numbers.")
    red, blue = (min(max(_number("raw_cast", item), -MOST_CAST), MOST_CAST) for item in value)
    return red, blue


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UserError("The edit {key} is {value!r}, which is not a number.", key=key, value=str(value)[:40])
    return float(value)
