"""Overlays on the picture: what is clipped in it, what is clipped in the RAW, and what is only estimated.

The worker makes a layer with each picture; the viewer paints it over the picture, with its legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtWidgets import QMenu

from app.numbers import Number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.camera.photo import Photo
    from paramisp_core.progress import Progress
    from paramisp_core.raw.levels import RawLevels

RED, BLUE = (255, 0, 0), (40, 60, 255)
MAGENTA, CYAN = (255, 0, 170), (0, 200, 255)  # rare in photos
_PART = 150  # alpha 0..255 where one or two of three channels are lost
_STRIP = 512  # rows at a time: bounded memory
_MARGIN, _SWATCH = 12, 10


class Overlay(StrEnum):
    """What can lie over the picture; one at a time, so that a color means one thing."""

    CLIPPING = "clipping"
    RAW_CLIPPING = "raw clipping"
    CONFIDENCE = "confidence"
    GAMUT = "gamut"


@dataclass(frozen=True, eq=False)
class Layer:
    """What an overlay shows on one picture.

    image: premultiplied ARGB of the picture's region, at any size; None: nothing is marked. legend: (color, words) of
    each color. sentence: what it says, with numbers.
    """

    image: QImage | None
    sentence: str
    legend: tuple[tuple[tuple[int, int, int], str], ...] = ()


def tr(text: str) -> str:
    """Return the text in the user's language."""
    return QCoreApplication.translate("Overlays", text)


def percent(share: float) -> str:
    """Write a share of 0..1 in words: a little is never 0 %, nearly all never 100 %."""
    if 0 < share < 0.001:
        return tr("under 0.1 %")
    if 0.999 < share < 1:
        return tr("over 99.9 %")
    return f"{Number(share * 100):.1f} %"


def _begun(sentence: str) -> str:
    """Return a sentence that may begin with a share, "under 0.1 %", with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


# ---- made in the worker


def clipping_layer(rgb8: NDArray[np.uint8], mosaic: bool = False) -> Layer:
    """Mark what is at an end of the scale in an (h, w, 3) picture: fully where all three channels are.

    mosaic: only one channel of each pixel says something, the others are 0.
    """
    import cv2

    red, green, blue = cv2.split(rgb8)
    most = cv2.max(cv2.max(red, green), blue)
    least = most if mosaic else cv2.min(cv2.min(red, green), blue)
    # 0 nothing, _PART one or two, 255 all three
    any_high, all_high = (cv2.compare(one, 255, cv2.CMP_EQ) for one in (most, least))
    any_low, all_low = (cv2.compare(one, 0, cv2.CMP_EQ) for one in (least, most))
    alpha_high = cv2.max(cv2.min(any_high, _PART), all_high)
    alpha_low = cv2.subtract(cv2.max(cv2.min(any_low, _PART), all_low), any_high)
    high, low = (cv2.countNonZero(one) / one.size for one in (any_high, any_low))
    legend = ((RED, tr("Highlights clipped: {share}").format(share=percent(high))),
              (BLUE, tr("Shadows crushed: {share}").format(share=percent(low))))
    sentence = (tr("Of the visible photosites.") if mosaic else
                tr("Of what is visible; pale where one or two of red, green and blue are, full where all are."))
    return Layer(_tinted((alpha_high, RED), (alpha_low, BLUE)), sentence, legend)


def raw_clipping_layer(levels: RawLevels, coverage: NDArray[np.uint8]) -> Layer:
    """Mark photosites at the white level in their color; coverage: (h, w, 3) upright, as RawLevels.coverage gives."""
    import cv2

    shares = levels.clipped_shares
    names = tr("Red"), tr("Green"), tr("Blue")
    colors = (255, 60, 60), (60, 230, 60), (90, 110, 255)
    legend = [(color, f"{name}: {percent(share)}") for color, name, share in zip(colors, names, shares, strict=True)]
    channels = cv2.split(coverage)
    alpha = cv2.max(cv2.max(channels[0], channels[1]), channels[2])
    all_three = cv2.compare(cv2.min(cv2.min(channels[0], channels[1]), channels[2]), 128, cv2.CMP_GE)
    if cv2.countNonZero(all_three):  # only in a reduced picture; white would not show on what is white
        legend.append(((0, 0, 0), tr("All three")))
    found = max(shares) > 0
    sentence = (tr("Photosites at the RAW's white level, edits included.") if found
                else tr("No photosite is at the RAW's white level here."))
    marks = [cv2.subtract(channels[i], all_three) for i in (2, 1, 0)]
    return Layer(_image(cv2.merge([*marks, alpha])) if found else None, sentence, tuple(legend) if found else ())


def gamut_layer(lost: NDArray[np.bool_], name: str) -> Layer:
    """Mark where the profile of that name cannot show an (h, w) picture's colors."""
    import numpy as np

    share = float(lost.mean())
    if not share:
        return Layer(None, tr("“{name}” can show every color here.").format(name=name))
    sentence = tr("{share} of what is visible lies outside “{name}”.").format(share=percent(share), name=name)
    return Layer(_tinted((lost * np.uint8(230), MAGENTA)), sentence, ((MAGENTA, tr("Outside its gamut")),))


def no_profile() -> Layer:
    """Say why nothing is marked where no profile is chosen."""
    return Layer(None, tr("Choose a profile first: View, Soft proof, Profile file."))


def raw_not_yet() -> Layer:
    """Say why nothing is marked in a RAW that is not there."""
    return Layer(None, tr("There is no RAW to look at until the learned camera is loaded."))


class EvidenceMap:
    """Where one photo is evidence for its RAW and where it is not; made once per photo.

    progress: told the share done after each strip of rows; may raise Cancelled.
    """

    def __init__(self, photo: Photo, progress: Progress | None = None) -> None:
        import numpy as np

        from paramisp_core.raw.codes import as_float
        from paramisp_core.raw.confidence import ESTIMATED, evidence

        height, width = photo.size
        self.doubt: NDArray[np.uint8] = np.zeros((height, width, 2), np.uint8)  # of 255: clipped, dark
        self._raw = photo.raw is not None
        self._measured = photo.raw is not None and not photo.raw.estimated
        self._file = photo.path.suffix.lstrip(".").upper() if photo.path is not None else ""
        self._file = {"JPG": "JPEG", "": tr("file")}.get(self._file, self._file)
        self._bits = min(photo.bits, 16)
        if photo.raw is not None:
            mask = photo.raw.clip_mask
            self.doubt[..., 0][photo.raw.mosaic >= photo.raw.saturation - 1e-4 if mask is None else mask] = 255
            self.clipped, self.dark = float((self.doubt[..., 0] > 0).mean()), 0.0
            return
        clipped = dark = 0
        for top in range(0, height, _STRIP):
            part = evidence(as_float(photo.pixels[top : top + _STRIP]), 2**self._bits - 1)
            doubtful = np.rint((1 - part.tone) * np.float32(255)).astype(np.uint8)
            doubtful[part.clipped] = 0  # that it is clipped says more
            self.doubt[top : top + _STRIP, :, 0] = part.clipped * np.uint8(255)
            self.doubt[top : top + _STRIP, :, 1] = doubtful
            clipped += int(part.clipped.sum())
            dark += int(((part.tone < ESTIMATED) & ~part.clipped).sum())
            if progress is not None:
                progress(min(1.0, (top + _STRIP) / height))
        self.clipped, self.dark = clipped / (height * width), dark / (height * width)

    def stored(self, region: tuple[int, int, int, int], size: tuple[int, int]) -> NDArray[np.uint8]:
        """Return (h, w, 2) doubt 0..255, clipped and dark, of a stored region, averaged to at most ``size``."""
        import cv2
        import numpy as np

        top, left, height, width = region
        part = self.doubt[top : top + height, left : left + width]
        target = min(size[0], height), min(size[1], width)
        if target == part.shape[:2]:
            return part
        return np.asarray(cv2.resize(part, target[::-1], interpolation=cv2.INTER_AREA), np.uint8)

    def layer(self, upright: NDArray[np.uint8]) -> Layer:
        """Return the layer of what :meth:`stored` gave, turned upright."""
        import numpy as np

        if not self.doubt.any():
            return Layer(None, self.sentence)
        # a whole mark hides what it is about
        high, low = (np.rint(upright[..., i] * np.float32(0.85)).astype(np.uint8) for i in range(2))
        legend: list[tuple[tuple[int, int, int], str]] = []
        if self.clipped:
            legend.append((MAGENTA, tr("Clipped: the light was at least this bright")))
        if not self._raw:
            legend.append((CYAN, tr("Crushed, or so dark that one step of the file is 1/3 EV and more")))
        return Layer(_tinted((high, MAGENTA), (low, CYAN)), self.sentence, tuple(legend))

    @property
    def short(self) -> str:
        """How much of the RAW is no more than a guess, in a few words."""
        if not self.clipped + self.dark:
            estimated_before = self._raw and not self._measured  # of which photo, and how well, is not known any more
            return (tr("Nothing in it is clipped.") if estimated_before else
                    tr("Nothing in it is clipped or too dark to tell."))
        if self._raw:
            return _begun(tr("{share} of its photosites are clipped.").format(share=percent(self.clipped)))
        words = (tr("{share} of it is only a guess: {a} clipped, {b} too dark.") if self.clipped and self.dark else
                 tr("{share} of it is only a guess: clipped.") if self.clipped else
                 tr("{share} of it is only a guess: too dark."))
        return _begun(words.format(
            share=percent(self.clipped + self.dark), a=percent(self.clipped), b=percent(self.dark)))

    @property
    def sentence(self) -> str:
        """How much of the whole photo is estimated, and why, in words."""
        if self._measured:
            if not self.clipped:
                return tr("This RAW is the camera's own and nothing in it is clipped: all of it is measured.")
            return _begun(tr(
                "{share} of this RAW's photosites are clipped; all else is measured by the camera.").format(
                    share=percent(self.clipped)))
        if self._raw:
            if not self.clipped:
                return tr("This RAW was estimated from a photo; nothing in it is clipped.")
            return _begun(tr(
                "{share} of this RAW's photosites are clipped; all else was estimated from a photo.").format(
                    share=percent(self.clipped)))
        total = self.clipped + self.dark
        if not total:
            return tr("Nothing in this photo is clipped, crushed or too dark to tell its light.")
        clipped = tr("clipped in the {file}").format(file=self._file)
        dark = tr("crushed or too dark for its {bits} bits").format(bits=self._bits)
        start = _begun(tr("{share} of this photo is estimated: ").format(share=percent(total)))
        if not self.dark or not self.clipped:
            return f"{start}{clipped if self.clipped else dark}."
        return start + tr("{a} {clipped}, {b} {dark}.").format(
            a=percent(self.clipped), clipped=clipped, b=percent(self.dark), dark=dark)


def _tinted(*parts: tuple[NDArray[np.uint8], tuple[int, int, int]]) -> QImage:
    """Return an image of marks that nowhere overlap fully: each (h, w) alpha 0..255 in its color."""
    import cv2
    import numpy as np

    total = np.zeros((*parts[0][0].shape, 4), np.uint8)
    for alpha, (red, green, blue) in parts:
        # Premultiplied: alpha times the color, by a table
        table = np.outer(np.arange(256), (blue, green, red, 255)) // 255
        total = cv2.add(total, cv2.LUT(cv2.merge([alpha] * 4), table.astype(np.uint8)[None]))
    return _image(total)


def _image(bgra: NDArray[np.uint8]) -> QImage:
    """Return (h, w, 4) premultiplied blue, green, red, alpha as an image of its own."""
    import numpy as np

    height, width = bgra.shape[:2]
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)[:] = bgra
    return image


# ---- in the window


_ENTRIES = (
    (Overlay.CLIPPING, "Clipping of the &picture", "J",
     "Mark what is clipped (red) and crushed (blue) in the shown picture"),
    (Overlay.RAW_CLIPPING, "Clippin&g of the RAW", "Shift+J",
     "Mark photosites at the RAW's white level in the color of their filter"),
    (Overlay.CONFIDENCE, "&What is estimated", "U",
     "Mark where the photo was clipped or too dark, so that its RAW is only estimated"),
    (Overlay.GAMUT, "O&utside the proof's gamut", "Shift+U",
     "Mark colors that the profile chosen under Soft proof cannot show"),
)


class Overlays(QObject):
    """Which overlay lies over the picture; its menu entries. One key puts it on, the same takes it off."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.current: Overlay | None = None
        self.actions: dict[Overlay, QAction] = {}
        for overlay, text, key, tip in _ENTRIES:
            action = self.actions[overlay] = QAction(tr(text), self)
            action.setShortcut(key)
            action.setCheckable(True)
            action.setToolTip(tr("{tip} ({key}; off by default)").format(tip=tr(tip), key=key))
            action.triggered.connect(lambda on, one=overlay: self.set_current(one if on else None))

    def add_to(self, menu: QMenu) -> list[QAction]:
        """Put the entries into a menu and return them."""
        menu.addActions(list(self.actions.values()))
        return list(self.actions.values())

    def set_current(self, overlay: Overlay | None) -> None:
        """Choose the overlay; None: the picture alone."""
        self.current = overlay
        for one, action in self.actions.items():
            action.setChecked(one is overlay)
        self.changed.emit()


def paint_legends(painter: QPainter, left: Layer, right: Layer, middle: int, room: QRect) -> None:
    """Paint the legends of two pictures side by side, each in its own; what both say once. middle: where they meet."""
    if (left.sentence, left.legend) == (right.sentence, right.legend):
        paint_legend(painter, right, room)
        return
    said = paint_legend(painter, left, QRect(room.left(), room.top(), middle, room.height()))
    if said and left.sentence == right.sentence:
        right = replace(right, sentence="")
    paint_legend(painter, right, room.adjusted(middle, 0, 0, 0))


def paint_legend(painter: QPainter, layer: Layer, room: QRect) -> bool:
    """Paint what the colors mean, and the sentence, into the lower left corner of ``room``; False: it is too narrow."""
    metrics, flags = painter.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
    width = min(room.width() - 2 * _MARGIN, 460)
    if width < 120:
        return False
    inner = width - 2 * _MARGIN
    head = metrics.boundingRect(QRect(0, 0, inner, 1000), flags, layer.sentence)
    line = metrics.height() + 4
    words = [metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner - _SWATCH - 8) for _, text in layer.legend]
    wide = max([head.width(), *(metrics.horizontalAdvance(text) + _SWATCH + 8 for text in words)]) + 2 * _MARGIN
    tall = head.height() + (4 + line * len(words) if words else 0) + 16
    box = QRect(room.left() + _MARGIN, room.bottom() - _MARGIN - tall, min(wide, width), tall)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 190))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor("#f0f0f0"))
    painter.drawText(box.adjusted(_MARGIN, 8, -_MARGIN, 0), flags, layer.sentence)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint_swatches(painter, [color for color, _ in layer.legend], words,
                    QRect(box.left() + _MARGIN, box.top() + 12 + head.height(), inner, line))
    return True


def _paint_swatches(painter: QPainter, colors: Sequence[tuple[int, int, int]], words: Sequence[str],
                    row: QRect) -> None:
    for color, text in zip(colors, words, strict=True):
        swatch = QRect(row.left(), row.top() + (row.height() - _SWATCH) // 2, _SWATCH, _SWATCH)
        painter.fillRect(swatch, QColor(*color))
        painter.drawRect(swatch)
        painter.drawText(row.adjusted(_SWATCH + 8, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
        row = row.translated(0, row.height())
