"""How one camera's measured tone curve differs from another's: the part of a look that is a known fact."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import tone_curves
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.raw.transfer import srgb_encode

Array = NDArray[np.float64]
_POINTS = 2048
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


def look_change(source: CameraProfile, target: CameraProfile) -> tuple[Array, Array] | None:
    """Return (x, y): what ``source``'s sRGB values 0..1 become under ``target``'s tone curve; None if the same.

    A camera without a measured curve counts as the mean of all. Exposure is evened out, so that a mid-grey of
    sRGB 0.46 stays where it is.
    """
    first, second = measured_curve_name(source), measured_curve_name(target)
    if first == second:
        return None
    (x_light, shown), (y_light, y_shown) = _response(first), _response(second)
    grey = 0.46
    scale = np.interp(grey, y_shown, y_light) / np.interp(grey, shown, x_light)
    return shown, np.interp(x_light * scale, y_light, y_shown)


@lru_cache(maxsize=32)
def _response(name: str | None) -> tuple[Array, Array]:
    """Return (scene-linear light 0..1, sRGB 0..1), both strictly rising, of a measured curve or of their mean."""
    light = np.linspace(0, 1, _POINTS) ** 2
    chosen = list(tone_curves().values()) if name is None else [tone_curves()[name]]
    shown = []
    for nodes in chosen:
        linear = np.interp(light, nodes[:, 0], np.maximum.accumulate(nodes[:, 1]))
        shown.append(srgb_encode((linear / linear[-1]).astype(np.float32)).astype(np.float64))
    mean = np.mean(shown, 0) + 1e-6 * np.arange(_POINTS)
    return light, np.asarray((mean - mean[0]) / (mean[-1] - mean[0]))
