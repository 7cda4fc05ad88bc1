"""The shipped networks are alive on a real photo: their units fire, and what they add varies over the picture."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from paramisp_core import open_photo
from paramisp_core.engine.isp import load_isp
from paramisp_core.networks.checkpoints import list_checkpoints
from paramisp_core.networks.compact import CompactNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.resources import resource_path
from paramisp_core.training.liveness import LEAST_ALIVE, LEAST_SPREAD, liveness

SHIPPED = [card.name for card in list_checkpoints() if card.shipped and card.architecture == "compact"]


def of_all(conditions: Conditions, count: int) -> Conditions:
    return Conditions(**{name: value.expand(count, *value.shape[1:]) for name, value in vars(conditions).items()})


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_network_is_alive(name: str) -> None:
    network = load_isp(name, device="cpu").network
    assert isinstance(network, CompactNetwork)
    photo = open_photo(resource_path("sample.jpg"))
    corners = [(0, 0), (100, 300), (300, 700), (200, 1000)]
    rgb = torch.from_numpy(np.stack([photo.rgb[y : y + 96, x : x + 96] for y, x in corners])).permute(0, 3, 1, 2)
    conditions = of_all(Conditions.of(photo.shot, photo.camera.cfa, photo.white_balance, photo.camera.color_matrix), 4)
    image = rgb
    if network.direction == "forward":
        inverse = load_isp("inverse", device="cpu").network
        with torch.no_grad():
            image = inverse(rgb, conditions).clamp(0, 1)
    with torch.no_grad():
        found = liveness(network, lambda: network(image, conditions))
    assert found.alive >= LEAST_ALIVE
    assert found.spread >= LEAST_SPREAD


def test_the_default_networks_are_among_them() -> None:
    assert {"compact-inverse", "compact-forward"} <= set(SHIPPED)
