"""Clipped photosites: found in their own color, also in a reduced picture, and counted."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.levels import RawLevels


@pytest.mark.parametrize("cfa", list(CFA))
def test_a_clipped_photosite_has_the_color_of_its_filter(cfa: CFA) -> None:
    values = np.full((6, 8), 0.5, np.float32)
    values[2, 5] = 1.0
    clipped = RawLevels(values, cfa).clipped
    expected = np.zeros((6, 8, 3), np.uint8)
    expected[2, 5, cfa.indices[0, 1]] = 255
    assert (clipped == expected).all()


def test_just_below_white_is_not_clipped_and_a_lowered_exposure_moves_the_end() -> None:
    values = np.full((2, 2), 0.498, np.float32)
    assert not RawLevels(values, CFA.RGGB).clipped.any()
    assert not RawLevels(values, CFA.RGGB, white=0.5).clipped.any()
    assert RawLevels(values + np.float32(0.002), CFA.RGGB, white=0.5).clipped.any()


def test_reduced_a_fully_clipped_place_is_white_and_a_clipped_color_is_pure() -> None:
    values = np.full((16, 16), 0.2, np.float32)
    values[:8] = 2.0
    values[8::2, 8::2] = 1.0  # the red photosites of one quarter
    levels = RawLevels(values, CFA.RGGB)
    small = levels.coverage((2, 2))
    assert small.tolist() == [[[255, 255, 255], [255, 255, 255]], [[0, 0, 0], [255, 0, 0]]]
    assert levels.coverage((99, 99)).shape == (16, 16, 3)  # never enlarged
    assert levels.clipped_shares == pytest.approx((0.75, 0.5, 0.5))


def test_camera_rgb_of_a_reduced_picture_counts_per_channel() -> None:
    values = np.zeros((4, 4, 3), np.float32)
    values[0, :, 1] = 1
    levels = RawLevels(values, None)
    assert levels.clipped_shares == pytest.approx((0, 0.25, 0))
    assert levels.of_color(1).sum() == 4


def test_values_of_a_color_are_its_photosites() -> None:
    values = np.arange(16, dtype=np.float32).reshape(4, 4)
    assert sorted(RawLevels(values, CFA.GRBG).of_color(0)) == [1, 3, 9, 11]
    assert RawLevels(values, CFA.GRBG).of_color(1).size == 8


def test_the_histogram_counts_each_color_at_its_ev() -> None:
    values = np.full((80, 60), 2.0**-5, np.float32)
    values[1::2, 1::2] = 2.0**-2  # blue
    values[0::2, 0::2] = 1.0  # red
    counts = RawLevels(values, CFA.RGGB).ev_counts()
    assert counts.sum(1).tolist() == [1200, 2400, 1200]
    at = [int(one.argmax()) / 8 - 14 for one in counts]
    assert at == [0, -5, -2]
    assert (counts.max(1) == counts.sum(1)).all()


def test_nothing_falls_out_of_the_histogram() -> None:
    values = np.array([[-0.1, 0, 1e-9], [1, 7, 100]], np.float32)
    counts = RawLevels(np.repeat(values[..., None], 3, 2), None).ev_counts()
    assert counts.sum(1).tolist() == [6, 6, 6]
    assert counts[:, 0].tolist() == [3, 3, 3]
    assert counts[:, -1].tolist() == [2, 2, 2]


def test_a_large_part_is_sampled_in_whole_cells() -> None:
    values = np.zeros((2000, 1000), np.float32)
    for (y, x), ev in {(0, 0): -1, (0, 1): -2, (1, 0): -3, (1, 1): -4}.items():
        values[y::2, x::2] = 2.0**ev
    counts = RawLevels(values, CFA.GRBG).ev_counts()
    assert counts.sum() <= 500_000
    found = [sorted((np.flatnonzero(one) / 8 - 14).tolist()) for one in counts]
    assert found == [[-2], [-4, -1], [-3]]
    assert counts[1, (-1 + 14) * 8] == counts[1].sum() / 2
