"""What the engine runs on and with: chosen in the preferences, taken over by the worker."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paramisp_core.engine.models import CameraModels


def good_threads() -> int:
    """Return how many threads the networks use of themselves: two, and with more cores than that all but one."""
    cores = os.cpu_count() or 1
    return max(min(2, cores), cores - 1)


@dataclass(frozen=True)
class EngineSetup:
    """On what and with which networks the engine runs. threads: 0 for as many as are good. "" chooses by the camera."""

    device: str = "auto"
    threads: int = 0
    inverse: str = ""
    forward: str = ""

    def models(self) -> CameraModels:
        """Return the networks, which are loaded once they are asked for."""
        from paramisp_core.engine.models import CameraModels

        return CameraModels(self.inverse or None, self.forward or None, self.device)
