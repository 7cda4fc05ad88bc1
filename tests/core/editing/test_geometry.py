"""Geometry: turns compose, crops stay inside the photo, pictures of regions equal the whole."""

from __future__ import annotations

from dataclasses import replace

import cv2
import lensfunpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.geometry import Geometry, _beyond, _map, then, turned, turned_point, unturned_point, warp_of
from paramisp_core.raw.cfa import apply_orientation

CODES = st.integers(1, 8)
CROPS = st.tuples(st.floats(0, 0.45), st.floats(0, 0.45), st.floats(0.55, 1), st.floats(0.55, 1))


def picture(height: int = 60, width: int = 90) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.stack([x / width, y / height, 0.5 + 0.3 * np.sin(x / 6) * np.cos(y / 5)], -1)


@given(CODES, CODES)
def test_turns_compose_as_pictures_do(first, second):
    image = np.arange(6).reshape(2, 3)
    twice = apply_orientation(apply_orientation(image, first), second)
    assert np.array_equal(apply_orientation(image, then(first, second)), twice)


@given(CODES, st.floats(0, 9), st.floats(0, 7))
def test_points_go_there_and_back(code, x, y):
    assert unturned_point(code, *turned_point(code, x, y, 9, 7), 9, 7) == pytest.approx((x, y))


@given(CODES, CODES, st.none() | CROPS)
def test_a_plain_picture_is_the_photo_s_own_pixels(exif, code, crop):
    photo = picture()
    geometry = Geometry.of(RawEdits(orientation=code, crop=crop), (60, 90), exif)
    top, left, height, width = geometry.rectangle
    frame = apply_orientation(apply_orientation(photo, exif), code)
    assert frame.shape[:2] == geometry.frame
    assert np.array_equal(geometry.finished(photo), frame[top : top + height, left : left + width])


@given(CODES, st.integers(1, 30), st.integers(1, 30), st.data())
def test_regions_mean_the_same_pixels_upright_and_stored(code, height, width, data):
    stored = np.arange(height * width).reshape(height, width)
    upright = apply_orientation(stored, code)
    geometry = Geometry((height, width), code)
    assert upright.shape == geometry.size
    top, left = data.draw(st.integers(0, upright.shape[0] - 1)), data.draw(st.integers(0, upright.shape[1] - 1))
    tall = data.draw(st.integers(1, upright.shape[0] - top))
    wide = data.draw(st.integers(1, upright.shape[1] - left))
    y, x, h, w = geometry.stored_region((top, left, tall, wide))
    expected = upright[top : top + tall, left : left + wide]
    np.testing.assert_array_equal(apply_orientation(stored[y : y + h, x : x + w], code), expected)


@given(CODES, CROPS, CODES)
def test_turning_turns_the_crop_along(exif, crop, code):
    photo = picture()
    before = Geometry.of(RawEdits(crop=crop), (60, 90), exif).finished(photo)
    after = Geometry.of(turned(RawEdits(crop=crop), code), (60, 90), exif).finished(photo)
    assert all(abs(a - b) <= 1 for a, b in zip(after.shape, apply_orientation(before, code).shape))
    if after.shape == apply_orientation(before, code).shape:
        assert np.abs(after - apply_orientation(before, code)).mean() < 0.05


@given(st.floats(-45, 45), st.none() | CROPS, CODES)
def test_a_crop_never_shows_what_lies_beyond_the_photo(angle, crop, code):
    geometry = Geometry.of(RawEdits(straighten=angle, crop=crop, orientation=code), (600, 900))
    height, width = geometry.size
    for x in (0, width):
        for y in (0, height):
            px, py = geometry.to_stored(x, y)
            assert -1.5 <= px <= 901.5  # the crop is rounded to whole pixels
            assert -1.5 <= py <= 601.5
    assert geometry.fitting(geometry.crop) == pytest.approx(geometry.crop, abs=1e-9)


def test_straightening_rotates_clockwise_about_the_center():
    photo = np.zeros((400, 600, 3), np.float32)
    photo[195:205, 100:500] = 1  # a level bar
    out = Geometry.of(RawEdits(straighten=10.0), (400, 600)).finished(photo)
    rows = [np.argmax(out[:, x].sum(1)) for x in (out.shape[1] // 4, out.shape[1] * 3 // 4)]
    assert np.degrees(np.arctan2(rows[1] - rows[0], out.shape[1] / 2)) == pytest.approx(10, abs=0.6)
    assert abs(out.shape[1] / out.shape[0] - 1.5) < 0.02


@settings(max_examples=20, deadline=None)
@given(st.floats(-30, 30), CODES, st.integers(0, 10), st.integers(0, 10), st.integers(8, 20), st.integers(8, 20))
def test_a_region_equals_the_whole(angle, code, top, left, height, width):
    photo = (picture(90, 130) * 255).astype(np.uint8)
    geometry = Geometry.of(RawEdits(straighten=angle, orientation=code), (90, 130))
    whole = geometry.finished(photo)
    region = (top, left, min(height, whole.shape[0] - top), min(width, whole.shape[1] - left))
    if min(region[2:]) < 1:
        return
    y0, x0, tall, wide = geometry.stored_region(region)
    part = geometry.picture(photo[y0 : y0 + tall, x0 : x0 + wide], region, region[2:])
    expected = whole[top : top + region[2], left : left + region[3]]
    assert np.abs(part.astype(int) - expected).max() <= 2


def test_a_reduced_picture_is_aligned_with_the_full_one():
    photo = picture(240, 360)
    geometry = Geometry.of(RawEdits(straighten=7.0, orientation=6), (240, 360))
    height, width = geometry.size
    region, size = (0, 0, height, width), (height // 3, width // 3)
    tall, wide = geometry.stored_size(region, size)
    y0, x0, h, w = geometry.stored_region(region)
    small = cv2.resize(photo[y0 : y0 + h, x0 : x0 + w], (wide, tall), interpolation=cv2.INTER_AREA)
    reduced = geometry.picture(small, region, size)
    expected = cv2.resize(geometry.finished(photo), size[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(reduced - expected).mean() < 0.01


@pytest.mark.parametrize("warp", [(), (0.02, -0.05, 0.01)])
def test_a_quick_picture_is_near_the_other_one(warp):
    rng = np.random.default_rng(3)
    fine = cv2.GaussianBlur(rng.random((300, 450, 3)).astype(np.float32), (0, 0), 1.2)
    source = np.clip((fine - 0.5) * 400 + 128, 0, 255).astype(np.uint8)
    geometry = Geometry((300, 450), straighten=1.7, warp=warp)
    region = (0, 0, *geometry.size)
    top, left, height, width = geometry.stored_region(region)
    part = source[top : top + height, left : left + width]
    exact, quick = (geometry.picture(part, region, geometry.size, quick=quick) for quick in (False, True))
    assert quick.dtype == np.uint8
    assert 20 * np.log10(255 / np.sqrt(np.mean((exact.astype(float) - quick) ** 2))) > 36  # much finer than photos
    whole = replace(geometry, crop=(-0.1, -0.1, 1.1, 1.1))  # as while one crops: beyond the photo's edge too
    region = (0, 0, *whole.size)
    down, right, tall, wide = whole.stored_region(region)
    part = source[down : down + tall, right : right + wide]
    exact, quick = (whole.picture(part, region, whole.size, quick=quick) for quick in (False, True))
    outside = (exact == 26).all(2)
    assert warp or 0.2 < outside.mean() < 0.5
    assert (quick[outside] == 26).all()
    assert 20 * np.log10(255 / np.sqrt(np.mean((exact.astype(float) - quick) ** 2))) > 36
    region = (0, 0, *geometry.size)
    marks = (source[..., :2] > 128).astype(np.float32)
    marks = marks[top : top + height, left : left + width]
    assert np.array_equal(geometry.picture(marks, region, geometry.size, quick=True),
                          geometry.picture(marks, region, geometry.size))


def test_switched_off_or_whole_shows_the_frame():
    edits = RawEdits(crop=(0.1, 0.1, 0.5, 0.5), straighten=5.0, orientation=6)
    assert Geometry.of(edits.switched("geometry", False), (60, 90)).size == (60, 90)
    whole = Geometry.of(edits, (60, 90), whole=True)
    assert whole.size == (90, 60)
    assert whole.straighten == 5.0


BARREL = (1.0465, -0.0021, -0.1411, 0.0968, 0.0)
PINCUSHION = (0.985, 0.0, 0.02, 0.012, 0.0)
LENSES = st.sampled_from([BARREL, PINCUSHION])


@settings(deadline=None)
@given(LENSES, st.floats(1, 100), st.sampled_from([(400, 600), (600, 400), (300, 300), (300, 1200)]))
def test_a_straightened_lens_fills_the_frame_and_no_more(distortion, percent, stored):
    height, width = stored
    geometry = Geometry(stored, warp=warp_of(distortion, percent, stored))
    along = np.linspace(0, 1, 201)
    edge = [(0 * along, along * height), (along * width, 0 * along)]
    gap = []
    for x, y in edge:
        sx, sy = geometry.to_stored(x, y)
        assert sx.min() >= -0.05
        assert sy.min() >= -0.05
        assert sx.max() <= width + 0.05
        assert sy.max() <= height + 0.05
        gap.append((sx if x.max() == 0 else sy).min())
    assert min(gap) < 0.6  # somewhere the photo's edge is reached


def test_no_distortion_is_no_warp_and_half_of_it_bends_half():
    assert warp_of(BARREL, 0.0, (400, 600)) == warp_of((), 100.0, (400, 600)) == ()
    half, full = (Geometry((400, 600), warp=warp_of(BARREL, p, (400, 600))) for p in (50.0, 100.0))

    def bend(geometry: Geometry) -> float:  # a corner against the way there, in the middle's scale
        x = [geometry.to_stored(300 + d * 300, 200 + d * 200)[0] - 300 for d in (0.01, 1.0)]
        return x[1] / 100 / x[0]

    assert (1 - bend(half)) / (1 - bend(full)) == pytest.approx(0.5, abs=0.05)


@settings(max_examples=20, deadline=None)
@given(LENSES, st.floats(-10, 10), CODES, st.integers(0, 30), st.integers(0, 30), st.integers(8, 60),
       st.integers(8, 60))
def test_a_region_of_a_warped_picture_equals_the_whole(distortion, angle, code, top, left, height, width):
    photo = (picture(90, 130) * 255).astype(np.uint8)
    geometry = replace(Geometry.of(RawEdits(straighten=angle, orientation=code), (90, 130)),
                       warp=warp_of(distortion, 100.0, (90, 130)))
    whole = geometry.finished(photo)
    region = (top, left, min(height, whole.shape[0] - top), min(width, whole.shape[1] - left))
    if min(region[2:]) < 1:
        return
    y0, x0, tall, wide = geometry.stored_region(region)
    part = geometry.picture(photo[y0 : y0 + tall, x0 : x0 + wide], region, region[2:])
    expected = whole[top : top + region[2], left : left + region[3]]
    assert np.abs(part.astype(int) - expected).max() <= 2


def test_all_a_region_shows_lies_in_its_stored_region():
    stored = (4000, 6000)
    geometry = Geometry(stored, 6, warp=warp_of(BARREL, 100.0, stored))
    region = (100, 50, 5800, 3900)
    y0, x0, tall, wide = geometry.stored_region(region)
    along = np.linspace(0, 1, 999)
    for x, y in ((50 + 3900 * along, np.full(999, 100.0)), (np.full(999, 50.0), 100 + 5800 * along),
                 (50 + 3900 * along, np.full(999, 5900.0)), (np.full(999, 3950.0), 100 + 5800 * along)):
        sx, sy = geometry.to_stored(x, y)
        assert sx.min() >= x0
        assert sy.min() >= y0
        assert sx.max() <= x0 + wide
        assert sy.max() <= y0 + tall


def test_lines_bent_by_a_lens_come_out_straight():
    """The oracle is lensfun's own correction of a picture that its reverse bent."""
    lens = next(x for x in lensfunpy.Database().lenses if x.model == "Canon EF 24-70mm f/2.8L USM")
    height, width = 400, 600
    modifier = lensfunpy.Modifier(lens, 1.0, width, height)
    modifier.initialize(24.0, 8.0, 1000.0, 1.0, pixel_format=np.float32, flags=lensfunpy.ModifyFlags.DISTORTION,
                        reverse=True)
    straight = np.zeros((height, width, 3), np.float32)
    straight[28:32, :] = 1.0  # a line near the upper edge, where a wide angle bends most
    bent = cv2.remap(straight, modifier.apply_geometry_distortion(), None, cv2.INTER_LINEAR)
    photo = Photo(bent, ShotSettings(focal_length=24.0, f_number=8.0), camera_named("Canon EOS 5D Mark III"),
                  np.ones(3), exif={"Make": "Canon", "Model": "Canon EOS 5D Mark III",
                                    "LensModel": "EF24-70mm f/2.8L USM"})

    def rows(image: np.ndarray) -> np.ndarray:
        top = image[:100, 5:-5, 0]
        return (top * np.arange(100)[:, None]).sum(0) / top.sum(0)

    out = Geometry.of_photo(photo, RawEdits(distortion=100.0)).finished(bent)
    assert np.ptp(rows(bent)) > 3
    assert np.ptp(rows(out)) < 0.5
    off = RawEdits(distortion=100.0).switched("lens", False)
    assert Geometry.of_photo(photo, off).is_plain


@pytest.mark.parametrize("whole", [False, True])
def test_the_map_read_between_blocks_is_the_exact_one(whole):
    geometry = Geometry.of(RawEdits(straighten=5.0, crop=(0.1, 0.2, 0.9, 0.85), orientation=6), (4000, 6000),
                           whole=whole)
    geometry = replace(geometry, warp=warp_of(BARREL, 100.0, (4000, 6000)))
    height, width = geometry.size
    region, size = (200, 100, height - 300, width - 300), (701, 455)
    x, y, edges = _map(geometry, region, size, geometry.stored_size(region, size))
    columns = region[1] + (np.arange(size[1]) + 0.5) * region[3] / size[1]
    rows = region[0] + (np.arange(size[0]) + 0.5) * region[2] / size[0]
    exact_x, exact_y = geometry.to_stored(columns[None], rows[:, None])
    y0, x0, tall, wide = geometry.stored_region(region)
    made = geometry.stored_size(region, size)
    assert np.abs(x - ((exact_x - x0) * made[1] / wide - 0.5)).max() < 0.02
    assert np.abs(y - ((exact_y - y0) * made[0] / tall - 0.5)).max() < 0.02
    outside = (exact_x < 0) | (exact_y < 0) | (exact_x > 6000) | (exact_y > 4000)
    if whole:
        assert outside.any()
        assert (outside != (_beyond(x, y, edges) > 0)).mean() < 0.003
    else:
        assert edges is None or not _beyond(x, y, edges).any()


@pytest.mark.parametrize("warp", [(), (0.99, 0.0, -0.02, 0.03)])
@pytest.mark.parametrize(("orientation", "straighten", "crop"), [
    (1, 0.0, (0.0, 0.0, 1.0, 1.0)), (6, 4.0, (0.2, 0.1, 0.8, 0.7)), (3, -7.0, (0.2, 0.3, 0.8, 0.8)),
    (5, 0.0, (0.1, 0.1, 0.6, 0.9))])
def test_from_stored_undoes_to_stored(warp, orientation, straighten, crop):
    geometry = Geometry((400, 600), orientation, straighten, crop, warp)
    for x, y in ((0.0, 0.0), (10.5, 200.25), (100.0, 37.0)):
        back = geometry.from_stored(*geometry.to_stored(x, y))
        assert back == pytest.approx((x, y), abs=1e-6)
