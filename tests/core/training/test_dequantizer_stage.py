"""The dequantize stage: it learns from pictures that never were JPEGs, by seed, resumable."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from trainees import options

from paramisp_core.errors import UserError
from paramisp_core.training import simulate, train
from paramisp_core.training.dequantizer_stage import DequantizerTrainer, compressed, dequantizer_of, lossless_pictures
from paramisp_core.training.train import load_state


@pytest.fixture(scope="module")
def lossless(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lossless")
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    arguments = ["-o", str(folder), "--sources", str(sources), "--photos", "4", "--size", "64", "--lossless"]
    assert simulate.run(parser.parse_args([*arguments, "--workers", "1", "--seed", "5"])) == 0
    return folder


def trainer(output: Path, data: Path, steps: int = 4, *more: object) -> DequantizerTrainer:
    return DequantizerTrainer(options(
        "--stage", "dequantize", "--direction", "inverse", "--data", data, "--batch", 2, "--device", "cpu",
        "--steps", steps, "-o", output, *more), torch.device("cpu"))


def test_the_pictures_never_were_jpegs(lossless: Path, pairs_folder: Path) -> None:
    pictures = lossless_pictures(lossless)
    # the same photos as those that became JPEGs, of the same seed
    jpegs = np.load(pairs_folder / "rgb.npy")
    error = np.abs(pictures.astype(int) - jpegs).mean()
    assert 0 < error < 6
    with pytest.raises(UserError, match="have been JPEGs"):
        lossless_pictures(pairs_folder)
    with pytest.raises(UserError, match="not a data set"):
        lossless_pictures(lossless / "nowhere")


def test_it_learns(lossless: Path, tmp_path: Path) -> None:
    made = trainer(tmp_path / "state.pt", lossless, 60, "--rate", 3e-3)
    made.run()
    net = dequantizer_of(tmp_path / "state.pt")
    gains = [made.gains(net, made.batch(np.random.default_rng([9, i])))[0] for i in range(6)]
    assert float(torch.stack(gains).mean()) > 0.03


def test_interrupted_it_goes_on_to_the_same(lossless: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.pt", tmp_path / "parts.pt"
    trainer(whole, lossless).run()
    trainer(parts, lossless).run(until=2)
    trainer(parts, lossless).run()
    one, other = load_state(whole), load_state(parts)
    assert other["step"] == one["step"] == 4
    assert all(torch.equal(value, other["average"][name]) for name, value in one["average"].items())


def test_a_jpeg_is_that_of_the_file(lossless: Path) -> None:
    picture = np.ascontiguousarray(lossless_pictures(lossless)[0])
    one = compressed(picture, quality=75, subsampling="4:2:0")
    assert one.sampling == (2, 2)
    assert one.tables[0, 0, 0] == 8
    assert one.tables[0, 1, 0] == 9
    assert 0 < (one.clean - one.decoded).abs().mean() < 0.05


def test_what_cannot_be_is_said(lossless: Path, tmp_path: Path) -> None:
    args = options("--stage", "dequantize", "--direction", "forward", "--data", lossless, "-o", tmp_path / "x.pt")
    with pytest.raises(UserError, match="--direction inverse"):
        train.run(args)
    torch.save({"kind": "style", "direction": "inverse", "step": 1, "average": {}}, tmp_path / "style.pt")
    with pytest.raises(UserError, match="no Dequantizer"):
        dequantizer_of(tmp_path / "style.pt")
    assert json.loads((lossless / "manifest.json").read_text())["lossless"] is True
