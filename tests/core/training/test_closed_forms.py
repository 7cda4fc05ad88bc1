"""The cameras that need no learning: each one's two directions undo each other."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.training.closed_forms import RENDER, UNRENDER, mean_curve_knots

PAIRS = list(zip(UNRENDER, RENDER))


@pytest.mark.parametrize(("unrender", "render"), PAIRS, ids=[name for _, name in PAIRS])
def test_the_directions_invert_each_other(unrender: str, render: str) -> None:
    values = np.linspace(0, 1, 1001, dtype=np.float32)
    light = UNRENDER[unrender](values)
    assert light.dtype == np.float32
    assert light[0] == pytest.approx(0, abs=1e-5)
    assert light[-1] == pytest.approx(1, abs=1e-5)
    assert (np.diff(light) >= 0).all()
    assert np.abs(RENDER[render](light) - values).max() < 2e-3
    assert np.abs(UNRENDER[unrender](RENDER[render](values)) - values).max() < 1e-3


def test_a_cameras_curve_is_brighter_than_plain_srgb_in_the_middle() -> None:
    light = np.float32([0.1, 0.2])
    plain, measured = RENDER["sRGB encoding"](light), RENDER["mean measured curve"](light)
    assert (measured > plain + 0.03).all()


def test_the_starting_curves_rise_from_0_to_1_and_invert_each_other() -> None:
    inverse, forward = (mean_curve_knots(way, 33).numpy() for way in ("inverse", "forward"))
    at = np.linspace(0, 1, 33)
    for knots in (inverse, forward):
        assert knots[0] == pytest.approx(0, abs=1e-6)
        assert knots[-1] == pytest.approx(1, abs=1e-6)
        assert (np.diff(knots) > 0).all()
    x = np.linspace(0, 1, 501)
    there_and_back = np.interp(np.interp(x, at, inverse), at, forward)
    assert np.abs(there_and_back - x).max() < 0.02  # 33 straight pieces each
