"""One photo in development: it shows as itself, drafts agree with the exact picture, preview equals export."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo, Rendering
from paramisp_core.camera.pyramid import Pyramid
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing import stages
from paramisp_core.editing.curve import toned
from paramisp_core.editing.development import Development, Recipe
from paramisp_core.editing.draft_quality import MOVES, as_text, measure, psnr, shift
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.settled import Pace, Pieces
from paramisp_core.engine import style
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.errors import UserError
from paramisp_core.networks.adapters import adapted, no_change
from paramisp_core.networks.checkpoints import ModelCard
from paramisp_core.networks.compact import CompactConfig, CompactNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.style import StyleNet
from paramisp_core.progress import Cancelled
from paramisp_core.raw.cfa import mosaic
from paramisp_core.raw.color import gains_from_kelvin
from paramisp_core.raw.develop import linear_srgb
from paramisp_core.training.closed_forms import mean_curve_knots

SHOT = ShotSettings(iso=200, exposure_time=1 / 125, f_number=4, focal_length=50)


def network(direction: str) -> CompactNetwork:
    torch.manual_seed(5)
    net = CompactNetwork(direction, CompactConfig(channels=8, blocks=1))
    net.set_base_curve(mean_curve_knots(direction, net.config.knots))
    for layer in (net.global_net.head, net.global_net.film):
        torch.nn.init.normal_(layer.weight, 0, 0.02)
    return net.eval().requires_grad_(False)


INVERSE = InverseISP(network("inverse"), ModelCard("test-inverse", "inverse", "compact"), torch.device("cpu"))
FORWARD = ForwardISP(network("forward"), ModelCard("test-forward", "forward", "compact"), torch.device("cpu"))


def make_photo(height: int = 151, width: int = 203) -> Photo:
    """A smooth picture with some detail, white and black in it."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    base = np.stack([x / width, y / height, 0.5 + 0.4 * np.sin(x / 9) * np.cos(y / 7)], -1)
    base[:12, :12] = 1
    base[-12:, -12:] = 0
    camera = camera_named("Nikon D7000")
    return Photo((np.round(base * 255) / 255).astype(np.float32), SHOT, camera, camera.daylight)


@pytest.fixture
def development() -> Development:
    return Development(make_photo(), INVERSE, FORWARD)


WHOLE = (0, 0, 151, 203)


def edited(development: Development, **edits: float) -> Recipe:
    return replace(development.default_recipe(), edits=RawEdits(**edits))


def test_an_unedited_photo_shows_and_exports_as_itself(development):
    recipe = development.default_recipe()
    source = np.round(development.photo.rgb * 255)
    for frame in (development.draft(recipe, WHOLE, WHOLE[2:]), development.refine(recipe, WHOLE, WHOLE[2:])):
        assert frame.exact
        assert np.array_equal(frame.rgb8, source)
    assert np.array_equal(development.full(recipe), development.photo.rgb)


def test_anchoring_is_continuous_a_tiny_edit_changes_little(development):
    full = development.full(edited(development, exposure_ev=1e-4))
    assert np.abs(full - development.photo.rgb).max() < 2e-3


def test_preview_equals_export(development):
    recipe = edited(development, exposure_ev=0.7, kelvin=4300.0, tint=5.0)
    full = np.round(development.full(recipe) * 255)
    for region in (WHOLE, (31, 45, 60, 70), (90, 1, 61, 202)):
        frame = development.refine(recipe, region, region[2:])
        top, left, height, width = region
        assert frame.exact
        assert np.abs(frame.rgb8 - full[top : top + height, left : left + width]).max() <= 1


EVERYTHING = {"highlights": -1.0, "shadows": 1.2, "black_point": 0.3, "saturation": 25.0, "vibrance": 20.0,
              "exposure_ev": 0.3, "kelvin": 4300.0}


def test_preview_equals_export_with_every_edit(development):
    recipe = edited(development, **EVERYTHING)
    full = np.round(development.full(recipe) * 255)
    for region in (WHOLE, (31, 45, 60, 70), (90, 1, 61, 202)):
        frame = development.refine(recipe, region, region[2:])
        top, left, height, width = region
        assert np.abs(frame.rgb8 - full[top : top + height, left : left + width]).max() <= 1


@pytest.mark.parametrize("name", [n for n in EVERYTHING if n not in ("exposure_ev", "kelvin")])
def test_each_edit_shows_in_the_draft_as_in_the_exact_picture_and_in_the_raw(development, name):
    recipe = edited(development, **{name: EVERYTHING[name]})
    source = development.photo.rgb * 255
    exact = development.refine(recipe, WHOLE, WHOLE[2:]).rgb8.astype(float)
    fresh = Development(development.photo, INVERSE, FORWARD)
    draft = fresh.draft(recipe, WHOLE, WHOLE[2:]).rgb8.astype(float)
    changed = np.abs(exact - source).mean()
    assert changed > 0.4
    assert np.abs(draft - exact).mean() < 0.35 * changed
    assert np.abs(development.edited_raw(recipe).mosaic - development.raw().mosaic).max() > 1e-3


def test_noise_reduction_shows_in_region_and_export_alike_and_is_in_the_raw(development):
    recipe = edited(development, denoise=80.0, denoise_color=80.0)
    full = np.round(development.full(recipe) * 255)
    assert np.abs(full - development.photo.rgb * 255).mean() > 0.05
    frame = development.refine(recipe, (70, 90, 40, 60), (40, 60))
    assert np.abs(frame.rgb8 - full[70:110, 90:150]).max() <= 1
    assert not np.array_equal(development.edited_raw(recipe).mosaic, development.raw().mosaic)


def test_a_tone_curve_acts_on_the_picture_alone_and_everywhere_alike(development):
    curve = ((0.0, 0.1), (0.4, 0.6), (1.0, 0.95))
    alone = replace(development.default_recipe(), edits=RawEdits(curve=curve))
    assert np.array_equal(development.full(alone), toned(development.photo.rgb, curve))
    assert development.draft(alone, WHOLE, WHOLE[2:]).exact
    assert np.array_equal(development.edited_raw(alone).mosaic, development.raw().mosaic)
    both = replace(alone, edits=RawEdits(curve=curve, exposure_ev=0.5))
    full = np.round(development.full(both) * 255)
    frame = development.refine(both, (31, 45, 60, 70), (60, 70))
    assert np.abs(frame.rgb8 - full[31:91, 45:115]).max() <= 1
    draft = development.draft(both, WHOLE, WHOLE[2:]).rgb8
    assert np.abs(draft - full).mean() < 5


@pytest.fixture
def through_a_lens() -> Development:
    """The development of a photo whose lens is known."""
    photo = make_photo().with_changes(exif={"Make": "Canon", "Model": "Canon EOS 5D Mark III",
                                            "LensModel": "EF24-70mm f/2.8L USM"},
                                      shot=replace(SHOT, focal_length=24.0, f_number=2.8))
    return Development(photo, INVERSE, FORWARD)


def test_vignetting_is_taken_back_in_every_view_alike(through_a_lens):
    development = through_a_lens
    recipe = edited(development, vignetting=100.0, **EVERYTHING)
    full = np.round(development.full(recipe) * 255)
    for region in (WHOLE, (31, 45, 60, 70), (90, 1, 61, 202)):
        top, left, height, width = region
        frame = development.refine(recipe, region, region[2:])
        assert np.abs(frame.rgb8 - full[top : top + height, left : left + width]).max() <= 1
    recipe = edited(development, vignetting=100.0)
    exact = development.refine(recipe, WHOLE, WHOLE[2:]).rgb8.astype(float)
    draft = Development(development.photo, INVERSE, FORWARD).draft(recipe, WHOLE, WHOLE[2:]).rgb8.astype(float)
    source = development.photo.rgb * 255
    assert (exact - source)[20:40, -40:-20].mean() > 8  # a corner that was neither white nor black
    assert np.abs((exact - source)[70:80, 95:105]).mean() < 1.5  # the middle stays
    assert np.abs(draft - exact).mean() < 0.35 * np.abs(exact - source).mean()
    data, before = development.edited_raw(recipe).mosaic, development.raw().mosaic
    assert np.median(data[20:40, -40:-20] / before[20:40, -40:-20]) > 1.4


def test_a_lens_that_is_not_known_changes_no_light_and_distortion_alone_does_neither(development, through_a_lens):
    unknown = development.full(edited(development, vignetting=100.0))
    assert np.array_equal(unknown, development.photo.rgb)
    asked, untouched = edited(development, vignetting=100.0), development.default_recipe()
    assert np.array_equal(development.edited_raw(asked).mosaic, development.raw().mosaic)
    assert np.array_equal(development.scene_linear(asked), development.scene_linear(untouched))
    for values in ((30, 40), (5, 5)):
        assert development.probe(asked, *values) == development.probe(untouched, *values)
    bent = edited(through_a_lens, distortion=100.0)
    assert np.array_equal(through_a_lens.full(bent), through_a_lens.photo.rgb)  # the geometry does that, later


def test_edits_switched_off_show_the_photo_itself(development):
    recipe = replace(development.default_recipe(), edits=RawEdits(shadows=2.0).switched("light", False))
    assert np.array_equal(development.full(recipe), development.photo.rgb)


def test_exposure_brightens_and_is_not_metered_away(development):
    means = [development.full(edited(development, exposure_ev=ev)).mean() for ev in (-1, 0, 1)]
    assert means[0] < means[1] - 0.05 < means[2] - 0.1


def test_warmer_light_asked_for_turns_the_picture_bluer(development):
    """Kelvin is the light to make neutral: a warmer one takes yellow out."""
    warm = development.full(edited(development, kelvin=3200.0, tint=0.0)).mean((0, 1))
    cool = development.full(edited(development, kelvin=9000.0, tint=0.0)).mean((0, 1))
    assert warm[2] - warm[0] > cool[2] - cool[0] + 0.05


def test_a_draft_is_close_to_the_exact_picture(development):
    recipe = edited(development, exposure_ev=0.5)
    draft = development.draft(recipe, WHOLE, WHOLE[2:])
    exact = development.refine(recipe, WHOLE, WHOLE[2:])
    error = np.abs(draft.rgb8.astype(float) - exact.rgb8)
    assert not draft.exact
    assert error.mean() < 4
    again = development.draft(replace(recipe, edits=RawEdits(exposure_ev=0.5001)), WHOLE, WHOLE[2:])
    assert np.abs(again.rgb8.astype(float) - exact.rgb8).mean() < 0.5  # starts from the settled picture


LARGE_MOVE = {"exposure_ev": 1.5, "kelvin": 8000.0, "shadows": -0.5}


def strong_local() -> ForwardISP:
    """A forward network whose LocalNet shows."""
    torch.manual_seed(2)
    strong = network("forward")
    torch.nn.init.normal_(strong.local_net.tail.weight, 0, 0.1)
    return ForwardISP(strong, FORWARD.card, torch.device("cpu"))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("large", [True, False])
def test_drafts_of_large_moves_are_near_the_exact_picture_once_prepared(development, monkeypatch, whole, large):
    """At screen resolution and from the photo's own pixels; as large as the view, and enlarged."""
    if not whole:
        monkeypatch.setattr("paramisp_core.editing.development.EXACT_PIXELS", 1000)
    development.pace = Pace(Pace.LARGE if large else 7000)
    recipe, size = edited(development, **LARGE_MOVE), (120, 160)
    development.prepare(development.default_recipe(), WHOLE, size)
    sharp = development.draft(recipe, WHOLE, size).rgb8
    exact = development.refine(recipe, WHOLE, size).rgb8
    assert psnr(sharp, exact) > (40 if large else 34)
    assert shift(sharp, exact) < 0.25
    assert np.array_equal(development.draft(recipe, WHOLE, size).rgb8, exact), "from itself it is itself"
    assert np.array_equal(development.draft(development.default_recipe(), WHOLE, size).rgb8,
                          development.refine(development.default_recipe(), WHOLE, size).rgb8)


@pytest.mark.parametrize("place", [(0, 0, 151, 203), (1, 3, 150, 199), (20, 11, 61, 80)])
def test_how_localnets_addition_changes_shows_in_a_draft(development, monkeypatch, place):
    """It is some dB nearer with the pieces than without, wherever the view begins in the mosaic."""
    developed = Development(development.photo, INVERSE, strong_local())
    recipe, errors = edited(developed, exposure_ev=1.5), []
    for without in (False, True):
        if without:
            monkeypatch.setattr("paramisp_core.editing.settled.Pieces.of", lambda *_: None)
        developed.refine(edited(developed, exposure_ev=0.5), place, place[2:])
        draft = developed.draft(recipe, place, place[2:]).rgb8
        errors.append(psnr(draft, developed.refine(recipe, place, place[2:]).rgb8))
    assert errors[0] > errors[1] + 3


def test_along_a_drag_few_drafts_run_localnet_and_all_are_as_near_as_those_that_do(monkeypatch) -> None:
    developed, each = (Development(make_photo(), INVERSE, strong_local()) for _ in range(2))
    runs, change = [], CompactNetwork.local_change
    for one in (developed, each):
        one.refine(edited(one, exposure_ev=0.01), WHOLE, WHOLE[2:])
        one.settle()
    exposures = [0.2 + 0.05 * step for step in range(16)]
    exact = [each.refine(edited(each, exposure_ev=ev), WHOLE, WHOLE[2:]).rgb8 for ev in exposures]
    monkeypatch.setattr(CompactNetwork, "local_change", lambda *given: runs.append(0) or change(*given))
    drag = [developed.draft(edited(developed, exposure_ev=ev), WHOLE, WHOLE[2:]).rgb8 for ev in exposures]
    assert 1 <= len(runs) <= 4
    for ev, draft, aim in zip(exposures, drag, exact):
        each.refine(edited(each, exposure_ev=0.01), WHOLE, WHOLE[2:])  # forgets the fit
        own = each.draft(edited(each, exposure_ev=ev), WHOLE, WHOLE[2:]).rgb8
        assert psnr(draft, aim) > min(psnr(own, aim) - 1, 50)
    runs.clear()
    developed.draft(replace(edited(developed, exposure_ev=0.95), shot=replace(SHOT, iso=25600)), WHOLE, WHOLE[2:])
    assert runs  # another shot steers LocalNet


def test_dragging_a_shot_setting_runs_localnet_seldom_and_keeps_no_picture_of_every_step(monkeypatch) -> None:
    forward = strong_local()
    torch.nn.init.normal_(forward.network.global_net.grid_head.weight, 0, 0.05)
    developed, each = (Development(make_photo(), INVERSE, forward) for _ in range(2))
    runs, change, start = [], CompactNetwork.local_change, developed.default_recipe()
    for one in (developed, each):
        one.refine(edited(one, exposure_ev=0.01), WHOLE, WHOLE[2:])
        one.settle()
    drag = [replace(edited(developed, exposure_ev=0.01), shot=replace(start.shot, iso=200 * 2 ** (step / 4)))
            for step in range(2, 18)]
    exact = [each.refine(recipe, WHOLE, WHOLE[2:]).rgb8 for recipe in drag]
    developed.draft(drag[0], WHOLE, WHOLE[2:])
    monkeypatch.setattr(CompactNetwork, "local_change", lambda *given: runs.append(0) or change(*given))
    kept = len(developed._cache)
    drafts = [developed.draft(recipe, WHOLE, WHOLE[2:]).rgb8 for recipe in drag]
    assert len(runs) <= 5
    assert len(developed._cache) == kept
    for recipe, draft, aim in zip(drag, drafts, exact):
        each.refine(edited(each, exposure_ev=0.01), WHOLE, WHOLE[2:])  # forgets the fit
        own = each.draft(recipe, WHOLE, WHOLE[2:]).rgb8
        assert psnr(draft, aim) > min(psnr(own, aim) - 1.5, 50)


def test_drafts_become_small_where_they_are_slow_and_large_again_where_they_are_quick(development) -> None:
    pace, size = development.pace, (120, 160)
    pace.SMALL = 7000
    development.prepare(development.default_recipe(), WHOLE, size)
    exact = development.refine(edited(development, exposure_ev=0.4), WHOLE, size).rgb8
    development.settle()
    assert development._settled.stages.shape[:2] == (120, 160)
    for _ in range(3):
        pace.took(0.2)
    small = development.draft(edited(development, exposure_ev=0.5), WHOLE, size)
    assert development._settled.stages.shape[:2] == (72, 97), "amid a drag"
    again = development.draft(edited(development, exposure_ev=0.4), WHOLE, size).rgb8
    assert np.abs(again.astype(int) - exact).max() <= 1
    assert small.rgb8.shape == exact.shape
    for _ in range(9):
        pace.took(0.01)
    development.refine(edited(development, exposure_ev=0.5), WHOLE, size)
    development.settle()
    assert development._settled.stages.shape[:2] == (120, 160), "after the next rest"


def test_pieces_are_averaged_as_the_picture_is_reduced() -> None:
    """The weights equal those of OpenCV's area reduction, at any ratio and parity."""
    rng = np.random.default_rng(0)
    for height, width, small, odd in ((151, 203, (151, 203), (0, 0)), (150, 201, (97, 130), (1, 0)),
                                      (149, 200, (60, 81), (0, 1)), (30, 300, (30, 300), (0, 0))):
        picture = rng.random((height, width, 3)).astype(np.float32)
        pieces = Pieces.of(picture, small, odd)
        assert pieces is not None
        assert all(y % 2 == odd[0] and x % 2 == odd[1] for y, x in pieces.corners)
        reduced = cv2.resize(picture, small[::-1], interpolation=cv2.INTER_AREA)
        np.testing.assert_allclose(pieces.averaged(pieces.camera_rgb), pieces.within(reduced), atol=2e-3)
    assert Pieces.of(picture[:6, :6], (6, 6), (0, 0)) is None


def test_a_preparation_ends_when_something_else_is_wanted(development):
    def cancel(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        development.prepare(development.default_recipe(), WHOLE, WHOLE[2:], cancel)
    assert development._settled is None


def test_inverting_ahead_ends_when_something_else_is_wanted_and_is_done_once(development):
    recipe = development.default_recipe()

    def cancel(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        development.invert(recipe, cancel)
    development.invert(recipe)
    development.invert(recipe, cancel)  # there is nothing left to do


def test_another_camera_has_its_colors_and_pattern(development):
    other = camera_named("Canon EOS 5D Mark II")
    recipe = replace(development.default_recipe(), camera=other)
    raw = development.edited_raw(recipe)
    assert raw.cfa == other.cfa
    assert np.allclose(raw.xyz_to_camera, other.matrix)
    full = development.full(recipe)
    part = development.refine(recipe, (33, 21, 50, 64), (50, 64)).rgb8
    assert np.abs(part - np.round(full[33:83, 21:85] * 255)).max() <= 2


def test_raw_file_has_no_anchor_and_no_inverse(development):
    raw = development.raw()
    photo = development.photo.with_changes(raw=raw)
    developed = Development(photo, INVERSE, FORWARD)
    frame = developed.refine(developed.default_recipe(), WHOLE, WHOLE[2:])
    direct = FORWARD.to_srgb(raw, SHOT)
    assert np.abs(frame.rgb8 / 255 - direct).max() < 0.01


def test_raised_exposure_is_cut_and_lowered_one_stays_neutral(development):
    up = development.edited_raw(edited(development, exposure_ev=3.0))
    assert up.mosaic.max() <= 1
    down = development.edited_raw(edited(development, exposure_ev=-2.0))
    balanced = [down.mosaic[y, x] * down.white_balance[down.cfa.indices[y % 2, x % 2]] for y in (4, 5) for x in (4, 5)]
    assert max(balanced) <= 0.25 + 1e-6


@pytest.mark.parametrize("kind", ["source", "mosaic", "demosaiced"])
def test_views(development, kind):
    frame = development.view(kind, development.default_recipe(), (10, 20, 64, 80), (64, 80))
    assert frame.rgb8.shape == (64, 80, 3)
    assert frame.rgb8.max() > 60
    if kind == "mosaic":
        assert ((frame.rgb8 > 0).sum(2) <= 1).all()


def test_cancelling_a_refinement(development):
    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        development.refine(edited(development, exposure_ev=1.0), WHOLE, WHOLE[2:], stop)
    assert development.refine(edited(development, exposure_ev=1.0), WHOLE, WHOLE[2:]).exact


def test_large_regions_are_refined_at_screen_resolution(monkeypatch, development):
    exact = development.refine(edited(development, exposure_ev=0.5), WHOLE, (100, 134)).rgb8.astype(float)
    monkeypatch.setattr("paramisp_core.editing.development.EXACT_PIXELS", 1000)
    frame = development.refine(edited(development, exposure_ev=0.5), WHOLE, (100, 134))
    assert not frame.exact
    assert "screen" in frame.note
    assert np.abs(frame.rgb8 - exact).mean() < 6


def test_pyramid_cuts_stay_aligned():
    y, x = np.mgrid[0:400, 0:600].astype(np.float32)
    image = np.stack([x, y, x + y], -1)
    cut = Pyramid(image).cut((40, 80, 320, 480), (80, 120))
    assert np.abs(cut[..., 0] - (80 + (np.arange(120) + 0.5) * 4 - 0.5)).max() < 0.6
    assert np.abs(cut[..., 1].T - (40 + (np.arange(80) + 0.5) * 4 - 0.5)).max() < 0.6


def test_transfer_is_the_window_s_render_as(development):
    from paramisp_core.applications.transfer import transfer_photo

    other = camera_named("Canon EOS 5D Mark II")
    picture = transfer_photo(development.photo, other, INVERSE, FORWARD)
    assert np.array_equal(picture, development.full(replace(development.default_recipe(), camera=other)))
    assert np.abs(picture - development.photo.rgb).mean() > 2e-3


def test_rendered_as_another_camera_a_photo_changes_by_the_measured_curves_alone(development):
    other = camera_named("Canon EOS 5D Mark II")
    recipe = replace(development.default_recipe(), camera=other)
    picture = development.full(recipe)
    rgb, levels = development.photo.rgb, np.round(development.photo.rgb * 255).astype(int)
    means = [picture[levels == level].mean() for level in range(256) if (levels == level).any()]
    assert (np.diff(means) >= 0).all(), "one rising curve"
    spread = max(float(np.ptp(picture[levels == level])) for level in range(256) if (levels == level).any())
    assert spread < 1e-3, "whatever the networks lose on the way"
    assert abs(picture.mean() - rgb.mean()) < 0.02, "as bright as the other camera's meter would have it"
    for frame in (development.draft(recipe, WHOLE, (151, 203)), development.refine(recipe, WHOLE, (151, 203))):
        assert np.abs(frame.rgb8 / 255 - picture).max() < 0.008


def test_drafts_under_another_camera_s_look_are_near_the_exact_picture(development):
    recipe = replace(edited(development, exposure_ev=0.6), camera=camera_named("Fujifilm X100S"))
    development.refine(replace(recipe, edits=RawEdits()), WHOLE, (151, 203))
    draft = development.draft(recipe, WHOLE, (151, 203)).rgb8.astype(float)
    exact = development.refine(recipe, WHOLE, (151, 203)).rgb8.astype(float)
    assert np.abs(draft - exact).mean() < 3


def test_a_network_calibrated_for_the_other_camera_renders_it(development):
    other = camera_named("Canon EOS 5D Mark II")
    known = replace(FORWARD, card=replace(FORWARD.card, camera=other.name))
    recipe = replace(development.default_recipe(), camera=other)
    general = development.full(recipe)
    run = known.tiled(*_a_run(development), render_as=other, own_camera=development.photo.camera)
    assert run.look is None, "it has the look already"
    calibrated = Development(development.photo, INVERSE, known).full(recipe)
    assert np.abs(calibrated - general).mean() > 2e-3


def test_an_adapter_renders_raw_files_and_pictures_get_the_curves_it_was_fitted_to(development):
    other = camera_named("Canon EOS 5D Mark II")
    known = replace(FORWARD, card=replace(FORWARD.card, camera=other.name, architecture="adapter"))

    class Models:
        def inverse(self, camera):
            return INVERSE

        def forward(self, camera):
            return known if camera == other else FORWARD

    photo = development.photo
    recipe = replace(development.default_recipe(), camera=other)
    picture = Development(photo, INVERSE, FORWARD, Models())
    np.testing.assert_array_equal(picture.full(recipe), development.full(recipe))
    free = replace(recipe, anchored=False)
    assert not np.array_equal(picture.full(free), development.full(free)), "nothing else tells how bright it is"
    of_raw = photo.with_changes(raw=development.raw())
    by_curves, by_adapter = (Development(of_raw, INVERSE, FORWARD, models) for models in (None, Models()))
    assert not np.array_equal(by_adapter.full(recipe), by_curves.full(recipe))


def _a_run(development: Development) -> tuple[np.ndarray, Conditions]:
    raw = development.raw()
    return raw.mosaic, Conditions.of(SHOT, raw.cfa, raw.white_balance, raw.color_matrix)


@pytest.mark.parametrize("size", [(3, 66_000), (33_000, 2)])
def test_a_very_long_photo_is_shown_edited_and_exported(development, size):
    rgb = np.random.default_rng(3).random((*size, 3), np.float32)
    long = Development(development.photo.with_changes(rgb=rgb), INVERSE, FORWARD)
    recipe = replace(long.default_recipe(), edits=RawEdits(shadows=0.5, highlights=-0.5, exposure_ev=0.3))
    whole, shown = (0, 0, *size), (1, 600) if size[0] < size[1] else (600, 1)
    for frame in (*(long.view(kind, recipe, whole, shown) for kind in ("source", "mosaic", "demosaiced")),
                  long.draft(recipe, whole, shown), long.refine(recipe, whole, shown)):
        assert frame.rgb8.shape == (*shown, 3)
    assert long.full(recipe).shape == rgb.shape
    assert long.edited_raw(recipe).mosaic.shape == size


def test_the_gray_picker_finds_the_light_of_a_gray_place(development):
    camera = development.photo.camera
    raw = development.raw()
    gains = gains_from_kelvin(camera.matrix, 3600.0, 8.0)
    gray = mosaic((np.full((60, 80, 3), 0.2) / gains).astype(np.float32), raw.cfa)
    picker = Development(development.photo.with_changes(
        rgb=np.zeros((60, 80, 3), np.float32), raw=raw.with_changes(mosaic=gray, clip_mask=None)), INVERSE, FORWARD)
    place = 11, 7, 9, 9
    kelvin, tint, cast = picker.neutral_light(picker.default_recipe(), place)
    recipe = replace(picker.default_recipe(), edits=RawEdits(kelvin=kelvin, tint=tint, raw_cast=cast))
    assert np.ptp(picker.refine(recipe, place, (9, 9)).rgb8.mean((0, 1))) < 1.5, "gray as one sees it"
    for_others = picker.edited_raw(recipe)
    assert np.ptp(linear_srgb(for_others)[20:40, 20:40].mean((0, 1))) < 0.002, "gray in the RAW that others open too"
    as_other = replace(recipe, camera=camera_named("Canon EOS 5D Mark II"))
    assert np.ptp(linear_srgb(picker.edited_raw(as_other))[20:40, 20:40].mean((0, 1))) < 0.002
    by_hand = replace(recipe, edits=RawEdits(kelvin=kelvin, tint=tint))
    assert np.ptp(linear_srgb(picker.edited_raw(by_hand))[20:40, 20:40].mean((0, 1))) > 0.004
    of_raw = replace(recipe, edits=RawEdits(kelvin=3600.0, tint=8.0))
    assert np.ptp(linear_srgb(picker.edited_raw(of_raw))[20:40, 20:40].mean((0, 1))) < 0.002
    assert np.ptp(picker.refine(of_raw, place, (9, 9)).rgb8.mean((0, 1))) > 3, "this network renders gray RAW in color"
    assert kelvin == pytest.approx(3600, rel=0.3)
    with pytest.raises(UserError, match="clipped"):
        development.neutral_light(development.default_recipe(), (0, 0, 8, 8))
    with pytest.raises(UserError, match="dark"):
        development.neutral_light(development.default_recipe(), (143, 195, 8, 8))


def test_raw_levels_are_the_mosaic_a_dng_would_hold(development: Development) -> None:
    recipe = replace(development.default_recipe(), edits=RawEdits(exposure_ev=1.5))
    region = (31, 40, 60, 71)
    levels = development.raw_levels(recipe, region, (60, 71), exact=True)
    whole = RawEdits(exposure_ev=1.5).apply(development.raw(recipe))
    assert levels.values == pytest.approx(whole.mosaic[31:91, 40:111], abs=1e-6)
    assert levels.cfa == whole.cfa.shifted(31, 40)
    assert levels.white == 1
    dimmed = replace(recipe, edits=RawEdits(exposure_ev=-1))
    assert development.raw_levels(dimmed, region, (60, 71), exact=True).white == pytest.approx(0.5)
    draft = development.raw_levels(recipe, WHOLE, (75, 101))
    assert draft.cfa is None
    assert draft.values.shape == (75, 101, 3)
    for color in range(3):
        assert draft.of_color(color).mean() == pytest.approx(
            development.raw_levels(recipe, WHOLE, (75, 101), exact=True).of_color(color).mean(), rel=0.03)


def test_scene_linear_light_is_the_raws_own_and_goes_beyond_white(development):
    plain = development.scene_linear(development.default_recipe())
    assert np.abs(plain - linear_srgb(development.raw())).max() < 1e-6
    brighter = development.scene_linear(edited(development, exposure_ev=2.0))
    assert np.abs(brighter - 4 * plain).max() < 1e-5, "nothing is cut at white"
    assert brighter.max() > 2
    warm = development.scene_linear(edited(development, kelvin=9000.0, tint=0.0))
    assert warm[..., 0].mean() > plain[..., 0].mean()
    toned_recipe = replace(development.default_recipe(), edits=RawEdits(curve=((0.0, 0.2), (1.0, 1.0))))
    assert np.array_equal(development.scene_linear(toned_recipe), plain)
    off = replace(development.default_recipe(), edits=RawEdits(exposure_ev=2.0, off=("light",)))
    assert np.array_equal(development.scene_linear(off), plain)

def test_a_thumbnail_is_the_picture_made_small_and_leaves_drafts_alone(development: Development) -> None:
    recipe = replace(development.default_recipe(), shot=SHOT.with_value("iso", 3200), edits=RawEdits(exposure_ev=0.5))
    development.refine(recipe, WHOLE, (151, 203))
    settled = development._settled
    small = development.thumbnail(recipe, WHOLE, (50, 68))
    assert development._settled is settled
    assert small.rgb8.shape == (50, 68, 3)
    exact = cv2.resize(development.full(recipe), (68, 50), interpolation=cv2.INTER_AREA) * 255
    assert np.abs(small.rgb8 - exact).mean() < 2.5
    plain = development.thumbnail(development.default_recipe(), WHOLE, (50, 68))
    assert np.abs(plain.rgb8.astype(float) - exact).mean() > 5
    assert plain.rgb8 == pytest.approx(np.round(development.view(
        "source", development.default_recipe(), WHOLE, (50, 68)).rgb8), abs=1)  # unedited: the photo itself

    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        development.thumbnail(replace(recipe, shot=SHOT), WHOLE, (50, 68), stop)


def test_a_probe_reads_the_photosite_of_the_edited_raw(development: Development) -> None:
    recipe = replace(development.default_recipe(), edits=RawEdits(exposure_ev=0.7, kelvin=4000.0, tint=5.0))
    places = ((0, 0), (75, 100), (76, 101), (150, 202), (3, 199))
    found = [development.probe(recipe, *place) for place in places]  # before any tile was made
    whole = recipe.edits.apply(development.raw(recipe), development._local(recipe))
    light = linear_srgb(whole)
    camera = development.photo.camera
    for (row, column), one in zip(places, found):
        assert one.value == pytest.approx(float(whole.mosaic[row, column]), abs=1e-5)
        assert one.color == "RGB"[whole.cfa.indices[row % 2, column % 2]]
        assert one.linear == pytest.approx(tuple(light[row, column]), abs=1e-4)
        assert one.level == round(camera.black_level + one.value * (camera.white_level - camera.black_level))
        assert development.probe(recipe, row, column).value == pytest.approx(one.value, abs=1e-6)  # from the tile
    with pytest.raises(UserError):
        development.probe(recipe, 151, 0)


def test_a_reduced_mosaic_still_has_all_its_colors(development: Development) -> None:
    """Every second photosite of a Bayer pattern would be of one color."""
    frame = development.view("mosaic", development.default_recipe(), (0, 0, 150, 200), (75, 100))
    assert frame.rgb8.shape == (75, 100, 3)
    assert not frame.exact
    means = frame.rgb8.reshape(-1, 3).mean(0)
    assert means.min() > 0.2 * means.max()
    assert ((frame.rgb8 > 0).sum(2) <= 1).all()


def test_the_headroom_moves_the_raw_and_not_the_anchored_photo(development: Development) -> None:
    """One stop less headroom: the RAW doubles, what a network assumes is known, the photo unedited is itself."""
    recipe = development.default_recipe()
    assumed = development.assumed_headroom(recipe)
    assert assumed is not None
    brighter = replace(recipe, headroom=assumed - 1)
    assert development.assumed_headroom(brighter) == pytest.approx(assumed)
    np.testing.assert_allclose(development.raw(brighter).mosaic, 2 * development.raw(recipe).mosaic, rtol=1e-4)
    assert any("set by hand" in note for note in development.raw(brighter).notes)
    np.testing.assert_allclose(development.full(brighter), development.photo.rgb, atol=1e-5)


def test_every_move_of_the_benchmark_is_measured_in_every_view() -> None:
    moves = ("exposure +0.3", "ISO 6400", "as Canon 5D Mark II")
    results = measure(lambda: Development(make_photo(), INVERSE, FORWARD), moves, viewport=(60, 80))
    assert [(one.view, one.move) for one in results] == [(view, move) for view in ("fit", "100 %") for move in moves]
    for one in results:
        assert 20 < one.then_db <= 99
        assert 20 < one.first_db <= 99
        assert one.shift < 1
        assert min(one.draft_s, one.exact_s) > 0
        assert 20 < one.small_db <= 99
        assert 20 < one.cold_db <= 99
    text = as_text(results)
    assert "ISO 6400" in text
    assert f"/ {min(one.first_db for one in results if one.view == 'fit'):.1f} /" in text
    assert "cold / small / first / then" in text
    assert set(moves) < set(MOVES)


# The photo's own camera ---------------------------------------------------------------------------------------


@pytest.fixture
def brightening(monkeypatch: pytest.MonkeyPatch) -> StyleNet:
    """A StyleNet that makes every forward camera 0.4 EV brighter, whatever it is shown, and is believed."""
    net = StyleNet.of(FORWARD.network).eval().requires_grad_(False)  # type: ignore[arg-type]
    net.head.bias[0] = 0.4
    monkeypatch.setattr(style, "_style_net", lambda isp: net if isp.card.direction == "forward" else None)
    monkeypatch.setattr(style, "_misses", lambda isp, shots: float(isp.network is FORWARD.network))
    return net


def test_a_photo_is_rendered_as_its_own_camera(brightening: StyleNet) -> None:
    photo = make_photo()
    development = Development(photo, INVERSE, FORWARD)
    region, size = (0, 0, *photo.size), photo.size
    recipe = replace(development.default_recipe(), anchored=False)
    shown = development.refine(recipe, region, size)
    raw = development.raw(recipe)
    adapter = no_change(FORWARD.network)  # type: ignore[arg-type]
    adapter["head_bias"][0] = 0.4
    brighter = replace(FORWARD, network=adapted(FORWARD.network, adapter))  # type: ignore[arg-type]
    wanted = brighter.to_srgb(raw, SHOT)
    assert np.abs(shown.rgb8.astype(int) - np.round(wanted * 255)).max() <= 1
    plain = FORWARD.to_srgb(raw, SHOT)
    assert np.abs(plain - wanted).mean() > 0.02


def test_a_reading_that_comes_no_nearer_is_refused(brightening: StyleNet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "_misses", lambda isp, shots: float(isp.network is not FORWARD.network))
    photo = make_photo()
    development = Development(photo, INVERSE, FORWARD)
    recipe = replace(development.default_recipe(), anchored=False)
    shown = development.refine(recipe, (0, 0, *photo.size), photo.size)
    wanted = FORWARD.to_srgb(development.raw(recipe), SHOT)
    assert np.abs(shown.rgb8.astype(int) - np.round(wanted * 255)).max() <= 1


def test_anchored_and_untouched_the_photo_stays_itself(brightening: StyleNet) -> None:
    photo = make_photo()
    development = Development(photo, INVERSE, FORWARD)
    shown = development.refine(development.default_recipe(), (0, 0, *photo.size), photo.size)
    assert np.array_equal(shown.rgb8, np.round(photo.rgb * 255).astype(np.uint8))


def test_a_raw_file_without_a_picture_has_no_camera_to_be_read_off(brightening: StyleNet) -> None:
    photo = make_photo()
    raw = INVERSE.to_raw(photo)
    development = Development(replace(photo, raw=raw), INVERSE, FORWARD)
    shown = development.refine(development.default_recipe(), (0, 0, *photo.size), photo.size)
    assert np.abs(shown.rgb8.astype(int) - np.round(FORWARD.to_srgb(raw, SHOT) * 255)).max() <= 1


@pytest.mark.parametrize("estimated", [True, False])
def test_a_raw_file_is_rendered_as_its_picture_shows(brightening: StyleNet, estimated: bool) -> None:
    """In the window as on the command line."""
    photo = make_photo()
    raw = INVERSE.to_raw(photo).with_changes(estimated=estimated)
    small = cv2.resize(photo.rgb, (96, 96), interpolation=cv2.INTER_AREA)
    of_file = replace(photo, raw=raw, rendering=Rendering(small, (0, 0, 150, 202)))
    development = Development(of_file, INVERSE, FORWARD)
    shown = development.refine(development.default_recipe(), (0, 0, *photo.size), photo.size)
    own = style.as_camera_that_took(of_file, FORWARD)
    assert own.network is not FORWARD.network
    assert np.abs(shown.rgb8.astype(int) - np.round(own.to_srgb(raw, SHOT) * 255)).max() <= 1


def test_another_cameras_look_is_not_made_the_own_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A RAW file rendered as a camera with an adapter: the picture in the file tells of its own camera only."""
    other = camera_named("Nikon D90")
    known = replace(FORWARD, card=replace(FORWARD.card, camera=other.name, architecture="adapter"))
    monkeypatch.setattr(stages, "as_shown", lambda forward, shots, true_light: pytest.fail("refitted"))

    class Models:
        def inverse(self, camera: object) -> InverseISP:
            return INVERSE

        def forward(self, camera: object) -> ForwardISP:
            return known

    photo = make_photo()
    small = cv2.resize(photo.rgb, (96, 96), interpolation=cv2.INTER_AREA)
    of_file = replace(photo, raw=INVERSE.to_raw(photo).with_changes(estimated=False),
                      rendering=Rendering(small, (0, 0, 150, 202)))
    development = Development(of_file, INVERSE, FORWARD, Models())  # type: ignore[arg-type]
    assert development.full(replace(development.default_recipe(), camera=other)).shape == photo.rgb.shape


@pytest.mark.parametrize("edits", [{"highlights": -0.6, "shadows": 0.5}, {"saturation": 40.0, "black_point": 2.0},
                                   {"sensor_noise": 100.0}])
def test_a_screen_is_edited_in_strips_as_at_once_and_can_be_left_between_them(development, monkeypatch, edits):
    recipe = edited(development, **edits)
    if "sensor_noise" in edits:
        recipe = replace(recipe, shot=recipe.shot.with_value("iso", 6400.0))
    parts = development._screen_parts(recipe, WHOLE, (100, 134), None)
    monkeypatch.setattr("paramisp_core.editing.development._EDITED", 7)
    asked = []
    again = development._screen_parts(recipe, WHOLE, (100, 134), asked.append)
    assert np.abs(parts.rendered - again.rendered).max() < 1e-5
    assert sorted(asked) == asked
    assert sum(0.4 <= share < 0.431 for share in asked) >= 14
