"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from paramisp_core.camera.shot import PLAUSIBLE, ShotSettings

if TYPE_CHECKING:
    from paramisp_core.camera.profile import CameraProfile
    from paramisp_core.engine.isp import ForwardISP, InverseISP
    from paramisp_core.engine.models import CameraModels


OUTPUT_HELP = "the file, for one photo; for several a folder, which is made if need be"


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add --camera, the four shot settings, --checkpoint, --device and --precision."""
    group = parser.add_argument_group("instead of what the photo says")
    group.add_argument("--camera", metavar="NAME", help="the camera that took it (see the command 'cameras')")
    group.add_argument("--iso", type=setting("iso"), metavar="N", help="sensitivity")
    group.add_argument("--exposure", type=setting("exposure_time"), metavar="1/250", help="in seconds")
    group.add_argument("--f-number", type=setting("f_number"), metavar="N", help="aperture")
    group.add_argument("--focal-length", type=setting("focal_length"), metavar="MM",
                       help="of the lens itself, not the 35 mm equivalent")
    parser.add_argument("--checkpoint", metavar="NAME|FILE",
                        help="the network: one of those the command 'checkpoints' lists, or a file (default: one "
                             "calibrated for the camera where there is one, else 'inverse' or 'forward', for any)")
    add_device(parser)
    add_precision(parser)


def add_precision(parser: argparse.ArgumentParser) -> None:
    """Add --precision."""
    parser.add_argument("--precision", choices=("float32", "bfloat16", "float16"), default="float32",
                        help="in which numbers the networks' convolutions are computed: float16 is for GPUs, within "
                             "0.1 %% of white of float32; bfloat16 within 0.8 %% (default: float32)")


def add_device(parser: argparse.ArgumentParser) -> None:
    """Add --device."""
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto",
                        help="where the networks run (default: the fastest that works)")


def add_dequantize(parser: argparse.ArgumentParser) -> None:
    """Add --dequantize."""
    parser.add_argument("--dequantize", action="store_true",
                        help="of a JPEG: find again what its rounding took, so that no blocks and rings appear where "
                             "the RAW is made brighter; takes half as long again")


def shot_of(args: argparse.Namespace) -> ShotSettings:
    """Return the shot settings given on the command line; those not given are unknown."""
    return ShotSettings(iso=args.iso, exposure_time=args.exposure, f_number=args.f_number,
                        focal_length=args.focal_length)


def camera_of(name: str | None) -> CameraProfile | None:
    """Return the camera of that name, None for None. Raises UserError for an unknown one."""
    if name is None:
        return None
    from paramisp_core.camera.database import camera_named

    return camera_named(name)


def inverse_loader(name: str | None, device: str, precision: str = "float32") -> Callable[..., InverseISP]:
    """Return a function of a camera (or nothing) that loads an inverse network when first asked for it.

    Without a name it is the one calibrated for that camera, else the one for any. (torch takes seconds to import.)
    """
    models = models_loader(name, None, device, precision)
    return lambda camera=None: models().inverse(camera)


def forward_loader(name: str | None, device: str, precision: str = "float32") -> Callable[..., ForwardISP]:
    """Return a function of a camera (or nothing) that loads a forward network when first asked for it."""
    models = models_loader(None, name, device, precision)
    return lambda camera=None: models().forward(camera)


def models_loader(inverse: str | None, forward: str | None, device: str,
                  precision: str = "float32") -> Callable[[], CameraModels]:
    """Return a function that gives the choice of networks by camera, in which the named ones are fixed."""

    @cache
    def load() -> CameraModels:
        from paramisp_core.engine.models import CameraModels

        return CameraModels(inverse, forward, device, precision)

    return load


def setting(name: str) -> Callable[[str], float]:
    """Return a reader for one shot setting that refuses what no camera can have done."""
    low, high = PLAUSIBLE[name]
    read = _exposure if name == "exposure_time" else _number
    return _within(read, low, high)


def number(low: float, high: float) -> Callable[[str], float]:
    """Return a reader for a number between two limits."""
    return _within(_number, low, high)


def gains(text: str) -> tuple[float, float, float]:
    """Read white balance gains ``R,G,B``."""
    parts = text.split(",")
    if len(parts) != 3:
        raise argparse.ArgumentTypeError(f"'{text}' is not three gains such as 2.1,1,1.5")
    red, green, blue = (number(1e-3, 1e3)(part) for part in parts)
    return red, green, blue


def _within(read: Callable[[str], float], low: float, high: float) -> Callable[[str], float]:
    def reader(text: str) -> float:
        value = read(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not between {low:g} and {high:g}")
        return value

    return reader


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number") from None
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number")
    return value


def _exposure(text: str) -> float:
    """Read seconds: ``1/250``, ``0.004``, ``2s``."""
    match = re.fullmatch(r"\s*([0-9.eE+-]+)\s*(?:/\s*([0-9.eE+-]+))?\s*(?:s|sec|\")?\s*", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a time such as 1/250 or 0.5")
    below = 1.0 if match[2] is None else _number(match[2])
    if below <= 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a time such as 1/250 or 0.5")
    return _number(match[1]) / below
