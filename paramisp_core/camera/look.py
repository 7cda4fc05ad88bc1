"""How one camera's measured tone curve differs from another's: the part of a look that is a known fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import tone_curves
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.raw.transfer import srgb_encode

Array = NDArray[np.float64]
_POINTS = 2048
_ENTRIES = 16384
_MID_GREY = 0.46
_MOST_EV = 4.0
_HALVINGS = 24
_WHITE_FROM = 0.95
# Makers whose curve is measured as such; the names are darktable's.
_MAKERS = {
    "canon": "canon_eos", "nikon": "nikon", "fujifilm": "fujifilm", "kodak": "kodak_easyshare",
    "eastman": "kodak_easyshare", "konica": "konica_minolta", "minolta": "konica_minolta", "nokia": "nokia",
    "olympus": "olympus", "om": "olympus", "pentax": "pentax", "ricoh": "pentax", "samsung": "samsung",
    "sony": "sony_alpha",
}


def measured_curve_name(camera: CameraProfile) -> str | None:
    """Return the name of the measured curve that speaks for a camera: its own, else its maker's, else None."""
    if camera.name in tone_curves():
        return camera.name
    maker = (camera.make or camera.name).split()
    return _MAKERS.get(maker[0].lower()) if maker else None


@dataclass(frozen=True, eq=False)
class Look:
    """What one camera's picture becomes under another's tone curve: ``becomes`` at the sRGB values ``shown``."""

    shown: Array
    becomes: Array

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        return np.interp(np.linspace(0, 1, _ENTRIES), self.shown, self.becomes).astype(np.float32)

    def applied(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return an sRGB picture (..., 0..1) of the other camera, each channel by the curve."""
        index = (np.clip(picture, 0, 1) * np.float32(_ENTRIES - 1) + np.float32(0.5)).astype(np.uint16)
        return np.take(self._table, index)

    def applied8(self, rgb8: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Do the same to an 8-bit picture, fast: for drafts, which may step where the curve is steep."""
        values = self._table[np.rint(np.arange(256) * ((_ENTRIES - 1) / 255)).astype(int)]
        return np.asarray(cv2.LUT(rgb8, np.rint(values * 255).astype(np.uint8)), np.uint8)


def look_change(source: CameraProfile, target: CameraProfile,
                picture: NDArray[np.floating] | None = None) -> Look | None:
    """Return what ``source``'s sRGB values become under ``target``'s tone curve; None if the curves are the same.

    picture: the photo as ``source`` shows it, of any shape, small is enough. The exposure is what the other
    camera's meter would make it: the picture stays as bright in the mean. Without it a mid-grey of sRGB 0.46 stays
    where it is. White stays white: what clipped was brighter than anyone knows. A camera without a measured curve
    counts as the mean of all.
    """
    first, second = measured_curve_name(source), measured_curve_name(target)
    if first == second:
        return None
    (x_light, shown), (y_light, y_shown) = _response(first), _response(second)
    values = np.array([_MID_GREY]) if picture is None else np.asarray(picture, np.float64).reshape(-1)
    light = np.interp(values, shown, x_light)
    wanted, low, high = float(values.mean()), -_MOST_EV, _MOST_EV
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        darker = float(np.interp(light * 2.0**middle, y_light, y_shown).mean()) < wanted
        low, high = (middle, high) if darker else (low, middle)
    becomes = np.interp(x_light * 2.0 ** ((low + high) / 2), y_light, y_shown)
    share = np.clip((shown - _WHITE_FROM) / (1 - _WHITE_FROM), 0, 1)
    return Look(shown, becomes + (1 - becomes[-1]) * share**2 * (3 - 2 * share))


@lru_cache(maxsize=32)
def _response(name: str | None) -> tuple[Array, Array]:
    """Return (scene-linear light 0..1, sRGB 0..1), both strictly rising, of a measured curve or of their mean."""
    light = np.linspace(0, 1, _POINTS) ** 2
    chosen = list(tone_curves().values()) if name is None else [tone_curves()[name]]
    shown = []
    for nodes in chosen:
        linear = np.interp(light, nodes[:, 0], np.maximum.accumulate(nodes[:, 1]))
        shown.append(srgb_encode((linear / linear[-1]).astype(np.float32)).astype(np.float64))
    mean = np.mean(shown, 0) + 1e-8 * np.arange(_POINTS)
    return light, np.asarray((mean - mean[0]) / (mean[-1] - mean[0]))
