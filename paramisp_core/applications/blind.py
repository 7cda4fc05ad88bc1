"""What blurred a photo, found from the photo alone: blind estimation of the kernel, in linear light, coarse to fine.

A blurred edge shows the kernel's profile across it; edges of all directions together show the kernel. So two things
are found in turn, at a size where the blur is 3 pixels first, then at ever larger ones: a picture of few, sharp edges
that explains the photo (Xu, Zheng and Jia, "Unnatural L0 sparse representation", CVPR 2013), and the kernel that leads
from its edges to those of the photo, by least squares of gradients (Cho and Lee, "Fast motion deblurring", SIGGRAPH
Asia 2009). Both steps are cheap in Fourier space.

Two things tell whether a kernel can be believed. Several windows of the photo share one; how much it differs from
those found in each window alone. And what the windows become by it: the mean of their slopes over the slopes' root
mean square is least where a picture is sharp; blur makes it larger, and so do the waves that a wrong kernel leaves
(Krishnan, Tay and Fergus, "Blind deconvolution using a normalized sparsity measure", CVPR 2011).

That holds for light only. In sRGB values bright edges are bent, and kernels come out worse (docs/deblur.md).
The numbers below were chosen on photos that virtual cameras took, other ones than it is measured on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.applications.deconvolution import differences, fast_size, transfer_of, tv_deconvolved
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress, section

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

SIZES = (5, 61)
"""Sides of the square that a kernel may fill, pixels."""
USUAL_SIZE = 25
WINDOWS = 3
"""Parts of the photo that are looked at."""
DOUBTFUL = 0.88
"""Likeness of the kernels of single windows, below which the estimate is said to be doubtful: of 13 photos whose kernel
was known, it was so for all three whose kernel came out worse than 0.8, and for two of the others."""
MOST_SPREAD, LEAST_LIKENESS = 0.925, 0.7
"""What the edges' spread may be at most after deblurring, of that before, and the likeness at least, or the kernel
does not help. Of the 13 photos they were chosen on, which blind deblurring made -6.8 to +2.5 dB better, these leave
alone all six that lose, and four that gain up to 1.1 dB."""
_SEEN = 1.5  # pixels by which pictures are smoothed before slopes are judged: noise is no edge
_SIDE = 300  # of a window, pixels; larger kernels get larger ones
_SIDE_PER_SIZE = 10
_MEAN = 0.4  # that a window's light is brought to: what the numbers below are for
_ROUNDS = 5  # at each size
_SPARSE, _SPARSE_LAST = 1e-2, 3e-3  # cost of an edge in the sharp picture; it falls while the kernel gets better
_SPARSE_STEP = 1.1
_SHRINK_TO, _SHRINK_STEP = 1e3, 4.0  # weight of the sparse gradients: as it rises, they become the picture's
_EDGES = 0.1  # share of a window's pixels whose gradients tell the kernel: the strongest
_SMOOTH = 0.01  # of a kernel's least squares
_FAINT = 0.1  # of a kernel's strongest value: what is below is an error
_SPECK = 0.1  # of a kernel's largest piece: likewise
_LEAST_EDGE = 0.02  # gradient, in units of the mean: weaker ones are no edge
_LEAST_EDGES = 0.004  # share of a window


@dataclass(frozen=True, eq=False)
class FoundKernel:
    """kernel: (size, size) float32, sum 1, its center of light in the middle. likeness: 0..1, of the kernels found in
    single windows to it. spread: of the windows' edges when they are deblurred by it, over that before; below 1 they
    become sharper. helps: whether the photo is better deblurred by it than left as it is, as far as these two tell.
    doubt: why it should not be believed, one sentence; "" when nothing speaks against it."""

    kernel: Array
    likeness: float
    spread: float
    helps: bool
    doubt: str = ""


def found_kernel(light: Array, clipped: NDArray[np.bool_] | None = None, size: int = USUAL_SIZE,
                 progress: Progress | None = None, strength: float = 1.0) -> FoundKernel:
    """Return what blurred a picture: the same everywhere, within ``size`` x ``size`` pixels (odd).

    light: (H, W, 3) linear, on any scale. clipped: (H, W, 3), what says "at least" only. strength: as
    deconvolution.tv_deconvolved is given it to judge the kernel. Raises UserError for a picture that is too small or
    shows too few edges; progress may raise Cancelled.
    """
    if not SIZES[0] <= size <= SIZES[1]:
        raise UserError("A kernel of {size} pixels cannot be found: {low} to {high} can.", size=size,
                        low=SIZES[0], high=SIZES[1])
    size += 1 - size % 2
    height, width = light.shape[:2]
    if min(height, width) < 4 * size:
        raise UserError("The picture, {width} × {height}, is too small to find a kernel of {size} × {size} pixels "
                        "in.", width=width, height=height, size=size)
    gray = np.asarray(cv2.transform(light, np.array([[0.25, 0.5, 0.25]])), np.float32)
    told = np.ones(gray.shape, np.uint8) if clipped is None else np.asarray(~clipped.any(2), np.uint8)
    known = np.asarray(cv2.erode(told, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE), np.uint8)
    parts = _windows(gray, known, max(_SIDE, _SIDE_PER_SIZE * size), size)
    masks = [known[part] for part in parts]
    scaled = [gray[part] * np.float32(_MEAN / max(float(gray[part][mask > 0].mean()), 1e-9))
              for part, mask in zip(parts, masks)]
    kernel = _coarse_to_fine(scaled, masks, size, section(progress, 0.0, 0.45))
    count = len(parts)
    steps = np.linspace(0.45, 0.9, count + 1)
    singles = [_coarse_to_fine([one], [mask], size, section(progress, *step))
               for one, mask, step in zip(scaled, masks, pairwise(steps))] if count > 1 else []
    likeness = float(np.mean([kernel_likeness(one, kernel) for one in singles])) if singles else 0.0
    spread = _spread(scaled, masks, kernel, strength, section(progress, 0.9, 1.0))
    helps = spread <= MOST_SPREAD and (count < 2 or likeness >= LEAST_LIKENESS)
    return FoundKernel(kernel, likeness, spread, helps, _doubt(kernel, likeness, spread, len(parts)))


def kernel_likeness(one: Array, other: Array) -> float:
    """Return the largest correlation, 0..1, of two kernels under any shift (Hu and Yang, ECCV 2012)."""
    sides = tuple(a + b for a, b in zip(one.shape, other.shape))
    product = np.fft.rfft2(one, sides) * np.conj(np.fft.rfft2(other, sides))
    scale = np.sqrt(np.square(one, dtype=np.float64).sum() * np.square(other, dtype=np.float64).sum())
    return float(np.fft.irfft2(product, sides).max() / max(scale, 1e-12))


def centered(kernel: Array) -> Array:
    """Return a kernel (h, w) moved so that its center of light lies in the middle: deblurring moves nothing then."""
    height, width = kernel.shape
    total = max(float(kernel.sum()), 1e-12)
    x = float((kernel.sum(0) * (np.arange(width) - (width - 1) / 2)).sum()) / total
    y = float((kernel.sum(1) * (np.arange(height) - (height - 1) / 2)).sum()) / total
    moved = cv2.warpAffine(kernel.astype(np.float32), np.array([[1, 0, -x], [0, 1, -y]]), (width, height))
    return np.asarray(moved / max(float(moved.sum()), 1e-12), np.float32)


def _doubt(kernel: Array, likeness: float, spread: float, windows: int) -> str:
    border = float(kernel.sum() - kernel[1:-1, 1:-1].sum())
    if float(kernel.max()) > 0.7:
        return "The photo shows hardly any blur that is the same everywhere; there may be nothing to undo."
    if border > 0.02:
        return (f"The blur found reaches the limit of {kernel.shape[1]} pixels and may be longer: "
                "a larger size may find more.")
    if windows > 1 and likeness < DOUBTFUL:
        return ("The kernel found is doubtful: parts of the photo speak for different ones "
                f"({100 * likeness:.0f} % alike).")
    if spread > MOST_SPREAD:
        return "The kernel found is probably wrong: deblurred by it, edges would hardly be sharper or get waves."
    if windows < 2:
        return "The photo is too small to compare parts of it, so the kernel found may be wrong."
    return ""


# ---- what the windows become

def _spread(windows: list[Array], known: list[NDArray[np.uint8]], kernel: Array, strength: float,
            progress: Progress | None) -> float:
    """Return how spread the edges of deblurred windows are, over how they were: below 1 they are sharper."""
    size = kernel.shape[0]
    before, after = np.zeros(3), np.zeros(3)
    for number, (window, mask) in enumerate(zip(windows, known)):
        part = section(progress, number / len(windows), (number + 1) / len(windows))
        sharp = tv_deconvolved(window[..., None], kernel, mask[..., None] == 0, strength, part)[..., 0]
        # light beyond the border and under what clipped is a guess
        inside = cv2.erode(mask, np.ones((size, size), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
        before += _slopes(window, inside)
        after += _slopes(np.maximum(sharp, 0), inside)
    if before[2] == 0:  # nothing is far enough from what clipped
        return 1.0
    return float(after[0] / np.sqrt(after[1]) * np.sqrt(before[1]) / before[0])


def _slopes(picture: Array, where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the sum of a picture's slopes, that of their squares, and how many they are."""
    smooth = cv2.GaussianBlur(picture, (0, 0), _SEEN)
    slope = np.hypot(np.diff(smooth, axis=1)[:-1], np.diff(smooth, axis=0)[:, :-1])[where[:-1, :-1]].astype(np.float64)
    return np.array([slope.sum() + 1e-12, np.square(slope).sum() + 1e-12, slope.size])


# ---- where to look

def _windows(gray: Array, known: NDArray[np.uint8], side: int, size: int) -> list[tuple[slice, slice]]:
    """Return up to WINDOWS parts that overlap by no more than half, those with most edges and few clipped pixels.

    Raises UserError where there are too few edges anywhere.
    """
    height, width = gray.shape
    tall, wide = min(side, height), min(side, width)
    smooth = cv2.GaussianBlur(gray, (0, 0), max(size / 12, 1.0))
    level = cv2.blur(gray, (side // 2, side // 2)) + np.float32(0.05 * float(gray.mean()) + 1e-9)
    slope = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125))
    around = 2 * size + 1  # what lies near clipped light tells nothing
    usable = cv2.erode(known, np.ones((around // 2, around // 2), np.uint8), borderType=cv2.BORDER_REPLICATE)
    edges = (slope / level > _LEAST_EDGE) & (usable > 0)
    worth = np.minimum(slope / level, 0.3) * edges
    ways = np.pad(worth.cumsum(0, dtype=np.float64).cumsum(1), ((1, 0), (1, 0)))
    counts = np.pad(edges.cumsum(0, dtype=np.float64).cumsum(1), ((1, 0), (1, 0)))

    def sums(table: NDArray[np.float64]) -> NDArray[np.float64]:
        return table[tall:, wide:] - table[:-tall, wide:] - table[tall:, :-wide] + table[:-tall, :-wide]

    score = np.where(sums(counts) >= _LEAST_EDGES * tall * wide, sums(ways), 0.0)
    found: list[tuple[slice, slice]] = []
    best = float(score.max())
    while len(found) < WINDOWS:
        top, left = (int(at) for at in np.unravel_index(int(np.argmax(score)), score.shape))
        if score[top, left] <= 0.1 * best:
            break
        found.append((slice(top, top + tall), slice(left, left + wide)))
        score[max(0, top - tall // 2):top + tall // 2 + 1, max(0, left - wide // 2):left + wide // 2 + 1] = 0
    if not found:
        raise UserError("The photo shows too few edges to tell what blurred it; draw the kernel, or set its length.")
    return found


# ---- coarse to fine

def _coarse_to_fine(windows: list[Array], known: list[NDArray[np.uint8]], size: int,
                    progress: Progress | None) -> Array:
    """Return the kernel (size, size) that all windows share."""
    sizes = [size]
    while sizes[-1] > 3:
        smaller = int(sizes[-1] / np.sqrt(2))
        sizes.append(max(3, smaller - 1 + smaller % 2))
    total, done = sum(one * one for one in sizes), 0.0
    kernel = np.zeros((3, 3), np.float32)
    kernel[1, 1] = 1
    sparse = _SPARSE
    for now in sizes[::-1]:
        planes = [_Plane(window, mask, now, now / size) for window, mask in zip(windows, known)]
        kernel = _resized(kernel, now)
        for _ in range(_ROUNDS):
            pairs = []
            for plane in planes:
                plane.sharpen(kernel, sparse)
                pairs.append(plane.correlations())
                done += now * now / (_ROUNDS * len(planes))
                if progress is not None:
                    progress(min(done / total, 1.0))
            own, photo = (torch.stack(one).sum(0) for one in zip(*pairs))
            kernel = _cleaned(_solved(own, photo))
            sparse = max(sparse / _SPARSE_STEP, _SPARSE_LAST)
        kernel = centered(kernel)
    return kernel


class _Plane:
    """One window at one size, padded so that Fourier's wrap-around reaches nothing: photo, and the sharp guess."""

    def __init__(self, gray: Array, known: NDArray[np.uint8], size: int, scale: float) -> None:
        if scale < 1:
            small = tuple(max(2 * size, round(side * scale)) for side in gray.shape[::-1])
            gray = np.asarray(cv2.resize(gray, small, interpolation=cv2.INTER_AREA), np.float32)
            known = (cv2.resize(known.astype(np.float32), small, interpolation=cv2.INTER_AREA) > 0.999).astype(np.uint8)
        self._size = size
        rows, columns = (fast_size(side + 2 * size) for side in gray.shape)
        self._shape = rows, columns
        pad = (size, rows - gray.shape[0] - size, size, columns - gray.shape[1] - size)
        self._photo = torch.from_numpy(cv2.copyMakeBorder(gray, *pad, cv2.BORDER_REPLICATE))
        mask = cv2.copyMakeBorder(known, *pad, cv2.BORDER_CONSTANT, value=[0])
        self._known = torch.from_numpy(mask) > 0
        # an edge counts where all of its blur is known
        self._inside = torch.from_numpy(cv2.erode(mask, np.ones((size, size), np.uint8))) > 0
        self._ways = torch.stack(differences(rows, columns))
        slopes = torch.fft.irfft2(self._ways * torch.fft.rfft2(self._photo), s=self._shape)
        self._slopes = torch.fft.rfft2(slopes * (torch.from_numpy(cv2.erode(mask, np.ones((3, 3), np.uint8))) > 0))
        self._sharp: torch.Tensor | None = None  # spectrum

    def sharpen(self, kernel: Array, sparse: float) -> None:
        """Find the picture of fewest edges that explains the photo by a kernel: half-quadratic splitting."""
        transfer = transfer_of(kernel, *self._shape)
        photo = self._photo
        if self._sharp is not None:  # what no pixel says follows from the last guess
            photo = torch.where(self._known, photo, torch.fft.irfft2(self._sharp * transfer, s=self._shape))
        sharp = torch.fft.rfft2(photo)
        wanted = transfer.conj() * sharp
        power, slope_power = transfer.abs() ** 2, (self._ways.abs() ** 2).sum(0)
        weight = 2 * sparse
        while weight < _SHRINK_TO:
            slopes = torch.fft.irfft2(self._ways * sharp, s=self._shape)
            kept = torch.fft.rfft2(slopes * ((slopes * slopes).sum(0) > sparse / weight))
            sharp = (wanted + weight * (self._ways.conj() * kept).sum(0)) / (power + weight * slope_power + 1e-8)
            weight *= _SHRINK_STEP
        self._sharp = sharp

    def correlations(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return those of the strongest edges of the guess: with themselves (2 size - 1, ...), with the photo's."""
        assert self._sharp is not None
        slopes = torch.fft.irfft2(self._ways * self._sharp, s=self._shape)
        strength = (slopes * slopes).sum(0) * self._inside
        inner = strength[self._inside]
        edges = torch.zeros_like(self._slopes)
        if inner.numel() > 0:
            least = torch.kthvalue(inner, max(1, round((1 - _EDGES) * inner.numel()))).values
            edges = torch.fft.rfft2(slopes * (strength > least))
        own = torch.fft.irfft2((edges.abs() ** 2).sum(0) + 0j, s=self._shape)
        photo = torch.fft.irfft2((edges.conj() * self._slopes).sum(0), s=self._shape)
        return _around(own, 2 * self._size - 1).double(), _around(photo, self._size).double()


def _around(plane: torch.Tensor, side: int) -> torch.Tensor:
    """Return the (side, side) values around the origin of a plane that wraps around."""
    return torch.roll(plane, (side // 2, side // 2), (0, 1))[:side, :side]


def _solved(own: torch.Tensor, photo: torch.Tensor) -> Array:
    """Return the kernel k that minimizes |edges * k - photo's edges|^2 + w |k|^2, by conjugate gradients."""
    size = photo.shape[0]
    side = fast_size(3 * size - 2)
    spectrum = torch.fft.rfft2(own, s=(side, side))
    smooth = _SMOOTH * own[size - 1, size - 1]

    def applied(k: torch.Tensor) -> torch.Tensor:
        whole = torch.fft.irfft2(spectrum * torch.fft.rfft2(k, s=(side, side)), s=(side, side))
        return whole[size - 1:2 * size - 1, size - 1:2 * size - 1] + smooth * k

    kernel = torch.zeros_like(photo)
    rest = photo.clone()
    way, left = rest.clone(), float((rest * rest).sum())
    enough = 1e-10 * left
    for _ in range(40):
        if left <= enough:
            break
        turned = applied(way)
        step = left / float((way * turned).sum())
        kernel, rest = kernel + step * way, rest - step * turned
        now = float((rest * rest).sum())
        way, left = rest + now / left * way, now
    return np.asarray(kernel.numpy(), np.float32)


def _cleaned(kernel: Array) -> Array:
    """Return a kernel without negative, faint and lonely values, sum 1; a point where nothing is left."""
    out = np.maximum(kernel, 0)
    out[out < _FAINT * out.max()] = 0
    count, labels = cv2.connectedComponents((out > 0).astype(np.uint8), connectivity=8)
    weights = np.bincount(labels.reshape(-1), out.reshape(-1), minlength=count)
    out[(weights < _SPECK * weights.max())[labels]] = 0
    if out.max() <= 0:
        out[out.shape[0] // 2, out.shape[1] // 2] = 1
    return np.asarray(out / out.sum(), np.float32)


def _resized(kernel: Array, size: int) -> Array:
    if kernel.shape[0] == size:
        return kernel
    out = np.maximum(cv2.resize(kernel, (size, size), interpolation=cv2.INTER_LINEAR), 0)
    return np.asarray(out / out.sum(), np.float32)
