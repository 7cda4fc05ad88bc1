"""Work of the GUI thread in small parts: one for each turn of its event loop, so that it can be heard in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """What was begun is done in its order, one part a turn; what it changed is painted before the next."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def begin(self, *parts: Callable[[], object]) -> None:
        """Do these in place of what still waits."""
        self._parts = deque(parts)
        self._timer.start()

    @property
    def idle(self) -> bool:
        """Whether nothing waits."""
        return not self._parts

    def drop(self) -> None:
        """Do nothing of what still waits."""
        self._parts.clear()
        self._timer.stop()

    def _turn(self) -> None:
        if len(self._parts) <= 1:
            self._timer.stop()
        if self._parts:
            self._parts.popleft()()
