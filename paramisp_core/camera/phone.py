"""Tells by EXIF whether a phone took a photo, and with which of its cameras."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from paramisp_core.camera.exif import ExifFacts

Module = Literal["front", "ultra-wide", "telephoto"]

ULTRA_WIDE, TELEPHOTO = 20.0, 40.0
"""Equivalent focal lengths, in mm, beyond which it is not a phone's main camera: those have 22 to 35."""

# Makers of phones only, by the first word of EXIF's Make.
_MAKERS = frozenset((
    "APPLE", "GOOGLE", "HUAWEI", "HONOR", "XIAOMI", "REDMI", "POCO", "ONEPLUS", "OPPO", "REALME", "VIVO", "IQOO",
    "MOTOROLA", "HTC", "LG", "LGE", "HMD", "NOKIA", "BLACKBERRY", "RIM", "RESEARCH", "ZTE", "NUBIA", "MEIZU", "ASUS",
    "LENOVO", "TCL", "ALCATEL", "TCT", "FAIRPHONE", "ESSENTIAL", "NOTHING", "MICROSOFT", "PALM", "SHARP", "TECNO",
    "INFINIX", "ITEL", "WIKO", "BQ", "GIONEE", "COOLPAD", "LEECO", "LEMOBILE", "LETV", "RAZER", "CAT", "BULLITT",
    "BLACKVIEW", "DOOGEE", "ULEFONE", "UMIDIGI", "OUKITEL", "CUBOT", "ELEPHONE", "SMARTISAN", "MICROMAX", "AMAZON",
    "KYOCERA", "ACER", "DELL", "SIEMENS",
))
# Of makers of both, by the beginning of EXIF's Model.
_MODELS = {
    "SAMSUNG": re.compile(r"(SAMSUNG[ -])?(SM-[AEFGJMNSTXZ]|S[CGP]H-|GT-|GALAXY|SC-\d\d|SC[GV]\d|YP-G|NEXUS)"),
    "SONY": re.compile(r"XPERIA|XQ-|SO-\d\d|SO[GV]\d|[C-J]\d{4}$|[LMSW]T\d\di|SGP\d"),
    "PANASONIC": re.compile(r"DMC-CM\d|ELUGA|P-\d\d[A-Z]"),
}


def is_phone(make: str | None, model: str | None) -> bool:
    """Tell whether EXIF's Make and Model (tags 271, 272) are a phone's or a tablet's."""
    maker, name = " ".join((make or "").upper().split()), " ".join((model or "").upper().split())
    first = re.split(r"[^A-Z0-9]", maker)[0]
    if first in _MAKERS or maker.startswith("SONY ERICSSON"):
        return True
    kind = _MODELS.get(first)
    return kind is not None and kind.match(name) is not None


def other_module(facts: ExifFacts) -> Module | None:
    """Return which camera of a phone took a photo where it was not the main one, as far as the file tells.

    By the lens's name, where it has the words; else by the equivalent focal length, of which digital zoom is taken off.
    The lens of an iPhone "back triple camera 1.54mm f/2.4" is told from the main one by that only.
    """
    lens = str(facts.carried.get("LensModel") or "").lower()
    if "front" in lens:
        return "front"
    if re.search(r"ultra ?-?wide", lens):
        return "ultra-wide"
    if "tele" in lens:
        return "telephoto"
    equivalent = facts.carried.get("FocalLengthIn35mmFilm")
    if not isinstance(equivalent, int) or equivalent <= 0:
        return None
    # Some makers count the zoom in, some do not: only what is so either way is taken for another camera.
    lengths = (float(equivalent), equivalent / (facts.digital_zoom or 1.0))
    if max(lengths) < ULTRA_WIDE:
        return "ultra-wide"
    return "telephoto" if min(lengths) > TELEPHOTO else None
