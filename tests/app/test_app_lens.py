"""The lens section: what was found and from what, its sliders, another lens by search, kept with the photo."""

from __future__ import annotations

import json

from fakes import FakeEngine, make_photo
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.export.export_dialog import ExportDialog
from app.panels.chooser import Popup
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.geometry import Geometry

ZOOM = "Canon EF 24-70mm f/2.8L USM"


def lens_photo(lens: str | None = "EF24-70mm f/2.8L USM", model: str = "Canon EOS 5D Mark III") -> Photo:
    exif = {"Make": "Canon", "Model": model, **({"LensModel": lens} if lens else {})}
    return make_photo(300, 450).with_changes(exif=exif, shot=ShotSettings(iso=100, focal_length=24.0, f_number=2.8))


def choose(window, text: str) -> None:
    """Open the list, type, take the first with Enter."""
    chooser = window.raw_panel.lens.chooser
    window.side.area.ensureWidgetVisible(chooser)
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton)
    popup = chooser.findChild(Popup)
    assert popup is not None
    QTest.keyClicks(popup.search, text)
    QTest.keyClick(popup.search, Qt.Key.Key_Return)


def test_the_lens_found_is_named_with_how_and_its_sliders_can_be_moved(make_window):
    window = make_window(FakeEngine(photo=lens_photo()))
    panel = window.raw_panel
    assert panel.lens.chooser.accessibleDescription() == ZOOM
    assert panel.lens.note.text() == "Named in the photo's EXIF."
    for name in ("distortion", "vignetting"):
        row = panel.rows[name]
        assert row.isEnabled()
        window.side.area.ensureWidgetVisible(row)
        row.slider.setFocus()
        QTest.keyClick(row.slider, Qt.Key.Key_End)
        assert getattr(window.edit.raw, name) == 100.0
    window.undo_stack.undo()
    assert window.edit.raw.vignetting == 0.0


def test_a_typed_value_a_double_click_the_switch_and_the_reset(make_window, qtbot):
    window = make_window(FakeEngine(photo=lens_photo()))
    row, section = window.raw_panel.rows["distortion"], window.raw_panel.sections["lens"]
    window.side.area.ensureWidgetVisible(row)
    row.edit.setFocus()
    row.edit.selectAll()
    QTest.keyClicks(row.edit, "80")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert window.edit.raw.distortion == 80.0
    qtbot.waitUntil(lambda: window.controller.idle)
    QTest.mouseClick(section.switch, Qt.MouseButton.LeftButton)
    assert window.edit.raw.off == ("lens",)
    assert window.edit.raw.effective.distortion == 0.0
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)
    assert window.edit.raw.distortion == 0.0
    choose(window, "sigma 24-70 art")
    assert "Sigma" in (window.edit.raw.lens or "")
    QTest.mouseClick(section.reset_button, Qt.MouseButton.LeftButton)
    assert window.edit.raw.lens is None


def test_the_picture_bends_as_the_slider_says(make_window, qtbot):
    photo = lens_photo()
    lines = photo.rgb * 0 + 0.1
    lines[20:26] = 0.9
    window = make_window(FakeEngine(photo=photo.with_changes(rgb=lines)))

    def bend() -> float:
        image = window.viewer.frame.image
        places = []
        for x in (3, image.width() // 2):
            light = [max(image.pixelColor(x, y).lightness() - 100, 0) for y in range(60)]
            places.append(sum(y * light[y] for y in range(60)) / sum(light))
        return places[1] - places[0]

    assert abs(bend()) < 0.05
    window.change("Distortion", window.edit.with_raw(distortion=100.0))
    qtbot.waitUntil(lambda: window.controller.idle)
    full = bend()
    assert full > 1.2
    window.change("Distortion", window.edit.with_raw(distortion=50.0))
    qtbot.waitUntil(lambda: window.controller.idle)
    assert 0.3 * full < bend() < 0.7 * full


def test_an_unknown_lens_is_said_plainly_and_one_can_be_chosen_and_is_kept(make_window, qtbot, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photo")
    engine = FakeEngine(photo=lens_photo(lens=None))
    window = make_window(engine, path=path)
    panel = window.raw_panel
    assert "does not name its lens" in panel.lens.note.text()
    assert not panel.rows["distortion"].isEnabled()
    assert not panel.rows["vignetting"].isEnabled()
    choose(window, "canon 24-70 2.8 usm")
    assert window.edit.raw.lens == "Canon EF 24-70mm f/2.8L II USM" or window.edit.raw.lens == ZOOM
    assert "Chosen by hand" in panel.lens.note.text()
    assert panel.rows["distortion"].isEnabled()
    window.saver.flush()
    saved = json.loads((tmp_path / "photo.jpg.paramisp.json").read_text())
    assert saved["edit"]["raw"]["lens"] == window.edit.raw.lens
    again = make_window(FakeEngine(photo=lens_photo(lens=None)), path=path)
    assert again.edit.raw.lens == window.edit.raw.lens
    assert "Chosen by hand" in again.raw_panel.lens.note.text()


def test_the_list_begins_with_the_camera_s_lenses_and_goes_back_to_what_the_photo_tells(make_window):
    window = make_window(FakeEngine(photo=lens_photo()))
    chooser = window.raw_panel.lens.chooser
    popup = chooser.open_list()
    model = popup.list.model()
    assert model.index(0, 0).data() == "As the photo tells"
    assert "Canon" in model.index(1, 0).data()
    QTest.keyClicks(popup.search, "no such lens")
    assert popup._nothing.isVisible()
    popup.close()
    choose(window, "sigma 24-70 art")
    popup = chooser.open_list()
    QTest.keyClick(popup.search, Qt.Key.Key_Return)  # the first entry
    assert window.edit.raw.lens is None


def test_a_camera_told_by_hand_is_looked_for(make_window):
    from paramisp_core.camera.database import camera_named

    window = make_window(FakeEngine(photo=lens_photo().with_changes(exif={"LensModel": "EF24-70mm f/2.8L USM"})))
    assert "does not name its camera" in window.raw_panel.lens.note.text()
    window.change("Camera", window.edit.changed(source_camera=camera_named("Canon EOS 5D Mark III")))
    assert window.raw_panel.lens.chooser.accessibleDescription() == ZOOM


def test_a_wide_list_stays_on_the_screen(make_window):
    window = make_window(FakeEngine(photo=lens_photo()))
    popup = window.raw_panel.lens.chooser.open_list()
    screen = window.screen().availableGeometry()
    assert popup.width() >= 420
    assert screen.contains(popup.geometry())
    popup.close()


def test_the_photosite_read_under_the_cursor_is_the_one_that_is_seen(qtbot, make_window):
    photo = lens_photo()
    window = make_window(FakeEngine(photo=photo))
    window.change("Distortion", window.edit.with_raw(distortion=100.0))
    qtbot.waitUntil(lambda: window.controller.idle)
    x, y = 20, 15
    told = window.viewer.view.to_screen(x + 0.5, y + 0.5)
    ratio = window.viewer.devicePixelRatioF()
    QTest.mouseMove(window.viewer, QPointF(told[0] / ratio, told[1] / ratio).toPoint())
    engine = window.controller._worker._engine
    qtbot.waitUntil(lambda: bool(engine.probed))
    geometry = Geometry.of_photo(photo, window.edit.raw)
    px, py = window.viewer.photo_at(QPointF(QPointF(told[0] / ratio, told[1] / ratio).toPoint()))
    sx, sy = geometry.to_stored(int(px) + 0.5, int(py) + 0.5)
    assert engine.probed[-1] == (int(sy), int(sx))
    assert engine.probed[-1] != (int(py), int(px))


def test_the_export_dialog_speaks_of_the_lens_only_where_it_is_known(make_window):
    for photo, said in ((lens_photo(), {"vignetting", "lens distortion"}), (lens_photo(lens=None), set())):
        window = make_window(FakeEngine(photo=photo))
        window.change("Lens", window.edit.with_raw(distortion=100.0, vignetting=100.0))
        QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        dialog = next(w for w in window.findChildren(ExportDialog) if w.isVisible())
        text = dialog.dng_note.text()
        assert {name for name in ("vignetting", "lens distortion") if name in text} == said
        dialog.reject()
