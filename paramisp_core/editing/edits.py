"""RawEdits: what the user changed on the RAW, and how it applies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paramisp_core.raw.color import gains_from_kelvin, kelvin_from_gains, normalized_gains
from paramisp_core.raw.image import RawImage


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

    def gains(self, raw: RawImage) -> NDArray[np.float64]:
        """Return the (3,) white balance gains that the edited RAW has."""
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
            mosaic=raw.mosaic * np.float32(factor) if self.exposure_ev else raw.mosaic,
            saturation=raw.saturation * factor,
            white_balance=self.gains(raw),
            shot_white_balance=raw.shot_white_balance if raw.shot_white_balance is not None else raw.white_balance,
        )
