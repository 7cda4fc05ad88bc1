"""The RAW edits in the real window: every control moves its edit, resets, switches, is undone and redone."""

from __future__ import annotations

import pytest
from fakes import FakeEngine
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from test_app_window import LEFT, double_click, drag, move, row, type_value

from app.edits.crop import resized, with_aspect
from app.panels.values import STRAIGHTEN
from paramisp_core.editing.edits import RawEdits

EDITS = {"highlights": -1.0, "shadows": 1.5, "black_point": 0.5, "saturation": 40.0, "vibrance": -30.0,
         "denoise": 60.0, "denoise_color": 40.0, "sensor_noise": 70.0}


@pytest.mark.parametrize(("name", "value"), EDITS.items())
def test_a_drag_sets_an_edit_in_one_step_and_a_double_click_resets_it(qtbot, make_window, name, value) -> None:
    window = make_window()
    drag(window, name, value)
    slider = row(window, name).slider
    assert getattr(window.edit.raw, name) == pytest.approx(value, abs=0.03 * abs(value) + 1)
    assert getattr(window.edit.raw, name) != 0
    assert window.undo_stack.count() == 1
    double_click(slider, slider.rect().center())
    assert window.edit.raw == RawEdits()


@pytest.mark.parametrize(("name", "text", "value", "shown"), [
    ("highlights", "-0.7", -0.7, "−0.70 EV"), ("shadows", "+1/2 ev", 0.5, "+0.50 EV"),
    ("black_point", "0.35 %", 0.35, "+0.35 %"), ("saturation", "25%", 25, "+25 %"), ("vibrance", "-12", -12, "−12 %")])
def test_typed_edits(qtbot, make_window, name, text, value, shown) -> None:
    window = make_window()
    type_value(qtbot, window, name, text)
    assert getattr(window.edit.raw, name) == pytest.approx(value)
    assert row(window, name).edit.text() == shown


def test_undo_all_and_redo_all_come_to_the_same_edits(qtbot, make_window) -> None:
    window = make_window()
    untouched = window.edit
    for name, value in EDITS.items():
        drag(window, name, value)
    edited = window.edit
    for _ in EDITS:
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.edit == untouched
    for _ in EDITS:
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.edit == edited
    assert RawEdits.from_dict(edited.raw.to_dict()) == edited.raw


def test_a_group_is_switched_off_and_on_by_touching_it_and_reset(qtbot, make_window) -> None:
    window = make_window()
    section = window.raw_panel.sections["light"]
    assert not section.reset_button.isEnabled()
    drag(window, "shadows", 1.0)
    drag(window, "vibrance", 30)
    edited = window.edit.raw
    qtbot.mouseClick(section.switch, LEFT)
    assert window.edit.raw.effective == RawEdits(vibrance=edited.vibrance)
    assert row(window, "shadows").value == edited.shadows  # kept, and still seen
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert section.switch.isChecked()
    qtbot.mouseClick(section.switch, LEFT)
    drag(window, "highlights", -1.0)
    assert section.switch.isChecked()
    assert window.edit.raw.effective == window.edit.raw
    qtbot.mouseClick(section.reset_button, LEFT)
    assert window.edit.raw == RawEdits(vibrance=edited.vibrance)


# ---- white balance


def test_a_preset_of_the_camera_is_chosen_and_undone(qtbot, make_window) -> None:
    window = make_window()
    box = window.raw_panel.light.box
    assert box.currentText() == "As shot"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)  # the first preset: daylight
    assert box.currentText().startswith("Daylight")
    kelvin = window.edit.raw.kelvin
    assert kelvin == pytest.approx(5500, abs=1200)
    assert row(window, "kelvin").value == kelvin
    drag(window, "tint", 60)
    assert box.currentText() == "Custom"
    window.undo_stack.undo()
    assert box.currentText().startswith("Daylight")
    window.undo_stack.undo()
    assert box.currentText() == "As shot"
    assert window.edit.raw == RawEdits()


def test_w_and_a_click_on_something_gray_set_the_light(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    view = window.viewer.view
    x, y = (round(v / window.viewer.devicePixelRatioF()) for v in view.to_screen(500, 200))
    qtbot.keyClick(window, Qt.Key.Key_W)
    assert window.raw_panel.light.pick.isChecked()
    qtbot.mouseClick(window.viewer, LEFT, pos=QPoint(x, y))
    qtbot.waitUntil(lambda: window.edit.raw.kelvin == 4000.0)
    assert window.edit.raw.tint == 7.0
    assert window.edit.raw.raw_cast == (0.25, -0.125)
    assert window.message.text.startswith("White balance: 4000 K, +7; it was ")  # before and after
    kelvin, tint = window.editing._as_shot_light
    assert window.message.text.endswith(f"{kelvin:.0f} K, {tint:+.0f}.".replace("-", "−"))
    assert not window.raw_panel.light.pick.isChecked()
    (region,) = engine.picked
    assert abs(region.left + region.width / 2 - 500) < 3
    assert abs(region.top + region.height / 2 - 200) < 3
    assert window.viewer.view == view  # the click neither panned nor zoomed
    drag(window, "tint", 20)
    assert window.edit.raw.raw_cast == (0.25, -0.125), "another light, but the same camera"
    qtbot.mouseDClick(row(window, "kelvin").label, LEFT)
    qtbot.mouseDClick(row(window, "tint").label, LEFT)
    assert window.edit.raw == RawEdits()
    window.undo_stack.undo()
    window.undo_stack.undo()
    window.undo_stack.undo()
    qtbot.keyClick(window.raw_panel.light.box, Qt.Key.Key_Home)  # as shot
    assert window.edit.raw.raw_cast == (0.0, 0.0), "a preset was not picked"
    window.undo_stack.undo()
    window.undo_stack.undo()
    assert window.edit.raw == RawEdits()


def test_a_pick_that_cannot_be_is_told_and_escape_cancels(qtbot, make_window) -> None:
    window = make_window()
    x, y = (round(v) for v in window.viewer.view.to_screen(20, 200))
    qtbot.keyClick(window, Qt.Key.Key_W)
    qtbot.mouseClick(window.viewer, LEFT, pos=QPoint(x, y))
    qtbot.waitUntil(lambda: "clipped" in window.message.text)
    qtbot.keyClick(window, Qt.Key.Key_W)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert not window.gray.picker.active
    assert not window.raw_panel.light.pick.isChecked()
    assert window.edit.raw == RawEdits()


# ---- tone curve


def test_curve_points_are_added_dragged_typed_and_taken_away(qtbot, make_window) -> None:
    window = make_window()
    editor = window.raw_panel.curve
    square = editor.square
    window.side.area.ensureWidgetVisible(square)
    start, end = (square.to_screen(*p).toPoint() for p in ((0.5, 0.5), (0.5, 0.7)))
    qtbot.mousePress(square, LEFT, pos=start)
    for i in range(1, 6):
        move(square, start + (end - start) * i / 5)
    qtbot.mouseRelease(square, LEFT, pos=end)
    (x, y) = window.edit.raw.curve[1]
    assert (x, y) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.7, abs=0.01))
    assert window.undo_stack.count() == 1
    qtbot.waitUntil(lambda: bool(window.viewer.frame.request.edit.raw.curve))
    edit = editor.typed["curve_out"]
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "100")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert window.edit.raw.curve[1][1] == pytest.approx(100 / 255)
    qtbot.keyClick(square, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert window.edit.raw.curve[1][1] == pytest.approx(110 / 255)
    qtbot.keyClick(square, Qt.Key.Key_Delete)
    assert window.edit.raw == RawEdits()
    for _ in range(4):
        window.undo_stack.undo()
    assert window.edit.raw == RawEdits()
    for _ in range(2):
        window.undo_stack.redo()
    assert square.points == window.edit.raw.curve
    qtbot.mouseClick(window.raw_panel.sections["curve"].reset_button, LEFT)
    assert window.edit.raw == RawEdits()


def test_a_curve_s_points_stay_in_order_and_its_ends_go_back_to_the_corners(qtbot, make_window) -> None:
    window = make_window()
    square = window.raw_panel.curve.square
    for x in (0.3, 0.6):
        qtbot.mouseClick(square, LEFT, pos=square.to_screen(x, 0.5).toPoint())
    square.place = 1
    square.move_point(0.9, 0.5, 1)
    xs = [x for x, _ in window.edit.raw.curve]
    assert xs == sorted(xs)
    assert xs[1] < xs[2]
    square.place = 0
    square.move_point(0.1, 0.2, 2)
    assert window.edit.raw.curve[0] == pytest.approx((0.1, 0.2))
    qtbot.mouseDClick(square, LEFT, pos=square.to_screen(0.1, 0.2).toPoint())
    assert window.edit.raw.curve[0] == (0.0, 0.0)


# ---- crop and turn


def drag_crop(qtbot, tool, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag on the crop tool, places as fractions of the frame."""
    a, b = tool.to_screen(*start).toPoint(), tool.to_screen(*end).toPoint()
    qtbot.mousePress(tool, LEFT, pos=a)
    for i in range(1, 6):
        move(tool, a + (b - a) * i / 5)
    qtbot.mouseRelease(tool, LEFT, pos=b)


def test_r_shows_the_frame_handles_crop_and_enter_applies(qtbot, make_window) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_R)
    tool = window.cropping.tool
    assert tool.isVisible()
    assert window.raw_panel.crop.aspect.visibleRegion().boundingRect().height() > 10, "R brings what belongs to it"
    assert "Enter applies" in tool.hint
    a, b = tool.to_screen(1, 1).toPoint(), tool.to_screen(0.5, 0.75).toPoint()
    qtbot.mousePress(tool, LEFT, pos=a)
    move(tool, a + (b - a) / 2)
    move(tool, b)
    assert tool.hint == "{} × {}".format(*reversed(window.geometry_of_picture.size)), "how large it will be"
    qtbot.mouseRelease(tool, LEFT, pos=b)
    assert "Enter applies" in tool.hint
    drag_crop(qtbot, tool, (0, 0.3), (0.25, 0.4))
    drag_crop(qtbot, tool, (0.4, 0.4), (0.5, 0.5))  # from inside: moves
    assert window.edit.raw.crop == pytest.approx((0.35, 0.1, 0.6, 0.85), abs=0.01)
    assert window.undo_stack.count() == 3
    assert window.viewer.view.photo == (900, 600)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert not tool.isVisible()
    assert window.side.isVisible(), "the tool had the focus; that it goes is no Tab"
    assert window.viewer.hasFocus()
    assert window.viewer.view.photo == pytest.approx((225, 450), abs=8)
    qtbot.waitUntil(lambda: window.controller.idle)
    assert (window.viewer.frame.image.width(), window.viewer.frame.image.height()) == window.viewer.view.photo
    for _ in range(3):
        window.undo_stack.undo()
    assert window.edit.raw == RawEdits()
    assert window.viewer.view.photo == (900, 600)


def test_a_cropped_picture_shows_the_right_pixels(qtbot, make_window) -> None:
    window = make_window()
    window.change("Crop", window.edit.with_raw(crop=(0.5, 0.25, 1.0, 0.75)))
    assert window.viewer.view.photo == (450, 300)
    qtbot.waitUntil(lambda: window.viewer.frame is not None and window.controller.idle)
    image = window.viewer.frame.image
    corner = image.pixelColor(0, 0)
    assert (corner.red(), corner.green()) == pytest.approx((127, 64), abs=2)
    assert image.pixelColor(image.width() - 1, 0).red() == 255


def test_escape_puts_the_crop_back(qtbot, make_window) -> None:
    window = make_window()
    window.change("Crop", window.edit.with_raw(crop=(0.1, 0.1, 0.9, 0.9)))
    qtbot.mouseClick(window.raw_panel.crop.tool, LEFT)
    drag_crop(qtbot, window.cropping.tool, (0.1, 0.1), (0.4, 0.4))
    assert window.edit.raw.crop != (0.1, 0.1, 0.9, 0.9)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.edit.raw.crop == (0.1, 0.1, 0.9, 0.9)
    assert not window.cropping.tool.isVisible()


def test_dragging_outside_or_the_slider_straightens_and_the_crop_stays_in_the_photo(qtbot, make_window) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_R)
    drag_crop(qtbot, window.cropping.tool, (1, 1), (0.6, 0.6))
    tool = window.cropping.tool
    qtbot.mousePress(tool, LEFT, pos=tool.to_screen(0.9, 0.3).toPoint())
    move(tool, tool.to_screen(0.88, 0.42).toPoint())
    assert tool.hint == f"+{window.edit.raw.straighten:.1f}°"
    qtbot.mouseRelease(tool, LEFT, pos=tool.to_screen(0.88, 0.42).toPoint())
    angle = window.edit.raw.straighten
    assert 3 < angle < 20
    geometry = window.geometry_of_picture
    assert geometry.holds(geometry.crop)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    drag(window, "straighten", -8.0)
    assert window.edit.raw.straighten == pytest.approx(-8, abs=0.6)
    assert window.cropping.tool.isVisible()  # one sees what goes
    type_value(qtbot, window, "straighten", "2.5°")
    assert window.edit.raw.straighten == 2.5
    geometry = window.geometry_of_picture
    assert geometry.holds(geometry.crop)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.viewer.frame is not None and window.controller.idle)
    assert window.viewer.view.photo == geometry.size[::-1]


@pytest.mark.parametrize(("way", "tilt"), [((200, 20), 5.7), ((-200, -20), 5.7), ((-12, 160), 4.3), ((200, -30), -8.5)])
def test_a_line_drawn_with_ctrl_becomes_level_or_upright(qtbot, make_window, way, tilt) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_R)
    tool = window.cropping.tool
    start = tool.rect().center()
    end = start + QPoint(*way)
    for angle in (-tilt, -2 * tilt):  # once more: the picture is turned already
        qtbot.mousePress(tool, LEFT, Qt.KeyboardModifier.ControlModifier, start)
        move(tool, end)
        assert tool.hint == STRAIGHTEN.format(angle)
        qtbot.mouseRelease(tool, LEFT, Qt.KeyboardModifier.ControlModifier, end)
        assert window.edit.raw.straighten == pytest.approx(angle, abs=0.11)
    assert window.undo_stack.count() == 2
    qtbot.mouseClick(tool, LEFT, Qt.KeyboardModifier.ControlModifier, start)  # no line
    assert window.undo_stack.count() == 2


def test_an_aspect_is_kept_and_x_turns_it(qtbot, make_window) -> None:
    window = make_window()
    box = window.raw_panel.crop.aspect
    box.setFocus()
    for _ in range(2):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "1 : 1"
    assert window.geometry_of_picture.size == (600, 600)
    drag_crop(qtbot, window.cropping.tool, (window.edit.raw.crop[2], 1.0), (0.6, 0.8))
    height, width = window.geometry_of_picture.size
    assert abs(height - width) <= 1
    assert height < 500
    window.cropping.keep_aspect(1.5)
    wide = window.geometry_of_picture.size
    assert wide[1] / wide[0] == pytest.approx(1.5, abs=0.02)
    qtbot.keyClick(window, Qt.Key.Key_X)
    tall = window.geometry_of_picture.size
    assert tall[0] / tall[1] == pytest.approx(1.5, abs=0.02)
    assert window.cropping.tool.aspect == pytest.approx(2 / 3, abs=0.01)


def test_turning_and_flipping_four_times_comes_back(qtbot, make_window) -> None:
    window = make_window()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_BracketRight, control)
    assert window.viewer.view.photo == (600, 900)
    qtbot.waitUntil(lambda: window.viewer.frame is not None and window.controller.idle)
    image = window.viewer.frame.image
    assert image.pixelColor(image.width() - 1, 2).green() < 20  # the top left corner is now at the top right
    qtbot.keyClick(window, Qt.Key.Key_BracketLeft, control)
    assert window.edit.raw == RawEdits()
    qtbot.keyClick(window, Qt.Key.Key_BracketRight)
    assert window.viewer.view.photo == (600, 900)
    qtbot.keyClick(window, Qt.Key.Key_BracketLeft)
    assert window.edit.raw == RawEdits()
    for name in ("horizontal", "vertical"):
        qtbot.mouseClick(window.raw_panel.crop.turns[name], LEFT)
    assert window.edit.raw.orientation == 3
    qtbot.mouseClick(window.raw_panel.sections["geometry"].reset_button, LEFT)
    assert window.edit.raw == RawEdits()


@given(st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.6, 1), st.floats(0.6, 1)),
       st.sampled_from([(a, d) for a in (-1, 0, 1) for d in (-1, 0, 1)]), st.floats(-1, 1), st.floats(-1, 1),
       st.none() | st.floats(0.4, 2.5))
def test_a_dragged_crop_stays_in_the_frame_and_keeps_its_aspect(crop, handle, dx, dy, aspect) -> None:
    if aspect is not None:
        crop = with_aspect(crop, aspect)
    left, top, right, bottom = resized(crop, handle, dx, dy, aspect)
    assert -1e-9 <= left < right <= 1 + 1e-9
    assert -1e-9 <= top < bottom <= 1 + 1e-9
    if aspect is not None:
        assert (right - left) / (bottom - top) == pytest.approx(aspect, rel=1e-6)
    if handle[0] > 0:
        assert left == pytest.approx(crop[0])
