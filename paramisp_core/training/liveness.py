"""Whether a network is alive: its units fire, and what it adds varies over the picture.

In a first trial whole layers died while the loss went on falling; nothing but a look at the units shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from paramisp_core.networks.compact import CompactNetwork

LEAST_ALIVE = 0.9
LEAST_SPREAD = 1e-3
_VARIES = 1e-3


@dataclass(frozen=True)
class Liveness:
    """alive: share of LocalNet's units whose output varies over photos, 0..1, of the layer where it is least.

    spread: standard deviation in space of the residual that LocalNet adds, in its encoded values 0..1.
    """

    alive: float
    spread: float

    @property
    def well(self) -> bool:
        """True when nothing of note is dead."""
        return self.alive >= LEAST_ALIVE and self.spread >= LEAST_SPREAD


def liveness(network: CompactNetwork, run_batch: Callable[[], Any]) -> Liveness:
    """Look at LocalNet while ``run_batch`` runs photos through it."""
    local = network.local_net
    layers = [local.head, *local.first, *local.second]
    seen: dict[nn.Module, list[Tensor]] = {layer: [] for layer in [*layers, local.tail]}
    hooks = [layer.register_forward_hook(lambda module, given, result: seen[module].append(result.detach()))
             for layer in seen]
    try:
        run_batch()
    finally:
        for hook in hooks:
            hook.remove()
    shares = [float((_by_unit(seen[layer]).std(1) > _VARIES).float().mean()) for layer in layers]
    spread = torch.cat([result.std((2, 3)).flatten() for result in seen[local.tail]]).mean()
    return Liveness(min(shares), float(spread))


def _by_unit(results: list[Tensor]) -> Tensor:
    return torch.cat([result.transpose(0, 1).flatten(1) for result in results], 1)
