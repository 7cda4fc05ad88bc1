"""The number format of the learned convolutions: float32, or half of it, which a GPU multiplies several times as fast.

Only LocalNet's convolutions take it, which are nearly all of the arithmetic. What is exact stays in float32: the
canonical steps, the tone stages, everything that is known of the whole photo, the statistics of attention, and the sum
of a picture and what LocalNet adds to it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch
from torch import nn

PRECISIONS: dict[str, torch.dtype | None] = {
    "float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}
"""By the names of `--precision`; None: as the weights are."""


class LowPrecision(nn.Module):
    """A network whose LocalNet may run in half of float32. ``low_precision``: the format; None for float32."""

    low_precision: torch.dtype | None = None

    def _in_low_precision(self, device: torch.device) -> AbstractContextManager[object]:
        """Let convolutions run in that format from here on."""
        return nullcontext() if self.low_precision is None else torch.autocast(device.type, self.low_precision)


def in_float32(device: torch.device) -> AbstractContextManager[object]:
    """Take a part out of :meth:`LowPrecision._in_low_precision`."""
    return torch.autocast(device.type, enabled=False)
