"""Numbers as the window's language writes them: the decimal mark, and a minus as long as the plus.

What a file holds is written with a point in every language; only what a user sees goes through here.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_HYPHEN = re.compile(r"(?<![\w.,])-(?=\d)")
_mark = "."


def use(language: str) -> None:
    """Write numbers as a language does; language: its code, as "de"."""
    global _mark
    _mark = QLocale(language).decimalPoint()


def written(text: str) -> str:
    """Return a text of one number or several, formatted in Python's way, as the language writes it."""
    return _HYPHEN.sub("−", text if _mark == "." else _POINT.sub(_mark, text))


def read(text: str) -> float:
    """Return a typed number, with a decimal point or comma in any language. Raises ValueError where it is none."""
    return float(text.strip().replace(",", ".").replace("−", "-"))


class Number(float):
    """A number that writes itself as the language does wherever it is formatted: ``f"{Number(ev):+.2f} EV"``."""

    def __format__(self, spec: str) -> str:
        return written(super().__format__(spec))


class DecimalBox(QDoubleSpinBox):
    """A box for a number that is shown as the language writes it and may be typed with a point or a comma."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(5, 0, 0, 0)

    def textFromValue(self, value: float) -> str:
        """Write the value, without its unit."""
        return f"{Number(value):.{self.decimals()}f}"

    def valueFromText(self, text: str) -> float:
        """Read what was typed; the last value where it is no number."""
        try:
            return read(self._bare(text))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let numbers be typed, digit by digit; a number out of the range is one half typed."""
        bare = self._bare(text)
        if re.fullmatch(r"[+\-−]?\d*[.,]?\d*", bare) is None:
            return QValidator.State.Invalid, text, position
        try:
            inside = self.minimum() <= read(bare) <= self.maximum()
        except ValueError:
            inside = False
        return QValidator.State.Acceptable if inside else QValidator.State.Intermediate, text, position

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()
