"""Noise reduction: known noise goes, means, edges and fine color patches stay, tiles equal the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paramisp_core.editing.denoise import HALO, denoised, noise_of
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.local import LocalEdits
from paramisp_core.raw.cfa import CFA, cfa_map
from paramisp_core.raw.image import RawImage

NOISE = noise_of("Nikon D7000", 3200)


def noisy(clean: np.ndarray, cfa: CFA = CFA.RGGB) -> np.ndarray:
    colors = cfa_map(cfa, *clean.shape)
    variance = np.array(NOISE.a)[colors] * clean + np.array(NOISE.b)[colors]
    return (clean + np.sqrt(variance) * np.random.default_rng(7).standard_normal(clean.shape)).astype(np.float32)


def test_profiles_are_measured_or_the_median_camera_s():
    assert NOISE.measured
    assert not noise_of("no such camera", 3200).measured
    assert noise_of("no such camera", 6400).a[1] > noise_of("no such camera", 100).a[1]
    assert noise_of("no such camera", None) == noise_of("no such camera", 400.0)


@pytest.mark.parametrize("level", [0.01, 0.1, 0.6])
def test_a_flat_place_loses_its_noise_and_keeps_its_level(level):
    before = noisy(np.full((128, 160), level))
    after = denoised(before, CFA.RGGB, NOISE, 1.0, 1.0)
    assert after.std() < 0.25 * before.std()
    assert after.mean() == pytest.approx(before.mean(), rel=0.01)
    half = denoised(before, CFA.RGGB, NOISE, 0.3, 0.3)
    assert after.std() < half.std() < before.std()


def test_nothing_asked_changes_nothing():
    before = noisy(np.full((40, 41), 0.05))
    assert np.allclose(denoised(before, CFA.GBRG, NOISE, 0.0, 0.0), before, atol=1e-6)


def test_an_edge_stays_sharp():
    clean = np.full((96, 128), 0.05)
    clean[:, 64:] = 0.5
    after = denoised(noisy(clean), CFA.RGGB, NOISE, 1.0, 1.0).mean(0)
    assert after[:58].max() < 0.08
    assert after[70:].min() > 0.45


def test_color_noise_goes_without_the_luminance_s_detail():
    clean = np.full((96, 128), 0.2)
    clean[::8] = 0.23  # fine lines in brightness
    before = noisy(clean)
    after = denoised(before, CFA.RGGB, NOISE, 0.0, 1.0)
    colors = cfa_map(CFA.RGGB, 96, 128)
    spread = [np.std([v[colors == 0].reshape(48, 64) - v[colors == 2].reshape(48, 64)]) for v in (before, after)]
    assert spread[1] < 0.5 * spread[0]  # brightness noise differs a little between channels
    assert np.corrcoef(after.mean(1), clean.mean(1))[0, 1] > 0.9


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(list(CFA)), st.integers(0, 40), st.integers(0, 40))
def test_tiles_equal_the_whole(cfa, y, x):
    y_ramp, x_ramp = np.mgrid[0:231, 0:257]
    raw = RawImage(noisy(0.02 + 0.3 * np.sin(y_ramp / 30) ** 2 * np.cos(x_ramp / 25) ** 2, cfa), cfa)
    local = LocalEdits.of(RawEdits(denoise=70.0, denoise_color=90.0, saturation=10.0), raw, noise=NOISE)
    whole = local.mosaic(raw.mosaic, cfa, (0, 0))
    assert local.halo == HALO + 6
    top, left = 2 * y + 60, 2 * x + 60
    y0, x0 = max(0, top - local.halo), max(0, left - local.halo)
    part = local.mosaic(raw.mosaic[y0 : top + 30 + local.halo, x0 : left + 33 + local.halo], cfa, (y0, x0))
    tile = part[top - y0 :, left - x0 :][:30, :33]
    assert np.allclose(tile, whole[top : top + 30, left : left + 33], atol=3e-6)
    assert np.allclose(local.whole(raw.mosaic, cfa), whole, atol=3e-6)
