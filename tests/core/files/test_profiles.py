"""Color spaces: the conversions are those of LittleCMS with the profiles we embed, and nothing is lost in between."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from paramisp_core.files.profiles import ADOBE_RGB, COLOR_SPACES, DISPLAY_P3, SRGB, icc_profile
from paramisp_core.raw.transfer import srgb_decode

SPACES = list(COLOR_SPACES.values())


def colors() -> np.ndarray:
    steps = np.linspace(0, 255, 9).round().astype(np.uint8)
    return np.stack(np.meshgrid(steps, steps, steps), -1).reshape(27, 27, 3)


@pytest.mark.parametrize("space", SPACES, ids=lambda s: s.name)
def test_the_profile_opens_and_says_its_name(space):
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile(space)))
    assert ImageCms.getProfileDescription(profile).strip() == space.title
    assert profile.profile.version == pytest.approx(4.3)
    for color, point in zip(("red", "green", "blue"), space.primaries, strict=True):
        measured = getattr(profile.profile, f"{color}_primary")[1]
        adapted = np.array(measured[:2])
        assert np.abs(adapted - point).max() < 0.05, "D50 instead of D65: near, not equal"


@pytest.mark.parametrize("space", SPACES, ids=lambda s: s.name)
def test_our_conversion_is_that_of_littlecms(space):
    picture = colors()
    target = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile(space)))
    theirs = np.asarray(ImageCms.profileToProfile(
        Image.fromarray(picture), ImageCms.createProfile("sRGB"), target,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC), np.float32)
    ours = space.picture_from(picture.astype(np.float32) / 255) * 255
    assert np.abs(ours - theirs).max() < 1.6
    assert np.abs(ours - theirs).mean() < 0.35


@pytest.mark.parametrize("space", [DISPLAY_P3, ADOBE_RGB], ids=lambda s: s.name)
def test_a_wider_space_holds_the_same_colors_in_smaller_numbers(space):
    red = np.array([[[1.0, 0.0, 0.0]]], np.float32)
    converted = space.picture_from(red)[0, 0]
    assert converted[0] < 0.95, "converted, not relabeled"
    gray = np.full((1, 1, 3), 0.4, np.float32)
    values = space.picture_from(gray)[0, 0]
    assert np.ptp(values) < 1e-5
    assert space.to_xyz @ [1, 1, 1] == pytest.approx(SRGB.to_xyz @ [1, 1, 1])


@pytest.mark.parametrize("space", SPACES, ids=lambda s: s.name)
def test_linear_colors_outside_srgb_are_kept(space):
    outside = np.array([[[0.9, -0.1, 0.02], [3.0, 2.0, 1.0]]], np.float32)
    there = space.linear_from(outside)
    back = np.linalg.solve(space.from_srgb, there[0].T).T
    assert np.abs(back - outside[0]).max() < 1e-5


def test_srgb_is_passed_through_untouched():
    picture = colors().astype(np.float32) / 255
    assert SRGB.picture_from(picture) is picture
    assert SRGB.encoded(srgb_decode(picture)) == pytest.approx(picture, abs=1e-6)
