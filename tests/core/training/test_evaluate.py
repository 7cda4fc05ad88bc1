"""The measures: PSNR with and without one gain, and the closed forms as the scores see them."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.training.evaluate import closed_camera_rgb, closed_forward, closed_inverse, psnr, table

MATRIX = np.array([[1.7, -0.6, -0.1], [-0.15, 1.67, -0.52], [0.01, -0.47, 1.46]])
GAINS = np.array([2.0, 1.0, 1.5])


def test_psnr_of_a_known_error() -> None:
    truth = np.full((20, 20), 0.5, np.float32)
    assert psnr(truth + np.float32(0.1), truth) == pytest.approx(20, abs=1e-4)
    assert psnr(truth + np.float32(0.01), truth) == pytest.approx(40, abs=1e-4)
    assert psnr(truth, truth) == pytest.approx(120)


def test_psnr_leaves_the_border_out_and_clips_the_prediction() -> None:
    truth = np.ones((20, 20, 3), np.float32)
    predicted = truth + 5
    predicted[:2], predicted[-2:], predicted[:, :2], predicted[:, -2:] = 0, 0, 0, 0
    assert psnr(predicted, truth) == pytest.approx(120)
    predicted[10, 10] = 0
    assert psnr(predicted, truth) == pytest.approx(10 * np.log10(16 * 16), abs=1e-4)


def test_one_gain_can_be_removed() -> None:
    truth = np.random.default_rng(0).random((30, 30)).astype(np.float32)
    dark = truth * np.float32(0.4)
    assert psnr(dark, truth) < 12
    assert psnr(dark, truth, fit_gain=True) > 100
    offset = dark + np.float32(0.1)
    assert psnr(offset, truth, fit_gain=True) < 30, "only a gain is removed"


@pytest.mark.parametrize("name", ["smoothstep (UPI)", "mean measured curve"])
def test_closed_forms_come_back(name: str) -> None:
    y, x = np.mgrid[:48, :48].astype(np.float32) / 48
    rgb = np.stack([0.3 + 0.3 * y, 0.3 + 0.3 * x, 0.5 - 0.2 * x * y], 2)
    raw = closed_inverse(name, rgb, GAINS, MATRIX)
    camera = closed_camera_rgb(name, rgb, GAINS, MATRIX)
    assert np.array_equal(raw, mosaic(camera, CFA.RGGB))
    assert np.abs(closed_forward(name, raw, GAINS, MATRIX) - rgb)[4:-4, 4:-4].max() < 0.01


def test_the_table_names_every_method() -> None:
    text = table({"simulated": {"network": {"as is": 31.256}}, "empty": {}})
    assert text.splitlines()[0] == "simulated (PSNR, dB)"
    assert "network" in text
    assert "31.26" in text
    assert "empty" not in text
