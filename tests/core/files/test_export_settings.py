"""Export settings: remembered whatever was remembered; names that every file system takes and that are free."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.camera.database import find_camera, generic_camera
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.files.export_settings import (
    FIELDS,
    RANGES,
    SUFFIXES,
    ExportSettings,
    check_template,
    file_stem,
    free_path,
)

settings = st.builds(
    ExportSettings, format=st.sampled_from(list(SUFFIXES)), quality=st.integers(50, 100),
    dng_bits=st.sampled_from([14, 16]), edited_raw=st.booleans(), exr_bits=st.sampled_from([16, 32]),
    resize=st.sampled_from(["full", "long_edge", "megapixels"]), long_edge=st.integers(16, 65500),
    megapixels=st.floats(*RANGES["megapixels"]), profile=st.sampled_from(["srgb", "adobe-rgb"]), gps=st.booleans(),
    template=st.sampled_from(["{name}", "{date} {camera}-{counter}"]))


def photo(name: str = "IMG 1.jpg", **exif) -> Photo:
    return Photo(np.zeros((2, 3, 3), np.float32), ShotSettings(400.0, 0.01, 2.8, 50.0), find_camera("NIKON", "D90"),
                 np.ones(3), path=Path("/photos") / name, exif=exif)


@given(settings)
def test_settings_are_remembered(one):
    assert ExportSettings.from_dict(json.loads(json.dumps(one.to_dict()))) == one


@given(st.none() | st.text() | st.dictionaries(
    st.sampled_from(list(ExportSettings.__dataclass_fields__)),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())))
def test_anything_else_is_the_default_and_what_is_good_stays(values):
    read = ExportSettings.from_dict(values)
    assert ExportSettings.from_dict(read.to_dict()) == read
    for name, (low, high) in RANGES.items():
        assert low <= getattr(read, name) <= high
    assert ExportSettings.from_dict({"quality": "much", "gps": False}) == ExportSettings(gps=False)


@given(settings, st.integers(1, 30000), st.integers(1, 30000))
def test_sizes_keep_the_aspect_and_never_grow(one, height, width):
    tall, wide = one.size_of(height, width)
    assert 1 <= tall <= height
    assert 1 <= wide <= width
    if (tall, wide) == (height, width):
        return
    if one.resize == "long_edge":
        assert max(tall, wide) == one.long_edge
    if min(tall, wide) > 50:
        assert math.isclose(tall / wide, height / width, rel_tol=0.03)


def test_a_dng_is_never_reduced():
    assert ExportSettings("dng", resize="long_edge", long_edge=100).size_of(3000, 4000) == (3000, 4000)
    assert ExportSettings("jpeg", resize="megapixels", megapixels=3.0).size_of(3000, 4000) == (1500, 2000)


def test_metadata_goes_along_without_the_place_or_not_at_all():
    exif = {"Make": "Nikon", "GPSLatitude": ((1, 1),) * 3, "GPSLatitudeRef": "N", "Artist": "A"}
    assert ExportSettings().exif_of(exif) == exif
    assert ExportSettings(gps=False).exif_of(exif) == {"Make": "Nikon", "Artist": "A"}
    assert ExportSettings(metadata=False).exif_of(exif) == {}
    assert ExportSettings().exif_of(None) == {}


def test_names_are_filled_in():
    shown = file_stem("{date}_{name}_{camera}_{iso}_{counter}", photo(DateTimeOriginal="2020:01:02 03:04:05"), 7)
    assert shown == "2020-01-02_IMG 1_Nikon D90_400_007"
    unknown = photo().with_changes(shot=ShotSettings(), camera=generic_camera(), path=None)
    assert file_stem("{date} {name} {camera} {iso}", unknown) == "undated photo unknown camera unknown"


@given(st.text(min_size=1, max_size=300), st.lists(st.sampled_from([f"{{{f}}}" for f in FIELDS]), max_size=4))
def test_every_name_is_refused_or_can_be_written(tmp_path_factory, text, fields):
    template = text.join([*fields, ""]) if fields else text
    try:
        stem = file_stem(template, photo("a:b?.jpg"))
    except UserError:
        return
    assert Path(stem).name == stem
    assert stem not in (".", "..")
    assert len(f"{stem}-2000.jpg".encode()) < 230
    if "\x00" not in stem:
        target = tmp_path_factory.getbasetemp() / f"{stem}.jpg"
        target.write_bytes(b"")
        target.unlink()


@pytest.mark.parametrize(("template", "words"), [
    ("", "name is needed"), (" . ", "name is needed"), ("{nom}", "{nom} is not known"), ("{name", "not closed"),
    ("a/{name}", "cannot hold"), ("{name}:{iso}", "cannot hold"), ("{}", "is not known")])
def test_wrong_templates_are_one_sentence(template, words):
    with pytest.raises(UserError, match=words):
        check_template(template)


def test_a_name_is_always_free(tmp_path):
    one = ExportSettings("jpeg")
    first = free_path(tmp_path, one, photo())
    assert first == tmp_path / "IMG 1.jpg"
    (tmp_path / "img 1.JPG").write_bytes(b"")
    second = free_path(tmp_path, one, photo(), taken=[first])
    assert second == tmp_path / "IMG 1-2.jpg"
    second.write_bytes(b"")
    (tmp_path / "IMG 1.jpg").symlink_to(tmp_path / "nowhere")
    assert free_path(tmp_path, one, photo()) == tmp_path / "IMG 1-3.jpg"
    counting = ExportSettings("png", template="{name}_{counter}")
    for number in (1, 2, 3):
        path = free_path(tmp_path, counting, photo())
        assert path == tmp_path / f"IMG 1_00{number}.png"
        path.write_bytes(b"")
    assert free_path(tmp_path / "gone", counting, photo()) == tmp_path / "gone" / "IMG 1_001.png"
