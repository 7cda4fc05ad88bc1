"""Lenses: which one is found from what, and that its numbers are lensfun's own."""

from __future__ import annotations

import threading
import time

import lensfunpy
import numpy as np
import pytest

from paramisp_core.camera import lens as lens_module
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.lens import lens_of, light_arriving, search_lenses
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings

SIZE = (400, 600)


def photo_of(make: str = "Canon", model: str = "Canon EOS 5D Mark III", lens: str = "", focal: float | None = 35.0,
             f_number: float | None = 2.8, size: tuple[int, int] = SIZE, **exif: object) -> Photo:
    shot = ShotSettings(focal_length=focal, f_number=f_number)
    named = {"LensModel": lens} if lens else {}
    return Photo(np.zeros((*size, 3), np.float32), shot, camera_named("Canon EOS 5D Mark III"), np.ones(3),
                 exif={"Make": make, "Model": model, **named, **exif})


ZOOM = "EF24-70mm f/2.8L USM"


def lensfun(name: str) -> lensfunpy.Lens:
    return next(lens for lens in lensfunpy.Database().lenses if lens.model == name)


@pytest.mark.parametrize(("make", "model", "crop"), [("Canon", "Canon EOS 5D Mark III", 1.0),
                                                       ("Canon", "Canon EOS 40D", 1.622)])
@pytest.mark.parametrize("size", [(400, 600), (600, 400), (300, 400)])
def test_the_numbers_are_lensfun_s_own(make, model, crop, size):
    profile = lens_of(photo_of(make, model, ZOOM, size=size)).profile
    assert profile is not None
    height, width = size
    camera = lensfunpy.Database().find_cameras(make, model)[0]
    assert camera.crop_factor == pytest.approx(crop, abs=0.02)
    modifier = lensfunpy.Modifier(lensfun("Canon EF 24-70mm f/2.8L USM"), camera.crop_factor, width, height)
    flags = lensfunpy.ModifyFlags.DISTORTION | lensfunpy.ModifyFlags.VIGNETTING
    modifier.initialize(35.0, 2.8, 1000.0, 1.0, pixel_format=np.float32, flags=flags)
    gain = np.ones((height, width, 3), np.float32)
    modifier.apply_color_modification(gain)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    across, down = x - (width - 1) / 2, y - (height - 1) / 2
    r = np.hypot(across, down) / np.hypot(width / 2, height / 2)
    assert np.abs(1 / light_arriving(profile.vignetting, r**2) / gain[..., 1] - 1).max() < 0.01
    ratio = sum(c * r**i for i, c in enumerate(profile.distortion))
    ours = np.dstack([across * ratio + (width - 1) / 2, down * ratio + (height - 1) / 2])
    assert np.abs(ours - modifier.apply_geometry_distortion()).max() < 0.05  # lensfun's own rounding along a row


def test_a_lens_named_in_exif_is_found_and_the_sentence_says_so():
    match = lens_of(photo_of(lens=ZOOM))
    assert match.profile is not None
    assert match.profile.name == "Canon EF 24-70mm f/2.8L USM"
    assert match.sentence == "Named in the photo's EXIF."


def test_a_camera_with_a_built_in_lens_needs_no_lens_name():
    match = lens_of(photo_of("Canon", "Canon PowerShot A80", focal=7.8))
    assert match.profile is not None
    assert match.profile.name.startswith("Canon PowerShot A80")
    assert "Tiffen" not in match.profile.name  # not with a converter in front of it
    assert "own lens" in match.sentence
    assert "vignetting was never measured" in match.sentence
    assert match.profile.vignetting == ()


@pytest.mark.parametrize(("photo", "words"), [
    (photo_of(), "does not name its lens"),
    (photo_of(lens="No such lens 17-19mm f/3"), "“No such lens 17-19mm f/3” is not in the lens database"),
    (photo_of("Apple", "iPhone 6", "iPhone 6 back camera"), "“Apple iPhone 6” is not in the lens database"),
    (photo_of("", ""), "does not name its camera"),
    (photo_of("Canon", "Canon PowerShot G9", focal=7.4), "The lens of the Canon PowerShot G9 was never measured"),
])
def test_an_unknown_lens_is_none_with_a_plain_sentence(photo, words):
    match = lens_of(photo)
    assert match.profile is None
    assert words in match.sentence


def test_what_is_missing_is_said():
    assert "focal length is not known" in lens_of(photo_of(lens=ZOOM, focal=None)).sentence
    unknown_stop = lens_of(photo_of(lens=ZOOM, f_number=None))
    assert "needs the aperture" in unknown_stop.sentence
    assert unknown_stop.profile is not None
    assert unknown_stop.profile.distortion
    told = lens_of(photo_of(lens=ZOOM, f_number=None), ShotSettings(focal_length=35.0, f_number=2.8))
    assert told == lens_of(photo_of(lens=ZOOM))


def test_a_lens_chosen_by_hand_counts_whatever_the_photo_says():
    match = lens_of(photo_of("Apple", "iPhone 6", focal=50.0), chosen="Sony DT 50mm f/1.8 SAM")
    assert match.profile is not None
    assert match.profile.distortion
    assert "Chosen by hand" in match.sentence
    assert "is not in the lens database" in lens_of(photo_of(), chosen="Nonsense 50").sentence


def test_a_camera_chosen_by_hand_is_looked_for():
    camera = camera_named("Canon EOS 5D Mark III")
    assert lens_of(photo_of("", "", ZOOM), camera=camera) == lens_of(photo_of(lens=ZOOM))


def test_a_circular_fisheye_is_not_bent_into_nonsense():
    match = lens_of(photo_of(focal=4.5), chosen="Sigma 4.5mm f/2.8 EX DC HSM circular fisheye")
    assert match.profile is not None
    assert match.profile.distortion == ()
    assert "distortion" in match.sentence


def test_a_lens_without_light_in_its_corners_gives_numbers_all_the_same():
    match = lens_of(photo_of(focal=8.0, f_number=4.0), chosen="Canon EF 8-15mm f/4L Fisheye USM")
    assert match.profile is not None
    assert np.isfinite(match.profile.vignetting).all()
    assert light_arriving(match.profile.vignetting, 0.25) == pytest.approx(0.732, abs=0.01)  # lensfun's polynomial


def test_search_shows_lenses_of_the_camera_first():
    found = search_lenses("24-70 2.8", photo_of())
    assert found[0].startswith("Canon EF 24-70mm f/2.8L")
    assert any("Nikon" in name for name in found)  # adapted lenses are there, further down
    assert "35" in search_lenses("canon 35mm", photo_of(focal=35.0))[0]
    everything = search_lenses("", photo_of("NIKON CORPORATION", "NIKON D60", focal=28.0))
    assert "Nikon" in everything[0]
    assert "300mm" not in everything[0]
    assert all("24-70" in name for name in found)
    assert len(search_lenses("")) > 1000
    assert search_lenses("nonsense lens") == []


def test_the_database_is_lensfun_s_own_though_it_is_read_file_by_file() -> None:
    ours, whole = lens_module._database(), lensfunpy.Database()
    for kind in ("cameras", "lenses"):
        assert [(one.maker, one.model) for one in getattr(ours, kind)] == [
            (one.maker, one.model) for one in getattr(whole, kind)]


def test_other_threads_go_on_while_the_database_is_read() -> None:
    """It takes 0.1 s and more, and lensfun holds the interpreter in it: the window would stand still."""
    beats: list[float] = []
    stop = threading.Event()

    def beat() -> None:
        while not stop.is_set():
            beats.append(time.perf_counter())
            time.sleep(0)

    other = threading.Thread(target=beat)
    other.start()
    try:
        before = len(beats)
        lens_module._database.__wrapped__()
        assert len(beats) > before + 10
    finally:
        stop.set()
        other.join()
