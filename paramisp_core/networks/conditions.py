"""Conditions: the camera parameters a network is steered by, as a batch of tensors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.raw.cfa import CFA


@dataclass(frozen=True)
class Conditions:
    """Camera parameters of a batch of B photos; the learned networks take it beside the image.

    cfa: (B, 2, 2) int64, 0 red, 1 green, 2 blue. white_balance: (B, 3) gains. color_matrix: (B, 3, 3) balanced
    camera RGB to linear sRGB. focal_length (mm), f_number, exposure_time (s), iso: (B,); NaN means unknown.
    """

    cfa: torch.Tensor
    white_balance: torch.Tensor
    color_matrix: torch.Tensor
    focal_length: torch.Tensor
    f_number: torch.Tensor
    exposure_time: torch.Tensor
    iso: torch.Tensor

    @classmethod
    def of(cls, shot: ShotSettings, cfa: CFA, white_balance: Any, color_matrix: Any,
           device: torch.device | str = "cpu") -> Conditions:
        """Return the conditions of one photo (B = 1)."""

        def scalar(value: float | None) -> torch.Tensor:
            return torch.tensor([math.nan if value is None else value], dtype=torch.float32, device=device)

        return cls(
            cfa=torch.as_tensor(cfa.indices, device=device)[None],
            white_balance=torch.as_tensor(np.asarray(white_balance, np.float32), device=device)[None],
            color_matrix=torch.as_tensor(np.asarray(color_matrix, np.float32), device=device)[None],
            focal_length=scalar(shot.focal_length),
            f_number=scalar(shot.f_number),
            exposure_time=scalar(shot.exposure_time),
            iso=scalar(shot.iso),
        )

    @classmethod
    def stacked(cls, parts: Sequence[Conditions]) -> Conditions:
        """Return one batch of the photos of several, in order."""
        return cls(**{f.name: torch.cat([getattr(part, f.name) for part in parts]) for f in fields(cls)})

    def to(self, device: torch.device | str) -> Conditions:
        """Return the same conditions on another device."""
        return Conditions(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})

    def __len__(self) -> int:
        return int(self.iso.shape[0])
