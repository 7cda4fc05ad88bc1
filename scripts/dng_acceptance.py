#!/usr/bin/env python3
"""Inverts photos and asks every raw program on this machine whether the DNGs are right.

    .venv/bin/python scripts/dng_acceptance.py TOOL PHOTO... [--keep DIR] [--distortion] [-- OPTIONS OF THE TOOL]

TOOL is ../shared/tools/dng_clients.py. The reference picture is the neutral render of the RAW before it was
written, so that a fault of the writer cannot hide in both. Exit status 0: every DNG was accepted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from paramisp_core import load_isp, open_photo, write_dng
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.geometry import Geometry
from paramisp_core.files.export import export_image
from paramisp_core.raw.develop import neutral_render


def main() -> int:
    """Check every photo; print one line for each, after the tool's own."""
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    own, tool_options = sys.argv[1:split], sys.argv[split + 1:]
    raw_text = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw_text)
    parser.add_argument("tool", type=Path)
    parser.add_argument("photos", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, help="leave the DNGs and reference pictures there")
    parser.add_argument("--distortion", action="store_true",
                        help="tell raw programs to take the lens's distortion out, where the lens is known")
    args = parser.parse_args(own)
    inverse = load_isp("inverse")
    refused = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for path in args.photos:
            photo = open_photo(path)
            raw = inverse.to_raw(photo)
            dng, reference = folder / f"{path.stem}.dng", folder / f"{path.stem}.png"
            warp = Geometry.of_photo(photo, RawEdits(distortion=100.0 if args.distortion else 0.0)).warp
            # the reference keeps the distortion: of the programs only Adobe's takes it out without being asked
            write_dng(raw, dng, shot=photo.shot, camera=photo.camera, exif=photo.exif, warp=warp,
                      preview=Geometry(photo.size, warp=warp).finished(photo.rgb))
            export_image(neutral_render(raw), reference, orientation=photo.orientation)
            command = [sys.executable, str(args.tool), str(dng), "--reference", str(reference), *tool_options]
            accepted = subprocess.run(command, check=False).returncode == 0
            told = ", distortion taken out" if warp else ""
            print(f"{'accepted' if accepted else 'REFUSED'}: {path.name} ({photo.camera.name}{told})", flush=True)
            if not accepted:
                refused.append(path.name)
    print(f"{len(args.photos) - len(refused)} of {len(args.photos)} DNGs accepted by every program")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
