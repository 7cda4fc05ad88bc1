"""Gray as one sees it: gains are found through a rendering that has casts of its own, and the search always ends."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.editing.neutral import neutral_gains

START = np.array([0.8, -0.3])


def test_a_rendering_without_a_cast_is_left_as_the_raw_says() -> None:
    np.testing.assert_array_equal(neutral_gains(START, lambda gains: gains - START), START)


@pytest.mark.parametrize("mixing", [((1.0, 0.0), (0.0, 1.0)), ((1.4, -0.3), (-0.2, 0.7)), ((0.5, 0.1), (0.1, 0.4))])
def test_a_cast_is_taken_out_through_a_bent_rendering(mixing) -> None:
    def cast(gains):
        away = np.asarray(mixing) @ (gains - START)
        return away + 0.1 * away**2 + np.array([0.35, -0.2])

    assert np.abs(cast(neutral_gains(START, cast))).max() < 0.01


def test_what_cannot_be_tried_or_changed_ends_with_the_best_there_was() -> None:
    np.testing.assert_array_equal(neutral_gains(START, lambda gains: None), START)
    np.testing.assert_array_equal(neutral_gains(START, lambda gains: np.array([0.2, 0.1])), START)
    once = iter([np.array([0.2, 0.1]), None])
    np.testing.assert_array_equal(neutral_gains(START, lambda gains: next(once)), START)
    tried = []
    neutral_gains(START, lambda gains: tried.append(gains) or np.array([5.0, np.sin(9 * gains[1])]))
    assert len(tried) <= 9
