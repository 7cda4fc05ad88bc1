"""Soft proof: the picture as another profile, of a printer or a screen, could show it, and what it could not."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu

from app.translations import mark, told, tr
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.window import MainWindow

INTENTS = (mark("relative colorimetric"), mark("perceptual"))
_COLORED = 6  # of 255 between red, green and blue: from there on one sees a color
_LARGEST = 16 << 20  # bytes; a longer file is no profile


@dataclass(frozen=True)
class Proof:
    """An ICC profile to look through. data: the whole profile. name: as it describes itself. intent: one of INTENTS."""

    data: bytes = field(repr=False)
    name: str
    intent: str = INTENTS[0]

    @classmethod
    def read(cls, data: bytes, intent: str = INTENTS[0]) -> Proof:
        """Return a profile, checked by using it; raises UserError with the end of a sentence: "is no …"."""
        import numpy as np
        from PIL import ImageCms

        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            made = cls(data, ImageCms.getProfileDescription(profile).strip() or "unnamed profile", intent)
            made.shown(np.zeros((1, 1, 3), np.uint8), None)
        except Exception as error:  # lcms and its wrappers raise their own errors on bad profiles
            raise UserError("is no color profile that one can look through") from error
        return made

    def shown(self, rgb8: NDArray[np.uint8], monitor: bytes | None) -> NDArray[np.uint8]:
        """Return (h, w, 3) sRGB as the profile's device would show it, for a monitor's profile (None: sRGB).

        In two steps, to the device and back: in one, lcms joins the matrices of simple profiles and forgets that the
        device has an end. Does not hold the interpreter.
        """
        import imagecodecs
        import numpy as np
        from PIL import ImageCms

        srgb, space = _srgb(), _device_space(self.data)
        relative = int(ImageCms.Intent.RELATIVE_COLORIMETRIC)
        intent = int(ImageCms.Intent.PERCEPTUAL) if self.intent == INTENTS[1] else relative
        device = imagecodecs.cms_transform(
            np.ascontiguousarray(rgb8), srgb, self.data, colorspace="rgb", outcolorspace=space, outdtype=np.uint16,
            intent=intent)
        return np.asarray(imagecodecs.cms_transform(
            device, self.data, monitor or srgb, colorspace=space, outcolorspace="rgb", outdtype=np.uint8,
            intent=relative), np.uint8)

    def lost(self, rgb8: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Return (h, w): whether a color lies outside what the profile's device can show."""
        import numpy as np
        from PIL import Image

        if _device_space(self.data) == "gray":  # of which lcms says that it shows nothing
            return (rgb8.max(2).astype(np.int16) - rgb8.min(2)) > _COLORED
        image = Image.fromarray(np.ascontiguousarray(rgb8))
        plain, alarmed = (np.asarray(_transform(self.data, alarm).apply(image)) for alarm in (False, True))
        return (plain != alarmed).any(2)  # lcms paints what is outside in its alarm color


def _srgb() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _device_space(data: bytes) -> str:
    """Return imagecodecs' word for what a profile's device takes; raises KeyError for what is no picture's."""
    from PIL import ImageCms

    space = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile.xcolor_space.strip()
    return {"RGB": "rgb", "CMYK": "cmyk", "GRAY": "gray"}[space]


@lru_cache(maxsize=4)
def _transform(data: bytes, alarm: bool) -> Any:
    """Return Pillow's transform from sRGB through a profile to sRGB, with or without lcms's alarm color."""
    from PIL import ImageCms

    srgb = ImageCms.createProfile("sRGB")
    flags = ImageCms.Flags.SOFTPROOFING | (ImageCms.Flags.GAMUTCHECK if alarm else ImageCms.Flags.NONE)
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildProofTransform(
        srgb, srgb, ImageCms.ImageCmsProfile(io.BytesIO(data)), "RGB", "RGB", intent, intent, flags)


class Proofing(QObject):
    """Whether one looks through a profile, which, and the menu to choose it from. No edit: nothing exported changes."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.profile: Proof | None = None
        self._path = ""
        self._intent = INTENTS[0]
        self.menu = QMenu(self.tr("Soft p&roof"), window)
        self.menu.setToolTipsVisible(True)
        self.action = self.menu.addAction(self.tr("Look through the &profile"))
        self.action.setShortcut("Shift+P")
        self.action.setCheckable(True)
        self.action.setToolTip(self.tr(
            "Show the picture as the chosen profile's printer or screen could show it (Shift+P; off by default).\n"
            "U and J mark what is estimated and clipped; Shift+U marks what lies outside the profile's gamut."))
        self.action.toggled.connect(self._on_toggled)
        self.file = self.menu.addAction(self.tr("Profile &file…"))
        self.file.setToolTip(self.tr("Choose the ICC profile (.icc, .icm) of a printer, paper or screen"))
        self.file.triggered.connect(self.ask)
        self.menu.addSection(self.tr("Colors that do not fit"))
        group = QActionGroup(self)
        self._intents: dict[str, QAction] = {}
        for intent, words, tip in (
            (INTENTS[0], self.tr("&Relative colorimetric"), self.tr("Each goes to the nearest that fits. Default.")),
            (INTENTS[1], self.tr("Per&ceptual"), self.tr("All move together, as the profile's maker laid down.")),
        ):
            action = self._intents[intent] = self.menu.addAction(words)
            action.setCheckable(True)
            action.setToolTip(tip)
            group.addAction(action)
            action.triggered.connect(lambda _=False, one=intent: self._set_intent(one))
        self._intents[self._intent].setChecked(True)

    @property
    def active(self) -> Proof | None:
        """The profile one looks through now."""
        return self.profile if self.action.isChecked() else None

    def restore(self) -> None:
        """Take the profile and intent last used; one looks through it when one asks for it."""
        preferences = self._window.preferences
        intent = preferences.text("proof_intent", INTENTS[0])
        self._intent = intent if intent in INTENTS else INTENTS[0]
        self._intents[self._intent].setChecked(True)
        self._path = preferences.text("proof_profile", "")
        self._show()

    def ask(self) -> None:
        """Ask for a profile and look through it."""
        folder = str(Path(self._path).parent) if self._path else ""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Profile to look through"), folder,
            self.tr("Color profiles (*.icc *.icm);;All files (*)"))
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> bool:
        """Look through a profile's file; says why, and returns False, where it cannot."""
        try:
            if path.stat().st_size > _LARGEST:
                raise UserError("is no color profile that one can look through")
            profile = Proof.read(path.read_bytes(), self._intent)
        except OSError:
            self._window.refuse(self.tr("“{file}” cannot be read.").format(file=path.name))
            return False
        except UserError as error:
            self._window.refuse(tr("“{file}” {is_wrong}.").format(file=path.name, is_wrong=told(error)))
            return False
        self.profile, self._path = profile, str(path)
        self._window.preferences.set("proof_profile", self._path)
        with QSignalBlocker(self.action):
            self.action.setChecked(True)
        self._tell()
        return True

    def _on_toggled(self, on: bool) -> None:
        if on and self.profile is None:
            taken = bool(self._path) and os.path.isfile(self._path) and self.take(Path(self._path))
            if not taken:
                with QSignalBlocker(self.action):
                    self.action.setChecked(False)
                self.ask()
                return
        self._tell()

    def _set_intent(self, intent: str) -> None:
        self._intent = intent
        self._window.preferences.set("proof_intent", intent)
        if self.profile is not None:
            self.profile = Proof(self.profile.data, self.profile.name, intent)
            self._tell()

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        name = self.profile.name if self.profile is not None else Path(self._path).name
        self.file.setText(self.tr("Profile &file: {name}…").format(name=name) if name else self.tr("Profile &file…"))
