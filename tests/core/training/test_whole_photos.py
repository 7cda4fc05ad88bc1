"""Whole photos simulated in torch: seeded, physically plausible, and enough to train GlobalNet from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from trainees import options, starting

from paramisp_core.errors import UserError
from paramisp_core.training.train import Trainer, load_state, network_of
from paramisp_core.training.whole_photos import SIZE, WholePhotoSimulator

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def simulator(sources: Path) -> WholePhotoSimulator:
    return WholePhotoSimulator(sources, 6, 3, CPU)


def test_photos_are_in_range_and_repeat_by_seed(simulator: WholePhotoSimulator) -> None:
    first = simulator.batch(np.random.default_rng(4), 5)
    again = simulator.batch(np.random.default_rng(4), 5)
    other = simulator.batch(np.random.default_rng(5), 5)
    assert first.rgb.shape == first.camera.shape == (5, 3, SIZE, SIZE)
    for picture in (first.rgb, first.camera):
        assert 0 <= float(picture.min()) < float(picture.max()) <= 1
    assert torch.equal(first.rgb, again.rgb)
    assert not torch.equal(first.rgb, other.rgb)


def test_photos_are_metered_and_follow_the_light(simulator: WholePhotoSimulator) -> None:
    batch = simulator.batch(np.random.default_rng(6), 32)
    assert 0.2 < float(batch.rgb.mean((1, 2, 3)).median()) < 0.7
    alike = [_rank_correlation(rgb[1], camera[1]) for rgb, camera in zip(batch.rgb, batch.camera)]
    assert np.median(alike) > 0.75, "brighter light, brighter pixel (strong colours and clipping aside)"


def _rank_correlation(first: torch.Tensor, second: torch.Tensor) -> float:
    ranks = [torch.argsort(torch.argsort(picture.flatten())).float() for picture in (first, second)]
    return float(torch.corrcoef(torch.stack(ranks))[0, 1])


def test_scenes_are_kept_in_a_file(sources: Path, tmp_path: Path) -> None:
    cache = tmp_path / "bank.npy"
    made = WholePhotoSimulator(sources, 3, 3, CPU, cache=cache)
    read = WholePhotoSimulator(tmp_path / "gone", 3, 3, CPU, cache=cache)
    assert torch.equal(made.bank, read.bank)


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_global_stage_trains_global_net_only_and_pretraining_goes_on_from_it(
        direction: str, sources: Path, pairs_folder: Path, tmp_path: Path) -> None:
    common = ("--direction", direction, "--device", "cpu", "--batch", 4)
    globally = tmp_path / "global.pt"
    Trainer(options("--stage", "global", *common, "--sources", sources, "--scenes", 6, "-o", globally,
                    "--steps", 3), CPU).run()
    state = load_state(globally)
    torch.manual_seed(42)
    network = network_of(state)
    assert network.config.hidden > starting(direction).config.hidden
    assert any(bool(value.abs().max() > 0) for value in network.global_net.head.parameters()), "its head has learnt"
    output = tmp_path / "pretrained.pt"
    Trainer(options("--stage", "pretrain", *common, "--crop", 32, "--data", pairs_folder, "--start", globally,
                    "-o", output, "--steps", 2), CPU).run()
    after = load_state(output)["network"]
    moved = {name: float((after[name] - value).abs().max()) for name, value in state["network"].items()}
    assert moved["local_net.head.weight"] > moved["global_net.head.weight"] > 0


def test_global_stage_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from paramisp_core.training import train

    monkeypatch.delenv("PARAMISP_DATA", raising=False)
    args = options("--stage", "global", "--direction", "inverse", "-o", tmp_path / "x.pt", "--steps", 1)
    args.sources = None
    with pytest.raises(UserError, match="--sources"):
        train.run(args)
