"""Which networks a photo gets: those calibrated for its camera where there are some, else those for any camera."""

from __future__ import annotations

from functools import lru_cache

from paramisp_core.camera.profile import CameraProfile
from paramisp_core.engine.isp import ForwardISP, InverseISP, load_isp
from paramisp_core.networks.checkpoints import ModelCard, card_for


class CameraModels:
    """Loads networks for cameras and keeps the last ones.

    inverse, forward: what to use, by name or file ("inverse" and "forward" are the shipped networks for any camera);
    None chooses by the camera, see :func:`calibrated_for`. Methods raise UserError when a network cannot be loaded.
    """

    def __init__(self, inverse: str | None = None, forward: str | None = None, device: str = "auto",
                 precision: str = "float32") -> None:
        self._chosen = {"inverse": inverse, "forward": forward}
        self._device, self._precision = device, precision
        self._load = lru_cache(maxsize=8)(self._loaded)

    def inverse(self, camera: CameraProfile | None = None) -> InverseISP:
        """Return the network that takes photos of this camera back to RAW."""
        isp = self._load("inverse", *self._place("inverse", camera))
        assert isinstance(isp, InverseISP)
        return isp

    def forward(self, camera: CameraProfile | None = None) -> ForwardISP:
        """Return the network that renders as this camera."""
        isp = self._load("forward", *self._place("forward", camera))
        assert isinstance(isp, ForwardISP)
        return isp

    def _place(self, direction: str, camera: CameraProfile | None) -> tuple[str, str]:
        """Return name or file, and what tells a newer file from the one it replaced."""
        chosen = self._chosen[direction]
        if chosen is not None:
            return chosen, ""
        card = calibrated_for(direction, camera) if camera is not None else None
        return (direction, "") if card is None else (str(card.path), card.sha256)

    def _loaded(self, direction: str, name: str, _state: str) -> InverseISP | ForwardISP:
        return load_isp(name, direction=direction, device=self._device, precision=self._precision)


def calibrated_for(direction: str, camera: CameraProfile) -> ModelCard | None:
    """Return the card of the network for a camera: the user's newest, a shipped one, an adapter, or None."""
    return card_for(direction, camera.name)
