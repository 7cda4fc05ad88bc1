"""Measure what holds the Python interpreter in one piece while the models load and a photo is opened.

    python scripts/measure_holds.py photo.jpg

Whatever holds it stops the window's thread as well. The times are CPU time of the thread that holds it, which other
programs change little: garbage collections, extension modules as they are loaded, and pixels that Pillow hands over.
"""

from __future__ import annotations

import argparse
import gc
import importlib.machinery
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

_SHOWN = 12


def main() -> int:
    """Measure and print the longest holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    photo = parser.parse_args().photo
    import app.window  # noqa: F401 - what the window has when the models begin to load
    from app.live.engine import Engine

    holds: list[tuple[float, str]] = []

    def timed(owner: type, name: str, words: Callable[[Any], str]) -> None:
        whole = getattr(owner, name)

        def measured(self: Any, *arguments: Any) -> Any:
            begin = time.thread_time()
            try:
                return whole(self, *arguments)
            finally:
                holds.append((time.thread_time() - begin, words(arguments[0] if arguments else self)))

        setattr(owner, name, measured)

    timed(importlib.machinery.ExtensionFileLoader, "create_module", lambda spec: f"loading {spec.name}")
    timed(importlib.machinery.ExtensionFileLoader, "exec_module", lambda module: f"starting {module.__name__}")
    began = 0.0

    def collected(phase: str, info: dict[str, int]) -> None:
        nonlocal began
        if phase == "start":
            began = time.thread_time()
        else:
            holds.append((time.thread_time() - began, f"garbage collection, generation {info['generation']}"))

    gc.callbacks.append(collected)

    def work() -> None:
        engine = Engine()
        engine.load()
        from PIL import Image

        timed(Image.Image, "tobytes", lambda _: "pixels handed over by Pillow")
        engine.develop(engine.open(photo))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    for seconds, words in sorted(holds, reverse=True)[:_SHOWN]:
        print(f"{seconds * 1000:6.1f} ms  {words}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
