"""Removing JPEG artifacts: a tick box for JPEGs, one step, kept beside the photo, and seen in the picture."""

import numpy as np
from fakes import FakeEngine, make_photo
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.live.engine import Engine
from app.live.worker import from_image
from paramisp_core import open_photo
from paramisp_core.camera.database import jpeg_quantizations


def jpeg_photo():
    return make_photo(64, 96).with_changes(quantization=jpeg_quantizations()[0])


def tick(window) -> None:
    box = window.raw_panel.dequantize
    window.side.area.ensureWidgetVisible(box)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))


def test_a_click_is_one_step_that_undo_takes_back(make_window):
    window = make_window(FakeEngine(photo=jpeg_photo()))
    box = window.raw_panel.dequantize
    assert box.isEnabled()
    rounding = jpeg_quantizations()[0]
    assert f"quality {rounding.quality}, chroma {rounding.subsampling}" in box.toolTip()
    tick(window)
    assert window.edit.raw.dequantize
    assert window.undo_stack.undoText() == "JPEG artifacts removed"
    section = window.raw_panel.sections["detail"]
    section.switched.emit(False)
    assert not window.edit.raw.effective.dequantize
    tick(window)
    assert not window.edit.raw.dequantize
    for _ in range(3):
        window.undo_stack.undo()
    assert not box.isChecked()
    assert window.edit.raw.is_identity


def test_other_files_have_none_and_say_why(make_window):
    window = make_window(FakeEngine(photo=make_photo(64, 96)))
    assert not window.raw_panel.dequantize.isEnabled()
    assert "no JPEG" in window.raw_panel.dequantize.toolTip()


def test_the_picture_follows_and_the_sidecar_keeps_it(qtbot, make_window, tmp_path):
    path = tmp_path / "web.jpg"
    with Image.open("resources/sample.jpg") as sample:
        sample.convert("RGB").reduce(4).save(path, quality=40)
    window = make_window(Engine(), path)
    before = open_photo(path).pixels.astype(int)
    tick(window)

    def changed() -> float:
        frame = window.viewer.frame
        there = from_image(frame.image)  # smaller than the window, so it is whole and at 100 %
        return float(np.abs(there - before).max()) if there.shape == before.shape else 0.0

    qtbot.waitUntil(lambda: changed() > 8, timeout=60000)
    sidecar = tmp_path / "web.jpg.paramisp.json"
    qtbot.waitUntil(sidecar.exists, timeout=20000)
    assert "\"dequantize\": true" in sidecar.read_text()
