"""How long the parts take that a user waits for; not part of the tests, as times are of a machine and its hour.

    python -m pytest tests/benchmarks --benchmark-autosave          keep the times
    python -m pytest tests/benchmarks --benchmark-compare --benchmark-compare-fail=median:15%

The second fails where a median is more than 15 % above the last that was kept on this machine.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from paramisp_core.editing.development import Development
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.settled import Pace
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.engine.paper_tiles import run_paper_tiled
from paramisp_core.files.dng import write_dng
from paramisp_core.files.opening import open_photo
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork
from paramisp_core.resources import resource_path

pytest.importorskip("pytest_benchmark")
VIEW = (225, 300, 900, 1200)  # of the bundled sample, 1800 x 1350


@pytest.fixture(scope="module")
def photo():
    return open_photo(resource_path("sample.jpg"))


@pytest.fixture(scope="module")
def isps() -> tuple[InverseISP, ForwardISP]:
    inverse, forward = load_isp("inverse", device="cpu"), load_isp("forward", device="cpu")
    assert isinstance(inverse, InverseISP)
    assert isinstance(forward, ForwardISP)
    return inverse, forward


def test_opening(benchmark) -> None:
    benchmark(open_photo, resource_path("sample.jpg"))


def test_compact_inverse(benchmark, photo, isps) -> None:
    benchmark(lambda: isps[0].to_raw(photo, headroom=float(np.random.default_rng().random())))  # not the last result


def test_compact_forward(benchmark, photo, isps) -> None:
    raw = isps[0].to_raw(photo)
    benchmark(isps[1].to_srgb, raw, photo.shot)


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_paper(benchmark, photo, direction) -> None:
    torch.manual_seed(0)
    network = PaperNetwork(direction).eval().requires_grad_(False)
    image = torch.rand(1, 3 if direction == "inverse" else 1, 192, 192)
    conditions = Conditions.of(photo.shot, photo.camera.cfa, photo.white_balance, photo.camera.color_matrix)
    benchmark.pedantic(run_paper_tiled, (network, image, conditions, 128, 32), {"refine_passes": 1}, rounds=3)


@pytest.mark.parametrize("edits", [{"exposure_ev": 0.7}, {"shadows": 1.0}, {"saturation": 30.0}],
                         ids=lambda edits: next(iter(edits)))
@pytest.mark.parametrize("pixels", [Pace.SMALL, Pace.LARGE], ids=["small", "large"])
def test_draft(benchmark, photo, isps, pixels, edits) -> None:
    development = Development(photo, *isps)
    development.pace = Pace(pixels)
    development.prepare(development.default_recipe(), VIEW, VIEW[2:])
    recipe = replace(development.default_recipe(), edits=RawEdits(**edits))
    benchmark(development.draft, recipe, VIEW, VIEW[2:])


def test_draft_of_a_moving_shot_setting(benchmark, photo, isps) -> None:
    """Each move asks the network anew what it takes from the whole photo."""
    development, iso = Development(photo, *isps), itertools.count(200)
    development.pace = Pace(Pace.SMALL)
    before = development.default_recipe()
    development.prepare(before, VIEW, VIEW[2:])
    benchmark(lambda: development.draft(replace(before, shot=before.shot.with_value("iso", float(next(iso)))), VIEW,
                                        VIEW[2:]))


def test_refinement(benchmark, photo, isps) -> None:
    development = Development(photo, *isps)
    recipe = replace(development.default_recipe(), edits=RawEdits(exposure_ev=0.7))
    development.refine(recipe, VIEW, VIEW[2:])  # what is kept for the next ones is there
    benchmark.pedantic(development.refine, (recipe, VIEW, VIEW[2:]), rounds=3)


def test_writing_a_dng(benchmark, photo, isps, tmp_path: Path) -> None:
    raw = isps[0].to_raw(photo)
    benchmark(write_dng, raw, tmp_path / "photo.dng", shot=photo.shot, camera=photo.camera, preview=photo.rgb)
