"""What the codes of a photo tell of its light: nothing where clipped or crushed, less the darker, more with 16 bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.camera.database import tone_curves
from paramisp_core.raw.confidence import ESTIMATED, evidence, step_ev, tone_evidence
from paramisp_core.raw.transfer import srgb_decode, srgb_encode


def picture(*pixels: tuple[int, int, int]) -> np.ndarray:
    return np.array([pixels], np.float32) / np.float32(255)


def values(*pixels: tuple[int, int, int]) -> list[float]:
    return evidence(picture(*pixels)).value[0].tolist()


def test_a_code_step_is_the_light_between_its_neighbors() -> None:
    for code in (3, 10, 100, 250):
        low, high = (srgb_decode(np.array([(code + d) / 255], np.float32))[0] for d in (-0.5, 0.5))
        assert step_ev(code) == pytest.approx(np.log2(high / low), rel=1e-3)
    assert step_ev(1) == pytest.approx(np.log2(3))  # the curve is linear there: 0.5 to 1.5


def test_clipped_and_crushed_codes_are_no_evidence_and_the_middle_is() -> None:
    assert values((128, 128, 128), (255, 255, 255), (255, 200, 100), (0, 0, 0), (120, 90, 0), (254, 254, 254)) == [
        1, 0, 0, 0, 0, 1]


def test_evidence_falls_with_the_code_in_the_shadows() -> None:
    grays = values(*[(c, c, c) for c in range(256)])
    assert (np.diff(grays[:255]) >= 0).all()
    assert grays[1] == grays[2] == 0
    assert 0 < grays[3] < ESTIMATED < grays[5] < grays[8] < 1
    assert grays[10:255] == [1] * 245


def test_half_the_evidence_is_a_step_of_a_third_ev() -> None:
    """ESTIMATED lies where a step is 1/3 EV, the finest unit of a camera's dials."""
    fine = np.linspace(0.5, 20, 4000) / 255
    here = tone_evidence(fine, fine)
    at = fine[np.argmin(abs(here - ESTIMATED))] * 255
    assert step_ev(at) == pytest.approx(1 / 3, abs=0.005)


def test_a_dark_channel_counts_less_beside_a_bright_one() -> None:
    alone, beside = values((3, 3, 3), (200, 100, 3))
    assert alone < ESTIMATED
    assert beside == 1


def test_sixteen_bits_tell_shadows_that_eight_do_not() -> None:
    dark = np.full((2, 2, 3), 2 / 255, np.float32)
    assert (evidence(dark).value == 0).all()
    assert (evidence(dark, 65535).value == 1).all()
    ends = np.array([[[0, 0, 0], [1, 1, 1], [3 / 65535] * 3]], np.float32)
    assert evidence(ends, 65535).value[0, :2].tolist() == [0, 0]
    assert evidence(ends, 65535).value[0, 2] < ESTIMATED


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_the_table_says_what_the_formula_says(pixel: tuple[int, int, int]) -> None:
    found = evidence(picture(pixel))
    low, high = min(pixel) / 255, max(pixel) / 255
    assert found.tone[0, 0] == pytest.approx(float(tone_evidence(np.array(low), np.array(high))), abs=1e-5)
    assert bool(found.clipped[0, 0]) == (max(pixel) == 255)


def test_the_mean_of_the_measured_curves_has_the_steps_of_the_srgb_curve() -> None:
    """Why one curve is enough: cameras' own differ where they bend, not by how fine their codes are."""
    light = np.linspace(0, 1, 8192) ** 2
    shown = []
    for nodes in tone_curves().values():
        rendered = np.interp(light, nodes[:, 0], np.maximum.accumulate(nodes[:, 1]))
        shown.append(srgb_encode((rendered / rendered[-1]).astype(np.float32)).astype(np.float64))
    mean = np.mean(shown, 0) + 1e-7 * np.arange(light.size)
    mean = (mean - mean[0]) / (mean[-1] - mean[0])
    edges = np.interp((np.arange(256) + 0.5)[:255] / 255, mean, light)
    steps = np.log2(edges[1:] / edges[:-1])  # of codes 1..254
    assert abs(steps - step_ev(np.arange(1, 255))).max() < 0.06
