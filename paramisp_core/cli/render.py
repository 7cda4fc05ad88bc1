"""Render RAW files through the learned camera: a camera's RAW, or a DNG that 'invert' made.

The shot settings steer the learned camera; exposure and white balance are changed on the RAW itself. Where the file
holds a picture, as cameras and raw programs put one in, the camera is read off it: so it renders as that one did.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from paramisp_core.cli import parallel
from paramisp_core.cli.options import OUTPUT_HELP, add_settings, camera_of, forward_loader, gains, number, shot_of
from paramisp_core.cli.output import Done, Job, remarks_of, run_batch
from paramisp_core.cli.overlap import network_turn
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, section

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".exr")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photos", nargs="+", metavar="RAW", help="a RAW file of a camera, a DNG, or a folder of them")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.jpg|.png|.tif|.exr|DIR", help=OUTPUT_HELP)
    edits = parser.add_argument_group("changes to the RAW")
    edits.add_argument("--ev", type=number(-10, 10), default=0.0, metavar="N", help="exposure, in stops")
    edits.add_argument("--wb", type=gains, metavar="R,G,B", help="white balance gains")
    edits.add_argument("--kelvin", type=number(1667, 25000), metavar="K", help="white balance by temperature")
    edits.add_argument("--tint", type=number(-150, 150), metavar="T", help="-150 (green) to 150 (magenta)")
    parser.add_argument("--any-camera", action="store_true",
                        help="by the network as it is, whatever the picture inside the RAW file shows of its camera")
    add_settings(parser)
    parallel.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Render every RAW; return the exit status."""
    from paramisp_core.files.opening import RAW_SUFFIXES

    if args.wb is not None and (args.kelvin is not None or args.tint is not None):
        raise UserError("Give the white balance either as --wb or as --kelvin and --tint, not both.")
    return run_batch(args, PICTURES, __name__, RAW_SUFFIXES)


def job_of(args: argparse.Namespace) -> Job:
    """Return what renders one RAW."""
    from paramisp_core.editing.edits import RawEdits

    camera, shot = camera_of(args.camera), shot_of(args)
    edits = RawEdits(exposure_ev=args.ev, kelvin=args.kelvin, tint=args.tint, white_balance=args.wb)

    forward = forward_loader(args.checkpoint, args.device, args.precision)

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        from paramisp_core.engine.style import as_camera_that_took
        from paramisp_core.files.export import export_image
        from paramisp_core.files.opening import open_photo

        photo = open_photo(source, camera=camera, shot=shot)
        if photo.raw is None:
            raise UserError(f"{source} is not a RAW file; 'invert' makes one of it.")
        with network_turn:
            isp = forward(photo.camera)
            if not args.any_camera:
                isp = as_camera_that_took(photo, isp)
            rgb = isp.to_srgb(edits.apply(photo.raw), photo.shot, photo.camera,
                              progress=section(progress, 0.0, 0.9))
        export_image(rgb, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera,
                     exif=photo.exif, notes=(*photo.raw.notes, f"Rendered by {isp.card.name}"),
                     progress=section(progress, 0.9, 1.0))
        return Done(f"{rgb.shape[1]}×{rgb.shape[0]} as {photo.camera.name}, {isp.card.name} on {isp.device}",
                    remarks_of(photo, isp.device_note))

    return job
