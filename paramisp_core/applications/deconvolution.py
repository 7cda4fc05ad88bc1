"""Non-blind deconvolution: a picture and the kernel that blurred it give the sharp one. Kernels, and two methods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.errors import UserError
from paramisp_core.progress import Progress

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

ITERATIONS = 20
ITERATIONS_CLIPPED = 60  # where clipped pixels have to be found again, of which nothing but a lower limit is known
_TILE = 1024
_LEAST_NOISE = 1.5e-3
_QUICK_WEIGHT = 0.1  # of squared slopes, for each unit of noise: looks most like total variation
_WEIGHT = 0.1  # of total variation, for each unit of noise: best where noise is white
# Of the augmented Lagrangian: how fast it converges, not to what.
_RHO_DATA = 0.3
_STEP = 0.1  # shrinkage of gradients in one iteration, in units of the picture


# ---- kernels: (h, w) float32, odd sides, sum 1; what a point of light at the middle became

def motion_kernel(length: float, angle: float) -> Array:
    """Return the kernel of a straight motion: ``length`` pixels, ``angle`` degrees counter-clockwise from rightwards.

    Raises UserError for a length outside 1..200.
    """
    if not 1 <= length <= 200:
        raise UserError("A motion of {length:g} pixels cannot be undone: 1 to 200 can.", length=length)
    radius = int(np.ceil(length / 2)) + 1
    fine = 8  # steps in a pixel
    reach = np.linspace(-length / 2, length / 2, max(2, round(length * fine)))
    x = radius + reach * np.cos(np.radians(angle))
    y = radius - reach * np.sin(np.radians(angle))
    kernel = np.zeros((2 * radius + 1, 2 * radius + 1))
    for dy in (0, 1):
        for dx in (0, 1):
            column, row = np.floor(x).astype(int) + dx, np.floor(y).astype(int) + dy
            np.add.at(kernel, (row, column), (1 - np.abs(x - column)) * (1 - np.abs(y - row)))
    return _normalized(kernel)


def gaussian_kernel(sigma: float) -> Array:
    """Return a Gaussian of ``sigma`` pixels. Raises UserError outside 0.3..30."""
    if not 0.3 <= sigma <= 30:
        raise UserError("A Gaussian of {sigma:g} pixels cannot be undone: 0.3 to 30 can.", sigma=sigma)
    axis = cv2.getGaussianKernel(2 * int(np.ceil(3 * sigma)) + 1, sigma)
    return _normalized(np.asarray(axis @ axis.T, np.float64))


def kernel_of_picture(values: Array) -> Array:
    """Return the kernel a picture (h, w) or (h, w, 3) shows: brightness is weight, black is none.

    Even sides get a dark row or column more. Raises UserError for a picture that is no kernel.
    """
    kernel = np.asarray(values, np.float64)
    if kernel.ndim == 3:
        kernel = kernel[..., :3].mean(2)
    if kernel.ndim != 2 or not np.isfinite(kernel).all() or kernel.min() < 0 or kernel.max() <= 0:
        raise UserError("The kernel has to be a picture of values from 0 up, of which some are not 0.")
    if max(kernel.shape) > 301:
        raise UserError("The kernel is {across} × {down}; at most 301 pixels a side can be.", across=kernel.shape[1],
                        down=kernel.shape[0])
    rows, columns = (1 - side % 2 for side in kernel.shape)
    return _normalized(np.pad(kernel, ((0, rows), (0, columns))))


def kernel_of_file(path: Path) -> Array:
    """Return the kernel of a picture file or a .npy. Raises UserError."""
    if not path.is_file():
        raise UserError("{path} does not exist.", path=path)
    if path.suffix.lower() == ".npy":
        try:
            values = np.load(path, allow_pickle=False)
        except (ValueError, OSError, EOFError) as error:
            raise UserError("{path} is not an array of numpy's: {error}.", path=path, error=error) from None
        return kernel_of_picture(values)
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise UserError("{path} is not a picture that can be read.", path=path)
    return kernel_of_picture(np.asarray(picture))


def _normalized(kernel: NDArray[np.float64]) -> Array:
    return (kernel / kernel.sum()).astype(np.float32)


def blurred(picture: Array, kernel: Array) -> Array:
    """Return an (H, W, ...) picture blurred by a kernel; beyond the border it is mirrored."""
    return np.asarray(cv2.filter2D(picture, -1, cv2.flip(kernel, -1), borderType=cv2.BORDER_REFLECT_101), np.float32)


# ---- methods: (light (H, W, 3), kernel, clipped (H, W, 3) bool or None, strength, progress) -> (H, W, 3)

def tv_deconvolved(light: Array, kernel: Array, clipped: NDArray[np.bool_] | None = None, strength: float = 1.0,
                   progress: Progress | None = None) -> Array:
    """Return the picture (H, W, 3) that, blurred, explains ``light`` with the least total variation.

    Minimizes |M (k * x - y)|^2 / 2 + w TV(x) by ADMM. M leaves out what no pixel says: what lies beyond the border
    (Almeida and Figueiredo, "Deconvolving images with unknown boundaries", TIP 2013), and clipped pixels, which say
    "at least" only. TV is that of all channels together; w grows with the noise found in the picture and with
    ``strength``. In tiles, so memory is bounded; progress may raise Cancelled.
    """
    margin = 2 * max(kernel.shape)
    height, width = light.shape[:2]
    step = max(_TILE - 2 * margin, 256)
    out = np.empty_like(light)
    noise = noise_level(light)
    tiles = [(y, x) for y in range(0, height, step) for x in range(0, width, step)]
    for number, (y, x) in enumerate(tiles):
        top, left = max(0, y - margin), max(0, x - margin)
        bottom, right = min(height, y + step + margin), min(width, x + step + margin)
        part = (slice(top, bottom), slice(left, right))

        def report(fraction: float, number: int = number) -> None:
            if progress is not None:
                progress((number + fraction) / len(tiles))

        tile = _tv_tile(light[part], kernel, None if clipped is None else clipped[part], noise * strength, report)
        out[y:y + step, x:x + step] = tile[y - top:y - top + step, x - left:x - left + step]
    return out


def noise_level(light: Array) -> float:
    """Return the standard deviation of the noise of a picture, from its finest details (Immerkaer, 1996)."""
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    fine = cv2.filter2D(light, -1, mask)
    np.abs(fine, out=fine)
    return max(float(_median(fine[1:-1, 1:-1])) / (0.6745 * 6.0), _LEAST_NOISE)


def _median(values: Array) -> float:
    """Return the median of many values, of which the caller needs none any more."""
    return float(np.median(np.ascontiguousarray(values), overwrite_input=True))


def _tv_tile(light: Array, kernel: Array, clipped: NDArray[np.bool_] | None, noise: float,
             report: Progress) -> Array:
    radius = max(kernel.shape)
    height, width = light.shape[:2]
    rows, columns = (fast_size(side + 2 * radius) for side in (height, width))
    pad = ((radius, rows - height - radius), (radius, columns - width - radius), (0, 0))
    padded = torch.from_numpy(np.pad(light, pad, mode="edge").transpose(2, 0, 1).copy())
    known = torch.zeros(1, rows, columns)
    known[:, radius:radius + height, radius:radius + width] = 1
    least = None
    if clipped is not None and clipped.any():
        least = torch.from_numpy(np.pad(clipped, pad).transpose(2, 0, 1).copy())
    transfer = transfer_of(kernel, rows, columns)
    weight = _WEIGHT * noise
    rho = weight / _STEP
    dx, dy = differences(rows, columns)
    below = _RHO_DATA * transfer.abs() ** 2 + rho * (dx.abs() ** 2 + dy.abs() ** 2) + 1e-8
    x = padded.clone()
    again = padded.clone()
    u, du = again, torch.zeros_like(padded)
    v = [torch.zeros_like(padded), torch.zeros_like(padded)]
    dv = [torch.zeros_like(padded), torch.zeros_like(padded)]
    ways = (dx, dy)
    count = ITERATIONS if least is None else ITERATIONS_CLIPPED
    for iteration in range(count):
        top = _RHO_DATA * transfer.conj() * torch.fft.rfft2(u - du)
        for direction, one, lag in zip(ways, v, dv):
            top = top + rho * direction.conj() * torch.fft.rfft2(one - lag)
        spectrum = top / below
        x = torch.fft.irfft2(spectrum, s=(rows, columns))
        again = torch.fft.irfft2(spectrum * transfer, s=(rows, columns))
        guess = again + du
        u = torch.where(known > 0, (padded + _RHO_DATA * guess) / (1 + _RHO_DATA), guess)
        if least is not None:
            u = torch.where(least, torch.maximum(guess, padded), u)
        du = du + again - u
        slopes = [torch.fft.irfft2(spectrum * way, s=(rows, columns)) + lag for way, lag in zip(ways, dv)]
        size = torch.sqrt(sum((one * one).sum(0, keepdim=True) for one in slopes) + 1e-12)
        shrink = torch.clamp(1 - weight / rho / size, min=0)
        for index, slope in enumerate(slopes):
            v[index] = slope * shrink
            dv[index] = slope - v[index]
        report((iteration + 1) / count)
    return x[:, radius:radius + height, radius:radius + width].permute(1, 2, 0).contiguous().numpy()


def quick_deconvolved(light: Array, kernel: Array, clipped: NDArray[np.bool_] | None = None, strength: float = 1.0,
                      progress: Progress | None = None) -> Array:
    """Return a picture deblurred in one linear step: a preview of :func:`tv_deconvolved` that takes milliseconds.

    Tikhonov's: least squares of the data and of the slopes, in Fourier space. Clipped pixels are taken as they are, so
    lights ring.
    """
    radius = max(kernel.shape)
    height, width = light.shape[:2]
    rows, columns = (fast_size(side + 2 * radius) for side in (height, width))
    pad = (radius, rows - height - radius, radius, columns - width - radius)
    padded = torch.from_numpy(cv2.copyMakeBorder(light, *pad, cv2.BORDER_REFLECT_101).transpose(2, 0, 1).copy())
    transfer = transfer_of(kernel, rows, columns)
    # towards the outer edge the picture becomes its own blur around the corner: where it wraps, nothing rings
    inside = torch.outer(_ramp(rows, pad[0], pad[1]), _ramp(columns, pad[2], pad[3]))
    around = torch.fft.irfft2(transfer * torch.fft.rfft2(padded), s=(rows, columns))
    padded = torch.lerp(around, padded, inside)
    dx, dy = differences(rows, columns)
    weight = _QUICK_WEIGHT * noise_level(light) * strength
    below = transfer.abs() ** 2 + weight * (dx.abs() ** 2 + dy.abs() ** 2) + 1e-6
    sharp = torch.fft.irfft2(transfer.conj() * torch.fft.rfft2(padded) / below, s=(rows, columns))
    if progress is not None:
        progress(1.0)
    return sharp[:, radius:radius + height, radius:radius + width].permute(1, 2, 0).contiguous().numpy()


def _ramp(length: int, before: int, after: int) -> torch.Tensor:
    """Return (length,): 1 inside, falling to 0 over the padding on both sides."""
    place = torch.arange(length)
    return torch.minimum(place / before, (length - 1 - place) / after).clamp(0, 1)


def richardson_lucy(light: Array, kernel: Array, clipped: NDArray[np.bool_] | None = None, strength: float = 1.0,
                    progress: Progress | None = None) -> Array:
    """Return the picture (H, W, 3) by Richardson and Lucy's iteration; clipped pixels never ask for less light.

    The classic, for comparison: it has no idea of noise; fewer iterations (a higher ``strength``) mean less of it.
    """
    turned = np.ascontiguousarray(kernel[::-1, ::-1])
    seen = np.maximum(light, 1e-5)
    estimate = seen.copy()
    count = max(3, round(30 / max(strength, 0.1)))
    for iteration in range(count):
        again = np.maximum(blurred(estimate, kernel), 1e-5)
        ratio = seen / again
        if clipped is not None:
            ratio = np.where(clipped, np.maximum(ratio, 1), ratio)
        estimate = estimate * blurred(ratio.astype(np.float32), turned)
        if progress is not None:
            progress((iteration + 1) / count)
    return estimate


def transfer_of(kernel: Array, rows: int, columns: int) -> torch.Tensor:
    """Return the half spectrum (rows, columns // 2 + 1) of a kernel (h, w) whose middle lies at the origin."""
    height, width = kernel.shape
    plane = torch.zeros(rows, columns)
    plane[:height, :width] = torch.from_numpy(np.ascontiguousarray(kernel))
    return torch.fft.rfft2(torch.roll(plane, (-(height // 2), -(width // 2)), (0, 1)))


def differences(rows: int, columns: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the half spectra (rows, columns // 2 + 1) of differences to the right and downwards."""
    right, down = torch.zeros(rows, columns), torch.zeros(rows, columns)
    right[0, 0], right[0, -1] = -1, 1
    down[0, 0], down[-1, 0] = -1, 1
    return torch.fft.rfft2(right), torch.fft.rfft2(down)


def fast_size(least: int) -> int:
    """Return the next side, at least ``least``, whose Fourier transform is quick."""
    return int(cv2.getOptimalDFTSize(least))
