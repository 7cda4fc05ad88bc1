"""Whole photos at thumbnail scale, simulated afresh for every batch in torch, on any device.

What GlobalNet learns (exposure, tone, colour, local gain) needs many cameras and many scenes but no pixel detail:
here a photo costs a millisecond, not a tenth of a second, and none is seen twice. Cameras, settings and light are
drawn by the same code as in virtual_camera.py; noise, demosaicking, denoising, sharpening and JPEG are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.networks.conditions import Conditions
from paramisp_core.training.scenes import load_sources
from paramisp_core.training.simulate import random_scene, scene_files
from paramisp_core.training.virtual_camera import (
    Style,
    lens_falloff,
    random_gains,
    random_meter_target,
    random_shot,
    random_style,
)

SIZE = 96


@dataclass(frozen=True)
class WholeBatch:
    """B whole photos. rgb (B, 3, S, S): the JPEG, 0..1. camera (B, 3, S, S): unbalanced camera RGB, clipped at 1."""

    rgb: Tensor
    camera: Tensor
    conditions: Conditions


class WholePhotoSimulator:
    """A bank of scene-linear scenes and the cameras that photograph them.

    ``scenes`` crops are cut once, seeded, from ``folder`` (photos/, hdri/, raw/ as for ``paramisp simulate``); with
    ``cache`` they are kept in a file. Raises UserError when there is nothing to cut from.
    """

    def __init__(self, folder: Path, scenes: int, seed: int, device: torch.device, split: str = "train",
                 cache: Path | None = None) -> None:
        self.device = device
        if cache is not None and cache.exists():
            bank = np.load(cache)
        else:
            cv2.setNumThreads(1)
            sources = load_sources(*scene_files(folder, split))
            bank = np.empty((scenes, 3, SIZE, SIZE), np.float16)
            for i in range(scenes):
                scene = random_scene(sources, np.random.default_rng([seed, i]), SIZE)
                bank[i] = np.minimum(scene / max(float(scene.mean()), 1e-6), 6e4).transpose(2, 0, 1)
            if cache is not None:
                np.save(cache, bank)
        self.bank = torch.from_numpy(bank)

    def batch(self, rng: np.random.Generator, count: int) -> WholeBatch:
        """Photograph ``count`` random scenes, each with a camera of its own."""
        return self.metered(rng, [random_style(rng) for _ in range(count)]).press()

    def metered(self, rng: np.random.Generator, styles: Sequence[Style]) -> WholeMetered:
        """Point each camera at a random scene: settings, white balance and exposure are set."""
        count = len(styles)
        picked = torch.from_numpy(np.sort(rng.integers(0, len(self.bank), count)))
        scene = self.bank[picked].to(self.device).float()
        if rng.random() < 0.5:
            scene = scene.transpose(2, 3)
        if rng.random() < 0.5:
            scene = scene.flip(3)
        shots = [random_shot(style, rng) for style in styles]
        ev100 = [shot.ev100 or 8.0 for shot in shots]
        gains = _stack([random_gains(s.camera, ev, rng) for s, ev in zip(styles, ev100)], self.device)
        target = _stack([random_meter_target(ev, rng) for ev in ev100], self.device)
        curve = _stack([s.curve for s in styles], self.device)
        return WholeMetered(tuple(styles), tuple(shots), gains, curve, scene * _metered(scene, curve, target))


@dataclass(frozen=True)
class WholeMetered:
    """B virtual cameras pointed at their scenes. gains: (B, 3). curve: (B, N). exposed: light on the JPEG's scale."""

    styles: tuple[Style, ...]
    shots: tuple[ShotSettings, ...]
    gains: Tensor
    curve: Tensor
    exposed: Tensor

    def press(self, offset_ev: Tensor | None = None) -> WholeBatch:
        """Take the photos; offset_ev (B,): with other exposure times, everything else as it was metered."""
        styles, shots, gains, curve, device = self.styles, self.shots, self.gains, self.curve, self.exposed.device

        def column(values: list[Any]) -> Tensor:
            return _stack(values, device)[:, None, None, None]

        matrix = _stack([s.camera.color_matrix for s in styles], device)
        twisted = _stack([s.twist @ s.camera.color_matrix for s in styles], device)
        headroom = torch.exp2(column([s.headroom for s in styles]))
        per_channel = column([s.per_channel for s in styles])
        falloff = _stack([lens_falloff(SIZE, SIZE, s, shot)[..., 0] for s, shot in zip(styles, shots)], device)[:, None]
        corrected = torch.where(column([s.shading_corrected for s in styles]) > 0, falloff, 1.0)

        exposed = self.exposed if offset_ev is None else self.exposed * torch.exp2(offset_ev)[:, None, None, None]
        light = torch.einsum("bij,bjhw->bihw", torch.linalg.inv(matrix), exposed / headroom)
        camera = (light * falloff / gains[:, :, None, None]).clamp(0, 1)

        developed = (camera / corrected * gains[:, :, None, None]).clamp(max=1)
        developed = (torch.einsum("bij,bjhw->bihw", twisted, developed) * headroom).clamp(min=0)
        luminance = developed.mean(1, keepdim=True)
        around = F.interpolate(F.avg_pool2d(luminance, 12), (SIZE, SIZE), mode="bilinear", align_corners=False) + 1e-3
        local = column([s.local_tone for s in styles])
        developed = developed * (around / around.mean((2, 3), keepdim=True)) ** -local
        shown = _apply(developed, curve)
        peak = developed.amax(1, keepdim=True) + 1e-6
        shown = per_channel * shown + (1 - per_channel) * developed / peak * _apply(peak, curve)
        noisy = column([0.03 * max(0.0, float(np.log2((shot.iso or 100) / 200))) for shot in shots])
        saturation = (column([s.saturation for s in styles]) - noisy).clamp(min=0.6)
        grey = shown.mean(1, keepdim=True)
        rgb = (_srgb(grey + (shown - grey) * saturation).clamp(0, 1) * 255).round() / 255

        settings = {name: torch.tensor([shot.value(name) for shot in shots], dtype=torch.float32, device=device)
                    for name in ("focal_length", "f_number", "exposure_time", "iso")}
        if offset_ev is not None:
            settings["exposure_time"] = settings["exposure_time"] * torch.exp2(offset_ev)
        cfa = torch.tensor([[0, 1], [1, 2]], device=device).expand(len(styles), 2, 2)
        return WholeBatch(rgb, camera, Conditions(cfa, gains, matrix, **settings))


def _stack(values: list[Any], device: torch.device) -> Tensor:
    return torch.from_numpy(np.asarray(values, np.float32)).to(device)


def _metered(scene: Tensor, curve: Tensor, target: Tensor) -> Tensor:
    """Return (B, 1, 1, 1) gains at which the rendered mean of each scene is its meter's target."""
    small = F.avg_pool2d(scene.mean(1, keepdim=True), 3)
    low, high = torch.full_like(target, -12.0), torch.full_like(target, 12.0)
    for _ in range(14):
        middle = (low + high) / 2
        rendered = _srgb(_apply(small * torch.exp2(middle)[:, None, None, None], curve)).mean((1, 2, 3))
        dark = rendered < target
        low, high = torch.where(dark, middle, low), torch.where(dark, high, middle)
    return torch.exp2((low + high) / 2)[:, None, None, None]


def _apply(linear: Tensor, curve: Tensor) -> Tensor:
    """Read (B, N) curves over 0..1 at (B, C, H, W) values."""
    last = curve.shape[1] - 1
    position = (linear.clamp(0, 1) * last).flatten(1)
    index = position.long().clamp(max=last - 1)
    low = torch.gather(curve, 1, index)
    return torch.lerp(low, torch.gather(curve, 1, index + 1), position - index).view_as(linear)


def _srgb(linear: Tensor) -> Tensor:
    return torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear.clamp(min=1e-4) ** (1 / 2.4) - 0.055)
