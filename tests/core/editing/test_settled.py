"""Enlarging the change of a small draft: fine detail follows it, and flat places get it as it is. What is fitted."""

from __future__ import annotations

import cv2
import numpy as np

from paramisp_core.editing.settled import Detail, Fit, Fits, Move, Pace

SMALL = (40, 60)


def enlarged(picture: np.ndarray, change_of: object, base: np.ndarray | None = None) -> np.ndarray:
    """Make a change, a function of the picture's values in 0..255, on a small version of it, and enlarge it."""
    small = cv2.resize(picture, SMALL[::-1], interpolation=cv2.INTER_AREA)
    base = picture * 255 if base is None else base
    return Detail.of(picture, base, SMALL).enlarge(change_of(small).astype(np.float32))  # type: ignore[operator]


def test_fine_detail_gets_the_contrast_of_the_new_picture() -> None:
    rng = np.random.default_rng(1)
    smooth = cv2.resize(rng.random((8, 12, 3)).astype(np.float32), (180, 120), interpolation=cv2.INTER_CUBIC)
    picture = np.clip(0.2 + 0.5 * smooth + rng.normal(0, 0.03, smooth.shape), 0, 1).astype(np.float32)
    wanted = picture * 255 * 0.6 + 40
    small = cv2.resize(picture, SMALL[::-1], interpolation=cv2.INTER_AREA)
    plain = picture * 255 + cv2.resize(40 - 0.4 * 255 * small, (180, 120), interpolation=cv2.INTER_LINEAR)
    error = np.sqrt(np.mean((enlarged(picture, lambda values: 40 - 0.4 * 255 * values) - wanted) ** 2))
    assert error < 0.6 * np.sqrt(np.mean((plain - wanted) ** 2))


def test_a_flat_picture_gets_the_change_as_it_is_and_nothing_stays_without_one() -> None:
    flat = np.full((120, 180, 3), 0.5, np.float32)
    assert np.abs(enlarged(flat, lambda small: np.full_like(small, 30)).astype(int) - 157).max() <= 1  # 127.5 + 30
    rng = np.random.default_rng(2)
    noisy, base = rng.random((120, 180, 3)).astype(np.float32), rng.uniform(-40, 300, (120, 180, 3)).astype(np.float32)
    same = enlarged(noisy, np.zeros_like, base)
    assert np.array_equal(same, cv2.convertScaleAbs(np.clip(base, 0, 255)))


def kept(fits: Fits, move: Move, seed: int) -> Fit:
    return fits.keep(move, np.random.default_rng(seed).normal(0, 1, (22, 3)))


def some_fits() -> Fits:
    return Fits(lambda found: np.full((6, 7, 3), found[0, 0]))


def test_a_fit_serves_for_more_or_less_of_the_same_change_only() -> None:
    rng = np.random.default_rng(3)
    moved, network, film = rng.normal(0, 0.1, (50, 3)), object(), np.zeros(8, np.float32)
    fits = some_fits()
    assert fits.like(Move(network, film, moved)) is None
    fit = kept(fits, Move(network, film, moved), 1)
    found = fits.like(Move(network, film, 2 * moved + rng.normal(0, 0.01, moved.shape)))
    assert found is not None
    assert found.by_change is fit.by_change
    assert found.besides is fit.besides
    assert 1.9 < found.share < 2.1
    for share in (-1, 0, 0.1):  # the slider goes back, and beyond
        found = fits.like(Move(network, film, share * moved + rng.normal(0, 0.003, moved.shape)))
        assert found is not None
        assert abs(found.share - share) < 0.05
    for other in (3 * moved, -3 * moved, moved + rng.normal(0, 0.06, moved.shape)):
        assert fits.like(Move(network, film, other)) is None
    assert fits.like(Move(object(), film, moved)) is None  # another network's LocalNet
    assert fits.like(Move(network, film + 0.05, moved)) is None  # another shot steers it


def test_a_fit_serves_for_another_value_of_a_shot_setting_that_steers_the_same_way() -> None:
    rng = np.random.default_rng(5)
    network, film, moved = object(), rng.normal(0, 0.05, 128), rng.normal(0, 0.002, (50, 3))
    fits = some_fits()
    kept(fits, Move(network, film, moved), 1)
    for share in (-1.5, 0.2, 2.0):
        found = fits.like(Move(network, share * film + rng.normal(0, 0.002, 128), share * moved))
        assert found is not None
        assert abs(found.share - share) < 0.1
    assert fits.like(Move(network, rng.normal(0, 0.05, 128), moved)) is None
    assert fits.like(Move(network, film, moved + rng.normal(0, 0.05, moved.shape))) is None  # and the light was edited


def test_of_several_fits_that_serve_the_nearest_is_taken() -> None:
    rng = np.random.default_rng(6)
    network, film, one, aside = object(), np.zeros(4), rng.normal(0, 0.1, (50, 3)), rng.normal(0, 0.1, (50, 3))
    fits = some_fits()
    first, second = (kept(fits, Move(network, film, one + part * aside), seed) for part, seed in ((0, 1), (0.4, 2)))
    for part, fit in ((0.05, first), (0.35, second), (0.05, first)):
        found = fits.like(Move(network, film, one + part * aside))
        assert found is not None
        assert np.array_equal(found.by_change, fit.by_change)
        assert np.array_equal(found.besides, fit.besides)


def test_a_large_change_ends_at_black_and_white() -> None:
    rng = np.random.default_rng(4)
    picture = rng.random((120, 180, 3)).astype(np.float32)
    for change in (-5000, 5000):
        assert (enlarged(picture, lambda small, change=change: np.full_like(small, change)) == (change > 0) * 255).all()


def after(pace: Pace, seconds: float) -> int:
    """Return how large drafts are after some that took so long."""
    for _ in range(3):
        pace.took(seconds)
    return pace.adapt()


def test_large_drafts_that_proved_slow_are_not_tried_again_until_it_pays() -> None:
    pace = Pace()
    assert after(pace, 0.012) == Pace.SMALL  # three times as long would be too long
    assert after(pace, 0.010) == Pace.LARGE
    assert after(pace, 0.030) == Pace.LARGE
    assert after(pace, 0.050) == Pace.SMALL  # five times as long as a small one
    for _ in range(5):
        assert after(pace, 0.009) == Pace.SMALL
    assert after(pace, 0.006) == Pace.LARGE  # the machine has become quicker
    assert Pace(7000).adapt() == 7000
