"""Overlays: one key puts each on and off, what is marked is where it belongs, and the legend says how much."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from fakes import CAMERA, SHOT, FakeEngine, make_photo
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from app.live.jobs import Shown
from app.picture import overlays
from app.picture.overlays import BLUE, CYAN, MAGENTA, RED, EvidenceMap, Overlay, percent
from paramisp_core.camera.photo import Photo
from paramisp_core.editing.geometry import Geometry
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.image import RawImage

SHIFT = Qt.KeyboardModifier.ShiftModifier
HEIGHT, WIDTH = 400, 600


def patches() -> Photo:
    """Gray, with four patches of 100 x 100: white, black, very dark, red clipped alone."""
    rgb = np.full((HEIGHT, WIDTH, 3), 120 / 255, np.float32)
    rgb[50:150, 50:150] = 1
    rgb[50:150, 250:350] = 0
    rgb[50:150, 450:550] = 2 / 255
    rgb[250:350, 50:150] = (1, 0.4, 0.4)
    return make_photo().with_changes(rgb=rgb)


WHITE, BLACK, DARK, REDDISH, GRAY = (100, 100), (300, 100), (500, 100), (100, 300), (300, 300)


def shown_at(window, place: tuple[float, float], image=None) -> QColor:
    """Return the color on screen over an upright photo point."""
    view = window.viewer.view
    x, y = view.to_screen(*place)
    picture = image or window.viewer.grab().toImage()
    return picture.pixelColor(int(x), int(y))


def rest(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle
                    and window.viewer.frame.request.overlay is window.overlays.current)


def is_like(color: QColor, rgb: tuple[int, int, int], tolerance: int = 60) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip((color.red(), color.green(), color.blue()), rgb))


def test_j_marks_clipped_red_and_crushed_blue_and_takes_it_off_again(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    before = shown_at(window, WHITE)
    qtbot.keyClick(window, Qt.Key.Key_J)
    rest(qtbot, window)
    assert is_like(shown_at(window, WHITE), RED)
    assert is_like(shown_at(window, BLACK), BLUE)
    reddish = shown_at(window, REDDISH)
    assert reddish.red() > 240
    assert 20 < reddish.green() < 90  # one channel: pale
    assert is_like(shown_at(window, GRAY), (120, 120, 120), 2)
    layer = window.viewer.frame.layer
    share = 20000 / (HEIGHT * WIDTH)
    assert percent(share) in layer.legend[0][1]
    assert window.viewer.accessibleDescription() == layer.sentence
    qtbot.keyClick(window, Qt.Key.Key_J)
    assert shown_at(window, WHITE) == before  # at once, not with the next picture
    rest(qtbot, window)
    assert window.viewer.frame.layer is None
    assert not window.overlays.actions[Overlay.CLIPPING].isChecked()


def test_the_clipping_follows_the_exposure(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    qtbot.keyClick(window, Qt.Key.Key_J)
    window.change("Exposure", window.edit.with_raw(exposure_ev=2.0))
    qtbot.waitUntil(lambda: window.controller.idle and is_like(shown_at(window, GRAY), RED))


def test_u_marks_what_is_estimated_and_says_how_much(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    qtbot.keyClick(window, Qt.Key.Key_U)
    rest(qtbot, window)
    picture = window.viewer.grab().toImage()
    assert is_like(shown_at(window, WHITE, picture), MAGENTA)
    assert is_like(shown_at(window, REDDISH, picture), MAGENTA)
    assert is_like(shown_at(window, BLACK, picture), CYAN)
    assert is_like(shown_at(window, DARK, picture), CYAN)
    assert is_like(shown_at(window, GRAY, picture), (120, 120, 120), 2)
    assert window.viewer.frame.layer.sentence == (
        "16.7 % of this photo is estimated: 8.3 % clipped in the JPEG, 8.3 % crushed or too dark for its 8 bits.")


@pytest.mark.parametrize(("value", "words"), [
    (0.5, "Nothing in it is clipped or too dark to tell."), (1.0, "100.0 % of it is only a guess: clipped."),
    (0.0, "100.0 % of it is only a guess: too dark.")])
def test_how_sure_a_raw_is_names_only_what_there_is(value: float, words: str) -> None:
    assert EvidenceMap(make_photo().with_changes(rgb=np.full((8, 8, 3), value, np.float32))).short == words


def test_the_camera_panel_says_how_sure_the_raw_is_and_shows_where(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    panel = window.camera_panel
    qtbot.waitUntil(panel.doubt.isEnabled)
    assert panel._sure.text() == "16.7 % of it is only a guess: 8.3 % clipped, 8.3 % too dark."
    qtbot.mouseClick(panel.doubt, Qt.MouseButton.LeftButton)
    rest(qtbot, window)
    assert window.viewer.frame.layer.sentence == panel._sure.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_U)
    assert not panel.doubt.isChecked()
    assert window.overlays.current is None
    other = FakeEngine().photo  # the next photo has a sentence of its own
    window.controller._worker._engine.photo = other
    before = panel._sure.text()
    window.open(other.path.with_name("b.jpg"))
    qtbot.waitUntil(lambda: panel._sure.text() not in ("", before))


def test_what_is_estimated_does_not_depend_on_the_edit_and_stays_in_place_when_zoomed_and_turned(
        qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    qtbot.keyClick(window, Qt.Key.Key_U)
    window.change("x", window.edit.with_raw(exposure_ev=-1.5, crop=(0.05, 0.05, 0.95, 0.95), orientation=6,
                                            straighten=7.0))
    rest(qtbot, window)
    geometry = window.geometry_of_picture

    def upright(stored: tuple[float, float]) -> tuple[float, float]:
        """Find the point of the picture that shows a stored point."""
        height, width = geometry.size
        x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
        sx, sy = geometry.to_stored(x, y)
        at = np.unravel_index(np.argmin((sx - stored[0]) ** 2 + (sy - stored[1]) ** 2), sx.shape)
        return float(at[1]), float(at[0])

    for scale in (None, 4.0):
        for place, color in ((WHITE, MAGENTA), (BLACK, CYAN), (REDDISH, MAGENTA)):
            if scale is not None:
                window.viewer.zoom_to(1.0)
                view = window.viewer.view
                window.viewer._go(view.panned(view.viewport[0] / 2 - view.to_screen(*upright(place))[0],
                                              view.viewport[1] / 2 - view.to_screen(*upright(place))[1]))
                window.viewer.zoom_to(scale, QPointF(*(v / window.devicePixelRatioF()
                                                       for v in window.viewer.view.to_screen(*upright(place)))))
            rest(qtbot, window)
            assert is_like(shown_at(window, upright(place)), color), (scale, place)


def test_shift_j_marks_photosites_at_white_in_their_color(qtbot, make_window) -> None:
    engine = FakeEngine(photo=patches())
    window = make_window(engine)  # the fake's RAW is twice the picture: 120 is just below white
    qtbot.keyClick(window, Qt.Key.Key_J, SHIFT)
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)
    assert ("levels", window.edit, True) in engine.log  # the photosites followed the draft
    assert window.viewer.frame.layer.legend[0][1] == f"Red: {percent(20000 / HEIGHT / WIDTH)}"
    window.viewer.zoom_to(8.0, QPointF(*window.viewer.view.to_screen(*WHITE)))
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)
    picture = window.viewer.grab().toImage()
    for dy in range(2):
        for dx in range(2):
            color = shown_at(window, (100.5 + dx, 100.5 + dy), picture)
            filter_ = int(CFA.RGGB.indices[dy, dx])
            assert [color.red(), color.green(), color.blue()][filter_] == 255
            assert sum((color.red(), color.green(), color.blue())) == 255


def test_while_the_learned_camera_loads_the_raw_overlay_says_so(qtbot, make_window) -> None:
    gate = threading.Event()
    window = make_window(FakeEngine(photo=patches(), load_gate=gate), wait=False)
    qtbot.waitUntil(lambda: window.viewer.frame is not None)
    qtbot.keyClick(window, Qt.Key.Key_J, SHIFT)
    qtbot.waitUntil(lambda: "until the learned camera is loaded" in window.viewer.accessibleDescription())
    gate.set()
    qtbot.waitUntil(lambda: "white level" in window.viewer.accessibleDescription())


def test_an_overlay_lies_on_both_pictures_of_a_comparison_each_with_its_own_clipping(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    qtbot.keyClick(window, Qt.Key.Key_J)
    window.change("Exposure", window.edit.with_raw(exposure_ev=2.0))
    qtbot.keyClick(window, Qt.Key.Key_Y)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.viewer.frame.exact)
    left, right = (200, 330), (400, 330)  # gray on either side of the divider
    assert is_like(shown_at(window, left), (120, 120, 120), 2)
    assert is_like(shown_at(window, right), RED)
    assert is_like(shown_at(window, WHITE), RED)  # clipped in the source too


def test_two_pictures_say_once_what_both_say(qtbot, make_window, monkeypatch) -> None:
    painted: list[tuple[str, list[str]]] = []
    whole = overlays.paint_legend

    def paint(painter, layer, room):
        done = whole(painter, layer, room)
        if done:
            painted.append((layer.sentence, [words for _, words in layer.legend]))
        return done

    monkeypatch.setattr(overlays, "paint_legend", paint)
    window = make_window(FakeEngine(photo=patches()))
    qtbot.keyClick(window, Qt.Key.Key_J)
    qtbot.keyClick(window, Qt.Key.Key_Y)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.viewer.frame.layer_beside is not None)
    painted.clear()
    window.viewer.grab()
    assert len(painted) == 1  # nothing was edited: the shares are the same
    window.change("Exposure", window.edit.with_raw(exposure_ev=3.0))
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.viewer.frame.request.edit == window.edit)
    painted.clear()
    window.viewer.grab()
    assert len(painted) == 2
    assert painted[0][1] != painted[1][1]
    assert painted[0][0]
    assert not painted[1][0]  # the sentence is the same
    window.viewer._divider = 0.05  # no room for a legend at its left
    painted.clear()
    window.viewer.grab()
    assert len(painted) == 1
    assert painted[0][0]


def test_one_overlay_replaces_another_and_the_keys_are_in_the_help(qtbot, make_window) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_J)
    qtbot.keyClick(window, Qt.Key.Key_U)
    assert window.overlays.current is Overlay.CONFIDENCE
    assert [a.isChecked() for a in window.overlays.actions.values()] == [False, False, True, False]
    titles = [command.title for command in window.keys.commands]
    for action in window.overlays.actions.values():
        assert action.text().replace("&", "") in titles
    window.set_shown(Shown.SOURCE)
    rest(qtbot, window)
    assert window.viewer.frame.layer is not None


def test_the_color_under_the_cursor_is_the_picture_s_not_the_overlay_s(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=patches()))
    qtbot.keyClick(window, Qt.Key.Key_J)
    rest(qtbot, window)
    x, y = window.viewer.view.to_screen(*WHITE)
    qtbot.mouseMove(window.viewer, QPointF(x, y).toPoint())
    assert "R 255  G 255  B 255" in window.probe.readout.text()


def test_nothing_is_marked_beyond_the_edge_of_a_straightened_photo() -> None:
    geometry = Geometry((HEIGHT, WIDTH), 1, 20.0)
    doubt = np.full((HEIGHT, WIDTH, 2), 255, np.uint8)
    out = geometry.picture(doubt, (0, 0, HEIGHT, WIDTH), (HEIGHT, WIDTH), outside=0.0)
    assert out[0, 0].tolist() == [0, 0]
    assert out[HEIGHT // 2, WIDTH // 2].tolist() == [255, 255]


def test_a_raw_file_is_measured_not_estimated() -> None:
    values = np.full((HEIGHT, WIDTH), 0.4, np.float32)
    raw = RawImage(values)
    photo = Photo(np.ones((HEIGHT, WIDTH, 3), np.float32), SHOT, CAMERA, np.ones(3), raw=raw)
    assert "all of it is measured" in EvidenceMap(photo).sentence
    values[:40] = 1
    assert EvidenceMap(photo.with_changes(raw=RawImage(values))).sentence.startswith("10.0 % of this RAW's photosites")
    values[:40], values[0, 0] = 0.4, 1
    assert EvidenceMap(photo).short == "Under 0.1 % of its photosites are clipped.", "a sentence begins with a capital"


def test_an_estimated_raw_opened_again_is_never_called_measured(qtbot, make_window) -> None:
    values = np.full((HEIGHT, WIDTH), 0.4, np.float32)
    photo = make_photo().with_changes(raw=RawImage(values, estimated=True), rgb=np.ones((HEIGHT, WIDTH, 3), np.float32))
    found = EvidenceMap(photo)
    assert (found.short, found.sentence) == (
        "Nothing in it is clipped.", "This RAW was estimated from a photo; nothing in it is clipped.")
    values[:40] = 1
    assert EvidenceMap(photo).sentence.endswith("clipped; all else was estimated from a photo.")
    note = make_window(FakeEngine(photo=photo)).camera_panel._note.text()
    assert note.startswith("This RAW was estimated from a photo.")
    assert "True RAW" not in note


@pytest.mark.parametrize(("share", "text"), [(0.0, "0.0 %"), (0.0004, "under 0.1 %"), (0.031, "3.1 %"),
                                             (0.9996, "over 99.9 %"), (1.0, "100.0 %")])
def test_a_share_never_looks_like_none_or_all(share: float, text: str) -> None:
    assert percent(share) == text
