"""StyleNet: a camera read off its pictures, as an adapter of a trunk that itself stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from paramisp_core.errors import UserError
from paramisp_core.networks.adapters import adapted, no_change
from paramisp_core.networks.checkpoints import ModelCard, load_network, load_style, save_network, save_style
from paramisp_core.networks.compact import CompactConfig, CompactNetwork, Confidence
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.style import Shots, StyleNet

TRUST = Confidence(1, 0.5, 0.5, 1)


def conditions(count: int) -> Conditions:
    return Conditions(
        torch.tensor([[0, 1], [1, 2]]).expand(count, 2, 2), torch.tensor([[2.0, 1.0, 1.5]]).expand(count, 3),
        torch.eye(3).expand(count, 3, 3), *(torch.full((count,), v) for v in (35.0, 4.0, 0.01, 200.0)))


def shots(count: int, cameras: int = 1, seed: int = 0) -> Shots:
    pictures = torch.rand(2, count * cameras, 3, 48, 48, generator=torch.Generator().manual_seed(seed))
    return Shots(pictures[0], pictures[1] / 2, conditions(count * cameras), count)


@pytest.fixture(params=["inverse", "forward"])
def trunk(request: pytest.FixtureRequest) -> CompactNetwork:
    torch.manual_seed(1)
    network = CompactNetwork(request.param, CompactConfig(hidden=24))
    torch.nn.init.normal_(network.global_net.head.weight, 0, 0.1)
    return network.eval().requires_grad_(False)


@pytest.fixture
def net(trunk: CompactNetwork) -> StyleNet:
    torch.manual_seed(2)
    net = StyleNet.of(trunk)
    torch.nn.init.normal_(net.head.weight, 0, 0.1)
    return net.eval().requires_grad_(False)


def test_untrained_it_changes_nothing(trunk: CompactNetwork) -> None:
    found = StyleNet.of(trunk)(trunk, TRUST, shots(2))
    assert all(not value.any() for value in found.values())


def test_what_is_read_off_is_an_adapter_of_the_trunk(trunk: CompactNetwork, net: StyleNet) -> None:
    found = net(trunk, TRUST, shots(1, cameras=2))
    thumbnail, given = torch.rand(2, 3, 32, 32), conditions(2)
    both = trunk.global_state(thumbnail, given, TRUST, found)
    assert not torch.allclose(both.curve_B3K, trunk.global_state(thumbnail, given, TRUST).curve_B3K)
    for i in range(2):
        own = adapted(trunk, no_change(trunk) | {name: value[i] for name, value in found.items()})
        alone = own.global_state(thumbnail[i : i + 1], conditions(1), TRUST)
        for name in ("log_gain", "curve_B3K", "color_B33", "grid_BGG"):
            torch.testing.assert_close(getattr(alone, name), getattr(both, name)[i : i + 1])


def test_the_order_of_shots_does_not_matter_and_each_counts(trunk: CompactNetwork, net: StyleNet) -> None:
    three = shots(3)
    turned = replace(three, rgb=three.rgb.flip(0), camera=three.camera.flip(0))
    first, other = net(trunk, TRUST, three), net(trunk, TRUST, turned)
    torch.testing.assert_close(first["head_bias"], other["head_bias"])
    one = Shots(three.rgb[:1], three.camera[:1], conditions(1))
    assert not torch.allclose(net(trunk, TRUST, one)["head_bias"], first["head_bias"])


def test_cameras_of_a_batch_do_not_mix(trunk: CompactNetwork, net: StyleNet) -> None:
    both = shots(2, cameras=2)  # the first shots of both cameras, then the second ones
    found = net(trunk, TRUST, both)
    for i in range(2):
        own = Shots(both.rgb[i::2], both.camera[i::2], conditions(2), 2)
        torch.testing.assert_close(net(trunk, TRUST, own)["head_bias"], found["head_bias"][i : i + 1])


@pytest.fixture
def base(trunk: CompactNetwork, tmp_path: Path) -> ModelCard:
    return save_network(trunk, tmp_path / "trunk", ModelCard("trunk", trunk.direction, "compact"))  # type: ignore


def saved(net: StyleNet, base: ModelCard) -> ModelCard:
    assert base.path is not None
    card = ModelCard("", base.direction, "style", base=base.name, base_sha256=base.sha256)
    return save_style(net, base.path.with_name(f"{base.name}-style"), card)


def test_it_lies_beside_its_network(trunk: CompactNetwork, net: StyleNet, base: ModelCard) -> None:
    assert load_style(base) is None
    card = saved(net, base)
    loaded = load_style(base)
    assert loaded is not None
    assert loaded[1].parameters == card.parameters > 10_000
    for one, other in zip(net(trunk, TRUST, shots(1)).values(), loaded[0](trunk, TRUST, shots(1)).values()):
        assert torch.equal(one, other)


def test_another_network_has_none(net: StyleNet, base: ModelCard) -> None:
    saved(net, base)
    assert load_style(replace(base, sha256="0" * 64)) is None
    assert load_style(replace(base, path=None)) is None


def test_it_is_no_camera_and_damage_is_said(net: StyleNet, base: ModelCard) -> None:
    path = saved(net, base).path
    assert path is not None
    with pytest.raises(UserError, match="reads a camera off its pictures"):
        load_network(path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UserError, match="damaged"):
        load_style(base)
