"""Channel views: one channel of the picture alone, in gray, of both pictures of a comparison."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.live.worker import from_image
from app.picture.channels import Channel, channel_alone

ALT = Qt.KeyboardModifier.AltModifier


def rest(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.controller.idle)


@pytest.mark.parametrize(("channel", "gray"), [(Channel.RED, 200), (Channel.GREEN, 60), (Channel.BLUE, 40),
                                               (Channel.LUMINANCE, round(200 * 0.2126 + 60 * 0.7152 + 40 * 0.0722))])
def test_a_channel_is_its_gray_values(channel: Channel, gray: int) -> None:
    picture = np.full((2, 3, 3), (200, 60, 40), np.uint8)
    assert (channel_alone(picture, channel) == gray).all()


def test_the_keys_show_each_channel_alone_and_end_it(qtbot, make_window) -> None:
    window = make_window()
    viewer = window.viewer
    whole = from_image(viewer.frame.image).copy()
    counted = viewer.frame.histogram
    for key, plane in ((Qt.Key.Key_1, 0), (Qt.Key.Key_2, 1), (Qt.Key.Key_3, 2)):
        QTest.keyClick(window, key, ALT)
        rest(qtbot, window)
        painted = from_image(viewer.frame.painted)
        assert np.array_equal(painted, np.repeat(whole[..., plane : plane + 1], 3, 2))
        assert np.array_equal(from_image(viewer.frame.image), whole)  # probe and scopes read the picture itself
        assert np.array_equal(viewer.frame.histogram, counted)
    gray = viewer.grab().toImage().pixelColor(viewer.rect().center())
    assert gray.red() == gray.green() == gray.blue()
    told = []
    viewer.pointed.connect(told.append)
    QTest.mouseMove(viewer, QPoint(viewer.width() // 2 + 3, viewer.height() // 2))
    qtbot.waitUntil(lambda: bool(told))
    assert len(set(told[-1].color)) > 1
    assert viewer._corner == "Blue"
    QTest.keyClick(window, Qt.Key.Key_3, ALT)
    rest(qtbot, window)
    assert viewer.frame.painted is None
    assert viewer._corner == ""


def test_both_pictures_of_a_comparison_show_it(qtbot, make_window) -> None:
    window = make_window()
    window.comparison.cycle()
    qtbot.waitUntil(lambda: window.viewer.frame.beside is not None)
    QTest.keyClick(window, Qt.Key.Key_4, ALT)
    rest(qtbot, window)
    for image in (window.viewer.frame.painted, window.viewer.frame.painted_beside):
        pixels = from_image(image)
        assert (pixels == pixels[..., :1]).all()
    QTest.keyClick(window, Qt.Key.Key_4, ALT)
    rest(qtbot, window)
    assert window.viewer.frame.painted_beside is None
