"""What is known about the lens of a photo: which it was, its distortion and its vignetting, from lensfun's database.

lensfun (https://lensfun.github.io, database CC BY-SA 3.0) holds measured lens models. Both corrections are brought
into one simple form here: polynomials of the distance from the middle of the photo, 1 in its corners.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import Sentence, joined

_FAR_M = 1000.0  # metres: lensfun's distance for "far away"
_BRIGHTEST = 16.0  # the greatest gain that is taken for a measurement
_VIGNETTING_FRAME = 450  # pixels of the longer side of the frame that vignetting is read from


@dataclass(frozen=True)
class LensProfile:
    """A lens at one focal length and aperture, on one photo.

    name: as lensfun writes it. distortion: c of ``source radius / corrected radius = c0 + c1 r + … + c4 r⁴``, empty
    where it was never measured. vignetting: k of ``light that arrives = 1 + k1 r² + k2 r⁴ + k3 r⁶``, empty likewise.
    r: distance from the middle of the photo, 1 in its corners.
    """

    name: str
    distortion: tuple[float, ...] = ()
    vignetting: tuple[float, ...] = ()


@dataclass(frozen=True)
class LensMatch:
    """profile: None when no lens is known. sentence: from what it was found and what is missing, or why none was."""

    profile: LensProfile | None
    sentence: str


def lens_of(photo: Photo, shot: ShotSettings | None = None, camera: CameraProfile | None = None,
            chosen: str | None = None) -> LensMatch:
    """Return the lens that took a photo.

    shot, camera: how the photo was taken, where the user knows better than the photo. chosen: the name of a lens
    (see :func:`search_lenses`) that the user says it was.
    """
    exif, shot = photo.exif, shot or photo.shot
    make, model = _text(exif, "Make"), _text(exif, "Model")
    if camera is not None and not camera.generic:
        make, model = camera.make, camera.model
    return _match(make, model, _text(exif, "LensMake"), _text(exif, "LensModel"), shot.focal_length, shot.f_number,
                  _number(exif.get("FocalLengthIn35mmFilm")), _number(exif.get("SubjectDistance")), photo.size, chosen)


def search_lenses(text: str, photo: Photo | None = None, camera: CameraProfile | None = None) -> list[str]:
    """Return names of known lenses in which every word of ``text`` occurs.

    First those that fit the photo's camera and focal length, its own maker's before others.
    """
    words = text.lower().split()
    found = [name for name in _names() if all(word in name.lower() for word in words)]
    if photo is None:
        return found
    make, model = _text(photo.exif, "Make"), _text(photo.exif, "Model")
    if camera is not None and not camera.generic:
        make, model = camera.make, camera.model
    rank = _fitting(make, model, photo.shot.focal_length)
    return sorted(found, key=lambda name: rank.get(name, len(rank)))


def light_arriving(vignetting: tuple[float, ...], squared: Any) -> Any:
    """Return the share of light that arrives at ``squared`` distances from the middle (1 in the corners)."""
    k1, k2, k3 = vignetting
    return 1 + squared * (k1 + squared * (k2 + squared * k3))


# The database ---------------------------------------------------------------------------------------------------


def read_lenses() -> None:
    """Read the database, which takes 0.2 s; it is kept."""
    _database()


@lru_cache(maxsize=1)
def _database() -> Any:
    import lensfunpy

    files = sorted((Path(lensfunpy.__file__).parent / "db_files").glob("*.xml"))
    if not files:
        return lensfunpy.Database()
    return lensfunpy.Database(paths=_one_by_one(files), load_bundled=False)


def _one_by_one(files: Sequence[Path]) -> Iterator[str]:
    """Yield paths, and let other threads go on in between: all at once lensfun reads them in one call of 0.1 s."""
    for file in files:
        yield str(file)
        time.sleep(0)


def _name(lens: Any) -> str:
    """Return a lens's name with its maker's, once."""
    maker, model = str(lens.maker or ""), str(lens.model)
    return model if not maker or model.lower().startswith(maker.split()[0].lower()) else f"{maker} {model}"


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    known = {_name(lens) for lens in _database().lenses if lens.calib_distortion or lens.calib_vignetting}
    return tuple(sorted(known, key=str.lower))


@lru_cache(maxsize=16)
def _fitting(make: str, model: str, focal: float | None) -> dict[str, int]:
    """Return the lenses that fit a camera, by name, with their places in the list."""
    camera = _camera(make, model)
    if camera is None:
        return {}

    def key(lens: Any) -> tuple[bool, bool, str]:
        covers = focal is None or 0.97 * lens.min_focal <= focal <= 1.03 * (lens.max_focal or lens.min_focal)
        own = str(lens.maker).split()[:1] == str(camera.maker).split()[:1]
        return not covers, not own, _name(lens).lower()

    names = dict.fromkeys(_name(lens) for lens in sorted(_database().find_lenses(camera), key=key))
    return {name: place for place, name in enumerate(names)}


def _camera(make: str, model: str) -> Any:
    if not model:
        return None
    found = _database().find_cameras(make, model) or _database().find_cameras(None, model)
    return found[0] if found else None


@lru_cache(maxsize=64)
def _match(make: str, model: str, lens_make: str, lens_model: str, focal: float | None, f_number: float | None,
           focal_35mm: float | None, distance: float | None, size: tuple[int, int], chosen: str | None) -> LensMatch:
    camera = _camera(make, model)
    crop = float(camera.crop_factor) if camera is not None else focal_35mm / focal if focal and focal_35mm else 0.0
    if chosen is not None:
        same = [lens for lens in _database().lenses if _name(lens) == chosen]
        if not same:
            return LensMatch(None, Sentence("The lens “{lens}” is not in the lens database.", lens=chosen))
        # measured on a sensor that is not smaller than the camera's, and as near to it as there is
        crop = crop or min(lens.crop_factor for lens in same)
        lens = min(same, key=lambda lens: (lens.crop_factor > crop * 1.02, abs(lens.crop_factor - crop)))
        return _measured(lens, crop, focal, f_number, distance, size, Sentence("Chosen by hand."))
    if camera is None:
        if not model:
            return LensMatch(None, Sentence("The photo does not name its camera. Choose the lens if you know it."))
        return LensMatch(None, Sentence("The camera “{camera}” is not in the lens database. Choose the lens if you "
                                        "know it.", camera=f"{make} {model}".strip()))
    if camera.mount and camera.mount[0].islower():  # lensfun writes the mounts of built-in lenses so
        lens = _built_in(_database().find_lenses(camera), focal)
        if lens is None:
            return LensMatch(None, Sentence("The lens of the {camera} was never measured.",
                                            camera=_camera_name(camera)))
        return _measured(lens, crop, focal, f_number, distance, size, Sentence("The camera's own lens."))
    if not lens_model:
        return LensMatch(None, Sentence("The photo does not name its lens. Choose it if you know it."))
    found = _database().find_lenses(camera, lens_make or None, lens_model) or (
        _database().find_lenses(camera, None, lens_model))
    if not found:
        return LensMatch(None, Sentence("The lens “{lens}” is not in the lens database.", lens=lens_model))
    return _measured(found[0], crop, focal, f_number, distance, size, Sentence("Named in the photo's EXIF."))


def _camera_name(camera: Any) -> str:
    return camera.model if camera.model.lower().startswith(camera.maker.split()[0].lower()) else (
        f"{camera.maker} {camera.model}")


def _built_in(lenses: list[Any], focal: float | None) -> Any:
    """Return a fixed-lens camera's lens without converters put in front of it."""
    plain = [lens for lens in lenses if not any(
        word in lens.model.lower() for word in (" with ", "converter", "macro", "fisheye", "wide-angle"))]
    return min(plain, key=lambda lens: ("standard" not in lens.model.lower(), len(lens.model)), default=None)


def _measured(lens: Any, crop: float, focal: float | None, f_number: float | None, distance: float | None,
              size: tuple[int, int], origin: str) -> LensMatch:
    """Return a lens's numbers for a photo, with the sentence that says what of them is known."""
    name, missing = _name(lens), []
    if focal is None and lens.min_focal and lens.min_focal == lens.max_focal:
        focal = float(lens.min_focal)
    if focal is None:
        return LensMatch(LensProfile(name), joined((
            origin, Sentence("The focal length is not known: say with what it was taken."))))
    distortion = _distortion(lens, crop, focal, size)
    if not distortion:
        missing.append(Sentence("Its distortion cannot be taken out of the whole picture.") if lens.calib_distortion
                       else Sentence("Its distortion was never measured."))
    vignetting: tuple[float, ...] = ()
    if f_number is not None:
        vignetting = _vignetting(lens, crop, focal, f_number, distance or _FAR_M, size)
    if not vignetting:
        known = f_number is not None or not lens.calib_vignetting
        missing.append(Sentence("Its vignetting was never measured.") if known
                       else Sentence("Its vignetting needs the aperture, which is not known."))
    return LensMatch(LensProfile(name, distortion, vignetting), joined((origin, *missing)))


def _distortion(lens: Any, crop: float, focal: float, size: tuple[int, int]) -> tuple[float, ...]:
    """Return lensfun's distortion as LensProfile has it, read from the top and the middle row of the photo's frame."""
    import lensfunpy

    if not lens.calib_distortion:
        return ()
    height, width = max(size[0], 3), max(size[1], 3)
    modifier = lensfunpy.Modifier(lens, crop, width, height)
    modifier.initialize(focal, 8.0, _FAR_M, 1.0, pixel_format=np.float32, flags=lensfunpy.ModifyFlags.DISTORTION)
    target, source = [], []
    for row in (0, height // 2):
        for column in np.linspace(0, width - 1, 65).astype(int):
            # pixel by pixel: along a row lensfun adds up rounding errors, a tenth of a pixel in the end
            at = modifier.apply_geometry_distortion(int(column), row, 1, 1)
            if at is None:
                return ()
            target.append((column, row))
            source.append(at[0, 0])
    r, r_source = (_radii(np.array(points)[:, 0], np.array(points)[:, 1], width, height)
                   for points in (target, source))
    # all of lensfun's models are such polynomials: a fit reads their coefficients
    powers = np.stack([r ** (i + 1) for i in range(5)], 1)
    fitted, *_ = np.linalg.lstsq(powers, r_source, rcond=None)
    even = np.linspace(0.02, 1, 50)
    rising = np.diff(np.stack([even ** (i + 1) for i in range(5)], 1) @ fitted).min() > 0
    if not rising or np.abs(powers @ fitted - r_source).max() > 1e-5:
        return ()  # a circular fisheye: the model does not reach the corners
    return tuple(float(c) for c in fitted)


def _vignetting(lens: Any, crop: float, focal: float, f_number: float, distance: float,
                size: tuple[int, int]) -> tuple[float, ...]:
    """Return lensfun's vignetting as LensProfile has it."""
    import lensfunpy

    if not lens.calib_vignetting:
        return ()
    scale = _VIGNETTING_FRAME / max(size)
    height, width = max(3, round(size[0] * scale)), max(3, round(size[1] * scale))
    modifier = lensfunpy.Modifier(lens, crop, width, height)
    modifier.initialize(focal, f_number, distance, 1.0, pixel_format=np.float32,
                        flags=lensfunpy.ModifyFlags.VIGNETTING)
    gain = np.ones((height, width, 3), np.float32)
    if not modifier.apply_color_modification(gain):
        return ()
    rows, columns = np.array([[0], [height // 2]]), np.arange(width)[None]
    r = _radii(columns, rows, width, height, 1).reshape(-1)
    gains = gain[rows[:, 0], :, 1].astype(np.float64).reshape(-1)
    lit = (gains > 0) & (gains < _BRIGHTEST)  # some models know no light at all in the corners; not a number is not lit
    powers = np.stack([r**2, r**4, r**6], 1)[lit]
    if np.unique(r[lit]).size < 20:
        return ()
    fitted, *_ = np.linalg.lstsq(powers, 1 / gains[lit] - 1, rcond=None)
    return tuple(float(k) for k in fitted)


def _radii(x: Any, y: Any, width: int, height: int, less: int = 0) -> NDArray[np.float64]:
    """Return distances of pixels from the middle of a frame, 1 in its corners; ``less``: corner pixels' centers."""
    across, down = np.asarray(x, np.float64) - (width - 1) / 2, np.asarray(y, np.float64) - (height - 1) / 2
    return np.asarray(np.hypot(across, down) / np.hypot((width - less) / 2, (height - less) / 2))


def _text(exif: Mapping[str, Any], key: str) -> str:
    value = exif.get(key)
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    """Return a positive number of an EXIF value: a number or ((numerator, denominator),); None for any other."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple) and value[0][1]:
        value = value[0][0] / value[0][1]
    return float(value) if isinstance(value, int | float) and 0 < value < 1e6 else None
