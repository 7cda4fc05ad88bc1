"""How long jobs report progress and are cancelled: a callback that may raise :class:`Cancelled`."""

from __future__ import annotations

from collections.abc import Callable

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
