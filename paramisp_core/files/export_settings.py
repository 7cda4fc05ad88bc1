"""ExportSettings: how a photo is written, as values that can be remembered; and the names files get."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo

SUFFIXES = {"dng": ".dng", "jpeg": ".jpg", "png": ".png", "tiff": ".tif", "exr": ".exr"}
"""What the name of each format's files ends in."""

_CHOICES: dict[str, tuple[Any, ...]] = {
    "format": tuple(SUFFIXES), "dng_bits": (16, 14), "exr_bits": (16, 32),
    "resize": ("full", "long_edge", "megapixels"), "profile": ("srgb", "display-p3", "adobe-rgb"),
}
RANGES: dict[str, tuple[float, float]] = {"quality": (50, 100), "long_edge": (16, 65500), "megapixels": (0.1, 1000.0)}
"""Lowest and highest value of each number."""


@dataclass(frozen=True)
class ExportSettings:
    """One way to write a photo.

    format: a key of SUFFIXES. quality: JPEG's, 50..100. dng_bits: 16 or 14. dng_compressed: lossless JPEG inside, else
    none. edited_raw: a DNG of the RAW with its edits; else as it was reconstructed. exr_bits: 16 (half) or 32, floats.
    exr_scene: the RAW's own light instead of the rendered picture. resize: "full", or down to long_edge pixels or to
    megapixels; never up. profile: a name in profiles.COLOR_SPACES. metadata: EXIF is carried along; gps: the place too.
    template: of the name, see :func:`file_stem`.
    """

    format: str = "jpeg"
    quality: int = 95
    dng_bits: int = 16
    dng_compressed: bool = True
    edited_raw: bool = True
    exr_bits: int = 16
    exr_scene: bool = False
    resize: str = "full"
    long_edge: int = 2048
    megapixels: float = 4.0
    profile: str = "srgb"
    metadata: bool = True
    gps: bool = True
    template: str = "{name}"

    @property
    def suffix(self) -> str:
        """What a file's name ends in."""
        return SUFFIXES[self.format]

    def size_of(self, height: int, width: int) -> tuple[int, int]:
        """Return the (height, width) that a picture gets; never more than it has."""
        if self.format == "dng" or self.resize == "full":
            scale = 1.0
        elif self.resize == "long_edge":
            scale = self.long_edge / max(height, width)
        else:
            scale = (self.megapixels * 1e6 / (height * width)) ** 0.5
        if scale >= 1:
            return height, width
        return max(1, round(height * scale)), max(1, round(width * scale))

    def exif_of(self, exif: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what of a photo's metadata goes along."""
        from paramisp_core.camera.exif import CARRIED  # brings numpy, which must not come before the window

        if not self.metadata or not exif:
            return {}
        places = set() if self.gps else set(CARRIED["GPS"].values())
        return {name: value for name, value in exif.items() if name not in places}

    def to_dict(self) -> dict[str, Any]:
        """Return it in JSON's types; :meth:`from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Any) -> ExportSettings:
        """Return the settings that :meth:`to_dict` wrote. Never raises: what is no such value is the default."""
        default = cls()
        given = values if isinstance(values, Mapping) else {}
        return cls(**{field.name: _valid(field.name, given.get(field.name), getattr(default, field.name))
                      for field in fields(cls)})


def _valid(name: str, value: Any, default: Any) -> Any:
    if name in _CHOICES:
        return value if not isinstance(value, bool) and value in _CHOICES[name] else default
    if isinstance(default, bool):
        return value if isinstance(value, bool) else default
    if isinstance(default, str):
        try:
            return check_template(value) if isinstance(value, str) else default
        except UserError:
            return default
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    low, high = RANGES[name]
    return type(default)(value) if low <= value <= high else default


# Names --------------------------------------------------------------------------------------------------------------

FIELDS = {
    "name": "the photo's own name", "camera": "the camera", "iso": "the ISO speed", "date": "when it was taken",
    "counter": "a number, the first that is free",
}
"""What may stand in braces in a template, and what it becomes."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')  # in file names of some system
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{word}{n}" for word in ("com", "lpt") for n in range(1, 10))})
_LONGEST = 180  # bytes; file systems take 255, with ending, number and the temporary name


def check_template(template: str) -> str:
    """Return a name's template, trimmed. Raises UserError for an empty one, an unknown field, or a folder in it."""
    template = template.strip()
    unknown = [word for word in _FIELD.findall(template) if word not in FIELDS]
    if unknown:
        raise UserError("{{{unknown}}} is not known. There are {fields}.", unknown=unknown[0],
                        fields=", ".join(f"{{{word}}}" for word in FIELDS))
    rest = _FIELD.sub("", template)
    if "{" in rest or "}" in rest:
        raise UserError("A brace in the name is not closed. Write fields like {name}.")
    if _FORBIDDEN.search(rest):
        raise UserError("A name cannot hold any of < > : \" / \\ | ? *")
    if not template.strip(" ."):
        raise UserError("A name is needed, for example {name}.")
    return template


def file_stem(template: str, photo: Photo, counter: int = 1) -> str:
    """Return a file's name without its ending: the template with its fields filled in for a photo.

    date: 2026-11-24, of EXIF; "undated" where that says none. What a file name cannot hold becomes "_".
    """
    taken = str((photo.exif or {}).get("DateTimeOriginal", ""))
    date = re.match(r"(\d{4}):(\d\d):(\d\d)", taken)
    values = {
        "name": photo.path.stem if photo.path is not None else "photo",
        "camera": "unknown camera" if photo.camera.generic else photo.camera.name,
        "iso": "unknown" if photo.shot.iso is None else f"{photo.shot.iso:.0f}",
        "date": "-".join(date.groups()) if date else "undated",
        "counter": f"{counter:03d}",
    }
    stem = _FORBIDDEN.sub("_", _FIELD.sub(lambda match: values[match[1]], check_template(template)))
    stem = stem.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").strip(" .")
    return f"_{stem}" if not stem or stem.lower() in _DEVICES else stem


def free_path(folder: Path, settings: ExportSettings, photo: Photo, taken: Collection[Path] = ()) -> Path:
    """Return where a photo is written to in a folder: a name that neither a file there nor ``taken`` has.

    A template with {counter} counts up, any other gets a number behind it: photo.jpg, photo-2.jpg.
    """
    number, counting = 1, "{counter}" in settings.template
    names = {path.name.casefold() for path in taken if path.parent == folder}
    while True:
        stem = file_stem(settings.template, photo, number)
        if not counting and number > 1:
            stem = f"{stem}-{number}"
        path = folder / f"{stem}{settings.suffix}"
        if path.name.casefold() not in names and not path.exists() and not path.is_symlink():
            return path
        number += 1
