"""HDR from photos to a file: what is chosen, the light, the picture of it, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from paramisp_core.applications.bracket import relative_exposures
from paramisp_core.applications.hdr import (
    VIRTUAL_EV,
    HdrLight,
    debevec,
    fused,
    light_of_bracket,
    light_of_photo,
    tone_mapped,
    virtual_exposures,
)
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.errors import Sentence, UserError
from paramisp_core.files.export import export_image
from paramisp_core.files.hdr_files import export_light
from paramisp_core.files.ultrahdr import export_ultrahdr
from paramisp_core.progress import Progress, section

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

Method = Literal["linear", "debevec", "mertens"]
METHODS: tuple[Method, ...] = ("linear", "debevec", "mertens")
PICTURES = (".jpg", ".jpeg", ".png")
ENDINGS = (*PICTURES, ".exr", ".hdr", ".tif", ".tiff")


@dataclass(frozen=True)
class HdrChoice:
    """method: how exposures are merged; rebuild: clipped highlights are estimated; ultrahdr: a .jpg with a gain map,
    None: where the method knows light."""

    method: Method = "linear"
    rebuild: bool = True
    ultrahdr: bool | None = None

    def check(self, ending: str) -> None:
        """Raise UserError, one sentence, for a file of this ending that cannot be made so."""
        if ending not in ENDINGS:
            raise UserError("The file must end in {endings}, not in {ending}.", endings=" or ".join(ENDINGS),
                            ending=ending or Sentence("nothing"))
        if self.method == "mertens" and (ending not in PICTURES or self.ultrahdr):
            raise UserError("mertens fuses exposures into a picture, it knows no light: choose .jpg or .png, without "
                            "--ultrahdr, or another method.")
        if self.ultrahdr and ending not in (".jpg", ".jpeg"):
            raise UserError("--ultrahdr goes with a .jpg only.")


@dataclass(frozen=True, eq=False)
class HdrMade:
    """Merged light, and the exposures (H, W, 3) sRGB it was merged from where the method took pictures."""

    light: HdrLight
    exposures: Sequence[Array] = ()


def made_light(photos: Sequence[Photo], choice: HdrChoice, inverse: InverseISP, forward: ForwardISP,
               progress: Progress | None = None) -> HdrMade:
    """Return the light of one photo or of a bracket. Raises UserError when the photos cannot be merged."""
    single, first, then = len(photos) == 1, section(progress, 0.0, 0.6), section(progress, 0.6, 1.0)
    found = (light_of_photo(photos[0], inverse, first, choice.rebuild) if single
             else light_of_bracket(photos, inverse, first, choice.rebuild))
    method = f"HDR by {choice.method}"
    if choice.method == "linear":
        return HdrMade(found.with_note(method))
    if single:
        pictures = virtual_exposures(found, forward, then)
        steps = [2.0**ev for ev in VIRTUAL_EV]
        method += f" of {len(pictures)} virtual exposures"
    else:
        pictures, steps = [photo.rgb for photo in photos], relative_exposures(photos)
    if choice.method == "debevec":
        found = debevec(found, pictures, steps)
    return HdrMade(found.with_note(method), pictures)


def made_picture(made: HdrMade, choice: HdrChoice, forward: ForwardISP,
                 progress: Progress | None = None) -> tuple[Array, Array | None]:
    """Return (sRGB 0..1 (H, W, 3), log2 gain (H, W) that an HDR screen adds; None with mertens)."""
    if choice.method == "mertens":
        return fused(made.exposures), None
    return tone_mapped(made.light, forward, progress)


def make_hdr(photos: Sequence[Photo], target: Path, choice: HdrChoice, inverse: InverseISP,
             forward: Callable[[CameraProfile], ForwardISP], progress: Progress | None = None) -> str:
    """Make HDR of one photo or of a bracket and write it; return what was made, in words.

    The ending of ``target`` chooses the format. Raises UserError; progress may raise Cancelled. Either way nothing
    half-written is left.
    """
    ending = target.suffix.lower()
    choice.check(ending)
    isp = forward(photos[0].camera)
    made = made_light(photos, choice, inverse, isp, section(progress, 0.0, 0.7))
    light = made.light
    last = section(progress, 0.95, 1.0)
    if ending not in PICTURES:
        export_light(light.light, target, orientation=light.photo.orientation,
                     estimated=light.estimated if choice.rebuild else None, notes=light.notes, progress=last)
        what = "scene-linear light"
    else:
        rgb, gain = made_picture(made, choice, isp, section(progress, 0.7, 0.95))
        plain = choice.ultrahdr is False or ending == ".png"
        what = _write_picture(light, rgb, None if plain else gain, target, last)
    height, width = light.light.shape[:2]
    count = "1 photo" if len(photos) == 1 else f"{len(photos)} photos"
    share = 100 * light.estimated.mean()
    return (f"{what}, {width}×{height}, {count}, {light_words(light.peak_ev, share, choice.rebuild)}, "
            f"{choice.method}, on {inverse.device}")


def light_words(peak_ev: float, share: float, rebuilt: bool) -> str:
    """Say how bright the brightest light is (EV above white), and on what share of the picture (%) it is a guess."""
    peak = f"light up to {abs(peak_ev):.1f} EV {'above' if peak_ev >= 0 else 'below'} white"
    return f"{peak}, {round(share, 2):.3g} % {'estimated' if rebuilt else 'clipped'}"


def _write_picture(light: HdrLight, rgb: Array, gain: Array | None, target: Path, progress: Progress | None) -> str:
    photo = light.photo
    if gain is None:
        export_image(rgb, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera, exif=photo.exif,
                     notes=light.notes, progress=progress)
        return "picture"
    export_ultrahdr(rgb, gain, target, orientation=photo.orientation, shot=photo.shot, camera=photo.camera,
                    exif=photo.exif, notes=light.notes, progress=progress)
    return "Ultra HDR"
