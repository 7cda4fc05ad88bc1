"""Time the window's batch export, photo after photo against overlapped, in turns in one process without a window.

    python scripts/measure_batch.py PHOTO [--copies 6] [--megapixels 12] [--format jpeg|png|dng] [--rounds 3]

Wall clock and processor seconds; the ratio is taken round by round. Where other programs hold the cores there is
nothing to gain by overlapping: only the processor seconds say something then. --megapixels enlarges the photo first,
with some noise.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure_invert import enlarge  # noqa: E402
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.live.controller import Controller  # noqa: E402
from paramisp_core.engine.overlap import AT_ONCE  # noqa: E402
from paramisp_core.files.export_settings import ExportSettings  # noqa: E402


def main() -> int:
    """Measure and print a line for each round and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--megapixels", type=float, metavar="N")
    parser.add_argument("--format", default="jpeg")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if not args.photo.is_file():
        parser.error(f"{args.photo} is not there")
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="paramisp-batch-") as place:
        photos = [Path(place) / f"{i}.jpg" for i in range(args.copies)]
        if args.megapixels:
            enlarge(args.photo, args.megapixels, photos[0])
        else:
            shutil.copy(args.photo, photos[0])
        for one in photos[1:]:
            shutil.copy(photos[0], one)
        controller = Controller()
        controller.start()
        until(lambda: controller.engine is not None)
        export(controller, photos[:1], Path(place) / "warm", args.format, 1)
        ratios = []
        for number in range(args.rounds):
            ways = (1, AT_ONCE) if number % 2 == 0 else (AT_ONCE, 1)
            taken = {most: export(controller, photos, Path(place) / f"{number}-{most}", args.format, most)
                     for most in ways}
            (alone, alone_used), (together, together_used) = taken[1], taken[AT_ONCE]
            ratios.append(together / alone)
            print(f"{alone:.1f} s one after another, {together:.1f} s overlapped ({ratios[-1]:.2f}x); "
                  f"of processor {alone_used:.1f} and {together_used:.1f} s", flush=True)
        controller.stop()
        application.quit()
    print(f"{args.copies} photos, {args.rounds} rounds in turns, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} "
          f"cores: overlapped takes {statistics.median(ratios):.2f} of the time (median)")
    return 0


def export(controller: Controller, photos: list[Path], folder: Path, ending: str, most: int) -> tuple[float, float]:
    """Export photos, at most so many on their way at once; return the seconds, and those of the processor."""
    folder.mkdir()
    waiting, done, started, used = list(photos), [], time.perf_counter(), time.process_time()

    def send() -> None:
        while waiting and len(photos) - len(waiting) - len(done) < most:
            controller.export_file(waiting.pop(0), folder, ExportSettings(ending))

    def on_done(_: object, sentence: str) -> None:
        assert not sentence, sentence
        done.append(sentence)
        send()

    controller.export_done.connect(on_done)
    send()
    until(lambda: len(done) == len(photos))
    controller.export_done.disconnect(on_done)
    return time.perf_counter() - started, time.process_time() - used


def until(true: Callable[[], bool]) -> None:
    """Let events go on until something is true."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if true() else None)
    timer.start(5)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
