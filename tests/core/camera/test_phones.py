"""Phones are known by EXIF's names with a source each, their other cameras are not taken for the main one."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from paramisp_core.camera.database import (
    all_cameras,
    as_shot_white_balance,
    camera_named,
    find_camera,
    generic_camera,
    generic_phone,
    measured_cameras,
    median_matrix,
    noise_cameras,
    noise_profile,
    preset_gains,
)
from paramisp_core.camera.exif import ExifFacts, read_exif
from paramisp_core.camera.phone import is_phone, other_module
from paramisp_core.camera.which import STANDS_IN, camera_of
from paramisp_core.resources import resource_path
from paramisp_core.training.virtual_camera import random_style

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

FACTS = json.loads(resource_path("cameras_phones.json").read_text("utf-8"))["cameras"]
# What the repository that most phones are from says of cameras that RawSpeed or LibRaw know too.
SAID_BY_BOTH = {
    "Casio EX-FH100": [[1.2771, -0.4179, -0.1558], [-0.2149, 1.0938, 0.1375], [-0.0453, 0.1751, 0.4494]],
    "Panasonic DMC-CM1": [[0.877, -0.3194, -0.082], [-0.2871, 1.1281, 0.1803], [-0.0513, 0.1552, 0.4434]],
    "Samsung Galaxy S9": [[1.3292, -0.6142, -0.1268], [-0.4095, 1.289, 0.1283], [-0.0557, 0.193, 0.5163]],
}


@pytest.mark.parametrize(("make", "model", "name"), [
    ("Apple", "iPhone 7 Plus", "Apple iPhone 7 Plus"), ("Apple", "iPhone 14 Pro", "Apple iPhone 14 Pro"),
    ("Apple", "iPhone SE (3rd generation)", "Apple iPhone SE (3rd generation)"),
    ("Google", "Pixel", "Google Pixel"), ("Google", "Pixel 6 Pro", "Google Pixel 6 Pro"),
    ("samsung", "SM-G996B", "Samsung Galaxy S21+"), ("samsung", "SM-S908U1", "Samsung Galaxy S22 Ultra"),
    ("samsung", "Galaxy S22 Ultra", "Samsung Galaxy S22 Ultra"), ("samsung", "SM-G955F", "Samsung Galaxy S8+"),
    ("HUAWEI", "VOG-L29", "Huawei P30 Pro"), ("HUAWEI", "BLA-L29", "Huawei Mate 10 Pro"),
    ("LG Electronics", "LM-V600", "LG V60 ThinQ"), ("LGE", "LM-G710VM", "LG G7 ThinQ"), ("LGE", "LG-H815", "LG G4"),
    ("LGE", "Nexus 5X", "LGE Nexus 5X"), ("HMD Global", "Nokia 9", "Nokia 9 PureView"),
    ("OnePlus", "IN2023", "OnePlus 8 Pro"), ("Sony", "XQ-AT51", "Sony Xperia 1 II"),
    ("Xiaomi", "2203121C", "Xiaomi 12S Ultra"), ("DJI", "FC7303", "DJI FC7303"),
    ("GoPro", "HERO10 Black", "GoPro HERO10 Black"), ("RICOH", "RICOH THETA Z1", "Ricoh THETA Z1"),
])
def test_phones_are_found_as_exif_names_them(make, model, name):
    found = find_camera(make, model)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("make", "model"), [
    ("Apple", "iPhone 6"), ("Apple", "iPhone 13"), ("Apple", "iPhone 14 Pro Max"), ("Google", "Pixel 8"),
    ("samsung", "SM-G99"), ("HUAWEI", "P30 Lite"), ("OnePlus", "9"), ("HMD Global", "Nokia 8.3 5G"),
])
def test_a_phone_is_never_taken_for_its_neighbor(make, model):
    assert find_camera(make, model) is None


def test_every_row_has_a_source_and_a_matrix_a_camera_can_have():
    from make_phones import doubts

    assert len(FACTS) == 61
    for name, facts in FACTS.items():
        assert facts["source"].startswith("https://github.com/"), name
        assert doubts(np.array(facts["xyz_to_camera"])) == "", name
    assert doubts(np.eye(3) - 0.9) != ""
    assert "gains" in doubts(np.diag([5.0, 1.0, 1.0]))
    assert "mixed" in doubts(camera_named("Nikon D7000").matrix @ np.array([[0.7, 0.3, 0], [0.3, 0.7, 0], [0, 0, 1]]))


def test_the_source_agrees_with_what_was_known_before():
    for name, matrix in SAID_BY_BOTH.items():
        np.testing.assert_allclose(camera_named(name).matrix, matrix, atol=1e-6)


def test_the_file_is_what_its_script_writes(tmp_path):
    """From a clone of the repository, of which each row's file is read, and without one."""
    import make_phones

    folder = tmp_path / make_phones.FOLDER
    folder.mkdir(parents=True)
    for facts in FACTS.values():
        if facts["source"].startswith(make_phones.REPOSITORY):
            np.savetxt(folder / facts["source"].rsplit("/", 1)[1], facts["xyz_to_camera"], "%.4f", delimiter=",")
    before = make_phones.TARGET.read_bytes()
    for more in ([], [str(tmp_path)]):
        done = subprocess.run([sys.executable, str(ROOT / "scripts" / "make_phones.py"), *more], capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert make_phones.TARGET.read_bytes() == before


def test_what_training_draws_from_is_untouched():
    """The published scores and adapters go on to mean the same: every drawn fact is what it was without phones."""
    drawn = repr([(c.name, c.make, c.model, c.xyz_to_camera, c.cfa.value, c.black_level, c.white_level,
                   sorted(c.presets.items())) for c in measured_cameras()])
    assert hashlib.sha256(drawn.encode()).hexdigest() == (
        "8b48e6a43d22c91b4433459ebfda5a55e490a3e4c62359a3a88991eb9dd22df9")
    assert hashlib.sha256(repr(noise_cameras()).encode()).hexdigest() == (
        "fad2b8c4d717f12094af448c0ec3cc6ffc516480b8c8bbc1d0ebc90b2a2e61df")
    assert [random_style(np.random.default_rng(seed)).camera.name for seed in range(8)] == [
        "Samsung S85", "Nikon D700", "Samsung NX210", "Pentax KP", "Panasonic DMC-GM5", "Panasonic DMC-FZ8", "Nikon D5",
        "Sony ILCE-9"]
    np.testing.assert_allclose(generic_camera().matrix, [
        [0.8067, -0.2545, -0.0837], [-0.439, 1.1693, 0.2164], [-0.0811, 0.1625, 0.5831]])


def test_the_generic_phone_is_nearer_to_phones_than_the_generic_camera():
    from measure_stand_ins import cost

    phones = [camera for camera in all_cameras() if camera.phone]
    assert len(phones) == 62
    assert {"Apple iPhone 13 Pro", "Samsung Galaxy S9+", "LGE Nexus 5X"} < {camera.name for camera in phones}
    assert not camera_named("DJI FC7303").phone
    assert cost(phones[0], phones[0].matrix) == 0
    some = phones[::6]
    left_out = [cost(one, np.array(median_matrix([other for other in phones if other is not one]))) for one in some]
    assert np.mean(left_out) < 0.7 * np.mean([cost(one, generic_camera().matrix) for one in some])


def test_the_generic_phone_is_a_plausible_camera():
    phone = generic_phone()
    assert phone.generic
    assert phone.phone
    assert camera_named("generic phone") is phone
    assert phone not in all_cameras()
    assert 2 < phone.daylight[0] < 2.6
    assert 1.3 < phone.daylight[2] < 1.8
    assert preset_gains(phone, "Tungsten")[2] > 1.3 * phone.daylight[2]
    assert as_shot_white_balance(phone, ExifFacts())[1] == "daylight of the generic phone"


def test_the_noise_of_the_one_phone_that_was_measured_is_found():
    assert noise_profile(camera_named("LGE Nexus 5X").name, 100) is not None


@pytest.mark.parametrize(("make", "model", "phone"), [
    ("Apple", "iPhone 6", True), ("BlackBerry", "BlackBerry Z10", True), ("HMD Global", "Nokia 8.3 5G", True),
    ("HTC", "HTC One", True), ("Motorola", "XT1068", True), ("OPPO", "R7plusf", True),
    ("Sony Ericsson", "U10i", True), ("samsung", "SM-J327T1", True), ("samsung", "Galaxy A54 5G", True),
    ("Sony", "D6603", True), ("Sony", "XQ-DQ54", True), ("LG Electronics", "LM-Q710", True),
    ("SONY", "DSC-T5", False), ("SONY", "MAVICA", False), ("SAMSUNG", "NX10", False), ("NIKON", "E775", False),
    ("SAMSUNG TECHWIN", "<Digimax S500>", False), ("Canon", "Canon PowerShot A80", False),
    ("Panasonic", "DMC-FX7", False), ("SANYO Electric Co.,Ltd", "S1", False), (None, None, False),
    ("", "iPhone", False),
])
def test_phones_are_told_from_cameras(make, model, phone):
    assert is_phone(make, model) is phone


@pytest.mark.parametrize(("lens", "equivalent", "zoom", "module"), [
    ("iPhone 13 Pro back triple camera 5.7mm f/1.5", 26, None, None),
    ("iPhone 13 Pro back triple camera 1.57mm f/1.8", 13, None, "ultra-wide"),
    ("iPhone 13 Pro back triple camera 9mm f/2.8", 77, None, "telephoto"),
    ("iPhone 13 Pro back triple camera 5.7mm f/1.5", 52, 2.0, None),  # enlarged by the main camera
    ("iPhone 13 Pro front camera 2.71mm f/2.2", 23, None, "front"),
    ("Xperia ultra wide camera", None, None, "ultra-wide"), ("back telephoto camera", None, None, "telephoto"),
    (None, 26, None, None), (None, 13, 1.0, "ultra-wide"), (None, 69, None, "telephoto"), (None, 26, 1.5, None),
    (None, 0, None, None), (None, None, None, None),
])
def test_other_cameras_of_a_phone_are_told_from_the_main_one(lens, equivalent, zoom, module):
    carried = {"LensModel": lens, "FocalLengthIn35mmFilm": equivalent}
    facts = ExifFacts(make="Apple", model="iPhone 13 Pro", digital_zoom=zoom,
                      carried={key: value for key, value in carried.items() if value is not None})
    assert other_module(facts) == module
    warnings: list[str] = []
    camera = camera_of(facts, None, warnings)
    if module is None:
        assert (camera.name, warnings) == ("Apple iPhone 13 Pro", [])
    else:
        assert camera is generic_phone()
        assert warnings == ["Of Apple iPhone 13 Pro only the main camera is in the database; for its "
                            f"{module} camera a generic phone stands in."]
        assert warnings[0].endswith(STANDS_IN)


def test_what_stands_in_is_said():
    said: list[str] = []
    assert camera_of(ExifFacts(make="Apple", model="iPhone 6"), None, said) is generic_phone()
    assert camera_of(ExifFacts(make="Canon", model="Canon PowerShot A80"), None, said) is generic_camera()
    assert camera_of(ExifFacts(), None, said) is generic_camera()
    # a lens says nothing of a camera that is not a phone
    wide = ExifFacts(make="GoPro", model="HERO10 Black", carried={"FocalLengthIn35mmFilm": 16})
    assert camera_of(wide, None, said).name == "GoPro HERO10 Black"
    assert said == ["The camera Apple iPhone 6 is not in the database; a generic phone stands in.",
                    "The camera Canon PowerShot A80 is not in the database; a generic camera stands in.",
                    "The file does not say which camera took it; a generic camera stands in."]


def test_digital_zoom_is_read(tmp_path):
    from PIL import Image

    for ratio, wanted in ((2.0, 2.0), (1.0, None), (0.0, None)):
        exif = Image.Exif()
        exif[271], exif[272] = "Apple", "iPhone 13 Pro"
        exif.get_ifd(0x8769)[41988] = ratio
        Image.new("RGB", (32, 32)).save(tmp_path / "x.jpg", exif=exif)
        assert read_exif(tmp_path / "x.jpg").digital_zoom == wanted
