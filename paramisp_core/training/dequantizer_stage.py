"""``paramisp train --stage dequantize``: the Dequantizer learns what JPEGs of every quality have lost.

Pictures that never were JPEGs (``paramisp simulate --lossless``) are written as such, by libjpeg, and read again: by
the tables of real cameras, or by libjpeg's of any quality as programs and the web use them. The loss is the error that
remains, in decibels of the one before, so that a photo of quality 95 counts as much as one of 50.
"""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from paramisp_core.camera.database import jpeg_quantizations
from paramisp_core.errors import UserError
from paramisp_core.files.pixels import quantization_of
from paramisp_core.networks.dequantizer import SAMPLINGS, Dequantizer, tables_tensor
from paramisp_core.training.small_trainer import SmallTrainer, begun_state
from paramisp_core.training.train import load_state

_OF_CAMERAS = 0.4  # share of the pictures that are quantized as a real camera does it
_QUALITY = 50, 97  # of the others
_SAMPLINGS = {"4:2:0": 0.6, "4:2:2": 0.2, "4:4:4": 0.2}
_FLOOR = 1e-3  # of squared 8-bit levels: below, an error is rounding
_CHROMA = 0.5  # its weight in the loss


@dataclass(frozen=True)
class Compressed:
    """B pictures of one subsampling before and after they were a JPEG: (B, 3, H, W) of 0..1, tables (B, 2, 64)."""

    clean: Tensor
    decoded: Tensor
    tables: Tensor
    sampling: tuple[int, int]


def lossless_pictures(folder: Path) -> NDArray[np.uint8]:
    """Return the pictures (N, S, S, 3) of a data set of ``simulate --lossless``. Raises UserError for any other."""
    try:
        facts = json.loads((folder / "manifest.json").read_text("utf-8"))
        pictures = np.load(folder / "rgb.npy", mmap_mode="r")
    except (OSError, ValueError) as error:
        raise UserError(f"{folder} is not a data set: {error}") from None
    if not facts.get("lossless"):
        raise UserError(f"The pictures of {folder} have been JPEGs; make some with 'paramisp simulate --lossless'.")
    return pictures


def compressed(picture: NDArray[np.uint8], **saving: Any) -> Compressed:
    """Write one picture (H, W, 3) as a JPEG by Pillow's options and read it again."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", **saving)
    with Image.open(file) as image:
        rounding, decoded = quantization_of(image), np.asarray(image)
    assert rounding is not None
    return Compressed(_tensor(picture), _tensor(decoded), tables_tensor((rounding.luma, rounding.chroma)),
                      SAMPLINGS[rounding.subsampling])


def random_saving(rng: np.random.Generator, sampling: str) -> dict[str, Any]:
    """Draw how a JPEG of that subsampling is written: Pillow's options."""
    own = [one for one in jpeg_quantizations() if one.subsampling == sampling]
    if own and rng.random() < _OF_CAMERAS:
        return own[int(rng.integers(len(own)))].saving
    return {"quality": int(rng.integers(_QUALITY[0], _QUALITY[1] + 1)), "subsampling": sampling}


class DequantizerTrainer(SmallTrainer):
    """One run of the stage."""

    title, warm_up = "dequantize", 100

    def __init__(self, args: argparse.Namespace, device: torch.device) -> None:
        self.device = device
        torch.manual_seed(args.seed)
        begun = begun_state(args.output)
        if begun is not None and begun.get("kind") != "dequantizer":
            raise UserError(f"{args.output} is no Dequantizer.")
        self.pictures = [lossless_pictures(folder) for folder in args.data]
        self.net = (dequantizer_of(args.start).train().requires_grad_() if args.start else Dequantizer()).to(device)
        super().__init__(args, self.net, 2e-3, 1e-4, begun)

    def step_loss(self, rng: np.random.Generator) -> tuple[Tensor, tuple[float, ...]]:
        """Return the loss of pictures that are drawn, and their gains in dB."""
        luma, chroma = self.gains(self.net, self.batch(rng))
        return -luma - _CHROMA * chroma, (float(luma.detach()), float(chroma.detach()))

    def told(self, means: tuple[float, ...]) -> str:
        """Say what the mean gains are."""
        return f"dequantize step {self.step} luma {means[0]:+.3f} dB chroma {means[1]:+.3f} dB"

    def facts(self) -> dict[str, Any]:
        """Return what it is and of what size."""
        return {"kind": "dequantizer", "direction": "inverse", "config": self.net.config}

    def batch(self, rng: np.random.Generator) -> Compressed:
        """Draw pictures, mirrored and turned at random, all of one subsampling, and what JPEGs make of them."""
        sampling = str(rng.choice(list(_SAMPLINGS), p=list(_SAMPLINGS.values())))
        made = []
        for _ in range(self.args.batch):
            pictures = self.pictures[int(rng.integers(len(self.pictures)))]
            picture = np.rot90(pictures[int(rng.integers(len(pictures)))], int(rng.integers(4)))
            if rng.random() < 0.5:
                picture = picture[:, ::-1]
            made.append(compressed(np.ascontiguousarray(picture), **random_saving(rng, sampling)))
        clean, decoded, tables = (torch.cat([getattr(one, name) for one in made]).to(self.device)
                                  for name in ("clean", "decoded", "tables"))
        return Compressed(clean, decoded, tables, SAMPLINGS[sampling])

    def gains(self, net: Dequantizer, batch: Compressed) -> tuple[Tensor, Tensor]:
        """Return by how many dB luma and chroma come nearer to what they were, means over pictures."""
        truth, known = (net.planes(F.conv2d(rgb * 255, net.to_ycc), batch.sampling)
                        for rgb in (batch.clean, batch.decoded))
        luma, chroma = net.changes(known, batch.tables)
        lost = truth[0] - known[0], (truth[1] - known[1])[:, :128]
        return tuple((10 * torch.log10((_error(gone) + _FLOOR) / (_error(gone - found) + _FLOOR))).mean()
                     for gone, found in zip(lost, (luma, chroma)))  # type: ignore[return-value]


def dequantizer_of(path: Path) -> Dequantizer:
    """Return the Dequantizer of a training state, ready for use. Raises UserError when it is none."""
    state = load_state(path)
    if state.get("kind") != "dequantizer":
        raise UserError(f"{path} is no Dequantizer.")
    net = Dequantizer(**state["config"])
    net.load_state_dict(state["average"])
    return net.requires_grad_(False).eval()


def _error(coefficients_BChw: Tensor) -> Tensor:
    return coefficients_BChw.square().mean((1, 2, 3))


def _tensor(picture: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(picture.astype(np.float32) / np.float32(255)).permute(2, 0, 1)[None]
