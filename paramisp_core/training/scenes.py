"""Scene-linear light to photograph: crops of un-rendered JPEGs, of HDR panoramas and of real RAW files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.errors import UserError
from paramisp_core.raw.transfer import srgb_decode

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

# Longest side kept in memory per source: enough for 256-pixel crops at every resampling factor.
_LONGEST = 1600


class SceneSource:
    """One picture or panorama that gives many scene crops.

    kind: "photo" (display-referred 8-bit sRGB, to be un-rendered), "panorama" (equirectangular, linear) or
    "linear" (a RAW's own light). data: (H, W, 3), uint8 for photos, float32 otherwise.
    """

    def __init__(self, name: str, kind: str, data: NDArray) -> None:
        self.name, self.kind, self.data = name, kind, data

    def crop(self, rng: np.random.Generator, size: int, inverse_curve: Array) -> Array:
        """Return a (size, size, 3) scene in linear sRGB, arbitrary exposure, values >= 0.

        ``inverse_curve`` (256,) maps an 8-bit sRGB value of a photo to scene-linear light.
        """
        if self.kind == "panorama":
            scene = _perspective(self.data, rng, size)
        else:
            height, width = self.data.shape[:2]
            largest = min(height, width) / size
            factor = float(np.exp(rng.uniform(np.log(min(1.4, largest)), np.log(largest))))
            side = min(int(size * factor), height, width)
            top, left = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
            patch = self.data[top : top + side, left : left + side]
            if self.kind == "photo":
                light = inverse_curve[patch]
                # An 8-bit white hides how bright the light was: give it a plausible height again.
                over = np.maximum(light.max(2, keepdims=True) - 0.85, 0) / 0.15
                patch = light * (1 + over * rng.uniform(0, 2.0))
            scene = cv2.resize(np.ascontiguousarray(patch, dtype=np.float32), (size, size),
                               interpolation=cv2.INTER_AREA)
        if rng.random() < 0.5:
            scene = scene[:, ::-1]
        # Real lenses blur; without it demosaicking shows zippers that no photo has.
        scene = cv2.GaussianBlur(np.ascontiguousarray(scene), (0, 0), float(rng.uniform(0.35, 1.0)))
        return np.maximum(scene, 0).astype(np.float32)


def load_sources(photos: Sequence[Path], panoramas: Sequence[Path], raws: Sequence[Path]) -> list[SceneSource]:
    """Read the pictures scenes are cut from; unreadable ones are left out.

    Raises UserError when none can be read.
    """
    sources: list[SceneSource] = []
    for path in photos:
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        if picture is not None and min(picture.shape[:2]) >= 256:
            sources.append(SceneSource(path.stem, "photo", _reduced(picture)[..., ::-1].copy()))
    for path in panoramas:
        picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        if picture is not None:
            light = picture[..., 2::-1].astype(np.float32)
            sources.append(SceneSource(path.stem, "panorama", light / max(float(np.median(light)), 1e-6)))
    for path in raws:
        sources.append(SceneSource(path.stem, "linear", _raw_light(path)))
    if not sources:
        raise UserError("No picture to cut scenes from: give folders with JPEG, .hdr or RAW files.")
    return sources


def inverse_curve_table(nodes: Array) -> Array:
    """Return (256,) scene-linear light of each 8-bit sRGB value under a tone curve given as (N, 2) nodes.

    The nodes map scene-linear to display-linear, as darktable's base curves do; the sRGB curve comes after.
    """
    x, y = nodes[:, 0], np.maximum.accumulate(nodes[:, 1])
    fine = np.linspace(0, 1, 4096)
    rendered = np.interp(fine, x, y) + fine * 1e-4  # strictly rising, so that it can be inverted
    shown = srgb_decode((np.arange(256) / 255).astype(np.float32))
    return np.interp(shown, rendered / rendered[-1], fine).astype(np.float32)


def _reduced(picture: NDArray) -> NDArray:
    scale = _LONGEST / max(picture.shape[:2])
    return picture if scale >= 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _raw_light(path: Path) -> Array:
    """Return the linear sRGB light of a RAW file at half size: no demosaicking, no denoising."""
    import rawpy

    with rawpy.imread(str(path)) as raw:
        rgb = raw.postprocess(half_size=True, use_camera_wb=True, no_auto_bright=True, gamma=(1, 1), output_bps=16,
                              user_flip=0)
    return _reduced(rgb).astype(np.float32) / 65535


def _perspective(panorama: Array, rng: np.random.Generator, size: int) -> Array:
    """Look into an equirectangular panorama with a lens of 50..95 degrees."""
    field = np.radians(rng.uniform(50, 95))
    yaw, pitch = rng.uniform(-np.pi, np.pi), np.radians(rng.normal(0, 15))
    return perspective(panorama, size, field, yaw, pitch)


def perspective(panorama: Array, size: int, field: float, yaw: float, pitch: float) -> Array:
    """Return the (size, size, 3) view of a lens into an equirectangular panorama; all angles in radians."""
    height, width = panorama.shape[:2]
    half = np.tan(field / 2)
    axis = np.linspace(-half, half, size, dtype=np.float32)
    x, y = np.meshgrid(axis, axis)
    z = np.ones_like(x)
    y, z = y * np.cos(pitch) - z * np.sin(pitch), y * np.sin(pitch) + z * np.cos(pitch)
    longitude = np.arctan2(x, z) + yaw
    latitude = np.arctan2(y, np.hypot(x, z))
    u = ((longitude / (2 * np.pi) + 0.5) % 1.0) * (width - 1)
    v = (latitude / np.pi + 0.5) * (height - 1)
    return np.minimum(
        cv2.remap(panorama, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR,
                  borderMode=cv2.BORDER_WRAP), 60.0)
