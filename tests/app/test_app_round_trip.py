"""What the way to RAW and back loses is told where it can be taken back, and costs nothing where nobody looks."""

from __future__ import annotations

import re

import numpy as np
import pytest
from fakes import FakeEngine, make_photo

from app.window import MainWindow
from paramisp_core.raw.image import RawImage


def words(window: MainWindow) -> str:
    return window.model_panel.round_trip.text()


def look(qtbot, window: MainWindow) -> None:
    window.side.bring_into_sight(window.model_panel)
    qtbot.waitUntil(lambda: "%" in words(window))


def test_it_is_found_out_once_somebody_looks(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    qtbot.wait(200)
    assert engine.thumbs == [], "nobody has scrolled there"
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    height = window.model_panel.height()
    look(qtbot, window)
    assert window.model_panel.height() == height, "nothing below it moves"
    assert [(edit.anchored, edit.raw.exposure_ev) for edit in engine.thumbs] == [(True, 0), (False, 0)]
    found = re.search(r"by ([\d.]+)\u00a0% on average; the anchor takes that back\.$", words(window))
    assert found is not None
    assert float(found[1]) == pytest.approx(10 * make_photo().rgb.mean(), abs=0.3)
    window.change("Exposure", window.edit.with_raw(exposure_ev=-0.5))
    window.model_panel.anchored.click()
    assert words(window).endswith("on average, which is what you see.")
    qtbot.waitUntil(lambda: window.controller.idle and window.controller.thumbnails.idle)
    assert len(engine.thumbs) == 2, "it does not depend on what is edited"


def test_another_photo_and_another_camera_have_their_own(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    look(qtbot, window)
    window.editing.change("Shot with", window.edit.changed(source_camera=engine.photo.camera))
    qtbot.waitUntil(lambda: len(engine.thumbs) == 4)
    look(qtbot, window)
    engine.photo = make_photo().with_changes(rgb=np.full((600, 900, 3), 0.5, np.float32))
    window.open(engine.photo.path)
    qtbot.waitUntil(lambda: "by 5.1" in words(window))


def test_a_raw_file_goes_no_way_to_raw(qtbot, make_window) -> None:
    window = make_window(FakeEngine(photo=make_photo().with_changes(raw=RawImage(np.zeros((600, 900), np.float32)))))
    assert not window.model_panel.round_trip.isVisibleTo(window)
