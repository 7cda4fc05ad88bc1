"""The camera browser: live renders of what is in sight only, search, favorites, comparison, export."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from fakes import FakeEngine
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.cameras.camera_browser import CameraBrowser, box_corner, star_corner
from app.export.export_dialog import ExportDialog
from app.window import MainWindow
from paramisp_core.camera.database import camera_named
from paramisp_core.networks.checkpoints import list_checkpoints, save_network, user_models_path
from paramisp_core.networks.compact import CompactConfig, CompactNetwork

LEFT = Qt.MouseButton.LeftButton


def open_browser(qtbot, window: MainWindow) -> CameraBrowser:
    QTest.keyClick(window, Qt.Key.Key_C)
    browser = window.tools.browser
    qtbot.waitExposed(browser)
    settle(qtbot, window)
    return browser


def settle(qtbot, window: MainWindow) -> None:
    qtbot.wait(100)
    qtbot.waitUntil(lambda: window.controller.thumbnails.idle and window.controller.idle)


def cell(browser: CameraBrowser, row: int):
    return browser.grid.visualRect(browser.model.index(row))


def click(browser: CameraBrowser, pos: QPoint) -> None:
    QTest.mouseClick(browser.grid.viewport(), LEFT, pos=pos)


def row_of(browser: CameraBrowser, name: str) -> int:
    return next(i for i, camera in enumerate(browser.model.rows) if camera is not None and camera.name == name)


def test_only_the_cameras_in_sight_are_rendered(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    browser = open_browser(qtbot, window)
    assert len(browser.model.rows) > 600
    seen = browser.grid.in_sight()
    assert 10 < len(seen) < 60
    assert set(browser.model.images) == set(seen)
    assert len(engine.thumbs) == len(seen)
    assert {edit.render_as for edit in engine.thumbs} == set(seen)
    bar = browser.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: set(browser.grid.in_sight()) <= set(browser.model.images))
    settle(qtbot, window)
    assert browser.model.rows[-1] in browser.model.images
    assert len(browser.model.images) < 120
    made = len(engine.thumbs)
    bar.setValue(0)
    settle(qtbot, window)
    assert len(engine.thumbs) == made  # they are kept
    browser.close()
    window.change("Exposure", window.edit.with_raw(exposure_ev=1.0))
    settle(qtbot, window)
    assert len(engine.thumbs) == made  # a closed browser costs nothing


def test_search_and_a_click_renders_as_that_camera(qtbot, make_window) -> None:
    window = make_window()
    browser = open_browser(qtbot, window)
    qtbot.keyClicks(browser.search, "d7000")
    settle(qtbot, window)
    row = row_of(browser, "Nikon D7000")
    assert browser.count.text() == "One camera"
    click(browser, cell(browser, row).center())
    assert window.edit.render_as.name == "Nikon D7000"
    assert browser.isVisible()  # one tries several
    assert browser.model.rendered_as.name == "Nikon D7000"
    assert "chosen" in browser.model.data(browser.model.index(row), Qt.ItemDataRole.AccessibleTextRole)
    browser.search.clear()
    browser.grid.setFocus()
    assert browser.model.rows[0] is None
    QTest.keyClick(browser.grid, Qt.Key.Key_Home)
    QTest.keyClick(browser.grid, Qt.Key.Key_Return)
    assert window.edit.render_as is None
    window.undo_stack.undo()
    assert window.edit.render_as.name == "Nikon D7000"


def test_the_cameras_whose_own_curve_was_measured_can_be_shown_alone(qtbot, make_window) -> None:
    browser = open_browser(qtbot, make_window())
    browser.only_measured.click()
    assert 5 < len(browser.model.rows) < 40
    assert {browser.model.facts(camera) for camera in browser.model.rows} <= {"own tone curve", "network of its own"}
    browser.only_measured.click()
    assert len(browser.model.rows) > 600


def test_a_camera_with_a_network_of_its_own_says_so(qtbot, make_window) -> None:
    card = next(card for card in list_checkpoints() if card.direction == "forward")
    save_network(CompactNetwork("forward", CompactConfig(channels=8, blocks=1)), user_models_path() / "mine-forward",
                 replace(card, camera="Nikon D60"))
    browser = open_browser(qtbot, make_window())
    qtbot.keyClicks(browser.search, "nikon d60")
    row = row_of(browser, "Nikon D60")
    assert "network of its own" in browser.model.data(browser.model.index(row), Qt.ItemDataRole.ToolTipRole)
    browser.only_measured.click()
    assert "Nikon D60" in [camera.name for camera in browser.model.rows]


def test_favorites_come_first_and_are_remembered(qtbot, make_window) -> None:
    window = make_window()
    browser = open_browser(qtbot, window)
    row = 5
    camera = browser.model.rows[row]
    click(browser, star_corner(cell(browser, row)).center())
    assert window.edit.render_as is None  # the star is no choice
    assert camera.name in browser.model.favorites
    browser.grid.setCurrentIndex(browser.model.index(7))
    other = browser.model.rows[7]
    QTest.keyClick(browser.grid, Qt.Key.Key_F)
    browser.only_favorites.click()
    assert browser.model.rows == [camera, other]
    window.close()
    again = make_window()
    browser = open_browser(qtbot, again)
    assert browser.model.rows[1:3] == [camera, other]
    click(browser, star_corner(cell(browser, 1)).center())
    assert again.preferences.names("favourite_cameras") == [other.name]


def test_up_to_four_cameras_side_by_side(qtbot, make_window) -> None:
    engine = FakeEngine()
    window = make_window(engine)
    browser = open_browser(qtbot, window)
    assert not browser.compare.isEnabled()
    for row in (1, 3):
        click(browser, box_corner(cell(browser, row)).center())
    browser.grid.setFocus()
    for row in (4, 6, 7):
        browser.grid.setCurrentIndex(browser.model.index(row))
        QTest.keyClick(browser.grid, Qt.Key.Key_Space)
    wanted = [browser.model.rows[row] for row in (3, 4, 6, 7)]  # the fifth has replaced the first
    assert browser.model.marked == wanted
    assert "4" in browser.compare.text()
    QTest.mouseClick(browser.compare, LEFT)
    qtbot.waitUntil(lambda: all(side.image is not None and side.image.width() > 250 for side in browser._sides))
    assert [side.camera for side in browser._sides] == wanted
    QTest.mouseClick(browser._sides[2].take, LEFT)
    assert window.edit.render_as == wanted[2]
    QTest.keyClick(browser, Qt.Key.Key_Escape)
    assert not browser.comparing
    assert browser.isVisible()
    QTest.mouseClick(browser.clear, LEFT)
    assert browser.model.marked == []


def test_the_photo_is_exported_as_a_camera_without_changing_the_edit(qtbot, make_window, tmp_path: Path) -> None:
    engine = FakeEngine()
    exported = []
    plain = engine.export
    engine.export = lambda development, photo, request, progress: (
        exported.append(request.edit), plain(development, photo, request, progress))[1]
    window = make_window(engine)
    before = window.exporting.settings.template
    browser = open_browser(qtbot, window)
    row = 2
    browser.grid.setCurrentIndex(browser.model.index(row))
    camera = browser.model.rows[row]
    QTest.mouseClick(browser.export, LEFT)
    dialog = next(w for w in window.findChildren(ExportDialog) if w.isVisible())
    dialog.folder_edit.setText(str(tmp_path))
    with qtbot.waitSignal(window.controller.export_done):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert exported[0].render_as == camera
    assert [path.stem for path in tmp_path.glob("*.jpg")] == [f"test as {camera.name}"]
    assert window.exporting.settings.template == before  # the next export is not called after this camera
    assert window.edit.render_as is None
    assert not window.undo_stack.canUndo()


def test_while_something_is_exported_the_browser_says_so_and_exports_nothing(qtbot, make_window, tmp_path) -> None:
    window = make_window(FakeEngine(export_s=0.5))
    browser = open_browser(qtbot, window)
    count = browser.count.text()
    assert browser.export.isEnabled()
    window.exporting.export(tmp_path / "a.jpg", window.exporting.settings)
    assert not browser.export.isEnabled()
    assert browser.export.toolTip() == "Not while something is exported."
    assert browser.count.text() == "Pictures come after the export"
    assert not any(side.export.isEnabled() for side in browser._sides)
    qtbot.waitUntil(lambda: not window.controller.exporting)
    assert browser.export.isEnabled()
    assert "as this camera" in browser.export.toolTip()
    assert browser.count.text() == count
    assert all(side.export.isEnabled() for side in browser._sides)


def test_painting_and_scrolling_the_grid_keeps_the_gui_thread_free(qtbot, make_window) -> None:
    window = make_window()
    browser = open_browser(qtbot, window)
    bar, longest = browser.grid.verticalScrollBar(), 0.0
    for i in range(30):
        start = time.thread_time()
        bar.setValue(i * 60)
        browser.grid.viewport().repaint()
        longest = max(longest, time.thread_time() - start)
    assert longest < 0.016


def test_the_panel_leads_to_the_browser(qtbot, make_window) -> None:
    window = make_window()
    QTest.mouseClick(window.camera_panel.browse, LEFT)
    assert window.tools.browser.isVisible()
    assert window.tools.browser.model.own_name == "Test One"


def test_a_long_name_is_cut_in_its_middle_and_told_in_full(qtbot) -> None:
    from app.panels.camera_chooser import CameraChooser
    from app.panels.section import Elided

    name = "Camera with a very long name, longer indeed"
    chooser = CameraChooser("Render as", "The same camera")
    label = Elided(most=300)
    for widget in (chooser, label):
        qtbot.addWidget(widget)
        widget.resize(160, 30)
        widget.show()
    chooser.setToolTip("What it is for.")
    chooser.show_words(name)
    label.set_full(name)
    assert chooser.toolTip() == f"{name}\nWhat it is for."
    assert label.toolTip() == name
    for widget in (chooser, label):
        assert widget.text().startswith("Cam")
        assert widget.text().endswith("ed")
        assert "…" in widget.text()
        widget.resize(900, 30)
        assert widget.text() == name
    assert (chooser.toolTip(), label.toolTip()) == ("What it is for.", "")
    assert label.sizeHint().width() <= 300


def test_the_arrow_down_goes_from_the_search_to_what_was_found(qtbot, make_window) -> None:
    window = make_window()
    browser = open_browser(qtbot, window)
    qtbot.keyClicks(browser.search, "d7000")
    assert browser.count.text() == "One camera"
    assert window.edit.render_as is None
    qtbot.keyClick(browser.search, Qt.Key.Key_Return)
    assert window.edit.render_as == camera_named("Nikon D7000"), "Enter takes the first one found"
    qtbot.keyClick(browser.search, Qt.Key.Key_Down)
    assert browser.grid.hasFocus()
    qtbot.keyClick(browser.grid, Qt.Key.Key_F)
    assert browser.search.text() == "d7000"
    assert browser.model.favorites == {"Nikon D7000"}


def test_an_empty_search_says_what_to_do(qtbot, make_window) -> None:
    browser = make_window().tools.open_browser()
    plain = browser.grid.grab().toImage()
    qtbot.keyClicks(browser.search, "no such camera")
    assert "No camera fits" in browser.grid.nothing
    empty = browser.grid.grab().toImage()
    assert empty != plain
    dark, middle, width = empty.pixelColor(3, 3), empty.height() // 2, empty.width()
    assert any(empty.pixelColor(x, middle) != dark for x in range(width // 3, width * 2 // 3))
    browser.search.clear()
    browser.only_favorites.setChecked(True)
    assert "makes a camera one" in browser.grid.nothing


def test_the_browser_opens_at_the_camera_that_is_rendered_as(qtbot, make_window) -> None:
    window = make_window()
    camera = camera_named("Nikon D7000")
    window.editing.render_as(camera)
    browser = window.tools.open_browser()
    index = browser.grid.currentIndex()
    assert browser.model.rows[index.row()] == camera
    qtbot.waitUntil(lambda: browser.grid.viewport().rect().contains(browser.grid.visualRect(index)))
    assert window.edit.render_as == camera, "to look is not to choose"
