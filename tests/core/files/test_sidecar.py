"""Sidecars: what is written is read back; what is not ours is kept; nothing is ever lost."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paramisp_core.editing.edits import LIMITS, RawEdits
from paramisp_core.editing.saved_edit import SavedEdit, Snapshot
from paramisp_core.errors import UserError
from paramisp_core.files import sidecar as module
from paramisp_core.files.sidecar import Sidecar, sidecar_path, stand_in_path

EDIT = SavedEdit(RawEdits(exposure_ev=0.7, off=("light",)), {"iso": 1600.0, "f_number": None}, {"iso": 200.0},
                 "Nikon D90", "Canon EOS 5D", False)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "user_data_path", lambda *_, **__: tmp_path / "data")


def numbers(name: str) -> st.SearchStrategy[float]:
    return st.floats(*LIMITS[name], allow_nan=False)


saved_edits = st.builds(
    SavedEdit,
    raw=st.builds(RawEdits, exposure_ev=numbers("exposure_ev"), highlights=numbers("highlights"),
                  kelvin=st.none() | numbers("kelvin"), off=st.sampled_from([(), ("light",), ("color", "curve")])),
    shot=st.dictionaries(st.sampled_from(["iso", "f_number"]), st.none() | st.floats(1, 200)),
    as_shot=st.dictionaries(st.just("focal_length"), st.none() | st.floats(1, 200)),
    source_camera=st.none() | st.text(min_size=1), render_as=st.none() | st.text(min_size=1), anchored=st.booleans())


@given(saved_edits)
def test_an_edit_survives_json(edit: SavedEdit) -> None:
    assert SavedEdit.from_dict(json.loads(json.dumps(edit.to_dict()))) == edit


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*module._OURS, "raw", "shot", "iso", "crop", "curve", "off", "anchored", "x"]), inner,
        max_size=4),
    max_leaves=12)


@settings(max_examples=200)
@given(json_values)
def test_anything_else_is_refused_or_read_but_never_crashes(value: Any) -> None:
    with contextlib.suppress(UserError):
        SavedEdit.from_dict(value)


@given(st.binary(max_size=60) | json_values.map(lambda v: json.dumps(v).encode()))
def test_a_damaged_file_is_kept(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    photo = tmp_path_factory.mktemp("damaged") / "a.jpg"
    sidecar_path(photo).write_bytes(content)
    read = Sidecar.read(photo)
    assert read.edit == SavedEdit() or read.document
    if read.damaged is not None:
        assert read.warnings
        read.write(EDIT)
        assert Path(f"{sidecar_path(photo)}.damaged").read_bytes() == content
        assert Sidecar.read(photo).edit == EDIT


def test_it_lies_beside_the_photo_and_says_what_it_is(tmp_path: Path) -> None:
    photo = tmp_path / "Grüße.jpg"
    path = Sidecar.read(photo).write(EDIT, {"inverse": "compact-inverse"})
    assert path == tmp_path / "Grüße.jpg.paramisp.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["photo"] == "Grüße.jpg"
    assert document["models"] == {"inverse": "compact-inverse"}
    assert Sidecar.read(photo).edit == EDIT
    assert Sidecar.read(tmp_path / "other.jpg").edit == SavedEdit()


def test_what_it_does_not_know_it_keeps(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    sidecar_path(photo).write_text(json.dumps({
        "paramisp_sidecar": 1, "stars": 4,
        "edit": {"grain": 2, "raw": {"clarity": 7, "exposure_ev": 1.0}, "render_as": "Nikon D90"}}))
    Sidecar.read(photo).write(SavedEdit())
    document = json.loads(sidecar_path(photo).read_text())
    assert document["stars"] == 4
    assert document["edit"] == {"grain": 2, "raw": {"clarity": 7}}


def test_no_edit_no_file(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    assert Sidecar.read(photo).write(SavedEdit()) is None
    Sidecar.read(photo).write(EDIT)
    assert Sidecar.read(photo).write(SavedEdit()) is None
    assert list(tmp_path.iterdir()) == []


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    text = json.dumps({"paramisp_sidecar": 2, "edit": {"raw": {"exposure_ev": 1}}})
    sidecar_path(photo).write_text(text)
    read = Sidecar.read(photo)
    assert (read.sealed, read.edit) == (True, SavedEdit())
    assert "newer" in read.warnings[0]
    with pytest.raises(UserError, match="newer"):
        read.write(EDIT)
    assert sidecar_path(photo).read_text() == text


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = tmp_path / "card" / "a.jpg"
    photo.parent.mkdir()
    write = module._write

    def refusing(path: Path, text: str) -> None:
        if path.parent == photo.parent:
            raise UserError("read-only")
        write(path, text)

    monkeypatch.setattr(module, "_write", refusing)
    assert Sidecar.read(photo).write(EDIT) == stand_in_path(photo)
    assert Sidecar.read(photo).edit == EDIT
    monkeypatch.setattr(module, "_write", write)  # the folder can be written to again
    assert Sidecar.read(photo).write(EDIT) == sidecar_path(photo)
    assert not stand_in_path(photo).exists()
    assert os.listdir(photo.parent) == ["a.jpg.paramisp.json"]


def test_snapshots_are_kept_with_the_edit_and_without_one(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    warm = Snapshot("Warm", SavedEdit(RawEdits(kelvin=7000.0, tint=0.0)), "2026-11-24T17:00:00Z")
    path = Sidecar.read(photo).write(SavedEdit(), snapshots=[warm, Snapshot("As it was", SavedEdit())])
    assert path is not None, "a snapshot is worth a file"
    read = Sidecar.read(photo)
    assert read.snapshots == (warm, Snapshot("As it was", SavedEdit()))
    read.write(EDIT)
    assert Sidecar.read(photo).snapshots == read.snapshots, "who does not speak of snapshots leaves them"
    assert Sidecar.read(photo).write(SavedEdit(), snapshots=[]) is None
    assert not path.exists()


def test_a_snapshots_unknown_keys_and_unreadable_ones_are_kept(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    good = {"name": "Good", "edit": {"raw": {"exposure_ev": 1.0, "glow": 3}}, "stars": 5}
    bad = {"name": "Bad", "edit": {"raw": {"exposure_ev": "much"}}}
    sidecar_path(photo).write_text(json.dumps({"paramisp_sidecar": 1, "snapshots": [bad, good], "edit": {}}))
    read = Sidecar.read(photo)
    assert [s.name for s in read.snapshots] == ["Good"]
    assert read.warnings
    assert read.damaged is None
    read.write(EDIT, snapshots=[*read.snapshots, Snapshot("New", EDIT)])
    kept = json.loads(sidecar_path(photo).read_text())["snapshots"]
    assert kept[0]["edit"] == good["edit"]
    assert kept[0]["stars"] == 5
    assert [entry["name"] for entry in kept] == ["Good", "New", "Bad"]
    assert kept[2] == bad
