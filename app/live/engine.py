"""The one door from the window to paramisp_core's heavy parts; everything heavy is imported on first use."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.edits.edit import Edit
from app.libraries import collection_put_off, import_opencv, map_torch
from app.live.engine_setup import EngineSetup, good_threads
from app.live.jobs import EngineFacts, ExportRequest
from app.picture.geometry import Region
from app.translations import told, tr
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile
    from paramisp_core.editing.development import Development, Frame
    from paramisp_core.editing.neutral import GrayLight
    from paramisp_core.engine.models import CameraModels
    from paramisp_core.raw.levels import RawLevels
    from paramisp_core.raw.reading import Reading

_DNG_PREVIEW = 1600  # longest side of the picture embedded in a DNG, pixels


class Write(Protocol):
    """Writes a file that was made, on whatever thread; raises UserError or Cancelled and then leaves nothing behind."""

    def __call__(self, *, progress: Progress) -> object:
        """Do it."""


class EngineLike(Protocol):
    """What the worker needs; tests put a small fake in its place."""

    def open(self, path: Path) -> Photo:
        """Open a photo; raises UserError."""

    def configure(self, setup: EngineSetup) -> None:
        """Take over on what and with which networks to run, from the next load on."""

    def load(self) -> EngineFacts:
        """Load the models; takes seconds and may run on another thread than the rest."""

    def adopt_thread(self) -> None:
        """Prepare the calling thread for rendering."""

    def develop(self, photo: Photo) -> Any:
        """Return the Development of a photo."""

    def facts_for(self, photo: Photo) -> EngineFacts:
        """Return which networks a photo gets: those calibrated for its camera where there are some."""

    def draw(
        self,
        development: Any,
        edit: Edit,
        shown: str,
        region: Region,
        size: tuple[int, int],
        exact: bool,
        progress: Progress,
    ) -> Any:
        """Return one Frame of a stored region."""

    def settle(self, development: Any) -> None:
        """Prepare the next drafts from the exact frame that was drawn last."""

    def raw_levels(self, development: Any, edit: Edit, region: Region, size: tuple[int, int], exact: bool,
                   progress: Progress) -> RawLevels:
        """Return the edited RAW's values in a stored region: photosites where exact, else at about ``size``."""

    def thumbnail(self, development: Any, edit: Edit, region: Region, size: tuple[int, int], progress: Progress) -> Any:
        """Return one small Frame of a stored region; may raise Cancelled."""

    def probe(self, development: Any, edit: Edit, row: int, column: int) -> Reading:
        """Return what a stored photosite says."""

    def neutral_light(self, development: Any, edit: Edit, region: Region) -> GrayLight:
        """Return the light that makes a stored region gray; raises UserError where no color is left."""

    def assumed_headroom(self, development: Any, edit: Edit) -> float | None:
        """Return the exposure headroom in EV that the network assumes; None for a RAW file."""

    def warm(self, development: Any, edit: Edit, region: Region, size: tuple[int, int], progress: Progress) -> None:
        """Compute ahead what the first draft of a changed edit needs; may raise Cancelled."""

    def prepare(self, development: Any, edit: Edit, region: Region, size: tuple[int, int], progress: Progress) -> None:
        """Compute ahead what makes such drafts sharp; may raise Cancelled."""

    def export(self, development: Any, photo: Photo, request: ExportRequest, progress: Progress) -> Write:
        """Make what a file holds and return what writes it; raises UserError or Cancelled."""


class Engine:
    """paramisp_core behind the worker thread."""

    def __init__(self, setup: EngineSetup | None = None) -> None:
        self._models: Any = None
        self._setup = setup or EngineSetup()
        self._note = ""

    def open(self, path: Path) -> Photo:
        """Open a photo; raises UserError."""
        import_opencv()  # waits for torch's libraries: else it would wait for its own, with Python's global lock
        from paramisp_core.files.opening import open_photo

        return open_photo(path)

    def configure(self, setup: EngineSetup) -> None:
        """Take over on what and with which networks to run, from the next load on."""
        self._setup = setup

    def load(self) -> EngineFacts:
        """Import torch and load both networks; where the chosen ones or their device fail, the usual ones."""
        first = "torch" not in sys.modules
        with collection_put_off():
            map_torch()
            from paramisp_core.engine.models import CameraModels

            facts = self._load(CameraModels)
            if first:
                gc.freeze()  # what the imports made stays until the program ends: it need never be looked at again
            return facts

    def _load(self, models: type[CameraModels]) -> EngineFacts:
        setup, self._note = self._setup, ""
        try:
            self._models = models(setup.inverse or None, setup.forward or None, setup.device)
            facts = self._facts(None)
            for card in (facts.inverse_card, facts.forward_card):
                if card.get("architecture") == "paper":
                    raise UserError("{name} is a network of the paper, too slow to edit with live; it runs on the "
                                    "command line.", name=card["name"])
            return facts
        except UserError as error:
            if setup == EngineSetup(threads=setup.threads):
                raise
            self._models = models()
            self._note = f"{told(error)} {tr('The usual device and models are used instead.')}"
            return self._facts(None)

    def _facts(self, camera: CameraProfile | None) -> EngineFacts:
        inverse, forward = self._models.inverse(camera), self._models.forward(camera)
        return EngineFacts(
            device=str(inverse.device),
            device_note=self._note or told(getattr(inverse, "device_note", "") or ""),
            model=" + ".join(
                dict.fromkeys(card_facts(isp.card).get("name", "?") for isp in (inverse, forward))
            ),
            inverse_card=card_facts(inverse.card),
            forward_card=card_facts(forward.card),
        )

    def adopt_thread(self) -> None:
        """Use as many threads as are chosen, or good: OpenMP's thread count belongs to the calling thread."""
        import torch

        torch.set_num_threads(self._setup.threads or good_threads())

    def develop(self, photo: Photo) -> Development:
        """Return the Development of a photo."""
        from paramisp_core.editing.development import Development

        camera = photo.camera
        return Development(photo, self._models.inverse(camera), self._models.forward(camera), self._models)

    def facts_for(self, photo: Photo) -> EngineFacts:
        """Return which networks a photo gets: those calibrated for its camera where there are some."""
        return self._facts(photo.camera)

    def draw(
        self,
        development: Development,
        edit: Edit,
        shown: str,
        region: Region,
        size: tuple[int, int],
        exact: bool,
        progress: Progress,
    ) -> Frame:
        """Return one Frame of a stored region."""
        recipe = self._recipe(edit)
        if shown != "render":
            return development.view(shown, recipe, tuple(region), size, progress)
        if exact:
            return development.refine(recipe, tuple(region), size, progress)
        return development.draft(recipe, tuple(region), size)

    def settle(self, development: Development) -> None:
        """Prepare the next drafts from the exact frame that was drawn last."""
        development.settle()

    def raw_levels(self, development: Development, edit: Edit, region: Region, size: tuple[int, int], exact: bool,
                   progress: Progress) -> RawLevels:
        """Return the edited RAW's values in a stored region: photosites where exact, else at about ``size``."""
        return development.raw_levels(self._recipe(edit), tuple(region), size, exact, progress)

    def thumbnail(self, development: Development, edit: Edit, region: Region, size: tuple[int, int],
                  progress: Progress) -> Frame:
        """Return one small Frame of a stored region; may raise Cancelled."""
        return development.thumbnail(self._recipe(edit), tuple(region), size, progress)

    def probe(self, development: Development, edit: Edit, row: int, column: int) -> Reading:
        """Return what a stored photosite of the edited RAW says."""
        return development.probe(self._recipe(edit), row, column)

    def neutral_light(self, development: Development, edit: Edit, region: Region) -> GrayLight:
        """Return the light that makes a stored region gray; raises UserError where no color is left."""
        return development.neutral_light(self._recipe(edit), tuple(region))

    def assumed_headroom(self, development: Development, edit: Edit) -> float | None:
        """Return the exposure headroom in EV that the network assumes; None for a RAW file."""
        return development.assumed_headroom(self._recipe(edit))

    def warm(self, development: Development, edit: Edit, region: Region, size: tuple[int, int],
             progress: Progress) -> None:
        """Have the photo inverted, then draw and forget a draft that is hardly changed."""
        changed = self._recipe(edit.with_raw(exposure_ev=edit.raw.exposure_ev + 0.01))
        development.invert(changed, progress)
        development.draft(changed, tuple(region), size)

    def prepare(self, development: Development, edit: Edit, region: Region, size: tuple[int, int],
                progress: Progress) -> None:
        """Make the drafts of a region sharp, which takes as long as refining it."""
        development.prepare(self._recipe(edit), tuple(region), size, progress)

    def export(
        self, development: Development, photo: Photo, request: ExportRequest, progress: Progress
    ) -> Write:
        """Make what a file holds and return what writes it; raises UserError or Cancelled."""
        from paramisp_core.editing.geometry import Geometry
        from paramisp_core.files.camera_raw import camera_raw_settings
        from paramisp_core.files.dng import write_dng
        from paramisp_core.files.export import export_image
        from paramisp_core.files.profiles import COLOR_SPACES

        edit, recipe, settings = request.edit, self._recipe(request.edit), request.settings
        exif, shot = settings.exif_of(photo.exif), edit.source_shot if settings.metadata else None
        geometry = Geometry.of_photo(photo, edit.raw, edit.source_shot, edit.source_camera)
        own = edit.source_camera or photo.camera
        if settings.format == "dng":
            make = development.edited_raw if settings.edited_raw else development.raw
            raw = make(recipe, progress)
            if settings.edited_raw:
                raw = raw.with_changes(orientation=geometry.orientation)
            height, width = photo.size
            scale = min(1.0, _DNG_PREVIEW / max(height, width))
            size = max(1, round(height * scale)), max(1, round(width * scale))
            shown = recipe if settings.edited_raw else recipe.unedited
            preview = development.draft(shown, (0, 0, height, width), size).rgb8
            flat = replace(geometry, warp=())  # the data keeps the lens's distortion, tags take it out
            if geometry.warp and settings.edited_raw:
                straight = Geometry(photo.size, warp=geometry.warp)
                preview = straight.picture(preview, (0, 0, height, width), size)
            return partial(
                write_dng,
                raw,
                request.path,
                shot=shot,
                camera=(edit.render_as or own) if settings.edited_raw else own,
                exif=exif,
                preview=preview.astype("float32") / 255.0,
                bits=settings.dng_bits,
                compression="lossless-jpeg" if settings.dng_compressed else "none",
                source=photo.path,
                source_name=settings.metadata,
                crop=flat.stored_region((0, 0, *geometry.size)) if settings.edited_raw else None,
                warp=geometry.warp if settings.edited_raw else (),
                settings=camera_raw_settings(edit.raw) if settings.edited_raw else None,
            )
        scene = settings.format == "exr" and settings.exr_scene
        make_picture = development.scene_linear if scene else development.full
        rgb, orientation = geometry.exported(make_picture(recipe, progress), clip=not scene)
        return partial(
            export_image,
            rgb,
            request.path,
            orientation=orientation,
            shot=shot,
            camera=own,  # who took it stays who took it; the notes say as what it was rendered
            exif=exif,
            quality=settings.quality,
            size=settings.size_of(*geometry.size),
            space=COLOR_SPACES[settings.profile],
            scene_linear=scene,
            bits=settings.exr_bits,
            metadata=settings.metadata,
            notes=notes_of(photo, edit),
            source=photo.path,
        )

    @staticmethod
    def _recipe(edit: Edit) -> Any:
        from paramisp_core.editing.development import Recipe

        return Recipe(
            edits=edit.raw,
            shot=edit.shot,
            source_shot=edit.source_shot,
            camera=edit.render_as,
            source_camera=edit.source_camera,
            anchored=edit.anchored,
            headroom=edit.headroom,
        )


def notes_of(photo: Photo, edit: Edit) -> tuple[str, ...]:
    """Return what was changed or estimated, one phrase each, for the metadata of an exported picture."""
    from app.panels.values import EXPOSURE_EV, HEADROOM, KELVIN, LENS_SCALES, LOCAL_SCALES, SCALES, STRAIGHTEN, TINT
    from paramisp_core.camera.lens import lens_of
    from paramisp_core.editing.geometry import Geometry

    notes = [] if photo.raw is not None else ["RAW estimated from the picture by a learned camera"]
    if edit.headroom is not None and photo.raw is None:
        notes.append(f"exposure headroom {HEADROOM.write(edit.headroom)}")
    for name in edit.settings_changed:
        value = edit.shot.value(name)
        written = "unknown" if value is None else SCALES[name].write(value)
        notes.append(f"rendered with {SCALES[name].label} {written}")
    raw = edit.raw.effective
    if raw.exposure_ev:
        notes.append(f"RAW exposure {EXPOSURE_EV.write(raw.exposure_ev)}")
    for scale in LOCAL_SCALES:
        if getattr(raw, scale.name):
            notes.append(f"{scale.label.lower()} {scale.write(getattr(raw, scale.name))}")
    if raw.kelvin is not None and raw.tint is not None:
        notes.append(f"white balance {KELVIN.write(raw.kelvin)}, tint {TINT.write(raw.tint)}")
    if raw.curve:
        notes.append("tone curve " + " ".join(f"{x * 255:.0f}:{y * 255:.0f}" for x, y in raw.curve))
    if raw.distortion or raw.vignetting:
        lens = lens_of(photo, edit.source_shot, edit.source_camera, raw.lens).profile
        known = raw.known(lens)
        done = [f"{scale.label.lower()} corrected {scale.write(getattr(known, scale.name))}" for scale in LENS_SCALES
                if getattr(known, scale.name)]
        if lens is not None and done:
            notes.append(f"lens {lens.name}: {', '.join(done)}")
    geometry = Geometry.of(raw, photo.size, photo.orientation)
    if geometry.straighten:
        notes.append(f"straightened {STRAIGHTEN.write(geometry.straighten)}")
    if geometry.size != geometry.frame:
        notes.append(f"cropped to {geometry.size[1]} x {geometry.size[0]}")
    if edit.render_as is not None:
        notes.append(f"rendered as {edit.render_as.name}")
    return tuple(notes)


def card_facts(card: Any) -> dict[str, Any]:
    """Return a model card's fields as a plain dict, whatever class it is."""
    if isinstance(card, dict):
        return dict(card)
    fields = getattr(card, "__dict__", None) or {
        name: getattr(card, name) for name in getattr(card, "__dataclass_fields__", ())
    }
    return {key: value for key, value in fields.items() if not key.startswith("_")}


def source_pixels(photo: Photo, region: Region, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return (h, w, 3) uint8 of a stored region of the source at about ``size`` (height, width); needs no model.

    It is the very picture that the Development shows of an untouched photo.
    """
    import cv2
    import numpy as np

    size = min(size[0], region.height), min(size[1], region.width)
    part = photo.pyramid.cut(region, size)
    return np.asarray(cv2.convertScaleAbs(np.ascontiguousarray(part), alpha=255.0), np.uint8)
