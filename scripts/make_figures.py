#!/usr/bin/env python3
"""Makes the figures of docs/ from resources/sample.jpg and from scenes made here: nothing of anybody's is in them.

    .venv/bin/python scripts/make_figures.py [hdr|blur-dataset|deblur|deblur-found|transfer|iso …]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core import load_isp, open_photo  # noqa: E402
from paramisp_core.applications import hdr  # noqa: E402
from paramisp_core.applications.blind import centered, found_kernel, kernel_likeness  # noqa: E402
from paramisp_core.applications.blur import BlurSettings, blurred_pair  # noqa: E402
from paramisp_core.applications.contact_sheet import as_cameras  # noqa: E402
from paramisp_core.applications.deblur import PICTURE_STRENGTH, deblurred_photo  # noqa: E402
from paramisp_core.applications.deconvolution import blurred, motion_kernel, tv_deconvolved  # noqa: E402
from paramisp_core.applications.highlights import picture_unsure  # noqa: E402
from paramisp_core.applications.rendering import photo_light  # noqa: E402
from paramisp_core.camera.database import camera_named, noise_profile  # noqa: E402
from paramisp_core.engine.isp import ForwardISP, InverseISP  # noqa: E402
from paramisp_core.engine.models import CameraModels  # noqa: E402
from paramisp_core.raw.cfa import cfa_map  # noqa: E402
from paramisp_core.raw.transfer import srgb_decode, srgb_encode  # noqa: E402
from paramisp_core.resources import resource_path  # noqa: E402

Array = NDArray[np.float32]
_WIDTH = 1280
_MOST_BYTES = 190_000


def main() -> int:
    """Make the figures named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"of {', '.join(FIGURES)} (default: all)")
    args = parser.parse_args()
    if unknown := set(args.figures) - set(FIGURES):
        parser.error(f"no figure is called {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
    for name in args.figures or FIGURES:
        panels = FIGURES[name]()
        path = ROOT / "docs" / f"{name}.jpg"
        write(panels, path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
    return 0


def networks() -> tuple[InverseISP, ForwardISP]:
    """Return the shipped networks."""
    inverse, forward = load_isp("inverse"), load_isp("forward")
    assert isinstance(inverse, InverseISP)
    assert isinstance(forward, ForwardISP)
    return inverse, forward


def hdr_figure() -> list[tuple[str, Array]]:
    """The sample and its light, both darkened by 1.5 EV: what is clipped turns gray or has shape."""
    inverse, forward = networks()
    photo = open_photo(resource_path("sample.jpg"))
    found = hdr.light_of_photo(photo, inverse)
    shown, _ = hdr.tone_mapped(found, forward)
    darker = np.float32(2.0**-1.5)
    return [("the photo", photo.rgb), ("tone-mapped", shown),
            ("the photo, 1.5 EV darker", srgb_encode(srgb_decode(photo.rgb) * darker)),
            ("its light, 1.5 EV darker", srgb_encode(found.light * darker))]


def blur_figure() -> list[tuple[str, Array]]:
    """A part of the sample as a scene with a bright sky, moved while the shutter is open: truth and two syntheses."""
    inverse, forward = networks()
    photo = open_photo(resource_path("sample.jpg"))
    light = srgb_decode(photo.rgb)
    light = light * (1 + 1.5 * np.clip((photo.rgb.min(2, keepdims=True) - 0.9) / 0.1, 0, 1))
    moved = [light[40 + i // 2:440 + i // 2, 660 + i:1300 + i] for i in range(31)]
    frames = [photo.with_changes(rgb=srgb_encode(one)) for one in moved[::2]][:15]
    pair, sharp = blurred_pair(frames, BlurSettings(saturation=0.5), inverse, forward, np.random.default_rng(1))
    return [("a sharp frame", sharp), ("one long exposure (truth)", srgb_encode(np.mean(moved[:29], 0))),
            ("mean of sRGB values", np.mean([frame.rgb for frame in frames], 0)), ("mean of RAW", pair)]


def deblur_figure() -> list[tuple[str, Array]]:
    """A part of the sample, its light blurred by a motion, deblurred as sRGB and as RAW by the same method."""
    inverse, forward = networks()
    photo = open_photo(resource_path("sample.jpg"))
    rgb = photo.rgb[260:660, 880:1520]
    kernel = motion_kernel(15, 25)
    light = srgb_decode(rgb) * (1 + 1.5 * np.clip((rgb.min(2, keepdims=True) - 0.9) / 0.1, 0, 1))
    seen = np.rint(srgb_encode(blurred(light, kernel)) * 255).astype(np.float32) / 255
    plain = tv_deconvolved(seen, kernel, picture_unsure(seen), PICTURE_STRENGTH)
    shown, _ = deblurred_photo(photo.with_changes(rgb=seen), kernel, tv_deconvolved, inverse, forward)
    return [("sharp (truth)", rgb), ("blurred", seen), ("deblurred as sRGB", plain), ("deblurred as RAW", shown)]


def found_figure() -> list[tuple[str, Array]]:
    """A part of the sample, shaken; the kernel found in its light and in its sRGB values, and what each undoes."""
    inverse, forward = networks()
    photo = open_photo(resource_path("sample.jpg"))
    path = np.array([(3, 13), (8, 9), (13, 8), (17, 12)])  # x, y of the way the camera took
    kernel = np.zeros((21, 21), np.float32)
    cv2.polylines(kernel, [path * 16], False, 1.0, 1, cv2.LINE_AA, 4)
    kernel = centered(kernel / kernel.sum())
    light = srgb_decode(photo.rgb[200:760, 640:1600])
    seen = np.rint(srgb_encode(blurred(light, kernel)) * 255).astype(np.float32) / 255
    shaken = photo.with_changes(rgb=seen)
    known, clipped = photo_light(shaken, inverse), picture_unsure(seen)
    panels = [("shaken, and the kernel", marked_with(seen, kernel))]
    for name, found in (("found in light", found_kernel(known[1], clipped)), ("found in sRGB", found_kernel(
            seen, clipped))):
        alike = kernel_likeness(found.kernel, kernel)
        print(f"{name}: {alike:.2f} alike to the true kernel; {found.doubt or 'not doubted'}")
        shown, _ = deblurred_photo(shaken, found.kernel, tv_deconvolved, inverse, forward, known=known)
        panels.append((f"deblurred in RAW, kernel {name} ({alike:.2f})", marked_with(shown, found.kernel)))
    true, _ = deblurred_photo(shaken, kernel, tv_deconvolved, inverse, forward, known=known)
    return [*panels, ("deblurred in RAW by the true kernel", marked_with(true, kernel))]


def marked_with(picture: Array, kernel: Array) -> Array:
    """Return a part of a picture (H, W, 3) with a kernel, enlarged, in its lower right corner."""
    out = picture[120:520, 260:900].copy()
    inset = cv2.resize(np.sqrt(kernel / kernel.max()), (126, 126), interpolation=cv2.INTER_NEAREST)
    out[-134:-4, -134:-4] = 1
    out[-132:-6, -132:-6] = inset[..., None]
    return out


def transfer_figure() -> list[tuple[str, Array]]:
    """The sample as several cameras whose tone curves were measured."""
    photo = open_photo(resource_path("sample.jpg"))
    cameras = [photo.camera, *map(camera_named, ("Nikon D7000", "Canon EOS 5D Mark II", "Fujifilm FinePix X100",
                                                 "Sony DSLR-A350", "Olympus E-M5 Mark III"))]
    pictures = as_cameras(photo, cameras, CameraModels(), 640)
    return list(zip([f"{photo.camera.name} (the photo)", *(one.name for one in cameras[1:])], pictures))


def iso_figure() -> list[tuple[str, Array]]:
    """What ISO does: one RAW with a sensor's measured noise at ISO 6400, rendered as told four ISO speeds.

    Prints the energy of fine detail and the saturation: a camera takes more noise out, sharpens less and colors less
    as ISO rises.
    """
    inverse, forward = networks()
    photo = open_photo(resource_path("sample.jpg"), camera=camera_named("Nikon D7000"))
    raw = inverse.to_raw(photo)
    measured = noise_profile("Nikon D7000", 6400)
    assert measured is not None
    colors = cfa_map(raw.cfa, raw.height, raw.width)
    shot_noise, read_noise = (np.asarray(part, np.float32)[colors] for part in measured)
    spread = np.sqrt(shot_noise * np.maximum(raw.mosaic, 0) + np.maximum(read_noise, 0))
    noise = np.random.default_rng(1).standard_normal(raw.mosaic.shape, dtype=np.float32)
    noisy = raw.with_changes(mosaic=np.clip(raw.mosaic + spread * noise, 0, 1).astype(np.float32))
    panels = []
    for iso in (100, 800, 6400, 25600):
        shown = forward.to_srgb(noisy, photo.shot.with_value("iso", float(iso)))
        grey = shown.mean(2)
        detail = float((grey - cv2.GaussianBlur(grey, (0, 0), 1.0)).std())
        color = float((shown - shown.mean(2, keepdims=True)).std())
        print(f"ISO {iso}: fine detail {detail:.4f}, color {color:.4f} (sRGB 0..1, standard deviations)")
        panels.append((f"told ISO {iso}", shown[200:520, 500:1012]))
    return panels


def write(panels: Sequence[tuple[str, Array]], path: Path, columns: int = 2) -> None:
    """Write labelled panels (H, W, 3) sRGB 0..1 in a grid, below 190 kB."""
    width = _WIDTH // columns
    cells = []
    for label, picture in panels:
        height = round(picture.shape[0] * width / picture.shape[1])
        way = cv2.INTER_AREA if picture.shape[1] > width else cv2.INTER_CUBIC
        cell = np.clip(cv2.resize(picture, (width, height), interpolation=way) * 255, 0, 255).astype(np.uint8)
        (wide, _), _ = cv2.getTextSize(label, cv2.FONT_HERSHEY_SIMPLEX, 0.6, 1)
        cell[:32, :wide + 20] = cell[:32, :wide + 20] // 4
        cv2.putText(cell, label, (10, 22), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255,) * 3, 1, cv2.LINE_AA)
        cells.append(cell)
    rows = [np.hstack(cells[i:i + columns]) for i in range(0, len(cells), columns)]
    for quality in range(92, 30, -4):
        _, data = cv2.imencode(".jpg", np.ascontiguousarray(np.vstack(rows)[..., ::-1]),
                               [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(data) < _MOST_BYTES:
            break
    path.write_bytes(data.tobytes())


FIGURES: dict[str, Callable[[], list[tuple[str, Array]]]] = {
    "hdr": hdr_figure, "blur-dataset": blur_figure, "deblur": deblur_figure,
    "deblur-found": found_figure, "iso": iso_figure,
    "transfer": transfer_figure}

if __name__ == "__main__":
    raise SystemExit(main())
