"""One photo in development: it shows as itself, drafts agree with the exact picture, preview equals export."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.development import Development, Recipe
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.stages import Pyramid
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.networks.checkpoints import ModelCard
from paramisp_core.networks.compact import CompactConfig, CompactNetwork
from paramisp_core.progress import Cancelled
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
