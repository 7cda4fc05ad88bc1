"""Large shared libraries are mapped into memory without Python's global lock, and by one thread at a time."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

MAPPING = threading.Lock()
"""Held while a library is mapped.

The system maps one at a time. Python 3.11 holds its global lock while it maps one, also while it waits for its turn:
the window would stand still until torch's are mapped, 0.3 s.
"""


def map_torch() -> None:
    """Map torch's libraries before ``import torch`` does, which would hold the global lock; others wait meanwhile."""
    with MAPPING:
        _map_torch()


def import_opencv() -> None:
    """Import OpenCV, its library mapped without the global lock; waits for whatever else is being mapped.

    To be called before what imports it in passing, on whatever thread but the window's.
    """
    with MAPPING:
        _import_opencv()


def mapping() -> bool:
    """Tell whether libraries are being mapped: numpy may ask the system who called it, and wait for its turn too."""
    return MAPPING.locked()


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Import something big without the garbage collector; on several threads at once, until the last is done.

    It looks at every object there is, several times while torch is imported, and holds the interpreter meanwhile: the
    window would stand still for up to a tenth of a second each time.
    """
    with _COLLECTING:
        _before.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _COLLECTING:
            if _before.pop():  # the first one's, which is the last to go
                gc.enable()


_COLLECTING = threading.Lock()
_before: list[bool] = []  # whether the collector was on when each of those that import something began


@lru_cache(1)
def _map_torch() -> None:
    if "torch" not in sys.modules:
        _map("torch", ("lib/libc10.so", "lib/libtorch_cpu.so", "lib/libtorch_python.so"), os.RTLD_LAZY)


@lru_cache(1)
def _import_opencv() -> None:
    with collection_put_off():
        if "cv2" not in sys.modules:
            import numpy  # noqa: F401 - its own libraries come first, as OpenCV would have it

            _map("cv2", ("cv2.abi3.so",), os.RTLD_NOW)
        import cv2  # noqa: F401


def _map(package: str, names: Sequence[str], when: int) -> None:
    """Map a package's libraries, which lie in its folder. when: os.RTLD_NOW or RTLD_LAZY, to look up what they call."""
    spec = importlib.util.find_spec(package) if sys.platform.startswith("linux") else None
    if spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent
    libc = ctypes.CDLL(None)  # a foreign function is called without the global lock
    libc.dlopen.restype, libc.dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    if hasattr(libc, "backtrace"):
        # The first call maps a library of its own. numpy's would come amid the others', with the global lock, which
        # would then stay with it until they are mapped.
        libc.backtrace((ctypes.c_void_p * 4)(), 4)
    for name in names:
        if (folder / name).is_file():
            libc.dlopen(os.fsencode(folder / name), when | os.RTLD_LOCAL)
