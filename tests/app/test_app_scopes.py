"""Scopes: tabs and a key choose them, what they draw is where it belongs, and the window hardly notices them."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from test_app_window import LEFT

from app.live.jobs import Scope, Shown
from app.live.scopes import COLUMNS, LEVELS, SCOPE_SIDE, RawCounts, parade, vectorscope, waveform
from app.live.worker import Place, histogram
from app.panels.scopes import HEIGHTS
from app.picture.geometry import Region
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.levels import RawLevels


def rest(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.request.scope is window.scopes.scope)


def levels_of(image) -> np.ndarray:
    """Return (LEVELS, COLUMNS, 3) red, green, blue of a waveform."""
    return np.frombuffer(image.constBits(), np.uint8).reshape(LEVELS, COLUMNS, 4)[..., 2::-1]


def test_the_waveform_stands_where_the_picture_s_columns_and_values_are() -> None:
    rgb8 = np.zeros((300, 512, 3), np.uint8)
    rgb8[:, :, 0] = np.linspace(0, 255, 512)[None]  # red rises to the right
    rgb8[:, 256:, 1] = 255
    drawn = levels_of(waveform(rgb8))
    for column in (10, 100, 200, 250):
        lit = np.flatnonzero(drawn[:, column, 0])
        expected = LEVELS - 1 - column / (COLUMNS - 1) * (LEVELS - 1)
        assert abs(lit - expected).max() <= 1.5
    assert np.flatnonzero(drawn[:, 50, 1]).tolist() == [LEVELS - 1]  # no green at the left: at the bottom
    assert np.flatnonzero(drawn[:, 200, 1]).tolist() == [0]
    assert not levels_of(waveform(rgb8, dark=False))[:, 50, 1].any()


def test_while_one_crops_only_what_is_kept_counts(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo().with_changes(rgb=np.full((600, 900, 3), 0.5, np.float32))))
    window.change("Straighten", window.edit.with_raw(straighten=20.0))
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact and window.viewer.frame.request.whole)
    counts = window.viewer.frame.histogram
    assert counts[0].sum() > 1000
    assert counts[0, 128] == counts[0].sum(), "no black of the corners beyond the photo"
    photo = window.photo
    request = window.viewer.frame.request
    place = Place.of(photo, request)
    half = replace(place, crop=(0.5, 0.0, 1.0, 0.25))
    upright = np.zeros((*request.size, 3), np.uint8)
    assert half.kept(upright).shape[:2] == pytest.approx((request.size[0] / 4, request.size[1] / 2), abs=1)
    right = replace(half, region=Region(0, 450, 600, 450))
    assert right.kept(upright).shape[1] == request.size[1]
    away = replace(half, region=Region(300, 0, 300, 900))
    assert away.kept(upright).shape == upright.shape, "where all of it goes, it is what there is"


def test_the_parade_has_each_color_in_its_third() -> None:
    rgb8 = np.zeros((200, 300, 3), np.uint8)
    rgb8[:, :150] = (255, 128, 0)
    rgb8[:, 150:] = (0, 128, 255)
    image = parade(rgb8)
    third = COLUMNS // 3
    drawn = np.frombuffer(image.constBits(), np.uint8).reshape(LEVELS, 3 * third, 4)[..., 2::-1]
    for color, (left, right) in enumerate(((0, LEVELS - 1), (63, 63), (LEVELS - 1, 0))):
        part = drawn[:, color * third : (color + 1) * third, color]
        assert np.flatnonzero(part[:, 20]).tolist() == [left]
        assert np.flatnonzero(part[:, -20]).tolist() == [right]


@pytest.mark.parametrize(("color", "x", "y"), [
    ((128, 128, 128), 0.0, 0.0), ((255, 0, 0), -0.115, 0.5), ((0, 0, 255), 0.5, -0.046), ((255, 255, 0), -0.5, 0.046),
    ((0, 255, 0), -0.385, -0.454), ((0, 255, 255), 0.115, -0.5), ((255, 0, 255), 0.385, 0.454)])
def test_the_vectorscope_has_every_color_at_its_place(color, x, y) -> None:
    """The places of Rec. 709's primaries, which the panel marks."""
    image = vectorscope(np.full((40, 60, 3), color, np.uint8))
    drawn = np.frombuffer(image.constBits(), np.uint8).reshape(SCOPE_SIDE, SCOPE_SIDE, 4)[..., :3].max(2)
    row, column = np.unravel_index(drawn.argmax(), drawn.shape)
    assert np.count_nonzero(drawn) == 1
    assert column == pytest.approx((x + 0.5) * SCOPE_SIDE, abs=1)
    assert row == pytest.approx((0.5 - y) * SCOPE_SIDE, abs=1)


def test_the_histogram_counts_colors_and_luminance() -> None:
    counts = histogram(np.full((4, 5, 3), (200, 60, 40), np.uint8))
    assert [int(one.argmax()) for one in counts] == [200, 60, 40, round(200 * 0.2126 + 60 * 0.7152 + 40 * 0.0722)]
    assert (counts.sum(1) == 10).all()  # every second row
    assert len(histogram(np.zeros((2, 2, 3), np.uint8), luminance=False)) == 3


def test_luminance_is_a_line_over_the_colors_but_not_over_a_mosaic(qtbot, make_window) -> None:
    window = make_window()
    assert window.scopes.histogram.luminance.size() > 10
    qtbot.keyClick(window, Qt.Key.Key_2)
    rest(qtbot, window)
    assert window.scopes.histogram.luminance.isEmpty()


def test_a_taller_window_has_a_taller_scope(qtbot, make_window) -> None:
    window = make_window()
    for height, scope in ((700, HEIGHTS[0]), (1000, None), (1500, HEIGHTS[1])):
        window.resize(1280, height)
        qtbot.waitUntil(lambda h=height: window.height() == h)
        tall = window.scopes.histogram.height()
        assert tall == scope if scope else HEIGHTS[0] < tall < HEIGHTS[1]


def test_a_tiny_picture_has_a_waveform_too() -> None:
    assert levels_of(waveform(np.full((1, 1, 3), 255, np.uint8)))[0].any()


def test_h_goes_through_the_scopes_and_tabs_choose_them(qtbot, make_window) -> None:
    window = make_window()
    scopes = window.scopes
    assert scopes.scope is Scope.HISTOGRAM
    qtbot.keyClick(window, Qt.Key.Key_H)
    rest(qtbot, window)
    assert scopes.scope is Scope.WAVEFORM
    assert scopes.waveform.isVisible()
    assert scopes.waveform.image is not None
    for widget, scope in ((scopes.parade, Scope.PARADE), (scopes.vectorscope, Scope.VECTORSCOPE)):
        qtbot.keyClick(window, Qt.Key.Key_H)
        rest(qtbot, window)
        assert scopes.scope is scope
        assert widget.isVisible()
        assert widget.image is not None
    qtbot.mouseClick(scopes._tabs[Scope.RAW], LEFT)
    rest(qtbot, window)
    assert scopes.raw.isVisible()
    assert scopes.raw.counts is not None
    assert "Estimated from the photo" in scopes.raw.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert scopes.histogram.isVisible()


def test_shift_and_a_click_show_a_section_alone_and_all_again(qtbot, make_window) -> None:
    window = make_window()
    side, shift = window.side, Qt.KeyboardModifier.ShiftModifier
    curve = window.raw_panel.sections["curve"]
    side.bring_into_sight(curve)
    qtbot.mouseClick(curve.title, LEFT, shift)
    assert set(side._sections) - set(side.folded) == {"curve", "output"}
    assert curve.title.isChecked()
    qtbot.waitUntil(lambda: curve.title.visibleRegion().boundingRect().height() > 10)
    light = window.raw_panel.sections["light"]
    window.resize(1200, 560)
    qtbot.mouseClick(window.shot_panel.title, LEFT, shift)
    shot = window.shot_panel
    # though it is longer than its room
    qtbot.waitUntil(lambda: shot.mapTo(side.area.viewport(), QPoint()).y() == 0)
    qtbot.mouseClick(light.title, LEFT, shift)
    assert set(side._sections) - set(side.folded) == {"light", "output"}, "another in its place"
    qtbot.mouseClick(light.title, LEFT, shift)
    assert side.folded == []
    qtbot.mouseClick(light.title, LEFT)
    assert side.folded == ["light"], "a plain click folds one"


def test_the_shot_s_settings_are_in_sight_at_the_first_start(qtbot, make_window) -> None:
    """They are what this program is for: nothing but the camera stands above them."""
    window = make_window(size=(1600, 1000))
    for name, row in window.shot_panel.rows.items():
        qtbot.waitUntil(lambda row=row: not row.visibleRegion().isEmpty())
        assert row.visibleRegion().boundingRect().height() == row.height(), name


def test_sections_that_were_folded_are_folded_at_the_next_start(qtbot, make_window) -> None:
    window = make_window()
    for section in (window.shot_panel, window.raw_panel.sections["lens"]):
        qtbot.mouseClick(section.title, LEFT)
    window.close()
    again = make_window()
    assert again.side.folded == ["shot", "lens"]
    assert not again.shot_panel.rows["iso"].isVisible()
    assert again.raw_panel.rows["exposure_ev"].isVisible()


def test_the_scope_is_there_again_at_the_next_start(qtbot, make_window) -> None:
    window = make_window()
    window.scopes.set_scope(Scope.WAVEFORM)
    rest(qtbot, window)
    window.close()
    assert make_window().scopes.scope is Scope.WAVEFORM


def test_the_raw_histogram_follows_the_exposure_and_marks_where_values_end(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo().with_changes(rgb=np.full((600, 900, 3), 0.25, np.float32))))
    window.scopes.set_scope(Scope.RAW)
    rest(qtbot, window)

    def peak() -> float:
        counts = window.scopes.raw.counts
        return int(counts.counts[1].argmax()) / 8 + counts.low

    assert peak() == pytest.approx(-1, abs=0.13)  # the fake's RAW is twice the picture
    raw = window.scopes.raw
    drawn = raw.grab().toImage()
    color = drawn.pixelColor(round(raw.x_of(0)), 3)
    assert (color.red(), color.green(), color.blue()) == (0xD9, 0xB3, 0x6A)


def test_a_lowered_exposure_moves_the_clipping_line() -> None:
    counts = RawCounts.of(RawLevels(np.full((4, 4), 0.25, np.float32), CFA.RGGB, white=0.25), False)
    assert counts.white_ev == -2
    assert counts.clipped == (1, 1, 1)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_picture_s_scope_costs_the_window_less_than_10_ms(qtbot, make_window, scope: Scope) -> None:
    """The processor time of showing and painting it: what other programs take does not count."""
    window = make_window(FakeEngine(photo=make_photo(1200, 1800)), size=(1600, 1000))
    window.scopes.set_scope(scope)
    rest(qtbot, window)
    counted, scopes = window.viewer.frame.counted, window.scopes
    target = QPixmap(scopes.size())
    taken = []
    for _ in range(7):
        start = time.thread_time()
        scopes.show_counted(counted)
        scopes.render(target)
        taken.append((time.thread_time() - start) * 1000)
    print(f"{scope}: {sorted(taken)[3]:.2f} ms")
    assert sorted(taken)[3] < 10


def test_every_view_has_every_scope(qtbot, make_window) -> None:
    window = make_window()
    for scope in Scope:
        window.scopes.set_scope(scope)
        for shown in Shown:
            window.set_shown(shown)
            qtbot.waitUntil(lambda shown=shown: window.controller.idle
                            and window.viewer.frame.request.shown is shown)
            assert (window.viewer.frame.scope is not None) == (scope is not Scope.HISTOGRAM)


def test_colored_light_adds_up_on_a_dark_ground_in_the_light_theme_too(qapp, qtbot) -> None:
    """On a light ground the sum of the channels is white on white."""
    from app import theme
    from app.panels.scopes import Parade, RawHistogram, Vectorscope, Waveform

    theme.apply_theme(qapp, "light")
    try:
        for scope in (RawHistogram(), Waveform(), Parade(), Vectorscope()):
            qtbot.addWidget(scope)
            scope.resize(300, 92)
            assert scope.grab().toImage().pixelColor(150, 8).lightness() < 80
    finally:
        theme.apply_theme(qapp, "dark")
