"""Pictures of 8 bits as the light values 0..1 they stand for: codes stay codes until a part of them is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_STEP = np.float32(1 / 255)


def as_float(part: NDArray[Any]) -> NDArray[np.float32]:
    """Return float32 0..1 of a part of a picture of any shape: uint8 codes are converted, float32 is as it was."""
    return np.multiply(part, _STEP, dtype=np.float32) if part.dtype == np.uint8 else part


def as_codes(part: NDArray[Any]) -> NDArray[np.uint8]:
    """Return uint8 codes of a part of a picture of any shape: uint8 is as it was, float 0..1 is rounded and cut."""
    return part if part.dtype == np.uint8 else np.rint(np.clip(part, 0, 1) * 255).astype(np.uint8)
