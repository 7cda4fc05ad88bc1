"""Camera-to-camera transfer (ParamISP section 5): one camera's photo as another would have taken it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paramisp_core.applications.noise import noise_model, noisy
from paramisp_core.camera.adaptation import as_camera, same_colors
from paramisp_core.camera.database import noise_profile
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.editing.development import Development
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.models import CameraModels
from paramisp_core.files.dng import write_dng
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


def write_transferred(photo: Photo, target: Path, target_camera: CameraProfile, models: CameraModels,
                      noise_iso: float | None = None, seed: int = 1, progress: Progress | None = None) -> str:
    """Write the RAW as ``target_camera`` would have recorded it, as DNG; return what was made, in words.

    It has that camera's colors, white balance gains, CFA and levels. noise_iso: with its measured noise at this ISO on
    top (the median of all measured cameras where its own was not). Raises UserError; progress may raise Cancelled.
    Either way nothing half-written is left.
    """
    inverse = models.inverse(photo.camera)
    raw = transfer_raw(inverse.to_raw(photo, progress=section(progress, 0.0, 0.4)), target_camera)
    raw, shot, words = raw.with_neutral_highlights(), photo.shot, ""
    if noise_iso is not None:
        measured = noise_profile(target_camera.name, noise_iso) is not None
        noise, whose = noise_model(target_camera.name if measured else None, noise_iso)
        values = noisy(raw.mosaic, raw.cfa, noise, np.random.default_rng(seed))
        words = f", noise at ISO {noise_iso:g} of {'it' if measured else whose}"
        raw = raw.with_changes(mosaic=np.clip(values, 0, 1).astype(np.float32),
                               notes=(*raw.notes, f"noise at ISO {noise_iso:g} of {whose}"))
        shot = shot.with_value("iso", noise_iso)
    shown = transfer_photo(photo, target_camera, inverse, models.forward(target_camera), section(progress, 0.4, 0.8),
                           models)
    write_dng(raw, target, shot=shot, camera=target_camera, exif=photo.exif, preview=shown, source=photo.path,
              progress=section(progress, 0.8, 1.0))
    return f"{raw.width}×{raw.height} RAW of a {photo.camera.name} as {target_camera.name}{words}"
