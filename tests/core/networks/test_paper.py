"""The paper's network equals the official one in every intermediate, and does what that one cannot."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.networks import paper_stripes
from paramisp_core.networks.checkpoints import load_network
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork, official_color_matrix
from paramisp_core.networks.paper_plain import plain_output
from paramisp_core.raw.cfa import CFA

DIRECTIONS = ("inverse", "forward")
D7000 = np.array([[0.8198, -0.2239, -0.0724], [-0.4871, 1.2389, 0.2798], [-0.1043, 0.2050, 0.7181]])


def fixture_input(parity: Path) -> tuple[dict[str, torch.Tensor], Conditions]:
    given = {name: torch.as_tensor(value) for name, value in np.load(parity / "input.npz").items()}
    return given, Conditions(given["bayer_pattern"][:, 0], given["white_balance"], given["color_matrix"],
                             given["focal_length"], given["f_number"], given["exposure_time"],
                             given["iso_sensitivity"])


@pytest.fixture
def conditions() -> Conditions:
    shot = ShotSettings(iso=200, exposure_time=0.01, f_number=4, focal_length=50)
    return Conditions.of(shot, CFA.RGGB, [2, 1, 1.5], official_color_matrix(D7000))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_intermediate_equals_the_official_one(shared_data: Path, direction: str) -> None:
    parity = shared_data / "parity"
    network, card = load_network(parity / f"{direction}.ckpt", direction)
    assert (card.direction, card.architecture) == (direction, "paper")
    given, conditions = fixture_input(parity)
    with torch.inference_mode():
        trace = network.trace(given["rgb" if direction == "inverse" else "raw"], conditions)
        y = network(given["rgb" if direction == "inverse" else "raw"], conditions)
    assert torch.equal(y, trace.y)
    for name, expected in np.load(parity / f"{direction}.npz").items():
        error = np.abs(getattr(trace, name).numpy() - expected).max() / np.abs(expected).max()
        assert error < 1e-5, name


def test_the_size_is_the_papers() -> None:
    dead = 1088  # embed_id, multiplied by zero in the official code
    assert sum(p.numel() for p in PaperNetwork("inverse").parameters()) + dead == 710_973


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("size", [(2, 2), (35, 90), (101, 93)])
def test_any_size_is_accepted(direction: str, size: tuple[int, int], conditions: Conditions) -> None:
    channels, out = (3, 1) if direction == "inverse" else (1, 3)
    with torch.inference_mode():
        y = PaperNetwork(direction)(torch.rand(1, channels, *size), conditions)
    assert y.shape == (1, out, *size)
    assert y.isfinite().all()


def test_padding_keeps_the_phase_of_the_cfa(conditions: Conditions) -> None:
    """A colored patch cut to an odd size still comes out in its color, also at the cut."""
    torch.manual_seed(0)
    network = PaperNetwork("forward")
    flat = torch.tensor([0.4, 0.2, 0.1]).view(1, 3, 1, 1)
    raw = network.from_linear(flat.expand(1, 3, 93, 99).contiguous(), conditions)
    linear = network.to_linear(raw, conditions)[..., 2:-2, 2:-2]
    torch.testing.assert_close(linear, flat.expand_as(linear), atol=1e-5, rtol=0)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_unknown_settings_count_as_everyday_ones(direction: str, conditions: Conditions) -> None:
    network = PaperNetwork(direction)
    nan, zero = torch.tensor([math.nan]), torch.zeros(1)
    usual = replace(conditions, focal_length=torch.tensor([35.0]), f_number=torch.tensor([5.6]),
                    exposure_time=torch.tensor([0.01]), iso=torch.tensor([400.0]))
    for unknown in (nan, zero):
        blind = replace(conditions, focal_length=unknown, f_number=unknown, exposure_time=unknown,
                        iso=unknown)
        torch.testing.assert_close(network.embed(blind), network.embed(usual))
    assert not torch.allclose(network.embed(conditions), network.embed(usual))


def test_conditions_come_into_the_official_convention(conditions: Conditions) -> None:
    network = PaperNetwork("inverse")
    ours = replace(conditions, color_matrix=torch.rand(1, 3, 3) + torch.eye(3))
    torch.testing.assert_close(network.conditions_for(ours).color_matrix.sum(-1), torch.full((1, 3), 3.0))
    official = network.conditions_for(ours, D7000).color_matrix[0]
    # method.md A.2: the repository's constant for the D7000
    torch.testing.assert_close(official[0], torch.tensor([3.70, -0.59, -0.11]), atol=0.01, rtol=0)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_gradients_reach_every_parameter(direction: str, conditions: Conditions) -> None:
    network = PaperNetwork(direction)
    network(torch.rand(1, 3 if direction == "inverse" else 1, 88, 88), conditions).square().mean().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name


def test_injected_statistics_replace_the_images_own(conditions: Conditions) -> None:
    network = PaperNetwork("inverse").eval()
    a, b = torch.rand(2, 1, 3, 88, 88)
    with torch.inference_mode():
        own = network.trace(a, conditions)
        again = network.trace(a, conditions, global_features=own.global_features, pooled=own.pooled)
        other = network.trace(b, conditions)
        mixed = network.trace(a, conditions, global_features=other.global_features, pooled=other.pooled)
    torch.testing.assert_close(again.y, own.y)
    assert torch.equal(mixed.global_features, other.global_features)
    assert not torch.allclose(mixed.y, own.y)


def test_a_wrong_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="direction"):
        PaperNetwork("sideways")  # type: ignore[arg-type]


def test_the_trace_of_a_batch_is_that_of_its_photos(conditions: Conditions) -> None:
    pair = Conditions(**{f.name: torch.cat([getattr(conditions, f.name)] * 2) for f in fields(conditions)})
    pair = replace(pair, cfa=torch.stack([torch.as_tensor(c.indices) for c in (CFA.RGGB, CFA.BGGR)]))
    second = Conditions(**{f.name: getattr(pair, f.name)[1:] for f in fields(pair)})
    network, image = PaperNetwork("forward"), torch.rand(2, 1, 88, 92)
    with torch.inference_mode():
        torch.testing.assert_close(network(image, pair)[1:], network(image[1:], second), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(("height", "width", "pixels"), [(88, 88, 500), (164, 216, 3000), (232, 120, 24000)])
def test_stripes_equal_the_network_written_out_plainly(direction: str, height: int, width: int, pixels: int,
                                                       conditions: Conditions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_stripes, "_STRIPE_PIXELS", pixels)
    generator = torch.Generator().manual_seed(3)
    torch.manual_seed(3)
    network = PaperNetwork(direction).eval()
    with torch.no_grad():  # by themselves they begin at next to nothing
        network.localnet.conv_tail.weight.mul_(10)
        for last in network.tonenet.fc_last:
            last.weight.mul_(2)
    image = torch.rand(1, 3 if direction == "inverse" else 1, height, width, generator=generator)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with torch.inference_mode():
            ours, plain = network(image, conditions), plain_output(network, image, conditions)
    finally:
        torch.set_num_threads(before)
    learning = network(image, conditions).detach()  # with gradients: not in stripes
    assert float((ours - plain).abs().max() / plain.abs().max()) <= 1e-5
    assert float((ours - learning).abs().max() / plain.abs().max()) <= 1e-5


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_photos_one_by_one_equal_the_official_output(shared_data: Path, direction: str) -> None:
    parity = shared_data / "parity"
    network, _ = load_network(parity / f"{direction}.ckpt", direction)
    given, conditions = fixture_input(parity)
    image = given["rgb" if direction == "inverse" else "raw"]
    expected = np.load(parity / f"{direction}.npz")["y"]
    for number in range(len(image)):
        alone = Conditions(**{f.name: getattr(conditions, f.name)[number : number + 1] for f in fields(conditions)})
        with torch.inference_mode():
            y = network(image[number : number + 1], alone)
        assert np.abs(y.numpy() - expected[number : number + 1]).max() / np.abs(expected).max() < 1e-5
