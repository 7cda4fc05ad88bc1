"""The measures: published values of CIEDE2000, known errors of PSNR, and what SSIM and grey linearity react to."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.training.metrics import (
    delta_e_2000,
    grey_error,
    mean_delta_e,
    ms_ssim,
    paper_ssim,
    pooled_psnr,
    psnr,
    ssim,
)

# Sharma, Wu, Dalal 2005, table 1: pairs that catch wrong hue means and wrong signs.
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000), ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792), ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
    ((50, -0.0010, 2.4900), (50, 0.0009, -2.4900), 4.8045), ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492), ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "published"), PUBLISHED)
def test_ciede2000_gives_the_published_values(first: tuple, second: tuple, published: float) -> None:
    one, two = np.array(first, float), np.array(second, float)
    assert float(delta_e_2000(one, two)) == pytest.approx(published, abs=5e-5)
    assert float(delta_e_2000(two, one)) == pytest.approx(published, abs=5e-5)


def test_the_mean_color_difference_of_pictures() -> None:
    grey = np.full((40, 60, 3), 0.5, np.float32)
    assert mean_delta_e(grey, grey) == 0
    red = grey.copy()
    red[..., 0] += 0.05
    assert 3 < mean_delta_e(red, grey) < 8
    half = grey.copy()
    half[:, 30:, 0] += 0.05
    assert mean_delta_e(half, grey) == pytest.approx(mean_delta_e(red, grey) / 2, rel=0.05)


def test_the_mean_squared_error_is_pooled_over_crops() -> None:
    truth = np.full((20, 20), 0.5, np.float32)
    parts = [(truth, truth), (truth + np.float32(0.2), truth)]
    assert pooled_psnr(parts) == pytest.approx(10 * np.log10(1 / 0.02), abs=1e-4)
    assert psnr(*parts[1]) == pytest.approx(10 * np.log10(1 / 0.04), abs=1e-4)
    one, two = truth * np.float32(0.5), truth * np.float32(0.9)
    assert pooled_psnr([(one, truth), (two, truth)], fit_gain=True) < 30, "one gain for all of them"


def test_structure_and_not_brightness_is_what_ssim_sees() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random((200, 180, 3)).astype(np.float32)
    assert ssim(truth, truth) == pytest.approx(1, abs=1e-5)
    assert ms_ssim(truth, truth) == pytest.approx(1, abs=1e-5)
    noise = rng.random(truth.shape).astype(np.float32)
    assert (ssim(noise, truth) or 0) < 0.2
    assert (ms_ssim(noise, truth) or 0) < 0.4
    mosaic = truth[..., 0]
    assert ssim(mosaic, mosaic) == pytest.approx(1, abs=1e-5)
    assert ssim(truth[:20, :20], truth[:20, :20]) is None
    assert ms_ssim(truth[:160], truth[:160]) is None


def test_a_large_picture_is_measured_in_pieces() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random((60, 2100)).astype(np.float32)
    wrong = truth.copy()
    wrong[:, 1400:] = rng.random((60, 700)).astype(np.float32)
    assert ssim(wrong, truth) == pytest.approx(2 / 3, abs=0.03)


def test_the_papers_ssim_takes_the_data_range_from_the_batch() -> None:
    rng = np.random.default_rng(2)
    truth = rng.random((64, 64)).astype(np.float32) * 0.1
    noisy = truth + rng.normal(0, 0.02, truth.shape).astype(np.float32)
    narrow = paper_ssim([(noisy, truth)] * 2)
    assert narrow is not None
    assert (ssim(noisy, truth) or 0) > narrow + 0.02, "a range of 1 forgives what a range of 0.1 does not"
    assert paper_ssim([(noisy, truth)], multiscale=True) is None


def test_grey_linearity() -> None:
    ramp = np.exp2(-np.linspace(0, 6, 90 * 60).reshape(90, 60))[..., None].astype(np.float32)
    truth = np.repeat(ramp, 3, 2) * np.float32(0.9)
    assert grey_error(truth * np.float32(0.3), truth) == pytest.approx(0, abs=1e-4), "a gain costs nothing"
    bent = truth ** np.float32(1.2)
    # 0.2 EV an EV over six stops, the error uniform: 0.2 * 6 / sqrt(12)
    assert grey_error(bent, truth) == pytest.approx(0.2 * 6 / np.sqrt(12), abs=0.01)
    colored = truth * np.float32([1, 0.4, 0.2])
    assert grey_error(colored, colored) is None
