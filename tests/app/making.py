"""What tests of the dialogs that make files share: photos whose camera is known, and work that ends by cancel only."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt

from paramisp_core.progress import Cancelled

LEFT = Qt.MouseButton.LeftButton
LONG = 120_000
"""Milliseconds to wait for networks on a busy machine."""


def save_photo(path: Path, rgb: np.ndarray, shot: dict[int, float] | None = None) -> Path:
    """Write (H, W, 3) of 0..1 as a photo of a Nikon D7000; shot: EXIF numbers of its settings."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "NIKON CORPORATION", "NIKON D7000"
    exif.get_ifd(0x8769).update(shot or {})
    quality = {"quality": 97} if path.suffix == ".jpg" else {}
    Image.fromarray(np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)).save(path, exif=exif, **quality)
    return path


class Endless:
    """Called in place of work whose last argument is its progress: goes on until it is cancelled."""

    def __init__(self) -> None:
        self.started, self.ended = threading.Event(), threading.Event()

    def __call__(self, *given: Any) -> str:
        self.started.set()
        try:
            while True:
                given[-1](0.5)
                threading.Event().wait(0.01)
        except Cancelled:
            self.ended.set()
            raise
