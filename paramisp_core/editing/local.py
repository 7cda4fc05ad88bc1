"""Edits that look at the light of each place: noise, vignetting, highlights, shadows, black point, colors.

All act on scene-linear RAW before the exposure, so a DNG holds them in its data. A tile with :attr:`LocalEdits.halo`
pixels of context equals the whole: what depends on more than that (how bright a place is) comes from one small mask
of the whole photo.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.lens import light_arriving
from paramisp_core.editing.denoise import HALO as NOISE_HALO
from paramisp_core.editing.denoise import Noise, denoised, noise_of
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.sensor_noise import AddedNoise
from paramisp_core.raw.cfa import CFA, binned, cfa_map, mosaic
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.demosaic import HALO, demosaic_block
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

MASK_PIXELS = 400_000
"""Size of the picture of the whole photo that masks are made from."""

_LONGEST = 16_384
"""Pixels that OpenCV is given to look up at once along a side: it counts them in 16 bits."""
_STRIP = 512
_WHITE_FROM, _WHITE_TO = 0.75, 0.95  # of the photo's white: a color that is nearly clipped
_LEAST_LIGHT = 1 / 16  # share of the light; what is darker in a lens's corners is not picture
_DARKEST_EV = -14.0
_RADIUS = 0.03  # of the longer side: what counts as one place
_EDGE_EV = 0.6  # steps of brightness above this are edges, which the mask follows
# Where the two sliders act, in EV below RAW white (middle gray lies at about -3); wide enough that at the ends of
# the sliders brighter places stay brighter.
_HIGHLIGHTS = (-3.5, 0.5)
_SHADOWS = (-2.5, -6.5)
# How much of what lowered highlights take clipped light keeps, and from where on, in EV below its white.
_CLIPPED_KEEPS, _CLIPPED = 0.6, (-0.8, -0.05)


class LightMask:
    """How bright each place of a photo is, in EV (RAW white = 0), smooth within objects and sharp at their edges.

    A guided filter (He, Sun, Tang, TPAMI 2013) of the log-luminance with itself as guide: its coefficients are
    found on a small picture of the whole photo and read at any size (fast guided filter, arXiv:1505.00996).
    """

    def __init__(self, camera_rgb: Array, gains: NDArray[np.float64]) -> None:
        """Make the mask from the whole photo as unbalanced linear camera RGB (h, w, 3) and its as-shot gains."""
        self._weights = np.array([0.25, 0.5, 0.25], np.float32) * gains.astype(np.float32)
        height, width = camera_rgb.shape[:2]
        if max(height, width) > _LONGEST:  # of a very long photo
            small = min(width, _LONGEST), min(height, _LONGEST)
            camera_rgb = np.asarray(cv2.resize(camera_rgb, small, interpolation=cv2.INTER_AREA))
        guide = self._ev(camera_rgb)
        side = 2 * max(1, round(_RADIUS * max(guide.shape))) + 1
        window = (side, side)
        mean = cv2.blur(guide, window)
        variance = np.maximum(cv2.blur(guide * guide, window) - mean * mean, 0)
        slope = variance / (variance + np.float32(_EDGE_EV**2))
        self._coefficients = cv2.blur(np.dstack([slope, mean * (1 - slope)]), window)

    def _ev(self, camera_rgb: Array) -> Array:
        luminance = cv2.transform(camera_rgb, self._weights[None])
        return np.log2(np.maximum(luminance, np.float32(2**_DARKEST_EV)))

    def ev(self, camera_rgb: Array, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Array:
        """Return (h, w) EV of a part of the photo.

        rows, columns: where the (h, w, 3) pixels' centers lie, as fractions of the photo's height and width.
        """
        height, width = self._coefficients.shape[:2]
        y, x = np.clip(rows * height - 0.5, 0, height - 1), np.clip(columns * width - 0.5, 0, width - 1)
        at = np.concatenate([self._looked_up(y, x[first : first + _LONGEST])
                             for first in range(0, len(x), _LONGEST)], axis=1)
        return np.asarray(at[..., 0] * self._ev(camera_rgb) + at[..., 1], np.float32)

    def _looked_up(self, y: NDArray[np.float64], x: NDArray[np.float64]) -> Array:
        """Return the coefficients, (h, w, 2), at rows and columns of theirs."""
        shape = (len(y), len(x))
        return np.asarray(cv2.remap(
            self._coefficients, np.broadcast_to(x.astype(np.float32), shape).copy(),
            np.broadcast_to(y.astype(np.float32)[:, None], shape).copy(), cv2.INTER_LINEAR))


def tone_ev(edits: RawEdits, ev: Array, white_ev: float = 0.0) -> Array:
    """Return by how many EV highlights and shadows change a place whose brightness is ``ev`` (RAW white = 0).

    white_ev: from where on light was clipped. It may have been any brighter, so that lowered highlights leave it most
    of its light: a lamp or the sun turned gray, as if it had gone out.
    """
    # A table of steps of 1/1024 EV: five times as fast as np.interp.
    lowest, highest = -10, 4
    knots = np.linspace(lowest, highest, (highest - lowest) * 1024 + 1)
    lit = _ramp(knots, *_HIGHLIGHTS)
    if edits.highlights < 0:
        lit *= 1 - _CLIPPED_KEEPS * _ramp(knots - edits.exposure_ev - white_ev, *_CLIPPED)
    change = edits.highlights * lit + edits.shadows * _ramp(knots, *_SHADOWS)
    place = (ev + np.float32(edits.exposure_ev - lowest)) * np.float32(1024) + np.float32(0.5)
    return np.take(change.astype(np.float32), np.clip(place, 0, len(knots) - 1).astype(np.uint16))


def _ramp(ev: NDArray[np.float64], zero: float, one: float) -> NDArray[np.float64]:
    t = np.clip((ev - zero) / (one - zero), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


@dataclass(frozen=True, eq=False)
class LocalEdits:
    """The local edits set up for one photo.

    gains: (3,) white balance as edited. matrix: (3, 3) balanced camera RGB to linear sRGB. saturation: RAW value at
    which the sensor clipped; clipped light is made neutral first, so that it stays so. mask: None where neither
    highlights nor shadows are changed. size: (height, width) of the photo. noise: the shot's, None where none is
    removed. vignetting: the lens's (see LensProfile), empty where it stays. added: noise of the chosen ISO, or None.
    white: (3,) factors that make camera RGB 1 where the photo is white, None: no white is kept (see ``_white_kept``).
    white_ev: EV of what was clipped.
    """

    edits: RawEdits
    gains: NDArray[np.float64]
    matrix: NDArray[np.float64]
    saturation: float
    mask: LightMask | None
    size: tuple[int, int]
    noise: Noise | None = None
    vignetting: tuple[float, ...] = ()
    added: AddedNoise | None = None
    white: Array | None = None
    white_ev: float = 0.0

    @classmethod
    def of(cls, edits: RawEdits, raw: RawImage, mask: LightMask | None = None,
           size: tuple[int, int] | None = None, noise: Noise | None = None,
           vignetting: tuple[float, ...] = (), added: AddedNoise | None = None,
           photo_white: float | None = None) -> LocalEdits:
        """Set up edits for a RAW; of a part of a photo, ``mask`` and ``size`` are those of the whole.

        noise: the shot's; None: the median camera's at an ISO that is not known. vignetting: the lens's. added: noise
        of the chosen ISO, which only the settings tell; None: nothing is added. photo_white: where the white of the
        photo lies that the RAW was estimated from, against the RAW's; None of a camera's own RAW, which tells itself
        what clipped.
        """
        if edits.removes_noise:
            noise = noise or noise_of("", None)
        if mask is None and edits.changes_light_locally:
            mask = LightMask(small_picture(raw.mosaic, raw.cfa), raw.white_balance)
        return cls(edits, edits.gains(raw), raw.color_matrix, min(raw.saturation, 1.0),
                   mask if edits.changes_light_locally else None, size or (raw.height, raw.width),
                   noise if edits.removes_noise else None, vignetting if edits.vignetting else (),
                   added if edits.sensor_noise else None,
                   None if photo_white is None or not edits.changes_balance
                   else (raw.white_balance / photo_white).astype(np.float32),
                   0.0 if photo_white is None else float(np.log2(photo_white)))

    def picture(self, camera_rgb: Array, area: tuple[float, float, float, float], ev: Array | None = None,
                normal: Array | None = None, count: int = 1, lens: Array | None = None) -> Array:
        """Return edited unbalanced camera RGB of a picture that shows ``area`` of the photo at any size.

        area: (top, left, height, width) as fractions. ev: :meth:`light` of the same picture, if it is known. normal:
        ``normal_picture`` of it, where it is a part of a larger one. count: so many pictures of areas of that size, one
        below the other, where nothing but ``lens`` depends on their places. lens: :meth:`lens` of them, if it is known.
        """
        height, width = camera_rgb.shape[:2]
        noisy = camera_rgb if self.white is None else self._white_kept(camera_rgb, self.white)
        if self.added is not None:
            photosites = area[2] * self.size[0] * area[3] * self.size[1] * count / (height * width)
            noisy = self.added.picture(noisy, photosites, normal)
        if self._white_alone:
            return noisy
        out = self._clipped(noisy)
        if lens is None and self.vignetting:
            lens = self.lens(area, height, width)
        if lens is not None:
            lens = lens * np.float32(self.edits.vignetting / 100)
            out *= cv2.merge([np.exp2(lens)] * 3)
        out = self._without_black(out, self.gains.astype(np.float32))
        if self.mask is not None:
            ev = self.light(camera_rgb, area) if ev is None else ev
            out *= np.exp2(tone_ev(self.edits, ev if lens is None else ev + lens, self.white_ev))[..., None]
        if self.edits.changes_color:
            out += self._color_change(self._clipped(out))
        return out

    def lens(self, area: tuple[float, float, float, float], height: int, width: int) -> Array:
        """Return (h, w) EV by which the lens darkened places of a picture of an area, nothing taken back yet."""
        return self._darkened(*self._centers(area, height, width))

    def light(self, camera_rgb: Array, area: tuple[float, float, float, float]) -> Array:
        """Return (h, w) EV: how bright each place of the picture is, as the lens left it."""
        assert self.mask is not None
        return self.mask.ev(camera_rgb, *self._centers(area, *camera_rgb.shape[:2]))

    def mosaic(self, values: Array, cfa: CFA, origin: tuple[int, int]) -> Array:
        """Return the edited mosaic of a part of the photo whose first pixel lies at the even ``origin``."""
        if self.noise is not None:
            values = denoised(values, cfa, self.noise, self.edits.denoise / 100, self.edits.denoise_color / 100)
        height, width = values.shape
        colors = cfa_map(cfa, height, width)
        if self.white is not None:
            cells = _cells(values, cfa)
            values = values + _of_cells(self._white_kept(cells, self.white) - cells, colors)
        noisy = values if self.added is None else self.added.mosaic(values, cfa, origin)
        if self._white_alone:
            return noisy
        out = np.minimum(noisy, self._limits[colors])
        rows = (origin[0] + 2 * np.arange((height + 1) // 2) + 1) / self.size[0]
        columns = (origin[1] + 2 * np.arange((width + 1) // 2) + 1) / self.size[1]
        lens = self._lens_ev(rows, columns)
        if lens is not None:
            out *= _for_cells(np.exp2(lens), height, width)
        out = self._without_black(out, self.gains.astype(np.float32)[colors])
        if self.mask is not None:
            ev = self.mask.ev(_cells(values, cfa), rows, columns)
            change = tone_ev(self.edits, ev if lens is None else ev + lens, self.white_ev)
            out *= _for_cells(np.exp2(change), height, width)
        if self.edits.changes_color:
            gains = self.gains.astype(np.float32)
            balanced = np.minimum(out * gains[colors], np.float32(self.saturation))
            rgb = demosaic_block(balanced, cfa) / gains
            lowest = np.minimum(out, 0)
            out = np.maximum(out + mosaic(self._color_change(rgb), cfa), lowest)
        return out

    def whole(self, values: Array, cfa: CFA) -> Array:
        """Return the edited mosaic of the whole photo, in bounded memory."""
        out, height = np.empty_like(values), values.shape[0]
        for top in range(0, height, _STRIP):
            bottom, first = min(top + _STRIP, height), max(0, top - self.halo)
            part = self.mosaic(values[first : bottom + self.halo], cfa, (first, 0))
            out[top:bottom] = part[top - first : bottom - first]
        return out

    @staticmethod
    def _centers(area: tuple[float, float, float, float], height: int,
                 width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where the rows and the columns of a picture of an area lie, as fractions of the photo."""
        return (area[0] + (np.arange(height) + 0.5) * area[2] / height,
                area[1] + (np.arange(width) + 0.5) * area[3] / width)

    def _lens_ev(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Array | None:
        """Return (h, w) EV by which the lens darkened places of the photo, as far as that is taken back; or None."""
        if not self.vignetting:
            return None
        return self._darkened(rows, columns) * np.float32(self.edits.vignetting / 100)

    def _darkened(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Array:
        height, width = self.size
        down, across = (2 * rows - 1) * height, (2 * columns - 1) * width
        squared = (down**2)[:, None] + (across**2)[None]
        arriving = light_arriving(self.vignetting, (squared / (height**2 + width**2)).astype(np.float32))
        return np.asarray(-np.log2(np.maximum(arriving, np.float32(_LEAST_LIGHT))))

    @property
    def halo(self) -> int:
        """Pixels of context around a part of the mosaic; even."""
        return HALO + (NOISE_HALO if self.noise is not None else 0)

    @property
    def _white_alone(self) -> bool:
        """Whether nothing but white is looked after; the renderer clips."""
        return self.white is not None and not self.edits.is_local

    @property
    def _limits(self) -> Array:
        """(3,) camera RGB at which a balanced color is clipped."""
        return (self.saturation / self.gains).astype(np.float32)

    def _clipped(self, camera_rgb: Array) -> Array:
        """Return a picture cut at the limits: row by row, as three numbers at a time take numpy ten times as long."""
        height, width = camera_rgb.shape[:2]
        rows = np.minimum(camera_rgb.reshape(height, -1), np.tile(self._limits, width))
        return np.asarray(rows.reshape(camera_rgb.shape))

    def _white_kept(self, camera_rgb: Array, white: Array) -> Array:
        """Return a picture in which what was white in the photo is white in another light too.

        A sensor is clipped there, in all three colors, whatever the light: RAW files stay white under any white
        balance. In an estimated RAW white has the color of the light as shot, and a candle flame would turn cyan. So
        what was nearly clipped of a color, and may have been any brighter, does not fall below the brightest one.
        """
        planes, gains = cv2.split(camera_rgb), self.gains.astype(np.float32)
        if max(float(plane.max() * factor) for plane, factor in zip(planes, white)) <= _WHITE_FROM:
            return camera_rgb
        brightest = np.minimum(reduce(np.maximum, [plane * gain for plane, gain in zip(planes, gains)]), 1)
        steepness, kept = 1 / (_WHITE_TO - _WHITE_FROM), []
        for plane, gain, factor in zip(planes, gains, white):
            missing: Array = cv2.addWeighted(brightest, 1 / float(gain), plane, -1, 0)
            if missing.max() > 0:  # else it is the brightest everywhere, as what a light asks more of
                np.maximum(missing, 0, out=missing)
                share: Array = cv2.addWeighted(plane, float(factor) * steepness, plane, 0, -_WHITE_FROM * steepness)
                missing *= np.clip(share, 0, 1, out=share)
                plane = cv2.add(plane, missing)
            kept.append(plane)
        return np.asarray(cv2.merge(kept))

    def _without_black(self, values: Array, gains: Array) -> Array:
        """Take the same balanced light from every pixel; white stays white."""
        black = np.float32(self.edits.black_point / 100)
        if black == 0:
            return values
        return (values - black * np.float32(self.saturation) / gains) / (1 - black)

    def _color_change(self, camera_rgb: Array) -> Array:
        """Return what saturation and vibrance add to camera RGB; nothing where it is neutral."""
        linear = cv2.transform(camera_rgb, self.matrix * self.gains)
        luminance = np.asarray(cv2.transform(linear, SRGB_TO_XYZ[1:2]))
        # Plane by plane: three times as fast as along the last axis.
        planes = cv2.split(linear)
        high, low = (reduce(of, planes) for of in (np.maximum, np.minimum))
        factor: Any = np.float32(1 + self.edits.saturation / 100)
        if self.edits.vibrance:
            pale = 1 - np.clip((high - low) / np.maximum(high, np.float32(1e-6)), 0, 1)
            factor = factor * (1 + np.float32(self.edits.vibrance / 100) * pale**2)
        # A color is not driven out of sRGB; one that is outside stays there.
        most = luminance / np.maximum(luminance - low, np.float32(1e-6))
        factor = np.minimum(factor, np.maximum(1, most)) - 1
        change = cv2.merge([(plane - luminance) * factor for plane in planes])
        return np.asarray(cv2.transform(change, np.linalg.inv(self.matrix * self.gains)), np.float32)


def _cells(values: Array, cfa: CFA) -> Array:
    """Return the camera RGB of each 2x2 cell of a mosaic of any size; the last row or column may be mirrored."""
    height, width = values.shape
    even = cv2.copyMakeBorder(values, 0, height % 2, 0, width % 2, cv2.BORDER_REFLECT_101)
    return binned(np.asarray(even), cfa)


def _of_cells(camera_rgb: Array, colors: NDArray[Any]) -> Array:
    """Return of each photosite's cell its own color; colors: (H, W), the index of each."""
    wide = _for_cells(camera_rgb, *colors.shape)
    return np.asarray(np.take_along_axis(wide, colors[..., None].astype(np.intp), 2)[..., 0])


def _for_cells(values: Array, height: int, width: int) -> Array:
    """Return one value, or one color, for each photosite of the 2x2 cells of a mosaic."""
    return values.repeat(2, 0).repeat(2, 1)[:height, :width]


def small_picture(values: Array, cfa: CFA) -> Array:
    """Return a whole mosaic as small camera RGB, the size masks are made from."""
    cells = binned(values, cfa)
    shrink = min(1.0, (MASK_PIXELS / (cells.shape[0] * cells.shape[1])) ** 0.5)
    size = max(1, round(cells.shape[1] * shrink)), max(1, round(cells.shape[0] * shrink))
    return np.ascontiguousarray(cv2.resize(cells, size, interpolation=cv2.INTER_AREA))
