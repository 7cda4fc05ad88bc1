"""What the user chose (typed, in a file one can read) and what the window remembers between two starts."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QSettings

from app.live.engine_setup import EngineSetup

_RECENT = 10
_VARIABLE = "PARAMISP_STUDIO_"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """One of the preferences. title and description: the dialog's words. values: all that it may be, where few.

    A number is 0..most.
    """

    default: Any
    title: str
    description: str
    values: tuple[str, ...] = ()
    most: int = 0

    def read(self, value: Any) -> Any:
        """Return a value that stands in a file or in the environment; raises ValueError where it makes no sense."""
        kind = type(self.default)
        if isinstance(value, str) and kind is not str:
            value = json.loads(value.lower() if kind is bool else value)
        if kind is bool and value in (0, 1):
            value = bool(value)
        if type(value) is not kind or (self.values and value not in self.values):
            raise ValueError(f"{value!r} is none of the choices")
        if kind is int and not 0 <= value <= self.most:
            raise ValueError(f"{value} is not within 0..{self.most}")
        if kind is dict and not all(isinstance(keys, list) and all(isinstance(key, str) for key in keys)
                                    for keys in value.values()):
            raise ValueError(f"{value!r} names no keys")
        return value


def _choice(default: Any, title: str, description: str, **more: Any) -> Any:
    known = Choice(default, title, description, **more)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"known": known})
    return field(default=default, metadata={"known": known})


@dataclass(frozen=True)
class Choices:
    """The preferences. (A library that reads them would take a fifth of the time to the first window to be loaded.)

    An environment variable like PARAMISP_STUDIO_DEVICE=cpu goes before the file.
    """

    known: ClassVar[dict[str, Choice]]

    language: str = _choice(
        "automatic", "Language",
        "Of the window's texts, from the next start on. Automatic: the system's, where it is translated.")
    theme: str = _choice("dark", "Theme", "Both are pure grays.", values=("dark", "light"))
    device: str = _choice(
        "auto", "Device", "What the networks run on. Automatic: the graphics card where it works.",
        values=("auto", "cpu", "cuda", "mps"))
    monitor: str = _choice(
        "automatic", "Monitor profile",
        "What the viewer's colors are converted to. Automatic: the profile that the desktop names.")
    threads: int = _choice(
        0, "Threads",
        "How many threads the networks use on the CPU. Automatic: one fewer than there are cores, at least two.",
        most=512)
    export_folder: str = _choice(
        "", "Export folder", "Where exports are proposed. Empty: the folder last used.")
    sidecar: bool = _choice(
        True, "Save edits beside the photo",
        "Every edit is written to PHOTO.paramisp.json while one works. Off: edits end with the program.")
    keys: dict[str, list[str]] = _choice(  # noqa: RUF009 - it makes a field
        {}, "Keys", "Keys other than the usual ones, by command.")
    inverse_model: str = _choice("", "Photo to RAW", "Empty: chosen by the photo's camera.")
    forward_model: str = _choice("", "RAW to photo", "Empty: chosen by the photo's camera.")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Choices:
        """Return the choices of a file's values and of the environment; raises ValueError for what is none."""
        read, wrong = {}, ""
        for name, known in cls.known.items():
            variable = f"{_VARIABLE}{name.upper()}"
            try:
                if variable in os.environ:
                    read[name] = known.read(os.environ[variable])
                elif name in values:
                    read[name] = known.read(values[name])
            except ValueError as error:
                wrong += f"{name}: {error}. "
        if wrong:
            raise ValueError(wrong.strip())
        return cls(**read)

    @property
    def engine(self) -> EngineSetup:
        """What concerns the engine."""
        return EngineSetup(self.device, self.threads, self.inverse_model, self.forward_model)


Choices.known = {one.name: one.metadata["known"] for one in fields(Choices)}


def choices_path() -> Path:
    """Return the file that holds the choices."""
    return user_config_path("paramisp-studio", appauthor=False) / "preferences.json"


def read_choices(path: Path) -> tuple[Choices, dict[str, Any]]:
    """Return the choices in a file and its values as they stand; a value that makes no sense counts as not there."""
    try:
        values = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        values = {}
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read and is not used: %s", path, error)
        values = {}
    values = values if isinstance(values, dict) else {}
    for name in [name for name in values if name in Choices.known]:
        try:
            Choices.known[name].read(values[name])
        except ValueError:
            _log.warning("%s: %s makes no sense and is not used", path, name)
            del values[name]
    try:
        return Choices.of(values), values
    except ValueError as error:
        _log.warning("preferences in the environment are wrong: %s", error)
        return Choices(**{name: values[name] for name in values if name in Choices.known}), values


class Preferences:
    """The choices, and a small typed face for QSettings; a damaged value counts as absent."""

    def __init__(self) -> None:
        self.choices, self._chosen = read_choices(choices_path())
        self._settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "paramisp", "studio"
        )

    def choose(self, **changes: Any) -> Choices:
        """Change some of the choices and write them down; ValueError for what is none. Returns all of them."""
        defaults = {name: known.default for name, known in Choices.known.items()}
        kept = {**self._chosen, **changes}
        choices = Choices.of(kept)
        self.choices = choices
        self._chosen = {name: value for name, value in kept.items() if name not in defaults or value != defaults[name]}
        path = choices_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
            temporary.write_text(json.dumps(self._chosen, indent=2, ensure_ascii=False) + "\n", "utf-8")
            os.replace(temporary, path)
        except OSError as error:
            _log.warning("%s cannot be written, the choices end with the program: %s", path, error)
        return choices

    def recent_files(self) -> list[Path]:
        """Return the files opened last that still exist, newest first."""
        stored = self._settings.value("recent", [])
        names = [stored] if isinstance(stored, str) else list(stored or [])
        return [path for path in map(Path, names) if os.path.isfile(path)][:_RECENT]

    def add_recent(self, path: Path) -> None:
        """Remember an opened file."""
        path = path.resolve()
        others = [p for p in self.recent_files() if p != path]
        self._settings.setValue("recent", [str(p) for p in [path, *others][:_RECENT]])

    def folder(self, purpose: str) -> str:
        """Return the folder last used for "open" or "export", or ""; for exports the chosen one, where there is one."""
        if purpose == "export" and self.choices.export_folder and os.path.isdir(self.choices.export_folder):
            return self.choices.export_folder
        value = str(self._settings.value(f"folder/{purpose}", "") or "")
        return value if value and os.path.isdir(value) else ""

    def set_folder(self, purpose: str, path: Path) -> None:
        """Remember a folder."""
        self._settings.setValue(f"folder/{purpose}", str(path))

    def blob(self, name: str) -> QByteArray | None:
        """Return a stored geometry or state."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else None

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Return a whole number within its range, else the default."""
        try:
            value = int(str(self._settings.value(name, default)))
        except ValueError:
            return default
        return value if low <= value <= high else default

    def text(self, name: str, default: str) -> str:
        """Return a stored word."""
        return str(self._settings.value(name, default) or default)

    def names(self, name: str) -> list[str]:
        """Return a stored list of words."""
        stored = self._settings.value(name, [])
        return [stored] if isinstance(stored, str) else [str(word) for word in stored or []]

    def set(self, name: str, value: Any) -> None:
        """Remember a value."""
        self._settings.setValue(name, value)
