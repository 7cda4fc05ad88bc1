"""The shot panel: the four settings that steer how the learned camera renders, as dials of a camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.numbers import Number
from app.panels.dial import DialRow
from app.panels.section import Section, quiet_label
from app.panels.values import SCALES, SHOT_SCALES
from app.translations import tr

if TYPE_CHECKING:
    from app.edits.edit import Edit
    from app.live.jobs import EngineFacts

EXPLANATION = (
    "These choose how the learned camera renders: noise reduction, sharpening and tone as it learned them. "
    "No new depth of field or motion blur appears."
)
_NOTE_LINES = 4  # room for the longest sentence, so that nothing jumps


class ShotPanel(Section):
    """ISO, exposure time, aperture and focal length; the lock that keeps the exposure of the first three."""

    changed = Signal(str, object, int)
    reset_one = Signal(str, int)
    as_shot_given = Signal(str)
    refused = Signal(str)
    lock_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Shot"), resettable=True, parent=parent)
        # above the dials: what they do is read before one is turned, and in sight while it is
        self.note = quiet_label(tr(EXPLANATION))
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note.setMinimumHeight(self.note.fontMetrics().lineSpacing() * _NOTE_LINES)
        self.body.addWidget(self.note)
        self.rows = {scale.name: DialRow(scale) for scale in SHOT_SCALES}
        self._told: str | None = None  # the setting whose sentence is shown
        for row in self.rows.values():
            row.changed.connect(self.changed)
            row.reset.connect(self.reset_one)
            row.refused.connect(self.refused)
            row.as_shot_given.connect(self.as_shot_given)
            for part in (row.slider, row.edit):
                part.installEventFilter(self)
            self.body.addWidget(row)
        self.lock = QCheckBox(self.tr("Keep the exposure"))
        self.lock.setToolTip(self.tr(
            "As one of ISO, exposure time and aperture moves, another follows, so that the exposure stays:\n"
            "time follows aperture and ISO, aperture follows time. Default: off. (L)"))
        self.lock.clicked.connect(self.lock_chosen)
        self.scene = quiet_label()
        self.scene.setWordWrap(False)
        self.scene.setToolTip(self.tr(
            "Exposure value at ISO 100: log2(N²/t) - log2(ISO/100). How bright a scene these settings are for."))
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 4, 0, 2)
        foot.addWidget(self.lock)
        foot.addStretch(1)
        foot.addWidget(self.scene)
        self.body.addLayout(foot)

    def show_edit(self, edit: Edit) -> None:
        """Show the settings of an edit."""
        for name, row in self.rows.items():
            row.show_value(edit.shot.value(name), edit.source_shot.value(name))
        self.set_changed(bool(edit.settings_changed))
        scene = edit.shot.ev100
        self.lock.setEnabled(scene is not None)
        ev = "" if scene is None else f"{Number(scene):.1f}"
        self.scene.setText(f"EV {ev}" if ev else "")
        self.scene.setAccessibleName(self.tr("Exposure value {ev}").format(ev=ev) if ev else "")
        self._tell()

    def clear(self) -> None:
        """Show nothing of a photo: there is none."""
        for row in self.rows.values():
            row.clear()
        self.set_changed(False)
        self.scene.clear()
        self._tell()

    def show_lock(self, on: bool) -> None:
        """Show whether the exposure is kept."""
        self.lock.setChecked(on)

    def show_engine(self, facts: EngineFacts) -> None:
        """Take over what the rendering model was trained on."""
        for show in self.showing_engine(facts):
            show()

    def showing_engine(self, facts: EngineFacts) -> tuple[Callable[[], None], ...]:
        """Return what does that, part by part."""
        spans = trained_spans(facts.forward_card)
        return (*(lambda name=name, row=row: row.show_trained(spans.get(name)) for name, row in self.rows.items()),
                self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what a setting does here as soon as one turns to it."""
        if event.type() == QEvent.Type.FocusIn:
            for name, row in self.rows.items():
                if watched in (row.slider, row.edit):
                    self._told = name
                    self._tell()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        row = self.rows.get(self._told or "")
        outside = next((r for r in self.rows.values() if r.outside), None) if row is None or not row.outside else row
        text = tr(EXPLANATION if row is None else row.scale.explain)
        if outside is not None:
            text = f"{outside.scale.title}: {outside.trained_sentence}"
        if text != self.note.text():
            self.note.setText(text)
        name = "warning" if outside is not None else "quiet"
        if self.note.objectName() != name:
            self.note.setObjectName(name)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)


def trained_spans(card: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return (low, high) of the settings that a model card says its network was trained on; {} when it says none."""
    spans = {}
    for name, span in (card.get("shot_ranges") or {}).items():
        if name in SCALES and isinstance(span, list | tuple) and len(span) == 2:
            low, high = span
            if isinstance(low, int | float) and isinstance(high, int | float) and 0 < low < high:
                spans[name] = (float(low), float(high))
    return spans
