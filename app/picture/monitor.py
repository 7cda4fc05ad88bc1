"""The monitor's color profile: found, or given as a file; the viewer's pictures are converted for it."""

from __future__ import annotations

import ctypes
import ctypes.util
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.libraries import MAPPING
from app.translations import told, tr
from paramisp_core.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AUTOMATIC, SRGB = "automatic", "srgb"
_ANY_TYPE, _LONGEST = 0, 4 << 20  # X11's AnyPropertyType; a profile longer than 4 MB is none


@dataclass(frozen=True)
class MonitorProfile:
    """An ICC profile that pictures are converted to. data: the whole profile. name: as it describes itself."""

    data: bytes = field(repr=False)
    name: str

    @classmethod
    def read(cls, data: bytes) -> MonitorProfile:
        """Return a profile, checked by using it; raises UserError with the end of a sentence: "is no …"."""
        import numpy as np
        from PIL import ImageCms

        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            name = ImageCms.getProfileDescription(profile).strip()
            if profile.profile.xcolor_space.strip() != "RGB":
                raise UserError("is a profile for another kind of device than a monitor")
            made = cls(data, name or "unnamed profile")
            made.shown(np.zeros((1, 1, 3), np.uint8))
        except UserError:
            raise
        except Exception as error:  # lcms and its wrappers raise their own errors on bad profiles
            raise UserError("is no usable color profile") from error
        return made

    def shown(self, rgb8: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return what to send to the monitor for (h, w, 3) sRGB, so that it shows these colors.

        Relative colorimetric, as the monitor's white is what the eye takes for white. Does not hold the interpreter.
        """
        import imagecodecs
        import numpy as np
        from PIL import ImageCms

        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        done = imagecodecs.cms_transform(
            np.ascontiguousarray(rgb8), srgb, self.data, colorspace="rgb", outcolorspace="rgb",
            intent=int(ImageCms.Intent.RELATIVE_COLORIMETRIC))
        return np.asarray(done, np.uint8)


def x11_profile(head: int = 0, display: str | None = None) -> bytes | None:
    """Return the ICC profile that the desktop has put on the X screen for a monitor, or None.

    The property _ICC_PROFILE of the root window, _ICC_PROFILE_1 for the second monitor and so on ("ICC Profiles in
    X Specification" 0.4). Reads over a connection of its own, so any thread may ask.
    """
    name = ctypes.util.find_library("X11")
    if name is None:
        return None
    with MAPPING:
        x = ctypes.CDLL(name)
    x.XOpenDisplay.restype = x.XDefaultRootWindow.restype = x.XInternAtom.restype = ctypes.c_void_p
    x.XOpenDisplay.argtypes = [ctypes.c_char_p]
    for function in (x.XDefaultRootWindow, x.XCloseDisplay):
        function.argtypes = [ctypes.c_void_p]
    x.XFree.argtypes = [ctypes.c_void_p]
    x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    long, number = ctypes.c_long, ctypes.c_ulong
    x.XGetWindowProperty.argtypes = [
        ctypes.c_void_p, number, number, long, long, ctypes.c_int, number, ctypes.POINTER(number),
        ctypes.POINTER(ctypes.c_int), ctypes.POINTER(number), ctypes.POINTER(number),
        ctypes.POINTER(ctypes.POINTER(ctypes.c_ubyte))]
    connection = x.XOpenDisplay(display.encode() if display else None)
    if not connection:
        return None
    try:
        atom = x.XInternAtom(connection, b"_ICC_PROFILE" + (f"_{head}".encode() if head else b""), True)
        if not atom:  # nobody ever set one
            return None
        kind, bits, count, left = number(), ctypes.c_int(), number(), number()
        data = ctypes.POINTER(ctypes.c_ubyte)()
        failed = x.XGetWindowProperty(
            connection, x.XDefaultRootWindow(connection), atom, 0, _LONGEST // 4, False, _ANY_TYPE, ctypes.byref(kind),
            ctypes.byref(bits), ctypes.byref(count), ctypes.byref(left), ctypes.byref(data))
        if failed or not data:
            return None
        try:
            whole = bits.value == 8 and count.value > 0 and left.value == 0
            return ctypes.string_at(data, count.value) if whole else None
        finally:
            x.XFree(data)
    finally:
        x.XCloseDisplay(connection)


def ask_profile(parent: QWidget, folder: str = "") -> str:
    """Ask for the file of a profile; "" when none is chosen."""
    name, _ = QFileDialog.getOpenFileName(
        parent, parent.tr("Profile of the monitor"), folder, parent.tr("Color profiles (*.icc *.icm);;All files (*)"))
    return name


class _Look(QRunnable):
    """Find and check a profile off the GUI thread."""

    def __init__(self, choice: str, find: Callable[[], bytes | None], done: Any) -> None:
        super().__init__()
        self._choice, self._find, self._done = choice, find, done

    def run(self) -> None:
        """Emit (choice, MonitorProfile or None, sentence)."""
        try:
            data = self._find()
            self._done.emit(self._choice, None if data is None else MonitorProfile.read(data), "")
        except OSError:
            self._done.emit(self._choice, None, tr("cannot be read"))
        except UserError as error:
            self._done.emit(self._choice, None, told(error))


class Monitor(QObject):
    """Which profile pictures are converted to, and the menu to choose it from."""

    changed = Signal()
    chosen = Signal(str)  # in the menu: AUTOMATIC, SRGB or the path of a profile
    told = Signal(str, str)  # sentence, kind
    _found = Signal(str, object, str)  # from the looking thread: choice, MonitorProfile or None, sentence

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.profile: MonitorProfile | None = None
        self.choice = SRGB  # until the first show()
        self._begun = False  # nothing is looked for before the window is up
        self.find_automatic: Callable[[int], bytes | None] = x11_profile
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._found.connect(self._on_found)
        self.menu = QMenu(self.tr("&Monitor profile"), parent)
        self.menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        self.automatic, self.srgb, self.file = (self._action(group, words, tip) for words, tip in (
            (self.tr("Automatic"),
             self.tr("Colors are converted for the profile that the desktop names for this monitor. Default.")),
            (self.tr("sRGB, not converted"),
             self.tr("Colors are sent to the monitor as they are: right for one that is set to sRGB.")),
            (self.tr("Profile file…"),
             self.tr("Colors are converted for a profile from a file (.icc, .icm) of a calibration."))))
        self.automatic.triggered.connect(self._again)
        self.srgb.triggered.connect(lambda: self.chosen.emit(SRGB))
        self.file.triggered.connect(self._ask)
        self._show()

    def _action(self, group: QActionGroup, words: str, tip: str) -> QAction:
        action = self.menu.addAction(words)
        action.setCheckable(True)
        action.setToolTip(tip)
        group.addAction(action)
        return action

    def show(self, choice: str) -> None:
        """Take AUTOMATIC, SRGB or the path of a profile."""
        if choice != self.choice:
            self.choice = choice
            if self._begun:
                self.look()
        self._show()  # a click has marked its entry already

    def look(self, *_: object) -> None:
        """Find the profile of the monitor that the window is on; the answer comes later, by ``changed``."""
        self._begun = True
        if self.choice == SRGB:
            self._on_found(SRGB, None, "")
        elif self.choice != AUTOMATIC:
            path = Path(self.choice)
            self._pool.start(_Look(self.choice, path.read_bytes, self._found))
        elif QGuiApplication.platformName() == "xcb" or self.find_automatic is not x11_profile:
            screens = QGuiApplication.screens()
            screen = self._window.screen()
            head = screens.index(screen) if screen in screens else 0
            self._pool.start(_Look(AUTOMATIC, lambda: self.find_automatic(head), self._found))
        else:
            self._on_found(AUTOMATIC, None, "")

    def stop(self) -> None:
        """Wait for a look that still runs."""
        self._pool.waitForDone()

    def _again(self) -> None:
        self.chosen.emit(AUTOMATIC)
        self.look()  # the desktop may have another one by now

    def _ask(self) -> None:
        name = ask_profile(self._window, "" if self.choice in (AUTOMATIC, SRGB) else str(Path(self.choice).parent))
        if name:
            self.chosen.emit(name)
        self._show()

    def _on_found(self, choice: str, profile: MonitorProfile | None, sentence: str) -> None:
        if choice != self.choice:
            return  # another was chosen meanwhile
        if sentence:
            what = self.tr("The desktop's monitor profile") if choice == AUTOMATIC else f"“{Path(choice).name}”"
            told = self.tr("{profile} {is_wrong}: colors are shown as sRGB.").format(profile=what, is_wrong=sentence)
            self.told.emit(told, "error")
        changed = profile != self.profile
        self.profile = profile
        self._show()
        if changed:
            self.changed.emit()

    def _show(self) -> None:
        """Say in the menu what is chosen and what was found."""
        name = self.profile.name if self.profile is not None else ""
        if self.choice == AUTOMATIC and not name:
            name = self.tr("left to the desktop") if self._left_to_desktop() else self.tr("unknown, shown as sRGB")
        found = self.tr("Automatic: {profile}").format(profile=name)
        self.automatic.setText(found if self.choice == AUTOMATIC else self.tr("Automatic"))
        taken = self.tr("Profile file: {profile}…").format(profile=name or Path(self.choice).name)
        self.file.setText(self.tr("Profile file…") if self.choice in (AUTOMATIC, SRGB) else taken)
        {AUTOMATIC: self.automatic, SRGB: self.srgb}.get(self.choice, self.file).setChecked(True)

    @staticmethod
    def _left_to_desktop() -> bool:
        """Whether the desktop takes windows for sRGB and converts them itself, as under Wayland."""
        return QGuiApplication.platformName().startswith("wayland")
