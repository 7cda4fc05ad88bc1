"""Opens RAW files: mosaic, levels, colors and white balance, as LibRaw and a DNG's own tags have them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import (
    as_shot_white_balance,
    find_camera,
    generic_camera,
    generic_phone,
    plausible_gains,
)
from paramisp_core.camera.exif import ExifFacts, libraw_shot
from paramisp_core.camera.libraw import open_raw
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.camera.which import camera_of
from paramisp_core.errors import Sentence, UserError
from paramisp_core.files.embedded import embedded_rendering
from paramisp_core.files.pixels import check_size, is_tiff_like
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.image import RawImage

if TYPE_CHECKING:
    import rawpy

# what write_dng says of highlights above white; more than 6 EV nobody wrote
_SCALED = re.compile(r"scaled down by ([0-5]\.\d+) EV")
# LibRaw's flip to EXIF's Orientation: the inverse of its own table "50132467"
_ORIENTATION_OF_FLIP = {0: 1, 1: 2, 2: 4, 3: 3, 4: 5, 5: 8, 6: 6, 7: 7}


def open_raw_file(path: Path, head: bytes, facts: ExifFacts, camera: CameraProfile | None,
                  shot: ShotSettings | None) -> Photo:
    """Open a RAW file that LibRaw reads, see files/opening.py; head: its first bytes.

    Raises UserError, one sentence, for what cannot be opened.
    """
    import rawpy

    from paramisp_core.raw.develop import neutral_render

    warnings: list[str] = []
    try:
        with open_raw(path, pixels=True) as handle:
            image, profile = _raw_image(path, handle, facts, camera, warnings)
            known = libraw_shot(handle).merged(facts.shot)
            rendering = embedded_rendering(handle, facts, image)
    except rawpy.LibRawError as error:
        if not _is_raw(head):
            raise UserError("{file} is not a picture or RAW file.", file=path.name) from error
        if isinstance(error, rawpy.LibRawFileUnsupportedError):
            raise UserError("{file} is damaged, or a kind of RAW file that cannot be read.", file=path.name) from error
        raise UserError("{file} is damaged and cannot be read.", file=path.name) from error
    return Photo(
        pixels=neutral_render(image), shot=known.merged(shot) if shot is not None else known, camera=profile,
        white_balance=image.white_balance, white_balance_source=image.notes[0],
        orientation=image.orientation, path=path, raw=image.with_changes(notes=image.notes[1:]), rendering=rendering,
        exif=dict(facts.carried), bits=16, warnings=tuple(warnings),
    )


def _is_raw(head: bytes) -> bool:
    """Tell whether a file begins as RAW files do; LibRaw guesses some kinds by their size alone."""
    return (is_tiff_like(head) or head[6:14] == b"HEAPCCDR" or head[4:11] == b"ftypcrx"
            or head[:4] in (b"IIRO", b"IIRS", b"IIU\0", b"MMOR", b"\0MRM", b"FOVb", b"FUJI", b"IIII", b"MMMM"))


def _raw_image(path: Path, handle: rawpy.RawPy, facts: ExifFacts, camera: CameraProfile | None,
               warnings: list[str]) -> tuple[RawImage, CameraProfile]:
    """Return the RawImage (its first note says where the white balance came from) and its profile."""
    import rawpy

    if handle.raw_type != rawpy.RawType.Flat:
        raise UserError("{file} holds no mosaic: it is already demosaiced, or not from a Bayer sensor.", file=path.name)
    cfa = _bayer(path, handle)
    visible = handle.raw_image_visible
    check_size(path, visible.shape[0], visible.shape[1])
    colors = handle.raw_colors_visible[:2, :2]
    black = np.array(handle.black_level_per_channel, dtype=np.float64)
    white = _white_level(handle)
    mosaic = np.empty(visible.shape, np.float32)
    clipped = np.empty(visible.shape, np.bool_)
    for y in range(2):
        for x in range(2):
            level = black[colors[y, x]]
            plane = visible[y::2, x::2]
            mosaic[y::2, x::2] = (plane.astype(np.float32) - np.float32(level)) / np.float32(white - level)
            clipped[y::2, x::2] = plane >= white
    dng = _dng_facts(path)
    mosaic *= np.float32(dng.get("scale", 1.0))
    profile, matrix = _raw_profile(handle, facts, camera, dng, warnings)
    gains, source = _raw_gains(handle, profile, facts)
    return RawImage(
        mosaic=mosaic, cfa=cfa, white_balance=gains, xyz_to_camera=matrix,
        black_level=round(float(black.mean())), white_level=round(white), clip_mask=clipped,
        orientation=_ORIENTATION_OF_FLIP.get(int(handle.sizes.flip), 1),
        estimated=bool(dng.get("estimated", False)), notes=(source, *dng.get("notes", ())),
    ), profile


def _bayer(path: Path, handle: rawpy.RawPy) -> CFA:
    name = handle.color_desc.decode("ascii", "replace")
    pattern = handle.raw_pattern
    if pattern is None or pattern.shape != (2, 2):
        shape = "×".join(map(str, pattern.shape)) if pattern is not None else "no"
        raise UserError("{file} comes from a sensor with {shape} color pattern (such as Fujifilm's X-Trans or a "
                        "Foveon); only Bayer sensors can be opened.", file=path.name, shape=shape)
    if sorted(set(name)) != ["B", "G", "R"]:
        raise UserError("{file} comes from a sensor with {name} color filters; only Bayer sensors with red, green "
                        "and blue filters can be opened.", file=path.name, name=name)
    letters = np.array([["RGB".index(name[c]) for c in row] for row in handle.raw_colors_visible[:2, :2]])
    try:
        return CFA.from_indices(letters)
    except ValueError as error:
        raise UserError("{file} comes from a sensor whose color pattern is not a Bayer one.", file=path.name) from error


def _white_level(handle: rawpy.RawPy) -> float:
    """Return the saturation level of the data: LibRaw's, or the camera's own where it is lower and sane."""
    white = float(handle.white_level)
    own = handle.camera_white_level_per_channel
    if own is not None:
        levels = [float(v) for v in own if v > 0]
        if levels and max(handle.black_level_per_channel) + 64 < min(levels) < white:
            white = min(levels)
    return max(white, float(max(handle.black_level_per_channel)) + 1)


def _raw_profile(handle: rawpy.RawPy, facts: ExifFacts, camera: CameraProfile | None, dng: dict[str, Any],
                 warnings: list[str]) -> tuple[CameraProfile, NDArray[np.float64]]:
    """Return profile and XYZ to camera matrix: the user's, a DNG's own, the database's, LibRaw's, generic."""
    if camera is not None:
        return camera, camera.matrix
    found = find_camera(facts.make, facts.model)
    matrix = dng.get("matrix")
    if matrix is None and found is not None:
        return found, found.matrix
    if matrix is None:
        table = np.asarray(handle.rgb_xyz_matrix, dtype=np.float64)[:3]
        matrix = table if _usable(table) else _matrix_libraw_used(handle)
    if matrix is None:
        stand_in = camera_of(facts, None, warnings)
        return stand_in, stand_in.matrix
    if found is not None:
        return found, matrix
    rows = tuple((float(r[0]), float(r[1]), float(r[2])) for r in matrix)
    phone = generic_phone()
    generic = phone if np.allclose(matrix, phone.matrix, atol=1e-3) else generic_camera()
    if (facts.make, facts.model) == (generic.make, generic.model):  # a DNG of ours of a camera that nobody knows
        return CameraProfile(generic.name, generic.make, generic.model, rows, presets=generic.presets,
                             phone=generic.phone), matrix
    name = dng.get("name") or " ".join(filter(None, (facts.make, facts.model))) or "Unknown camera"
    return CameraProfile(name, facts.make or "", facts.model or name, rows), matrix


def _usable(matrix: NDArray[np.float64]) -> bool:
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all():
        return False
    neutral = matrix @ SRGB_TO_XYZ.sum(1)
    return bool((neutral > 0.02).all() and abs(np.linalg.det(matrix)) > 1e-4)


def _matrix_libraw_used(handle: rawpy.RawPy) -> NDArray[np.float64] | None:
    """Undo LibRaw's normalization: camera to sRGB and daylight multipliers give XYZ to camera back."""
    to_srgb = np.asarray(handle.color_matrix, dtype=np.float64)[:3, :3]
    multipliers = np.asarray(handle.daylight_whitebalance, dtype=np.float64)[:3]
    if abs(np.linalg.det(to_srgb)) < 1e-6 or (multipliers <= 0).any():
        return None
    matrix = np.linalg.inv(to_srgb) / multipliers[:, None] @ np.linalg.inv(SRGB_TO_XYZ)
    return matrix if _usable(matrix) else None


def _raw_gains(handle: rawpy.RawPy, profile: CameraProfile,
               facts: ExifFacts) -> tuple[NDArray[np.float64], str]:
    levels = np.asarray(handle.camera_whitebalance, dtype=np.float64)
    green = levels[1] if levels[1] > 0 else levels[3]
    gains = plausible_gains([levels[0], green, levels[2]])
    # LibRaw's 1, 1, 1 means: none found; unless the camera balances its RAW itself, as the Nikon D1 does: its daylight
    # preset changes nothing, and what its maker note tells has been done
    balanced = bool(profile.presets) and np.allclose(profile.daylight, 1.0, atol=0.01)
    if gains is not None and (balanced or not np.allclose(gains, 1.0)):
        return gains, Sentence("as shot, from the RAW file")
    return as_shot_white_balance(profile, facts)


def _dng_facts(path: Path) -> dict[str, Any]:
    """Return what a DNG says of itself: "matrix" for the light nearest D65, "name", "estimated", "notes".

    "scale": by what to multiply what this program scaled down in writing, to make room for highlights above white.
    """
    import tifffile

    facts: dict[str, Any] = {}
    try:
        with tifffile.TiffFile(path) as tiff:
            tags = tiff.pages.first.tags
            if 50706 not in tags:
                return facts
            model = tags.get(50708)
            if model is not None:
                facts["name"] = str(model.value).strip("\0 ")
            best = None
            for matrix_tag, light_tag in ((50721, 50778), (50722, 50779)):
                entry, light = tags.get(matrix_tag), tags.get(light_tag)
                if entry is None or len(entry.value) != 18:
                    continue
                pairs = np.array(entry.value, dtype=np.float64).reshape(9, 2)
                if (pairs[:, 1] == 0).any():
                    continue
                matrix = (pairs[:, 0] / pairs[:, 1]).reshape(3, 3)
                kind = int(light.value) if light is not None else 0
                distance = {21: 0, 20: 1, 1: 1, 9: 1, 4: 1, 23: 2, 22: 2, 10: 2}.get(kind, 5)
                if _usable(matrix) and (best is None or distance < best[0]):
                    best = (distance, matrix)
            if best is not None:
                facts["matrix"] = best[1]
            description = tags.get(270)
            text = str(description.value) if description is not None else ""
            if text.startswith("RAW estimated from"):
                facts["estimated"] = True
                notes = tuple(part.strip() for part in text.split(";") if part.strip())
                facts["scale"] = next((2.0 ** float(found[1]) for note in notes if (found := _SCALED.match(note))), 1.0)
                facts["notes"] = tuple(note for note in notes if not _SCALED.match(note))
    except Exception:  # LibRaw could read it; its own DNG tags are a bonus
        return facts
    return facts
