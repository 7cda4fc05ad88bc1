"""The window uses the networks calibrated for the photo's camera and says so."""

from __future__ import annotations

from dataclasses import replace

from app.live.engine import Engine
from paramisp_core.engine.isp import load_isp
from paramisp_core.engine.models import CameraModels
from paramisp_core.files.opening import open_photo
from paramisp_core.networks.checkpoints import save_network, user_models_path
from paramisp_core.resources import resource_path


def test_a_calibrated_camera_is_named_in_the_panel(make_window, qtbot) -> None:
    sample = resource_path("sample.jpg")
    shipped = load_isp("inverse", device="cpu")
    camera = open_photo(sample).camera.name
    save_network(shipped.network, user_models_path() / "mine-inverse", replace(shipped.card, camera=camera))
    forward = CameraModels(device="cpu").forward(open_photo(sample).camera).card.name
    window = make_window(Engine(), sample)
    assert window.model_panel._facts.text().splitlines()[0] == f"mine-inverse + {forward}"
    assert window.saver.models == {"inverse": "mine-inverse", "forward": forward}
