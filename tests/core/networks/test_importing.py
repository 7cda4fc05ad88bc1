"""Checkpoint files taken into the user's own models, and out again."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from paramisp_core.cli import main
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import (
    DirectionNeeded,
    list_checkpoints,
    load_network,
    user_models_path,
    verify_checkpoint,
)
from paramisp_core.networks.importing import import_checkpoint, remove_checkpoint
from paramisp_core.networks.paper import PaperNetwork


@pytest.fixture(autouse=True)
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def official(path: Path, direction: str) -> dict[str, torch.Tensor]:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = PaperNetwork(direction).state_dict()  # type: ignore[arg-type]
    torch.save({"state_dict": state}, path)
    return state


def test_an_official_checkpoint_is_kept_with_a_card_under_a_free_name(tmp_path: Path) -> None:
    file = tmp_path / "fine_tuning" / "inverse" / "Some camera.ckpt"
    state = official(file, "inverse")
    card = import_checkpoint(file)
    assert (card.name, card.architecture, card.direction) == ("Some-camera-inverse", "paper", "inverse")
    assert card.path == user_models_path() / "Some-camera-inverse.safetensors"
    assert "official" in card.trained_on
    verify_checkpoint(card)
    network, again = load_network(card.name)
    assert all(torch.equal(tensor, state[name]) for name, tensor in network.state_dict().items())
    assert again == card
    assert card in list_checkpoints()
    assert import_checkpoint(file).name == "Some-camera-inverse-2"


def test_a_shipped_name_is_never_taken(tmp_path: Path) -> None:
    copy = tmp_path / "compact-inverse.safetensors"
    shipped = next(card for card in list_checkpoints() if card.name == "compact-inverse")
    copy.write_bytes(shipped.path.read_bytes())
    assert import_checkpoint(copy).name == "compact-inverse-2"
    file = tmp_path / "inverse.ckpt"
    official(file, "inverse")
    assert import_checkpoint(file).name == "inverse-2", "'inverse' means the shipped one, so it would not be found"
    assert load_network("inverse-2")[1].architecture == "paper"


def test_what_is_unclear_or_no_checkpoint_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    official(tmp_path / "D90.ckpt", "forward")
    with pytest.raises(DirectionNeeded) as need:
        import_checkpoint(tmp_path / "D90.ckpt")
    assert not need.value.both
    assert import_checkpoint(tmp_path / "D90.ckpt", "forward").direction == "forward"
    (tmp_path / "text.ckpt").write_text("hello")
    with pytest.raises(UserError):
        import_checkpoint(tmp_path / "text.ckpt")
    assert len(list(user_models_path().iterdir())) == 2


def test_own_models_are_removed_shipped_ones_stay(tmp_path: Path) -> None:
    official(tmp_path / "inverse.ckpt", "inverse")
    card = import_checkpoint(tmp_path / "inverse.ckpt")
    remove_checkpoint(card)
    assert list(user_models_path().iterdir()) == []
    with pytest.raises(UserError, match="comes with the program"):
        remove_checkpoint(list_checkpoints()[0])


def test_the_command_line_takes_one_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    official(tmp_path / "D90.ckpt", "forward")
    assert main(["checkpoints", "--import", str(tmp_path / "D90.ckpt")]) == 2
    assert "direction" in capsys.readouterr().err
    assert main(["checkpoints", "--import", str(tmp_path / "D90.ckpt"), "--direction", "forward"]) == 0
    assert "--checkpoint D90-forward" in capsys.readouterr().out
    assert main(["checkpoints", "--verify"]) == 0
    assert any(line.startswith("D90-forward ") and line.endswith(": verified")
               for line in capsys.readouterr().out.splitlines())
