#!/usr/bin/env python3
"""Scores inverse networks on JPEGs that other programs rendered from real RAW files: cameras nobody trained on.

    .venv/bin/python scripts/foreign_renders.py ../shared/data/raw/GoPro-HERO7_9231.DNG --keep renders
    .venv/bin/python scripts/foreign_renders.py RAW… --checkpoint mine --json measured.json

darktable-cli and rawtherapee-cli, where installed, render each RAW at full size to JPEG in several of their
manners, lens corrections off. Each JPEG is laid over the RAW (shift, mirroring) as `paramisp pairs` does it and
inverted, with the RAW's own camera, white balance and shot settings; PSNR is against the true mosaic after one gain per
color is removed, on five crops (middle and corners, --crop pixels), 2 pixels of border left out.

Beside the network: the closed forms, each with the exact matrix step. The last lines are medians over all pictures and
renderers, and the network's lead over the closed form that is best in that median. --keep DIR leaves the renders
there and uses those it finds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core import UserError, load_isp, open_photo  # noqa: E402
from paramisp_core.camera.shot import ShotSettings  # noqa: E402
from paramisp_core.engine.isp import InverseISP  # noqa: E402
from paramisp_core.networks.conditions import Conditions  # noqa: E402
from paramisp_core.training.closed_forms import UNRENDER, closed_inverse  # noqa: E402
from paramisp_core.training.evaluate import paper_crops  # noqa: E402
from paramisp_core.training.metrics import BORDER  # noqa: E402
from paramisp_core.training.raw_programs import installed, rendered_by  # noqa: E402
from paramisp_core.training.real_pairs import RealPair, align  # noqa: E402

MANNERS = ("darktable filmic", "darktable base curve", "darktable camera curve", "darktable plain",
           "RawTherapee neutral", "RawTherapee standard film", "RawTherapee auto-matched", "RawTherapee pop")


def main(argv: Sequence[str] | None = None) -> int:
    """Render, score, print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raws", nargs="+", type=Path, metavar="RAW", help="natural scenes, Bayer sensors")
    parser.add_argument("--checkpoint", action="append", metavar="NAME|FILE", help="may be repeated (default: shipped)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the renders there; use those found there")
    parser.add_argument("--crop", type=int, default=512, help="side of the five crops (default 512)")
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    try:
        isps = [load_isp(name, direction="inverse", device="cpu") for name in args.checkpoint or ["inverse"]]
        with tempfile.TemporaryDirectory(prefix="paramisp-renders-") as temporary:
            place = args.keep or Path(temporary)
            place.mkdir(parents=True, exist_ok=True)
            rows = {}
            for raw in args.raws:
                shot, seen = open_photo(raw), set()
                for name, render in renders(raw, place).items():
                    rgb = open_photo(render).rgb
                    pixels = hashlib.sha256(rgb.tobytes()).digest()
                    if pixels in seen:  # no curve of its own for this camera: the same render under two names
                        continue
                    seen.add(pixels)
                    try:
                        pair = align(f"{raw.stem}, {name}", shot, rgb)
                    except UserError as error:
                        print(f"left out: {error}", flush=True)
                        continue
                    rows[pair.name] = scores(pair, isps, args.crop)
                    print(f"{pair.name:44}" + "".join(f"  {k} {v:.2f}" for k, v in rows[pair.name].items()), flush=True)
    except UserError as error:
        print(f"foreign_renders.py: {error}", file=sys.stderr)
        return 2
    if not rows:
        print("foreign_renders.py: nothing could be rendered and laid over its RAW.", file=sys.stderr)
        return 2
    for line in summary(rows):
        print(line)
    if args.json is not None:
        args.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return 0


def renders(raw: Path, place: Path) -> dict[str, Path]:
    """Return the JPEGs of a RAW by program and manner, rendering what ``place`` does not hold yet."""
    found: dict[str, Path] = {}
    manners = [one for one in installed(("darktable", "RawTherapee")) if str(one) in MANNERS]
    if not manners:
        raise UserError("Neither darktable-cli nor rawtherapee-cli is installed.")
    for manner in manners:
        target = place / f"{raw.stem}-{str(manner).replace(' ', '-').lower()}.jpg"
        if not target.is_file():
            with tempfile.TemporaryDirectory(dir=place) as own:
                made = rendered_by(manner, [raw], Path(own))
                if raw not in made:
                    print(f"left out: {raw.stem}, {manner} renders nothing of it", flush=True)
                    continue
                made[raw].replace(target)
        found[str(manner)] = target
    return found


def scores(pair: RealPair, isps: list, crop: int) -> dict[str, float]:
    """Return PSNR by method, one gain per color removed, pooled over the crops."""
    photo, raw = pair.photo, pair.raw
    regions = paper_crops(raw.height, raw.width, raw.cfa, crop)
    cuts = [np.s_[y : y + h, x : x + w] for y, x, h, w in regions]
    truth = [raw.mosaic[cut] for cut in cuts]
    found = {}
    for name in UNRENDER:
        whole = closed_inverse(name, photo.rgb, raw.white_balance, raw.color_matrix, raw.cfa)
        found[name] = psnr_without_color_gains([whole[cut] for cut in cuts], truth)
    for isp in isps:
        assert isinstance(isp, InverseISP)
        for note, shot in (("", photo.shot), (", shot unknown", ShotSettings())):
            tiled = isp.tiled(photo.rgb, Conditions.of(shot, raw.cfa, raw.white_balance, raw.color_matrix))
            found[f"{isp.card.name}{note}"] = psnr_without_color_gains(
                [tiled.region(photo.rgb, region) for region in regions], truth)
    return {name: round(value, 2) for name, value in found.items()}


def psnr_without_color_gains(predicted: list[NDArray], truth: list[NDArray]) -> float:
    """Return the PSNR of RGGB crops after the best gain for each color, 2 pixels of border left out."""
    cut = slice(BORDER, -BORDER)
    error, count = 0.0, 0
    for sites in (((0, 0),), ((0, 1), (1, 0)), ((1, 1),)):
        p, t = (np.concatenate([part[cut, cut][y::2, x::2].ravel() for part in parts for y, x in sites]).astype(float)
                for parts in (predicted, truth))
        gain = float(p @ t) / max(float(p @ p), 1e-12)
        error += float(np.square(np.clip(p * gain, 0, 1) - t).sum())
        count += t.size
    return float(10 * np.log10(1 / max(error / count, 1e-12)))


def summary(rows: dict[str, dict[str, float]]) -> list[str]:
    """Return the table in Markdown with the medians, and the networks' lead over the best closed form."""
    methods = list(next(iter(rows.values())))
    lines = ["", "| picture, renderer | " + " | ".join(methods) + " |", "|---|" + "---:|" * len(methods)]
    lines += [f"| {name} | " + " | ".join(f"{row[m]:.2f}" for m in methods) + " |" for name, row in rows.items()]
    medians = {m: float(np.median([row[m] for row in rows.values()])) for m in methods}
    lines.append(f"| median of {len(rows)} | " + " | ".join(f"{medians[m]:.2f}" for m in methods) + " |")
    best = max(UNRENDER, key=lambda name: medians[name])
    for name in methods:
        if name not in UNRENDER:
            lead = float(np.median([row[name] - row[best] for row in rows.values()]))
            ahead = sum(row[name] > row[best] for row in rows.values())
            lines.append(f"{name}: {medians[name] - medians[best]:+.2f} dB in the median against {best}; on the same "
                         f"render {lead:+.2f} dB, ahead on {ahead} of {len(rows)}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
