"""SavedEdit: what goes along to another photo."""

from __future__ import annotations

import pytest

from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.errors import UserError


def test_lens_corrections_go_along_but_not_which_lens_it_was():
    raw = RawEdits(distortion=100.0, vignetting=50.0, lens="Some lens", straighten=2.0)
    assert SavedEdit(raw).portable.raw == RawEdits(distortion=100.0, vignetting=50.0)


def test_the_headroom_is_the_photos_own() -> None:
    """It is kept with the photo, not carried to others, and what is no such number is refused."""
    edit = SavedEdit(headroom=0.75)
    assert edit.to_dict() == {"headroom": 0.75}
    assert SavedEdit.from_dict(edit.to_dict()) == edit
    assert edit.portable.headroom is None
    assert SavedEdit().onto(edit).headroom == 0.75
    assert SavedEdit().over(edit).headroom == 0.75
    for wrong in ("much", 9.0, True):
        with pytest.raises(UserError, match="headroom"):
            SavedEdit.from_dict({"headroom": wrong})
