"""What a training run leaves to look at: a CSV of its course, pictures of what it makes, TensorBoard if wanted."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from paramisp_core.errors import UserError
from paramisp_core.networks.compact import balanced_linear
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.demosaic import malvar_BCHW
from paramisp_core.raw.transfer import srgb_encode

_BORDER = 2  # pixels of a crop's edge that are not shown: demosaicking makes them magenta
FIELDS = ("step", "seconds", "loss", "rate", "alive", "spread")


class TrainingLog:
    """Writes beside a training state ``x.pt``: x.csv, a line a look, and x.png, the last picture.

    tensorboard: a folder for TensorBoard's own log, or None. Raises UserError when that is not installed.
    """

    def __init__(self, state: Path, tensorboard: Path | None = None) -> None:
        self._csv, self._picture = state.with_suffix(".csv"), state.with_suffix(".png")
        self._board: Any = None
        if tensorboard is not None:
            try:
                from torch.utils.tensorboard.writer import SummaryWriter
            except ImportError:
                raise UserError("--tensorboard needs the package tensorboard: pip install tensorboard.") from None
            self._board = SummaryWriter(str(tensorboard))

    def write(self, facts: Mapping[str, float]) -> None:
        """Add a line; ``facts`` has the FIELDS."""
        new = not self._csv.exists()
        with self._csv.open("a", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, FIELDS)
            if new:
                out.writeheader()
            out.writerow({name: f"{facts[name]:.6g}" for name in FIELDS})
        if self._board is not None:
            for name in FIELDS[1:]:
                self._board.add_scalar(name, facts[name], int(facts["step"]))

    def show(self, step: int, rows: list[Tensor]) -> None:
        """Keep pictures: ``rows`` of (B, 3, h, w) sRGB 0..1, each row of the same photos."""
        cut = slice(_BORDER, -_BORDER)
        lines = [torch.cat(list(row[..., cut, cut].clamp(0, 1).cpu()), 2) for row in rows]
        sheet = torch.cat(lines, 1)
        picture = (sheet.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
        cv2.imwrite(str(self._picture), picture[..., ::-1])
        if self._board is not None:
            self._board.add_image("source, prediction, truth", sheet, step)

    def close(self) -> None:
        """Finish what is still to be written."""
        if self._board is not None:
            self._board.close()


def shown_raw(raw_B1HW: Tensor, conditions: Conditions) -> Tensor:
    """Return (B, 3, h, w) sRGB of a mosaic, plainly, to look at."""
    linear = balanced_linear(malvar_BCHW(raw_B1HW, conditions.cfa), conditions)
    return torch.from_numpy(srgb_encode(linear.clamp(0, 1).cpu().numpy()))
