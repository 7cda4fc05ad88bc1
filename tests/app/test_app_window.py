"""The window as a user meets it: real mouse and key events on sliders, viewer, views, undo, export."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fakes import OTHER, SHOT, FakeEngine, all_dark, make_photo
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton

from app.help import TextDialog
from app.live.jobs import Shown
from app.panels.slider import ValueRow
from app.picture.showing import _TAP_S
from app.window import MainWindow
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.files.export_settings import ExportSettings

LEFT = Qt.MouseButton.LeftButton


def row(window: MainWindow, name: str) -> ValueRow:
    return {**window.shot_panel.rows, **window.raw_panel.rows}[name]


def drag(window: MainWindow, name: str, value: float, steps: int = 12) -> None:
    """Drag a slider's handle to a value with the mouse."""
    slider = row(window, name).slider
    y = slider.height() // 2
    start, end = slider.stop_x, slider.x_of(value)
    QTest.mousePress(slider, LEFT, pos=QPoint(round(start), y))
    for i in range(1, steps + 1):
        x = start + (end - start) * i / steps
        QTest.mouseMove(slider, QPoint(round(x), y))
        move(slider, QPoint(round(x), y))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(round(end), y))


def move(widget, pos: QPoint) -> None:
    """Send a move with the button held: QTest.mouseMove reports no buttons."""
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(pos), QPointF(widget.mapToGlobal(pos)), LEFT,
                        LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def wheel(widget, pos: QPointF, notches: float,
          modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    event = QWheelEvent(pos, QPointF(widget.mapToGlobal(pos.toPoint())), QPoint(), QPoint(0, round(120 * notches)),
                        Qt.MouseButton.NoButton, modifiers,
                        Qt.ScrollPhase.NoScrollPhase, False)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def type_value(qtbot, window: MainWindow, name: str, text: str) -> None:
    edit = row(window, name).edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def double_click(widget, pos: QPoint) -> None:
    QTest.mouseClick(widget, LEFT, pos=pos)
    QTest.mouseDClick(widget, LEFT, pos=pos)
    QTest.mouseRelease(widget, LEFT, pos=pos)


# ---- sliders


@pytest.mark.parametrize(("name", "value"), [
    ("iso", 3200.0), ("exposure_time", 2.5), ("f_number", 11.0), ("focal_length", 200.0)])
def test_dragging_a_shot_slider_sets_a_stop_and_is_one_undo_step(qtbot, make_window, name, value) -> None:
    window = make_window()
    drag(window, name, value)
    assert window.edit.shot.value(name) in row(window, name).scale.stops
    assert row(window, name).scale.position(window.edit.shot.value(name)) == pytest.approx(
        row(window, name).scale.position(value), abs=row(window, name).scale.last * 0.01)
    assert window.undo_stack.count() == 1
    assert window.undo_stack.undoText() == row(window, name).scale.label
    assert window.edit.source_shot == SHOT
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.edit.shot == SHOT
    assert row(window, name).value == SHOT.value(name)
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.edit.shot.value(name) != SHOT.value(name)


def test_a_drag_shows_pictures_and_ends_with_the_exact_one(qtbot, make_window) -> None:
    engine = FakeEngine(draft_s=0.02, refine_s=0.05)
    window = make_window(engine)
    engine.log.clear()
    drag(window, "exposure_ev", 2.0, steps=40)
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)
    assert window.viewer.frame.request.edit.raw.exposure_ev == pytest.approx(2.0, abs=0.1)
    drafts = [edit for _, edit, exact in engine.log if not exact]
    assert 1 <= len(drafts) < 40  # newest wins: not one picture for each of the 40 moves
    assert drafts[-1] == window.edit


def test_a_drag_back_to_where_it_began_is_no_undo_step(qtbot, make_window) -> None:
    window = make_window()
    slider = row(window, "iso").slider
    y, x0, x1 = slider.height() // 2, round(slider.x_of(400)), round(slider.x_of(1600))
    QTest.mousePress(slider, LEFT, pos=QPoint(x0, y))
    move(slider, QPoint(x1, y))
    assert window.edit.shot.iso == 1600
    move(slider, QPoint(x0, y))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(x0, y))
    assert window.edit.shot.iso == 400
    assert not window.undo_stack.canUndo()


def test_double_click_on_track_or_label_resets(qtbot, make_window) -> None:
    window = make_window()
    iso = row(window, "iso")
    drag(window, "iso", 6400)
    double_click(iso.slider, QPoint(round(iso.slider.x_of(25600)), iso.slider.height() // 2))
    assert window.edit.shot == SHOT
    # undo goes back to before the double click, not to its first half
    window.undo_stack.undo()
    assert window.edit.shot.iso == pytest.approx(6400, rel=0.3)
    QTest.mouseDClick(iso.label, LEFT)
    assert window.edit.shot.iso == 400
    drag(window, "kelvin", 3000)
    assert window.edit.raw.kelvin is not None
    QTest.mouseDClick(row(window, "kelvin").label, LEFT)
    assert window.edit.raw.kelvin is None
    assert window.edit.raw.tint is None


@pytest.mark.parametrize(("name", "text", "value", "shown"), [
    ("iso", "640", 640, "640"), ("exposure_time", "1/60", 1 / 60, "1/60"),
    ("exposure_time", "2.5 s", 2.5, "2.5 s"),
    ("f_number", "f/9.5", 9.5, "f/9.5"), ("focal_length", "35mm", 35, "35 mm"),
    ("iso", "unknown", None, "unknown"), ("f_number", "auto", None, "unknown")])
def test_typed_shot_values(qtbot, make_window, name, text, value, shown) -> None:
    window = make_window()
    type_value(qtbot, window, name, text)
    assert window.edit.shot.value(name) == (None if value is None else pytest.approx(value))
    assert row(window, name).edit.text() == shown


def test_a_wrong_value_is_refused_with_a_sentence(qtbot, make_window) -> None:
    window = make_window()
    type_value(qtbot, window, "exposure_time", "soon")
    assert window.edit.shot == SHOT
    assert "soon" in window.message.text
    assert "1/250" in window.message.text
    assert row(window, "exposure_time").edit.text() == "1/250"
    type_value(qtbot, window, "exposure_ev", "unknown")
    assert window.edit.raw.exposure_ev == 0
    assert "cannot be unknown" in window.message.text


def test_escape_puts_the_typed_value_back(qtbot, make_window) -> None:
    window = make_window()
    edit = row(window, "iso").edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "999")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "400"
    assert window.edit.shot == SHOT


def test_unknown_and_back(qtbot, make_window) -> None:
    window = make_window()
    iso = row(window, "iso")
    qtbot.mouseClick(iso.known, LEFT)
    assert window.edit.shot.iso is None
    assert window.edit.shot.sources["iso"] == "unknown"
    assert iso.edit.text() == "unknown"
    qtbot.mouseClick(iso.known, LEFT)
    assert window.edit.shot == SHOT
    assert window.edit.shot.sources["iso"] == "exif"


def test_a_photo_without_exif_starts_unknown_and_can_be_told(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(shot=ShotSettings())))
    iso = row(window, "iso")
    assert iso.edit.text() == "unknown"
    assert not iso.known.isChecked()
    drag(window, "iso", 1600)
    assert window.edit.shot.iso is not None
    assert window.edit.source_shot.iso is None
    taken = [a for a in iso.context_menu().actions() if a.text().startswith("The photo was taken with")]
    taken[0].trigger()
    assert window.edit.source_shot.iso == window.edit.shot.iso
    window.undo_stack.undo()
    assert window.edit.source_shot.iso is None


def test_the_wheel_scrolls_the_panel_also_over_the_slider_that_was_moved_last(qtbot, make_window) -> None:
    window = make_window(size=(1200, 420))
    slider = row(window, "iso").slider
    window.viewer.setFocus()
    bar = window.side.area.verticalScrollBar()
    assert bar.maximum() > 0
    wheel(slider, QPointF(slider.rect().center()), -2)
    assert window.edit.shot == SHOT
    slider.setFocus()
    assert not wheel(slider, QPointF(slider.rect().center()), 1)
    assert window.edit.shot == SHOT


def test_ctrl_and_the_wheel_step_a_slider_and_parts_of_a_notch_add_up(qtbot, make_window) -> None:
    window = make_window()
    slider = row(window, "iso").slider
    middle, ctrl = QPointF(slider.rect().center()), Qt.KeyboardModifier.ControlModifier
    assert wheel(slider, middle, 1, ctrl)
    assert window.edit.shot.iso == 500
    for _ in range(4):
        assert wheel(slider, middle, -0.5, ctrl)
    assert window.edit.shot.iso == 320
    assert window.undo_stack.count() == 1


def test_arrow_keys_step_and_join_into_one_undo_step(qtbot, make_window) -> None:
    window = make_window()
    slider = row(window, "iso").slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert window.edit.shot.iso == 1000
    assert window.undo_stack.count() == 1
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert window.edit.shot.iso == 409600
    qtbot.keyClick(slider, Qt.Key.Key_Delete)
    assert window.edit.shot.iso == 400


def test_temperature_and_tint_leave_as_shot_together(qtbot, make_window) -> None:
    window = make_window()
    kelvin, tint = row(window, "kelvin").value, row(window, "tint").value
    drag(window, "tint", 60)
    assert window.edit.raw.kelvin == kelvin
    assert window.edit.raw.tint != tint
    qtbot.mouseClick(window.raw_panel.sections["white_balance"].reset_button, LEFT)
    assert window.edit.raw.kelvin is None
    assert window.edit.raw.tint is None


def test_reset_all_is_undoable(qtbot, make_window) -> None:
    window = make_window()
    drag(window, "iso", 3200)
    drag(window, "exposure_ev", 1)
    before = window.edit
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_R, modifiers)
    assert window.edit.shot == SHOT
    assert window.edit.raw.exposure_ev == 0
    window.undo_stack.undo()
    assert window.edit == before


# ---- views


def test_keys_and_buttons_switch_the_four_views_and_keep_the_zoom(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(2000, 3000)))
    window.viewer.zoom_to(1.0, QPointF(100, 100))
    view = window.viewer.view
    for number, shown in enumerate(Shown, start=1):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"))
        assert window.shown is shown
        assert window.showing.bar.segments[shown].isChecked()
        qtbot.waitUntil(lambda s=shown: window.viewer.frame.request.shown is s)
        assert window.viewer.view == view
    qtbot.mouseClick(window.showing.bar.segments[Shown.MOSAIC], LEFT)
    assert window.shown is Shown.MOSAIC


def test_holding_backslash_shows_the_source(qtbot, make_window) -> None:
    window = make_window()
    qtbot.keyPress(window.viewer, Qt.Key.Key_Backslash)
    assert window.shown is Shown.SOURCE
    qtbot.waitUntil(lambda: window.viewer.frame.request.shown is Shown.SOURCE)
    qtbot.wait(round(1000 * _TAP_S) + 50)
    qtbot.keyRelease(window.viewer, Qt.Key.Key_Backslash)
    assert window.shown is Shown.RENDER
    qtbot.waitUntil(lambda: window.viewer.frame.request.shown is Shown.RENDER)


def test_a_tap_of_backslash_keeps_the_source_until_the_next_or_until_one_edits(qtbot, make_window) -> None:
    window = make_window()
    zoom = window.viewer.view
    qtbot.keyClick(window.viewer, Qt.Key.Key_Backslash)
    assert window.shown is Shown.SOURCE
    qtbot.keyClick(window.viewer, Qt.Key.Key_Backslash)
    assert window.shown is Shown.RENDER
    qtbot.keyClick(window.viewer, Qt.Key.Key_Backslash)
    drag(window, "exposure_ev", 1.0)
    assert window.shown is Shown.RENDER  # one wants to see what the edit does
    qtbot.keyClick(window.viewer, Qt.Key.Key_Backslash)
    qtbot.keyClick(window, Qt.Key.Key_2)
    assert window.shown is Shown.MOSAIC
    assert window.viewer.view == zoom


def test_tab_clears_the_room_around_the_picture_unless_one_walks_by_tab(qtbot, make_window) -> None:
    window = make_window()
    window.viewer.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Tab)
    assert not window.side.isVisible()
    assert window.viewer.hasFocus()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Tab)
    assert window.side.isVisible()
    assert window.menus.panels.isChecked()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not window.viewer.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert window.viewer.hasFocus()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Tab)
    assert window.side.isVisible()
    assert not window.viewer.hasFocus()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_shown_upright(qtbot, make_window, orientation) -> None:
    from paramisp_core.raw.cfa import apply_orientation

    photo = make_photo(400, 600, orientation)
    window = make_window(FakeEngine(photo=photo))
    upright = apply_orientation(photo.rgb, orientation)
    image = window.viewer.frame.image
    assert (image.height(), image.width()) == upright.shape[:2]
    for y, x in ((10, 20), (image.height() - 9, 30), (50, image.width() - 40)):
        color = image.pixelColor(x, y)
        assert [color.red(), color.green()] == pytest.approx(list(upright[y, x, :2] * 255), abs=1.5)


def test_wheel_zooms_at_the_cursor_and_drag_pans(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(3000, 4000)))
    viewer = window.viewer
    at = QPointF(viewer.width() * 0.4, viewer.height() * 0.6)
    viewer.zoom_to(0.6)  # larger than the viewport both ways, so no side is centered
    for _ in range(4):
        before = viewer.view.to_photo(at.x(), at.y())
        wheel(viewer, at, 1)
        after = viewer.view.to_photo(at.x(), at.y())
        assert before == pytest.approx(after, abs=1.01 / viewer.view.scale)
    viewer.zoom_to(1.0)
    x = viewer.view.x
    QTest.mousePress(viewer, LEFT, pos=QPoint(300, 300))
    move(viewer, QPoint(250, 310))
    QTest.mouseRelease(viewer, LEFT, pos=QPoint(250, 310))
    assert viewer.view.x == x - 50
    qtbot.waitUntil(lambda: viewer.frame.request.region == viewer.view.visible())
    assert (viewer.frame.image.height(), viewer.frame.image.width()) == viewer.wanted()[1]
    for _ in range(30):
        wheel(viewer, at, -1)
    assert viewer.view.fitted


def test_zoom_keys(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(3000, 4000)))
    viewer, control = window.viewer, Qt.KeyboardModifier.ControlModifier
    fit = viewer.view.scale
    qtbot.keyClick(window, Qt.Key.Key_1, control)
    assert viewer.view.scale == 1.0
    qtbot.keyClick(window, Qt.Key.Key_0, control)
    assert viewer.view.scale == fit
    assert viewer.view.fitted
    qtbot.keyClick(window, Qt.Key.Key_Z)
    assert viewer.view.scale == 1.0
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_Space)
    assert viewer.view.fitted
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert viewer.view.scale > fit
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    assert viewer.view.scale <= fit * 1.3


def test_frames_lie_where_the_photo_lies(qtbot, make_window) -> None:
    """Draft and exact, fitted or zoomed: the painted pixel is the photo's pixel, within one device pixel."""
    photo = make_photo(1500, 2100)
    window = make_window(FakeEngine(photo=photo))
    viewer = window.viewer
    for scale in (None, 1.0, 0.61, 3.0):
        if scale is not None:
            viewer.zoom_to(scale, QPointF(200, 150))
        qtbot.waitUntil(lambda: window.controller.idle and viewer.frame.exact)
        qtbot.wait(200)
        picture = viewer.grab().toImage()
        for point in (QPoint(120, 130), QPoint(400, 320)):
            x, y = viewer.view.to_photo(point.x() + 0.5, point.y() + 0.5)
            color = picture.pixelColor(point)
            per_pixel = 1.5 / min(viewer.view.scale, 1.0)  # red and green rise by 255 over the photo's sides
            assert color.red() == pytest.approx(x / 2099 * 255, abs=255 / 2099 * per_pixel + 1.5)
            assert color.green() == pytest.approx(y / 1499 * 255, abs=255 / 1499 * per_pixel + 1.5)


def test_the_cursor_reads_position_and_color(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(300, 400)))
    viewer = window.viewer
    x, y = viewer.view.to_screen(200.5, 150.5)
    QTest.mouseMove(viewer, QPoint(int(x), int(y)))
    from PySide6.QtGui import QMouseEvent

    QApplication.sendEvent(viewer, QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(x, y), QPointF(x, y),
                                               Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
                                               Qt.KeyboardModifier.NoModifier))
    text = window.probe.readout.text()
    assert text.startswith("200, 150")
    assert "R 127" in text.replace("128", "127")


# ---- cameras


def test_render_as_is_found_by_searching(qtbot, make_window) -> None:
    window = make_window()
    popup = window.camera_panel.render_as.open_list()
    assert len(popup._found) > 600
    qtbot.keyClicks(popup.search, "d7000")
    names = [c.name for c in popup._found]
    assert any("D7000" in name for name in names)
    assert len(names) < 10
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert window.edit.render_as is not None
    assert "D7000" in window.edit.render_as.name
    assert "D7000" in window.camera_panel.render_as.text()
    window.undo_stack.undo()
    assert window.edit.render_as is None


def test_another_source_camera_moves_the_as_shot_light(qtbot, make_window) -> None:
    window = make_window()
    before = row(window, "kelvin").value
    window.camera_panel.source_chosen.emit(OTHER)
    assert window.edit.source_camera == OTHER
    assert row(window, "kelvin").value != before
    window.camera_panel.source_chosen.emit(window.photo.camera)
    assert window.edit.source_camera is None


def test_an_unknown_camera_is_said(qtbot, make_window) -> None:
    from paramisp_core.camera.database import generic_camera

    photo = make_photo().with_changes(camera=generic_camera(), exif={"Make": "Acme", "Model": "Box 1"})
    window = make_window(FakeEngine(photo=photo))
    assert "Acme Box 1" in window.camera_panel._warning.text()
    assert window.camera_panel._warning.isVisibleTo(window)
    twice = photo.with_changes(exif={"Make": "Canon", "Model": "Canon PowerShot A80"})
    window.camera_panel.show_edit(window.edit, twice)
    assert "“Canon PowerShot A80”" in window.camera_panel._warning.text()


def test_a_phone_that_is_not_the_main_camera_s_is_said(qtbot, make_window) -> None:
    from paramisp_core.camera.database import generic_phone
    from paramisp_core.camera.exif import ExifFacts
    from paramisp_core.camera.which import camera_of

    carried = {"Make": "Apple", "Model": "iPhone 13 Pro", "LensModel": "iPhone 13 Pro front camera 2.71mm f/2.2"}
    warnings: list[str] = []
    camera_of(ExifFacts(make="Apple", model="iPhone 13 Pro", carried=carried), None, warnings)
    photo = make_photo(warnings=tuple(warnings)).with_changes(camera=generic_phone(), exif=carried)
    window = make_window(FakeEngine(photo=photo))
    assert window.camera_panel._warning.isVisibleTo(window)
    assert window.camera_panel._warning.text() == (
        "Of Apple iPhone 13 Pro only the main camera is in the database; for its front camera a generic phone stands "
        "in. Choose the camera if you know it.")


def test_the_anchor_can_be_switched(qtbot, make_window) -> None:
    window = make_window()
    window.model_panel.anchored.click()
    assert window.edit.anchored is False
    window.undo_stack.undo()
    assert window.edit.anchored is True
    assert window.model_panel.anchored.isChecked()


def test_a_raw_file_has_nothing_to_anchor_on(qtbot, make_window) -> None:
    import numpy as np

    from paramisp_core.raw.image import RawImage

    raw = RawImage(np.zeros((600, 900), np.float32))
    window = make_window(FakeEngine(photo=make_photo().with_changes(raw=raw)))
    assert not window.model_panel.anchored.isEnabled()
    assert "True RAW" in window.camera_panel._note.text()


def test_a_raw_file_that_was_estimated_says_so(qtbot, make_window) -> None:
    """A DNG of this program, opened again, is not the camera's own RAW."""
    import numpy as np

    from paramisp_core.camera.photo import Rendering
    from paramisp_core.raw.image import RawImage

    raw = RawImage(np.zeros((600, 900), np.float32), estimated=True)
    shown = Rendering(np.zeros((192, 192, 3), np.float32), (0, 0, 600, 900))
    window = make_window(FakeEngine(photo=make_photo().with_changes(raw=raw, rendering=shown)))
    note = window.camera_panel._note.text()
    assert "was estimated from a photo" in note
    assert "True RAW" not in note
    assert "read off the picture inside the file" in note


# ---- files


@pytest.mark.parametrize("format", ["dng", "jpeg", "tiff"])
def test_exporting_writes_and_says_so(qtbot, make_window, tmp_path: Path, format: str) -> None:
    window = make_window()
    target = tmp_path / f"out.{format}"
    window.exporting.export(target, ExportSettings(format))
    assert window.output_panel.ask.isEnabled()  # another one would come next
    qtbot.waitUntil(lambda: not window.controller.exporting)
    assert target.read_bytes() == format.encode()
    assert str(target) in window.message.text
    assert window.output_panel.ask.isEnabled()


def test_cancel_reacts_at_once_and_leaves_nothing(qtbot, make_window, tmp_path: Path) -> None:
    window = make_window(FakeEngine(export_s=20.0))
    window.exporting.export(tmp_path / "out.jpg", ExportSettings())
    qtbot.waitUntil(lambda: window.export_bar.progress.value() > 0)
    assert window.export_bar.isVisible()
    qtbot.mouseClick(window.export_bar.cancel, LEFT)
    assert not window.export_bar.isVisible()
    assert "cancelled" in window.message.text
    drag(window, "iso", 1600)
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)
    assert list(tmp_path.glob("out*")) == []
    window.exporting.export(tmp_path / "second.jpg", ExportSettings())
    assert window.controller.exporting
    window.controller.cancel_export()


def test_an_export_goes_on_when_one_goes_on_to_the_next_photo(qtbot, make_window, tmp_path: Path) -> None:
    engine = FakeEngine(export_s=1.0)
    first, second = tmp_path / "a.jpg", tmp_path / "b.jpg"
    window = make_window(engine, path=first)
    window.saver.on = False  # nothing beside the photo says how it was edited
    window.editing.set_raw("exposure_ev", 0.5, 1)
    out = tmp_path / "out"
    out.mkdir()
    window.exporting.export(out / "a.jpg", ExportSettings())
    window.editing.set_raw("exposure_ev", -1.0, 2)  # that is not what is being written
    window.open(second)
    qtbot.waitUntil(lambda: window.photo.path == second)
    assert window.exporting.writing == ""
    assert "cancelled" not in window.message.text
    qtbot.waitUntil(lambda: (out / "a.jpg").exists() and not window.batch.running)
    assert "Exported 1 photo" in window.message.text
    written = engine.exported[-1]
    assert written.edit.raw.exposure_ev == 0.5
    assert [path.name for path in out.iterdir()] == ["a.jpg"]


@pytest.mark.parametrize("button", ["Go on", "Quit"])
def test_the_window_is_not_closed_over_an_export_without_a_word(qtbot, make_window, tmp_path: Path, button) -> None:
    engine = FakeEngine(export_s=600.0)
    window = make_window(engine)
    target = tmp_path / "x.tif"
    window.exporting.export(target, ExportSettings(format="tiff"))
    window.close()
    assert window.isVisible()
    box = next(each for each in window.findChildren(QMessageBox) if each.isVisible())
    assert "x.tif is still being written" in box.text()
    qtbot.mouseClick(next(each for each in box.buttons() if each.text() == button), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not box.isVisible())
    assert window.isVisible() == (button == "Go on")
    window.controller.cancel_export()
    assert not target.exists()


def test_a_window_that_is_closed_over_an_export_closes_once_that_is_done(qtbot, make_window, tmp_path: Path) -> None:
    window = make_window(FakeEngine(export_s=0.5))
    target = tmp_path / "x.tif"
    window.exporting.export(target, ExportSettings(format="tiff"))
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert target.exists()


def test_a_failed_export_and_the_original_as_target_are_told(qtbot, make_window, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"original")
    window = make_window(path=photo)
    window.exporting.export(tmp_path / "full-disk.jpg", ExportSettings())
    qtbot.waitUntil(lambda: not window.controller.exporting)
    assert window.message.text == "The disk is full."
    window.exporting.export(photo, ExportSettings())
    assert "never overwritten" in window.message.text
    assert photo.read_bytes() == b"original"


def test_a_bad_file_is_one_sentence_and_the_open_photo_stays(qtbot, make_window, caplog) -> None:
    window = make_window()
    photo = window.photo
    for name, words in (("notes.txt", "is not a photo"), ("x.boom", "could not be opened")):
        with qtbot.waitSignal(window.controller.open_failed):
            window.open(Path(name))
        assert words in window.message.text
        assert name in window.message.text
        assert window.photo is photo
        assert window.status.file.full == "test.jpg   900 × 600"
    drag(window, "iso", 800)
    qtbot.waitUntil(lambda: window.controller.idle)


def test_warnings_of_a_photo_are_shown(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(warnings=("The file is truncated.",))))
    assert window.message.text == "The file is truncated."


def test_a_worker_error_is_told_and_the_next_picture_comes(qtbot, make_window, caplog) -> None:
    window = make_window(FakeEngine(fail=all_dark))
    with qtbot.waitSignal(window.controller.frame_failed):
        drag(window, "exposure_ev", -3)
    assert "could not be rendered" in window.message.text
    drag(window, "exposure_ev", 2)
    qtbot.waitUntil(lambda: window.viewer.frame.request.edit.raw.exposure_ev > 1.5 and window.controller.idle)


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning")
def test_dropping_a_file_opens_it(qtbot, make_window, tmp_path: Path) -> None:
    window = make_window(path=None)
    assert window.viewer.view is None
    assert not window.shot_panel.isEnabled()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.jpg"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, mime, LEFT, none)
    QApplication.sendEvent(window.viewer, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.controller.photo_opened):
        QApplication.sendEvent(window.viewer, QDropEvent(QPointF(50, 50), copy, mime, LEFT, none))
    assert "dropped.jpg" in window.windowTitle()


def test_geometry_and_recent_files_are_remembered(qtbot, make_window, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")
    first = make_window(path=path)
    first.close()
    second = make_window(path=None)
    assert second.preferences.recent_files() == [path]
    second.menus.recent.aboutToShow.emit()
    assert [a.text() for a in second.menus.recent.actions()] == [str(path)]


# ---- the rest


def test_the_status_says_device_model_and_time(qtbot, make_window) -> None:
    window = make_window()
    text = window.status.device.text()
    assert re.fullmatch(r"Exact picture in \d+ ms, on the processor", text)
    assert "Learned camera: fake\nDevice: CPU" in window.status.device.toolTip()
    assert "psnr 31.5 dB" in window.model_panel._facts.text()


def test_closing_while_rendering_is_clean(qtbot, make_window, capfd) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    engine.draft_s, engine.refine_s, engine.export_s = 0.1, 20, 20
    window.exporting.export(Path("/nowhere/out.jpg"), ExportSettings())
    drag(window, "iso", 3200)
    window.quit_now()
    assert not window.isVisible()
    assert not window.controller._thread.isRunning()
    window.close()
    assert "Destroyed while" not in capfd.readouterr().err


def test_closing_before_the_models_are_loaded_is_clean(qtbot, make_window) -> None:
    import threading

    gate = threading.Event()
    window = make_window(FakeEngine(load_gate=gate), wait=False)
    qtbot.waitUntil(lambda: window.viewer.frame is not None)
    gate.set()
    window.close()
    assert not window.controller._thread.isRunning()


def test_help_lists_every_shortcut_once(qtbot, make_window) -> None:
    from app.help import AboutDialog

    window = make_window()
    window.show_shortcuts()
    shown = window.choosing.dialog.keys.list
    text = [item.text(1) for item in shown.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)]
    text = " ".join(text)
    for key in ("Ctrl+O", "Ctrl+E", "Ctrl+Shift+R", "Ctrl+0", "\\", "F11"):
        assert key in text
    keys = [k.toString() for a in window.actions() for k in a.shortcuts()]
    assert len(keys) == len(set(keys))
    about = AboutDialog(window.controller.engine, window)
    qtbot.addWidget(about)
    said = about.browser.toPlainText()
    assert "fake-inverse" in said
    assert "What it cannot do" in said


def test_every_control_has_an_accessible_name(qtbot, make_window) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit

    window = make_window()
    kinds = (QAbstractButton, QAbstractSlider, QLineEdit)
    for widget in [w for kind in kinds for w in window.findChildren(kind)]:
        if not widget.isVisibleTo(window) or widget.objectName().startswith("qt_") or isinstance(
                widget.parent(), QAbstractSlider) or type(widget).__name__ == "QScrollBar":
            continue
        named = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
        assert named, (widget, widget.parent())


def test_no_panel_is_wider_than_the_column(qtbot, make_window) -> None:
    window = make_window()
    room = window.side.area.viewport().width()
    for panel in window.side.panels:
        assert panel.minimumSizeHint().width() <= room, type(panel).__name__
    assert window.side.area.horizontalScrollBar().maximum() == 0


def test_a_broken_file_s_endless_names_do_not_make_the_panels_wider(qtbot, make_window) -> None:
    from paramisp_core.camera.database import generic_camera

    named = make_photo().with_changes(
        exif={"Make": "Nikon", "Model": "D70" * 160, "LensModel": "L" * 300}, camera=generic_camera(),
        white_balance_source="W" * 300)
    window = make_window(FakeEngine(photo=named))
    column = window.side.area.widget()
    assert column.minimumSizeHint().width() <= window.side.area.viewport().width()
    assert column.width() == window.side.area.viewport().width()


def test_the_scopes_stay_in_sight_while_the_panels_scroll(qtbot, make_window) -> None:
    window = make_window(size=(1200, 500))
    bar = window.side.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert window.scopes.visibleRegion().boundingRect() == window.scopes.rect()


def test_an_edit_leaves_the_source_which_would_not_show_it_but_a_turn_does_not(qtbot, make_window) -> None:
    window = make_window()
    window.set_shown(Shown.SOURCE)
    window.cropping.turn("Turn left", 8)
    assert window.shown is Shown.SOURCE
    drag(window, "iso", 1600)
    assert window.shown is Shown.RENDER


def test_a_view_that_takes_long_is_announced_on_the_picture(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    engine.draft_s = engine.refine_s = 1.0
    window.set_shown(Shown.MOSAIC)
    qtbot.waitUntil(lambda: window.viewer.waiting == "RAW mosaic is on its way…")
    qtbot.waitUntil(lambda: window.viewer.waiting == "")
    assert window.viewer.frame.request.shown is Shown.MOSAIC


def test_a_right_click_on_the_picture_offers_what_one_wants_there(qtbot, make_window) -> None:
    window = make_window()
    words = [action.text().replace("&", "") for action in window.menus.canvas.actions() if action.text()]
    assert words == ["Fit", "100 %", "Compare: wipe, side by side, off", "Pick the white balance", "Crop",
                     "Copy edits", "Paste edits", "Reset all", "Copy the picture",
                     "Export…"]
    window.viewer.customContextMenuRequested.emit(QPoint(100, 100))
    assert window.menus.canvas.isVisible()
    window.menus.canvas.close()
    window.opening.close()
    window.viewer.customContextMenuRequested.emit(QPoint(100, 100))
    assert not window.menus.canvas.isVisible()


def test_the_frame_of_a_crop_can_be_taken_at_every_edge(qtbot, make_window) -> None:
    window = make_window()
    window.cropping.set_on(True)
    box = window.cropping.tool._box()
    assert window.cropping.tool.rect().toRectF().adjusted(20, 20, -20, -20).contains(box)
    window.cropping.set_on(False)
    assert window.viewer.view.margin == 0


@pytest.mark.parametrize(("frame", "inner", "want"), [
    (QRect(100, 100, 800, 620), QRect(100, 120, 800, 600), QRect(100, 120, 800, 600)),  # fits: stays
    (QRect(0, 0, 1440, 920), QRect(0, 20, 1440, 900), QRect(0, 20, 1440, 880)),  # the title bar takes its part
    (QRect(900, 500, 800, 620), QRect(904, 520, 792, 596), QRect(644, 300, 792, 596)),  # beyond the edge: moved
])
def test_a_window_lies_within_its_screen_title_bar_included(frame, inner, want) -> None:
    from app.room import within

    assert within(frame, inner, QRect(0, 0, 1440, 900)) == want


class SmallScreen:
    """A laptop's."""

    def availableGeometry(self):
        return QRect(0, 0, 1024, 700)


def test_on_a_small_screen_the_bar_over_the_picture_gets_shorter_and_nothing_is_cut_off(qtbot, make_window) -> None:
    window = make_window(size=(1440, 860))
    bar = window.showing.bar
    texts = [button.text() for button in bar.segments.values()]
    assert texts == ["Source", "RAW mosaic", "RAW demosaiced", "Rendered"]
    for width, zoom, quality in ((1140, True, True), (1024, True, False), (980, False, False)):
        window.resize(width, 660)
        qtbot.waitUntil(lambda w=width: window.width() == w)
        QApplication.processEvents()
        assert [button.text() for button in bar.segments.values()] == ["Source", "Mosaic", "Demosaiced", "Rendered"]
        assert (bar.zoom.isVisible(), bar.quality.isVisible()) == (zoom, quality)
        assert all(button.width() >= button.sizeHint().width() for button in bar.segments.values())
        last = max(child.geometry().right() for child in bar.findChildren(QToolButton) if child.isVisible())
        assert last < bar.width() <= window.width() - window.side.width()
    window.tools.toggle_strip()
    window.export_bar.begin("a photo with quite a long name, as cameras and people give them.jpg")
    window.message.tell("Exported a.jpg to the folder of a long name", button="Open the folder")
    assert window.minimumSizeHint().width() <= 1024 - 16
    window.resize(1440, 860)
    qtbot.waitUntil(lambda: [button.text() for button in bar.segments.values()] == texts)
    assert bar.quality.isVisible()


def test_dialogs_are_no_larger_than_a_small_screen(make_window, monkeypatch) -> None:
    window = make_window()
    monkeypatch.setattr(type(window), "screen", lambda self: SmallScreen())
    assert window.tools.open_browser().size() == QSize(1024 - 16, 700 - 48)
    small = TextDialog("Small", "", (300, 200), window)
    assert small.size() == QSize(300, 200)


def test_the_status_bar_tells_the_size_of_the_picture_as_it_is_cropped_and_turned(make_window) -> None:
    window = make_window()
    assert "900 × 600" in window.status.file.text()
    window.change("Crop", window.edit.with_raw(crop=(0.0, 0.0, 0.5, 1.0)))
    assert "450 × 600" in window.status.file.text()
    window.change("Turn", window.edit.with_raw(orientation=6))
    assert "300 × 900" in window.status.file.text(), "half of the turned frame"
    window.undo_stack.undo()
    window.undo_stack.undo()
    assert "900 × 600" in window.status.file.text()


def test_a_message_can_offer_something_to_do(qtbot, make_window) -> None:
    window = make_window()
    done = []
    window.message.tell("Exported a.jpg", button="Open the folder", action=lambda: done.append(1))
    qtbot.mouseClick(window.message._do, LEFT)
    assert done == [1]
    window.message.tell("Something else")
    assert not window.message._do.isVisibleTo(window.message)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("name", ["undo", "redo"])
def test_a_step_that_cannot_be_taken_looks_so_on_every_screen(make_window, name: str, ratio: float) -> None:
    from PySide6.QtGui import QIcon

    icon = getattr(make_window().showing.bar, name).icon()

    def brightest(mode: QIcon.Mode) -> int:
        image = icon.pixmap(QSize(16, 16), ratio, mode).toImage()
        assert image.width() == 16 * ratio
        return max(image.pixelColor(x, y).value() for x in range(image.width()) for y in range(image.height())
                   if image.pixelColor(x, y).alpha() > 200)

    assert brightest(QIcon.Mode.Disabled) < 0.6 * brightest(QIcon.Mode.Normal)
