"""What `benchmark --drafts` measures."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.editing.draft_quality import psnr, shift


def test_psnr_and_shift_are_those_of_known_pictures() -> None:
    rng = np.random.default_rng(0)
    picture = np.kron(rng.integers(0, 256, (24, 32, 3)), np.ones((4, 4, 1))).astype(np.uint8)
    assert psnr(picture, picture) == 99
    assert psnr(np.full((8, 8, 3), 100, np.uint8), np.full((8, 8, 3), 110, np.uint8)) == pytest.approx(28.13, abs=0.01)
    assert shift(picture, np.roll(picture, (0, 3), (0, 1))) == pytest.approx(3, abs=0.3)
    assert shift(picture, picture) == pytest.approx(0, abs=0.01)
    assert shift(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8, 3), np.uint8)) == 0
