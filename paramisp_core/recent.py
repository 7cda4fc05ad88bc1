"""The last few of what is made again and again: what was not asked for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """Keeps what was made by its key."""

    def __init__(self, most: float, weight: Callable[[Made], float] = lambda _: 1) -> None:
        """Begin without any. most: how much is kept, by ``weight``, which counts each as 1; the last one always is."""
        self._most, self._weight = most, weight
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, or make it; what ``make`` raises leaves all as it was."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > 1 and sum(map(self._weight, self._kept.values())) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
