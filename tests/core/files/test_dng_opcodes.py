"""The DNG's opcode bends as the window does: bytes after the DNG specification, error measured in pixels."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import tifffile

from paramisp_core.editing.geometry import Geometry, warp_of
from paramisp_core.files.dng import write_dng
from paramisp_core.files.dng_opcodes import even_powers, opcode_list
from paramisp_core.raw.cfa import CFA
from paramisp_core.raw.image import RawImage

# lensfun's for a Canon EF 24-70mm f/2.8L USM at 24 and 70 mm, and two compact cameras' wide ends
LENSES = {"24 mm": (1.0230, -0.0001, -0.0706, 0.0430, 0.0), "70 mm": (0.9949, 0.0, 0.0123, -0.0053, 0.0),
          "compact": (1.0314, 0.0, -0.1353, 0.0796, 0.0), "poly3": (0.9894, 0.0, 0.0341, 0.0, 0.0)}
STORED = (4000, 6000)


def read_list(data: bytes) -> list[tuple[int, bytes, int, bytes]]:
    (count,) = struct.unpack_from(">I", data)
    found, at = [], 4
    for _ in range(count):
        code, version, flags, size = struct.unpack_from(">I4sII", data, at)
        found.append((code, version, flags, data[at + 16 : at + 16 + size]))
        at += 16 + size
    assert at == len(data)
    return found


def warped_by_the_specification(body: bytes, x: np.ndarray, y: np.ndarray, size: tuple[int, int]):
    """WarpRectilinear as the DNG specification words it: where destination (x, y) takes its source."""
    planes, k0, k1, k2, k3, t0, t1, cx, cy = struct.unpack(">I6d2d", body)
    assert (planes, t0, t1) == (1, 0, 0)
    height, width = size
    center = cx * width, cy * height
    far = np.hypot(max(center[0], width - center[0]), max(center[1], height - center[1]))
    dx, dy = (x - center[0]) / far, (y - center[1]) / far
    r2 = dx**2 + dy**2
    ratio = k0 + k1 * r2 + k2 * r2**2 + k3 * r2**3
    return center[0] + far * dx * ratio, center[1] + far * dy * ratio


@pytest.mark.parametrize("name", LENSES)
@pytest.mark.parametrize("percent", [40.0, 100.0])
def test_the_opcode_bends_like_the_window_to_a_third_of_a_pixel_of_24_megapixels(name, percent):
    warp = warp_of(LENSES[name], percent, STORED)
    ((code, version, flags, body),) = read_list(opcode_list(warp))
    assert (code, version, flags) == (1, bytes([1, 3, 0, 0]), 1)
    y, x = np.mgrid[0:4000:50, 0:6000:50].astype(float)
    ours, theirs = Geometry(STORED, warp=warp).to_stored(x, y), warped_by_the_specification(body, x, y, STORED)
    assert np.hypot(ours[0] - theirs[0], ours[1] - theirs[1]).max() < 0.3
    assert np.hypot(ours[0] - x, ours[1] - y).max() > 3  # it does bend


def test_even_powers_of_an_even_warp_are_its_own():
    assert even_powers((1.02, 0.0, -0.03, 0.0, 0.01)) == pytest.approx((1.02, -0.03, 0.01, 0.0), abs=1e-6)
    assert opcode_list(()) == b""


def test_a_dng_holds_the_opcode_beside_its_raw_and_none_without_a_warp(tmp_path):
    raw = RawImage(np.full((96, 144), 0.3, np.float32), CFA.RGGB)
    warp = warp_of(LENSES["24 mm"], 100.0, (96, 144))
    for path, given in ((tmp_path / "a.dng", warp), (tmp_path / "b.dng", ())):
        write_dng(raw, path, warp=given)
        with tifffile.TiffFile(path) as tiff:
            page = next(page for page in tiff.pages[0].pages if page.photometric == 32803)
            assert (51022 in page.tags) == bool(given)
            if given:
                assert bytes(page.tags[51022].value) == opcode_list(warp)
                assert page.tags[51022].dtype == 7
