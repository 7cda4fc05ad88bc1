"""White balance and color matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.raw.color import (
    D65_XYZ,
    color_matrix,
    daylight_gains,
    gains_from_kelvin,
    kelvin_from_gains,
    kelvin_to_xy,
    normalized_gains,
)

# Nikon D7000 (Adobe's D65 matrix)
D7000 = np.array([[0.8198, -0.2239, -0.0724], [-0.4871, 1.2389, 0.2798], [-0.1043, 0.2050, 0.7181]])


def test_rows_sum_to_one_and_daylight_becomes_white() -> None:
    np.testing.assert_allclose(color_matrix(D7000).sum(1), 1, atol=1e-12)
    balanced = daylight_gains(D7000) * (D7000 @ D65_XYZ)
    np.testing.assert_allclose(color_matrix(D7000) @ (balanced / balanced[1]), 1, atol=1e-12)


def test_the_matrix_is_dcraws() -> None:
    # method.md A.2: first row 5.14, -1.86, -0.29 for three times dcraw's matrix
    np.testing.assert_allclose(3 * color_matrix(D7000)[0], [5.14, -1.86, -0.29], atol=0.02)


# Redder or more magenta lights than these lie outside what the camera's three filters can tell apart.
@given(st.floats(2300, 15000), st.floats(-60, 60))
def test_temperature_and_tint_survive_the_gains(kelvin: float, tint: float) -> None:
    gains = gains_from_kelvin(D7000, kelvin, tint)
    back, back_tint = kelvin_from_gains(D7000, gains)
    assert back == pytest.approx(kelvin, rel=1e-3)
    assert back_tint == pytest.approx(tint, abs=0.1)


def test_daylight_gains_are_6500_kelvin() -> None:
    kelvin, tint = kelvin_from_gains(D7000, daylight_gains(D7000))
    assert kelvin == pytest.approx(6500, abs=60)
    assert abs(tint) < 3


def test_locus_has_no_jumps() -> None:
    xy = np.array([kelvin_to_xy(k) for k in np.geomspace(1700, 20000, 2000)])
    assert np.abs(np.diff(xy, axis=0)).max() < 1e-3


def test_a_warmer_light_needs_more_blue_and_positive_tint_makes_magenta() -> None:
    cold, warm = gains_from_kelvin(D7000, 8000), gains_from_kelvin(D7000, 3000)
    assert warm[2] > cold[2]
    assert warm[0] < cold[0]
    plain, magenta = gains_from_kelvin(D7000, 5000), gains_from_kelvin(D7000, 5000, 50)
    assert magenta[0] > plain[0]
    assert magenta[2] > plain[2]


@pytest.mark.parametrize("gains", [[1, 0, 1], [1, np.nan, 2], [1, 2], [-1, 1, 1], [np.inf, 1, 1]])
def test_impossible_gains_are_refused(gains: list[float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        normalized_gains(gains)


def test_gains_are_scaled_to_green() -> None:
    np.testing.assert_allclose(normalized_gains([4, 2, 3, 2]), [2, 1, 1.5])


@pytest.mark.parametrize("kelvin", [100.0, 25000.0, 1e6])
def test_absurd_temperatures_give_finite_gains(kelvin: float) -> None:
    assert np.isfinite(gains_from_kelvin(D7000, kelvin, 10)).all()
