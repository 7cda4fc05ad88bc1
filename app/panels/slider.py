"""A slider over the stops of a Scale, with its label, typed value, as-shot tick and the box that says it is known."""

from __future__ import annotations

import itertools
import time

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractSlider,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.panels.values import Scale
from app.translations import told, tr
from paramisp_core.errors import UserError

_gestures = itertools.count(1)
_FINE = 64  # slider units between two stops, so that a value between stops has its own place
KEYS_JOIN_S = 0.8  # key presses closer than this are one step of undo
_MARGIN = 8  # pixels beside the groove, half a handle


def new_gesture() -> int:
    """Return a number for one continuous action; changes that share it are one undo step."""
    return next(_gestures)


class StopSlider(QAbstractSlider):
    """The groove and handle. Moves from stop to stop; a value between stops is shown where it lies.

    Emits ``chosen(value, gesture)`` for user changes only, and ``reset(gesture)`` on a double click.
    The wheel scrolls the panel; only with Ctrl does it step the slider.
    """

    chosen = Signal(float, int)
    reset = Signal(int)

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._value: float | None = None
        self._tick: float | None = None
        self._gesture = 0
        self._grab: float | None = None
        self._last_key = 0.0
        self._track: tuple[str, ...] = ()
        self._turned = 0  # parts of a wheel notch, eighths of a degree
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, scale.last * _FINE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(scale.title)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """As wide as the panel, as high as the handle and tick need."""
        return QSize(200, 20)

    def set_track(self, colors: tuple[str, ...]) -> None:
        """Color the groove from left to right, to show where the slider leads."""
        self._track = colors
        self.update()

    def show_value(self, value: float | None, tick: float | None) -> None:
        """Show a value (None: unknown) and the as-shot tick, without telling anyone."""
        self._value, self._tick = value, tick
        # what a screen reader says: the slider's own number is a place among the stops
        said = tr("unknown") if value is None else self._scale.format(value)
        self.setAccessibleName(f"{self._scale.title} {said}")
        place = value if value is not None else tick
        self.blockSignals(True)
        self.setValue(
            round((self._scale.position(place) if place is not None else self._scale.last / 2) * _FINE)
        )
        self.blockSignals(False)
        self.update()

    @property
    def groove_middle(self) -> float:
        """Widget y of the groove."""
        return self.height() / 2

    @property
    def stop_x(self) -> float:
        """Widget x of the handle."""
        return self._x(self.value() / _FINE)

    def _x(self, position: float) -> float:
        return _MARGIN + position / self._scale.last * (self.width() - 2 * _MARGIN)

    def x_of(self, value: float) -> float:
        """Return the widget x where a value lies."""
        return self._x(self._scale.position(value))

    def _choose(self, value: float) -> None:
        if value != self._value:
            self.chosen.emit(value, self._gesture)

    # ---- mouse, wheel, keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the handle, or move it under the cursor first."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._gesture = new_gesture()
        offset = event.position().x() - self.stop_x
        self._grab = offset if abs(offset) <= _MARGIN and self._value is not None else 0.0
        self.setSliderDown(True)
        if self._grab == 0.0 and abs(offset) > 0.5:
            self._drag_to(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag from stop to stop."""
        if self._grab is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x() - self._grab)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self.let_go()

    def let_go(self) -> None:
        """End the drag, wherever the mouse is."""
        self._grab = None
        self.setSliderDown(False)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Reset; undo takes back the first click's jump together with it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grab = None
            self.reset.emit(self._gesture or new_gesture())

    def _drag_to(self, x: float) -> None:
        room = max(1, self.width() - 2 * _MARGIN)
        self._choose(self._scale.stop((x - _MARGIN) / room * self._scale.last))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with Ctrl; else let the panel scroll, so that scrolling never changes a value, not even of the slider
        that was moved last and still has the focus."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self._turned += event.angleDelta().y()
        steps = int(self._turned / 120)  # a touchpad sends parts of a notch
        self._turned -= steps * 120
        if steps:
            self._step(steps)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step one stop, with Shift (or the Page keys) a large step; Home and End go to the ends."""
        key = Qt.Key
        large = self._scale.page
        one = large if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        steps = {
            key.Key_Left: -one,
            key.Key_Down: -one,
            key.Key_Right: one,
            key.Key_Up: one,
            key.Key_PageDown: -large,
            key.Key_PageUp: large,
            key.Key_Home: -self._scale.last,
            key.Key_End: self._scale.last,
        }.get(Qt.Key(event.key()))
        if steps is not None:
            self._step(steps)
        elif event.key() in (key.Key_Delete, key.Key_Backspace):
            self.reset.emit(new_gesture())
        else:
            event.ignore()

    def _step(self, steps: int) -> None:
        now = time.monotonic()
        if now - self._last_key > KEYS_JOIN_S or not self._gesture:
            self._gesture = new_gesture()
        self._last_key = now
        start = self._value if self._value is not None else self._tick
        if start is None:
            start = self._scale.stop(self._scale.last / 2)
        self._choose(self._scale.stepped(start, steps))

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, the part between as shot and now, tick and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.groove_middle
        groove = QRectF(_MARGIN, middle - 1.5, self.width() - 2 * _MARGIN, 3)
        enabled = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.GROOVE if enabled else theme.FAINT))
        if self._track and enabled:
            shades = QLinearGradient(groove.topLeft(), groove.topRight())
            for place, color in enumerate(self._track):
                shades.setColorAt(place / (len(self._track) - 1), QColor(color))
            painter.setBrush(shades)
        painter.drawRoundedRect(groove, 1.5, 1.5)
        x = self.stop_x
        if self._tick is not None:
            tick = self._x(self._scale.position(self._tick))
            if enabled and self._value is not None and abs(tick - x) > 0.5 and not self._track:
                painter.setBrush(QColor(theme.FILL))
                painter.drawRect(QRectF(min(tick, x), middle - 1.5, abs(tick - x), 3))
            painter.setBrush(QColor(theme.QUIET if enabled else theme.FAINT))
            painter.drawRect(QRectF(round(tick) - 1, middle - 7, 2, 14))
        if not enabled:
            return
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.FOCUS), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, middle), 8, 8)
        if self._value is None:  # unknown: a hollow handle
            painter.setPen(QPen(QColor(theme.QUIET), 1.5))
            painter.setBrush(QColor(theme.PANEL))
            painter.drawEllipse(QPointF(x, middle), 5, 5)
            return
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.setBrush(QColor(theme.STRONG if self.isSliderDown() else theme.HANDLE))
        painter.drawEllipse(QPointF(x, middle), 6, 6)


class _ResetLabel(QLabel):
    """A label whose double click resets its row."""

    reset = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the reset."""
        self.reset.emit()


class ValueEdit(QLineEdit):
    """The typed value: Enter or leaving takes it, Escape puts the old one back, a wrong one is marked."""

    typed = Signal(object)  # float or None
    refused = Signal(str)  # why

    def __init__(self, scale: Scale, allow_unknown: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._allow_unknown = allow_unknown
        self._shown = ""
        self._entering = False  # a click has just brought the focus
        self.setObjectName("value")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(tr("{label}, typed value").format(label=scale.title))
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a value, unless the user is in the middle of typing another."""
        self._shown = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self._mark(False)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Select everything, so that typing replaces the value."""
        super().focusInEvent(event)
        self.selectAll()
        self._entering = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select everything on the first click, unless it dragged over a part; the second sets the cursor."""
        super().mouseReleaseEvent(event)
        if self._entering and not self.hasSelectedText():
            self.selectAll()
        self._entering = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the old value back."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self._mark(False)
            self.clearFocus()
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        if not self.isModified() or self.text() == self._shown:
            self.setText(self._shown)
            return
        try:
            value = self._scale.parse(self.text())
            if value is None and not self._allow_unknown:
                raise UserError(tr("{setting} cannot be unknown.").format(setting=self._scale.title))
        except UserError as error:
            self._mark(True)
            self.setModified(False)
            self.refused.emit(told(error))
            self.setText(self._shown)
            return
        self.setModified(False)
        self._mark(False)
        self.typed.emit(value)
        self.setText(self._shown)

    def _mark(self, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)


class ValueRow(QWidget):
    """One value: label, typed value, a box that says whether it is known where it may not be, the slider below them.

    Emits ``changed(name, value or None, gesture)``, ``reset(name, gesture)``, ``refused(sentence)``, and
    ``as_shot_given(name)`` when the user says that the photo was really taken with the shown value.
    """

    changed = Signal(str, object, int)
    reset = Signal(str, int)
    refused = Signal(str)
    as_shot_given = Signal(str)

    def __init__(self, scale: Scale, allow_unknown: bool = False, slider: StopSlider | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = scale
        self._allow_unknown = allow_unknown
        self._value: float | None = None
        self._as_shot: float | None = None
        self._shown: object = None  # not yet
        self.label = _ResetLabel(scale.title)
        self.edit = ValueEdit(scale, allow_unknown)
        self.edit.setFixedWidth(104)
        self.slider = slider or StopSlider(scale)
        self.label.setBuddy(self.slider)
        top = QHBoxLayout()
        top.setContentsMargins(_MARGIN - 2, 0, 2, 0)
        top.setSpacing(4)
        top.addWidget(self.label)
        top.addStretch(1)
        top.addWidget(self.edit)
        self.known: QCheckBox | None = None
        if allow_unknown:
            self.known = QCheckBox()
            self.known.setAccessibleName(self.tr("{setting} is known").format(setting=scale.title))
            self.known.setToolTip(self.tr(
                "On: the learned camera is told this {setting}.\nOff: {setting} counts as unknown, and the camera "
                "renders without being told.").format(setting=scale.title))
            self.known.setFixedWidth(16)
            self.known.clicked.connect(self._toggle_known)
            top.addSpacing(4)
            top.addWidget(self.known)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.slider)
        self.slider.chosen.connect(lambda value, gesture: self.changed.emit(scale.name, value, gesture))
        self.slider.reset.connect(lambda gesture: self.reset.emit(scale.name, gesture))
        self.label.reset.connect(lambda: self.reset.emit(scale.name, new_gesture()))
        self.edit.typed.connect(lambda value: self.changed.emit(scale.name, value, new_gesture()))
        self.edit.refused.connect(self.refused)
        self._describe()

    def show_value(self, value: float | None, as_shot: float | None) -> None:
        """Show a value and where the reset leads, without telling anyone."""
        if self._shown == (value, as_shot):
            return  # a drag of one slider shows every panel again; the other rows cost nothing
        self._shown = value, as_shot
        self._value, self._as_shot = value, as_shot
        self.slider.show_value(value, as_shot)
        self.edit.show_text(tr("unknown") if value is None else self.scale.format(value))
        if self.known is not None:
            self.known.setChecked(value is not None)
        self._describe()

    def clear(self) -> None:
        """Show no value: there is no photo."""
        self._shown = self._value = self._as_shot = None
        self.slider.show_value(None, None)
        self.edit.show_text("")
        if self.known is not None:
            self.known.setChecked(False)

    @property
    def value(self) -> float | None:
        """The value shown."""
        return self._value

    def _toggle_known(self, checked: bool) -> None:
        self._shown = None  # the box has changed by itself: show the answer, whatever it is
        if not checked:
            self.changed.emit(self.scale.name, None, new_gesture())
        elif self._as_shot is not None:
            self.reset.emit(self.scale.name, new_gesture())
        else:  # nothing to go back to: begin in the middle of what cameras do
            self.changed.emit(self.scale.name, self.scale.stop(self.scale.last / 2), new_gesture())

    def _describe(self) -> None:
        scale = self.scale
        back = tr("unknown") if self._as_shot is None else scale.format(self._as_shot)
        usual = tr("As shot: {value}.") if scale.default is None else tr("Default: {value}.")
        text = "".join((
            tr(scale.explain), "\n\n",
            tr("Range: {low} to {high}; other values can be typed, like {example}.").format(
                low=scale.format(scale.stops[0]), high=scale.format(scale.stops[-1]), example=scale.hint), "\n",
            usual.format(value=back), " ",
            tr("A double click resets. Arrow keys and Ctrl+wheel step, Shift steps further."), self._extra()))
        if text != self.slider.toolTip():
            self.slider.setToolTip(text)
            self.label.setToolTip(text)
            self.edit.setToolTip(text)
            self.slider.setAccessibleDescription(text)

    def _extra(self) -> str:
        """Return what a kind of row has to say beyond the rest."""
        return ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Reset, unknown, and "this is how it was really shot"."""
        menu = self.context_menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def context_menu(self) -> QMenu:
        """Return the row's menu."""
        menu = QMenu(self)
        back = tr("unknown") if self._as_shot is None else self.scale.format(self._as_shot)
        reset = menu.addAction(tr("Reset to {back}").format(back=back))
        reset.triggered.connect(lambda: self.reset.emit(self.scale.name, new_gesture()))
        if self._allow_unknown:
            unknown = menu.addAction(tr("Set to unknown"))
            unknown.triggered.connect(lambda: self.changed.emit(self.scale.name, None, new_gesture()))
            menu.addSeparator()
            now = tr("unknown") if self._value is None else self.scale.format(self._value)
            taken = menu.addAction(tr("The photo was taken with {now}").format(now=now))
            taken.setEnabled(self._value != self._as_shot)
            taken.setToolTip(tr("Also used when the RAW is estimated from the photo"))
            taken.triggered.connect(lambda: self.as_shot_given.emit(self.scale.name))
        return menu
