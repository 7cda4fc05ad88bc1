"""The export dialog in the real window: what it shows for each format, what it writes, what it remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeEngine, make_photo
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from test_app_window import LEFT, drag

from app.export.export_dialog import ExportDialog
from paramisp_core.files.export_settings import FIELDS, ExportSettings

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "photos"
    path.mkdir()
    (path / "a.jpg").write_bytes(b"the photo")
    return path


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def window(make_window, folder, engine):
    return make_window(engine, path=folder / "a.jpg")


def opened(window) -> ExportDialog:
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    return next(w for w in window.findChildren(ExportDialog) if w.isVisible())


def choose(dialog, box, value) -> None:
    """Choose by keys, as a user does."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != value:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before


def type_in(line, text: str) -> None:
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(line, text)


def test_it_exports_as_chosen_remembers_it_and_does_it_again(window, engine, folder, qtbot, make_window, tmp_path):
    target = tmp_path / "out"
    target.mkdir()
    drag(window, "exposure_ev", 1.0)
    dialog = opened(window)
    assert dialog.folder == folder
    assert dialog.name_note.text() == "a-2.jpg, as there is a a.jpg already"
    type_in(dialog.folder_edit, str(target))
    choose(dialog, dialog.resize_box, "long_edge")
    dialog.long_edge.setValue(450)
    assert dialog.size_note.text() == "450 × 300"
    choose(dialog, dialog.profile, "display-p3")
    assert "converted" in dialog.profile_note.text()
    dialog.quality.setValue(80)
    QTest.mouseClick(dialog.gps, LEFT, pos=dialog.gps.rect().center() - dialog.gps.rect().center() / 1.2)
    type_in(dialog.template, "{name} {iso} {counter}")
    assert dialog.name_note.text() == "a 400 001.jpg"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (target / "a 400 001.jpg").exists() and not window.controller.exporting)
    chosen = ExportSettings(quality=80, resize="long_edge", long_edge=450, profile="display-p3", gps=False,
                            template="{name} {iso} {counter}")
    assert engine.exported[-1].settings == chosen
    assert engine.exported[-1].edit == window.edit
    assert "JPEG 80, 450 px, Display P3, to out" in window.output_panel.summary.text()
    QTest.mouseClick(window.output_panel.again, LEFT)
    qtbot.waitUntil(lambda: (target / "a 400 002.jpg").exists() and not window.controller.exporting)
    window.close()

    later = make_window(FakeEngine(), path=folder / "a.jpg")
    assert later.exporting.settings == chosen
    QTest.keyClick(later, Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: (target / "a 400 003.jpg").exists())


def test_each_format_shows_its_own_choices_and_no_others(window, qtbot):
    dialog = opened(window)
    rows = {"quality": dialog.quality, "raw": dialog.edited_raw, "bits": dialog.dng_bits, "scene": dialog.exr_scene,
            "size": dialog.resize_box, "profile": dialog.profile, "metadata": dialog.metadata}
    shown = {"dng": {"raw", "bits", "metadata"}, "jpeg": {"quality", "size", "profile", "metadata"},
             "png": {"size", "profile", "metadata"}, "tiff": {"size", "profile", "metadata"},
             "exr": {"scene", "size", "profile", "metadata"}}
    for format, names in shown.items():
        choose(dialog, dialog.format, format)
        assert {name for name, widget in rows.items() if widget.isVisible()} == names
        assert dialog.name_note.text().startswith("a")
        for label in (dialog.dng_note, dialog.profile_note, dialog.name_note):
            assert not label.isVisible() or label.height() == label.heightForWidth(label.width())
        qtbot.waitUntil(lambda: dialog.height() == dialog.layout().minimumSize().height())  # no empty space in it
    assert dialog.height() < 600


def test_a_dng_says_what_it_holds_of_the_edits_that_were_made(window):
    window.change("All", window.edit.with_raw(exposure_ev=1.0, kelvin=4000.0, tint=2.0, straighten=3.0,
                                              curve=((0.0, 0.1), (1.0, 1.0))).with_setting("iso", 3200.0))
    QTest.keyClick(window, Qt.Key.Key_D, CTRL | SHIFT)
    dialog = next(w for w in window.findChildren(ExportDialog) if w.isVisible())
    assert dialog.format.currentData() == "dng"
    assert dialog.dng_note.text().splitlines() == [
        "Exactly, in the data: exposure.", "In tags that raw programs follow: white balance.",
        "For Camera Raw and Lightroom only: tone curve.", "Left out: straightening.",
        "Other programs show the white balance without the learned camera's own cast; what is picked as gray (W) is "
        "gray there too.",
        "The rendering for other shot settings is not part of a DNG."]
    choose(dialog, dialog.edited_raw, False)
    assert dialog.dng_note.text().startswith("Without any edits")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not window.controller.exporting


@pytest.mark.parametrize(("name", "words"), [("{nom}", "not known"), ("", "name is needed"), ("a/b", "cannot hold")])
def test_a_name_that_cannot_be_is_told_while_typing(window, name, words):
    dialog = opened(window)
    type_in(dialog.template, name or " ")
    assert words in dialog.name_note.text()
    assert not dialog.go.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    type_in(dialog.template, "{name}")
    assert dialog.go.isEnabled()
    assert all(f"{{{word}}}" in dialog.template.toolTip() for word in FIELDS)


def test_a_folder_that_is_not_there_is_told_and_one_can_be_chosen(window, tmp_path, monkeypatch):
    dialog = opened(window)
    type_in(dialog.folder_edit, str(tmp_path / "gone"))
    assert dialog.name_note.text() == "There is no such folder."
    assert not dialog.go.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(tmp_path))
    QTest.mouseClick(dialog.choose, LEFT)
    assert dialog.folder == tmp_path
    assert dialog.go.isEnabled()


def test_nothing_is_ever_overwritten(window, folder, qtbot):
    for expected in ("a-2.jpg", "a-3.jpg", "a-4.jpg"):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        dialog = opened(window)
        QTest.mouseClick(dialog.go, LEFT)
        qtbot.waitUntil(lambda: not window.controller.exporting and not window.findChildren(ExportDialog))
        assert (folder / expected).read_bytes() == b"jpeg"
    assert (folder / "a.jpg").read_bytes() == b"the photo"


def test_every_control_of_the_dialog_has_a_name_and_a_tip(window):
    from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLineEdit

    dialog = opened(window)
    for kind in (QAbstractSpinBox, QCheckBox, QComboBox, QLineEdit):
        for widget in dialog.findChildren(kind):
            if widget.objectName().startswith("qt_"):
                continue
            assert widget.accessibleName() or widget.text(), widget
            assert widget.toolTip(), widget


def test_a_damaged_memory_is_forgotten(make_window, folder):
    first = make_window(path=folder / "a.jpg")
    first.preferences.set("export", "{half")
    first.close()
    again = make_window(FakeEngine(make_photo(30, 20)), path=folder / "a.jpg")
    assert again.exporting.settings == ExportSettings()
    assert QApplication.activeModalWidget() is None


class WritingEngine(FakeEngine):
    """Writes a picture that can be read again."""

    def write(self, request, progress) -> None:
        super().write(request, progress)
        Image.new("RGB", (30, 20), (200, 60, 40)).save(request.path)


def test_the_finished_picture_is_copied_for_other_programs(make_window, folder, qtbot):
    engine = WritingEngine()
    window = make_window(engine, path=folder / "a.jpg")
    drag(window, "exposure_ev", 1.0)
    QTest.keyClick(window, Qt.Key.Key_C, CTRL)
    assert window.export_bar.isVisible()
    qtbot.waitUntil(lambda: "clipboard" in window.message.text)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (30, 20)
    assert image.pixelColor(3, 3).getRgb()[:3] == (200, 60, 40)
    (job,) = engine.exported
    assert (job.edit, job.settings.format, job.settings.resize) == (window.edit, "png", "full")
    assert not job.path.parent.exists()  # nothing is left behind
    assert not window.export_bar.isVisible()
    assert list(folder.iterdir()) == [folder / "a.jpg"] or not list(folder.glob("*.png"))


def test_copying_can_be_cancelled_and_says_when_it_fails(make_window, folder, qtbot):
    window = make_window(FakeEngine(export_s=20.0), path=folder / "a.jpg")
    QTest.keyClick(window, Qt.Key.Key_C, CTRL)
    QTest.mouseClick(window.export_bar.cancel, LEFT)
    assert window.message.text == "The picture was not copied."
    window.close()
    window = make_window(FakeEngine(), path=folder / "a.jpg")  # writes no picture
    QTest.keyClick(window, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: window.message.text == "The picture was not copied.")
