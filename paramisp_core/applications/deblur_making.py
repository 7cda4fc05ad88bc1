"""A photo without its blur, to a file: the deblurred RAW as DNG, or the picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from paramisp_core.applications.blind import FoundKernel, found_kernel
from paramisp_core.applications.deblur import deblurred_photo, deblurrer_named, strength_of, unsure
from paramisp_core.applications.rendering import photo_light
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.files.atomic import replacing
from paramisp_core.files.dng import write_dng
from paramisp_core.files.export import export_image
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import apply_orientation, invert_orientation

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype


@dataclass(frozen=True, eq=False)
class Deblurred:
    """words: what was made. kernel: as seen in the upright picture, None where the method needs none. doubt: why a
    kernel that was found should not be believed, one sentence, or "". left: the photo was left as it is, because the
    kernel that was found would not make it better."""

    words: str
    kernel: Array | None = None
    doubt: str = ""
    left: bool = False


def stored_kernel(kernel: Array, orientation: int) -> Array:
    """Return the kernel as it lies in the stored photo; ``kernel`` is as seen in the upright picture."""
    return np.ascontiguousarray(apply_orientation(kernel, invert_orientation(orientation)))


def upright_kernel(kernel: Array, orientation: int) -> Array:
    """Return the kernel as seen in the upright picture; ``kernel`` is as it lies in the stored photo."""
    return np.ascontiguousarray(apply_orientation(kernel, orientation))


def make_deblurred(photo: Photo, target: Path, kernel: Array | int | None, method: str, inverse: InverseISP,
                   forward: ForwardISP, strength: float = 1.0, progress: Progress | None = None) -> Deblurred:
    """Deblur a photo and write it; return what was made.

    kernel: as seen in the upright picture; a number: it is found in the photo, at most so many pixels wide, and not
    used where it would not make the photo better; None where the method knows its own. The ending of ``target``
    chooses: .dng holds the RAW. Raises UserError; progress may raise Cancelled. Either way nothing half-written is
    left.
    """
    known = photo_light(photo, inverse, section(progress, 0.0, 0.15))
    found: FoundKernel | None = None
    if isinstance(kernel, int):
        found = found_kernel(known[1], unsure(known[0], photo), kernel, section(progress, 0.15, 0.3),
                             strength * strength_of(known[0]))
        kernel = upright_kernel(found.kernel, photo.orientation)
    stored = None if kernel is None else stored_kernel(kernel, photo.orientation)
    left = found is not None and not found.helps
    rgb, raw = deblurred_photo(photo, stored, _left if left else deblurrer_named(method), inverse, forward, strength,
                               section(progress, 0.15 if found is None else 0.3, 0.95), known)
    how = f"deblurred in RAW by {method}" + ("" if found is None else ", kernel found in the photo")
    if left:
        raw, how = known[0], "left as it was, no kernel found makes it better"
    last = section(progress, 0.95, 1.0)
    if target.suffix.lower() == ".dng":
        write_dng(raw, target, shot=photo.shot, camera=photo.camera, exif=photo.exif, preview=rgb, progress=last)
    else:
        estimated = ("RAW estimated from the picture by a learned camera",) if raw.estimated else ()
        export_image(rgb, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera,
                     exif=photo.exif, notes=(*estimated, how), progress=last)
    likeness = "" if found is None else f" ({100 * found.likeness:.0f} % alike in its parts)"
    words = f"{rgb.shape[1]}×{rgb.shape[0]}, {how}{likeness}, on {forward.device}"
    doubt = "" if found is None else found.doubt
    return Deblurred(words, kernel, f"Left as it was, because {doubt[0].lower()}{doubt[1:]}" if left else doubt, left)


def _left(light: Array, *_: object) -> Array:
    return light


def write_kernel(kernel: Array, target: Path) -> None:
    """Write a kernel as a PNG of 16 bits, its strongest value white, as kernel_of_file reads it. Raises UserError."""
    done, data = cv2.imencode(".png", np.rint(kernel / max(float(kernel.max()), 1e-12) * 65535).astype(np.uint16))
    assert done
    with replacing(target) as temporary:
        temporary.write_bytes(data.tobytes())
