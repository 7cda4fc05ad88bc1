"""The camera database: measured facts of over 800 cameras, found by EXIF make and model however they are spelt."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.profile import CameraProfile
from paramisp_core.errors import Sentence, UserError
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import D65_XYZ, normalized_gains
from paramisp_core.resources import resource_path

if TYPE_CHECKING:
    from paramisp_core.camera.exif import ExifFacts

Gains = NDArray[np.float64]

# First words of EXIF's Make, in the order they are tried, to one brand each.
_BRANDS: tuple[tuple[str, str], ...] = (
    ("SONY ERICSSON", "sonyericsson"), ("SONY", "sony"), ("NIKON", "nikon"), ("CANON", "canon"),
    ("OM DIGITAL", "om"), ("OM SYSTEM", "om"), ("OLYMPUS", "olympus"), ("FUJI", "fujifilm"),
    ("PANASONIC", "panasonic"), ("MATSUSHITA", "panasonic"), ("PENTAX", "pentax"), ("ASAHI", "pentax"),
    ("RICOH", "pentax"), ("KONICA MINOLTA", "minolta"), ("MINOLTA", "minolta"), ("EASTMAN KODAK", "kodak"),
    ("KODAK", "kodak"), ("SAMSUNG", "samsung"), ("SEIKO EPSON", "epson"), ("EPSON", "epson"),
    ("LEICA", "leica"), ("CREO", "leaf"), ("LEAF", "leaf"), ("PHASE ONE", "phaseone"), ("MAMIYA", "mamiya"),
    ("HASSELBLAD", "hasselblad"), ("SINAR", "sinar"), ("HMD GLOBAL", "nokia"), ("NOKIA", "nokia"),
    ("LG ELECTRONICS", "lg"), ("LG MOBILE", "lg"), ("LGE", "lg"), ("LG", "lg"),
)

# Words a maker puts before its model names, and users leave out or put in.
_SERIES: dict[str, tuple[str, ...]] = {
    "canon": ("EOS", "EOSDIGITAL", "POWERSHOT"), "nikon": ("COOLPIX",), "fujifilm": ("FINEPIX",),
    "panasonic": ("DMC", "DC", "LUMIX"), "minolta": ("DIMAGE", "DYNAX"), "sony": ("DSLR", "SLT", "DSC"),
    "kodak": ("EASYSHARE",),
}

# Preset names of the makers to the kinds of light that EXIF's LightSource tells apart.
_PRESETS: dict[str, tuple[str, ...]] = {
    "Daylight": ("Daylight", "Direct Sunlight", "Sunny", "D55", "5500K", "5300K"),
    "Cloudy": ("Cloudy", "6500K", "6000K"),
    "Shade": ("Shade", "Shadow", "7500K"),
    "Tungsten": ("Tungsten", "Incandescent", "3200K", "3000K", "2700K"),
    "Fluorescent": ("Fluorescent", "Cool White Fluorescent", "White Fluorescent", "Neutral Fluorescent"),
    "Daylight Fluorescent": ("Daylight Fluorescent", "Fluorescent High", "Fluorescent"),
    "Day White Fluorescent": ("Day White Fluorescent", "Neutral Fluorescent", "Fluorescent"),
    "Cool White Fluorescent": ("Cool White Fluorescent", "Fluorescent"),
    "White Fluorescent": ("White Fluorescent", "Fluorescent"),
    "Warm White Fluorescent": ("Warm White Fluorescent", "Fluorescent"),
    "Flash": ("Flash", "Flash (auto mode)", "Flash WB"),
    "5000K": ("5000K", "Daylight", "Direct Sunlight"),
}


_NOISE = re.compile(r"[^A-Z0-9]")
_MARK = re.compile(r"MK ?(III|II|IV)\b")
_ROMAN = {"II": "2", "III": "3", "IV": "4"}


def _load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource_path(name).read_text(encoding="utf-8"))
    return data


def _clean(text: str) -> str:
    """Upper case without NULs and doubled blanks."""
    return " ".join(text.replace("\0", " ").upper().split())


def _brand(make: str) -> str:
    clean = _clean(make)
    for start, brand in _BRANDS:
        if clean.startswith(start):
            return brand
    return re.sub(r"[^A-Z0-9].*", "", clean).lower()


def _brand_words(brand: str) -> tuple[str, ...]:
    return tuple(start for start, name in _BRANDS if name == brand) or (brand.upper(),)


def _model_key(brand: str, model: str) -> str:
    """Model without brand words, blanks and punctuation; 'Mark II', 'MarkII' and 'Mk2' are one."""
    text = _clean(model)
    shorter = True
    while shorter:  # "Canon Canon EOS 5D"
        shorter = False
        for word in _brand_words(brand):
            if text.startswith(word + " ") or text.startswith(word + "_"):
                text, shorter = text[len(word) + 1:].lstrip(" ,_"), True
    text = re.sub(r"\b(ZOOM )?DIGITAL CAMERA$", "", text).strip()
    text = text.replace("MARK", "MK").replace("+", "PLUS")
    if "MK" in text:
        text = _MARK.sub(lambda match: "MK" + _ROMAN[match[1]], text)
    return _NOISE.sub("", text)


def _spellings(facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (brand, model key) for each name of a camera, the EXIF spelling first."""
    brands = [_brand(facts["exif_make"]), _brand(facts["make"])]
    for brand in dict.fromkeys(brands):
        for model in (facts["exif_model"], facts["model"], *facts.get("aliases", ())):
            yield brand, _model_key(brand, model)


class _Database:
    """All profiles and the index over their spellings, made once."""

    def __init__(self) -> None:
        presets = _load("white_balance.json")["cameras"]
        measured = _load("cameras.json")["cameras"] | _load("cameras_more.json")["cameras"]
        cameras = measured | _load("cameras_libraw.json")["cameras"] | _load("cameras_phones.json")["cameras"]
        self.cameras: list[CameraProfile] = []
        self.index: dict[tuple[str, str], CameraProfile] = {}
        late: list[tuple[tuple[str, str], CameraProfile]] = []
        for name, facts in cameras.items():
            black, white = facts.get("black", 0), facts.get("white", 65535)
            if white <= black:  # two cameras' white is listed as 0: not measured
                white = 65535
            camera = CameraProfile(
                name=name,
                make=facts["exif_make"],
                model=facts["exif_model"],
                xyz_to_camera=tuple(tuple(row) for row in facts["xyz_to_camera"]),
                cfa=CFA(facts.get("cfa", "RGGB")),
                black_level=black,
                white_level=white,
                presets={k: (r / g, 1.0, b / g)
                         for k, (r, g, b) in (facts.get("presets") or presets.get(name, {})).items()},
                phone=facts.get("phone", False),
            )
            self.cameras.append(camera)
            first, *others = _spellings(facts)
            self.index.setdefault(first, camera)
            late += [(key, camera) for key in others]
        for key, camera in late:  # a camera's own EXIF name goes before another's alias
            self.index.setdefault(key, camera)
        self.cameras.sort(key=lambda camera: natural_order(camera.name))
        self.measured = [camera for camera in self.cameras if camera.name in measured]


def natural_order(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts names as people do: "EOS 10D" before "EOS 100D", whatever the case."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name.casefold()) if part]


@lru_cache(maxsize=1)
def _database() -> _Database:
    return _Database()


@lru_cache(maxsize=1)
def _generic() -> CameraProfile:
    """Return the stand-in: the median camera.

    Matrices are scaled to answer 1 in green to D65 before the median, so that a camera's overall scale does
    not count. Presets are the generic daylight times the median ratio of each preset to daylight.
    """
    cameras = _database().measured
    daylight = np.median([c.daylight for c in cameras if c.presets], 0)
    # Keep color from the median, neutral from the measured daylights: they are better known than its sums.
    presets: dict[str, tuple[float, float, float]] = {}
    for kind in ("Daylight", "Cloudy", "Shade", "Tungsten", "Fluorescent", "Flash"):
        ratios = [np.divide(gains, c.daylight) for c in cameras if (gains := _measured(c, kind)) is not None]
        red, green, blue = daylight * np.median(ratios, 0)
        presets[kind] = (float(red / green), 1.0, float(blue / green))
    rows = median_matrix(cameras)
    return CameraProfile("Generic camera", "ParamISP", "Generic", rows, presets=presets, generic=True)


@lru_cache(maxsize=1)
def _generic_phone() -> CameraProfile:
    """Return the stand-in for phones: the median of the phones, daylight as its matrix sees D65."""
    phones = [camera for camera in _database().cameras if camera.phone]
    return CameraProfile("Generic phone", "ParamISP", "Generic", median_matrix(phones), generic=True, phone=True)


def median_matrix(cameras: Sequence[CameraProfile]) -> tuple[tuple[float, float, float], ...]:
    """Return the median XYZ to camera matrix, each scaled to see 1 of D65 in green; to four digits."""
    matrices = np.array([camera.matrix for camera in cameras])
    matrices /= (matrices @ D65_XYZ)[:, 1, None, None]
    return tuple((float(a), float(b), float(c)) for a, b, c in np.round(np.median(matrices, 0), 4))


def _measured(camera: CameraProfile, kind: str) -> Gains | None:
    """Return the camera's own preset for a kind of light, by whichever name its maker uses; None without."""
    for name in _PRESETS.get(kind, (kind,)):
        if name in camera.presets:
            return normalized_gains(camera.presets[name])
    return None


def all_cameras() -> tuple[CameraProfile, ...]:
    """Return every camera of the database by name, numbers as numbers (the generic ones are not among them)."""
    return tuple(_database().cameras)


def measured_cameras() -> tuple[CameraProfile, ...]:
    """Return the cameras of which levels and CFA are known too, by name.

    Virtual cameras are drawn from these, so that a seed goes on to mean the same when LibRaw comes to know more.
    """
    return tuple(_database().measured)


def generic_camera() -> CameraProfile:
    """Return the stand-in for a camera that is not in the database; its ``generic`` is True."""
    return _generic()


def generic_phone() -> CameraProfile:
    """Return the stand-in for a phone that is not in the database: half as far from true colors as the camera's.

    1.5 dE2000 instead of 2.7 on a ColorChecker, each phone left out in turn (scripts/measure_stand_ins.py).
    """
    return _generic_phone()


def find_camera(make: str | None, model: str | None) -> CameraProfile | None:
    """Return the profile for EXIF's Make and Model (tags 271, 272), or None when it is not in the database.

    Case, blanks, NULs, punctuation, repeated makes, company names, regional aliases and "Mark II" spellings
    do not matter. Nothing is guessed: D700 never finds D7000.
    """
    if not model or not _clean(model):
        return None
    index = _database().index
    brands = [_brand(make)] if make and _clean(make) else []
    # Some programs write the make into the model only.
    brands += [brand for start, brand in _BRANDS if _clean(model).startswith(start)]
    for brand in dict.fromkeys(brands):
        # Olympus writes several regional names into one tag: "E-20,E-20N,E-20P", "FE230/X790".
        for part in (model, *re.split(r"[,/]", model)):
            found = index.get((brand, _model_key(brand, part)))
            if found is not None:
                return found
    return None


def _by_words(text: str) -> list[CameraProfile]:
    """Return the cameras that a user's wording names exactly, with make and series words optional."""
    clean = _clean(text)
    database = _database()
    exact = [c for c in database.cameras if _clean(c.name) == clean]
    if exact:
        return exact
    found = find_camera(None, clean) or find_camera(clean.split(" ")[0] if clean else None, clean)
    if found is not None:
        return [found]
    matches: dict[str, CameraProfile] = {}
    for (brand, key), camera in database.index.items():
        wanted = _model_key(brand, clean)
        if wanted and (key == wanted or key in {word + wanted for word in _SERIES.get(brand, ())}):
            named = [b for start, b in _BRANDS if clean.startswith(start)]
            if not named or brand in named:
                matches[camera.name] = camera
    return list(matches.values())


def search_cameras(text: str) -> list[CameraProfile]:
    """Return the cameras whose name, EXIF name or alias contains every word of ``text``, best match first.

    An empty text returns all of them.
    """
    words = _clean(text).split()
    exact = _by_words(text) if words else []
    haystacks = _haystacks()
    squeezed = _NOISE.sub("", _clean(text))

    def matches(camera: CameraProfile) -> bool:
        spaced, tight = haystacks[camera.name]
        return all(word in spaced for word in words) or bool(squeezed and squeezed in tight)

    names = {c.name for c in exact}
    return exact + [c for c in all_cameras() if c.name not in names and matches(c)]


@lru_cache(maxsize=1)
def _haystacks() -> dict[str, tuple[str, str]]:
    """Each camera's searchable words, and the same without blanks and punctuation."""
    words = {c.name: [_clean(c.name), _clean(c.make), _clean(c.model)] for c in all_cameras()}
    for (_, key), camera in _database().index.items():
        words[camera.name].append(key)
    return {name: (" ".join(parts), "|".join(_NOISE.sub("", part) for part in parts))
            for name, parts in words.items()}


def camera_named(text: str) -> CameraProfile:
    """Return the one camera a user means by ``text`` ("Nikon D7000", "canon eos 5d mk ii", "generic").

    Raises UserError, which offers the nearest names, when there is none or more than one.
    """
    if _clean(text) in ("GENERIC", "GENERIC CAMERA"):
        return generic_camera()
    if _clean(text) == "GENERIC PHONE":
        return generic_phone()
    found = _by_words(text)
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise UserError("“{text}” names several cameras: {names}.", text=text,
                        names=", ".join(c.name for c in found[:6]))
    names = [c.name for c in all_cameras()]
    lower = {name.lower(): name for name in names}
    near = [lower[n] for n in difflib.get_close_matches(text.lower(), lower, n=5, cutoff=0.5)]
    near = near or [c.name for c in search_cameras(text)[:5]]
    hint = f" Did you mean {', '.join(near)}?" if near else " “paramisp cameras” lists the known ones."
    raise UserError("No camera named “{text}” is in the database.{hint}", text=text, hint=hint)


def preset_gains(camera: CameraProfile, kind: str) -> Gains:
    """Return the camera's gains (3,), green = 1, for a kind of light ("Daylight", "Tungsten", "Flash" …).

    Where the camera's own preset was not measured: its daylight times the median camera's ratio.
    """
    own = _measured(camera, kind)
    if own is not None:
        return own
    generic = generic_camera()
    general = _measured(generic, kind)
    if general is None:
        general = _measured(generic, "Fluorescent" if "Fluorescent" in kind else "Daylight")
        assert general is not None  # the generic camera has both
    return normalized_gains(camera.daylight * general / generic.daylight)


def as_shot_white_balance(camera: CameraProfile, facts: ExifFacts) -> tuple[Gains, str]:
    """Return the gains (3,), green = 1, the photo was most likely taken with, and in words where from.

    In this order: the gains in the maker note (when ``camera`` is the one that took the photo), the preset of
    EXIF's LightSource, the flash preset when it fired, the camera's daylight.
    """
    own = find_camera(facts.make, facts.model)
    if facts.white_balance is not None and own is not None and own.name == camera.name:
        return normalized_gains(facts.white_balance), Sentence("as shot, from the {source}",
                                                                     source=facts.white_balance_source)
    if facts.light_source is not None:
        measured = _measured(camera, facts.light_source) is not None
        words = Sentence("{light} preset (EXIF light source)", light=Sentence(facts.light_source)) if measured else (
            Sentence("{light} preset, estimated from other cameras (EXIF light source)",
                     light=Sentence(facts.light_source)))
        return preset_gains(camera, facts.light_source), words
    if facts.flash_fired:
        return preset_gains(camera, "Flash"), Sentence("Flash preset (EXIF says that it fired)")
    if camera.generic:
        return camera.daylight, Sentence(
            "daylight of the generic phone" if camera.phone else "daylight of the generic camera")
    return camera.daylight, Sentence("camera daylight")


@lru_cache(maxsize=1)
def _noise() -> dict[str, NDArray[np.float64]]:
    rows = _load("noise.json")["cameras"]
    return {name: np.array(sorted(r), dtype=np.float64) for name, r in rows.items()}


def noise_cameras() -> tuple[str, ...]:
    """Return the names of the cameras with a measured noise profile (374; some have no color matrix)."""
    return tuple(_noise())


def noise_profile(camera_name: str, iso: float) -> tuple[Gains, Gains] | None:
    """Return (a (3,), b (3,)) of a camera at an ISO; None when its noise was not measured.

    On raw data scaled to 0..1 the variance of each channel is a * x + b. Interpolated along log ISO; beyond
    the measured range shot noise grows with ISO and read noise with its square. Measured values below zero
    (a failed fit) are raised to a floor, so that a > 0 and b >= 0.
    """
    rows = _noise().get(camera_name)
    if rows is None:
        return None
    good = rows[(rows[:, 1:4] > 0).all(1)]
    rows = good if len(good) else rows
    speeds = np.log2(rows[:, 0])
    at = np.log2(max(iso, 1.0))
    inside = np.clip(at, speeds[0], speeds[-1])
    values = np.array([np.interp(inside, speeds, rows[:, column]) for column in range(1, 7)])
    ratio = 2.0 ** (at - inside)
    return np.maximum(values[:3] * ratio, 1e-8), np.maximum(values[3:] * ratio**2, 0.0)


def median_noise_profile(iso: float) -> tuple[Gains, Gains, int]:
    """Return (a, b) of :func:`noise_profile` for the median camera, and of how many cameras that is."""
    every = [one for name in noise_cameras() if (one := noise_profile(name, iso)) is not None]
    return np.median([a for a, _ in every], 0), np.median([b for _, b in every], 0), len(every)


@lru_cache(maxsize=1)
def tone_curves() -> dict[str, NDArray[np.float64]]:
    """Return the measured base curves by name: (N, 2) nodes, scene-linear in, display-linear out, 0..1."""
    curves = _load("tone_curves.json")["curves"]
    return {name: np.array(curve["nodes"], dtype=np.float64) for name, curve in curves.items()}


# ITU-T T.81, table K.1: steps of luma for quality 50
_ANNEX_K = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)


@dataclass(frozen=True)
class Quantization:
    """How a camera rounds the JPEGs it writes: tables (64,) by rows, 1..255 (ITU-T T.81), and "4:2:2" or the like."""

    camera: str
    subsampling: str
    luma: tuple[int, ...]
    chroma: tuple[int, ...]

    @property
    def saving(self) -> dict[str, Any]:
        """Pillow's options that write a JPEG rounded like this."""
        return {"qtables": [list(self.luma), list(self.chroma)], "subsampling": self.subsampling}

    @property
    def quality(self) -> int:
        """libjpeg's quality, 1..100, whose table for luma is as coarse on average: its jpeg_quality_scaling, undone."""
        whole = [(step, usual) for step, usual in zip(self.luma, _ANNEX_K, strict=True) if step < 255]
        if not whole:  # all were cut
            return 1
        coarser = 100 * sum(step for step, _ in whole) / sum(usual for _, usual in whole)  # percent
        quality = 100 - coarser / 2 if coarser <= 100 else 5000 / coarser
        return min(max(round(quality), 1), 100)


@lru_cache(maxsize=1)
def jpeg_quantizations() -> tuple[Quantization, ...]:
    """Return the ways to quantize a JPEG that were read off cameras' own photos."""
    return tuple(Quantization(one["camera"], one["subsampling"], tuple(one["luma"]), tuple(one["chroma"]))
                 for one in _load("jpeg_tables.json")["tables"])


def plausible_gains(gains: Any) -> Gains | None:
    """Return gains (3,) normalized to green = 1, or None unless each is one a camera could have used."""
    try:
        normal = normalized_gains(gains)
    except (ValueError, TypeError, ZeroDivisionError):
        return None
    return normal if ((normal > 0.2) & (normal < 8.0)).all() else None
