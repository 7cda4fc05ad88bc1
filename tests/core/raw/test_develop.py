"""The neutral render."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.develop import linear_srgb, neutral_render
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_encode


def raw_of(linear: np.ndarray, cfa: CFA = CFA.RGGB,
           gains: tuple[float, float, float] = (2.0, 1.0, 1.5)) -> RawImage:
    """The RAW of a linear sRGB picture, by the exact inverse of the canonical steps."""
    blank = RawImage(np.zeros(linear.shape[:2], np.float32), cfa, np.array(gains))
    camera = linear @ np.linalg.inv(blank.color_matrix).T / blank.white_balance
    return blank.with_changes(mosaic=mosaic(camera.astype(np.float32), cfa))


@given(st.sampled_from(list(CFA)), st.integers(2, 9), st.integers(2, 9), st.booleans())
def test_a_flat_color_comes_back(cfa: CFA, height: int, width: int, half: bool) -> None:
    color = np.float32([0.5, 0.3, 0.2])
    raw = raw_of(np.broadcast_to(color, (height, width, 3)), cfa)
    linear = linear_srgb(raw, half)
    assert linear.shape == ((height // 2, width // 2, 3) if half else (height, width, 3))
    assert linear.dtype == np.float32
    np.testing.assert_allclose(linear, np.broadcast_to(color, linear.shape), atol=1e-5)
    np.testing.assert_allclose(neutral_render(raw, half), srgb_encode(linear), atol=1e-6)


@pytest.mark.parametrize("gains", [(2.0, 1.0, 1.5), (0.8, 1.0, 3.0), (1.0, 1.0, 1.0)])
@pytest.mark.parametrize("half", [False, True])
def test_clipped_highlights_are_white(gains: tuple[float, float, float], half: bool) -> None:
    raw = RawImage(np.full((8, 8), 1.0, np.float32), white_balance=np.array(gains))
    np.testing.assert_allclose(neutral_render(raw, half), 1, atol=1e-6)


@pytest.mark.parametrize("half", [False, True])
def test_highlights_clipped_before_the_exposure_was_lowered_are_grey(half: bool) -> None:
    raw = RawImage(np.full((8, 8), 0.25, np.float32), white_balance=np.array([2, 1, 1.5]), saturation=0.25)
    np.testing.assert_allclose(linear_srgb(raw, half), 0.25, atol=1e-6)


def test_black_noise_stays_in_linear_light_and_not_in_the_render() -> None:
    raw = RawImage(np.full((8, 8), -0.01, np.float32))
    assert (linear_srgb(raw) < 0).all()
    assert (neutral_render(raw) == 0).all()


def test_half_size_agrees_with_the_whole_where_the_picture_is_smooth() -> None:
    y, x = np.mgrid[:40, :60] / 60
    raw = raw_of(np.stack([0.2 + 0.3 * x, 0.2 + 0.3 * y, 0.5 - 0.2 * x], 2).astype(np.float32))
    whole = linear_srgb(raw).reshape(20, 2, 30, 2, 3).mean((1, 3))
    np.testing.assert_allclose(linear_srgb(raw, True)[3:-3, 3:-3], whole[3:-3, 3:-3], atol=5e-3)


def test_strips_leave_no_seam_and_little_memory() -> None:
    raw = RawImage(np.random.default_rng(0).random((3000, 400), np.float32))
    tracemalloc.start()
    whole = linear_srgb(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    np.testing.assert_allclose(linear_srgb(raw.crop(400, 0, 200, 400))[8:-8], whole[408:592], atol=1e-6)
    assert peak < whole.nbytes + 40e6
