"""Photos that belong together, inverted and rendered alike: by one reference, not each judged by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import torch

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.isp import ForwardISP, InverseISP, finished_raw, headroom_note
from paramisp_core.engine.tiles import Region, TiledRun, photo_thumbnail, to_tensor
from paramisp_core.networks.compact import LiveNetwork, Window
from paramisp_core.networks.conditions import Conditions
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import CFA, cfa_map
from paramisp_core.raw.demosaic import display_demosaic
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_STRIP = 256  # rows rendered at a time


def inverted_like(photo: Photo, reference: Photo, inverse: InverseISP, progress: Progress | None = None) -> RawImage:
    """Return the RAW of a photo, inverted as ``reference`` is.

    A camera renders the shots of a bracket or of a burst alike; a network that judged each by itself would invert each
    by another curve. RAW files, and photos for networks that do not look at the whole, are inverted as ever.
    """
    if photo.raw is not None or not isinstance(inverse.network, LiveNetwork):
        return inverse.to_raw(photo, progress=progress)
    values = _run_like(photo, reference, inverse).region(photo.pixels, progress=progress)
    np.maximum(values, 0, out=values)
    return finished_raw(photo, photo.camera, values, inverse.card.name)


def _run_like(photo: Photo, reference: Photo, inverse: InverseISP) -> TiledRun:
    """Return the run that inverts a photo by what the network decides on of ``reference``."""
    assert isinstance(inverse.network, LiveNetwork)
    camera = photo.camera
    seen = Conditions.of(reference.shot, reference.camera.cfa, reference.white_balance, reference.camera.color_matrix)
    thumbnail = photo_thumbnail(inverse.network, reference.pixels, seen)
    own = Conditions.of(reference.shot, camera.cfa, photo.white_balance, camera.color_matrix)
    return inverse.tiled(photo.pixels, own, thumbnail=thumbnail, shot_gains=reference.white_balance)


def photo_light(photo: Photo, inverse: InverseISP, progress: Progress | None = None,
                reference: Photo | None = None) -> tuple[RawImage, Array]:
    """Return the RAW of a photo and its light: (H, W, 3) white balanced camera RGB.

    reference: the photo is inverted as this one is, see :func:`inverted_like`.

    A compact network knows all three colors of every pixel of a picture before it leaves two of them to the mosaic.
    They are the light then: what demosaicking gets wrong at steep edges, deconvolution would make a pattern of. RAW
    files and what the paper's networks estimate are demosaicked.
    """
    if photo.raw is not None or not isinstance(inverse.network, LiveNetwork):
        raw = inverted_like(photo, reference or photo, inverse, progress)
        gains = raw.white_balance.astype(np.float32)[cfa_map(raw.cfa, raw.height, raw.width)]
        return raw, display_demosaic(raw.mosaic * gains, raw.cfa)
    run = _run_like(photo, reference or photo, inverse)
    # LocalNet takes back what a camera does to detail, sharpening above all, by a guess of how much: a blur that is to
    # be found or undone it makes another. And calibrated on one color filter array, it knows only the colors that took.
    run = replace(run, state=replace(run.state, local=0.0))
    light = run.colors(photo.pixels, progress)
    gains = photo.white_balance.astype(np.float32)
    light *= gains
    np.maximum(light, 0, out=light)
    values = unbalanced_mosaic(light, gains, photo.camera.cfa)
    note = headroom_note(inverse.network.headroom(run.state), None)
    return finished_raw(photo, photo.camera, values, inverse.card.name, note), light


def unbalanced_mosaic(light: Array, gains: Array, cfa: CFA) -> Array:
    """Return the (H, W) mosaic of light (H, W, 3) of white balanced camera RGB, the balance (3) taken back."""
    colors = cfa.indices
    values = np.empty(light.shape[:2], np.float32)
    for y in range(2):
        for x in range(2):
            values[y::2, x::2] = light[y::2, x::2, colors[y, x]] / gains[colors[y, x]]
    return values


class LightRendering:
    """The global stages of a compact forward network, for light that was never mosaicked; they act on each pixel.

    The network decides on them by ``raw``, the photo's own. Raises TypeError for the paper's networks.
    """

    def __init__(self, raw: RawImage, shot: ShotSettings, forward: ForwardISP) -> None:
        if not isinstance(forward.network, LiveNetwork):
            raise TypeError("the paper's networks have no global stages of their own")
        conditions = Conditions.of(shot, raw.cfa, raw.white_balance, raw.color_matrix)
        thumbnail = photo_thumbnail(forward.network, np.minimum(raw.mosaic, 1), conditions)
        self.run = forward.tiled(raw.mosaic, conditions, thumbnail=thumbnail, shot_gains=raw.shot_white_balance)
        self._matrix = raw.color_matrix.astype(np.float32)

    def shown(self, light: Array, region: Region | None = None, progress: Progress | None = None) -> Array:
        """Return the (h, w, 3) sRGB 0..1 of the light (h, w, 3) of a region (default: the whole photo)."""
        run = self.run
        top, left, height, width = region or (0, 0, run.height, run.width)
        out = np.empty((height, width, 3), np.float32)
        for row in range(0, height, _STRIP):
            strip = slice(row, min(row + _STRIP, height))
            linear = cv2.transform(np.minimum(light[strip], 1), self._matrix)
            window = Window(top + row, left, run.height, run.width)
            with torch.inference_mode():
                rgb = run.network.tone_forward(to_tensor(np.asarray(linear, np.float32), run.device), run.state, window)
            out[strip] = rgb[0].permute(1, 2, 0).cpu().numpy()
            if progress is not None:
                progress(strip.stop / height)
        return np.clip(out, 0, 1, out=out)


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
