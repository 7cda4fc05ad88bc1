"""Local edits: known answers on simple scenes, tiles equal the whole, edges stay, neutral stays neutral."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paramisp_core.camera.lens import light_arriving
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.local import LightMask, LocalEdits, tone_ev
from paramisp_core.raw.cfa import CFA, binned, cfa_map, mosaic
from paramisp_core.raw.develop import linear_srgb
from paramisp_core.raw.image import RawImage

GAINS = np.array([2.0, 1.0, 1.5])


def raw_of(balanced_rgb: np.ndarray, cfa: CFA = CFA.RGGB) -> RawImage:
    """A RAW whose balanced camera RGB is ``balanced_rgb``."""
    return RawImage(mosaic((balanced_rgb / GAINS).astype(np.float32), cfa), cfa, GAINS)


def gray(ev: np.ndarray) -> np.ndarray:
    return np.repeat(np.exp2(ev)[..., None], 3, 2).astype(np.float32)


def balanced(raw: RawImage) -> np.ndarray:
    return raw.mosaic * raw.white_balance[cfa_map(raw.cfa, raw.height, raw.width)]


def test_a_plain_surface_moves_by_the_slider_s_ev():
    """Deep shadows take the whole of their slider, middle gray hardly any of either, light near white most of it."""
    for ev, edits, change in ((-7.0, RawEdits(shadows=1.5), 1.5), (-3.0, RawEdits(shadows=1.0), 0.04),
                              (-3.0, RawEdits(highlights=-1.0), -0.04), (-1.0, RawEdits(highlights=-1.0), -0.684),
                              (0.0, RawEdits(highlights=1.0), 0.957)):
        out = edits.apply(raw_of(gray(np.full((40, 60), ev))))
        assert np.log2(balanced(out)).mean() - ev == pytest.approx(change, abs=0.01)
        assert np.ptp(np.log2(balanced(out))) < 1e-3


def test_lowered_highlights_leave_a_lamp_lit() -> None:
    """What was clipped may have been any brighter: it turned gray, darker than the gold around it."""
    columns = np.arange(200)
    around, lamp = -1.0, -0.1  # of a photo whose white lies at -0.1
    raw = raw_of(gray(np.where(columns < 100, around, lamp)[None].repeat(150, 0)))
    edits = RawEdits(highlights=-2.0)
    out = np.log2(balanced(edits.apply(raw, LocalEdits.of(edits, raw, photo_white=2.0**lamp))))
    assert out[:, 50].mean() == pytest.approx(around - 1.37, abs=0.05)
    assert out[:, 150].mean() == pytest.approx(lamp - 0.76, abs=0.05)
    brighter = edits.changed(exposure_ev=1.0)  # is as much clipped
    change = tone_ev(brighter, np.float32([lamp]), lamp) / tone_ev(brighter, np.float32([lamp]), 5.0)
    assert change == pytest.approx(0.4, abs=0.01)


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-10, 10))
def test_brighter_places_stay_brighter(highlights, shadows, exposure):
    ev = np.linspace(-12, 2, 300)
    after = ev + tone_ev(RawEdits(highlights=highlights, shadows=shadows, exposure_ev=exposure), ev)
    assert (np.diff(after) > 0).all()


def test_detail_in_a_lifted_shadow_keeps_its_contrast_and_an_edge_has_no_halo():
    columns = np.arange(240)
    ev = np.where(columns < 120, -7.0, -1.0)[None].repeat(200, 0) + 0.1 * (-1.0) ** (np.arange(200)[:, None] // 4)
    out = np.log2(balanced(RawEdits(shadows=1.5).apply(raw_of(gray(ev)))))
    change = out - ev
    assert change[:, :60].mean() == pytest.approx(1.5, abs=0.05)
    assert np.abs(change[:, 125:]).max() < 0.06  # the bright side does not glow
    assert np.abs(change[:, :115] - 1.5).max() < 0.2
    texture = out[::8, :60].mean() - out[4::8, :60].mean()
    assert texture == pytest.approx(0.2, abs=0.03)


def test_clipped_light_stays_neutral_when_highlights_are_lowered():
    bright = RawImage(np.ones((64, 64), np.float32), CFA.RGGB, GAINS)
    out = balanced(RawEdits(highlights=-2.0).apply(bright))
    assert np.ptp(out) < 1e-5
    assert out.mean() < 0.6


def test_black_point_takes_the_same_light_everywhere_and_keeps_white():
    scene = gray(np.tile(np.array([-6.0, -3.0, 0.0]).repeat(20), (30, 1)))
    out = balanced(RawEdits(black_point=1.0).apply(raw_of(scene)))
    expected = (scene[..., 0] - 0.01) / 0.99
    assert np.allclose(out, expected, atol=1e-6)


def test_saturation_of_flat_colors_is_exact_in_linear_light():
    color = np.array([0.26, 0.2, 0.15], np.float32)
    raw = raw_of(np.broadcast_to(color, (32, 32, 3)))
    before = linear_srgb(raw)[16, 16]
    weights = np.array([0.2126729, 0.7151522, 0.0721750])
    luminance = before @ weights
    for percent in (-100.0, -40.0, 30.0):
        after = linear_srgb(RawEdits(saturation=percent).apply(raw))[16, 16]
        assert np.allclose(after, luminance + (before - luminance) * (1 + percent / 100), atol=1e-5)


def test_vibrance_moves_pale_colors_more_than_strong_ones_and_leaves_gray():
    def gain(color: list[float]) -> float:
        raw = raw_of(np.broadcast_to(np.float32(color), (32, 32, 3)))
        before, after = (np.ptp(linear_srgb(r)[16, 16]) for r in (raw, RawEdits(vibrance=50.0).apply(raw)))
        return float(after / before)

    pale, strong = gain([0.22, 0.2, 0.19]), gain([0.25, 0.1, 0.08])
    assert pale > 1.3 > strong >= 1
    neutral = raw_of(gray(np.full((32, 32), -2.0)))
    assert np.allclose(RawEdits(vibrance=80.0, saturation=50.0).apply(neutral).mosaic, neutral.mosaic, atol=1e-6)


ALL = RawEdits(highlights=-1.5, shadows=1.2, black_point=0.4, saturation=30.0, vibrance=-20.0, kelvin=4000.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(20, 50), st.integers(20, 50), st.sampled_from(list(CFA)))
def test_tiles_equal_the_whole(y, x, height, width, cfa):
    random = np.random.default_rng(3)
    smooth = np.exp2(-6 + 6 * random.random((9, 13, 3)))
    import cv2

    scene = cv2.resize(smooth, (71, 61)) * (1 + 0.1 * random.standard_normal((61, 71, 3)))
    raw = raw_of(scene.astype(np.float32), cfa)
    local = LocalEdits.of(ALL, raw)
    whole = local.mosaic(raw.mosaic, cfa, (0, 0))
    top, left = 2 * y, 2 * x
    y0, x0 = max(0, top - 6), max(0, left - 6)
    part = raw.mosaic[y0 : top + height + 6, x0 : left + width + 6]
    tile = local.mosaic(part, cfa, (y0, x0))[top - y0 :, left - x0 :][:height, :width]
    assert np.allclose(tile, whole[top : top + height, left : left + width], atol=2e-6)
    assert np.allclose(local.whole(raw.mosaic, cfa), whole, atol=2e-6)


@pytest.mark.parametrize("gains", [(1.2, 1.0, 2.2), (2.6, 1.0, 0.95)])
def test_white_of_the_photo_stays_white_in_any_light(gains):
    """A candle flame turned cyan in cooler light: in an estimated RAW white had the color of the light as shot."""
    scene = np.full((12, 40, 3), 0.94, np.float32)
    scene[:, 10:20] = 0.4  # gray, which the edit tints as it is meant to
    scene[:, 20:30] = 0.92, 0.75, 0.4  # the flame's edge: red is clipped
    scene[:, 30:] = 0.93, 0.2, 0.1  # a red lamp
    raw = raw_of(scene)
    edits = RawEdits(white_balance=gains)
    local = LocalEdits.of(edits, raw, photo_white=0.94)
    out = edits.apply(raw, local)
    light = np.minimum(binned(out.mosaic, out.cfa) * np.array(gains), 1)
    tinted = np.array(gains) / GAINS
    white, plain, edge, lamp = (light[3, column] for column in (2, 7, 12, 17))
    assert np.ptp(white) < 0.01
    assert plain == pytest.approx(0.4 * tinted, rel=1e-4)
    assert edge[0] > edge[1] - 0.02
    assert lamp == pytest.approx(np.minimum(np.array([0.93, 0.2, 0.1]) * tinted, 1), rel=1e-4)
    picture = local.picture(binned(raw.mosaic, raw.cfa), (0, 0, 1, 1))
    assert np.allclose(picture, binned(out.mosaic, out.cfa), atol=1e-6)
    assert LocalEdits.of(edits, raw).white is None  # of a camera's own RAW, which tells itself what clipped


def test_a_reduced_picture_is_edited_like_the_mosaic():
    rows, columns = np.mgrid[0:128, 0:192]
    scene = np.exp2(-6 + 5 * np.dstack([columns / 192, rows / 128, (rows + columns) / 320]))
    raw = raw_of(scene.astype(np.float32))
    local = LocalEdits.of(ALL.changed(kelvin=None), raw)
    small = local.picture(binned(raw.mosaic, raw.cfa), (0, 0, 1, 1))
    assert np.abs(binned(local.whole(raw.mosaic, raw.cfa), raw.cfa) - small).mean() < 4e-4


def test_the_mask_is_calm_in_noise():
    noise = np.random.default_rng(1).standard_normal((100, 150))
    scene = gray(np.full((100, 150), -5.0)) * (1 + 0.15 * noise[..., None]).astype(np.float32)
    mask = LightMask(scene / GAINS.astype(np.float32), GAINS)
    spread = mask.ev((scene / GAINS).astype(np.float32), (np.arange(100) + 0.5) / 100, (np.arange(150) + 0.5) / 150)
    assert spread.std() < 0.05


LENS = (-0.7998, -0.0743, 0.2269)  # Canon EF 24-70mm f/2.8L USM at 35 mm, f/2.8: 1.5 EV darker in the corners


def darkened(height: int, width: int, ev: float) -> tuple[np.ndarray, np.ndarray]:
    """A plain surface through the lens: (camera RGB balanced, the share of light that arrived)."""
    y, x = np.mgrid[0:height, 0:width] + 0.5
    squared = ((2 * x - width) ** 2 + (2 * y - height) ** 2) / (width**2 + height**2)
    arrived = light_arriving(LENS, squared)
    return gray(np.full((height, width), ev)) * arrived[..., None].astype(np.float32), arrived


def test_vignetting_is_taken_back_exactly_and_by_half_in_ev():
    scene, arrived = darkened(120, 180, -4.0)
    raw = raw_of(scene)
    for percent in (100.0, 50.0):
        edits = RawEdits(vignetting=percent)
        out = np.log2(balanced(edits.apply(raw, LocalEdits.of(edits, raw, vignetting=LENS))))
        expected = -4.0 + (1 - percent / 100) * np.log2(arrived)
        assert np.abs(out - expected).max() < 0.06  # one gain for a 2x2 cell, and this photo is small
        assert np.abs(out - expected).mean() < 0.01
    without = RawEdits(vignetting=100.0)
    assert np.array_equal(without.apply(raw).mosaic, raw.mosaic)  # no lens known: nothing happens


def test_shadows_and_highlights_see_the_light_without_the_lens():
    scene, _ = darkened(120, 180, -1.0)
    raw, edits = raw_of(scene), RawEdits(vignetting=100.0, highlights=-1.0)
    out = np.log2(balanced(edits.apply(raw, LocalEdits.of(edits, raw, vignetting=LENS))))
    assert np.ptp(out) < 0.15
    assert abs(out.mean() - np.log2(balanced(RawEdits(highlights=-1.0).apply(raw_of(gray(np.full((60, 60), -1.0)))))
                                    ).mean()) < 0.05


def test_tiles_and_reduced_pictures_have_the_same_vignetting():
    scene, _ = darkened(128, 192, -3.0)
    raw, edits = raw_of(scene), ALL.changed(vignetting=80.0, kelvin=None)
    local = LocalEdits.of(edits, raw, vignetting=LENS)
    whole = local.whole(raw.mosaic, raw.cfa)
    assert np.allclose(whole, local.mosaic(raw.mosaic, raw.cfa, (0, 0)), atol=2e-6)
    tile = local.mosaic(raw.mosaic[34:90, 100:], raw.cfa, (34, 100))
    assert np.allclose(tile[6:-6, 6:-6], whole[40:84, 106:-6], atol=2e-6)
    small = local.picture(binned(raw.mosaic, raw.cfa), (0, 0, 1, 1))
    assert np.abs(binned(whole, raw.cfa) - small).mean() < 1e-3
