"""What is done when an accelerator's memory is full: smaller tiles first, then the CPU; and that it is said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

import torch

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_BYTES_PER_PIXEL = 1_300
"""What the paper's network needs at once for each pixel of a tile with its context (1.0 to 1.3 GB a megapixel)."""


def within_memory(device: torch.device, tiles: tuple[int, ...], work: Callable[[int], _T],
                  on_cpu: Callable[[], _T]) -> _T:
    """Return ``work(tile)`` with the first of ``tiles`` (falling sides in pixels) for which the memory suffices.

    Where none does, ``on_cpu()``. Each step down is logged as a warning, which the command line prints. On a CPU
    itself there is nothing to step down to: MemoryError and the like pass.
    """
    if device.type == "cpu":
        return work(tiles[0])
    for number, tile in enumerate(tiles):
        try:
            return work(tile)
        except torch.OutOfMemoryError:
            step = f"tiles of {tiles[number + 1]} pixels" if number + 1 < len(tiles) else "the CPU"
        # after the exception has gone, and with it what its frames held
        _log.warning("The memory of %s does not suffice for tiles of %d pixels; going on with %s.", device, tile, step)
        release(device)
    return on_cpu()


def release(device: torch.device) -> None:
    """Give an accelerator's cached memory back."""
    if device.type == "cuda" and torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif device.type == "mps" and torch.backends.mps.is_available():
        torch.mps.empty_cache()


def paper_tiles(device: torch.device, halo: int) -> tuple[int, ...]:
    """Return sides of tiles for the paper's network, the largest first, that the free memory should hold.

    On a CPU always 512: larger ones are no faster.
    """
    if device.type != "cuda" or not torch.cuda.is_available():
        return (512, 256, 128)
    free, _ = torch.cuda.mem_get_info(device)
    return fitting_tiles(free, halo)


def fitting_tiles(free: int, halo: int) -> tuple[int, ...]:
    """Return the sides of 2048, 1024 … 128 whose tiles fit into three quarters of ``free`` bytes; 128 always."""
    sides = (2048, 1024, 512, 256, 128)
    return tuple(side for side in sides if side == 128 or (side + 2 * halo) ** 2 * _BYTES_PER_PIXEL <= free * 0.75)
