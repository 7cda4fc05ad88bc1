"""Channel views: the picture's red, green, blue or luminance alone, in gray. No edit: nothing exported changes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.translations import mark, tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Channel(StrEnum):
    """What of the shown picture is looked at alone; the value is its name."""

    RED = mark("Red")
    GREEN = mark("Green")
    BLUE = mark("Blue")
    LUMINANCE = mark("Luminance")


REC_709 = (0.2126, 0.7152, 0.0722)
"""What red, green and blue add to luminance."""

_WEIGHTS = {Channel.RED: (1, 0, 0), Channel.GREEN: (0, 1, 0), Channel.BLUE: (0, 0, 1),
            Channel.LUMINANCE: REC_709}


def channel_alone(rgb8: NDArray[np.uint8], channel: Channel) -> NDArray[np.uint8]:
    """Return an (h, w, 3) picture in the gray values of one of its channels."""
    import cv2
    import numpy as np

    weights = np.array([_WEIGHTS[channel]] * 3, np.float32)
    return np.asarray(cv2.transform(np.ascontiguousarray(rgb8), weights), np.uint8)


class Channels(QObject):
    """Which channel is looked at alone, and the menu to choose it from. One key shows it, the same ends it."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.current: Channel | None = None
        self.actions: dict[Channel, QAction] = {}
        for number, channel in enumerate(Channel, start=1):
            action = self.actions[channel] = QAction(tr(channel.value), self)
            action.setShortcut(f"Alt+{number}")
            action.setCheckable(True)
            action.setToolTip(tr("Show this channel of the picture alone, in gray; the same key ends it\n"
                                 "(Alt+{number}; off by default)").format(number=number))
            action.triggered.connect(lambda on, one=channel: self.set_current(one if on else None))

    def add_to(self, menu: QMenu) -> list[QAction]:
        """Put the entries into a menu of their own within a menu, and return them."""
        own = menu.addMenu(tr("C&hannel alone"))
        own.setToolTipsVisible(True)
        own.addActions(list(self.actions.values()))
        return list(self.actions.values())

    def set_current(self, channel: Channel | None) -> None:
        """Choose the channel; None: the whole picture."""
        self.current = channel
        for one, action in self.actions.items():
            action.setChecked(one is channel)
        self.changed.emit()
