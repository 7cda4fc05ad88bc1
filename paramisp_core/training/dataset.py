"""A data set of RAW+JPEG pairs on disk: plain .npy arrays that training reads through memory maps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.image import RawImage
from paramisp_core.training.real_pairs import RealPair
from paramisp_core.training.virtual_camera import Exposure

# RAW values are stored as uint16 with room below black for noise and none above white.
RAW_FLOOR = -0.05
_RAW_SPAN = 1.0 - RAW_FLOOR
_CANDIDATES = 4  # places that a crop is chosen from
SCALARS = ("iso", "exposure_time", "f_number", "focal_length")


def pack_raw(raw: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Quantise raw values in RAW_FLOOR..1 to 16 bits."""
    return np.round((np.clip(raw, RAW_FLOOR, 1) - RAW_FLOOR) * (65535 / _RAW_SPAN)).astype(np.uint16)


def unpack_raw(packed: torch.Tensor) -> torch.Tensor:
    """Undo :func:`pack_raw`: float32 in RAW_FLOOR..1."""
    return packed.float() * (_RAW_SPAN / 65535) + RAW_FLOOR


def not_a_data_set(folder: Path, error: Exception) -> str:
    """Return the sentence that a folder is none of ours, and why."""
    if not Path(folder).is_dir():
        return f"{folder} is not a folder."
    if isinstance(error, FileNotFoundError):
        missing = Path(error.filename).name
        return f"{folder} is not a data set of pairs: it has no {missing} ('simulate' and 'pairs' make data sets)."
    return f"{folder} is not a data set of pairs: {error}."


@dataclass(frozen=True)
class Batch:
    """Crops of B photos with the whole photos they were cut from.

    rgb, raw, clean: (B, 3|1, h, w) crops, 0..1; raw is noisy, clean its noise-free truth. whole_rgb (B, 3, S, S),
    whole_raw (B, 1, S, S). top, left: (B,) crop origin in the whole photo; full_height, full_width: (B,) its size,
    which is S unless whole_rgb and whole_raw show it reduced. conditions: with the CFA phase of the whole photo; crop
    origins are even, so it is that of the crop too.
    """

    rgb: torch.Tensor
    raw: torch.Tensor
    clean: torch.Tensor
    whole_rgb: torch.Tensor
    whole_raw: torch.Tensor
    top: torch.Tensor
    left: torch.Tensor
    conditions: Conditions
    full_height: torch.Tensor
    full_width: torch.Tensor


def stratified(rgb_3HW: torch.Tensor, crop: int, rng: np.random.Generator, white: float = 1.0) -> tuple[int, int]:
    """Return the even (top, left) of a random crop, such that dark, medium and bright ones come equally often.

    Of a few random places it is the one whose mean is nearest to a brightness drawn evenly from 0..1: photos are mostly
    of medium brightness, and where they are bright or dark networks have most to learn.
    """
    height, width = rgb_3HW.shape[-2:]
    places = [(2 * int(rng.integers(0, (height - crop) // 2 + 1)), 2 * int(rng.integers(0, (width - crop) // 2 + 1)))
              for _ in range(_CANDIDATES)]
    wanted = float(rng.random())
    means = [float(rgb_3HW[:, y : y + crop : 4, x : x + crop : 4].float().mean()) / white for y, x in places]
    return min(zip(places, means), key=lambda one: abs(one[1] - wanted))[0]


class PairDataset:
    """Pairs as written by ``paramisp simulate``."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        try:
            self.manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
            self.rgb = np.load(self.folder / "rgb.npy", mmap_mode="r")
            self.raw = np.load(self.folder / "raw.npy", mmap_mode="r")
            self.clean = np.load(self.folder / "clean.npy", mmap_mode="r")
            with np.load(self.folder / "facts.npz") as facts:
                self.facts = {name: facts[name] for name in facts.files}
        except (OSError, ValueError) as error:
            raise UserError(not_a_data_set(folder, error)) from None

    @classmethod
    def of(cls, exposures: Sequence[Exposure]) -> PairDataset:
        """Return simulated photos, all of one size, that were never on disk."""
        data = cls.__new__(cls)
        data.folder, data.manifest = Path(), {"kind": "simulated pairs", "photos": len(exposures)}
        data.rgb = np.stack([one.jpeg for one in exposures])
        data.raw = np.stack([pack_raw(one.raw) for one in exposures])
        data.clean = np.stack([pack_raw(one.clean_raw) for one in exposures])
        data.facts = {name: np.array([one.shot.value(name) for one in exposures], np.float64) for name in SCALARS} | {
            "white_balance": np.stack([one.white_balance for one in exposures]),
            "color_matrix": np.stack([one.style.camera.color_matrix for one in exposures]),
            "camera": np.array([one.style.camera.name for one in exposures])}
        return data

    def __len__(self) -> int:
        return int(self.rgb.shape[0])

    @property
    def size(self) -> int:
        """The side of a photo, in pixels: crops cannot be larger."""
        return int(self.rgb.shape[1])

    def conditions(self, index: NDArray[np.integer]) -> Conditions:
        """Return the true conditions of some photos, RGGB."""
        facts = self.facts
        return Conditions(
            cfa=torch.tensor([[0, 1], [1, 2]]).expand(len(index), 2, 2),
            white_balance=torch.from_numpy(facts["white_balance"][index]).float(),
            color_matrix=torch.from_numpy(facts["color_matrix"][index]).float(),
            **{name: torch.from_numpy(facts[name][index]).float() for name in SCALARS},
        )

    def pair(self, index: int) -> RealPair:
        """Return one photo as the programs that score whole photos take them; the true RAW is the noisy one."""
        facts = self.facts
        matrix = np.asarray(facts["color_matrix"][index], np.float64)
        gains = np.asarray(facts["white_balance"][index], np.float64)
        iso, time, f_number, focal = (float(facts[name][index]) for name in SCALARS)
        shot = ShotSettings(iso, time, f_number, focal)  # NaN: unknown
        # any matrix that gives the stored colors: balanced camera RGB of sRGB's primaries
        to_camera = np.linalg.inv(matrix) @ np.linalg.inv(SRGB_TO_XYZ)
        camera = CameraProfile(str(facts["camera"][index]), "", "",
                               tuple(tuple(float(v) for v in row) for row in to_camera))  # type: ignore[misc]
        mosaic = unpack_raw(torch.from_numpy(self.raw[index].astype(np.int32))).numpy()
        raw = RawImage(mosaic=mosaic, white_balance=gains, xyz_to_camera=to_camera)
        photo = Photo(self.rgb[index].astype(np.float32) / 255, shot, camera, raw.white_balance)
        return RealPair(f"photo {index}", photo, raw)

    def batch(self, index: NDArray[np.integer], crop: int | None = None,
              rng: np.random.Generator | None = None) -> Batch:
        """Return photos ``index``: whole, or random even-aligned crops of ``crop`` pixels."""
        index = np.asarray(index)
        whole_rgb = torch.from_numpy(self.rgb[index]).permute(0, 3, 1, 2).float() / 255
        whole_raw = unpack_raw(torch.from_numpy(self.raw[index].astype(np.int32)))[:, None]
        clean = unpack_raw(torch.from_numpy(self.clean[index].astype(np.int32)))[:, None]
        size, count = whole_rgb.shape[-1], len(index)
        if crop is None:
            zero = torch.zeros(count, dtype=torch.long)
            return Batch(whole_rgb, whole_raw, clean, whole_rgb, whole_raw, zero, zero, self.conditions(index),
                         zero + size, zero + size)
        assert rng is not None
        # What counts as the whole photo is itself cut at random, or GlobalNet would know each photo by heart.
        side = int(rng.integers(max(crop, size * 5 // 8) // 2, size // 2 + 1)) * 2
        y, x = (int(rng.integers(0, (size - side) // 2 + 1)) * 2 for _ in range(2))
        whole_rgb = whole_rgb[..., y : y + side, x : x + side]
        whole_raw = whole_raw[..., y : y + side, x : x + side]
        clean = clean[..., y : y + side, x : x + side]
        places = [stratified(whole_rgb[i], crop, rng) for i in range(count)]
        top, left = (torch.tensor([place[k] for place in places]) for k in range(2))

        def cut(image: torch.Tensor) -> torch.Tensor:
            return torch.stack([
                image[i, :, top[i] : top[i] + crop, left[i] : left[i] + crop] for i in range(count)])

        return Batch(cut(whole_rgb), cut(whole_raw), cut(clean), whole_rgb, whole_raw, top, left,
                     self.conditions(index), torch.full((count,), side), torch.full((count,), side))
