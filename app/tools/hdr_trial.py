"""What the HDR dialog computes off the GUI thread: light and pictures of small photos at once, whole ones for files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.live.engine_setup import EngineSetup
from paramisp_core.progress import Progress, section
from paramisp_core.recent import Recent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from paramisp_core.applications.hdr import HdrLight
    from paramisp_core.applications.hdr_making import HdrChoice, HdrMade
    from paramisp_core.camera.photo import Photo
    from paramisp_core.engine.models import CameraModels

PREVIEW_PIXELS = 480_000
_KEPT = 40  # pictures and lights
_TABLE = 4096
_STRIPE = 12  # pixels from one stripe over estimated places to the next
_MARK = (255, 60, 200)


@dataclass(frozen=True)
class HdrView:
    """ev: the light at this exposure, as a screen shows it; None: the finished picture. marked: estimated places."""

    choice: HdrChoice
    ev: float | None = None
    marked: bool = False


@dataclass(frozen=True, eq=False)
class HdrShown:
    """before, after: upright (h, w, 3) uint8. estimated: share of the picture 0..1. peak_ev: EV above white."""

    view: HdrView
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    estimated: float
    peak_ev: float


class HdrTrial:
    """Keeps what was computed for one choice of photos. Not thread-safe: it is used on one thread."""

    def __init__(self, setup: EngineSetup, photo: Photo | None) -> None:
        self._setup = setup
        self._opened: dict[Path, Photo] = {} if photo is None or photo.path is None else {photo.path: photo}
        self._models: CameraModels | None = None
        self._kept: Recent[Any] = Recent(_KEPT)

    def show(self, sources: tuple[Path, ...], view: HdrView, progress: Progress) -> HdrShown:
        """Return the photos under a view. Raises UserError when they cannot be opened or merged."""
        import numpy as np

        from paramisp_core.raw.cfa import apply_orientation

        made = self._made(sources, view.choice, section(progress, 0.0, 0.7))
        light = made.light
        photo = light.photo
        shown = self._kept.get(("photo", sources), lambda: self._as_it_is(light, section(progress, 0.7, 0.8)))
        if view.ev is None:
            before = np.rint(shown * 255).astype(np.uint8)
            after = self._kept.get(("picture", sources, view.choice), lambda: self._picture(
                made, view.choice, section(progress, 0.8, 1.0)))
        else:
            known = self._kept.get(("photo's light", sources), lambda: _linear(shown))
            before, after = _at_exposure(known, view.ev), _at_exposure(light.light, view.ev)
        if view.marked:
            after = _marked(after, light.estimated)
        turned = [np.ascontiguousarray(apply_orientation(one, photo.orientation)) for one in (before, after)]
        return HdrShown(view, turned[0], turned[1], float(light.estimated.mean()), light.peak_ev)

    def export(self, sources: tuple[Path, ...], choice: HdrChoice, target: Path, progress: Progress) -> str:
        """Make the whole and write it; return what was made, in words."""
        from paramisp_core.applications.hdr_making import make_hdr

        photos = [self._photo(path) for path in sources]
        models = self._networks()
        return make_hdr(photos, target, choice, models.inverse(photos[0].camera), models.forward, progress)

    def _made(self, sources: tuple[Path, ...], choice: HdrChoice, progress: Progress | None) -> HdrMade:
        from paramisp_core.applications.hdr_making import made_light
        from paramisp_core.applications.small import reduced_photo

        def make() -> HdrMade:
            small = [self._kept.get(("small", path), lambda p=path: reduced_photo(self._photo(p), PREVIEW_PIXELS))
                     for path in sources]
            models, camera = self._networks(), small[0].camera
            return made_light(small, choice, models.inverse(camera), models.forward(camera), progress)

        return self._kept.get(("light", sources, choice.method, choice.rebuild), make)

    def _as_it_is(self, light: HdrLight, progress: Progress | None) -> NDArray[np.float32]:
        from paramisp_core.applications.hdr import as_it_is

        return as_it_is(light, self._networks().forward(light.photo.camera), progress)

    def _picture(self, made: HdrMade, choice: HdrChoice, progress: Progress | None) -> NDArray[np.uint8]:
        import numpy as np

        from paramisp_core.applications.hdr_making import made_picture

        rgb, _ = made_picture(made, choice, self._networks().forward(made.light.photo.camera), progress)
        return np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)

    def _photo(self, path: Path) -> Photo:
        if path not in self._opened:
            from paramisp_core.files.opening import open_photo

            self._opened[path] = open_photo(path)
        return self._opened[path]

    def _networks(self) -> CameraModels:
        if self._models is None:
            self._models = self._setup.models()
        return self._models


def _linear(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    from paramisp_core.raw.transfer import srgb_decode

    return srgb_decode(rgb)


def _at_exposure(light: NDArray[np.float32], ev: float) -> NDArray[np.uint8]:
    """Return (h, w, 3) sRGB pixels of linear light at an exposure, clipped as a screen clips: at slider speed."""
    import cv2
    import numpy as np

    from paramisp_core.raw.transfer import srgb_encode

    root = cv2.sqrt(np.clip(light * np.float32(2.0**ev), 0, 1))
    table = np.rint(srgb_encode(np.linspace(0, 1, _TABLE, dtype=np.float32) ** 2) * 255).astype(np.uint8)
    return np.take(table, (root * np.float32(_TABLE - 1) + np.float32(0.5)).astype(np.uint16))


def _marked(rgb8: NDArray[np.uint8], estimated: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return a copy with stripes over what was estimated."""
    import numpy as np

    rows, columns = np.indices(estimated.shape)
    stripes = estimated & ((rows + columns) % _STRIPE < _STRIPE // 3)
    out = rgb8.copy()
    out[stripes] = np.array(_MARK, np.uint8)
    return out
