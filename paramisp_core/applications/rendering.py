"""Photos that belong together, inverted and rendered alike: by one reference, not each judged by itself."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.isp import ForwardISP, InverseISP, finished_raw
from paramisp_core.engine.tiles import photo_thumbnail
from paramisp_core.networks.compact import LiveNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import cfa_map
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_WHITE_FROM, _WHITE_TO = 0.85, 0.98  # of a picture's darkest channel: what is nearly white


def inverted_like(photo: Photo, reference: Photo, inverse: InverseISP, progress: Progress | None = None) -> RawImage:
    """Return the RAW of a photo, inverted as ``reference`` is.

    A camera renders the shots of a bracket or of a burst alike; a network that judged each by itself would invert each
    by another curve. RAW files, and photos for networks that do not look at the whole, are inverted as ever.
    """
    if photo.raw is not None or not isinstance(inverse.network, LiveNetwork):
        return neutral_white(inverse.to_raw(photo, progress=progress), photo)
    camera = photo.camera
    seen = Conditions.of(reference.shot, reference.camera.cfa, reference.white_balance, reference.camera.color_matrix)
    thumbnail = photo_thumbnail(inverse.network, reference.rgb, seen)
    own = Conditions.of(reference.shot, camera.cfa, photo.white_balance, camera.color_matrix)
    run = inverse.tiled(photo.rgb, own, thumbnail=thumbnail, shot_gains=reference.white_balance)
    values = run.region(photo.rgb, progress=progress)
    return neutral_white(finished_raw(photo, camera, np.maximum(values, 0, out=values), inverse.card.name), photo)


def neutral_white(raw: RawImage, photo: Photo) -> RawImage:
    """Return the estimated RAW of a photo without color where the photo is white; a true RAW as it is.

    A network that only ever saw clipped sensors behind white leaves a tint there. Renderers clip it away, but it shows
    once the light is brought down or averaged.
    """
    if not raw.estimated:
        return raw
    share = np.clip((photo.rgb.min(2) - _WHITE_FROM) / (_WHITE_TO - _WHITE_FROM), 0, 1)
    gains = raw.white_balance.astype(np.float32)[cfa_map(raw.cfa, raw.height, raw.width)]
    balanced = raw.mosaic * gains
    level = cv2.dilate(balanced, np.ones((3, 3), np.uint8))  # the brightest channel of the neighborhood
    return raw.with_changes(mosaic=(raw.mosaic + share * (level - balanced) / gains).astype(np.float32))


def rendered_like(raw: RawImage, reference: RawImage, shot: ShotSettings, camera: CameraProfile, forward: ForwardISP,
                  progress: Progress | None = None) -> Array:
    """Return (H, W, 3) sRGB 0..1 of a RAW of the reference's camera, rendered as ``reference`` is.

    Otherwise a network that looks at the whole picture would render what was changed by another tone curve. Values up
    to 1 after white balance are shown, whatever the RAW's ``saturation`` is.
    """
    shown = raw.with_changes(saturation=1.0)
    if not isinstance(forward.network, LiveNetwork):
        return forward.to_srgb(shown, shot, camera, progress=progress)
    conditions = Conditions.of(shot, raw.cfa, raw.white_balance, raw.color_matrix)
    thumbnail = photo_thumbnail(forward.network, np.minimum(reference.mosaic, 1), conditions)
    run = forward.tiled(shown.mosaic, conditions, thumbnail=thumbnail, shot_gains=reference.shot_white_balance)
    out = run.region(shown.mosaic, progress=progress)
    return np.clip(out, 0, 1, out=out)
