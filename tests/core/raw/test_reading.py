"""Reading one photosite: its filter, its value, the light there and how many EV that is from middle gray."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.develop import linear_srgb
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.reading import REACH, reading

GAINS = np.array([2.0, 1.0, 1.5])


def gray(level: float, cfa: CFA = CFA.RGGB) -> RawImage:
    """A gray field: after white balance each channel is ``level``."""
    rgb = np.broadcast_to((level / GAINS).astype(np.float32), (12, 14, 3))
    return RawImage(mosaic(rgb, cfa), cfa, GAINS, black_level=512, white_level=16383)


@pytest.mark.parametrize("cfa", list(CFA))
def test_each_photosite_has_the_letter_and_value_of_its_filter(cfa: CFA) -> None:
    raw = gray(0.18, cfa)
    for row, column in ((4, 4), (4, 5), (5, 4), (5, 5), (0, 13), (11, 0)):
        found = reading(raw, row, column)
        assert found.color == "RGB"[cfa.indices[row % 2, column % 2]]
        assert found.value == pytest.approx(0.18 / GAINS[cfa.indices[row % 2, column % 2]])
        assert found.level == round(512 + found.value * (16383 - 512))


@pytest.mark.parametrize("stops", [-3.0, 0.0, 1.5])
def test_ev_counts_from_middle_gray(stops: float) -> None:
    found = reading(gray(0.18 * 2**stops), 5, 6)
    assert found.linear == pytest.approx((0.18 * 2**stops,) * 3, rel=1e-4)
    assert found.ev == pytest.approx(stops, abs=1e-3)


def test_no_light_has_no_ev() -> None:
    assert reading(gray(0.0), 5, 6).ev is None


def test_a_part_that_reaches_far_enough_says_what_the_whole_says() -> None:
    values = np.random.default_rng(1).random((40, 42), dtype=np.float32)
    raw = RawImage(values, CFA.GBRG, GAINS)
    for row, column in ((0, 0), (7, 20), (20, 7), (39, 41), (2, 41)):
        top, left = max(0, row - REACH), max(0, column - REACH)
        part = raw.crop(top, left, min(row + REACH + 1, 40) - top, min(column + REACH + 1, 42) - left)
        found = reading(part, row - top, column - left)
        assert found == reading(raw, row, column)
        assert found.linear == pytest.approx(tuple(linear_srgb(raw)[row, column]), abs=1e-6)
