"""Small pictures of the photo under many edits, made one by one while the worker has nothing else to do."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from app.edits.edit import Edit
from app.live.jobs import Piece, ThumbRequest

if TYPE_CHECKING:
    from app.live.controller import Controller

_LOOK_MS = 40  # how often to look whether the worker is free
_KEPT_PIXELS = 40_000_000  # 160 MB


class Thumbnails(QObject):
    """On the GUI thread. Each owner says what it wants now; what it no longer wants is not made.

    One picture is made at a time, and none while the main view draws, refines or exports: so a drag that begins waits
    for no more than the step of one small picture.
    """

    ready = Signal(object, object, object)  # Edit, the Piece asked for, QImage

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._wanted: dict[str, list[tuple[Edit, Piece]]] = {}
        self._kept: OrderedDict[tuple[Edit, Piece], QImage] = OrderedDict()
        self._sent: ThumbRequest | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._advance)
        self._ended = False

    def want(self, owner: str, edits: Sequence[Edit], piece: Piece) -> dict[Edit, QImage]:
        """Ask for these in this order, in place of what the owner asked for before; return those that are there."""
        there = {edit: image for edit in edits if (image := self._kept.get((edit, piece))) is not None}
        for edit in there:
            self._kept.move_to_end((edit, piece))
        self._wanted[owner] = [(edit, piece) for edit in edits if edit not in there]
        if any(self._wanted.values()) and not self._timer.isActive() and not self._ended:
            self._timer.start()
        return there

    def clear(self) -> None:
        """Forget everything: another photo is there, or none."""
        self._wanted.clear()
        self._kept.clear()
        self._sent = None
        self._timer.stop()

    def stop(self) -> None:
        """Make none any more: what is asked for while the window closes would never come."""
        self.clear()
        self._ended = True

    @property
    def idle(self) -> bool:
        """Whether every picture that is wanted is there."""
        return self._sent is None and not any(self._wanted.values())

    @Slot(object, object)
    def on_done(self, request: ThumbRequest, image: QImage | None) -> None:
        """Take in a picture from the worker; None: it gave way to something else and is asked for again."""
        if self._sent is None or request.id != self._sent.id:
            return  # of a photo that is gone
        self._sent = None
        if image is not None:
            key = request.edit, request.piece
            self._kept[key] = image
            while len(self._kept) > 1 and sum(i.width() * i.height() for i in self._kept.values()) > _KEPT_PIXELS:
                self._kept.popitem(last=False)
            for wanted in self._wanted.values():
                if key in wanted:
                    wanted.remove(key)
            self.ready.emit(request.edit, request.piece, image)
            self._advance()

    def _advance(self) -> None:
        if self._sent is not None:
            return
        following = next((wanted[0] for wanted in self._wanted.values() if wanted), None)
        if following is None:
            self._timer.stop()
        else:
            self._sent = self._controller.send_thumb(*following)
