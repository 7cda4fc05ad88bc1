"""Measure how far the window's picture lies from the export at each zoom, after a strong edit.

    python scripts/measure_preview.py photo.jpg … [--megapixels 3]

Reduced, the export is averaged over the area of each of the window's pixels. Prints, over all photos, the mean of the
difference, what 99.9 % of the values lie within, and the largest one, in steps of 255. No screen is needed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import cv2
import numpy as np

from app.edits.edit import Edit
from app.live.engine import Engine
from app.picture.geometry import Region
from paramisp_core.applications.small import reduced_photo

SCALES = (0.25, 1 / 3, 0.5, 2 / 3, 0.8, 1.0)


def main() -> int:
    """Compare all photos at all scales."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--megapixels", type=float, default=3.0, help="larger photos are reduced first (default 3)")
    args = parser.parse_args()
    engine = Engine()
    engine.load()
    engine.adopt_thread()
    apart: dict[float, list[np.ndarray]] = {scale: [] for scale in SCALES}
    for path in args.photos:
        photo = reduced_photo(engine.open(path), round(args.megapixels * 1e6))
        height, width = photo.size
        whole = Region(0, 0, height, width)
        edit = Edit.of(photo).with_setting("iso", 1600.0).with_raw(
            exposure_ev=0.3, kelvin=4300.0, tint=4.0, highlights=-0.6, shadows=0.8, black_point=0.2, saturation=15.0,
            vibrance=10.0, denoise=40.0, curve=((0.0, 0.02), (0.5, 0.55), (1.0, 1.0)))
        development = engine.develop(photo)

        def drawn(size: tuple[int, int], of=development, edit=edit, whole=whole) -> np.ndarray:
            return engine.draw(of, edit, "render", whole, size, True, lambda _: None).rgb8

        exported = drawn((height, width))  # from 100 % on the window's picture is the export's, within 1
        for scale in SCALES:
            size = max(1, round(height * scale)), max(1, round(width * scale))
            shown = drawn(size)
            reduced = cv2.resize(exported, shown.shape[1::-1], interpolation=cv2.INTER_AREA)
            apart[scale].append(np.abs(shown.astype(np.int16) - reduced).reshape(-1))
    print(f"{len(args.photos)} photos   mean   99.9 %   most")
    for scale, parts in apart.items():
        every = np.concatenate(parts)
        print(f"{scale:8.0%}   {every.mean():7.2f}   {np.percentile(every, 99.9):6.0f}   {every.max():4d}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
