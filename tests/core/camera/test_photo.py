"""A photo's pixels stay the codes of its file: parts, sizes and networks see what its float32 pixels would show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.facts import read_all
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.pyramid import Pyramid
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.isp import load_isp
from paramisp_core.engine.tiles import to_tensor
from paramisp_core.files.opening import open_photo
from paramisp_core.raw.codes import as_codes, as_float

CAMERA = camera_named("Nikon D70")


def codes(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def test_codes_stay_codes_until_all_of_them_are_wanted(tmp_path: Path) -> None:
    pixels = codes(40, 60)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    photo = open_photo(tmp_path / "photo.png")
    assert photo.pixels.dtype == np.uint8
    assert photo.size == (40, 60)
    assert "rgb" not in vars(photo)
    assert photo.rgb.dtype == np.float32
    assert photo.rgb is photo.rgb
    assert np.array_equal(photo.rgb, pixels.astype(np.float32) * np.float32(1 / 255))
    changed = photo.with_changes(orientation=6)
    assert changed.pixels is photo.pixels
    assert "rgb" not in vars(changed)


def test_other_pixels_can_be_given_as_rgb() -> None:
    photo = Photo(codes(4, 6), ShotSettings(), CAMERA, np.ones(3))
    light = np.full((2, 3, 3), 0.5, np.float32)
    changed = photo.with_changes(rgb=light)
    assert changed.rgb is light
    assert changed.size == (2, 3)
    assert as_float(light) is light


def test_codes_and_light_are_each_others() -> None:
    pixels = codes(4, 6)
    assert as_codes(pixels) is pixels
    assert np.array_equal(as_codes(as_float(pixels)), pixels)
    assert as_codes(np.array([-0.1, 0.5, 1.1], np.float32)).tolist() == [0, 128, 255]


@pytest.mark.parametrize(("height", "width"), [(512, 768), (511, 767), (513, 640), (300, 70)])
@pytest.mark.parametrize("first", [None, (130, 200)])
def test_what_is_cut_of_codes_is_what_is_cut_of_light(height: int, width: int, first: tuple[int, int] | None) -> None:
    pixels = codes(height, width)
    coded, light = Pyramid(pixels), Pyramid(as_float(pixels))
    whole = (0, 0, height, width)
    if first is not None:  # a level that is there already is gone on from
        coded.cut(whole, first)
    for region, size in ((whole, (height, width)), (whole, (height // 4, width // 4)), (whole, (height // 8, 9)),
                         ((16, 8, 128, 48), (30, 12)), ((5, 3, 40, 30), (40, 30)), ((5, 3, 40, 30), (60, 45))):
        one, other = coded.cut(region, size), light.cut(region, size)
        assert one.dtype == np.float32
        assert one.shape == (*size, 3)
        assert np.abs(one - other).max() < 1e-6


def test_a_reduced_picture_is_the_mean_of_what_it_covers() -> None:
    pixels = codes(128, 192)
    means = pixels.astype(np.float64).reshape(32, 4, 48, 4, 3).mean((1, 3)) / 255
    assert np.abs(Pyramid(pixels).cut((0, 0, 128, 192), (32, 48)) - means).max() < 1e-6


def test_a_network_makes_the_same_of_codes() -> None:
    pixels = codes(70, 90)
    assert np.array_equal(to_tensor(pixels), to_tensor(as_float(pixels)))
    isp = load_isp("inverse", device="cpu")
    photos = [Photo(each, ShotSettings(iso=200), CAMERA, CAMERA.daylight) for each in (pixels, as_float(pixels))]
    coded, light = (isp.to_raw(photo) for photo in photos)
    assert np.array_equal(coded.mosaic, light.mosaic)
    assert np.array_equal(coded.clip_mask, light.clip_mask)
    assert "rgb" not in vars(photos[0])


def test_what_is_looked_up_about_photos_is_read_once() -> None:
    read_all()
    from paramisp_core.camera import database, lens

    before = [each.cache_info().misses for each in (database._database, database._noise, lens._database)]
    read_all()
    assert [each.cache_info().misses for each in (database._database, database._noise, lens._database)] == before
