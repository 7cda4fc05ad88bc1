"""Make resources/sample.jpg: a RAW developed by our own forward camera, so that nothing of anybody's JPEG is shipped.

    python scripts/make_sample.py GoPro-HERO7_9231.DNG

The RAW is by its author under Apache-2.0/MIT; see resources/README.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from paramisp_core import load_isp, open_photo
from paramisp_core.editing.edits import RawEdits
from paramisp_core.files.export import export_image
from paramisp_core.raw.cfa import apply_orientation
from paramisp_core.resources import resource_path

_EXPOSURE_EV = 0.3
_LONGEST = 1800


def main() -> None:
    """Develop, reduce and write the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path, metavar="RAW", help="the RAW file to develop")
    args = parser.parse_args()
    if not args.raw.is_file():
        parser.error(f"{args.raw} is not there")
    photo = open_photo(args.raw)
    assert photo.raw is not None
    forward = load_isp("forward")
    rgb = forward.to_srgb(RawEdits(exposure_ev=_EXPOSURE_EV).apply(photo.raw), photo.shot)
    upright = np.ascontiguousarray(apply_orientation(rgb, photo.orientation))
    scale = _LONGEST / max(upright.shape[:2])
    small = cv2.resize(upright, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    export_image(np.asarray(small, np.float32), resource_path("sample.jpg"), shot=photo.shot, camera=photo.camera,
                 exif=photo.exif, quality=90, notes=(f"developed by {forward.card.name} from {photo.path.name}",))


if __name__ == "__main__":
    main()
