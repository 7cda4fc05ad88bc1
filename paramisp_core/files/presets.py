"""Presets: edits for any photo, each in a JSON file of its own in the user's data folder.

    Warm evening.paramisp-preset.json
    {
      "paramisp_preset": 1,
      "name": "Warm evening",
      "written_by": "ParamISP Studio 0.1.0",
      "edit": {"raw": {"kelvin": 7000.0, "tint": 4.0}, "shot": {"iso": 1600.0}}
    }
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from paramisp_core import __version__
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.errors import Sentence, UserError
from paramisp_core.files.atomic import replacing

VERSION = 1
SUFFIX = ".paramisp-preset.json"
_LARGEST = 1_000_000  # bytes; a preset has a few hundred
_LONGEST_NAME = 80
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')  # in file names of some system


@dataclass(frozen=True)
class Preset:
    """An edit with a name. path: the file it lies in."""

    name: str
    edit: SavedEdit
    path: Path


class PresetLibrary:
    """The presets in one folder. Names differ in more than capitals; nothing is overwritten unasked."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_data_path("paramisp-studio", appauthor=False) / "presets"

    def read(self) -> tuple[list[Preset], tuple[str, ...]]:
        """Return all presets by name, and a sentence for each file that cannot be read; such files stay as they are."""
        presets, warnings = [], []
        try:
            paths = sorted(path for path in self.folder.glob(f"*{SUFFIX}") if path.is_file())
        except OSError:
            paths = []
        for path in paths:
            try:
                presets.append(_read(path))
            except UserError as error:
                warnings.append(error.sentence)
        return sorted(presets, key=lambda preset: preset.name.casefold()), tuple(warnings)

    def save(self, name: str, edit: SavedEdit, replace: Preset | None = None) -> Preset:
        """Write an edit's portable part under a name; ``replace`` is the preset that may go for it.

        Raises UserError for a name that is taken or no name, an edit without anything portable, and when it cannot be
        written.
        """
        name, edit = _checked(name), edit.portable
        if not edit.to_dict():
            raise UserError("Nothing is changed that a preset could hold: crop and camera stay with their photo.")
        for other in self.read()[0]:
            if other.name.casefold() == name.casefold() and other != replace:
                raise UserError("There is a preset “{other}” already. Choose another name.", other=other.name)
        same_name = replace is not None and replace.name == name
        path = replace.path if same_name and replace is not None else self._free_path(name, replace)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError("The folder for presets cannot be made: {reason}.",
                            reason=error.strerror or error) from error
        preset = Preset(name, edit, path)
        _write(preset, path)
        if replace is not None and replace.path != path:
            with suppress(OSError):
                replace.path.unlink(missing_ok=True)
        return preset

    def rename(self, preset: Preset, name: str) -> Preset:
        """Give a preset another name; raises UserError when it is taken."""
        return self.save(name, preset.edit, replace=preset)

    def delete(self, preset: Preset) -> None:
        """Delete a preset's file; raises UserError when that fails."""
        try:
            preset.path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError("The preset “{name}” cannot be deleted: {reason}.", name=preset.name,
                            reason=error.strerror or error) from error

    def import_file(self, path: str | Path) -> Preset:
        """Take in a preset file from elsewhere, under a free name; raises UserError for what is none."""
        preset = _read(Path(path))
        return self.save(self.free_name(preset.name), preset.edit)

    @staticmethod
    def export_file(preset: Preset, path: str | Path) -> None:
        """Write a preset to a file of the user's choice; raises UserError."""
        _write(preset, Path(path))

    def free_name(self, wanted: str) -> str:
        """Return ``wanted``, or with a number behind it where that is taken."""
        taken = {preset.name.casefold() for preset in self.read()[0]}
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[:_LONGEST_NAME - 5]} {number}"
        return name

    def _free_path(self, name: str, replaced: Preset | None) -> Path:
        stem = _FORBIDDEN.sub("_", name).strip(" .") or "preset"
        path, number = self.folder / f"{stem}{SUFFIX}", 1
        while path.exists() and (replaced is None or not path.samefile(replaced.path)):
            number += 1
            path = self.folder / f"{stem} {number}{SUFFIX}"
        return path


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UserError("A preset needs a name.")
    if len(name) > _LONGEST_NAME:
        raise UserError("That name is too long: {most} characters at most.", most=_LONGEST_NAME)
    return name


def _read(path: Path) -> Preset:
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError("it is far too large")
        document: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, Mapping) or not isinstance(version := document.get("paramisp_preset"), int):
            raise UserError("it is no preset of this program")
        if version > VERSION:
            raise UserError("it was written by a newer version")
        name = document.get("name")
        if not isinstance(name, str):
            raise UserError("it has no name")
        return Preset(_checked(name), SavedEdit.from_dict(document.get("edit", {})).portable, path)
    except (OSError, ValueError, RecursionError, UserError) as error:
        told = getattr(error, "strerror", None)
        reason = error.sentence.within() if isinstance(error, UserError) else told or Sentence("it is not JSON")
        raise UserError("The preset {file} cannot be read: {reason}.", file=path.name, reason=reason) from error


def _write(preset: Preset, path: Path) -> None:
    document = {"paramisp_preset": VERSION, "name": preset.name, "written_by": f"ParamISP Studio {__version__}",
                "edit": preset.edit.to_dict()}
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
