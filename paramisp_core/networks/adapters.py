"""Adapters: some two hundred numbers that make the network for any camera one camera's own.

An adapter holds no network. It names the trunk it was fitted to, by name and checksum, and says how that one's
global parameters change: an offset for each, how much of what GlobalNet reads off the picture still counts (a camera
that is known need not be guessed), and an offset to the steering of LocalNet.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from paramisp_core.networks.compact import CompactNetwork

NAMES = ("head_bias", "head_scale", "film_bias", "grid_bias")


def no_change(network: CompactNetwork) -> dict[str, Tensor]:
    """Return the adapter that changes nothing: zeros of the right shapes, by name."""
    net = network.global_net
    return {"head_bias": torch.zeros_like(net.head.bias), "head_scale": torch.zeros_like(net.head.bias),
            "film_bias": torch.zeros_like(net.film.bias), "grid_bias": torch.zeros_like(_grid_bias(net))}


def adapted(network: CompactNetwork, adapter: Mapping[str, Tensor]) -> CompactNetwork:
    """Return a copy of the trunk with an adapter's changes; the trunk stays as it is."""
    result = copy.deepcopy(network)
    net = result.global_net
    with torch.no_grad():
        net.head.bias.add_(adapter["head_bias"])
        net.head.weight.mul_(1 + adapter["head_scale"][:, None])
        net.film.bias.add_(adapter["film_bias"])
        _grid_bias(net).add_(adapter["grid_bias"])
    return result


class AdapterFit:
    """A copy of a trunk in which nothing but an adapter can be trained. network: runs as it stands."""

    def __init__(self, trunk: CompactNetwork) -> None:
        self.network = copy.deepcopy(trunk).requires_grad_(False)
        net = self.network.global_net
        self._scale = _Scaled(len(net.head.bias))
        self._first = {name: bias.detach().clone() for name, bias in self._biases().items()}
        parametrize.register_parametrization(net.head, "weight", self._scale)
        for bias in self._biases().values():
            bias.requires_grad_(True)

    def _biases(self) -> dict[str, nn.Parameter]:
        net = self.network.global_net
        return {"head_bias": net.head.bias, "film_bias": net.film.bias, "grid_bias": _grid_bias(net)}

    def parameters(self) -> list[nn.Parameter]:
        """Return what is trained."""
        return [*self._biases().values(), self._scale.scale]

    def adapter(self) -> dict[str, Tensor]:
        """Return the adapter as it stands."""
        found = {name: (bias - self._first[name]).detach().clone() for name, bias in self._biases().items()}
        return found | {"head_scale": self._scale.scale.detach().clone()}


class _Scaled(nn.Module):
    """Rows of a weight, each times 1 + its number."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.zeros(rows))

    def forward(self, weight: Tensor) -> Tensor:
        return weight * (1 + self.scale[:, None])


def _grid_bias(net: nn.Module) -> nn.Parameter:
    bias = net.grid_head.bias  # type: ignore[union-attr]
    assert isinstance(bias, nn.Parameter)
    return bias
