"""Our DNGs in every raw program of this machine, through the shared checker; one by default, all on request.

PARAMISP_ACCEPTANCE=1 runs the whole matrix (about two minutes). ART is not in Debian and is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core.camera.photo import Photo
from paramisp_core.files.dng import write_dng
from paramisp_core.files.opening import open_photo
from paramisp_core.raw.cfa import CFA, apply_orientation, mosaic
from paramisp_core.raw.develop import neutral_render
from paramisp_core.raw.image import RawImage
from paramisp_core.raw.transfer import smoothstep_unrender

TOOL = Path(__file__).resolve().parents[3] / "shared" / "tools" / "dng_clients.py"
PROGRAMS = ("exiftool", "exiv2", "raw-identify", "dcraw_emu", "darktable-cli", "rawtherapee-cli")

# RawTherapee does not mirror pictures, so the mirrored orientations 2, 4, 5, 7 are not among these.
CASES = [
    ("photos/NIKON_NIKON-D60_Nikon-D60.jpg", CFA.GBRG, 1, False, {}),
    ("photos/Minolta_DiMAGE-7_Minolta-DiMAGE-7.jpg", CFA.BGGR, 1, False, {}),
    ("photos/Canon_Canon-EOS-5D_Canon-EOS-5D.jpg", CFA.GRBG, 6, False, {"bits": 14}),
    ("photos/Apple_iPhone-6_Apple-iPhone-6.jpg", CFA.RGGB, 8, True, {}),
    ("photos/FUJIFILM_FinePix-S5500_FujiFilm-FinePixS5500.jpg", CFA.RGGB, 3, False, {"compression": "none"}),
]


def _closed_form(photo: Photo, cfa: CFA) -> RawImage:
    camera = smoothstep_unrender(photo.rgb) @ np.linalg.inv(photo.camera.color_matrix).T.astype(np.float32)
    camera = np.clip(camera, 0, 1) * np.float32(0.95) / photo.white_balance.astype(np.float32)
    return RawImage(mosaic=mosaic(camera.astype(np.float32), cfa), cfa=cfa, white_balance=photo.white_balance,
                    xyz_to_camera=photo.camera.matrix, orientation=photo.orientation, estimated=True)


@pytest.mark.parametrize("case", range(len(CASES)))
def test_every_client_accepts_it(tmp_path, shared_data, case):
    if case and not os.environ.get("PARAMISP_ACCEPTANCE"):
        pytest.skip("PARAMISP_ACCEPTANCE is not set")
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing or not TOOL.exists():
        pytest.skip(f"not here: {', '.join(missing) or TOOL.name}")
    pytest.importorskip("dngpy")
    name, cfa, orientation, odd, options = CASES[case]
    photo = open_photo(shared_data / name).with_changes(orientation=orientation)
    if odd:
        photo = photo.with_changes(rgb=photo.rgb[:-1, :-3])
    raw = _closed_form(photo, cfa)
    path, reference = tmp_path / "x.dng", tmp_path / "x.png"
    write_dng(raw, path, shot=photo.shot, camera=photo.camera, exif=photo.exif, source=photo.path, **options)
    upright = apply_orientation(neutral_render(raw), orientation)
    Image.fromarray(np.rint(upright * 255).astype(np.uint8)).save(reference)
    done = subprocess.run(
        [sys.executable, str(TOOL), str(path), "--reference", str(reference), "--require", "all",
         "--skip", "art"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
