"""Time JPEG to DNG on disk, whole processes, in turns with other checkouts of this project (an older one, say).

    python scripts/measure_invert.py PHOTO [--megapixels 24] [--against CHECKOUT …] [--rounds 3] [--threads 2]

Wall clock, processor seconds and peak memory of `paramisp invert`, start of Python included. On a machine that others
use too, believe the ratios and the processor seconds. --megapixels enlarges the photo first, with some noise.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Measure and print a line for each checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--megapixels", type=float, metavar="N")
    parser.add_argument("--against", type=Path, nargs="*", default=[], metavar="CHECKOUT")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="paramisp-invert-") as place:
        photo = args.photo.resolve()
        if args.megapixels:
            # in a process of its own: a child's peak of memory begins at what its parent ever had
            target = Path(place) / "photo.jpg"
            maker = get_context("spawn").Process(target=enlarge, args=(photo, args.megapixels, target))
            maker.start()
            maker.join()
            photo = target
        trees = [ROOT, *(one.resolve() for one in args.against)]
        found: dict[Path, list[tuple[float, float, float]]] = {tree: [] for tree in trees}
        for _ in range(args.rounds):
            for tree in trees:
                found[tree].append(run(tree, photo, Path(place) / "out.dng", args.threads))
    first = [statistics.median(column) for column in zip(*found[ROOT])]
    print(f"{args.rounds} rounds in turns, {args.threads} threads, load {os.getloadavg()[0]:.1f} on "
          f"{os.cpu_count()} cores; medians, and how often the first")
    for tree, rows in found.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*rows))
        print(f"{tree}: {wall:.1f} s ({wall / first[0]:.2f}x), {cpu:.1f} s of processor ({cpu / first[1]:.2f}x), "
              f"peak {peak:.0f} MB")
    return 0


def enlarge(photo: Path, megapixels: float, target: Path) -> None:
    """Write the photo at another size, its EXIF kept."""
    image = Image.open(photo)
    factor = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
    size = round(image.width * factor / 2) * 2, round(image.height * factor / 2) * 2
    pixels = np.asarray(image.convert("RGB").resize(size, Image.Resampling.LANCZOS)).astype(np.int16)
    pixels += np.random.default_rng(0).normal(0, 2, pixels.shape).round().astype(np.int16)
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(
        target, quality=93, exif=image.info.get("exif", b""))


def run(tree: Path, photo: Path, target: Path, threads: int) -> tuple[float, float, float]:
    """Return wall clock s, processor s and peak MB of one `paramisp invert`."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "paramisp_core.cli", "invert", str(photo), "-o", str(target)], cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "OMP_NUM_THREADS": str(threads)}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{tree}: invert failed")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())
