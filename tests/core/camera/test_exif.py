"""EXIF is read right from real photos, and garbage never raises."""

from __future__ import annotations

import io
import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from paramisp_core.camera.exif import ExifFacts, facts_from_block, read_exif
from paramisp_core.camera.maker_note import ciff_names, read_maker_note
from paramisp_core.camera.shot import SETTINGS
from paramisp_core.files.tiff_tags import (
    ASCII,
    LONG,
    RATIONAL,
    SHORT,
    SRATIONAL,
    UNDEFINED,
    Tag,
    encode_block,
    encode_directory,
)

# index.json's values come from another reader; these it took from maker notes that ours does not parse, or
# rounded by EXIF's logarithmic tags.
_ISO_ONLY_IN_MAKER_NOTES = ("CASIO_EX-Z3", "CASIO_EX-Z750", "EASTMAN_KODAK", "Canon_Canon-PowerShot-A85")


def _number(text):
    try:
        return float(Fraction(str(text).replace(" mm", "")))
    except (ValueError, ZeroDivisionError):
        return None


def test_real_photos_agree_with_the_index(shared_data):
    checked = 0
    for folder in ("photos", "charts"):
        for entry in json.loads((shared_data / folder / "index.json").read_text()):
            facts = read_exif(shared_data / folder / entry["file"])
            assert facts.make == " ".join(entry["make"].split())
            assert facts.model == entry["model"]
            for name in SETTINGS:
                expected, value = _number(entry[name]), facts.shot.value(name)
                if name == "iso" and entry["file"].startswith(_ISO_ONLY_IN_MAKER_NOTES):
                    continue
                tolerance = 0.25 if entry["file"].startswith("EASTMAN") else 0.03
                if expected:
                    assert value == pytest.approx(expected, rel=tolerance), (entry["file"], name)
                    checked += 1
    assert checked > 200


def test_as_shot_gains_from_maker_notes(shared_data):
    expected = {  # as ExifTool prints them
        "photos/NIKON_NIKON-D60_Nikon-D60.jpg": (2.1015625, 1.2578125),
        "charts/NIKON_NIKON-D3100_DSC_0008.jpg": (2.08984375, 1.34765625),
        "charts/Canon_Canon-EOS-5D-Mark-III__K6A7942.jpg": (2208 / 1024, 1376 / 1024),
        "charts/Canon_Canon-EOS-RP__MG_0631.jpg": (1896 / 1024, 1824 / 1024),
        "raw/Nikon-D1.NEF": (1.9765625, 1.2890625),
    }
    for name, (red, blue) in expected.items():
        facts = read_exif(shared_data / name)
        assert facts.white_balance is not None, name
        np.testing.assert_allclose(facts.white_balance, [red, 1, blue])
    # an editing program broke this one: 10242/34305
    assert read_exif(shared_data / "photos/NIKON_NIKON-D70_Nikon-D70.jpg").white_balance is None


def test_raw_files(shared_data):
    crw = read_exif(shared_data / "raw" / "Canon-S40_0101.CRW")
    assert (crw.make, crw.model, crw.shot.iso) == ("Canon", "Canon PowerShot S40", 50)
    assert crw.shot.exposure_time == pytest.approx(1 / 100, rel=0.02)
    dng = read_exif(shared_data / "raw" / "GoPro-HERO7_8508.DNG")
    assert (dng.model, dng.shot.iso, dng.orientation) == ("HERO7 Black", 267, 2)


def _block(**values):
    main = [Tag(271, ASCII, "Maker"), Tag(272, ASCII, "Model 1"),
            Tag(274, SHORT, [values.get("orientation", 6)])]
    detail = [
        Tag(33434, RATIONAL, [values.get("time", (1, 250))]),
        Tag(33437, RATIONAL, [values.get("stop", (28, 10))]),
        Tag(34855, SHORT, [values.get("iso", 400)]), Tag(37386, RATIONAL, [values.get("focal", (50, 1))]),
        Tag(37384, SHORT, [values.get("light", 3)]), Tag(37385, SHORT, [1]),
        Tag(36867, ASCII, "2020:01:02 03:04:05"), Tag(37380, SRATIONAL, [(-1, 3)]),
    ]
    return encode_block(main, detail, [Tag(1, ASCII, "N"), Tag(2, RATIONAL, [(48, 1), (8, 1), (0, 1)])])


def test_every_container_carries_exif(tmp_path):
    picture = Image.fromarray(np.full((8, 8, 3), 99, np.uint8))
    for suffix, block in (("jpg", b"Exif\0\0" + _block()), ("png", _block()), ("webp", _block())):
        path = tmp_path / f"x.{suffix}"
        picture.save(path, exif=block)
        facts = read_exif(path)
        assert (facts.make, facts.model, facts.orientation) == ("Maker", "Model 1", 6), suffix
        assert facts.shot.exposure_time == pytest.approx(0.004)
        assert facts.shot.sources["iso"] == "exif"
        assert facts.light_source == "Tungsten"
        assert facts.flash_fired is True
        assert facts.carried["DateTimeOriginal"] == "2020:01:02 03:04:05"
        assert facts.carried["ExposureBiasValue"] == ((-1, 3),)
        assert facts.carried["GPSLatitude"] == ((48, 1), (8, 1), (0, 1))


def test_heic_carries_exif(tmp_path):
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    path = tmp_path / "x.heic"
    try:
        Image.fromarray(np.full((64, 64, 3), 99, np.uint8)).save(path, exif=b"Exif\0\0" + _block())
    except (KeyError, RuntimeError, OSError):
        pytest.skip("no HEIC encoder here")
    assert read_exif(path).model == "Model 1"


@pytest.mark.parametrize("bad", [
    {"time": (0, 0)}, {"time": (1, 0)}, {"time": (0, 1)}, {"stop": (0, 0)}, {"stop": (4294967295, 1)},
    {"focal": (0, 10)}, {"focal": (4294967295, 4294967295)}, {"iso": 0}, {"orientation": 0},
    {"orientation": 99}, {"light": 255},
])
def test_zero_infinite_and_absurd_values_are_unknown(bad):
    facts = facts_from_block(_block(**bad))
    assert facts.model == "Model 1"
    for name in SETTINGS:
        value = facts.shot.value(name)
        assert value is None or np.isfinite(value)
    key = next(iter(bad))
    if key in ("time", "stop", "iso") or bad == {"focal": (0, 10)}:
        attribute = {"time": "exposure_time", "stop": "f_number", "iso": "iso", "focal": "focal_length"}[key]
        assert facts.shot.value(attribute) is None
    if key == "orientation":
        assert facts.orientation == 1
    if key == "light":
        assert facts.light_source is None


def test_full_iso_tag_falls_through_to_the_long_one():
    detail = [Tag(34855, SHORT, [65535]), Tag(34866, LONG, [102400])]
    facts = facts_from_block(encode_block([Tag(272, ASCII, "X")], detail, []))
    assert facts.shot.iso == 102400


def _nikon_note(levels=((2, 1), (3, 2), (1, 1), (1, 1))):
    inner = b"II*\0\x08\0\0\0" + encode_directory([Tag(0x0C, RATIONAL, levels)], 8)
    return b"Nikon\0\x02\x10\0\0" + inner


def test_nikon_maker_note_and_its_zero_denominators():
    for levels, expected in ((((2, 1), (3, 2), (1, 1), (1, 1)), [2, 1, 1.5]),
                             (((2, 0), (3, 2), (1, 1)), None), (((99, 1), (3, 2), (1, 1)), None)):
        block = encode_block([Tag(271, ASCII, "NIKON")], [Tag(37500, UNDEFINED, _nikon_note(levels))], [])
        gains = read_maker_note(block).white_balance
        if expected is None:
            assert gains is None
        else:
            np.testing.assert_allclose(gains, expected)


def test_missing_file_and_garbage_give_empty_facts(tmp_path):
    assert read_exif(tmp_path / "none.jpg").model is None
    for content in (b"", b"\xff", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"II*\0", b"MM\0*" + b"\xff" * 40,
                    b"II*\0\x08\0\0\0\xff\xff" + b"\1" * 40,
                    b"II\x1a\0\0\0HEAPCCDR" + b"\xff" * 30, b"not a photo at all\n" * 5):
        path = tmp_path / "x"
        path.write_bytes(content)
        assert isinstance(read_exif(path), ExifFacts)


_SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_SLOW
@given(st.binary(max_size=400))
def test_random_blocks_never_raise(data):
    # headers that promise 12 entries: of a random 65000 nearly all lie behind the end, and exifread asks for each
    for block in (data, b"II*\0\x08\0\0\0\x0c\0" + data, b"MM\0*\0\0\0\x08\0\x0c" + data, b"Exif\0\0" + data):
        assert isinstance(facts_from_block(block), ExifFacts)
        read_maker_note(block)


@_SLOW
@given(st.integers(0, 700), st.integers(0, 255), st.integers(0, 700))
def test_truncated_and_bent_blocks_never_raise(place, value, length):
    note = Tag(37500, UNDEFINED, _nikon_note())
    good = encode_block([Tag(271, ASCII, "NIKON"), Tag(272, ASCII, "D1")],
                        [note, Tag(33434, RATIONAL, [(1, 250)])], [])
    bent = bytearray(good)
    bent[place % len(bent)] = value
    for block in (bytes(bent), good[:length], bytes(bent)[:length]):
        facts = facts_from_block(block)
        assert facts.shot.exposure_time is None or facts.shot.exposure_time > 0


@_SLOW
@given(st.binary(max_size=300))
def test_random_heaps_never_raise(data):
    header = b"II\x1a\0\0\0HEAPCCDR" + bytes(12)
    assert ciff_names(header + data) in (None, ciff_names(header + data))


@_SLOW
@given(data=st.binary(max_size=200))
def test_random_files_never_raise(tmp_path, data):
    path = tmp_path / "x.jpg"
    for start in (b"\xff\xd8\xff\xe1", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"IIRO"):
        path.write_bytes(start + data)
        assert isinstance(read_exif(path), ExifFacts)


def test_exif_survives_inside_a_file_object_without_name():
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((4, 4, 3), np.uint8)).save(buffer, "JPEG", exif=b"Exif\0\0" + _block())
    start = buffer.getvalue().index(b"II*\0")
    assert facts_from_block(buffer.getvalue()[start:]).model == "Model 1"


@pytest.mark.parametrize(("date", "kept"), [
    ("2004:05:06 07:08:09", True), ("0000:00:00 00:00:00", False), ("2004:13:40 07:08:09", False), ("    ", False)])
def test_a_date_that_cannot_be_is_not_carried(tmp_path, date, kept):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = date
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", exif=exif)
    assert ("DateTimeOriginal" in read_exif(tmp_path / "a.jpg").carried) is kept
