#!/usr/bin/env python3
"""Measures what the Dequantizer finds again of what JPEGs lost, and ships one that was trained.

    .venv/bin/python main.py simulate --lossless --split test --photos 120 --seed 5 --sources ../shared/data -o TEST
    .venv/bin/python scripts/measure_dequantizer.py --data TEST                                   the shipped one
    .venv/bin/python scripts/measure_dequantizer.py --data TEST --state dequantizer.pt --ship checkpoints
    .venv/bin/python scripts/measure_dequantizer.py --figure docs/jpeg-artifacts.jpg      a piece of the bundled sample

Pictures of simulated cameras that never were JPEGs, of scenes that training never saw, are written as JPEGs of several
qualities (libjpeg, 4:2:0) and as real cameras quantize. PSNR in dB, means over pictures: as decoded, and with what the
rounding took found again; the same after both were made brighter by 3 EV, where most is seen of it. Lowest: the picture
that gained least.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402
from torch import Tensor  # noqa: E402

from paramisp_core.camera.database import jpeg_quantizations  # noqa: E402
from paramisp_core.editing.development import Development  # noqa: E402
from paramisp_core.editing.edits import RawEdits  # noqa: E402
from paramisp_core.engine.isp import load_isp  # noqa: E402
from paramisp_core.errors import UserError  # noqa: E402
from paramisp_core.files.opening import open_photo  # noqa: E402
from paramisp_core.networks.checkpoints import (  # noqa: E402
    DEQUANTIZER,
    ModelCard,
    load_dequantizer,
    save_dequantizer,
)
from paramisp_core.networks.dequantizer import Dequantizer  # noqa: E402
from paramisp_core.networks.threads import one_thread  # noqa: E402
from paramisp_core.raw.transfer import srgb_decode, srgb_encode  # noqa: E402
from paramisp_core.resources import resource_path  # noqa: E402
from paramisp_core.training.dequantizer_stage import (  # noqa: E402
    compressed,
    dequantizer_of,
    lossless_pictures,
)
from paramisp_core.training.train import load_state  # noqa: E402

_PIECE = 560, 1110, 140, 200  # top, left, height, width of a part of the sample
QUALITIES = (50, 75, 85, 92, 96)
_LIFT = np.float32(8)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores, write the checkpoint with --ship; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="data set of simulate --lossless --split test")
    parser.add_argument("--state", type=Path, help="a training state (.pt) in place of the shipped one")
    parser.add_argument("--ship", type=Path, metavar="DIR", help="write that one with its card there")
    parser.add_argument("--figure", type=Path, metavar="OUT.jpg",
                        help="write the sample as a JPEG of quality 60, raise its shadows, and show a piece with its "
                             "artifacts and without")
    args = parser.parse_args(argv)
    if args.data is None and args.figure is None:
        parser.error("give --data or --figure")
    try:
        if args.figure is not None:
            make_figure(args.figure)
            return 0
        net = load_dequantizer() if args.state is None else dequantizer_of(args.state)
        with one_thread():  # a picture is so small that threads would wait for each other longer than they work
            scores = measured(net, args.data)
        for name, row in scores.items():
            print(f"{name:18}" + "   ".join(f"{what} {value:.2f}" for what, value in row.items()))
        print(f"{seconds_per_megapixel(net):.2f} s of the processor per megapixel of 4:2:0")
        if args.ship is not None:
            if args.state is None:
                raise UserError("--ship needs --state.")
            print("wrote", save_dequantizer(net, args.ship / DEQUANTIZER, card(args, scores)).path)
    except UserError as error:
        print(f"measure_dequantizer.py: {error}", file=sys.stderr)
        return 2
    return 0


def measured(net: Dequantizer, data: Path) -> dict[str, dict[str, float]]:
    """Return way of writing -> measure -> dB."""
    pictures = lossless_pictures(data)
    ways: dict[str, list[dict[str, Any]]] = {
        f"quality {quality}": [{"quality": quality, "subsampling": "4:2:0"}] for quality in QUALITIES}
    ways[f"{len(jpeg_quantizations())} real cameras"] = [one.saving for one in jpeg_quantizations()]
    scores = {}
    for name, savings in ways.items():
        rows = [of_picture(net, np.ascontiguousarray(picture), savings[number % len(savings)])
                for number, picture in enumerate(pictures)]
        both = np.array(rows)  # (N, 2 measures, before and after)
        means = both.mean(0).ravel()
        row = dict(zip(("decoded", "found again", "decoded, +3 EV", "found again, +3 EV"), means))
        row["least gain"] = (both[:, 0, 1] - both[:, 0, 0]).min()
        scores[name] = {what: round(float(value), 2) for what, value in row.items()}
    return scores


@torch.inference_mode()
def of_picture(net: Dequantizer, picture: np.ndarray, saving: dict[str, Any]) -> list[list[float]]:
    """Return PSNR before and after of a picture, as it is and brightened by 3 EV."""
    one = compressed(picture, **saving)
    found = (one.decoded + net(one.decoded, one.tables, one.sampling)).clamp(0, 1)
    return [[psnr(change(one.clean), change(other)) for other in (one.decoded, found)]
            for change in (lambda rgb: rgb.numpy(), lifted)]


def lifted(rgb: Tensor) -> np.ndarray:
    """Return sRGB made brighter by 3 EV."""
    return srgb_encode(np.minimum(srgb_decode(rgb.numpy()) * _LIFT, 1))


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Return dB between pictures of 0..1."""
    return float(-10 * np.log10(max(np.square(a - b).mean(), 1e-9)))


@torch.inference_mode()
def seconds_per_megapixel(net: Dequantizer) -> float:
    """Return what a megapixel of 4:2:0 takes of the processor, the best of three."""
    rgb, tables = torch.rand(1, 3, 1024, 1024), torch.full((1, 2, 64), 8.0)
    times = []
    for _ in range(3):
        started = time.process_time()
        with one_thread():
            net(rgb, tables, (2, 2))
        times.append(time.process_time() - started)
    return min(times) / 1.048576


def make_figure(out: Path) -> None:
    """Write a piece of the bundled sample, raised by 1.5 EV and in the shadows by 2 more, at 300 %."""
    with tempfile.TemporaryDirectory() as folder, Image.open(resource_path("sample.jpg")) as sample:
        path = Path(folder) / "web.jpg"
        sample.convert("RGB").save(path, quality=60, exif=sample.getexif())
        development = Development(open_photo(path), load_isp("inverse"), load_isp("forward"))
    top, left, height, width = _PIECE
    pieces = []
    for on in (False, True):
        edits = RawEdits(exposure_ev=1.5, shadows=2.0, dequantize=on)
        picture = development.full(replace(development.default_recipe(), edits=edits))
        pieces.append(picture[top : top + height, left : left + width])
    both = Image.fromarray(np.rint(np.hstack(pieces) * 255).astype(np.uint8))
    both.resize((both.width * 3, both.height * 3), Image.Resampling.NEAREST).save(out, quality=90)
    print("wrote", out)


def card(args: argparse.Namespace, scores: dict[str, dict[str, float]]) -> ModelCard:
    """Return the model card."""
    return ModelCard(
        name="", direction="inverse", architecture="dequantizer",
        trained_on="pictures of virtual cameras that never were JPEGs, written as such with the tables of real cameras "
                   "and libjpeg's of quality 50 to 97",
        data_license="weights: Apache-2.0, the project's own", steps=load_state(args.state)["step"],
        scores={"held-out simulated photos": scores},
        limits=("Knows the last time a picture was written as a JPEG: what earlier ones took stays lost.",
                "Of a JPEG whose colors were converted, by a color profile, nothing is known."),
        date=datetime.date.today().isoformat())


if __name__ == "__main__":
    sys.exit(main())
