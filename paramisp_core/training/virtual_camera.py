"""A virtual camera: takes a scene, gives the RAW its sensor would record and the JPEG it would make of it.

Everything measured comes from the database (matrices, noise, white balance presets, tone curves); what no
table has (sharpening, noise reduction, vendor colour, headroom) is drawn at random around what was seen on
real RAW+JPEG pairs. Each random quantity is a field of :class:`Style`, so that a photo can be explained.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from paramisp_core.camera.database import (
    Quantization,
    jpeg_quantizations,
    measured_cameras,
    noise_cameras,
    noise_profile,
    tone_curves,
)
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import SETTINGS, ShotSettings
from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.transfer import srgb_encode

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

_DAYLIGHT = ("Daylight", "Direct Sunlight", "Cloudy", "Shade", "Flash", "5500K")
_INDOOR = ("Tungsten", "Incandescent", "Fluorescent", "Cool White Fluorescent", "White Fluorescent",
           "Warm White Fluorescent", "Daylight Fluorescent", "Day White Fluorescent", "Neutral Fluorescent")
_CURVE_POINTS = 1024


@dataclass(frozen=True)
class Style:
    """How one camera renders: what its maker chose and no EXIF tag tells.

    curve: (1024,) display-linear output for scene-linear input 0..1. headroom: EV by which the sensor clips
    after (positive) or before the JPEG's white. twist: (3, 3) vendor colour on top of the exact matrix, rows
    sum to 1. saturation, sharpening, luma_denoise, chroma_denoise, local_tone: strengths at base ISO.
    per_channel: share of the curve applied per channel (1) rather than to the luminance (0). quantization: that
    of the JPEG, a real camera's; without, libjpeg's tables of jpeg_quality, 4:2:0 or 4:2:2, as raw programs write.
    lossless: the picture is left as it was before it became a JPEG.
    """

    camera: CameraProfile
    small_sensor: bool
    curve: Array
    headroom: float
    twist: NDArray[np.float64]
    saturation: float
    sharpening: float
    sharpening_radius: float
    luma_denoise: float
    chroma_denoise: float
    local_tone: float
    per_channel: float
    shading: float
    shading_corrected: bool
    jpeg_quality: int
    chroma_420: bool
    quantization: Quantization | None = None
    lossless: bool = False


@dataclass(frozen=True)
class Exposure:
    """One press of the shutter: RAW as recorded, RAW without noise (both (H, W) float32), JPEG (H, W, 3)."""

    raw: Array
    clean_raw: Array
    jpeg: NDArray[np.uint8]
    shot: ShotSettings
    white_balance: NDArray[np.float64]
    style: Style


def random_style(rng: np.random.Generator) -> Style:
    """Draw a camera and the way it renders."""
    cameras, quantizations = measured_cameras(), jpeg_quantizations()
    camera = cameras[int(rng.integers(len(cameras)))]
    small = rng.random() < 0.45
    return Style(
        camera=camera,
        small_sensor=small,
        curve=_random_curve(rng),
        # One gain between the mean measured curve and the true RAW is +0.36..0.41 EV on four real pairs of
        # small sensors; larger sensors keep highlights in reserve (training.md, section 1). How far the classes
        # lie apart is little known: 0.35 EV apart (and 0.24), a forward camera that was told the settings of those
        # four rendered three of them darker than one that was told nothing, and too dark.
        headroom=float(rng.normal(-0.02, 0.4) if small else rng.normal(0.12, 0.4)),
        twist=_row_normalized(np.eye(3) + rng.normal(0, 0.025, (3, 3))),
        saturation=float(np.exp(rng.normal(0.06, 0.09))),
        sharpening=float(rng.uniform(0.1, 1.1)),
        sharpening_radius=float(rng.uniform(0.6, 1.3)),
        luma_denoise=float(rng.uniform(0.3, 1.6)),
        chroma_denoise=float(rng.uniform(1.0, 4.0)),
        local_tone=float(rng.uniform(0.05, 0.25)) if rng.random() < (0.35 if small else 0.15) else 0.0,
        per_channel=float(rng.uniform(0.5, 1.0)) if rng.random() < 0.5 else 1.0,
        shading=float(abs(rng.normal(0, 0.22))),
        shading_corrected=bool(small or rng.random() < 0.5),
        jpeg_quality=int(rng.integers(85, 99)),
        chroma_420=bool(rng.random() < 0.5),
        quantization=quantizations[int(rng.integers(len(quantizations)))] if rng.random() < 0.6 else None,
    )


def take_photo(scene: Array, style: Style, rng: np.random.Generator) -> Exposure:
    """Photograph an (H, W, 3) linear scene of arbitrary exposure; H and W are even. RGGB mosaic."""
    return take_bracket(scene, style, rng, (0.0,))[0]


def take_bracket(scene: Array, style: Style, rng: np.random.Generator, offsets_ev: Sequence[float]) -> list[Exposure]:
    """Photograph a scene as :func:`take_photo` does, several times, by exposure times ``offsets_ev`` apart.

    The light meter is read once, for 0 EV; focus, light and white balance stay.
    """
    ready = metered(scene, style, rng)
    return [ready.press(scene, rng, offset) for offset in offsets_ev]


@dataclass(frozen=True)
class Metered:
    """A virtual camera whose exposure and white balance are set: it takes any scene with them.

    exposure: factor from scene light to the JPEG's linear scale.
    """

    style: Style
    shot: ShotSettings
    gains: NDArray[np.float64]
    exposure: float

    def press(self, scene: Array, rng: np.random.Generator, offset_ev: float = 0.0) -> Exposure:
        """Photograph an (H, W, 3) linear scene, the exposure time changed by ``offset_ev``."""
        style, shot = self.style, self.shot
        exposed = scene * self.exposure
        # Light to sensor: JPEG exposure to RAW exposure, camera colour, lens falloff, unbalanced.
        height, width = scene.shape[:2]
        to_camera = np.linalg.inv(style.camera.color_matrix)
        light = (exposed * 2.0**-style.headroom) @ to_camera.T.astype(np.float32)
        falloff = lens_falloff(height, width, style, shot)
        sensor_rgb = np.maximum(light * falloff / self.gains.astype(np.float32), 0)
        clean = mosaic(sensor_rgb, CFA.RGGB) * np.float32(2.0**offset_ev)
        raw = _expose_sensor(clean, style, shot.iso or 100.0, rng)
        jpeg = _develop(raw, falloff, self.gains, style, shot.iso or 100.0)
        time = None if shot.exposure_time is None else shot.exposure_time * 2.0**offset_ev
        return Exposure(raw, np.minimum(clean, 1).astype(np.float32), jpeg, shot.with_value("exposure_time", time),
                        self.gains, style)


def metered(scene: Array, style: Style, rng: np.random.Generator) -> Metered:
    """Return the camera set for a scene: settings, white balance and exposure."""
    shot = random_shot(style, rng)
    ev100 = shot.ev100 or 8.0
    gains = random_gains(style.camera, ev100, rng)
    return Metered(style, shot, gains, _metered_gain(scene, style, ev100, rng))


def _random_curve(rng: np.random.Generator) -> Array:
    """Draw a tone curve (display-linear out): measured ones, families that raw programs use, and mixtures."""
    x = np.linspace(0, 1, _CURVE_POINTS)
    curve = _curve_of_a_family(x, rng)
    if rng.random() < 0.4:
        share = rng.uniform(0.2, 0.8)
        curve = share * curve + (1 - share) * _curve_of_a_family(x, rng)
    # The photographer's own contrast setting.
    return (curve ** np.exp(rng.normal(0, 0.08)) + x * 1e-4).astype(np.float32) / 1.0001


def _curve_of_a_family(x: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    kind = rng.random()
    if kind < 0.16:  # UPI's smoothstep, which happens to fit action cameras, weakened by up to a half
        share = rng.uniform(0.5, 1.0)
        return share * (3 * x**2 - 2 * x**3) + (1 - share) * x
    if kind < 0.30:  # neutral rendering: nothing but the sRGB curve that comes after, as raw programs' plain ones
        return x.copy()
    if kind < 0.40:  # log-logistic sigmoid through middle grey, as darktable's "sigmoid" is
        contrast, grey = rng.uniform(1.1, 2.0), 0.1845 * 2.0 ** rng.normal(-0.4, 0.5)
        bent = x**contrast / (x**contrast + grey**contrast * (1 / 0.1845 - 1))
        return np.asarray(bent / bent[-1])
    if kind < 0.50:  # shoulder of Reinhard's form behind a contrast power, as film-like curves have
        white, power = rng.uniform(0.6, 4.0), np.exp(rng.normal(0.15, 0.12))
        bent = (x * white) ** power
        bent = bent / (1 + bent)
        return np.asarray(bent / bent[-1])
    nodes = list(tone_curves().values())
    picked = nodes[int(rng.integers(len(nodes)))]
    y = np.interp(x, picked[:, 0], np.maximum.accumulate(picked[:, 1]))
    return np.asarray(y / max(y[-1], 1e-3))


def random_shot(style: Style, rng: np.random.Generator) -> ShotSettings:
    """Draw settings that agree: EV100 = log2(N^2 / t) - log2(ISO / 100) holds exactly."""
    ev100 = rng.uniform(2.0, 15.5)
    if style.small_sensor:
        equivalent = float(np.exp(rng.normal(np.log(40), 0.5)))
        focal = equivalent / rng.uniform(4.4, 6.5)
        f_number = float(np.clip(rng.choice([2.2, 2.8, 2.8, 3.2, 4.0, 4.9, 5.6, 8.0]), 1.8, 8))
        isos = np.array([50, 64, 80, 100, 160, 200, 400, 800, 1600])
    else:
        equivalent = float(np.exp(rng.normal(np.log(55), 0.6)))
        focal = equivalent / rng.choice([1.0, 1.52, 1.6, 2.0])
        f_number = float(rng.choice([1.4, 1.8, 2.8, 3.5, 4.0, 5.6, 5.6, 8.0, 11.0]))
        isos = np.array([100, 100, 200, 400, 800, 1600, 3200, 6400, 12800])
    wanted_time = float(np.clip(1 / equivalent * np.exp(rng.normal(0, 0.8)), 1 / 4000, 2))
    wanted_iso = f_number**2 / wanted_time / 2.0**ev100 * 100
    iso = float(isos[np.argmin(np.abs(np.log2(isos / wanted_iso)))])
    time = f_number**2 / 2.0**ev100 * 100 / iso
    return ShotSettings(iso, float(np.clip(time, 1 / 16000, 60)), f_number, float(focal))


def trained_ranges(draws: int = 20_000) -> dict[str, tuple[float, float]]:
    """Return (low, high) of each shot setting by name: where 99 % of the simulated photos lie.

    In the units of ShotSettings. What model cards say about the data of simulated pairs; the draws are always the same.
    """
    rng = np.random.default_rng(0)
    style = random_style(rng)
    shots = [random_shot(replace(style, small_sensor=bool(rng.random() < 0.45)), rng) for _ in range(draws)]
    spans = {}
    for name in SETTINGS:
        low, high = np.percentile([shot.value(name) or 0.0 for shot in shots], (0.5, 99.5))
        digits = 2 if name in ("exposure_time", "focal_length") else 3  # the others are drawn from lists
        spans[name] = float(f"{low:.{digits}g}"), float(f"{high:.{digits}g}")
    return spans


def random_gains(camera: CameraProfile, ev100: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw the white balance gains (3,) of a light that is likely at ``ev100``: a preset of the camera, 5 % off."""
    names = [n for n in (_DAYLIGHT if ev100 > 8 or rng.random() < 0.25 else _INDOOR) if n in camera.presets]
    gains = np.array(camera.presets[names[int(rng.integers(len(names)))]]) if names else camera.daylight
    return np.asarray(gains * np.exp(rng.normal(0, [0.05, 0, 0.05])))


def random_meter_target(ev100: float, rng: np.random.Generator) -> float:
    """Draw the mean sRGB value that a picture taken in light of ``ev100`` is exposed for.

    The 65 photos and charts of ../shared/data have 0.44 in the median, half of them 0.35..0.48, and 5 % below 0.18:
    every sixth photo is not exposed as a meter would, or a forward camera learns to meter dark photos away.
    """
    if rng.random() < 1 / 6:
        return float(np.clip(rng.normal(0.36, 0.18), 0.04, 0.75))
    return float(np.clip(rng.normal(0.43 + 0.008 * (ev100 - 8), 0.085), 0.15, 0.68))


def _metered_gain(scene: Array, style: Style, ev100: float, rng: np.random.Generator) -> float:
    """Find the exposure at which the rendered mean is what a light meter of that brightness aims for."""
    target = random_meter_target(ev100, rng)
    small = cv2.resize(scene, (32, 32), interpolation=cv2.INTER_AREA).mean(2)
    low, high = -12.0, 12.0
    for _ in range(18):
        middle = (low + high) / 2
        rendered = srgb_encode(_apply_curve(small * np.float32(2.0**middle), style.curve)).mean()
        low, high = (middle, high) if rendered < target else (low, middle)
    return float(2.0 ** ((low + high) / 2))


def lens_falloff(height: int, width: int, style: Style, shot: ShotSettings) -> Array:
    """Lens falloff 0..1: natural cos^4 share plus mechanical vignetting that stopping down removes."""
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    wide_open = min(1.0, (2.8 / (shot.f_number or 5.6)) ** 2)
    strength = style.shading * (0.5 + 0.5 * wide_open)
    return (1 / (1 + strength * (x * x + y * y) / 2) ** 2)[..., None].astype(np.float32)


def _expose_sensor(clean: Array, style: Style, iso: float, rng: np.random.Generator) -> Array:
    """Add the camera's measured Poisson-Gaussian noise at this ISO, clip at white, quantise to its levels."""
    measured = noise_profile(style.camera.name, iso)
    if measured is None:  # a third of the cameras were never measured: lend another one's noise
        known = noise_cameras()
        measured = noise_profile(known[int(rng.integers(len(known)))], iso)
        assert measured is not None
    a, b = measured
    factor = 2.5 if style.small_sensor else 1.0
    variance = np.empty_like(clean)
    for y in range(2):
        for x in range(2):
            c = int(CFA.RGGB.indices[y, x])
            variance[y::2, x::2] = factor * (a[c] * np.maximum(clean[y::2, x::2], 0) + max(b[c], 0))
    raw = clean + np.sqrt(variance) * rng.standard_normal(clean.shape, dtype=np.float32)
    levels = float(np.clip(style.camera.white_level - style.camera.black_level, 900, 16383))
    return (np.round(np.clip(raw, -0.05, 1) * levels) / levels).astype(np.float32)


def _develop(raw: Array, falloff: Array, gains: NDArray[np.float64], style: Style, iso: float) -> NDArray[np.uint8]:
    """Do what the camera's own processor does between sensor and JPEG."""
    noisy_stops = max(0.0, float(np.log2(iso / 200)))
    # Demosaicking in 16 bits with room below black.
    scaled = np.clip((raw + 0.05) / 1.05, 0, 1)
    rgb: Array = cv2.cvtColor((scaled * 65535).astype(np.uint16), cv2.COLOR_BayerRGGB2RGB_EA).astype(np.float32)
    rgb = rgb / 65535 * 1.05 - 0.05
    if style.shading_corrected:
        rgb = rgb / falloff
    rgb = np.minimum(rgb * gains.astype(np.float32), 1.0)
    rgb = _denoise(rgb, style, noisy_stops)
    rgb = rgb @ (style.twist @ style.camera.color_matrix).T.astype(np.float32) * np.float32(2.0**style.headroom)
    rgb = np.maximum(rgb, 0)
    if style.local_tone > 0:
        luminance = cv2.GaussianBlur(rgb.mean(2), (0, 0), raw.shape[0] / 12) + 1e-3
        rgb = rgb * ((luminance / luminance.mean()) ** -style.local_tone)[..., None]
    shown = _tone(rgb, style)
    saturation = 1 + (style.saturation - 1 - 0.03 * noisy_stops)
    grey = shown.mean(2, keepdims=True)
    encoded = srgb_encode(grey + (shown - grey) * np.float32(max(saturation, 0.6)))
    amount = style.sharpening / (1 + 0.35 * noisy_stops)
    luma = encoded.mean(2)
    detail = luma - cv2.GaussianBlur(luma, (0, 0), style.sharpening_radius)
    encoded = np.clip(encoded + amount * detail[..., None], 0, 1)
    codes = np.round(encoded * 255).astype(np.uint8)
    if style.lossless:
        return codes
    data = jpeg_file(codes, style)
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)[..., ::-1]


def _denoise(rgb: Array, style: Style, noisy_stops: float) -> Array:
    """Edge-preserving luminance and stronger chroma smoothing, in a square-root domain, growing with ISO."""
    # Signed: noise below black is averaged with that above it, else the colors with high gains tint dark pictures.
    root = np.copysign(np.sqrt(np.abs(rgb)), rgb)
    luma = root.mean(2)
    strength = style.luma_denoise * (0.006 + 0.006 * noisy_stops)
    smooth = cv2.bilateralFilter(luma, 5, 2.5 * strength, 1.5)
    chroma = root - luma[..., None]
    sigma = style.chroma_denoise * (0.25 + 0.22 * noisy_stops)
    chroma = cv2.GaussianBlur(chroma, (0, 0), min(sigma, 3.0)) if sigma > 0.3 else chroma
    smoothed = smooth[..., None] + chroma
    smoothed *= np.abs(smoothed)
    # The mean of roots lies below the root of the mean, most for the noisiest color: what is lost is given back.
    return np.asarray(smoothed + cv2.GaussianBlur(rgb - smoothed, (0, 0), 4.0))


def _tone(rgb: Array, style: Style) -> Array:
    per_channel = _apply_curve(rgb, style.curve)
    if style.per_channel >= 1:
        return per_channel
    peak = rgb.max(2, keepdims=True) + 1e-6
    hue_kept = rgb / peak * _apply_curve(peak, style.curve)
    return (style.per_channel * per_channel + (1 - style.per_channel) * hue_kept).astype(np.float32)


def _apply_curve(linear: Array, curve: Array) -> Array:
    position = np.clip(linear, 0, 1) * (len(curve) - 1)
    index = np.minimum(position.astype(np.int32), len(curve) - 2)
    share = position - index
    return (curve[index] * (1 - share) + curve[index + 1] * share).astype(np.float32)


def jpeg_file(rgb: NDArray[np.uint8], style: Style) -> bytes:
    """Write (H, W, 3) sRGB as a JPEG quantized and subsampled as the camera does it."""
    own, data = style.quantization, io.BytesIO()
    if own is not None:
        saving = own.saving
    else:
        saving = {"quality": style.jpeg_quality, "subsampling": "4:2:0" if style.chroma_420 else "4:2:2"}
    Image.fromarray(rgb).save(data, "JPEG", **saving)
    return data.getvalue()


def _row_normalized(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(matrix / matrix.sum(1, keepdims=True))
