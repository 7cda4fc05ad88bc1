"""Photos without a RAW: views repeat by seed, a crop and its whole photo show the same, the round trip learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from trainees import lively, options, starting

from paramisp_core.cli import main
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import ModelCard, save_network
from paramisp_core.networks.compact import Window, balanced_linear
from paramisp_core.training.photos import PhotoBank
from paramisp_core.training.train import Partner, Trainer, load_state

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def bank(sources: Path) -> PhotoBank:
    return PhotoBank(sources)


def test_the_test_split_stays_out(bank: PhotoBank, tmp_path: Path) -> None:
    assert len(bank.pictures) == 4
    with pytest.raises(UserError, match="training split"):
        PhotoBank(tmp_path)


def test_views_repeat_by_seed_and_stay_in_range(bank: PhotoBank) -> None:
    (first, conditions), (again, _) = (bank.wholes(np.random.default_rng(1), 6, 48) for _ in range(2))
    other, _ = bank.wholes(np.random.default_rng(2), 6, 48)
    assert first.shape == (6, 3, 48, 48)
    assert len(conditions) == 6
    assert 0 <= float(first.min()) < float(first.max()) <= 1
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_crop_lies_in_its_whole_photo(bank: PhotoBank) -> None:
    batch = bank.batch(np.random.default_rng(3), 16, 64)
    assert not (batch.top % 2).any()
    assert not (batch.left % 2).any()
    for i in range(16):
        scale = 256 / float(batch.full_height[i]), 256 / float(batch.full_width[i])
        top, left = round(int(batch.top[i]) * scale[0]), round(int(batch.left[i]) * scale[1])
        height, width = round(64 * scale[0]), round(64 * scale[1])
        seen = F.adaptive_avg_pool2d(batch.whole_rgb[i : i + 1, :, top : top + height, left : left + width], 4)
        own = F.adaptive_avg_pool2d(batch.rgb[i : i + 1], 4)
        assert float((seen - own).abs().max()) < 0.08


def test_the_round_trip_of_photos_is_learned(sources: Path, pairs_folder: Path, tmp_path: Path) -> None:
    inverse = tmp_path / "known-inverse.safetensors"
    card = ModelCard(name="known-inverse", direction="inverse", architecture="compact", confidence={"color": 0.5})
    save_network(lively("inverse"), inverse, card)
    partner = Partner.of(str(inverse), CPU)
    assert partner.trust.color == 0.5
    common = ("--direction", "forward", "--device", "cpu", "--inverse", inverse, "--photos", sources)
    args = options("--stage", "global", *common, "--sources", sources, "--scenes", 6, "--batch", 2, "--steps", 25,
                   "--rate", "1e-2", "-o", tmp_path / "global.pt")
    trainer = Trainer(args, CPU)
    assert trainer.photos is not None
    rgb, conditions = trainer.photos.wholes(np.random.default_rng(5), 8, 96)

    def distance() -> float:
        camera = partner.camera_rgb(rgb, conditions)
        network = trainer.network
        seen = F.adaptive_avg_pool2d(camera, 32)
        with torch.no_grad():
            state = network.global_state(seen, conditions)
            back = network.tone_forward(balanced_linear(camera, conditions), state, Window(0, 0, 96, 96))
        return float((back - rgb).abs().mean())

    before = distance()
    trainer.run()
    assert distance() < 0.8 * before
    Trainer(options("--stage", "joint", *common, "--data", pairs_folder, "--start", tmp_path / "global.pt",
                    "--batch", 2, "--crop", 32, "--steps", 4, "-o", tmp_path / "joint.pt"), CPU).run()
    assert load_state(tmp_path / "joint.pt")["step"] == 4


def test_local_net_starts_at_a_checkpoint(pairs_folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known-forward.safetensors"
    save_network(lively("forward"), known, ModelCard(name="known-forward", direction="forward", architecture="compact"))
    args = options("--direction", "forward", "--device", "cpu", "--data", pairs_folder, "--crop", 32, "--steps", 0,
                   "--local-net", known, "-o", tmp_path / "x.pt")
    trainer = Trainer(args, CPU)
    assert torch.equal(trainer.network.local_net.tail.weight, lively("forward").local_net.tail.weight)
    assert torch.equal(trainer.network.global_net.film.weight, torch.zeros_like(trainer.network.global_net.film.weight))
    assert not torch.equal(starting("forward").local_net.tail.weight, trainer.network.local_net.tail.weight)


def test_what_does_not_go_together_is_refused(pairs_folder: Path, tmp_path: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    common = ["train", "--data", str(pairs_folder), "--crop", "32", "-o", str(tmp_path / "x.pt")]
    for arguments, complaint in (
            (["--direction", "inverse", "--inverse", "inverse"], "--direction forward"),
            (["--direction", "forward", "--photos", str(tmp_path)], "--inverse"),
            (["--direction", "forward", "--local-net", "inverse"], "not forward")):
        assert main([*common, *arguments]) == 2
        assert complaint in capsys.readouterr().err
