"""Tone mapping: a scene's range squeezed into what a picture can hold, local contrast kept."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from paramisp_core.raw.color import SRGB_TO_XYZ

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_DARKEST_EV = -14.0
_SHADOW_EV = -7.0  # darker places are lifted where the scene goes on below
_KNEE_EV = -1.5  # below it nothing is squeezed to make room for highlights
_RADIUS = 0.03  # of the longer side
_EDGE_EV = 0.6
_MASK_SIDE = 700
_STRIP = 256  # rows at a time


def compressed(light: Array) -> tuple[Array, Array]:
    """Return (light (H, W, 3) squeezed into 0..1, gain (H, W)): light = squeezed * 2**gain.

    light: linear sRGB, 1 is white. A smooth, edge-keeping map of how bright each place is (a guided filter of the
    log-luminance) is bent: highlights above white are brought under it by a shoulder, deep shadows lifted. What is
    finer than the map is kept, and so are hues, as all channels get one factor. A scene that fits is left alone.
    """
    ev = np.empty(light.shape[:2], np.float32)
    strips = [slice(top, top + _STRIP) for top in range(0, light.shape[0], _STRIP)]
    for rows in strips:
        part = light[rows]
        luminance = np.maximum(part @ SRGB_TO_XYZ[1].astype(np.float32), 0)
        brightest = np.maximum(luminance, part.max(2))  # no channel may clip: saturated lights have low luminance
        ev[rows] = np.log2(np.maximum(brightest, np.float32(2.0**_DARKEST_EV)))
    top = float(np.percentile(ev, 99.95))
    bottom = float(np.percentile(ev, 1.0))
    gain = _place(ev)
    for rows in strips:
        gain[rows] -= _bent(gain[rows], top, bottom)
    if top > 0:  # a detail may stick out of its place: it goes under white by itself
        most = max(max(float((ev[rows] - gain[rows]).max()) for rows in strips), 1e-3)
        for rows in strips:
            over = ev[rows] - gain[rows]
            gain[rows] += np.where(over > -0.5, over - _shoulder(over, -0.5, most), 0)
    del ev
    squeezed = np.empty_like(light)
    for rows in strips:
        squeezed[rows] = np.minimum(light[rows] * np.exp2(-gain[rows])[..., None], 1)
    return squeezed, gain


def _place(ev: Array) -> Array:
    """Return (H, W) EV of the place around each pixel: a fast guided filter of the picture with itself."""
    shrink = min(1.0, _MASK_SIDE / max(ev.shape))
    size = (max(1, round(ev.shape[1] * shrink)), max(1, round(ev.shape[0] * shrink)))
    guide = cv2.resize(ev, size, interpolation=cv2.INTER_AREA)
    side = 2 * max(1, round(_RADIUS * max(guide.shape))) + 1
    mean = cv2.blur(guide, (side, side))
    variance = np.maximum(cv2.blur(guide * guide, (side, side)) - mean * mean, 0)
    slope = variance / (variance + np.float32(_EDGE_EV**2))
    coefficients = cv2.blur(np.dstack([slope, mean * (1 - slope)]), (side, side))
    out, offset = (np.asarray(cv2.resize(np.ascontiguousarray(coefficients[..., i]), ev.shape[::-1],
                                         interpolation=cv2.INTER_LINEAR), np.float32) for i in range(2))
    out *= ev
    out += offset
    return out


def _bent(place: Array, top: float, bottom: float) -> Array:
    """Return the EV that places of the picture get."""
    out = place
    if top > 0:
        out = _shoulder(out, _KNEE_EV, top)
    if bottom < _SHADOW_EV:
        depth = _SHADOW_EV - bottom
        lifted = _SHADOW_EV + 1 - (_SHADOW_EV + 1 - out) * np.float32(1 / (1 + depth))
        out = np.where(out < _SHADOW_EV + 1, np.maximum(out, lifted), out)
    return np.asarray(out, np.float32)


def _shoulder(ev: Array, knee: float, top: float) -> Array:
    """Return EV with knee..top squeezed into knee..0, the slope at the knee being 1."""
    room, span = -knee, max(top - knee, -knee)
    # x / (1 + k x) has slope 1 at 0 and reaches room at span
    k = (span / room - 1) / span
    x = np.maximum(ev - knee, 0)
    return np.asarray(np.where(ev > knee, knee + x / (1 + k * x), ev), np.float32)
