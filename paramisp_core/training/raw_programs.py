"""Other programs' renderings of a RAW: darktable, RawTherapee and LibRaw as the processor of a camera.

They keep a network from learning the habits of the simulator (virtual_camera.py), and show how it does on tone curves,
demosaicking, noise reduction and sharpening that nobody here wrote. darktable knows the base curves of many cameras,
RawTherapee color profiles (DCP) of 139, both by the names in the RAW; so a simulated RAW is written under its camera's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

RAWTHERAPEE_PROFILES = Path("/usr/share/rawtherapee/profiles")
_QUALITY = 92
# what would move pixels away from the mosaic
_STRAIGHT = ("[LensProfile]\nLcMode=none\nUseDistortion=false\nUseVignette=false\nUseCA=false\n"
             "[Resize]\nEnabled=false\n[Crop]\nEnabled=false\n[Rotation]\nDegree=0\n[Distortion]\nAmount=0\n")
# everything that a camera's DCP holds: its tone curve, its look, its baseline exposure
_CAMERA_PROFILE = ("[Color Management]\nInputProfile=(cameraICC)\nToneCurve=true\nApplyLookTable=true\n"
                   "ApplyBaselineExposureOffset=true\nApplyHueSatMap=true\nDCPIlluminant=0\n")
_CURVE_MODES = ("Standard", "FilmLike", "WeightedStd", "SatAndValueBlending", "Luminance", "Perceptual")
_TIMEOUT_S = 1800


@dataclass(frozen=True)
class Manner:
    """One way in which one program renders: program "darktable", "RawTherapee" or "LibRaw", and a name for it.

    settings: of darktable its preferences; of RawTherapee profiles laid over its neutral one, files or their texts; of
    LibRaw the arguments of rawpy's postprocess. edited (RawTherapee): each RAW gets edits of its own, too.
    weight: how much more often than another it is drawn for a simulated RAW.
    """

    program: str
    name: str
    settings: tuple[str, ...] = ()
    edited: bool = False
    weight: float = 1.0

    def __str__(self) -> str:
        """Return program and name."""
        return f"{self.program} {self.name}"


# darktable's settings are those of what it applies to a RAW opened for the first time (names of version 4.2)
MANNERS = (
    Manner("darktable", "filmic", ("workflow=scene-referred",)),
    Manner("darktable", "base curve", ("workflow=display-referred",)),
    Manner("darktable", "camera curve", ("workflow=display-referred", "basecurve/auto_apply_percamera_presets=TRUE")),
    Manner("darktable", "plain", ("workflow=none",)),
    Manner("RawTherapee", "neutral"),
    Manner("RawTherapee", "standard film", ("Standard Film Curve - ISO Low.pp3",)),
    Manner("RawTherapee", "auto-matched", ("Auto-Matched Curve - ISO Low.pp3",)),
    Manner("RawTherapee", "pop", ("Pop/Pop 1.pp3",)),
    Manner("RawTherapee", "camera profile", (_CAMERA_PROFILE,)),
    Manner("RawTherapee", "edited", edited=True, weight=3),
    Manner("RawTherapee", "edited film", ("Standard Film Curve - ISO Low.pp3",), edited=True, weight=3),
    Manner("LibRaw", "plain", ("no_auto_bright",)),
    Manner("LibRaw", "bright", ()),
)
"""All that are known, whether installed or not."""


def installed(programs: Sequence[str] = ("darktable", "RawTherapee", "LibRaw")) -> list[Manner]:
    """Return the manners of those of the programs that are on this machine; LibRaw always is, as rawpy."""
    return [one for one in MANNERS if one.program in programs and (
        one.program == "LibRaw" or shutil.which(_COMMANDS[one.program]) is not None)]


_COMMANDS = {"darktable": "darktable-cli", "RawTherapee": "rawtherapee-cli"}


def rendered_by(manner: Manner, raws: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Render RAW files to JPEGs STEM.jpg in a folder, in one run of the program; return RAW -> JPEG.

    The RAWs' names without their endings have to differ. A RAW that the program does not render is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if manner.program == "LibRaw":
        _by_libraw(manner, raws, folder)
    else:
        with tempfile.TemporaryDirectory(prefix="paramisp-program-") as own:
            command = _darktable if manner.program == "darktable" else _rawtherapee
            environment = {**os.environ, "HOME": own, "XDG_CONFIG_HOME": own, "XDG_CACHE_HOME": own}
            files = [raw.resolve() for raw in raws]
            if manner.edited:
                files = _with_edits(files, Path(own) / "edited")
            subprocess.run(command(manner, files, folder.resolve(), Path(own)),
                           capture_output=True, check=False, env=environment, timeout=_TIMEOUT_S)
    made = {raw: folder / f"{raw.stem}.jpg" for raw in raws}
    return {raw: jpeg for raw, jpeg in made.items() if jpeg.is_file()}


def _darktable(manner: Manner, raws: Sequence[Path], folder: Path, own: Path) -> list[str]:
    imports = [part for raw in raws for part in ("--import", str(raw))]
    chosen = [part for one in manner.settings for part in ("--conf", f"plugins/darkroom/{one}")]
    return ["darktable-cli", *imports, str(folder / "$(FILE_NAME).jpg"), "--core", "--library", ":memory:",
            "--configdir", str(own / "config"), *chosen, "--conf", f"plugins/imageio/format/jpeg/quality={_QUALITY}"]


def _rawtherapee(manner: Manner, raws: Sequence[Path], folder: Path, own: Path) -> list[str]:
    texts = (*manner.settings, _STRAIGHT)
    *look, straight = (("-p", str(_profile(text, own / f"{number}.pp3"))) for number, text in enumerate(texts))
    edits = [("-s",)] if manner.edited else []  # the file beside each RAW, laid over what stands before it
    profiles = [part for one in (*look, *edits, straight) for part in one]
    return ["rawtherapee-cli", "-q", "-o", str(folder), *profiles, f"-j{_QUALITY}", "-js1", "-Y", "-c",
            *map(str, raws)]


def _profile(text: str, own: Path) -> Path:
    """Return a profile's file: of one that comes with RawTherapee its own, of a text the one it is written to."""
    if text.endswith(".pp3"):
        return RAWTHERAPEE_PROFILES / text
    own.write_text(text)
    return own


def _with_edits(raws: Sequence[Path], folder: Path) -> list[Path]:
    """Link RAWs into a folder, each beside a file of edits that RawTherapee reads; the same for the same name."""
    folder.mkdir()
    links = []
    for raw in raws:
        link = folder / raw.name
        link.symlink_to(raw)
        link.with_name(f"{raw.name}.pp3").write_text(random_edits(np.random.default_rng(zlib.crc32(raw.stem.encode()))))
        links.append(link)
    return links


def random_edits(rng: np.random.Generator) -> str:
    """Return a RawTherapee profile of what photographers do to contrast and color; exposure moves by 0.2 EV or so.

    A photo that was edited that way before it was saved is most of what people have of their RAWs.
    """
    curve = _CURVE_MODES[int(rng.integers(len(_CURVE_MODES)))]
    shadows, middle, lights = rng.normal((-0.03, 0.03, 0.02), (0.04, 0.05, 0.04))
    points = (0, max(0.0, rng.normal(0, 0.01)), 0.25, 0.25 + shadows, 0.5, 0.5 + middle, 0.75, 0.75 + lights, 1, 1)
    lines = [
        "[Exposure]", "Auto=false", f"Compensation={rng.normal(0, 0.2):.2f}",
        f"Contrast={_amount(rng, 5, 12)}", f"Saturation={_amount(rng, 3, 12)}",
        f"HighlightCompr={max(0, _amount(rng, 0, 40))}", f"ShadowCompr={abs(_amount(rng, 20, 25))}",
        f"CurveMode={curve}", "Curve=1;" + "".join(f"{value:.3f};" for value in points),
        "[Luminance Curve]", f"Enabled={'true' if rng.random() < 0.4 else 'false'}",
        f"Contrast={_amount(rng, 5, 12)}", f"Chromaticity={_amount(rng, 4, 12)}",
        "[Vibrance]", f"Enabled={'true' if rng.random() < 0.4 else 'false'}",
        f"Pastels={_amount(rng, 15, 15)}", f"Saturated={_amount(rng, 5, 15)}",
        "[Shadows & Highlights]", f"Enabled={'true' if rng.random() < 0.25 else 'false'}",
        f"Highlights={abs(_amount(rng, 0, 30))}", f"Shadows={abs(_amount(rng, 0, 30))}", "Radius=40",
    ]
    return "\n".join(lines) + "\n"


def _amount(rng: np.random.Generator, middle: float, spread: float) -> int:
    return int(np.clip(rng.normal(middle, spread), -100, 100))


def _by_libraw(manner: Manner, raws: Sequence[Path], folder: Path) -> None:
    import rawpy
    from PIL import Image

    from paramisp_core.camera.libraw import open_raw

    settings: dict[str, Any] = dict.fromkeys(manner.settings, True)
    for raw in raws:
        try:
            with open_raw(raw, pixels=True) as handle:
                picture = handle.postprocess(use_camera_wb=True, user_flip=0, **settings)
        except rawpy.LibRawError:
            continue
        Image.fromarray(picture).save(folder / f"{raw.stem}.jpg", quality=_QUALITY)
