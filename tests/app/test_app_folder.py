"""The folder strip and the batch in the real window: pictures, keys, selection, marks, a queue with failures."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEngine
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolButton
from test_app_window import LEFT, drag

from app.export.batch import OutcomeDialog
from app.export.export_dialog import ExportDialog
from app.photos.opening import pictures_folder
from paramisp_core.camera.which import STANDS_IN
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.engine.overlap import PROCESS_MB
from paramisp_core.errors import Sentence
from paramisp_core.files.export_settings import ExportSettings
from paramisp_core.files.sidecar import Sidecar, sidecar_path

CTRL, SHIFT, NONE = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                     Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Five photos, the first red, the others grey."""
    folder = tmp_path / "photos"
    folder.mkdir()
    paths = [folder / f"p{n}.jpg" for n in (1, 2, 3, 10, 11)]
    for place, path in enumerate(paths):
        color = (250, 0, 0) if place == 0 else (40 * place,) * 3
        Image.new("RGB", (300, 200), color).save(path)
    (folder / "notes.txt").write_text("none")
    return paths


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


def test_the_strip_is_there_before_the_first_picture(make_window, qtbot, photos) -> None:
    """It would else shrink the picture that is shown."""
    gate = threading.Event()

    class Slow(FakeEngine):
        def open(self, path: Path):  # type: ignore[no-untyped-def]
            gate.wait(10)
            return super().open(path)

    window = make_window(Slow(), path=None)
    sizes: list[tuple[int, int]] = []
    window.controller.frame_ready.connect(lambda frame: sizes.append(frame.request.size))
    window.open(photos[1])
    qtbot.waitUntil(lambda: window.folder.strip.isVisible())
    assert window.photo is None
    gate.set()
    qtbot.waitUntil(lambda: window.photo is not None and window.settled and window.controller.idle)
    assert window.folder.strip.photos.paths == photos
    assert len(set(sizes)) == 1


def test_a_folder_far_away_is_read_once_though_the_photo_is_there_first(make_window, photos, qtbot, monkeypatch):
    from paramisp_core.files import thumbnail

    gate, read, photos_in = threading.Event(), [], thumbnail.photos_in

    def slow(folder: Path) -> list[Path]:
        read.append(folder)
        gate.wait(20)
        return photos_in(folder)

    monkeypatch.setattr(thumbnail, "photos_in", slow)
    window = make_window(FakeEngine(), path=photos[1])
    qtbot.waitUntil(lambda: window.photo is not None and window.settled and window.controller.idle)
    gate.set()
    qtbot.waitUntil(lambda: window.folder.strip.photos.paths == photos)
    window.folder.stop()
    assert read == [photos[1].parent]


@pytest.fixture
def window(make_window, engine, photos, qtbot):
    window = make_window(engine, path=photos[1])
    qtbot.waitUntil(lambda: window.folder.strip.isVisible())
    return window


def at(window, path: Path) -> None:
    assert window.photo.path == path


def wait_for(qtbot, window, path: Path) -> None:
    qtbot.waitUntil(lambda: window.photo is not None and window.photo.path == path and window.controller.idle)


def click(window, row: int, modifiers=NONE) -> None:
    strip = window.folder.strip
    strip.scrollTo(strip.photos.index(row))
    QTest.mouseClick(strip.viewport(), LEFT, modifiers, strip.visualRect(strip.photos.index(row)).center())


def test_a_folder_that_is_asked_for_is_opened_though_the_photo_before_is_told_late(window, photos, tmp_path, qtbot):
    """A photo is shown in several turns: the last may come after the next folder was asked for."""
    other, before = tmp_path / "other" / "a.jpg", tmp_path / "before" / "b.jpg"
    for path in (other, before):
        path.parent.mkdir()
        Image.new("RGB", (300, 200), (0, 90, 0)).save(path)
    window.folder.open_paths([other.parent])
    window.folder.opened(before)
    wait_for(qtbot, window, other)


def test_the_strip_shows_the_folder_as_people_sort_it_with_pictures(window, photos, qtbot):
    strip = window.folder.strip
    assert strip.photos.paths == photos
    assert strip.currentIndex().row() == 1
    qtbot.waitUntil(lambda: all(strip.photos.is_loaded(path) for path in photos))
    image = strip.photos.data(strip.photos.index(0), Qt.ItemDataRole.DecorationRole)
    assert isinstance(image, QImage)
    assert image.width() == 104
    assert image.pixelColor(50, 30).red() > 230
    shown = strip.grab().toImage()
    place = strip.visualRect(strip.photos.index(0)).center()
    assert shown.pixelColor(place.x(), place.y()).red() > 230
    assert shown.pixelColor(place.x(), place.y()).green() < 30


def test_a_click_and_the_keys_go_from_photo_to_photo(window, photos, qtbot):
    click(window, 3)
    wait_for(qtbot, window, photos[3])
    QTest.keyClick(window.folder.strip, Qt.Key.Key_Right)
    wait_for(qtbot, window, photos[4])
    window.viewer.setFocus()
    QTest.keyClick(window.viewer, Qt.Key.Key_Right)
    assert "last photo" in window.message.text
    for key, row in ((Qt.Key.Key_Left, 3), (Qt.Key.Key_PageUp, 2), (Qt.Key.Key_PageDown, 3)):
        QTest.keyClick(window.viewer, key)
        wait_for(qtbot, window, photos[row])
    QTest.keyClick(window.folder.strip, Qt.Key.Key_Home)
    wait_for(qtbot, window, photos[0])
    window.viewer.zoom_to(4.0)
    x = window.viewer.view.x
    QTest.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.viewer.view.x != x, "where one sees a part, arrows move it"
    at(window, photos[0])


def test_keys_pressed_faster_than_photos_open_lead_to_the_last_one(window, photos, qtbot):
    for _ in range(3):
        QTest.keyClick(window.viewer, Qt.Key.Key_PageDown)
    wait_for(qtbot, window, photos[4])
    assert window.folder.strip.currentIndex().row() == 4


def test_the_page_keys_step_a_slider_that_has_them(window, photos):
    slider = window.raw_panel.rows["exposure_ev"].slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert window.edit.raw.exposure_ev > 0
    at(window, photos[1])


def test_f6_hides_and_shows_the_strip_and_is_remembered(window, make_window, photos, qtbot):
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert not window.folder.strip.isVisible()
    window.close()
    again = make_window(FakeEngine(), path=photos[0])
    qtbot.waitUntil(lambda: again.folder.strip.photos.paths == photos)
    assert not again.folder.strip.isVisible()
    QTest.keyClick(again, Qt.Key.Key_F6)
    assert again.folder.strip.isVisible()


def test_edited_photos_are_marked_those_of_before_and_the_one_at_hand(make_window, photos, qtbot):
    Sidecar(photos[3]).write(SavedEdit(RawEdits(exposure_ev=1.0)))
    window = make_window(FakeEngine(), path=photos[1])
    model = window.folder.strip.photos
    qtbot.waitUntil(lambda: model.is_edited(photos[3]))
    assert not model.is_edited(photos[1])
    drag(window, "exposure_ev", 1.0)
    qtbot.waitUntil(lambda: model.is_edited(photos[1]))
    assert "edited" in model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    window.editing.reset_all()
    qtbot.waitUntil(lambda: not model.is_edited(photos[1]))
    assert [model.is_edited(path) for path in photos] == [False, False, False, True, False]


def test_going_through_photos_while_editing_keeps_every_edit_with_its_photo(window, photos, qtbot):
    for place, path in enumerate(photos[1:], start=1):
        wait_for(qtbot, window, path)
        window.change("Exposure", window.edit.with_raw(exposure_ev=place / 10))
        QTest.keyClick(window.viewer, Qt.Key.Key_PageDown)
        window.change("Shadows", window.edit.with_raw(shadows=place / 10))  # the next one is not there yet
    window.close()
    saved = [json.loads(sidecar_path(path).read_text())["edit"]["raw"] for path in photos[1:]]
    assert saved == [{"exposure_ev": n / 10, "shadows": n / 10} for n in range(1, 5)]
    assert not sidecar_path(photos[0]).exists()


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*:DeprecationWarning")
def test_several_dropped_files_are_at_hand_and_a_folder_too(make_window, photos, qtbot, tmp_path):
    window = make_window(FakeEngine(), path=None)

    def drop(paths: list[Path]) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QApplication.sendEvent(window.viewer, QDragEnterEvent(
            QPoint(50, 50), Qt.DropAction.CopyAction, mime, LEFT, NONE))
        QApplication.sendEvent(window.viewer, QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, mime, LEFT, NONE))

    drop([photos[4], photos[0]])
    wait_for(qtbot, window, photos[4])
    assert window.folder.strip.photos.paths == [photos[4], photos[0]]
    drop([photos[0].parent])
    wait_for(qtbot, window, photos[0])
    assert window.folder.strip.photos.paths == photos
    empty = tmp_path / "empty"
    empty.mkdir()
    drop([empty])
    qtbot.waitUntil(lambda: "no photos in that folder" in window.message.text)
    at(window, photos[0])


def test_open_asks_for_several_and_for_folders(window, photos, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: ([str(photos[3]), str(photos[4])], ""))
    QTest.keyClick(window, Qt.Key.Key_O, CTRL)
    wait_for(qtbot, window, photos[3])
    assert window.folder.strip.photos.paths == photos[3:]
    begun: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory",
                        lambda *a, **k: begun.append(a[2]) or str(photos[0].parent))
    window.preferences.set_folder("open", photos[0])  # which is no folder
    QTest.keyClick(window, Qt.Key.Key_O, CTRL | SHIFT)
    wait_for(qtbot, window, photos[0])
    assert window.folder.strip.photos.paths == photos
    assert begun == [str(pictures_folder())], "not where the program was started"


def test_a_photo_that_cannot_be_read_is_named_and_stepped_over(make_window, photos, qtbot):
    photos[2].write_bytes(b"junk")
    engine = FakeEngine()
    opening = engine.open

    def refuse(path: Path):
        if path == photos[2]:
            raise RuntimeError("boom")
        return opening(path)

    engine.open = refuse
    window = make_window(engine, path=photos[1])
    model = window.folder.strip.photos
    qtbot.waitUntil(lambda: model.is_loaded(photos[2]))
    assert "cannot be read" in model.data(model.index(2), Qt.ItemDataRole.ToolTipRole)
    QTest.keyClick(window.viewer, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "could not be opened" in window.message.text)
    at(window, photos[1])
    QTest.keyClick(window.viewer, Qt.Key.Key_PageDown)
    wait_for(qtbot, window, photos[3])
    click(window, 2)
    qtbot.waitUntil(lambda: "could not be opened" in window.message.text)
    window.message.hide()
    click(window, 2)
    qtbot.waitUntil(lambda: "could not be opened" in window.message.text)


@pytest.mark.parametrize(("height", "width"), [(4000, 3), (1, 300), (300, 1), (1, 1)])
def test_a_photo_of_few_pixels_has_a_small_picture_that_is_seen(make_window, tmp_path, qtbot, height, width) -> None:
    album = tmp_path / "thin"
    album.mkdir()
    for name in ("a.png", "b.png"):
        Image.new("RGB", (width, height), (255, 0, 0)).save(album / name)
    window = make_window(FakeEngine(), path=album / "a.png")
    strip = window.folder.strip
    qtbot.waitUntil(lambda: strip.photos.is_loaded(album / "a.png"))
    seen = strip.viewport().grab().toImage()
    red = sum(seen.pixelColor(x, y).red() > 200 > 60 > seen.pixelColor(x, y).green()
              for x in range(0, 116) for y in range(seen.height()))
    assert red >= 9


def test_one_small_picture_that_fails_holds_up_no_other(make_window, photos, qtbot, monkeypatch) -> None:
    whole = Sidecar.read

    def read(path):
        if Path(path) == photos[1]:
            raise RecursionError("nested too deeply")
        return whole(path)

    monkeypatch.setattr(Sidecar, "read", read)
    window = make_window(FakeEngine(), path=photos[0])
    strip = window.folder.strip
    qtbot.waitUntil(lambda: all(strip.photos.is_loaded(path) for path in photos))
    assert strip.photos._images[photos[1]] is None
    assert strip.photos._images[photos[2]] is not None


def test_a_name_that_no_file_can_have_is_told_and_nothing_breaks(make_window, photos, qtbot) -> None:
    """Asked whether it is a folder, the system answers such a name with an error."""
    window = make_window(FakeEngine(), path=photos[0])
    long = photos[0].with_name("x" * 300)
    window.folder.open_paths([long])
    wait_for(qtbot, window, long)
    window.folder.open_paths([photos[1], long])
    wait_for(qtbot, window, photos[1])
    assert window.folder.strip.photos.paths == [photos[1], long]
    window.preferences.set_folder("export", long)
    assert window.preferences.folder("export") == ""


def test_only_what_is_in_sight_is_loaded(make_window, tmp_path, qtbot):
    folder = tmp_path / "many"
    folder.mkdir()
    small = Image.fromarray(np.zeros((20, 30, 3), np.uint8))
    paths = [folder / f"{n:03d}.jpg" for n in range(300)]
    for path in paths:
        small.save(path)
    window = make_window(FakeEngine(), path=paths[0])
    strip = window.folder.strip
    qtbot.waitUntil(lambda: strip.photos.is_loaded(paths[0]))
    qtbot.waitUntil(lambda: not strip.loader._wanted and strip.loader._running is None)
    assert sum(strip.photos.is_loaded(path) for path in paths) < 60
    QTest.keyClick(strip, Qt.Key.Key_End)
    wait_for(qtbot, window, paths[-1])
    qtbot.waitUntil(lambda: strip.photos.is_loaded(paths[-1]))
    assert not strip.photos.is_loaded(paths[150])


def test_edits_are_pasted_to_selected_photos_which_keep_what_they_had_as_a_snapshot(window, photos, qtbot):
    Sidecar(photos[3]).write(SavedEdit(RawEdits(shadows=0.5, crop=(0.1, 0.1, 0.9, 0.9)), {"iso": 800.0}))
    sidecar_path(photos[4]).write_text("{half")
    window.change("All", window.edit.with_raw(exposure_ev=1.0, crop=(0.0, 0.0, 0.5, 0.5)).with_setting("f_number", 8.0))
    QTest.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    window.editing.reset_all()
    QTest.keyClick(window.folder.strip, Qt.Key.Key_A, CTRL)
    QTest.keyClick(window, Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "4 photos were changed" in window.message.text)
    assert "The edits that one of them had are a snapshot of it." in window.message.text
    assert "cannot be read" in window.message.text
    assert window.undo_stack.undoText() == "Paste edits"
    assert (window.edit.raw.exposure_ev, window.edit.raw.crop, window.edit.shot.f_number) == (1.0, None, 8.0)
    plain = SavedEdit(RawEdits(exposure_ev=1.0), {"f_number": 8.0})
    for path in (photos[0], photos[2]):
        assert Sidecar.read(path).edit == plain
        assert Sidecar.read(path).snapshots == ()
    changed = Sidecar.read(photos[3])
    assert changed.edit == SavedEdit(RawEdits(exposure_ev=1.0, crop=(0.1, 0.1, 0.9, 0.9)), {"f_number": 8.0})
    assert [(s.name, s.edit.raw.shadows) for s in changed.snapshots] == [("Before pasted edits", 0.5)]
    assert sidecar_path(photos[4]).read_text() == "{half"
    qtbot.waitUntil(lambda: [window.folder.strip.photos.is_edited(p) for p in photos] == [True] * 4 + [False])


def test_the_photo_that_edits_were_copied_from_is_not_counted_as_changed(window, photos, qtbot):
    click(window, 2)
    wait_for(qtbot, window, photos[2])
    drag(window, "exposure_ev", 1.0)
    QTest.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    click(window, 3, CTRL)
    QTest.keyClick(window, Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.message.text == "One photo was changed.")


def test_a_preset_is_put_on_selected_photos(window, photos, qtbot):
    drag(window, "exposure_ev", 1.0)
    value = window.edit.raw.exposure_ev
    window.keeping.save_preset()
    window.editing.reset_all()
    Sidecar(photos[3]).write(SavedEdit(RawEdits(shadows=0.5)))
    shelf = window.keeping_panel.presets
    shelf.list.setCurrentRow(0)
    click(window, 3)
    wait_for(qtbot, window, photos[3])
    click(window, 4, CTRL)
    next(action for action in shelf.menu.actions() if action.text().startswith("Put on")).trigger()
    qtbot.waitUntil(lambda: "2 photos were changed" in window.message.text)
    assert (window.edit.raw.exposure_ev, window.edit.raw.shadows) == (value, 0.5)
    assert Sidecar.read(photos[4]).edit == SavedEdit(RawEdits(exposure_ev=value))
    assert not sidecar_path(photos[0]).exists()


# ---- batch


def ask(window, rows: list[int]) -> ExportDialog:
    click(window, rows[0])
    for row in rows[1:]:
        click(window, row, CTRL)
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    return next(w for w in window.findChildren(ExportDialog) if w.isVisible())


def test_selected_photos_are_written_each_with_its_own_edit(window, engine, photos, qtbot, tmp_path):
    target = tmp_path / "out"
    target.mkdir()
    Sidecar(photos[4]).write(SavedEdit(RawEdits(exposure_ev=-1.0)))
    click(window, 0)
    wait_for(qtbot, window, photos[0])
    drag(window, "exposure_ev", 1.0)  # not written yet when the queue begins
    edit = window.edit
    dialog = ask(window, [0, 3, 4])
    assert dialog.windowTitle() == "Export 3 photos"
    dialog.folder_edit.setText(str(target))
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert sorted(path.name for path in target.iterdir()) == ["p1.jpg", "p10.jpg", "p11.jpg"]
    assert [request.edit.raw.exposure_ev for request in engine.exported] == [edit.raw.exposure_ev, 0.0, -1.0]
    assert "Exported 3 photos to" in window.message.text
    assert not window.export_bar.isVisible()
    assert window.edit == edit
    at(window, photos[0])


def test_failures_are_listed_and_the_rest_is_written(window, photos, qtbot, tmp_path):
    sidecar_path(photos[2]).write_text("{half")
    full = photos[0].with_name("full-disk.jpg")
    window.batch.add([photos[0], full, photos[2], photos[3]], tmp_path, ExportSettings("png"))
    qtbot.waitUntil(lambda: not window.batch.running)
    assert (tmp_path / "p1.png").exists()
    assert (tmp_path / "p10.png").exists()
    assert "Exported 2 photos" in window.message.text
    assert "2 photos failed" in window.message.text
    dialog = next(w for w in window.findChildren(OutcomeDialog) if w.isVisible())
    text = dialog.browser.toPlainText()
    assert "full-disk.jpg: The disk is full." in text
    assert "p3.jpg" in text
    assert "cannot be read" in text
    assert sidecar_path(photos[2]).read_text() == "{half", "an export changes no sidecar"


def test_what_there_is_to_know_of_photos_that_were_written_is_told_at_the_end(
        make_window, photos, qtbot, tmp_path, monkeypatch):
    cut = Sentence("The file is truncated: the last {share:.0%} of the picture is missing.", share=0.25)
    seen, camera = "The picture has transparent parts; they are shown as if opaque.", f"No name; {STANDS_IN}"
    full = photos[0].with_name("full-disk.jpg")
    of = {photos[1]: (cut, camera), photos[2]: (cut, seen), photos[3]: (seen,), full: (cut,)}

    class Warning(FakeEngine):
        def open(self, path):
            return super().open(path).with_changes(warnings=of.get(path, ()))

    window = make_window(Warning(), path=photos[0])

    window.batch.add(photos[:2], tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running)
    assert window.message.text == (f"Exported 2 photos to {tmp_path}. {photos[1].name}: The file is truncated: the "
                                   "last 25% of the picture is missing.")
    assert not [w for w in window.findChildren(OutcomeDialog) if w.isVisible()]
    button = window.message.findChildren(QToolButton)[0]
    assert button.text() == "Open the folder"
    opened: list[str] = []
    monkeypatch.setattr("app.export.exporting.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    QTest.mouseClick(button, LEFT)
    assert opened == [str(tmp_path)]

    window.batch.add(photos[:4], tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running)
    assert window.message.text.endswith("There is something to know of 3 photos.")
    QTest.mouseClick(button, LEFT)
    dialog = next(w for w in window.findChildren(OutcomeDialog) if w.isVisible())
    assert dialog.windowTitle() == "Exported, with something to know: 3 photos"
    assert dialog.browser.toPlainText().splitlines() == [
        f"{photos[1].name}, {photos[2].name}: {cut}", f"{photos[2].name}, {photos[3].name}: {seen}"]
    dialog.close()

    window.batch.add([full, photos[3]], tmp_path, ExportSettings())  # what was not written is a failure only
    qtbot.waitUntil(lambda: not window.batch.running)
    dialog = next(w for w in window.findChildren(OutcomeDialog) if w.isVisible())
    assert dialog.browser.toPlainText().splitlines() == [
        "Not exported: 1 photo", "full-disk.jpg: The disk is full.", "Exported, with something to know: 1 photo",
        f"{photos[3].name}: {seen}"]


def test_of_many_photos_a_remark_names_a_few_and_the_others_at_a_click(make_window, tmp_path, qtbot):
    album = tmp_path / "many"
    album.mkdir()
    paths = [album / f"p{number}.png" for number in range(1, 10)]
    for path in paths:
        Image.new("RGB", (12, 8)).save(path)
    seen = "The picture has transparent parts; they are shown as if opaque."

    class Warning(FakeEngine):
        def open(self, path):
            return super().open(path).with_changes(warnings=(seen,))

    window = make_window(Warning(), path=paths[0])
    window.batch.add(paths, tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running)
    assert window.message.text.endswith("There is something to know of 9 photos.")
    QTest.mouseClick(window.message.findChildren(QToolButton)[0], LEFT)
    dialog = next(w for w in window.findChildren(OutcomeDialog) if w.isVisible())
    assert dialog.browser.toPlainText() == f"p1.png, p2.png, p3.png, p4.png, p5.png and 4 more: {seen}"
    dialog.browser.anchorClicked.emit(QUrl("0-0"))
    assert dialog.browser.toPlainText() == f"{', '.join(path.name for path in paths)}: {seen}"


def test_a_batch_shows_how_far_it_is_and_can_be_cancelled(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(export_s=0.05)
    window = make_window(engine, path=photos[0])
    window.batch.add(photos, tmp_path, ExportSettings())
    assert window.export_bar.isVisible()
    qtbot.waitUntil(lambda: len(engine.exported) == 2)
    assert 100 < window.export_bar.progress.value() < 900
    assert window.output_panel.ask.isEnabled()
    engine.export_s = 30.0
    qtbot.waitUntil(lambda: "of 5" in window.export_bar._name.text())
    QTest.mouseClick(window.export_bar.cancel, LEFT)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert "Cancelled: " in window.message.text
    assert not window.export_bar.isVisible()
    assert window.output_panel.ask.isEnabled()
    assert len(list(tmp_path.glob("*.jpg"))) == len(engine.exported) < 5


@dataclass
class MeetingEngine(FakeEngine):
    """Goes on only when one photo is read, the second is in the network and the third is written, at the same time."""

    meeting: threading.Barrier = field(default_factory=lambda: threading.Barrier(3))

    def open(self, path):
        if path.name == "p10.jpg":
            self.meeting.wait(20)
        return super().open(path)

    def export(self, development, photo, request, progress):
        if photo.path.name == "p3.jpg":
            self.meeting.wait(20)
        return super().export(development, photo, request, progress)

    def write(self, request, progress) -> None:
        if request.path.name == "p2.jpg":
            self.meeting.wait(20)
        super().write(request, progress)


def test_one_photo_is_read_and_one_written_while_the_network_works_at_a_third(make_window, photos, qtbot, tmp_path):
    engine = MeetingEngine()
    window = make_window(engine, path=photos[0])
    window.batch.add(photos[1:], tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running, timeout=30_000)
    assert not engine.meeting.broken
    assert [request.path.name for request in engine.exported] == [path.name for path in photos[1:]]
    assert "Exported 4 photos" in window.message.text


@dataclass
class CountingEngine(FakeEngine):
    """at_work: how many photos of the batch were at work whenever one was opened."""

    at_work: list[int] = field(default_factory=list)

    def open(self, path):
        self.at_work.append(max(len(self.at_work), 1) - len(self.exported))
        return super().open(path)


def test_a_batch_has_no_more_photos_at_work_than_the_memory_holds(make_window, photos, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("app.export.export_line.budget_mb", lambda wanted: PROCESS_MB + 1000)
    monkeypatch.setattr("app.export.export_line.photo_mb", lambda path: 600)
    engine = CountingEngine(write_s=0.05)
    window = make_window(engine, path=photos[0])
    window.batch.add(photos[1:], tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running)
    assert engine.at_work[1:] == [1] * 4  # the first is the photo in the window
    assert "Exported 4 photos" in window.message.text


def test_photos_of_one_name_do_not_overwrite_each_other_on_their_way(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(write_s=0.1)
    window = make_window(engine, path=photos[0])
    window.batch.add([photos[1], photos[1], photos[1]], tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running)
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == ["p2-2.jpg", "p2-3.jpg", "p2.jpg"]


def test_what_is_being_written_stops_when_the_batch_is_cancelled(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(write_s=600.0)
    window = make_window(engine, path=photos[0])
    window.batch.add(photos, tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: window.export_bar.progress.value() > 100)
    QTest.mouseClick(window.export_bar.cancel, LEFT)
    assert not window.batch.running
    assert "Cancelled: 5 photos not written" in window.message.text
    assert engine.exported == []
    engine.write_s = 0.0
    window.batch.add(photos[:2], tmp_path, ExportSettings())
    qtbot.waitUntil(lambda: not window.batch.running)
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == ["p1.jpg", "p2.jpg"]


def test_one_can_edit_and_open_photos_while_a_batch_runs(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine()
    window = make_window(engine, path=photos[0])
    engine.export_s = 600.0
    window.batch.add(photos[3:], tmp_path, ExportSettings())
    drag(window, "exposure_ev", 1.0)
    qtbot.waitUntil(lambda: window.viewer.frame.request.edit == window.edit)
    QTest.keyClick(window.viewer, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.photo.path == photos[1])
    qtbot.waitUntil(lambda: window.viewer.frame is not None)
    assert window.batch.running
    for button, closed in (("Go on", False), ("Quit", True)):
        window.close()
        assert window.isVisible(), "it asks first"
        box = next(w for w in window.findChildren(QMessageBox) if w.isVisible())
        assert "2 photos still to be exported" in box.text()
        QTest.mouseClick(next(b for b in box.buttons() if b.text() == button), LEFT)
        qtbot.waitUntil(lambda box=box: not box.isVisible())
        assert window.isVisible() != closed
    assert list(tmp_path.glob("*.jpg")) == []


def test_the_open_photo_is_written_as_it_is_even_where_edits_are_not_saved(window, engine, photos, qtbot, tmp_path):
    window.saver.on = False
    drag(window, "exposure_ev", 1.0)
    window.batch.add(photos[:2], tmp_path, ExportSettings("png"))
    qtbot.waitUntil(lambda: not window.batch.running)
    assert [request.edit.raw.exposure_ev for request in engine.exported] == [0.0, window.edit.raw.exposure_ev]
    assert not sidecar_path(photos[1]).exists()


def test_photos_added_while_a_batch_or_an_export_runs_wait_their_turn(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(export_s=0.2)
    window = make_window(engine, path=photos[0])
    window.exporting.export(tmp_path / "single.jpg", ExportSettings())
    window.batch.add(photos[:2], tmp_path, ExportSettings())
    window.batch.add(photos[2:3], tmp_path, ExportSettings("png"))
    qtbot.waitUntil(lambda: not window.batch.running and not window.controller.exporting)
    assert [request.path.name for request in engine.exported] == ["single.jpg", "p1.jpg", "p2.jpg", "p3.png"]


def test_the_open_photo_is_exported_amid_a_batch_as_it_is_then(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(export_s=0.2)
    window = make_window(engine, path=photos[0])
    album, single = tmp_path / "all", tmp_path / "one"
    album.mkdir()
    single.mkdir()
    window.batch.add(photos, album, ExportSettings())
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    dialog = next(w for w in window.findChildren(ExportDialog) if w.isVisible())
    dialog.close()
    assert not window.menus.copy_picture.isEnabled()
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    window.exporting.export(single / "p1.png", ExportSettings("png"))
    assert window.message.text == "p1.png is exported after what is being written, as it is edited now."
    window.change("Exposure", window.edit.with_raw(exposure_ev=2.0))
    window.exporting.export(single / "p1-2.png", ExportSettings("png"))
    QTest.keyClick(window.viewer, Qt.Key.Key_PageDown)  # it may be left meanwhile
    wait_for(qtbot, window, photos[1])
    qtbot.waitUntil(lambda: not window.batch.running)
    order = [(request.path.name, request.edit.raw.exposure_ev) for request in engine.exported]
    assert sorted(path.name for path in single.iterdir()) == ["p1-2.png", "p1.png"]
    assert order.index(("p1.png", 1.0)) + 1 == order.index(("p1-2.png", 2.0)) < len(order) - 1
    assert window.message.text == "Exported 7 photos to 2 folders."
    assert window.menus.copy_picture.isEnabled()


def test_the_open_photo_is_exported_once_more_while_it_is_exported(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(export_s=0.2)
    window = make_window(engine, path=photos[0])
    for format in ("jpg", "png"):
        window.exporting.export(tmp_path / f"p1.{format}", ExportSettings(format))
    qtbot.waitUntil(lambda: not window.batch.running and not window.controller.exporting)
    assert sorted(path.name for path in tmp_path.glob("p1.*g")) == ["p1.jpg", "p1.png"]


def test_all_photos_are_selected_wherever_the_focus_is(window, photos, qtbot):
    """As in other programs: it asked for a click into the strip first, which opened another photo."""
    window.viewer.setFocus()
    QTest.keyClick(window, Qt.Key.Key_A, CTRL)
    assert window.folder.strip.selected == list(photos)
    window.folder.strip.clearSelection()
    window.toggle_strip()
    QTest.keyClick(window, Qt.Key.Key_A, CTRL)
    assert window.folder.strip.isVisible()
    assert window.folder.strip.selected == list(photos)


def test_the_menu_of_the_strip_exports_what_is_selected(window, qtbot):
    QTest.keyClick(window.folder.strip, Qt.Key.Key_A, CTRL)
    assert len(window.folder.strip.selected) == 5
    window.folder.strip.clearSelection()
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    assert "Select photos" in window.message.text
    assert window.folder.menu.actions()[0].text().startswith("Export")


def test_without_photos_at_hand_one_is_told_to_open_some(make_window):
    window = make_window(path=None)
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    assert "Open a folder first" in window.message.text


def test_a_batch_waits_for_models_that_are_loaded_anew(make_window, photos, qtbot, tmp_path):
    engine = FakeEngine(export_s=0.05)
    window = make_window(engine, path=photos[0])
    facts, window.controller.engine = window.controller.engine, None
    window.batch.add(photos[:2], tmp_path, ExportSettings())
    QTest.qWait(100)
    assert window.batch.running
    assert engine.exported == []
    window.controller.engine = facts
    window.controller.engine_loaded.emit(facts)
    qtbot.waitUntil(lambda: not window.batch.running)
    assert len(engine.exported) == 2
    window.controller.engine = None
    window.batch.add(photos[2:4], tmp_path, ExportSettings())
    window.controller.engine_failed.emit("There are no models.")
    assert not window.batch.running
    dialog = next(w for w in window.findChildren(OutcomeDialog) if w.isVisible())
    assert dialog.browser.toPlainText().count("There are no models.") == 2
