"""Blurred and sharp pairs from sharp frames: averaged as a sensor would have, in linear RAW (ParamISP, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from paramisp_core.applications.noise import Noise, noisy
from paramisp_core.applications.rendering import inverted_like, rendered_like
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.style import as_camera_that_took
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import cfa_map
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

SATURATION = (0.25, 1.75)
"""Range the strength of added saturation is drawn from, as in RSBlur (Rim et al., ECCV 2022)."""
_CLIPPED = 0.98  # of RAW white after white balance, which a network that never saw more calls clipped


@dataclass(frozen=True)
class BlurSettings:
    """How a pair is made of some frames.

    saturation: strength a of what clipped light adds, min(mean + a * share of time clipped, 1); 0: none. noise:
    (a (3,), b (3,)), variance a x + b, or None. iso: what the noise is of, for the renderer; None: the frames' own.
    anchored: the pair differs from the frames only by what averaging light instead of sRGB values changes; else both
    are as the learned camera renders them.
    """

    saturation: float = 0.0
    noise: Noise | None = None
    iso: float | None = None
    anchored: bool = True


def blurred_pair(frames: Sequence[Photo], settings: BlurSettings, inverse: InverseISP, forward: ForwardISP,
                 rng: np.random.Generator, progress: Progress | None = None) -> tuple[Array, Array]:
    """Return (blurred, sharp), both (H, W, 3) sRGB 0..1, of an odd number of frames of one size and camera.

    The light of all frames is averaged on the mosaic; places that were clipped for a part of the time get more, since
    their light was above white; then comes the noise of one exposure, the sensor's clipping and the learned camera,
    read off the middle frame. The sharp picture is that frame's. Raises UserError for frames that differ in size.
    """
    middle = frames[len(frames) // 2]
    for frame in frames:
        if frame.size != middle.size:
            raise UserError(f"{_name(frame)} is {frame.size[1]} × {frame.size[0]} pixels, {_name(middle)} "
                            f"{middle.size[1]} × {middle.size[0]}: frames have to be of one size.")
    steps = 2 * len(frames) + 1 if settings.anchored else len(frames) + 2
    done = 0

    def part() -> Progress | None:
        nonlocal done
        done += 1
        return section(progress, (done - 1) / steps, done / steps)

    raws = [inverted_like(frame, middle, inverse, part()) for frame in frames]
    reference = raws[len(frames) // 2]
    forward = as_camera_that_took(middle, forward, reference)
    shot = middle.shot if settings.iso is None else middle.shot.with_value("iso", settings.iso)
    exposed = _exposed(raws, settings, rng)
    blurred = rendered_like(exposed, reference, shot, middle.camera, forward, part())
    if not settings.anchored:
        return blurred, rendered_like(reference, reference, shot, middle.camera, forward, part())
    # what the networks lose on the way there and back is the frames' to keep
    lost = np.zeros_like(blurred)
    for frame, raw in zip(frames, raws):
        lost += frame.rgb - rendered_like(raw, reference, shot, middle.camera, forward, part())
    return np.clip(blurred + lost / np.float32(len(frames)), 0, 1), middle.rgb


def _exposed(raws: Sequence[RawImage], settings: BlurSettings, rng: np.random.Generator) -> RawImage:
    """Return the RAW of one exposure over all frames."""
    first = raws[0]
    colors = cfa_map(first.cfa, first.height, first.width)
    white = (first.saturation / first.white_balance).astype(np.float32)[colors]
    mean, clipped = np.zeros_like(first.mosaic), np.zeros_like(first.mosaic)
    for raw in raws:
        mean += raw.mosaic
        known = raw.mosaic >= _CLIPPED * white
        clipped += known if raw.clip_mask is None else known | raw.clip_mask
    mean /= np.float32(len(raws))
    clipped /= np.float32(len(raws))
    # what is clipped all the time is white already: there is no more to show
    more = np.minimum(mean + np.float32(settings.saturation) * clipped * white, white)
    light = np.maximum(mean, more)
    if settings.noise is not None:
        light = noisy(light, first.cfa, settings.noise, rng)
    return first.with_changes(mosaic=np.clip(light, 0, 1).astype(np.float32), clip_mask=None)


def _name(frame: Photo) -> str:
    return frame.path.name if frame.path is not None else "a frame"
