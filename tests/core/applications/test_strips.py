"""HDR and deblurring work in strips, on a photo's codes: the same as all at once, and no float copy of the photo."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from paramisp_core import load_isp, open_photo
from paramisp_core.applications import deblur, hdr, highlights, strips, tone
from paramisp_core.applications.deconvolution import gaussian_kernel, quick_deconvolved
from paramisp_core.applications.rendering import photo_light
from paramisp_core.applications.small import reduced_photo
from paramisp_core.camera import pyramid
from paramisp_core.raw.codes import as_codes, as_float

SIZES = [(120, 90), (64, 61), (61, 64)]


def codes(height: int = 120, width: int = 90) -> np.ndarray:
    """Smooth colors, with lights that clip in some channels and in all."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.stack([np.sin(x / 11 + c) * np.cos(y / (13 + c)) for c in range(3)], -1)
    return as_codes(np.float32(0.55) + np.float32(0.6) * waves)


@pytest.fixture
def small_strips(monkeypatch):
    for module in (strips, pyramid):
        monkeypatch.setattr(module, "_STRIP_PIXELS", 700)
    for module in (hdr, tone):
        monkeypatch.setattr(module, "_STRIP", 16)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(codes()).save(path)
    return open_photo(path)


def test_where_a_picture_is_clipped_is_seen_in_its_codes_as_in_its_light(monkeypatch) -> None:
    whole = codes()
    wanted = [function(as_float(whole)) for function in (
        highlights.clip_level, highlights.picture_clipped, highlights.picture_unsure)]
    assert wanted[1].any()
    monkeypatch.setattr(strips, "_STRIP_PIXELS", 700)
    for function, one in zip((highlights.clip_level, highlights.picture_clipped, highlights.picture_unsure), wanted):
        np.testing.assert_array_equal(function(whole), one)


@pytest.mark.parametrize("size", SIZES)
def test_highlights_are_rebuilt_in_strips(monkeypatch, size) -> None:
    light = as_float(codes(*size)) ** np.float32(2.2) * np.float32(1.4)
    clipped = light >= 1
    assert clipped.all(2).any()
    light = np.minimum(light, 1)
    wanted = highlights.rebuild_highlights(light, clipped)
    assert wanted.max() > 1.05
    monkeypatch.setattr(strips, "_STRIP_PIXELS", 700)
    np.testing.assert_allclose(highlights.rebuild_highlights(light, clipped), wanted, atol=1e-6)
    given = light.copy()
    assert highlights.rebuild_highlights(given, clipped, in_place=True) is given
    np.testing.assert_allclose(given, wanted, atol=1e-6)


def test_places_are_looked_at_small_in_strips_too(monkeypatch) -> None:
    light = np.full((900, 1400, 3), 0.4, np.float32)
    clipped = np.zeros(light.shape, bool)
    clipped[200:420, 300:700] = clipped[600:640] = True
    light[clipped] = 1
    monkeypatch.setattr(strips, "_STRIP_PIXELS", 1 << 24)
    monkeypatch.setattr(pyramid, "_STRIP_PIXELS", 1 << 24)
    wanted = highlights.rebuild_highlights(light, clipped)
    monkeypatch.setattr(strips, "_STRIP_PIXELS", 50_000)
    monkeypatch.setattr(pyramid, "_STRIP_PIXELS", 50_000)
    np.testing.assert_allclose(highlights.rebuild_highlights(light, clipped), wanted, atol=1e-5)


def test_a_range_is_compressed_in_strips(monkeypatch) -> None:
    light = as_float(codes()) ** np.float32(3) * np.float32(6)
    wanted = tone.compressed(light)
    monkeypatch.setattr(tone, "_STRIP", 16)
    for made, one in zip(tone.compressed(light), wanted, strict=True):
        np.testing.assert_allclose(made, one, atol=1e-6)


def test_hdr_and_deblurring_make_the_same_in_strips_and_no_float_copy_of_the_photo(photo, request) -> None:
    inverse, forward = (load_isp(direction, device="cpu") for direction in ("inverse", "forward"))

    def made() -> list[np.ndarray]:
        light = hdr.light_of_photo(photo, inverse)
        picture, gain = hdr.tone_mapped(light, forward)
        sharp, raw = deblur.deblurred_photo(photo, gaussian_kernel(1.0), quick_deconvolved, inverse, forward)
        return [light.light, picture, gain, sharp, raw.mosaic]

    wanted = made()
    request.getfixturevalue("small_strips")
    for one, before in zip(made(), wanted, strict=True):
        np.testing.assert_allclose(one, before, atol=2e-6)
    assert "rgb" not in vars(photo)


def test_light_that_a_deblurrer_gives_back_as_it_was_is_not_written_to(photo) -> None:
    _, light = photo_light(photo, load_isp("inverse", device="cpu"))
    before = light.copy()
    sharp = deblur.deblurred_light(light, None, lambda given, *_: given)
    assert not np.may_share_memory(sharp, light)
    np.testing.assert_array_equal(light, before)


def test_a_photo_is_made_small_in_strips(photo, small_strips) -> None:
    small = reduced_photo(photo, 40 * 30)
    height, width = small.size
    wanted = cv2.resize(as_float(codes()), (width, height), interpolation=cv2.INTER_AREA)
    np.testing.assert_allclose(small.rgb, wanted, atol=1e-6)
    assert "rgb" not in vars(photo)
