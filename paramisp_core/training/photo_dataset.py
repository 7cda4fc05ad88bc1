"""A data set of real pairs on disk: whole photos of any size and CFA phase, cut into crops where training reads them.

Beside simulated ones (dataset.py) it serves the same batches. Each photo is a folder:

    rgb.npy      (H, W, 3) uint8, the camera's JPEG          whole_rgb.npy   (256, 256, 3) uint8, all of it, small
    raw.npy      (H, W) uint16 mosaic (see pack_raw), or     whole_raw.npy   (256, 256) uint16, all of it as a small
                 (H, W, 3) colors where the JPEG is small                    mosaic in the photo's CFA phase
    facts.json   camera, CFA, matrix, white balance, shot settings, levels, and how the JPEG lay over the RAW

manifest.json lists them, and what was refused with its reason. H and W are even.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.cfa import CFA, binned, mosaic
from paramisp_core.raw.codes import as_codes
from paramisp_core.raw.image import RawImage
from paramisp_core.training.dataset import SCALARS, Batch, PairDataset, not_a_data_set, pack_raw, stratified, unpack_raw
from paramisp_core.training.real_pairs import RealPair

KIND = "real pairs"
WHOLE = 256
"""Side of the small picture of the whole photo, whatever its aspect; networks look at 32 x 32 of it."""


def write_photo(pair: RealPair, folder: Path, stamp: str = "") -> None:
    """Write one pair as a folder of a data set; facts.json last, so that a half-written one is known.

    stamp: what tells an unchanged source file.
    """
    raw, photo = pair.raw, pair.photo
    folder.mkdir(parents=True, exist_ok=True)
    height, width = (side // 2 * 2 for side in photo.size)
    rgb = as_codes(photo.pixels[:height, :width])
    values = raw.mosaic if pair.camera_rgb is None else pair.camera_rgb
    cfa = raw.cfa if pair.camera_rgb is None else CFA.RGGB
    values = np.ascontiguousarray(values[:height, :width])
    cells = binned(values, cfa) if values.ndim == 2 else values
    colors = np.asarray(cv2.resize(cells, (WHOLE // 2, WHOLE // 2), interpolation=cv2.INTER_AREA), np.float32)
    small = mosaic(np.repeat(np.repeat(colors, 2, 0), 2, 1), cfa)
    shown = np.asarray(cv2.resize(rgb, (WHOLE, WHOLE), interpolation=cv2.INTER_AREA))
    for name, array in (("rgb", rgb), ("raw", pack_raw(values)), ("whole_rgb", shown), ("whole_raw", pack_raw(small))):
        np.save(folder / f"{name}.npy", array)
    shot = photo.shot
    facts = {
        "camera": photo.camera.name, "make": photo.camera.make, "model": photo.camera.model, "cfa": str(cfa),
        "height": height, "width": width, "reduced": pair.reduced,
        "white_balance": [float(v) for v in raw.white_balance],
        "xyz_to_camera": [[float(v) for v in row] for row in raw.xyz_to_camera],
        **{name: shot.value(name) for name in SCALARS},
        "black_level": raw.black_level, "white_level": raw.white_level,
        "turn": pair.place[0], "top": pair.place[1], "left": pair.place[2], "stamp": stamp,
    }
    write_json(folder / "facts.json", facts)


def write_json(path: Path, value: Any) -> None:
    """Write JSON all at once."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "utf-8")
    os.replace(part, path)


@dataclass(frozen=True)
class _Stored:
    """One photo of a data set, its arrays memory-mapped."""

    name: str
    facts: dict[str, Any]
    rgb: NDArray[np.uint8]
    raw: NDArray[np.uint16]
    whole_rgb: NDArray[np.uint8]
    whole_raw: NDArray[np.uint16]

    @property
    def cfa(self) -> CFA:
        return CFA(self.facts["cfa"])


@lru_cache(maxsize=256)
def _stored(folder: Path) -> _Stored:
    try:
        facts = json.loads((folder / "facts.json").read_text("utf-8"))
        # copied on writing: torch would warn of what cannot be written to, though nothing writes
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="c")
                  for name in ("rgb", "raw", "whole_rgb", "whole_raw")}
    except (OSError, ValueError) as error:
        raise UserError(f"{folder} is not a photo of a data set of pairs: {error}.") from None
    return _Stored(folder.name, facts, **arrays)


class PhotoDataset:
    """Pairs as written by ``paramisp pairs``; the interface is that of PairDataset."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        try:
            self.manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
            self.names = [str(name) for name in self.manifest["photos"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(not_a_data_set(folder, error)) from None
        if not self.names:
            raise UserError(f"{folder} holds no pair.")

    def __len__(self) -> int:
        return len(self.names)

    @property
    def size(self) -> int:
        """The shortest side of a photo, in pixels: crops cannot be larger."""
        return min(min(self._photo(i).facts["height"], self._photo(i).facts["width"]) for i in range(len(self)))

    def _photo(self, index: int) -> _Stored:
        return _stored(self.folder / self.names[index])

    def conditions(self, index: NDArray[np.integer]) -> Conditions:
        """Return the true conditions of some photos."""
        photos = [self._photo(int(i)) for i in index]
        raws = [_facts_raw(photo.facts, np.zeros((2, 2), np.float32)) for photo in photos]

        def scalar(name: str) -> torch.Tensor:
            return torch.tensor([math.nan if p.facts[name] is None else float(p.facts[name]) for p in photos])

        return Conditions(
            cfa=torch.from_numpy(np.stack([photo.cfa.indices for photo in photos])),
            white_balance=torch.from_numpy(np.stack([raw.white_balance for raw in raws])).float(),
            color_matrix=torch.from_numpy(np.stack([raw.color_matrix for raw in raws])).float(),
            **{name: scalar(name) for name in SCALARS},
        )

    def pair(self, index: int) -> RealPair:
        """Return one photo as the programs that score whole photos take them."""
        photo = self._photo(index)
        values = unpack_raw(torch.from_numpy(photo.raw.astype(np.int32))).numpy()
        reduced = values.ndim == 3
        raw = _facts_raw(photo.facts, mosaic(values, photo.cfa) if reduced else values)
        facts = photo.facts
        camera = CameraProfile(facts["camera"], facts["make"], facts["model"],
                               tuple(tuple(row) for row in facts["xyz_to_camera"]), photo.cfa)
        shot = ShotSettings(**{name: facts[name] for name in SCALARS})
        rgb = np.asarray(photo.rgb, np.float32) / np.float32(255)
        return RealPair(photo.name, Photo(rgb, shot, camera, raw.white_balance), raw, values if reduced else None)

    def batch(self, index: NDArray[np.integer], crop: int | None = None,
              rng: np.random.Generator | None = None) -> Batch:
        """Return even-aligned random crops of ``crop`` pixels; photos differ in size, so there are no whole ones."""
        if crop is None or rng is None:
            raise ValueError("real pairs are read in crops")
        photos = [self._photo(int(i)) for i in np.asarray(index)]
        cuts = []
        for photo in photos:
            height, width = photo.rgb.shape[:2]
            top, left = stratified(torch.from_numpy(photo.rgb).permute(2, 0, 1), crop, rng, white=255)
            part = np.s_[top : top + crop, left : left + crop]
            values = unpack_raw(torch.from_numpy(photo.raw[part].astype(np.int32)))
            if values.ndim == 3:
                values = torch.from_numpy(mosaic(values.numpy(), photo.cfa))
            cuts.append((torch.from_numpy(photo.rgb[part].astype(np.float32) / 255), values, top, left, height, width))
        raw = torch.stack([cut[1] for cut in cuts])[:, None]
        tops, lefts, heights, widths = (torch.tensor([cut[k] for cut in cuts]) for k in range(2, 6))
        return Batch(
            rgb=torch.stack([cut[0] for cut in cuts]).permute(0, 3, 1, 2), raw=raw, clean=raw,
            whole_rgb=torch.from_numpy(np.stack([p.whole_rgb for p in photos])).permute(0, 3, 1, 2).float() / 255,
            whole_raw=unpack_raw(torch.from_numpy(np.stack([p.whole_raw for p in photos]).astype(np.int32)))[:, None],
            top=tops, left=lefts, conditions=self.conditions(index), full_height=heights, full_width=widths)


def open_dataset(folder: Path) -> PairDataset | PhotoDataset:
    """Open a data set of either kind. Raises UserError when it is none."""
    try:
        kind = json.loads((Path(folder) / "manifest.json").read_text("utf-8")).get("kind")
    except (OSError, ValueError, AttributeError):
        kind = None
    return PhotoDataset(folder) if kind == KIND else PairDataset(folder)


def _facts_raw(facts: dict[str, Any], values: NDArray[np.float32]) -> RawImage:
    return RawImage(mosaic=values, cfa=CFA(facts["cfa"]), white_balance=np.array(facts["white_balance"]),
                    xyz_to_camera=np.array(facts["xyz_to_camera"]), black_level=facts["black_level"],
                    white_level=facts["white_level"])
