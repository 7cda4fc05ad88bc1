"""The live strip: renders over one setting, made while the worker is free; the main view never waits for them."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from fakes import SHOT, FakeEngine, make_photo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.cameras.strip import VALUES, difference
from app.live.jobs import Piece
from app.window import MainWindow
from paramisp_core.camera.shot import ShotSettings

LEFT = Qt.MouseButton.LeftButton


def shown_tiles(window: MainWindow):
    return [tile for tile in window.tools.strip.tiles if not tile.isHidden()]


def open_strip(qtbot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_T)
    wait_for_strip(qtbot, window)


def wait_for_strip(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: all(tile.image is not None for tile in shown_tiles(window))
                    and window.controller.thumbnails.idle)


def brightness(image: QImage) -> float:
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    return float(np.frombuffer(rgb.constBits(), np.uint8).reshape(-1, 4)[:, :3].mean())


def test_the_strip_shows_the_photo_at_each_value_and_a_click_takes_one(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    assert not window.tools.strip.isVisible()
    assert engine.thumbs == []  # nothing is made for a strip that is not seen
    open_strip(qtbot, window)
    assert window.tools.strip_action.isChecked()
    tiles = shown_tiles(window)
    assert [tile.value for tile in tiles] == list(VALUES["iso"])
    assert [tile.text() for tile in tiles if tile.as_shot] == ["400"]
    assert [tile.text() for tile in tiles if tile.isChecked()] == ["400"]
    light = [brightness(tile.image) for tile in tiles]
    assert light[2] > 1.5 * light[3] > 2 * light[4]  # the fake gets darker above ISO 400
    tile = tiles[4]
    QTest.mouseClick(tile, LEFT, pos=QPoint(20, 20))
    assert window.edit.shot.iso == 1600
    assert tile.isChecked()
    assert window.undo_stack.undoText() == "ISO"
    window.undo_stack.undo()
    assert [tile.text() for tile in shown_tiles(window) if tile.isChecked()] == ["400"]
    QTest.keyClick(window, Qt.Key.Key_T)
    assert not window.tools.strip.isVisible()


def test_a_tile_s_hint_says_how_much_its_render_differs(qtbot, make_window) -> None:
    window = make_window()
    open_strip(qtbot, window)
    tiles = shown_tiles(window)
    hint = window.tools.strip.hint(tiles[4])
    brighter, change = difference(tiles[2].image, tiles[4].image)
    assert brighter < -5  # the fake halves twice
    assert change >= -brighter
    assert f"Than 400: −{-brighter:.1f} % brightness" in hint
    assert "Than" not in window.tools.strip.hint(tiles[2])  # the present one
    assert "As the photo was shot" in window.tools.strip.hint(tiles[2])
    assert difference(tiles[2].image, None) is None
    white, gray = (QImage(4, 3, QImage.Format.Format_RGB32) for _ in range(2))
    white.fill(Qt.GlobalColor.white)
    gray.fill(0xFF808080)
    assert difference(white, gray) == pytest.approx((-49.8, 49.8), abs=0.1)


def test_the_strip_goes_over_time_and_aperture_too_and_is_remembered(qtbot, make_window) -> None:
    photo = make_photo(shot=ShotSettings(252, 1 / 576, 2.8, 3.0))
    window = make_window(FakeEngine(photo=photo))
    open_strip(qtbot, window)
    assert [tile.text() for tile in shown_tiles(window) if tile.as_shot] == ["252"]  # between the whole stops
    button = next(b for b in window.tools.strip.choices.buttons() if b.text() == "Aperture")
    QTest.mouseClick(button, LEFT)
    wait_for_strip(qtbot, window)
    assert [tile.text() for tile in shown_tiles(window)] == [
        "f/1.4", "f/2", "f/2.8", "f/4", "f/5.6", "f/8", "f/11", "f/16"]
    shown_tiles(window)[0].setFocus()
    QTest.keyClick(shown_tiles(window)[0], Qt.Key.Key_Space)
    assert window.edit.shot.f_number == 1.4
    window.close()
    again = make_window(FakeEngine(photo=photo))
    assert again.tools.strip.isVisible()
    assert again.tools.strip.name == "f_number"


def test_the_strip_follows_other_edits_and_the_lock(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    open_strip(qtbot, window)
    before = [brightness(tile.image) for tile in shown_tiles(window)]
    made = len(engine.thumbs)
    window.editing.set_setting("iso", 800.0, 1)
    wait_for_strip(qtbot, window)
    assert len(engine.thumbs) == made  # the same renders: only another one is marked
    window.change("Exposure", window.edit.with_raw(exposure_ev=-1.0))
    # the last renders stay, paler, until the next ones come: no flicker while one drags
    assert all(tile.image is not None and tile.stale for tile in shown_tiles(window))
    wait_for_strip(qtbot, window)
    assert not any(tile.stale for tile in shown_tiles(window))
    after = [brightness(tile.image) for tile in shown_tiles(window)]
    assert all(b < 0.6 * a for a, b in zip(before, after, strict=True))
    window.editing.set_exposure_lock(True)
    wait_for_strip(qtbot, window)
    assert {edit.shot.exposure_time for edit in engine.thumbs[-7:]} >= {1 / 125, 1 / 500}


def test_another_photo_gets_its_own_strip(qtbot, make_window) -> None:
    window = make_window()
    open_strip(qtbot, window)
    first = brightness(shown_tiles(window)[0].image)
    window.controller._worker._engine.photo = make_photo(shot=SHOT, path=None).with_changes(
        rgb=np.full((300, 300, 3), 0.9, np.float32))
    from pathlib import Path
    window.open(Path("/nowhere/second.jpg"))
    qtbot.waitUntil(lambda: window.photo.size == (300, 300) and shown_tiles(window)[0].image is not None)
    wait_for_strip(qtbot, window)
    assert brightness(shown_tiles(window)[0].image) > 1.5 * first
    image, room = shown_tiles(window)[0].image, shown_tiles(window)[0].size()
    assert image.height() == 88
    assert room.width() - 12 <= image.width() <= room.width(), "a piece at 100 % fills its tile"


def test_the_main_view_never_waits_for_the_strip(qtbot, make_window) -> None:
    """A render of the strip takes 1.5 s here; a drag that begins meanwhile gets its picture at once."""
    def drag(turn: int) -> float:
        window.controller.latencies.clear()
        for i in range(12):
            window.change("Exposure", window.edit.with_raw(exposure_ev=0.05 * (i + 1)), gesture=99 + turn)
            qtbot.wait(25)
        begun.append(len(engine.thumbs))
        qtbot.waitUntil(lambda: window.controller.idle)
        return max(window.controller.latencies)

    engine = FakeEngine(draft_s=0.005)
    window = make_window(engine)
    begun: list[int] = []
    alone = drag(0)
    engine.thumb_s = 1.5
    QTest.keyClick(window, Qt.Key.Key_T)
    worst = []
    for turn in range(1, 4):
        qtbot.waitUntil(lambda: window.controller.thumbnails._sent is not None)
        qtbot.wait(60)  # in the middle of one
        before = len(engine.thumbs)
        drafts = len(engine.log)
        worst.append(drag(turn))
        assert len(engine.log) > drafts + 5
        assert begun[-1] <= before + 1  # on a busy machine a drag may rest so long that one begins
        window.undo_stack.undo()
    assert statistics.median(worst) < alone + 0.7  # far below the 1.5 s that one takes


def test_a_render_that_fails_is_not_asked_for_again_and_again(qtbot, make_window) -> None:
    engine = FakeEngine()

    def broken(*_):
        engine.thumbs.append(None)
        raise RuntimeError("boom")

    engine.thumbnail = broken
    window = make_window(engine)
    open_strip(qtbot, window)
    assert len(engine.thumbs) == len(VALUES["iso"])
    assert window.message.text == ""


def test_iso_is_shown_at_100_percent_from_the_middle_of_the_view(qtbot, make_window) -> None:
    """The fake's red rises rightwards and its green downwards, so a piece tells where it was taken."""
    def middle_of(tile) -> tuple[float, float]:
        rgb = np.frombuffer(tile.image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
        red, green = rgb.reshape(-1, 4)[:, 2], rgb.reshape(-1, 4)[:, 1]
        return float(red.mean()) / 255 * 900, float(green.mean()) / 255 * 600

    window = make_window()
    strip = window.tools.strip
    open_strip(qtbot, window)
    assert strip.close_up.isChecked()
    assert middle_of(shown_tiles(window)[0]) == pytest.approx((450, 300), abs=6)
    assert np.ptp(np.frombuffer(shown_tiles(window)[0].image.convertToFormat(
        QImage.Format.Format_RGB32).constBits(), np.uint8).reshape(-1, 4)[:, 2]) < 60, "a piece, not the whole"
    for place, middle in (((700, 120), (700, 120)), ((2, 598), None)):  # the second lies in a corner
        window.viewer.zoom_to(4.0)
        x, y = window.viewer.view.to_screen(*place)
        wide, high = window.viewer.view.viewport
        window.viewer._go(window.viewer.view.panned(round(wide / 2 - x), round(high / 2 - y)))
        if middle:
            qtbot.waitUntil(lambda m=middle: not any(tile.stale for tile in shown_tiles(window))
                            and middle_of(shown_tiles(window)[0]) == pytest.approx(m, abs=6))
        else:
            qtbot.waitUntil(lambda: middle_of(shown_tiles(window)[0])[0] < 130)
    QTest.mouseClick(strip.close_up, LEFT)
    wait_for_strip(qtbot, window)
    assert middle_of(shown_tiles(window)[0]) == pytest.approx((450, 300), abs=6)
    assert shown_tiles(window)[0].image.width() == pytest.approx(1.5 * shown_tiles(window)[0].image.height(), rel=0.05)
    strip.show_setting("f_number")
    assert not strip.close_up.isChecked(), "of each setting it is remembered by itself"
    QTest.mouseClick(strip.close_up, LEFT)
    window.close()
    again = make_window()
    assert again.tools.strip.close_on == {"f_number"}


def test_without_a_photo_the_strip_offers_nothing(qtbot, make_window) -> None:
    window = make_window()
    open_strip(qtbot, window)
    strip = window.tools.strip
    assert any(tile.isChecked() for tile in strip.tiles)
    window.opening.close()
    assert not strip.isEnabled()
    assert not any(tile.isChecked() or tile.image for tile in strip.tiles)
    window.open(FakeEngine().photo.path)
    wait_for_strip(qtbot, window)
    assert strip.isEnabled()
    assert any(tile.isChecked() for tile in strip.tiles)


def test_no_picture_is_waited_for_once_the_window_has_closed(make_window) -> None:
    """What asks late, from a queued call, would leave a timer running for ever."""
    window = make_window()
    window.controller.stop()
    thumbnails = window.controller.thumbnails
    thumbnails.want("late", [window.edit], Piece((8, 8)))
    assert not thumbnails._timer.isActive()
