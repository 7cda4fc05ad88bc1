"""InverseISP and ForwardISP: a network with its model card and device, run on real photos of any size."""

from __future__ import annotations

import copy
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from paramisp_core.camera.adaptation import as_camera, same_colors
from paramisp_core.camera.database import all_cameras
from paramisp_core.camera.look import look_change
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.engine.devices import choose_device
from paramisp_core.engine.memory import paper_tiles, within_memory
from paramisp_core.engine.paper_tiles import run_paper_tiled
from paramisp_core.engine.tiles import TiledRun, photo_thumbnail, to_tensor
from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import ModelCard, load_network
from paramisp_core.networks.compact import Confidence, LiveNetwork, Window, balanced_linear
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.paper import PaperNetwork
from paramisp_core.networks.precision import PRECISIONS, LowPrecision
from paramisp_core.networks.threads import one_thread
from paramisp_core.progress import Progress
from paramisp_core.raw.codes import as_float, decoded
from paramisp_core.raw.color import color_matrix, gains_for_other_camera
from paramisp_core.raw.image import RawImage

Array = NDArray[np.float32]

# The paper's network takes 2 GB for a megapixel at once.
_PAPER_UNTILED = 1_100_000
_PAPER_HALO = 32
# sRGB values from here on tell nothing of how bright the light was.
JPEG_CLIP = 254.5 / 255
DEQUANTIZED = "JPEG rounding found again"
"""Note on a RAW that was made of what a JPEG's rounding took, too (see dequantize.py)."""


@dataclass(frozen=True, eq=False, repr=False)
class _ISP:
    """What both directions share.

    network: takes and returns batches, ``network(image_BCHW, conditions)``. card: its model card. device, device_note:
    where it runs, and why there ("" when nothing is to be said). confidence: how far learned parts are trusted.
    """

    network: nn.Module
    card: ModelCard
    device: torch.device
    device_note: str = ""
    confidence: Confidence = field(default_factory=Confidence)

    def __repr__(self) -> str:
        """In one line: the network's layers and the whole card are of no use to a reader."""
        whose = f", {self.card.camera}" if self.card.camera else ""
        return f"<{type(self).__name__} {self.card.name}{whose}, on {self.device}>"

    def _run(self, image: Array, conditions: Conditions, matrix: Any, progress: Progress | None,
             saturation: float = 1.0, shot_gains: NDArray[np.float64] | None = None) -> Array:
        """Run the whole photo in tiles: (H, W) or (H, W, 3), unclipped."""
        if isinstance(self.network, PaperNetwork):
            official = self.network.conditions_for(conditions, matrix)
            out = self._paper(self.network, to_tensor(image), official, progress)[0]
            result = out.permute(1, 2, 0).cpu().numpy()
            return result[..., 0] if result.shape[2] == 1 else result
        return self.tiled(image, conditions, saturation, shot_gains=shot_gains).region(image, progress=progress)

    def _paper(self, network: PaperNetwork, image: torch.Tensor, conditions: Conditions,
               progress: Progress | None) -> torch.Tensor:
        """Run the paper's network on one photo: at once where that is small, else in tiles that the memory holds."""
        small = image.shape[-2] * image.shape[-1] <= _PAPER_UNTILED  # tiles would repeat the work for their statistics
        tiles = paper_tiles(self.device, _PAPER_HALO)
        whole = max(image.shape[-2:])

        def work(tile: int) -> torch.Tensor:
            if tile == whole:
                with torch.inference_mode():
                    return network(image.to(self.device), conditions.to(self.device)).cpu()
            return run_paper_tiled(network, image, conditions, tile, _PAPER_HALO, progress=progress)

        def on_cpu() -> torch.Tensor:
            there = replace(self, network=copy.deepcopy(network).to("cpu"), device=torch.device("cpu"))
            assert isinstance(there.network, PaperNetwork)
            there.network.low_precision = None
            return there._paper(there.network, image, conditions.to("cpu"), progress)

        return within_memory(self.device, (whole, *tiles) if small else tiles, work, on_cpu)

    def tiled(self, image: Array, conditions: Conditions, saturation: float = 1.0,
              thumbnail: torch.Tensor | None = None, shot_gains: NDArray[np.float64] | None = None,
              render_as: CameraProfile | None = None,
              own_camera: CameraProfile | None = None, headroom: float | None = None) -> TiledRun:
        """Prepare a compact network for a photo: compute its global parameters.

        They are those of the photo as shot (``shot_gains``, and exposure undone by ``saturation``): a camera
        decides on its rendering once. Otherwise the network would meter an edited RAW anew and take every
        change of exposure or white balance back. ``thumbnail`` (of the unedited RAW) saves computing it.

        ``render_as``: another camera than the RAW's own (``own_camera``). The canonical steps stay those of the own:
        they lead to the same linear sRGB, without demosaicking twice (in ParamISP's transfer the matrices between A
        and B cancel). A network that is calibrated for the other camera is steered by that camera's parameters. One
        for any camera renders as the own camera, and the run has a ``look``, the measured difference of the tone
        curves, to be applied to the finished picture: what such a network makes of another matrix was no nearer to
        that camera's pictures (docs/transfer.md).

        ``headroom`` (inverse): the exposure headroom in EV that the RAW shall have; None: as the network assumes.
        """
        network = self.network
        assert isinstance(network, LiveNetwork)
        if thumbnail is None:
            # averages need not be found again
            thumbnail = photo_thumbnail(network, decoded(image), conditions) / saturation
        conditions = conditions.to(self.device)
        as_shot = conditions
        if shot_gains is not None:
            as_shot = replace(conditions, white_balance=_row(shot_gains, self.device))
        thumbnail = thumbnail.to(self.device)
        look = None
        # a thumbnail is so small that threads would wait for each other longer than they work
        with torch.inference_mode(), one_thread():
            state = network.global_state(thumbnail, as_shot, self.confidence)
            if render_as is not None:
                assert own_camera is not None
                if self.card.camera == render_as.name:
                    state = network.global_state(*_for_camera(thumbnail, as_shot, render_as, own_camera.matrix),
                                                 self.confidence)
                else:
                    side = thumbnail.shape[-1]
                    seen = network.tone_forward(balanced_linear(thumbnail, as_shot), state, Window(0, 0, side, side))
                    look = look_change(own_camera, render_as, seen[0].clamp(0, 1).permute(1, 2, 0).cpu().numpy())
        state = replace(state, saturation=saturation)
        if headroom is not None:
            state = replace(state, level=2.0 ** (network.headroom(state) - headroom))
        return TiledRun(network, conditions, state, image.shape[0], image.shape[1], look)


@dataclass(frozen=True, eq=False, repr=False)
class InverseISP(_ISP):
    """SRGB to RAW."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cache", OrderedDict())

    def to_raw(self, photo: Photo, *, shot: ShotSettings | None = None, camera: CameraProfile | None = None,
               headroom: float | None = None, progress: Progress | None = None) -> RawImage:
        """Return the RAW the photo came from, in the camera's own colours, CFA and orientation.

        ``headroom``: how far the photo's white lies below the RAW's, in EV, which no photo shows; None: as the network
        assumes. Either way the RAW's notes say it. Raises UserError when the network assumes nothing that could be
        changed. A photo that is a RAW file already returns its own. ``shot`` and ``camera`` override what the photo
        says. The last result is kept: asking again with the same settings costs nothing.
        """
        if photo.raw is not None:
            return photo.raw
        shot, camera = shot or photo.shot, camera or photo.camera
        cache: OrderedDict[Any, tuple[Photo, RawImage]] = self.__dict__["_cache"]
        key = (id(photo), shot, camera, headroom)
        if key in cache:
            return cache[key][1]
        gains = photo_gains(photo, camera)
        conditions = Conditions.of(shot, camera.cfa, gains, camera.color_matrix)
        if isinstance(self.network, LiveNetwork):
            run = self.tiled(photo.pixels, conditions, headroom=headroom)
            values = run.region(photo.pixels, progress=progress)
            note = headroom_note(self.network.headroom(run.state), headroom)
        elif headroom is not None:
            raise UserError("The paper's network has no exposure headroom that could be set; use a compact one.")
        else:
            values, note = self._run(photo.pixels, conditions, camera.matrix, progress), ""
        raw = finished_raw(photo, camera, np.maximum(values, 0, out=values), self.card.name, note)
        cache[key] = (photo, raw)  # the photo too, so that its id is not given to another one meanwhile
        while len(cache) > 1:
            cache.popitem(last=False)
        return raw


@dataclass(frozen=True, eq=False, repr=False)
class ForwardISP(_ISP):
    """RAW to sRGB."""

    def to_srgb(self, raw: RawImage, shot: ShotSettings | None = None, camera: CameraProfile | None = None, *,
                progress: Progress | None = None) -> Array:
        """Return (H, W, 3) float32 sRGB 0..1, as stored (not turned upright).

        ``shot`` steers the rendering (default: all unknown). With a ``camera`` that the RAW is not of, it is
        rendered as that camera would.
        """
        other = camera if camera is not None and not same_colors(raw, camera) else None
        if other is not None:
            if isinstance(self.network, LiveNetwork):
                own = Conditions.of(shot or ShotSettings(), raw.cfa, raw.white_balance, raw.color_matrix)
                run = self.tiled(raw.mosaic, own, raw.saturation, shot_gains=raw.shot_white_balance,
                                 render_as=other, own_camera=_profile_of(raw))
                out = run.region(raw.mosaic, progress=progress)
                return np.clip(out, 0, 1, out=out) if run.look is None else run.look.applied(out)
            raw = as_camera(raw, other)
        conditions = Conditions.of(shot or ShotSettings(), raw.cfa, raw.white_balance, raw.color_matrix)
        out = self._run(raw.mosaic, conditions, raw.xyz_to_camera, progress, raw.saturation,
                        raw.shot_white_balance)
        return np.clip(out, 0, 1, out=out)


def load_isp(name: str | Path = "inverse", *, direction: str | None = None,
             device: str = "auto", precision: str = "float32") -> InverseISP | ForwardISP:
    """Load a learned camera: "inverse", "forward", the name of a shipped checkpoint, or a file.

    Files are .safetensors of ours or official ParamISP Lightning checkpoints (.ckpt; give ``direction``). precision:
    in which format LocalNet's convolutions run, see networks/precision.py. Raises UserError when it cannot be loaded or
    the device is not there.
    """
    if precision not in PRECISIONS:
        raise UserError("Unknown precision {wanted}: choose one of {precisions}.", wanted=precision,
                        precisions=", ".join(PRECISIONS))
    place, note = choose_device(device)
    network, card = load_network(name, direction, place)
    if isinstance(network, LowPrecision):
        network.low_precision = PRECISIONS[precision]
    network.requires_grad_(False).eval()
    confidence = Confidence(**{key: float(value) for key, value in card.confidence.items()})
    kind = InverseISP if card.direction == "inverse" else ForwardISP
    return kind(network, card, place, note, confidence)


def _profile_of(raw: RawImage) -> CameraProfile:
    """Return the database's camera that a RAW's colours are of, or a nameless one with its matrix."""
    for camera in all_cameras():
        if same_colors(raw, camera):
            return camera
    matrix = tuple(tuple(float(v) for v in row) for row in raw.xyz_to_camera)
    return CameraProfile("unknown", "", "", matrix, raw.cfa)  # type: ignore[arg-type]


def _row(gains: NDArray[np.float64], device: torch.device) -> torch.Tensor:
    return torch.as_tensor(np.asarray(gains, np.float32), device=device)[None]


def _for_camera(thumbnail_B3TT: torch.Tensor, conditions: Conditions, camera: CameraProfile,
                xyz_to_own: NDArray[np.float64]) -> tuple[torch.Tensor, Conditions]:
    """Return a RAW thumbnail and its conditions as another camera would have recorded the same light."""
    device = conditions.white_balance.device
    own_gains = conditions.white_balance[0].cpu().double().numpy()
    gains = gains_for_other_camera(xyz_to_own, own_gains, camera.matrix)
    to_other = np.diag(1 / gains) @ np.linalg.inv(camera.color_matrix) @ color_matrix(xyz_to_own) @ np.diag(own_gains)
    turn = torch.as_tensor(to_other.astype(np.float32), device=device)
    return torch.einsum("ij,bjhw->bihw", turn, thumbnail_B3TT), replace(
        conditions, white_balance=_row(gains, device),
        color_matrix=torch.as_tensor(camera.color_matrix.astype(np.float32), device=device)[None])


def photo_gains(photo: Photo, camera: CameraProfile) -> NDArray[np.float64]:
    """Return the photo's as-shot gains, for another camera those that the same light would need there."""
    if camera is photo.camera or np.allclose(camera.matrix, photo.camera.matrix):
        return photo.white_balance
    return gains_for_other_camera(photo.camera.matrix, photo.white_balance, camera.matrix)


def headroom_note(assumed: float, wanted: float | None) -> str:
    """Return the sentence on the exposure headroom that an estimated RAW carries."""
    value = assumed if wanted is None else wanted
    return f"exposure headroom {value:+.2f} EV " + (
        "assumed" if wanted is None else f"set by hand ({assumed:+.2f} assumed)")


def finished_raw(photo: Photo, camera: CameraProfile, values: Array, model: str, note: str = "") -> RawImage:
    """Return an estimated mosaic as RawImage, the clipped pixels of the source marked; ``note``: one more to say."""
    clipped = np.empty(values.shape, np.bool_)
    codes = decoded(photo.pixels)  # what is white is what the file says is
    for y in range(2):
        for x in range(2):
            clipped[y::2, x::2] = as_float(codes[y::2, x::2, camera.cfa.indices[y, x]]) >= JPEG_CLIP
    found = DEQUANTIZED if codes is not photo.pixels else ""
    return RawImage(
        mosaic=values, cfa=camera.cfa, white_balance=photo_gains(photo, camera), xyz_to_camera=camera.matrix,
        black_level=camera.black_level, white_level=camera.white_level, clip_mask=clipped,
        orientation=photo.orientation, estimated=True,
        notes=(f"RAW estimated from JPEG by {model}", *filter(None, [note, found])),
    )
