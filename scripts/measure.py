#!/usr/bin/env python3
"""Measures the shipped networks on real photos: the round trip through a DNG, and how linear the DNGs are.

    .venv/bin/python scripts/measure.py --photos ../shared/data/photos ../shared/data/charts
    .venv/bin/python scripts/measure.py --charts ../shared/data/charts --json measured.json
    .venv/bin/python scripts/measure.py --photos DIR --max-megapixels 0.5 --limit 8     a quick look

Round trip: each photo is inverted and written as DNG, the DNG is opened again as anybody's RAW file would be and
rendered by the forward camera, without any help from the photo; PSNR is against the photo, 8 pixels at each
border left out. "RAW" is the same with the RAW in memory: the difference is what 16 bits and the file cost. "own" is
rendered as the photo's own camera, which StyleNet reads off the picture in the DNG, as the window renders.
A photo larger than --max-megapixels is reduced first (area means), which makes it sharper than a camera's.

Charts: photos of a ColorChecker at full size, inverted to DNG and read by ../shared/tools/chart_linearity.py. Grey is
the error of the grey row in EV, slope its exponent (1 is linear), dE the color error over all patches, each
beside what fixed curves reach that learn nothing.

Applications (scripts/measure_applications.py): scenes that virtual cameras photograph, so that the truth is known.
    .venv/bin/python scripts/measure.py --hdr ../shared/data/hdri      HDR of one photo and of brackets
    .venv/bin/python scripts/measure.py --blur ../shared/data/hdri     blur synthesized from frames, and the true one
    .venv/bin/python scripts/measure.py --deblur ../shared/data/hdri   deblurring as RAW and as sRGB
    .venv/bin/python scripts/measure.py --blind ../shared/data/photos  kernels found in blurred photos
    .venv/bin/python scripts/measure.py --transfer ../shared/data/hdri one camera's photo as another's
    .venv/bin/python scripts/measure.py --adapters ../shared/data/hdri the same between cameras that have adapters
    .venv/bin/python scripts/measure.py --starts ../shared/data/photos what each loses of a photo with nothing to do
    .venv/bin/python scripts/measure.py --raws ../shared/data/raw      RAW files against the pictures inside them

Exit status: 0, or 1 where a photo failed. Peak memory is that of the largest photo.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from measure_applications import (  # noqa: E402
    measure_adapters,
    measure_blind,
    measure_blur,
    measure_deblur,
    measure_hdr,
    measure_raws,
    measure_starts,
    measure_transfer,
)

from paramisp_core import UserError, load_isp, open_photo, write_dng  # noqa: E402
from paramisp_core.camera.photo import Photo  # noqa: E402
from paramisp_core.engine.isp import ForwardISP, InverseISP  # noqa: E402
from paramisp_core.engine.style import as_camera_that_took  # noqa: E402

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".webp")
CHART_TOOL = ROOT.parent / "shared" / "tools" / "chart_linearity.py"
CHART_KEYS = ("grey", "slope", "lit", "dE_own", "dE_fit")
APPLICATIONS = {"hdr": measure_hdr, "blur": measure_blur, "deblur": measure_deblur, "blind": measure_blind,
                "transfer": measure_transfer, "adapters": measure_adapters,
                "starts": measure_starts, "raws": measure_raws}
_BORDER = 8
_STRIP = 256  # rows compared at a time


@dataclass
class Row:
    """One photo: PSNR in dB by way of the file and without it, times in seconds; or why it failed.

    psnr_own: by the file too, rendered as the photo's own camera, which StyleNet reads off it, as the window does.
    """

    file: str
    camera: str = ""
    generic: bool = True
    megapixels: float = 0.0
    psnr: float = math.nan
    psnr_raw: float = math.nan
    psnr_own: float = math.nan
    invert_s: float = 0.0
    render_s: float = 0.0
    warnings: tuple[str, ...] = ()
    failed: str = ""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the tables, write the JSON; return the exit status."""
    raw_text = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw_text)
    parser.add_argument("--photos", nargs="+", type=Path, default=[], metavar="DIR", help="folders or photos")
    parser.add_argument("--charts", type=Path, metavar="DIR", help="photos of a ColorChecker and patches.json")
    parser.add_argument("--chart-tool", type=Path, default=CHART_TOOL, metavar="FILE")
    parser.add_argument("--hdr", type=Path, metavar="DIR", help="folder of .hdr panoramas to photograph")
    parser.add_argument("--blur", type=Path, metavar="DIR", help="folder of .hdr panoramas to turn a camera before")
    parser.add_argument("--deblur", type=Path, metavar="DIR", help="folder of .hdr panoramas to photograph blurred")
    parser.add_argument("--blind", type=Path, metavar="DIR", help="folder of photos to blur by kernels to be found")
    parser.add_argument("--transfer", type=Path, metavar="DIR", help="folder of .hdr panoramas for pairs of cameras")
    parser.add_argument("--adapters", type=Path, metavar="DIR", help="the same for pairs of cameras with adapters")
    parser.add_argument("--starts", type=Path, metavar="DIR", help="photos that each application has nothing to do to")
    parser.add_argument("--raws", type=Path, metavar="DIR", help="RAW files, rendered as the pictures in them show")
    parser.add_argument("--views", type=int, default=4, metavar="N", help="photos of each panorama (default 4)")
    parser.add_argument("--max-megapixels", type=float, metavar="N", help="reduce larger photos (not the charts)")
    parser.add_argument("--limit", type=int, metavar="N", help="that many photos of each folder, evenly spread")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the DNGs there")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write everything measured")
    parser.add_argument("--inverse", default="inverse", metavar="NAME|FILE", help="checkpoint")
    parser.add_argument("--forward", default="forward", metavar="NAME|FILE", help="checkpoint")
    parser.add_argument("--device", default="auto")
    args = parser.parse_args(argv)
    applications = [name for name in APPLICATIONS if getattr(args, name) is not None]
    if not args.photos and args.charts is None and not applications:
        parser.error(f"nothing to measure: give --photos, --charts or --{', --'.join(APPLICATIONS)}")
    try:
        inverse = load_isp(args.inverse, direction="inverse", device=args.device)
        assert isinstance(inverse, InverseISP)
        report: dict[str, Any] = {"inverse": inverse.card.name, "steps": inverse.card.steps}
        rows: list[Row] = []
        with folder(args.keep) as place:
            if args.photos or applications:
                forward = load_isp(args.forward, direction="forward", device=args.device)
                assert isinstance(forward, ForwardISP)
            for name in applications:
                report[name] = APPLICATIONS[name](getattr(args, name), inverse, forward, args.views)
            if args.photos:
                rows = round_trips(args, inverse, forward, place)
                report |= {"forward": forward.card.name, "photos": [asdict(row) for row in rows],
                           "summary": summary(rows)}
                print_summary(rows)
            if args.charts is not None:
                done = {row.file for row in rows if not row.failed} if args.max_megapixels is None else set()
                report["charts"] = charts(args, inverse, place, done)
    except UserError as error:
        print(f"measure.py: {error}", file=sys.stderr)
        return 2
    if args.json is not None:
        args.json.write_text(json.dumps(_without_nan(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if any(row.failed for row in rows) or report.get("charts", {}).get("failed") else 0


@contextmanager
def folder(keep: Path | None) -> Iterator[Path]:
    """Yield where DNGs go: a folder that stays, or one that does not."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="paramisp-measure-") as temporary:
        yield Path(temporary)


def chosen(places: Sequence[Path], limit: int | None) -> list[Path]:
    """Return the photos of all folders; at most ``limit`` of each, evenly spread over the names."""
    found: list[Path] = []
    for place in places:
        if not place.exists():
            raise UserError(f"{place} does not exist.")
        names = sorted(p for p in place.iterdir() if p.suffix.lower() in SUFFIXES) if place.is_dir() else [place]
        if limit is not None and 0 < limit < len(names):
            names = [names[i * len(names) // limit] for i in range(limit)]
        found += names
    if not found:
        raise UserError("There are no photos in these folders.")
    return found


def round_trips(args: argparse.Namespace, inverse: InverseISP, forward: ForwardISP, place: Path) -> list[Row]:
    """Measure every photo, printing a line each."""
    rows = []
    print(f"{'PSNR dB':>8} {'RAW dB':>7} {'own dB':>7} {'MP':>6} {'inv s':>6} {'fwd s':>6}  photo (camera)")
    for path in chosen(args.photos, args.limit):
        try:
            row = round_trip(path, inverse, forward, place, args)
        except Exception as error:  # one bad photo, or a fault of ours: the others are measured still
            sentence = str(error) if isinstance(error, UserError) else f"FAULT {type(error).__name__}: {error}"
            row = Row(path.name, failed=sentence)
        rows.append(row)
        if row.failed:
            print(f"{'failed':>8}  {row.file}: {row.failed}", flush=True)
            continue
        camera = f"{row.camera}{', generic' if row.generic else ''}"
        print(f"{row.psnr:8.2f} {row.psnr_raw:7.2f} {row.psnr_own:7.2f} {row.megapixels:6.2f} {row.invert_s:6.2f} "
              f"{row.render_s:6.2f}  {row.file} ({camera})", flush=True)
    return rows


def round_trip(path: Path, inverse: InverseISP, forward: ForwardISP, place: Path,
               args: argparse.Namespace) -> Row:
    """Invert a photo, write it, open the file, render it, compare. Raises UserError."""
    photo = reduced(open_photo(path), args.max_megapixels)
    if photo.raw is not None:
        raise UserError(f"{path.name} is a RAW file: there is nothing to invert.")
    started = time.monotonic()
    raw = inverse.to_raw(photo)
    inverted = time.monotonic() - started
    # Charts at full size are what chart_linearity reads: a reduced picture must not take their name.
    dng = place / f"{path.stem}{'' if args.max_megapixels is None else '-reduced'}.dng"
    write_dng(raw, dng, shot=photo.shot, camera=photo.camera, exif=photo.exif, preview=photo.rgb)
    memory = psnr(forward.to_srgb(raw, photo.shot, photo.camera), photo.rgb)
    reopened = open_photo(dng)
    if args.keep is None and not _serves_chart(path, args):
        dng.unlink()
    assert reopened.raw is not None
    started = time.monotonic()
    rgb = forward.to_srgb(reopened.raw, reopened.shot, reopened.camera)
    rendered = time.monotonic() - started
    own = as_camera_that_took(reopened, forward).to_srgb(reopened.raw, reopened.shot, reopened.camera)
    return Row(path.name, photo.camera.name, photo.camera.generic, photo.rgb.shape[0] * photo.rgb.shape[1] / 1e6,
               psnr(rgb, photo.rgb), memory, psnr(own, photo.rgb), inverted, rendered,
               (*photo.warnings, *reopened.warnings))


def _serves_chart(path: Path, args: argparse.Namespace) -> bool:
    """Tell whether a photo's DNG will be read as a chart too: inverting full size charts twice takes minutes."""
    return (args.charts is not None and args.max_megapixels is None
            and path.resolve().parent == args.charts.resolve())


def reduced(photo: Photo, megapixels: float | None) -> Photo:
    """Return the photo with at most that many megapixels."""
    height, width = photo.size
    if megapixels is None or photo.raw is not None or height * width <= megapixels * 1e6:
        return photo
    factor = math.sqrt(megapixels * 1e6 / (height * width))
    size = (max(2, round(width * factor)), max(2, round(height * factor)))
    return replace(photo, pixels=np.clip(cv2.resize(photo.rgb, size, interpolation=cv2.INTER_AREA), 0, 1))


def psnr(image: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """Return dB between two (H, W, 3) pictures of 0..1, both rounded to 8 bits first, without the border."""
    edge = _BORDER if min(image.shape[:2]) > 4 * _BORDER else 0
    height, width = image.shape[:2]
    total = 0.0
    for top in range(edge, height - edge, _STRIP):
        rows = slice(top, min(top + _STRIP, height - edge))
        first, second = (np.rint(x[rows, edge:width - edge] * 255) for x in (image, reference))
        total += float(np.square(first - second, dtype=np.float64).sum())
    count = (height - 2 * edge) * (width - 2 * edge) * 3
    return 10 * math.log10(255**2 / max(total / count, 1e-4))


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Return how many were measured and the spread of their PSNR; known cameras and generic ones apart."""
    done = [row for row in rows if not row.failed]
    groups = {"all": done, "known cameras": [r for r in done if not r.generic],
              "generic": [r for r in done if r.generic]}
    values = {name: [row.psnr for row in group] for name, group in groups.items() if group}
    if done:
        values["as their own cameras"] = [row.psnr_own for row in done]
    spread = {name: {"count": len(some), **{key: float(f(some)) for key, f in
                     (("median", np.median), ("min", np.min), ("max", np.max))}}
              for name, some in values.items()}
    return {"measured": len(done), "failed": {r.file: r.failed for r in rows if r.failed}, "psnr": spread}


def print_summary(rows: Sequence[Row]) -> None:
    """Print what summary() found."""
    found = summary(rows)
    print(f"\n{found['measured']} of {len(rows)} photos went to DNG and back")
    for name, one in found["psnr"].items():
        print(f"  {name:20} {one['count']:3} photos: median {one['median']:.2f} dB, "
              f"{one['min']:.2f} to {one['max']:.2f}")
    for name, sentence in found["failed"].items():
        print(f"  failed: {name}: {sentence}")


def charts(args: argparse.Namespace, inverse: InverseISP, place: Path, done: set[str]) -> dict[str, Any]:
    """Invert the charts at full size and have chart_linearity read the DNGs; ``done`` may lie in ``place`` already.

    Raises UserError.
    """
    patches = args.charts / "patches.json"
    if not patches.is_file():
        raise UserError(f"{args.charts} has no patches.json.")
    if not args.chart_tool.is_file():
        raise UserError(f"{args.chart_tool} is not here; --chart-tool says where chart_linearity.py lies.")
    usable = [name for name, one in sorted(json.loads(patches.read_text("utf-8"))["files"].items()) if one["usable"]]
    if args.limit is not None and args.limit < len(usable):
        usable = [usable[i * len(usable) // args.limit] for i in range(args.limit)]
    with tempfile.TemporaryDirectory(prefix="paramisp-charts-") as temporary:
        own = Path(temporary)
        # the tool counts a chart without DNG as failed: give it those that were asked for only
        listed = json.loads(patches.read_text("utf-8"))
        listed["files"] = {name: listed["files"][name] for name in usable}
        (own / "patches.json").write_text(json.dumps(listed), "utf-8")
        dngs = (place / "charts") if args.keep is not None else own / "dng"
        dngs.mkdir(exist_ok=True)
        for name in usable:
            (own / name).symlink_to((args.charts / name).resolve())
            made = place / f"{Path(name).stem}.dng"
            if name in done and _serves_chart(args.charts / name, args) and made.is_file():
                (dngs / made.name).unlink(missing_ok=True)
                (dngs / made.name).symlink_to(made.resolve())
                continue
            try:
                photo = open_photo(args.charts / name)
                write_dng(inverse.to_raw(photo), dngs / f"{Path(name).stem}.dng", shot=photo.shot,
                          camera=photo.camera, exif=photo.exif, preview=photo.rgb)
                print(f"chart inverted: {name} ({photo.camera.name})", flush=True)
            except UserError as error:
                print(f"chart failed: {error}", flush=True)
        result = own / "result.json"
        ran = subprocess.run([sys.executable, str(args.chart_tool), str(own), "--dng", str(dngs), "--json",
                               str(result), "--quiet"], capture_output=True, text=True, check=False)
        if ran.returncode or not result.is_file():
            raise UserError(f"{args.chart_tool.name} failed: {(ran.stderr.strip() or '?').splitlines()[-1]}")
        found: dict[str, Any] = json.loads(result.read_text("utf-8"))
    print_charts(found, len(usable))
    return found


def print_charts(found: dict[str, Any], count: int) -> None:
    """Print the medians over cameras, ours first, and on how many cameras it beats each fixed curve."""
    print(f"\n{count} charts of {len(found['cameras'])} cameras, {len(found['failed'])} failed; medians over cameras")
    print(f"  {'':12}" + "".join(f"{key:>8}" for key in CHART_KEYS) + "  |1-slope|  ours better on")
    for method in ("dng", "srgb", "midcurve", "smoothstep"):
        medians = found["medians"][method]
        better = found["cameras_better"].get(method)
        print(f"  {'ours' if method == 'dng' else method:12}"
              + "".join(f"{medians[key]:8.3f}" for key in CHART_KEYS)
              + f"{found['abs_slope_error'][method]['slope_abs']:11.3f}"
              + ("" if better is None else f"  {better} of {len(found['cameras'])} cameras (grey)"))
    for row in found["pictures"]:
        if row.get("failed"):
            print(f"  failed: {row['file']}: {row['failed']}")


def _without_nan(value: Any) -> Any:
    """Return plain values with NaN as None: JSON has none."""
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    sys.exit(main())
