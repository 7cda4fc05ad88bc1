"""ParamNet: camera parameters to one embedding vector (ParamISP section 3.1, with honest unknowns)."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from paramisp_core.networks.conditions import Conditions

# log2 centre and half range of what cameras do; features are well scaled inside and clipped outside.
_RANGES = {
    "iso": (math.log2(400), 5.0),
    "exposure_time": (math.log2(1 / 60), 8.0),
    "f_number": (math.log2(4.5), 2.5),
    "focal_length": (math.log2(35), 3.5),
}
_FEATURES = 8
_COLOR_FEATURES = 8


class ParamNet(nn.Module):
    """Embed shot settings and camera colour.

    Each setting enters as its clipped log2, the square of it and three sine/cosine pairs; an unknown one (NaN) is
    a learned token instead of a made-up value. Colour enters as log gains and the matrix without its diagonal
    (rows sum to 1, so the diagonal is known).
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.settings = nn.ModuleDict({name: nn.Linear(_FEATURES, width) for name in _RANGES})
        # uniform_, not randn: on the meta device, where checkpoints are checked, randn imports sympy for 4 s
        self.unknown = nn.ParameterDict(
            {name: nn.Parameter(torch.empty(width).uniform_(-0.17, 0.17)) for name in _RANGES})
        self.color = nn.Linear(_COLOR_FEATURES, width)
        self.mix = nn.Sequential(nn.ELU(), nn.Linear(width, width), nn.ELU(), nn.Linear(width, width))

    def forward(self, conditions: Conditions) -> Tensor:
        """Return the (B, width) embedding."""
        total = self.color(_color_features(conditions))
        # all settings at once, (B, 4): small operations cost as much as large ones
        value = torch.stack([getattr(conditions, name).float() for name in _RANGES], 1)
        known = torch.isfinite(value) & (value > 0)
        center, half_range = (value.new_tensor(column) for column in zip(*_RANGES.values()))
        z = ((torch.log2(torch.where(known, value, torch.ones_like(value))) - center) / half_range).clamp(-1.5, 1.5)
        angles = z[..., None] * (value.new_tensor([1.0, 2.0, 4.0]) * (math.pi / 2))
        waves = torch.stack([torch.sin(angles), torch.cos(angles)], 3).flatten(2)
        features = torch.cat([z[..., None], (z * z)[..., None], waves], 2)
        for i, name in enumerate(_RANGES):
            total = total + torch.where(
                known[:, i, None], self.settings[name](features[:, i]), self.unknown[name][None])
        return self.mix(total)


def _color_features(conditions: Conditions) -> Tensor:
    gains = conditions.white_balance.float()
    gains = torch.log2(gains / gains[:, 1:2]).clamp(-3, 3)
    matrix = conditions.color_matrix.float()
    off_diagonal = [matrix[:, i, j] for i in range(3) for j in range(3) if i != j]
    return torch.stack([gains[:, 0], gains[:, 2], *off_diagonal], 1)
