"""RawImage: what it refuses, and crops that keep everything in place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.raw.cfa import CFA, cfa_map
from paramisp_core.raw.image import RawImage


@given(st.sampled_from(list(CFA)), st.integers(0, 5), st.integers(0, 5), st.integers(2, 6), st.integers(2, 6))
def test_a_crop_keeps_pixels_mask_and_phase(cfa: CFA, top: int, left: int, height: int, width: int) -> None:
    values = np.arange(132, dtype=np.float32).reshape(11, 12)
    raw = RawImage(values, cfa, clip_mask=values % 7 == 0, orientation=6, notes=("n",))
    crop = raw.crop(top, left, height, width)
    box = slice(top, top + height), slice(left, left + width)
    np.testing.assert_array_equal(crop.mosaic, values[box])
    np.testing.assert_array_equal(crop.clip_mask, (values % 7 == 0)[box])
    np.testing.assert_array_equal(cfa_map(crop.cfa, height, width), cfa_map(cfa, 11, 12)[box])
    assert (crop.orientation, crop.notes, crop.height, crop.width) == (6, ("n",), height, width)


def test_crops_of_crops_add_up() -> None:
    raw = RawImage(np.random.default_rng(0).random((20, 20), np.float32), CFA.GBRG)
    twice, once = raw.crop(3, 1, 12, 12).crop(2, 5, 4, 4), raw.crop(5, 6, 4, 4)
    np.testing.assert_array_equal(twice.mosaic, once.mosaic)
    assert twice.cfa is once.cfa


def test_crops_outside_the_picture_are_refused() -> None:
    raw = RawImage(np.zeros((8, 8), np.float32))
    for box in ((-1, 0, 4, 4), (0, -2, 4, 4), (6, 0, 4, 4), (0, 5, 2, 4)):
        with pytest.raises(ValueError, match="outside"):
            raw.crop(*box)


def test_shapes_are_checked_and_values_become_float32() -> None:
    assert RawImage(np.zeros((2, 2))).mosaic.dtype == np.float32
    with pytest.raises(ValueError, match="two dimensions"):
        RawImage(np.zeros((2, 2, 3), np.float32))
    with pytest.raises(ValueError, match="at least 2"):
        RawImage(np.zeros((1, 5), np.float32))
    with pytest.raises(ValueError, match="differ in size"):
        RawImage(np.zeros((4, 4), np.float32), clip_mask=np.zeros((4, 5), bool))
    with pytest.raises(ValueError, match="positive"):
        RawImage(np.zeros((4, 4), np.float32), white_balance=np.array([0, 1, 1]))


def test_gains_are_kept_relative_to_green() -> None:
    raw = RawImage(np.zeros((4, 4), np.float32), white_balance=np.array([4.0, 2.0, 3.0]))
    np.testing.assert_allclose(raw.white_balance, [2, 1, 1.5])
    np.testing.assert_allclose(raw.color_matrix.sum(1), 1)


def test_it_is_written_in_one_line_in_a_python_session() -> None:
    raw = RawImage(np.zeros((40, 60), np.float32))
    assert repr(raw).startswith("<RawImage 40x60 RGGB, white balance ")
    assert "\n" not in repr(raw)
