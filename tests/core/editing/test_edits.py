"""RawEdits: written down and read back exactly; wrong values refused in a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paramisp_core.editing.curve import simplified
from paramisp_core.editing.edits import GROUPS, LIMITS, RawEdits
from paramisp_core.errors import UserError


def number(name: str) -> st.SearchStrategy[float]:
    return st.floats(*LIMITS[name])


EDITS = st.builds(
    RawEdits,
    exposure_ev=number("exposure_ev"), kelvin=st.none() | number("kelvin"), tint=st.none() | number("tint"),
    white_balance=st.none() | st.tuples(*[st.floats(0.1, 10)] * 3),
    raw_cast=st.tuples(*[st.floats(-4, 4)] * 2),
    **{name: number(name) for name in ("highlights", "shadows", "black_point", "saturation", "vibrance", "denoise",
                                      "denoise_color", "sensor_noise", "distortion", "vignetting")},
    dequantize=st.booleans(),
    lens=st.none() | st.text(min_size=1, max_size=20),
    curve=st.dictionaries(st.integers(0, 255), st.floats(0, 1), min_size=2, max_size=6).map(
        lambda points: simplified(sorted((x / 255, y) for x, y in points.items()))),
    orientation=st.integers(1, 8), straighten=number("straighten"),
    crop=st.none() | st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.5, 1), st.floats(0.5, 1)),
    off=st.sets(st.sampled_from(sorted(GROUPS))).map(lambda names: tuple(sorted(names))),
)


@given(EDITS)
def test_edits_come_back_from_json_exactly(edits):
    assert RawEdits.from_dict(json.loads(json.dumps(edits.to_dict()))) == edits


def test_only_what_differs_is_written():
    assert RawEdits().to_dict() == {}
    assert RawEdits(exposure_ev=1.5).to_dict() == {"exposure_ev": 1.5}


def test_unknown_keys_are_not_looked_at_and_numbers_are_brought_inside():
    edits = RawEdits.from_dict({"of a later version": {"x": 1}, "exposure_ev": 99, "tint": -1e9})
    assert edits == RawEdits(exposure_ev=10.0, tint=-150.0)


@pytest.mark.parametrize("values", [
    {"exposure_ev": "bright"}, {"exposure_ev": None}, {"exposure_ev": True}, {"kelvin": float("nan")},
    {"off": "light"}, {"curve": [[0, 0]]}, {"curve": [[0, 0], [0, 1]]}, {"curve": [[0, 0], [1, "x"]]}, {"curve": 1},
    {"orientation": 9}, {"orientation": True}, {"crop": [0, 0, 1]}, {"crop": [0.5, 0, 0.5, 1]},
    {"lens": 3}, {"dequantize": 1},
    {"white_balance": [1, 2]}, {"white_balance": [1, 0, 2]}, {"white_balance": 3}, {"raw_cast": 1},
    {"raw_cast": [1]}, {"raw_cast": [1, "x"]}, [1, 2],
])
def test_what_is_no_value_is_refused(values):
    with pytest.raises(UserError):
        RawEdits.from_dict(values)


def test_a_group_switched_off_keeps_its_values_and_changes_nothing():
    edits = RawEdits(exposure_ev=1.0, shadows=0.5, saturation=20.0).switched("light", False)
    assert edits.effective == RawEdits(saturation=20.0)
    assert edits.switched("light", True) == RawEdits(exposure_ev=1.0, shadows=0.5, saturation=20.0)
    assert edits.without("light") == RawEdits(saturation=20.0)
    assert RawEdits(exposure_ev=1.0).switched("light", False).is_identity
    others = {"white_balance", "raw_cast", "curve", "orientation", "crop", "lens", "dequantize"}
    assert {name for group in GROUPS.values() for name in group} == set(LIMITS) | others
