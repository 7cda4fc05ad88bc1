"""An accelerator that is out of memory: smaller tiles, then the CPU, and it says so. No accelerator is needed."""

from __future__ import annotations

import logging

import numpy as np
import pytest
import torch

from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine import isp, tiles
from paramisp_core.engine.isp import InverseISP
from paramisp_core.engine.memory import fitting_tiles, within_memory
from paramisp_core.engine.tiles import TiledRun, to_tensor
from paramisp_core.networks.checkpoints import ModelCard
from paramisp_core.networks.compact import CompactConfig, CompactNetwork
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork
from paramisp_core.raw.cfa import CFA

CUDA = torch.device("cuda")
CONDITIONS = Conditions.of(ShotSettings(iso=400, exposure_time=0.01, f_number=4, focal_length=50), CFA.GRBG,
                           [1.8, 1, 1.4], np.eye(3) * 1.4 - 0.4 / 3)


class Small:
    """Work on a device that holds tiles up to a size."""

    def __init__(self, holds: int) -> None:
        self.holds, self.tried = holds, []  # type: ignore[var-annotated]

    def __call__(self, tile: int) -> str:
        self.tried.append(tile)
        if tile > self.holds:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return f"tiles of {tile}"


def test_smaller_tiles_then_the_cpu_and_each_step_is_said(caplog: pytest.LogCaptureFixture) -> None:
    work = Small(256)
    with caplog.at_level(logging.WARNING):
        assert within_memory(CUDA, (1024, 512, 256), work, lambda: "CPU") == "tiles of 256"
    assert work.tried == [1024, 512, 256]
    assert [record.message.split("; ")[1] for record in caplog.records] == [
        "going on with tiles of 512 pixels.", "going on with tiles of 256 pixels."]
    caplog.clear()
    assert within_memory(CUDA, (512, 256), Small(0), lambda: "CPU") == "CPU"
    assert caplog.records[-1].message.endswith("going on with the CPU.")


def test_other_errors_pass_and_a_cpu_has_nothing_below_it() -> None:
    def broken(_: int) -> str:
        raise RuntimeError("device-side assert")

    with pytest.raises(RuntimeError, match="assert"):
        within_memory(CUDA, (512, 256), broken, lambda: "CPU")
    with pytest.raises(torch.OutOfMemoryError):
        within_memory(torch.device("cpu"), (512, 256), Small(256), lambda: "CPU")


def test_tiles_fit_the_free_memory() -> None:
    assert fitting_tiles(80 * 10**9, 32)[0] == 2048
    assert fitting_tiles(4 * 10**9, 32)[0] == 1024
    assert fitting_tiles(10**8, 32) == (128,)  # tried all the same


def fake_accelerator(monkeypatch: pytest.MonkeyPatch, module: object) -> None:
    """Let a module take the CPU for an accelerator when it looks at what to do without memory."""
    monkeypatch.setattr(module, "within_memory",
                        lambda device, sides, work, on_cpu: within_memory(CUDA, sides, work, on_cpu))


def test_a_compact_network_goes_on_with_equal_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    network = CompactNetwork("inverse", CompactConfig(channels=8, blocks=1)).eval().requires_grad_(False)
    image = np.random.default_rng(0).random((300, 280, 3)).astype(np.float32)
    with torch.inference_mode():
        state = network.global_state(network.thumbnail(to_tensor(image), CONDITIONS), CONDITIONS)
    run = TiledRun(network, CONDITIONS, state, *image.shape[:2])
    whole = run.region(image)
    fake_accelerator(monkeypatch, tiles)
    here, computed, holds = TiledRun._tile, [], [0]  # type: ignore[var-annotated]

    def tile(self: TiledRun, image: object, y0: int, x0: int, y1: int, x1: int, origin: object,
             colors: bool) -> object:
        if self.network is network and (y1 - y0) * (x1 - x0) > holds[0]:
            raise torch.OutOfMemoryError("CUDA out of memory")
        computed.append(self.network is network)
        return here(self, image, y0, x0, y1, x1, origin, colors)  # type: ignore[arg-type]

    monkeypatch.setattr(TiledRun, "_tile", tile)
    for holds[0], on_device in ((256 * 256, True), (128 * 128, True), (0, False)):
        if not on_device:
            fake_accelerator_once(monkeypatch)
        computed.clear()
        np.testing.assert_allclose(run.region(image), whole, atol=1e-5)
        assert set(computed) == {on_device}


def fake_accelerator_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first run is on the accelerator; the copy on the CPU knows where it is."""
    asked = iter([CUDA])
    monkeypatch.setattr(tiles, "within_memory", lambda device, sides, work, on_cpu:
                        within_memory(next(asked, torch.device("cpu")), sides, work, on_cpu))


def test_the_papers_network_ends_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    network = PaperNetwork("inverse").eval().requires_grad_(False)
    model = InverseISP(network, ModelCard("test", "inverse", "paper"), torch.device("cpu"))
    image = to_tensor(np.random.default_rng(0).random((96, 100, 3)).astype(np.float32))
    expected = model._paper(network, image, CONDITIONS, None)
    asked, tried = iter([CUDA]), []

    def within(device: torch.device, sides: tuple[int, ...], work: object, on_cpu: object) -> object:
        place = next(asked, torch.device("cpu"))

        def full(side: int) -> object:
            tried.append((place.type, side))
            if place.type == "cuda":
                raise torch.OutOfMemoryError("CUDA out of memory")
            return work(side)  # type: ignore[operator]

        return within_memory(place, sides, full, on_cpu)  # type: ignore[arg-type]

    monkeypatch.setattr(isp, "within_memory", within)
    torch.testing.assert_close(model._paper(network, image, CONDITIONS, None), expected)
    assert tried == [("cuda", 100), ("cuda", 512), ("cuda", 256), ("cuda", 128), ("cpu", 100)]
