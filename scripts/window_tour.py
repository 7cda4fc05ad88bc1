"""The states of the window that make_screenshots.py --all takes pictures of, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ImageCms
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.panels.values import ISO
from app.picture.probe import Pointed
from app.translations import told, tr
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from app.window import MainWindow

Take = Callable[[str, QWidget | None], None]  # name, what (None: the window)
SIZES = {"small": (1280, 800, 1), "large": (2560, 1440, 1), "double": (1280, 800, 2)}
"""Width and height in logical pixels, and the scale of the screen."""


def tour(window: MainWindow, photo: Path, take: Take, press: Callable[[MainWindow, str], None],
         settle: Callable[[MainWindow], None], only: str = "") -> None:
    """Go through every state of a window that shows its start page; ``take`` what is to be looked at.

    only: names of parts, joined by commas; empty for all. The edits are always made, the panels show them.
    """
    parts = {
        "views": lambda: _views(window, take, press),
        "looking": lambda: _looking(window, photo, take, press, settle),
        "edits": lambda: _edits(window, take, press, settle),
        "panels": lambda: _panels(window, take, settle),
        "dialogs": lambda: _dialogs(window, take, press, settle),
        "applications": lambda: _applications(window, take, settle),
        "menus": lambda: _menus(window, take),
        "messages": lambda: _messages(window, take),
    }
    take("00-start", None)
    window.open(photo)
    settle(window)
    take("01-opened", None)
    for name, part in parts.items():
        if not only or name in (*only.split(","), "edits"):
            part()


def _views(window: MainWindow, take: Take, press: Callable[[MainWindow, str], None]) -> None:
    for key, name in (("1", "source"), ("2", "mosaic"), ("3", "demosaiced"), ("4", "rendered")):
        press(window, key)
        if name != "rendered":
            take(f"02-view-{name}", None)
    window.viewer.zoom_to(1.0)
    take("03-full-size", None)
    press(window, "2")
    window.viewer.zoom_to(24.0)
    take("03-photosites", None)
    window.viewer.fit()
    press(window, "4")
    press(window, "Y")
    take("04-wipe", None)
    press(window, "Y")
    take("04-beside", None)
    press(window, "Y")
    for key, name in (("J", "clipping"), ("Shift+J", "raw-clipping"), ("U", "estimated"), ("Alt+1", "channel-red"),
                      ("Alt+4", "channel-luminance")):
        press(window, key)
        take(f"05-{name}", None)
        press(window, key)
    press(window, "F9")
    press(window, "F6")
    take("06-bare", None)
    press(window, "F9")
    press(window, "F6")


def _looking(window: MainWindow, photo: Path, take: Take, press: Callable[[MainWindow, str], None],
             settle: Callable[[MainWindow], None]) -> None:
    """Loupe, samplers, another photo beside, a soft proof."""
    window.viewer.setFocus()
    press(window, "Q")
    press(window, "Shift+Q")
    take("06-loupe", None)
    press(window, "Q")
    view = window.viewer.view
    assert view is not None
    for x, y in ((0.3, 0.3), (0.6, 0.4), (0.5, 0.7)):
        window.samplers._on_pointed(Pointed(x * view.photo[0], y * view.photo[1], None, False))
        press(window, "I")
    settle(window)
    window.side.area.ensureWidgetVisible(window.samplers.panel)
    take("06-samplers", None)
    press(window, "Shift+I")
    others = sorted(path for path in photo.parent.glob("*.jpg") if path != photo)
    if others:
        window.comparison.set_reference(others[0])
        settle(window)
        take("06-reference", None)
        window.comparison.set_reference(None)
    profile = photo.parent / "narrow.icc"
    profile.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    window.showing.proofing.take(profile)
    press(window, "Shift+U")
    take("06-soft-proof", None)
    press(window, "Shift+U")
    press(window, "Shift+P")


def _edits(window: MainWindow, take: Take, press: Callable[[MainWindow, str], None],
           settle: Callable[[MainWindow], None]) -> None:
    press(window, "W")
    take("07-pick-gray", None)
    press(window, "W")
    press(window, "R")
    take("07-crop", None)
    press(window, "R")
    values = (("exposure_ev", 0.5), ("highlights", -1.0), ("shadows", 1.5), ("kelvin", 4300.0), ("vibrance", 20.0))
    for gesture, (name, value) in enumerate(values, start=9000):
        window.editing.set_raw(name, value, gesture)
    window.editing.set_setting("iso", 51200.0, 9100)  # beyond what the model was trained on
    window.editing.set_setting("f_number", None, 9101)
    square = window.raw_panel.curve.square
    square.chosen.emit(((0.0, 0.0), (0.3, 0.2), (0.7, 0.8), (1.0, 1.0)), 9200)
    press(window, "Ctrl+N")
    press(window, "Ctrl+Shift+N")
    window.viewer.setFocus()
    settle(window)
    press(window, "T")
    for _ in range(20):  # its pictures come one after the other
        settle(window)
        if window.controller.thumbnails.idle:
            break
    take("08-strip", None)
    press(window, "T")


def _panels(window: MainWindow, take: Take, settle: Callable[[MainWindow], None]) -> None:
    """The column as one scrolls through it, a window's height each time; then each scope."""
    bar = window.side.area.verticalScrollBar()
    place, number = 0, 0
    while True:
        bar.setValue(place)
        take(f"10-panels-{number}", None)
        if place >= bar.maximum():
            break
        place, number = min(place + window.side.area.viewport().height() - 60, bar.maximum()), number + 1
    bar.setValue(0)
    for name in ("waveform", "raw"):
        window.scopes.next()
        settle(window)
        take(f"11-scope-{name}", window.side)
    window.scopes.next()
    for name, chooser in (("camera", window.camera_panel.render_as), ("lens", window.raw_panel.lens.chooser)):
        window.side.area.ensureWidgetVisible(chooser)
        popup = chooser.open_list()
        take(f"12-choose-{name}", popup)
        popup.close()
    box = window.raw_panel.light.box
    window.side.area.ensureWidgetVisible(box)
    box.showPopup()
    take("12-choose-light", box.view().window())
    box.hidePopup()
    for name, panel in (("shot", window.shot_panel), ("raw", window.raw_panel), ("curve", window.raw_panel.curve)):
        take(f"13-whole-{name}", panel)  # in full, however short the window
    bar.setValue(0)


def _dialogs(window: MainWindow, take: Take, press: Callable[[MainWindow, str], None],
             settle: Callable[[MainWindow], None]) -> None:
    press(window, "Ctrl+E")
    (export,) = _open_dialogs()
    for place in range(export.format.count()):
        export.format.setCurrentIndex(place)
        take(f"20-export-{export.format.currentData()}", export)
    export.reject()
    for page in ("general", "keys", "models"):
        dialog = window.choosing.open(page)
        dialog.resize(dialog.sizeHint().expandedTo(dialog.size()))
        take(f"21-preferences-{page}", dialog)
        if page == "models":
            for row in range(dialog.models.list.count()):
                dialog.models.list.setCurrentRow(row)
                take(f"21-preferences-{page}-{row}", dialog)
            dialog.models.verify_all()
            dialog.models.wait()
            take(f"21-preferences-{page}-verified", dialog)
        dialog.close()
    window.show_about()
    for dialog in _open_dialogs():
        take("22-about", dialog)
        dialog.close()
    window.calibration.show()
    for dialog in _open_dialogs():
        take("23-calibrate", dialog)
        dialog.close()
    press(window, "C")
    browser = window.tools.browser
    assert browser is not None
    settle(window)  # the grid asks for what is in sight
    for _ in range(200):
        if window.controller.thumbnails.idle:
            break
        settle(window)
    take("24-cameras", browser)
    for camera in browser.model.rows[1:5]:
        browser._mark(camera)
    browser.show_comparison()
    settle(window)
    settle(window)
    take("24-cameras-compared", browser)
    browser.show_grid()
    browser.search.setText("no such camera")
    take("24-cameras-none", browser)
    browser.close()


def _applications(window: MainWindow, take: Take, settle: Callable[[MainWindow], None]) -> None:
    """HDR and deblurring, with what they say."""
    window.applications.show_hdr()
    hdr = window.applications.hdr
    assert hdr is not None
    hdr.mark.setChecked(True)
    for _ in range(60):
        if hdr.shown is not None:
            break
        settle(window)
    take("25-hdr", hdr)
    hdr.method.setCurrentIndex(2)
    take("25-hdr-impossible", hdr)
    hdr.close()
    window.applications.show_deblur()
    deblur = window.applications.deblur
    assert deblur is not None
    for _ in range(60):
        if deblur.shown is not None and deblur.shown.view.exact:
            break
        settle(window)
    take("26-deblur", deblur)
    deblur.kind.setCurrentIndex(1)
    deblur._choose_kind()
    take("26-deblur-focus", deblur)
    deblur.close()


def _open_dialogs() -> list[QDialog]:
    QApplication.processEvents()
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def _menus(window: MainWindow, take: Take) -> None:
    for menu in _all_menus(window):
        menu.popup(window.mapToGlobal(QPoint(40, 40)))
        QApplication.processEvents()
        take("30-menu-" + menu.title().replace("&", "").replace(" ", "-").replace("…", "").lower(), menu)
        menu.close()


def _all_menus(window: MainWindow) -> Iterator[QMenu]:
    for entry in window.menuBar().actions():
        menu = entry.menu()
        if isinstance(menu, QMenu):
            yield menu
            for inner in menu.actions():
                if isinstance(inner.menu(), QMenu) and inner.isEnabled():
                    yield inner.menu()


def _messages(window: MainWindow, take: Take) -> None:
    window.message.tell(tr("The edits were copied; crop and camera stay with their photo."))
    take("40-note", None)
    try:
        ISO.parse("abc")
    except UserError as error:
        window.message.tell(told(error), "error")
    take("40-error", None)
    window.message.hide()
    window.export_bar.begin("NIKON_NIKON-D100_Nikon-D100.dng")
    window.export_bar.advance(0.4)
    take("40-exporting", None)
    window.export_bar.hide()
    window.opening.close()

