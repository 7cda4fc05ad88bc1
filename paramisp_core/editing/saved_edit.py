"""SavedEdit: what the user changed about a photo, as names and numbers that can be written down.

It says only what differs from the photo as it was opened, so that it can also be put on another photo. A Snapshot is
such an edit with a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from paramisp_core.camera.shot import HEADROOM, PLAUSIBLE, SETTINGS
from paramisp_core.editing.edits import GROUPS, RawEdits
from paramisp_core.errors import UserError

KEYS = ("raw", "shot", "as_shot", "source_camera", "render_as", "anchored", "headroom")
"""The keys of :meth:`SavedEdit.to_dict`."""


@dataclass(frozen=True)
class SavedEdit:
    """An edit without its photo.

    raw: changes of the RAW. shot: settings to render with, where they differ from how the photo was taken, by name in
    SETTINGS; None is "unknown". as_shot: settings the user says the photo was taken with. source_camera: name of the
    camera that the user says took the photo; render_as: of the one it is rendered as; None: nothing was said.
    anchored: whether the photo itself stays the reference. headroom: exposure headroom of the estimated RAW in EV,
    None: as the network assumes.
    """

    raw: RawEdits = field(default_factory=RawEdits)
    shot: Mapping[str, float | None] = field(default_factory=dict)
    as_shot: Mapping[str, float | None] = field(default_factory=dict)
    source_camera: str | None = None
    render_as: str | None = None
    anchored: bool = True
    headroom: float | None = None

    @property
    def portable(self) -> SavedEdit:
        """The part that makes sense on another photo: not its crop, nor how and with what it was taken."""
        raw = self.raw.without("geometry").changed(lens=None)
        return SavedEdit(raw, self.shot, {}, None, self.render_as, self.anchored)

    def onto(self, own: SavedEdit) -> SavedEdit:
        """Return this edit for a photo whose own is ``own``: its crop, and how and with what it was taken, stay."""
        kept = {name: getattr(own.raw, name) for name in (*GROUPS["geometry"], "lens")}
        other = self.portable
        raw = other.raw.changed(**kept).switched("geometry", "geometry" not in own.raw.off)
        return replace(other, raw=raw, as_shot=own.as_shot, source_camera=own.source_camera, headroom=own.headroom)

    def over(self, under: SavedEdit) -> SavedEdit:
        """Return ``under`` with what this edit says put over it: what this one leaves untouched stays as it is there.

        A group of RAW edits that this one changes is switched on or off as it is here. Temperature, tint and gains of
        a white balance go together.
        """
        untouched, mine = RawEdits(), self.raw
        values = (name for names in GROUPS.values() for name in names)
        changed = {name for name in values if getattr(mine, name) != getattr(untouched, name)}
        if changed & set(GROUPS["white_balance"]):
            changed |= set(GROUPS["white_balance"])
        raw = under.raw.changed(**{name: getattr(mine, name) for name in changed})
        for group, names in GROUPS.items():
            if group in mine.off or changed & set(names):
                raw = raw.switched(group, group not in mine.off)
        return SavedEdit(
            raw, {**under.shot, **self.shot}, {**under.as_shot, **self.as_shot},
            self.source_camera or under.source_camera, self.render_as or under.render_as,
            self.anchored and under.anchored, under.headroom if self.headroom is None else self.headroom)

    def to_dict(self) -> dict[str, Any]:
        """Return what was changed in JSON's types; {} when nothing was. :meth:`from_dict` reads it back exactly."""
        values: dict[str, Any] = {
            "raw": self.raw.to_dict(), "shot": dict(self.shot), "as_shot": dict(self.as_shot),
            "source_camera": self.source_camera, "render_as": self.render_as,
        }
        kept = {key: value for key, value in values.items() if value}
        if self.headroom is not None:
            kept["headroom"] = self.headroom
        return kept if self.anchored else {**kept, "anchored": False}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> SavedEdit:
        """Return the edit that :meth:`to_dict` wrote. Raises UserError for what is no edit.

        Unknown keys are not looked at: whoever keeps the file keeps them.
        """
        if not isinstance(values, Mapping):
            raise UserError("The edit is not a set of named values.")
        anchored = values.get("anchored", True)
        if not isinstance(anchored, bool):
            raise UserError("“anchored” of the edit has to be true or false.")
        return cls(
            RawEdits.from_dict(values.get("raw", {})), _settings(values, "shot"), _settings(values, "as_shot"),
            _name(values, "source_camera"), _name(values, "render_as"), anchored, _headroom(values))


@dataclass(frozen=True)
class Snapshot:
    """A named state of one photo. taken: when, ISO 8601 in UTC.

    entry: what was read from the file; unknown keys in it are kept.
    """

    name: str
    edit: SavedEdit
    taken: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return it in JSON's types; :meth:`from_dict` reads it back."""
        known = {"name": self.name, "taken": self.taken, "edit": self.edit.to_dict()}
        return {**self.entry, **known, **{key: self.entry[key] for key in ("edit",) if key in self.entry}}

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any]) -> Snapshot:
        """Return the snapshot that :meth:`to_dict` wrote. Raises UserError for what is none."""
        if not isinstance(entry, Mapping):
            raise UserError("The snapshot is not a set of named values.")
        name, taken = entry.get("name"), entry.get("taken", "")
        if not isinstance(name, str) or not name.strip() or not isinstance(taken, str):
            raise UserError("The snapshot has no name.")
        return cls(name, SavedEdit.from_dict(entry.get("edit", {})), taken, dict(entry))


def _settings(values: Mapping[str, Any], key: str) -> dict[str, float | None]:
    given = values.get(key, {})
    if not isinstance(given, Mapping):
        raise UserError("“{key}” of the edit is not a set of named values.", key=key)
    out: dict[str, float | None] = {}
    for name in SETTINGS:
        if name not in given:
            continue
        value = given[name]
        if value is None:
            out[name] = None
            continue
        low, high = PLAUSIBLE[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise UserError("“{name}” of the edit is {value}, which no camera can be set to.", name=name,
                            value=str(value)[:40])
        out[name] = float(value)
    return out


def _headroom(values: Mapping[str, Any]) -> float | None:
    value = values.get("headroom")
    if value is None:
        return None
    low, high = HEADROOM
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise UserError("“headroom” of the edit is {value}, not {low:g} to {high:g} EV.", value=str(value)[:40],
                        low=low, high=high)
    return float(value)


def _name(values: Mapping[str, Any], key: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise UserError("“{key}” of the edit is not the name of a camera.", key=key)
    return value or None
