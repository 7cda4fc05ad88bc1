"""The model panel: which networks render, how sure they are, and the anchor on the source."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.jobs import EngineFacts
from app.panels.section import Section, quiet_label


class ModelPanel(Section):
    """The learned camera's name and confidence, and the switch of the anchor."""

    anchored_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Learned camera", parent=parent)
        self.anchored = QCheckBox("Anchor on the photo")
        self.anchored.setToolTip(
            "Keeps what the networks lose on the way to RAW and back,\n"
            "so that an unedited photo shows as itself.\n"
            "Off: the picture is purely what the learned camera renders."
        )
        self.anchored.clicked.connect(self.anchored_chosen)
        self._facts = quiet_label("Loading…")
        anchor = QHBoxLayout()
        anchor.setContentsMargins(6, 0, 0, 0)
        anchor.addWidget(self.anchored)
        self.body.addLayout(anchor)
        self.body.addWidget(self._facts)

    def show_engine(self, facts: EngineFacts | None, problem: str = "") -> None:
        """Show the loaded models, or why there are none."""
        if facts is None:
            self._facts.setText(problem or "Loading…")
            return
        lines = [facts.model]
        for word, card in (("To RAW", facts.inverse_card), ("From RAW", facts.forward_card)):
            text = trust(card)
            if text:
                lines.append(f"{word}: {text}")
        if facts.device_note:
            lines.append(facts.device_note)
        self._facts.setText("\n".join(lines))
        self._facts.setToolTip(
            "How far each learned part is trusted: 100 % as learned, 0 % the closed form.\n"
            "Scores and known limits: Help, About and model cards."
        )


def trust(card: dict[str, Any]) -> str:
    """Return how far each learned part of a network is trusted, as one phrase."""
    confidence = card.get("confidence")
    if isinstance(confidence, dict):
        return "trust in " + ", ".join(f"{part} {value:.0%}" for part, value in confidence.items())
    return "; ".join(score_lines(card))


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
                lines.append(f"{key.replace('_', ' ')} {value:.4g}{unit}")
            elif isinstance(value, str):
                lines.append(f"{key.replace('_', ' ')} {value}")
            elif isinstance(value, dict):  # test set -> measure -> value
                lines += [f"{key.replace('_', ' ')}: {line}" for line in score_lines({"scores": value})]
    return lines
