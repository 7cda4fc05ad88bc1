"""Calibrate my camera: pairs are chosen and dropped, a real run learns and is used, problems are one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QPushButton

from app import translations
from app.calibration.calibrating import CalibrateDialog
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.files.dng import write_dng
from paramisp_core.networks.checkpoints import list_checkpoints, user_models_path
from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.image import RawImage

CAMERA = camera_named("Nikon D70")


@pytest.fixture
def dialog(qtbot) -> CalibrateDialog:
    made = CalibrateDialog()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A DNG of a made-up shot and, beside it, the JPEG a camera with a steep curve makes of it."""
    rng = np.random.default_rng(3)
    light = cv2.resize(rng.random((40, 60, 3), dtype=np.float32), (768, 512), interpolation=cv2.INTER_CUBIC)
    light = np.clip(0.3 * light + 0.7 * light[..., 1:2], 0, 1) * 0.9
    gains = np.array([2.0, 1.0, 1.5])
    camera_rgb = np.clip(light @ (np.diag(1 / gains) @ np.linalg.inv(CAMERA.color_matrix)).T * 0.7, 0, 1)
    raw = RawImage(mosaic=mosaic(camera_rgb.astype(np.float32), CFA.RGGB), cfa=CFA.RGGB, white_balance=gains,
                   xyz_to_camera=CAMERA.matrix)
    path = tmp_path / "shots" / "shot.dng"
    path.parent.mkdir()
    write_dng(raw, path, shot=ShotSettings(iso=200), camera=CAMERA)
    shown = (light**0.55 * 255).round().astype(np.uint8)
    cv2.imwrite(str(path.with_suffix(".jpg")), shown[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 98])
    return path


def press(qtbot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def drop(dialog: CalibrateDialog, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                Qt.KeyboardModifier.NoModifier))


def test_it_says_what_is_missing(dialog: CalibrateDialog, qtbot, tmp_path: Path) -> None:
    assert not dialog.start_button.isEnabled()
    assert "Add RAW files" in dialog.note.text()
    drop(dialog, tmp_path / "a.nef", tmp_path / "a.nef", tmp_path / "b.nef")
    assert dialog.paths == [str(tmp_path / "a.nef"), str(tmp_path / "b.nef")]
    assert dialog.start_button.isEnabled()
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "my camera")
    assert not dialog.start_button.isEnabled()
    assert "letters, digits" in dialog.note.text()
    dialog.list.setCurrentRow(0)
    press(qtbot, dialog.remove)
    assert dialog.paths == [str(tmp_path / "b.nef")]


@pytest.mark.timeout(900)
def test_a_camera_is_learned(dialog: CalibrateDialog, qtbot, pair: Path) -> None:
    cameras: list[str] = []
    dialog.camera_calibrated.connect(cameras.append)
    drop(dialog, pair.parent)
    dialog.minutes.setValue(0.1)
    press(qtbot, dialog.start_button)
    assert dialog.process.running
    assert not dialog.start_button.isEnabled()
    assert dialog.close_button.text() == "Cancel"
    assert not dialog.choices.isVisible(), "the pictures of the progress get their room"
    assert dialog.watch.isVisible()
    qtbot.waitUntil(lambda: not dialog.process.running, timeout=800_000)
    assert not dialog.pictures["now"].picture.isNull()
    assert dialog.stage.text() == f"Done. Photos of the {CAMERA.name} use it from now on."
    assert "Photo to RAW" in dialog.note.text()
    assert dialog.bar.value() == 1000
    assert cameras == [CAMERA.name]
    assert sorted(path.name for path in user_models_path().glob("*.safetensors")) == [
        "my-camera-forward.safetensors", "my-camera-inverse.safetensors"]
    assert dialog.plot._points["forward"][-1][1] > dialog.plot._points["forward"][0][1]


@pytest.mark.timeout(300)
def test_a_camera_is_read_off_in_seconds(dialog: CalibrateDialog, qtbot, pair: Path) -> None:
    drop(dialog, pair.parent)
    assert dialog.minutes.isEnabled()
    assert dialog.minutes.height() >= dialog.minutes.sizeHint().height(), "nothing in the row is squeezed"
    dialog.in_seconds.click()
    assert not dialog.minutes.isEnabled()
    press(qtbot, dialog.start_button)
    qtbot.waitUntil(lambda: not dialog.process.running, timeout=250_000)
    assert dialog.stage.text() == f"Done. Photos of the {CAMERA.name} use it from now on."
    assert not dialog.pictures["now"].picture.isNull()
    (start, before), (end, after) = dialog.plot._points["inverse"]
    assert (start, end) == (0, 1), "one look is enough for a line from where it began"
    assert before < after
    assert dialog.in_seconds.isChecked()
    assert not dialog.minutes.isEnabled()
    cards = [card for card in list_checkpoints() if card.name.startswith("my-camera")]
    assert len(cards) == 2
    assert {card.architecture for card in cards} <= {"adapter", "polynomial"}, "nothing was trained"


def test_what_is_not_kept_is_said_without_words_of_the_command_line(dialog: CalibrateDialog) -> None:
    def ended(better: bool, used: str) -> str:
        dialog._results.clear()
        dialog._unsaved.clear()
        dialog._hear({"event": "pair", "name": "a", "camera": CAMERA.name})
        for direction in ("inverse", "forward"):
            dialog._hear({"event": "result", "direction": direction, "before": 30.0, "after": 40.0, "polynomial": 39.0,
                          "better": better, "kept": "network", "other": None})
            if used:
                dialog._hear({"event": "unsaved", "direction": direction, "used": used})
        dialog._end("it was not saved; give a path to save it at.")
        return dialog.stage.text()

    assert ended(True, "mine") == (
        f"Done. Nothing new is kept: photos of the {CAMERA.name} use models that come as near already.")
    assert "40.0 dB, was 30.0 dB (no nearer than mine, so not kept)" in dialog.note.text()
    assert ended(False, "").startswith("Done. Nothing is kept, as it did not get better.")
    assert "not better, so not kept" in dialog.note.text()
    assert ended(True, "") == "it was not saved; give a path to save it at.", "another problem is told as it is"


def test_cancel_ends_it_and_leaves_nothing(dialog: CalibrateDialog, qtbot, pair: Path) -> None:
    drop(dialog, pair)
    dialog.minutes.setValue(10)
    press(qtbot, dialog.start_button)
    folder = Path(dialog.process._folder.name)
    qtbot.waitUntil(lambda: bool(dialog.plot._points) or not dialog.process.running, timeout=280_000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.process.running, timeout=30_000)
    assert dialog.isVisible(), "Escape cancels first"
    assert dialog.stage.text() == "Cancelled."
    assert not folder.exists()
    assert not list(user_models_path().glob("*")) if user_models_path().exists() else True
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_no_pair_is_said_in_one_sentence(dialog: CalibrateDialog, qtbot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop(dialog, tmp_path / "empty")
    press(qtbot, dialog.start_button)
    qtbot.waitUntil(lambda: not dialog.process.running, timeout=280_000)
    assert dialog.stage.text() == "No RAW with a matching camera JPEG beside it (same name) or inside it was found."
    assert dialog.start_button.isEnabled()
    assert dialog.choices.isVisible(), "so that one can choose others"


def test_what_is_no_pair_is_said_in_the_user_s_language(dialog: CalibrateDialog, qtbot, tmp_path: Path) -> None:
    assert translations.install("de") == "de"
    try:
        (tmp_path / "empty").mkdir()
        drop(dialog, tmp_path / "empty")
        press(qtbot, dialog.start_button)
        qtbot.waitUntil(lambda: not dialog.process.running, timeout=280_000)
        assert dialog.stage.text().startswith("Es wurde kein RAW gefunden")
    finally:
        translations.install("en")


def test_the_dashed_line_is_explained_in_sight(dialog: CalibrateDialog) -> None:
    dialog.watch.show()
    assert dialog.dashed.isVisible()
    assert dialog.dashed.text().startswith("Dashed: a plain polynomial")


def test_closing_the_window_ends_it(make_window, qtbot, pair: Path) -> None:
    window = make_window()
    window.calibration.show()
    dialog = window.calibration.dialog
    drop(dialog, pair)
    press(qtbot, dialog.start_button)
    qtbot.waitUntil(lambda: dialog.process._process.processId() > 0)
    number = dialog.process._process.processId()
    window.close()
    assert dialog.process.running, "it asks first"
    box = next(each for each in window.findChildren(QMessageBox) if each.isVisible())
    assert "still being calibrated" in box.text()
    press(qtbot, next(each for each in box.buttons() if each.text() == "Quit"))
    assert not dialog.process.running
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_the_open_photo_is_developed_anew(make_window, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window()
    opened: list[Path] = []
    monkeypatch.setattr(window, "open", opened.append)
    window.calibration.show()
    window.calibration.dialog.camera_calibrated.emit("Some Other Camera")
    assert opened == []
    window.calibration.dialog.camera_calibrated.emit(window.photo.camera.name)
    assert opened == [window.photo.path]
