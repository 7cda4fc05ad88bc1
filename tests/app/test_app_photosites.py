"""The RAW mosaic from close by: each photosite framed and lettered in its filter's color, or gray."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from fakes import CAMERA, FakeEngine, make_photo
from PySide6.QtCore import QPointF, Qt

from app.edits.edit import Edit
from app.live.jobs import Shown
from app.picture.photosites import cell_of
from paramisp_core.editing.geometry import Geometry
from paramisp_core.raw.cfa import CFA

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Gray(FakeEngine):
    """A mosaic of one gray, as Development shows it."""

    def draw(self, development, edit, shown, region, size, exact, progress):
        frame = super().draw(development, edit, shown, region, size, exact, progress)
        if shown == "mosaic":
            frame.rgb8[:] = 0
            rows, columns = np.mgrid[0 : size[0], 0 : size[1]] + np.array(region[:2])[:, None, None]
            color = CFA.RGGB.indices[rows % 2, columns % 2]
            np.put_along_axis(frame.rgb8, color[..., None], 200, 2)
        return frame


def at(window, x: float, y: float, image=None):
    """Return the color on screen at a photo point."""
    place = window.viewer.view.to_screen(x, y)
    return (image or window.viewer.grab().toImage()).pixelColor(int(place[0]), int(place[1]))


def zoomed(qtbot, window, scale: float, shown: Shown = Shown.MOSAIC) -> None:
    window.set_shown(shown)
    window.viewer.zoom_to(scale, QPointF(window.viewer.width() / 2, window.viewer.height() / 2))
    window.viewer._moved_at = 0.0  # painted at rest
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.request.shown is shown)


@pytest.mark.parametrize(("orientation", "cfa"), list(itertools.product(range(1, 9), CFA)))
def test_the_pattern_turns_with_the_picture(orientation: int, cfa: CFA) -> None:
    for height, width in ((10, 14), (11, 14), (10, 15)):
        photo = make_photo(height, width).with_changes(
            camera=type(CAMERA)(**{**CAMERA.__dict__, "cfa": cfa}))
        assert cell_of(photo, Edit(), Geometry((height, width), orientation)) == cfa.oriented(
            orientation, height, width).value


def test_a_crop_shifts_the_pattern_and_a_straightened_picture_has_none() -> None:
    photo = make_photo(100, 100)
    assert photo.camera.cfa is CFA.RGGB
    assert cell_of(photo, Edit(), Geometry((100, 100), 1, 0.0, (0.01, 0.0, 1.0, 1.0))) == "GRBG"
    assert cell_of(photo, Edit(), Geometry((100, 100), 1, 0.0, (0.02, 0.01, 1.0, 1.0))) == "GBRG"
    assert cell_of(photo, Edit(), Geometry((100, 100), 1, 3.0)) == ""


def test_photosites_are_framed_from_800_percent_in_the_mosaic_only(qtbot, make_window) -> None:
    window = make_window(Gray(photo=make_photo(600, 900)))
    x, y = 450, 300  # the corner of a red photosite
    for scale, shown, framed in ((6.0, Shown.MOSAIC, False), (8.0, Shown.MOSAIC, True), (10.0, Shown.MOSAIC, True),
                                 (8.0, Shown.SOURCE, False), (8.0, Shown.DEMOSAICED, False)):
        zoomed(qtbot, window, scale, shown)
        picture = window.viewer.grab().toImage()
        inside, edge = at(window, x + 0.5, y + 0.5, picture), at(window, x + 0.02, y + 0.5, picture)
        assert (edge.lightness() < inside.lightness() * 0.7) == framed, (scale, shown)
        if shown is Shown.MOSAIC:
            assert (inside.red(), inside.green(), inside.blue()) == (200, 0, 0)
            green = at(window, x + 1.5, y + 0.5, picture)
            assert (green.red(), green.green(), green.blue()) == (0, 200, 0)


def test_letters_come_at_1200_percent(qtbot, make_window) -> None:
    window = make_window(Gray(photo=make_photo(600, 900)))

    def ink(x: int, y: int) -> int:
        """Count the near-white pixels of a photosite."""
        picture = window.viewer.grab().toImage()
        left, top = window.viewer.view.to_screen(x, y)
        side = round(window.viewer.view.scale)
        colors = (picture.pixelColor(int(left) + i, int(top) + j) for i in range(side) for j in range(side))
        return sum(min(c.red(), c.green(), c.blue()) > 90 for c in colors)

    zoomed(qtbot, window, 10.0)
    assert ink(450, 300) == 0
    zoomed(qtbot, window, 16.0)
    assert ink(450, 300) > 10
    assert ink(451, 301) > 10


def test_shift_c_shows_gray_values_and_back(qtbot, make_window) -> None:
    window = make_window(Gray(photo=make_photo(600, 900)))
    zoomed(qtbot, window, 8.0)
    qtbot.keyClick(window, Qt.Key.Key_C, SHIFT)
    qtbot.waitUntil(lambda: window.controller.idle and not window.viewer.frame.request.filter_colors)
    picture = window.viewer.grab().toImage()
    for x, y in ((450.5, 300.5), (451.5, 300.5), (450.02, 300.5)):
        color = at(window, x, y, picture)
        assert (color.red(), color.green(), color.blue()) == (200, 200, 200)
    assert not window.showing.photosite_colors.action.isChecked()
    window.set_shown(Shown.SOURCE)  # nothing but the mosaic turns gray
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.request.shown is Shown.SOURCE)
    color = at(window, 450.5, 300.5)
    assert color.red() != color.blue()
    qtbot.keyClick(window, Qt.Key.Key_C, SHIFT)
    window.set_shown(Shown.MOSAIC)
    qtbot.waitUntil(lambda: window.controller.idle and window.viewer.frame.request.filter_colors)
    assert at(window, 450.5, 300.5).green() == 0
