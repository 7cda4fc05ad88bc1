"""One picture of several: the same photo as many cameras would have taken it, each with its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from paramisp_core.applications.transfer import transfer_photo
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.editing.development import Development
from paramisp_core.engine.isp import InverseISP
from paramisp_core.engine.models import CameraModels
from paramisp_core.files.export import export_image
from paramisp_core.networks.compact import LiveNetwork
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import apply_orientation

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_GAP = 6
_BACKGROUND = 0.12


def as_cameras(photo: Photo, cameras: Sequence[CameraProfile], models: CameraModels, side: int,
               progress: Progress | None = None) -> list[Array]:
    """Return the photo as each camera would have taken it: (h, w, 3) sRGB 0..1, upright, the longer side ``side``.

    Compact networks run at the size that is shown; the paper's on the whole photo.
    """
    inverse = models.inverse(photo.camera)
    shrink = min(1.0, side / max(photo.size))
    size = (max(2, round(photo.size[0] * shrink)), max(2, round(photo.size[1] * shrink)))
    out = []
    for number, camera in enumerate(cameras):
        part = section(progress, number / len(cameras), (number + 1) / len(cameras))
        out.append(_small_as(photo, camera, inverse, models, size, part))
    return [np.ascontiguousarray(apply_orientation(picture, photo.orientation)) for picture in out]


def make_sheet(photo: Photo, cameras: Sequence[CameraProfile], models: CameraModels, side: int, target: Path,
               progress: Progress | None = None) -> str:
    """Write one picture of the photo as itself and as all these cameras; return what was made, in words.

    side: longer side of each. Raises UserError; progress may raise Cancelled. Either way nothing half-written is left.
    """
    shown = [photo.camera, *(one for one in cameras if one != photo.camera)]
    pictures = as_cameras(photo, shown, models, side, section(progress, 0.0, 0.9))
    names = [f"{photo.camera.name} (the photo)", *(one.name for one in shown[1:])]
    whole = sheet(pictures, names)
    export_image(whole, target, notes=(f"a photo of a {photo.camera.name} shown as {', '.join(names[1:])}",),
                 progress=section(progress, 0.9, 1.0))
    return f"{whole.shape[1]}×{whole.shape[0]}, {photo.camera.name} shown as {len(shown) - 1} cameras"


def _small_as(photo: Photo, camera: CameraProfile, inverse: InverseISP, models: CameraModels, size: tuple[int, int],
              progress: Progress | None) -> Array:
    forward = models.forward(camera)
    if isinstance(inverse.network, LiveNetwork) and isinstance(forward.network, LiveNetwork):
        development = Development(photo, inverse, forward, models)
        recipe = replace(development.default_recipe(), camera=camera)
        frame = development.refine(recipe, (0, 0, *photo.size), size, progress)
        picture: Array = frame.rgb8.astype(np.float32) / np.float32(255)
    else:
        picture = transfer_photo(photo, camera, inverse, forward, progress, models)
    if picture.shape[:2] == size:
        return picture
    way = cv2.INTER_AREA if picture.shape[0] > size[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size[::-1], interpolation=way), np.float32)


def sheet(pictures: Sequence[Array], names: Sequence[str], columns: int | None = None) -> Array:
    """Return (H, W, 3) sRGB 0..1: pictures (h, w, 3) of one size in rows, each with its name below.

    columns: None makes the whole about as wide as a screen is.
    """
    height, width = pictures[0].shape[:2]
    if columns is None:
        columns = min(range(1, len(pictures) + 1), key=lambda n: abs(math.log(
            n * width / (math.ceil(len(pictures) / n) * height) / 1.6)) + 0.15 * (-len(pictures) % n))
    band = max(16, round(width * 0.055))
    rows = math.ceil(len(pictures) / columns)
    out = np.full((rows * (height + band + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), _BACKGROUND, np.float32)
    for number, (picture, name) in enumerate(zip(pictures, names)):
        top = _GAP + number // columns * (height + band + _GAP)
        left = _GAP + number % columns * (width + _GAP)
        out[top:top + height, left:left + width] = picture
        out[top + height:top + height + band, left:left + width] = _label(name, band, width)
    return out


def _label(text: str, height: int, width: int) -> Array:
    """Return (height, width, 3) with a text that fits."""
    plain = text.encode("ascii", "replace").decode()
    band = np.full((height, width, 3), round(_BACKGROUND * 255), np.uint8)
    scale = height / 36
    for _ in range(20):
        (wide, high), _ = cv2.getTextSize(plain, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
        if wide <= width - 8 and high <= height - 4:
            break
        scale *= 0.9
    cv2.putText(band, plain, (4, (height + high) // 2), cv2.FONT_HERSHEY_SIMPLEX, scale, (225,) * 3, 1, cv2.LINE_AA)
    return band.astype(np.float32) / 255
