"""Measures the applications where the truth is known: scenes that virtual cameras photograph. Used by measure.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core import UserError, open_photo
from paramisp_core.applications.blind import centered, found_kernel, kernel_likeness
from paramisp_core.applications.blur import BlurSettings, blurred_pair
from paramisp_core.applications.deblur import PICTURE_STRENGTH, deblurred_photo
from paramisp_core.applications.deconvolution import blurred, gaussian_kernel, motion_kernel, tv_deconvolved
from paramisp_core.applications.hdr import (
    VIRTUAL_EV,
    debevec,
    light_of_bracket,
    light_of_photo,
    virtual_exposures,
)
from paramisp_core.applications.hdr import rendered as hdr_rendered
from paramisp_core.applications.highlights import picture_unsure
from paramisp_core.applications.rendering import photo_light
from paramisp_core.applications.small import reduced_photo
from paramisp_core.applications.transfer import transfer_photo
from paramisp_core.camera.adaptation import as_camera
from paramisp_core.camera.database import measured_cameras, tone_curves
from paramisp_core.camera.look import look_change, measured_curve_name
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.models import CameraModels
from paramisp_core.engine.style import as_camera_that_took
from paramisp_core.files.opening import RAW_SUFFIXES
from paramisp_core.networks.checkpoints import card_for
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.develop import neutral_render
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_decode, srgb_encode
from paramisp_core.training.metrics import mean_delta_e
from paramisp_core.training.scenes import SceneSource, load_sources, perspective
from paramisp_core.training.virtual_camera import Exposure, Style, metered, random_style, take_bracket

Array = NDArray[np.float32]
HDR_SIZE = 512
BRACKET_EV = (-4.0, -2.0, 0.0, 2.0)
WHITE_NITS = 203.0  # an HDR display's white of a picture, ITU-R BT.2408


# ---- HDR

def measure_hdr(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Photograph views of HDR panoramas, make HDR of the photos, and compare with the panorama. Raises UserError."""
    sources = panoramas(folder)
    rows = []
    names: list[str] = []
    for number, source in enumerate(sources):
        for view in range(views):
            rng = np.random.default_rng([20, number, view])
            try:
                scores, clipped = _hdr_view(source, rng, inverse, forward)
            except UserError as error:  # exposed far from what a meter would choose, a bracket shows next to nothing
                print(f"  {source.name:10} {view}  left out: {error}", flush=True)
                continue
            names = list(scores)
            rows.append({"panorama": source.name, "view": view, "clipped": clipped, "pu21": scores})
            print(f"  {source.name:10} {view}  {100 * clipped:5.1f} % clipped  "
                  + "  ".join(f"{name} {value:.2f}" for name, (value, _) in scores.items()), flush=True)
    some = [row for row in rows if row["clipped"] > 0.005]
    print(f"\nPU21-PSNR in dB and PU21-SSIM of the luminance, mean over {len(rows)} views of {len(sources)} panoramas "
          f"(and over the {len(some)} with more than 0.5 % clipped)")
    means = {name: tuple(_mean(row["pu21"][name][i] for row in of) for of in (rows, some) for i in range(2))
             for name in names}
    for name, values in means.items():
        print(f"  {name:38} {values[0]:6.2f} {values[1]:6.3f}   ({values[2]:6.2f} {values[3]:6.3f})")
    return {"views": rows, "means": means}


def panoramas(folder: Path) -> list[SceneSource]:
    """Return the folder's HDR panoramas. Raises UserError where there are none."""
    files = sorted(folder.glob("*.hdr"))
    if not files:
        raise UserError(f"{folder} has no .hdr panoramas.")
    return load_sources([], files, [])


def _hdr_view(source: SceneSource, rng: np.random.Generator, inverse: InverseISP,
              forward: ForwardISP) -> tuple[dict[str, tuple[float, float]], float]:
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
    white = scene_gain(scene, decoded, usable)  # scene light that the photo shows as white
    truth = scene / white
    scaled = {name: light * scene_gain(truth, light, usable) for name, light in lights.items()}
    return ({name: (pu21_psnr(light, truth), pu21_ssim(light, truth)) for name, light in scaled.items()},
            float((base.rgb.max(2) >= 254.5 / 255).mean()))


def photo_of(exposure: Exposure, name: str = "") -> Photo:
    """Return a virtual camera's JPEG as a photo that was opened."""
    camera = replace(exposure.style.camera, cfa=CFA.RGGB)
    return Photo(exposure.jpeg.astype(np.float32) / 255, exposure.shot, camera, exposure.white_balance,
                 path=Path(name) if name else None)


def raw_of(exposure: Exposure) -> RawImage:
    """Return a virtual camera's RAW as one that was opened."""
    return RawImage(exposure.raw, CFA.RGGB, exposure.white_balance, exposure.style.camera.matrix)


def scene_gain(truth: Array, light: Array, usable: NDArray[np.bool_]) -> np.float32:
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


def pu21_ssim(light: Array, truth: Array) -> float:
    """Return the structural similarity of two linear pictures' luminance in PU21 units, white shown at 203 cd/m2."""
    weights = SRGB_TO_XYZ[1].astype(np.float32)
    return ssim(*((pu21(np.maximum(one @ weights, 0) * WHITE_NITS) / 256).astype(np.float32) for one in (light, truth)))


def pu21(nits: Array) -> Array:
    """Return PU21 units (100 cd/m2 is 256) of light in cd/m2, 0.005..10000."""
    p = (0.353487901, 0.3734658629, 8.277049286e-05, 0.9062562627, 0.09150303166, 0.9099517204, 596.3148142)
    y = np.clip(nits, 0.005, 10000).astype(np.float64) ** p[3]
    return np.maximum(p[6] * (((p[0] + p[1] * y) / (1 + p[2] * y)) ** p[4] - p[5]), 0)


def _mean(values: Any) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else float("nan")


# ---- blurred data sets

BLUR_FRAMES = 15


def measure_blur(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Turn virtual cameras before HDR panoramas: is the blur synthesized from frames that of one long exposure?"""
    sources = panoramas(folder)
    rows = []
    for number, source in enumerate(sources):
        for view in range(views):
            rng = np.random.default_rng([30, number, view])
            scores = _blur_view(source, rng, inverse, forward)
            rows.append({"panorama": source.name, "view": view, "psnr": scores})
            print(f"  {source.name:10} {view}  " + "  ".join(f"{k} {v:.2f}" for k, v in scores.items()), flush=True)
    means = {name: _mean(row["psnr"][name] for row in rows) for name in rows[0]["psnr"]}
    print(f"\nPSNR in dB against the long exposure, mean over {len(rows)} motions before {len(sources)} panoramas")
    for name, value in means.items():
        better = sum(row["psnr"][name] > row["psnr"]["mean of sRGB values"] for row in rows)
        print(f"  {name:38} {value:6.2f}  better than the mean of sRGB values in {better} of {len(rows)}")
    return {"motions": rows, "means": means}


def _blur_view(source: SceneSource, rng: np.random.Generator, inverse: InverseISP,
               forward: ForwardISP) -> dict[str, float]:
    """Return PSNR of each way to synthesize, for one random turn of a random camera without noise."""
    scenes = _moving_view(source.data, rng, HDR_SIZE, 4 * BLUR_FRAMES)
    style = random_style(rng)
    camera = metered(scenes[len(scenes) // 2], style, rng)
    # at base ISO: noise would hide the question
    quiet = replace(camera, shot=camera.shot.with_value("iso", 100.0))
    truth = quiet.press(np.mean(scenes, 0, dtype=np.float32), rng).jpeg.astype(np.float32) / 255
    frames = [photo_of(quiet.press(scene, rng)) for scene in scenes[2::4]]
    found = {"mean of sRGB values": np.mean([frame.rgb for frame in frames], 0)}
    for name, settings in (("mean of RAW", BlurSettings()),
                           ("mean of RAW, saturation 0.25", BlurSettings(saturation=0.25)),
                           ("mean of RAW, saturation 1", BlurSettings(saturation=1.0)),
                           ("mean of RAW, not anchored", BlurSettings(anchored=False))):
        found[name] = blurred_pair(frames, settings, inverse, forward, rng)[0]
    return {name: psnr(picture, truth) for name, picture in found.items()}


def _moving_view(panorama: Array, rng: np.random.Generator, size: int, count: int) -> list[Array]:
    """Return what a lens sees while it turns: ``count`` views (size, size, 3) along a random curved path."""
    angle, length = rng.uniform(0, 2 * np.pi), rng.uniform(0.015, 0.06)  # of the field of view
    bend = rng.uniform(-0.5, 0.5)
    yaw, pitch = rng.uniform(-np.pi, np.pi), float(np.radians(rng.normal(0, 12)))
    field = float(np.radians(rng.uniform(45, 75)))
    views = []
    for t in np.linspace(-0.5, 0.5, count):
        dx = length * field * (t * np.cos(angle) - bend * (t * t) * np.sin(angle))
        dy = length * field * (t * np.sin(angle) + bend * (t * t) * np.cos(angle))
        views.append(perspective(panorama, size, field, yaw + dx, pitch + dy))
    return views


def psnr(picture: Array, truth: Array) -> float:
    """Return dB between pictures of 0..1, both rounded to 8 bits, 8 pixels at each border left out."""
    inner = (slice(8, -8), slice(8, -8))
    error = np.rint(picture[inner] * 255) - np.rint(truth[inner] * 255)
    return float(20 * np.log10(255 / max(float(np.sqrt(np.mean(np.square(error, dtype=np.float64)))), 1e-3)))


# ---- deblurring

DEBLUR_SIZE = 288
DEBLUR_STRENGTHS = (1.0, 2.0, 4.0)


def measure_deblur(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Blur the light of HDR panoramas, photograph it, deblur the photo by the same method as sRGB and as RAW."""
    sources = panoramas(folder)
    rows = []
    for number, source in enumerate(sources):
        for view in range(views):
            rng = np.random.default_rng([40, number, view])
            kernel = gaussian_kernel(rng.uniform(1, 2.5)) if view % 2 else motion_kernel(
                rng.uniform(7, 17), rng.uniform(0, 180))
            scores = _deblur_view(source, kernel, rng, inverse, forward)
            rows.append({"panorama": source.name, "kernel": ("motion", "gaussian")[view % 2], "scores": scores})
            print(f"  {source.name:10} {rows[-1]['kernel']:8} "
                  + "  ".join(f"{k} {p:.2f} {s:.3f}" for k, (p, s) in scores.items()), flush=True)
    print(f"\nPSNR in dB and SSIM against the photo without blur, mean over {len(rows)} photos")
    names = list(rows[0]["scores"])
    means = {name: tuple(_mean(row["scores"][name][i] for row in rows) for i in range(2)) for name in names}
    for name, (value, likeness) in means.items():
        better = sum(row["scores"][name][0] > row["scores"]["blurred"][0] for row in rows)
        print(f"  {name:24} {value:6.2f} {likeness:6.3f}   better than the blurred photo in {better} of {len(rows)}")
    return {"photos": rows, "means": means}


def _deblur_view(source: SceneSource, kernel: Array, rng: np.random.Generator, inverse: InverseISP,
                 forward: ForwardISP) -> dict[str, tuple[float, float]]:
    margin = max(kernel.shape)
    angle = float(np.radians(rng.uniform(40, 70)))
    wide = perspective(source.data, DEBLUR_SIZE + 2 * margin, angle, rng.uniform(-np.pi, np.pi),
                       float(np.radians(rng.normal(0, 12))))
    inner = slice(margin, margin + DEBLUR_SIZE)
    scene, smeared = wide[inner, inner], blurred(wide, kernel)[inner, inner]
    camera = metered(scene, random_style(rng), rng)
    camera = replace(camera, shot=camera.shot.with_value("iso", min(camera.shot.iso or 100, 400)))
    truth = camera.press(scene, rng).jpeg.astype(np.float32) / 255
    photo = photo_of(camera.press(smeared, rng))
    found = {"blurred": photo.rgb}
    for strength in DEBLUR_STRENGTHS:
        found[f"as sRGB, strength {strength:g}"] = tv_deconvolved(
            photo.rgb, kernel, picture_unsure(photo.rgb), strength * PICTURE_STRENGTH)
        found[f"as RAW, strength {strength:g}"] = deblurred_photo(
            photo, kernel, tv_deconvolved, inverse, forward, strength)[0]
    return {name: (psnr(np.clip(one, 0, 1), truth), ssim(np.clip(one, 0, 1), truth)) for name, one in found.items()}


def ssim(picture: Array, truth: Array) -> float:
    """Return the structural similarity of pictures of 0..1 (Wang et al. 2004: Gaussian of 1.5, 11 pixels, range 1)."""
    def around(x: Array) -> Array:
        return np.asarray(cv2.GaussianBlur(x, (11, 11), 1.5), np.float32)

    a, b = picture.astype(np.float32), truth.astype(np.float32)
    mean_a, mean_b = around(a), around(b)
    spread_a, spread_b = around(a * a) - mean_a**2, around(b * b) - mean_b**2
    shared = around(a * b) - mean_a * mean_b
    likeness = ((2 * mean_a * mean_b + 1e-4) * (2 * shared + 9e-4)) / (
        (mean_a**2 + mean_b**2 + 1e-4) * (spread_a + spread_b + 9e-4))
    return float(likeness[8:-8, 8:-8].mean())


# ---- kernels found in the photo

BLIND_SIDE = 480  # shorter side of the scenes
BLIND_LIMIT = 25
BLIND_PHOTOS = 12  # evenly spread over the folder, and not those that blind.py's numbers were chosen on


def measure_blind(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Blur the light of reduced, so sharp, photos by known kernels, photograph it, find the kernel in the picture.

    How alike it is to the true one, found in the light of the inverse camera and in sRGB values, and what is gained
    when the photo is deblurred by each. Every photo gets a straight motion or a shake, in turn; ``views`` of each.
    """
    files = [one for one in sorted(folder.iterdir()) if one.suffix.lower() in (".jpg", ".jpeg")]
    step = max(1, round(len(files) / BLIND_PHOTOS))
    files = files[step // 2::step]
    rows = []
    for number, path in enumerate(files):
        for view in range(views):
            rng = np.random.default_rng([60, number, view])
            straight = (number + view) % 2 == 0
            kernel = motion_kernel(rng.uniform(5, 17), rng.uniform(0, 180)) if straight else shake(
                rng, int(rng.integers(9, 20)))
            try:
                row = _blind_view(path, kernel, rng, inverse, forward)
            except UserError as error:
                print(f"  {path.stem[:30]:30} left out: {error}", flush=True)
                continue
            rows.append({"photo": path.name, "kernel": "straight" if straight else "shake", **row})
            print(f"  {path.stem[:30]:30} {rows[-1]['kernel']:8} like the true one: in light {row['light']:.2f}, "
                  f"in sRGB {row['srgb']:.2f}; {'DOUBTED; ' if row['doubt'] else ''}"
                  f"{'' if row['helps'] else 'LEFT; '}"
                  + "  ".join(f"{k} {p:.2f} {s:.3f}" for k, (p, s) in row["scores"].items()), flush=True)
    sure = [row for row in rows if not row["doubt"]]
    for name, some in (("all", rows), ("not doubted", sure), ("doubted", [row for row in rows if row["doubt"]]),
                       ("deblurred", [row for row in rows if row["helps"]]),
                       ("left as they are", [row for row in rows if not row["helps"]])):
        if not some:
            continue
        print(f"\n{name}: {len(some)} photos; likeness to the true kernel, mean (and share above 0.8): "
              + ", ".join(f"found in {k} {_mean(r[k] for r in some):.3f} ({_mean(r[k] > 0.8 for r in some):.2f})"
                          for k in ("light", "srgb")))
        for key in some[0]["scores"]:
            better = sum(row["scores"][key][0] > row["scores"]["blurred"][0] for row in some)
            print(f"  {key:34} PSNR {_mean(row['scores'][key][0] for row in some):.2f}  SSIM "
                  f"{_mean(row['scores'][key][1] for row in some):.3f}  better than blurred in {better} of {len(some)}")
    return {"photos": rows}


def shake(rng: np.random.Generator, extent: int) -> Array:
    """Return the kernel of an unsteady hand: a smooth random path, at most ``extent`` pixels long each way."""
    speed = cv2.GaussianBlur(rng.normal(size=(200, 2)).cumsum(0), (1, 61), 12)
    path = speed.cumsum(0)
    path = (path - (path.max(0) + path.min(0)) / 2) * ((extent - 1) / max(float(np.ptp(path, axis=0).max()), 1e-6))
    side = extent + 4 + (1 - extent % 2)
    kernel = np.zeros((side, side))
    x, y = (path + side // 2).T
    for dy in (0, 1):
        for dx in (0, 1):
            column, row = np.floor(x).astype(int) + dx, np.floor(y).astype(int) + dy
            np.add.at(kernel, (row, column), (1 - np.abs(x - column)) * (1 - np.abs(y - row)))
    return centered((kernel / kernel.sum()).astype(np.float32))


def _blind_view(path: Path, kernel: Array, rng: np.random.Generator, inverse: InverseISP,
                forward: ForwardISP) -> dict[str, Any]:
    """Return likeness of the kernels found, whether they are doubted, and PSNR and SSIM of deblurring by each."""
    light = srgb_decode(open_photo(path).rgb)
    shrink = BLIND_SIDE / min(light.shape[:2])
    light = np.asarray(cv2.resize(light, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.float32)
    light = light[:720, :720]
    camera = metered(light, random_style(rng), rng)
    camera = replace(camera, shot=camera.shot.with_value("iso", min(camera.shot.iso or 100, 400)))
    truth = camera.press(light, rng).jpeg.astype(np.float32) / 255
    photo = photo_of(camera.press(blurred(light, kernel), rng))
    raw, known = photo_light(photo, inverse)
    clipped = picture_unsure(photo.rgb)
    found = found_kernel(known, clipped, BLIND_LIMIT, strength=PICTURE_STRENGTH)
    in_srgb = found_kernel(photo.rgb, clipped, BLIND_LIMIT, strength=PICTURE_STRENGTH)
    pictures = {"blurred": photo.rgb}
    for name, one in (("by the true kernel", kernel), ("by the one found in light", found.kernel),
                      ("by the one found in sRGB", in_srgb.kernel)):
        pictures[name] = deblurred_photo(photo, one, tv_deconvolved, inverse, forward, known=(raw, known))[0]
    pictures["as the program leaves it"] = pictures["by the one found in light"] if found.helps else photo.rgb
    pictures["as sRGB, found in sRGB"] = tv_deconvolved(photo.rgb, in_srgb.kernel, clipped, PICTURE_STRENGTH)
    return {"light": kernel_likeness(found.kernel, kernel), "srgb": kernel_likeness(in_srgb.kernel, kernel),
            "agreement": found.likeness, "spread": found.spread, "helps": found.helps, "doubt": found.doubt,
            "scores": {name: _aligned_scores(np.clip(one, 0, 1), truth) for name, one in pictures.items()}}


def _aligned_scores(picture: Array, truth: Array) -> tuple[float, float]:
    """Return PSNR and SSIM where a picture lies best on the truth: a kernel tells nothing of where the scene was."""
    whole = np.s_[24:-24, 24:-24]
    window = np.asarray(cv2.createHanningWindow(truth[whole].shape[1::-1], cv2.CV_32F), np.float32)
    gray = [np.ascontiguousarray(one[whole].mean(2)) for one in (truth, picture)]
    (dx, dy), _ = cv2.phaseCorrelate(gray[0], gray[1], window)
    if max(abs(dx), abs(dy)) > 3:
        dx = dy = 0.0
    moved = cv2.warpAffine(picture, np.array([[1, 0, dx], [0, 1, dy]], np.float32), picture.shape[1::-1],
                           flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    best = max((picture, np.clip(moved, 0, 1)), key=lambda one: psnr(one[whole], truth[whole]))
    return psnr(best[whole], truth[whole]), ssim(best[whole], truth[whole])


# ---- camera transfer

TRANSFER_SIZE = 384


def measure_transfer(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Photograph the same light with cameras A and B: how near to B's photo does A's come?

    Each camera has its measured matrix, daylight gains, noise and tone curve (its own or its maker's), and a rendering
    of its own (sharpening, noise reduction, color) that no table tells.
    """
    sources = panoramas(folder)
    cameras = [camera for camera in measured_cameras() if measured_curve_name(camera) and camera.presets]
    pairs = []
    for number in range(max(20, len(sources) * views)):
        rng = np.random.default_rng([50, number])
        first = cameras[int(rng.integers(len(cameras)))]
        others = [one for one in cameras if measured_curve_name(one) != measured_curve_name(first)]
        pairs.append((first, others[int(rng.integers(len(others)))], rng))
    rows = []
    for number, (first, second, rng) in enumerate(pairs):
        photo, target, truth = _same_light(sources[number % len(sources)], first, second, rng)
        change = look_change(first, second)
        assert change is not None
        rows.append(_compared(first, second, truth, {
            _NOTHING: photo.rgb,
            "matrices only (RAW, plain render)": neutral_render(as_camera(inverse.to_raw(photo), target)),
            "measured tone curves, mid-grey kept": change.applied(photo.rgb),
            "transfer": transfer_photo(photo, target, inverse, forward)}))
    return {"pairs": rows, "means": _print_transfers(rows)}


def measure_adapters(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Do the same between cameras that have adapters: with the networks for any camera, and with those of A and B."""
    sources = panoramas(folder)
    cameras = [camera for camera in measured_cameras() if measured_curve_name(camera) and all(
        card_for(way, camera.name) for way in ("inverse", "forward"))]
    every = [(a, b) for a in cameras for b in cameras if a is not b]
    chosen = np.random.default_rng(51).permutation(len(every))[:max(24, len(sources) * views)]
    models, bold = CameraModels(device=str(forward.device)), _AdaptersRender(device=str(forward.device))
    rows = []
    for number, index in enumerate(chosen):
        first, second = every[int(index)]
        photo, target, truth = _same_light(sources[number % len(sources)], first, second,
                                           np.random.default_rng([52, number]))
        own, too_bold = ((one.inverse(first), one.forward(target)) for one in (models, bold))
        rows.append(_compared(first, second, truth, {
            _NOTHING: photo.rgb,
            "transfer, networks for any camera": transfer_photo(photo, target, inverse, forward),
            "transfer, adapters of A and B": transfer_photo(photo, target, *own, models=models),
            "transfer, B's adapter renders": transfer_photo(photo, target, *too_bold, models=bold)}))
    return {"pairs": rows, "means": _print_transfers(rows)}


class _AdaptersRender(CameraModels):
    """Adapters that render pictures themselves, as full networks of a camera do (see Development)."""

    def forward(self, camera: CameraProfile | None = None) -> ForwardISP:
        isp = super().forward(camera)
        return replace(isp, card=replace(isp.card, architecture="compact"))


_NOTHING = "A's photo, nothing done"


def _compared(first: CameraProfile, second: CameraProfile, truth: Array, found: dict[str, Array]) -> dict[str, Any]:
    scores = {name: (psnr(np.clip(one, 0, 1), truth), mean_delta_e(one, truth)) for name, one in found.items()}
    print(f"  {first.name} to {second.name}:  " + "  ".join(f"{k} {p:.2f} {d:.2f}" for k, (p, d) in scores.items()),
          flush=True)
    return {"from": first.name, "to": second.name, "scores": scores}


def _print_transfers(rows: list[dict[str, Any]]) -> dict[str, tuple[float, ...]]:
    print(f"\nPSNR in dB and mean CIEDE2000 against B's own photo, mean over {len(rows)} pairs of cameras")
    means = {name: tuple(_mean(row["scores"][name][i] for row in rows) for i in range(2)) for name in rows[0]["scores"]}
    for name, (value, difference) in means.items():
        better = [sum((row["scores"][name][i] - row["scores"][_NOTHING][i]) * sign > 0 for row in rows)
                  for i, sign in ((0, 1), (1, -1))]
        print(f"  {name:36} {value:6.2f} {difference:6.2f}   better than nothing in {better[0]} and {better[1]} "
              f"of {len(rows)}")
    return means


def _same_light(source: SceneSource, first: CameraProfile, second: CameraProfile,
                rng: np.random.Generator) -> tuple[Photo, CameraProfile, Array]:
    """Return A's photo of a view, camera B, and B's own picture of it (H, W, 3) sRGB 0..1."""
    scene = perspective(source.data, TRANSFER_SIZE, float(np.radians(rng.uniform(45, 80))),
                        float(rng.uniform(-np.pi, np.pi)), float(np.radians(rng.normal(0, 12))))
    seed = int(rng.integers(2**31))  # one light, one shot, one idea of the right exposure
    ready = [metered(scene, camera_style(camera), np.random.default_rng(seed)) for camera in (first, second)]
    shot = ready[0].shot.with_value("iso", min(ready[0].shot.iso or 100, 800))
    taken = [replace(one, shot=shot, gains=one.style.camera.daylight).press(scene, rng) for one in ready]
    return photo_of(taken[0]), replace(second, cfa=CFA.RGGB), taken[1].jpeg.astype(np.float32) / 255


def camera_style(camera: CameraProfile) -> Style:
    """Return how a camera renders: its measured tone curve, the rest drawn once and for all by its name."""
    rng = np.random.default_rng(list(camera.name.encode()))
    nodes = tone_curves()[measured_curve_name(camera) or ""]
    x = np.linspace(0, 1, 1024)
    curve = np.interp(x, nodes[:, 0], np.maximum.accumulate(nodes[:, 1]))
    return replace(random_style(rng), camera=camera, small_sensor=False, curve=(curve / curve[-1]).astype(np.float32),
                   headroom=0.0, local_tone=0.0, shading=0.0)


# ---- where each application starts from

START_PIXELS = 700_000
START_PHOTOS = 16  # evenly spread over the folder


def measure_starts(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Send photos through each application with nothing to do: what is left of them? PSNR in dB against the photo.

    ``views`` counts for nothing here.
    """
    files = [one for one in sorted(folder.iterdir()) if one.suffix.lower() in (".jpg", ".jpeg")]
    rows = []
    for path in files[::max(1, round(len(files) / START_PHOTOS))]:
        try:
            photo = reduced_photo(open_photo(path), START_PIXELS)
        except UserError as error:
            print(f"  {path.stem[:40]:40} left out: {error}", flush=True)
            continue
        rng = np.random.default_rng(0)
        frames = [photo] * 3
        light, raw = light_of_photo(photo, inverse, rebuild=False), inverse.to_raw(photo)
        found = {
            "RAW and back": forward.to_srgb(raw, photo.shot, photo.camera),
            "RAW and back, as its own camera": as_camera_that_took(photo, forward, raw).to_srgb(
                raw, photo.shot, photo.camera),
            "HDR: its light, nothing squeezed": hdr_rendered(light, light.light, forward),
            "blur-dataset --no-anchor, nothing moves": blurred_pair(
                frames, BlurSettings(anchored=False), inverse, forward, rng)[0],
            "blur-dataset, nothing moves": blurred_pair(frames, BlurSettings(), inverse, forward, rng)[0],
            "deblur, a point": deblurred_photo(photo, None, _nothing_to_do, inverse, forward)[0],
            "transfer to its own camera": transfer_photo(photo, photo.camera, inverse, forward),
        }
        scores = {name: min(psnr(one, photo.rgb), 99.0) for name, one in found.items()}
        rows.append({"photo": path.name, "psnr": scores})
        print(f"  {path.stem[:40]:40} " + "  ".join(f"{k} {value:.1f}" for k, value in scores.items()), flush=True)
    print(f"\nPSNR in dB against the photo, over {len(rows)} photos (99: every value the same)")
    for name in rows[0]["psnr"]:
        values = [row["psnr"][name] for row in rows]
        print(f"  {name:42} median {np.median(values):5.1f}, {min(values):.1f} to {max(values):.1f}")
    return {"photos": rows}


def _nothing_to_do(light: Array, *_: Any) -> Array:
    return light


# ---- RAW files that hold a picture


def measure_raws(folder: Path, inverse: InverseISP, forward: ForwardISP, views: int) -> dict[str, Any]:
    """Render RAW files by the network for any camera, and by the camera read off the picture inside; PSNR in dB.

    Against that picture, both reduced to its size as it is kept (192 x 192). ``inverse`` and ``views`` count for
    nothing here.
    """
    rows = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in RAW_SUFFIXES:
            continue
        try:
            photo = open_photo(path)
        except UserError as error:
            print(f"  {path.name:40} left out: {error}", flush=True)
            continue
        if photo.raw is None or photo.rendering is None:
            print(f"  {path.name:40} left out: no picture in it shows the same", flush=True)
            continue
        top, left, height, width = photo.rendering.region
        scores = {}
        for name, isp in (("any camera", forward), ("read off it", as_camera_that_took(photo, forward))):
            made = isp.to_srgb(photo.raw, photo.shot, photo.camera)[top:top + height, left:left + width]
            small = cv2.resize(srgb_decode(made), photo.rendering.rgb.shape[1::-1], interpolation=cv2.INTER_AREA)
            scores[name] = psnr(srgb_encode(small), photo.rendering.rgb)
        rows.append({"raw": path.name, "psnr": scores})
        print(f"  {path.name:40} " + "  ".join(f"{k} {value:.1f}" for k, value in scores.items()), flush=True)
    return {"raws": rows}
