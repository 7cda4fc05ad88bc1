"""Where a photo lies on the viewer: zoom, pan, visible region."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

MAX_SCALE = 16.0
# Steps of Ctrl +/-; wheel steps are finer.
_STEPS = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)


class Region(NamedTuple):
    """A rectangle in photo pixels."""

    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True)
class View:
    """How an upright photo is placed on the viewport; all screen coordinates are device pixels.

    photo: (width, height) of the upright photo. viewport: (width, height). scale: device pixels per photo
    pixel, so 1.0 is "100 %". x, y: where the photo's corner lies, in whole pixels, so that 100 % is never
    resampled. fitted: follows the viewport's size. margin: device pixels kept free around the fitted photo.
    """

    photo: tuple[int, int]
    viewport: tuple[int, int]
    scale: float = 1.0
    x: int = 0
    y: int = 0
    fitted: bool = True
    margin: int = 0

    @classmethod
    def fit(cls, photo: tuple[int, int], viewport: tuple[int, int], margin: int = 0) -> View:
        """Return the whole photo, centered, never larger than 100 %."""
        scale = fit_scale(photo, viewport, margin)
        return cls(photo, viewport, scale, fitted=True, margin=margin)._clamped(0.0, 0.0)

    def resized(self, viewport: tuple[int, int]) -> View:
        """Return the same view in another viewport: fitted stays fitted, else the center stays."""
        if self.fitted:
            return View.fit(self.photo, viewport, self.margin)
        dx, dy = (viewport[0] - self.viewport[0]) / 2, (viewport[1] - self.viewport[1]) / 2
        return replace(self, viewport=viewport)._clamped(self.x + dx, self.y + dy)

    def zoomed(self, scale: float, at: tuple[float, float] | None = None) -> View:
        """Return the view at another scale; the photo point under ``at`` (default: center) stays there."""
        at = at or (self.viewport[0] / 2, self.viewport[1] / 2)
        scale = min(max(scale, self.smallest), MAX_SCALE)
        px, py = self.to_photo(*at)
        moved = replace(self, scale=scale, fitted=False)
        return moved._clamped(at[0] - px * scale, at[1] - py * scale)

    def panned(self, dx: float, dy: float) -> View:
        """Return the view moved by device pixels; the photo cannot be pushed off the viewport."""
        return replace(self, fitted=False)._clamped(self.x + dx, self.y + dy)

    def stepped(self, direction: int) -> View:
        """Return the next larger (+1) or smaller (-1) common scale, around the center."""
        if direction > 0:
            target = next((s for s in _STEPS if s > self.scale * 1.01), MAX_SCALE)
        else:
            target = next((s for s in reversed(_STEPS) if s < self.scale * 0.99), self.smallest)
        return self.zoomed(target)

    @property
    def smallest(self) -> float:
        """The least scale: 1/8, or less where that is needed to see the whole photo."""
        return min(fit_scale(self.photo, self.viewport, self.margin), 1 / 8)

    def to_photo(self, x: float, y: float) -> tuple[float, float]:
        """Return the photo point under a device pixel."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the device pixel over a photo point."""
        return self.x + x * self.scale, self.y + y * self.scale

    def visible(self) -> Region:
        """Return the smallest region of whole photo pixels that covers what is on screen; at least 1x1."""
        (x0, y0), (x1, y1) = self.to_photo(0, 0), self.to_photo(*self.viewport)
        left, top = (
            _between(math.floor(x0 + 1e-6), 0, self.photo[0] - 1),
            _between(math.floor(y0 + 1e-6), 0, self.photo[1] - 1),
        )
        right, bottom = (
            _between(math.ceil(x1 - 1e-6), left + 1, self.photo[0]),
            _between(math.ceil(y1 - 1e-6), top + 1, self.photo[1]),
        )
        return Region(top, left, bottom - top, right - left)

    def wanted_size(self, region: Region) -> tuple[int, int]:
        """Return (height, width) a frame of ``region`` should have, never above the photo's own."""
        scale = min(self.scale, 1.0)
        return max(1, round(region.height * scale)), max(1, round(region.width * scale))

    def _clamped(self, x: float, y: float) -> View:
        def place(value: float, photo: float, viewport: int) -> int:
            room = viewport - photo
            return round(room / 2 if room >= 0 else min(0.0, max(room, value)))

        return replace(
            self,
            x=place(x, self.photo[0] * self.scale, self.viewport[0]),
            y=place(y, self.photo[1] * self.scale, self.viewport[1]),
        )


def fit_scale(photo: tuple[int, int], viewport: tuple[int, int], margin: int = 0) -> float:
    """Return the scale that shows the whole photo with a margin; at most 1, so that a small photo stays sharp."""
    width, height = (max(1, side - 2 * margin) for side in viewport)
    return min(1.0, width / photo[0], height / photo[1])


def _between(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
