"""Several exposures of one scene: whether they are a bracket, and their RAWs merged into one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.applications.highlights import clip_level
from paramisp_core.camera.photo import Photo
from paramisp_core.errors import Sentence, UserError
from paramisp_core.raw.cfa import cfa_map
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_LEAST_EV = 0.2  # exposures nearer than this are the same
_MOST_SHIFT = 0.003  # of the longer side: more is a moved camera
_LEAST_LIKENESS = 0.12
_CHECK_SIDE = 512
SENSOR_CLIP = 0.985
"""Of the level at which a true RAW saturates: from here on it counts as clipped."""
Noise = tuple[NDArray[np.float64], NDArray[np.float64]]
_SENSOR_NOISE: Noise = (np.full(3, 2e-4), np.full(3, 1e-6))
_STEP_NOISE = (3e-4, 3e-6)
_KNOTS = np.linspace(-9, 1, 21)  # EV below the white
_MIDDLE = -2.5
_STIFF = 0.03
_SAMPLES = 5000
_BRIGHT = 0.2  # of the white: where an exposure may have clipped
_LESS_EV = 0.25


def relative_exposures(photos: Sequence[Photo]) -> list[float]:
    """Return time * ISO / N^2 of each photo: what the values of a RAW grow with. Raises UserError when unknown."""
    out = []
    for photo in photos:
        time, iso = photo.shot.exposure_time, photo.shot.iso
        if time is None:
            raise UserError("{photo} does not say its exposure time; a bracket cannot be merged without.",
                            photo=_name(photo))
        out.append(time * (iso or 100.0) / (photo.shot.f_number or 1.0) ** 2)
    for name in ("iso", "f_number"):
        known = [photo.shot.value(name) is not None for photo in photos]
        if any(known) and not all(known):
            raise UserError("{photo} does not say its {setting}, but others do; a bracket needs all or none.",
                            photo=_name(photos[known.index(False)]),
                            setting=Sentence("ISO") if name == "iso" else Sentence("f-number"))
    return out


def check_bracket(photos: Sequence[Photo], exposures: Sequence[float]) -> None:
    """Raise UserError, one sentence, when the photos cannot be merged."""
    if len(photos) < 2:
        raise UserError("A bracket needs at least two photos.")
    first = photos[0]
    for photo in photos[1:]:
        if photo.size != first.size:
            (h, w), (oh, ow) = first.size, photo.size
            raise UserError("{first} is {w} × {h} pixels and {photo} {ow} × {oh}: a bracket has to be of one size.",
                            first=_name(first), w=w, h=h, photo=_name(photo), ow=ow, oh=oh)
        if photo.camera.name != first.camera.name:
            raise UserError("{first} is of a {camera} and {photo} of a {other}: a bracket has to be of one camera.",
                            first=_name(first), camera=first.camera.name, photo=_name(photo), other=photo.camera.name)
    order = np.argsort(exposures)
    for dark, bright in pairwise(order):
        if np.log2(exposures[bright] / exposures[dark]) < _LEAST_EV:
            raise UserError("{first} and {photo} have the same exposure: a bracket needs different ones.",
                            first=_name(photos[dark]), photo=_name(photos[bright]))
        _check_still(photos[dark], photos[bright])


def _check_still(dark: Photo, bright: Photo) -> None:
    """Compare where each picture is brighter than around (which no exposure changes). Raises UserError."""
    one, other = _pattern(dark), _pattern(bright)
    window = np.asarray(cv2.createHanningWindow(one.shape[::-1], cv2.CV_32F), np.float32)
    (dx, dy), _ = cv2.phaseCorrelate(one, other, window)
    shift = float(np.hypot(dx, dy)) / max(one.shape)
    names = Sentence("{first} and {second}", first=_name(dark), second=_name(bright))
    likeness = _likeness(one, other)
    if likeness >= 0.8:
        return
    if shift > _MOST_SHIFT:
        moved = cv2.warpAffine(other, np.array([[1, 0, -dx], [0, 1, -dy]], np.float32), one.shape[::-1])
        if _likeness(one, moved) > max(likeness + 0.1, 2 * _LEAST_LIKENESS):
            pixels = shift * max(dark.size)
            raise UserError("Between {names} the camera moved by about {pixels:.0f} pixels: a bracket has to be "
                            "taken from a tripod, or aligned first.", names=names, pixels=pixels)
    if likeness < _LEAST_LIKENESS:
        raise UserError("{names} do not show the same scene: they cannot be merged.", names=names)


def _pattern(photo: Photo) -> Array:
    """Return a small picture of local contrast, zero where the photo is black or white."""
    gray = photo.rgb.mean(2)
    shrink = min(1.0, _CHECK_SIDE / max(gray.shape))
    gray = cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    usable = ((gray > 0.12) & (gray < 0.97)).astype(np.float32)
    log = cv2.GaussianBlur(np.log(np.maximum(gray, 0.01)), (0, 0), 1)
    around = cv2.GaussianBlur(log, (0, 0), 6)
    spread = np.sqrt(np.maximum(cv2.GaussianBlur(log * log, (0, 0), 6) - around * around, 0)) + 0.05
    return np.asarray((log - around) / spread * usable, np.float32)


def _likeness(one: Array, other: Array) -> float:
    """Return the correlation -1..1 of two patterns where both have one."""
    both = (one != 0) & (other != 0)
    if both.mean() < 0.02:
        return 1.0  # nothing to compare: exposures so far apart that they share no usable place
    a, b = one[both], other[both]
    return float((a * b).sum() / max(float(np.sqrt((a * a).sum() * (b * b).sum())), 1e-9))


def merged(values: Sequence[Array], certainties: Sequence[Array], exposures: Sequence[float], base: int,
           straighten: bool) -> tuple[Array, NDArray[np.bool_]]:
    """Return (light on the scale of ``values[base]``, values above 1 included; bool, where all had clipped).

    values: linear light of each exposure, mosaics (H, W) or pictures (H, W, 3). certainties: inverse variance of each
    value, 0 where it is clipped, of the same shape. Each value becomes the mean of what the exposures say, weighted by
    certainty. straighten: bend each channel by one curve first, so that the exposures agree; for light that a network
    estimated, which is linear only about.
    """
    if straighten:
        values = _straightened(values, certainties, exposures)
    total, weights = np.zeros_like(values[base]), np.zeros_like(values[base])
    order = np.argsort(exposures)
    for index in order:
        scale = np.float32(exposures[base] / exposures[index])
        weight = np.where(_saturated(values[index] * scale, total, weights, scale), 0, certainties[index] / scale**2)
        total += weight * values[index] * scale
        weights += weight
    clipped = weights <= 0
    darkest = values[order[0]] * np.float32(exposures[base] / exposures[order[0]])
    return np.where(clipped, darkest, total / np.maximum(weights, 1e-30)).astype(np.float32), clipped


def _saturated(light: Array, total: Array, weights: Array, scale: np.float32) -> NDArray[np.bool_]:
    """Return where a brighter exposure says less than the darker ones know there is: it had clipped there.

    Some sensors clip before the picture is white, and each channel at another value: no level of the picture tells.
    """
    known = total / np.maximum(weights, 1e-30)
    beyond_noise = 3 / np.sqrt(np.maximum(weights, 1e-30))
    less = (weights > 0) & (known > _BRIGHT * scale) & (
        light < np.minimum(known * np.float32(2.0**-_LESS_EV), known - beyond_noise))
    return cv2.dilate(less.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)


def _straightened(values: Sequence[Array], certainties: Sequence[Array], exposures: Sequence[float]) -> list[Array]:
    """Return the pictures (H, W, 3), each channel bent by one curve so that they agree with the exposures' ratios.

    Where two exposures show the same place, the ratio of its values has to be that of the exposures (Mitsunaga and
    Nayar, "Radiometric self calibration", CVPR 1999). The curve is log g(x) = log x + a piecewise linear function,
    found by regularized least squares, and 0 in the middle, so that grays stay gray.
    """
    out = [np.empty_like(one) for one in values]
    for channel in range(3):
        curve = _agreeing_curve([one[..., channel] for one in values], [one[..., channel] for one in certainties],
                                exposures)
        for bent, one in zip(out, values):
            bent[..., channel] = _bent(one[..., channel], curve)
    return out


def _agreeing_curve(values: Sequence[Array], certainties: Sequence[Array],
                    exposures: Sequence[float]) -> NDArray[np.float64]:
    """Return what is added to log2 values at _KNOTS."""
    order = list(np.argsort(exposures))
    rows, wanted = [], []
    rng = np.random.default_rng(0)
    for dark, bright in pairwise(order):
        usable = (certainties[dark] > 0) & (certainties[bright] > 0)
        usable &= (values[dark] > 2.0 ** _KNOTS[0]) & (values[bright] > 2.0 ** _KNOTS[0])
        places = np.flatnonzero(usable)
        if places.size < 300:
            continue
        places = rng.choice(places, min(_SAMPLES, places.size), replace=False)
        x, y = (np.log2(values[i].reshape(-1)[places]) for i in (dark, bright))
        step = float(np.log2(exposures[bright] / exposures[dark]))
        near = np.abs(y - x - step) < 1.5  # the rest is something that moved
        rows.append(_hats(y[near]) - _hats(x[near]))
        wanted.append(step - (y - x)[near])
    if not rows:
        return np.zeros(len(_KNOTS))
    matrix, target = np.concatenate(rows), np.concatenate(wanted)
    bend = np.diff(np.eye(len(_KNOTS)), 2, axis=0) * np.sqrt(_STIFF * len(target))
    small = np.eye(len(_KNOTS)) * np.sqrt(1e-4 * len(target))
    middle = _hats(np.array([_MIDDLE])) * len(target)
    weight = np.ones((len(target), 1))
    curve = np.zeros(len(_KNOTS))
    for _ in range(3):  # robust: what disagrees most counts least
        system = np.concatenate([matrix * weight, bend, small, middle])
        sides = np.concatenate([target * weight[:, 0], np.zeros(len(system) - len(target))])
        curve = np.linalg.lstsq(system, sides, rcond=None)[0]
        weight = 1 / np.sqrt(1 + ((matrix @ curve - target)[:, None] / 0.1) ** 2)
    return np.asarray(curve)


def _hats(logs: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (N, knots): the piecewise linear basis at log2 values."""
    position = np.clip((logs - _KNOTS[0]) / (_KNOTS[1] - _KNOTS[0]), 0, len(_KNOTS) - 1)
    return np.maximum(1 - np.abs(position[:, None] - np.arange(len(_KNOTS))), 0)


def _bent(values: Array, curve: NDArray[np.float64]) -> Array:
    logs = np.log2(np.maximum(values, np.float32(1e-6)))
    return (values * np.exp2(np.interp(logs, _KNOTS, curve).astype(np.float32))).astype(np.float32)


def sensor_certainty(raw: RawImage, noise: Noise | None) -> Array:
    """Return (H, W) inverse variance of a true RAW's mosaic, 0 where the sensor clipped.

    noise: (a (3,), b (3,)) of the camera at this ISO, variance a x + b; None where it was not measured.
    """
    a, b = (np.asarray(one, np.float32) for one in noise or _SENSOR_NOISE)
    colors = cfa_map(raw.cfa, raw.height, raw.width)
    weight = 1 / (a[colors] * np.maximum(raw.mosaic, 0) + np.maximum(b, 1e-8)[colors])
    clipped = raw.mosaic >= np.float32(SENSOR_CLIP * raw.saturation)
    if raw.clip_mask is not None:
        clipped |= raw.clip_mask
    return np.where(clipped, 0, weight).astype(np.float32)


def picture_certainty(light: Array, rgb: Array) -> Array:
    """Return (H, W, 3) inverse variance, on some scale, of light that was estimated from a picture (H, W, 3).

    It is as coarse as the picture's steps; near the picture's white it is believed less, and at it not at all.
    """
    level = clip_level(rgb)
    brightest = cv2.dilate(rgb.max(2), np.ones((3, 3), np.uint8))  # neighbors took part in what a pixel became
    trust = np.clip((level - brightest) / (0.25 * level), 0, 1).astype(np.float32)
    return np.asarray(trust[..., None] / (_STEP_NOISE[0] * np.maximum(light, 0) + _STEP_NOISE[1]), np.float32)


def _name(photo: Photo) -> str:
    return photo.path.name if photo.path is not None else "a photo"
