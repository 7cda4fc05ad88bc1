"""Deblurring tried on a part of a photo at full size, fast enough to follow a slider, as the whole would become."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import torch

from paramisp_core.applications.deblur import PICTURE_STRENGTH, Deblurrer, deblurred_raw
from paramisp_core.applications.deconvolution import quick_deconvolved
from paramisp_core.applications.highlights import clip_level, picture_unsure
from paramisp_core.applications.rendering import neutral_white
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.tiles import photo_thumbnail, to_tensor
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import LiveNetwork, Window
from paramisp_core.networks.conditions import Conditions
from paramisp_core.progress import Progress, section
from paramisp_core.raw.cfa import cfa_map
from paramisp_core.raw.demosaic import display_demosaic

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype
Region = tuple[int, int, int, int]
"""(top, left, height, width) in photo pixels as stored."""


class DeblurTrial:
    """One photo on its way through RAW, ready for any of its parts. Not thread-safe.

    Making one inverts the whole photo. Raises UserError for the paper's networks, which are too slow for it.
    """

    def __init__(self, photo: Photo, inverse: InverseISP, forward: ForwardISP,
                 progress: Progress | None = None) -> None:
        if not isinstance(forward.network, LiveNetwork):
            raise UserError("Deblurring live needs the compact networks; the paper's run on the command line.")
        self.photo = photo
        self.raw = neutral_white(inverse.to_raw(photo, progress=section(progress, 0.0, 0.9)), photo)
        raw = self.raw
        conditions = Conditions.of(photo.shot, raw.cfa, raw.white_balance, raw.color_matrix)
        thumbnail = photo_thumbnail(forward.network, np.minimum(raw.mosaic, 1), conditions)
        self._run = forward.tiled(raw.mosaic, conditions, thumbnail=thumbnail, shot_gains=raw.shot_white_balance)
        self._level = clip_level(photo.rgb) if raw.estimated else 1.0
        self._light: tuple[Region, Array] | None = None  # of the last part

    def region(self, region: Region, kernel: Array, strength: float, deblurrer: Deblurrer | None,
               progress: Progress | None = None) -> Array:
        """Return the (h, w, 3) sRGB of a part of the photo without its blur.

        kernel: as stored. deblurrer: as for the whole, or None for a quick linear one at slider speed, whose picture
        is rendered without the network's local part. Values near the end of the range of noise differ a little from
        the whole's, whose noise is measured over all of it. Raises UserError; progress may raise Cancelled.
        """
        top, left, tall, wide = region
        margin = max(2 * max(kernel.shape), self._run.network.halo)
        y0, x0 = (max(0, side - margin) // 2 * 2 for side in (top, left))
        y1, x1 = min(self.raw.height, top + tall + margin), min(self.raw.width, left + wide + margin)
        if deblurrer is None:
            shown, before = self._quick(region, (y0, x0, y1, x1), kernel, strength)
        else:
            shown, before = self._exact(region, (y0, x0, y1, x1), kernel, strength, deblurrer, progress)
        if not self.raw.estimated:
            return shown
        return np.clip(shown + self.photo.rgb[top:top + tall, left:left + wide] - before, 0, 1)

    def _exact(self, region: Region, area: Region, kernel: Array, strength: float, deblurrer: Deblurrer,
               progress: Progress | None) -> tuple[Array, Array]:
        """Return sRGB of a region without its blur and with it; area: (y0, x0, y1, x1) that is deblurred."""
        y0, x0, y1, x1 = area
        raw, cut = self.raw, np.s_[y0:y1, x0:x1]
        part = raw.with_changes(mosaic=np.ascontiguousarray(raw.mosaic[cut]),
                                clip_mask=None if raw.clip_mask is None else raw.clip_mask[cut])
        clipped = picture_unsure(self.photo.rgb[cut], self._level) if raw.estimated else None
        sharp = deblurred_raw(part, kernel, deblurrer, strength, clipped, section(progress, 0.0, 0.8))
        shown, before = (np.clip(self._run.region(one.mosaic, region, origin=(y0, x0)), 0, 1)
                         for one in (sharp, part))
        return shown, before

    def _quick(self, region: Region, area: Region, kernel: Array, strength: float) -> tuple[Array, Array]:
        """Do the same by one linear step on the light, without mosaic, and by the network's global stages."""
        y0, x0, y1, x1 = area
        raw = self.raw
        if self._light is None or self._light[0] != area:
            gains = raw.white_balance.astype(np.float32)[cfa_map(raw.cfa, y1 - y0, x1 - x0)]
            self._light = area, display_demosaic(raw.mosaic[y0:y1, x0:x1] * gains, raw.cfa)
        light = self._light[1]
        sharp = quick_deconvolved(light, kernel, None, strength * (PICTURE_STRENGTH if raw.estimated else 1.0))
        top, left, tall, wide = region
        inner = np.s_[top - y0:top - y0 + tall, left - x0:left - x0 + wide]
        shown, before = (self._toned(one[inner], region) for one in (sharp, light))
        return shown, before

    def _toned(self, light: Array, region: Region) -> Array:
        run = self._run
        linear = cv2.transform(np.minimum(light, 1), self.raw.color_matrix.astype(np.float32))
        window = Window(region[0], region[1], run.height, run.width)
        with torch.inference_mode():
            rgb = run.network.tone_forward(to_tensor(np.asarray(linear, np.float32), run.device), run.state, window)
        return np.clip(rgb[0].permute(1, 2, 0).cpu().numpy(), 0, 1)
