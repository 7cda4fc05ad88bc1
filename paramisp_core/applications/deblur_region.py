"""Deblurring tried on a part of a photo at full size, fast enough to follow a slider, as the whole would become."""

from __future__ import annotations

from typing import Any

import numpy as np

from paramisp_core.applications.blind import FoundKernel, found_kernel
from paramisp_core.applications.deblur import (
    PICTURE_STRENGTH,
    Deblurrer,
    deblurred_light,
    deblurred_raw,
    strength_of,
    unsure,
)
from paramisp_core.applications.deconvolution import quick_deconvolved
from paramisp_core.applications.highlights import clip_level, picture_unsure
from paramisp_core.applications.rendering import LightRendering, photo_light
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.style import as_camera_that_took
from paramisp_core.engine.tiles import Region
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import LiveNetwork
from paramisp_core.progress import Progress, section

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

class DeblurTrial:
    """One photo on its way through RAW, ready for any of its parts. Not thread-safe.

    Making one inverts the whole photo. Raises UserError for the paper's networks, which are too slow for it.
    """

    def __init__(self, photo: Photo, inverse: InverseISP, forward: ForwardISP,
                 progress: Progress | None = None) -> None:
        if not isinstance(forward.network, LiveNetwork):
            raise UserError("Deblurring live needs the compact networks; the paper's run on the command line.")
        self.photo = photo
        self.raw, self._light = photo_light(photo, inverse, section(progress, 0.0, 0.95))
        self._rendering = LightRendering(self.raw, photo.shot, as_camera_that_took(photo, forward, self.raw))
        self._level = clip_level(photo.pixels) if self.raw.estimated else 1.0

    def region(self, region: Region, kernel: Array, strength: float, deblurrer: Deblurrer | None,
               progress: Progress | None = None) -> Array:
        """Return the (h, w, 3) sRGB of a part of the photo without its blur.

        kernel: as stored. deblurrer: as for the whole, or None for a quick linear one at slider speed. Values near the
        end of the range of noise differ a little from the whole's, whose noise is measured over all of it. Raises
        UserError; progress may raise Cancelled.
        """
        top, left, tall, wide = region
        margin = max(2 * max(kernel.shape), self._rendering.run.network.halo)
        y0, x0 = (max(0, side - margin) // 2 * 2 for side in (top, left))
        y1, x1 = min(self.raw.height, top + tall + margin), min(self.raw.width, left + wide + margin)
        if not self.raw.estimated and deblurrer is not None:
            return self._of_raw(region, (y0, x0, y1, x1), kernel, strength, deblurrer, progress)
        light = self._light[y0:y1, x0:x1]
        strength *= PICTURE_STRENGTH if self.raw.estimated else 1.0
        if deblurrer is None:
            sharp = quick_deconvolved(light, kernel, None, strength)
        else:
            clipped = picture_unsure(self.photo.rgb[y0:y1, x0:x1], self._level)
            sharp = deblurred_light(light, kernel, deblurrer, strength, clipped, progress)
        inner = np.s_[top - y0:top - y0 + tall, left - x0:left - x0 + wide]
        shown = self._rendering.shown(sharp[inner], region)
        if not self.raw.estimated:
            return shown
        before = self._rendering.shown(light[inner], region)
        return np.clip(shown + self.photo.rgb[top:top + tall, left:left + wide] - before, 0, 1)

    def as_it_is(self, region: Region, progress: Progress | None = None) -> Array:
        """Return the (h, w, 3) sRGB of a part of the photo with its blur: the picture, or the RAW as it is rendered.

        It differs from :meth:`region` by the blur alone.
        """
        top, left, tall, wide = region
        if self.raw.estimated:
            return self.photo.rgb[top:top + tall, left:left + wide]
        margin = self._rendering.run.network.halo
        y0, x0 = (max(0, side - margin) // 2 * 2 for side in (top, left))
        part = self.raw.mosaic[y0:top + tall + margin, x0:left + wide + margin]
        return np.clip(self._rendering.run.region(np.ascontiguousarray(part), region, progress, origin=(y0, x0)), 0, 1)

    def kernel(self, size: int, progress: Progress | None = None) -> FoundKernel:
        """Return what blurred the photo, as stored, within ``size`` pixels (see blind.py). Raises UserError."""
        return found_kernel(self._light, unsure(self.raw, self.photo), size, progress, strength_of(self.raw))

    def _of_raw(self, region: Region, area: Region, kernel: Array, strength: float, deblurrer: Deblurrer,
                progress: Progress | None) -> Array:
        """Return the sRGB of a region of a RAW file without its blur; area: (y0, x0, y1, x1) that is deblurred."""
        y0, x0, y1, x1 = area
        raw, cut = self.raw, np.s_[y0:y1, x0:x1]
        part = raw.with_changes(mosaic=np.ascontiguousarray(raw.mosaic[cut]),
                                clip_mask=None if raw.clip_mask is None else raw.clip_mask[cut])
        sharp = deblurred_raw(part, kernel, deblurrer, strength, None, section(progress, 0.0, 0.8))
        return np.clip(self._rendering.run.region(sharp.mosaic, region, origin=(y0, x0)), 0, 1)
