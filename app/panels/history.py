"""The history: every step since the photo was opened, by name; a click goes back to it or forward again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent, QUndoGroup
from PySide6.QtWidgets import QHBoxLayout, QUndoView, QWidget

from app.panels.section import Section

_LONGEST = 9  # rows; a longer history scrolls


class HistoryPanel(Section):
    """The open photo's undo stack as a list."""

    def __init__(self, group: QUndoGroup, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("History"), parent=parent)
        self.view = _Steps(group)
        self.view.setEmptyLabel(self.tr("As opened"))
        self.view.setAccessibleName(self.tr("History"))
        self.view.setToolTip(self.tr(
            "Every step since the photo was opened. Click on one, or take the arrow keys, to go back to it or\n"
            "forward again; what lies after it stays until you change something. Ctrl+H comes here."))
        inset = QHBoxLayout()
        inset.setContentsMargins(6, 0, 2, 0)
        inset.addWidget(self.view)
        self.body.addLayout(inset)


class _Steps(QUndoView):
    """As high as its steps, up to a limit."""

    def __init__(self, group: QUndoGroup) -> None:
        super().__init__(group)
        self.setUniformItemSizes(True)
        group.indexChanged.connect(self._fit)
        group.activeStackChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Take the height of the steps; while one of them moves on, all panels would else be laid out anew."""
        if (height := self.sizeHint().height()) != self.maximumHeight():
            self.updateGeometry()
            self.setFixedHeight(height)

    def showEvent(self, event: QShowEvent) -> None:
        """The rows have their height once the theme is known."""
        super().showEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return room for all steps or the longest that is shown at once."""
        rows = min(max(self.model().rowCount(), 1), _LONGEST)
        return QSize(120, rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk through the steps; Escape gives the keys back to the window."""
        if event.key() == Qt.Key.Key_Escape:
            self.window().setFocus()
            return
        super().keyPressEvent(event)
