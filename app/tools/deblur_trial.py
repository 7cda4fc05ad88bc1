"""What the deblur dialog computes off the GUI thread: parts of the photo at full size, and the whole for a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.live.engine_setup import EngineSetup
from paramisp_core.errors import UserError
from paramisp_core.progress import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.applications.deblur_region import DeblurTrial as Trial
    from paramisp_core.camera.photo import Photo
    from paramisp_core.engine.models import CameraModels

METHOD = "tv"


@dataclass(frozen=True, eq=False)
class DeblurView:
    """kernel: (h, w), as seen in the upright picture. place: middle of the part, fractions (x, y) of the upright photo.

    size: (height, width) of the part as seen. exact: by the method of the whole, which takes a second; else quick.
    """

    kernel: NDArray[np.float32]
    strength: float
    place: tuple[float, float]
    size: tuple[int, int]
    exact: bool = False


@dataclass(frozen=True, eq=False)
class DeblurShown:
    """before, after: upright (h, w, 3) uint8 of the part."""

    view: DeblurView
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class FoundAs:
    """kernel: (h, w) as seen in the upright picture. doubt: why it should not be believed, one sentence, or ""."""

    kernel: NDArray[np.float32]
    doubt: str


class DeblurWork:
    """One photo. Not thread-safe: it is used on one thread."""

    def __init__(self, setup: EngineSetup, photo: Photo) -> None:
        self._setup = setup
        self._photo = photo
        self._models: CameraModels | None = None
        self._trial: Trial | None = None

    def prepare(self, progress: Progress) -> None:
        """Take the photo back to RAW, which takes seconds; :meth:`show` needs it. Raises UserError."""
        from paramisp_core.applications.deblur_region import DeblurTrial

        models, camera = self._networks(), self._photo.camera
        self._trial = DeblurTrial(self._photo, models.inverse(camera), models.forward(camera), progress)

    def show(self, view: DeblurView, progress: Progress) -> DeblurShown:
        """Return a part of the photo without its blur. Raises UserError."""
        import numpy as np

        from paramisp_core.applications.deblur import deblurrer_named
        from paramisp_core.applications.deblur_making import stored_kernel
        from paramisp_core.raw.cfa import apply_orientation

        photo = self._photo
        assert self._trial is not None, "prepare comes first"
        region = stored_region(photo.size, photo.orientation, view.place, view.size)
        if min(photo.size) < 2 * max(view.kernel.shape):
            raise UserError("The picture is too small for a kernel of {size} pixels.", size=max(view.kernel.shape))
        after = self._trial.region(region, stored_kernel(view.kernel, photo.orientation), view.strength,
                                   deblurrer_named(METHOD) if view.exact else None, progress)
        before = self._trial.as_it_is(region, progress)
        pictures = [np.ascontiguousarray(apply_orientation(np.rint(one * 255).astype(np.uint8), photo.orientation))
                    for one in (before, after)]
        return DeblurShown(view, pictures[0], pictures[1])

    def find_kernel(self, size: int, progress: Progress) -> FoundAs:
        """Return what blurred the photo, at most ``size`` pixels across. Raises UserError."""
        from paramisp_core.applications.deblur_making import upright_kernel

        assert self._trial is not None, "prepare comes first"
        found = self._trial.kernel(size, progress)
        return FoundAs(upright_kernel(found.kernel, self._photo.orientation), found.doubt)

    def overview(self, side: int) -> NDArray[np.uint8]:
        """Return the upright photo (h, w, 3), its longer side ``side``."""
        import cv2
        import numpy as np

        from paramisp_core.raw.cfa import apply_orientation

        height, width = self._photo.size
        shrink = min(1.0, side / max(height, width))
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        small = cv2.resize(self._photo.rgb, size, interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(apply_orientation(np.rint(small * 255).astype(np.uint8), self._photo.orientation))

    def export(self, target: Path, kernel: NDArray[np.float32], strength: float, progress: Progress) -> str:
        """Deblur the whole and write it; return what was made, in words."""
        from paramisp_core.applications.deblur_making import make_deblurred

        models, camera = self._networks(), self._photo.camera
        return make_deblurred(self._photo, target, kernel, METHOD, models.inverse(camera), models.forward(camera),
                              strength, progress).words

    def _networks(self) -> CameraModels:
        if self._models is None:
            self._models = self._setup.models()
        return self._models


def stored_region(photo_size: tuple[int, int], orientation: int, place: tuple[float, float],
                  size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return (top, left, height, width) in the stored photo of a part of the upright one, moved inside it."""
    u, v = place
    x, y = {2: (1 - u, v), 3: (1 - u, 1 - v), 4: (u, 1 - v), 5: (v, u), 6: (v, 1 - u), 7: (1 - v, 1 - u),
            8: (1 - v, u)}.get(orientation, (u, v))
    tall, wide = size if orientation < 5 else size[::-1]
    height, width = photo_size
    tall, wide = min(tall, height), min(wide, width)
    top, left = round(y * height - tall / 2), round(x * width - wide / 2)
    return min(max(top, 0), height - tall), min(max(left, 0), width - wide), tall, wide
