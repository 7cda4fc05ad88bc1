"""The worker: opens photos, draws frames and exports, one job at a time, on its own thread."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.edit import as_shot_light
from app.engine import EngineLike, source_pixels
from app.geometry import Region, stored_region
from app.jobs import ExportRequest, FrameReady, FrameRequest, Inbox, OpenRequest, PhotoReady, Shown
from paramisp_core.errors import UserError
from paramisp_core.progress import Cancelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.camera.photo import Photo

_log = logging.getLogger(__name__)
LOADING_NOTE = "The learned camera is loading; this is the source."


class Worker(QObject):
    """Lives on one QThread; takes its requests from the inbox, answers by signals. Owns the Development."""

    photo_opened = Signal(object)  # PhotoReady
    open_failed = Signal(int, str)  # photo id, sentence
    engine_loaded = Signal(object)  # EngineFacts
    engine_failed = Signal(str)
    frame_done = Signal(object, object, str)  # FrameRequest, FrameReady or None when dropped, sentence or ""
    progressed = Signal(int, float)  # request id, 0..1
    export_done = Signal(object, str)  # ExportRequest, "" or a sentence; "cancelled" when the user stopped it

    def __init__(self, engine: EngineLike, inbox: Inbox) -> None:
        super().__init__()
        self._engine = engine
        self._inbox = inbox
        self._photo: Photo | None = None
        self._photo_id = -1
        self._development: Any = None
        self._loaded = threading.Event()
        self._adopted = False
        self._loader: threading.Thread | None = None
        self._last_report = 0.0
        self._cold: tuple[FrameRequest, Region, tuple[int, int]] | None = None  # not yet warmed up

    @Slot()
    def load_engine(self) -> None:
        """Start loading the models beside this thread, so that the source can be shown meanwhile."""
        self._loader = threading.Thread(target=self._load, name="engine-loader", daemon=True)
        self._loader.start()

    def _load(self) -> None:
        try:
            facts = self._engine.load()
        except UserError as error:
            self.engine_failed.emit(str(error))
        except Exception as error:
            _log.exception("the engine could not be loaded")
            self.engine_failed.emit(f"The learned camera could not be loaded ({_short(error)}).")
        else:
            self._loaded.set()
            self.engine_loaded.emit(facts)

    def join_loader(self) -> None:
        """Wait for the loading to end: an interpreter must not exit in the middle of ``import torch``."""
        if self._loader is not None:
            self._loader.join()

    @Slot()
    def wake(self) -> None:
        """Do everything that waits in the inbox."""
        while not self._inbox.stopping.is_set():
            job = self._inbox.take()
            if job is None:
                self._warm_up()
                return
            if isinstance(job, FrameRequest):
                self._draw(job)
            elif isinstance(job, OpenRequest):
                self._open(job)
            else:
                self._export(job)

    # ---- opening

    def _open(self, job: OpenRequest) -> None:
        try:
            photo = self._engine.open(job.path)
            ready = PhotoReady(job.photo_id, photo, as_shot_light(photo))
        except UserError as error:
            self.open_failed.emit(job.photo_id, str(error))
            return
        except Exception as error:
            _log.exception("opening %s failed", job.path)
            self.open_failed.emit(job.photo_id, f"“{job.path.name}” could not be opened ({_short(error)}).")
            return
        self._photo, self._photo_id, self._development = photo, job.photo_id, None
        self.photo_opened.emit(ready)

    # ---- drawing

    def _draw(self, request: FrameRequest) -> None:
        """Answer one frame request; always emits frame_done, so that the window never waits in vain."""
        photo = self._photo
        if photo is None or request.photo_id != self._photo_id:
            self.frame_done.emit(request, None, "")
            return
        try:
            frame = self._frame(photo, request)
        except Cancelled:
            self.frame_done.emit(request, None, "")
        except UserError as error:
            self.frame_done.emit(request, None, str(error))
        except Exception as error:
            _log.exception("drawing failed")
            self.frame_done.emit(request, None, f"The picture could not be rendered ({_short(error)}).")
        else:
            self.frame_done.emit(request, frame, "")

    def _frame(self, photo: Photo, request: FrameRequest) -> FrameReady:
        start = time.perf_counter()
        region = stored_region(request.region, photo.orientation, photo.size)
        size = request.size[::-1] if photo.orientation in (5, 6, 7, 8) else request.size
        if request.shown is Shown.SOURCE or not self._loaded.is_set():
            rgb8 = source_pixels(photo, region, size)
            final = request.shown is Shown.SOURCE
            exact, note = final, "" if final else LOADING_NOTE
        else:

            def check(fraction: float) -> None:
                # a draft always ends, so that the picture moves
                unwanted = request.exact and self._inbox.waiting()
                if unwanted or self._inbox.is_cancelled(request.id):
                    raise Cancelled
                self._report(request.id, fraction)

            if self._development is None:
                self._cold = request, region, size
            frame = self._engine.draw(
                self._developed(photo), request.edit, request.shown.value, region, size, request.exact, check
            )
            rgb8, exact, note = frame.rgb8, frame.exact, frame.note
        return FrameReady(
            request,
            to_image(rgb8, photo.orientation),
            exact,
            time.perf_counter() - start,
            note,
            histogram(rgb8),
        )

    def _developed(self, photo: Photo) -> Any:
        if not self._adopted:
            self._engine.adopt_thread()
            self._adopted = True
        if self._development is None:
            self._development = self._engine.develop(photo)
        return self._development

    def _warm_up(self) -> None:
        """Invert the photo while the user still looks at it, so that the first drag is live too."""
        place, self._cold = self._cold, None
        if place is None or self._photo is None:
            return
        request, region, size = place
        if request.photo_id == self._photo_id:
            try:
                self._engine.warm(self._developed(self._photo), request.edit, region, size)
            except Exception:
                _log.exception("preparing the first draft failed")  # the draft itself will tell the user

    # ---- exporting

    def _export(self, job: ExportRequest) -> None:
        photo = self._photo
        if photo is None or job.photo_id != self._photo_id:
            self.export_done.emit(job, "The photo was closed before it could be exported.")
            return
        if not self._loaded.is_set():
            self.export_done.emit(job, "The learned camera is not loaded, so nothing was exported.")
            return

        def check(fraction: float) -> None:
            if self._inbox.is_cancelled(job.id):
                raise Cancelled
            self._report(job.id, fraction)
            # sliders stay live during a long export: drafts pass between two of its tiles
            while self._inbox.draft_waiting():
                waiting = self._inbox.take_frame()
                if waiting is not None:
                    self._draw(waiting)

        try:
            check(0.0)
            self._engine.export(self._developed(photo), photo, job, check)
        except Cancelled:
            self.export_done.emit(job, "cancelled")
        except UserError as error:
            self.export_done.emit(job, str(error))
        except Exception as error:
            _log.exception("exporting failed")
            self.export_done.emit(job, f"“{job.path.name}” could not be written ({_short(error)}).")
        else:
            self.export_done.emit(job, "")

    def _report(self, job_id: int, fraction: float) -> None:
        now = time.perf_counter()
        if now - self._last_report > 0.05 or fraction in (
            0.0,
            1.0,
        ):  # the window needs no more than 20 a second
            self._last_report = now
            self.progressed.emit(job_id, fraction)


def to_image(rgb8: NDArray[np.uint8], orientation: int) -> QImage:
    """Return (h, w, 3) stored pixels upright as RGB32, the format that Qt draws fastest."""
    import cv2
    import numpy as np

    from paramisp_core.raw.cfa import apply_orientation

    upright = np.ascontiguousarray(apply_orientation(rgb8, orientation))
    height, width = upright.shape[:2]
    image = QImage(width, height, QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)
    cv2.cvtColor(upright, cv2.COLOR_RGB2BGRA, dst=pixels)
    return image


def histogram(rgb8: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (3, 256) counts of red, green and blue; every second row is enough to draw one."""
    import cv2
    import numpy as np

    rows = np.ascontiguousarray(rgb8[::2])
    return np.stack([cv2.calcHist([rows], [c], None, [256], [0, 256]).reshape(-1) for c in range(3)])


def _short(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__)[:200]
