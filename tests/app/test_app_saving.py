"""The edit is kept beside the photo: closing and opening again shows the same, undo and other photos stay apart."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest

from paramisp_core.camera.database import camera_named
from paramisp_core.files.sidecar import sidecar_path

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def photo_path(tmp_path: Path) -> Path:
    path = tmp_path / "photos" / "a.jpg"
    path.parent.mkdir()
    path.write_bytes(b"the photo")
    return path


def edited(window):
    """Change something of every kind."""
    edit = window.edit.with_raw_value("exposure_ev", 0.7, (5000.0, 0.0)).with_raw_value("kelvin", 4200.0, (5000.0, 0.0))
    edit = edit.as_shot_with("iso", 800.0).with_setting("f_number", 8.0).with_setting("focal_length", None)
    edit = edit.changed(render_as=camera_named("Nikon D90"), source_camera=camera_named("Canon EOS 5D"), anchored=False)
    return edit.changed(raw=edit.raw.changed(crop=(0.1, 0.1, 0.8, 0.9), straighten=2.0))


def test_an_edit_is_there_again_to_the_bit(make_window, qtbot, photo_path):
    window = make_window(path=photo_path)
    edit = edited(window)
    window.change("All", edit)
    qtbot.waitUntil(lambda: sidecar_path(photo_path).exists())
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)
    shown = window.viewer.frame.image.copy()
    window.close()
    document = json.loads(sidecar_path(photo_path).read_text())
    assert document["models"] == {"inverse": "fake-inverse", "forward": "fake-forward"}
    assert photo_path.read_bytes() == b"the photo"

    again = make_window(path=photo_path)
    qtbot.waitUntil(lambda: again.controller.idle and again.viewer.frame.exact)
    assert again.edit == edit
    assert again.viewer.frame.image == shown
    assert not again.undo_stack.canUndo()
    again.editing.reset_all()
    again.close()
    assert not sidecar_path(photo_path).exists(), "nothing changed, nothing kept"


def test_what_a_slider_did_last_is_saved_on_closing_at_once(make_window, photo_path):
    window = make_window(path=photo_path)
    slider = window.raw_panel.rows["exposure_ev"].slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert window.edit.raw.exposure_ev > 0
    window.close()
    saved = json.loads(sidecar_path(photo_path).read_text())["edit"]["raw"]["exposure_ev"]
    assert saved == window.edit.raw.exposure_ev


def test_one_photos_edit_never_reaches_another(make_window, qtbot, photo_path):
    other = photo_path.with_name("b.jpg")
    window = make_window(path=photo_path)
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    window.open(other)  # before the edit was written
    qtbot.waitUntil(lambda: window.photo.path == other and window.controller.idle)
    assert window.edit.raw.exposure_ev == 0
    window.change("Exposure", window.edit.with_raw(exposure_ev=-2.0))
    window.open(photo_path)
    qtbot.waitUntil(lambda: window.photo.path == photo_path and window.controller.idle)
    assert window.edit.raw.exposure_ev == 1.0
    window.close()
    values = [json.loads(sidecar_path(p).read_text())["edit"]["raw"]["exposure_ev"] for p in (photo_path, other)]
    assert values == [1.0, -2.0]


def test_a_damaged_sidecar_is_said_and_kept(make_window, qtbot, photo_path):
    sidecar_path(photo_path).write_text("{half of it")
    window = make_window(path=photo_path)
    assert window.message.isVisible()
    assert "cannot be read" in window.message.accessibleName()
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    window.close()
    assert Path(f"{sidecar_path(photo_path)}.damaged").read_text() == "{half of it"
    assert "exposure_ev" in sidecar_path(photo_path).read_text()


def test_a_folder_that_is_not_there_is_told_once(make_window, qtbot, tmp_path):
    window = make_window(path=tmp_path / "gone" / "a.jpg")
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    qtbot.waitUntil(lambda: "the edit is kept in" in window.message.accessibleName())
    kept = list((tmp_path / "data").rglob("a.jpg-*.paramisp.json"))
    assert len(kept) == 1
    window.message.hide()
    window.change("Exposure", window.edit.with_raw(exposure_ev=2.0))
    window.saver.flush()
    QTest.qWait(50)
    assert not window.message.isVisible()


def test_edits_are_copied_to_another_photo_but_not_its_crop_or_camera(make_window, qtbot, photo_path):
    window = make_window(FakeEngine(make_photo(400, 500)), path=photo_path)
    window.change("All", edited(window))
    QGuiApplication.clipboard().clear()
    paste = next(each.action for each in window.keys.commands if each.id == "Edit/Paste edits")
    assert not paste.isEnabled()  # nothing was copied yet
    QTest.keyClick(window, Qt.Key.Key_C, CTRL_SHIFT)
    assert paste.isEnabled()
    other = photo_path.with_name("b.jpg")
    window.open(other)
    qtbot.waitUntil(lambda: window.photo.path == other and window.controller.idle)
    window.change("Crop", window.edit.with_raw(crop=(0.0, 0.0, 0.5, 0.5)))
    QTest.keyClick(window, Qt.Key.Key_V, CTRL_SHIFT)
    edit = window.edit
    assert (edit.raw.exposure_ev, edit.raw.kelvin, edit.shot.f_number) == (0.7, 4200.0, 8.0)
    assert edit.shot.focal_length is None
    assert edit.render_as == camera_named("Nikon D90")
    assert edit.source_camera is None
    assert edit.raw.crop == (0.0, 0.0, 0.5, 0.5)
    assert (edit.raw.straighten, edit.source_shot.iso) == (0.0, 400.0)
    assert window.undo_stack.undoText() == "Paste edits"
    QGuiApplication.clipboard().setText("a letter")
    assert not paste.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_V, CTRL_SHIFT)
    assert window.edit == edit
    QGuiApplication.clipboard().setText('{"paramisp_edit": {"raw": 7}}')  # damaged
    QTest.keyClick(window, Qt.Key.Key_V, CTRL_SHIFT)
    assert "no copied edits" in window.message.accessibleName()
    assert window.edit == edit


def test_every_camera_is_found_by_its_own_name(make_window):
    from app.edits.edit import Edit
    from paramisp_core.camera.database import all_cameras, generic_camera

    photo = make_photo(4, 4)
    for camera in (*all_cameras()[::25], generic_camera()):
        edit = Edit.of(photo).changed(render_as=camera)
        restored, warnings = Edit.restored(photo, edit.saved(photo))
        assert restored.render_as == camera
        assert not warnings
    assert np.isfinite(photo.rgb).all()


def test_a_slow_disk_does_not_hold_up_the_next_photo_and_nothing_is_lost(make_window, qtbot, photo_path, monkeypatch):
    import time

    from paramisp_core.files.sidecar import Sidecar

    write = Sidecar.write
    monkeypatch.setattr(Sidecar, "write", lambda *a, **k: (time.sleep(1.5), write(*a, **k))[1])
    other = photo_path.with_name("b.jpg")
    window = make_window(path=photo_path)
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    began = time.perf_counter()
    window.open(other)
    qtbot.waitUntil(lambda: window.photo.path == other)
    assert time.perf_counter() - began < 1.4
    assert window.edit.raw.exposure_ev == 0
    window.open(photo_path)  # it is still being written: this one waits
    qtbot.waitUntil(lambda: window.photo.path == photo_path)
    assert window.edit.raw.exposure_ev == 1.0
    qtbot.waitUntil(lambda: not window.saver._writing)


class Slow(FakeEngine):
    """Opens photos only once it may."""

    def open(self, path):
        self.may.wait(30)
        return super().open(path)


@pytest.fixture
def slow() -> Slow:
    engine = Slow()
    engine.may = threading.Event()
    engine.may.set()
    return engine


def test_what_is_done_while_the_open_photo_is_opened_anew_is_kept(make_window, qtbot, photo_path, slow):
    window = make_window(slow, path=photo_path)
    slow.may.clear()
    window.open(photo_path.with_name("b.jpg"))
    window.open(photo_path)  # back to it before the other one was there
    window.editing.set_raw("exposure_ev", 0.7, 1)
    window.keeping.take_snapshot()
    before = window.photo
    slow.may.set()
    qtbot.waitUntil(lambda: window.photo is not before and window.settled)
    assert window.edit.raw.exposure_ev == 0.7
    assert len(window.saver.snapshots) == 1
    assert window.undo_stack.canUndo()
    window.editing.set_raw("saturation", 0.2, 2)
    window.close()
    document = json.loads(sidecar_path(photo_path).read_text())
    assert document["edit"]["raw"] == {"exposure_ev": 0.7, "saturation": 0.2}
    assert len(document["snapshots"]) == 1


def test_a_drag_and_what_is_being_typed_do_not_go_on_in_the_next_photo(make_window, qtbot, photo_path, slow):
    window = make_window(slow, path=photo_path)
    second = photo_path.with_name("b.jpg")
    row, other = window.raw_panel.rows["exposure_ev"], window.raw_panel.rows["shadows"]
    window.side.bring_into_sight(window.raw_panel.sections["light"])
    other.edit.setFocus()
    QTest.keyClicks(other.edit, "0.5")
    slow.may.clear()
    window.open(second)
    assert window.edit.raw.shadows == 0.5, "typed for the photo that is open"
    slider, y = row.slider, row.slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() * 3 // 4, y))
    dragged = window.edit.raw.exposure_ev
    assert dragged > 0
    slow.may.set()
    qtbot.waitUntil(lambda: window.photo.path == second and window.settled)
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(5, y), slider.mapToGlobal(QPointF(5, y)),
                       Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(slider, move)
    assert window.edit.raw == type(window.edit.raw)()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton)
    window.close()
    raw = json.loads(sidecar_path(photo_path).read_text())["edit"]["raw"]
    assert raw == {"exposure_ev": dragged, "shadows": 0.5}
    assert not sidecar_path(second).exists()
