"""Make a data set for training deblurring: blurred and sharp pairs from folders of sharp frames.

Frames of a video (of 120 frames a second or more, so that they overlap) go back to RAW, their light is averaged as a
sensor would have done, clipped light gets back some of what was lost, the noise of one exposure comes on top, and the
learned camera renders it. FRAMES_DIR holds frames in the order of their names, or folders of such.

Written as GoPro's data set is: DIR/SPLIT/SEQUENCE/blur/000001.png and sharp/000001.png, and DIR/manifest.json with how
each pair was made. The same seed draws the same for each pair, whatever --jobs is; a run that was stopped goes on where
it was.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paramisp_core.camera.shot import PLAUSIBLE
from paramisp_core.cli.options import add_settings, camera_of, number, shot_of
from paramisp_core.errors import UserError
from paramisp_core.progress import progress_bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("frames_dir", type=Path, metavar="FRAMES_DIR", help="sharp frames, or folders of them")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR",
                        help="folder of the data set; made if need be")
    parser.add_argument("--frames", type=_odd, default=11, metavar="N", help="frames of a pair, odd (default 11)")
    parser.add_argument("--step", type=_whole(1, 100_000), metavar="N",
                        help="frames from one pair to the next (default: as many as a pair has)")
    parser.add_argument("--split", default="train", help="name of the folder the sequences go into (default train)")
    noise = parser.add_argument_group("noise of the blurred picture")
    noise.add_argument("--noise-iso", type=_range(*PLAUSIBLE["iso"]), metavar="N|LOW-HIGH",
                       help="its ISO, or a range to draw from (default: the frames' own, else 100-3200)")
    noise.add_argument("--noise-camera", metavar="NAME|median",
                       help="whose measured noise (default: the frames' camera, else the median of all)")
    noise.add_argument("--no-noise", action="store_true", help="none")
    parser.add_argument("--saturation", type=_range(0, 10, ","), default=(0.0, 0.5), metavar="LOW,HIGH",
                        help="strength of what clipped light adds, drawn from this range (default 0,0.5)")
    parser.add_argument("--no-anchor", action="store_true",
                        help="both pictures as the learned camera renders them, instead of like the frames")
    parser.add_argument("--seed", type=_whole(0, 2**31), default=1, metavar="N",
                        help="of all that is drawn (default 1)")
    parser.add_argument("--jobs", type=_whole(1, 256), default=1, metavar="N", help="processes (default 1)")
    add_settings(parser)
    parser.add_argument("--forward-checkpoint", metavar="NAME|FILE",
                        help="the network that renders (--checkpoint is the one that inverts)")


def run(args: argparse.Namespace) -> int:
    """Make the data set; return the exit status."""
    from paramisp_core.applications.blur_dataset import Order, make_dataset

    if args.no_noise and (args.noise_iso is not None or args.noise_camera is not None):
        raise UserError("--no-noise goes without --noise-iso and --noise-camera.")
    if "/" in args.split or args.split in ("", ".", ".."):
        raise UserError(f"--split is the name of one folder, not '{args.split}'.")
    if args.noise_camera not in (None, "median"):
        named = camera_of(args.noise_camera)
        assert named is not None
        args.noise_camera = named.name
    order = Order(
        source=args.frames_dir, output=args.output, frames=args.frames, step=args.step or args.frames, split=args.split,
        noise=not args.no_noise, noise_iso=args.noise_iso, noise_camera=args.noise_camera, saturation=args.saturation,
        anchored=not args.no_anchor, seed=args.seed, camera=camera_of(args.camera), shot=shot_of(args),
        checkpoint=args.checkpoint, forward_checkpoint=args.forward_checkpoint, device=args.device)
    with progress_bar(args.output.name) as progress:
        done = make_dataset(order, args.jobs, progress)
    for sentence in done.warnings:
        sys.stderr.write(f"{sentence}\n")
    print(f"{args.output}: {done.made} pairs made, {done.kept} were there already, of {done.sequences} "
          f"{'sequence' if done.sequences == 1 else 'sequences'}")
    return 0


def _odd(text: str) -> int:
    value = _whole(3, 9999)(text)
    if value % 2 == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is even; the sharp picture is the middle frame")
    return value


def _whole(low: int, high: int):  # type: ignore[no-untyped-def]
    """Return a reader for a whole number."""
    def read(text: str) -> int:
        if not text.strip().isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {low} to {high}")
        return int(text)

    return read


def _range(low: float, high: float, between: str = "-"):  # type: ignore[no-untyped-def]
    """Return a reader for a number or a range LOW-HIGH."""
    def read(text: str) -> tuple[float, float]:
        values = [number(low, high)(part) for part in text.split(between)]
        if len(values) > 2 or values[0] > values[-1]:
            raise argparse.ArgumentTypeError(f"'{text}' is not a number or a range such as 100{between}3200")
        return values[0], values[-1]

    return read
