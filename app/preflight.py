"""Says in one sentence why the window cannot open here: a system library that Qt needs, or no screen.

Qt itself ends the process with a page of text in these cases. Standard library only; call it before Qt.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

# Shared library -> the Debian package that has it; Qt for Linux leaves these to the system.
_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def obstacle() -> str | None:
    """Return why the window cannot open on this machine and what to do about it, or None."""
    if sys.platform != "linux":
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if not platform and not wayland and not x11:
        command = "paramisp" if Path(sys.argv[0]).stem == "paramisp-studio" else "main.py"
        return (
            "There is no screen to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            f"The command line works without one: see '{command} --help'."
        )
    needed = dict(_ALWAYS)
    if platform.startswith("xcb") or (not platform and not wayland):
        needed |= _X11
    packages = [needed[library] for library in _missing(needed)]
    if packages:
        return (
            "Qt needs system libraries that are not installed; on Debian or Ubuntu: "
            f"sudo apt install {' '.join(packages)}"
        )
    return None


def _missing(libraries: Iterable[str]) -> list[str]:
    """Return those shared libraries that the system's loader cannot find."""
    missing = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing
