"""Show a photo as another camera would have taken it.

The photo goes back to RAW, the RAW into the other camera's colors, and from there through the learned camera.
Several --to make one picture: the photo and what it is as each of these cameras, with their names. A .dng holds the RAW
as the other camera would have recorded it: its colors, color filters and levels, and with --noise-iso its noise.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from paramisp_core.camera.shot import PLAUSIBLE
from paramisp_core.cli import parallel
from paramisp_core.cli.options import OUTPUT_HELP, add_settings, camera_of, models_loader, number, shot_of
from paramisp_core.cli.output import Done, Job, remarks_of, run_batch
from paramisp_core.cli.overlap import network_turn
from paramisp_core.cli.render import PICTURES
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, section

if TYPE_CHECKING:
    from paramisp_core.camera.profile import CameraProfile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photos", nargs="+", metavar="PHOTO", help="any photo or RAW file, or a folder of them")
    parser.add_argument("--to", required=True, action="append", metavar="CAMERA",
                        help="the camera to show it as; several times: a sheet of all of them")
    parser.add_argument("--side", type=number(64, 4096), default=720, metavar="N",
                        help="longer side of each picture of a sheet, pixels (default 720)")
    parser.add_argument("--noise-iso", type=number(*PLAUSIBLE["iso"]), metavar="N",
                        help="of a .dng: with the other camera's measured noise at this ISO (default: none)")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.jpg|.png|.tif|.exr|.dng|DIR", help=OUTPUT_HELP)
    add_settings(parser)
    parallel.add_arguments(parser)
    parser.add_argument("--forward-checkpoint", metavar="NAME|FILE",
                        help="the network of the second half (--checkpoint is the first half's)")


def run(args: argparse.Namespace) -> int:
    """Transfer every photo; return the exit status."""
    several = len(_cameras(args)) > 1  # known at once, before any process starts
    dng = Path(args.output).suffix.lower() == ".dng"
    if dng and several:
        raise UserError("A .dng is of one camera: give one --to.")
    if args.noise_iso is not None and not dng:
        raise UserError("--noise-iso goes with a .dng only.")
    from paramisp_core.files.opening import PHOTO_SUFFIXES, RAW_SUFFIXES

    return run_batch(args, (*PICTURES, ".dng"), __name__, (*PHOTO_SUFFIXES, *RAW_SUFFIXES))


def job_of(args: argparse.Namespace) -> Job:
    """Return what transfers one photo."""
    camera, shot, others = camera_of(args.camera), shot_of(args), _cameras(args)
    choice = models_loader(args.checkpoint, args.forward_checkpoint, args.device, args.precision)

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        from paramisp_core.applications.transfer import transfer_photo, write_transferred
        from paramisp_core.files.export import export_image
        from paramisp_core.files.opening import open_photo

        photo = open_photo(source, camera=camera, shot=shot)
        with network_turn:
            models = choice()
            isp = models.forward(other)
        if target.suffix.lower() == ".dng":
            with network_turn:
                done = write_transferred(photo, target, other, models, args.noise_iso, progress=progress)
            return Done(done, remarks_of(photo, isp.device_note))
        with network_turn:
            rgb = transfer_photo(photo, other, models.inverse(photo.camera), isp, section(progress, 0.0, 0.9), models)
        estimated = () if photo.raw is not None else ("RAW estimated from the picture by a learned camera",)
        export_image(rgb, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera,
                     exif=photo.exif, notes=(*estimated, f"Shown as {other.name}"),
                     progress=section(progress, 0.9, 1.0))
        return Done(f"{rgb.shape[1]}×{rgb.shape[0]}, {photo.camera.name} shown as {other.name}, on {isp.device}",
                    remarks_of(photo, isp.device_note))

    def sheet_job(source: Path, target: Path, progress: Progress | None) -> Done:
        from paramisp_core.applications.contact_sheet import make_sheet
        from paramisp_core.files.opening import open_photo

        photo = open_photo(source, camera=camera, shot=shot)
        with network_turn:
            done = make_sheet(photo, others, choice(), int(args.side), target, progress)
        return Done(done, remarks_of(photo))

    other = others[0]
    return sheet_job if len(others) > 1 else job


def _cameras(args: argparse.Namespace) -> list[CameraProfile]:
    """Return the cameras to show photos as. Raises UserError for an unknown one and for one named twice."""
    others = [one for one in map(camera_of, args.to) if one is not None]
    twice = [one.name for number, one in enumerate(others) if one in others[:number]]
    if twice:
        raise UserError(f"--to names the {twice[0]} twice.")
    return others
