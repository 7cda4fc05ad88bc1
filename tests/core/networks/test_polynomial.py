"""The polynomial camera: exact in tiles, kept in checkpoints of its own kind, live like any other network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.development import Development
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import ModelCard, save_network
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.polynomial import PolynomialNetwork, factors
from paramisp_core.raw.cfa import CFA
from paramisp_core.training.polynomial import Polynomial

CPU = torch.device("cpu")


def bent(direction: str) -> PolynomialNetwork:
    network = PolynomialNetwork(direction)
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        network.weights_N3[1:] += 0.05 * torch.randn(network.weights_N3[1:].shape, generator=generator)
    return network.eval().requires_grad_(False)


def isps() -> tuple[InverseISP, ForwardISP]:
    cards = [ModelCard("plain", way, "polynomial") for way in ("inverse", "forward")]  # type: ignore[arg-type]
    return InverseISP(bent("inverse"), cards[0], CPU), ForwardISP(bent("forward"), cards[1], CPU)


def photo(size: tuple[int, int] = (120, 162)) -> Photo:
    rng = np.random.default_rng(4)
    camera = camera_named("Nikon D7000")
    rgb = cv2.resize(rng.random((8, 8, 3), dtype=np.float32), size[::-1], interpolation=cv2.INTER_CUBIC).clip(0, 1)
    return Photo(rgb, ShotSettings(iso=200), camera, np.array([1.9, 1.0, 1.4]))


def test_terms_are_in_the_order_that_is_fitted() -> None:
    colors = np.random.default_rng(0).random((50, 3)).astype(np.float32)
    network = bent("forward")
    expected = Polynomial(network.weights_N3.double().numpy())(colors)
    found = network.mapped(torch.from_numpy(colors.T[None, :, None]))[0, :, 0].T.numpy()
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert len(factors(4)) == len(network.weights_N3) == 35


@pytest.mark.parametrize("direction", ["inverse", "forward"])
@pytest.mark.parametrize("size", [(64, 96), (37, 51)])
def test_tiles_equal_the_whole(direction: str, size: tuple[int, int]) -> None:
    inverse, forward = isps()
    isp = inverse if direction == "inverse" else forward
    rng = np.random.default_rng(5)
    image = rng.random((*size, 3) if direction == "inverse" else size, dtype=np.float32)
    run = isp.tiled(image, Conditions.of(ShotSettings(), CFA.GBRG, np.array([2.0, 1, 1.5]), np.eye(3)))
    np.testing.assert_allclose(run.region(image, tile=16), run.region(image, tile=512), atol=1e-6)


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    network = bent("inverse")
    card = save_network(network, tmp_path / "x.safetensors", ModelCard("", "inverse", "compact"))
    assert card.architecture == "polynomial"
    loaded = load_isp(tmp_path / "x.safetensors", device="cpu")
    assert torch.equal(loaded.network.weights_N3, network.weights_N3)
    assert loaded.card.parameters == 105
    with pytest.raises(ValueError, match="degree"):
        PolynomialNetwork("inverse", 7)


def test_an_absurd_degree_in_a_file_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    path = tmp_path / "x.safetensors"
    save_file({"weights_N3": torch.zeros(35, 3)}, path,
              {"architecture": "polynomial", "direction": "inverse", "config": '{"degree": 1000}'})
    with pytest.raises(UserError, match="not one of ours"):
        load_isp(path, device="cpu")


def test_it_runs_live_as_any_network_does() -> None:
    """Unedited the photo is itself; a draft of an edit is like what is refined; the whole equals its regions."""
    inverse, forward = isps()
    development = Development(photo(), inverse, forward)
    recipe = development.default_recipe()
    np.testing.assert_allclose(development.full(recipe), development.photo.rgb, atol=1e-6)
    edited = replace(recipe, anchored=False, edits=recipe.edits.changed(exposure_ev=-0.7))
    whole = (0, 0, 120, 162)
    refined = development.refine(edited, whole, (120, 162)).rgb8
    np.testing.assert_allclose(refined / 255, development.full(edited), atol=3e-3)
    draft = development.draft(replace(edited, edits=edited.edits.changed(exposure_ev=-1.0)), whole, (120, 162)).rgb8
    exact = development.full(replace(edited, edits=edited.edits.changed(exposure_ev=-1.0)))
    assert np.abs(draft / 255 - exact).mean() < 0.02
    other = replace(recipe, camera=camera_named("Canon EOS 5D Mark II"))
    assert np.abs(development.full(other) - development.photo.rgb).max() > 0.005, "render as changes the tone"
