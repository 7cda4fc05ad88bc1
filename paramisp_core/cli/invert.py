"""Turn photos back into RAW files: each becomes a DNG that RAW programs open.

Camera, shot settings and white balance come from the photo's EXIF where it has them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from paramisp_core.camera.shot import HEADROOM
from paramisp_core.cli import parallel
from paramisp_core.cli.options import (
    OUTPUT_HELP,
    add_dequantize,
    add_settings,
    camera_of,
    inverse_loader,
    number,
    shot_of,
)
from paramisp_core.cli.output import Done, Job, remarks_of, run_batch
from paramisp_core.cli.overlap import network_turn
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, section


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photos", nargs="+", metavar="PHOTO", help="JPEG, PNG, TIFF, HEIC or WebP, or a folder of them")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.dng|DIR", help=OUTPUT_HELP)
    add_settings(parser)
    parser.add_argument("--headroom", type=number(*HEADROOM), metavar="EV",
                        help="how far the photo's white lies below the RAW's, which no photo shows (default: what the "
                             "network has learned of such cameras; the program says how much that is)")
    add_dequantize(parser)
    parallel.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Invert every photo; return the exit status."""
    from paramisp_core.files.opening import PHOTO_SUFFIXES

    return run_batch(args, (".dng",), __name__, PHOTO_SUFFIXES)


def job_of(args: argparse.Namespace) -> Job:
    """Return what inverts one photo."""
    camera, shot = camera_of(args.camera), shot_of(args)

    inverse = inverse_loader(args.checkpoint, args.device, args.precision)

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        from paramisp_core.engine.dequantize import dequantized
        from paramisp_core.files.dng import write_dng
        from paramisp_core.files.opening import open_photo

        photo = open_photo(source, camera=camera, shot=shot)
        if photo.raw is not None:
            raise UserError(f"{source} is a RAW file already; 'render' renders it.")
        with network_turn:
            isp = inverse(photo.camera)
            seen = dequantized(photo, isp.device) if args.dequantize else photo
            raw = isp.to_raw(seen, headroom=args.headroom, progress=section(progress, 0.0, 0.8))
        write_dng(raw, target, shot=photo.shot, camera=photo.camera, exif=photo.exif, preview=photo.pixels,
                  progress=section(progress, 0.8, 1.0))
        words = [f"{raw.width}×{raw.height} RAW as {photo.camera.name}, {isp.card.name} on {isp.device}",
                 *raw.notes[1:]]  # the first says what this line begins with
        odd = "It is no JPEG, or its colors were converted: nothing of its rounding is known."
        odd = odd if args.dequantize and seen is photo else ""
        return Done("; ".join(words), remarks_of(photo, isp.device_note, odd))

    return job
