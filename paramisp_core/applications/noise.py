"""A camera's measured noise, added to a RAW that has none of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import median_noise_profile, noise_profile
from paramisp_core.editing.sensor_noise import with_noise
from paramisp_core.errors import UserError
from paramisp_core.raw.cfa import CFA

Array = np.ndarray[Any, Any]  # float32
Noise = tuple[NDArray[np.float64], NDArray[np.float64]]
"""(a (3,), b (3,)): on RAW of 0..1 the variance of a channel is a x + b."""


def noise_model(camera: str | None, iso: float) -> tuple[Noise, str]:
    """Return the measured noise (variance a x + b per channel) at an ISO, and in words whose it is.

    Without a camera it is the median of all measured ones. Raises UserError for a camera that was not measured.
    """
    if camera is None:
        a, b, count = median_noise_profile(iso)
        return (a, b), f"the median of {count} cameras"
    found = noise_profile(camera, iso)
    if found is None:
        raise UserError("The noise of a {camera} was not measured; --noise-camera names one that was, or 'median'.",
                        camera=camera)
    return found, camera


def noisy(mosaic: Array, cfa: CFA, noise: Noise, rng: np.random.Generator) -> Array:
    """Return an (H, W) mosaic of 0..1 with noise; nothing is clipped."""
    return with_noise(mosaic, cfa, noise, np.asarray(rng.standard_normal(mosaic.shape, dtype=np.float32)))
