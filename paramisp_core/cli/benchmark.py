"""Time the networks on this machine and measure their memory: both networks, both directions, in turns.

With --gui the window instead: time to the first window, from a slider to the picture, longest stall, memory. With
--drafts how near the pictures shown while a slider moves come to the exact ones.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from paramisp_core.cli.options import add_device, add_precision, number
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.engine.benchmark import Measurement


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--megapixels", type=number(0.05, 200), metavar="N",
                        help="size of the photo (default: 1; 24 with --gui)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="photos each (default: 3)")
    parser.add_argument("--networks", choices=("all", "both", "plain", "paper", "compact"), default="both",
                        help="all: also the paper's as published, written out plainly, to compare with (default: both)")
    parser.add_argument("--gui", action="store_true", help="measure the window; takes some minutes")
    parser.add_argument("--drafts", action="store_true",
                        help="measure how near drafts come to the exact picture over typical moves of the sliders")
    parser.add_argument("--photo", type=Path, metavar="FILE", action="append",
                        help="with --gui: drag on this photo; with --drafts: on these (give it once for each)")
    parser.add_argument("--photos", type=int, default=50, metavar="N",
                        help="with --gui: open so many in turn (default: 50)")
    parser.add_argument("--slider", default="exposure_ev", metavar="NAME",
                        help="with --gui: drag this one, like kelvin, shadows or iso (default: exposure_ev)")
    parser.add_argument("--json", action="store_true", help="for programs to read")
    parser.add_argument("--markdown", action="store_true", help="the networks as the table of docs/measured.md")
    add_device(parser)
    add_precision(parser)


def run(args: argparse.Namespace) -> int:
    """Measure and print a table."""
    if args.gui:
        return _run_gui(args)
    if args.drafts:
        return _run_drafts(args)
    from paramisp_core.engine.benchmark import VARIANTS, benchmark

    if not 1 <= args.rounds <= 1000:
        raise UserError("--rounds must be between 1 and 1000.")
    shown = sys.stderr.isatty()

    def report(turn: int, variant: str) -> None:
        if shown:
            sys.stderr.write(f"\r{f'round {turn}' if turn else 'warming up'}: {variant}\x1b[K")
            sys.stderr.flush()

    wanted = {"all": ("plain", "paper", "compact"), "both": ("paper", "compact")}.get(args.networks, (args.networks,))
    variants = [one for one in VARIANTS if one[0] in wanted]
    results = benchmark(args.megapixels or 1.0, args.rounds, args.device, variants, report, args.precision)
    if shown:
        sys.stderr.write("\r\x1b[K")
    if args.json:
        print(json.dumps([asdict(one) for one in results], indent=2))
    else:
        print(as_markdown(results, args.rounds) if args.markdown else as_table(results, args.rounds))
    return 0


def _run_drafts(args: argparse.Namespace) -> int:
    """Compare drafts with exact pictures and print what was found."""
    from paramisp_core.editing.development import Development
    from paramisp_core.editing.draft_quality import as_text, measure
    from paramisp_core.engine.models import CameraModels
    from paramisp_core.files.opening import open_photo
    from paramisp_core.resources import resource_path

    models = CameraModels(device=args.device, precision=args.precision)
    found = {}
    for path in args.photo or [resource_path("sample.jpg")]:
        photo = open_photo(path)

        def make(photo: Photo = photo) -> Development:
            return Development(photo, models.inverse(photo.camera), models.forward(photo.camera), models)

        found[str(path)] = results = measure(make)
        if not args.json:
            print(f"{path.name}, {photo.size[1]} x {photo.size[0]}, load {_load()}\n{as_text(results)}")
    if args.json:
        print(json.dumps({path: [asdict(one) for one in results] for path, results in found.items()}, indent=2))
    return 0


def _run_gui(args: argparse.Namespace) -> int:
    """Measure the window and print what was found."""
    from paramisp_core.cli.benchmark_gui import as_text, measure

    if not 0 <= args.photos <= 1000:
        raise UserError("--photos must be between 0 and 1000.")
    shown = sys.stderr.isatty()

    def report(what: str) -> None:
        if shown:
            sys.stderr.write(f"\r{what}\x1b[K")
            sys.stderr.flush()

    result = measure(args.megapixels or 24.0, args.photos, photo=args.photo[-1] if args.photo else None,
                     report=report, slider=args.slider)
    report("")
    print(json.dumps(result, indent=2) if args.json else as_text(result))
    return 0


def as_table(results: list[Measurement], rounds: int) -> str:
    """Return the measurements as aligned lines, and how many times as fast as the slowest network each is."""
    lines = [f"{results[0].megapixels:.2f} MP photo, {rounds} interleaved rounds, "
             f"{platform.machine()}, {os.cpu_count()} CPU cores, load {_load()}",
             f"{'network':8} {'direction':10} {'device':7} {'s per MP':>9} {'fastest':>9} {'slowest':>9} "
             f"{'CPU s/MP':>9} {'of peak':>8} {'peak MB':>9} {'loaded MB':>10}"]
    for one in results:
        low, high = min(one.seconds) / one.megapixels, max(one.seconds) / one.megapixels
        processor = statistics.median(one.processor) / one.megapixels
        lines.append(f"{one.network:8} {one.direction:10} {one.device:7} {one.per_megapixel:9.3f} {low:9.3f} "
                     f"{high:9.3f} {processor:9.3f} {one.reached:8.0%} {_megabytes(one.peak_mb):>9} "
                     f"{_megabytes(one.idle_mb):>10}")
    lines += [_ratios(results, direction) for direction in ("inverse", "forward")]
    lines.append("s per MP: the median. CPU: of all cores. Of peak: arithmetic reached, of what a 3x3 convolution "
                 "reaches here. Peak MB: the highest resident memory while rendering; loaded: before.")
    return "\n".join(line for line in lines if line)


def as_markdown(results: list[Measurement], rounds: int) -> str:
    """Return the measurements as the table of docs/measured.md: a line for each network, inverse / forward."""
    lines = [f"{results[0].megapixels:.2f} MP, {rounds} interleaved rounds, {results[0].device}, load {_load()}:", "",
             "| | s per MP | CPU s per MP | peak memory | as fast as plain (by CPU time) |",
             "| --- | --- | --- | --- | --- |"]
    for network in dict.fromkeys(one.network for one in results):
        own = [one for one in results if one.network == network]
        seconds = " / ".join(f"{one.per_megapixel:.2f}" for one in own)
        processor = " / ".join(f"{statistics.median(one.processor) / one.megapixels:.2f}" for one in own)
        peak = max((one.peak_mb for one in own if not math.isnan(one.peak_mb)), default=math.nan)
        plain = {one.direction: one for one in results if one.network == "plain"}
        ratios = " / ".join(
            f"{_times(plain[one.direction].seconds, one.seconds):.1f}x "
            f"({_times(plain[one.direction].processor, one.processor):.1f}x)"
            for one in own if one.direction in plain)
        lines.append(f"| {network}, {' / '.join(one.direction for one in own)} | {seconds} | {processor} | "
                     f"{'?' if math.isnan(peak) else f'{peak / 1000:.2f} GB'} | "
                     f"{'1' if network == 'plain' else ratios or '?'} |")
    return "\n".join(lines)


def _times(slow: tuple[float, ...], fast: tuple[float, ...]) -> float:
    """Return how many times as fast, round by round, in the median."""
    return statistics.median(a / b for a, b in zip(slow, fast))


def _ratios(results: list[Measurement], direction: str) -> str:
    """Return "paper 2.4x, compact 40x as fast as plain", round by round; "" with nothing to compare."""
    there = {one.network: one for one in results if one.direction == direction}
    slowest = next((name for name in ("plain", "paper") if name in there), "")
    others = [name for name in ("paper", "compact") if name in there and name != slowest]
    if not slowest or not others:
        return ""

    slow = there[slowest]
    found = ", ".join(f"{name} {_times(slow.seconds, there[name].seconds):.1f}x "
                      f"({_times(slow.processor, there[name].processor):.1f}x by CPU seconds)" for name in others)
    return f"{direction}: {found} as fast as {slowest}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"


def _megabytes(value: float) -> str:
    return "?" if math.isnan(value) else f"{value:.0f}"
