"""The loupe shows the photo's own pixels under the cursor, of any view, and disturbs nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_app_probe import hover, rest

from app.live.jobs import Shown
from app.picture import loupe
from app.picture.compare import Against, Layout


def magnified(window) -> tuple[int, int, int]:
    """Return the color at the glass's middle, just beside the cross."""
    image = window.loupe.glass.grab().toImage()
    return image.pixelColor(loupe.SIDE // 2 + 1, loupe.SIDE // 2 + 1).getRgb()[:3]


def near(qtbot, window) -> None:
    glass = window.loupe.glass
    qtbot.waitUntil(lambda: glass.near is not None and glass._fits(window.viewer.frame)
                    and glass.near.request.region == window.loupe._region())


@pytest.mark.parametrize("orientation", [1, 6])
def test_q_magnifies_the_pixels_under_the_cursor(qtbot, make_window, orientation) -> None:
    photo = make_photo(2400, 3600, orientation=orientation)
    window = make_window(FakeEngine(photo=photo))
    rest(qtbot, window)
    viewer, glass = window.viewer, window.loupe.glass
    hover(viewer, QPointF(viewer.width() * 0.55, viewer.height() * 0.4))
    QTest.keyClick(window, Qt.Key.Key_Q)
    assert glass.isVisible()
    near(qtbot, window)
    assert glass.near.image.width() == glass.near.request.region.width  # nothing is reduced
    geometry = window.geometry_of_picture
    column, row = geometry.to_stored(glass.at.x, glass.at.y)
    red, green, _ = magnified(window)
    assert red == pytest.approx(column / 3599 * 255, abs=1.5)
    assert green == pytest.approx(row / 2399 * 255, abs=1.5)
    assert glass.geometry().center().x() == pytest.approx(viewer.width() * 0.55, abs=2)
    QTest.keyClick(window, Qt.Key.Key_Q)
    assert not glass.isVisible()


def test_the_blue_checker_is_magnified_as_far_as_it_says(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(2400, 3600)))
    rest(qtbot, window)
    window.viewer.hover(QPointF(window.viewer.width() / 2, window.viewer.height() / 2))
    QTest.keyClick(window, Qt.Key.Key_Q)
    for level in (2.0, 4.0, 8.0, 1.0):
        assert window.loupe.glass.level == level
        near(qtbot, window)
        image = window.loupe.glass.grab().toImage()
        blue = [image.pixelColor(x, 60).blue() > 60 for x in range(20, loupe.SIDE - 20)]
        edges = [x for x in range(1, len(blue)) if blue[x] != blue[x - 1]]
        assert {b - a for a, b in pairwise(edges)} <= {round(16 * level)}
        assert edges
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)


def test_held_it_goes_when_the_key_is_let_go(qtbot, make_window, monkeypatch) -> None:
    window = make_window()
    monkeypatch.setattr(loupe, "_HELD_S", 0.05)
    QTest.keyPress(window, Qt.Key.Key_Q)
    assert window.loupe.on
    qtbot.wait(80)
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier))
    assert not window.loupe.on


def test_tapped_it_stays_out_while_one_magnifies_later(qtbot, make_window, monkeypatch) -> None:
    """Shift+Q ends with the release of Q, long after the tap."""
    window = make_window()
    monkeypatch.setattr(loupe, "_HELD_S", 60)  # a tap, however busy the machine is
    QTest.keyClick(window, Qt.Key.Key_Q)
    monkeypatch.setattr(loupe, "_HELD_S", 0.05)
    for level in (4.0, 8.0, 1.0):
        qtbot.wait(80)
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
        assert window.loupe.on
        assert window.loupe.glass.level == level
    window.loupe.action.trigger()
    QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    qtbot.wait(80)
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier))
    assert window.loupe.on, "taken out by Shift+Q"


def test_it_works_by_keys_alone_and_escape_puts_it_away(qtbot, make_window) -> None:
    window = make_window()
    viewer, glass = window.viewer, window.loupe.glass
    viewer.setFocus()
    QTest.keyClick(viewer, Qt.Key.Key_Q)
    assert glass.isVisible()
    x, y = glass.at.x, glass.at.y
    assert (x, y) == (450, 300)
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    QTest.keyClick(viewer, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (glass.at.x, glass.at.y) == (x + 10, y + 1)
    assert window.undo_stack.count() == 0
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not window.loupe.on


def test_every_view_and_both_pictures_of_a_comparison(qtbot, make_window) -> None:
    engine = FakeEngine(photo=make_photo(2400, 3600))
    window = make_window(engine)
    window.change("x", window.edit.with_raw(exposure_ev=-1.0))
    QTest.keyClick(window, Qt.Key.Key_Q)
    for shown in Shown:
        window.set_shown(shown)
        rest(qtbot, window)
        near(qtbot, window)
        assert window.loupe.glass.near.request.shown is shown
    window.comparison.set_against(Against.SOURCE)
    window.comparison.set_layout(Layout.BESIDE)
    rest(qtbot, window)
    seen = []
    for side in (0.25, 0.75):
        window.viewer.hover(QPointF(window.viewer.width() * side, window.viewer.height() * 0.5))
        near(qtbot, window)
        seen.append(magnified(window))
    assert seen[1][0] == pytest.approx(seen[0][0] / 2, abs=2)  # the render is one EV darker than the source
    assert window.loupe.glass.at.left is False


def test_photosites_are_framed_from_400_percent(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(2400, 3600)))
    window.set_shown(Shown.MOSAIC)
    rest(qtbot, window)
    window.viewer.hover(QPointF(window.viewer.width() / 2, window.viewer.height() / 2))
    QTest.keyClick(window, Qt.Key.Key_Q)
    near(qtbot, window)
    window.loupe.glass.level = 8.0
    window.loupe._ask()
    near(qtbot, window)
    image = window.loupe.glass.grab().toImage()
    red = [image.pixelColor(x, 40).red() for x in range(20, 240)]  # rises slowly, but for the frames' dark lines
    lines = [x for x in range(1, 219) if red[x] < red[x - 1] - 20 and red[x] < red[x + 1] - 20]
    assert {b - a for a, b in pairwise(lines)} == {8}


def test_the_drafts_of_the_viewer_go_on_from_where_they_were(qtbot, make_window) -> None:
    """The loupe asks for small pictures, never for the ones on which the next draft is built."""
    engine = FakeEngine(photo=make_photo(2400, 3600))
    window = make_window(engine)
    rest(qtbot, window)
    window.change("x", window.edit.with_raw(exposure_ev=0.5))
    rest(qtbot, window)
    drawn = len(engine.log)
    window.viewer.hover(QPointF(300.0, 300.0))
    QTest.keyClick(window, Qt.Key.Key_Q)
    near(qtbot, window)
    assert len(engine.log) == drawn
    assert engine.thumbs
