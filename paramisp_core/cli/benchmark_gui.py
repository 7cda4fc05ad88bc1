"""`benchmark --gui`: starts the window's own benchmark in processes of its own and tells what it measured.

The window is the house next door (app/), which nothing here imports: it is started as a program.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from paramisp_core.errors import UserError

STARTS = 3
TURN_MEGAPIXELS = 6.0
_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 1800
_SCREEN = {"x": 0, "y": 0, "width": 2560, "height": 1440, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
_OPENING = ("first_window_s", "first_picture_s", "engine_loaded_s", "first_picture_differs")


def measure(megapixels: float = 24.0, photos: int = 50, seconds: float = 3.0, photo: Path | None = None,
            report: Callable[[str], None] = lambda _: None, slider: str = "exposure_ev") -> dict[str, Any]:
    """Measure the window: starts without and with a photo of that size (or ``photo``), a drag, opening others in turn.

    slider: which one is dragged, by the name of the edit or of the shot setting.

    Returns seconds and megabytes by name, see :func:`as_text`. Raises UserError when the window cannot run here.
    """
    if find_spec("PySide6") is None:
        raise UserError("The window needs PySide6, which is not installed here.")
    with tempfile.TemporaryDirectory(prefix="paramisp-benchmark-") as temporary:
        folder = Path(temporary)
        starts = []
        for number in range(STARTS):
            report(f"start {number + 1} of {STARTS}")
            starts.append(float(_run(folder, [])["first_window_s"]))
        report("preparing photos")
        if photo is None:
            photo = _synthetic(folder / "large.jpg", megapixels)
        elif not photo.is_file():
            raise UserError(f"{photo} does not exist.")
        else:
            photo = Path(shutil.copy(photo, folder))  # its sidecar is written beside it
        openings = []
        for number in range(STARTS):
            report(f"start with the photo {number + 1} of {STARTS}")
            openings.append(_run(folder, [str(photo), "--start-only"]))
        turns = []
        if photos:
            turns = [_synthetic(folder / "photo_01.jpg", TURN_MEGAPIXELS)]
            turns += [Path(shutil.copy(turns[0], folder / f"photo_{i + 1:02}.jpg")) for i in range(1, photos)]
        report(f"dragging, then opening {photos} photos")
        result = _run(folder, [str(photo), *map(str, turns), "--slider", slider], seconds)
        result |= {"first_window_s": statistics.median(starts), "first_window_all_s": starts,
                   "openings": [{name: one[name] for name in _OPENING} for one in openings],
                   "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
                   "megapixels": _megapixels(photo), "photos": photos, "seconds": seconds}
        return result


def as_text(result: dict[str, Any]) -> str:
    """Return the measurements as aligned lines."""
    starts, stalls, memory = result["first_window_all_s"], result["stalls_s"], result["memory_mb"]
    own, turns = max(result["own_work_s"].values()), result["turns_p95_s"]
    opened = result["openings"]
    differs = [one["first_picture_differs"] for one in opened if one["first_picture_differs"] is not None]
    lines = [
        f"window on {result['platform']}, {result['megapixels']:.1f} MP photo, networks on {result['device']}, "
        f"{platform.machine()}, {os.cpu_count()} CPU cores"
        + ("" if result["load"] is None else f", load {result['load']:.1f} (much above the cores: measure again)"
           if result["load"] > 1.5 * (os.cpu_count() or 1) else f", load {result['load']:.1f}"),
        f"{'time to first window':25}{_of(starts)}",
        f"{'with the photo: window':25}{_of([one['first_window_s'] for one in opened])}",
        f"{'first picture':25}{_of([one['first_picture_s'] for one in opened])}, "
        + (f"at most {max(differs)} of 255 from the exact one" if differs else "of another size than the exact one"),
        f"{'learned camera ready':25}{_of([one['engine_loaded_s'] for one in opened])}",
        f"{'slider to picture':25}{result['slider_median_s'] * 1000:.0f} ms median, 95 % under "
        f"{result['slider_p95_s'] * 1000:.0f} ms ({result['moves']} moves of {result['slider']} in "
        f"{result['seconds']:g} s, {result['pictures']} pictures; viewport {' x '.join(map(str, result['viewport']))})",
        f"{'refined after the last':25}{result['refined_s']:.2f} s",
        f"{'GUI thread, longest turn':25}{max(stalls.values()) * 1000:.0f} ms ("
        + ", ".join(f"{name} {value * 1000:.0f}, 95 % under {turns[name] * 1000:.0f}" for name, value in stalls.items())
        + ")",
        f"{'':25}of its own work at most {own * 1000:.0f} ms at a time: the rest is other threads and programs",
    ]
    if memory:
        lines.append(f"{'memory':25}" + ", ".join(
            f"{value:.0f} MB after {count} photo{'s' if count != '1' else ''}" for count, value in memory.items())
            + f" ({TURN_MEGAPIXELS:g} MP each, opened in turn)")
    return "\n".join(lines)


def _of(values: list[float]) -> str:
    """Return "1.50 s (median of 3; 1.45 to 1.60)"."""
    return f"{statistics.median(values):.2f} s (median of {len(values)}; {min(values):.2f} to {max(values):.2f})"


def _run(folder: Path, photos: list[str], seconds: float = 3.0) -> dict[str, Any]:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_ROOT), environment.get("PYTHONPATH")]))
    environment["XDG_DATA_HOME"] = str(folder / "data")  # never the user's saved edits
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users' programs are compiled once
    if sys.platform == "linux" and not ({"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(environment)):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    if environment.get("QT_QPA_PLATFORM") == "offscreen":  # its screen would have 800 x 800 pixels, the window no more
        screen = folder / "screen.json"
        screen.write_text(json.dumps({"screens": [{**_SCREEN, "name": "one"}]}))
        environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    command = [sys.executable, "-m", "app.benchmark", *photos, "--folder", str(folder), "--seconds", str(seconds)]
    command += ["--started", repr(time.time())]
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=_PATIENCE_S, cwd=folder)
    except subprocess.TimeoutExpired:
        raise UserError("The window's benchmark did not end; it was stopped.") from None
    if done.returncode or not done.stdout.strip():
        last = (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1]
        raise UserError(f"The window could not be measured: {last}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _synthetic(path: Path, megapixels: float) -> Path:
    """Write a JPEG of that size: the bundled sample enlarged, with grain, so that it decodes like a photo."""
    import cv2
    import numpy as np
    from PIL import Image

    from paramisp_core.engine.benchmark import size_of
    from paramisp_core.resources import resource_path

    height, width = size_of(megapixels)
    with Image.open(resource_path("sample.jpg")) as sample:
        exif, pixels = sample.info.get("exif", b""), np.asarray(sample.convert("RGB"))
    large = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(0).integers(-4, 5, (height, width, 1), np.int16)
    grained = np.clip(large.astype(np.int16) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(grained).save(path, quality=93, exif=exif)
    return path


def _megapixels(path: Path) -> float:
    from PIL import Image

    try:
        with Image.open(path) as image:
            return image.width * image.height / 1e6
    except OSError:
        return float("nan")
