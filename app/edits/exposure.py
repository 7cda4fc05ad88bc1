"""The exposure lock: as one of ISO, time and f-number moves, another follows, so that the exposure stays."""

from __future__ import annotations

import math

from app.panels.values import SCALES, Scale
from paramisp_core.camera.shot import ShotSettings

# Who follows, and who takes the rest when that one is at the end of its dial.
_FOLLOWERS = {
    "f_number": ("exposure_time", "iso"),
    "iso": ("exposure_time", "f_number"),
    "exposure_time": ("f_number", "iso"),
}
_LIGHT = {"iso": 1.0, "exposure_time": 1.0, "f_number": -2.0}  # the picture's light goes with value ** this


class ExposureLock:
    """Whether the exposure is kept, and what it was when the present drag began."""

    def __init__(self) -> None:
        self.on = False
        self._gesture = 0
        self._base = ShotSettings()

    def moved(self, shot: ShotSettings, name: str, value: float | None,
              gesture: int | None = None) -> dict[str, float | None]:
        """Return the settings to change, ``name`` first, for one move of a gesture.

        All moves of a gesture count from its beginning, so that going back brings every value back. Without a
        gesture it is only looked at what would happen.
        """
        if not self.on or value is None or name not in _FOLLOWERS:
            return {name: value}
        if gesture is None:
            return dict(kept_exposure(shot, name, value))
        if gesture != self._gesture:
            self._gesture, self._base = gesture, shot
        before = {each: self._base.value(each) for each in _LIGHT if each != name}
        return {name: value, **before, **kept_exposure(self._base, name, value)}


def kept_exposure(shot: ShotSettings, name: str, value: float) -> dict[str, float]:
    """Return the settings with which ``shot`` keeps its exposure (ISO x time / N²) when ``name`` becomes ``value``.

    Between marked values it goes by the marks, as cameras do (f/2.8 to f/4 is one stop: 1/250 to 1/125). What would
    leave its dial stops there and the third setting takes the rest. With one of the three unknown nothing follows.
    """
    before = shot.value(name)
    if before is None or shot.ev100 is None:
        return {name: value}
    thirds = _thirds(SCALES[name], before, value)
    changes = {name: value}
    for follower in _FOLLOWERS[name]:
        scale, old = SCALES[follower], shot.value(follower)
        assert old is not None
        new = _stepped(scale, old, -thirds)
        if new != old:
            changes[follower] = new
            thirds += _thirds(scale, old, new)
        if abs(thirds) < 0.6:  # less than the marks' own rounding
            break
    return changes


def _thirds(scale: Scale, before: float, after: float) -> float:
    """Return by how many third stops more light comes in; a whole number from mark to mark."""
    thirds = 3 * _LIGHT[scale.name] * math.log2(after / before)
    return round(thirds) if before in scale.stops and after in scale.stops else thirds


def _stepped(scale: Scale, value: float, thirds: float) -> float:
    """Return the value that lets in 2 ** (thirds / 3) times the light, within the dial."""
    power = _LIGHT[scale.name]
    if float(thirds).is_integer() and value in scale.stops:
        step = round(thirds if power > 0 else -thirds)
        return scale.stops[min(max(scale.stops.index(value) + step, 0), scale.last)]
    new = value * 2.0 ** (thirds / 3 / power)
    low, high = min(scale.stops[0], value), max(scale.stops[-1], value)
    return min(max(new, low), high)
