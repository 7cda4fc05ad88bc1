"""The global stages at slider speed: gains that differ from place to place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from paramisp_core.editing.quick import LocalGains, _tables, _tables_of, _within_white, local_gains
from paramisp_core.networks.compact import Window, apply_curve, encode, radial_ev, within_white


def run_of(grid: torch.Tensor, shading: torch.Tensor | None) -> Any:
    return SimpleNamespace(state=SimpleNamespace(grid_BGG=grid[None], shading_3S=shading))


@pytest.mark.parametrize("shading", [False, True])
def test_pieces_get_their_gains_at_once_as_each_alone_and_as_the_whole(shading: bool) -> None:
    torch.manual_seed(6)
    run = run_of(torch.randn(8, 8) * 0.3, torch.randn(3, 2) * 0.3 if shading else None)
    whole = local_gains(run, [(0, 0, 1, 1)], 120, 150)
    places = [(0, 0), (40, 90), (100, 130)]
    areas = [(row / 120, column / 150, 20 / 120, 20 / 150) for row, column in places]
    pieces = local_gains(run, areas, 20, 20)
    assert whole is not None
    assert pieces is not None
    for number, ((row, column), area) in enumerate(zip(places, areas)):
        piece = pieces[number * 20 :][:20]
        np.testing.assert_allclose(piece, local_gains(run, [area], 20, 20), rtol=1e-6)
        np.testing.assert_allclose(piece, whole[row : row + 20, column : column + 20], rtol=1e-5)


def test_lens_shading_is_the_networks_and_without_any_gains_there_are_none() -> None:
    shading = torch.tensor([[0.5, -0.1], [0.4, 0.0], [0.3, 0.2]])
    gains = local_gains(run_of(torch.zeros(8, 8), shading), [(0.25, 0.5, 0.5, 0.25)], 60, 45)
    ev = radial_ev(shading, Window(30, 90, 120, 180), 60, 45)[0].permute(1, 2, 0)
    np.testing.assert_allclose(gains, torch.exp2(ev), rtol=1e-5)
    assert local_gains(run_of(torch.zeros(8, 8), None), [(0, 0, 1, 1)], 60, 45) is None


@pytest.mark.parametrize("shading", [None, torch.tensor([[0.5, -0.1], [0.4, 0.0], [0.3, 0.2]])])
def test_gains_asked_for_again_and_again_are_those_of_the_shot_at_hand(shading: torch.Tensor | None) -> None:
    areas, torch_seed = [(0.0, 0.0, 1.0, 1.0)], torch.manual_seed(9)
    again = LocalGains(areas, 700, 900)
    for _ in range(3):
        grid = torch.randn(8, 8, generator=torch_seed) * 0.2
        for _ in range(2):
            run = run_of(grid.clone(), shading)
            np.testing.assert_array_equal(again.of(run), local_gains(run, areas, 700, 900))
    even = again.of(run_of(torch.zeros(8, 8), shading))
    assert (even is None) == (shading is None)


def test_the_table_is_the_networks_curve_and_made_anew_for_another_one_only() -> None:
    torch.manual_seed(10)
    curve = torch.cumsum(torch.rand(1, 3, 33), 2) / 20
    run = SimpleNamespace(state=SimpleNamespace(curve_B3K=curve))
    tables: Any = _tables(run)  # type: ignore[arg-type]
    roots = torch.linspace(-1.2, 2.8, tables.shape[1])
    wanted = apply_curve(encode(roots * roots.abs()).expand(1, 3, 1, -1), curve)
    np.testing.assert_allclose(tables, wanted[0, :, 0].numpy(), atol=2e-5)
    first = _tables_of(run)  # type: ignore[arg-type]
    assert _tables_of(SimpleNamespace(state=SimpleNamespace(curve_B3K=curve.clone()))) is first  # type: ignore[arg-type]
    other = SimpleNamespace(state=SimpleNamespace(curve_B3K=curve * 0.9))
    np.testing.assert_allclose(_tables_of(other), first * 0.9, atol=1e-5)  # type: ignore[arg-type]


def test_light_beyond_white_is_brought_back_as_the_network_does() -> None:
    rng = np.random.default_rng(11)
    linear = (rng.random((130, 40, 3)) * 5 - 0.5).astype(np.float32)
    brightest = np.ascontiguousarray(linear.max(2) * np.float32(0.9))
    wanted = within_white(torch.from_numpy(linear).permute(2, 0, 1)[None], torch.from_numpy(brightest)[None, None])
    np.testing.assert_allclose(wanted[0].permute(1, 2, 0).numpy(), _within_white(linear, brightest), atol=2e-6)
