"""Compact network: any tile of any photo equals the untiled result; without context it does not."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.tiles import TiledRun, photo_thumbnail, to_tensor
from paramisp_core.networks.compact import CompactConfig, CompactNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.cfa import CFA, mosaic

MATRIX = [[1.7, -0.6, -0.1], [-0.15, 1.67, -0.52], [0.01, -0.47, 1.46]]


def lively(direction: str) -> CompactNetwork:
    """A network none of whose parts is at its zero start."""
    torch.manual_seed(3)
    network = CompactNetwork(direction, CompactConfig(channels=8, blocks=2))
    for layer in (network.global_net.head, network.global_net.film, network.global_net.grid_head):
        torch.nn.init.normal_(layer.weight, 0, 0.1)
    torch.nn.init.normal_(network.local_net.tail.weight, 0, 0.1)
    return network.eval().requires_grad_(False)


NETWORKS = {direction: lively(direction) for direction in ("inverse", "forward")}


def prepared(direction: str, height: int, width: int, cfa: CFA, seed: int = 0) -> tuple[TiledRun, np.ndarray]:
    rng = np.random.default_rng(seed)
    image = rng.random((height, width, 3) if direction == "inverse" else (height, width), np.float32)
    network = NETWORKS[direction]
    conditions = Conditions.of(ShotSettings(iso=400), cfa, [2.0, 1.0, 1.5], MATRIX)
    with torch.inference_mode():
        state = network.global_state(photo_thumbnail(network, image, conditions), conditions)
    return TiledRun(network, conditions, state, height, width), image


def untiled(run: TiledRun, image: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        out = run.network(to_tensor(image), run.conditions)[0].permute(1, 2, 0).numpy()
    return out[..., 0] if out.shape[2] == 1 else out


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["inverse", "forward"]), st.integers(2, 90), st.integers(2, 90), st.sampled_from(list(CFA)),
       st.integers(8, 40), st.data())
def test_any_tile_size_equals_the_untiled_result(direction, height, width, cfa, tile, data):
    run, image = prepared(direction, height, width, cfa)
    whole = untiled(run, image)
    assert np.abs(run.region(image, tile=2 * (tile // 2)) - whole).max() < 1e-5
    top, left = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    tall, wide = data.draw(st.integers(1, height - top)), data.draw(st.integers(1, width - left))
    part = run.region(image, (top, left, tall, wide), tile=32)
    assert np.abs(part - whole[top : top + tall, left : left + wide]).max() < 1e-5


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_a_cut_out_part_with_its_context_is_enough(direction):
    run, image = prepared(direction, 121, 133, CFA.GBRG)
    region = (37, 51, 30, 41)
    top, left, height, width = run.grown(region)
    part = run.region(image[top : top + height, left : left + width], region, origin=(top, left))
    assert np.abs(part - run.region(image)[37:67, 51:92]).max() < 1e-5


@pytest.mark.parametrize(("height", "width", "most"), [(3, 20000, 5), (20000, 3, 5), (512, 2048, 4), (600, 600, 4)])
def test_a_narrow_photo_is_not_cut_into_crumbs(height, width, most, monkeypatch):
    """Each tile costs milliseconds, however few pixels it has; none has many more pixels than a square one."""
    run, image = prepared("inverse", height, width, CFA.RGGB)
    tiles: list[int] = []

    def tile(self, image, y0, x0, y1, x1, origin, colors):
        tiles.append((y1 - y0) * (x1 - x0))
        return np.zeros((y1 - y0, x1 - x0), np.float32)

    monkeypatch.setattr(TiledRun, "_tile", tile)
    run.region(image)
    assert len(tiles) <= most
    assert sum(tiles) == height * width
    assert max(tiles) <= 512 * 512


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_without_context_seams_appear(direction):
    """The test above can fail: tiles that know nothing of their neighbours differ."""
    run, image = prepared(direction, 96, 96, CFA.RGGB)
    naive = run.region(np.ascontiguousarray(image[:48]), (0, 0, 48, 96))
    blind = TiledRun(run.network, run.conditions, run.state, 48, 96).region(np.ascontiguousarray(image[:48]))
    assert np.abs(blind[-4:] - run.region(image)[44:48]).max() > 1e-3
    assert naive.shape == blind.shape


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_a_big_photo_s_thumbnail_is_the_same_from_strips(direction, monkeypatch):
    rng = np.random.default_rng(1)
    image = rng.random((2101, 1999, 3) if direction == "inverse" else (2101, 1999), np.float32)
    conditions = Conditions.of(ShotSettings(), CFA.GRBG, [2.0, 1.0, 1.5], MATRIX)
    network = NETWORKS[direction]
    with torch.inference_mode():
        whole = network.thumbnail(to_tensor(image), conditions)
    assert torch.allclose(photo_thumbnail(network, image, conditions), whole, atol=1e-5)


def test_cost_stays_below_20k_multiply_adds_per_pixel():
    for direction in ("inverse", "forward"):
        network = CompactNetwork(direction)
        convolutions = [network.local_net.head, *network.local_net.first, *network.local_net.second,
                        network.local_net.tail]
        per_half_pixel = sum(c.weight.numel() for c in convolutions)
        canonical = 9 + 9 + 25 * 4  # matrices and Malvar's four filters
        assert per_half_pixel / 4 + canonical < 20_000


@pytest.mark.parametrize(("height", "width"), [(90, 131), (600, 530)])
def test_colors_are_what_the_mosaic_takes_one_of(height, width):
    run, image = prepared("inverse", height, width, CFA.GRBG)
    colors, values = run.colors(image), run.region(image)
    assert colors.shape == (height, width, 3)
    np.testing.assert_allclose(mosaic(colors, CFA.GRBG), values, atol=1e-6)
