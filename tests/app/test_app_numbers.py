"""Numbers are written as the window's language does, and typed as anybody does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app import numbers, translations
from app.numbers import DecimalBox, Number
from app.panels.values import EXPOSURE_EV, EXPOSURE_TIME, F_NUMBER, FOCAL_LENGTH, SCALES
from app.picture.overlays import percent
from app.translations import told
from paramisp_core.errors import Sentence, UserError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def german(qapp: object) -> Iterator[None]:
    translations.install("de")
    yield
    translations.install("en")


def test_english_has_a_point_and_a_true_minus() -> None:
    assert f"{Number(-1.25):+.2f} EV" == "−1.25 EV"
    assert EXPOSURE_EV.format(-1.0) == "−1.00 EV"
    assert numbers.written("24-70 mm, -3") == "24-70 mm, −3"


@pytest.mark.usefixtures("german")
def test_german_has_a_comma_wherever_a_number_is_shown() -> None:
    assert f"{Number(0.5):.1%}" == "50,0%"
    assert (EXPOSURE_EV.format(0.33), F_NUMBER.format(2.8), EXPOSURE_TIME.format(2.5), FOCAL_LENGTH.format(4.15)) == (
        "+0,33 EV", "f/2,8", "2,5 s", "4,15 mm")
    assert EXPOSURE_TIME.hint == "1/250 oder 2,5 s"
    assert percent(0.0804) == "8,0 %"
    assert told(Sentence("{name} is {share:.1f}.", name="a.b", share=1.5)) == "a.b is 1,5."
    with pytest.raises(UserError, match=re.escape("+1,3")):
        EXPOSURE_EV.parse("abc")


@pytest.mark.usefixtures("german")
def test_files_keep_the_point() -> None:
    assert EXPOSURE_EV.write(0.33) == "+0.33 EV"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("name", sorted(SCALES))
def test_what_is_shown_in_german_can_be_typed_back(name: str) -> None:
    scale = SCALES[name]
    for stop in (scale.stops[0], scale.stops[len(scale.stops) // 2 + 1], scale.stops[-1]):
        assert scale.parse(scale.format(stop)) == pytest.approx(stop, rel=0.01, abs=0.01)
        assert scale.parse(scale.write(stop)) == scale.parse(scale.format(stop))


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("typed", ["2.5", "2,5"])
def test_a_box_takes_point_and_comma(qtbot, language: str, typed: str) -> None:  # type: ignore[no-untyped-def]
    translations.install(language)
    box = DecimalBox()
    qtbot.addWidget(box)
    box.setDecimals(1)
    box.setRange(0.1, 60)
    box.setSuffix(" min")
    box.setValue(2)
    assert box.text() == ("2,0 min" if language == "de" else "2.0 min")
    box.selectAll()
    QTest.keyClicks(box, typed)
    box.interpretText()
    assert box.value() == 2.5
    box.selectAll()
    QTest.keyClicks(box, "x")
    assert box.value() == 2.5
    translations.install("en")


def test_every_decimal_of_the_window_is_a_number_of_its_language() -> None:
    """A value that is formatted with decimals in app/ is a Number, or its text goes through numbers.written."""
    plain = re.compile(r"\{(?!Number\()[^{}\"]*:[+,]?\.[1-9]\d*[fg%]\}")
    free = {"values.py", "benchmark.py", "smoke.py"}  # values are written for files first; the others print
    wrong = [f"{path.name}: {found}" for path in sorted((ROOT / "app").rglob("*.py")) if path.name not in free
             for line in path.read_text("utf-8").splitlines() if "tr(" not in line and "Number(" not in line
             for found in plain.findall(line)]
    assert not wrong
