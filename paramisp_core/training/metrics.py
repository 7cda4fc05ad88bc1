"""How far a picture or RAW is from the truth: PSNR, SSIM, MS-SSIM, CIEDE2000 and the linearity of grey.

Pictures are (H, W) mosaics or (H, W, 3), float32, 1 is white. SSIM and MS-SSIM are torchmetrics' (extra ``train``), as
in the paper's own test; it needs nothing but torch, and its figures can be compared with anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.errors import UserError

Array = NDArray[np.float32]

BORDER = 2
"""Pixels left out on each side: the demosaicking of every method guesses there."""
_TILE = 1024  # SSIM takes many copies of its picture: larger ones are measured in pieces
_SSIM_LEAST = 2 * 7 + 11
_MS_SSIM_LEAST = 161  # the window of 11 pixels has to fit four times halved
_COLORS_LOOKED_AT = 400_000
_STOPS = 6.0
_STOPS_STEP = 1 / 3
_FEWEST_GREYS = 30


def psnr(predicted: Array, truth: Array, fit_gain: bool = False) -> float:
    """Return the PSNR in dB against peak 1; prediction clipped to 0..1, a border of 2 pixels left out.

    ``fit_gain`` first removes one global gain (least squares), which no JPEG tells.
    """
    return pooled_psnr([(predicted, truth)], fit_gain)


def pooled_psnr(parts: Sequence[tuple[Array, Array]], fit_gain: bool = False) -> float:
    """Return the PSNR of the mean squared error over several (predicted, truth) of one photo, as :func:`psnr`."""
    cut = slice(BORDER, -BORDER)
    cuts = [(p[cut, cut].astype(np.float64), t[cut, cut].astype(np.float64)) for p, t in parts]
    gain = best_gain(cuts) if fit_gain else 1.0
    total = sum(float(np.square(np.clip(p * gain, 0, 1) - t).sum()) for p, t in cuts)
    return float(10 * np.log10(1 / max(total / sum(t.size for _, t in cuts), 1e-12)))


def best_gain(parts: Sequence[tuple[NDArray, NDArray]]) -> float:
    """Return the gain on the predictions that leaves the least square error."""
    product = sum(float((p * t).sum(dtype=np.float64)) for p, t in parts)
    return product / max(sum(float(np.square(p, dtype=np.float64).sum()) for p, _ in parts), 1e-12)


def ssim(predicted: Array, truth: Array) -> float | None:
    """Return SSIM (Gaussian window of 11, sigma 1.5; data range 1); None for a picture that is too small.

    Larger pictures than 1024 pixels are measured in pieces and averaged by area.
    """
    return _in_pieces(predicted, truth, multiscale=False)


def ms_ssim(predicted: Array, truth: Array) -> float | None:
    """Return MS-SSIM (five scales; data range 1) as :func:`ssim`; None under 165 pixels."""
    return _in_pieces(predicted, truth, multiscale=True)


def paper_ssim(parts: Sequence[tuple[Array, Array]], multiscale: bool = False) -> float | None:
    """Return SSIM or MS-SSIM of the equal crops of one photo as the authors' test took it.

    The data range is the span of the batch's values instead of 1; MS-SSIM sees no value below 1e-9.
    """
    predicted, truth = (torch.cat([_tensor(np.clip(part[k], 0, 1) if k == 0 else part[k]) for part in parts])
                        for k in (0, 1))
    return _ssim(predicted, truth, None, multiscale)


def _in_pieces(predicted: Array, truth: Array, multiscale: bool) -> float | None:
    least = _MS_SSIM_LEAST if multiscale else _SSIM_LEAST
    cut = slice(BORDER, -BORDER)
    predicted, truth = np.clip(predicted[cut, cut], 0, 1), truth[cut, cut]
    total, area = 0.0, 0
    for rows in _spans(truth.shape[0]):
        for columns in _spans(truth.shape[1]):
            part = _tensor(predicted[rows, columns]), _tensor(truth[rows, columns])
            if min(part[0].shape[-2:]) < least:
                continue
            value = _ssim(*part, 1.0, multiscale)
            if value is None:
                continue
            pixels = part[0].shape[-1] * part[0].shape[-2]
            total, area = total + value * pixels, area + pixels
    return total / area if area else None


def _spans(length: int) -> list[slice]:
    """Cut a side into equal parts of at most 1024."""
    count = -(-length // _TILE)
    edges = [round(i * length / count) for i in range(count + 1)]
    return [slice(a, b) for a, b in pairwise(edges)]


def _tensor(picture: NDArray) -> torch.Tensor:
    picture = picture if picture.ndim == 3 else picture[..., None]
    return torch.from_numpy(np.ascontiguousarray(picture, np.float32)).permute(2, 0, 1)[None]


def _ssim(predicted: torch.Tensor, truth: torch.Tensor, data_range: float | None, multiscale: bool) -> float | None:
    try:
        from torchmetrics.functional.image import (
            multiscale_structural_similarity_index_measure,
            structural_similarity_index_measure,
        )
    except ImportError:
        raise UserError("SSIM needs torchmetrics: pip install 'paramisp-studio[train]'.") from None
    if min(predicted.shape[-2:]) < (_MS_SSIM_LEAST if multiscale else _SSIM_LEAST):
        return None
    with torch.inference_mode():
        if not multiscale:
            value = structural_similarity_index_measure(predicted, truth, data_range=data_range)
            assert isinstance(value, torch.Tensor)
            return float(value)
        return float(multiscale_structural_similarity_index_measure(
            predicted.clamp(min=1e-9), truth.clamp(min=1e-9), data_range=data_range, normalize="relu"))


# Color ----------------------------------------------------------------------------------------------------------


def mean_delta_e(predicted: Array, truth: Array) -> float:
    """Return the mean CIEDE2000 between two sRGB pictures (H, W, 3) of 0..1, the prediction clipped.

    Of a large picture an even grid of about 400 000 pixels is looked at.
    """
    step = max(1, int(np.sqrt(truth.shape[0] * truth.shape[1] / _COLORS_LOOKED_AT)))
    part = np.s_[BORDER:-BORDER:step, BORDER:-BORDER:step]
    return float(delta_e_2000(_lab(np.clip(predicted[part], 0, 1)), _lab(np.clip(truth[part], 0, 1))).mean())


def _lab(srgb: Array) -> NDArray[np.float64]:
    """CIELAB (D65) of sRGB."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(srgb, np.float32), cv2.COLOR_RGB2LAB), np.float64)


def delta_e_2000(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the color difference CIEDE2000 of CIELAB values (..., 3); kL = kC = kH = 1 (CIE 142-2001).

    Symmetric. Source: Sharma, Wu, Dalal, Color Res. Appl. 30 (2005), whose test pairs it reproduces.
    """
    light = [lab[..., 0] for lab in (first, second)]
    plain = np.mean([np.hypot(lab[..., 1], lab[..., 2]) for lab in (first, second)], 0)
    stretch = 1.5 - 0.5 * np.sqrt(plain**7 / (plain**7 + 25.0**7))  # of a*, so that greys count more
    a, b = [lab[..., 1] * stretch for lab in (first, second)], [lab[..., 2] for lab in (first, second)]
    chroma = [np.hypot(x, y) for x, y in zip(a, b)]
    hue = [np.degrees(np.arctan2(y, x)) % 360 for x, y in zip(a, b)]
    colored = chroma[0] * chroma[1] > 0
    turn = np.where(colored, (hue[1] - hue[0] + 180) % 360 - 180, 0.0)
    # half way on the shorter arc; of opposite hues and of a grey as Sharma's equations 7 and 14 say
    apart = np.abs(hue[1] - hue[0])
    middle = np.where(apart <= 180, (hue[0] + hue[1]) / 2,
                      (hue[0] + hue[1] + np.where(hue[0] + hue[1] < 360, 360, -360)) / 2)
    middle = np.where(colored, middle, hue[0] + hue[1])
    d_light, d_chroma = light[1] - light[0], chroma[1] - chroma[0]
    d_hue = 2 * np.sqrt(chroma[0] * chroma[1]) * np.sin(np.radians(turn) / 2)
    mean_light, mean_chroma = (light[0] + light[1]) / 2, (chroma[0] + chroma[1]) / 2

    def cosine(times: int, offset: float) -> NDArray[np.float64]:
        return np.cos(np.radians(times * middle + offset))

    weight = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.20 * cosine(4, -63)
    off_50 = np.square(mean_light - 50)
    of_light = d_light / (1 + 0.015 * off_50 / np.sqrt(20 + off_50))
    of_chroma = d_chroma / (1 + 0.045 * mean_chroma)
    of_hue = d_hue / (1 + 0.015 * mean_chroma * weight)
    blue = 60 * np.exp(-np.square((middle - 275) / 25))
    rotation = -2 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7)) * np.sin(np.radians(blue))
    square = of_light**2 + of_chroma**2 + of_hue**2 + rotation * of_chroma * of_hue
    return np.asarray(np.sqrt(np.maximum(square, 0)))


def grey_error(predicted: Array, truth: Array) -> float | None:
    """Return how much the response to grey departs from a straight line, in EV; None without greys enough.

    predicted, truth: (H, W, 3) white-balanced camera RGB. Pixels whose truth is near grey and not clipped are sorted
    by its brightness into thirds of a stop over six stops; in each the median of predicted / true brightness is
    taken in EV. The error is the root mean square of these about their mean (so a gain costs nothing).
    """
    light = truth.mean(2, dtype=np.float32)
    near = (np.ptp(truth, axis=2) < 0.2 * np.maximum(light, 1e-6)) & (truth.max(2) < 0.95) & (light > 0)
    if near.sum() < _FEWEST_GREYS:
        return None
    bright, ratio = light[near], np.log2(np.maximum(predicted[near].mean(1), 1e-5) / light[near])
    steps = np.floor(np.log2(np.percentile(bright, 99.5) / bright) / _STOPS_STEP).astype(int).clip(0)
    medians = [
        float(np.median(ratio[steps == step])) for step in range(round(_STOPS / _STOPS_STEP))
        if (steps == step).sum() >= _FEWEST_GREYS]
    return float(np.std(medians)) if len(medians) >= 3 else None
