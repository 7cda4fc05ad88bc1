"""Pictures of 8 or 16 bits as the light values 0..1 they stand for: codes stay codes until a part is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_STEPS = {np.dtype(np.uint8): np.float32(1 / 255), np.dtype(np.uint16): np.float32(1 / 65535)}


def as_float(part: NDArray[Any]) -> NDArray[np.float32]:
    """Return float32 0..1 of a part of a picture of any shape: uint8 and uint16 are converted, float32 is as it was."""
    step = _STEPS.get(part.dtype)
    return part if step is None else np.multiply(part, step, dtype=np.float32)


def decoded(picture: Any) -> Any:
    """Return the codes that a file holds, of a picture whose rounding is found again too (engine/dequantize.py)."""
    return getattr(picture, "decoded", picture)


def as_codes(part: NDArray[Any]) -> NDArray[np.uint8]:
    """Return uint8 codes of a part of a picture of any shape: uint8 is as it was, the rest is rounded and cut."""
    return part if part.dtype == np.uint8 else np.rint(np.clip(as_float(part), 0, 1) * 255).astype(np.uint8)
