"""The global stages at slider speed: gains that differ from place to place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from paramisp_core.editing.quick import local_gains
from paramisp_core.networks.compact import Window, radial_ev


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
