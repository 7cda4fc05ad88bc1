"""Exposure headroom in the window: what is assumed is said, a slider sets it, undo takes it back, it is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeEngine, make_photo

from app.edits.edit import Edit
from app.live.engine import notes_of
from app.panels.slider import new_gesture
from paramisp_core.raw.image import RawImage


def test_what_is_assumed_is_said_and_can_be_changed(make_window, qtbot) -> None:
    window = make_window()
    panel = window.camera_panel
    qtbot.waitUntil(lambda: panel.assumed is not None)
    assert "Exposure headroom: +0.35 EV is assumed" in panel._note.text()
    assert panel.headroom.slider.isEnabled()
    panel.headroom.changed.emit("headroom", 1.0, new_gesture())
    assert window.editing.edit.headroom == 1.0
    assert "set by you; +0.35 EV was assumed" in panel._note.text()
    assert window.undo_stack.undoText().endswith("Headroom")
    window.undo_stack.undo()
    assert window.editing.edit.headroom is None
    window.undo_stack.redo()
    panel.headroom.reset.emit("headroom", new_gesture())
    assert window.editing.edit.headroom is None, "a double click leads back to what is assumed"
    qtbot.waitUntil(lambda: window.controller.idle)


def test_it_is_said_before_the_drafts_are_made_sharp(make_window, qtbot) -> None:
    """That takes seconds on a slow machine, in which the slider would be gray and say "unknown"."""
    window = make_window(FakeEngine(prepare_s=20))
    qtbot.waitUntil(lambda: window.camera_panel.headroom.slider.isEnabled())


def test_a_raw_file_has_nothing_to_assume(make_window, qtbot) -> None:
    window = make_window(FakeEngine(headroom=None))
    raw = RawImage(np.zeros((6, 8), np.float32))
    window.camera_panel.show_edit(window.editing.edit, make_photo().with_changes(raw=raw))
    assert not window.camera_panel.headroom.isVisible()
    assert "headroom" not in window.camera_panel._note.text()


def test_it_is_kept_with_the_photo_and_told_in_exports() -> None:
    photo = make_photo()
    edit = replace(Edit.of(photo), headroom=-0.5)
    again, warnings = Edit.restored(photo, edit.saved(photo))
    assert again.headroom == -0.5
    assert not warnings
    assert any(note.startswith("exposure headroom") and "0.5" in note for note in notes_of(photo, edit))
    assert not any("headroom" in note for note in notes_of(photo, Edit.of(photo)))


@pytest.mark.parametrize("headroom", [None, 0.8])
def test_the_recipe_has_it(headroom: float | None) -> None:
    from app.live.engine import Engine

    recipe = Engine._recipe(replace(Edit(), headroom=headroom))
    assert recipe.headroom == headroom
    assert recipe.unedited.headroom == headroom
