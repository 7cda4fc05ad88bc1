"""Take blur out of a photo: of a shape that is known, or found in the photo.

The photo goes back to RAW, because light is what blurs, is deconvolved there, and is rendered by the learned camera.
Say what a point of light became: --motion LENGTH,ANGLE (pixels; degrees counter-clockwise from rightwards), --gaussian
SIGMA (pixels), or --kernel FILE, a small picture of it. --kernel estimate finds it in the photo: the same everywhere,
at most --kernel-size pixels wide; where parts of the photo speak for different ones, that is said. A .dng of the result
holds the deblurred RAW.

Methods: tv (total variation; borders and clipped pixels are left free), richardson-lucy, or MODULE:FUNCTION, a function
of yours, such as a trained network, that takes (light, kernel, clipped, strength, progress): see docs/deblur.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from paramisp_core.cli import parallel
from paramisp_core.cli.options import (
    OUTPUT_HELP,
    add_settings,
    camera_of,
    forward_loader,
    inverse_loader,
    number,
    shot_of,
)
from paramisp_core.cli.output import Done, Job, listed, remarks_of, run_batch
from paramisp_core.cli.render import PICTURES
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ESTIMATE = "estimate"
SIZES, USUAL_SIZE = (5, 61), 25
"""Those of applications/blind.py, which takes a second to import."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photos", nargs="+", metavar="PHOTO", help="any photo or RAW file, or a folder of them")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.jpg|.png|.tif|.dng|DIR", help=OUTPUT_HELP)
    blur = parser.add_argument_group("the blur, as one sees it in the upright picture")
    shape = blur.add_mutually_exclusive_group()
    shape.add_argument("--motion", type=_motion, metavar="LENGTH,ANGLE", help="straight, e.g. 12,30")
    shape.add_argument("--gaussian", type=number(0.3, 30), metavar="SIGMA", help="out of focus, roughly")
    shape.add_argument("--kernel", type=Path, metavar="FILE|estimate",
                       help=f"a picture of it, or a .npy; '{_ESTIMATE}': found in the photo")
    blur.add_argument("--kernel-size", type=number(*SIZES), metavar="N",
                      help=f"of a kernel to be found: at most so many pixels wide (default {USUAL_SIZE})")
    blur.add_argument("--save-kernel", type=Path, metavar="FILE.png", help="write the kernel that was found")
    parser.add_argument("--method", default="tv", metavar="tv|richardson-lucy|MODULE:FUNCTION", help="(default tv)")
    parser.add_argument("--strength", type=number(0.01, 100), default=1.0, metavar="N",
                        help="against noise: more is smoother, less is sharper (default 1)")
    add_settings(parser)
    parser.add_argument("--forward-checkpoint", metavar="NAME|FILE",
                        help="the network that renders (--checkpoint is the one that inverts)")
    parallel.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Deblur every photo; return the exit status."""
    from paramisp_core.applications.deblur import METHODS, deblurrer_named
    from paramisp_core.files.atomic import check_target
    from paramisp_core.files.opening import PHOTO_SUFFIXES, RAW_SUFFIXES

    deblurrer_named(args.method)  # so that what is wrong is said once, not for every photo
    if _kernel(args) is None and args.method in METHODS:
        raise UserError("Say what the blur is: --motion LENGTH,ANGLE, --gaussian SIGMA, --kernel FILE or --kernel "
                        f"{_ESTIMATE}.")
    if not _is_estimate(args) and (args.kernel_size is not None or args.save_kernel is not None):
        raise UserError(f"--kernel-size and --save-kernel go with --kernel {_ESTIMATE} only.")
    if args.save_kernel is not None:
        if args.save_kernel.suffix.lower() != ".png":
            raise UserError("--save-kernel writes a .png.")
        if len(listed(args.photos, (*PHOTO_SUFFIXES, *RAW_SUFFIXES))) > 1:
            raise UserError("--save-kernel goes with a single photo.")
        check_target(args.save_kernel)
    return run_batch(args, (*PICTURES, ".dng"), __name__, (*PHOTO_SUFFIXES, *RAW_SUFFIXES))


def job_of(args: argparse.Namespace) -> Job:
    """Return what deblurs one photo."""
    kernel = _kernel(args)
    camera, shot = camera_of(args.camera), shot_of(args)
    inverse = inverse_loader(args.checkpoint, args.device, args.precision)
    forward = forward_loader(args.forward_checkpoint, args.device, args.precision)

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        from paramisp_core.applications.deblur_making import make_deblurred, write_kernel
        from paramisp_core.files.opening import open_photo

        photo = open_photo(source, camera=camera, shot=shot)
        isp = forward(photo.camera)
        done = make_deblurred(photo, target, kernel, args.method, inverse(photo.camera), isp, args.strength, progress)
        if args.save_kernel is not None and done.kernel is not None:
            write_kernel(done.kernel, args.save_kernel)
        return Done(done.words, remarks_of(photo, isp.device_note, done.doubt))

    return job


def _motion(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(f"'{text}' is not a length and an angle such as 12,30")
    return number(1, 200)(parts[0]), number(-360, 360)(parts[1])


def _is_estimate(args: argparse.Namespace) -> bool:
    return args.kernel is not None and str(args.kernel) == _ESTIMATE


def _kernel(args: argparse.Namespace) -> NDArray[np.float32] | int | None:
    """Return the kernel the user described, the size of one to be found, or None. Raises UserError."""
    from paramisp_core.applications.deconvolution import gaussian_kernel, kernel_of_file, motion_kernel

    if args.motion is not None:
        return motion_kernel(*args.motion)
    if args.gaussian is not None:
        return gaussian_kernel(args.gaussian)
    if _is_estimate(args):
        return USUAL_SIZE if args.kernel_size is None else int(args.kernel_size)
    return None if args.kernel is None else kernel_of_file(args.kernel)
