"""Demosaicking: exact where it can be, the same for every CFA, differentiable."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.demosaic import display_demosaic, malvar_BCHW

ALL = list(CFA)
COLOR = np.array([0.7, 0.4, 0.1], np.float32)


def ramp(height: int, width: int) -> np.ndarray:
    """The same gray ramp in all channels: what linear interpolation must give back exactly."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    return np.repeat((0.1 + 0.01 * x + 0.02 * y)[..., None], 3, 2)


def malvar(plane: np.ndarray, cfa: CFA) -> np.ndarray:
    out = malvar_BCHW(torch.as_tensor(plane)[None, None], torch.as_tensor(cfa.indices)[None])
    return out[0].permute(1, 2, 0).numpy()


@pytest.mark.parametrize("cfa", ALL)
@pytest.mark.parametrize("method", [malvar, display_demosaic])
def test_constant_colors_and_ramps_are_exact_inside(method, cfa: CFA) -> None:
    for rgb in (np.broadcast_to(COLOR, (13, 15, 3)).copy(), ramp(13, 15), ramp(13, 15) + COLOR):
        np.testing.assert_allclose(method(mosaic(rgb, cfa), cfa)[4:-4, 4:-4], rgb[4:-4, 4:-4], atol=1e-6)


@pytest.mark.parametrize("cfa", ALL)
def test_own_samples_are_kept_to_the_bit(cfa: CFA) -> None:
    plane = np.random.default_rng(0).random((9, 11), np.float32)
    for method in (malvar, display_demosaic):
        np.testing.assert_allclose(mosaic(method(plane, cfa), cfa), plane, atol=1e-7)


def test_malvar_uses_the_published_filters() -> None:
    # Green and the opposite color at the red pixel in the middle of an impulse: 4/8 and 6/8 of its value.
    plane = np.zeros((9, 9), np.float32)
    plane[4, 4] = 1
    np.testing.assert_allclose(malvar(plane, CFA.RGGB)[4, 4], [1, 0.5, 0.75], atol=1e-7)
    np.testing.assert_allclose(malvar(plane, CFA.GRBG)[4, 4], [0.625, 1, 0.625], atol=1e-7)


@given(st.sampled_from(ALL), st.integers(0, 1), st.integers(0, 1))
def test_every_cfa_is_a_shift_of_every_other(cfa: CFA, top: int, left: int) -> None:
    plane = np.random.default_rng(1).random((20, 22), np.float32)
    for method in (malvar, display_demosaic):
        whole = method(plane, cfa)[top:, left:]
        crop = method(plane[top:, left:], cfa.shifted(top, left))
        np.testing.assert_allclose(crop[5:-5, 5:-5], whole[5:-5, 5:-5], atol=1e-6)


def test_a_batch_may_mix_cfas() -> None:
    planes = torch.rand(4, 1, 10, 12)
    cells = torch.stack([torch.as_tensor(c.indices) for c in ALL])
    together = malvar_BCHW(planes, cells)
    for i in range(4):
        torch.testing.assert_close(together[i : i + 1], malvar_BCHW(planes[i : i + 1], cells[i : i + 1]))


def test_malvar_is_differentiable() -> None:
    plane = torch.rand(2, 1, 5, 6, dtype=torch.float64, requires_grad=True)
    cells = torch.stack([torch.as_tensor(c.indices) for c in (CFA.RGGB, CFA.GBRG)])
    assert torch.autograd.gradcheck(lambda p: malvar_BCHW(p, cells), plane)


@given(st.sampled_from(ALL), st.integers(2, 7), st.integers(2, 7))
def test_display_demosaic_takes_any_size(cfa: CFA, height: int, width: int) -> None:
    rgb = np.broadcast_to(COLOR, (height, width, 3))
    np.testing.assert_allclose(display_demosaic(mosaic(rgb.copy(), cfa), cfa), rgb, atol=1e-6)


def test_display_demosaic_is_the_same_in_every_range_and_strip() -> None:
    plane = np.random.default_rng(2).random((1100, 24), np.float32)
    plain = display_demosaic(plane, CFA.GRBG)
    # the same beginning in a shorter picture, whose strips end elsewhere
    np.testing.assert_allclose(display_demosaic(plane[:700], CFA.GRBG)[:690], plain[:690], atol=1e-6)
    np.testing.assert_allclose(display_demosaic(plane * 64 - 8, CFA.GRBG), plain * 64 - 8, atol=1e-3)
    np.testing.assert_allclose(display_demosaic(plane / 4096, CFA.GRBG), plain / 4096, atol=1e-7)


def test_display_demosaic_beats_opencvs() -> None:
    y, x = np.mgrid[:120, :120].astype(np.float32) / 120
    edges = np.where(np.hypot(x - 0.5, y - 0.5) < 0.3, 0.8, 0.2) * (1 + 0.2 * np.sin(25 * (x + 2 * y)))
    sharp = np.stack([edges, edges * 0.8 + 0.1, edges * 0.6 + 0.2], 2).astype(np.float32)
    rgb = cv2.GaussianBlur(sharp, (0, 0), 0.7)
    plane = mosaic(rgb, CFA.RGGB)
    theirs = cv2.cvtColor((plane * 65535).round().astype(np.uint16), cv2.COLOR_BayerRGGB2RGB_EA) / 65535

    def error(picture: np.ndarray) -> float:
        return float(((picture - rgb)[4:-4, 4:-4] ** 2).mean())

    assert error(display_demosaic(plane, CFA.RGGB)) < 0.7 * error(theirs)


def test_developing_does_not_load_torch() -> None:
    code = "import sys, paramisp_core.raw.develop; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
