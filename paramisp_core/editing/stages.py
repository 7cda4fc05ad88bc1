"""The stage of one photo in development that is computed once and kept: its inversion."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.pyramid import Pyramid
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.local import MASK_PIXELS, LightMask
from paramisp_core.editing.recipe import Region
from paramisp_core.engine.isp import ForwardISP, InverseISP, finished_raw, headroom_note, photo_gains
from paramisp_core.engine.style import as_shown, own_shot, rendering_shot
from paramisp_core.engine.tiles import TiledRun, to_tensor
from paramisp_core.networks.compact import CompactNetwork, LiveNetwork, Window
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.style import Shots
from paramisp_core.networks.threads import for_each
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import binned
from paramisp_core.raw.color import color_matrix
from paramisp_core.raw.image import RawImage

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

PROXY_PIXELS = MASK_PIXELS
"""Size of the small version that drafts and whole-photo statistics are computed from."""
TILE = 256
"""Side of a tile of what is computed at rest: so small that the picture of a slider need not wait long for one to end,
and hardly slower than larger ones."""


class Inversion:
    """A photo's RAW under one choice of source settings: small version at once, exact tiles when asked for."""

    def __init__(self, photo: Photo, isp: InverseISP, source: Pyramid, shot: ShotSettings,
                 camera: CameraProfile, headroom: float | None = None, progress: Progress | None = None) -> None:
        """Invert the small version, in a second or less. ``progress`` may raise Cancelled between two tiles of it."""
        self.photo, self.isp, self.shot, self.camera = photo, isp, shot, camera
        self.note = ""  # on the exposure headroom
        self.assumed_headroom: float | None = None  # EV; of a RAW file there is nothing to assume
        self._own_shot: Shots | None = None  # what the photo tells of its camera
        self._as_camera: dict[ForwardISP, ForwardISP] = {}
        height, width = photo.size
        scale = min(1.0, (PROXY_PIXELS / (height * width)) ** 0.5)
        self.proxy_size = max(2, round(height * scale) // 2 * 2), max(2, round(width * scale) // 2 * 2)
        self._full = photo.raw
        if photo.raw is not None:
            self.gains, self.matrix, self.cfa = photo.raw.white_balance, photo.raw.xyz_to_camera, photo.raw.cfa
            self._run: TiledRun | None = None
            self.proxy = np.ascontiguousarray(cv2.resize(
                binned(photo.raw.mosaic, photo.raw.cfa), self.proxy_size[::-1], interpolation=cv2.INTER_AREA))
            self._own_shot = rendering_shot(
                photo, Conditions.of(shot, self.cfa, self.gains, color_matrix(self.matrix)), isp.device)
            return
        self.gains, self.matrix, self.cfa = photo_gains(photo, camera), camera.matrix, camera.cfa
        network = isp.network
        assert isinstance(network, LiveNetwork)
        small = source.cut((0, 0, height, width), self.proxy_size)
        conditions = Conditions.of(shot, camera.cfa, self.gains, camera.color_matrix)
        with torch.inference_mode():
            thumbnail = network.thumbnail(to_tensor(small), conditions)
        self._run = isp.tiled(photo.pixels, conditions, thumbnail=thumbnail, headroom=headroom)
        self.assumed_headroom = network.headroom(self._run.state)
        self.note = headroom_note(self.assumed_headroom, headroom)
        self.proxy = self.camera_rgb(small, (0, 0, height, width), progress)
        if isinstance(network, CompactNetwork):
            self._own_shot = own_shot(small, self._run)
        self._values: Array | None = None
        self._done: NDArray[np.bool_] = np.zeros((-(-height // TILE), -(-width // TILE)), bool)

    @cached_property
    def light(self) -> LightMask:
        """How bright each place is."""
        return LightMask(self.proxy, self.gains)

    def as_its_camera(self, forward: ForwardISP) -> ForwardISP:
        """Return a forward camera for any camera as the one that took this photo, read off the photo itself.

        Of a RAW file that is off the picture in it, which takes a second.
        """
        if self._own_shot is None or forward.card.camera not in ("", self.camera.name):  # another's look is wanted
            return forward
        if forward not in self._as_camera:
            measured = self.photo.raw is not None and not self.photo.raw.estimated
            self._as_camera[forward] = as_shown(forward, self._own_shot, true_light=measured)
        return self._as_camera[forward]

    def camera_rgb(self, picture: Array, region: Region, progress: Progress | None = None) -> Array:
        """Return unbalanced linear camera RGB (h, w, 3) of a source picture that shows ``region`` at any size.

        ``progress`` may raise Cancelled between tiles.
        """
        assert self._run is not None
        run, network = self._run, self._run.network
        height, width = picture.shape[:2]
        even = picture[: height // 2 * 2, : width // 2 * 2] if min(height, width) > 1 else picture
        per_row, per_column = height / region[2], width / region[3]
        out = np.empty((*even.shape[:2], 3), np.float32)
        halo = network.halo

        def compute(corner: tuple[int, int]) -> None:
            y, x = corner
            y0, x0 = max(0, y - halo), max(0, x - halo)
            tile = even[y0 : y + TILE + halo, x0 : x + TILE + halo]
            window = Window(y0 + region[0] * per_row, x0 + region[1] * per_column,
                            self.photo.size[0] * per_row, self.photo.size[1] * per_column)
            with torch.inference_mode():
                rgb = network.colors_tile(to_tensor(tile, run.device), run.state, run.conditions, window)
            part = rgb[0].permute(1, 2, 0).cpu().numpy()[y - y0 :, x - x0 :][:TILE, :TILE]
            out[y : y + part.shape[0], x : x + part.shape[1]] = part

        # in tiles: bounded memory, and faster in the caches
        for_each(compute, [(y, x) for y in range(0, even.shape[0], TILE) for x in range(0, even.shape[1], TILE)],
                 run.device, progress)
        if even.shape[:2] != (height, width):
            out = cv2.copyMakeBorder(out, 0, height - out.shape[0], 0, width - out.shape[1], cv2.BORDER_REPLICATE)
        return np.maximum(out, 0)

    def mosaic(self, region: Region, progress: Progress | None = None, keep: bool = True) -> Array:
        """Return the exact mosaic of a region; tiles computed once are kept. ``progress`` may raise Cancelled.

        Without ``keep`` no more than the region is computed, which is quicker for a few pixels.
        """
        top, left, height, width = region
        if self._full is None:
            if not keep and self._missing(region):
                assert self._run is not None
                return np.maximum(self._run.region(self.photo.pixels, region), 0)
            self._ensure(region, progress)
        values = self._full.mosaic if self._full is not None else self._values
        assert values is not None
        return values[top : top + height, left : left + width]

    def _missing(self, region: Region) -> list[tuple[int, int]]:
        """Return (row, column) of the tiles of a region that are not computed yet."""
        top, left, tall, wide = region
        return [(i, j) for i in range(top // TILE, (top + tall - 1) // TILE + 1)
                for j in range(left // TILE, (left + wide - 1) // TILE + 1) if not self._done[i, j]]

    def _ensure(self, region: Region, progress: Progress | None) -> None:
        run = self._run
        assert run is not None
        height, width = self.photo.size
        if self._values is None:
            self._values = np.zeros((height, width), np.float32)
        values = self._values

        def compute(cell: tuple[int, int]) -> None:
            y, x = cell[0] * TILE, cell[1] * TILE
            tile = (y, x, min(TILE, height - y), min(TILE, width - x))
            part = run.region(self.photo.pixels, tile)
            np.maximum(part, 0, out=values[y : y + tile[2], x : x + tile[3]])
            self._done[cell] = True

        for_each(compute, self._missing(region), run.device, progress)

    def raw(self, progress: Progress | None = None) -> RawImage:
        """Return the whole RAW."""
        if self._full is None:
            height, width = self.photo.size
            values = self.mosaic((0, 0, height, width), progress)
            photo = self.photo.with_changes(camera=self.camera, white_balance=self.gains)
            self._full = finished_raw(photo, self.camera, values, self.isp.card.name, self.note)
        return self._full
