"""What the engine runs on and with: chosen in the preferences, taken over by the worker."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EngineSetup:
    """On what and with which networks the engine runs. threads: 0 for all cores but one. "" chooses by the camera."""

    device: str = "auto"
    threads: int = 0
    inverse: str = ""
    forward: str = ""
