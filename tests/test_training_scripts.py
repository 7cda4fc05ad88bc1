"""scripts/foreign_renders.py and calibration_experiment.py: their measures, tables and simulated cameras."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch

from paramisp_core.training.scenes import SceneSource
from paramisp_core.training.train import load_state, write_state


def script(name: str) -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_a_gain_for_each_color_costs_nothing() -> None:
    module = script("foreign_renders")
    rng = np.random.default_rng(0)
    truth = rng.random((40, 60)) * 0.5
    gains = np.tile([[0.5, 0.8], [0.8, 1.4]], (20, 30))
    assert module.psnr_without_color_gains([truth * gains], [truth]) > 100
    uneven = np.tile([[0.5, 0.8], [0.9, 1.4]], (20, 30))  # the two greens are one color
    assert module.psnr_without_color_gains([truth * uneven], [truth]) < 45
    noisy = truth + rng.normal(0, 0.01, truth.shape)
    assert module.psnr_without_color_gains([noisy * gains], [truth]) == pytest.approx(40, abs=0.6)


def test_the_lead_is_over_the_best_closed_form() -> None:
    module = script("foreign_renders")
    closed = dict.fromkeys(module.UNRENDER, 20.0) | {"geometric mean": 30.0}
    lines = module.summary({"a": {**closed, "net": 31.0}, "b": {**closed, "net": 35.0}})
    assert lines[-1] == ("net: +3.00 dB in the median against geometric mean; on the same render +3.00 dB, "
                         "ahead on 2 of 2")
    assert lines[-2].startswith("| median of 2 |")


def test_a_simulated_camera_keeps_its_style_and_changes_the_scene() -> None:
    module = script("calibration_experiment")
    rng = np.random.default_rng(1)
    pictures = [SceneSource(str(i), "photo", rng.integers(0, 255, (300, 300, 3), np.uint8)) for i in range(4)]
    photos = module.camera_photos(pictures, 5, 0, 3, 64)
    assert len({pair.name for pair in photos}) == 3, "no picture twice"
    assert len({pair.photo.camera.name for pair in photos}) == 1
    assert len({pair.photo.shot.exposure_time for pair in photos}) == 3
    again = module.camera_photos(pictures, 5, 0, 3, 64)
    assert all(np.array_equal(a.raw.mosaic, b.raw.mosaic) for a, b in zip(photos, again))


def test_the_summary_counts_cameras() -> None:
    module = script("calibration_experiment")
    names = module.METHODS
    rows = [dict(zip(names, ([v] for v in values))) for values in (
        (15.0, 20.0, 26.0, 27.0, 25.0, 26.0, 10.0), (15.0, 20.0, 26.0, 27.0, 27.0, 24.0, 10.0))]
    line = next(line for line in module.summary({"forward": rows}) if line.startswith("| forward"))
    assert line == ("| forward, as is | 15.00 (2/2) | 20.00 (2/2) | 26.00 (1/2) | 27.00 (0/2) | 26.00 | 25.00 (1/2) | "
                    "10.00 (2/2) |")
    quick = [{name: row[name] for name in names if not name.startswith("from")} for row in rows]
    line = next(line for line in module.summary({"forward": quick}) if line.startswith("| forward"))
    assert line == "| forward, as is | 15.00 (2/2) | 20.00 (2/2) | 26.00 | 27.00 (0/2) | 10.00 (2/2) |"


def test_the_mean_of_states_is_of_their_moving_averages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = script("mean_of_states")
    paths = []
    for number, direction in ((1.0, "inverse"), (4.0, "inverse"), (2.0, "forward")):
        weights = {"a": torch.full((3,), number), "count": torch.tensor(int(number))}
        paths.append(tmp_path / f"{number}.pt")
        write_state({"direction": direction, "config": {}, "step": number, "average": weights, "network": weights,
                     "optimizer": {}, "data": "{}"}, paths[-1])
    same = [str(path) for path in paths[:2]]
    assert module.main([*same, "-o", str(tmp_path / "m.pt")]) == 0
    mean = load_state(tmp_path / "m.pt")
    assert mean["average"]["a"].tolist() == [2.5] * 3
    assert int(mean["average"]["count"]) == 4
    assert mean["step"] == 4.0
    assert module.main([*same, "--shares", "0.75", "0.25", "-o", str(tmp_path / "n.pt")]) == 0
    assert load_state(tmp_path / "n.pt")["average"]["a"].tolist() == [1.75] * 3
    for wrong, words in (([*same, "--shares", "0.5"], "one share"), ([str(path) for path in paths], "different")):
        assert module.main([*wrong, "-o", str(tmp_path / "w.pt")]) == 2
        assert words in capsys.readouterr().err
    assert not (tmp_path / "w.pt").exists()
