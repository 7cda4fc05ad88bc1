"""SavedEdit: what goes along to another photo."""

from __future__ import annotations

from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.saved_edit import SavedEdit


def test_lens_corrections_go_along_but_not_which_lens_it_was():
    raw = RawEdits(distortion=100.0, vignetting=50.0, lens="Some lens", straighten=2.0)
    assert SavedEdit(raw).portable.raw == RawEdits(distortion=100.0, vignetting=50.0)
