"""Photos as they are, without a RAW: what the round trip JPEG -> RAW -> JPEG is learned on beside simulated pairs.

No truth is needed there: what the inverse camera makes of a photo goes through the forward camera and is compared with
the photo. Simulated JPEGs alone leave out what real cameras do and the simulator does not.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from paramisp_core.errors import UserError
from paramisp_core.files.opening import open_photo
from paramisp_core.networks.conditions import Conditions
from paramisp_core.training.dataset import Batch
from paramisp_core.training.simulate import scene_files

_LONGEST = 1600
_WHOLE = 256


class PhotoBank:
    """The photos of the training split of a folder (photos/, as for ``paramisp simulate``), held in memory.

    Raises UserError where none can be read.
    """

    def __init__(self, folder: Path) -> None:
        self.pictures: list[NDArray[np.uint8]] = []
        self.conditions: list[Conditions] = []
        for path in scene_files(folder, "train")[0]:
            try:
                photo = open_photo(path)
            except UserError:
                continue
            rgb = photo.rgb
            scale = _LONGEST / max(rgb.shape[:2])
            if scale < 1:
                rgb = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
            if min(rgb.shape[:2]) < _WHOLE:
                continue
            self.pictures.append(np.round(np.clip(rgb, 0, 1) * 255).astype(np.uint8))
            self.conditions.append(
                Conditions.of(photo.shot, photo.camera.cfa, photo.white_balance, photo.camera.color_matrix))
        if not self.pictures:
            raise UserError(f"{folder} has no photos/*.jpg of the training split that can be read.")

    def wholes(self, rng: np.random.Generator, count: int, size: int) -> tuple[Tensor, Conditions]:
        """Return (B, 3, size, size) random views of random photos, their tone varied, and their conditions."""
        picked = rng.integers(0, len(self.pictures), count)
        views = []
        for i in picked:
            picture = self.pictures[i]
            height, width = picture.shape[:2]
            share = rng.uniform(0.55, 1.0, 2)
            h, w = int(height * share[0]), int(width * share[1])
            top, left = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
            view = cv2.resize(picture[top : top + h, left : left + w], (size, size), interpolation=cv2.INTER_AREA)
            views.append(view[:, ::-1] if rng.random() < 0.5 else view)
        rgb = torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).float() / 255
        return _varied(rgb, _variation(rng, count)), Conditions.stacked([self.conditions[i] for i in picked])

    def batch(self, rng: np.random.Generator, count: int, crop: int) -> Batch:
        """Return even-aligned crops with their whole photos at 256 x 256; raw, clean and whole_raw are zero.

        A quarter of the photos is reduced first, as pictures from the web are.
        """
        picked = rng.integers(0, len(self.pictures), count)
        crops, wholes, places = [], [], []
        for i in picked:
            picture = self.pictures[i]
            if rng.random() < 0.25:
                scale = float(rng.uniform(max(0.4, (crop + 2) / min(picture.shape[:2])), 1.0))
                picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
            height, width = (side // 2 * 2 for side in picture.shape[:2])
            top, left = (2 * int(rng.integers(0, (side - crop) // 2 + 1)) for side in (height, width))
            crops.append(picture[top : top + crop, left : left + crop])
            wholes.append(cv2.resize(picture[:height, :width], (_WHOLE, _WHOLE), interpolation=cv2.INTER_AREA))
            places.append((top, left, height, width))
        both = [torch.from_numpy(np.stack(part)).permute(0, 3, 1, 2).float() / 255 for part in (crops, wholes)]
        variation = _variation(rng, count)  # the crop and its whole photo are varied alike
        rgb, whole = (_varied(part, variation) for part in both)
        nothing, all_nothing = (torch.zeros(count, 1, *part.shape[-2:]) for part in (rgb, whole))
        tops, lefts, heights, widths = torch.tensor(places).unbind(1)
        return Batch(rgb, nothing, nothing, whole, all_nothing, tops, lefts,
                     Conditions.stacked([self.conditions[i] for i in picked]), heights, widths)


def _variation(rng: np.random.Generator, count: int) -> tuple[Tensor, Tensor]:
    """Draw a power (B,) and gains (B, 3) that vary half of the photos as edits do, tone and a bit of color."""
    on = rng.random(count) < 0.5
    power = np.where(on, np.exp(rng.normal(0, 0.25, count)), 1)
    gain = np.where(on[:, None], np.exp(rng.normal(0, 0.06, (count, 3)) + rng.normal(0, 0.08, (count, 1))), 1)
    return torch.from_numpy(power.astype(np.float32)), torch.from_numpy(gain.astype(np.float32))


def _varied(rgb: Tensor, variation: tuple[Tensor, Tensor]) -> Tensor:
    power_B, gain_B3 = variation
    return (rgb ** power_B[:, None, None, None] * gain_B3[:, :, None, None]).clamp(0, 1)
