"""HDR: light rebuilt and merged on small scenes whose truth is known; what is no bracket is refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paramisp_core import load_isp
from paramisp_core.applications import hdr
from paramisp_core.applications.bracket import check_bracket, merged, relative_exposures
from paramisp_core.applications.brightness_prior import MOST_EV, rise_ev
from paramisp_core.applications.hdr_making import light_words
from paramisp_core.applications.highlights import clip_level, picture_clipped, rebuild_highlights
from paramisp_core.applications.small import reduced_photo
from paramisp_core.applications.tone import compressed
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo, Rendering
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.raw.cfa import mosaic
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_encode

D7000 = camera_named("Nikon D7000")


def scene(height: int = 96, width: int = 128) -> np.ndarray:
    """Linear sRGB with texture everywhere and a lamp of 8 times white."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    base = 0.12 + 0.1 * np.sin(x / 5) * np.cos(y / 7) + 0.004 * rng.random((height, width))
    lamp = 8 * np.exp(-((x - width * 0.7) ** 2 + (y - height * 0.4) ** 2) / 80)
    return (base[..., None] * [1.0, 0.9, 0.7] + lamp[..., None] * [1.0, 0.95, 0.85]).astype(np.float32)


def photo(light: np.ndarray, time: float, name: str, **changes) -> Photo:
    rgb = np.rint(srgb_encode(light) * 255).astype(np.float32) / 255
    facts = {"shot": ShotSettings(200, time, 5.6, 35), "camera": D7000, "white_balance": D7000.daylight,
             "path": Path(name)}
    return Photo(rgb, **{**facts, **changes})


def raw_photo(light: np.ndarray, time: float, ev: float, name: str) -> Photo:
    """A RAW file without noise: what a sensor that clips at 1 records of the light at this exposure."""
    to_camera = np.linalg.inv(D7000.color_matrix).T / D7000.daylight
    values = mosaic((light @ to_camera * 2.0**ev).astype(np.float32), D7000.cfa)
    raw = RawImage(np.minimum(values, 1), D7000.cfa, D7000.daylight, D7000.matrix)
    return photo(light * np.float32(2.0**ev), time, name, raw=raw)


@pytest.fixture(scope="module")
def inverse():
    return load_isp("inverse", device="cpu")


def test_a_clipped_channel_follows_from_the_others() -> None:
    x = np.linspace(0.2, 1.6, 200, dtype=np.float32)
    truth = np.broadcast_to(x[None, :, None] * np.array([1.0, 0.6, 0.4], np.float32), (40, 200, 3)).copy()
    light = np.minimum(truth, 1)
    clipped = truth >= 1
    rebuilt = rebuild_highlights(light, clipped)
    partly = clipped.any(2) & (truth[..., 0] < 1.35)
    assert partly.sum() > 500
    assert np.abs(rebuilt[partly] / truth[partly] - 1).max() < 0.03
    assert np.abs(light[partly] / truth[partly] - 1).max() > 0.25, "the test has to be about something"
    np.testing.assert_array_equal(rebuilt[~clipped], light[~clipped])
    assert (rebuilt >= light).all()


def test_a_white_place_gets_brighter_inwards_and_white() -> None:
    light = np.full((120, 120, 3), 0.3, np.float32) * np.array([1.2, 1, 0.7], np.float32)
    clipped = np.zeros((120, 120, 3), bool)
    clipped[30:90, 30:90] = True
    light[clipped] = 1.0
    rebuilt = rebuild_highlights(light, clipped)
    center, edge = rebuilt[60, 60], rebuilt[31, 60]
    assert 1.2 < center.mean() < 2.0**MOST_EV * 1.4
    assert center.mean() > edge.mean() + 0.1
    assert center.max() / center.min() < 1.1
    np.testing.assert_array_equal(rebuilt[:30], light[:30])


def test_where_nothing_or_everything_is_clipped() -> None:
    light = scene()
    np.testing.assert_array_equal(rebuild_highlights(light, np.zeros(light.shape, bool)), light)
    white = rebuild_highlights(np.ones((20, 30, 3), np.float32), np.ones((20, 30, 3), bool))
    assert np.isfinite(white).all()
    assert (white >= 1).all()


def test_a_camera_whose_white_is_below_255_is_seen() -> None:
    ramp = np.broadcast_to(np.linspace(0, 1.2, 400, dtype=np.float32)[None, :, None], (50, 400, 3))
    assert clip_level(np.minimum(ramp, 235 / 255)) == pytest.approx(234.5 / 255)
    sharpened = np.minimum(ramp, 235 / 255)
    sharpened[:, 330:340] = 250 / 255
    assert clip_level(sharpened) == pytest.approx(234.5 / 255)
    assert clip_level(np.minimum(ramp, 1)) == pytest.approx(254.5 / 255)
    assert clip_level(ramp * np.float32(0.7)) == pytest.approx(254.5 / 255)
    wall = 0.94 + np.random.default_rng(1).normal(0, 0.012, (60, 80, 1)).repeat(3, 2)
    assert clip_level(wall.clip(0, 1).astype(np.float32)) == pytest.approx(254.5 / 255)


def test_true_raws_of_a_bracket_give_the_light_back_beyond_white(inverse) -> None:
    light = scene()
    photos = [raw_photo(light, 0.01 * 2.0**ev, ev, f"{ev}.dng") for ev in (0, -4, -2)]
    found = hdr.light_of_bracket(photos, inverse)
    assert found.photos == 3
    assert found.photo.path == Path("-2.dng"), "told by the middle exposure"
    inner = (slice(4, -4), slice(4, -4))
    truth = light[inner] * 2.0**-2
    assert found.light.max() > 1.7  # 8 times white at -2 EV
    assert np.abs(np.log2(found.light[inner].mean(2) / truth.mean(2))).max() < 0.2  # demosaicking
    assert not found.estimated.any()


def test_pictures_of_a_bracket_agree_although_the_network_is_wrong() -> None:
    light = scene()[..., :1].repeat(3, 2)
    times = [2.0**ev for ev in (-4, -2, 0)]
    bent = [np.minimum(light * np.float32(time), 1) ** np.float32(1.2) for time in times]
    certain = [np.where(one < 1, one, 0).astype(np.float32) for one in bent]
    ratio = {}
    for straighten in (True, False):
        found, clipped = merged(bent, certain, times, 1, straighten)
        assert not clipped.any()
        bright, dark = light.mean(2) > 4, light.mean(2) < 0.1
        ratio[straighten] = np.median(found[bright]) / np.median(found[dark])
    truth = np.median(light[bright]) / np.median(light[dark])
    assert ratio[True] == pytest.approx(truth, rel=0.12)
    assert abs(np.log2(ratio[False] / truth)) > 0.4


@pytest.mark.parametrize(("change", "words"), [
    (lambda p: replace(p, pixels=p.rgb[:-2]), ("one size", "128 × 96", "128 × 94")),
    (lambda p: replace(p, shot=p.shot.with_value("exposure_time", 0.01)), ("same exposure", "b.jpg")),
    (lambda p: replace(p, shot=p.shot.with_value("exposure_time", None)), ("exposure time", "b.jpg")),
    (lambda p: replace(p, shot=p.shot.with_value("iso", None)), ("ISO", "b.jpg")),
    (lambda p: replace(p, camera=camera_named("Nikon D90")), ("one camera", "Nikon D90")),
    (lambda p: replace(p, pixels=np.roll(p.rgb, (5, 9), (0, 1))), ("camera moved by about 10 pixels",)),
    (lambda p: replace(p, pixels=np.ascontiguousarray(np.random.default_rng(1).permutation(p.rgb.reshape(-1, 3))
                                                   ).reshape(p.rgb.shape)), ("same scene",)),
])
def test_what_is_no_bracket_is_refused(inverse, change, words) -> None:
    light = textured()
    first, second = photo(light, 0.01, "a.jpg"), photo(light * 2, 0.02, "b.jpg")
    check_bracket([first, second], relative_exposures([first, second]))
    with pytest.raises(UserError) as error:
        hdr.light_of_bracket([first, change(second)], inverse)
    for word in words:
        assert word in str(error.value)


def textured() -> np.ndarray:
    import cv2

    noise = np.random.default_rng(3).random((96, 128, 1)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 1.5)
    return (0.2 + 0.25 * (smooth - smooth.min()) / np.ptp(smooth))[..., None].repeat(3, 2)


def test_one_photo_keeps_its_light_and_says_what_is_estimated(inverse) -> None:
    found = hdr.light_of_photo(photo(scene(), 0.01, "a.jpg"), inverse)
    share = found.estimated.mean()
    assert 0.005 < share < 0.1
    assert found.peak_ev > 0.2
    assert any("highlights estimated" in note for note in found.notes)
    assert any("RAW estimated" in note for note in found.notes)


def test_tone_mapping_fits_keeps_hues_and_says_what_it_took() -> None:
    light = scene()
    squeezed, gain = compressed(light)
    assert squeezed.max() <= 1
    free = squeezed.max(2) < 0.999
    np.testing.assert_allclose((squeezed * np.exp2(gain)[..., None])[free], light[free], rtol=2e-3)
    assert gain.max() > 2.5
    small, nothing = compressed(np.minimum(light, 0.3))
    np.testing.assert_allclose(small, np.minimum(light, 0.3), atol=1e-4)
    assert np.abs(nothing).max() < 1e-3


def test_a_raw_file_as_it_is_looks_as_its_camera_showed_it(inverse) -> None:
    light = textured() * np.float32(0.8)
    before = raw_photo(light, 1 / 100, 0.0, "a.nef")
    shown = srgb_encode(light**1.5)  # a camera of more contrast than any other
    taken = before.with_changes(rendering=Rendering(shown, (0, 0, *shown.shape[:2])))
    forward = load_isp("forward", device="cpu")
    made = hdr.light_of_photo(taken, inverse)
    picture = hdr.as_it_is(made, forward)
    of_any = hdr.as_it_is(hdr.light_of_photo(before, inverse), forward)
    off = [float(np.abs(one - shown).mean()) for one in (picture, of_any, taken.rgb)]
    assert off[0] < 0.4 * min(off[1:])
    assert hdr.as_it_is(hdr.light_of_photo(photo(light, 1 / 100, "a.jpg"), inverse), forward) is not None


def test_the_picture_inside_a_raw_lies_over_the_same_part_of_it_when_it_is_made_small() -> None:
    light = np.ones((200, 300, 3), np.float32) * 0.3
    shown = Rendering(np.zeros((20, 30, 3), np.float32), (20, 30, 160, 240))
    small = reduced_photo(raw_photo(light, 1 / 100, 0.0, "a.nef").with_changes(rendering=shown), 150 * 100)
    assert small.size == (100, 150)
    assert small.rendering is not None
    assert small.rendering.region == (10, 16, 80, 120)  # from a whole cell of the filters on
    assert small.rendering.rgb is shown.rgb


def test_methods_agree_on_a_scene_that_fits(inverse) -> None:
    forward = load_isp("forward", device="cpu")
    found = hdr.light_of_photo(photo(np.minimum(scene(), 0.6), 0.01, "a.jpg"), inverse)
    pictures = hdr.virtual_exposures(found, forward)
    assert [p.shape for p in pictures] == [(96, 128, 3)] * 3
    assert pictures[0].mean() < pictures[1].mean() < pictures[2].mean()
    again = hdr.debevec(found, pictures, [2.0**ev for ev in hdr.VIRTUAL_EV])
    middle = (found.light.min(2) > 0.03) & (found.light.max(2) < 0.5)
    assert np.abs(np.log2(again.light[middle].mean(1) / found.light[middle].mean(1))).mean() < 0.25
    fused = hdr.fused(pictures)
    assert fused.min() >= 0
    assert fused.max() <= 1


# ---- how bright clipped places probably were

def lamp_and_sky(side: int = 360) -> tuple[np.ndarray, np.ndarray]:
    """(log2 light (side, side, 3), lost (side, side)): a dark room with a small lamp and a large white window."""
    logs = np.full((side, side, 3), -4.0, np.float32)
    lost = np.zeros((side, side), bool)
    lost[side // 10:side // 10 + side // 24, side // 8:side // 8 + side // 24] = True
    lost[side // 2:, side // 3:] = True
    logs[lost] = 0
    return logs, lost


def test_only_clipped_places_rise_and_most_in_their_middle() -> None:
    logs, lost = lamp_and_sky()
    rise = rise_ev(logs, lost)
    assert (rise[~lost] == 0).all()
    assert (rise >= 0).all()
    assert rise.max() <= MOST_EV * 1.4
    lamp = rise[36:51, 45:60]
    assert lamp[7, 7] > lamp[0, 0]


def test_a_small_lamp_is_taken_to_be_brighter_than_a_large_window() -> None:
    logs, lost = lamp_and_sky()
    rise = rise_ev(logs, lost)
    assert rise[36:51, 45:60].mean() > rise[180:, 120:].mean() + 0.2


def test_the_same_picture_at_another_size_rises_as_much() -> None:
    one = rise_ev(*lamp_and_sky(720))
    two = rise_ev(*lamp_and_sky(1440))
    for part in (np.s_[72:102, 90:120], np.s_[360:, 240:]):
        double = tuple(slice(None if s.start is None else 2 * s.start, None if s.stop is None else 2 * s.stop)
                       for s in part)
        assert one[part].mean() == pytest.approx(two[double].mean(), abs=0.2)


def test_specks_of_noise_in_a_white_sky_make_no_spots() -> None:
    rgb = np.full((80, 80, 3), 0.5, np.float32)
    rgb[10:70, 10:70] = 1
    rgb[30:33, 30:33] = 250 / 255
    rgb[50, 50] = 236 / 255
    rgb[40:60, 20:40] = 0.6
    clipped = picture_clipped(rgb)
    assert clipped[31, 31].all()
    assert clipped[50, 50].all()
    assert not clipped[40:60, 20:40].any(), "a real thing before the sky"
    assert not clipped[:10].any()


@pytest.mark.parametrize(("peak", "share", "rebuilt", "words"), [
    (1.52, 12.34, True, "light up to 1.5 EV above white, 12.3 % estimated"),
    (-1.5, 0.00004, True, "light up to 1.5 EV below white, 0 % estimated"),
    (0.0, 99.97, False, "light up to 0.0 EV above white, 100 % clipped")])
def test_how_bright_it_is_is_said_in_words(peak: float, share: float, rebuilt: bool, words: str) -> None:
    assert light_words(peak, share, rebuilt) == words
