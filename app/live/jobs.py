"""What the window and its worker tell each other: frozen requests and results, and the box between them."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.edits.edit import Edit
from app.picture.channels import Channel
from app.picture.geometry import Region
from app.picture.monitor import MonitorProfile
from app.picture.overlays import Layer, Overlay
from app.picture.proof import Proof

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo
    from paramisp_core.editing.saved_edit import SavedEdit
    from paramisp_core.files.export_settings import ExportSettings
    from paramisp_core.files.sidecar import Sidecar


class Shown(StrEnum):
    """The four views of one photo; the value is the engine's name for it."""

    SOURCE = "source"
    MOSAIC = "mosaic"
    DEMOSAICED = "demosaiced"
    RENDER = "render"


class Scope(StrEnum):
    """What the scope at the top of the panels shows of the visible part."""

    HISTOGRAM = "histogram"
    WAVEFORM = "waveform"
    PARADE = "parade"
    VECTORSCOPE = "vectorscope"
    RAW = "RAW histogram"


@dataclass(frozen=True)
class Picture:
    """One of the four views under an edit. reference: in their place, the source of another photo's file."""

    shown: Shown
    edit: Edit
    reference: Path | None = None


@dataclass(frozen=True)
class FrameRequest:
    """Ask for one picture of the visible region.

    region: upright photo pixels. size: wanted (height, width) in device pixels. exact: the finished picture,
    which may take seconds and is dropped as soon as something newer is asked; else a draft. whole: without the
    crop, as one sees it while cropping. beside: a second picture of the same region, to compare with. overlay: what
    to mark on both. filter_colors: the mosaic in the colors of its filters; else in gray. scope: what to
    count beside the histogram, which is always counted. monitor: the profile for which the
    pictures are converted before they are painted. proof: the profile through which the picture is painted, but not the
    one beside. gamut: the profile that the overlay of that name is about. channel: what of the
    pictures is painted alone; they themselves stay whole.
    """

    id: int
    photo_id: int
    edit: Edit
    shown: Shown
    region: Region
    size: tuple[int, int]
    exact: bool = False
    whole: bool = False
    beside: Picture | None = None
    overlay: Overlay | None = None
    filter_colors: bool = True
    scope: Scope = Scope.HISTOGRAM
    monitor: MonitorProfile | None = None
    proof: Proof | None = None
    gamut: Proof | None = None
    channel: Channel | None = None

    @property
    def approximate(self) -> bool:
        """Whether a draft of it only approximates: a rendered picture, or photosites that are not computed yet."""
        rendered = Shown.RENDER in (self.shown, self.beside.shown if self.beside else None)
        return rendered or self.overlay is Overlay.RAW_CLIPPING


@dataclass(frozen=True, eq=False)
class FrameReady:
    """A finished picture, upright, as RGB32 image. seconds: the engine's time. histogram: (4, 256) counts, see
    worker.histogram; None of a draft, whose counts follow as :class:`Counted` or are left out.

    exact: what an export holds; of both pictures where there is one beside, and of the layer's photosites. layer,
    layer_beside: what the request's overlay marks on each. cell: the filters of the picture's first 2x2 pixels, as
    "RGGB"; "" where it is straightened. scope: what panels/scopes.py draws of the request's scope.
    painted, painted_beside: the pictures for the monitor, or one channel of them; None: as they are. beside_at: where
    the picture beside lies, in photo pixels, which may be nowhere; None: in the request's region, as the other.
    """

    request: FrameRequest
    image: QImage
    exact: bool
    seconds: float
    note: str
    histogram: Any
    beside: QImage | None = None
    layer: Layer | None = None
    layer_beside: Layer | None = None
    cell: str = ""
    scope: Any = None
    painted: QImage | None = None
    painted_beside: QImage | None = None
    beside_at: QRectF | None = None

    @property
    def counted(self) -> Counted | None:
        """What was counted of it, if it was."""
        return None if self.histogram is None else Counted(self.request, self.histogram, self.scope)

    def place(self, left: bool = False) -> QRectF:
        """Return where a picture lies, in photo pixels; left: the one beside, where there is one."""
        if left and self.beside is not None and self.beside_at is not None:
            return self.beside_at
        region = self.request.region
        return QRectF(region.left, region.top, region.width, region.height)


@dataclass(frozen=True, eq=False)
class Counted:
    """What was counted of a request's picture; histogram and scope as in :class:`FrameReady`."""

    request: FrameRequest
    histogram: Any
    scope: Any


@dataclass(frozen=True)
class OpenRequest:
    """Open a file as the photo with this id."""

    photo_id: int
    path: Path


@dataclass(frozen=True, eq=False)
class PhotoReady:
    """An opened photo. as_shot_light: (kelvin, tint) of the as-shot gains; preset_lights: of its camera's presets.

    noise: what is known about the shot's noise, a sentence or two. edit: as it was left, from ``sidecar``; None:
    nothing was changed. warnings: what of it could not be restored.
    """

    photo_id: int
    photo: Photo
    as_shot_light: tuple[float, float]
    preset_lights: dict[str, tuple[float, float]] = field(default_factory=dict)
    noise: str = ""
    edit: Edit | None = None
    sidecar: Sidecar | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class PickRequest:
    """Ask which light makes a place of the photo neutral. region: upright photo pixels."""

    id: int
    photo_id: int
    edit: Edit
    region: Region


@dataclass(frozen=True)
class ProbeRequest:
    """Ask what the photosite under a point says. x, y: pixel of the picture that ``shown`` finishes (whole: uncropped).

    edit: whose RAW is read; that of the picture under the cursor.
    """

    photo_id: int
    edit: Edit
    shown: Edit
    whole: bool
    x: int
    y: int


@dataclass(frozen=True)
class ExportRequest:
    """Write the open photo with this edit to a file."""

    id: int
    photo_id: int
    edit: Edit
    path: Path
    settings: ExportSettings

    @property
    def name(self) -> str:
        """What is written, for people."""
        return self.path.name


@dataclass(frozen=True)
class FileExportRequest:
    """Write a photo that need not be open, with the edit of its own sidecar, under a free name into a folder.

    edit: in place of the sidecar's, where the photo is open.
    """

    id: int
    source: Path
    folder: Path
    settings: ExportSettings
    edit: SavedEdit | None = None

    @property
    def name(self) -> str:
        """What is written, for people."""
        return self.source.name


@dataclass(frozen=True)
class Piece:
    """What a small picture shows.

    box: (height, width) it has to fit into, in device pixels. region: of the upright photo as edited, in its pixels;
    None: the whole photo.
    """

    box: tuple[int, int]
    region: Region | None = None


@dataclass(frozen=True)
class ThumbRequest:
    """Ask for a small picture of the photo under an edit, when there is nothing better to do."""

    id: int
    photo_id: int
    edit: Edit
    piece: Piece


@dataclass(frozen=True)
class EngineFacts:
    """What renders: for the status bar, the model section and the about box. cards: by direction, as text."""

    device: str
    device_note: str
    model: str
    inverse_card: dict[str, Any] = field(default_factory=dict)
    forward_card: dict[str, Any] = field(default_factory=dict)


Job = OpenRequest | PickRequest | ExportRequest | FileExportRequest


class Inbox:
    """Requests from the window to the worker. Thread-safe; a newer frame replaces one not yet taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: FrameRequest | None = None
        self._thumb: ThumbRequest | None = None
        self._probes: dict[int, ProbeRequest] = {}
        self._close: FrameRequest | None = None
        self._jobs: deque[Job] = deque()
        self._cancelled: set[int] = set()
        self.stopping = threading.Event()

    def put_frame(self, request: FrameRequest) -> None:
        """Leave a frame request; it replaces an older one."""
        with self._lock:
            self._frame = request

    def put_probe(self, request: ProbeRequest, who: int = 0) -> None:
        """Leave a probe; it replaces an older one of the same asker: the cursor (0), or a sampler by its number."""
        with self._lock:
            self._probes[who] = request

    def take_probe(self) -> ProbeRequest | None:
        """Return a waiting probe, or None: it is so quick that it passes even between two tiles of a picture."""
        with self._lock:
            return self._probes.pop(next(iter(self._probes))) if self._probes else None

    def put_close(self, request: FrameRequest) -> None:
        """Leave the part of a picture that the loupe wants; it replaces an older one."""
        with self._lock:
            self._close = request

    def take_close(self) -> FrameRequest | None:
        """Return what the loupe wants, unless a picture or a job waits, or None."""
        with self._lock:
            if self._frame is not None or self._jobs:
                return None
            close, self._close = self._close, None
            return close

    def put_job(self, job: Job) -> None:
        """Queue a file to open or to export, or a light to find; of files to open only the newest is opened."""
        with self._lock:
            if isinstance(job, OpenRequest):
                self._jobs = deque(waiting for waiting in self._jobs if not isinstance(waiting, OpenRequest))
            self._jobs.append(job)

    def next_to_open(self) -> Path | None:
        """Return the file to open that waits, without taking it; None where there is none."""
        with self._lock:
            return next((job.path for job in self._jobs if isinstance(job, OpenRequest)), None)

    def take(self) -> FrameRequest | Job | None:
        """Return the most urgent request: drafts, then files to open and export, then exact pictures."""
        with self._lock:
            if self._frame is not None and (not self._frame.exact or not self._jobs):
                frame, self._frame = self._frame, None
                return frame
            return self._jobs.popleft() if self._jobs else None

    def next_file(self) -> FileExportRequest | None:
        """Return the next file to export that waits, without taking it; None where there is none."""
        with self._lock:
            return next((job for job in self._jobs if isinstance(job, FileExportRequest)
                         and job.id not in self._cancelled), None)

    def put_thumb(self, request: ThumbRequest) -> None:
        """Leave the one small picture that waits; everything else comes before it."""
        with self._lock:
            self._thumb = request

    def take_thumb(self) -> ThumbRequest | None:
        """Return the small picture that waits, unless anything else does, or None."""
        with self._lock:
            if self._frame is not None or self._jobs:
                return None
            thumb, self._thumb = self._thumb, None
            return thumb

    def waiting(self) -> bool:
        """Whether anything waits; a long job for the exact picture then gives way."""
        with self._lock:
            return self._frame is not None or bool(self._jobs)

    def anything(self) -> bool:
        """Whether anything at all waits, also what only comes when there is time."""
        with self._lock:
            return bool(self._frame or self._jobs or self._probes or self._close or self._thumb)

    def take_urgent(self) -> FrameRequest | OpenRequest | PickRequest | None:
        """Return what an export lets pass: drafts, photos to open and lights to find; None when there is none."""
        with self._lock:
            if self._frame is not None and not self._frame.exact:
                frame, self._frame = self._frame, None
                return frame
            for job in self._jobs:
                if isinstance(job, OpenRequest | PickRequest):
                    self._jobs.remove(job)
                    return job
            return None

    def cancel(self, job_id: int) -> None:
        """Mark a job as unwanted."""
        with self._lock:
            self._cancelled.add(job_id)

    def is_cancelled(self, job_id: int) -> bool:
        """Whether a job was cancelled, or everything stops."""
        with self._lock:
            return self.stopping.is_set() or job_id in self._cancelled
