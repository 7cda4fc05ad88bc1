"""A button that shows a choice and opens a searchable list of all there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.panels.section import quiet_label


@dataclass(frozen=True)
class Kind:
    """What is chosen from. search: text to (words, value) of what fits it. prompt: in the empty search field.

    nothing: the sentence where nothing fits. plural: of what, as in "all known cameras". width: of the list, pixels.
    """

    search: Callable[[str], Sequence[tuple[str, Any]]]
    prompt: str
    nothing: str
    plural: str
    width: int = 280


class Chooser(QPushButton):
    """Emits ``chosen(value | None)``; None is the first entry, whose words ``none_text`` gives."""

    chosen = Signal(object)

    def __init__(self, kind: Kind, name: str, none_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self._kind = kind
        self._name = name
        self._none_text = none_text
        self._popup: Popup | None = None
        self._tip = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)
        self.show_words(none_text)

    def show_words(self, words: str) -> None:
        """Show what is chosen."""
        self._full_text = words
        self._elide()

    def _elide(self) -> None:
        room = max(40, self.width() - 36)
        shown = self.fontMetrics().elidedText(self._full_text, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown)
        self.setAccessibleDescription(self._full_text)
        if shown != self._full_text:
            super().setToolTip(f"{self._full_text}\n{self._tip}".strip())
        else:
            super().setToolTip(self._tip)

    def setToolTip(self, tip: str) -> None:
        """Say what the button is for; a name that is cut is told in full before it."""
        self._tip = tip
        self._elide()

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Cut long names to the width."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A button with the arrow of a list at its right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.QUIET if self.isEnabled() else theme.DISABLED), 1.5))
        x, y = self.width() - 15.0, self.height() / 2 - 1.5
        painter.drawPolyline([QPointF(x - 3.5, y), QPointF(x, y + 3.5), QPointF(x + 3.5, y)])

    def open_list(self) -> Popup:
        """Open the list below the button and return it."""
        self._popup = Popup(self._kind, self._none_text, self)
        self._popup.setAccessibleName(
            self.tr("{name}: all known {kind}").format(name=self._name, kind=self._kind.plural))
        self._popup.chosen.connect(self.chosen)
        self._popup.resize(max(self.width(), self._kind.width), 360)
        corner = self.mapToGlobal(QPoint(0, self.height() + 2))
        screen = self.screen().availableGeometry()
        # where it is wider than the button and does not fit to its right, it ends where the button ends
        if corner.x() + self._popup.width() > self.window().mapToGlobal(QPoint(self.window().width(), 0)).x():
            corner.setX(corner.x() + self.width() - self._popup.width())
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - 4 - self._popup.width())))
        if corner.y() + self._popup.height() > screen.bottom():
            above = min(self.mapToGlobal(QPoint(0, 0)).y() - 2, screen.bottom() - 4) - self._popup.height()
            corner.setY(max(screen.top(), above))
        self._popup.move(corner)
        self._popup.show()
        self._popup.search.setFocus()
        return self._popup


class Popup(QFrame):
    """Search field over the list; Enter or a click chooses, Escape closes."""

    chosen = Signal(object)

    def __init__(self, kind: Kind, none_text: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("chooserPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kind = kind
        self._none_text = none_text
        self._found: list[Any] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(kind.prompt)
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search {kind}").format(kind=kind.plural))
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._take)
        self._nothing = quiet_label(kind.nothing)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list)
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while one types."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 10,
                Qt.Key.Key_PageUp: -10,
            }.get(Qt.Key(event.key()))
            if steps is not None:
                row = min(max(self.list.currentIndex().row() + steps, 0), len(self._found) - 1)
                self.list.setCurrentIndex(self._model.index(row))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        found: list[tuple[str, Any]] = list(self._kind.search(text))
        if not text.strip():
            found.insert(0, (self._none_text, None))
        self._found = [value for _, value in found]
        self._model.setStringList([words for words, _ in found])
        self._nothing.setVisible(not found)
        if found:
            self.list.setCurrentIndex(self._model.index(0))

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._found):
            value = self._found[row]
            self.close()
            self.chosen.emit(value)
