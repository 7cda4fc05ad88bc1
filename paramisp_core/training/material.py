"""What calibration learns from and is judged on: RAW+JPEG pairs in tiles, some of which are withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from paramisp_core.errors import UserError
from paramisp_core.networks.compact import Window
from paramisp_core.networks.conditions import Conditions
from paramisp_core.raw.cfa import binned
from paramisp_core.training.real_pairs import RealPair

Array = NDArray[np.float32]
_CROP = 96
_SMALL_SIDE = 384  # longest side of the picture that thumbnails are cut from
_OTHER_SCENES = 4  # of so many pairs one is withheld whole


def materials_of(pairs: Sequence[RealPair], direction: str) -> list[Material]:
    """Return the pairs in tiles; where there are two or more, every fourth from the second on is withheld whole.

    Tiles of a photo that was learned from look like the rest of it: only another scene shows what was learned of that
    one scene alone.
    """
    return [Material(pair, direction, whole=len(pairs) > 1 and i % _OTHER_SCENES == 1) for i, pair in enumerate(pairs)]


class Material:
    """One pair in 4 x 4 tiles of which 4, one of every row and column, are withheld; of another scene (whole) all."""

    def __init__(self, pair: RealPair, direction: str, whole: bool = False) -> None:
        self.pair, self.direction, self.whole = pair, direction, whole
        self.reduced = pair.reduced
        height, width = (side // 2 * 2 for side in pair.photo.rgb.shape[:2])
        self.height, self.width = height, width
        self.tile_height, self.tile_width = height // 8 * 2, width // 8 * 2
        self.crop = min(_CROP, self.tile_height, self.tile_width) // 2 * 2
        if self.crop < 32:
            raise UserError(f"{pair.name} is too small to calibrate on ({width}x{height} pixels).")
        self.rgb = np.ascontiguousarray(pair.photo.rgb[:height, :width])
        if self.reduced:
            assert pair.camera_rgb is not None
            self.raw = np.ascontiguousarray(pair.camera_rgb[:height, :width])
        else:
            self.raw = np.ascontiguousarray(pair.raw.mosaic[:height, :width])
        raw = pair.raw
        self.conditions = Conditions.of(pair.photo.shot, raw.cfa, raw.white_balance, raw.color_matrix)
        self.gains = self.conditions.white_balance[0].numpy()
        seen = self.rgb if direction == "inverse" else self.raw if self.reduced else binned(self.raw, raw.cfa)
        shrink = min(1.0, _SMALL_SIDE / max(seen.shape[:2]))
        size = max(1, round(seen.shape[1] * shrink)), max(1, round(seen.shape[0] * shrink))
        self.small = torch.from_numpy(np.asarray(
            cv2.resize(seen, size, interpolation=cv2.INTER_AREA), np.float32)).permute(2, 0, 1)

    def tiles(self, withheld: bool) -> Iterator[tuple[int, int]]:
        """Yield (top, left) of the tiles."""
        for row in range(4):
            for column in range(4):
                if (self.whole or (row + 2 * column + column // 2) % 4 == 0) == withheld:
                    yield row * self.tile_height, column * self.tile_width

    def cut(self, top: int, left: int, height: int, width: int) -> tuple[Tensor, Tensor]:
        """Return rgb (1, 3, height, width) and raw (1, 1 or 3, height, width) of a region."""
        part = np.s_[top : top + height, left : left + width]
        raw = torch.from_numpy(self.raw[part])
        return (torch.from_numpy(self.rgb[part]).permute(2, 0, 1)[None],
                (raw.permute(2, 0, 1) if self.reduced else raw[None])[None])

    def batch(self, rng: np.random.Generator, count: int) -> tuple[Tensor, Tensor, Window]:
        """Return random crops to learn from: (rgb (B, 3, h, w), raw (B, 1 or 3, h, w), where they lie)."""
        inside = list(self.tiles(withheld=False))
        rgb, raw, tops, lefts = [], [], [], []
        for _ in range(count):
            tile_y, tile_x = inside[int(rng.integers(len(inside)))]
            y = tile_y + 2 * int(rng.integers(0, (self.tile_height - self.crop) // 2 + 1))
            x = tile_x + 2 * int(rng.integers(0, (self.tile_width - self.crop) // 2 + 1))
            shown, recorded = self.cut(y, x, self.crop, self.crop)
            rgb.append(shown)
            raw.append(recorded)
            tops.append(y)
            lefts.append(x)
        window = Window(torch.tensor(tops), torch.tensor(lefts), self.height, self.width)
        return torch.cat(rgb), torch.cat(raw), window


def squared_error(predicted: Array, truth: Array) -> float:
    """Return the mean squared error."""
    return float(np.mean((predicted.astype(np.float64) - truth) ** 2))


def decibels(errors: Sequence[float] | Any) -> float:
    """PSNR of the mean squared error, peak 1."""
    return float(10 * np.log10(1 / max(float(np.mean(errors)), 1e-12)))
