"""Writes scene-linear light: OpenEXR (32-bit float), Radiance .hdr, 32-bit float TIFF. Upright, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paramisp_core.errors import UserError
from paramisp_core.files.atomic import replacing
from paramisp_core.files.exr import write_exr
from paramisp_core.files.tiff_tags import SOFTWARE, ascii_text
from paramisp_core.progress import Progress
from paramisp_core.raw.cfa import apply_orientation

Array = np.ndarray[Any, Any]  # float32; cv2's annotations know no dtype

LIGHT_SUFFIXES = (".exr", ".hdr", ".tif", ".tiff")


def export_light(light: Array, path: str | Path, *, orientation: int = 1, estimated: NDArray[np.bool_] | None = None,
                 notes: Sequence[str] = (), source: str | Path | None = None,
                 progress: Progress | None = None) -> None:
    """Write (H, W, 3) float32 linear sRGB, 1 = white, brighter above, to ``path``; its suffix chooses the format.

    .exr: 32-bit float, ZIP, Rec. 709 chromaticities; ``estimated`` (H, W) becomes a channel of that name, 1 where the
    light was guessed. .tif: 32-bit float, deflate. .hdr: Radiance RGBE, 8 bits a channel with a common exponent, no
    negative values. notes: go into the file as comment or description. Raises UserError for another suffix or a
    target that cannot be written; progress may raise Cancelled. Either way nothing half-written is left.
    """
    kind = Path(path).suffix.lower()
    if kind not in LIGHT_SUFFIXES:
        raise UserError("{path} cannot be written: a file of light has to end in .exr, .hdr or .tif.", path=path)
    report = progress or (lambda _: None)
    with replacing(path, source) as temporary:
        report(0.0)
        upright = np.nan_to_num(np.ascontiguousarray(apply_orientation(light, orientation), np.float32))
        if kind == ".exr":
            extra = None
            if estimated is not None:
                extra = ("estimated", apply_orientation(estimated, orientation).astype(np.float32))
            texts = {"comments": ascii_text("; ".join(("scene-linear, white is 1", *notes))), "software": SOFTWARE}
            write_exr(temporary, upright, bits=32, texts=texts, extra=extra, progress=report)
        elif kind == ".hdr":
            _write_radiance(temporary, upright, notes)
        else:
            _write_tiff(temporary, upright, notes)
        report(1.0)


def _write_tiff(path: Path, light: Array, notes: Sequence[str]) -> None:
    import tifffile

    text = ascii_text("; ".join(("scene-linear sRGB, white is 1", *notes)))
    tifffile.imwrite(path, light, photometric="rgb", compression="zlib", predictor=True, metadata=None,
                     description=text, software=SOFTWARE, bigtiff=light.nbytes > 3_900_000_000,
                     rowsperstrip=max(1, (1 << 19) // max(1, light.shape[1])))


def _write_radiance(path: Path, light: Array, notes: Sequence[str]) -> None:
    """Write RGBE with run lengths; the comments go behind the first line."""
    import cv2

    done, data = cv2.imencode(".hdr", np.ascontiguousarray(np.maximum(light, 0)[..., ::-1]))
    if not done:
        raise UserError("The picture cannot be written as Radiance .hdr.")
    first, rest = data.tobytes().split(b"\n", 1)
    lines = [f"SOFTWARE={SOFTWARE}", "# scene-linear sRGB, white is 1", *(f"# {ascii_text(note)}" for note in notes)]
    path.write_bytes(first + b"\n" + "".join(f"{line}\n" for line in lines).encode("ascii") + rest)
