"""The choice of networks by camera: the user's calibrated one, then a shipped one, then the one for any camera."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.development import Development
from paramisp_core.engine.isp import load_isp
from paramisp_core.engine.models import CameraModels, calibrated_for
from paramisp_core.errors import UserError
from paramisp_core.networks import checkpoints
from paramisp_core.networks.checkpoints import save_network, user_models_path
from paramisp_core.networks.compact import CompactNetwork

D70, EOS = camera_named("Nikon D70"), camera_named("Canon EOS 5D")  # no adapter is shipped for them


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def save(direction: str, name: str, camera: str, brighter: float = 0.0, folder: Path | None = None) -> None:
    """A copy of the shipped network that is ``brighter`` EV off and says it is of one camera."""
    shipped = load_isp(direction, device="cpu")
    network = shipped.network
    assert isinstance(network, CompactNetwork)
    network.global_net.head.bias.data[0] += brighter
    save_network(network, (folder or user_models_path()) / f"{name}-{direction}",
                 replace(shipped.card, camera=camera))


def test_any_camera_gets_the_shipped_networks() -> None:
    models = CameraModels(device="cpu")
    assert models.inverse(D70).card.name == models.inverse().card.name == "compact-inverse"
    assert models.forward(D70).card.name == "compact-forward"
    assert models.inverse(D70) is models.inverse(EOS), "loaded once"
    assert calibrated_for("inverse", D70) is None


def test_a_calibrated_camera_gets_its_own() -> None:
    save("inverse", "mine", D70.name)
    models = CameraModels(device="cpu")
    assert models.inverse(D70).card.name == "mine-inverse"
    assert models.inverse(EOS).card.name == "compact-inverse"
    assert models.forward(D70).card.name == "compact-forward", "only one direction was calibrated"
    assert CameraModels("inverse", device="cpu").inverse(D70).card.name == "compact-inverse", "the choice counts"


def test_the_users_comes_before_the_shipped_and_the_newer_before_the_older(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save("forward", "shipped", D70.name, folder=tmp_path)
    really = checkpoints.checkpoints_path()
    for path in really.glob("compact-*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(checkpoints, "checkpoints_path", lambda: tmp_path)
    assert CameraModels(device="cpu").forward(D70).card.name == "shipped-forward"
    save("forward", "older", D70.name)
    save("forward", "newer", D70.name)
    os.utime(user_models_path() / "older-forward.safetensors", (1e9, 1e9))
    assert CameraModels(device="cpu").forward(D70).card.name == "newer-forward"


def test_a_damaged_one_is_said_not_passed_over() -> None:
    save("inverse", "mine", D70.name)
    path = user_models_path() / "mine-inverse.safetensors"
    path.write_bytes(path.read_bytes()[:-10] + b"0123456789")
    with pytest.raises(UserError, match="damaged"):
        CameraModels(device="cpu").inverse(D70)


def test_a_photo_is_developed_by_its_cameras_network_and_rendered_as_by_the_others() -> None:
    """Rendering as a calibrated camera uses that camera's network; as its own camera, its own."""
    rng = np.random.default_rng(0)
    rgb = (rng.random((64, 96, 3)) * 0.5 + 0.2).astype(np.float32)
    photo = Photo(rgb, ShotSettings(iso=200), D70, np.array([2.0, 1.0, 1.5]))
    models = CameraModels(device="cpu")
    plain = Development(photo, models.inverse(D70), models.forward(D70), models)
    recipe = replace(plain.default_recipe(), anchored=False)
    before, as_other = plain.full(recipe), plain.full(replace(recipe, camera=EOS))
    save("forward", "bright", EOS.name, brighter=1.0)
    after = Development(photo, models.inverse(D70), models.forward(D70), models)
    np.testing.assert_array_equal(after.full(recipe), before)
    assert after.full(replace(recipe, camera=EOS)).mean() > as_other.mean() + 0.05
