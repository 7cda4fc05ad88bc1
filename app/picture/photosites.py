"""Photosites: the RAW mosaic in the colors of its filters or in gray, and their letters when zoomed in far enough."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from app.edits.edit import Edit
    from paramisp_core.camera.photo import Photo
    from paramisp_core.editing.geometry import Geometry

GRID_FROM, LETTERS_FROM = 8.0, 12
"""Device pixels per photosite from which each has a frame, and its filter's letter."""
_INK, _LINE = QColor(255, 255, 255, 190), QColor(0, 0, 0, 120)


class PhotositeColors(QObject):
    """Whether the RAW mosaic is shown in its filters' colors; its menu entry."""

    def __init__(self, parent: QObject, changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.action = QAction(self.tr("Photosites in their filter's color"), self)
        self.action.setShortcut("Shift+C")
        self.action.setCheckable(True)
        self.action.setChecked(True)
        self.action.setToolTip(self.tr(
            "In the RAW mosaic: red, green and blue, framed from 800 % and lettered from 1200 %; off: gray values.\n"
            "Shift+C; on by default"))
        self.action.toggled.connect(lambda _: changed())

    @property
    def on(self) -> bool:
        """Whether they are shown in color."""
        return self.action.isChecked()

    def add_to(self, menu: QMenu) -> list[QAction]:
        """Put the entry into a menu and return it."""
        menu.addAction(self.action)
        return [self.action]


def in_gray(rgb8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return an (h, w, 3) mosaic, one color per pixel, as gray values."""
    import numpy as np

    return np.repeat(rgb8.max(2, keepdims=True), 3, 2)


def cell_of(photo: Photo, edit: Edit, geometry: Geometry) -> str:
    """Return the filters of the finished picture's first 2x2 pixels in rows, as "RGGB"; "" where it is straightened."""
    if not geometry.is_plain:
        return ""
    cfa = photo.raw.cfa if photo.raw is not None else (edit.source_camera or photo.camera).cfa
    letters = ""
    for y in (0.5, 1.5):
        for x in (0.5, 1.5):
            stored_x, stored_y = geometry.to_stored(x, y)
            letters += cfa.value[2 * (math.floor(stored_y) % 2) + math.floor(stored_x) % 2]
    return letters


def paint_photosites(painter: QPainter, cell: str, corner: tuple[float, float], scale: float, area: QRectF) -> None:
    """Frame the photosites in ``area`` and write their letters; all in device pixels.

    cell: as :func:`cell_of` gives. corner: where the picture's first photosite lies. scale: a photosite's side.
    """
    side = 2 * math.ceil(scale)
    painter.save()
    painter.translate(*corner)
    painter.scale(2 * scale / side, 2 * scale / side)  # 1 at the usual zooms: nothing is resampled
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    shrink = side / (2 * scale)
    painter.drawTiledPixmap(
        QRectF((area.x() - corner[0]) * shrink, (area.y() - corner[1]) * shrink, area.width() * shrink,
               area.height() * shrink),
        _pattern(cell, side // 2), QPointF((area.x() - corner[0]) * shrink, (area.y() - corner[1]) * shrink))
    painter.restore()


@lru_cache(maxsize=8)
def _pattern(cell: str, site: int) -> QPixmap:
    """Return two by two framed photosites of ``site`` pixels, with their letters where there is room for them."""
    pixmap = QPixmap(2 * site, 2 * site)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    font = QFont(painter.font())
    font.setPixelSize(round(site * 0.6))
    font.setBold(True)
    painter.setFont(font)
    for place, letter in enumerate(cell):
        x, y = place % 2 * site, place // 2 * site
        painter.fillRect(x, y, site, 1, _LINE)
        painter.fillRect(x, y, 1, site, _LINE)
        if site >= LETTERS_FROM:
            painter.setPen(_INK)
            painter.drawText(x, y, site, site, int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.end()
    return pixmap
