#!/usr/bin/env python3
"""Writes resources/jpeg_tables.json: how cameras quantize JPEGs, read off photos as they left the camera.

    .venv/bin/python scripts/make_jpeg_tables.py ../shared/data

A photo counts if its Exif tells the camera and no program has saved it since, as far as Exif's Software and the
tables tell: those that libjpeg has for a quality are what programs write. Equal tables are written once, under the
first camera that was seen with them. A table is 64 numbers, rows of the 8x8 block, each the step (in units of the
8-bit picture's DCT) to which that frequency is rounded (ITU-T T.81, A.3.4); one for luma, one for both chromas.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from pathlib import Path

from PIL import ExifTags, Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core.files.pixels import quantization_of  # noqa: E402

TARGET = ROOT / "resources" / "jpeg_tables.json"
_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|darktable|rawtherapee|capture|picasa|acdsee|ninja|paint|imagemagick", re.IGNORECASE)


def main() -> None:
    """Read the folders named on the command line and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    found: dict[tuple[object, ...], str] = {}
    programs = {_libjpeg_luma(quality) for quality in range(1, 101)}
    folders = parser.parse_args().folders
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg")):
            with Image.open(path) as picture:
                exif = picture.getexif()
                tables = getattr(picture, "quantization", {})
                rounding = quantization_of(picture) if len(tables) >= 2 else None
            camera = str(exif.get(ExifTags.Base.Model, "")).strip("\0 ")
            program = str(exif.get(ExifTags.Base.Software, ""))
            if not camera or rounding is None or _EDITORS.search(program + path.stem):
                continue
            if rounding.luma in programs:
                continue
            found.setdefault((rounding.luma, rounding.chroma, rounding.subsampling), camera)
    if not found:  # a mistyped folder must not empty the table
        parser.error(f"no JPEG in {', '.join(map(str, folders))} is as a camera wrote it")
    entries = [{"camera": camera, "subsampling": sampling, "luma": luma, "chroma": chroma}
               for (luma, chroma, sampling), camera in found.items()]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    source = "quantization tables of JPEGs as cameras wrote them, read by scripts/make_jpeg_tables.py"
    TARGET.write_text(f'{{"source": {json.dumps(source)},\n"tables": [\n{lines}\n]}}\n')
    print(f"{len(entries)} ways to quantize, {TARGET.stat().st_size / 1000:.0f} kB: "
          + ", ".join(str(e["camera"]) for e in entries))


def _libjpeg_luma(quality: int) -> tuple[int, ...]:
    data = io.BytesIO()
    Image.new("L", (8, 8)).save(data, "JPEG", quality=quality)
    with Image.open(data) as picture:
        return tuple(picture.quantization[0])  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
