"""Stops, typed values and how they are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.panels.values import EXPOSURE_TIME, F_NUMBER, FOCAL_LENGTH, ISO, KELVIN, SCALES, SHOT_SCALES
from paramisp_core.errors import UserError


@pytest.mark.parametrize("scale", SHOT_SCALES[:3], ids=lambda s: s.name)
def test_shot_settings_move_in_third_stops(scale) -> None:
    power = 2 if scale.name == "f_number" else 1  # a stop is a doubling of light: N squared
    steps = [power * math.log2(b / a) for a, b in zip(scale.stops, scale.stops[1:], strict=False)]
    # marked values are rounded ones: f/1.1 and f/1.2, 1/6 and 1/8; none strays from a third by more than 0.17
    assert all(0.12 < step < 0.5 for step in steps), list(zip(scale.stops, steps, strict=False))
    assert abs(sum(steps) / len(steps) - 1 / 3) < 0.01


def test_the_ranges_are_those_of_real_cameras() -> None:
    assert (ISO.stops[0], ISO.stops[-1]) == (25, 409600)
    assert (EXPOSURE_TIME.stops[0], EXPOSURE_TIME.stops[-1]) == (1 / 32000, 60)
    assert (F_NUMBER.stops[0], F_NUMBER.stops[-1]) == (0.95, 64)
    assert (FOCAL_LENGTH.stops[0], FOCAL_LENGTH.stops[-1]) == (1, 2000)
    assert {24, 35, 50, 85, 105, 135, 200, 400} <= set(FOCAL_LENGTH.stops)


def test_focal_length_is_logarithmic() -> None:
    double = FOCAL_LENGTH.position(20) - FOCAL_LENGTH.position(10)
    assert FOCAL_LENGTH.position(800) - FOCAL_LENGTH.position(400) == pytest.approx(double)


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda s: s.name)
def test_stops_rise_and_survive_being_written_and_typed(scale) -> None:
    assert list(scale.stops) == sorted(set(scale.stops))
    for stop in scale.stops:
        assert scale.parse(scale.format(stop)) == pytest.approx(stop, rel=2e-3, abs=0.006)
        assert scale.stop(scale.position(stop)) == stop


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda s: s.name)
@given(share=st.floats(0, 1))
def test_positions_rise_with_values_and_stop_finds_a_neighbor(scale, share: float) -> None:
    low, high = scale.stops[0], scale.stops[-1]
    value = low * (high / low) ** share if scale.logarithmic else low + (high - low) * share
    place = scale.position(value)
    assert 0 <= place <= scale.last + 1e-9
    assert scale.stepped(value, 1) > value or value >= high
    assert scale.stepped(value, -1) < value or value <= low
    assert abs(scale.position(scale.stop(place)) - place) <= max(
        scale.position(b) - scale.position(a) for a, b in zip(scale.stops, scale.stops[1:], strict=False))


@pytest.mark.parametrize(("name", "text", "value"), [
    ("exposure_time", "1/250", 1 / 250), ("exposure_time", "1/250s", 1 / 250),
    ("exposure_time", "0.004", 0.004),
    ("exposure_time", "2.5 s", 2.5), ("exposure_time", '30"', 30), ("f_number", "f/2.8", 2.8),
    ("f_number", "F 8", 8), ("f_number", "2,8", 2.8), ("f_number", "ƒ11", 11), ("iso", "iso 400", 400),
    ("iso", "12.8k", 12800), ("focal_length", "50mm", 50), ("focal_length", "4.15 mm", 4.15),
    ("exposure_ev", "-1.3 EV", -1.3), ("exposure_ev", "+1/3", 1 / 3), ("kelvin", "5200 K", 5200),
    ("tint", "−12", -12), ("iso", "unknown", None), ("f_number", "auto", None), ("focal_length", "", None),
])
def test_typed_values(name: str, text: str, value: float | None) -> None:
    assert SCALES[name].parse(text) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(("name", "text"), [
    ("exposure_time", "1/0"), ("exposure_time", "fast"), ("f_number", "f/0"), ("iso", "-100"), ("iso", "nan"),
    ("kelvin", "300 K"), ("focal_length", "50 apples"), ("iso", "1e999"), ("tint", "500"),
])
def test_what_is_no_value_gets_a_sentence(name: str, text: str) -> None:
    with pytest.raises(UserError, match=r"\w+.*\."):
        SCALES[name].parse(text)


@pytest.mark.parametrize(("seconds", "text"), [
    (1 / 250, "1/250"), (0.5, "0.5 s"), (2.5, "2.5 s"), (60, "60 s"), (1 / 4, "1/4"), (1 / 32000, "1/32000"),
    (0.3, "0.3 s"), (1 / 33, "1/33"),
])
def test_times_are_written_as_cameras_do(seconds: float, text: str) -> None:
    assert EXPOSURE_TIME.format(seconds) == text


def test_a_value_between_stops_steps_to_its_neighbors() -> None:
    assert ISO.stepped(450, 1) == 500
    assert ISO.stepped(450, -1) == 400
    assert ISO.stepped(400, 3) == 800
    assert KELVIN.stepped(KELVIN.stops[-1], 1) == KELVIN.stops[-1]


@pytest.mark.parametrize(("value", "text"), [(7.8125, "7.81 mm"), (4.15, "4.15 mm"), (50.0, "50 mm"),
                                             (105.0, "105 mm"), (1234.0, "1234 mm"), (2000.0, "2000 mm")])
def test_focal_lengths_are_written_as_on_lenses(value: float, text: str) -> None:
    assert SCALES["focal_length"].format(value) == text
