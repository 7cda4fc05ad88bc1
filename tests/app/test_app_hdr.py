"""HDR in the window: looked into with mouse and keys, merged, marked, cancelled, and written as every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from making import LEFT, Endless, save_photo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from app.live.engine_setup import EngineSetup
from app.tools.hdr_dialog import HdrDialog
from app.tools.hdr_trial import HdrTrial, HdrView
from paramisp_core.applications.hdr_making import HdrChoice
from paramisp_core.files.opening import open_photo


def saved(path: Path, ev: float = 0.0) -> Path:
    """A JPEG of a ramp with a lamp that is white in it, exposed by ``ev``; EXIF says so."""
    y, x = np.mgrid[0:240, 0:320].astype(np.float32)
    light = np.dstack([0.02 + 0.6 * x / 320, 0.02 + 0.6 * y / 240, np.full_like(x, 0.2)])
    light += 6 * np.exp(-((x - 200) ** 2 + (y - 90) ** 2) / 900)[..., None]
    shown = np.clip(light * 2.0**ev, 0, 1) ** (1 / 2.2)
    return save_photo(path, shown, {0x829A: 2.0**ev / 100, 0x829D: 8.0, 0x8827: 100, 0x920A: 35.0})


@pytest.fixture
def dialog(qtbot, tmp_path: Path) -> HdrDialog:
    made = HdrDialog(open_photo(saved(tmp_path / "photo.jpg")), EngineSetup(device="cpu"), str(tmp_path))
    qtbot.addWidget(made, before_close_func=lambda d: d._end())
    made.show()
    qtbot.waitUntil(lambda: made.shown is not None)
    return made


def settled(qtbot, dialog: HdrDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.background.busy("view"))


def test_the_exposure_looks_into_the_highlights(dialog: HdrDialog, qtbot) -> None:
    assert dialog.shown.view.ev is None, "first the picture"
    white = (dialog.shown.before == 255).all(2)
    assert white.sum() > 300, "the lamp is clipped in the photo"
    groove = dialog.exposure
    zero = groove.width() * 6 // 8
    qtbot.mouseClick(groove, LEFT, pos=QPoint(zero // 2, groove.height() // 2))
    settled(qtbot, dialog)
    shown = dialog.shown
    assert shown.view.ev is not None
    assert shown.view.ev < -0.5
    assert dialog.as_light.isChecked()
    before, after = shown.before[white].astype(float), shown.after[white].astype(float)
    assert np.ptp(before) <= 2, "the photo holds one flat gray there"
    assert after.max() > before.max() + 10, "the light goes on above it"
    assert 0 < shown.estimated < 0.2
    assert "EV above white" in dialog.facts.text()
    ev = dialog.ev
    dialog.exposure.setFocus()
    qtbot.keyClick(dialog.exposure, Qt.Key.Key_PageUp)
    settled(qtbot, dialog)
    assert dialog.shown.view.ev == pytest.approx(ev + 1)


def test_a_dark_photo_s_brightest_light_is_below_white_in_words(dialog: HdrDialog) -> None:
    dialog._show(replace(dialog.shown, peak_ev=-0.52))
    assert "The brightest light is 0.5 EV below white" in dialog.facts.text()


def test_without_rebuilding_nothing_is_above_white(dialog: HdrDialog, qtbot) -> None:
    peak = dialog.shown.peak_ev
    qtbot.mouseClick(dialog.rebuild, LEFT, pos=QPoint(8, dialog.rebuild.height() // 2))
    settled(qtbot, dialog)
    assert not dialog.rebuild.isChecked()
    assert dialog.shown.peak_ev < peak
    assert "left white" in dialog.facts.text()


def test_what_is_estimated_is_marked(dialog: HdrDialog, qtbot) -> None:
    plain = dialog.shown.after.copy()
    dialog.mark.setFocus()
    qtbot.keyClick(dialog.mark, Qt.Key.Key_Space)
    settled(qtbot, dialog)
    changed = (dialog.shown.after != plain).any(2)
    assert 0 < changed.mean() < dialog.shown.estimated
    white = (dialog.shown.before > 250).all(2)
    assert white[changed].mean() > 0.7, "stripes lie where the photo is white"


def test_the_line_follows_mouse_and_keys(dialog: HdrDialog, qtbot) -> None:
    view = dialog.view
    where = view.picture_rect()
    qtbot.mousePress(view, LEFT, pos=QPoint(int(where.left() + 0.5 * where.width()), 200))
    qtbot.mouseMove(view, QPoint(int(where.left() + 0.25 * where.width()), 200))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(int(where.left() + 0.25 * where.width()), 200))
    qtbot.mouseClick(view, LEFT, pos=QPoint(int(where.left() + 0.25 * where.width()), 200))
    assert view.line == pytest.approx(0.25, abs=0.01)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.line == 1.0
    qtbot.mouseDClick(view, LEFT, pos=QPoint(100, 200))
    assert view.line == 0.5
    view.move_line(1.0)
    left = view.grab().toImage().pixelColor(int(where.left() + where.width() * 0.9), int(where.center().y()))
    picture = view.pictures[0]
    true = picture.pixelColor(int(picture.width() * 0.9), picture.height() // 2)
    assert abs(left.red() - true.red()) < 12, "left of the line is the photo"


def test_a_bracket_is_merged_and_a_wrong_one_refused(dialog: HdrDialog, qtbot, tmp_path: Path) -> None:
    single = dialog.shown.estimated
    dialog.add([saved(tmp_path / "dark.jpg", -3.0)])
    settled(qtbot, dialog)
    assert "2 photos merged" in dialog.facts.text()
    assert dialog.shown.estimated < single, "the dark one knows more"
    dialog.add([saved(tmp_path / "same.jpg", -3.0)])
    qtbot.waitUntil(lambda: "same exposure" in dialog.note.text())
    dialog.list.setCurrentRow(2)
    qtbot.mouseClick(dialog.remove_button, LEFT)
    qtbot.waitUntil(lambda: dialog.shown is not None)
    assert len(dialog.sources) == 2


@pytest.mark.parametrize(("index", "name"), [(0, "a.jpg"), (1, "b.jpg"), (2, "c.png"), (3, "d.exr"), (4, "e.hdr"),
                                             (5, "f.tif")])
def test_every_format_is_written(dialog: HdrDialog, qtbot, tmp_path: Path, monkeypatch, index: int, name: str) -> None:
    target = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), ""))
    dialog.format.setCurrentIndex(index)
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: dialog.note.text().startswith("Written"))
    data = target.read_bytes()
    if name.endswith(".jpg"):
        assert (b"hdrgm" in data) == (index == 0), "Ultra HDR has a gain map"
    elif name.endswith(".hdr"):
        light = cv2.imread(str(target), cv2.IMREAD_UNCHANGED)
        assert light.max() > 1.02, "brighter than white"
    assert len(data) > 1000


def test_a_raw_file_is_shown_before_as_its_camera_showed_it(shared_data: Path) -> None:
    path = shared_data / "raw" / "Canon-S40_0105.CRW"
    photo = open_photo(path)
    assert photo.rendering is not None
    trial = HdrTrial(EngineSetup(device="cpu"), photo)
    for view in (HdrView(HdrChoice()), HdrView(HdrChoice(), ev=0.0)):
        before = trial.show((path,), view, lambda _: None).before
        whole = cv2.resize(before, photo.size[::-1]).astype(np.float32) / 255
        top, left, height, width = photo.rendering.region
        part = cv2.resize(whole[top:top + height, left:left + width], photo.rendering.rgb.shape[1::-1],
                          interpolation=cv2.INTER_AREA)
        neutral = cv2.resize(photo.rgb[top:top + height, left:left + width], photo.rendering.rgb.shape[1::-1],
                             interpolation=cv2.INTER_AREA)
        off, was = (np.abs(one - photo.rendering.rgb).mean() for one in (part, neutral))
        assert off < 0.4 * was


@pytest.mark.parametrize("edited", [False, True])
def test_it_says_that_the_window_s_edits_are_not_in_it(make_window, qtbot, tmp_path: Path, edited: bool) -> None:
    window = make_window(path=saved(tmp_path / "open.jpg"))
    if edited:
        window.editing.set_raw("exposure_ev", 0.5, 1)
    window.applications.show_hdr()
    dialog = window.applications.hdr
    said = [label.text() for label in dialog.findChildren(QLabel) if "edits are not in it" in label.text()]
    assert len(said) == edited
    dialog.close()


def test_mertens_is_a_picture_only(dialog: HdrDialog, qtbot) -> None:
    dialog.method.setFocus()
    qtbot.keyClick(dialog.method, Qt.Key.Key_End)
    settled(qtbot, dialog)
    assert dialog.method.currentData() == "mertens"
    assert not dialog.exposure.isEnabled()
    assert not dialog.export_button.isEnabled(), "there is no Ultra HDR of it"
    assert "knows no light" in dialog.note.text()
    dialog.format.setCurrentIndex(1)
    assert dialog.export_button.isEnabled()
    assert not dialog.note.text()


def test_cancel_stops_the_export_and_writes_nothing(dialog: HdrDialog, qtbot, tmp_path: Path, monkeypatch) -> None:
    slow = Endless()
    monkeypatch.setattr(dialog._trial, "export", slow)
    dialog.export(tmp_path / "x.exr")
    qtbot.waitUntil(slow.started.is_set)
    assert dialog.close_button.text() == "Cancel"
    assert not dialog.method.isEnabled()
    qtbot.mouseClick(dialog.close_button, LEFT)
    qtbot.waitUntil(slow.ended.is_set)
    assert "Cancelled" in dialog.note.text()
    assert not (tmp_path / "x.exr").exists()
    assert dialog.isVisible()
    qtbot.mouseClick(dialog.close_button, LEFT)
    assert not dialog.isVisible()


def test_the_menu_opens_it_for_the_photo(make_window, qtbot, tmp_path: Path) -> None:
    path = saved(tmp_path / "open.jpg")
    window = make_window(path=path)
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = window.applications.hdr
    assert dialog is not None
    assert dialog.sources == (path,)
    window.applications.show_hdr()
    assert window.applications.hdr is dialog
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.applications.hdr is None)
