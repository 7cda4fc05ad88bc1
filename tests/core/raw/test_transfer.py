"""Transfer curves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from paramisp_core.raw.transfer import smoothstep_render, smoothstep_unrender, srgb_decode, srgb_encode

RAMP = np.linspace(0, 1, 1001, dtype=np.float32)
Curve = Callable[[np.ndarray], np.ndarray]


PAIRS = [(srgb_encode, srgb_decode), (smoothstep_render, smoothstep_unrender)]


@pytest.mark.parametrize(("there", "back"), PAIRS)
def test_curves_rise_end_at_0_and_1_and_are_undone(there: Curve, back: Curve) -> None:
    curve = there(RAMP)
    assert curve.dtype == np.float32
    assert curve[0] == pytest.approx(0, abs=1e-6)
    assert curve[-1] == pytest.approx(1, abs=1e-6)
    assert (np.diff(curve) > 0).all()
    np.testing.assert_allclose(back(curve), RAMP, atol=2e-4)
    np.testing.assert_allclose(there(back(RAMP)), RAMP, atol=2e-4)


def test_srgb_is_the_standard_curve() -> None:
    encoded = srgb_encode(np.float32([0.18, 0.5, 0.001]))
    np.testing.assert_allclose(encoded, [0.46135613, 0.7353569, 0.01292], atol=1e-6)


def test_values_outside_are_clipped() -> None:
    for curve in (srgb_encode, srgb_decode):
        np.testing.assert_allclose(curve(np.float32([-1, 2])), [0, 1], atol=1e-7)
