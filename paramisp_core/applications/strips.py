"""Large pictures worked on some rows at a time: what is computed of all of them at once would be much."""

from __future__ import annotations

from collections.abc import Sequence

_STRIP_PIXELS = 1 << 20


def in_strips(shape: Sequence[int], even: bool = False) -> list[slice]:
    """Return the rows, top to bottom, of a picture (height, width, …) to be worked on in turn.

    even: an even number each but for the last, whole cells of a CFA.
    """
    height, width = shape[:2]
    rows = max(1, _STRIP_PIXELS // max(1, width))
    if even:
        rows = max(2, rows // 2 * 2)
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]
