"""What a DNG holds of the edits, said in words: every edit is spoken of, and only those that were made."""

from __future__ import annotations

from paramisp_core.editing.edits import GROUPS, RawEdits
from paramisp_core.files.camera_raw import DNG_HOLDS, dng_holds


def test_every_edit_says_where_a_dng_holds_it():
    fields = {name for names in GROUPS.values() for name in names}
    assert set(DNG_HOLDS) == fields - {"lens"} == set(RawEdits.__dataclass_fields__) - {"off", "lens"}
    assert {place for place, _ in DNG_HOLDS.values()} <= {"data", "tags", "settings", "nowhere"}


def test_only_what_was_changed_and_is_switched_on_is_said():
    assert dng_holds(RawEdits()) == {}
    edits = RawEdits(exposure_ev=1.0, kelvin=4000.0, tint=1.0, straighten=2.0, curve=((0.0, 0.1), (1.0, 1.0)),
                     denoise=10.0, denoise_color=20.0)
    assert dng_holds(edits) == {
        "data": ("exposure", "noise reduction"), "tags": ("white balance",), "settings": ("tone curve",),
        "nowhere": ("straightening",)}
    assert "data" not in dng_holds(RawEdits(exposure_ev=1.0, off=("light",)))
