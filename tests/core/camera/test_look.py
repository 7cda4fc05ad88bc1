"""The measured difference of two cameras' tone curves, on pictures whose true answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.camera.database import camera_named, tone_curves
from paramisp_core.camera.look import look_change, measured_curve_name
from paramisp_core.raw.transfer import srgb_encode

D7000, CANON, FUJI = map(camera_named, ("Nikon D7000", "Canon EOS 5D Mark II", "Fujifilm X100S"))
EOS = camera_named("Canon EOS 7D")  # unlike the 5D's, its measured curve begins at black


def taken(light: np.ndarray, name: str) -> np.ndarray:
    """Return the sRGB picture of scene light 0..1 under a measured curve, nothing else done to it."""
    nodes = tone_curves()[name]
    shown = np.interp(light, nodes[:, 0], np.maximum.accumulate(nodes[:, 1])) / nodes[-1, 1]
    return srgb_encode(shown.astype(np.float32))


def metered(scene: np.ndarray, name: str, mean: float) -> np.ndarray:
    """Return the picture of a scene at the exposure at which its mean is ``mean``."""
    exposures = 2.0 ** np.linspace(-4, 2, 2000)
    best = min(exposures, key=lambda e: abs(float(taken(np.minimum(scene * e, 1), name).mean()) - mean))
    return taken(np.minimum(scene * best, 1), name)


@pytest.mark.parametrize(("first", "second"), [(D7000, EOS), (EOS, FUJI), (FUJI, D7000)])
@pytest.mark.parametrize("mean", [0.2, 0.45, 0.6])
def test_a_picture_becomes_what_the_other_camera_had_taken(first, second, mean: float) -> None:
    rng = np.random.default_rng(1)
    scene = np.exp(rng.uniform(np.log(0.005), np.log(0.45), (4000, 3))).astype(np.float32)
    names = [measured_curve_name(one) for one in (first, second)]
    photo, truth = (metered(scene, name, mean) for name in names)
    look = look_change(first, second, photo)
    seen = (photo < 0.95) & (truth < 0.95)  # of what clipped nobody knows how bright it was
    error = np.abs(look.applied(photo) - truth)[seen]
    assert error.mean() < 0.004
    assert error.mean() < 0.3 * np.abs(photo - truth)[seen].mean()
    fixed = look_change(first, second).applied(photo)
    assert error.mean() <= np.abs(fixed - truth)[seen].mean() + 1e-3, "the meter knows the exposure better"


def test_the_mean_stays_and_without_a_picture_the_mid_grey() -> None:
    picture = np.random.default_rng(2).uniform(0, 0.6, (32, 32, 3)).astype(np.float32)
    assert look_change(D7000, CANON, picture).applied(picture).mean() == pytest.approx(picture.mean(), abs=2e-4)
    assert look_change(D7000, CANON).applied(np.float32([0.46])) == pytest.approx(0.46, abs=2e-4)


def test_there_and_back_and_ends() -> None:
    x = np.linspace(0.02, 0.85, 500, dtype=np.float32)
    there, back = look_change(D7000, FUJI), look_change(FUJI, D7000)
    assert np.abs(back.applied(there.applied(x)) - x).max() < 0.004
    assert there.applied(np.float32([0, -1])).tolist() == [0, 0]
    assert (np.diff(there.applied(np.linspace(0, 1, 1000, dtype=np.float32))) >= 0).all()


def test_white_stays_white_where_the_other_camera_exposes_less() -> None:
    dark = np.full((8, 8, 3), 0.2, np.float32)
    ends = [look_change(a, b, dark).applied(np.float32([1.0]))[0] for a in (D7000, CANON, FUJI)
            for b in (D7000, CANON, FUJI) if a is not b]
    assert min(ends) > 0.999


def test_the_same_curve_is_no_change() -> None:
    assert look_change(D7000, D7000) is None
    assert look_change(camera_named("Canon EOS 6D Mark II"), camera_named("Canon EOS 7D")) is None
