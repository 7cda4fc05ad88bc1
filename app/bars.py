"""The bars around the viewer: messages above it, a running export below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from app.translations import tr


class MessageBar(QFrame):
    """One sentence for the user that waits to be read and blocks nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._do = QToolButton()
        self._do.setObjectName("flat")
        self._do.setToolTip(self.tr("What the message offers to do"))
        self._do.setAccessibleName(self._do.toolTip())
        self._do.clicked.connect(self._act)
        self._do.hide()
        self._action: Callable[[], object] | None = None
        self._close = QToolButton()
        self._close.setObjectName("flat")
        self._close.setText(tr("Close"))
        self._close.setAccessibleName(tr("Close the message"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 7, 8, 7)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._do)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, "" when hidden."""
        return self._text.text() if not self.isHidden() else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep clicks from the picture below."""
        event.accept()

    def _act(self) -> None:
        if self._action is not None:
            self._action()

    def tell(self, sentence: str, kind: str = "note", seconds: float = 0, button: str = "",
             action: Callable[[], object] | None = None) -> None:
        """Show a sentence; kind "note" or "error"; it goes by itself after ``seconds`` (0: stays).

        button, action: words of a button beside it and what it does; "": none.
        """
        self._do.setText(button)
        self._do.setAccessibleName(button or self._do.toolTip())
        self._do.setVisible(bool(button))
        self._action = action
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._timer.stop()
        if seconds:
            self._timer.start(int(seconds * 1000))


class ExportBar(QFrame):
    """Name, progress and cancel of the running export."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportBar")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._name = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(tr("Export progress"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 10, 6)
        layout.setSpacing(12)
        layout.addWidget(self._name)
        layout.addWidget(self.progress, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep clicks from the picture below."""
        event.accept()

    def begin(self, name: str) -> None:
        """Show the bar for a file; "" for the clipboard."""
        self._name.setText(tr("Exporting {name}").format(name=name) if name else tr("Copying the picture"))
        self.progress.setValue(0)
        self.show()

    def advance(self, fraction: float) -> None:
        """Show how far it is."""
        self.progress.setValue(round(fraction * 1000))
