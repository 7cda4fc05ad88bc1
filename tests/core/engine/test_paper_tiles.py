"""Tiles of the paper's network: equal to the whole; and the naive way is not."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.paper_tiles import PaperStatistics, run_paper_tiled
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork, PaperTrace
from paramisp_core.progress import Cancelled
from paramisp_core.raw.cfa import CFA

HEIGHT, WIDTH = 190, 161  # neither divides by 4


def case(direction: str) -> tuple[PaperNetwork, torch.Tensor, Conditions, PaperTrace]:
    """A network whose every part matters, a picture with large structure, and the un-tiled result."""
    generator = torch.Generator().manual_seed(3)
    network = PaperNetwork(direction).eval()  # type: ignore[arg-type]
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator)
                            * (0.1 if parameter.ndim < 2 else 1.0 / np.sqrt(parameter[0].numel())))
        for last in network.tonenet.fc_last:
            last.weight.mul_(0.3)
            last.bias.zero_()
        network.localnet.conv_tail.weight.mul_(0.3)
    channels = 3 if direction == "inverse" else 1
    coarse = torch.rand(1, channels, 6, 5, generator=generator)
    image = torch.nn.functional.interpolate(coarse, (HEIGHT, WIDTH), mode="bilinear")
    image = (image + 0.05 * torch.randn(image.shape, generator=generator)).clamp(0, 1)
    shot = ShotSettings(iso=400, exposure_time=0.01, f_number=4, focal_length=50)
    conditions = Conditions.of(shot, CFA.GRBG, [1.8, 1, 1.4], np.eye(3) * 1.4 - 0.4 / 3)
    with torch.inference_mode():
        return network, image, conditions, network.trace(image, conditions)


@pytest.fixture(scope="module", params=["inverse", "forward"])
def whole(request: pytest.FixtureRequest) -> tuple[PaperNetwork, torch.Tensor, Conditions, PaperTrace]:
    return case(request.param)


def error(y: torch.Tensor, trace: PaperTrace) -> float:
    """Largest difference in units of the output's magnitude."""
    assert y.shape == trace.y.shape
    return float((y - trace.y).abs().max() / trace.y.abs().max())


def test_frozen_statistics_make_tiles_exact(whole) -> None:
    network, image, conditions, trace = whole
    frozen = PaperStatistics(trace.global_features, trace.pooled)
    assert error(run_paper_tiled(network, image, conditions, 88, 128, statistics=frozen), trace) <= 1e-6


def test_statistics_of_each_tile_do_not(whole) -> None:
    network, image, conditions, trace = whole
    with torch.inference_mode():
        corner = network(image[..., :88, :88], conditions)
    # far from the cut, where only the statistics can differ
    difference = (corner - trace.y[..., :88, :88])[..., :40, :40].abs().max() / trace.y.abs().max()
    assert float(difference) > 1e-3


def test_its_own_statistics_become_exact(whole) -> None:
    network, image, conditions, trace = whole
    preview = error(run_paper_tiled(network, image, conditions, 88, 64, refine_passes=0), trace)
    once = error(run_paper_tiled(network, image, conditions, 88, 64, refine_passes=1), trace)
    refined = error(run_paper_tiled(network, image, conditions, 88, 64), trace)
    assert refined < 1e-4
    assert refined <= once <= preview


def test_progress_rises_to_one_and_cancels(whole) -> None:
    network, image, conditions, _ = whole
    seen: list[float] = []
    run_paper_tiled(network, image, conditions, 88, 0, refine_passes=1, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1

    def cancel(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        run_paper_tiled(network, image, conditions, 88, 0, progress=cancel)


CASES = {direction: case(direction)[0] for direction in ("inverse", "forward")}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["inverse", "forward"]), st.integers(60, 200), st.integers(60, 200),
       st.sampled_from(list(CFA)), st.integers(22, 40))
def test_any_tile_of_any_photo_equals_the_whole(direction, height, width, cfa, quarter_tile) -> None:
    network = CASES[direction]
    generator = torch.Generator().manual_seed(height * width)
    image = torch.rand(1, 3 if direction == "inverse" else 1, height, width, generator=generator)
    conditions = Conditions.of(ShotSettings(iso=400), cfa, [1.8, 1, 1.4], np.eye(3) * 1.4 - 0.4 / 3)
    with torch.inference_mode():
        trace = network.trace(image, conditions)
    frozen = PaperStatistics(trace.global_features, trace.pooled)
    assert error(run_paper_tiled(network, image, conditions, 4 * quarter_tile, 128, statistics=frozen), trace) <= 1e-5


def test_odd_tiles_are_refused(whole) -> None:
    network, image, conditions, _ = whole
    for tile, halo in ((90, 32), (512, 30), (84, 32)):
        with pytest.raises(ValueError, match="divide by 4"):
            run_paper_tiled(network, image, conditions, tile, halo)
