"""Large shared libraries are mapped into memory without Python's global lock, and by one thread at a time."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
import threading
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


def wait_for_mapping() -> None:
    """Wait until the libraries that are being mapped are."""
    with MAPPING:
        pass


@lru_cache(1)
def _map_torch() -> None:
    if not sys.platform.startswith("linux") or "torch" in sys.modules:
        return
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent / "lib"
    libc = ctypes.CDLL(None)  # a foreign function is called without the global lock
    libc.dlopen.restype, libc.dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for name in ("libc10.so", "libtorch_cpu.so", "libtorch_python.so"):
        if (folder / name).is_file():
            libc.dlopen(os.fsencode(folder / name), os.RTLD_LAZY | os.RTLD_LOCAL)
