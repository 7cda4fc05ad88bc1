"""A photo without its blur, to a file: the deblurred RAW as DNG, or the picture of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from paramisp_core.applications.deblur import deblurred_photo, deblurrer_named
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.files.dng import write_dng
from paramisp_core.files.export import export_image
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import apply_orientation, invert_orientation

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype


def stored_kernel(kernel: Array, orientation: int) -> Array:
    """Return the kernel as it lies in the stored photo; ``kernel`` is as seen in the upright picture."""
    return np.ascontiguousarray(apply_orientation(kernel, invert_orientation(orientation)))


def make_deblurred(photo: Photo, target: Path, kernel: Array | None, method: str, inverse: InverseISP,
                   forward: ForwardISP, strength: float = 1.0, progress: Progress | None = None) -> str:
    """Deblur a photo and write it; return what was made, in words.

    kernel: as seen in the upright picture, or None where the method knows its own. The ending of ``target`` chooses:
    .dng holds the RAW. Raises UserError; progress may raise Cancelled. Either way nothing half-written is left.
    """
    stored = None if kernel is None else stored_kernel(kernel, photo.orientation)
    rgb, raw = deblurred_photo(photo, stored, deblurrer_named(method), inverse, forward, strength,
                               section(progress, 0.0, 0.95))
    last = section(progress, 0.95, 1.0)
    if target.suffix.lower() == ".dng":
        write_dng(raw, target, shot=photo.shot, camera=photo.camera, exif=photo.exif, preview=rgb, progress=last)
    else:
        estimated = ("RAW estimated from the picture by a learned camera",) if raw.estimated else ()
        export_image(rgb, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera,
                     exif=photo.exif, notes=(*estimated, f"deblurred in RAW by {method}"), progress=last)
    return f"{rgb.shape[1]}×{rgb.shape[0]}, deblurred in RAW by {method}, on {forward.device}"
