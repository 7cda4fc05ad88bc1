"""RawEdits: what the user changed on the RAW, how it is written down, and how it applies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from paramisp_core.errors import UserError

if TYPE_CHECKING:  # the window holds edits before numpy is imported
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.raw.image import RawImage

LIMITS: dict[str, tuple[float, float]] = {
    "exposure_ev": (-10.0, 10.0),
    "kelvin": (1700.0, 25000.0),
    "tint": (-150.0, 150.0),
}
"""Lowest and highest value of each number, in its unit."""


@dataclass(frozen=True)
class RawEdits:
    """Changes made on scene-linear RAW.

    exposure_ev: EV, -10..10. kelvin, tint: the light to make neutral (None: as shot). white_balance: gains that
    override kelvin and tint.
    """

    exposure_ev: float = 0.0
    kelvin: float | None = None
    tint: float | None = None
    white_balance: tuple[float, float, float] | None = None

    @property
    def is_identity(self) -> bool:
        """True when nothing is changed."""
        return self == RawEdits()

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
        if self.kelvin is None and self.tint is None:
            return raw.white_balance
        kelvin, tint = self.kelvin, self.tint
        if kelvin is None or tint is None:
            shot_kelvin, shot_tint = kelvin_from_gains(raw.xyz_to_camera, raw.white_balance)
            kelvin = shot_kelvin if kelvin is None else kelvin
            tint = shot_tint if tint is None else tint
        return gains_from_kelvin(raw.xyz_to_camera, kelvin, tint)

    def apply(self, raw: RawImage) -> RawImage:
        """Return the edited RAW. Exposure scales the mosaic; white balance changes its gains only."""
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
    if value is None and key in ("kelvin", "tint"):
        return None
    low, high = LIMITS[key]
    return min(max(_number(key, value), low), high)


def _gains(value: Any) -> tuple[float, float, float]:
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise UserError("The edit white_balance has to be three numbers.")
    red, green, blue = (_number("white_balance", item) for item in value)
    if min(red, green, blue) <= 0:
        raise UserError("The edit white_balance has to be three positive numbers.")
    return red, green, blue


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UserError(f"The edit {key} is {str(value)[:40]!r}, which is not a number.")
    return float(value)
