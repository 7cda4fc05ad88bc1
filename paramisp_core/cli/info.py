"""Say what is known about a photo: camera, shot settings, white balance, and where each came from."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paramisp_core.camera.shot import SETTINGS

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo

_SOURCES = {"exif": "EXIF", "user": "you", "default": "default", "unknown": ""}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("photo", metavar="PHOTO", help="a picture or a RAW file")
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: argparse.Namespace) -> int:
    """Print the facts."""
    from paramisp_core.files.opening import open_photo

    facts = describe(open_photo(Path(args.photo)), args.photo)
    print(json.dumps(facts, indent=2, ensure_ascii=False) if args.json else as_text(facts))
    return 0


def describe(photo: Photo, name: str) -> dict[str, Any]:
    """Return the facts about a photo as plain values (units: seconds, millimetres; gains with green = 1)."""
    from paramisp_core.camera.lens import lens_of

    height, width = photo.size
    lens = lens_of(photo)
    return {
        "file": name,
        "width": width,
        "height": height,
        "orientation": photo.orientation,
        "bits": photo.bits,
        "raw": photo.raw is not None,
        "jpeg": _rounding(photo),
        "camera": {
            "name": photo.camera.name,
            "make": photo.camera.make,
            "model": photo.camera.model,
            "generic": photo.camera.generic,
            "cfa": (photo.camera.cfa if photo.raw is None else photo.raw.cfa).value,
        },
        "shot": {
            one: {"value": photo.shot.value(one), "source": photo.shot.sources[one]} for one in SETTINGS
        },
        "lens": {
            "name": lens.profile.name if lens.profile else None,
            "distortion": bool(lens.profile and lens.profile.distortion),
            "vignetting": bool(lens.profile and lens.profile.vignetting),
            "source": lens.sentence,
        },
        "white_balance": {
            "gains": [round(float(gain), 5) for gain in photo.white_balance],
            "source": photo.white_balance_source,
        },
        "estimated": _estimated(photo),
        "warnings": list(photo.warnings),
    }


def _rounding(photo: Photo) -> dict[str, Any] | None:
    """Return how a JPEG was rounded; None of other files and where the colors were converted."""
    rounding = photo.quantization
    return None if rounding is None else {"quality": rounding.quality, "subsampling": rounding.subsampling}


def _estimated(photo: Photo) -> dict[str, float]:
    """Return the shares, 0..1, of what is no evidence for a RAW: see paramisp_core/raw/confidence.py."""
    from paramisp_core.raw.confidence import estimated_shares

    if photo.raw is not None:
        mask = photo.raw.clip_mask
        at_white = photo.raw.mosaic >= photo.raw.saturation - 1e-4 if mask is None else mask
        return {"clipped": round(float(at_white.mean()), 6), "dark": 0.0}
    clipped, dark = estimated_shares(photo.rgb, 2 ** min(photo.bits, 16) - 1)
    return {"clipped": round(clipped, 6), "dark": round(dark, 6)}


def as_text(facts: dict[str, Any]) -> str:
    """Return the facts as aligned lines."""
    camera, shot, balance = facts["camera"], facts["shot"], facts["white_balance"]
    turned = "" if facts["orientation"] == 1 else f", shown turned (EXIF orientation {facts['orientation']})"
    kind = "RAW" if facts["raw"] else f"{facts['bits']} bit"
    if facts["jpeg"] is not None:
        kind += f", JPEG of quality {facts['jpeg']['quality']}, chroma {facts['jpeg']['subsampling']}"
    lines = [
        ("file", facts["file"]),
        ("size", f"{facts['width']}×{facts['height']}, {kind}{turned}"),
        ("camera", camera["name"] + (" (generic: not in the database)" if camera["generic"] else " (found)")),
        ("CFA", camera["cfa"]),
        ("lens", f"{facts['lens']['name'] or 'unknown'} ({facts['lens']['source'].rstrip('.')})"),
        ("ISO", _value(shot["iso"], "{:g}")),
        ("exposure", _value(shot["exposure_time"], "{}")),
        ("f-number", _value(shot["f_number"], "f/{:g}")),
        ("focal length", _value(shot["focal_length"], "{:g} mm")),
        ("white balance", ", ".join(f"{gain:.3f}" for gain in balance["gains"]) + f" ({balance['source']})"),
        ("estimated", _evidence(facts)),
        *(("note", sentence) for sentence in facts["warnings"]),
    ]
    return "\n".join(f"{label:14} {text}" for label, text in lines)


def _evidence(facts: dict[str, Any]) -> str:
    clipped, dark = facts["estimated"]["clipped"], facts["estimated"]["dark"]
    if facts["raw"]:
        return f"nothing; {clipped:.2%} of the photosites are at the white level"
    reasons = f"{clipped:.2%} clipped, {dark:.2%} crushed or too dark for its {facts['bits']} bits"
    return f"{clipped + dark:.2%} of the photo: {reasons}"


def _value(setting: dict[str, Any], form: str) -> str:
    if setting["value"] is None:
        return "unknown"
    value = _seconds(setting["value"]) if form == "{}" else round(setting["value"], 3)
    source = _SOURCES[setting["source"]]
    return form.format(value) + (f" ({source})" if source else "")


def _seconds(value: float) -> str:
    """Return an exposure time as photographers write it: 1/250 s, 0.5 s, 2 s."""
    return f"1/{round(1 / value)} s" if value < 0.3 else f"{value:g} s"
