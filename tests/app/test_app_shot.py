"""The shot panel as a camera: dials of third stops, the lock that keeps the exposure, what the model was trained on."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from fakes import SHOT, FakeEngine, make_photo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.edits.exposure import ExposureLock, kept_exposure
from app.live.jobs import EngineFacts
from app.panels.shot import trained_spans
from app.panels.values import EXPOSURE_TIME, F_NUMBER, ISO, SHOT_SCALES
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.networks.checkpoints import list_checkpoints

LEFT = Qt.MouseButton.LeftButton


def after(shot: ShotSettings, changes: dict[str, float]) -> ShotSettings:
    for name, value in changes.items():
        shot = shot.with_value(name, value)
    return shot


# ---- the lock, without a window


@pytest.mark.parametrize(("name", "value", "follower", "becomes"), [
    ("f_number", 4.0, "exposure_time", 1 / 125), ("f_number", 1.4, "exposure_time", 1 / 1000),
    ("f_number", 3.2, "exposure_time", 1 / 200), ("exposure_time", 1 / 60, "f_number", 5.6),
    ("exposure_time", 1 / 500, "f_number", 2.0), ("iso", 800.0, "exposure_time", 1 / 500),
    ("iso", 100.0, "exposure_time", 1 / 60)])
def test_the_follower_goes_by_the_marks_of_its_dial(name, value, follower, becomes) -> None:
    assert kept_exposure(SHOT, name, value) == {name: value, follower: pytest.approx(becomes)}


@pytest.mark.parametrize("scale", SHOT_SCALES[:3], ids=lambda s: s.name)
def test_the_exposure_stays_within_the_rounding_of_marks(scale) -> None:
    for value in scale.stops:
        moved = after(SHOT, kept_exposure(SHOT, scale.name, value))
        assert moved.value(scale.name) == value
        if moved.f_number == F_NUMBER.stops[-1] and moved.iso == ISO.stops[0]:
            continue  # both followers are at their ends
        light = math.log2(moved.iso * moved.exposure_time / moved.f_number**2)
        assert light == pytest.approx(math.log2(SHOT.iso * SHOT.exposure_time / SHOT.f_number**2), abs=0.45)


def test_values_between_the_marks_keep_the_exposure_exactly() -> None:
    shot = ShotSettings(252, 1 / 576, 2.7, 3.0)
    moved = after(shot, kept_exposure(shot, "f_number", 4.0))
    assert moved.iso * moved.exposure_time / moved.f_number**2 == pytest.approx(252 / 576 / 2.7**2)


def test_beyond_the_end_of_its_dial_the_third_setting_takes_the_rest() -> None:
    moved = kept_exposure(ShotSettings(400, 1 / 60, 45.0), "exposure_time", 1 / 4)
    assert moved["f_number"] == F_NUMBER.stops[-1]
    assert moved["iso"] == 50  # four stops longer: one from the aperture, three from ISO


def test_nothing_follows_an_unknown_setting() -> None:
    assert kept_exposure(ShotSettings(400, None, 2.8), "f_number", 4.0) == {"f_number": 4.0}
    assert kept_exposure(ShotSettings(400, 1 / 250, None), "f_number", 4.0) == {"f_number": 4.0}


def test_all_moves_of_one_drag_count_from_its_beginning() -> None:
    lock = ExposureLock()
    lock.on = True
    shot = SHOT
    for value in (*F_NUMBER.stops, 2.8):  # to both ends, where the follower is clamped, and back
        shot = after(shot, lock.moved(shot, "f_number", value, gesture=7))
    assert (shot.iso, shot.exposure_time, shot.f_number) == (SHOT.iso, SHOT.exposure_time, SHOT.f_number)
    assert lock.moved(shot, "focal_length", 85.0, 8) == {"focal_length": 85.0}


# ---- the dials


def test_whole_stops_are_engraved_and_written_as_on_a_camera() -> None:
    for scale, power in ((ISO, 1), (EXPOSURE_TIME, 1), (F_NUMBER, 2)):
        marks = [value for value, _ in scale.marks]
        assert set(marks) <= set(scale.stops)
        assert all(power * math.log2(b / a) == pytest.approx(1, abs=0.12) for a, b in pairwise(marks))
    words = {scale.name: [word for _, word in scale.marks if word] for scale in SHOT_SCALES}
    assert {"1", "1.4", "2.8", "5.6", "11", "22"} <= set(words["f_number"])
    assert {"4000", "500", "60", "1″", "8″"} <= set(words["exposure_time"])
    assert {"100", "400", "1600"} <= set(words["iso"])


def test_two_seconds_and_a_half_can_be_typed_as_cameras_write_it() -> None:
    assert EXPOSURE_TIME.parse('2"5') == 2.5
    assert EXPOSURE_TIME.parse('0"3') == pytest.approx(0.3)
    assert EXPOSURE_TIME.parse('15"') == 15


def test_an_arrow_key_and_a_wheel_notch_turn_a_dial_by_a_third_stop(qtbot, make_window) -> None:
    window = make_window()
    dial = window.shot_panel.rows["f_number"].slider
    dial.setFocus()
    QTest.keyClick(dial, Qt.Key.Key_Right)
    assert window.edit.shot.f_number == 3.2
    QTest.keyClick(dial, Qt.Key.Key_Left)
    QTest.keyClick(dial, Qt.Key.Key_Left)
    assert window.edit.shot.f_number == 2.5
    assert window.edit.shot.exposure_time == SHOT.exposure_time  # the lock is off


def test_with_the_lock_time_follows_the_aperture_as_one_undo_step(qtbot, make_window) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_L)
    assert window.shot_panel.lock.isChecked()
    dial = window.shot_panel.rows["f_number"].slider
    dial.setFocus()
    for _ in range(3):
        QTest.keyClick(dial, Qt.Key.Key_Right)
    assert (window.edit.shot.f_number, window.edit.shot.exposure_time) == (4.0, 1 / 125)
    assert window.shot_panel.rows["exposure_time"].edit.text() == "1/125"
    assert window.undo_stack.count() == 1
    window.undo_stack.undo()
    assert window.edit.shot == SHOT
    QTest.mouseClick(window.shot_panel.lock, LEFT, pos=QPoint(8, window.shot_panel.lock.height() // 2))
    assert not window.editing.exposure_lock.on
    assert window.preferences.number("exposure_lock", 1, 0, 1) == 0


def test_the_lock_is_offered_only_where_the_exposure_is_known(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo(shot=ShotSettings(iso=400))))
    assert not window.shot_panel.lock.isEnabled()
    assert window.shot_panel.scene.text() == ""
    other = make_window()
    assert other.shot_panel.lock.isEnabled()
    assert other.shot_panel.scene.text() == f"EV {SHOT.ev100:.1f}"


# ---- what the model was trained on


def test_shipped_models_say_what_settings_they_saw() -> None:
    for card in list_checkpoints():
        if card.architecture == "dequantizer":  # it is told no settings
            continue
        spans = trained_spans({"shot_ranges": card.shot_ranges})
        assert set(spans) == {"iso", "exposure_time", "f_number", "focal_length"}, card.name
        assert spans["iso"][0] <= 100 < 6400 <= spans["iso"][1]


@pytest.mark.parametrize("broken", [None, {"iso": [3]}, {"iso": ["a", "b"]}, {"iso": [5, 5]}, {"gain": [1, 2]}])
def test_a_card_that_says_nothing_usable_shades_nothing(broken) -> None:
    assert trained_spans({"shot_ranges": broken}) == {}


class _Knowing(FakeEngine):
    def load(self) -> EngineFacts:
        facts = super().load()
        facts.forward_card["shot_ranges"] = {"iso": [50, 12800], "f_number": [1.4, 11]}
        return facts


def test_a_value_the_model_never_saw_is_shaded_and_said(qtbot, make_window) -> None:
    window = make_window(_Knowing())
    iso = window.shot_panel.rows["iso"]
    plain = iso.slider.grab().toImage()
    assert "50 to 12800" in iso.slider.toolTip()
    assert not iso.outside
    left, right = round(iso.slider.x_of(102400)), round(iso.slider.x_of(409600))
    shaded = {plain.pixelColor(x, 3).name() for x in range(left, right)}
    clear = {plain.pixelColor(x, 3).name() for x in range(round(iso.slider.x_of(800)), round(iso.slider.x_of(6400)))}
    assert len(clear) == 1 < len(shaded)
    window.editing.set_setting("iso", 51200.0, 1)
    assert iso.outside
    assert "ISO: The model was trained on 50 to 12800" in window.shot_panel.note.text()
    window.undo_stack.undo()
    assert "trained" not in window.shot_panel.note.text()
    assert "trained" not in window.shot_panel.rows["focal_length"].slider.toolTip()


def test_each_setting_says_what_it_does_here_when_one_turns_to_it(qtbot, make_window) -> None:
    window = make_window()
    for name, words in (("f_number", "depth of field"), ("exposure_time", "motion blur"), ("iso", "noise")):
        window.shot_panel.rows[name].slider.setFocus()
        qtbot.waitUntil(lambda w=words: w in window.shot_panel.note.text())


@pytest.mark.parametrize("x", [0.55, 0.75, 0.9, 0.97])
def test_a_click_anywhere_on_a_value_selects_it_and_typing_replaces_it(qtbot, make_window, x) -> None:
    window = make_window()
    window.viewer.setFocus()
    edit = window.shot_panel.rows["iso"].edit
    at = QPoint(round(edit.width() * x), edit.height() // 2)
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton, pos=at)
    assert edit.selectedText() == "400"
    QTest.keyClicks(edit, "6400")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert window.edit.shot.iso == 6400.0
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton, pos=at)  # a second click sets the cursor
    assert edit.selectedText() == ""
