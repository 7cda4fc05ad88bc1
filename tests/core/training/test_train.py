"""Training: it runs, saves, resumes and improves; networks start alive; a trained one can be shipped."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from trainees import options, starting

from paramisp_core.cli import main
from paramisp_core.engine.isp import load_isp
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import CompactConfig
from paramisp_core.training import train as train_module
from paramisp_core.training.dataset import PairDataset, stratified
from paramisp_core.training.liveness import Liveness, liveness
from paramisp_core.training.losses import detail_between, edit_aware, toned_alike
from paramisp_core.training.train import Trainer, load_state, network_of, quieted, run_crop, share_of_steps, write_state

CPU = torch.device("cpu")
SMALL = ("--batch", 2, "--crop", 32, "--device", "cpu")


def train(folder: Path, output: Path, direction: str, steps: int, *more: object) -> dict:
    args = options("--direction", direction, "--data", folder, "-o", output, "--steps", steps, *SMALL, *more)
    Trainer(args, CPU).run()
    return load_state(output)


@pytest.mark.parametrize(("given", "share"), [
    ((), 0.5), (("--steps", 4000), 0.75), (("--minutes", 9), 0.0), (("--minutes", 9, "--steps", 4000), 0.75)])
def test_minutes_without_steps_are_all_used(given: tuple[object, ...], share: float) -> None:
    args = options("--direction", "inverse", "-o", "x.pt", *given)
    assert share_of_steps(3000, args) == share


def test_several_data_sets_are_trained_on_together_each_photo_as_often(pairs_folder: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    whole = PairDataset(pairs_folder)
    for name in ("rgb", "raw", "clean"):
        np.save(small / f"{name}.npy", getattr(whole, name)[:1])
    np.savez(small / "facts.npz", **{name: values[:1] for name, values in whole.facts.items()})
    (small / "manifest.json").write_text((pairs_folder / "manifest.json").read_text())
    args = options("--direction", "inverse", "--data", pairs_folder, "--data", small, "-o", tmp_path / "two.pt",
                   "--steps", 2, *SMALL)
    trainer = Trainer(args, CPU)
    drawn = [len(trainer._drawn_data()) for _ in range(300)]
    share = drawn.count(1) / len(drawn)
    assert abs(share - 1 / (len(whole) + 1)) < 0.08, share
    trainer.run()
    facts = json.loads(load_state(tmp_path / "two.pt")["data"])
    assert facts["photos"] == len(whole) + 1
    assert len(facts["sets"]) == 1


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_three_steps_then_two_more(pairs_folder: Path, tmp_path: Path, direction: str) -> None:
    output = tmp_path / "state.pt"
    first = train(pairs_folder, output, direction, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state.csv", "state.png", "state.pt"]
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


def test_detail_counts_without_the_tone_around_it() -> None:
    flat = torch.full((2, 3, 32, 32), 0.4)
    checker = flat + 0.02 * (-1.0) ** (torch.arange(32)[:, None] + torch.arange(32)[None])
    assert detail_between(flat + 0.2, flat) < 1e-3, "another tone alone is no loss of detail"
    assert detail_between(checker, flat) == pytest.approx(1.5 * 0.02, rel=0.05)
    assert detail_between(checker + 0.2, checker) < 1e-3


def test_with_another_tone_the_detail_stays() -> None:
    generator = torch.Generator().manual_seed(1)
    target = torch.rand(2, 3, 40, 48, generator=generator)
    ramp = torch.linspace(0.2, 0.8, 48).expand(2, 3, 40, 48)
    shown = toned_alike(target, ramp)
    assert detail_between(shown, target) < 0.05, "of a detail of 0.29"
    inner = np.s_[..., 12:-12, 12:-12]
    blurred = torch.nn.functional.avg_pool2d(shown, 25, 1)
    assert torch.allclose(blurred, ramp[inner], atol=0.08), "was 0.5 everywhere"
    assert torch.equal(toned_alike(target, target), target)
    mosaic = torch.zeros(1, 1, 32, 32)
    mosaic[..., ::2, ::2] = 0.5  # one kind of photosite brighter: no detail
    assert torch.allclose(toned_alike(torch.zeros_like(mosaic), mosaic), mosaic, atol=1e-6)


def test_quieted_raws_keep_their_jpegs_and_lose_up_to_all_their_noise(pairs: PairDataset) -> None:
    batch = pairs.batch(np.arange(4).repeat(8))
    quiet = quieted(batch, np.random.default_rng(3))
    assert torch.equal(quiet.rgb, batch.rgb)
    assert torch.equal(quiet.clean, batch.clean)
    noise, left = (batch.raw - batch.clean).flatten(1), (quiet.raw - batch.clean).flatten(1)
    share = (left * noise).sum(1) / (noise * noise).sum(1)
    assert 0 <= share.min() < share.max() < 1
    assert 4 < (share == 0).sum() < 28, "half of them without any"
    assert torch.allclose(left, share[:, None] * noise, atol=1e-6), "no noise of its own"


def test_finetune_and_joint_start_from_a_state(pairs_folder: Path, tmp_path: Path) -> None:
    train(pairs_folder, tmp_path / "inverse.pt", "inverse", 1)
    train(pairs_folder, tmp_path / "forward.pt", "forward", 1)
    joint = train(pairs_folder, tmp_path / "joint.pt", "forward", 3, "--stage", "joint",
                  "--start", tmp_path / "forward.pt", "--inverse", tmp_path / "inverse.pt")
    assert joint["step"] == 3
    fine = train(pairs_folder, tmp_path / "fine.pt", "inverse", 1, "--stage", "finetune",
                 "--start", tmp_path / "inverse.pt")
    assert fine["step"] == 1


def test_local_only_leaves_exposure_tone_and_color_alone(pairs_folder: Path, tmp_path: Path) -> None:
    first = train(pairs_folder, tmp_path / "first.pt", "forward", 2)
    other = train(pairs_folder, tmp_path / "other.pt", "forward", 3, "--rate", "1e-2")
    more = train(pairs_folder, tmp_path / "more.pt", "forward", 3, "--stage", "finetune", "--start",
                 tmp_path / "first.pt", "--local-net", tmp_path / "other.pt", "--local-only", "--rate", "1e-6")
    for name, value in more["average"].items():
        local = name.startswith(("local_net.", "global_net.film."))
        near = (other if local else first)["average"][name]
        assert torch.allclose(value, near, atol=1e-4) if local else torch.equal(value, near), name
    assert not torch.equal(more["network"]["local_net.tail.weight"], other["average"]["local_net.tail.weight"])


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
    forward, style = tmp_path / "forward.pt", tmp_path / "style.pt"
    train(pairs_folder, forward, "forward", 1)
    write_state({**load_state(output), "kind": "style"}, style)
    alike = [str(one) for one in SMALL]
    capsys.readouterr()  # how the first runs went
    common = ["train", "--direction", "inverse", "--data", str(pairs_folder), "-o", str(tmp_path / "new.pt")]
    for arguments, complaint in (
            (["--crop", "128"], "--crop"), (["--crop", "33"], "--crop"), (["--stage", "finetune"], "--start"),
            (["--stage", "joint", "--start", str(output)], "--inverse"),
            (["--start", str(tmp_path / "none.pt")], "none.pt does not exist"),
            (["--start", str(forward)], "other direction"),
            (["--start", str(style)], "holds a StyleNet"),
            (["-o", str(tmp_path / "none" / "x.pt")], "does not exist"),
            (["-o", str(tmp_path / "new")], "must end in .pt"),
            (["-o", str(output), "--start", str(output), "--steps", "2"], "begun with other options"),
            (["--steps", "0"], "--steps"), (["--minutes", "-1"], "--minutes"), (["--detail", "-1"], "--detail")):
        assert main([*common, *alike, *arguments]) == 2
        error = capsys.readouterr().err
        assert complaint in error
        assert error.count("\n") == 1
    assert not (tmp_path / "new.pt").exists()


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_the_local_network_is_alive_at_the_start(pairs: PairDataset, direction: str) -> None:
    network = starting(direction)
    batch = pairs.batch(np.arange(4))
    with torch.inference_mode():
        found = liveness(network, lambda: run_crop(network, batch))
        assert found.well
        for parameter in (network.local_net.head.weight, network.local_net.head.bias):
            parameter[:16] = 0
        found = liveness(network, lambda: run_crop(network, batch))
        assert found.alive <= 0.5, "a dead half is seen"
        assert not found.well
        network.local_net.tail.weight.zero_()
        assert liveness(network, lambda: run_crop(network, batch)).spread == 0


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


def test_an_interrupted_run_comes_to_the_same(pairs_folder: Path, tmp_path: Path) -> None:
    """Six steps at once, or three, a pause, and three more: the same weights to the bit."""
    whole = train(pairs_folder, tmp_path / "whole.pt", "inverse", 6, "--edits", "0.2")
    args = options("--direction", "inverse", "--data", pairs_folder, "-o", tmp_path / "parts.pt", "--steps", 6,
                   "--edits", "0.2", *SMALL)
    Trainer(args, CPU).run(until=3)
    assert load_state(tmp_path / "parts.pt")["step"] == 3
    Trainer(args, CPU).run()
    parts = load_state(tmp_path / "parts.pt")
    assert parts["step"] == 6
    for kind in ("network", "average"):
        assert all(torch.equal(whole[kind][name], value) for name, value in parts[kind].items())


def test_two_processes_come_to_what_one_comes_to(pairs_folder: Path, tmp_path: Path) -> None:
    """The same global batch of four, on gloo: weights equal up to the rounding of sums in another order."""
    common = ["--direction", "forward", "--data", str(pairs_folder), "--steps", "3", "--batch", "4", "--crop", "32",
              "--device", "cpu", "--threads", "1"]
    assert main(["train", *common, "-o", str(tmp_path / "one.pt")]) == 0
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m",
         "paramisp_core.cli", "train", *common, "-o", str(tmp_path / "two.pt")],
        capture_output=True, text=True, check=False, timeout=280,
        env={**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr.count("forward step 3") == 1, "only one of them speaks"
    one, two = load_state(tmp_path / "one.pt"), load_state(tmp_path / "two.pt")
    assert two["step"] == 3
    for name, value in one["network"].items():
        torch.testing.assert_close(two["network"][name], value, atol=2e-5, rtol=1e-3, msg=name)
    fresh = starting("forward").state_dict()
    local = [name for name in fresh if name.startswith("local_net.")]
    moved = max(float((one["network"][name] - fresh[name]).abs().max()) for name in local)
    assert moved > 1e-3, "and they did learn"
    assert main(["train", *common, "--batch", "0", "-o", str(tmp_path / "three.pt")]) == 2


def test_the_end_of_a_run_is_told_and_so_is_a_run_that_was_at_its_end(
        pairs_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state.pt"
    call = ["train", "--direction", "inverse", "--data", str(pairs_folder), "-o", str(state), "--steps", "1",
            *map(str, SMALL)]
    assert main(call) == 0
    assert capsys.readouterr().out == f"{state}: inverse, pretrain, 1 steps\n"
    assert main(call) == 0
    assert "had its 1 steps already" in capsys.readouterr().out


def test_a_network_that_has_hardly_begun_is_not_called_dying(pairs_folder: Path, tmp_path: Path,
                                                            capsys: pytest.CaptureFixture[str],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trainer, "_liveness", lambda self: Liveness(0.1, 0.0))
    train(pairs_folder, tmp_path / "p.pt", "inverse", 1)
    assert "DYING" not in capsys.readouterr().err
    monkeypatch.setattr(train_module, "_WARM_UP", 1)
    train(pairs_folder, tmp_path / "p.pt", "inverse", 2)
    assert "THE LOCAL NETWORK IS DYING" in capsys.readouterr().err


def test_a_run_goes_on_without_the_state_it_began_at(pairs_folder: Path, tmp_path: Path) -> None:
    start = tmp_path / "start.pt"  # of another size than a fresh network
    write_state({"direction": "inverse", "config": asdict(CompactConfig()), "step": 1,
                 "average": starting("inverse").state_dict()}, start)
    train(pairs_folder, tmp_path / "p.pt", "inverse", 1, "--stage", "finetune", "--start", start)
    start.unlink()
    assert train(pairs_folder, tmp_path / "p.pt", "inverse", 2, "--stage", "finetune")["step"] == 2


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root makes a disk that is full")
def test_a_full_disk_is_one_line(pairs_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True,
                      check=False).returncode != 0:
        pytest.skip("nothing can be mounted here")
    try:
        assert main(["train", "--direction", "inverse", "--data", str(pairs_folder), "-o", str(disk / "x.pt"),
                     "--steps", "1", *map(str, SMALL)]) == 2
        error = capsys.readouterr().err.splitlines()[-1]
        assert "The disk is full" in error, error
        assert not list(disk.glob("*.p*t"))
    finally:
        subprocess.run(["umount", disk], check=True)


def test_the_course_of_a_run_can_be_looked_at(pairs_folder: Path, tmp_path: Path) -> None:
    train(pairs_folder, tmp_path / "x.pt", "inverse", 2)
    rows = list(csv.DictReader((tmp_path / "x.csv").open()))
    assert [row["step"] for row in rows] == ["2"]
    assert 0 < float(rows[0]["loss"]) < 5
    assert float(rows[0]["alive"]) >= 0.9
    picture = cv2.imread(str(tmp_path / "x.png"))
    assert picture.shape == (3 * 28, 4 * 28, 3), "source, prediction, truth of four photos, without their edges"
    assert picture.std() > 5


def test_bfloat16_keeps_the_network_in_float32(pairs_folder: Path, tmp_path: Path) -> None:
    state = train(pairs_folder, tmp_path / "x.pt", "inverse", 2, "--bf16")
    plain = train(pairs_folder, tmp_path / "y.pt", "inverse", 2)
    assert all(value.dtype == torch.float32 for value in state["network"].values() if value.is_floating_point())
    difference = [float((state["network"][n] - v).abs().max()) for n, v in plain["network"].items()]
    assert 0 < max(difference) < 0.02


def test_the_edit_makes_small_errors_in_shadows_count() -> None:
    truth = torch.full((1, 1, 8, 8), 0.01)
    wrong = truth + 0.01
    brightened, darkened = (edit_aware("inverse", wrong, truth, (ev, 1.0)) for ev in (1.5, -1.5))
    assert brightened > darkened > 0
    assert edit_aware("forward", truth, truth, (1.0, 0.8)) == 0


def test_crops_are_spread_over_brightness() -> None:
    """A picture that is dark but for a corner: the corner comes far oftener than by its area."""
    rgb = torch.full((3, 256, 256), 0.05)
    rgb[:, :96, :96] = 0.95
    rng = np.random.default_rng(0)
    bright = 0
    for _ in range(400):
        top, left = stratified(rgb, 64, rng)
        assert top % 2 == left % 2 == 0
        assert top <= 192
        assert left <= 192
        bright += float(rgb[:, top : top + 64, left : left + 64].mean()) > 0.5
    area = (32 / 192) ** 2
    assert bright / 400 > 2 * area
