"""Lens distortion, crop, straighten, turn, flip: where each pixel of the finished picture comes from, in one step.

Needs no numpy to be asked. The photo as stored is freed of its lens's distortion (see :func:`warp_of`), turned by its
EXIF orientation and the user's (the frame), rotated about the frame's center by the straightening angle, and cropped.
Coordinates are continuous: pixel (row 0, column 0) covers 0..1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from paramisp_core.editing.edits import Crop, RawEdits

if TYPE_CHECKING:
    import numpy as np

    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.profile import CameraProfile
    from paramisp_core.camera.shot import ShotSettings
    from paramisp_core.editing.recipe import Region

    Array = np.ndarray[Any, Any]

WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)
_TRANSPOSED, _MIRRORED, _UPSIDE_DOWN = (5, 6, 7, 8), (2, 3, 6, 7), (3, 4, 7, 8)
_EDGE = 16  # points along an edge whose bend is looked at
_BLOCK = 8  # pixels a side for which one point's source is computed exactly
_SHARPER = 0.3  # of what a pixel differs from those around it
_CONTEXT = 4  # source pixels around a rotated region that its interpolation looks at
_Edges = tuple[float, float, float, float]  # first and last x and y, in pixels of a source picture
_OUTSIDE = 0.1  # brightness, 0..1, of what lies beyond the photo's edge while one crops


def turned_point(code: int, x: Any, y: Any, width: float = 1.0, height: float = 1.0) -> tuple[Any, Any]:
    """Return where a point of a (height, width) picture lies after the picture is turned by an EXIF orientation."""
    if code in _TRANSPOSED:
        x, y, width, height = y, x, height, width
    return (width - x if code in _MIRRORED else x), (height - y if code in _UPSIDE_DOWN else y)


def unturned_point(code: int, x: Any, y: Any, width: float = 1.0, height: float = 1.0) -> tuple[Any, Any]:
    """Undo :func:`turned_point`; width and height are those of the picture before it was turned."""
    if code in _TRANSPOSED:
        width, height = height, width
    x, y = (width - x if code in _MIRRORED else x), (height - y if code in _UPSIDE_DOWN else y)
    return (y, x) if code in _TRANSPOSED else (x, y)


@lru_cache(maxsize=64)
def then(first: int, second: int) -> int:
    """Return the orientation that does what one and then another do."""
    def trace(*codes: int) -> list[tuple[float, float]]:
        points = [(0.1, 0.2), (0.7, 0.3)]
        for code in codes:
            points = [turned_point(code, x, y) for x, y in points]
        return [(round(x, 6), round(y, 6)) for x, y in points]

    return next(code for code in range(1, 9) if trace(code) == trace(first, second))


def turned(edits: RawEdits, code: int) -> RawEdits:
    """Return edits whose picture is turned further by an EXIF orientation: the crop and the angle turn with it."""
    crop = edits.crop
    if crop is not None:
        corners = [turned_point(code, *crop[:2]), turned_point(code, *crop[2:])]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        crop = (xs[0], ys[0], xs[1], ys[1])
    mirrored = code in (2, 4, 5, 7)
    return edits.changed(orientation=then(edits.orientation, code), crop=crop,
                         straighten=-edits.straighten if mirrored and edits.straighten else edits.straighten)


Warp = tuple[float, ...]
"""c of ``source radius / radius = c0 + c1 r + …``, r the distance from the middle, 1 in the corners; () none."""


@lru_cache(maxsize=64)
def warp_of(distortion: Warp, percent: float, stored: tuple[int, int]) -> Warp:
    """Return the warp that takes ``percent`` of a lens's distortion (see LensProfile) out of a photo (height, width).

    It is enlarged, or reduced, just so that the straight picture fills the frame and no edge of the photo shows.
    """
    if not distortion or not percent:
        return ()
    share = percent / 100
    blend = [share * c for c in distortion]
    blend[0] += 1 - share
    least = min(stored) / math.hypot(*stored)  # the nearest edge; a corner lies at 1
    edge = [least + (1 - least) * i / 64 for i in range(65)]
    scale = min(_inverse(blend, r) / r for r in edge)
    return tuple(c * scale ** (i + 1) for i, c in enumerate(blend))


def _inverse(warp: list[float], source: float) -> float:
    """Return the radius whose source radius is ``source``."""
    low, high = 0.0, 2.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * _ratio(warp, middle) < source else (low, middle)
    return low


def _ratio(warp: Any, r: Any) -> Any:
    value = warp[-1]
    for c in warp[-2::-1]:
        value = value * r + c
    return value


@dataclass(frozen=True)
class Geometry:
    """The geometry of one photo's picture.

    stored: (height, width) of the photo. orientation: EXIF orientation, the photo's and the user's. straighten:
    degrees clockwise. crop: (left, top, right, bottom) as fractions of the frame, already inside the photo. warp:
    takes the lens's distortion out of the stored photo.
    """

    stored: tuple[int, int]
    orientation: int = 1
    straighten: float = 0.0
    crop: Crop = WHOLE
    warp: Warp = ()

    @classmethod
    def of_photo(cls, photo: Photo, edits: RawEdits, shot: ShotSettings | None = None,
                 camera: CameraProfile | None = None, whole: bool = False) -> Geometry:
        """Return the geometry of a photo with edits, its lens's distortion taken out as they say.

        shot, camera: how the photo was taken, where the user knows better. whole: see :meth:`of`.
        """
        geometry, edits = cls.of(edits, photo.size, photo.orientation, whole), edits.effective
        if not edits.distortion:
            return geometry
        from paramisp_core.camera.lens import lens_of

        lens = lens_of(photo, shot, camera, edits.lens).profile
        return replace(geometry, warp=warp_of(lens.distortion, edits.distortion, photo.size) if lens else ())

    @classmethod
    def of(cls, edits: RawEdits, stored: tuple[int, int], orientation: int = 1, whole: bool = False) -> Geometry:
        """Return the geometry of a photo with edits, its lens left as it is.

        whole: without the crop, as one sees it while cropping.
        """
        edits = edits.effective
        geometry = cls(stored, then(orientation, edits.orientation), edits.straighten)
        return geometry if whole else replace(geometry, crop=geometry.fitting(edits.crop or WHOLE))

    @property
    def frame(self) -> tuple[int, int]:
        """(height, width) of the turned photo, before the crop."""
        height, width = self.stored
        return (width, height) if self.orientation in _TRANSPOSED else (height, width)

    @property
    def rectangle(self) -> Region:
        """The crop in whole pixels of the frame."""
        height, width = self.frame
        left, right = round(self.crop[0] * width), round(self.crop[2] * width)
        top, bottom = round(self.crop[1] * height), round(self.crop[3] * height)
        left, top = min(left, width - 1), min(top, height - 1)
        return top, left, max(1, bottom - top), max(1, right - left)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the finished picture."""
        return self.rectangle[2:]

    @property
    def is_plain(self) -> bool:
        """Whether pixels are only moved, none is interpolated."""
        return self.straighten == 0 and not self.warp

    # Cropping -------------------------------------------------------------------------------------------------

    def fitting(self, crop: Crop) -> Crop:
        """Return the crop shrunk about its center until all of it shows photo."""
        height, width = self.frame
        x0, y0, x1, y1 = (min(max(value, 0.0), 1.0) for value in crop)
        if self.straighten == 0:
            return x0, y0, x1, y1
        cx, cy = (x0 + x1) / 2 * width, (y0 + y1) / 2 * height
        middle = self._unrotated(cx, cy)
        inside = min(max(middle[0], 1.0), width - 1.0), min(max(middle[1], 1.0), height - 1.0)
        cx, cy = self._rotated(*inside)
        half_width, half_height = (x1 - x0) / 2 * width, (y1 - y0) / 2 * height
        share = 1.0
        for sx, sy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
            px, py = self._unrotated(cx + sx * half_width, cy + sy * half_height)
            for value, center, limit in ((px, inside[0], width), (py, inside[1], height)):
                reach = (limit - center) if value > center else center
                if abs(value - center) > reach:
                    share = min(share, reach / abs(value - center))
        half_width, half_height = half_width * share, half_height * share
        return ((cx - half_width) / width, (cy - half_height) / height,
                (cx + half_width) / width, (cy + half_height) / height)

    def holds(self, crop: Crop) -> bool:
        """Whether all of a crop shows photo."""
        height, width = self.frame
        corners = [self._unrotated(x * width, y * height) for x in crop[0::2] for y in crop[1::2]]
        return all(-1e-6 <= x <= width + 1e-6 and -1e-6 <= y <= height + 1e-6 for x, y in corners)

    def _rotated(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return where a point of the frame lies after straightening."""
        return self._turned_about_center(x, y, math.radians(self.straighten))

    def _unrotated(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return the point of the frame that straightening brings to (x, y)."""
        return self._turned_about_center(x, y, -math.radians(self.straighten))

    def _turned_about_center(self, x: Any, y: Any, angle: float) -> tuple[Any, Any]:
        cx, cy = self.frame[1] / 2, self.frame[0] / 2
        cosine, sine = math.cos(angle), math.sin(angle)
        return cx + cosine * (x - cx) - sine * (y - cy), cy + sine * (x - cx) + cosine * (y - cy)

    # From the finished picture back to the photo --------------------------------------------------------------

    def to_stored(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return the point of the stored photo that a point of the finished picture shows; arrays welcome."""
        top, left, _, _ = self.rectangle
        x, y = x + left, y + top
        if self.straighten:
            x, y = self._unrotated(x, y)
        x, y = unturned_point(self.orientation, x, y, self.stored[1], self.stored[0])
        if not self.warp:
            return x, y
        height, width = self.stored
        x, y = x - width / 2, y - height / 2
        ratio = _ratio(self.warp, ((x * x + y * y) / (width**2 / 4 + height**2 / 4)) ** 0.5)
        return x * ratio + width / 2, y * ratio + height / 2

    def from_stored(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the finished picture that shows a point of the stored photo: :meth:`to_stored` undone."""
        if self.warp:
            height, width = self.stored
            far = (width**2 / 4 + height**2 / 4) ** 0.5
            x, y = x - width / 2, y - height / 2
            ratio = 1.0
            for _ in range(12):  # the ratio changes slowly with the radius: each step wins a digit or more
                ratio = float(_ratio(self.warp, (x * x + y * y) ** 0.5 / ratio / far))
            x, y = x / ratio + width / 2, y / ratio + height / 2
        x, y = turned_point(self.orientation, x, y, self.stored[1], self.stored[0])
        if self.straighten:
            x, y = self._rotated(x, y)
        top, left, _, _ = self.rectangle
        return x - left, y - top

    def stored_region(self, region: Region) -> Region:
        """Return the stored pixels that a region of the finished picture is made from; at least one."""
        top, left, height, width = region
        steps = [i / _EDGE for i in range(_EDGE + 1)] if self.warp else [0.0, 1.0]  # warped edges are bent
        edge: list[tuple[float, float]] = [(left + width * t, y) for t in steps for y in (top, top + height)]
        edge += [(x, top + height * t) for t in steps for x in (left, left + width)]
        ends = [self.to_stored(x, y) for x, y in edge]
        more = 0 if self.is_plain else _CONTEXT
        xs, ys = [x for x, _ in ends], [y for _, y in ends]
        full_height, full_width = self.stored
        x0 = min(max(math.floor(min(xs) + 1e-6) - more, 0), full_width - 1)
        y0 = min(max(math.floor(min(ys) + 1e-6) - more, 0), full_height - 1)
        x1 = min(max(math.ceil(max(xs) - 1e-6) + more, x0 + 1), full_width)
        y1 = min(max(math.ceil(max(ys) - 1e-6) + more, y0 + 1), full_height)
        return y0, x0, y1 - y0, x1 - x0

    def stored_size(self, region: Region, size: tuple[int, int]) -> tuple[int, int]:
        """Return the (height, width) to make :meth:`stored_region` at, for ``region`` to come out at ``size``."""
        source = self.stored_region(region)
        if self.is_plain:
            return (size[1], size[0]) if self.orientation in _TRANSPOSED else size
        scale = max(size[0] / region[2], size[1] / region[3])
        return max(1, round(source[2] * scale)), max(1, round(source[3] * scale))

    def picture(self, source: Array, region: Region, size: tuple[int, int], outside: float = _OUTSIDE,
                quick: bool = False) -> Array:
        """Return a region of the finished picture at ``size`` from its :meth:`stored_region` at any size.

        source: (h, w, 3) or (h, w, 2), uint8 or float32 0..1. outside: 0..1, what lies beyond the photo's edge. quick:
        for a picture of 8 bits that is on screen for a moment: a third of the time, 48 dB from the other.
        """
        import cv2
        import numpy as np

        from paramisp_core.raw.cfa import apply_orientation

        if self.is_plain:
            return np.ascontiguousarray(apply_orientation(source, self.orientation))
        x, y, edges = _map(self, region, size, source.shape[:2])
        if quick and source.shape[2] == 3:
            # What lines between pixels take of its sharpness is given before; of four colors, as OpenCV is twice as
            # fast with these.
            sharper = cv2.addWeighted(source, 1 + _SHARPER, cv2.blur(source, (3, 3)), -_SHARPER, 0)
            four = cv2.remap(cv2.cvtColor(sharper, cv2.COLOR_RGB2RGBA), x, y, cv2.INTER_LINEAR,
                             borderMode=cv2.BORDER_REPLICATE)
            out = np.asarray(cv2.cvtColor(four, cv2.COLOR_RGBA2RGB))
        else:
            out = np.asarray(
                cv2.remap(np.ascontiguousarray(source), x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
        if edges is not None:
            there = np.full_like(out, round(outside * 255) if out.dtype == np.uint8 else outside)
            cv2.copyTo(there, _beyond(x, y, edges), dst=out)  # a quarter of the time of numpy's indexing
        return out

    def exported(self, stored: Array, clip: bool = True) -> tuple[Array, int]:
        """Return the finished picture of a whole stored one, and the EXIF orientation that turns it upright.

        clip: floats are kept within 0..1, beyond which interpolation may go.
        """
        if not self.is_plain:
            return self.finished(stored, clip), 1
        y0, x0, tall, wide = self.stored_region((0, 0, *self.size))
        return stored[y0 : y0 + tall, x0 : x0 + wide], self.orientation

    def finished(self, stored: Array, clip: bool = True) -> Array:
        """Return the whole finished picture, upright, of a whole stored one (H, W, 3); in bounded memory."""
        import numpy as np

        height, width = self.size
        y0, x0, tall, wide = self.stored_region((0, 0, height, width))
        if self.is_plain:
            return self.picture(stored[y0 : y0 + tall, x0 : x0 + wide], (0, 0, height, width), self.size)
        out = np.empty((height, width, 3), stored.dtype)
        for top in range(0, height, 256):
            strip = (top, 0, min(256, height - top), width)
            y0, x0, tall, wide = self.stored_region(strip)
            out[top : top + strip[2]] = self.picture(stored[y0 : y0 + tall, x0 : x0 + wide], strip, strip[2:])
        return np.clip(out, 0, 1) if clip and out.dtype == np.float32 else out


@lru_cache(maxsize=2)  # a slider that moves asks for the same one again and again
def _map(geometry: Geometry, region: Region, size: tuple[int, int],
         source: tuple[int, int]) -> tuple[Array, Array, _Edges | None]:
    """Return float32 (x, y) in a source picture for each pixel of a region at ``size``; the photo's edges there.

    Computed for the middles of blocks of pixels and read between them: a lens bends so little within one that this is
    off by no more than a hundredth of a pixel. The last is None where all of it shows photo.
    """
    import cv2
    import numpy as np

    top, left, height, width = region
    y0, x0, tall, wide = geometry.stored_region(region)
    # one block more on each side: nothing is read beyond the last middle
    middles = [(np.arange(-1, -(-length // _BLOCK) + 1) + 0.5) * _BLOCK for length in size]
    rows, columns = top + middles[0] * (height / size[0]), left + middles[1] * (width / size[1])
    x, y = np.broadcast_arrays(*geometry.to_stored(columns[None], rows[:, None]))
    x, y = (x - x0) * (source[1] / wide) - 0.5, (y - y0) * (source[0] / tall) - 0.5
    full = (x.shape[1] * _BLOCK, x.shape[0] * _BLOCK)
    x, y = (cv2.resize(part.astype(np.float32), full, interpolation=cv2.INTER_LINEAR)[
        _BLOCK : _BLOCK + size[0], _BLOCK : _BLOCK + size[1]] for part in (x, y))
    more_x, more_y = 0.5 * source[1] / wide, 0.5 * source[0] / tall  # half a stored pixel
    first_x, first_y = -x0 * (source[1] / wide) - 0.5 - more_x, -y0 * (source[0] / tall) - 0.5 - more_y
    last_x = first_x + geometry.stored[1] * (source[1] / wide) + 2 * more_x
    last_y = first_y + geometry.stored[0] * (source[0] / tall) + 2 * more_y

    edges = first_x, first_y, last_x, last_y
    # what lies within its edges lies within theirs
    if not any(_beyond(x[edge], y[edge], edges).any() for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1])):
        return x, y, None
    return x, y, edges


def _beyond(x: Array, y: Array, edges: _Edges) -> Array:
    """Return uint8 that is not 0 where places of a source picture lie beyond the photo."""
    import cv2

    first_x, first_y, last_x, last_y = edges
    within = cv2.bitwise_and(cv2.inRange(x, first_x, last_x), cv2.inRange(y, first_y, last_y))
    return cv2.bitwise_not(within)
