"""Deblurring in RAW (ParamISP, section 5): light is what blurs, so light is what is deconvolved; then it is rendered.

A deblurrer is a function, called as ``deblurrer(light, kernel, clipped, strength, progress)``:

light: (H, W, 3) float32, scene-linear, white balanced camera RGB, 1 about white. kernel: (h, w) float32, odd sides,
sum 1, what a point of light became; None where the user gave none. clipped: (H, W, 3) bool, channels that tell no
more than "at least"; or None. strength: above 0, 1 is usual; more is smoother. progress: called with 0..1, may raise
Cancelled; or None. It returns the sharp light, (H, W, 3) float32, of the same size and scale; the caller may
write to it.

METHODS has ours. A learned one is named as MODULE:FUNCTION on the command line: any importable function of that form.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.applications.deconvolution import richardson_lucy, tv_deconvolved
from paramisp_core.applications.highlights import picture_unsure
from paramisp_core.applications.rendering import LightRendering, photo_light, rendered_like, unbalanced_mosaic
from paramisp_core.applications.strips import in_strips
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.style import as_camera_that_took
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import LiveNetwork
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import cfa_map
from paramisp_core.raw.codes import as_float
from paramisp_core.raw.demosaic import display_demosaic
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype
Deblurrer = Callable[..., Array]

METHODS: dict[str, Deblurrer] = {"tv": tv_deconvolved, "richardson-lucy": richardson_lucy}
PICTURE_STRENGTH = 15.0
"""Factor on the strength for RAWs that were estimated: a camera's noise reduction, sharpening and compression leave
errors that are far larger than what is seen as noise."""
_SEEN = 4  # rows around a strip that soft edges look at: 3 of the Gaussian, and 1; an even number
_CLIPPED = 0.985  # of the level at which a RAW saturates


def deblurrer_named(name: str) -> Deblurrer:
    """Return a deblurrer of METHODS, or MODULE:FUNCTION. Raises UserError when there is none such."""
    if name in METHODS:
        return METHODS[name]
    module, _, function = name.partition(":")
    if not module or not function:
        raise UserError("There is no method '{name}': there are {methods} and MODULE:FUNCTION.", name=name,
                        methods=", ".join(METHODS))
    try:
        found = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise UserError("{name} cannot be used: {error}.", name=name, error=error) from None
    if not callable(found):
        raise UserError("{name} is not a function.", name=name)
    return found


def deblurred_light(light: Array, kernel: Array | None, deblurrer: Deblurrer, strength: float = 1.0,
                    clipped: NDArray[np.bool_] | None = None, progress: Progress | None = None) -> Array:
    """Return light (H, W, 3) without its blur, 0 to white or, where it was brighter, to what it was.

    strength: as the deblurrer is given it. Raises UserError when the deblurrer returns something else than light of the
    same size, or the picture is smaller than the kernel.
    """
    height, width = light.shape[:2]
    if kernel is not None and min(height, width) < 2 * max(kernel.shape):
        raise UserError("The picture, {width} × {height}, is too small for a kernel of {across} × {down} pixels.",
                        width=width, height=height, across=kernel.shape[1], down=kernel.shape[0])
    sharp = deblurrer(light, kernel, clipped, strength, progress)
    if not isinstance(sharp, np.ndarray) or sharp.shape != light.shape:
        raise UserError("The deblurrer returned {shape}, not light of the picture's shape {wanted}.",
                        shape=getattr(sharp, "shape", type(sharp).__name__), wanted=light.shape)
    own = sharp.dtype == np.float32 and sharp.flags.writeable and not np.may_share_memory(sharp, light)
    out = sharp if own else np.empty(light.shape, np.float32)
    for rows in in_strips(light.shape, even=True):
        out[rows] = np.clip(np.nan_to_num(sharp[rows]), 0, np.maximum(light[rows], 1))
    return out


def deblurred_raw(raw: RawImage, kernel: Array | None, deblurrer: Deblurrer, strength: float = 1.0,
                  clipped: NDArray[np.bool_] | None = None, progress: Progress | None = None) -> RawImage:
    """Return the RAW without its blur: demosaicked, deblurred channel by channel, mosaicked again.

    clipped: (H, W, 3); None: found in the mosaic. Raises UserError as :func:`deblurred_light`.
    """
    colors = cfa_map(raw.cfa, raw.height, raw.width)
    light = display_demosaic(raw.mosaic * raw.white_balance.astype(np.float32)[colors], raw.cfa)
    if clipped is None:
        clipped = _clipped(raw, colors)
    sharp = deblurred_light(light, kernel, deblurrer, strength * strength_of(raw), clipped, progress)
    return _with_light(raw, sharp, light)


def deblurred_photo(photo: Photo, kernel: Array | None, deblurrer: Deblurrer, inverse: InverseISP, forward: ForwardISP,
                    strength: float = 1.0, progress: Progress | None = None,
                    known: tuple[RawImage, Array] | None = None) -> tuple[Array, RawImage]:
    """Return (sRGB (H, W, 3) 0..1, RAW) of a photo without its blur. Raises UserError.

    A picture changes by what deblurring changes in the learned camera's rendering, and by nothing else: what the
    networks lose on the way there and back is left in it. By compact networks it never becomes a mosaic on that way.
    A RAW file is rendered as it is. known: what rendering.photo_light returned, where the caller has it.
    """
    raw, light = photo_light(photo, inverse, section(progress, 0.0, 0.15)) if known is None else known
    sharp = deblurred_light(light, kernel, deblurrer, strength * strength_of(raw), unsure(raw, photo),
                            section(progress, 0.15, 0.7))
    sharp_raw, forward = _with_light(raw, sharp, light), as_camera_that_took(photo, forward, raw)
    if raw.estimated and isinstance(forward.network, LiveNetwork):
        return _changed_by(LightRendering(raw, photo.shot, forward), sharp, light, photo,
                           section(progress, 0.7, 1.0)), sharp_raw
    shown = rendered_like(sharp_raw, raw, photo.shot, photo.camera, forward, section(progress, 0.7, 0.85))
    if not raw.estimated:
        return shown, sharp_raw
    before = rendered_like(raw, raw, photo.shot, photo.camera, forward, section(progress, 0.85, 1.0))
    for rows in in_strips(shown.shape, even=True):
        shown[rows] = np.clip(shown[rows] + as_float(photo.pixels[rows]) - before[rows], 0, 1)
    return shown, sharp_raw


def _changed_by(rendering: LightRendering, sharp: Array, light: Array, photo: Photo, progress: Progress | None
                ) -> Array:
    """Return the photo, sRGB (H, W, 3) 0..1, changed as its rendering changes from ``light`` to ``sharp``.

    It takes the place of ``sharp``.
    """
    height, width = light.shape[:2]
    for rows in in_strips(light.shape, even=True):
        region = (rows.start, 0, rows.stop - rows.start, width)
        change = rendering.shown(sharp[rows], region)
        change -= rendering.shown(light[rows], region)
        change += as_float(photo.pixels[rows])
        np.clip(change, 0, 1, out=sharp[rows])
        if progress is not None:
            progress(rows.stop / height)
    return sharp


def unsure(raw: RawImage, photo: Photo) -> NDArray[np.bool_]:
    """Return (H, W, 3), which channels of a photo's light tell no more than "at least"."""
    return picture_unsure(photo.pixels) if raw.estimated else _clipped(raw, cfa_map(raw.cfa, raw.height, raw.width))


def strength_of(raw: RawImage) -> float:
    """Return the factor on the strength of deblurring that a RAW needs."""
    return PICTURE_STRENGTH if raw.estimated else 1.0


def _with_light(raw: RawImage, sharp: Array, light: Array) -> RawImage:
    """Return the RAW with the mosaic of deblurred light; ``light``: what it was before."""
    height = light.shape[0]
    gains, values = raw.white_balance.astype(np.float32), np.empty(light.shape[:2], np.float32)
    for rows in in_strips(light.shape, even=True):
        top, bottom = max(0, rows.start - _SEEN), min(height, rows.stop + _SEEN)
        part = _mosaickable(sharp[top:bottom], light[top:bottom])
        values[rows] = unbalanced_mosaic(part, gains, raw.cfa)[rows.start - top : rows.stop - top]
    return raw.with_changes(mosaic=values, notes=(*raw.notes, "deblurred"))


def _mosaickable(sharp: Array, light: Array) -> Array:
    """Return deblurred light that can be demosaicked again; its rows depend on _SEEN rows around them.

    Beyond white nothing is shown, but steep lights would get fringes of color: what has become brighter ends at
    white, and its edges are as soft as a lens would have drawn them.
    """
    white = cv2.dilate((sharp.max(2) >= 1).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    steep = white & (np.abs(sharp - light).max(2) > 0.02)
    return np.where(steep[..., None], cv2.GaussianBlur(sharp, (0, 0), 0.8), sharp)


def _clipped(raw: RawImage, colors: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (H, W, 3): sensor values at their limit, and their neighbors that lack that color."""
    known = raw.mosaic >= np.float32(_CLIPPED * raw.saturation)
    if raw.clip_mask is not None:
        known = known | raw.clip_mask
    window = np.ones((3, 3), np.uint8)
    planes = [cv2.dilate((known & (colors == c)).astype(np.uint8), window) for c in range(3)]
    return np.asarray(np.dstack(planes).astype(bool))
