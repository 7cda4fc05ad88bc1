"""The controller: asks for the newest frame only, and for the exact one at rest."""

from __future__ import annotations

import itertools
import time
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from app.edits.edit import Edit
from app.live.engine import Engine, EngineLike
from app.live.engine_setup import EngineSetup
from app.live.jobs import (
    Counted,
    EngineFacts,
    ExportRequest,
    FileExportRequest,
    FrameReady,
    FrameRequest,
    Inbox,
    OpenRequest,
    PhotoReady,
    PickRequest,
    Picture,
    Piece,
    ProbeRequest,
    Scope,
    Shown,
    ThumbRequest,
)
from app.live.thumbnails import Thumbnails
from app.live.worker import Worker
from app.picture.channels import Channel
from app.picture.geometry import Region
from app.picture.monitor import MonitorProfile
from app.picture.overlays import Overlay
from app.picture.proof import Proof
from paramisp_core.editing.saved_edit import SavedEdit
from paramisp_core.files.export_settings import ExportSettings

if TYPE_CHECKING:
    from paramisp_core.editing.neutral import GrayLight

REST_MS = 200  # this long without a change, and the exact picture is begun; less, and it begins amid a drag


class Controller(QObject):
    """On the GUI thread; owns the worker's thread. Drafts are never aborted, so the picture always moves."""

    photo_opened = Signal(object)  # PhotoReady
    open_failed = Signal(str)
    engine_loaded = Signal(object)  # EngineFacts
    models_chosen = Signal(object)  # EngineFacts of the photo that was opened
    headroom_assumed = Signal(float)  # EV, of the open photo
    doubt_told = Signal(str, str)  # how much of the open photo's RAW is only a guess: in a few words, and in more
    engine_failed = Signal(str)
    frame_ready = Signal(object)  # FrameReady, only if nothing newer was shown before it
    counted = Signal(object)  # Counted of the draft that is shown
    frame_failed = Signal(str)
    reference_failed = Signal(object, str)  # Path, sentence
    light_picked = Signal(object)  # GrayLight
    pick_failed = Signal(str)
    probed = Signal(object, object)  # ProbeRequest, Reading
    close_ready = Signal(object)  # FrameReady of what the loupe asked for
    refining = Signal(float)  # 0..1 while the exact picture is made; 1 or a new frame ends it
    export_progress = Signal(object, float)
    export_remarked = Signal(object, object)  # FileExportRequest, sentences to know of its photo, if it is written
    export_done = Signal(object, str)  # (File)ExportRequest, "" or a sentence or "cancelled"
    _wake = Signal()
    _load = Signal(bool)
    _configure = Signal(object)

    def __init__(self, engine: EngineLike | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox = Inbox()
        self._worker = Worker(engine or Engine(), self._inbox)
        self._thread = QThread()
        self._thread.setObjectName("paramisp-worker")
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._wake.connect(self._worker.wake, queued)
        self._load.connect(self._worker.load_engine, queued)
        self._configure.connect(self._worker.configure, queued)
        self._worker.photo_opened.connect(self._on_opened, queued)
        self._worker.open_failed.connect(self._on_open_failed, queued)
        self._worker.engine_loaded.connect(self._on_engine, queued)
        self._worker.models_chosen.connect(self._on_models, queued)
        self._worker.headroom_assumed.connect(self._on_headroom, queued)
        self._worker.doubt_told.connect(self._on_doubt, queued)
        self._worker.engine_failed.connect(self.engine_failed, queued)
        self._worker.frame_done.connect(self._on_frame, queued)
        self._worker.counted.connect(self._on_counted, queued)
        self._worker.reference_failed.connect(self.reference_failed, queued)
        self._worker.light_picked.connect(self._on_picked, queued)
        self._worker.probed.connect(self.probed, queued)
        self._worker.close_done.connect(self._on_close, queued)
        self._worker.progressed.connect(self._on_progress, queued)
        self._worker.export_remarked.connect(self.export_remarked, queued)
        self._worker.export_done.connect(self._on_export, queued)

        self._ids = itertools.count(1)
        self._photo_id = 0
        self._in_flight: FrameRequest | None = None  # the newest draft that is not answered yet
        self._refine: FrameRequest | None = None
        self._newest: FrameRequest | None = None
        self._needs_refine = False
        self._shown_id = 0
        self._asked: dict[int, float] = {}
        self._exports: dict[int, ExportRequest | FileExportRequest] = {}  # that are not done yet, by id
        self.latencies: deque[float] = deque(maxlen=2000)  # seconds from a change to its picture
        self.engine: EngineFacts | None = None

        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._maybe_refine)
        self.thumbnails = Thumbnails(self)
        self._worker.thumb_done.connect(self.thumbnails.on_done, queued)

    def start(self, after_picture: bool = False) -> None:
        """Start the worker's thread and load the models there; after_picture: of the photo that is opened next."""
        self._thread.start()
        self._load.emit(after_picture)

    def stop(self) -> None:
        """Cancel everything and wait for the worker to finish; safe to call twice."""
        self._rest.stop()
        self.thumbnails.stop()
        self._inbox.stopping.set()
        self._thread.quit()
        self._thread.wait()
        self._worker.join_loader()
        self._worker.close()

    def configure(self, setup: EngineSetup) -> None:
        """Load the models anew: other ones, or on another device. It answers with engine_loaded or engine_failed."""
        self.engine = None
        self.thumbnails.clear()
        self._drop_refine()
        self._configure.emit(setup)

    # ---- requests

    def open(self, path: Path) -> None:
        """Open a photo; it answers with photo_opened or open_failed."""
        self._inbox.put_job(OpenRequest(next(self._ids), path))
        self._wake.emit()

    def show(self, edit: Edit, shown: Shown, region: Region, size: tuple[int, int], whole: bool = False,
             beside: Picture | None = None, overlay: Overlay | None = None, filter_colors: bool = True,
             scope: Scope = Scope.HISTOGRAM, monitor: MonitorProfile | None = None, proof: Proof | None = None,
             gamut: Proof | None = None, channel: Channel | None = None) -> None:
        """Ask for a picture of what the viewer shows; of several waiting ones only the newest is drawn."""
        if not self._photo_id:
            return
        request = FrameRequest(
            next(self._ids), self._photo_id, edit, shown, region, size, whole=whole, beside=beside, overlay=overlay,
            filter_colors=filter_colors, scope=scope, monitor=monitor, proof=proof, gamut=gamut, channel=channel)
        self._asked[request.id] = time.perf_counter()
        self._newest = request
        self._needs_refine = False
        self._drop_refine()
        self._rest.start()
        self._send(request)

    def pick_light(self, edit: Edit, region: Region) -> None:
        """Ask which light makes an upright region neutral; it answers with light_picked or pick_failed."""
        self._drop_refine()
        self._inbox.put_job(PickRequest(next(self._ids), self._photo_id, edit, region))
        self._wake.emit()

    def probe(self, request: ProbeRequest, who: int = 0) -> None:
        """Ask for the photosite under a point; ``probed`` answers unless the same one asks for something newer.

        who: 0 for the cursor, else a sampler's number.
        """
        self._inbox.put_probe(request, who)
        self._wake.emit()

    def look_closely(self, like: FrameRequest, region: Region) -> None:
        """Ask for a small region of a picture at the photo's own pixels; ``close_ready`` answers when there is time."""
        if self._photo_id:
            self._inbox.put_close(replace(like, id=next(self._ids), region=region, size=(region.height, region.width),
                                          exact=False, overlay=None, scope=Scope.HISTOGRAM))
            self._wake.emit()

    def export(self, edit: Edit, path: Path, settings: ExportSettings) -> ExportRequest:
        """Start to write the open photo; one export at a time."""
        job = ExportRequest(next(self._ids), self._photo_id, edit, path, settings)
        self._begin_export(job)
        return job

    def export_file(self, source: Path, folder: Path, settings: ExportSettings,
                    edit: SavedEdit | None = None) -> FileExportRequest:
        """Start to write a photo that need not be open under a free name in a folder, with its own sidecar's edit.

        edit: in place of that one. Several may be on their way: the next is read and the last written meanwhile.
        """
        job = FileExportRequest(next(self._ids), source, folder, settings, edit)
        self._begin_export(job)
        return job

    def _begin_export(self, job: ExportRequest | FileExportRequest) -> None:
        self._drop_refine()
        self._exports[job.id] = job
        self._inbox.put_job(job)
        self._wake.emit()

    def cancel_export(self) -> None:
        """Stop what is exported: the window is told at once, the worker stops at its next tile."""
        jobs, self._exports = self._exports, {}
        for job in jobs.values():
            self._inbox.cancel(job.id)
        for job in jobs.values():
            self.export_done.emit(job, "cancelled")

    def send_thumb(self, edit: Edit, piece: Piece) -> ThumbRequest | None:
        """Ask for one small picture if the worker has nothing else to do; None when it has."""
        if not self.idle or self.exporting or self.engine is None or not self._photo_id:
            return None
        request = ThumbRequest(next(self._ids), self._photo_id, edit, piece)
        self._inbox.put_thumb(request)
        self._wake.emit()
        return request

    def leave_photo(self) -> None:
        """Stop an export of the open photo, which is about to be closed; exports of files go on."""
        if self.exporting_photo:
            self.cancel_export()

    @property
    def exporting(self) -> bool:
        """Whether an export runs."""
        return bool(self._exports)

    @property
    def exporting_photo(self) -> bool:
        """Whether the open photo is exported; files are not at the same time."""
        return any(isinstance(job, ExportRequest) for job in self._exports.values())

    @property
    def newest_id(self) -> int:
        """The id of the newest request for a picture; 0: none yet."""
        return self._newest.id if self._newest is not None else 0

    @property
    def idle(self) -> bool:
        """Whether nothing is drawn, waits, or is about to be refined."""
        return not (self._in_flight or self._refine or self._rest.isActive())

    # ---- answers

    @Slot(object)
    def _on_opened(self, ready: PhotoReady) -> None:
        self._photo_id = ready.photo_id
        self._newest = None
        self._needs_refine = False
        self._drop_refine()
        self.thumbnails.clear()
        self.photo_opened.emit(ready)

    def close_photo(self) -> None:
        """Forget the photo: no picture of it is shown any more."""
        self._photo_id = 0
        self._newest = None
        self._needs_refine = False
        self._drop_refine()
        self._needs_refine = False
        self._rest.stop()
        self.thumbnails.clear()

    @Slot(int, str)
    def _on_open_failed(self, _photo_id: int, sentence: str) -> None:
        self.open_failed.emit(sentence)

    @Slot(object)
    def _on_engine(self, facts: EngineFacts) -> None:
        self.engine = facts
        self.engine_loaded.emit(facts)

    @Slot(object)
    def _on_models(self, facts: EngineFacts) -> None:
        if facts != self.engine:
            self.engine = facts
            self.models_chosen.emit(facts)

    @Slot(int, float)
    def _on_headroom(self, photo_id: int, headroom: float) -> None:
        if photo_id == self._photo_id:
            self.headroom_assumed.emit(headroom)

    @Slot(int, str, str)
    def _on_doubt(self, photo_id: int, words: str, sentence: str) -> None:
        if photo_id == self._photo_id:
            self.doubt_told.emit(words, sentence)

    @Slot(object, object, str)
    def _on_frame(self, request: FrameRequest, frame: FrameReady | None, sentence: str) -> None:
        if request.exact:
            if self._refine is not None and request.id == self._refine.id:
                self._refine = None
                self.refining.emit(1.0)
        else:
            if self._in_flight is not None and self._in_flight.id <= request.id:
                self._in_flight = None
            self.refining.emit(1.0)
            asked = self._asked.pop(request.id, None)
            self._asked = {one: at for one, at in self._asked.items() if one > request.id}  # never answered
            if frame is not None and asked is not None:
                self.latencies.append(time.perf_counter() - asked)
        if sentence:
            self.frame_failed.emit(sentence)
        current = frame is not None and request.photo_id == self._photo_id and request.id > self._shown_id
        if current:
            # an exact picture of something older than what is wanted now was cancelled too late: not shown
            if request.exact and self._newest is not None and not _same(request, self._newest):
                return
            self._shown_id = request.id
            self.frame_ready.emit(frame)
        if not request.exact and self._newest is not None and request.id == self._newest.id:
            self._needs_refine = current and not frame.exact and request.approximate
            if not self._rest.isActive():
                self._maybe_refine()

    @Slot(object)
    def _on_counted(self, counted: Counted) -> None:
        if counted.request.photo_id == self._photo_id and counted.request.id == self._shown_id:
            self.counted.emit(counted)

    @Slot(object, object, str)
    def _on_picked(self, job: PickRequest, light: GrayLight | None, sentence: str) -> None:
        if job.photo_id != self._photo_id:
            return
        if light is not None:
            self.light_picked.emit(light)
        elif sentence:
            self.pick_failed.emit(sentence)
        if self._needs_refine and not self._rest.isActive():
            self._maybe_refine()

    @Slot(object)
    def _on_close(self, frame: FrameReady) -> None:
        if frame.request.photo_id == self._photo_id:
            self.close_ready.emit(frame)

    @Slot(int, float)
    def _on_progress(self, job_id: int, fraction: float) -> None:
        if job_id in self._exports:
            self.export_progress.emit(self._exports[job_id], fraction)
        elif job_id in (self._refine and self._refine.id, self._in_flight and self._in_flight.id):
            self.refining.emit(min(fraction, 0.999))

    @Slot(object, str)
    def _on_export(self, job: ExportRequest | FileExportRequest, sentence: str) -> None:
        if self._exports.pop(job.id, None) is None:
            return  # cancelled before; the window knows
        self.export_done.emit(job, sentence)
        if self._needs_refine and not self._rest.isActive():
            self._maybe_refine()

    # ---- inner

    def _send(self, request: FrameRequest) -> None:
        if request.exact:
            self._refine = request
        else:
            self._in_flight = request
        self._inbox.put_frame(request)
        self._wake.emit()

    def _maybe_refine(self) -> None:
        ready = self.engine is not None and not self._exports
        if self._needs_refine and ready and self._in_flight is None and self._newest is not None:
            self._needs_refine = False
            self._send(replace(self._newest, id=next(self._ids), exact=True))

    def _drop_refine(self) -> None:
        if self._refine is not None:
            self._inbox.cancel(self._refine.id)
            self._refine = None
            self._needs_refine = True
            self.refining.emit(1.0)


def _same(a: FrameRequest, b: FrameRequest) -> bool:
    return replace(a, id=0, exact=False) == replace(b, id=0, exact=False)
