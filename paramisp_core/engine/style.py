"""A network for any camera made one camera's own at once, from what that camera showed of known light.

Of a photo whose RAW is gone the light is what the inverse camera makes of it: a forward camera styled by it renders the
photo as its own camera did, tone and color, before anything is anchored on the photo, and goes on so when the RAW is
edited. Of RAW+JPEG pairs the light is known: both directions become that camera's, and a short fit may follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from paramisp_core.camera.photo import Photo, Rendering
from paramisp_core.camera.pyramid import averaged
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.engine.tiles import TiledRun
from paramisp_core.networks.adapters import adapted, no_change
from paramisp_core.networks.checkpoints import Direction, ModelCard, load_style
from paramisp_core.networks.compact import CompactNetwork, Confidence, Window
from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.style import Adapter, Shots, StyleNet, by_global_stages, refined
from paramisp_core.networks.threads import one_thread
from paramisp_core.raw.cfa import reduced_colors
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import srgb_decode, srgb_encode

Array = NDArray[np.float32]
ISP = TypeVar("ISP", bound=InverseISP | ForwardISP)

_FAR = 1e-3  # mean square error of the small picture's sRGB, 30 dB
_SIDE = 96  # of the small pictures that StyleNet was trained on


def own_shot(photo_rgb: Array, run: TiledRun) -> Shots:
    """Return what a photo without its RAW tells of its camera.

    photo_rgb: (H, W, 3) sRGB 0..1, of any size. run: the inverse camera, prepared for the photo.
    """
    network, device = run.network, run.device
    rgb = _tensor(photo_rgb, device)
    with torch.no_grad(), one_thread():
        camera = network.camera_rgb(rgb, replace(run.state, local=0.0), run.conditions, Window(0, 0, _SIDE, _SIDE))
    return Shots(rgb, camera.clamp(0, 1), run.conditions)


def pair_shots(pairs: Sequence[tuple[Array, Array, Conditions]], device: torch.device) -> Shots:
    """Return what RAW+JPEG pairs of one camera tell of it.

    Each pair: (H, W, 3) sRGB 0..1 or its 8-bit codes; (h, w, 3) linear camera RGB, unbalanced, that shows the same;
    conditions. Any size.
    """
    # light is averaged, not sRGB values: else the tone curve would be another one where there is much texture
    rgb = [_tensor(srgb_encode(averaged(shown, (_SIDE, _SIDE), srgb_decode)), device) for shown, _, _ in pairs]
    camera = [_tensor(light, device) for _, light, _ in pairs]
    return Shots(torch.cat(rgb), torch.cat(camera).clamp(0, 1),
                 Conditions.stacked([conditions for _, _, conditions in pairs]).to(device), len(pairs))


def rendering_shot(photo: Photo, conditions: Conditions, device: torch.device) -> Shots | None:
    """Return what a RAW file tells of its camera by the picture in it; None where none is in it that fits."""
    if photo.raw is None or photo.rendering is None:
        return None
    return _laid_over(photo.raw, photo.rendering, conditions, device)


def as_camera_that_took(photo: Photo, forward: ForwardISP, raw: RawImage | None = None) -> ForwardISP:
    """Return the forward camera as the one that took a photo, read off the photo; as it is where that tells nothing.

    Of a RAW file that is off the picture in it (in a DNG of this program that shows the photo its RAW was estimated
    from); of another photo by ``raw``, which an inverse camera made of it, of the same size.
    """
    shown: Rendering | None = Rendering(photo.pixels, (0, 0, *photo.size))
    if photo.raw is not None:
        shown, raw = photo.rendering, photo.raw
    if shown is None or raw is None:
        return forward
    conditions = Conditions.of(photo.shot, raw.cfa, raw.white_balance, raw.color_matrix)
    return as_shown(forward, _laid_over(raw, shown, conditions, forward.device), true_light=not raw.estimated)


def _laid_over(raw: RawImage, shown: Rendering, conditions: Conditions, device: torch.device) -> Shots:
    light = reduced_colors(raw.mosaic, raw.cfa, shown.region, (_SIDE, _SIDE))
    return pair_shots([(shown.rgb, light, conditions)], device)


def as_shown(forward: ForwardISP, shots: Shots, true_light: bool) -> ForwardISP:
    """Return the forward camera as the one that took a photo, read off the photo; kept if it comes nearer to it.

    Where the light is the sensor's own a fit follows. Of an estimate that would learn the mistakes too: it does so only
    where the reading does not come nearer and the camera for any photo is far off, as of some very dark photos.
    """
    found = _read_off(forward, shots)
    if found is None:
        if not true_light or forward.card.architecture != "adapter" or not forward.card.shipped:
            return forward  # calibrated, on real pairs or to measured curves
        assert isinstance(forward.network, CompactNetwork)  # what the camera itself shows says more than its curves
        found = {name: value[None] for name, value in no_change(forward.network).items()}
    far = _misses(forward, shots)
    if not true_light:
        own = as_camera_of(forward, CameraStyle(_one(forward, found), forward.confidence))
        if _misses(own, shots) < far:
            return own
        if far < _FAR:
            return forward
    own = as_camera_of(forward, _fitted(forward, found, shots))
    return own if _misses(own, shots) < far else forward


def _misses(isp: ForwardISP, shots: Shots) -> float:
    """Return the mean square error of the global stages on the small pictures of shots."""
    assert isinstance(isp.network, CompactNetwork)
    with torch.no_grad(), one_thread():
        made, _ = by_global_stages(isp.network, isp.confidence, shots.camera, shots.camera, shots.conditions)
    return float((made.clamp(0, 1) - shots.rgb).square().mean())


@dataclass(frozen=True)
class CameraStyle:
    """A camera: an adapter, and how far the network it changes is trusted with it."""

    adapter: dict[str, Tensor]
    confidence: Confidence


def pair_style(isp: InverseISP | ForwardISP, shots: Shots) -> CameraStyle | None:
    """Return a camera from its RAW+JPEG pairs: read off them, then fitted to their small pictures.

    Takes a second or two. None where the network is not one that can be styled.
    """
    found = _read_off(isp, shots)
    return None if found is None else _fitted(isp, found, shots)


def _fitted(isp: InverseISP | ForwardISP, found: Adapter, shots: Shots) -> CameraStyle:
    assert isinstance(isp.network, CompactNetwork)
    with one_thread():
        adapter, confidence = refined(isp.network, isp.confidence, found, shots)
    return CameraStyle(_one(isp, adapter), confidence)


def as_camera_of(isp: ISP, style: CameraStyle | None) -> ISP:
    """Return the network as that camera; as it is where there is none."""
    if style is None:
        return isp
    assert isinstance(isp.network, CompactNetwork)
    own = adapted(isp.network, style.adapter).requires_grad_(False)
    return replace(isp, network=own, confidence=style.confidence)


def _one(isp: InverseISP | ForwardISP, found: Adapter) -> dict[str, Tensor]:
    assert isinstance(isp.network, CompactNetwork)
    return no_change(isp.network) | {name: value[0].clone() for name, value in found.items()}


def _read_off(isp: InverseISP | ForwardISP, shots: Shots) -> Adapter | None:
    net = _style_net(isp)
    if net is None:
        return None
    assert isinstance(isp.network, CompactNetwork)
    with torch.no_grad(), one_thread():  # of layers this small threads would wait for each other
        return net(isp.network, isp.confidence, shots)


def _style_net(isp: InverseISP | ForwardISP) -> StyleNet | None:
    card = isp.card
    if not isinstance(isp.network, CompactNetwork) or card.architecture != "compact" or card.camera:
        return None
    return _loaded(card.path, card.name, card.direction, card.sha256, str(isp.device))


@lru_cache(maxsize=4)
def _loaded(path: Path | None, name: str, direction: Direction, sha256: str, device: str) -> StyleNet | None:
    found = load_style(ModelCard(name, direction, "compact", sha256=sha256, path=path))
    return None if found is None else found[0].to(device)


def _small(picture: Array) -> Array:
    return np.asarray(cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.float32)


def _tensor(picture: Array, device: torch.device) -> Tensor:
    small = picture if picture.shape[:2] == (_SIDE, _SIDE) else _small(picture)
    return torch.from_numpy(np.ascontiguousarray(small, np.float32)).permute(2, 0, 1)[None].to(device)
