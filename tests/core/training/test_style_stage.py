"""The style stage: StyleNet learns cameras off their pictures, by seed, resumable, and leaves the trunk alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from trainees import options

from paramisp_core.errors import UserError
from paramisp_core.training import train
from paramisp_core.training.style_stage import StyleTask, StyleTrainer, rendered, style_of
from paramisp_core.training.train import load_state
from paramisp_core.training.virtual_camera import random_style
from paramisp_core.training.whole_photos import WholePhotoSimulator

CPU = torch.device("cpu")


def trainer(output: Path, sources: Path, direction: str = "forward", steps: int = 4, *more: object) -> StyleTrainer:
    return StyleTrainer(options(
        "--stage", "style", "--direction", direction, "--sources", sources, "--scenes", 6, "--batch", 4,
        "--device", "cpu", "--steps", steps, "-o", output, *more), CPU)


def test_shots_of_one_camera_at_other_exposures(sources: Path) -> None:
    simulator = WholePhotoSimulator(sources, 6, 3, CPU)
    rng = np.random.default_rng(1)
    taken = simulator.metered(rng, [random_style(rng) for _ in range(4)])
    first, same, brighter = (taken.press(ev if ev is None else torch.full((4,), ev)) for ev in (None, 0.0, 1.0))
    assert torch.equal(first.rgb, same.rgb)
    unclipped = (brighter.camera < 1) & (first.camera > 0.01)
    torch.testing.assert_close((brighter.camera / first.camera.clamp(min=1e-6))[unclipped],
                               torch.full_like(first.camera, 2.0)[unclipped])
    assert bool((brighter.rgb.mean((1, 2, 3)) > first.rgb.mean((1, 2, 3))).all())
    torch.testing.assert_close(brighter.conditions.exposure_time, 2 * first.conditions.exposure_time)


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_it_learns_and_the_trunk_stays(direction: str, sources: Path, tmp_path: Path) -> None:
    made = trainer(tmp_path / "style.pt", sources, direction, 40, "--rate", 3e-3)
    before = {name: value.clone() for name, value in made.trunk.state_dict().items()}
    tasks = [made.other_scene(np.random.default_rng([8, i]), 1) for i in range(4)]
    made.run()
    net = style_of(tmp_path / "style.pt", made.trunk)

    def loss(net: object) -> float:
        return float(np.mean([float(made.loss(net, task).detach()) for task in tasks]))  # type: ignore[arg-type]

    assert loss(net) < loss(None)
    assert all(torch.equal(value, before[name]) for name, value in made.trunk.state_dict().items())


def test_interrupted_it_goes_on_to_the_same(sources: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.pt", tmp_path / "parts.pt"
    trainer(whole, sources).run()
    trainer(parts, sources).run(until=2)
    trainer(parts, sources).run()
    first, second = load_state(whole)["average"], load_state(parts)["average"]
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_own_photos_are_judged_at_other_exposures(sources: Path, tmp_path: Path) -> None:
    made = trainer(tmp_path / "style.pt", sources, "forward", 4, "--inverse", "inverse")
    tasks: list[StyleTask] = [made.task(np.random.default_rng([2, i])) for i in range(12)]
    own = [task for task in tasks if task.shots.count == 1 and torch.equal(task.shots.camera, task.seen)]
    others = [task for task in tasks if task.shots.count > 1 or not torch.equal(task.shots.camera, task.seen)]
    assert own
    assert others
    edited = [float((task.given - task.seen[..., ::3, ::3]).abs().max()) for task in own]
    assert max(edited) > 0.01
    assert {task.shots.count for task in others} <= {1, 2, 3}
    out, _ = rendered(made.trunk, made.trust, own[0], None)
    assert out.shape == own[0].truth.shape


def test_the_command_trains_and_refuses(sources: Path, tmp_path: Path) -> None:
    state = tmp_path / "style.pt"
    common = ("--stage", "style", "--direction", "forward", "--scenes", 6, "--batch", 4, "--device", "cpu")
    assert train.run(options(*common, "--sources", sources, "--steps", 2, "-o", state)) == 0
    assert load_state(state)["step"] == 2
    nowhere = options(*common, "--steps", 2, "-o", state)
    nowhere.sources = None
    with pytest.raises(UserError, match="needs --sources"):
        train.run(nowhere)
    other = tmp_path / "other.pt"
    torch.save({"direction": "inverse", "kind": "style"}, other)
    with pytest.raises(UserError, match="no StyleNet of the forward direction"):
        trainer(other, sources)

