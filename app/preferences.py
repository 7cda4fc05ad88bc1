"""What the user chose (typed, in a file one can read) and what the window remembers between two starts."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_config_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from PySide6.QtCore import QByteArray, QSettings

from app.engine_setup import EngineSetup

_RECENT = 10
_log = logging.getLogger(__name__)


class Choices(BaseSettings):
    """The preferences. Titles and descriptions are the dialog's words.

    An environment variable like PARAMISP_STUDIO_DEVICE=cpu goes before the file.
    """

    model_config = SettingsConfigDict(env_prefix="PARAMISP_STUDIO_", extra="ignore", frozen=True)

    language: str = Field(
        "automatic", title="Language",
        description="Of the window's texts, from the next start on. Automatic: the system's, where it is translated.")
    theme: Literal["dark", "light"] = Field("dark", title="Theme", description="Both are pure grays.")
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        "auto", title="Device", description="What the networks run on. Automatic: the graphics card where it works.")
    monitor: str = Field(
        "automatic", title="Monitor profile",
        description="What the viewer's colors are converted to. Automatic: the profile that the desktop names.")
    threads: int = Field(
        0, ge=0, le=512, title="Threads",
        description="How many threads the networks use on the CPU. Automatic: one fewer than there are cores, at least "
                    "two.")
    export_folder: str = Field(
        "", title="Export folder", description="Where exports are proposed. Empty: the folder last used.")
    sidecar: bool = Field(
        True, title="Save edits beside the photo",
        description="Every edit is written to PHOTO.paramisp.json while one works. Off: edits end with the program.")
    keys: dict[str, list[str]] = Field({}, title="Keys", description="Keys other than the usual ones, by command.")
    inverse_model: str = Field("", title="Photo to RAW", description="Empty: chosen by the photo's camera.")
    forward_model: str = Field("", title="RAW to photo", description="Empty: chosen by the photo's camera.")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment before the file's values, which are given as arguments."""
        return env_settings, init_settings

    @property
    def engine(self) -> EngineSetup:
        """What concerns the engine."""
        return EngineSetup(self.device, self.threads, self.inverse_model, self.forward_model)


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
    while True:
        try:
            return Choices(**values), values
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors()} & set(values)
            if not wrong:  # of the environment
                _log.warning("preferences in the environment are wrong: %s", error)
                return Choices.model_construct(**{name: values[name] for name in values if name in Choices.model_fields}
                                               ), values
            _log.warning("%s: %s makes no sense and is not used", path, ", ".join(sorted(wrong)))
            values = {name: value for name, value in values.items() if name not in wrong}


class Preferences:
    """The choices, and a small typed face for QSettings; a damaged value counts as absent."""

    def __init__(self) -> None:
        self.choices, self._chosen = read_choices(choices_path())
        self._settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "paramisp", "studio"
        )

    def choose(self, **changes: Any) -> Choices:
        """Change some of the choices and write them down; ValidationError for what is none. Returns all of them."""
        defaults = {name: field.default for name, field in Choices.model_fields.items()}
        kept = {**self._chosen, **changes}
        choices = Choices(**kept)
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
        return [path for path in map(Path, names) if path.is_file()][:_RECENT]

    def add_recent(self, path: Path) -> None:
        """Remember an opened file."""
        path = path.resolve()
        others = [p for p in self.recent_files() if p != path]
        self._settings.setValue("recent", [str(p) for p in [path, *others][:_RECENT]])

    def folder(self, purpose: str) -> str:
        """Return the folder last used for "open" or "export", or ""; for exports the chosen one, where there is one."""
        if purpose == "export" and self.choices.export_folder and Path(self.choices.export_folder).is_dir():
            return self.choices.export_folder
        value = str(self._settings.value(f"folder/{purpose}", "") or "")
        return value if value and Path(value).is_dir() else ""

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
