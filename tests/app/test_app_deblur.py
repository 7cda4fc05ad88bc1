"""Deblur in the window: the kernel chosen, drawn and loaded, a part live at 100 %, the whole written."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from making import LEFT, LONG, Endless, save_photo
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFileDialog

from app.live.engine_setup import EngineSetup
from app.tools import deblur_dialog
from app.tools.deblur_dialog import DeblurDialog, part_of
from app.tools.deblur_trial import stored_region
from app.tools.kernel_pad import CELLS, kernel_of_stroke
from paramisp_core.applications.blind import SIZES, USUAL_SIZE, kernel_likeness
from paramisp_core.applications.deconvolution import blurred, motion_kernel
from paramisp_core.files.opening import open_photo
from paramisp_core.raw.cfa import apply_orientation
from paramisp_core.raw.transfer import srgb_encode

SIZE = (240, 320)
PART = (120, 160)  # smaller than the window's own, for machines that do other things meanwhile


def scene() -> np.ndarray:
    """Flat patches with sharp borders, linear."""
    rng = np.random.default_rng(8)
    small = rng.uniform(0.05, 0.6, (SIZE[0] // 12, SIZE[1] // 12, 3)).astype(np.float32)
    return cv2.resize(small, SIZE[::-1], interpolation=cv2.INTER_NEAREST)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A photo that was moved by 12 pixels at 30 degrees."""
    return save_photo(tmp_path / "moved.png", srgb_encode(blurred(scene(), motion_kernel(12, 30))))


@pytest.fixture
def dialog(qtbot, path: Path, monkeypatch) -> DeblurDialog:
    monkeypatch.setattr(deblur_dialog, "part_of", lambda *_: (1, PART))
    made = DeblurDialog(open_photo(path), EngineSetup(device="cpu"), str(path.parent))
    qtbot.addWidget(made, before_close_func=lambda d: d._end())
    made.show()
    qtbot.waitUntil(lambda: made.shown is not None, timeout=LONG)
    return made


def error(dialog: DeblurDialog, picture: np.ndarray) -> float:
    """Return the mean error of a shown part against the scene without blur, its border left out."""
    top, left, tall, wide = stored_region(SIZE, 1, dialog.shown.view.place, PART)
    truth = srgb_encode(scene())[top:top + tall, left:left + wide] * 255
    return float(np.abs(picture.astype(float) - truth)[24:-24, 24:-24].mean())


def exact(qtbot, dialog: DeblurDialog) -> None:
    qtbot.waitUntil(lambda: dialog.shown.view.exact and not dialog.background.busy("quick"), timeout=LONG)


def set_to(qtbot, slider, value: int) -> None:
    """Move a slider by its keys."""
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(value - slider.minimum()):
        qtbot.keyClick(slider, Qt.Key.Key_Right)


def test_the_true_motion_makes_it_sharp_while_the_slider_moves(dialog: DeblurDialog, qtbot) -> None:
    set_to(qtbot, dialog.length, 12)
    set_to(qtbot, dialog.angle, 30)
    assert dialog.kind.currentData() == "motion"
    exact(qtbot, dialog)
    shown = dialog.shown
    assert np.allclose(shown.view.kernel, motion_kernel(12, 30))
    assert shown.before.shape == (*PART, 3)
    assert error(dialog, shown.after) < 0.75 * error(dialog, shown.before)
    assert dialog.quick_seconds, "quick pictures came first"
    assert "As the file" in dialog.facts.text()
    set_to(qtbot, dialog.angle, 120)
    exact(qtbot, dialog)
    assert error(dialog, dialog.shown.after) > error(dialog, dialog.shown.before), "a wrong angle makes it worse"


def test_a_stroke_draws_the_kernel(dialog: DeblurDialog, qtbot) -> None:
    pad = dialog.pad
    middle, cell = pad.rect().center(), pad.width() / CELLS
    dx, dy = 6 * np.cos(np.radians(30)) * cell, -6 * np.sin(np.radians(30)) * cell
    start, end = (QPoint(round(middle.x() + s * dx), round(middle.y() + s * dy)) for s in (-1, 1))
    qtbot.mousePress(pad, LEFT, pos=start)
    qtbot.mouseMove(pad, middle)
    qtbot.mouseMove(pad, end)
    qtbot.mouseRelease(pad, LEFT, pos=end)
    assert dialog.kind.currentData() == "drawn"
    exact(qtbot, dialog)
    kernel = dialog.shown.view.kernel
    assert kernel.shape == (CELLS, CELLS)
    assert kernel.sum() == pytest.approx(1, abs=1e-4)
    assert error(dialog, dialog.shown.after) < 0.85 * error(dialog, dialog.shown.before)
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    exact(qtbot, dialog)
    assert np.abs(dialog.shown.after.astype(int) - dialog.shown.before).mean() < 3, "a point is no blur"


def test_the_kernel_is_found_in_the_photo(qtbot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(deblur_dialog, "part_of", lambda *_: (1, PART))
    kernel = motion_kernel(9, 30)
    rng = np.random.default_rng(2)
    sharp = np.full((360, 640, 3), 0.3, np.float32)
    for _ in range(300):  # tilted patches: edges of all directions
        box = ((rng.uniform(0, 640), rng.uniform(0, 360)), tuple(rng.uniform(20, 90, 2)), rng.uniform(0, 180))
        cv2.fillConvexPoly(sharp, cv2.boxPoints(box).astype(np.int32), rng.uniform(0.03, 0.7, 3).tolist())
    path = save_photo(tmp_path / "shaken.png", srgb_encode(blurred(sharp, kernel)))
    dialog = DeblurDialog(open_photo(path), EngineSetup(device="cpu"), str(tmp_path))
    qtbot.addWidget(dialog, before_close_func=lambda d: d._end())
    dialog.show()
    qtbot.waitUntil(lambda: dialog.shown is not None, timeout=LONG)
    assert (dialog.limit.minimum(), dialog.limit.maximum(), dialog.limit.value()) == (*SIZES, USUAL_SIZE)
    dialog.limit.setValue(15)
    qtbot.mouseClick(dialog.find, LEFT)
    assert dialog.finding
    assert not dialog.export_button.isEnabled(), "one thing at a time"
    qtbot.waitUntil(lambda: not dialog.finding, timeout=LONG)
    assert dialog.kind.currentData() == "drawn"
    assert kernel_likeness(dialog.kernel, kernel) > 0.85
    assert "agree" in dialog.note.text()
    exact(qtbot, dialog)
    assert np.array_equal(dialog.shown.view.kernel, dialog.kernel)
    slow = Endless()
    monkeypatch.setattr(dialog._work, "find_kernel", slow)
    before = dialog.kernel
    qtbot.mouseClick(dialog.find, LEFT)
    qtbot.waitUntil(slow.started.is_set)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(slow.ended.is_set)
    assert dialog.isVisible()
    assert np.array_equal(dialog.kernel, before)
    assert dialog.find.isEnabled()


def test_a_photo_without_edges_is_refused_in_a_sentence(qtbot, tmp_path: Path) -> None:
    path = save_photo(tmp_path / "gray.png", np.full((240, 320, 3), 0.4))
    dialog = DeblurDialog(open_photo(path), EngineSetup(device="cpu"), str(tmp_path))
    qtbot.addWidget(dialog, before_close_func=lambda d: d._end())
    dialog.show()
    qtbot.waitUntil(lambda: dialog.shown is not None, timeout=LONG)
    qtbot.mouseClick(dialog.find, LEFT)
    qtbot.waitUntil(lambda: "too few edges" in dialog.note.text(), timeout=LONG)
    assert dialog.find.isEnabled()
    assert dialog.kind.currentData() == "motion"


def test_a_stroke_is_as_a_motion_kernel_and_centered() -> None:
    kernel = kernel_of_stroke([(3.0, 5.0), (13.0, 5.0)])
    truth = motion_kernel(10, 0)
    side = truth.shape[0] // 2
    middle = CELLS // 2
    part = kernel[middle - side:middle + side + 1, middle - side:middle + side + 1]
    assert np.abs(part - truth).sum() < 0.15
    grid = np.arange(CELLS) - middle
    assert abs(float((kernel.sum(0) * grid).sum())) < 0.05
    slow = kernel_of_stroke([(3.0, 16.0), (4.0, 16.0), (20.0, 16.0)])
    assert slow.max() > 4 * np.median(slow[slow > 0.005]), "where one draws slowly there is more light"


def test_a_picture_of_the_kernel_is_loaded_or_refused(dialog: DeblurDialog, qtbot, tmp_path: Path, monkeypatch) -> None:
    good = tmp_path / "kernel.png"
    kernel = motion_kernel(12, 30)
    cv2.imwrite(str(good), np.rint(kernel / kernel.max() * 255).astype(np.uint8))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(good), ""))
    dialog.kind.setFocus()
    qtbot.keyClick(dialog.kind, Qt.Key.Key_End)
    exact(qtbot, dialog)
    assert dialog.kind.currentData() == "file"
    assert error(dialog, dialog.shown.after) < 0.75 * error(dialog, dialog.shown.before)
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    qtbot.keyClick(dialog.kind, Qt.Key.Key_Home)
    qtbot.keyClick(dialog.kind, Qt.Key.Key_End)
    assert "not a picture" in dialog.note.text()
    assert dialog.kind.currentData() == "motion"


def test_another_place_is_looked_at(dialog: DeblurDialog, qtbot) -> None:
    chooser = dialog.places
    where = chooser._rect()
    qtbot.mouseClick(chooser, LEFT, pos=QPoint(int(where.left() + 2), int(where.top() + 2)))
    exact(qtbot, dialog)
    truth = np.rint(open_photo(dialog._photo.path).rgb * 255)
    assert np.array_equal(dialog.shown.before, truth[:PART[0], :PART[1]])
    chooser.setFocus()
    for _ in range(20):
        qtbot.keyClick(chooser, Qt.Key.Key_Right)
        qtbot.keyClick(chooser, Qt.Key.Key_Down)
    exact(qtbot, dialog)
    assert np.array_equal(dialog.shown.before, truth[-PART[0]:, -PART[1]:])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_places_are_those_of_the_upright_photo(orientation: int) -> None:
    stored = np.arange(60 * 90).reshape(60, 90)
    upright = apply_orientation(stored, orientation)
    height, width = upright.shape
    top, left, tall, wide = stored_region((60, 90), orientation, (0.3, 0.7), (12, 20))
    part = apply_orientation(stored[top:top + tall, left:left + wide], orientation)
    y, x = np.argwhere(upright == part[0, 0])[0]
    assert part.shape == (12, 20)
    assert abs(y + 6 - 0.7 * height) <= 1
    assert abs(x + 10 - 0.3 * width) <= 1


@pytest.mark.parametrize(("index", "name"), [(0, "a.jpg"), (1, "b.png"), (2, "c.tif"), (3, "d.dng")])
def test_the_whole_is_written(dialog: DeblurDialog, qtbot, tmp_path: Path, monkeypatch, index: int, name: str) -> None:
    set_to(qtbot, dialog.length, 12)
    set_to(qtbot, dialog.angle, 30)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str((tmp_path / name).with_suffix("")), ""))
    dialog.format.setCurrentIndex(index)
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: dialog.note.text().startswith("Written"), timeout=LONG)
    found = open_photo(tmp_path / name)
    assert found.size == SIZE
    assert (found.raw is not None) == (index == 3)
    if index == 1:
        truth = srgb_encode(scene())
        before = np.abs(open_photo(dialog._photo.path).rgb - truth).mean()
        assert np.abs(found.rgb - truth).mean() < 0.8 * before


def test_cancel_stops_and_the_photo_itself_is_never_overwritten(dialog: DeblurDialog, qtbot, tmp_path: Path,
                                                                monkeypatch) -> None:
    dialog.export(dialog._photo.path)
    assert "itself" in dialog.note.text()
    assert not dialog.exporting
    slow = Endless()
    monkeypatch.setattr(dialog._work, "export", slow)
    dialog.export(tmp_path / "x.jpg")
    qtbot.waitUntil(slow.started.is_set)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(slow.ended.is_set)
    assert "Cancelled" in dialog.note.text()
    assert not (tmp_path / "x.jpg").exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_menu_opens_it_for_the_photo(make_window, qtbot, path: Path) -> None:
    window = make_window(path=path)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_U, both)
    dialog = window.applications.deblur
    assert dialog is not None
    window.close()
    assert window.applications.deblur is None, "it goes with the window"


@pytest.mark.parametrize(("room", "ratio", "zoom"), [((552, 636), 1, 1), ((552, 636), 2, 2), ((900, 740), 1, 2),
                                                     ((2200, 1380), 1, 3), ((552, 636), 1.5, 2), ((1, 1), 1, 1)])
def test_the_part_fills_its_room_at_whole_pixels_and_stays_live(room, ratio: float, zoom: int) -> None:
    got, (tall, wide) = part_of(QSize(*room), ratio)
    assert got == zoom
    assert tall * wide <= deblur_dialog.MOST_PIXELS
    for pixels, side in zip((wide, tall), room):
        assert 0 <= side * ratio - pixels * zoom < zoom or pixels == 1


def test_a_larger_window_shows_more_of_the_photo(qtbot, tmp_path: Path) -> None:
    path = save_photo(tmp_path / "large.png", np.full((800, 1000, 3), 0.4, np.float32))
    dialog = DeblurDialog(open_photo(path), EngineSetup(device="cpu"), str(path.parent))
    qtbot.addWidget(dialog, before_close_func=lambda d: d._end())
    dialog.resize(780, 560)
    dialog.show()

    def fills() -> bool:
        part = part_of(dialog.view.size(), dialog.devicePixelRatioF())[1]
        return dialog.shown is not None and dialog.shown.view.size == part

    qtbot.waitUntil(fills, timeout=LONG)
    frame = dialog.places._frame
    dialog.resize(860, 600)
    qtbot.waitUntil(lambda: dialog.places._frame != frame and fills(), timeout=LONG)
    assert dialog.places._frame > frame
    assert "100 %" in dialog.facts.text()
    exact(qtbot, dialog)
    assert not dialog.bar.isVisible(), "nothing is being made"
