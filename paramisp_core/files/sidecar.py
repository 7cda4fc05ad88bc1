"""Sidecars: the edit of a photo in a JSON file beside it, readable by people; the photo itself is never touched.

    IMG_0001.jpg.paramisp.json
    {
      "paramisp_sidecar": 1,
      "photo": "IMG_0001.jpg",
      "written_by": "ParamISP Studio 0.1.0",
      "models": {"inverse": "…", "forward": "…"},
      "edit": {"raw": {"exposure_ev": 0.5}, "shot": {"iso": 800.0}, "render_as": "Nikon D90"},
      "snapshots": [{"name": "Warm", "taken": "2026-11-24T17:00:00Z", "edit": {"raw": {"kelvin": 7000.0, "tint": 0.0}}}]
    }

Keys that this version does not know are kept when it writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from paramisp_core import __version__
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.saved_edit import KEYS, SavedEdit, Snapshot
from paramisp_core.errors import Sentence, UserError
from paramisp_core.files.atomic import replacing

VERSION = 1
SUFFIX = ".paramisp.json"
_LARGEST = 4_000_000  # bytes; a sidecar has a few hundred
_OURS = ("paramisp_sidecar", "photo", "written_by", "models", "edit", "snapshots")


def sidecar_path(photo: str | Path) -> Path:
    """Return where a photo's sidecar lies: beside it, under its whole name."""
    photo = Path(photo)
    return photo.with_name(photo.name + SUFFIX)


def stand_in_path(photo: str | Path) -> Path:
    """Return where it lies when the photo's folder cannot be written to: in the user's data folder."""
    resolved = Path(photo).resolve()
    digest = hashlib.sha256(str(resolved).encode()).hexdigest()[:16]
    return user_data_path("paramisp-studio", appauthor=False) / "sidecars" / f"{resolved.name}-{digest}{SUFFIX}"


@dataclass(frozen=True)
class Sidecar:
    """What was read from a photo's sidecar, and how to write the next one.

    edit: the edit in it; untouched when there was none. snapshots: its named states. document: all that the file held;
    snapshots in it that cannot be read are kept as they are. damaged: the file that was
    there and could not be read; it is kept under another name when a new one is written. sealed: it was written by a
    newer version and is left alone. warnings: sentences the user should read.
    """

    photo: Path
    edit: SavedEdit = field(default_factory=SavedEdit)
    snapshots: tuple[Snapshot, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    damaged: Path | None = None
    sealed: bool = False
    warnings: tuple[str, ...] = ()

    @classmethod
    def read(cls, photo: str | Path) -> Sidecar:
        """Read a photo's sidecar. Never raises: what cannot be read is said in ``warnings`` and not overwritten."""
        photo = Path(photo)
        for path in (sidecar_path(photo), stand_in_path(photo)):
            with suppress(OSError):
                if path.is_file():
                    return cls._from_file(photo, path)
        return cls(photo)

    @classmethod
    def _from_file(cls, photo: Path, path: Path) -> Sidecar:
        try:
            document = _document(path)
            version = document.get("paramisp_sidecar")
            if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
                return cls(photo, document=document, sealed=True, warnings=(
                    Sentence("{file} was written by a newer version: its edit is not shown, and edits are not saved.",
                             file=path.name),))
            if version != VERSION:
                raise UserError("it is not a sidecar of this program")
            snapshots, others = _snapshots(document)
            lost = Sentence("A snapshot in the sidecar cannot be read; it is kept in the file.")
            warnings = (lost,) if others else ()
            return cls(photo, SavedEdit.from_dict(document.get("edit", {})), snapshots, document, warnings=warnings)
        except (OSError, UserError) as error:
            reason = error.sentence.within() if isinstance(error, UserError) else str(error)
            return cls(photo, damaged=path, warnings=(
                Sentence("The saved edit in {file} cannot be read ({reason}); it will be kept as {file}.damaged.",
                         file=path.name, reason=reason),))

    def write(self, edit: SavedEdit, models: Mapping[str, str] | None = None,
              snapshots: Sequence[Snapshot] | None = None) -> Path | None:
        """Write an edit and the snapshots (None: those that were read).

        Returns the file, or None where none is needed: nothing was changed and nothing else is in it.

        In a folder that cannot be written to, the file goes to the user's data folder. Raises UserError when neither
        is possible, and when the sidecar is of a newer version.
        """
        if self.sealed:
            raise UserError("{file} was written by a newer version and is left as it is.",
                            file=sidecar_path(self.photo).name)
        if self.damaged is not None and self.damaged.exists():
            with suppress(OSError):
                self.damaged.replace(self.damaged.with_name(self.damaged.name + ".damaged"))
        document = self._merged(edit, models or {}, self.snapshots if snapshots is None else snapshots)
        beside, stand_in = sidecar_path(self.photo), stand_in_path(self.photo)
        if not document["edit"] and "snapshots" not in document and not set(document) - set(_OURS):
            for path in (beside, stand_in):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            return None
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        try:
            _write(beside, text)
        except UserError:
            if beside.exists():
                raise  # the older edit beside the photo would win when it is opened again
            stand_in.parent.mkdir(parents=True, exist_ok=True)
            _write(stand_in, text)
            return stand_in
        with suppress(OSError):
            stand_in.unlink(missing_ok=True)
        return beside

    def _merged(self, edit: SavedEdit, models: Mapping[str, str], snapshots: Sequence[Snapshot]) -> dict[str, Any]:
        """Return the new document: what is ours, then the unknown keys of the old one."""
        old = self.document
        new_edit = edit.to_dict()
        old_edit = _mapping(old.get("edit"))
        old_raw = _mapping(old_edit.get("raw"))
        known_raw = set(RawEdits.__dataclass_fields__)
        raw = {**{k: v for k, v in old_raw.items() if k not in known_raw}, **new_edit.get("raw", {})}
        merged = {**{k: v for k, v in old_edit.items() if k not in KEYS}, **new_edit}
        if raw:
            merged["raw"] = raw
        kept = [*(snapshot.to_dict() for snapshot in snapshots), *_snapshots(old)[1]]
        return {
            "paramisp_sidecar": VERSION, "photo": self.photo.name, "written_by": f"ParamISP Studio {__version__}",
            **({"models": dict(models)} if models else {}), "edit": merged,
            **({"snapshots": kept} if kept else {}),
            **{k: v for k, v in old.items() if k not in _OURS},
        }


def _snapshots(document: Mapping[str, Any]) -> tuple[tuple[Snapshot, ...], list[Any]]:
    """Return the snapshots in a document, and what is among them that is none."""
    entries = document.get("snapshots", [])
    good: list[Snapshot] = []
    other: list[Any] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        try:
            good.append(Snapshot.from_dict(entry))
        except UserError:
            other.append(entry)
    return tuple(good), other


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _document(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file; raises UserError and OSError."""
    if path.stat().st_size > _LARGEST:
        raise UserError("it is far too large")
    try:
        document = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UserError("it is not JSON") from error
    if not isinstance(document, dict):
        raise UserError("it is not a sidecar of this program")
    return document


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _write(path: Path, text: str) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
