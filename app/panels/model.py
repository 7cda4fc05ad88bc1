"""The learned camera's panel: which networks render, how much each decides, and the anchor on the source."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.live.jobs import EngineFacts
from app.numbers import Number
from app.panels.section import Section, quiet_label
from app.translations import mark, tr

PARTS = {
    "tone": QT_TRANSLATE_NOOP("ModelPanel", "Tone"), "color": QT_TRANSLATE_NOOP("ModelPanel", "Colors"),
    "grid": QT_TRANSLATE_NOOP("ModelPanel", "Light from place to place"),
    "local": QT_TRANSLATE_NOOP("ModelPanel", "Fine detail"),
}
"""What a card's parts mean to someone who looks at the picture."""
UNCERTAINTY = mark("No JPEG tells how far the sensor's white lay above the JPEG's: expect half a stop of uncertainty.")
"""What the shipped card says of it; cards are English."""


class ModelPanel(Section):
    """The learned camera's name, how much it decides, what it cannot know, and the switch of the anchor."""

    anchored_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Learned camera"), parent=parent)
        self.anchored = QCheckBox(tr("Anchor on the photo"))
        self.anchored.setToolTip(
            tr("Keeps what the networks lose on the way to RAW and back,\n"
            "so that an unedited photo shows as itself.\n"
            "Off: the picture is purely what the learned camera renders.")
        )
        self.anchored.clicked.connect(self.anchored_chosen)
        self._facts = quiet_label(tr("Loading…"))
        anchor = QHBoxLayout()
        anchor.setContentsMargins(6, 0, 0, 0)
        anchor.addWidget(self.anchored)
        self.body.addLayout(anchor)
        self.round_trip = quiet_label()  # RoundTrip writes into it
        self.round_trip.setToolTip(self.tr(
            "Mean difference of all three colors, in percent of white, on the photo reduced to 384 pixels"))
        self.body.addWidget(self.round_trip)
        self.body.addWidget(self._facts)
        self._shares = QWidget()
        self._shares.setToolTip(self.tr(
            "How much of each step the networks decide: 100 % as they learned it, 0 % the plain formula.\n"
            "Less than 100 % where that came out better on photos whose RAW is known."))
        self._grid = QGridLayout(self._shares)
        self._grid.setContentsMargins(6, 2, 8, 2)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self._shares)
        self._shares.hide()
        self._limit = quiet_label()
        self._limit.hide()
        self.body.addWidget(self._limit)

    def show_engine(self, facts: EngineFacts | None, problem: str = "") -> None:
        """Show the loaded models, or why there are none."""
        if facts is None:
            self._facts.setText(problem or tr("Loading…"))
            return
        lines = [facts.model]
        cards = ((self.tr("To RAW"), facts.inverse_card), (self.tr("From RAW"), facts.forward_card))
        for word, card in cards:
            if not isinstance(card.get("confidence"), dict) and (scores := score_lines(card)):
                lines.append(f"{word}: {'; '.join(scores)}")
        if facts.device_note:
            lines.append(facts.device_note)
        self._facts.setText("\n".join(lines))
        self._facts.setToolTip(self.tr("Scores and known limits: Help, Models."))
        self._show_shares(cards)
        limit = tr(uncertainty(facts.inverse_card))
        self._limit.setText(limit)
        self._limit.setVisible(bool(limit))

    def _show_shares(self, cards: tuple[tuple[str, dict[str, Any]], ...]) -> None:
        """Show one row for each part, one column for each network that tells its parts."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        told = [(word, card["confidence"]) for word, card in cards if isinstance(card.get("confidence"), dict)]
        rows = [["", *(word for word, _ in told)]] + [
            [self.tr(words), *(f"{shares[part]:.0%}".replace("%", " %") if part in shares else "–"
                               for _, shares in told)]
            for part, words in PARTS.items() if any(part in shares for _, shares in told)]
        for y, row in enumerate(rows if len(rows) > 1 else ()):
            for x, words in enumerate(row):
                label = QLabel(words if y or x else self.tr("Learned"))
                label.setObjectName("quiet")
                self._grid.addWidget(label, y, x, Qt.AlignmentFlag.AlignRight if x else Qt.AlignmentFlag.AlignLeft)
        self._shares.setVisible(len(rows) > 1)


def uncertainty(card: dict[str, Any]) -> str:
    """Return the sentence of a card's known limits that says how far its RAW may be off, "" where none does."""
    limits = card.get("limits") or ()
    return next((str(each) for each in limits if "uncertain" in str(each)), "")


def score_lines(card: dict[str, Any]) -> list[str]:
    """Return a card's confidence and scores as short phrases."""
    lines = []
    confidence = card.get("confidence")
    if isinstance(confidence, int | float):
        lines.append(f"confidence {confidence:.0%}")
    elif isinstance(confidence, dict):
        lines += [
            f"{key.replace('_', ' ')} confidence {value:.0%}"
            for key, value in confidence.items()
            if isinstance(value, int | float)
        ]
    scores = card.get("scores") or {}
    if isinstance(scores, dict):
        for key, value in scores.items():
            if isinstance(value, int | float):
                unit = " dB" if "psnr" in key.lower() or key.lower().endswith("db") else ""
                lines.append(f"{key.replace('_', ' ')} {Number(value):.4g}{unit}")
            elif isinstance(value, str):
                lines.append(f"{key.replace('_', ' ')} {value}")
            elif isinstance(value, dict):  # test set -> measure -> value
                lines += [f"{key.replace('_', ' ')}: {line}" for line in score_lines({"scores": value})]
    return lines
