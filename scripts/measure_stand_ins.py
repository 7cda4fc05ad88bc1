#!/usr/bin/env python3
"""Measures what should stand in for a camera that is not in the database; seconds.

    .venv/bin/python scripts/measure_stand_ins.py

Each phone of the database is left out in turn, and a ColorChecker that it took in D65 is developed with the matrix of
a stand-in instead of its own, white balanced alike: the mean dE2000 of the 24 patches is what a wrong matrix costs.
Stand-ins are the generic camera, the median of the other phones, that of the other phones of its maker, and its
neighbors among those (the models before and after). The same for compacts, told by the names of their series.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core.camera.database import (  # noqa: E402
    all_cameras,
    camera_named,
    generic_camera,
    generic_phone,
    median_matrix,
)
from paramisp_core.camera.profile import CameraProfile  # noqa: E402
from paramisp_core.raw.color import D65_XYZ, SRGB_TO_XYZ, color_matrix  # noqa: E402
from paramisp_core.training.metrics import delta_e_2000  # noqa: E402

Array = NDArray[np.float64]

# CIELAB of the ColorChecker's patches as measured by BabelColor (mean of 30 charts), row by row; taken for D65's.
COLORCHECKER = np.array([
    [37.986, 13.555, 14.059], [65.711, 18.130, 17.810], [49.927, -4.880, -21.925], [43.139, -13.095, 21.905],
    [55.112, 8.844, -25.399], [70.719, -33.397, -0.199], [62.661, 36.067, 57.096], [40.020, 10.410, -45.964],
    [51.124, 48.239, 16.248], [30.325, 22.976, -21.587], [72.532, -23.709, 57.255], [71.941, 19.363, 67.857],
    [28.778, 14.179, -50.297], [55.261, -38.342, 31.370], [42.101, 53.378, 28.190], [81.733, 4.039, 79.819],
    [51.935, 49.986, -14.574], [51.038, -28.631, -28.638], [96.539, -0.425, 1.186], [81.257, -0.638, -0.335],
    [66.766, -0.734, -0.504], [50.867, -0.153, -0.270], [35.656, -0.421, -1.231], [20.461, -0.079, -0.973],
])
# What RawTherapee's profile of the Galaxy S7 says (rtdata/dcpprofiles/samsung SM-G930V.dcp; a chart in D50): how far
# two published matrices of one phone are apart.
S7_OFF_A_CHART = np.array([[0.8531, -0.2618, -0.0746], [-0.475, 1.3311, 0.1538], [-0.0835, 0.1957, 0.5975]])
COMPACTS = re.compile(
    r"PowerShot (?!G1 X)|Coolpix (?!A$)|DSC-(HX|V|RX10)|FinePix (?!S\dPro|S20Pro|X100)|DMC-(FZ|FX|TZ|LF|LX[1-7]$)"
    r"|DC-(FZ|TZ)|Olympus (C|SP|SH|TG|XZ)[-\d ]|DiMAGE|Casio EX|Kodak (P|Z|EasyShare)|WB\d|Pentax MX", re.I)


def main() -> int:
    """Print a table for phones and one for compacts."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    phones = [camera for camera in all_cameras() if camera.phone]
    print(f"{len(phones)} phones, mean dE2000 of a ColorChecker developed with the stand-in's matrix")
    report(phones)
    print(f"{'Galaxy S7, two sources':28} {cost(camera_named('Samsung Galaxy S7'), S7_OFF_A_CHART):.2f}")
    compacts = [camera for camera in all_cameras() if COMPACTS.search(camera.name) and not camera.phone]
    compacts = list({camera.xyz_to_camera: camera for camera in compacts}.values())
    print(f"{len(compacts)} compacts with a matrix of their own")
    report(compacts)
    costs = [cost(camera, generic_phone().matrix) for camera in compacts]
    print(f"{'the generic phone':28} mean {np.mean(costs):.2f}")
    return 0


def report(cameras: Sequence[CameraProfile]) -> None:
    """Print what each stand-in costs, over all cameras and over those that have others of their maker."""

    def of_maker(camera: CameraProfile) -> list[Array]:
        others = makers(camera, cameras)
        return [np.array(median_matrix(others))] if len(others) > 2 else []

    stand_ins: dict[str, Callable[[CameraProfile], list[Array]]] = {
        "the generic camera": lambda camera: [generic_camera().matrix],
        "median of the others": lambda camera: [np.array(median_matrix([one for one in cameras if one is not camera]))],
        "median of the maker's others": of_maker,
        "the maker's next model": lambda camera: neighbors(camera, cameras),
    }
    several = [len(makers(camera, cameras)) > 2 for camera in cameras]
    for name, of in stand_ins.items():
        costs = np.array([np.mean([cost(camera, matrix) for matrix in found]) if (found := of(camera)) else np.nan
                          for camera in cameras])
        print(f"{name:28} mean {np.nanmean(costs):.2f}, median {np.nanmedian(costs):.2f}, "
              f"worst {np.nanmax(costs):.2f}; where the maker has three others {np.nanmean(costs[several]):.2f}")


def makers(camera: CameraProfile, cameras: Sequence[CameraProfile]) -> list[CameraProfile]:
    """Return the other cameras of a camera's maker."""
    return [one for one in cameras if one is not camera and one.make.lower() == camera.make.lower()]


def neighbors(camera: CameraProfile, cameras: Sequence[CameraProfile]) -> list[Array]:
    """Return the matrices of the maker's models before and after a camera, by name."""
    own = [one for one in cameras if one is camera or one.make.lower() == camera.make.lower()]
    at = next(i for i, one in enumerate(own) if one is camera)
    return [one.matrix for one in own[max(0, at - 1):at + 2] if one is not camera]


def cost(camera: CameraProfile, matrix: Array) -> float:
    """Return the mean dE2000 between a chart developed with a camera's own matrix and with another one."""
    height = (COLORCHECKER[:, :1] + 16) / 116
    cubes = np.hstack([height + COLORCHECKER[:, 1:2] / 500, height, height - COLORCHECKER[:, 2:] / 200])
    xyz = np.where(cubes > 6 / 29, cubes**3, (cubes - 4 / 29) * 3 * (6 / 29) ** 2) * D65_XYZ
    balanced = xyz @ camera.matrix.T / (camera.matrix @ D65_XYZ)
    return float(delta_e_2000(lab(balanced, camera.matrix), lab(balanced, matrix)).mean())


def lab(balanced: Array, matrix: Array) -> Array:
    """Return the CIELAB (D65) of white balanced camera RGB (N, 3) developed with a matrix, negative light cut off."""
    xyz = np.clip(balanced @ color_matrix(matrix).T, 0, None) @ SRGB_TO_XYZ.T / D65_XYZ
    cubes = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * cubes[:, 1] - 16, 500 * (cubes[:, 0] - cubes[:, 1]), 200 * (cubes[:, 1] - cubes[:, 2])], -1)


if __name__ == "__main__":
    sys.exit(main())
