#!/usr/bin/env python3
"""Writes resources/cameras_libraw.json: cameras that LibRaw knows the color matrix of and RawSpeed's table lacks.

    .venv/bin/python scripts/make_cameras.py          # with the LibRaw inside rawpy; asks it, reads no source code

LibRaw has no function that tells a camera's matrix, but it gives a RAW file the one it knows for the file's make and
model: so a DNG of 64 x 64 zeros without a matrix is written for every name in its list of cameras, and opened. What
has no matrix there (phones, whose DNGs carry their own), four colors, or no sensor with color filters, is left out,
and so are names that RawSpeed's table has. LibRaw goes by how a name begins, so that "SL2" would get what is known of
the "S": a name counts only if it is told from the same name without its last letter, or is one of VARIANTS, which are
the same camera in another body. Levels are not known that way: the data are taken as 14 bits from 0, phones' as 10.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
import rawpy
import tifffile

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core.camera.database import camera_named, find_camera, measured_cameras  # noqa: E402
from paramisp_core.errors import UserError  # noqa: E402
from paramisp_core.raw.color import SRGB_TO_XYZ  # noqa: E402

TARGET = ROOT / "resources" / "cameras_libraw.json"
# of LibRaw's list the makers of cameras that write JPEGs: its name for each, ours, EXIF's Make
MAKERS = {
    "Canon": ("Canon", "Canon"), "Nikon": ("Nikon", "NIKON CORPORATION"), "Sony": ("Sony", "SONY"),
    "FujiFilm": ("Fujifilm", "FUJIFILM"), "Panasonic": ("Panasonic", "Panasonic"),
    "Olympus": ("Olympus", "OLYMPUS CORPORATION"), "OM Digital Solutions": ("OM", "OM Digital Solutions"),
    "Pentax": ("Pentax", "PENTAX"), "Ricoh": ("Ricoh", "RICOH"), "Leica": ("Leica", "LEICA CAMERA AG"),
    "Hasselblad": ("Hasselblad", "Hasselblad"), "Casio": ("Casio", "CASIO COMPUTER CO.,LTD."),
    "Kodak": ("Kodak", "EASTMAN KODAK COMPANY"), "Minolta": ("Minolta", "Minolta Co., Ltd."),
    "Konica": ("Konica", "KONICA"), "Samsung": ("Samsung", "SAMSUNG"), "DJI": ("DJI", "DJI"),
    "Zeiss": ("Zeiss", "ZEISS"), "Yi": ("YI", "YI TECHNOLOGY"), "Polaroid": ("Polaroid", "Polaroid"),
}
VARIANTS = ("EOS M50", "EOS R5 C", "EOS 20Da", "EOS 60Da", "Galaxy S7 Edge", "Galaxy S9+", "M8.2", "M10-D", "M10-P",
            "GR IIIx")
# Samsung's phones: EXIF has the number of the model, with a letter or two for the network
PHONES = {"Galaxy S6": "SM-G920", "Galaxy S7": "SM-G930", "Galaxy S7 Edge": "SM-G935", "Galaxy S8": "SM-G950",
          "Galaxy S9": "SM-G960", "Galaxy S9+": "SM-G965"}
NETWORKS = ("", "F", "FD", "A", "K", "L", "N", "P", "S", "T", "U", "U1", "V", "W", "W8")
_ROMAN = {"II": "2", "III": "3", "IV": "4", "V": "5", "VA": "5A", "VI": "6", "VII": "7"}
_MONOCHROME = re.compile(r"Monochrom|Achromatic|IR$|^Kodak DCS\d+M")


def main() -> int:
    """Ask LibRaw for every camera of its list; write and count what it tells."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    found: dict[str, dict[str, object]] = {}
    for listed in libraw_names():
        maker = next((name for name in MAKERS if listed.startswith(f"{name} ")), None)
        if maker is None or _MONOCHROME.search(listed) or "decode only" in listed:
            continue
        make, exif_make = MAKERS[maker]
        models = spellings(maker, listed[len(maker) + 1:])
        if not models or any(is_known(make, exif_make, model) for model in models):
            continue
        matrix = next((m for model in models if (m := own_matrix_of(exif_make, model)) is not None), None)
        name = f"{make} {models[0]}"
        if matrix is None or name in found:
            continue
        found[name] = {"make": make, "model": models[0], "exif_make": exif_make, "exif_model": models[0],
                       "xyz_to_camera": np.round(matrix, 4).tolist(),
                       **({"aliases": models[1:]} if models[1:] else {}), "cfa": "RGGB",
                       "black": 0, "white": 1023 if models[0] in PHONES else 16383,
                       **({"phone": True} if models[0] in PHONES else {})}
    lines = [f"{json.dumps(name)}:{json.dumps(facts, separators=(',', ':'))}" for name, facts in sorted(found.items())]
    source = (f"Facts: XYZ (D65) to camera matrices as LibRaw {'.'.join(map(str, rawpy.libraw_version))} gives them "
              "(scripts/make_cameras.py); CFA and levels are placeholders.")
    TARGET.write_text(f'{{"source":{json.dumps(source)},\n"cameras":{{\n' + ",\n".join(lines) + "}}\n", "utf-8")
    print(f"{len(found)} cameras in {TARGET}")
    return 0


def libraw_names() -> list[str]:
    """Return LibRaw's list of the cameras it supports."""
    library = ctypes.CDLL(str(next(Path(rawpy.__file__).parent.glob("libraw_r.so*"))))
    library.libraw_cameraList.restype = ctypes.POINTER(ctypes.c_char_p)
    listed = library.libraw_cameraList()
    return [(listed[i] or b"").decode("utf-8") for i in range(library.libraw_cameraCount())]


def spellings(maker: str, listed: str) -> list[str]:
    """Return the names of one line of the list: "EOS M50 / Kiss M (note)" are two, "Z 6 III" is "Z6_3" in EXIF.

    maker: as the list has it; listed: the rest of the line.
    """
    inside = re.findall(r"\(([^)]*)\)", listed)
    bare = re.sub(r"\([^)]*\)", "", listed)
    names = [part.strip(" ,") for part in re.split(r" / |, |/(?=[A-Z])", bare) if part.strip(" ,")]
    if not names:
        return []
    first = names[0]
    series = first.rsplit(" ", 1)[0] if " " in first else ""
    out = [first]
    for name in names[1:]:
        # "PowerShot ELPH 160 / IXUS 160": Canon's other names stand alone, with "EOS" or "PowerShot" before them or not
        out += [name, *([f"{series.split(' ')[0]} {name}"] if series else [])]
    out += [inner for inner in inside if re.fullmatch(r"[A-Z0-9][A-Z0-9 -]*[0-9][A-Z0-9 -]*", inner, re.I)
            and "hack" not in inner.lower() and "typ" not in inner.lower()]
    out += [f"{first} (Typ {inner[4:]})" for inner in inside if inner.startswith("Typ ")]
    if first in PHONES:
        out += [PHONES[first] + network for network in NETWORKS]
    if first.startswith("EOS ") and (mark := re.fullmatch(r"(.*) Mark (II|III)", first)):  # "Canon EOS R6m2" in EXIF
        out.append(f"{mark[1]}m{_ROMAN[mark[2]]}")
    if maker == "FujiFilm" and re.fullmatch(r"[EFS]\d.*|HS\d.*|SL\d+", first):  # "FinePix S5500" in EXIF
        out += [f"FinePix {name}" for name in names]
    if re.fullmatch(r"Coolpix \d{4}", first):  # "E5400" in EXIF
        out.append(f"E{first[-4:]}")
    numbered = re.fullmatch(r"(Z) ?(\d+) (II|III)", first)
    if numbered:
        out += [f"{numbered[1]}{space}{numbered[2]}_{_ROMAN[numbered[3]]}" for space in ("", " ")]
    marked = re.fullmatch(r"(DSC-RX\d+R?|DC-\w+) (?:Mark |Mk)?(II|III|IV|V|VA|VI|VII)", first)
    if marked:
        out.append(f"{marked[1]}M{_ROMAN[marked[2]]}")
    return list(dict.fromkeys(out))


def is_known(make: str, exif_make: str, model: str) -> bool:
    """Tell whether the database has a camera already, under whatever series name; not by what this script wrote."""
    found = find_camera(exif_make, model)
    if found is None:
        try:
            found = camera_named(f"{make} {model}")
        except UserError:
            return False
    return found in measured_cameras() and found.name.startswith(make)


def own_matrix_of(make: str, model: str) -> np.ndarray | None:
    """Return what :func:`matrix_of` does, unless LibRaw knows it of the beginning of the name only."""
    found = matrix_of(make, model)
    if found is None or model in VARIANTS:
        return found
    shorter = matrix_of(make, model[:-1])
    return None if shorter is not None and np.array_equal(found, shorter) else found


def matrix_of(make: str, model: str) -> np.ndarray | None:
    """Return the (3, 3) XYZ to camera matrix that LibRaw gives a RAW file of a camera; None where it knows none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "probe.dng"
        tags = [(271, "s", 0, make, True), (272, "s", 0, model, True), (50706, "B", 4, (1, 4, 0, 0), True),
                (50707, "B", 4, (1, 1, 0, 0), True), (33421, "H", 2, (2, 2), True), (33422, "B", 4, (0, 1, 1, 2), True),
                (50717, "I", 1, 65535, True), (50708, "s", 0, f"{make} {model}", True)]
        with tifffile.TiffWriter(path, byteorder="<") as tiff:
            tiff.write(np.zeros((64, 64), np.uint16), photometric="cfa", metadata=None, software=False, extratags=tags)
        try:
            with rawpy.imread(str(path)) as handle:
                table = np.asarray(handle.rgb_xyz_matrix, np.float64)
        except rawpy.LibRawError:
            return None
    neutral = table[:3] @ SRGB_TO_XYZ.sum(1)
    if table[3].any() or (neutral <= 0.02).any() or abs(np.linalg.det(table[:3])) < 1e-4:
        return None
    return table[:3]


if __name__ == "__main__":
    sys.exit(main())
