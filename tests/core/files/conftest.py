"""Small made-up raws and pictures."""

from __future__ import annotations

import numpy as np
import pytest

from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.image import RawImage


@pytest.fixture
def picture():
    """A smooth (H, W, 3) float32 sRGB picture with a corner of its own, so that turns are seen."""
    def make(height=96, width=128):
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        rgb = np.stack([x / width, y / height, 0.5 + 0.4 * np.sin(x / 9) * np.cos(y / 7)], -1) * 0.8 + 0.05
        rgb[: height // 4, : width // 4] = (0.9, 0.2, 0.1)
        return rgb.astype(np.float32)
    return make


@pytest.fixture
def make_raw(picture):
    """A RawImage of that picture, seen by a camera with the given CFA."""
    def make(cfa=CFA.RGGB, height=96, width=128, **fields):
        gains = np.array([2.0, 1.0, 1.5])
        camera = (picture(height, width) / gains * 0.9).astype(np.float32)
        return RawImage(mosaic=mosaic(camera, cfa), cfa=cfa, white_balance=gains, estimated=True, **fields)
    return make
