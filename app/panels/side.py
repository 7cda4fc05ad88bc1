"""The column at the right: scopes and output, which are always in sight, and between them panels to scroll through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.edits.history import Histories
from app.panels.camera import CameraPanel
from app.panels.curve import CurveSquare
from app.panels.history import HistoryPanel
from app.panels.keeping import KeepingPanel
from app.panels.model import ModelPanel
from app.panels.output import OutputPanel
from app.panels.raw import RawPanel
from app.panels.scopes import Scopes
from app.panels.section import Section, bring_into_sight
from app.panels.shot import ShotPanel
from app.panels.slider import StopSlider, ValueEdit

WIDTH = 336
_BAR = 10  # pixels of the scroll bar, as the theme has it


class Side(QWidget):
    """All panels, from top to bottom; ``panels`` are those that need a photo."""

    def __init__(self, histories: Histories) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.scopes = Scopes()
        self.camera = CameraPanel()
        self.shot = ShotPanel()
        self.raw = RawPanel()
        self.model = ModelPanel()
        self.keeping = KeepingPanel()
        self.history = HistoryPanel(histories)
        self.output = OutputPanel()
        self.panels: tuple[QWidget, ...] = (self.camera, self.shot, self.raw, self.model, self.keeping, self.history)
        column = QWidget()
        column.setObjectName("panelColumn")
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        self.samplers = QVBoxLayout()  # their panel is put here
        stack.addLayout(self.samplers)
        for panel in self.panels:
            stack.addWidget(panel)
        stack.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("panels")
        self.area.setWidget(column)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)  # the line at its left
        whole.setSpacing(0)
        frame = QVBoxLayout()  # above what scrolls: one watches it while one edits far below
        frame.setContentsMargins(20, 12, _BAR + 16, 12)
        frame.addWidget(self.scopes)
        whole.addLayout(frame)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.output)
        for name, section in self._sections.items():
            section.alone.connect(lambda n=name: self.show_alone(n))
        self.output.layout().setContentsMargins(10, 4, _BAR + 10, 6)  # its boxes end where those above it do

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the scope its share of a taller window."""
        super().resizeEvent(event)
        self.scopes.fit(event.size().height())

    def clear(self) -> None:
        """Show nothing of a photo: there is none."""
        self.scopes.clear()
        for panel in (self.camera, self.shot, self.raw):
            panel.clear()

    def set_ready(self, ready: bool) -> None:
        """Offer the panels while a photo is open."""
        for offer in self.offering(ready):
            offer()

    def offering(self, ready: bool) -> tuple[Callable[[], None], ...]:
        """Return what does that, panel by panel."""
        return tuple(lambda panel=panel: panel.setEnabled(ready) for panel in self.panels)

    def finish_typing(self) -> None:
        """Take the value that is being typed."""
        for edit in self.findChildren(ValueEdit):
            if edit.hasFocus() and edit.isModified():
                edit.clearFocus()

    def let_go(self) -> None:
        """End what is being dragged, as if the mouse button had been let go: it does not go on in another photo."""
        for one in (*self.findChildren(StopSlider), *self.findChildren(CurveSquare)):
            one.let_go()

    @property
    def _sections(self) -> dict[str, Section]:
        """Every section by a name that stays the same in every language."""
        return {"camera": self.camera, "shot": self.shot, **self.raw.sections, "model": self.model,
                "keeping": self.keeping, "history": self.history, "output": self.output}

    @property
    def folded(self) -> list[str]:
        """The names of the sections that are folded."""
        return [name for name, section in self._sections.items() if not section.title.isChecked()]

    def fold(self, names: Sequence[str]) -> None:
        """Fold these sections and unfold the others."""
        for name, section in self._sections.items():
            section.title.setChecked(name not in names)

    def show_alone(self, name: str) -> None:
        """Fold every section but one, and the output, which is always in sight; unfold all if it was alone already."""
        others = [each for each in self._sections if each not in (name, "output")]
        was_alone = set(self.folded) >= set(others)
        kept = [each for each in self.folded if each == "output"]
        self.fold(kept if was_alone else [*others, *kept])
        if name != "output":  # where it lies is known once those above it are folded
            QTimer.singleShot(0, self, lambda: self._begin_at(self._sections[name]))

    def _begin_at(self, section: Section) -> None:
        """Scroll to a section's title, however long it is."""
        self.bring_into_sight(section)
        self.area.verticalScrollBar().setValue(section.mapTo(self.area.widget(), QPoint()).y())

    def bring_into_sight(self, section: Section) -> None:
        """Unfold a section and scroll to it."""
        section.title.setChecked(True)
        bring_into_sight(self.area, section)
