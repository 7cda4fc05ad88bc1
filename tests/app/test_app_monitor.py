"""The monitor's profile: found on the X screen, given as a file, used for what is painted and for nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEngine, make_photo
from PIL import ImageCms
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QColorSpace
from PySide6.QtTest import QTest

from app.picture.monitor import AUTOMATIC, SRGB, Monitor, MonitorProfile, x11_profile
from paramisp_core.errors import UserError

WIDE = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile())
ADOBE = bytes(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb).iccProfile())


def by_qt(rgb: tuple[int, int, int], icc: bytes) -> tuple[int, ...]:
    """An independent oracle: Qt's own color management."""
    to = QColorSpace(QColorSpace.NamedColorSpace.SRgb).transformationToColorSpace(QColorSpace.fromIccProfile(icc))
    return to.map(QColor(*rgb)).getRgb()[:3]


@pytest.mark.parametrize("icc", [WIDE, ADOBE], ids=["Display P3", "Adobe RGB"])
def test_colors_are_converted_as_qt_converts_them(icc):
    profile = MonitorProfile.read(icc)
    random = np.random.default_rng(2).integers(0, 256, (60, 3))
    shown = profile.shown(random.astype(np.uint8)[None])[0].astype(int)
    expected = np.array([by_qt(tuple(int(v) for v in rgb), icc) for rgb in random])
    assert np.abs(shown - expected).max() <= 2
    assert np.abs(shown - random).max() > 10
    assert np.array_equal(profile.shown(np.full((1, 1, 3), 255, np.uint8)), [[[255, 255, 255]]])


def test_what_is_no_monitor_profile_is_refused():
    with pytest.raises(UserError, match="no usable color profile"):
        MonitorProfile.read(b"nonsense")
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    with pytest.raises(UserError, match="another kind of device"):
        MonitorProfile.read(lab)


@pytest.fixture
def photo_of_one_color():
    photo = make_photo(200, 300)
    color = np.float32([200, 60, 40]) / 255
    return photo.with_changes(rgb=np.broadcast_to(color, photo.rgb.shape).copy())


def wait(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle)


def center(window) -> tuple[int, ...]:
    image = window.viewer.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).getRgb()[:3]


def test_a_profile_from_a_file_changes_what_is_painted_and_nothing_that_is_measured(
        qtbot, make_window, photo_of_one_color, tmp_path):
    window = make_window(FakeEngine(photo=photo_of_one_color))
    assert center(window) == (200, 60, 40)
    before = window.viewer.frame.histogram
    (tmp_path / "wide.icc").write_bytes(WIDE)
    window.choosing.choose("monitor", str(tmp_path / "wide.icc"))
    qtbot.waitUntil(lambda: window.monitor.profile is not None)
    wait(qtbot, window)
    expected = by_qt((200, 60, 40), WIDE)
    assert np.abs(np.subtract(center(window), expected)).max() <= 2
    assert expected != (200, 60, 40)
    assert "Display P3" in window.monitor.file.text()
    assert window.monitor.file.isChecked()
    told = []
    window.viewer.pointed.connect(told.append)
    elsewhere = QPoint(window.viewer.width() // 2 + 7, window.viewer.height() // 2 + 5)  # than another test left it
    QTest.mouseMove(window.viewer, elsewhere)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].color == (200, 60, 40)  # the photo's own sRGB
    assert np.array_equal(window.viewer.frame.histogram, before)
    window.monitor.srgb.trigger()
    wait(qtbot, window)
    assert center(window) == (200, 60, 40)
    assert window.monitor.choice == SRGB


def test_both_pictures_of_a_comparison_are_converted(qtbot, make_window, photo_of_one_color, tmp_path):
    window = make_window(FakeEngine(photo=photo_of_one_color))
    (tmp_path / "wide.icc").write_bytes(WIDE)
    window.choosing.choose("monitor", str(tmp_path / "wide.icc"))
    qtbot.waitUntil(lambda: window.monitor.profile is not None)
    window.comparison.cycle()
    qtbot.waitUntil(lambda: window.viewer.frame.beside is not None)
    wait(qtbot, window)
    image = window.viewer.grab().toImage()
    for x in (image.width() // 2 - 40, image.width() // 2 + 40):
        color = image.pixelColor(x, image.height() // 2).getRgb()[:3]
        assert np.abs(np.subtract(color, by_qt((200, 60, 40), WIDE))).max() <= 2


def test_the_choice_is_remembered_and_a_bad_file_is_told(qtbot, make_window, tmp_path):
    window = make_window(FakeEngine())
    (tmp_path / "bad.icc").write_bytes(b"not a profile")
    with qtbot.waitSignal(window.monitor.told) as told:
        window.choosing.choose("monitor", str(tmp_path / "bad.icc"))
    assert told.args[0] == "“bad.icc” is no usable color profile: colors are shown as sRGB."
    assert window.message.isVisible()
    with qtbot.waitSignal(window.monitor.told) as told:
        window.choosing.choose("monitor", str(tmp_path / "gone.icc"))
    assert told.args[0] == "“gone.icc” cannot be read: colors are shown as sRGB."
    (tmp_path / "good.icc").write_bytes(ADOBE)
    window.choosing.choose("monitor", str(tmp_path / "good.icc"))
    qtbot.waitUntil(lambda: window.monitor.profile is not None)
    again = make_window(FakeEngine())
    qtbot.waitUntil(lambda: again.monitor.profile is not None)
    assert again.monitor.profile == window.monitor.profile


def test_automatic_says_what_it_found_or_that_nothing_is_known(qtbot, make_window):
    window = make_window(FakeEngine())
    monitor: Monitor = window.monitor
    assert monitor.choice == AUTOMATIC
    assert monitor.automatic.text() == "Automatic: unknown, shown as sRGB"  # offscreen has no X screen
    monitor.find_automatic = lambda head: WIDE
    monitor.automatic.trigger()
    qtbot.waitUntil(lambda: monitor.profile is not None)
    assert monitor.automatic.text() == "Automatic: Display P3"
    monitor.find_automatic = lambda head: None
    monitor.look()
    qtbot.waitUntil(lambda: monitor.profile is None)


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xprop")), reason="needs Xvfb and xprop")
def test_the_profile_of_an_x_screen_is_read(tmp_path: Path):
    server = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp",
                               "-noreset"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        display = f":{server.stdout.readline().strip()}"
        assert x11_profile(0, display) is None
        first, second = WIDE[:60], ADOBE[:61]  # xprop sets no more than 64 bytes
        for name, data in (("_ICC_PROFILE", first), ("_ICC_PROFILE_1", second)):
            subprocess.run(["xprop", "-display", display, "-root", "-f", name, "8c", "-set", name,
                            ",".join(str(byte) for byte in data)], check=True, timeout=30)
        assert x11_profile(0, display) == first
        assert x11_profile(1, display) == second
        assert x11_profile(2, display) is None
        assert x11_profile(0, ":987") is None
    finally:
        server.terminate()
        server.wait(10)


def test_the_preferences_and_the_menu_show_the_same_choice(qtbot, make_window, tmp_path, monkeypatch):
    window = make_window(FakeEngine())
    dialog = window.choosing.open("general")
    box = dialog.monitor
    assert box.currentData() == AUTOMATIC
    assert "Default: automatic" in box.toolTip()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert window.preferences.choices.monitor == SRGB
    assert window.monitor.srgb.isChecked()
    (tmp_path / "wide.icc").write_bytes(WIDE)
    monkeypatch.setattr("app.preferences.preferences_dialog.ask_profile", lambda parent: str(tmp_path / "wide.icc"))
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "wide.icc"
    qtbot.waitUntil(lambda: window.monitor.profile is not None)
    assert window.monitor.file.isChecked()
    window.monitor.automatic.trigger()
    assert box.currentData() == AUTOMATIC
    assert box.count() == 3
    monkeypatch.setattr("app.preferences.preferences_dialog.ask_profile", lambda parent: "")  # cancelled
    QTest.keyClick(box, Qt.Key.Key_End)
    assert box.currentData() == AUTOMATIC
    assert window.preferences.choices.monitor == AUTOMATIC
