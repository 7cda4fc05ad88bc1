"""What the training tests share beside fixtures: options, and networks to train. Not in conftest.py, of whose name
there are several, so that which one an import finds depends on what else is tested."""

from __future__ import annotations

import argparse

import torch

from paramisp_core.networks.compact import CompactNetwork
from paramisp_core.training import train
from paramisp_core.training.closed_forms import mean_curve_knots

PHOTOS, SIZE = 4, 64
"""How many simulated pairs the fixture ``pairs`` has, and their pixels a side."""


def options(*arguments: object) -> argparse.Namespace:
    """The options of 'paramisp train', read as its command line reads them."""
    parser = argparse.ArgumentParser()
    train.add_arguments(parser)
    return parser.parse_args([str(one) for one in arguments])


def starting(direction: str) -> CompactNetwork:
    """A network as training starts it."""
    torch.manual_seed(42)
    network = CompactNetwork(direction)
    network.set_base_curve(mean_curve_knots(direction, network.config.knots))
    return network


def lively(direction: str) -> CompactNetwork:
    """A network none of whose parts is at its zero start."""
    network = starting(direction)
    for layer in (network.global_net.head, network.global_net.film, network.global_net.grid_head):
        torch.nn.init.normal_(layer.weight, 0, 0.1)
    torch.nn.init.normal_(network.local_net.tail.weight, 0, 0.05)
    return network.eval().requires_grad_(False)
