"""Round trip: how far the way to RAW and back leads from the open photo, told where one can have it taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QImage

from app.cameras.strip import difference
from app.edits.edit import Edit
from app.live.jobs import Piece
from app.numbers import Number
from app.translations import tr
from paramisp_core.editing.edits import RawEdits

if TYPE_CHECKING:
    from app.window import MainWindow
    from paramisp_core.camera.photo import Photo

_OWNER = "round trip"
_PIECE = Piece((384, 384))  # small: it is worth no more of the worker's time


class RoundTrip(QObject):
    """Has the unedited photo rendered with and without its anchor, once somebody looks at the panel, and tells."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._label = window.model_panel.round_trip
        self._photo: Photo | None = None
        self._plain: Edit | None = None  # the photo as shot; what is lost depends on nothing else
        self._asked = False
        self._percent: float | None = None
        self._label.installEventFilter(self)
        window.controller.thumbnails.ready.connect(lambda *_: self._take())
        window.controller.engine_loaded.connect(lambda _: self._forget())

    def show_edit(self, edit: Edit, photo: Photo) -> None:
        """Tell of an edit's photo; a RAW file goes no way to RAW."""
        plain = edit.changed(shot=edit.source_shot, raw=RawEdits(), render_as=None, anchored=True)
        plain = None if photo.raw is not None else plain
        if photo is not self._photo or plain != self._plain:
            self._photo, self._plain = photo, plain
            self._forget()
        self._label.setVisible(plain is not None)
        self._tell(edit.anchored)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask when the panel is painted: scrolled out of sight it costs nothing."""
        if event.type() == QEvent.Type.Paint and not self._asked:
            self._asked = True
            QTimer.singleShot(0, self, self._take)
        return False

    def _forget(self) -> None:
        self._asked, self._percent = False, None
        self._label.update()

    def _take(self) -> None:
        if self._plain is None or not self._asked or self._percent is not None:
            return
        both = self._plain, self._plain.changed(anchored=False)
        there: dict[Edit, QImage] = self._window.controller.thumbnails.want(_OWNER, both, _PIECE)
        change = difference(*(there.get(edit) for edit in both))
        if change is not None:
            self._percent = change[1]
            self._tell(self._window.edit.anchored)

    def _tell(self, anchored: bool) -> None:
        if self._percent is None:
            words = tr("How much it changes to RAW and back is being found out…")
        else:
            # each as long as the other, so that nothing below moves
            words = (tr("To RAW and back it changes by {share:.1f} % on average; the anchor takes that back.")
                     if anchored else
                     tr("To RAW and back it changes by {share:.1f} % on average, which is what you see."))
            words = words.format(share=Number(self._percent)).replace(" %", "\u00a0%")
        self._label.setText(words)
