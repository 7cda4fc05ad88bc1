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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RAWTHERAPEE_PROFILES = Path("/usr/share/rawtherapee/profiles")
_QUALITY = 92
# what would move pixels away from the mosaic
_STRAIGHT = ("[LensProfile]\nLcMode=none\nUseDistortion=false\nUseVignette=false\nUseCA=false\n"
             "[Resize]\nEnabled=false\n[Crop]\nEnabled=false\n[Rotation]\nDegree=0\n[Distortion]\nAmount=0\n")
# everything that a camera's DCP holds: its tone curve, its look, its baseline exposure
_CAMERA_PROFILE = ("[Color Management]\nInputProfile=(cameraICC)\nToneCurve=true\nApplyLookTable=true\n"
                   "ApplyBaselineExposureOffset=true\nApplyHueSatMap=true\nDCPIlluminant=0\n")
_TIMEOUT_S = 1800


@dataclass(frozen=True)
class Manner:
    """One way in which one program renders: program "darktable", "RawTherapee" or "LibRaw", and a name for it.

    settings: of darktable its preferences; of RawTherapee profiles laid over its neutral one, files or their texts; of
    LibRaw the arguments of rawpy's postprocess.
    """

    program: str
    name: str
    settings: tuple[str, ...] = ()

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
            subprocess.run(command(manner, [raw.resolve() for raw in raws], folder.resolve(), Path(own)),
                           capture_output=True, check=False, env=environment, timeout=_TIMEOUT_S)
    made = {raw: folder / f"{raw.stem}.jpg" for raw in raws}
    return {raw: jpeg for raw, jpeg in made.items() if jpeg.is_file()}


def _darktable(manner: Manner, raws: Sequence[Path], folder: Path, own: Path) -> list[str]:
    imports = [part for raw in raws for part in ("--import", str(raw))]
    chosen = [part for one in manner.settings for part in ("--conf", f"plugins/darkroom/{one}")]
    return ["darktable-cli", *imports, str(folder / "$(FILE_NAME).jpg"), "--core", "--library", ":memory:",
            "--configdir", str(own / "config"), *chosen, "--conf", f"plugins/imageio/format/jpeg/quality={_QUALITY}"]


def _rawtherapee(manner: Manner, raws: Sequence[Path], folder: Path, own: Path) -> list[str]:
    profiles = []
    for number, text in enumerate((*manner.settings, _STRAIGHT)):
        path = RAWTHERAPEE_PROFILES / text if text.endswith(".pp3") else own / f"{number}.pp3"
        if not text.endswith(".pp3"):
            path.write_text(text)
        profiles += ["-p", str(path)]
    return ["rawtherapee-cli", "-q", "-o", str(folder), *profiles, f"-j{_QUALITY}", "-js1", "-Y", "-c",
            *map(str, raws)]


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
