"""The probe: whatever is done to the picture, the photosite that is read is the one under the cursor."""

from __future__ import annotations

import time

import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.live.jobs import Shown
from app.picture.compare import Against, Layout

NONE = Qt.MouseButton.NoButton


def hover(viewer, point: QPointF) -> None:
    QApplication.sendEvent(viewer, QMouseEvent(
        QMouseEvent.Type.MouseMove, point, QPointF(viewer.mapToGlobal(point)), NONE, NONE,
        Qt.KeyboardModifier.NoModifier))


def rest(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)


def read(qtbot, window, point: QPointF) -> tuple[int, int]:
    """Hover a point and return the stored (row, column) that was read."""
    probed = window.controller._worker._engine.probed
    hover(window.viewer, point)
    qtbot.waitUntil(lambda: window.probe.reading is not None and not window.probe._stale.isActive())
    return probed[-1]


@pytest.mark.parametrize(("orientation", "edits"), [
    (1, {}), (6, {}), (3, {"orientation": 5}), (8, {"orientation": 2, "crop": (0.2, 0.1, 0.9, 0.7)}),
    (1, {"crop": (0.3, 0.4, 0.8, 0.9)}), (2, {"straighten": 9.0}),
    (7, {"straighten": -4.0, "crop": (0.15, 0.2, 0.85, 0.8), "orientation": 3})])
def test_the_photosite_read_is_the_one_that_is_seen(qtbot, make_window, orientation, edits) -> None:
    photo = make_photo(500, 800, orientation=orientation)
    window = make_window(FakeEngine(photo=photo))
    window.change("x", window.edit.with_raw(**edits))
    for scale in (None, 1.0, 4.0):
        if scale is not None:
            window.viewer.zoom_to(scale)
        rest(qtbot, window)
        width, height = window.viewer.width(), window.viewer.height()
        seen = window.viewer.grab().toImage()
        for fx, fy in ((0.5, 0.5), (0.42, 0.61), (0.58, 0.37)):
            point = QPointF(int(width * fx) + 0.5, int(height * fy) + 0.5)
            row, column = read(qtbot, window, point)
            color = seen.pixelColor(int(point.x()), int(point.y()))
            # red tells the column, green the row; half a pixel of interpolation, and rounding
            reach = 1.5 / min(window.viewer.view.scale, 1.0) if scale is None else 1.0
            reach += 1.0 if "straighten" in edits else 0.0
            assert color.red() == pytest.approx(column / 799 * 255, abs=255 / 799 * reach + 1)
            assert color.green() == pytest.approx(row / 499 * 255, abs=255 / 499 * reach + 1)


def test_everything_is_in_the_status_line_and_goes_with_the_cursor(qtbot, make_window) -> None:
    photo = make_photo(300, 400)
    window = make_window(FakeEngine(photo=photo))
    x, y = window.viewer.view.to_screen(201.5, 150.5)
    assert read(qtbot, window, QPointF(x, y)) == (150, 201)
    red, green, blue = photo.rgb[150, 201]
    assert window.probe.readout.full == (
        f"201, 150   R {red * 255:3.0f}  G {green * 255:3.0f}  B {blue * 255:3.0f}   "
        f"linear {red:.4f}  {green:.4f}  {blue:.4f}   −0.50 EV   RAW G 150.0201 (100)")
    window.viewer.leaveEvent(None)
    assert window.probe.readout.full == ""


def test_an_edit_under_a_resting_cursor_is_read_again(qtbot, make_window) -> None:
    window = make_window()
    read(qtbot, window, QPointF(window.viewer.width() / 2, 300))
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    qtbot.waitUntil(lambda: window.probe.readout.full.endswith("(200)"))


def test_in_a_comparison_the_raw_of_the_picture_under_the_cursor_is_read(qtbot, make_window) -> None:
    window = make_window()
    window.comparison.set_against(Against.AS_SHOT)
    window.comparison.set_layout(Layout.BESIDE)
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    rest(qtbot, window)
    pane = window.viewer.width() - window.viewer.view.viewport[0]
    x = window.viewer.view.viewport[0] / 2 + 20
    left = read(qtbot, window, QPointF(x, 300))
    assert window.probe.readout.full.endswith("(100)")  # as shot
    right = read(qtbot, window, QPointF(x + pane, 300))
    assert window.probe.readout.full.endswith("(200)")
    assert left == right
    window.comparison.set_against(Against.SOURCE)
    rest(qtbot, window)
    read(qtbot, window, QPointF(x + 2, 300))
    qtbot.waitUntil(lambda: window.probe.readout.full.endswith("(200)"))  # the source has no RAW: the photo's own


def test_the_whole_frame_is_read_while_cropping(qtbot, make_window) -> None:
    window = make_window()
    window.change("x", window.edit.with_raw(crop=(0.5, 0.5, 1.0, 1.0)))
    window.cropping.set_on(True)
    qtbot.waitUntil(lambda: window.viewer.frame is not None and window.viewer.frame.request.whole)
    rest(qtbot, window)
    x, y = window.viewer.view.to_screen(100.5, 50.5)
    hover(window.cropping.tool, QPointF(x, y))  # it lies over the viewer and takes the mouse
    qtbot.waitUntil(lambda: window.probe.reading is not None)
    row, column = window.controller._worker._engine.probed[-1]
    assert abs(row - 50) <= 1
    assert abs(column - 100) <= 1
    window.cropping.tool.leaveEvent(None)
    assert window.probe.readout.text() == ""


def test_a_probe_is_answered_while_the_exact_picture_is_made_and_does_not_end_it(qtbot, make_window) -> None:
    engine = FakeEngine(refine_s=1.5)
    window = make_window(engine)
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    qtbot.waitUntil(lambda: window.controller._refine is not None)
    qtbot.wait(50)
    begin = time.perf_counter()
    read(qtbot, window, QPointF(window.viewer.width() / 2, 200))
    assert window.controller._refine is not None
    assert time.perf_counter() - begin < 1.0
    rest(qtbot, window)
    assert len([1 for shown, edit, exact in engine.log if exact and edit == window.edit]) == 1


def test_of_many_moves_the_last_is_read_and_all_views_can_be_probed(qtbot, make_window) -> None:
    window = make_window()
    for x in range(200, 500, 3):
        hover(window.viewer, QPointF(x, 310))
    place = window.viewer.photo_at(QPointF(500, 310))
    assert read(qtbot, window, QPointF(500, 310)) == (int(place[1]), int(place[0]))
    for shown in Shown:
        window.set_shown(shown)
        rest(qtbot, window)
        read(qtbot, window, QPointF(400 + list(Shown).index(shown) * 5, 300))
        assert "RAW" in window.probe.readout.full


def test_a_reduced_mosaic_tells_the_photosite_and_not_the_color_of_a_stand_in(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(1500, 2400)))
    window.showing.set_shown(Shown.MOSAIC)
    rest(qtbot, window)
    point = QPointF(window.viewer.width() // 2 + 0.5, window.viewer.height() // 2 + 0.5)
    read(qtbot, window, point)
    assert "RAW" in window.probe.readout.full
    assert "R " not in window.probe.readout.full.split("linear")[0]
    window.viewer.zoom_to(1.0)
    rest(qtbot, window)
    read(qtbot, window, point)
    assert "R " in window.probe.readout.full.split("linear")[0], "its own pixels"


def test_a_cursor_that_rests_while_a_photo_is_opened_is_answered_once_there_is_a_raw(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    rest(qtbot, window)
    worker, answer = window.controller._worker, window.controller._worker._answer
    worker._answer = lambda probe: None  # no RAW yet
    hover(window.viewer, QPointF(300.5, 200.5))
    qtbot.wait(250)
    assert window.probe.reading is None
    worker._answer = answer
    window.controller.headroom_assumed.emit(0.1)
    qtbot.waitUntil(lambda: window.probe.reading is not None)
    assert "RAW" in window.probe.readout.full


def test_without_room_whole_values_are_left_out(qtbot, make_window) -> None:
    window = make_window()
    read(qtbot, window, QPointF(window.viewer.width() / 2, 300))
    readout = window.probe.readout
    readout.setFixedWidth(190)
    qtbot.waitUntil(lambda: readout.text() != readout.full)
    assert readout.full.startswith(readout.text())
    assert readout.fontMetrics().horizontalAdvance(readout.text()) <= 190
    assert readout.text().count("   ") < readout.full.count("   ")
    assert readout.text().split("   ")[-1] in readout.full.split("   ")
