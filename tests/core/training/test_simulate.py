"""'paramisp simulate': what it writes, that it can be written again, and what it refuses."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from trainees import PHOTOS, SIZE

from paramisp_core.cli import main
from paramisp_core.training import simulate
from paramisp_core.training.dataset import RAW_FLOOR, PairDataset, pack_raw, unpack_raw
from paramisp_core.training.scenes import load_sources
from paramisp_core.training.simulate import scene_files, simulate_pair


def test_the_data_set_is_complete(pairs: PairDataset) -> None:
    assert len(pairs) == PHOTOS
    assert pairs.rgb.shape == (PHOTOS, SIZE, SIZE, 3)
    assert pairs.raw.shape == pairs.clean.shape == (PHOTOS, SIZE, SIZE)
    assert pairs.rgb.dtype == np.uint8
    assert pairs.manifest["photos"] == PHOTOS
    assert pairs.manifest["cfa"] == "RGGB"
    assert pairs.manifest["scenes"] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert np.allclose(pairs.facts["color_matrix"].sum(2), 1)
    assert (pairs.facts["white_balance"] > 0).all()
    for i in range(PHOTOS):  # a picture, not an empty page
        assert pairs.rgb[i].std() > 3
        assert pairs.raw[i].std() > 100
    assert len({bytes(pairs.rgb[i]) for i in range(PHOTOS)}) == PHOTOS


def test_every_pair_can_be_made_again_from_its_seed(pairs: PairDataset, sources: Path) -> None:
    scenes = load_sources(*scene_files(sources, "train"))
    again = simulate_pair(scenes, np.random.default_rng([pairs.manifest["seed"], 2]), SIZE)
    assert np.array_equal(again.jpeg, pairs.rgb[2])
    assert np.array_equal(pack_raw(again.raw), pairs.raw[2])
    assert again.shot.iso == pairs.facts["iso"][2]


def test_train_and_test_share_no_picture(sources: Path) -> None:
    train, test = (set(scene_files(sources, split)[0]) for split in ("train", "test"))
    assert len(train) == 4
    assert len(test) == 1
    assert not train & test


def test_raw_values_survive_16_bits() -> None:
    raw = np.random.default_rng(0).uniform(RAW_FLOOR, 1, 1000).astype(np.float32)
    back = unpack_raw(torch.from_numpy(pack_raw(raw).astype(np.int32))).numpy()
    assert np.abs(back - raw).max() < 1e-5
    assert pack_raw(np.float32([-3, 7])).tolist() == [0, 65535]


@pytest.mark.parametrize(("arguments", "complaint"), [
    (["--size", "65"], "even"), (["--size", "32"], "even"), (["--sources", "{tmp}/none"], "has no photos"),
    (["--sources", "{tmp}/broken", "--workers", "1"], "No picture"), (["--photos", "0"], "--photos")])
def test_bad_input_is_one_line(arguments: list[str], complaint: str, tmp_path: Path, sources: Path,
                               capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken" / "photos").mkdir(parents=True)
    (tmp_path / "broken" / "photos" / "x.jpg").write_bytes(b"no picture")
    filled = [one.format(tmp=tmp_path) for one in arguments]
    if "--sources" not in filled:
        filled += ["--sources", str(sources)]
    assert main(["simulate", "-o", str(tmp_path / "out"), *filled]) == 2
    error = capfd.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1, error
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_data_set_is_written_whole_or_not_and_never_over_another(
        sources: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "new" / "set"
    call = ["simulate", "-o", str(place), "--sources", str(sources), "--photos", "2", "--size", "64", "--workers", "1"]
    with monkeypatch.context() as patched:
        patched.setattr(simulate, "_let_programs_render", interrupted)
        assert main(call) == 130
    assert not place.parent.exists()
    assert main(call) == 0
    capfd.readouterr()
    before = {file.name: file.read_bytes() for file in place.iterdir()}
    assert set(before) == {"rgb.npy", "raw.npy", "clean.npy", "facts.npz", "manifest.json"}
    assert main(call) == 0
    assert "holds these 2 pairs already" in capfd.readouterr().out
    assert main([*call, "--seed", "7"]) == 2
    assert "holds another data set" in capfd.readouterr().err
    assert {file.name: file.read_bytes() for file in place.iterdir()} == before


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="elsewhere a full disk is noticed later")
def test_a_full_disk_is_noticed_before(sources: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str],
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert main(["simulate", "-o", str(tmp_path / "out"), "--sources", str(sources), "--photos", "2"]) == 2
    assert "The disk has no room" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_no_data_set_is_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({}))
    assert main(["train", "--direction", "inverse", "--data", str(tmp_path), "-o", str(tmp_path / "x.pt")]) == 2
    error = capfd.readouterr().err
    assert "is not a data set of pairs: it has no rgb.npy" in error
    assert error.count("\n") == 1
    nowhere = str(tmp_path / "none")
    assert main(["train", "--direction", "inverse", "--data", nowhere, "-o", str(tmp_path / "x.pt")]) == 2
    assert capfd.readouterr().err == f"paramisp: {nowhere} is not a folder.\n"
