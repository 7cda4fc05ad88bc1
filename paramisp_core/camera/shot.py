"""ShotSettings: ISO, exposure time, f-number and focal length; each known or unknown, and where from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Source = Literal["exif", "user", "default", "unknown"]
SETTINGS = ("iso", "exposure_time", "f_number", "focal_length")

# What a camera can have done; outside of it an EXIF value is a lie or a placeholder.
PLAUSIBLE: dict[str, tuple[float, float]] = {
    "iso": (1.0, 5_000_000.0),
    "exposure_time": (1e-6, 36_000.0),  # seconds
    "f_number": (0.4, 256.0),
    "focal_length": (0.3, 5_000.0),  # millimetres, of the lens itself, not the 35 mm equivalent
}

HEADROOM = (-3.0, 4.0)
"""Exposure headroom of an estimated RAW that may be asked for, in EV: how far the JPEG's white lies below the RAW's."""


@dataclass(frozen=True)
class ShotSettings:
    """How a photo was taken. None means unknown.

    iso: ISO speed (EXIF 34855). exposure_time: seconds (33434). f_number: (33437). focal_length: millimetres,
    real, not 35 mm equivalent (37386). sources: where each value came from.
    Implausible values (zero, infinite, NaN, absurd) become unknown.
    """

    iso: float | None = None
    exposure_time: float | None = None
    f_number: float | None = None
    focal_length: float | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sources: dict[str, Source] = {}
        for name in SETTINGS:
            value = _plausible(name, getattr(self, name))
            object.__setattr__(self, name, value)
            sources[name] = "unknown" if value is None else self.sources.get(name, "user")
        object.__setattr__(self, "sources", sources)

    def __hash__(self) -> int:
        return hash((self.iso, self.exposure_time, self.f_number, self.focal_length))

    def value(self, name: str) -> float | None:
        """Return one setting by its name in SETTINGS."""
        if name not in SETTINGS:
            raise KeyError(name)
        return getattr(self, name)

    def with_value(self, name: str, value: float | None, source: Source = "user") -> ShotSettings:
        """Return a copy with one setting changed (None: unknown)."""
        if name not in SETTINGS:
            raise KeyError(name)
        return replace(self, **{name: value}, sources={**self.sources, name: source})

    def merged(self, other: ShotSettings) -> ShotSettings:
        """Return these settings with every known value of ``other`` in place of its own."""
        result = self
        for name in SETTINGS:
            if other.value(name) is not None:
                result = result.with_value(name, other.value(name), other.sources[name])
        return result

    @property
    def ev100(self) -> float | None:
        """Exposure value at ISO 100, log2(N^2 / t) - log2(ISO / 100); None unless all three are known."""
        if self.iso is None or self.exposure_time is None or self.f_number is None:
            return None
        return math.log2(self.f_number**2 / self.exposure_time) - math.log2(self.iso / 100.0)


def _plausible(name: str, value: float | None) -> float | None:
    if value is None:
        return None
    value = float(value)
    low, high = PLAUSIBLE[name]
    return value if math.isfinite(value) and low <= value <= high else None
