"""What training minimizes."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from paramisp_core.networks.compact import GlobalState, decode, encode


def loss_between(direction: str, predicted: Tensor, target: Tensor, state: GlobalState) -> Tensor:
    """L1 in the perceptual domain plus the linear root mean square error per photo."""
    error = predicted - target
    rms = (error.square().mean((1, 2, 3)) + 1e-8).sqrt().mean()
    # The exact matrix is right until much evidence says otherwise.
    eye = torch.eye(3, device=error.device)
    prior = 0.02 * (state.color_B33 - eye).square().sum((1, 2)).mean() + 0.002 * state.grid_BGG.square().mean()
    if direction == "forward":
        return error.abs().mean() + 0.5 * rms + prior
    # No JPEG tells the exposure for certain, so a wrong gain must not drown what can be learned, the shape:
    # most of the loss is taken after the best gain is removed.
    gain = (predicted * target).sum((1, 2, 3)) / predicted.square().sum((1, 2, 3)).clamp(min=1e-6)
    aligned = predicted * gain.detach().clamp(0.25, 4)[:, None, None, None]
    shape = ((aligned - target).square().mean((1, 2, 3)) + 1e-8).sqrt().mean()
    shadow = (encode(aligned) - encode(target)).abs().mean()
    return shadow + shape + 0.7 * rms + prior


def detail_between(predicted: Tensor, target: Tensor) -> Tensor:
    """L1 and half the root mean square error of what differs from the mean over 9 × 9 pixels: edges, texture, grain.

    (B, 3, h, w) of 0..1. Tone is wrong by several hundredths on a camera never seen, detail by a few thousandths: in
    the loss of the whole, what a camera does to detail (demosaicking, noise reduction by ISO, sharpening) is drowned.
    """
    error = predicted - target
    # errors instead of pictures: the mean is linear
    error = error - F.avg_pool2d(F.pad(error, [4] * 4, mode="reflect"), 9, 1)
    return error.abs().mean() + 0.5 * (error.square().mean((1, 2, 3)) + 1e-8).sqrt().mean()


def toned_alike(target: Tensor, tone: Tensor) -> Tensor:
    """Return ``target`` with the tone of another picture of it: its means over 26 × 26 pixels are those of ``tone``.

    (B, 3, h, w), or mosaics (B, 1, h, w), whose four kinds of photosites have means of their own; h and w even, at
    least 14. It is what LocalNet is to learn when only detail is its business: shown the tone of the camera too, it
    learns to mend tone from the few pixels it sees, which makes photos of cameras never seen worse.
    """
    error = F.pixel_unshuffle(tone - target, 2)
    return target + F.pixel_shuffle(F.avg_pool2d(F.pad(error, [6] * 4, mode="reflect"), 13, 1), 2)


def edit_aware(direction: str, predicted: Tensor, target: Tensor, edit: tuple[float, float]) -> Tensor:
    """L1 of both after the same edit, as a user would see it: errors that an edit makes large count.

    edit: (exposure in EV, exponent of the tone curve). inverse: the RAW is edited; forward: the light behind the
    picture.
    """
    exposure, power = edit

    def edited(values: Tensor) -> Tensor:
        light = values if direction == "inverse" else decode(values)
        return encode((light * 2.0**exposure).clamp(0, 1)).clamp(min=1e-4) ** power

    return (edited(predicted) - edited(target)).abs().mean()
