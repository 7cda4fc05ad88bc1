"""The noise of another ISO: as much as was measured, none at the ISO as shot, the same in a tile as in the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_development import FORWARD, INVERSE, make_photo

from paramisp_core.editing.denoise import noise_of
from paramisp_core.editing.development import Development
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.sensor_noise import added_noise, normal_picture
from paramisp_core.raw.cfa import CFA, cfa_map

CAMERA = "Nikon D7000"


@pytest.mark.parametrize("share", [1.0, 0.5])
@pytest.mark.parametrize("light", [0.01, 0.3])
def test_it_is_what_the_higher_iso_has_more(share: float, light: float) -> None:
    added = added_noise(share, CAMERA, 6400, CAMERA, 200)
    assert added is not None
    flat = np.full((400, 600), light, np.float32)
    noise = added.mosaic(flat, CFA.GRBG, (40, 2)) - flat
    colors = cfa_map(CFA.GRBG, *flat.shape)
    high, low = noise_of(CAMERA, 6400), noise_of(CAMERA, 200)
    for channel in range(3):
        variance = max(0, high.a[channel] - low.a[channel]) * light + max(0, high.b[channel] - low.b[channel])
        assert noise[colors == channel].var() == pytest.approx(share**2 * variance, rel=0.05)
        assert abs(noise[colors == channel].mean()) < 0.02 * noise.std()


def test_at_the_iso_as_shot_at_a_lower_one_and_at_an_unknown_one_nothing_is_added() -> None:
    assert added_noise(1.0, CAMERA, 800, CAMERA, 800) is None
    assert added_noise(1.0, CAMERA, 100, CAMERA, 6400) is None
    assert added_noise(1.0, CAMERA, None, CAMERA, 800) is None
    assert added_noise(0.0, CAMERA, 6400, CAMERA, 100) is None


def test_a_tile_is_a_part_of_the_whole() -> None:
    added = added_noise(1.0, CAMERA, 3200, CAMERA, 100)
    assert added is not None
    values = np.random.default_rng(0).random((1100, 1300), np.float32)
    whole = added.mosaic(values, CFA.RGGB, (0, 0))
    tile = added.mosaic(values[1001:1080, 903:1299], CFA.RGGB.shifted(1001, 903), (1001, 903))
    assert np.array_equal(tile, whole[1001:1080, 903:1299])


def test_a_smaller_picture_has_less_of_it() -> None:
    added = added_noise(1.0, CAMERA, 6400, CAMERA, 100)
    assert added is not None
    gray = np.full((300, 300, 3), 0.2, np.float32)
    one, many = ((added.picture(gray, photosites) - gray).std((0, 1)) for photosites in (1.0, 64.0))
    assert many == pytest.approx(one / np.sqrt([16, 32, 16]), rel=0.02)


def test_the_picture_is_noisier_only_at_another_iso_and_region_equals_export() -> None:
    development = Development(make_photo(), INVERSE, FORWARD)
    as_shot = replace(development.default_recipe(), edits=RawEdits(sensor_noise=100.0))
    assert np.abs(development.full(as_shot) - development.photo.rgb).max() < 1e-5
    at_6400 = replace(as_shot, shot=as_shot.shot.with_value("iso", 6400.0))
    quiet = replace(at_6400, edits=RawEdits())
    full = np.round(development.full(at_6400) * 255)
    grain = full - np.round(development.full(quiet) * 255)
    assert grain.std() > 1.5, "it is to be seen"
    frame = development.refine(at_6400, (70, 90, 40, 60), (40, 60))
    assert np.abs(frame.rgb8 - full[70:110, 90:150]).max() <= 1
    draft = development.draft(at_6400, (70, 90, 40, 60), (40, 60))
    assert draft.rgb8.shape == frame.rgb8.shape
    raw = development.edited_raw(at_6400).mosaic - development.raw().mosaic
    assert raw.std() > 1e-3, "a DNG holds it"


def test_rows_of_a_picture_get_the_noise_that_they_have_in_the_whole() -> None:
    added = added_noise(0.8, "Nikon D7000", 6400, "Nikon D7000", 200)
    assert added is not None
    picture = np.random.default_rng(4).uniform(-0.01, 1, (40, 30, 3)).astype(np.float32)
    whole, normal = added.picture(picture, 4.0), normal_picture(40, 30)
    assert np.array_equal(added.picture(picture[7:19], 4.0, normal[7:19]), whole[7:19])
    assert 0.001 < float((whole - picture).std()) < 0.1
