"""Camera-to-camera transfer (ParamISP section 5): one camera's photo as another would have taken it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.adaptation import as_camera, same_colors
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.editing.development import Development
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.models import CameraModels
from paramisp_core.networks.compact import LiveNetwork
from paramisp_core.progress import Progress, section
from paramisp_core.raw.image import RawImage


def transfer_raw(raw: RawImage, target_camera: CameraProfile) -> RawImage:
    """Return the RAW as ``target_camera`` would have recorded it; unchanged when it is that camera's already."""
    return raw if same_colors(raw, target_camera) else as_camera(raw, target_camera)


def transfer_photo(photo: Photo, target_camera: CameraProfile, inverse: InverseISP, forward: ForwardISP,
                   progress: Progress | None = None, models: CameraModels | None = None) -> NDArray[np.float32]:
    """Return (H, W, 3) sRGB 0..1 as stored: the photo as ``target_camera`` would have taken it.

    With compact networks this is the picture the window shows under "Render as": the photo, what the networks lose
    on the way to RAW and back left in it, with what is known to differ between the cameras. The paper's networks go
    the published way: RAW of A, RAW of B, forward camera of B. ``models``: those calibrated for A and for B take part
    where there are some.
    """
    if isinstance(inverse.network, LiveNetwork) and isinstance(forward.network, LiveNetwork):
        development = Development(photo, inverse, forward, models)
        return development.full(replace(development.default_recipe(), camera=target_camera), progress)
    raw = transfer_raw(inverse.to_raw(photo, progress=section(progress, 0.0, 0.5)), target_camera)
    return forward.to_srgb(raw, photo.shot, target_camera, progress=section(progress, 0.5, 1.0))
