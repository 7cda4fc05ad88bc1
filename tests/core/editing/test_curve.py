"""The tone curve: through its points, never turning back, known answers on pictures."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.editing.curve import STRAIGHT, curve_at, simplified, toned, toned8, with_point

UNIT = st.floats(0, 1)
POINTS = st.lists(st.tuples(st.integers(0, 50), UNIT), min_size=2, max_size=8, unique_by=lambda p: p[0]).map(
    lambda points: tuple(sorted((x / 50, y) for x, y in points)))


@given(POINTS, UNIT)
def test_a_curve_goes_through_its_points_and_stays_between_them(points, x):
    for px, py in points:
        assert abs(curve_at(points, px) - py) < 1e-9
    value = curve_at(points, x)
    left = max((p for p in points if p[0] <= x), default=points[0])
    right = min((p for p in points if p[0] >= x), default=points[-1])
    assert min(left[1], right[1]) - 1e-9 <= value <= max(left[1], right[1]) + 1e-9


@given(POINTS.map(lambda points: tuple(zip([x for x, _ in points], sorted(y for _, y in points)))))
def test_a_rising_curve_never_turns_back(points):
    values = [curve_at(points, i / 200) for i in range(201)]
    assert all(b >= a - 1e-9 for a, b in itertools.pairwise(values))


def test_pictures_follow_the_curve():
    points = ((0.0, 0.0), (0.5, 0.7), (1.0, 0.9))
    picture = np.linspace(0, 1, 300, dtype=np.float32).reshape(10, 10, 3)
    wanted = np.vectorize(lambda x: curve_at(points, float(x)))(picture)
    assert np.abs(toned(picture, points) - wanted).max() < 1e-4
    rgb8 = np.arange(255, dtype=np.uint8).reshape(5, 17, 3)
    assert np.abs(toned8(rgb8, points) - 255 * toned(rgb8 / np.float32(255), points)).max() <= 0.51
    assert toned(picture, ()) is picture


def test_a_straight_curve_is_no_edit():
    assert simplified(STRAIGHT) == ()
    assert with_point((), 0.5, 0.6) == (((0.0, 0.0), (0.5, 0.6), (1.0, 1.0)), 1)
