"""CFA patterns keep their phase under crops, flips and turns."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.raw.cfa import (
    CFA,
    apply_orientation,
    cfa_map,
    invert_orientation,
    mosaic,
    mosaic_BCHW,
    one_hot_BCHW,
)

patterns = st.sampled_from(list(CFA))
orientations = st.integers(1, 8)
sides = st.integers(2, 9)


def picture(height: int, width: int) -> np.ndarray:
    """A picture whose every sample is different."""
    return np.arange(height * width * 3, dtype=np.float32).reshape(height, width, 3)


@pytest.mark.parametrize("cfa", list(CFA))
def test_indices_round_trip_and_spell_the_name(cfa: CFA) -> None:
    assert CFA.from_indices(cfa.indices) is cfa
    assert "".join("RGB"[i] for i in cfa.indices.ravel()) == cfa.value


def test_second_green_of_libraw_counts_as_green_and_others_are_refused() -> None:
    assert CFA.from_indices([[0, 1], [3, 2]]) is CFA.RGGB
    for cell in ([[0, 0], [1, 2]], [[1, 1], [0, 2]], [[0, 1], [1, 5]], [[0, 1, 1]]):
        with pytest.raises(ValueError, match="not a Bayer pattern"):
            CFA.from_indices(cell)


@given(patterns, st.integers(0, 5), st.integers(0, 5), sides, sides)
def test_a_crop_of_the_mosaic_is_the_mosaic_of_the_crop(
    cfa: CFA, top: int, left: int, h: int, w: int) -> None:
    rgb = picture(h + 5, w + 5)
    crop = mosaic(rgb, cfa)[top : top + h, left : left + w]
    np.testing.assert_array_equal(crop, mosaic(rgb[top : top + h, left : left + w], cfa.shifted(top, left)))


@given(patterns, orientations, sides, sides)
def test_the_oriented_mosaic_is_the_mosaic_of_the_oriented_picture(cfa: CFA, o: int, h: int, w: int) -> None:
    rgb = picture(h, w)
    turned = apply_orientation(mosaic(rgb, cfa), o)
    np.testing.assert_array_equal(turned, mosaic(apply_orientation(rgb, o), cfa.oriented(o, h, w)))


@given(orientations, sides, sides)
def test_orientations_are_undone(o: int, h: int, w: int) -> None:
    rgb = picture(h, w)
    np.testing.assert_array_equal(apply_orientation(apply_orientation(rgb, o), invert_orientation(o)), rgb)


@pytest.mark.parametrize(("orientation", "corner"), [
    (1, 1), (2, 2), (3, 4), (4, 3), (5, 1), (6, 3), (7, 4), (8, 2)])
def test_orientation_is_that_of_exif(orientation: int, corner: int) -> None:
    # EXIF says which stored corner is the upright picture's top left: 6 means turn clockwise.
    stored = np.array([[1, 2], [3, 4]])
    assert apply_orientation(stored, orientation)[0, 0] == corner


@given(patterns, sides, sides)
def test_torch_and_numpy_mosaics_agree(cfa: CFA, h: int, w: int) -> None:
    rgb = picture(h, w)
    cells = torch.as_tensor(cfa.indices)[None]
    ours = mosaic_BCHW(torch.as_tensor(rgb).permute(2, 0, 1)[None], cells)
    np.testing.assert_array_equal(ours[0, 0].numpy(), mosaic(rgb, cfa))
    np.testing.assert_array_equal(one_hot_BCHW(cells, h, w)[0].argmax(0).numpy(), cfa_map(cfa, h, w))
