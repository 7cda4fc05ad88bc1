"""A small stand-in for paramisp_core's engine: same interface, simple numpy, chosen delays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from app.edits.edit import Edit
from app.live.engine import source_pixels
from app.live.engine_setup import EngineSetup
from app.live.jobs import EngineFacts, ExportRequest
from app.picture.geometry import Region
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.neutral import GrayLight
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import CFA, mosaic
from paramisp_core.raw.levels import RawLevels
from paramisp_core.raw.reading import Reading

CAMERA = CameraProfile(
    "Test One", "Test", "One", ((0.7, -0.15, -0.07), (-0.45, 1.25, 0.22), (-0.09, 0.2, 0.6))
)
OTHER = CameraProfile(
    "Test Two", "Test", "Two", ((0.8, -0.25, -0.07), (-0.35, 1.15, 0.22), (-0.09, 0.3, 0.5))
)
SHOT = ShotSettings(
    400.0, 1 / 250, 2.8, 50.0, dict.fromkeys(("iso", "exposure_time", "f_number", "focal_length"), "exif")
)


@lru_cache(8)
def pixels(height: int, width: int) -> np.ndarray:
    """Pixels that tell where they are: red rises rightwards, green downwards, blue is a checker; read only."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rgb = np.stack([x / max(width - 1, 1), y / max(height - 1, 1), ((x // 16 + y // 16) % 2) * 0.5], -1)
    rgb = rgb.astype(np.float32)
    rgb.setflags(write=False)
    return rgb


def make_photo(
    height: int = 600,
    width: int = 900,
    orientation: int = 1,
    shot: ShotSettings = SHOT,
    warnings: tuple[str, ...] = (),
    path: Path | None = Path("/nowhere/test.jpg"),
) -> Photo:
    """A photo of :func:`pixels`."""
    return Photo(
        pixels(height, width),
        shot,
        CAMERA,
        np.array([2.0, 1.0, 1.5]),
        orientation=orientation,
        path=path,
        warnings=warnings,
    )


@dataclass(frozen=True)
class FakeFrame:
    """The fields of Development's Frame that the worker reads."""

    rgb8: np.ndarray
    region: Region
    exact: bool
    seconds: float = 0.0
    note: str = ""


@dataclass
class FakeEngine:
    """draft_s, refine_s, prepare_s, export_s, write_s: how long each takes.

    ``log`` has every draw as (shown, edit, exact).
    """

    photo: Photo = field(default_factory=make_photo)
    draft_s: float = 0.0
    refine_s: float = 0.0
    prepare_s: float = 0.0
    export_s: float = 0.0
    write_s: float = 0.0
    load_gate: threading.Event | None = None
    fail: Callable[[Edit], bool] = lambda edit: False
    log: list[tuple[str, Edit, bool]] = field(default_factory=list)
    picked: list[Region] = field(default_factory=list)
    thumb_s: float = 0.0
    setups: list[EngineSetup] = field(default_factory=list)
    thumbs: list[Edit] = field(default_factory=list)
    probed: list[tuple[int, int]] = field(default_factory=list)
    develops: int = 0
    exported: list[ExportRequest] = field(default_factory=list)
    warmed: int = 0
    settled: int = 0
    headroom: float | None = 0.35

    def open(self, path: Path) -> Photo:
        if path.suffix == ".txt":
            raise UserError(f"“{path.name}” is not a photo.")
        if path.suffix == ".boom":
            raise RuntimeError("boom")
        return self.photo.with_changes(path=path)

    def configure(self, setup: EngineSetup) -> None:
        self.setups.append(setup)

    def load(self) -> EngineFacts:
        if self.load_gate is not None:
            self.load_gate.wait(10)
        return EngineFacts(
            "cpu",
            "",
            "fake",
            {"name": "fake-inverse", "scores": {"psnr": 31.5}},
            {"name": "fake-forward", "limits": "A fake."},
        )

    def adopt_thread(self) -> None:
        pass

    def develop(self, photo: Photo) -> Any:
        self.develops += 1
        return photo

    def assumed_headroom(self, development: Any, edit: Edit) -> float | None:
        return self.headroom

    def facts_for(self, photo: Photo) -> EngineFacts:
        return self.load()

    def draw(
        self,
        development: Photo,
        edit: Edit,
        shown: str,
        region: Region,
        size: tuple[int, int],
        exact: bool,
        progress: Progress,
    ) -> FakeFrame:
        self.log.append((shown, edit, exact))
        if self.fail(edit):
            raise RuntimeError("the fake was told to fail")
        self._work(self.refine_s if exact else self.draft_s, progress if exact else None)
        pixels = source_pixels(development, region, size).astype(np.float32)
        if shown == "mosaic":
            pixels[::2, ::2, 1:] = 0
        elif shown == "render":
            pixels = pixels * 2.0**edit.raw.exposure_ev
        return FakeFrame(np.clip(pixels, 0, 255).astype(np.uint8), region, exact or shown != "render")

    def raw_levels(self, development: Photo, edit: Edit, region: Region, size: tuple[int, int], exact: bool,
                   progress: Progress) -> RawLevels:
        """The RAW is the picture itself, RGGB, twice as bright."""
        self.log.append(("levels", edit, exact))
        rgb = source_pixels(development, region, (region[2], region[3])).astype(np.float32) / 255
        rgb *= np.float32(2 * 2.0**edit.raw.exposure_ev)
        if exact:
            cfa = CFA.RGGB.shifted(region[0], region[1])
            return RawLevels(mosaic(rgb, cfa), cfa)
        return RawLevels(source_pixels(development, region, size).astype(np.float32) / 127.5, None)

    def thumbnail(self, development: Photo, edit: Edit, region: Region, size: tuple[int, int],
                  progress: Progress) -> FakeFrame:
        self.thumbs.append(edit)
        self._work(self.thumb_s, progress)
        pixels = source_pixels(development, region, size).astype(np.float32) * 2.0**edit.raw.exposure_ev
        if edit.shot.iso:
            pixels *= min(1.0, 400 / edit.shot.iso)  # so that one sees by which ISO it was rendered
        if not edit.anchored:
            pixels *= 0.9  # so that one sees what the anchor takes back
        return FakeFrame(np.clip(pixels, 0, 255).astype(np.uint8), region, False)

    def probe(self, development: Photo, edit: Edit, row: int, column: int) -> Reading:
        """The photosite's value tells where it is, the level how bright the edit made it."""
        self.probed.append((row, column))
        cfa = CFA.RGGB.value[2 * (row % 2) + column % 2]
        light = tuple(float(v) for v in development.rgb[row, column])
        return Reading(cfa, row + column / 10000, round(100 * 2**edit.raw.exposure_ev), light, -0.5)

    def neutral_light(self, development: Photo, edit: Edit, region: Region) -> GrayLight:
        self.picked.append(region)
        if region.left < 100:
            raise UserError("That place is clipped.")
        return GrayLight(4000.0, 7.0, (0.25, -0.125))

    def settle(self, development: Any) -> None:
        self.settled += 1

    def warm(self, development: Any, edit: Edit, region: Region, size: tuple[int, int], progress: Progress) -> None:
        self.warmed += 1

    def prepare(self, development: Any, edit: Edit, region: Region, size: tuple[int, int], progress: Progress) -> None:
        self._work(self.prepare_s, progress)

    def export(self, development: Photo, photo: Photo, request: ExportRequest, progress: Progress) -> Any:
        self._work(self.export_s, progress)
        return partial(self.write, request)

    def write(self, request: ExportRequest, progress: Progress) -> None:
        if request.path.name.startswith("full-disk"):
            raise UserError("The disk is full.")
        self._work(self.write_s, progress)
        self.exported.append(request)
        request.path.write_bytes(request.settings.format.encode())

    @staticmethod
    def _work(seconds: float, progress: Progress | None) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            time.sleep(min(left, 0.01))
            if progress is not None:
                progress(1 - max(left, 0) / seconds)


def all_dark(edit: Edit) -> bool:
    """Fail for edits darker than -1 EV."""
    return edit.raw.exposure_ev < -1
