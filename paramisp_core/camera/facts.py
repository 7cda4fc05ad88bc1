"""Everything that is looked up when a photo is opened, read at once: while the photo itself is decoded, say."""

from __future__ import annotations

from paramisp_core.camera.database import all_cameras, noise_cameras
from paramisp_core.camera.lens import read_lenses


def read_all() -> None:
    """Read the databases of cameras, their noise, and lenses; they are kept. Safe on any thread."""
    all_cameras()
    noise_cameras()
    read_lenses()
