"""What the window remembers between two starts: geometry, last folders, recent files, output choices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

_RECENT = 10


class Preferences:
    """A small typed face for QSettings; a damaged value counts as absent."""

    def __init__(self) -> None:
        self._settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "paramisp", "studio"
        )

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
        """Return the folder last used for "open" or "export", or ""."""
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
