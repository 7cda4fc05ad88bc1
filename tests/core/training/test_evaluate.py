"""'paramisp evaluate': protocols, ablations, closed forms and LibRaw beside the network, and how scores are written."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from test_calibrate import shot_of
from trainees import lively

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.cli import main
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.networks.checkpoints import ModelCard, save_network, user_models_path
from paramisp_core.networks.paper import PaperNetwork
from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.training import evaluate as module
from paramisp_core.training.closed_forms import closed_camera_rgb, closed_forward, closed_inverse
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.evaluate import (
    Plan,
    csv_table,
    markdown_table,
    mean_scores,
    pair_scores,
    paper_crops,
    scored,
    table,
)
from paramisp_core.training.metrics import pooled_psnr, psnr
from paramisp_core.training.real_pairs import find_pairs

MATRIX = np.array([[1.7, -0.6, -0.1], [-0.15, 1.67, -0.52], [0.01, -0.47, 1.46]])
GAINS = np.array([2.0, 1.0, 1.5])


def lively_isp(direction: str) -> InverseISP | ForwardISP:
    kind = InverseISP if direction == "inverse" else ForwardISP
    card = ModelCard("lively", direction, "compact")  # type: ignore[arg-type]
    return kind(lively(direction), card, torch.device("cpu"))


@pytest.mark.parametrize("name", ["smoothstep (UPI)", "mean measured curve", "geometric mean"])
@pytest.mark.parametrize("cfa", [CFA.RGGB, CFA.GBRG])
def test_closed_forms_come_back(name: str, cfa: CFA) -> None:
    y, x = np.mgrid[:48, :48].astype(np.float32) / 48
    rgb = np.stack([0.3 + 0.3 * y, 0.3 + 0.3 * x, 0.5 - 0.2 * x * y], 2)
    raw = closed_inverse(name, rgb, GAINS, MATRIX, cfa)
    camera = closed_camera_rgb(name, rgb, GAINS, MATRIX)
    assert np.array_equal(raw, mosaic(camera, cfa))
    assert np.abs(closed_forward(name, raw, GAINS, MATRIX, cfa) - rgb)[4:-4, 4:-4].max() < 0.01


@pytest.mark.parametrize("cfa", list(CFA))
def test_the_papers_crops_begin_on_rggb_and_reach_the_corners(cfa: CFA) -> None:
    crops = paper_crops(3000, 4000, cfa)
    assert len(crops) == 5
    for y, x, h, w in crops:
        assert (h, w) == (1024, 1024)
        assert cfa.shifted(y, x) is CFA.RGGB
        assert 0 <= y <= 3000 - h
        assert 0 <= x <= 4000 - w
    assert max(y + h for y, _, h, _ in crops) >= 2999
    assert max(x + w for _, x, _, w in crops) >= 3999
    assert abs(crops[0][0] - 988) <= 2
    assert abs(crops[0][1] - 1488) <= 2
    ((y, x, h, w),) = set(paper_crops(64, 64, cfa))
    assert h in (62, 64)
    assert w in (62, 64)


def test_the_papers_protocol_pools_the_error_of_its_crops(monkeypatch: pytest.MonkeyPatch) -> None:
    """The crops overlap: the middle counts five times."""
    monkeypatch.setattr(module, "_CROP", 192)
    isp, pair = lively_isp("inverse"), shot_of(1, size=224)
    plain, paper = (pair_scores(isp, pair, Plan(protocol)) for protocol in ("plain", "paper"))
    crops = paper_crops(224, 224, pair.raw.cfa)
    raw = pair.raw
    closed = closed_inverse("sRGB decoding", pair.photo.rgb, raw.white_balance, raw.color_matrix, raw.cfa)
    parts = [(closed[y : y + h, x : x + w], pair.raw.mosaic[y : y + h, x : x + w]) for y, x, h, w in crops]
    assert paper["sRGB decoding"]["as is"] == pytest.approx(pooled_psnr(parts), abs=0.006)
    assert plain["sRGB decoding"]["as is"] == pytest.approx(psnr(closed, pair.raw.mosaic), abs=0.006)
    assert paper["network"] != plain["network"]
    assert paper["network"]["as is"] == pytest.approx(plain["network"]["as is"], abs=0.5), "it knows the whole photo"
    assert set(paper["network"]) == set(plain["network"]) == {
        "as is", "one gain removed", "level EV", "SSIM", "MS-SSIM", "ΔE2000", "grey EV"}


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_ablations_tell_the_network_something_else(direction: str) -> None:
    isp, pair = lively_isp(direction), shot_of(2)
    shot = ShotSettings(iso=100, exposure_time=0.01, f_number=2.8, focal_length=6)
    pair = replace(pair, photo=replace(pair.photo, shot=shot))
    other = ShotSettings(iso=6400, exposure_time=0.5, f_number=11, focal_length=200)
    plan = Plan(ablations=("shuffled", "unknown", "iso", "focal_length"))
    scores = pair_scores(isp, pair, plan, other)
    rows = {name: one["as is"] for name, one in scores.items() if name.startswith("network")}
    assert list(rows) == ["network", "network, shot shuffled", "network, shot unknown", "network, iso unknown",
                          "network, focal length unknown"]
    assert len(set(rows.values())) == 5, rows
    told = pair_scores(isp, replace(pair, photo=replace(pair.photo, shot=other)), plan, other)
    assert told["network"] == scores["network, shot shuffled"]
    assert "network, shot shuffled" not in pair_scores(isp, pair, plan)


def test_shuffling_gives_every_photo_anothers_settings(pairs: PairDataset) -> None:
    told: list[float] = []

    class Told(InverseISP):
        def tiled(self, image, conditions, *args, **kwargs):  # type: ignore[no-untyped-def]
            told.append(float(conditions.exposure_time))
            return super().tiled(image, conditions, *args, **kwargs)

    isp = lively_isp("inverse")
    spy = Told(isp.network, isp.card, isp.device)
    scored(spy, pairs, [], Plan(ablations=("shuffled",)))
    true, shuffled = told[::2], told[1::2]
    assert true == [pytest.approx(float(t)) for t in pairs.facts["exposure_time"]]
    assert sorted(true) == sorted(shuffled)
    assert all(a != b for a, b in zip(true, shuffled))


def test_a_data_sets_pair_is_the_photo_that_was_written(pairs: PairDataset) -> None:
    pair = pairs.pair(1)
    batch = pairs.batch(np.array([1]))
    assert np.array_equal(pair.raw.mosaic, batch.raw[0, 0].numpy())
    assert np.allclose(pair.raw.color_matrix, pairs.facts["color_matrix"][1], atol=1e-6)
    assert pair.photo.camera.name == pairs.facts["camera"][1]
    assert pair.photo.shot.iso == pytest.approx(float(pairs.facts["iso"][1]))


def test_the_papers_network_is_scored_too() -> None:
    torch.manual_seed(1)
    for kind, direction in ((InverseISP, "inverse"), (ForwardISP, "forward")):
        network = PaperNetwork(direction).eval().requires_grad_(False)
        isp = kind(network, ModelCard("paper", direction, "paper"), torch.device("cpu"))
        for protocol in ("plain", "paper"):
            scores = pair_scores(isp, shot_of(3, size=128), Plan(protocol))
            assert np.isfinite(scores["network"]["as is"])
    assert pair_scores(isp, shot_of(3, reduced=True)) == {}


def test_means_leave_out_what_a_photo_does_not_have() -> None:
    found = mean_scores([{"a": {"x": 1.0, "SSIM": 0.5}}, {"a": {"x": 2.0}}])
    assert found == {"a": {"x": 1.5, "SSIM": 0.5}}


def test_scores_are_written_in_every_format() -> None:
    scores = {"simulated": {"network": {"as is": 31.256, "SSIM": 0.91234}, "LibRaw": {"as is": 20.0}}, "empty": {}}
    text = table(scores)
    assert text.splitlines()[0].split() == ["simulated", "as", "is", "SSIM"]
    assert text.splitlines()[1].split() == ["network", "31.26", "0.9123"]
    assert "empty" not in text
    assert list(csv.reader(csv_table(scores).splitlines())) == [
        ["test set", "method", "as is", "SSIM"], ["simulated", "network", "31.256", "0.91234"],
        ["simulated", "LibRaw", "20.0", ""]]
    assert markdown_table(scores).splitlines() == [
        "| test set | method | as is | SSIM |", "| --- | --- | ---: | ---: |",
        "| simulated | network | 31.26 | 0.9123 |", "| simulated | LibRaw | 20.00 |  |"]


def test_the_command(pairs_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                     capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    arguments = ["evaluate", "--data", str(pairs_folder), "--limit", "2", "--format", "json"]
    assert main([*arguments, "--ablate", "shuffled", "--ablate", "iso"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert list(both) == ["inverse, simulated", "forward, simulated"]
    assert "network, iso unknown" in both["forward, simulated"]
    # a calibrated model of the user's, by its name: only the direction it has
    card = ModelCard("", "inverse", "compact", confidence={"tone": 0.0, "color": 0.0, "grid": 0.0, "local": 0.0})
    save_network(lively("inverse"), user_models_path() / "mine-inverse.safetensors", card)
    assert main([*arguments, "--checkpoint", "mine"]) == 0
    mine = json.loads(capsys.readouterr().out)
    assert list(mine) == ["simulated"]
    assert mine["simulated"]["network"] != both["inverse, simulated"]["network"]
    assert main([*arguments, "--checkpoint", "nobodys"]) == 2
    assert "nobodys" in capsys.readouterr().err
    assert main(["evaluate"]) == 2
    assert "--data and/or --pairs" in capsys.readouterr().err


def test_a_small_jpeg_is_compared_with_renders_and_with_libraws(shared_data: Path) -> None:
    (pair,) = find_pairs(shared_data / "raw" / "Canon-S40_0101.CRW")
    forward = load_isp("forward", device="cpu")
    scores = pair_scores(forward, pair, Plan(ablations=()))
    assert scores["LibRaw"]["as is"] > 15
    assert scores["network"]["as is"] > scores["sRGB encoding"]["as is"]
    inverse = pair_scores(load_isp("inverse", device="cpu"), pair, Plan(ablations=()))
    assert inverse["network"]["grey EV"] < 1
