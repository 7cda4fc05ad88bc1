"""The camera database finds cameras however they are spelt, and never another one."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

from paramisp_core.camera import database
from paramisp_core.camera.database import (
    all_cameras,
    as_shot_white_balance,
    camera_named,
    find_camera,
    generic_camera,
    measured_cameras,
    natural_order,
    noise_profile,
    preset_gains,
    search_cameras,
    tone_curves,
)
from paramisp_core.camera.exif import ExifFacts
from paramisp_core.errors import UserError
from paramisp_core.raw.color import daylight_gains
from paramisp_core.resources import resource_path


def test_every_camera_is_found_by_each_of_its_spellings():
    facts = json.loads(resource_path("cameras.json").read_text())["cameras"]
    assert len(facts) == 607
    for file in ("cameras_more.json", "cameras_libraw.json", "cameras_phones.json"):
        more = json.loads(resource_path(file).read_text())["cameras"]
        assert not set(more) & set(facts)
        facts |= more
    assert len(facts) == len(all_cameras()) == 814
    for name, fact in facts.items():
        spellings = [(fact["exif_make"], fact["exif_model"]), (fact["make"], fact["model"])]
        spellings += [(fact["exif_make"], alias) for alias in fact.get("aliases", ())]
        for make, model in spellings:
            for m, n in ((make, model), (make.lower(), model.upper()), (f" {make}\0", f"{model}  \0\0")):
                found = find_camera(m, n)
                assert found is not None, (m, n)
                assert found.name == name, (m, n)
        assert camera_named(name).name == name


@pytest.mark.parametrize(("make", "model", "name"), [
    ("NIKON CORPORATION", "NIKON D700", "Nikon D700"),
    ("Nikon", "D7000", "Nikon D7000"),
    ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
    ("Canon", "Canon Canon EOS 5D Mark II\0\0", "Canon EOS 5D Mark II"),
    ("canon", "eos 5d mk III", "Canon EOS 5D Mark III"),
    ("Canon", "Canon EOS-1DS", "Canon EOS-1Ds"),
    ("Canon", "Canon EOS Kiss X5", "Canon EOS 600D"),
    ("Canon", "Canon EOS REBEL T3i", "Canon EOS 600D"),
    ("OLYMPUS IMAGING CORP.", "E-M10MarkII", "Olympus E-M10 Mark II"),
    ("OLYMPUS OPTICAL CO.,LTD", "E-20,E-20N,E-20P", "Olympus E-20"),
    ("EASTMAN KODAK COMPANY", "KODAK P880 ZOOM DIGITAL CAMERA", "Kodak P880"),
    ("SAMSUNG TECHWIN", "NX10", "Samsung NX10"),
    ("Sony", "Sony SLT-A57", "Sony SLT-A57"),
    ("PENTAX Corporation", "PENTAX *ist DL", "Pentax *ist DL"),
    ("RICOH IMAGING COMPANY, LTD.", "PENTAX K-50", "Pentax K-50"),
    ("Minolta Co., Ltd.", "DYNAX 5D", "Minolta Dynax 5D"),
    ("KONICA MINOLTA", "MAXXUM 7D", "Minolta Dynax 7D"),
    ("FUJI PHOTO FILM CO., LTD.", "FinePixS2Pro", "Fujifilm FinePix S2Pro"),
    ("", "NIKON D90", "Nikon D90"),
    (None, "Canon EOS 40D", "Canon EOS 40D"),
    ("Canon", "Canon EOS R6m2", "Canon EOS R6 Mark II"),
    ("Canon", "Canon EOS R6", "Canon EOS R6"),
    ("Canon", "Canon EOS Kiss X10", "Canon EOS 250D"),
    ("NIKON CORPORATION", "NIKON Z6_3", "Nikon Z 6 III"),
    ("NIKON CORPORATION", "NIKON Z 6_2", "Nikon Z 6_2"),
    ("LEICA CAMERA AG", "LEICA Q2", "Leica Q2"),
    ("RICOH IMAGING COMPANY, LTD.", "RICOH GR III", "Ricoh GR III"),
    ("samsung", "SM-G930F", "Samsung Galaxy S7"),
    ("samsung", "SM-G965W", "Samsung Galaxy S9+"),
    ("CASIO COMPUTER CO.,LTD.", "EX-Z750", "Casio EX-Z750"),
])
def test_spellings_seen_in_the_wild(make, model, name):
    found = find_camera(make, model)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("make", "model"), [
    ("Apple", "iPhone 6"), ("Sony Ericsson", "U10i"), ("NIKON CORPORATION", "NIKON D70000"),
    ("Canon", "Canon EOS 5D Mark IX"), ("Canon", "Canon EOS"), ("NIKON", "D"), ("Canon", "D700"),
    ("Nikon", "EOS 5D"), ("", ""), (None, None), ("Canon", "\0\0"),
    ("JK Imaging, Ltd.", "KODAK PIXPRO SP360"),
    ("\0", "(*["), ("Nikon", "NIKON"),
])
def test_an_unknown_camera_is_none_not_a_neighbor(make, model):
    assert find_camera(make, model) is None


def test_names_users_type():
    assert camera_named("d7000").name == "Nikon D7000"
    assert camera_named("5d mark iii").name == "Canon EOS 5D Mark III"
    assert camera_named("Canon G9").name == "Canon PowerShot G9"
    assert camera_named("generic").generic
    with pytest.raises(UserError, match="Nikon D7000"):
        camera_named("Nikon D70000")
    with pytest.raises(UserError, match="No camera named"):
        camera_named("zzzz")


def test_search_finds_by_words_and_aliases():
    assert len(search_cameras("")) == 814
    assert {c.name for c in search_cameras("rebel t3i")} == {"Canon EOS 600D"}
    assert search_cameras("d70")[0].name == "Nikon D70"
    assert all("Pentax" in c.name for c in search_cameras("pentax"))
    assert search_cameras("zzzz") == []


def test_cameras_are_sorted_as_people_sort_them():
    names = [camera.name for camera in search_cameras("canon eos")]
    assert names.index("Canon EOS 10D") < names.index("Canon EOS 20D") < names.index("Canon EOS 100D")
    assert natural_order("Nikon D7000") > natural_order("Nikon D70s")


def test_the_generic_camera_is_a_plausible_one():
    generic = generic_camera()
    assert generic.generic
    assert generic.name == "Generic camera"
    np.testing.assert_allclose(generic.color_matrix.sum(1), 1, atol=1e-9)
    assert (np.diag(generic.color_matrix) > 1).all()
    for gains in (generic.daylight, daylight_gains(generic.matrix)):
        assert 1.5 < gains[0] < 2.6
        assert 1.1 < gains[2] < 2.0
    assert preset_gains(generic, "Tungsten")[2] > 1.3 * generic.daylight[2]
    assert preset_gains(generic, "Shade")[0] > generic.daylight[0]


def test_virtual_cameras_are_drawn_from_what_was_measured():
    """LibRaw's own come on top: a seed goes on to mean the same, and the generic camera stays what it was."""
    measured = measured_cameras()
    assert len(measured) == 608
    assert "Canon EOS R5" not in {camera.name for camera in measured}
    assert noise_profile("Canon EOS R5", 800) is not None  # darktable measured what RawSpeed did not list
    assert camera_named("Canon EOS R5").presets


def test_profiles_are_usable():
    for camera in all_cameras():
        assert np.isfinite(camera.color_matrix).all()
        np.testing.assert_allclose(camera.color_matrix.sum(1), 1, atol=1e-6)
        assert ((camera.daylight > 0.4) & (camera.daylight < 4.5)).all(), camera.name
        assert camera.white_level > camera.black_level
        for gains in camera.presets.values():
            assert gains[1] == 1


def test_as_shot_white_balance_goes_from_maker_note_to_preset_to_daylight():
    d60 = find_camera("NIKON", "D60")
    assert d60 is not None
    own = {"make": "NIKON CORPORATION", "model": "NIKON D60"}
    note = ExifFacts(**own, white_balance=np.array([2.1, 1.0, 1.25]), white_balance_source="Nikon maker note",
                     light_source="Tungsten")
    gains, source = as_shot_white_balance(d60, note)
    np.testing.assert_allclose(gains, [2.1, 1, 1.25])
    assert "maker note" in source
    # gains of one camera say nothing in another's space
    other, source = as_shot_white_balance(generic_camera(), note)
    np.testing.assert_allclose(other, preset_gains(generic_camera(), "Tungsten"))
    assert "Tungsten" in source
    gains, source = as_shot_white_balance(d60, ExifFacts(**own, flash_fired=True))
    assert "Flash" in source
    gains, source = as_shot_white_balance(d60, ExifFacts(**own))
    np.testing.assert_allclose(gains, d60.daylight)
    assert source == "camera daylight"


def test_every_kind_of_light_has_gains_for_every_camera():
    from paramisp_core.camera.exif import LIGHT_SOURCES

    for camera in (*all_cameras()[::40], generic_camera()):
        for kind in set(LIGHT_SOURCES.values()):
            assert ((preset_gains(camera, kind) > 0.2) & (preset_gains(camera, kind) < 9)).all()


def test_noise_grows_with_iso_and_is_measured_at_the_measured_speeds():
    low, high = noise_profile("Nikon D7000", 100), noise_profile("Nikon D7000", 3200)
    assert low is not None
    assert high is not None
    np.testing.assert_allclose(low[0], [5.704e-06, 2.406e-06, 3.448e-06])
    assert (high[0] > 10 * low[0]).all()
    for camera in database.noise_cameras():
        for iso in (25, 100, 260, 6400, 1_000_000):
            profile = noise_profile(camera, iso)
            assert profile is not None
            assert (profile[0] > 0).all()
            assert (profile[1] >= 0).all()
    assert noise_profile("no such camera", 100) is None


def test_tone_curves_rise():
    curves = tone_curves()
    assert len(curves) == 23
    for name, nodes in curves.items():
        assert (np.diff(nodes[:, 0]) > 0).all(), name
        assert nodes[-1, 1] > 0.9


def test_loading_takes_no_longer_than_a_few_million_squares():
    def of(work) -> float:
        start = time.thread_time()
        work()
        return time.thread_time() - start

    def load() -> None:
        database._database.cache_clear()
        find_camera("NIKON", "D90")

    assert min(of(load) for _ in range(3)) < 3 * min(of(lambda: sum(i * i for i in range(1_000_000))) for _ in range(3))
