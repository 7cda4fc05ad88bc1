"""One camera's RAW as another camera would have recorded it: the exact linear path, no learning."""

from __future__ import annotations

import cv2
import numpy as np

from paramisp_core.camera.profile import CameraProfile
from paramisp_core.raw.cfa import mosaic
from paramisp_core.raw.color import color_matrix, gains_for_other_camera
from paramisp_core.raw.demosaic import demosaic_block, strips
from paramisp_core.raw.image import RawImage


def same_colors(raw: RawImage, camera: CameraProfile) -> bool:
    """Tell whether a RAW is in a camera's colour space already (a DNG rounds its matrix)."""
    return bool(np.allclose(raw.xyz_to_camera, camera.matrix, atol=2e-3))


def as_camera(raw: RawImage, camera: CameraProfile) -> RawImage:
    """Return the RAW as ``camera`` would have recorded the same light: its colours, gains, CFA and levels.

    Demosaic, white balance, A's matrix to linear sRGB, the inverse of B's matrix and gains, B's mosaic. White
    balance follows the light: what was neutral stays neutral.
    """
    gains = gains_for_other_camera(raw.xyz_to_camera, raw.white_balance, camera.matrix)
    shot_gains = raw.shot_white_balance
    if shot_gains is not None:
        shot_gains = gains_for_other_camera(raw.xyz_to_camera, shot_gains, camera.matrix)
    # unbalanced A -> balanced A -> linear sRGB -> balanced B -> unbalanced B, as one matrix
    to_b = np.diag(1 / gains) @ np.linalg.inv(color_matrix(camera.matrix)) @ raw.color_matrix
    to_b = to_b @ np.diag(raw.white_balance)
    out = np.empty_like(raw.mosaic)
    for block, inner, target in strips(raw.height):
        rgb = demosaic_block(raw.mosaic[block], raw.cfa)[inner]
        rows = out[target]
        phase = camera.cfa.shifted(target.start % 2, 0)
        rows[:] = mosaic(cv2.transform(np.ascontiguousarray(rgb), to_b).astype(np.float32), phase)
    return raw.with_changes(
        mosaic=out, cfa=camera.cfa, white_balance=gains, shot_white_balance=shot_gains,
        xyz_to_camera=camera.matrix,
        black_level=camera.black_level, white_level=camera.white_level,
        notes=(*raw.notes, f"as {camera.name} would have recorded it"),
    )
