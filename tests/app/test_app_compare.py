"""Comparing two pictures in the window: wipe with its divider, side by side with linked zoom, what each side shows."""

from __future__ import annotations

import pytest
from fakes import OTHER, FakeEngine, make_photo
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from test_app_window import LEFT, drag, move, wheel

from app.live.jobs import Shown
from app.picture.compare import Against, Layout
from app.picture.showing import _TAP_S

KEY = Qt.Key.Key_Y


def rest(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)


def brighter(window, at: QPointF) -> bool:
    """Whether the picture is the one of +0.5 EV there: the fake's red and green tell the place otherwise."""
    place = window.viewer.photo_at(at)
    color = window.viewer.grab().toImage().pixelColor(at.toPoint())
    width, height = window.viewer.view.photo
    expected = place[0] / width * 255, place[1] / height * 255
    return color.red() > expected[0] * 1.25 and color.green() > expected[1] * 1.25


def test_y_goes_from_one_picture_to_wipe_to_side_by_side_and_back(qtbot, make_window) -> None:
    window = make_window()
    seen = []
    for _ in range(3):
        qtbot.keyClick(window, KEY)
        seen.append(window.comparison.layout)
        assert window.showing.bar.compare.isChecked() == (window.comparison.layout is not Layout.OFF)
    assert seen == [Layout.WIPE, Layout.BESIDE, Layout.OFF]


def test_the_wipe_shows_the_source_at_its_left_and_its_divider_follows_the_mouse(qtbot, make_window) -> None:
    window = make_window()
    window.change("Exposure", window.edit.with_raw(exposure_ev=0.5))
    qtbot.keyClick(window, KEY)
    rest(qtbot, window)
    viewer, y = window.viewer, window.viewer.height() // 3
    assert viewer.divider_x == viewer.width() / 2
    near, far = QPointF(viewer.width() * 0.35, y), QPointF(viewer.width() * 0.62, y)
    assert not brighter(window, near)
    assert brighter(window, far)
    scale, x = viewer.view.scale, viewer.view.x
    QTest.mousePress(viewer, LEFT, pos=QPoint(round(viewer.divider_x) + 3, y))
    move(viewer, QPoint(round(viewer.width() * 0.25), y))
    QTest.mouseRelease(viewer, LEFT, pos=QPoint(round(viewer.width() * 0.25), y))
    assert viewer.divider_x == pytest.approx(viewer.width() * 0.25, abs=1)
    assert (viewer.view.scale, viewer.view.x) == (scale, x)  # the photo itself was not dragged
    assert brighter(window, near)
    QTest.mouseDClick(viewer, LEFT, pos=QPoint(round(viewer.divider_x), y))
    assert viewer.divider_x == viewer.width() / 2
    assert viewer.view.fitted


def test_side_by_side_shows_the_same_place_twice_and_zooms_together(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(1000, 1500)))
    viewer = window.viewer
    viewer.zoom_to(1.0)
    middle = viewer.view.to_photo(viewer.view.viewport[0] / 2, viewer.view.viewport[1] / 2)
    qtbot.keyClick(window, KEY)
    qtbot.keyClick(window, KEY)
    rest(qtbot, window)
    assert viewer.view.scale == 1.0
    assert viewer.view.to_photo(viewer.view.viewport[0] / 2, viewer.view.viewport[1] / 2) == pytest.approx(
        middle, abs=2)
    pane = viewer.width() - viewer.view.viewport[0]

    def alike() -> bool:
        picture = viewer.grab().toImage()
        return all(picture.pixelColor(x, y) == picture.pixelColor(x + pane, y)
                   for x, y in ((40, 200), (200, 300), (350, 400)))

    assert alike()
    at = QPointF(120, 300)
    twin = QPointF(at.x() + pane, at.y())
    assert viewer.photo_at(at) == pytest.approx(viewer.photo_at(twin))
    before = viewer.photo_at(twin)
    wheel(viewer, twin, 2)  # over the right picture
    assert viewer.photo_at(twin) == pytest.approx(before, abs=1.01 / viewer.view.scale)
    assert viewer.photo_at(at) == pytest.approx(before, abs=1.01 / viewer.view.scale)
    rest(qtbot, window)
    assert alike()
    viewer.fit()
    rest(qtbot, window)
    assert viewer.view.fitted
    assert viewer.view.photo[0] * viewer.view.scale <= viewer.view.viewport[0]


def test_any_two_views_can_be_compared(qtbot, make_window) -> None:
    window = make_window()
    qtbot.keyClick(window, KEY)
    for against, shown in ((Against.MOSAIC, Shown.MOSAIC), (Against.DEMOSAICED, Shown.DEMOSAICED),
                           (Against.RENDER, Shown.RENDER), (Against.SOURCE, Shown.SOURCE)):
        next(a for a in window.comparison.menu.actions() if a.text() == against.value).trigger()
        rest(qtbot, window)
        assert window.viewer.frame.request.beside.shown is shown
    qtbot.keyClick(window, Qt.Key.Key_2)
    rest(qtbot, window)
    request = window.viewer.frame.request
    assert (request.beside.shown, request.shown) == (Shown.SOURCE, Shown.MOSAIC)


def test_choosing_another_camera_compares_with_its_render(qtbot, make_window) -> None:
    window = make_window()
    popup = window.comparison.ask_camera()
    qtbot.keyClicks(popup.search, "nikon d7000")
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert window.comparison.camera.name == "Nikon D7000"
    assert window.comparison.layout is Layout.WIPE
    rest(qtbot, window)
    beside = window.viewer.frame.request.beside
    assert beside.edit.render_as.name == "Nikon D7000"
    assert beside.shown is Shown.RENDER
    assert window.edit.render_as is None  # the photo's own edit is untouched
    assert not window.undo_stack.canUndo()


def test_rendered_as_shot_stays_while_the_edit_moves(qtbot, make_window) -> None:
    engine = FakeEngine(draft_s=0.01)
    window = make_window(engine)
    window.comparison.set_against(Against.AS_SHOT)
    window.change("Render as", window.edit.changed(render_as=OTHER))
    rest(qtbot, window)
    engine.log.clear()
    drag(window, "exposure_ev", 2.0, steps=30)
    rest(qtbot, window)
    assert window.viewer.frame.request.beside.edit.raw.is_identity
    assert window.viewer.frame.request.beside.edit.render_as is None
    # the picture beside did not change, so it was not drawn again during the drag
    assert all(edit.render_as is not None for _, edit, _ in engine.log)
    assert len(engine.log) > 2
    assert window.viewer.frame.beside is not None


def test_holding_backslash_during_a_comparison_keeps_the_layout(qtbot, make_window) -> None:
    window = make_window()
    window.comparison.set_against(Against.MOSAIC)
    rest(qtbot, window)
    qtbot.keyPress(window.viewer, Qt.Key.Key_Backslash)
    qtbot.waitUntil(lambda: window.viewer.frame.request.shown is Shown.SOURCE)
    assert window.viewer.frame.request.beside.shown is Shown.MOSAIC
    qtbot.wait(round(1000 * _TAP_S) + 50)  # held, not tapped
    qtbot.keyRelease(window.viewer, Qt.Key.Key_Backslash)
    qtbot.waitUntil(lambda: window.viewer.frame.request.shown is Shown.RENDER)


def test_a_picked_place_is_the_one_under_the_cursor_on_either_side(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    window.comparison.set_layout(Layout.BESIDE)
    rest(qtbot, window)
    viewer = window.viewer
    pane = viewer.width() - viewer.view.viewport[0]
    x = viewer.view.viewport[0] // 2
    for offset in (0, pane):
        window.gray.set_picking(True)
        QTest.mouseClick(viewer, LEFT, pos=QPoint(x + offset, viewer.height() // 2))
    qtbot.waitUntil(lambda: len(engine.picked) == 2)
    assert engine.picked[0] == engine.picked[1]
