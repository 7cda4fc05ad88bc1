"""Reads the pixels of rendered pictures, whatever their format, bits and color profile, as sRGB."""

from __future__ import annotations

import io
import warnings as python_warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.database import Quantization
from paramisp_core.errors import Sentence, UserError
from paramisp_core.raw.codes import as_float

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.float32] | NDArray[np.uint8]
"""(H, W, 3): 0..1, or the codes of 8 bits where the file holds these and they are sRGB as they are."""

_SAMPLINGS = {0: "4:4:4", 1: "4:2:2", 2: "4:2:0"}
"""By Pillow's numbers."""

MAX_PIXELS = 500_000_000
"""Larger pictures are refused: their float pixels alone would take 6 GB."""

_STRIP_PIXELS = 1 << 20  # converted at a time, so that no second full copy in another type arises


def is_tiff_like(head: bytes) -> bool:
    """Tell whether a file's first bytes are those of a TIFF, or of a RAW format built on it."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def check_size(path: Path, height: int, width: int) -> None:
    """Raise UserError for a picture of less than 2 x 2 or more than MAX_PIXELS pixels."""
    if min(height, width) < 2:
        raise UserError("{file} is too small: {width} × {height} pixels, at least 2 × 2 are needed.", file=path.name,
                        width=width, height=height)
    if height * width > MAX_PIXELS:
        raise UserError("{file} is too large: {megapixels} megapixels, at most {most} can be opened.", file=path.name,
                        megapixels=height * width // 1_000_000, most=MAX_PIXELS // 1_000_000)


def to_float(pixels: NDArray[Any], scale: float | None = None) -> NDArray[np.float32]:
    """Return (H, W, 3) float32 0..1 of integer or float (H, W), (H, W, 1) or (H, W, >=3)."""
    if scale is None:
        scale = 1.0 / np.iinfo(pixels.dtype).max if pixels.dtype.kind in "ui" else 1.0
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    height, width = pixels.shape[:2]
    out = np.empty((height, width, 3), np.float32)
    if pixels.dtype.kind == "u" and np.float32(scale) * np.float32(np.iinfo(pixels.dtype).max) <= 1:
        # nothing to cut: one channel is spread over three, and nothing else needs room
        return np.multiply(pixels[:, :, :3], np.float32(scale), out=out, dtype=np.float32)
    rows = max(1, _STRIP_PIXELS // max(1, width))
    for top in range(0, height, rows):
        strip = pixels[top:top + rows, :, :3].astype(np.float32)
        np.multiply(strip, np.float32(scale), out=strip)
        if pixels.dtype.kind == "f":
            np.nan_to_num(strip, copy=False, nan=0.0, posinf=1.0, neginf=0.0)
        np.clip(strip, 0.0, 1.0, out=out[top:top + rows])  # one channel is spread over three
    return out


def read_with_pillow(path: Path, warnings: list[str]) -> tuple[Pixels, Quantization | None]:
    """Return (H, W, 3) sRGB of any picture that Pillow reads; of a truncated one what there is.

    And how they were quantized, of a whole color JPEG whose own pixels they are. What the user should know is added to
    ``warnings``. Raises UserError, one sentence, when it cannot be read.
    """
    from PIL import Image, ImageFile, UnidentifiedImageError

    register_heif()
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # Pillow warns of corrupt EXIF and of 90 megapixels
            Image.MAX_IMAGE_PIXELS = None  # its limit is a quarter of ours; ours is checked below
            with Image.open(path) as image:
                check_size(path, image.height, image.width)
                # MPO is a JPEG with a preview behind it: nothing of the photo is left out.
                if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
                    warnings.append(Sentence("{file} holds {count} pictures; only the first is opened.", file=path.name,
                                             count=getattr(image, "n_frames", 1)))
                    image.seek(0)
                count = len(warnings)
                loaded = _load(path, image, warnings, ImageFile)
                if image.format in ("JPEG", "MPO") and len(warnings) == count and not _has_end_mark(path):
                    warnings.append(_truncated(_missing_rows(np.asarray(loaded))))
                icc = image.info.get("icc_profile")
                own = image.format in ("JPEG", "MPO") and loaded is image and is_srgb(icc)
                return srgb_of(loaded, icc, warnings), quantization_of(image) if own else None
    except UserError:
        raise
    except UnidentifiedImageError as error:
        raise UserError("{file} is not a picture that can be read.", file=path.name) from error
    except MemoryError:
        raise
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error …
        raise UserError("{file} is damaged and cannot be read.", file=path.name) from error


def quantization_of(image: Image.Image) -> Quantization | None:
    """Return how an open JPEG was quantized; None of a gray one, and where its chroma is sampled in no usual way."""
    from PIL import JpegImagePlugin

    sampling = _SAMPLINGS.get(JpegImagePlugin.get_sampling(image)) if image.mode == "RGB" else None
    if sampling is None:
        return None
    tables, layers = image.quantization, image.layer  # type: ignore[attr-defined]
    try:
        luma, chroma = (tuple(tables[layers[number][3]]) for number in (0, 1))
    except (KeyError, IndexError):
        return None
    return Quantization("", sampling, luma, chroma) if min(*luma, *chroma) > 0 else None


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


def srgb_of(image: Image.Image, icc: bytes | None, warnings: list[str]) -> Pixels:
    """Return sRGB pixels of any Pillow mode; an embedded profile is applied, a bad one warned of."""
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        # "I" is 32 bits wide but holds 16; what is outside would wrap around
        return to_float(np.clip(np.asarray(image), 0, 65535).astype(np.uint16))
    if image.mode == "F":
        return to_float(np.asarray(image))
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
    return _pixels(converted)


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Return the (H, W, 3) codes of an RGB or gray image, taken over a strip at a time.

    Pillow hands them over as one string while it holds the interpreter: 24 megapixels at once would stop every other
    thread of the program, the window's too, for a tenth of a second.
    """
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    rows = max(1, _STRIP_PIXELS // max(1, width))
    for top in range(0, height, rows):
        strip = np.asarray(image.crop((0, top, width, min(top + rows, height))))
        pixels[top : top + rows] = strip if strip.ndim == 3 else strip[..., None]
    return pixels


def is_srgb(icc: bytes | None) -> bool:
    """Tell whether RGB with this profile is sRGB as it is; so it is without one, and with one that cannot be read."""
    from PIL import ImageCms

    if not icc:
        return True
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        return ImageCms.getProfileDescription(profile).strip().startswith("sRGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False


def _apply_icc(image: Image.Image, icc: bytes | None, warnings: list[str]) -> Image.Image | None:
    """Return the image in sRGB, or None when there is no profile, it is sRGB already, or it is unusable."""
    if not icc:
        return None
    from PIL import ImageCms

    try:
        if image.mode == "RGB" and is_srgb(icc):
            return None
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB",
                                         renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, KeyError):
        warnings.append(Sentence("The embedded color profile cannot be used; the colors are taken as sRGB."))
        return None


def read_png16(path: Path, warnings: list[str]) -> Pixels:
    """16-bit PNG: Pillow would round it to 8 bits."""
    import imagecodecs

    try:
        pixels = np.asarray(imagecodecs.png_decode(path.read_bytes()))
    except Exception:  # a damaged file: Pillow can show a part of it
        return read_with_pillow(path, warnings)[0]
    if pixels.dtype != np.uint16:  # an odd color type
        return read_with_pillow(path, warnings)[0]
    check_size(path, pixels.shape[0], pixels.shape[1])
    pixels = _drop_alpha(pixels, warnings)
    icc = embedded_icc(path)
    return converted(to_float(pixels), icc, warnings)


def embedded_icc(path: Path) -> bytes | None:
    """Return a picture's color profile, if it has one."""
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


def converted(rgb: Pixels, icc: bytes | None, warnings: list[str]) -> Pixels:
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
        out = np.empty(rgb.shape, np.float32)
        rows = max(1, _STRIP_PIXELS // rgb.shape[1])
        for top in range(0, rgb.shape[0], rows):
            strip = np.rint(as_float(rgb[top:top + rows]) * 65535).astype(np.uint16)
            done = imagecodecs.cms_transform(strip, icc, srgb, colorspace="rgb", outcolorspace="rgb",
                                             outdtype="u2", intent=1)
            out[top:top + rows] = np.asarray(done, dtype=np.float32) / 65535
        return out
    except Exception:  # lcms and its wrappers raise their own errors on bad profiles
        warnings.append(Sentence("The embedded color profile cannot be used; the colors are taken as sRGB."))
        return rgb


def read_tiff(path: Path, warnings: list[str]) -> tuple[Pixels, int]:
    """8- and 16-bit and float TIFF; others by Pillow. Returns the pixels and the bits per sample."""
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            page = tiff.pages.first
            check_size(path, page.imagelength, page.imagewidth)
            photometric, dtype = int(page.photometric), np.dtype(page.dtype or np.bool_)
            if len(tiff.pages) > 1 and int(getattr(tiff.pages[1], "subfiletype", 0) or 0) == 0:
                warnings.append(Sentence("{file} holds {count} pictures; only the first is opened.", file=path.name,
                                         count=len(tiff.pages)))
            usual = dtype.kind in "uf" and page.imagedepth == 1
            if photometric not in (0, 1, 2) or not usual:
                return read_with_pillow(path, warnings)[0], 8
            icc_tag = page.tags.get(34675)
            icc = bytes(icc_tag.value) if icc_tag is not None else None
            pixels = page.asarray()
            if int(page.planarconfig) == 2 and pixels.ndim == 3:
                pixels = np.moveaxis(pixels, 0, -1)
            maximum = 2.0**page.bitspersample - 1 if dtype.kind == "u" else 1.0
    except UserError:
        raise
    except Exception:  # damaged or exotic: Pillow reads some of what tifffile does not
        return read_with_pillow(path, warnings)[0], 8
    if pixels.dtype == np.bool_ or (maximum <= 1 and pixels.dtype.kind == "u"):
        return read_with_pillow(path, warnings)[0], 8
    if (pixels.ndim == 3 and pixels.shape[2] not in (1, 2, 3, 4)) or pixels.ndim not in (2, 3):
        raise UserError("{file} has {count} channels; only grey and RGB can be opened.", file=path.name,
                        count=pixels.shape[-1])
    rgb = to_float(_drop_alpha(pixels, warnings), 1.0 / maximum)
    del pixels
    if photometric == 0:  # white is zero
        np.subtract(1.0, rgb, out=rgb)
    return converted(rgb, icc, warnings), 8 if dtype.itemsize == 1 else 16
