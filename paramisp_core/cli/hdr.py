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

from paramisp_core.cli.options import add_settings, camera_of, forward_loader, inverse_loader, shot_of
from paramisp_core.cli.output import folder, plan, warn
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, progress_bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photos", nargs="+", metavar="PHOTO",
                        help="one photo, or all exposures of one scene (pictures or RAW files)")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.jpg|.png|.exr|.hdr|.tif",
                        help="the file to write; what it holds goes by its ending, see above")
    parser.add_argument("--method", choices=("linear", "debevec", "mertens"), default="linear",
                        help="how exposures are merged (default linear)")
    parser.add_argument("--ultrahdr", action=argparse.BooleanOptionalAction, default=None,
                        help="a .jpg that HDR screens show brighter (default, except with mertens)")
    parser.add_argument("--rebuild", action=argparse.BooleanOptionalAction, default=True,
                        help="estimate highlights that are clipped in all exposures (default), or leave them white")
    add_settings(parser)
    parser.add_argument("--forward-checkpoint", metavar="NAME|FILE",
                        help="the network that renders (--checkpoint is the one that inverts)")


def run(args: argparse.Namespace) -> int:
    """Make the HDR picture or file; return the exit status."""
    from paramisp_core.applications.hdr_making import ENDINGS, HdrChoice

    target = Path(args.output)
    ending = target.suffix.lower()
    if ending not in ENDINGS or target.is_dir():
        raise UserError(f"{args.output} must end in {' or '.join(ENDINGS)}: all photos make one file.")
    HdrChoice(args.method, args.rebuild, args.ultrahdr).check(ending)
    sources = [Path(one) for one in args.photos]
    plan(sources[:1], args.output, ENDINGS)
    if target.resolve() in [source.resolve() for source in sources]:
        raise UserError(f"{target} is itself one of the photos; it would be overwritten.")
    with folder(target.parent, make=False), progress_bar(sources[0].name) as progress:
        done = _make(args, sources, target, progress)
    print(f"{target}: {done}", flush=True)
    return 0


def _make(args: argparse.Namespace, sources: list[Path], target: Path, progress: Progress | None) -> str:
    from paramisp_core.applications.hdr_making import HdrChoice, make_hdr
    from paramisp_core.files.opening import open_photo

    camera, shot = camera_of(args.camera), shot_of(args)
    if len(sources) > 1 and shot.exposure_time is not None:
        raise UserError("--exposure gives all photos one exposure time; a bracket needs those of its files.")
    photos = [open_photo(source, camera=camera, shot=shot) for source in sources]
    inverse = inverse_loader(args.checkpoint, args.device, args.precision)(photos[0].camera)
    forward = forward_loader(args.forward_checkpoint, args.device, args.precision)
    done = make_hdr(photos, target, HdrChoice(args.method, args.rebuild, args.ultrahdr), inverse, forward, progress)
    for photo, source in zip(photos, sources):
        warn(photo, source)
    return done
