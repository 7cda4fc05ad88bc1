#!/usr/bin/env python3
"""Measures how near the lens corrections come to lensfun's own, over all lenses of its database; a minute.

    .venv/bin/python scripts/measure_lenses.py [--every N]

For each lens, at each focal length that was measured, on 24 megapixels: how far the distortion and the vignetting of
camera/lens.py lie from what lensfun computes pixel by pixel, and how far a DNG's WarpRectilinear opcode lies from the
window's picture. Exit status 1 where the window is more than 0.05 pixels or 1 % of light away from lensfun.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import lensfunpy
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from paramisp_core.camera.lens import _distortion, _vignetting, light_arriving
from paramisp_core.editing.geometry import warp_of
from paramisp_core.files.dng_opcodes import even_powers

SIZE = (4000, 6000)
_HALF = float(np.hypot(*SIZE)) / 2


def main() -> int:
    """Measure and print one line for each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth lens")
    every = parser.parse_args().every
    bent: list[float] = []
    opcode: list[float] = []
    dark: list[float] = []
    left_out = 0
    for lens in lensfunpy.Database().lenses[::every]:
        for found in lens.calib_distortion:
            distortion = _distortion(lens, lens.crop_factor, found.focal, SIZE)
            if not distortion:
                left_out += 1
                continue
            bent.append(_off_lensfun(lens, found.focal, distortion))
            opcode.append(_off_window(warp_of(distortion, 100.0, SIZE)))
        for known in lens.calib_vignetting[:: max(1, len(lens.calib_vignetting) // 8)]:
            vignetting = _vignetting(lens, lens.crop_factor, known.focal, known.aperture, known.distance, SIZE)
            if vignetting:
                dark.append(_off_light(lens, known, vignetting))
    print(f"{len(bent)} distortions ({left_out} cannot be taken out of the whole frame), {len(dark)} vignettings, "
          f"{SIZE[0] * SIZE[1] / 1e6:.0f} MP, {os.cpu_count()} cores")
    for words, values, unit in (("distortion, window against lensfun", bent, "px"),
                                ("distortion, DNG's opcode against window", opcode, "px"),
                                ("vignetting, window against lensfun", dark, "% of light")):
        q = np.quantile(values, [0.5, 0.9, 0.99, 1.0])
        print(f"{words}: farthest point of the frame, median {q[0]:.3f} {unit}, 90 % {q[1]:.3f}, 99 % {q[2]:.3f}, "
              f"worst {q[3]:.3f}")
    return int(max(bent) > 0.05 or max(dark) > 1)


def _ratio(distortion: tuple[float, ...], r: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sum(c * r**i for i, c in enumerate(distortion)))


def _off_lensfun(lens: lensfunpy.Lens, focal: float, distortion: tuple[float, ...]) -> float:
    height, width = SIZE
    modifier = lensfunpy.Modifier(lens, lens.crop_factor, width, height)
    modifier.initialize(focal, 8.0, 1000.0, 1.0, pixel_format=np.float32, flags=lensfunpy.ModifyFlags.DISTORTION)
    places = [(int(x), int(y)) for y in (0, 700, 2000) for x in np.linspace(0, width - 1, 23)]
    theirs = np.array([modifier.apply_geometry_distortion(x, y, 1, 1)[0, 0] for x, y in places], np.float64)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    away = np.array(places) - middle
    ours = away * _ratio(distortion, np.hypot(away[:, 0], away[:, 1]) / _HALF)[:, None] + middle
    return float(np.hypot(*(ours - theirs).T).max())


def _off_window(warp: tuple[float, ...]) -> float:
    r = np.linspace(0, 1, 400)
    k0, k1, k2, k3 = even_powers(warp)
    return float(np.abs(r * (k0 + k1 * r**2 + k2 * r**4 + k3 * r**6) - r * _ratio(warp, r)).max()) * _HALF


def _off_light(lens: lensfunpy.Lens, known: lensfunpy.LensCalibVignetting, vignetting: tuple[float, ...]) -> float:
    height, width = 200, 300
    modifier = lensfunpy.Modifier(lens, lens.crop_factor, width, height)
    modifier.initialize(known.focal, known.aperture, known.distance, 1.0, pixel_format=np.float32,
                        flags=lensfunpy.ModifyFlags.VIGNETTING)
    gain = np.ones((height, width, 3), np.float32)
    modifier.apply_color_modification(gain)
    y, x = np.mgrid[0:height, 0:width]
    squared = ((x - (width - 1) / 2) ** 2 + (y - (height - 1) / 2) ** 2) / (
        ((width - 1) / 2) ** 2 + ((height - 1) / 2) ** 2)
    lit = (gain[..., 1] > 0) & (gain[..., 1] < 16)  # beyond, a model says that there is no light
    return float(np.abs(1 / light_arriving(vignetting, squared[lit]) / gain[..., 1][lit] - 1).max()) * 100


if __name__ == "__main__":
    sys.exit(main())
