"""Opens RAW files with LibRaw, without what it prints on the way, and the pictures inside them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import rawpy

_lock = threading.Lock()  # the process has one stderr; two threads would put back each other's silence


def open_raw(path: str | Path, *, pixels: bool) -> rawpy.RawPy:
    """Return an open RAW file, to be used in a ``with``; its mosaic is decoded if ``pixels``.

    Raises rawpy.LibRawError.

    LibRaw reports damage by an exception, and by a line of its own on stderr that names the whole path; the
    user is to read one sentence only.
    """
    import rawpy

    with _quiet():
        handle = rawpy.imread(str(path))
        if pixels:  # LibRaw finds most damage here
            try:
                handle.unpack()
            except BaseException:
                handle.close()
                raise
        return handle


def embedded_picture(handle: rawpy.RawPy) -> bytes | NDArray[np.uint8] | None:
    """Return the largest picture in an open RAW file, as stored: a JPEG's bytes, or pixels; None without one."""
    import rawpy

    try:
        found = handle.extract_thumb()
    except rawpy.LibRawError:
        return None
    return bytes(found.data) if found.format == rawpy.ThumbFormat.JPEG else np.asarray(found.data, np.uint8)


@contextmanager
def _quiet() -> Iterator[None]:
    """Send what C code writes to stderr nowhere."""
    with _lock:
        try:
            stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        except OSError:  # a window program without a console may have no stderr
            yield
            return
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            os.close(nowhere)
