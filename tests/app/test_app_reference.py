"""A reference photo beside: opened once by the worker, fitted into the photo's frame, kept from photo to photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEngine, make_photo
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QFileDialog
from test_app_probe import hover

from app.live.jobs import Shown
from app.picture.compare import Against, Layout
from app.picture.geometry import Region
from app.picture.overlays import Overlay
from app.picture.reference import ReferencePicture

SHIFT = Qt.KeyboardModifier.ShiftModifier
OTHER = Path("/elsewhere/print.jpg")


class TwoPhotos(FakeEngine):
    """Opens the reference as an upright photo, red above and blue below, and counts how often."""

    def __init__(self, **kinds) -> None:
        super().__init__(**kinds)
        rgb = np.zeros((400, 200, 3), np.float32)
        rgb[:200, :, 0] = rgb[200:, :, 2] = 1.0
        self.other = make_photo(400, 200).with_changes(rgb=np.rot90(rgb), orientation=6)  # stored lying on its side
        self.opened: list[Path] = []

    def open(self, path: Path):
        self.opened.append(path)
        return self.other if path.name == "print.jpg" else super().open(path)


def rest(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.exact)


def seen(window, x: float, y: float) -> tuple[int, ...]:
    """Return the color at a place of the viewer, given in shares."""
    viewer = window.viewer
    at = QPointF(viewer.width() * x, viewer.height() * y).toPoint()
    return viewer.grab().toImage().pixelColor(at).getRgb()[:3]


def with_reference(qtbot, make_window, monkeypatch, engine):
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (asked.append(1), (str(OTHER), ""))[1])
    window = make_window(engine)
    qtbot.keyClick(window, Qt.Key.Key_Y, SHIFT)
    rest(qtbot, window)
    assert asked == [1]
    return window


def test_it_lies_fitted_in_the_middle_of_the_photo_s_frame_and_is_read_once(qtbot, make_window, monkeypatch) -> None:
    engine = TwoPhotos()
    window = with_reference(qtbot, make_window, monkeypatch, engine)
    assert window.comparison.layout is Layout.BESIDE
    frame = window.viewer.frame
    assert frame.beside_at == QRectF(300, 0, 300, 600)  # of 900 x 600
    red, blue = (255, 0, 0), (0, 0, 255)
    assert seen(window, 0.25, 0.4) == red
    assert seen(window, 0.25, 0.6) == blue
    surround = seen(window, 0.01, 0.02)
    assert seen(window, 0.06, 0.5) == surround  # beside the upright reference nothing is painted
    assert surround not in (red, blue)
    assert window.comparison.label == "print.jpg"
    # wipe, zoom and edits: the same pixels, never opened again
    qtbot.keyClick(window, Qt.Key.Key_Y)
    window.comparison.set_layout(Layout.WIPE)
    window.viewer.zoom_to(4.0)
    window.change("Exposure", window.edit.with_raw(exposure_ev=0.5))
    rest(qtbot, window)
    assert seen(window, 0.3, 0.2) == red
    assert seen(window, 0.3, 0.8) == blue
    assert engine.opened.count(OTHER) == 1


def test_it_stays_from_photo_to_photo_and_the_same_key_closes_it(qtbot, make_window, monkeypatch) -> None:
    engine = TwoPhotos()
    window = with_reference(qtbot, make_window, monkeypatch, engine)
    window.open(Path("/nowhere/next.jpg"))
    qtbot.waitUntil(lambda: window.photo.path.name == "next.jpg" and window.viewer.frame is not None)
    rest(qtbot, window)
    assert window.viewer.frame.request.beside.reference == OTHER
    assert seen(window, 0.25, 0.4) == (255, 0, 0)
    assert window.reference.action.text().replace("&", "") == "Close the reference photo"
    # another picture at the left and back, from the menu of Compare
    window.comparison.set_against(Against.MOSAIC)
    entry = next(a for a in window.comparison.menu.actions() if a.text() == "Reference: print.jpg")
    assert not entry.isChecked()
    entry.trigger()
    rest(qtbot, window)
    assert window.viewer.frame.request.beside.reference == OTHER
    assert entry.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Y, SHIFT)
    rest(qtbot, window)
    assert window.comparison.layout is Layout.OFF
    assert window.viewer.frame.request.beside is None
    assert window.reference.action.text().replace("&", "") == "Reference photo…"
    assert engine.opened.count(OTHER) == 1
    assert window.edit == window.edit.of(window.photo)  # looked at only


def test_a_file_that_cannot_be_read_is_one_sentence_and_the_photo_stays(qtbot, make_window, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: ("/elsewhere/notes.txt", ""))
    window = make_window(TwoPhotos())
    for _ in range(2):  # asked for again, it is tried again
        qtbot.keyClick(window, Qt.Key.Key_Y, SHIFT)
        qtbot.waitUntil(lambda: window.message.text == "“notes.txt” is not a photo.")
        rest(qtbot, window)
        assert window.comparison.reference is None
        assert window.comparison.layout is Layout.OFF
        assert window.viewer.frame.request.shown is Shown.RENDER
        window.message.hide()


def test_nothing_asked_changes_nothing(qtbot, make_window, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: ("", ""))
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_Y, SHIFT)
    assert window.comparison.reference is None
    entry = next(a for a in window.comparison.menu.actions() if a.text() == "Reference photo…")
    entry.trigger()
    assert not entry.isChecked()
    assert window.comparison.layout is Layout.OFF


def test_what_is_marked_and_read_is_the_photo_s_own(qtbot, make_window, monkeypatch) -> None:
    engine = TwoPhotos()
    window = with_reference(qtbot, make_window, monkeypatch, engine)
    viewer = window.viewer
    before = len(engine.probed)
    hover(viewer, QPointF(int(viewer.width() * 0.25) + 0.5, int(viewer.height() * 0.4) + 0.5))
    assert "R 255  G   0  B   0" in window.probe.readout.full
    assert "RAW" not in window.probe.readout.full
    hover(viewer, QPointF(int(viewer.width() * 0.03) + 0.5, int(viewer.height() * 0.5) + 0.5))  # beside the reference
    assert "R " not in window.probe.readout.full
    assert len(engine.probed) == before
    for overlay, marked in ((Overlay.CONFIDENCE, False), (Overlay.RAW_CLIPPING, False), (Overlay.CLIPPING, True)):
        window.overlays.actions[overlay].trigger()
        qtbot.waitUntil(lambda o=overlay: viewer.frame.layer is not None and viewer.frame.request.overlay is o)
        rest(qtbot, window)
        assert (viewer.frame.layer_beside is not None) is marked, overlay
    # of the reference's own pixels, not of the empty frame around them: every one has channels at both ends, but for
    # the one row where a reduced picture mixes its two colors
    assert float(viewer.frame.layer_beside.legend[0][1].split()[2]) > 99


@pytest.mark.parametrize("size", [(400, 200), (200, 400), (37, 53), (900, 900)])
@pytest.mark.parametrize("region", [Region(0, 0, 600, 900), Region(100, 350, 200, 220), Region(0, 0, 40, 60)])
def test_the_parts_lie_where_the_whole_lies(size, region) -> None:
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    rgb8 = np.stack([x * 255 // size[1], y * 255 // size[0], x * 0], -1).astype(np.uint8)
    picture = ReferencePicture(rgb8)
    _, whole = picture.part((600, 900), Region(0, 0, 600, 900), (600, 900))
    assert whole.center().x() == pytest.approx(450)
    assert whole.center().y() == pytest.approx(300)
    assert whole.width() / whole.height() == pytest.approx(size[1] / size[0])
    part, place = picture.part((600, 900), region, (region.height, region.width))
    if not QRectF(region.left, region.top, region.width, region.height).intersects(whole):
        assert place.isEmpty()
        return
    # red and green tell where a pixel lies in the reference, and so in the frame
    for row, column in ((0, 0), (part.shape[0] - 1, part.shape[1] - 1), (part.shape[0] // 2, part.shape[1] // 3)):
        at_x = place.x() + (column + 0.5) / part.shape[1] * place.width()
        at_y = place.y() + (row + 0.5) / part.shape[0] * place.height()
        pixel = 255 / min(size) * 1.5 + 1.5
        assert part[row, column, 0] == pytest.approx((at_x - whole.x()) / whole.width() * 255, abs=pixel)
        assert part[row, column, 1] == pytest.approx((at_y - whole.y()) / whole.height() * 255, abs=pixel)


def test_a_very_large_one_is_kept_reduced() -> None:
    photo = make_photo(10, 12000)
    assert ReferencePicture.of(photo).rgb8.shape == (5, 6000, 3)
