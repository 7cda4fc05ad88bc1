"""OpenEXR: the file is read back to the bit, by a reader of the layout and by the OpenEXR library where it is here."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from paramisp_core.files.exr import write_exr
from paramisp_core.files.profiles import DISPLAY_P3
from paramisp_core.progress import Cancelled


def attributes(data: bytes) -> tuple[dict[str, bytes], int]:
    """Return the header's attributes and where it ends."""
    assert data[:8] == bytes.fromhex("762f3101 02000000")
    at, found = 8, {}
    while data[at]:
        name, kind, rest = data[at:].split(b"\0", 2)
        at += len(name) + len(kind) + 2
        (size,) = struct.unpack_from("<i", data, at)
        found[name.decode()] = data[at + 4 : at + 4 + size]
        at += 4 + size
        assert rest
    return found, at + 1


def read(path: Path) -> np.ndarray:
    """Read it as the file layout says, one block after the other."""
    data = path.read_bytes()
    header, at = attributes(data)
    assert header["compression"] == b"\3"
    x0, y0, x1, y1 = struct.unpack("<4i", header["dataWindow"])
    height, width = y1 - y0 + 1, x1 - x0 + 1
    dtype = np.dtype({1: "<f2", 2: "<f4"}[struct.unpack_from("<i", header["channels"], 2)[0]])
    out = np.empty((height, width, 3), np.float32)
    blocks = (height + 15) // 16
    for offset in struct.unpack_from(f"<{blocks}Q", data, at):
        top, size = struct.unpack_from("<ii", data, offset)
        lines = min(16, height - top)
        plain = lines * width * 3 * dtype.itemsize
        block = data[offset + 8 : offset + 8 + size]
        if size < plain:
            steps = np.frombuffer(zlib.decompress(block), np.uint8).astype(int)
            values = np.cumsum(steps - np.r_[0, np.full(plain - 1, 128)]).astype(np.uint8)
            half = (plain + 1) // 2
            block = np.empty(plain, np.uint8)
            block[0::2], block[1::2] = values[:half], values[half:]
            block = block.tobytes()
        planes = np.frombuffer(block, dtype).reshape(lines, 3, width)
        out[top : top + lines] = planes.transpose(0, 2, 1)[..., ::-1]
    return out


def test_the_openexr_library_reads_it(tmp_path):
    library = pytest.importorskip("OpenEXR")
    linear = np.random.default_rng(1).random((37, 50, 3), np.float32)
    linear[:20] = 0.25  # blocks that are compressed and blocks that are not
    for bits in (16, 32):
        write_exr(tmp_path / "x.exr", linear, bits=bits, texts={"comments": "ä"}, numbers={"isoSpeed": 400.0})
        with library.File(str(tmp_path / "x.exr")) as file:
            pixels = file.channels()["RGB"].pixels
            assert np.array_equal(pixels, linear.astype(np.float16) if bits == 16 else linear)
            assert file.header()["isoSpeed"] == 400


@pytest.mark.parametrize(("height", "width"), [(1, 1), (16, 3), (37, 50)])
@pytest.mark.parametrize("bits", [16, 32])
def test_it_is_read_back_to_the_bit(tmp_path, height, width, bits):
    rng = np.random.default_rng(height)
    linear = rng.normal(0.2, 1, (height, width, 3)).astype(np.float32)
    linear[0, 0] = (0.0, -0.25, 40000.0)
    write_exr(tmp_path / "x.exr", linear, bits=bits)
    expected = linear.astype(np.float16).astype(np.float32) if bits == 16 else linear
    assert np.array_equal(read(tmp_path / "x.exr"), expected)


def test_a_smooth_picture_is_compressed_and_no_number_becomes_black(tmp_path):
    linear = np.linspace(0, 2, 64 * 64 * 3, dtype=np.float32).reshape(64, 64, 3)
    linear[0, 0] = (np.nan, np.inf, -np.inf)
    write_exr(tmp_path / "x.exr", linear)
    assert (tmp_path / "x.exr").stat().st_size < linear.nbytes / 3
    picture = read(tmp_path / "x.exr")
    assert picture[0, 0].tolist() == [0.0, 65504.0, -65504.0]
    assert np.isfinite(picture).all()


def test_it_says_its_primaries_and_what_it_was_told(tmp_path):
    write_exr(tmp_path / "x.exr", np.zeros((4, 4, 3), np.float32), space=DISPLAY_P3,
              texts={"comments": "RAW estimated", "owner": ""}, numbers={"isoSpeed": 400.0})
    data = (tmp_path / "x.exr").read_bytes()
    assert struct.unpack("<8f", attributes(data)[0]["chromaticities"]) == pytest.approx(
        (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329))
    assert b"comments\0string\0" + struct.pack("<i", 13) + b"RAW estimated" in data
    assert b"isoSpeed\0float\0" + struct.pack("<if", 4, 400.0) in data
    assert b"owner" not in data
    assert read(tmp_path / "x.exr").shape == (4, 4, 3)


def test_it_can_be_cancelled(tmp_path):
    def stop(fraction: float) -> None:
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_exr(tmp_path / "x.exr", np.zeros((64, 4, 3), np.float32), progress=stop)
    with pytest.raises(ValueError, match="16 or 32"):
        write_exr(tmp_path / "x.exr", np.zeros((64, 4, 3), np.float32), bits=8)
