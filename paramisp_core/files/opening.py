"""Opens a photo or a RAW file, whatever its name: pixels, shot, camera and where each of them came from."""

from __future__ import annotations

import io
import re
import warnings as python_warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import as_shot_white_balance, find_camera, generic_camera, plausible_gains
from paramisp_core.camera.exif import ExifFacts, libraw_shot, read_exif
from paramisp_core.camera.libraw import open_raw
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.errors import Sentence, UserError
from paramisp_core.files.profiles import ADOBE_RGB, icc_profile
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.color import SRGB_TO_XYZ
from paramisp_core.raw.image import RawImage

if TYPE_CHECKING:
    import rawpy
    from PIL import Image

MAX_PIXELS = 500_000_000
"""Larger pictures are refused: their float pixels alone would take 6 GB."""

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".heic", ".heif", ".avif", ".webp")
RAW_SUFFIXES = (
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".k25", ".kdc",
    ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf",
    ".srw", ".x3f",
)
"""For file dialogs; open_photo goes by content."""

# Cameras set to Adobe RGB change the primaries and keep their tone curve: the grays of three cameras' charts come out
# nearer to linear with sRGB's curve than with Adobe RGB's own gamma, 0.08, 0.16, 0.12 EV off instead of 0.12, 0.29,
# 0.24 (scripts/measure.py --charts).
_CAMERA_ADOBE_RGB = replace(ADOBE_RGB, gamma=0.0)
_STRIP_PIXELS = 1 << 20  # converted at a time, so that no second full copy in another type arises
# LibRaw's flip to EXIF's Orientation: the inverse of its own table "50132467".
# what write_dng says of highlights above white; more than 6 EV nobody wrote
_SCALED = re.compile(r"scaled down by ([0-5]\.\d+) EV")
_ORIENTATION_OF_FLIP = {0: 1, 1: 2, 2: 4, 3: 3, 4: 5, 5: 8, 6: 6, 7: 7}


def open_photo(path: str | Path, camera: CameraProfile | None = None,
               shot: ShotSettings | None = None) -> Photo:
    """Open a JPEG, PNG, TIFF, HEIC, WebP or any RAW file that LibRaw reads.

    camera: overrides the profile found by EXIF. shot: its known values override EXIF's.
    The file is opened for reading only. Orientation is kept as a tag. What the user should know is in
    ``Photo.warnings``. Raises UserError, one sentence, for anything that cannot be opened.
    """
    path = Path(path)
    try:
        head = _head(path)
        facts = read_exif(path)
        if _is_tiff_like(head) and not _is_plain_tiff(path):
            return _open_raw(path, facts, camera, shot)
        if not _is_picture(head):
            return _open_raw(path, facts, camera, shot)
        return _open_picture(path, head, facts, camera, shot)
    except OSError as error:
        raise UserError("{file} cannot be read: {reason}.", file=path.name, reason=error.strerror or error) from error
    except MemoryError as error:
        raise UserError("There is not enough memory to open {file}.", file=path.name) from error


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise UserError("{path} is a folder, not a photo.", path=path)
    if not path.exists():
        raise UserError("{path} does not exist.", path=path)
    with open(path, "rb") as file:
        head = file.read(64)
    if not head:
        raise UserError("{file} is empty.", file=path.name)
    return head


def _is_tiff_like(head: bytes) -> bool:
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def _is_raw(head: bytes) -> bool:
    """Tell whether a file begins as RAW files do; LibRaw guesses some kinds by their size alone."""
    return (_is_tiff_like(head) or head[6:14] == b"HEAPCCDR" or head[4:11] == b"ftypcrx"
            or head[:4] in (b"IIRO", b"IIRS", b"IIU\0", b"MMOR", b"\0MRM", b"FOVb", b"FUJI", b"IIII", b"MMMM"))


def _is_picture(head: bytes) -> bool:
    brands = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
    return (head[:2] == b"\xff\xd8" or head[:8] == b"\x89PNG\r\n\x1a\n" or _is_tiff_like(head)
            or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
            or (head[4:8] == b"ftyp" and head[8:12] in brands)
            or head[:6] in (b"GIF87a", b"GIF89a") or head[:2] == b"BM")


def _is_plain_tiff(path: Path) -> bool:
    """Tell a rendered TIFF from the RAW formats built on TIFF (DNG, NEF, CR2, ARW …), by its first page."""
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            page = tiff.pages.first
            if 50706 in page.tags or 33421 in page.tags:  # DNGVersion, CFARepeatPatternDim
                return False
            if path.suffix.lower() in RAW_SUFFIXES:
                return False
            make = page.tags.get(271)
            rendered = int(page.photometric) in (0, 1, 2, 3, 5, 6, 8)
            # A RAW's first page is a thumbnail; its SubIFDs hold the mosaic.
            return rendered and not (make is not None and 330 in page.tags and int(page.subfiletype) == 1)
    except Exception:  # not a TIFF after all: LibRaw has the last word
        return False


# ---- rendered pictures ----------------------------------------------------------------------------------


def _open_picture(path: Path, head: bytes, facts: ExifFacts, camera: CameraProfile | None,
                  shot: ShotSettings | None) -> Photo:
    warnings: list[str] = []
    if _is_tiff_like(head):
        rgb, bits = _read_tiff(path, warnings)
    elif head[:8] == b"\x89PNG\r\n\x1a\n" and head[24:25] == b"\x10":
        rgb, bits = _read_png16(path, warnings), 16
    else:
        rgb, bits = _read_with_pillow(path, warnings), 8
    _check_size(path, rgb.shape[0], rgb.shape[1])
    if facts.adobe_rgb and _pillow_icc(path) is None:  # many cameras embed no profile: EXIF alone says it
        rgb = _icc_16(rgb, icc_profile(_CAMERA_ADOBE_RGB), warnings)
    # Pillow's HEIC reader has turned the pixels already and says so by a missing tag.
    orientation = 1 if head[4:8] == b"ftyp" else facts.orientation
    return _photo(path, rgb, bits, facts, orientation, camera, shot, warnings)


def _check_size(path: Path, height: int, width: int) -> None:
    if min(height, width) < 2:
        raise UserError("{file} is too small: {width} × {height} pixels, at least 2 × 2 are needed.", file=path.name,
                        width=width, height=height)
    if height * width > MAX_PIXELS:
        raise UserError("{file} is too large: {megapixels} megapixels, at most {most} can be opened.", file=path.name,
                        megapixels=height * width // 1_000_000, most=MAX_PIXELS // 1_000_000)


STANDS_IN = "a generic camera stands in."
"""How a warning ends that says no more than that the camera is not known."""


def _profile_of(facts: ExifFacts, camera: CameraProfile | None, warnings: list[str]) -> CameraProfile:
    if camera is not None:
        return camera
    found = find_camera(facts.make, facts.model)
    if found is not None:
        return found
    if facts.model:
        make = facts.make or ""
        name = facts.model if facts.model.upper().startswith(make.upper()) else f"{make} {facts.model}"
        warnings.append(Sentence("The camera {name} is not in the database; a generic camera stands in.", name=name))
    else:
        warnings.append(Sentence("The file does not say which camera took it; a generic camera stands in."))
    return generic_camera()


def _photo(path: Path, rgb: NDArray[np.float32], bits: int, facts: ExifFacts, orientation: int,
           camera: CameraProfile | None, shot: ShotSettings | None, warnings: list[str]) -> Photo:
    profile = _profile_of(facts, camera, warnings)
    gains, source = as_shot_white_balance(profile, facts)
    return Photo(
        rgb=rgb, shot=facts.shot.merged(shot) if shot is not None else facts.shot, camera=profile,
        white_balance=gains, white_balance_source=source, orientation=orientation, path=path,
        exif=dict(facts.carried), bits=bits, warnings=tuple(warnings),
    )


def _to_float(pixels: NDArray[Any], scale: float | None = None) -> NDArray[np.float32]:
    """Return (H, W, 3) float32 0..1 of integer or float (H, W), (H, W, 1) or (H, W, >=3), in strips."""
    if scale is None:
        scale = 1.0 / np.iinfo(pixels.dtype).max if pixels.dtype.kind in "ui" else 1.0
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    height, width = pixels.shape[:2]
    out = np.empty((height, width, 3), np.float32)
    rows = max(1, _STRIP_PIXELS // max(1, width))
    for top in range(0, height, rows):
        strip = pixels[top:top + rows, :, :3].astype(np.float32)
        np.multiply(strip, np.float32(scale), out=strip)
        if pixels.dtype.kind == "f":
            np.nan_to_num(strip, copy=False, nan=0.0, posinf=1.0, neginf=0.0)
        np.clip(strip, 0.0, 1.0, out=out[top:top + rows])  # one channel is spread over three
    return out


def _read_with_pillow(path: Path, warnings: list[str]) -> NDArray[np.float32]:
    from PIL import Image, ImageFile, UnidentifiedImageError

    register_heif()
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # Pillow warns of corrupt EXIF and of 90 megapixels
            Image.MAX_IMAGE_PIXELS = None  # its limit is a quarter of ours; ours is checked below
            with Image.open(path) as image:
                _check_size(path, image.height, image.width)
                # MPO is a JPEG with a preview behind it: nothing of the photo is left out.
                if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
                    warnings.append(Sentence("{file} holds {count} pictures; only the first is opened.", file=path.name,
                                             count=getattr(image, "n_frames", 1)))
                    image.seek(0)
                count = len(warnings)
                loaded = _load(path, image, warnings, ImageFile)
                if image.format in ("JPEG", "MPO") and len(warnings) == count and not _has_end_mark(path):
                    warnings.append(_truncated(_missing_rows(np.asarray(loaded))))
                return _rgb_of(loaded, image.info.get("icc_profile"), warnings)
    except UserError:
        raise
    except UnidentifiedImageError as error:
        raise UserError("{file} is not a picture that can be read.", file=path.name) from error
    except MemoryError:
        raise
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error …
        raise UserError("{file} is damaged and cannot be read.", file=path.name) from error


def register_heif() -> None:
    """Teach Pillow to read HEIC."""
    try:
        import pillow_heif
    except ImportError:  # the wheel is not there on some platforms; only HEIC is lost
        return
    pillow_heif.register_heif_opener()


def _load(path: Path, image: Image.Image, warnings: list[str], image_file: Any) -> Image.Image:
    """Decode; a truncated file gives what could be read and a warning that names how much is missing."""
    try:
        image.load()
        return image
    except (OSError, SyntaxError) as error:
        first_error = error
    from PIL import Image

    image_file.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(path) as again:
            again.load()
            partial = again.copy()
    except Exception as error:
        raise UserError("{file} is damaged and cannot be read.", file=path.name) from error
    finally:
        image_file.LOAD_TRUNCATED_IMAGES = False
    missing = _missing_rows(np.asarray(partial))
    if missing >= 1.0:
        raise UserError("{file} is truncated: nothing of the picture could be read.", file=path.name) from first_error
    warnings.append(_truncated(missing))
    return partial


def _truncated(missing: float) -> Sentence:
    if missing >= 0.005:
        return Sentence("The file is truncated: the last {share:.0%} of the picture is missing.", share=missing)
    return Sentence("The file is truncated: less than 1% of the picture is missing.")


def _has_end_mark(path: Path) -> bool:
    """Tell whether an end-of-image mark stands behind a JPEG's first scan; decoders do without in silence."""
    data = path.read_bytes()
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xDA:
            return data.rfind(b"\xff\xd9") > at
        at += 1 if data[at + 1] == 0xFF else 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return True  # not laid out as expected: the decoder, which was content, knows better


def _missing_rows(pixels: NDArray[Any]) -> float:
    """Return the fraction of rows at the bottom that the decoder filled with one flat color."""
    flat = pixels.reshape(pixels.shape[0], pixels.shape[1], -1)
    last = flat[-1, -1]
    filled = (flat == last).all(axis=(1, 2))
    rows = 0
    for same in filled[::-1]:
        if not same:
            break
        rows += 1
    return rows / len(filled)


def _rgb_of(image: Image.Image, icc: bytes | None, warnings: list[str]) -> NDArray[np.float32]:
    """Return sRGB float pixels of any Pillow mode; an embedded profile is applied, a bad one warned of."""
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        # "I" is 32 bits wide but holds 16; what is outside would wrap around
        return _to_float(np.clip(np.asarray(image), 0, 65535).astype(np.uint16))
    if image.mode == "F":
        return _to_float(np.asarray(image))
    alpha = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or (
        image.mode == "P" and "transparency" in image.info)
    if alpha:
        extrema = image.convert("RGBA").getchannel("A").getextrema()
        if extrema != (255, 255):
            warnings.append(Sentence("The picture has transparent parts; they are shown as if opaque."))
    if image.mode in ("P", "PA", "1", "LAB", "HSV", "YCbCr", "RGBA", "LA", "RGBX", "RGBa", "La"):
        image = image.convert("RGB")
    converted = _apply_icc(image, icc, warnings)
    if converted is None:
        converted = image if image.mode in ("RGB", "L") else image.convert("RGB")
    return _to_float(_pixels(converted))


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Return an 8-bit image's pixels, taken over a strip at a time.

    Pillow hands them over as one string while it holds the interpreter: 24 megapixels at once would stop every other
    thread of the program, the window's too, for a tenth of a second.
    """
    width, height = image.size
    pixels = np.empty((height, width, len(image.getbands())) if image.mode != "L" else (height, width), np.uint8)
    rows = max(1, _STRIP_PIXELS // max(1, width))
    for top in range(0, height, rows):
        pixels[top : top + rows] = np.asarray(image.crop((0, top, width, min(top + rows, height))))
    return pixels


def _apply_icc(image: Image.Image, icc: bytes | None, warnings: list[str]) -> Image.Image | None:
    """Return the image in sRGB, or None when there is no profile, it is sRGB already, or it is unusable."""
    if not icc:
        return None
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        name = ImageCms.getProfileDescription(profile).strip()
        if image.mode == "RGB" and name.startswith("sRGB"):
            return None
        return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB",
                                         renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, KeyError):
        warnings.append(Sentence("The embedded color profile cannot be used; the colors are taken as sRGB."))
        return None


def _read_png16(path: Path, warnings: list[str]) -> NDArray[np.float32]:
    """16-bit PNG: Pillow would round it to 8 bits."""
    import imagecodecs

    try:
        pixels = np.asarray(imagecodecs.png_decode(path.read_bytes()))
    except Exception:  # a damaged file: Pillow can show a part of it
        return _read_with_pillow(path, warnings)
    if pixels.dtype != np.uint16:  # an odd color type
        return _read_with_pillow(path, warnings)
    _check_size(path, pixels.shape[0], pixels.shape[1])
    pixels = _drop_alpha(pixels, warnings)
    icc = _pillow_icc(path)
    return _icc_16(_to_float(pixels), icc, warnings)


def _pillow_icc(path: Path) -> bytes | None:
    from PIL import Image

    try:
        with Image.open(path) as image:
            icc = image.info.get("icc_profile")
    except Exception:  # only the profile is wanted here
        return None
    return icc if isinstance(icc, bytes) else None


def _drop_alpha(pixels: NDArray[Any], warnings: list[str]) -> NDArray[Any]:
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4):
        alpha = pixels[:, :, -1]
        if alpha.size and alpha.min() != np.iinfo(alpha.dtype).max if alpha.dtype.kind == "u" else False:
            warnings.append(Sentence("The picture has transparent parts; they are shown as if opaque."))
        return pixels[:, :, :-1]
    return pixels


def _icc_16(rgb: NDArray[np.float32], icc: bytes | None, warnings: list[str]) -> NDArray[np.float32]:
    """Convert float pixels by their profile, without the 8-bit steps of Pillow's own conversion."""
    if not icc:
        return rgb
    import imagecodecs
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if ImageCms.getProfileDescription(profile).strip().startswith("sRGB"):
            return rgb
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        if profile.profile.xcolor_space.strip() != "RGB":
            raise ValueError("a profile for another color model")
        out = np.empty_like(rgb)
        rows = max(1, _STRIP_PIXELS // rgb.shape[1])
        for top in range(0, rgb.shape[0], rows):
            strip = np.rint(rgb[top:top + rows] * 65535).astype(np.uint16)
            done = imagecodecs.cms_transform(strip, icc, srgb, colorspace="rgb", outcolorspace="rgb",
                                             outdtype="u2", intent=1)
            out[top:top + rows] = np.asarray(done, dtype=np.float32) / 65535
        return out
    except Exception:  # lcms and its wrappers raise their own errors on bad profiles
        warnings.append(Sentence("The embedded color profile cannot be used; the colors are taken as sRGB."))
        return rgb


def _read_tiff(path: Path, warnings: list[str]) -> tuple[NDArray[np.float32], int]:
    """8- and 16-bit and float TIFF; others by Pillow. Returns the pixels and the bits per sample."""
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            page = tiff.pages.first
            _check_size(path, page.imagelength, page.imagewidth)
            photometric, dtype = int(page.photometric), np.dtype(page.dtype or np.bool_)
            if len(tiff.pages) > 1 and int(getattr(tiff.pages[1], "subfiletype", 0) or 0) == 0:
                warnings.append(Sentence("{file} holds {count} pictures; only the first is opened.", file=path.name,
                                         count=len(tiff.pages)))
            usual = dtype.kind in "uf" and page.imagedepth == 1
            if photometric not in (0, 1, 2) or not usual:
                return _read_with_pillow(path, warnings), 8
            icc_tag = page.tags.get(34675)
            icc = bytes(icc_tag.value) if icc_tag is not None else None
            pixels = page.asarray()
            if int(page.planarconfig) == 2 and pixels.ndim == 3:
                pixels = np.moveaxis(pixels, 0, -1)
            maximum = 2.0**page.bitspersample - 1 if dtype.kind == "u" else 1.0
    except UserError:
        raise
    except Exception:  # damaged or exotic: Pillow reads some of what tifffile does not
        return _read_with_pillow(path, warnings), 8
    if pixels.dtype == np.bool_ or (maximum <= 1 and pixels.dtype.kind == "u"):
        return _read_with_pillow(path, warnings), 8
    if (pixels.ndim == 3 and pixels.shape[2] not in (1, 2, 3, 4)) or pixels.ndim not in (2, 3):
        raise UserError("{file} has {count} channels; only grey and RGB can be opened.", file=path.name,
                        count=pixels.shape[-1])
    rgb = _to_float(_drop_alpha(pixels, warnings), 1.0 / maximum)
    del pixels
    if photometric == 0:  # white is zero
        np.subtract(1.0, rgb, out=rgb)
    return _icc_16(rgb, icc, warnings), 8 if dtype.itemsize == 1 else 16


# ---- RAW ------------------------------------------------------------------------------------------------


def _open_raw(path: Path, facts: ExifFacts, camera: CameraProfile | None, shot: ShotSettings | None) -> Photo:
    import rawpy

    from paramisp_core.raw.develop import neutral_render

    warnings: list[str] = []
    try:
        with open_raw(path, pixels=True) as handle:
            image, profile = _raw_image(path, handle, facts, camera, warnings)
            known = libraw_shot(handle).merged(facts.shot)
    except rawpy.LibRawError as error:
        if not _is_raw(_head(path)):
            raise UserError("{file} is not a picture or RAW file.", file=path.name) from error
        if isinstance(error, rawpy.LibRawFileUnsupportedError):
            raise UserError("{file} is damaged, or a kind of RAW file that cannot be read.", file=path.name) from error
        raise UserError("{file} is damaged and cannot be read.", file=path.name) from error
    return Photo(
        rgb=neutral_render(image), shot=known.merged(shot) if shot is not None else known, camera=profile,
        white_balance=image.white_balance, white_balance_source=image.notes[0],
        orientation=image.orientation, path=path, raw=image.with_changes(notes=image.notes[1:]),
        exif=dict(facts.carried), bits=16, warnings=tuple(warnings),
    )


def _raw_image(path: Path, handle: rawpy.RawPy, facts: ExifFacts, camera: CameraProfile | None,
               warnings: list[str]) -> tuple[RawImage, CameraProfile]:
    """Return the RawImage (its first note says where the white balance came from) and its profile."""
    import rawpy

    if handle.raw_type != rawpy.RawType.Flat:
        raise UserError("{file} holds no mosaic: it is already demosaiced, or not from a Bayer sensor.", file=path.name)
    cfa = _bayer(path, handle)
    visible = handle.raw_image_visible
    _check_size(path, visible.shape[0], visible.shape[1])
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
        return _profile_of(facts, None, warnings), generic_camera().matrix
    if found is not None:
        return found, matrix
    rows = tuple((float(r[0]), float(r[1]), float(r[2])) for r in matrix)
    generic = generic_camera()
    if (facts.make, facts.model) == (generic.make, generic.model):  # a DNG of ours of a camera that nobody knows
        return CameraProfile(generic.name, generic.make, generic.model, rows, presets=generic.presets), matrix
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
    if gains is not None and not np.allclose(gains, 1.0):  # LibRaw's 1, 1, 1 means: none found
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
