"""Adapters: what they change, how they are kept, and that one for another trunk is never applied."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from paramisp_core.camera.database import camera_named
from paramisp_core.engine.isp import load_isp
from paramisp_core.engine.models import CameraModels, calibrated_for
from paramisp_core.errors import UserError
from paramisp_core.networks.adapters import NAMES, AdapterFit, adapted, no_change
from paramisp_core.networks.checkpoints import (
    ModelCard,
    card_for,
    list_checkpoints,
    load_network,
    save_adapter,
    save_network,
    user_models_path,
)
from paramisp_core.networks.compact import CompactConfig, CompactNetwork

D70 = camera_named("Nikon D70")


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def trunk(name: str = "trunk-forward", seed: int = 1) -> tuple[CompactNetwork, ModelCard]:
    torch.manual_seed(seed)
    network = CompactNetwork("forward", CompactConfig(channels=8, blocks=1))
    torch.nn.init.normal_(network.global_net.head.weight, 0, 0.1)
    return network, save_network(network, user_models_path() / name, ModelCard("", "forward", "compact"))


def some_adapter(network: CompactNetwork) -> dict[str, torch.Tensor]:
    return {name: torch.full_like(value, 0.1) for name, value in no_change(network).items()}


def kept(card: ModelCard, network: CompactNetwork, camera: str = "Nikon D70") -> ModelCard:
    facts = ModelCard("", "forward", "adapter", camera=camera, base=card.name, base_sha256=card.sha256)
    return save_adapter(some_adapter(network), user_models_path() / "mine-forward", facts)


def test_no_change_changes_nothing_and_a_change_only_its_own() -> None:
    network, _ = trunk()
    same = adapted(network, no_change(network)).state_dict()
    assert all(torch.equal(value, same[name]) for name, value in network.state_dict().items())
    changed = adapted(network, some_adapter(network)).state_dict()
    moved = {name for name, value in network.state_dict().items() if not torch.equal(value, changed[name])}
    assert moved == {"global_net.head.weight", "global_net.head.bias", "global_net.film.bias",
                     "global_net.grid_head.bias"}


def test_what_is_fitted_is_what_is_applied() -> None:
    """A step of training on the fit's copy, then the adapter on the trunk: the same network."""
    network, _ = trunk()
    fit = AdapterFit(network)
    loss = fit.network.global_net(torch.rand(2, 3, 32, 32), torch.rand(2, 48)).grey.square().sum()
    loss.backward()
    with torch.no_grad():
        for parameter in fit.parameters():
            parameter -= 0.1 * (parameter.grad if parameter.grad is not None else 1)
    adapter = fit.adapter()
    assert set(adapter) == set(NAMES)
    assert adapter["head_scale"].abs().max() > 0
    whole = adapted(network, adapter).global_net
    torch.testing.assert_close(whole.head.weight, fit.network.global_net.head.weight)
    torch.testing.assert_close(whole.head.bias, fit.network.global_net.head.bias)
    torch.testing.assert_close(whole.film.bias, fit.network.global_net.film.bias)


def test_kept_it_is_small_and_found_by_its_camera() -> None:
    network, base = trunk()
    card = kept(base, network)
    assert card.path is not None
    assert card.path.stat().st_size < 4000
    assert card.parameters == sum(value.numel() for value in no_change(network).values())
    isp = load_isp("nikon d70", direction="forward", device="cpu")
    expected = adapted(network, some_adapter(network)).state_dict()
    assert all(torch.equal(value, expected[name]) for name, value in isp.network.state_dict().items())
    assert isp.card.camera == "Nikon D70"
    assert card in list_checkpoints()
    assert calibrated_for("forward", D70) == card
    assert CameraModels(device="cpu").forward(D70).card.name == "mine-forward"
    assert card_for("inverse", "Nikon D70") is None or card_for("inverse", "Nikon D70") != card


def test_a_trunk_trained_anew_leaves_its_adapters_behind() -> None:
    network, base = trunk()
    card = kept(base, network, "Canon EOS 1000D")
    trunk(seed=2)
    assert not card.fits
    assert card_for("forward", "Canon EOS 1000D") is None, "the network for any camera is used instead"
    with pytest.raises(UserError, match="another trunk-forward than is here"):
        load_network(str(card.path))


def test_a_calibration_goes_before_an_adapter() -> None:
    network, base = trunk()
    card = kept(base, network)
    calibrated = save_network(network, user_models_path() / "calibrated-forward",
                              replace(ModelCard("", "forward", "compact"), camera="Nikon D70"))
    assert card.path is not None
    assert card_for("forward", "Nikon D70") == calibrated


def test_what_is_no_adapter_is_refused(tmp_path: Path) -> None:
    network, base = trunk()
    missing = ModelCard("", "forward", "adapter", base="nothing", base_sha256="")
    with pytest.raises(UserError, match="which is not here"):
        load_network(str(save_adapter(no_change(network), tmp_path / "a", missing).path))
    facts = ModelCard("", "forward", "adapter", base=base.name, base_sha256=base.sha256)
    short = {name: value for name, value in no_change(network).items() if name != "film_bias"}
    with pytest.raises(UserError, match="film_bias is missing"):
        load_network(str(save_adapter(short, tmp_path / "b", facts).path))
    card = kept(base, network)
    assert card.path is not None
    itself = json.loads(card.path.with_suffix(".json").read_text()) | {"base": "mine-forward"}
    card.path.with_suffix(".json").write_text(json.dumps(itself))
    assert not ModelCard.read(card.path.with_suffix(".json")).fits
