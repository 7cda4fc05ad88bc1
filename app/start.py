"""Starts the window: shows it first, then lets the worker load what is heavy."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from app.preflight import obstacle

SWITCH_S = 0.0002
"""The worker's Python parts hand the interpreter over this often, instead of after 5 ms. Each of the window's widgets
has to get it to paint itself, and each of the worker's calls into OpenCV or torch has to get it back."""


def share_cores() -> None:
    """Leave the processor to who has something to do; to be called before OpenCV and numpy are imported.

    OpenCV's threads look out for more work for some milliseconds after each of its calls, on the core that the window
    and the worker's next call need: 10 ms of every draft's 29. OpenBLAS's, of which numpy and OpenCV have one each, do
    so for 20 to 50 ms from their start on, though nobody has called them.
    """
    os.environ.setdefault("OPENCV_THREAD_POOL_ACTIVE_WAIT_WORKER", "0")
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")  # 2 to the power of it processor cycles: the least
    sys.setswitchinterval(SWITCH_S)


def main(argv: Sequence[str] | None = None) -> int:
    """Run ParamISP Studio; ``argv`` (default: the command line's) may name photos. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="paramisp-studio", description=__doc__)
    parser.add_argument("photos", nargs="*", type=Path, metavar="PHOTO",
                        help="photos or folders to open; without any: the bundled sample")
    arguments = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    _drop_foreign_qt()
    if problem := obstacle():
        sys.stderr.write(f"{problem}\n")
        return 2

    from PySide6.QtGui import QGuiApplication, QIcon
    from PySide6.QtWidgets import QApplication

    from app import smoke, translations
    from app.preferences.preferences import Preferences
    from app.window import MainWindow, show_then_start
    from paramisp_core.resources import resource_path

    share_cores()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName("ParamISP Studio")
    QGuiApplication.setDesktopFileName("paramisp-studio")
    icon = resource_path("icons/paramisp-studio.png")
    if icon.is_file():
        application.setWindowIcon(QIcon(str(icon)))
    sample = resource_path("sample.jpg")
    paths = arguments.photos or ([sample] if sample.is_file() else [])
    translations.install(Preferences().choices.language)
    window = MainWindow()  # applies the chosen theme
    smoke.arm(window)
    show_then_start(window, *paths)
    return int(application.exec())


def _drop_foreign_qt() -> None:
    """Forget Qt folders that opencv-python (not the headless one) puts into the environment."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]


if __name__ == "__main__":
    raise SystemExit(main())
