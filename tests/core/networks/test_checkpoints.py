"""Checkpoints: round trips, official files, and everything a file can do wrong or maliciously."""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import types
import zipfile
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from paramisp_core.errors import UserError
from paramisp_core.networks import checkpoints
from paramisp_core.networks.checkpoints import (
    ModelCard,
    list_checkpoints,
    load_dequantizer,
    load_network,
    load_style,
    save_network,
    verify_checkpoint,
)
from paramisp_core.networks.compact import CompactConfig, CompactNetwork
from paramisp_core.networks.paper import PaperNetwork
from paramisp_core.raw.cfa import CFA

CARD = ModelCard("mine", "inverse", "compact", "simulated pairs", "CC0", 10, {"gopro": {"psnr": 30.5}},
                 ("A limit.",), date="2026-11-22", confidence={"tone": 0.5})


def official(direction: str = "inverse") -> OrderedDict[str, torch.Tensor]:
    """A state_dict as the official code writes it: twin names and dead tensors included."""
    own = PaperNetwork(direction).state_dict()  # type: ignore[arg-type]
    state = OrderedDict(own)
    for name, tensor in own.items():
        if name.startswith(("tonenet.", "localnet.")):
            state[f"hyper{name.split('.')[0]}.target.{name.split('.', 1)[1]}"] = tensor
    state["embed_id.weight"] = torch.zeros(64, 16)
    state["demosaic.indices_rggb"] = torch.zeros(1, 3, 2, 2, dtype=torch.int64)
    state["ms_ssim_loss._g_masks"] = torch.zeros(15, 1, 33, 33)
    return state


def same(network: torch.nn.Module, state: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(tensor, state[name]) for name, tensor in network.state_dict().items())


@pytest.mark.parametrize("network", [
    PaperNetwork("forward"), CompactNetwork("inverse", CompactConfig()),
    CompactNetwork("forward", CompactConfig(channels=16, blocks=1))], ids=["paper", "compact", "small"])
def test_saved_networks_come_back(network: Any, tmp_path: Path) -> None:
    card = save_network(network, tmp_path / "mine.safetensors", CARD)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.json", "mine.safetensors"]
    again, read = load_network(tmp_path / "mine.safetensors")
    assert read == card
    assert read.parameters == sum(p.numel() for p in network.parameters())
    assert (read.scores, read.limits, read.confidence) == (CARD.scores, CARD.limits, CARD.confidence)
    assert type(again) is type(network)
    assert again.direction == network.direction == read.direction
    assert same(again, network.state_dict())
    assert not again.training
    with pytest.raises(UserError, match="direction"):
        load_network(tmp_path / "mine.safetensors",
                     "inverse" if network.direction == "forward" else "forward")
    (tmp_path / "mine.json").unlink()
    assert same(load_network(str(tmp_path / "mine.safetensors"))[0], network.state_dict())


@pytest.mark.skipif(sys.platform == "win32", reason="has no such modes")
def test_saved_networks_can_be_read_by_whom_the_user_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save_network(CompactNetwork("forward", CompactConfig(channels=16, blocks=1)), tmp_path / "mine", CARD)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o640}


def test_shipped_networks_are_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "checkpoints_path", lambda: tmp_path)
    for direction in ("inverse", "forward"):
        save_network(CompactNetwork(direction), tmp_path / f"compact-{direction}.safetensors", CARD)
    save_network(PaperNetwork("inverse"), tmp_path / "paper-inverse.safetensors", CARD)
    assert len(list_checkpoints()) == 3
    assert load_network("inverse")[1].direction == "inverse"
    assert isinstance(load_network("compact-forward")[0], CompactNetwork)
    assert isinstance(load_network("paper-inverse")[0], PaperNetwork)
    with pytest.raises(UserError, match="not forward"):
        load_network("inverse", "forward")
    with pytest.raises(UserError, match=r"no checkpoint or file 'nosuch'.*compact-forward"):
        load_network("nosuch")
    with pytest.raises(UserError, match="inverse or forward"):
        load_network("inverse", "sideways")


def test_the_really_shipped_ones_are_intact() -> None:
    for card in list_checkpoints():
        verify_checkpoint(card)
        if card.architecture == "style":
            assert card.fits, f"{card.name}: train it again, see docs/training.md"
            base = next(one for one in list_checkpoints() if one.name == card.base)
            assert load_style(base) is not None
            continue
        if card.architecture == "dequantizer":
            assert card.parameters == sum(p.numel() for p in load_dequantizer().parameters())
            with pytest.raises(UserError, match="no camera"):
                load_network(card.name)
            continue
        network, _ = load_network(card.name, card.direction)
        own = sum(p.numel() for p in network.parameters())
        assert card.fits, f"{card.name}: fit the adapters again, see docs/training.md"
        assert card.parameters == own or (card.architecture == "adapter" and card.parameters < own / 100)


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    card = save_network(CompactNetwork("inverse"), path, CARD)
    verify_checkpoint(card)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserError, match="damaged"):
        verify_checkpoint(card)
    with pytest.raises(UserError, match="damaged"):
        load_network(path)
    path.unlink()
    with pytest.raises(UserError, match="missing"):
        verify_checkpoint(card)


@pytest.mark.parametrize("legacy", [False, True])
def test_a_plain_official_checkpoint_loads(tmp_path: Path, legacy: bool) -> None:
    state = official()
    torch.save({"state_dict": state, "epoch": 3}, tmp_path / "D7000.ckpt",
               _use_new_zipfile_serialization=not legacy)
    network, card = load_network(tmp_path / "D7000.ckpt", "inverse")
    assert same(network, state)
    assert (card.architecture, card.name) == ("paper", "D7000")


def test_a_lightning_checkpoint_with_objects_loads_without_its_classes(tmp_path: Path) -> None:
    module = types.ModuleType("gone")

    class Stopper:
        def __init__(self) -> None:
            self.scores = [1, 2]

        def __reduce__(self) -> Any:
            return Stopper, (), {"state": 1}, iter([1, 2]), iter([("a", 1)])

        def append(self, item: Any) -> None: ...

        def extend(self, items: Any) -> None: ...

        def __setitem__(self, key: Any, value: Any) -> None: ...

    Stopper.__module__, Stopper.__qualname__ = "gone", "Stopper"
    module.Stopper = Stopper  # type: ignore[attr-defined]
    sys.modules["gone"] = module
    state = official("forward")
    state["localnet.conv_head.weight"] = torch.nn.Parameter(state["localnet.conv_head.weight"])
    # a view that is neither contiguous nor at the beginning of its storage
    state["tonenet.fcs.0.weight"] = torch.rand(65, 64).t()[:, 1:]
    del state["hypertonenet.target.fcs.0.weight"]
    try:
        torch.save({"epoch": 1, "callbacks": {Stopper: Stopper()}, "hyper_parameters": {
            "args": argparse.Namespace(inverse=False), "inverse": False, "rate": np.float64(2)},
            "optimizer_states": [{"state": {0: {"exp_avg": torch.rand(3)}}, "path": Path("x")}],
            "state_dict": state}, tmp_path / "last.ckpt")
    finally:
        del sys.modules["gone"]
    network, card = load_network(tmp_path / "last.ckpt")
    assert card.direction == "forward"  # as its hyperparameters say
    assert same(network, state)
    with pytest.raises(UserError, match="forward direction, not inverse"):
        load_network(tmp_path / "last.ckpt", "inverse")


class Bomb:
    """Runs a command when unpickled by an unguarded loader."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.target}",)


def test_a_malicious_checkpoint_does_nothing(tmp_path: Path) -> None:
    target = tmp_path / "exploded"
    torch.save({"state_dict": official(), "callbacks": Bomb(target)}, tmp_path / "inverse.ckpt")
    network, _ = load_network(tmp_path / "inverse.ckpt")
    assert isinstance(network, PaperNetwork)
    torch.save({"state_dict": Bomb(target)}, tmp_path / "b.ckpt")
    (tmp_path / "c.ckpt").write_bytes(pickle.dumps(Bomb(target)))
    for name in ("b.ckpt", "c.ckpt"):
        with pytest.raises(UserError):
            load_network(tmp_path / name, "inverse")
    assert not target.exists()
    with pytest.raises(pickle.UnpicklingError):  # the bomb is live: torch refuses it, too
        torch.load(tmp_path / "b.ckpt", weights_only=True)


def test_what_a_pickle_changes_on_placeholders_is_forgotten() -> None:
    assert checkpoints._TensorReader(__import__("io").BytesIO(b"")).find_class("os", "system") is not (
        checkpoints._TensorReader(__import__("io").BytesIO(b"")).find_class("os", "system"))


def test_a_tensor_larger_than_its_data_is_refused(tmp_path: Path) -> None:
    state = official()
    state["embed_color.bias"] = torch.zeros(1).expand(1 << 40)
    torch.save({"state_dict": state, "callbacks": argparse.Namespace(a=1)}, tmp_path / "inverse.ckpt")
    with pytest.raises(UserError):
        load_network(tmp_path / "inverse.ckpt")


def test_joint_checkpoints_hold_both_directions(tmp_path: Path) -> None:
    two = {"rgb2raw.": official("inverse"), "raw2rgb.": official("forward")}
    state = {prefix + name: t for prefix, half in two.items() for name, t in half.items()}
    state["demosaic.kernels"] = torch.zeros(4, 1, 5, 5)
    torch.save({"state_dict": state}, tmp_path / "joint.ckpt")
    assert same(load_network(tmp_path / "joint.ckpt", "inverse")[0], two["rgb2raw."])
    assert same(load_network(tmp_path / "joint.ckpt", "forward")[0], two["raw2rgb."])
    with pytest.raises(UserError, match="both directions"):
        load_network(tmp_path / "joint.ckpt")


def test_the_direction_is_taken_from_the_official_folder_or_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "fine_tuning" / "forward"
    folder.mkdir(parents=True)
    state = {name: t for name, t in official().items() if not name.startswith(("tonenet.", "localnet."))}
    torch.save({"state_dict": state}, folder / "D90.ckpt")  # twin names alone do as well
    assert load_network(folder / "D90.ckpt")[1].direction == "forward"
    torch.save({"state_dict": official()}, tmp_path / "D90.ckpt")
    with pytest.raises(UserError, match="give the direction"):
        load_network(tmp_path / "D90.ckpt")


def broken(state: dict[str, torch.Tensor], how: str) -> None:
    name = "localnet.conv_tail.bias"
    twin = "hyperlocalnet.target.conv_tail.bias"
    if how != "twice, with different values":
        del state[twin]
    if how == "is missing":
        del state[name]
    elif how == "no place in it":
        state["extra.weight"] = torch.zeros(1)
    elif how == r"shape \(4,\) instead of \(3,\)":
        state[name] = torch.zeros(4)
    elif how == "is float64 instead of float32":
        state[name] = state[name].double()
    elif how == "not finite":
        state[name] = torch.full((3,), torch.nan)
    else:
        state[twin] = state[name] + 1


@pytest.mark.parametrize("how", [
    "is missing", "no place in it", r"shape \(4,\) instead of \(3,\)", "is float64 instead of float32",
    "not finite", "twice, with different values"])
def test_wrong_tensors_are_named(tmp_path: Path, how: str) -> None:
    state = official()
    broken(state, how)
    torch.save({"state_dict": state}, tmp_path / "inverse.ckpt")
    with pytest.raises(UserError, match=how):
        load_network(tmp_path / "inverse.ckpt")


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "is empty"),
    (b"\n<!DOCTYPE html><html><body>404", "web page"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer"),
    (b"these are not weights, just words", "is not a checkpoint"),
    (b"PK\x03\x04" + bytes(200), "damaged|not a checkpoint"),
    (b"\x80\x02garbage" + bytes(100), "damaged|not a checkpoint"),
    ((1 << 40).to_bytes(8, "little") + b"{}", "damaged or cut off"),
])
def test_rubbish_gives_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "weights.ckpt"
    path.write_bytes(content)
    with pytest.raises(UserError, match=sentence) as caught:
        load_network(path, "inverse")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_truncated_files_are_refused(tmp_path: Path, share: float) -> None:
    torch.save({"state_dict": official()}, tmp_path / "a.ckpt")
    save_network(PaperNetwork("inverse"), tmp_path / "b.safetensors", CARD)
    (tmp_path / "b.json").unlink()
    for name in ("a.ckpt", "b.safetensors"):
        data = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(data[: int(len(data) * share)])
        with pytest.raises(UserError):
            load_network(tmp_path / name, "inverse")


def test_other_files_of_torch_and_safetensors_are_refused(tmp_path: Path) -> None:
    torch.save([1, 2], tmp_path / "list.pt")
    torch.save({"state_dict": {}}, tmp_path / "empty.pt")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("a.txt", "hello")
    save_file({"a": torch.zeros(2)}, tmp_path / "other.safetensors")
    save_file({"a": torch.zeros(2)}, tmp_path / "config.safetensors",
              {"architecture": "compact", "direction": "inverse", "config": json.dumps({"channels": 10**9})})
    save_file({"a": torch.zeros(2)}, tmp_path / "unknown.safetensors",
              {"architecture": "compact", "direction": "inverse", "config": json.dumps({"color": 1})})
    for path in (*tmp_path.iterdir(), tmp_path):
        with pytest.raises(UserError):
            load_network(path, "inverse")


def test_saving_to_an_impossible_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.safetensors"
    save_network(CompactNetwork("inverse"), path, CARD)
    before = load_file(path)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UserError, match="No space left"):
        save_network(CompactNetwork("inverse"), path, CARD)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.safetensors"]
    assert all(torch.equal(before[name], t) for name, t in load_file(path).items())


def test_unreadable_cards_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    for text in ("not json", "[]", "{}", '{"name": "x", "direction": "up", "architecture": "paper"}'):
        path.write_text(text)
        with pytest.raises(UserError, match="card"):
            ModelCard.read(path)


def test_listing_does_not_load_torch() -> None:
    code = ("import sys; from paramisp_core.networks.checkpoints import list_checkpoints; list_checkpoints();"
            "sys.exit('torch' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_pattern_on_a_card_is_the_network_s_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    save_network(CompactNetwork("inverse"), path, replace(CARD, cfa="GBRG"))
    network, card = load_network(path)
    assert network.local_cfa is CFA.GBRG
    assert card.cfa == "GBRG"
    save_network(CompactNetwork("inverse"), path, replace(CARD, cfa="XTRANS"))
    with pytest.raises(UserError, match="no filter pattern"):
        load_network(path)
