"""A titled part of the panel column that can be folded and reset."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)


class Section(QWidget):
    """Title with a folding arrow, a switch and a reset button where they make sense, and a body to fill."""

    reset = Signal()
    switched = Signal(bool)
    alone = Signal()  # Shift and a click on the title: this section and no other

    def __init__(self, title: str, resettable: bool = False, switchable: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("section")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QToolButton()
        self.title.setObjectName("sectionTitle")
        self.title.setText(title)
        self.title.setCheckable(True)
        self.title.setChecked(True)
        self.title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setArrowType(Qt.ArrowType.DownArrow)
        self.title.toggled.connect(self._fold)
        self.title.installEventFilter(self)
        self.title.setToolTip(self.tr("A click folds it. With Shift: this section alone, or all again."))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 6, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        self.switch: QCheckBox | None = None
        if switchable:
            self.switch = QCheckBox()
            self.switch.setChecked(True)
            self.switch.setFixedWidth(16)
            self.switch.setAccessibleName(self.tr("{section} on or off").format(section=title))
            self.switch.setToolTip(
                self.tr("Off: the photo without what is set under {section}. The values stay.").format(section=title))
            self.switch.clicked.connect(self.switched)
        self.reset_button: QToolButton | None = None
        if resettable:
            self.reset_button = QToolButton()
            self.reset_button.setObjectName("flat")
            self.reset_button.setText(self.tr("Reset"))
            self.reset_button.setAccessibleName(self.tr("Reset {section}").format(section=title))
            self.reset_button.setToolTip(self.tr("Put everything under {section} back").format(section=title))
            self.reset_button.setEnabled(False)
            self.reset_button.clicked.connect(self.reset)
            head.addWidget(self.reset_button)
        if self.switch is not None:
            head.addWidget(self.switch)
        self._body_widget = QWidget()
        self.body = QVBoxLayout(self._body_widget)
        self.body.setContentsMargins(4, 2, 4, 4)
        self.body.setSpacing(5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 4, 10, 6)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addWidget(self._body_widget)

    def set_changed(self, changed: bool) -> None:
        """Offer the reset only where something differs."""
        if self.reset_button is not None:
            self.reset_button.setEnabled(changed)

    def set_switched(self, on: bool) -> None:
        """Show whether the section counts, without telling anyone."""
        if self.switch is not None:
            self.switch.setChecked(on)  # clicked is emitted for the user's own clicks only

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a click with Shift on the title."""
        if event.type() != QEvent.Type.MouseButtonPress or not isinstance(event, QMouseEvent):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.button() != Qt.MouseButton.LeftButton:
            return False
        self.alone.emit()
        return True

    def _fold(self, opened: bool) -> None:
        self.title.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self._body_widget.setVisible(opened)


def bring_into_sight(area: QScrollArea, section: Section) -> None:
    """Scroll to a section of an area that may just have grown: the layouts around it settle first."""
    widget: QWidget | None = section.body.parentWidget()
    while widget is not None and widget is not area.viewport():
        if (layout := widget.layout()) is not None:
            layout.invalidate()
            layout.activate()
        widget = widget.parentWidget()
    QCoreApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
    area.ensureWidgetVisible(section, 0, 0)


class Elided(QLabel):
    """One line that is cut where there is no room, in its middle as a rule, and then tells the whole as its tooltip."""

    def __init__(self, most: int = 16777215, cut: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._full, self._most, self._mode = "", most, cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def set_full(self, text: str) -> None:
        """Show a text, or as much of it as there is room for."""
        if text == self._full:
            return  # all around it would be laid out anew
        self._full = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._cut()

    @property
    def full(self) -> str:
        """The whole text."""
        return self._full

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text, up to the most."""
        hint = super().sizeHint()
        margins = self.width() - self.contentsRect().width()
        return QSize(min(self.fontMetrics().horizontalAdvance(self._full) + margins + 14, self._most), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self._full, self._mode, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


def quiet_label(text: str = "") -> QLabel:
    """Return a wrapped label in the quiet text color."""
    label = QLabel(text)
    label.setObjectName("quiet")
    label.setWordWrap(True)
    label.setContentsMargins(6, 0, 4, 0)
    label.setMinimumWidth(1)  # one long word, a name or a path, is cut; it does not make the panel wider
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def segment(text: str, tip: str) -> QToolButton:
    """Return one button of a row that belongs together."""
    button = QToolButton()
    button.setObjectName("segment")
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    return button
