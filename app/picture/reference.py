"""A reference photo: another file, only looked at, fitted into the frame of the open photo to be compared with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from app.picture.geometry import Region
from app.translations import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.window import MainWindow
    from paramisp_core.camera.photo import Photo

_LONGEST = 6000  # pixels of its longer side that are kept: no screen shows more of it at once


@dataclass(frozen=True, eq=False)
class ReferencePicture:
    """The pixels of a reference, (h, w, 3) upright sRGB, as the worker keeps them."""

    rgb8: NDArray[np.uint8]

    @classmethod
    def of(cls, photo: Photo) -> ReferencePicture:
        """Return a photo's pixels; a very large one's reduced."""
        import cv2
        import numpy as np

        from paramisp_core.raw.cfa import apply_orientation

        pixels = photo.pixels
        rgb8 = pixels if pixels.dtype == np.uint8 else cv2.convertScaleAbs(pixels, alpha=255.0)
        height, width = rgb8.shape[:2]
        if (shrink := _LONGEST / max(height, width)) < 1:
            rgb8 = cv2.resize(rgb8, (max(1, round(width * shrink)), max(1, round(height * shrink))),
                              interpolation=cv2.INTER_AREA)
        return cls(np.ascontiguousarray(apply_orientation(np.asarray(rgb8, np.uint8), photo.orientation)))

    def part(self, frame: tuple[int, int], region: Region, wanted: tuple[int, int]) -> tuple[NDArray[np.uint8], QRectF]:
        """Return what of it is seen in a region of a frame, and where that lies there, in the frame's pixels.

        It is fitted into the frame of (height, width) pixels, in its middle. wanted: (height, width) at which the whole
        region is drawn; the pixels are at most so many, and never more than it has. Where none of it is seen the place
        is empty.
        """
        import cv2
        import numpy as np

        height, width = self.rgb8.shape[:2]
        scale = min(frame[0] / height, frame[1] / width)
        top, left = (frame[0] - height * scale) / 2, (frame[1] - width * scale) / 2

        def span(start: int, length: int, offset: float, most: int) -> tuple[int, int]:
            first, last = (start - offset) / scale, (start + length - offset) / scale
            return min(max(math.floor(first + 1e-6), 0), most), min(max(math.ceil(last - 1e-6), 0), most)

        y0, y1 = span(region.top, region.height, top, height)
        x0, x1 = span(region.left, region.width, left, width)
        if y1 <= y0 or x1 <= x0:
            return np.zeros((1, 1, 3), np.uint8), QRectF()
        place = QRectF(left + x0 * scale, top + y0 * scale, (x1 - x0) * scale, (y1 - y0) * scale)
        part = self.rgb8[y0:y1, x0:x1]
        size = (min(max(1, round(place.width() * wanted[1] / region.width)), x1 - x0),
                min(max(1, round(place.height() * wanted[0] / region.height)), y1 - y0))
        if size != (x1 - x0, y1 - y0):
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        return part, place


class Reference(QObject):
    """The menu entry that opens a reference photo and closes it again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._comparison = window.showing.comparison
        self.action = QAction(self)
        self.action.setShortcut("Shift+Y")
        self.action.triggered.connect(self._on_triggered)
        self._comparison.reference_asked.connect(self.ask)
        self._comparison.changed.connect(self._show)
        window.controller.reference_failed.connect(self._on_failed)
        self._show()

    def add_to(self, menu: QMenu) -> list[QAction]:
        """Put the entry into a menu and return it."""
        menu.addAction(self.action)
        return [self.action]

    def ask(self) -> None:
        """Ask for a photo to put beside the open one."""
        window = self._window
        folder = window.preferences.folder("reference") or window.preferences.folder("open")
        name, _ = QFileDialog.getOpenFileName(
            window, tr("Reference photo"), folder,
            tr("Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp);;All files (*)"))
        if name:
            window.preferences.set_folder("reference", Path(name).parent)
            self._comparison.set_reference(Path(name))

    def _on_triggered(self) -> None:
        if self._comparison.reference is None:
            self.ask()
        else:
            self._comparison.set_reference(None)

    def _on_failed(self, path: Path, sentence: str) -> None:
        if path == self._comparison.reference:
            self._comparison.set_reference(None)
            self._window.refuse(sentence)

    def _show(self) -> None:
        opened = self._comparison.reference
        self.action.setText(tr("R&eference photo…") if opened is None else tr("Close the r&eference photo"))
        self.action.setToolTip(
            tr("Put any other photo beside this one, fitted into its frame; it is only looked at (Shift+Y).\n"
               "It stays while you go from photo to photo, until you close it here.") if opened is None
            else tr("Shown: {name} (Shift+Y)").format(name=opened.name))
