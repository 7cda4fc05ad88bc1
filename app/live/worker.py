"""The worker: opens photos, draws frames and exports, one job at a time, on its own thread."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRectF, Signal, Slot
from PySide6.QtGui import QImage

from app.edits.edit import Edit, as_shot_light, noise_sentence, preset_lights
from app.export.export_line import MADE, READ, ExportLine
from app.libraries import import_opencv, mapping
from app.live.engine import EngineLike, Write, source_pixels
from app.live.engine_setup import EngineSetup
from app.live.jobs import (
    Counted,
    ExportRequest,
    FileExportRequest,
    FrameReady,
    FrameRequest,
    Inbox,
    OpenRequest,
    PhotoReady,
    PickRequest,
    Picture,
    ProbeRequest,
    Scope,
    Shown,
    ThumbRequest,
)
from app.live.scopes import COUNTED, RawCounts, parade, sample, vectorscope, waveform
from app.picture.channels import REC_709, Channel, channel_alone
from app.picture.geometry import Region
from app.picture.monitor import MonitorProfile
from app.picture.overlays import (
    EvidenceMap,
    Layer,
    Overlay,
    clipping_layer,
    gamut_layer,
    no_profile,
    raw_clipping_layer,
    raw_not_yet,
)
from app.picture.photosites import cell_of, in_gray
from app.picture.reference import ReferencePicture
from app.translations import mark, told, told_of, tr
from paramisp_core.editing.geometry import Geometry
from paramisp_core.errors import UserError, joined
from paramisp_core.progress import Cancelled, Progress, section

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.camera.photo import Photo
    from paramisp_core.raw.levels import RawLevels

_log = logging.getLogger(__name__)
AHEAD_S = 0.25
"""So long after the last picture, what the next ones need is computed ahead: the exact picture is asked for before."""
COUNT_S = 0.1
"""So often at least, drafts are counted for the scopes amid a drag."""
_MAPPING_S = 0.005
LOADING_NOTE = mark("The learned camera is loading; this is the source.")


@dataclass(frozen=True)
class Place:
    """Where a request's region lies in the stored photo, and how large it is made there."""

    geometry: Geometry
    region: Region
    wanted: tuple[int, int]
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)  # of what is shown, as fractions, while one crops

    @classmethod
    def of(cls, photo: Photo, request: FrameRequest) -> Place:
        """Return the place of a request."""
        edit = request.edit
        given = photo, edit.raw, edit.source_shot, edit.source_camera
        geometry = Geometry.of_photo(*given, request.whole)
        if request.whole:
            return cls(geometry, request.region, request.size, Geometry.of_photo(*given).crop)
        return cls(geometry, request.region, request.size)

    @property
    def stored(self) -> Region:
        """The stored pixels that the region shows."""
        return Region(*self.geometry.stored_region(self.region))

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) to make the stored pixels at."""
        return self.geometry.stored_size(self.region, self.wanted)

    def upright(self, stored: NDArray[np.uint8], quick: bool = False) -> NDArray[np.uint8]:
        """Return the region as it is seen; quick: for a draft."""
        return self.geometry.picture(stored, self.region, self.wanted, quick=quick)

    def kept(self, upright: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return what of an upright picture the crop keeps, or all of it where that is nothing."""
        (height, width), (tall, wide) = self.geometry.frame, upright.shape[:2]
        left, top, right, bottom = self.crop
        rows = [round((y * height - self.region.top) / self.region.height * tall) for y in (top, bottom)]
        columns = [round((x * width - self.region.left) / self.region.width * wide) for x in (left, right)]
        part = upright[max(0, rows[0]) : max(0, rows[1]), max(0, columns[0]) : max(0, columns[1])]
        return part if part.size else upright

    def upright_marks(self, stored: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return marks on the region as it is seen; nothing is marked beyond the photo's edge."""
        return self.geometry.picture(stored, self.region, self.wanted, outside=0.0)


class Worker(QObject):
    """Lives on one QThread; takes its requests from the inbox, answers by signals. Owns the Development."""

    photo_opened = Signal(object)  # PhotoReady
    open_failed = Signal(int, str)  # photo id, sentence
    engine_loaded = Signal(object)  # EngineFacts
    models_chosen = Signal(object)  # EngineFacts of the photo that was opened
    headroom_assumed = Signal(int, float)  # photo id, EV
    doubt_told = Signal(int, str, str)  # photo id, how much of its RAW is only a guess: in a few words, and in more
    engine_failed = Signal(str)
    frame_done = Signal(object, object, str)  # FrameRequest, FrameReady or None when dropped, sentence or ""
    counted = Signal(object)  # Counted of a draft, after its picture
    reference_failed = Signal(object, str)  # Path, sentence
    light_picked = Signal(object, object, str)  # PickRequest, GrayLight or None, sentence or ""
    thumb_done = Signal(object, object)  # ThumbRequest, QImage, or None when something more urgent came
    probed = Signal(object, object)  # ProbeRequest, Reading
    close_done = Signal(object)  # FrameReady of what the loupe asked for
    progressed = Signal(int, float)  # request id, 0..1
    export_done = Signal(object, str)  # ExportRequest, "" or a sentence; "cancelled" when the user stopped it
    export_remarked = Signal(object, object)  # FileExportRequest, sentences to know of its photo; before it is done

    def __init__(self, engine: EngineLike, inbox: Inbox) -> None:
        super().__init__()
        self._engine = engine
        self._inbox = inbox
        self._line = ExportLine(inbox, engine.open)
        self._photo: Photo | None = None
        self._photo_id = -1
        self._development: Any = None
        self._loaded = threading.Event()
        self._adopted = False
        self._loader: threading.Thread | None = None
        self._load_waits = False
        self._last_report = 0.0
        self._last_count = self._last_draw = 0.0
        self._cold: tuple[FrameRequest, Region, tuple[int, int]] | None = None  # not yet warmed up
        self._headroom_of: object = None  # what the assumed headroom was last told for
        self._evidence: EvidenceMap | None = None
        self._doubt_of = -1  # the photo whose doubt was told
        self._evidence_layer: tuple[Place, Layer] | None = None
        self._raw_levels: tuple[FrameRequest, RawLevels] | None = None
        # the last: of what, for which monitor and channel, picture
        self._painted_beside: tuple[QImage, tuple[MonitorProfile | None, Channel | None], QImage] | None = None
        # the last: of what, refined, picture
        self._beside: tuple[object, bool, tuple[QImage, bool, QRectF | None]] | None = None
        self._reference: tuple[Path, ReferencePicture | None] | None = None  # the last; None: cannot be read

    @Slot(bool)
    def load_engine(self, after_picture: bool = False) -> None:
        """Start loading the models beside this thread, so that the source can be shown meanwhile.

        after_picture: not before the photo that is opened next shows its first picture: importing torch takes the
        interpreter, and a core, for seconds.
        """
        self._load_waits = after_picture
        if not after_picture:
            self._begin_loading()

    def _load_now(self) -> None:
        """Start loading the models if that waited for a picture."""
        if self._load_waits:
            self._load_waits = False
            self._begin_loading()

    def _begin_loading(self) -> None:
        self._loader = threading.Thread(target=self._load, name="engine-loader", daemon=True)
        self._loader.start()

    @Slot(object)
    def configure(self, setup: EngineSetup) -> None:
        """Load the models anew, with another setup; meanwhile the source is shown."""
        self.join_loader()
        self._loaded.clear()
        self._engine.configure(setup)
        self._development, self._beside, self._adopted = None, None, False
        self.load_engine()

    def _load(self) -> None:
        try:
            facts = self._engine.load()
        except UserError as error:
            self.engine_failed.emit(told(error))
        except Exception as error:
            _log.exception("the engine could not be loaded")
            sentence = tr("The learned camera could not be loaded ({reason}).").format(reason=_short(error))
            self.engine_failed.emit(sentence)
        else:
            self._loaded.set()
            self.engine_loaded.emit(facts)

    def join_loader(self) -> None:
        """Wait for the loading to end: an interpreter must not exit in the middle of ``import torch``."""
        if self._loader is not None:
            self._loader.join()

    def close(self) -> None:
        """Wait for the files that are read and written beside this thread; the inbox is stopping."""
        self._line.close()

    @Slot()
    def wake(self) -> None:
        """Do everything that waits in the inbox."""
        while not self._inbox.stopping.is_set():
            self._answer_probe()
            job = self._inbox.take()
            if job is None:
                if rested := self._rests():
                    self._load_now()  # nobody asked for a picture: there is no window to show one
                    self._tell_doubt()
                    self._warm_up()
                close = self._inbox.take_close()
                if close is not None:
                    self._draw_close(close)
                    continue
                thumb = self._inbox.take_thumb()
                if thumb is not None:
                    self._draw_thumb(thumb)
                elif rested:
                    return
                continue
            if isinstance(job, ExportRequest | FileExportRequest):
                self._export(job)
            else:
                self._do(job)
                if isinstance(job, FrameRequest):
                    self._load_now()

    def _rests(self) -> bool:
        """Whether the user is quiet for what is computed ahead to begin; False: something else came meanwhile.

        While one straightens or pans, a picture of the untouched photo would else wait for the last one's tile to end.
        """
        if self._cold is None and self._doubt_of == self._photo_id and not self._load_waits:
            return True  # there is nothing to begin
        while (left := self._last_draw + AHEAD_S - time.perf_counter()) > 0:
            if self._inbox.anything() or self._inbox.stopping.is_set():
                return False
            time.sleep(min(left, 0.005))
        return True

    def _do(self, job: FrameRequest | OpenRequest | PickRequest) -> None:
        """Do what is done at once, even during an export."""
        if isinstance(job, FrameRequest):
            self._draw(job)
        elif isinstance(job, OpenRequest):
            self._open(job)
        else:
            self._pick(job)

    # ---- opening

    def _open(self, job: OpenRequest) -> None:
        try:
            with _known_ahead():
                photo = self._engine.open(job.path)  # first of all: it waits until torch's libraries are mapped

            from paramisp_core.camera.lens import lens_of
            from paramisp_core.files.sidecar import Sidecar

            sidecar = Sidecar.read(job.path)
            edit, warnings = Edit.restored(photo, sidecar.edit)
            lens_of(photo, edit.source_shot, edit.source_camera, edit.raw.lens)  # reads the database off the GUI thread
            camera = edit.source_camera or photo.camera
            ready = PhotoReady(
                job.photo_id,
                photo,
                as_shot_light(photo, edit.source_camera),
                preset_lights(camera),
                noise_sentence(photo, camera, edit.source_shot.iso),
                edit,
                sidecar,
                (*sidecar.warnings, *warnings),
            )
        except UserError as error:
            self.open_failed.emit(job.photo_id, told(error))
            return
        except Exception as error:
            _log.exception("opening %s failed", job.path)
            self.open_failed.emit(job.photo_id, tr("“{file}” could not be opened ({reason}).").format(
                file=job.path.name, reason=_short(error)))
            return
        if self._photo is not None and self._inbox.next_to_open() == self._photo.path:
            return  # the user is back at the photo that is open, and goes on editing it
        self._photo, self._photo_id, self._development, self._beside = photo, job.photo_id, None, None
        self._evidence = self._evidence_layer = None
        self._last_draw = time.perf_counter()  # its first picture comes before what is computed ahead
        self.photo_opened.emit(ready)

    # ---- drawing

    def _draw(self, request: FrameRequest) -> None:
        """Answer one frame request; always emits frame_done, so that the window never waits in vain."""
        photo = self._photo
        if photo is None or request.photo_id != self._photo_id:
            self.frame_done.emit(request, None, "")
            return
        try:
            frame, place, rgb8 = self._frame(photo, request)
        except Cancelled:
            self.frame_done.emit(request, None, "")
        except UserError as error:
            self.frame_done.emit(request, None, told(error))
        except Exception as error:
            _log.exception("drawing failed")
            sentence = tr("The picture could not be rendered ({reason}).").format(reason=_short(error))
            self.frame_done.emit(request, None, sentence)
        else:
            self.frame_done.emit(request, frame, "")
            if frame.counted is None:
                self._count(photo, request, place, rgb8)
            if request.exact and self._cold is None:
                self._tell_headroom(request.edit)
            if request.exact:
                self._settle()
        self._raw_levels = None  # it may be as large as the photo
        self._last_draw = time.perf_counter()

    def _frame(self, photo: Photo, request: FrameRequest) -> tuple[FrameReady, Place, NDArray[np.uint8]]:
        """Make the picture of a request; a draft's is not counted yet. Returns its place and what counts too."""
        start = time.perf_counter()
        place = Place.of(photo, request)
        # the one beside first: the engine builds the next draft on what it refined last
        beside, beside_exact, beside_at = self._picture_beside(photo, request, place)
        rgb8, exact, note = self._pixels(photo, request, Picture(request.shown, request.edit), place)
        quick = request.approximate and not request.exact and not place.geometry.is_plain  # the exact one follows
        rgb8, exact = place.upright(rgb8, quick), exact and not quick
        layer, layer_beside, layer_exact = self._layers(photo, request, place, rgb8, beside)
        draft, kept = not (exact or request.exact), place.kept(rgb8)
        frame = FrameReady(
            request,
            to_image(rgb8),
            exact and beside_exact and layer_exact,
            time.perf_counter() - start,
            note,
            None if draft else histogram(kept, luminance=request.shown is not Shown.MOSAIC),
            beside,
            layer,
            layer_beside,
            cell_of(photo, request.edit, place.geometry),
            None if draft else self._scope(photo, request, place, kept),
            _painted(request, rgb8),
            self._paint_beside(request, beside),
            beside_at,
        )
        return frame, place, kept

    def _count(self, photo: Photo, request: FrameRequest, place: Place, rgb8: NDArray[np.uint8]) -> None:
        """Count a draft that is on its way to the screen; not every one amid a drag, where the next one waits."""
        if self._inbox.waiting() and time.perf_counter() - self._last_count < COUNT_S:
            return
        try:
            counts = histogram(rgb8, luminance=request.shown is not Shown.MOSAIC)
            self.counted.emit(Counted(request, counts, self._scope(photo, request, place, rgb8)))
        except Cancelled:
            return
        except Exception:
            _log.exception("counting failed")  # the scopes show what they showed; the refined picture tells the user
        self._last_count = time.perf_counter()

    def _scope(self, photo: Photo, request: FrameRequest, place: Place, rgb8: NDArray[np.uint8]) -> object:
        """Return what the scope draws beside the histogram; None where it needs nothing, or cannot be had yet."""
        if request.scope is Scope.WAVEFORM:
            return waveform(rgb8, dark=request.shown is not Shown.MOSAIC)
        if request.scope is Scope.PARADE:
            return parade(rgb8, dark=request.shown is not Shown.MOSAIC)
        if request.scope is Scope.VECTORSCOPE:
            return vectorscope(rgb8)
        if request.scope is Scope.RAW and self._loaded.is_set():
            return RawCounts.of(self._levels(photo, request, place), photo.raw is None)
        return None

    def _levels(self, photo: Photo, request: FrameRequest, place: Place) -> RawLevels:
        """Return the RAW's values in a request's region; asked twice for one request, they are there."""
        if self._raw_levels is None or self._raw_levels[0] != request:
            size, marked = place.size, request.overlay is Overlay.RAW_CLIPPING
            if not marked:  # a histogram needs neither photosites nor every pixel
                shrink = min(1.0, (COUNTED / (size[0] * size[1])) ** 0.5)
                size = max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))
            levels = self._engine.raw_levels(self._developed(photo), request.edit, place.stored, size,
                                             request.exact and (marked or photo.raw is not None), self._check(request))
            self._raw_levels = request, levels
        return self._raw_levels[1]

    def _paint_beside(self, request: FrameRequest, beside: QImage | None) -> QImage | None:
        """Return the picture beside as it is painted; the last one is kept, as it changes seldom. None: as it is."""
        if beside is None:
            return None
        how, of = (request.monitor, request.channel), self._painted_beside
        if of is None or of[0] is not beside or of[1] != how:
            painted = _painted(request, from_image(beside), proofed=False)
            if painted is None:
                return None
            self._painted_beside = of = beside, how, painted
        return of[2]

    def _layers(self, photo: Photo, request: FrameRequest, place: Place, rgb8: NDArray[np.uint8],
                beside: QImage | None) -> tuple[Layer | None, Layer | None, bool]:
        """Return what the overlay marks on the picture and on the one beside, and whether that is exact."""
        if request.overlay is None:
            return None, None, True
        other = request.beside is not None and request.beside.reference is not None  # a photo without a RAW here
        if request.overlay is Overlay.RAW_CLIPPING and not self._loaded.is_set():
            layer = raw_not_yet()
            return layer, None if other else layer, True
        if request.overlay is Overlay.CLIPPING:
            layer = clipping_layer(rgb8, request.shown is Shown.MOSAIC)
            if request.beside is None or beside is None:
                return layer, None, True
            return layer, clipping_layer(from_image(beside), request.beside.shown is Shown.MOSAIC), True
        if request.overlay is Overlay.GAMUT:
            layer = no_profile() if request.gamut is None else gamut_layer(request.gamut.lost(rgb8), request.gamut.name)
            if beside is None or request.gamut is None:
                return layer, None, True
            return layer, gamut_layer(request.gamut.lost(from_image(beside)), request.gamut.name), True
        if request.overlay is Overlay.CONFIDENCE:
            if self._evidence is None:
                self._evidence = EvidenceMap(photo)
            if self._evidence_layer is None or self._evidence_layer[0] != place:  # it depends on no edit of light
                stored = self._evidence.stored(place.stored, place.size)
                self._evidence_layer = place, self._evidence.layer(place.upright_marks(stored))
            layer = self._evidence_layer[1]
            return layer, None if other else layer, True
        levels = self._levels(photo, request, place)
        layer = raw_clipping_layer(levels, place.upright_marks(levels.coverage(place.size)))
        return layer, None if other else layer, levels.cfa is not None or request.exact

    def _draw_close(self, request: FrameRequest) -> None:
        """Answer the loupe: a small region at the photo's own pixels, which leaves the base of the drafts alone."""
        photo = self._photo
        if photo is None or request.photo_id != self._photo_id:
            return
        start = time.perf_counter()
        try:
            place = Place.of(photo, request)
            rgb8, exact, note = self._pixels(photo, request, Picture(request.shown, request.edit), place, close=True)
            rgb8 = place.upright(rgb8)
            beside, at = None, None
            if request.beside is not None and request.beside.reference is not None:
                reference = self._reference_picture(request.beside.reference)
                if reference is not None:
                    beside, at = reference.part(place.geometry.size, place.region, place.wanted)
            elif request.beside is not None:
                beside = place.upright(self._pixels(photo, request, request.beside, place, close=True)[0])
        except Cancelled:
            return
        except Exception:
            _log.exception("the loupe's picture failed")  # the viewer's own picture stays under it
            return
        self.close_done.emit(FrameReady(
            request, to_image(rgb8), exact, time.perf_counter() - start, note, None,
            None if beside is None else to_image(beside), cell=cell_of(photo, request.edit, place.geometry),
            painted=_painted(request, rgb8),
            painted_beside=None if beside is None else _painted(request, beside, proofed=False),
            beside_at=at))

    def _picture_beside(self, photo: Photo, request: FrameRequest, place: Place
                        ) -> tuple[QImage | None, bool, QRectF | None]:
        """Return the picture to compare with, whether it is exact, and where it lies (see FrameReady).

        The last one is kept.
        """
        asked = None if request.beside is None else request.beside.reference
        if asked is None and self._reference is not None and self._reference[1] is None:
            self._reference = None  # one that failed is tried again when it is asked for again
        if request.beside is None:
            return None, True, None
        key = request.beside, place, self._loaded.is_set(), request.filter_colors
        if self._beside is not None:
            of, refined, kept = self._beside
            if of == key and (kept[1] or refined or not request.exact):
                return kept
        kept: tuple[QImage, bool, QRectF | None]
        if request.beside.reference is not None:
            reference = self._reference_picture(request.beside.reference)
            if reference is None:
                return None, True, None
            part, at = reference.part(place.geometry.size, place.region, place.wanted)
            kept = to_image(part), True, at
        else:
            rgb8, exact, _ = self._pixels(photo, request, request.beside, place)
            kept = to_image(place.upright(rgb8)), exact, None
        self._beside = key, request.exact, kept
        return kept

    def _reference_picture(self, path: Path) -> ReferencePicture | None:
        """Return a reference photo's pixels, read once; None where it cannot be read, which is told."""
        if self._reference is None or self._reference[0] != path:
            self._reference = path, None
            try:
                self._reference = path, ReferencePicture.of(self._engine.open(path))
            except UserError as error:
                self.reference_failed.emit(path, told(error))
            except Exception as error:
                _log.exception("opening the reference %s failed", path)
                self.reference_failed.emit(path, tr("“{file}” could not be opened ({reason}).").format(
                    file=path.name, reason=_short(error)))
        return self._reference[1]

    def _pixels(self, photo: Photo, request: FrameRequest, picture: Picture, place: Place,
                close: bool = False) -> tuple[NDArray[np.uint8], bool, str]:
        """Return one picture of a request as (h, w, 3) stored pixels, whether it is exact, and a note.

        close: beside the main one, whose drafts go on as if nothing had been drawn.
        """
        if picture.shown is Shown.SOURCE or not self._loaded.is_set():
            final = picture.shown is Shown.SOURCE
            return source_pixels(photo, place.stored, place.size), final, "" if final else LOADING_NOTE

        if close and picture.shown is Shown.RENDER:
            small = self._engine.thumbnail(
                self._developed(photo), picture.edit, place.stored, place.size, self._check(request))
            return small.rgb8, False, small.note
        if self._development is None:
            self._cold = request, place.stored, place.size
        frame = self._engine.draw(self._developed(photo), picture.edit, picture.shown.value, place.stored, place.size,
                                  request.exact, self._check(request))
        if frame.exact and not request.exact and picture.shown is Shown.RENDER and picture.edit is request.edit:
            self._cold = request, place.stored, place.size  # an untouched photo, elsewhere perhaps
        gray = picture.shown is Shown.MOSAIC and not request.filter_colors
        return in_gray(frame.rgb8) if gray else frame.rgb8, frame.exact, frame.note

    def _check(self, request: FrameRequest) -> Progress:
        """Return what reports the progress of a request and ends it when it is not wanted any more."""
        def check(fraction: float) -> None:
            self._answer_probe()
            # a draft always ends, so that the picture moves
            unwanted = request.exact and self._inbox.waiting()
            if unwanted or self._inbox.is_cancelled(request.id):
                raise Cancelled
            self._report(request.id, fraction)

        return check

    def _pick(self, job: PickRequest) -> None:
        photo = self._photo
        if photo is None or job.photo_id != self._photo_id or not self._loaded.is_set():
            self.light_picked.emit(job, None, "")
            return
        geometry = Geometry.of_photo(photo, job.edit.raw, job.edit.source_shot, job.edit.source_camera)
        region = Region(*geometry.stored_region(job.region))
        try:
            light = self._engine.neutral_light(self._developed(photo), job.edit, region)
        except UserError as error:
            self.light_picked.emit(job, None, told(error))
        except Exception as error:
            _log.exception("picking failed")
            sentence = tr("The color there could not be read ({reason}).").format(reason=_short(error))
            self.light_picked.emit(job, None, sentence)
        else:
            self.light_picked.emit(job, light, "")

    def _draw_thumb(self, request: ThumbRequest) -> None:
        """Answer one small picture; whatever comes meanwhile goes first."""
        photo = self._photo
        image: QImage | None = None

        def check(fraction: float) -> None:
            if self._inbox.waiting() or self._inbox.stopping.is_set():
                raise Cancelled

        if photo is not None and request.photo_id == self._photo_id and self._loaded.is_set():
            try:
                edit = request.edit
                geometry = Geometry.of_photo(photo, edit.raw, edit.source_shot, edit.source_camera)
                box, region = request.piece.box, request.piece.region or Region(0, 0, *geometry.size)
                scale = min(box[0] / region.height, box[1] / region.width, 1.0)
                wanted = max(1, round(region.height * scale)), max(1, round(region.width * scale))
                place = Place(geometry, region, wanted)
                frame = self._engine.thumbnail(
                    self._developed(photo), request.edit, place.stored, place.size, check)
                image = to_image(place.upright(frame.rgb8))
            except Cancelled:
                image = None
            except Exception:
                _log.exception("a small picture failed")
                image = QImage(1, 1, QImage.Format.Format_RGB32)  # not asked for again
                image.fill(0)
        self.thumb_done.emit(request, image)

    def _answer_probe(self) -> None:
        """Read the photosite that is asked for, once the photo is being developed: it takes a few ms."""
        while (probe := self._inbox.take_probe()) is not None:
            self._answer(probe)

    def _answer(self, probe: ProbeRequest) -> None:
        photo, development = self._photo, self._development
        if photo is None or development is None or probe.photo_id != self._photo_id:
            return
        shown = probe.shown
        geometry = Geometry.of_photo(photo, shown.raw, shown.source_shot, shown.source_camera, probe.whole)
        x, y = geometry.to_stored(probe.x + 0.5, probe.y + 0.5)
        row, column = math.floor(y), math.floor(x)
        if not (0 <= row < photo.size[0] and 0 <= column < photo.size[1]):
            return  # beyond the edge of a straightened photo
        try:
            reading = self._engine.probe(development, probe.edit, row, column)
        except UserError:
            return
        except Exception:
            _log.exception("probing failed")
            return
        self.probed.emit(probe, reading)

    def _adopt(self) -> None:
        if not self._adopted:
            self._engine.adopt_thread()
            self._adopted = True

    def _developed(self, photo: Photo) -> Any:
        self._adopt()
        if self._development is None:
            self._development = self._engine.develop(photo)
            self.models_chosen.emit(self._engine.facts_for(photo))
        return self._development

    def _warm_up(self) -> None:
        """Invert the photo while the user still looks at it, so that the first drag is live too."""
        place, self._cold = self._cold, None
        if place is None or self._photo is None:
            return
        request, region, size = place

        def check(fraction: float) -> None:
            self._answer_probe()
            if self._inbox.waiting() or self._inbox.stopping.is_set():
                raise Cancelled

        if request.photo_id == self._photo_id:
            try:
                development = self._developed(self._photo)
                self._engine.warm(development, request.edit, region, size, check)
                self._tell_headroom(request.edit)
                self._engine.prepare(development, request.edit, region, size, check)
            except Cancelled:
                return
            except Exception:
                _log.exception("preparing the first draft failed")  # the draft itself will tell the user

    def _tell_doubt(self) -> None:
        """Look, once per photo and while nothing else waits, how much of its RAW is only estimated."""
        photo = self._photo
        if photo is None or self._doubt_of == self._photo_id:
            return

        def check(fraction: float) -> None:
            while True:
                if self._inbox.waiting() or self._inbox.stopping.is_set():
                    raise Cancelled
                if not mapping():
                    return
                time.sleep(_MAPPING_S)

        try:
            check(0.0)
            if self._evidence is None:
                self._evidence = EvidenceMap(photo, check)
        except Cancelled:
            return
        self._doubt_of = self._photo_id
        self.doubt_told.emit(self._photo_id, self._evidence.short, self._evidence.sentence)

    def _settle(self) -> None:
        """Prepare the next drafts from the exact picture, which is on screen already; a draft that waits does it."""
        if self._development is None or self._inbox.waiting():
            return
        try:
            self._engine.settle(self._development)
        except Exception:
            _log.exception("preparing the next draft failed")

    def _tell_headroom(self, edit: Edit) -> None:
        """Tell what the network assumes of the photo, once for each choice of how it was taken; it is inverted now."""
        of = self._photo_id, edit.source_shot, edit.source_camera
        if of != self._headroom_of and self._photo is not None:
            self._headroom_of = of
            assumed = self._engine.assumed_headroom(self._developed(self._photo), edit)
            if assumed is not None:
                self.headroom_assumed.emit(self._photo_id, assumed)

    # ---- exporting

    def _export(self, job: ExportRequest | FileExportRequest) -> None:
        """Make one file and have it written; answers with export_done, whatever happens."""
        if not self._loaded.is_set():
            self.export_done.emit(job, tr("The learned camera is not loaded, so nothing was exported."))
            return

        def check(fraction: float) -> None:
            if self._inbox.is_cancelled(job.id):
                raise Cancelled
            self._report(job.id, fraction)
            self._answer_probe()
            # sliders stay live during a long export: drafts pass between two of its tiles
            while (urgent := self._inbox.take_urgent()) is not None:
                self._do(urgent)
                if self._inbox.is_cancelled(job.id):
                    raise Cancelled

        write: Write | None = None

        def make() -> None:
            nonlocal write
            check(0.0)
            if isinstance(job, FileExportRequest):
                write = self._made_of_file(job, check)
            elif self._photo is None or job.photo_id != self._photo_id:
                raise UserError("The photo was closed before it could be exported.")
            else:
                write = self._engine.export(self._developed(self._photo), self._photo, job, section(check, 0.0, MADE))

        failed = self._failing(job, make)
        if write is not None:
            self._line.write(job, partial(self._write, job, write))
        else:
            self._line.drop(job)
            self.export_done.emit(job, failed)

    def _write(self, job: ExportRequest | FileExportRequest, write: Write) -> None:
        """Write a file that was made, on the thread that does this, while the next is made."""
        def check(fraction: float) -> None:
            if self._inbox.is_cancelled(job.id):
                raise Cancelled
            self._report(job.id, fraction)

        def work() -> None:
            check(MADE)
            write(progress=section(check, MADE, 1.0))

        self.export_done.emit(job, self._failing(job, work))

    @staticmethod
    def _failing(job: ExportRequest | FileExportRequest, work: Callable[[], None]) -> str:
        """Do a part of an export; return "", "cancelled", or a sentence that says why it failed."""
        try:
            work()
        except Cancelled:
            return "cancelled"
        except UserError as error:
            return told(error)
        except Exception as error:
            _log.exception("exporting failed")
            return tr("“{file}” could not be written ({reason}).").format(file=job.name, reason=_short(error))
        return ""

    def _made_of_file(self, job: FileExportRequest, check: Progress) -> Write:
        """Make a photo of its own: opened, edited as its sidecar says, forgotten again. Return what writes it."""
        from paramisp_core.files.export_settings import free_path
        from paramisp_core.files.sidecar import Sidecar

        photo = self._line.photo(job, check)
        sidecar = Sidecar.read(job.source) if job.edit is None else Sidecar(job.source, job.edit)
        edit, warnings = Edit.restored(photo, sidecar.edit)
        if sidecar.damaged or sidecar.sealed or warnings:
            raise UserError(joined((*sidecar.warnings, *warnings)))
        if known := told_of(photo):  # nobody saw it opened, where that is told
            self.export_remarked.emit(job, known)
        path = free_path(job.folder, job.settings, photo, self._line.paths.values())
        self._line.paths[job.id] = path
        self._adopt()
        request = ExportRequest(job.id, 0, edit, path, job.settings)
        return self._engine.export(self._engine.develop(photo), photo, request, section(check, READ, MADE))

    def _report(self, job_id: int, fraction: float) -> None:
        now = time.perf_counter()
        if now - self._last_report > 0.05 or fraction in (
            0.0,
            1.0,
        ):  # the window needs no more than 20 a second
            self._last_report = now
            self.progressed.emit(job_id, fraction)


_databases_read = threading.Event()


@contextmanager
def _known_ahead() -> Iterator[None]:
    """Have what is looked up about a photo read while its pixels are decoded, which needs no interpreter; once only."""
    if _databases_read.is_set():
        yield
        return

    def read() -> None:
        try:
            import_opencv()
            from paramisp_core.camera.facts import read_all

            read_all()
        except Exception:
            _log.exception("the databases could not be read ahead")  # who looks something up tells the user

    reader = threading.Thread(target=read, name="paramisp-facts", daemon=True)
    reader.start()
    try:
        yield
    finally:
        reader.join()  # two would read the same
        _databases_read.set()


def to_image(rgb8: NDArray[np.uint8]) -> QImage:
    """Return (h, w, 3) upright pixels as RGB32, the format that Qt draws fastest."""
    import cv2
    import numpy as np

    height, width = rgb8.shape[:2]
    image = QImage(width, height, QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)
    cv2.cvtColor(np.ascontiguousarray(rgb8), cv2.COLOR_RGB2BGRA, dst=pixels)
    return image


def _painted(request: FrameRequest, rgb8: NDArray[np.uint8], proofed: bool = True) -> QImage | None:
    """Return the picture for the monitor, or one channel of it, through the profile one looks through; None: as it is.

    proofed: False for the one beside, which nobody looks at through a profile.
    """
    monitor, proof, channel = request.monitor, request.proof if proofed else None, request.channel
    if channel is not None:
        rgb8 = channel_alone(rgb8, channel)
    if proof is not None:
        return to_image(proof.shown(rgb8, None if monitor is None else monitor.data))
    if monitor is not None:
        return to_image(monitor.shown(rgb8))
    return None if channel is None else to_image(rgb8)


def from_image(image: QImage) -> NDArray[np.uint8]:
    """Return the (h, w, 3) pixels of an image that :func:`to_image` made."""
    import numpy as np

    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., 2::-1]


def histogram(rgb8: NDArray[np.uint8], luminance: bool = True) -> NDArray[np.float32]:
    """Return (4, 256) counts of red, green, blue and luminance (Rec. 709); every so many rows are enough to draw one.

    luminance: False where each pixel has one color only; (3, 256) then.
    """
    import cv2
    import numpy as np

    rows = np.ascontiguousarray(sample(rgb8, least=2))
    planes = [*cv2.split(rows)]
    if luminance:
        planes.append(cv2.transform(rows, np.array([REC_709], np.float32)))
    return np.stack([cv2.calcHist([plane], [0], None, [256], [0, 256]).reshape(-1) for plane in planes])


def _short(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__)[:200]
