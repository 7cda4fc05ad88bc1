"""How near drafts come to the exact picture: typical moves of the sliders, alone and together, on one photo.

Each move is drawn as a draft from what the window may have at that moment: from the untouched photo, before and after
it was prepared for drafts, small and as large as the view; and from the move before it, which was refined meanwhile.
Then it is refined itself, which is what these are compared with.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import camera_named
from paramisp_core.editing.development import Development
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.recipe import Recipe, Region
from paramisp_core.editing.settled import Pace

VIEWPORT = (900, 1200)
"""(height, width) of the picture in a window of 1600 x 1000."""

MOVES: dict[str, dict[str, Any]] = {
    "exposure +0.3": {"exposure_ev": 0.3},
    "exposure +1": {"exposure_ev": 1.0},
    "exposure +2": {"exposure_ev": 2.0},
    "exposure -1": {"exposure_ev": -1.0},
    "exposure -2": {"exposure_ev": -2.0},
    "3200 K": {"kelvin": 3200.0},
    "9000 K": {"kelvin": 9000.0},
    "tint +40": {"tint": 40.0},
    "shadows +1.5": {"shadows": 1.5},
    "highlights -1.5": {"highlights": -1.5},
    "saturation +40": {"saturation": 40.0},
    "black point 1": {"black_point": 1.0},
    "ISO 6400": {"iso": 6400.0},
    "f/16": {"f_number": 16.0},
    "as Canon 5D Mark II": {"camera": "Canon EOS 5D Mark II"},
    "+1, 4000 K, shadows": {"exposure_ev": 1.0, "kelvin": 4000.0, "shadows": 1.0},
    "-1, 8000 K, saturation": {"exposure_ev": -1.0, "kelvin": 8000.0, "saturation": 30.0},
    "+2, 9000 K, vibrance": {"exposure_ev": 2.0, "kelvin": 9000.0, "tint": 20.0, "vibrance": 40.0},
    "-2, 3200 K, everything": {"exposure_ev": -2.0, "kelvin": 3200.0, "shadows": 1.5, "highlights": -1.0,
                               "black_point": 0.5, "saturation": 20.0, "iso": 3200.0},
}
"""By name: changes of RawEdits, of the shot settings, or of the camera that it is rendered as. The last four are large
and combined."""
_SHOT = ("iso", "f_number", "exposure_time", "focal_length")


@dataclass(frozen=True)
class DraftQuality:
    """One move in one view.

    PSNR (dB of 8-bit values) of drafts: cold_db: of the untouched photo at once; small_db, first_db: after the window
    prepared it, small and large ones (see Pace); then_db: large, from the move before. shift: pixels by which the last
    is moved against the exact picture. draft_s, draft_cpu_s: seconds of the last, and of all cores; small_cpu_s: of the
    small one; exact_s: seconds of the exact picture.
    """

    view: str
    move: str
    cold_db: float
    small_db: float
    first_db: float
    then_db: float
    shift: float
    draft_s: float
    draft_cpu_s: float
    small_cpu_s: float
    exact_s: float


def measure(make: Callable[[], Development], moves: Sequence[str] = tuple(MOVES),
            views: Sequence[str] = ("fit", "100 %"), viewport: tuple[int, int] = VIEWPORT,
            report: Callable[[str], None] = lambda _: None) -> list[DraftQuality]:
    """Draw every move in every view. ``make`` returns a fresh Development of the photo."""
    found = []
    for view in views:
        fresh, small, used = make(), make(), make()
        fresh.pace, small.pace, used.pace = Pace(Pace.LARGE), Pace(Pace.SMALL), Pace(Pace.LARGE)
        region, size = _place(fresh.photo.size, view, viewport)
        recipes = {name: _recipe(fresh.default_recipe(), MOVES[name]) for name in moves}
        touch = _recipe(fresh.default_recipe(), {"exposure_ev": 0.01})
        for development in (fresh, small, used):
            development.draft(touch, region, size)  # inverts the photo, as the window does ahead
        cold = {name: fresh.draft(recipe, region, size).rgb8 for name, recipe in recipes.items()}
        for development in (fresh, small):
            development.prepare(development.default_recipe(), region, size)
        used.refine(touch, region, size)
        used.settle()
        for name, recipe in recipes.items():
            report(f"{view}, {name}")
            first = fresh.draft(recipe, region, size).rgb8
            spent = time.process_time()
            little = small.draft(recipe, region, size).rgb8
            small_spent = time.process_time() - spent
            started, spent = time.perf_counter(), time.process_time()
            then = used.draft(recipe, region, size).rgb8
            took, spent = time.perf_counter() - started, time.process_time() - spent
            exact = used.refine(recipe, region, size)
            used.settle()
            cold_db, small_db, first_db, then_db = (
                psnr(one, exact.rgb8) for one in (cold[name], little, first, then))
            found.append(DraftQuality(view, name, cold_db, small_db, first_db, then_db, shift(then, exact.rgb8),
                                      took, spent, small_spent, exact.seconds))
    return found


def as_text(results: Sequence[DraftQuality]) -> str:
    """Return the results as aligned lines, and the lowest and the median of each view."""
    lines = [f"{'view':6} {'move':24} {'cold dB':>8} {'small dB':>9} {'first dB':>9} {'then dB':>8} {'shift px':>9} "
             f"{'draft ms':>9} {'CPU ms':>7} {'small':>6} {'exact ms':>9}"]
    for one in results:
        lines.append(f"{one.view:6} {one.move:24} {one.cold_db:8.1f} {one.small_db:9.1f} {one.first_db:9.1f} "
                     f"{one.then_db:8.1f} {one.shift:9.2f} {one.draft_s * 1000:9.0f} {one.draft_cpu_s * 1000:7.0f} "
                     f"{one.small_cpu_s * 1000:6.0f} {one.exact_s * 1000:9.0f}")
    for view in dict.fromkeys(one.view for one in results):
        here = [one for one in results if one.view == view]
        columns = [[getattr(one, f"{name}_db") for one in here] for name in ("cold", "small", "first", "then")]
        lowest, middle = (" / ".join(f"{of(column):.1f}" for column in columns) for of in (min, statistics.median))
        lines.append(f"{view}: median {middle} dB, lowest {lowest} (cold / small / first / then); largest shift "
                     f"{max(one.shift for one in here):.2f} px; CPU of a draft "
                     f"{statistics.median(one.draft_cpu_s for one in here) * 1000:.0f} ms in the median, small "
                     f"{statistics.median(one.small_cpu_s for one in here) * 1000:.0f}")
    lines.append("dB: PSNR of the draft against the exact picture, 8 bits. Cold: of the untouched photo at once; "
                 "small, first: after a free second; then: from the refined move before.")
    return "\n".join(lines)


def psnr(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Return the PSNR of two 8-bit pictures in dB; equal ones have 99."""
    error = float(np.mean((a.astype(np.float32) - b) ** 2))
    return 99.0 if error < 1e-5 else 20 * math.log10(255) - 10 * math.log10(error)


def shift(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Return by how many pixels a picture is moved against another one, by the correlation of their phases."""
    gray = [np.asarray(cv2.cvtColor(np.ascontiguousarray(one), cv2.COLOR_RGB2GRAY), np.float32) for one in (a, b)]
    if min(one.std() for one in gray) < 1:
        return 0.0  # nothing to see
    window = cv2.createHanningWindow(gray[0].shape[::-1], cv2.CV_32F)
    (x, y), _ = cv2.phaseCorrelate(gray[0], gray[1], window)
    return math.hypot(x, y)


def _place(photo: tuple[int, int], view: str, viewport: tuple[int, int]) -> tuple[Region, tuple[int, int]]:
    height, width = photo
    if view == "fit":
        scale = min(1.0, viewport[0] / height, viewport[1] / width)
        return (0, 0, height, width), (round(height * scale), round(width * scale))
    size = min(height, viewport[0]), min(width, viewport[1])
    return ((height - size[0]) // 2, (width - size[1]) // 2, *size), size


def _recipe(start: Recipe, changes: dict[str, Any]) -> Recipe:
    shot = replace(start.shot, **{name: value for name, value in changes.items() if name in _SHOT})
    edits = RawEdits(**{name: value for name, value in changes.items() if name not in (*_SHOT, "camera")})
    camera = camera_named(changes["camera"]) if "camera" in changes else None
    return replace(start, edits=edits, shot=shot, camera=camera)
