"""How many photos are at work at once: while the network works at one, the next is read and the last is written.

Memory is bounded by what the photos at work are expected to need. The command line and the window's batch use this.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Hashable
from pathlib import Path

AT_ONCE = 3
"""Photos at work in one process: one is read, one in the network, one written."""
PROCESS_MB = 520
"""A process with Python, torch and a network in it, whatever the photo."""
_BYTES_PER_PIXEL = 48
"""Beyond that, at the highest moment of a photo (measured at 6 and 24 MP: invert 20, render 36, transfer 47)."""
_UNKNOWN_PIXELS = 50_000_000


def budget_mb(wanted_gb: float | None) -> float:
    """Return the memory budget in 10^6 bytes: what was asked for, else 70 % of what the system says is free."""
    if wanted_gb is not None:
        return wanted_gb * 1000
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            free = next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        free = 4000.0
        with contextlib.suppress(ValueError, OSError, AttributeError):
            free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2e6
    return 0.7 * free


def photo_mb(photo: Path) -> float:
    """Return what a photo at work is expected to need beside the process, in 10^6 bytes."""
    from PIL import Image

    pixels = _UNKNOWN_PIXELS
    try:
        with Image.open(photo) as image:  # reads the header only
            pixels = image.width * image.height
        if photo.suffix.lower() not in (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif"):
            pixels = max(pixels, _UNKNOWN_PIXELS)  # of a RAW it may be the preview
    except Exception:  # a RAW, or not a picture at all: opening it will say so
        pass
    return pixels * _BYTES_PER_PIXEL / 1e6


class AtWork:
    """The photos at work, and what they need together. Not thread-safe."""

    def __init__(self, budget: float, most: int = AT_ONCE) -> None:
        """Budget: 10^6 bytes, without the process itself."""
        self.budget, self.most = budget, most
        self._needs: dict[Hashable, float] = {}

    def begins(self, photo: Hashable, need: float) -> bool:
        """Count a photo among those at work, if there is room; alone it always has, or nothing would ever be done."""
        if photo in self._needs:
            return True
        room = len(self._needs) < self.most and sum(self._needs.values()) + need <= self.budget
        if room or not self._needs:
            self._needs[photo] = need
        return photo in self._needs

    def ends(self, photo: Hashable) -> None:
        """Count a photo no longer."""
        self._needs.pop(photo, None)

    def __len__(self) -> int:
        return len(self._needs)
