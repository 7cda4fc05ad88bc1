"""Lets a script prove that the window works: PARAMISP_QUIT_AFTER_MS closes it after its first picture."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.live.jobs import FrameReady, Shown

if TYPE_CHECKING:
    from app.window import MainWindow

_PATIENCE_MS = 150_000


def arm(window: MainWindow) -> None:
    """Close the window that many milliseconds after the first exact render, with exit code 0.

    A photo that does not open, a model that does not load or no picture in time ends the program with 1 and a
    line on stderr. Without the variable nothing happens.
    """
    wanted = os.environ.get("PARAMISP_QUIT_AFTER_MS", "")
    if not wanted.isdecimal():
        return
    seen = []

    def fail(sentence: str) -> None:
        if not seen:
            seen.append(sentence)
            sys.stderr.write(f"{sentence}\n")
            window.close()  # which waits for the worker
            QApplication.exit(1)

    def on_frame(frame: FrameReady) -> None:
        if (frame.exact or frame.request.exact) and frame.request.shown is Shown.RENDER and not seen:
            seen.append("")
            sys.stderr.write(
                f"rendered {frame.image.width()}×{frame.image.height()} in {frame.seconds:.2f} s\n"
            )
            QTimer.singleShot(int(wanted), window.close)

    controller = window.controller
    controller.frame_ready.connect(on_frame)
    for signal in (controller.open_failed, controller.engine_failed, controller.frame_failed):
        signal.connect(fail)
    QTimer.singleShot(_PATIENCE_MS, window, lambda: fail("The window showed no finished picture in time."))
