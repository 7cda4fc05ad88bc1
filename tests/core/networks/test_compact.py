"""The compact network: what its start, its confidence, its unknowns and its colors promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.networks.compact import (
    SHOT_FIELDS,
    CompactNetwork,
    Confidence,
    Window,
    balanced_linear,
    decode,
    encode,
    with_unknown,
)
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.cfa import mosaic as mosaic_of

MATRIX = np.array([[1.7, -0.6, -0.1], [-0.15, 1.67, -0.52], [0.01, -0.47, 1.46]])
GAINS = np.array([2.0, 1.0, 1.5])
SHOT = ShotSettings(iso=400, exposure_time=0.01, f_number=4, focal_length=35)
NOTHING = Confidence(0, 0, 0, 0)
CURVE = torch.linspace(0, 1, 33) ** 1.3  # stands for the measured mean
DIRECTIONS = pytest.mark.parametrize("direction", ["inverse", "forward"])


def network(direction: str, lively: bool) -> CompactNetwork:
    torch.manual_seed(5)
    made = CompactNetwork(direction)
    made.set_base_curve(CURVE if direction == "inverse" else CURVE ** (1 / 1.69))
    if lively:
        for layer in (made.global_net.head, made.global_net.film, made.global_net.grid_head):
            torch.nn.init.normal_(layer.weight, 0, 0.1)
            torch.nn.init.normal_(layer.bias, 0, 0.1)
        torch.nn.init.normal_(made.local_net.tail.weight, 0, 0.1)
    return made


def conditions(count: int = 1, cfa: CFA = CFA.RGGB, shot: ShotSettings = SHOT) -> Conditions:
    one = Conditions.of(shot, cfa, GAINS, MATRIX)
    return Conditions(**{name: value.expand(count, *value.shape[1:]) for name, value in vars(one).items()})


def picture(direction: str, count: int = 1, size: int = 32) -> torch.Tensor:
    rng = np.random.default_rng(2)
    channels = 3 if direction == "inverse" else 1
    return torch.from_numpy(rng.uniform(0.02, 0.6, (count, channels, size, size)).astype(np.float32))


def closed_inverse(rgb: np.ndarray, made: CompactNetwork, cfa: CFA) -> np.ndarray:
    """The closed form, written out: curve, matrix, white balance, mosaic."""
    knots = np.concatenate([[0], np.cumsum(made.base_increments.numpy())])
    encoded = np.interp(rgb, np.linspace(0, 1, len(knots)), knots).astype(np.float32)
    linear = decode(torch.from_numpy(encoded)).numpy()
    return mosaic_of((linear @ np.linalg.inv(MATRIX).T / GAINS).astype(np.float32), cfa)


def test_the_encoding_is_odd_and_comes_back() -> None:
    x = torch.linspace(-1.5, 1.5, 301)
    assert torch.allclose(decode(encode(x)), x, atol=1e-5)
    assert torch.allclose(encode(-x), -encode(x))
    assert encode(torch.tensor([0.0, 1.0])).tolist() == pytest.approx([0, 1], abs=1e-6)


@pytest.mark.parametrize("cfa", list(CFA))
def test_the_inverse_starts_at_the_closed_form(cfa: CFA) -> None:
    made, rgb = network("inverse", lively=False), picture("inverse")
    with torch.inference_mode():
        out = made(rgb, conditions(cfa=cfa), Confidence(local=0))[0, 0].numpy()
    assert np.abs(out - closed_inverse(rgb[0].permute(1, 2, 0).numpy(), made, cfa)).max() < 1e-5


def test_the_forward_starts_at_the_closed_form() -> None:
    made = network("forward", lively=False)
    color = np.float32([0.3, 0.2, 0.1])  # one color, so that demosaicking it is exact
    raw = torch.from_numpy(mosaic_of(np.broadcast_to(color / GAINS, (16, 16, 3)).astype(np.float32), CFA.GRBG))
    with torch.inference_mode():
        out = made(raw[None, None], conditions(cfa=CFA.GRBG), Confidence(local=0))[0].permute(1, 2, 0).numpy()
    knots = np.concatenate([[0], np.cumsum(made.base_increments.numpy())])
    linear = torch.from_numpy((MATRIX @ color).astype(np.float32))
    assert linear.min() > 0
    expected = np.interp(encode(linear).numpy(), np.linspace(0, 1, len(knots)), knots)
    assert np.abs(out - expected).max() < 1e-4


@DIRECTIONS
def test_the_local_part_starts_small_but_not_at_nothing(direction: str) -> None:
    made, image = network(direction, lively=False), picture(direction)
    with torch.inference_mode():
        change = (made(image, conditions()) - made(image, conditions(), Confidence(local=0))).abs()
    assert 1e-5 < change.mean() < 0.05


@DIRECTIONS
def test_no_confidence_is_the_closed_form(direction: str) -> None:
    image = picture(direction)
    with torch.inference_mode():
        learned = network(direction, lively=True)
        start = network(direction, lively=False)(image, conditions(), Confidence(local=0))
        assert (learned(image, conditions(), NOTHING) - start).abs().max() < 1e-6
        for one in ("tone", "color", "grid", "local"):
            alone = learned(image, conditions(), replace(NOTHING, **{one: 1.0}))
            assert (alone - start).abs().max() > 1e-3, f"{one} must matter"


@DIRECTIONS
@pytest.mark.parametrize("unknown", [*[(name,) for name in SHOT_FIELDS], SHOT_FIELDS],
                         ids=[*SHOT_FIELDS, "all"])
def test_unknown_settings_give_a_picture_of_their_own(direction: str, unknown: tuple[str, ...]) -> None:
    made, image = network(direction, lively=True), picture(direction)
    given = conditions()
    with torch.inference_mode():
        known, out = made(image, given), made(image, with_unknown(given, unknown))
    assert torch.isfinite(out).all()
    assert (out - known).abs().max() > 1e-5
    assert torch.isfinite(getattr(given, unknown[0])).all(), "the given conditions stay as they were"


def test_only_some_photos_of_a_batch_forget() -> None:
    forgotten = with_unknown(conditions(3), ("iso",), torch.tensor([True, False, True]))
    assert torch.isnan(forgotten.iso).tolist() == [True, False, True]
    assert torch.isfinite(forgotten.f_number).all()


@DIRECTIONS
def test_gradients_reach_every_parameter(direction: str) -> None:
    made, image = network(direction, lively=True), picture(direction, count=2)
    given = with_unknown(conditions(2), SHOT_FIELDS, torch.tensor([True, False]))
    made(image, given).square().mean().backward()
    for name, parameter in made.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name


@DIRECTIONS
def test_neutral_grey_stays_neutral_through_the_color_change(direction: str) -> None:
    made, image = network(direction, lively=True), picture(direction, count=2)
    with torch.inference_mode():
        state = made.global_state(made.thumbnail(image, conditions(2)), conditions(2))
    assert (state.color_B33 - torch.eye(3)).abs().max() > 0.01
    grey = torch.full((2, 3), 0.37)
    assert torch.allclose(torch.einsum("bij,bj->bi", state.color_B33, grey), grey, atol=1e-6)


def test_white_of_the_jpeg_has_no_color_in_the_raw() -> None:
    """Else whites turn pink when the light is brought down: clipped sensors, which networks learn there, are a tint."""
    rgb = picture("inverse")
    rgb[..., :16] = 1
    made, known = network("inverse", lively=True), conditions()
    state = made.global_state(made.thumbnail(rgb, known), known)
    window = Window(0, 0, 32, 32)
    gains = torch.tensor(GAINS).float()[None, :, None, None]
    tinted = made.camera_rgb(rgb, state, known, window) * gains
    balanced = made.colors_tile(rgb, state, known, window) * gains
    assert np.ptp(tinted[..., :16].detach().numpy(), 1).mean() > 0.01, "the network's own guess has a color"
    assert np.ptp(balanced[..., :16].detach().numpy(), 1).max() < 1e-5
    dim = (rgb.amin(1, keepdim=True) < 0.95).expand_as(rgb)
    assert torch.allclose(balanced[dim], tinted[dim]), "what is not white stays as it is"
    mosaic = made.render_tile(rgb, state, known, window)
    assert torch.allclose(mosaic[0, 0], torch.from_numpy(mosaic_of(
        (balanced / gains)[0].permute(1, 2, 0).detach().numpy(), CFA.RGGB)), rtol=1e-4)


def test_a_grey_card_renders_grey() -> None:
    made = network("forward", lively=True)
    card = mosaic_of(np.broadcast_to(0.3 / GAINS, (32, 32, 3)).astype(np.float32), CFA.RGGB)
    with torch.inference_mode():
        image, given = torch.from_numpy(card)[None, None], conditions()
        state = made.global_state(made.thumbnail(image, given), given, Confidence(local=0))
        state = replace(state, curve_B3K=state.curve_B3K.mean(1, keepdim=True).expand(-1, 3, -1))
        out = made.render_tile(image, state, given, Window(0, 0, 32, 32))[0]
    assert (out - out.mean(0)).abs().max() < 1e-5
    assert out.mean() > 0.2


@DIRECTIONS
def test_curves_rise_whatever_the_network_says(direction: str) -> None:
    made = network(direction, lively=True)
    with torch.no_grad():
        made.global_net.head.weight.mul_(1000)
        image = picture(direction, count=3)
        state = made.global_state(made.thumbnail(image, conditions(3)), conditions(3))
    assert (state.curve_B3K.diff(dim=2) > 0).all()
    assert torch.allclose(state.curve_B3K[..., 0], torch.zeros(()))
    assert torch.allclose(state.curve_B3K[..., -1], torch.ones(()), atol=1e-5)
    assert state.log_gain.abs().max() <= 2
    assert state.grid_BGG.abs().max() <= 0.7


@DIRECTIONS
@pytest.mark.parametrize("size", [(2, 2), (3, 5), (31, 18)])
def test_any_size_comes_back_in_its_size(direction: str, size: tuple[int, int]) -> None:
    made = network(direction, lively=True)
    with torch.inference_mode():
        out = made(picture(direction, size=32)[..., : size[0], : size[1]], conditions())
    assert out.shape == (1, 1 if direction == "inverse" else 3, *size)
    assert torch.isfinite(out).all()


@DIRECTIONS
@pytest.mark.parametrize("cfa", list(CFA))
def test_the_way_for_one_photo_equals_the_way_training_goes(direction: str, cfa: CFA) -> None:
    made, given = network(direction, lively=True), conditions(cfa=cfa)
    given = replace(given, white_balance=given.white_balance * torch.tensor([1.3, 1.0, 0.8]))
    image = picture(direction, size=70) * 2.2 - 0.2  # beyond black and white too
    trained = made(image, given)
    assert trained.requires_grad
    with torch.inference_mode():
        photo = made(image, given)
    trained = trained.detach()
    assert float((photo - trained).abs().max()) <= 1e-6 * max(1.0, float(trained.abs().max()))


def test_raised_exposure_shows_localnet_nothing_beyond_white() -> None:
    """No training did: at +2 EV it drew colored specks into what was blown out."""
    made, seen = network("forward", lively=True).eval(), []
    made.local_net.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    raw = picture("forward")
    with torch.inference_mode():
        state = made.global_state(made.thumbnail(raw, conditions()), conditions())
        made.render_tile(raw * 4, replace(state, saturation=4.0), conditions(), Window(0, 0, 32, 32))
    planes, mask = seen[0][:, 12:16], seen[0][:, 16:]
    assert planes.max() == pytest.approx(1, abs=1e-5)  # some are white
    assert mask.max() == pytest.approx(1, abs=1e-4)


def test_raised_exposure_keeps_the_hue_of_what_the_sensor_had_not_clipped() -> None:
    """A red that is raised by two stops was yellow, as each channel was cut by itself, and a leaf was white."""
    colors = torch.tensor([[0.7, 0.12, 0.14], [0.25, 0.6, 0.03], [0.9, 0.5, 0.1], [1.0, 1.0, 1.0], [0.05, 0.1, -0.01]])
    shot = conditions()
    gains = shot.white_balance / shot.white_balance[:, 1:2]
    camera = torch.einsum("ij,nj->in", torch.linalg.inv(shot.color_matrix[0]), colors) / gains.T

    def raised(ev: float) -> torch.Tensor:
        return balanced_linear((camera * 2.0**ev)[None, :, None], shot, 2.0**ev)[0, :, 0].T

    torch.testing.assert_close(raised(0), colors, atol=1e-4, rtol=0)
    torch.testing.assert_close(raised(1e-4), colors, atol=1e-3, rtol=0)  # no step where it begins
    for color in raised(2.0)[:3]:
        assert 0.9 < color.max() < 1.5
    for ev in (0.5, 1.0, 2.0):
        red, leaf, orange, white, dark = raised(ev)
        assert abs(red[1] - red[2]) < 0.1 * (red[0] - red[1])  # neither yellow nor magenta
        assert leaf[2] < leaf[0] - 0.05 < leaf[1] - 0.1
        assert orange[2] < orange[1] - 0.1 < orange[0] - 0.2
        torch.testing.assert_close(white, torch.ones(3), atol=1e-3, rtol=0)
        torch.testing.assert_close(dark, torch.tensor([0.05, 0.1, -0.01]) * 2.0**ev, atol=1e-4, rtol=0)
    assert raised(8.0).min() > 0.45  # all goes to white in the end


@DIRECTIONS
@pytest.mark.parametrize("cfa", list(CFA))
def test_a_local_part_of_one_pattern_begins_its_cells_where_that_pattern_does(direction: str, cfa: CFA) -> None:
    """A photo of another pattern is seen as if its first row, first column or both were cut off."""
    made = network(direction, lively=True).eval()
    row, column = next((y, x) for y in (0, 1) for x in (0, 1) if cfa.shifted(y, x) is CFA.GRBG)
    image, own, cut = picture(direction, size=64), conditions(cfa=cfa), conditions(cfa=CFA.GRBG)
    with torch.inference_mode():
        state = made.global_state(made.thumbnail(image, own), own)

        def local(picture: torch.Tensor, given: Conditions, top: int = 0, left: int = 0) -> torch.Tensor:
            if direction == "inverse":
                window = Window(top, left, 64, 64)
                plain = made.camera_rgb(picture, replace(state, local=0.0), given, window)
                return made.camera_rgb(picture, state, given, window) - plain
            return made.local_change(picture, picture.expand(-1, 3, -1, -1), state, given)

        expected = local(image[..., row : 64 - row, column : 64 - column], cut, row, column)
        made.local_cfa = CFA.GRBG
        found = local(image, own)[..., row : 64 - row, column : 64 - column]
        inside = (..., slice(26, -26), slice(26, -26))
        assert torch.allclose(found[inside], expected[inside], atol=1e-6)
        assert float(expected[inside].abs().max()) > 1e-4
        made.local_cfa = None
        if (row, column) != (0, 0):
            other = local(image, own)[..., row : 64 - row, column : 64 - column]
            assert not torch.allclose(other[inside], expected[inside], atol=1e-4)
