"""Low precision: near float32, where only LocalNet's convolutions have it, and never where nobody asked for it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from paramisp_core import load_isp
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.paper_tiles import run_paper_tiled
from paramisp_core.errors import UserError
from paramisp_core.networks.compact import Confidence
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork

CAMERA = camera_named("Nikon D60")
SHOT = ShotSettings(iso=400, exposure_time=1 / 60, f_number=4.0, focal_length=35.0)
FORMATS = [("float16", 0.001), ("bfloat16", 0.008)]


def photo() -> Photo:
    rng = np.random.default_rng(3)
    steps = np.kron(rng.random((12, 18, 3)), np.ones((20, 20, 1)))
    rgb = np.clip(steps + rng.normal(0, 0.02, steps.shape), 0, 1).astype(np.float32)
    return Photo(rgb, SHOT, CAMERA, CAMERA.daylight)


def difference(precision: str, **changes: object) -> float:
    """Return the largest one of a photo's RAW and of its render, with the shipped weights."""
    taken, found = photo(), []
    raw = load_isp("inverse", device="cpu").to_raw(taken)  # type: ignore[union-attr]
    for exact, half in ((load_isp(name, device="cpu"), load_isp(name, device="cpu", precision=precision))
                        for name in ("inverse", "forward")):
        for one in (exact, half):
            for name, value in changes.items():
                object.__setattr__(one, name, value)
        made = [one.to_raw(taken).mosaic if one.card.direction == "inverse" else one.to_srgb(raw, SHOT)
                for one in (exact, half)]
        assert all(each.dtype == np.float32 for each in made)
        found.append(float(np.abs(made[0] - made[1]).max()))
    return max(found)


@pytest.mark.parametrize(("precision", "bound"), FORMATS)
def test_the_compact_networks_are_near_float32(precision: str, bound: float) -> None:
    assert 1e-6 < difference(precision) < bound


def test_without_localnet_nothing_changes() -> None:
    assert difference("bfloat16", confidence=Confidence(local=0.0)) == 0


def test_float32_is_the_default_and_exact() -> None:
    assert difference("float32") == 0


@pytest.mark.parametrize(("precision", "bound"), FORMATS)
def test_the_paper_s_network_is_near_float32_whole_and_in_tiles(precision: str, bound: float) -> None:
    torch.manual_seed(1)
    network = PaperNetwork("inverse").requires_grad_(False).eval()
    for weights in network.localnet.conv_tail.parameters():  # its own start is next to nothing
        weights.add_(torch.randn_like(weights) * 0.01)
    image = 0.3 + 0.3 * torch.rand(1, 3, 100, 116)
    conditions = network.conditions_for(Conditions.of(SHOT, CAMERA.cfa, CAMERA.daylight, CAMERA.color_matrix))
    with torch.inference_mode():
        exact = network(image, conditions)
        network.low_precision = {"float16": torch.float16, "bfloat16": torch.bfloat16}[precision]
        whole = network(image, conditions)
    tiled = run_paper_tiled(network, image, conditions, 88, 8)
    for found in (whole, tiled):
        assert found.dtype == torch.float32
        assert 1e-6 < float((found - exact).abs().max()) < bound


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UserError, match="float16"):
        load_isp("inverse", device="cpu", precision="int8")
