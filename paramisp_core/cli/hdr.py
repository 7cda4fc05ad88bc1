"""Make HDR of a photo, or of several that differ in exposure.

One photo goes back to RAW, and its clipped highlights are rebuilt from the channels that did not clip and from what
lies around: an estimate, which every file says. Several photos of one scene from a tripod, with different exposure
times, are merged.

.exr, .hdr and .tif hold scene-linear light (linear sRGB, white is 1). .jpg and .png hold the picture, its range made to
fit and rendered by the learned camera; a .jpg is Ultra HDR, which any program shows and which HDR screens show brighter
(--no-ultrahdr: a plain one).

Methods: linear keeps the light as it was merged. debevec calibrates a response curve from the exposures (of one photo:
from exposures rendered by the learned camera) and merges by it. mertens fuses the exposures into a picture, without
light: .jpg or .png, never Ultra HDR.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paramisp_core.cli.options import add_settings, camera_of, forward_loader, inverse_loader, shot_of
from paramisp_core.cli.output import folder, plan, warn
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, progress_bar, section

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.applications.hdr import HdrLight

PICTURES = (".jpg", ".jpeg", ".png")
ENDINGS = (*PICTURES, ".exr", ".hdr", ".tif", ".tiff")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photos", nargs="+", metavar="PHOTO",
                        help="one photo, or all exposures of one scene (pictures or RAW files)")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.jpg|.png|.exr|.hdr|.tif")
    parser.add_argument("--method", choices=("linear", "debevec", "mertens"), default="linear",
                        help="how exposures are merged (default linear)")
    parser.add_argument("--ultrahdr", action=argparse.BooleanOptionalAction, default=None,
                        help="a .jpg that HDR screens show brighter (default, except with mertens)")
    add_settings(parser)
    parser.add_argument("--forward-checkpoint", metavar="NAME|FILE",
                        help="the network that renders (--checkpoint is the one that inverts)")


def run(args: argparse.Namespace) -> int:
    """Make the HDR picture or file; return the exit status."""
    target = Path(args.output)
    ending = target.suffix.lower()
    if ending not in ENDINGS or target.is_dir():
        raise UserError(f"{args.output} must end in {' or '.join(ENDINGS)}: all photos make one file.")
    if args.method == "mertens" and (ending not in PICTURES or args.ultrahdr):
        raise UserError("mertens fuses exposures into a picture, it knows no light: choose .jpg or .png, without "
                        "--ultrahdr, or another method.")
    if args.ultrahdr and ending not in (".jpg", ".jpeg"):
        raise UserError("--ultrahdr goes with a .jpg only.")
    sources = [Path(one) for one in args.photos]
    plan(sources[:1], args.output, ENDINGS)
    if target.resolve() in [source.resolve() for source in sources]:
        raise UserError(f"{target} is itself one of the photos; it would be overwritten.")
    with folder(target.parent, make=False), progress_bar(sources[0].name) as progress:
        done = _make(args, sources, target, progress)
    print(f"{target}: {done}", flush=True)
    return 0


def _make(args: argparse.Namespace, sources: list[Path], target: Path, progress: Progress | None) -> str:
    from paramisp_core.applications import hdr as application
    from paramisp_core.applications.bracket import relative_exposures
    from paramisp_core.files.hdr_files import export_light
    from paramisp_core.files.opening import open_photo

    camera, shot = camera_of(args.camera), shot_of(args)
    if len(sources) > 1 and shot.exposure_time is not None:
        raise UserError("--exposure gives all photos one exposure time; a bracket needs those of its files.")
    photos = [open_photo(source, camera=camera, shot=shot) for source in sources]
    single, first = len(photos) == 1, section(progress, 0.0, 0.5)
    inverse = inverse_loader(args.checkpoint, args.device)(photos[0].camera)
    forward = forward_loader(args.forward_checkpoint, args.device)
    found = (application.light_of_photo(photos[0], inverse, first) if single
             else application.light_of_bracket(photos, inverse, first))
    pictures: list[Any] = []
    method = f"HDR by {args.method}"
    if args.method != "linear":
        if single:
            pictures = application.virtual_exposures(found, forward(found.photo.camera), section(progress, 0.5, 0.8))
            steps = [2.0**ev for ev in application.VIRTUAL_EV]
            method += f" of {len(pictures)} virtual exposures"
        else:
            pictures, steps = [photo.rgb for photo in photos], relative_exposures(photos)
        if args.method == "debevec":
            found = application.debevec(found, pictures, steps)
    found = found.with_note(method)
    last = section(progress, 0.95, 1.0)
    if target.suffix.lower() not in PICTURES:
        export_light(found.light, target, orientation=found.photo.orientation, estimated=found.estimated,
                     notes=found.notes, progress=last)
        what = "scene-linear light"
    elif args.method == "mertens":
        what = _write_picture(found, application.fused(pictures), None, target, last)
    else:
        rgb, gain = application.tone_mapped(found, forward(found.photo.camera), section(progress, 0.8, 0.95))
        plain = args.ultrahdr is False or target.suffix.lower() == ".png"
        what = _write_picture(found, rgb, None if plain else gain, target, last)
    for photo, source in zip(photos, sources):
        warn(photo, source)
    height, width = found.light.shape[:2]
    count = "1 photo" if single else f"{len(photos)} photos"
    return (f"{what}, {width}×{height}, {count}, light up to {found.peak_ev:+.1f} EV above white, "
            f"{100 * found.estimated.mean():.2g} % estimated, {args.method}, on {inverse.device}")


def _write_picture(found: HdrLight, rgb: NDArray[np.float32], gain: NDArray[np.float32] | None, target: Path,
                   progress: Progress | None) -> str:
    from paramisp_core.files.export import export_image
    from paramisp_core.files.ultrahdr import export_ultrahdr

    photo = found.photo
    if gain is None:
        export_image(rgb, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera, exif=photo.exif,
                     notes=found.notes, progress=progress)
        return "picture"
    export_ultrahdr(rgb, gain, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera,
                    exif=photo.exif, notes=found.notes, progress=progress)
    return "Ultra HDR"
