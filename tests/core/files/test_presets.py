"""Presets: saved, read back, renamed, deleted, handed on; nothing is overwritten or lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from test_sidecar import saved_edits

from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.errors import UserError
from paramisp_core.files.presets import SUFFIX, PresetLibrary

WARM = SavedEdit(RawEdits(kelvin=7000.0, tint=4.0, crop=(0.1, 0.1, 0.9, 0.9), off=("color",)), {"iso": 1600.0},
                 {"iso": 100.0}, "Nikon D90", "Canon EOS 5D", False)


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    return PresetLibrary(tmp_path / "data" / "presets")


def names(library: PresetLibrary) -> list[str]:
    return [preset.name for preset in library.read()[0]]


def test_a_preset_holds_what_makes_sense_on_any_photo(library):
    assert library.read() == ([], ())
    saved = library.save("  Warm   evening ", WARM)
    assert saved.path.name == f"Warm evening{SUFFIX}"
    assert library.read()[0] == [saved]
    assert saved.edit == WARM.portable
    assert "crop" not in saved.path.read_text()
    with pytest.raises(UserError, match="Nothing is changed"):
        library.save("Crop", SavedEdit(RawEdits(crop=(0.1, 0.1, 0.9, 0.9))))


def test_a_taken_name_is_refused_and_capitals_do_not_make_another(library):
    first = library.save("Warm", WARM)
    with pytest.raises(UserError, match="There is a preset “Warm” already"):
        library.save("wARM", SavedEdit(RawEdits(exposure_ev=1.0)))
    other = library.save("Cold", SavedEdit(RawEdits(exposure_ev=1.0)))
    with pytest.raises(UserError, match="already"):
        library.rename(other, "warm")
    assert library.read()[0] == [other, first]
    assert library.rename(first, "wARM").name == "wARM", "capitals of one's own name may change"
    assert names(library) == ["Cold", "wARM"]


@pytest.mark.parametrize("name", ["a/b", "..", "con:", "x" * 80, "ж\\ü", ".", "a\x07b"])
def test_any_name_finds_a_file_in_the_folder(library, name):
    saved = library.save(name, WARM)
    assert saved.path.parent == library.folder
    assert names(library) == [" ".join(name.split())]
    assert len(list(library.folder.parent.rglob("*.json"))) == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_no_name_is_refused(library, name):
    with pytest.raises(UserError):
        library.save(name, WARM)
    assert names(library) == []


def test_two_names_that_give_the_same_file_name_stay_two_presets(library):
    library.save("a/b", WARM)
    library.save("a?b", SavedEdit(RawEdits(exposure_ev=1.0)))
    assert names(library) == ["a/b", "a?b"]


def test_rename_replace_and_delete_leave_no_other_file(library):
    preset = library.save("One", WARM)
    preset = library.rename(preset, "Two")
    assert preset.edit == WARM.portable
    preset = library.save("Two", SavedEdit(RawEdits(exposure_ev=1.0)), replace=preset)
    assert [p.name for p in library.folder.iterdir()] == [f"Two{SUFFIX}"]
    assert library.read()[0][0].edit.raw.exposure_ev == 1.0
    library.delete(preset)
    assert list(library.folder.iterdir()) == []


def test_handed_on_and_taken_in_under_a_free_name(library, tmp_path):
    library.export_file(library.save("Warm", WARM), tmp_path / "to a friend.json")
    taken = library.import_file(tmp_path / "to a friend.json")
    assert taken.name == "Warm 2"
    assert taken.edit == WARM.portable
    assert library.import_file(tmp_path / "to a friend.json").name == "Warm 3"


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b'{"paramisp_preset": 2, "name": "x", "edit": {}}', b"\xff\xfe", b'{"name": "x"}',
    b'{"paramisp_preset": 1, "name": "x", "edit": {"raw": {"exposure_ev": "high"}}}', b"[" * 100_000])
def test_what_is_no_preset_is_said_and_left_alone(library, content):
    good = library.save("Good", WARM)
    bad = library.folder / f"bad{SUFFIX}"
    bad.write_bytes(content)
    presets, warnings = library.read()
    assert presets == [good]
    assert len(warnings) == 1
    assert "cannot be read" in warnings[0]
    assert bad.read_bytes() == content
    with pytest.raises(UserError, match="cannot be read"):
        library.import_file(bad)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="cannot be made"):
        PresetLibrary(tmp_path / "file" / "presets").save("Warm", WARM)


@given(saved_edits, saved_edits)
def test_over_keeps_what_the_upper_edit_does_not_say(upper: SavedEdit, under: SavedEdit):
    both = upper.over(under)
    assert both.over(under) == both
    assert SavedEdit().over(under) == under
    assert upper.over(SavedEdit()) == upper
    for name in ("exposure_ev", "highlights"):
        mine = getattr(upper.raw, name)
        assert getattr(both.raw, name) == (mine or getattr(under.raw, name))
    assert both.shot == {**under.shot, **upper.shot}
    assert json.dumps(both.to_dict())


def test_over_switches_on_the_groups_it_changes_and_takes_the_white_balance_whole():
    under = SavedEdit(RawEdits(exposure_ev=1.0, white_balance=(2.0, 1.0, 1.5), saturation=20.0, off=("light", "color")))
    both = SavedEdit(RawEdits(shadows=0.5, kelvin=4000.0, tint=3.0)).over(under).raw
    assert (both.exposure_ev, both.shadows, both.saturation) == (1.0, 0.5, 20.0)
    assert (both.kelvin, both.tint, both.white_balance) == (4000.0, 3.0, None)
    assert both.off == ("color",)
