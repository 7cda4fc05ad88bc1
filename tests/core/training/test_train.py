"""Training: it runs, saves, resumes and improves; networks start alive; a trained one can be shipped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import options, starting

from paramisp_core.cli import main
from paramisp_core.engine.isp import load_isp
from paramisp_core.errors import UserError
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.evaluate import alive_share
from paramisp_core.training.train import Trainer, load_state, network_of, run_crop

CPU = torch.device("cpu")
SMALL = ("--batch", 2, "--crop", 32, "--device", "cpu")


def train(folder: Path, output: Path, direction: str, steps: int, *more: object) -> dict:
    args = options("--direction", direction, "--data", folder, "-o", output, "--steps", steps, *SMALL, *more)
    Trainer(args, CPU).run()
    return load_state(output)


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_three_steps_then_two_more(pairs_folder: Path, tmp_path: Path, direction: str) -> None:
    output = tmp_path / "state.pt"
    first = train(pairs_folder, output, direction, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["state.pt"]
    assert first["step"] == 3
    assert first["direction"] == direction
    moved = [name for name, value in starting(direction).state_dict().items()
             if not torch.equal(value, first["network"][name])]
    assert len(moved) > 30, "training must change the network"
    lagging = [name for name in moved if not torch.equal(first["average"][name], first["network"][name])
               and not torch.equal(first["average"][name], starting(direction).state_dict()[name])]
    assert len(lagging) > 30, "the moving average must follow, behind"
    assert all(torch.isfinite(value).all() for value in first["network"].values())
    again = train(pairs_folder, output, direction, 3)
    assert again["step"] == 3, "what is finished stays as it is"
    assert all(torch.equal(first["network"][name], value) for name, value in again["network"].items())
    more = train(pairs_folder, output, direction, 5)
    assert more["step"] == 5
    assert any(not torch.equal(first["network"][name], value) for name, value in more["network"].items())
    assert int(more["optimizer"]["state"][0]["step"]) == 5, "the optimizer's memory goes on too"
    network = network_of(more)
    assert network.direction == direction
    assert torch.equal(network.state_dict()["base_increments"], starting(direction).state_dict()["base_increments"])


def test_a_resumed_run_sees_new_crops(pairs_folder: Path, tmp_path: Path) -> None:
    args = options("--direction", "inverse", "--data", pairs_folder, "-o", tmp_path / "x.pt", "--steps", 3, *SMALL)
    fresh = Trainer(args, CPU)
    first = fresh.rng.random()
    fresh.run()
    assert Trainer(args, CPU).rng.random() != first


def test_training_lowers_the_loss(pairs: PairDataset, pairs_folder: Path, tmp_path: Path) -> None:
    args = options("--direction", "inverse", "--data", pairs_folder, "-o", tmp_path / "x.pt", "--steps", 40,
                   "--batch", 4, "--crop", 48, "--device", "cpu", "--rate", "1e-2")
    trainer = Trainer(args, CPU)

    def held() -> float:
        trainer.rng = np.random.default_rng(0)
        with torch.no_grad():
            return float(trainer.loss(pairs.batch(np.arange(4))))

    before = held()
    trainer.run()
    assert held() < 0.95 * before


def test_finetune_and_joint_start_from_a_state(pairs_folder: Path, tmp_path: Path) -> None:
    train(pairs_folder, tmp_path / "inverse.pt", "inverse", 1)
    train(pairs_folder, tmp_path / "forward.pt", "forward", 1)
    joint = train(pairs_folder, tmp_path / "joint.pt", "forward", 3, "--stage", "joint",
                  "--start", tmp_path / "forward.pt", "--inverse", tmp_path / "inverse.pt")
    assert joint["step"] == 3
    fine = train(pairs_folder, tmp_path / "fine.pt", "inverse", 1, "--stage", "finetune",
                 "--start", tmp_path / "inverse.pt")
    assert fine["step"] == 1


def test_what_does_not_fit_is_refused(pairs_folder: Path, tmp_path: Path,
                                      capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "state.pt"
    train(pairs_folder, output, "inverse", 1)
    with pytest.raises(UserError, match="other direction"):
        train(pairs_folder, output, "forward", 2)
    broken = tmp_path / "broken.pt"
    broken.write_bytes(b"not a state")
    with pytest.raises(UserError, match="not a training state"):
        train(pairs_folder, broken, "inverse", 2)
    common = ["train", "--direction", "inverse", "--data", str(pairs_folder), "-o", str(tmp_path / "new.pt")]
    for arguments, complaint in (
            (["--crop", "128"], "--crop"), (["--crop", "33"], "--crop"), (["--stage", "finetune"], "--start"),
            (["--stage", "joint", "--start", str(output)], "--inverse")):
        assert main([*common, *arguments]) == 2
        error = capsys.readouterr().err
        assert complaint in error
        assert error.count("\n") == 1
    assert not (tmp_path / "new.pt").exists()


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_the_local_network_is_alive_at_the_start(pairs: PairDataset, direction: str) -> None:
    network = starting(direction)
    batch = pairs.batch(np.arange(4))
    with torch.inference_mode():
        assert alive_share(network, lambda: run_crop(network, batch)) >= 0.9
        for parameter in (network.local_net.head.weight, network.local_net.head.bias):
            parameter[:16] = 0
        assert alive_share(network, lambda: run_crop(network, batch)) <= 0.5, "a dead half is seen"


def test_a_state_becomes_a_checkpoint_with_its_scores(pairs_folder: Path, tmp_path: Path,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    train(pairs_folder, tmp_path / "state.pt", "forward", 1)
    shipped = tmp_path / "mine.safetensors"
    assert main(["evaluate", "--direction", "forward", "--state", str(tmp_path / "state.pt"), "--data",
                 str(pairs_folder), "--ship", str(shipped), "--confidence", "1,0.5,1,0", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)["simulated"]
    assert {"sRGB encoding", "smoothstep (UPI)", "mean measured curve", "network"} <= set(scores)
    assert all(5 < score["as is"] < 60 for score in scores.values())
    isp = load_isp(str(shipped), device="cpu")
    assert isp.card.direction == "forward"
    assert isp.card.steps == 1
    assert isp.card.scores["simulated"] == scores
    assert isp.confidence.color == 0.5
    assert isp.confidence.local == 0
