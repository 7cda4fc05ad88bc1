"""Camera-to-camera transfer (ParamISP section 5): A's RAW to B's RAW, to be rendered by B's forward camera."""

from __future__ import annotations

from paramisp_core.camera.adaptation import as_camera, same_colors
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.raw.image import RawImage


def transfer_raw(raw: RawImage, target_camera: CameraProfile) -> RawImage:
    """Return the RAW as ``target_camera`` would have recorded it; unchanged when it is that camera's already."""
    return raw if same_colors(raw, target_camera) else as_camera(raw, target_camera)
