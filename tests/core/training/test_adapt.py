"""Fitting adapters: simulated photos of one camera have its curve, and an adapter learns a look the trunk lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from paramisp_core.camera.database import camera_named, tone_curves
from paramisp_core.camera.look import measured_curve_name
from paramisp_core.cli import main
from paramisp_core.engine.isp import load_isp
from paramisp_core.networks.checkpoints import list_checkpoints, user_models_path
from paramisp_core.training import adapt
from paramisp_core.training.adapt import CAMERAS, Adapted, adapter_scores, camera_photos, camera_style, fit_adapter
from paramisp_core.training.dataset import PairDataset
from paramisp_core.training.scenes import load_sources
from paramisp_core.training.simulate import scene_files


def test_the_cameras_have_a_measured_look() -> None:
    own = {name for name in tone_curves() if any(word in name for word in ("Nikon", "Canon", "Fujifilm"))}
    assert own <= set(CAMERAS), "every camera whose own curve was measured"
    assert all(measured_curve_name(camera_named(name)) for name in CAMERAS)


def test_a_style_is_the_cameras_own() -> None:
    camera = camera_named("Nikon D90")
    styles = [camera_style(camera, "Nikon D90", np.random.default_rng(i)) for i in range(8)]
    nodes = tone_curves()["Nikon D90"]
    expected = np.interp(np.linspace(0, 1, 1024), nodes[:, 0], nodes[:, 1])
    assert all(style.camera == camera and not style.small_sensor for style in styles)
    assert max(np.abs(style.curve - expected / expected[-1]).mean() for style in styles) < 0.04
    assert len({style.headroom for style in styles}) == 8, "what no table has is drawn"


def test_an_adapter_learns_what_the_trunk_lacks(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapt, "_SIZE", 96)
    camera = camera_named("Nikon D7000")
    pictures = load_sources(*scene_files(sources, "train"))
    train, test = (PairDataset.of(camera_photos(camera, "Nikon D7000", pictures, 12, (seed,))) for seed in (1, 2))
    trunk = load_isp("forward", device="cpu")
    scores = adapter_scores(trunk, fit_adapter(trunk, train, 40), camera, test)
    assert set(scores) == {"network", "network, measured curve", "adapter"}
    assert scores["adapter"]["as is"] > scores["network"]["as is"] + 0.5


def test_winners_are_kept_and_losers_removed(sources: Path, monkeypatch: pytest.MonkeyPatch,
                                             capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    trunks = {direction: load_isp(direction, device="cpu") for direction in ("inverse", "forward")}

    def found(name: str, *_: object) -> list[Adapted]:
        results = []
        for direction, gain in (("inverse", 0.05), ("forward", 1.0)):
            from paramisp_core.networks.adapters import no_change

            scores = {"network": {"as is": 20.0}, "adapter": {"as is": 20.0 + gain}}
            results.append(Adapted(name, "nikon", direction, no_change(trunks[direction].network), scores, 5, 1.0))
        return results

    monkeypatch.setattr(adapt, "adapt_camera", found)
    old = user_models_path() / "nikon-d40-inverse.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    assert main(["calibrate", "--simulated", "Nikon D40", "--sources", str(sources), "-o", "x", "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "Nikon D40, inverse: network 20.00, adapter 20.05 dB; 1 s; not kept" in said
    assert not old.exists()
    card = next(card for card in list_checkpoints() if card.name == "nikon-d40-forward")
    assert card.architecture == "adapter"
    assert "its maker (nikon)" in card.trained_on
    assert "its maker's, not its own" in card.limits[0]
    assert load_isp("Nikon D40", direction="forward", device="cpu").card.name == "nikon-d40-forward"


def test_what_cannot_be_simulated_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["calibrate", "-o", "x"]) == 2
    assert "--simulated CAMERA" in capsys.readouterr().err
    assert main(["calibrate", "--simulated", "GoPro HERO7 Black", "--sources", str(tmp_path), "-o", "x"]) == 2
    assert "No tone curve was measured" in capsys.readouterr().err
