#!/usr/bin/env python3
"""Makes README's pictures of the window from the running program, on the bundled sample.

    xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/python scripts/make_screenshots.py [FOLDER] [--photo PHOTO]

With --all every panel, dialog, menu and state instead, to be looked at: at 1280x800, at 2560x1440 and at 2x scaling,
dark and light, in English and with --language de in German, each in a folder of its own.

    xvfb-run -a -s "-screen 0 2800x1700x24" .venv/bin/python scripts/make_screenshots.py --all /tmp/states
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
_SCRATCH = tempfile.TemporaryDirectory(prefix="paramisp-screenshots-")
for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):  # nobody's preferences, recent files, models
    os.environ[variable] = str(Path(_SCRATCH.name) / variable)

from PySide6.QtCore import QSettings  # noqa: E402
from PySide6.QtGui import QAction, QKeySequence, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from window_tour import SIZES, tour  # noqa: E402

from app import theme, translations  # noqa: E402
from app.live.controller import Controller  # noqa: E402
from app.live.engine import Engine  # noqa: E402
from app.window import MainWindow, show_then_start  # noqa: E402
from paramisp_core.resources import resource_path  # noqa: E402

_SIZE = (1280, 800)
_PATIENCE = 240  # seconds


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    parser.add_argument("--photo", type=Path, default=resource_path("sample.jpg"))
    parser.add_argument("--all", action="store_true", help="every state at every size and theme, as PNG")
    parser.add_argument("--size", choices=SIZES, help="with --all: only this one")
    parser.add_argument("--theme", choices=sorted(theme.THEMES), help="with --all: only this one")
    parser.add_argument("--language", choices=sorted(translations.languages()), default=translations.ENGLISH)
    parser.add_argument("--only", default="", help="with --all: only the parts so named, like views,dialogs")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    if args.all and not (args.size and args.theme):
        return take_all(args)
    if args.size:
        os.environ["QT_SCALE_FACTOR"] = str(SIZES[args.size][2])  # read once, when the application is made
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, _SCRATCH.name)
    theme.apply_theme(application, args.theme or "dark")
    translations.install(args.language)
    if args.all:
        return take_states(args)
    photo = Path(_SCRATCH.name) / "sample.jpg"  # its sidecar is written beside it
    photo.write_bytes(args.photo.read_bytes())
    window = MainWindow(Controller(Engine()))
    window.resize(*_SIZE)
    show_then_start(window, photo)
    wait(lambda: window.controller.engine is not None and bool(window.viewer.frame))
    settle(window)

    def take(name: str, widget: QWidget | None = None) -> None:
        settle(window)
        window.showing.forget_time()  # of a machine that is perhaps busy; speed is measured elsewhere
        pause(0.1)  # the status bar makes room for the words
        picture = (widget or window).grab()
        save_small(picture, args.folder / f"{name}.jpg")
        picture.save(str(Path(tempfile.gettempdir()) / f"{name}.png"))
        print(args.folder / f"{name}.jpg")

    press(window, "2")
    window.viewer.zoom_to(24.0)
    take("window-photosites")
    window.viewer.fit()
    press(window, "4")
    for gesture, (name, value) in enumerate((("exposure_ev", -0.4), ("shadows", 1.5), ("vibrance", 20.0)), start=9000):
        window.editing.set_raw(name, value, gesture)
    press(window, "Y")
    take("window")
    press(window, "Y")
    press(window, "Y")
    press(window, "T")
    wait(lambda: window.controller.thumbnails.idle, 90)
    take("window-strip")
    press(window, "T")
    press(window, "U")
    take("window-estimated")
    press(window, "U")
    press(window, "C")
    browser = window.tools.browser
    assert browser is not None
    browser.resize(1090, 720)
    settle(window)  # the grid asks for what is in sight
    wait(lambda: window.controller.thumbnails.idle)
    take("window-cameras", browser)
    browser.close()
    window.applications.show_hdr()
    hdr = window.applications.hdr
    assert hdr is not None
    hdr.mark.setChecked(True)
    hdr.exposure.setValue(-20)
    wait(lambda: hdr.shown is not None and hdr.shown.view.ev == -2.0, 90)
    take("window-hdr", hdr)
    hdr.close()
    window.applications.show_deblur()
    deblur = window.applications.deblur
    assert deblur is not None
    deblur.kind.setCurrentIndex(1)
    deblur.sigma.setValue(9)
    deblur.places.move_to(0.62, 0.4)
    wait(lambda: deblur.shown is not None and deblur.shown.view.exact, 90)
    take("window-deblur", deblur)
    deblur.close()
    window.close()
    return 0


def save_small(picture: QPixmap, path: Path, most: int = 250_000) -> None:
    """Write a JPEG of at most so many bytes, as good as that allows."""
    for quality in range(88, 40, -6):
        picture.save(str(path), "JPG", quality)
        if path.stat().st_size <= most:
            return


def take_all(args: argparse.Namespace) -> int:
    """Take every state at every size and theme, each in a program of its own: the scale is read once, at the start."""
    for name in SIZES:
        for each in sorted(theme.THEMES):
            if args.size in (None, name) and args.theme in (None, each):
                target = args.folder / f"{name}-{each}-{args.language}"
                target.mkdir(parents=True, exist_ok=True)
                done = subprocess.run(
                    [sys.executable, __file__, str(target), "--photo", str(args.photo), "--all", "--size", name,
                     "--theme", each, "--language", args.language, "--only", args.only], check=False)
                if done.returncode:
                    return done.returncode
    return 0


def take_states(args: argparse.Namespace) -> int:
    """Take every state at one size in the theme that is set. A photo in a folder brings its neighbors along."""
    folder, original = args.folder, args.photo
    folder_of_photos = Path(_SCRATCH.name) / "photos"
    folder_of_photos.mkdir()
    for each in {original, *sorted(original.parent.glob("*.jpg"))[:12]}:
        shutil.copy(each, folder_of_photos)
    window = MainWindow(Controller(Engine()))
    window.choosing.choose("theme", args.theme)
    window.resize(*SIZES[args.size][:2])
    show_then_start(window)
    wait(lambda: window.controller.engine is not None)

    def take(name: str, widget: QWidget | None = None) -> None:
        settle(window, patient=False)
        if not (widget or window).grab().save(str(folder / f"{name}.png")):
            raise SystemExit(f"make_screenshots.py: {folder / name}.png cannot be written.")
        print(folder / f"{name}.png", flush=True)

    tour(window, folder_of_photos / original.name, take, press, settle, args.only)
    window.close()
    return 0


def press(window: MainWindow, key: str) -> None:
    """Do what a key does; without a window manager no window is active and gets keys itself."""
    actions = [*window.actions(), *window.findChildren(QAction)]
    action = next(one for one in actions if QKeySequence(key) in one.shortcuts())
    action.trigger()
    QApplication.processEvents()


def settle(window: MainWindow, patient: bool = True) -> None:
    """Wait until nothing is being drawn, and a little longer."""
    pause(0.6)
    wait(lambda: window.controller.idle)
    pause(1.2 if patient else 0.2)
    wait(lambda: window.controller.idle)


def wait(condition: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Run the window until something is so, or until patience ends."""
    until = time.monotonic() + patience
    while not condition() and time.monotonic() < until:
        pause(0.05)


def pause(seconds: float) -> None:
    """Run the window for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    sys.exit(main())
