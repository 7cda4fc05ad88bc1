"""The layout of the authors' own data: a folder of tiles and metadata for each photo, read and written.

    NAME/raw-512-IIIII-JJJJJ.tif   (h, w, 1) uint16 sensor values; I, J: row and column of the first pixel
    NAME/rgb-512-IIIII-JJJJJ.tif   (h, w, 3) uint8
    NAME/metadata.pt               image_size, bayer_pattern, black_level, white_level, white_balance, camera_matrix,
                                   camera_name
    NAME/extra.yml                 exposure_time, f_number, focal_length as fractions, iso_sensitivity, orientation

Their camera_matrix has rows that sum to 3 (Galaxy S7: to 1); ours sum to 1. The roots of their three sets are named by
RAISE_PATCHSET_DIR, REALBLURSRC_PATCHSET_DIR and S7ISP_PATCHSET_DIR in the environment or a .env file. From
metadata.pt nothing is ever unpickled but tensors, arrays and plain values.
"""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import UserError
from paramisp_core.networks.paper import official_color_matrix
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.codes import as_codes
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.image import RawImage
from paramisp_core.training.real_pairs import RealPair

TILE = 512
ROOTS = {"raise": "RAISE_PATCHSET_DIR", "realblursrc": "REALBLURSRC_PATCHSET_DIR", "s7isp": "S7ISP_PATCHSET_DIR"}
_TILE_NAME = re.compile(r"(raw|rgb)-\d+-(\d+)-(\d+)\.tif")
_SETTINGS = {"exposure_time": "exposure_time", "f_number": "f_number", "focal_length": "focal_length",
             "iso": "iso_sensitivity"}


def root_of(name: str) -> Path:
    """Return the folder of one of the authors' sets (a key of ROOTS). Raises UserError when nothing names it."""
    variable = ROOTS[name]
    value = os.environ.get(variable)
    if value is None and Path(".env").is_file():
        lines = (line.partition("=") for line in Path(".env").read_text("utf-8").splitlines())
        value = next((v.strip().strip("'\"") for key, _, v in lines if key.strip() == variable), None)
    if not value:
        raise UserError(f"{name}: neither the environment nor .env says {variable}.")
    return Path(value)


def official_photos(folder: Path) -> list[Path]:
    """Return the folders of photos in this layout below a folder, by name."""
    return sorted(path.parent for path in folder.rglob("metadata.pt"))


def read_official(folder: Path) -> RealPair:
    """Return one photo of this layout, put together from its tiles. Raises UserError, one sentence."""
    facts = _metadata(folder / "metadata.pt")
    try:
        black = np.asarray(facts["black_level"], np.float64).reshape(-1)
        white = float(np.asarray(facts["white_level"], np.float64).reshape(-1)[0])
        cfa = CFA.from_indices(np.asarray(facts["bayer_pattern"], np.int64).reshape(2, 2))
        gains = np.asarray(facts["white_balance"], np.float64).reshape(-1)[:3]
        matrix = np.asarray(facts["camera_matrix"], np.float64).reshape(3, 3)
        matrix = matrix / matrix.sum(1, keepdims=True)
        to_camera = np.linalg.inv(matrix) @ np.linalg.inv(SRGB_TO_XYZ)
    except (KeyError, ValueError, IndexError, TypeError, np.linalg.LinAlgError) as error:
        raise UserError(f"{folder.name}: its metadata.pt lacks or garbles {error}.") from None
    raw, top, left = _assembled(folder, "raw")
    rgb, rgb_top, rgb_left = _assembled(folder, "rgb")
    if rgb.shape[:2] != raw.shape[:2] or (top, left) != (rgb_top, rgb_left):
        raise UserError(f"{folder.name}: the tiles of RAW and JPEG do not cover the same pixels.")
    values = raw[..., 0].astype(np.float32)
    levels = np.broadcast_to(black, 3) if black.size == 1 else black[:3]
    for y in range(2):
        for x in range(2):
            level = levels[cfa.indices[(y + top) % 2, (x + left) % 2]]
            values[y::2, x::2] = (values[y::2, x::2] - level) / (white - level)
    image = RawImage(mosaic=values, cfa=cfa.shifted(top, left), white_balance=gains, xyz_to_camera=to_camera,
                     black_level=round(float(levels.mean())), white_level=round(white))
    name = str(facts.get("camera_name", "unknown"))
    camera = CameraProfile(name, "", name, tuple(tuple(float(v) for v in row) for row in to_camera),  # type: ignore[misc]
                           image.cfa)
    shown = np.asarray(rgb, np.float32) / np.float32(255)
    photo = Photo(shown, _shot(folder / "extra.yml"), camera, image.white_balance)
    return RealPair(folder.name, photo, image)


def _metadata(path: Path) -> dict[str, Any]:
    safe: list[Any] = [np.ndarray, np.dtype, np.float64, np.int64, *(type(np.dtype(kind)) for kind in (
        "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"))]
    for module in ("numpy._core.multiarray", "numpy.core.multiarray"):
        try:
            core = __import__(module, fromlist=["_reconstruct"])
        except ImportError:
            continue
        safe += [core._reconstruct, core.scalar]
    try:
        with torch.serialization.safe_globals(safe):
            facts = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # of many kinds; the first line says it
        raise UserError(f"{path} cannot be read safely: {str(error).splitlines()[0]}") from None
    if not isinstance(facts, dict):
        raise UserError(f"{path} holds no metadata.")
    return facts


def _shot(path: Path) -> ShotSettings:
    """Read the settings of extra.yml; flat ``key: value`` lines, fractions allowed."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return ShotSettings()
    found: dict[str, float] = {}
    for line in lines:
        key, _, value = line.partition(":")
        try:
            found[key.strip()] = float(Fraction(value.strip().strip("'\"").replace(" ", "")))
        except (ValueError, ZeroDivisionError):
            continue
    shot = ShotSettings()
    for name, theirs in _SETTINGS.items():
        shot = shot.with_value(name, found.get(theirs), "exif")
    return shot


def _assembled(folder: Path, kind: str) -> tuple[NDArray, int, int]:
    """Return the picture that the tiles cover, and the row and column where it begins."""
    import tifffile

    places = {path: (int(match[2]), int(match[3])) for path in sorted(folder.glob(f"{kind}-*.tif"))
              if (match := _TILE_NAME.fullmatch(path.name)) is not None}
    if not places:
        raise UserError(f"{folder.name} has no tiles {kind}-{TILE}-….tif.")
    try:
        tiles = [(np.atleast_3d(tifffile.imread(path)), y, x) for path, (y, x) in places.items()]
    except Exception as error:  # tifffile's and its codecs' own kinds
        raise UserError(f"{folder.name}: a tile is damaged: {error}.") from None
    top, left = min(y for _, y, _ in tiles), min(x for _, _, x in tiles)
    bottom, right = max(y + t.shape[0] for t, y, _ in tiles), max(x + t.shape[1] for t, _, x in tiles)
    whole = np.zeros((bottom - top, right - left, tiles[0][0].shape[2]), tiles[0][0].dtype)
    covered = np.zeros(whole.shape[:2], np.bool_)
    for tile, y, x in tiles:
        part = np.s_[y - top : y - top + tile.shape[0], x - left : x - left + tile.shape[1]]
        whole[part], covered[part] = tile, True
    if not covered.all():
        raise UserError(f"{folder.name}: tiles are missing ({covered.mean():.0%} of the picture is there).")
    return whole, top, left


def write_official(pair: RealPair, folder: Path) -> None:
    """Write one full-size pair in this layout; metadata.pt last. Tiles at the far borders overlap their neighbors.

    Raises UserError for a pair whose JPEG is small: the layout has no place for colors without pixels.
    """
    import tifffile

    if pair.camera_rgb is not None:
        raise UserError(f"{pair.name}: its JPEG is smaller than the RAW, which the official layout cannot hold.")
    raw, photo = pair.raw, pair.photo
    height, width = (side // 2 * 2 for side in raw.mosaic.shape)
    folder.mkdir(parents=True, exist_ok=True)
    span = raw.white_level - raw.black_level
    values = np.clip(np.round(raw.mosaic[:height, :width] * span + raw.black_level), 0, 65535).astype(np.uint16)
    rgb = as_codes(photo.pixels[:height, :width])
    for y in _starts(height):
        for x in _starts(width):
            part = np.s_[y : y + TILE, x : x + TILE]
            place = f"{TILE}-{y:05}-{x:05}.tif"
            tifffile.imwrite(folder / f"raw-{place}", values[part][..., None], photometric="minisblack")
            tifffile.imwrite(folder / f"rgb-{place}", rgb[part], photometric="rgb")
    shot = photo.shot
    lines = [f"{theirs}: {_fraction(shot.value(name))}" for name, theirs in _SETTINGS.items()
             if shot.value(name) is not None]
    (folder / "extra.yml").write_text("\n".join([*lines, "orientation: 1"]) + "\n", "utf-8")
    part_file = folder / "metadata.part"
    torch.save({
        "image_size": [height, width],
        "bayer_pattern": torch.from_numpy(raw.cfa.indices),
        "black_level": torch.full((3,), float(raw.black_level)), "white_level": torch.tensor(float(raw.white_level)),
        "white_balance": torch.from_numpy(raw.white_balance).float(),
        "camera_matrix": torch.as_tensor(official_color_matrix(raw.xyz_to_camera)).float(),
        "camera_name": photo.camera.name,
    }, part_file)
    part_file.replace(folder / "metadata.pt")


def _starts(length: int) -> list[int]:
    starts = list(range(0, max(length - TILE, 0) + 1, TILE))
    return starts if length <= TILE or starts[-1] + TILE == length else [*starts, length - TILE]


def _fraction(value: float | None) -> str:
    fraction = Fraction(value or 0.0).limit_denominator(1_000_000)
    return f"{fraction.numerator}/{fraction.denominator}"
