"""Measures the applications where the truth is known: scenes that virtual cameras photograph. Used by measure.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core import UserError
from paramisp_core.applications.hdr import (
    VIRTUAL_EV,
    debevec,
    light_of_bracket,
    light_of_photo,
    virtual_exposures,
)
from paramisp_core.camera.photo import Photo
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_decode
from paramisp_core.training.scenes import SceneSource, load_sources
from paramisp_core.training.virtual_camera import Exposure, random_style, take_bracket

Array = NDArray[np.float32]
HDR_SIZE = 512
BRACKET_EV = (-4.0, -2.0, 0.0, 2.0)
WHITE_NITS = 203.0  # an HDR display's white of a picture, ITU-R BT.2408


# ---- HDR

def measure_hdr(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Photograph views of HDR panoramas, make HDR of the photos, and compare with the panorama. Raises UserError."""
    sources = _panoramas(folder)
    rows = []
    names: list[str] = []
    for number, source in enumerate(sources):
        for view in range(views):
            rng = np.random.default_rng([20, number, view])
            scores, clipped = _hdr_view(source, rng, inverse, forward)
            names = list(scores)
            rows.append({"panorama": source.name, "view": view, "clipped": clipped, "pu21_psnr": scores})
            print(f"  {source.name:10} {view}  {100 * clipped:5.1f} % clipped  "
                  + "  ".join(f"{name} {value:.2f}" for name, value in scores.items()), flush=True)
    some = [row for row in rows if row["clipped"] > 0.005]
    print(f"\nPU21-PSNR in dB, mean over {len(rows)} views of {len(sources)} panoramas "
          f"(and over the {len(some)} with more than 0.5 % clipped)")
    means = {name: (_mean(row["pu21_psnr"][name] for row in rows), _mean(row["pu21_psnr"][name] for row in some))
             for name in names}
    for name, (every, with_clipped) in means.items():
        print(f"  {name:38} {every:6.2f}  {with_clipped:6.2f}")
    return {"views": rows, "means": means}


def _panoramas(folder: Path) -> list[SceneSource]:
    files = sorted(folder.glob("*.hdr"))
    if not files:
        raise UserError(f"{folder} has no .hdr panoramas.")
    return load_sources([], files, [])


def _hdr_view(source: SceneSource, rng: np.random.Generator, inverse: InverseISP,
              forward: ForwardISP) -> tuple[dict[str, float], float]:
    scene = source.crop(rng, HDR_SIZE, np.zeros(256, np.float32))
    taken = take_bracket(scene, random_style(rng), rng, BRACKET_EV)
    photos = [photo_of(one, f"{ev:+.0f} EV") for one, ev in zip(taken, BRACKET_EV)]
    base = photos[BRACKET_EV.index(0.0)]
    decoded = srgb_decode(base.rgb)
    single = light_of_photo(base, inverse)
    virtual = debevec(single, virtual_exposures(single, forward), [2.0**ev for ev in VIRTUAL_EV])
    bracket = light_of_bracket(photos, inverse)
    merged = debevec(single, [photo.rgb for photo in photos], [2.0**ev for ev in BRACKET_EV])
    raws = light_of_bracket([replace(photo, raw=raw_of(one)) for photo, one in zip(photos, taken)], inverse)
    lights = {
        "sRGB linearized": decoded,
        "RAW, highlights as they are": np.where(base.rgb >= 1, np.minimum(single.light, 1), single.light),
        "RAW, highlights rebuilt": single.light,
        "virtual exposures, Debevec": virtual.light,
        "true bracket of JPEGs, Debevec": merged.light,
        "true bracket of JPEGs, merged as RAW": bracket.light,
        "true bracket of RAWs": raws.light,
    }
    usable = (base.rgb.max(2) < 0.97) & (base.rgb.min(2) > 0.03)
    white = _gain(scene, decoded, usable)  # scene light that the photo shows as white
    truth = scene / white
    return ({name: pu21_psnr(light * _gain(truth, light, usable), truth) for name, light in lights.items()},
            float((base.rgb.max(2) >= 254.5 / 255).mean()))


def photo_of(exposure: Exposure, name: str = "") -> Photo:
    """Return a virtual camera's JPEG as a photo that was opened."""
    camera = replace(exposure.style.camera, cfa=CFA.RGGB)
    return Photo(exposure.jpeg.astype(np.float32) / 255, exposure.shot, camera, exposure.white_balance,
                 path=Path(name) if name else None)


def raw_of(exposure: Exposure) -> RawImage:
    """Return a virtual camera's RAW as one that was opened."""
    return RawImage(exposure.raw, CFA.RGGB, exposure.white_balance, exposure.style.camera.matrix)


def _gain(truth: Array, light: Array, usable: NDArray[np.bool_]) -> np.float32:
    """Return the one gain that brings light to the truth, in the median of the luminance."""
    weights = SRGB_TO_XYZ[1].astype(np.float32)
    wanted, found = truth[usable] @ weights, light[usable] @ weights
    good = (wanted > 1e-5) & (found > 1e-5)
    return np.float32(np.exp(np.median(np.log(wanted[good] / found[good]))) if good.any() else 1.0)


def pu21_psnr(light: Array, truth: Array) -> float:
    """Return dB between linear pictures, white (1) shown at 203 cd/m2, in PU21 units of peak 256.

    Mantiuk and Azimi, "PU21: A novel perceptually uniform encoding", PCS 2021; variant banding_glare, the peak that
    its authors' metric takes.
    """
    error = pu21(light * WHITE_NITS) - pu21(truth * WHITE_NITS)
    return float(20 * np.log10(256 / max(float(np.sqrt(np.mean(np.square(error, dtype=np.float64)))), 1e-6)))


def pu21(nits: Array) -> Array:
    """Return PU21 units (100 cd/m2 is 256) of light in cd/m2, 0.005..10000."""
    p = (0.353487901, 0.3734658629, 8.277049286e-05, 0.9062562627, 0.09150303166, 0.9099517204, 596.3148142)
    y = np.clip(nits, 0.005, 10000).astype(np.float64) ** p[3]
    return np.maximum(p[6] * (((p[0] + p[1] * y) / (1 + p[2] * y)) ** p[4] - p[5]), 0)


def _mean(values: Any) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else float("nan")
