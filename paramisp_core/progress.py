"""How long jobs report progress and are cancelled: a callback that may raise :class:`Cancelled`; and the bar of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[float], None]
"""Called with the finished fraction, 0..1; raises Cancelled to stop the job between two steps."""


class Cancelled(Exception):
    """The user stopped the job; nothing was written."""


def section(progress: Progress | None, start: float, stop: float) -> Progress | None:
    """Return a callback for a part of a job that covers start..stop of the whole."""
    if progress is None:
        return None

    def report(fraction: float) -> None:
        progress(start + (stop - start) * fraction)

    return report


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """Yield a progress callback that draws a bar on stderr, or None when nobody looks (no terminal)."""
    if not sys.stderr.isatty():
        yield None
        return
    drawn = -1

    def draw(fraction: float) -> None:
        nonlocal drawn
        percent = int(100 * min(max(fraction, 0.0), 1.0))
        if percent != drawn:
            drawn = percent
            done = percent // 4
            sys.stderr.write(f"\r{'█' * done}{'░' * (25 - done)} {percent:3d} % {label}\x1b[K")
            sys.stderr.flush()

    try:
        yield draw
    finally:
        if drawn >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
