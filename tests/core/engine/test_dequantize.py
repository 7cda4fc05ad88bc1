"""A JPEG's pixels, dequantized where they are looked at: any part is that of the whole."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from paramisp_core import load_isp, open_photo
from paramisp_core.engine.dequantize import DequantizedPixels, dequantized
from paramisp_core.networks.dequantizer import SAMPLINGS, Dequantizer, tables_tensor
from paramisp_core.raw.codes import as_float

SIZE = 150, 210


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(1)
    net = Dequantizer(channels=16, blocks=1).eval().requires_grad_(False)
    for half in (net.luma, net.chroma):
        torch.nn.init.normal_(half.last.weight, std=0.3)
    return net


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    path = tmp_path_factory.mktemp("photos") / "coarse.jpg"
    rng = np.random.default_rng(2)
    small = Image.fromarray(rng.integers(0, 256, (20, 30, 3), np.uint8))
    small.resize(SIZE[::-1]).save(path, quality=40, subsampling="4:2:0")
    return open_photo(path)


def _pixels(photo, network, codes=None):
    return DequantizedPixels(photo.pixels if codes is None else codes, photo.quantization, network, tile=64)


def _whole(photo, network):
    rgb = torch.from_numpy(photo.rgb).permute(2, 0, 1)[None]
    q = photo.quantization
    change = network(rgb, tables_tensor((q.luma, q.chroma)), SAMPLINGS[q.subsampling])
    return np.clip(photo.rgb + change[0].permute(1, 2, 0).numpy(), 0, 1)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_part_is_that_of_the_whole(photo, network, data):
    pixels = _pixels(photo, network)
    top, left = data.draw(st.integers(0, SIZE[0] - 1)), data.draw(st.integers(0, SIZE[1] - 1))
    bottom, right = data.draw(st.integers(top + 1, SIZE[0])), data.draw(st.integers(left + 1, SIZE[1]))
    part = as_float(pixels[top:bottom, left:right])
    expected = np.where(photo.pixels == 255, 1, _whole(photo, network))
    np.testing.assert_allclose(part, expected[top:bottom, left:right], atol=2e-5)


def test_it_looks_like_an_array(photo, network):
    pixels = _pixels(photo, network)
    assert pixels.shape == photo.pixels.shape
    assert len(pixels) == SIZE[0]
    whole = np.asarray(pixels)
    np.testing.assert_array_equal(pixels[1::2, ::3, 1], whole[1::2, ::3, 1])
    np.testing.assert_array_equal(pixels[-1], whole[-1])
    np.testing.assert_array_equal(pixels[5:5], whole[5:5])
    # by larger tiles: what lies between two codes may be rounded the other way
    np.testing.assert_allclose(dequantized(photo, network=network).rgb, whole / 65535, atol=2e-5)


def test_only_what_is_looked_at_is_computed(photo, network):
    pixels = _pixels(photo, network)
    pixels[70:80, 10:20]
    assert np.argwhere(pixels._done).tolist() == [[1, 0]]


def test_several_threads_may_look(photo, network):
    pixels = _pixels(photo, network)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda top: pixels[top : top + 30], range(0, 120, 10)))
    for top, part in zip(range(0, 120, 10), parts):
        np.testing.assert_array_equal(part, np.asarray(pixels)[top : top + 30])


def test_white_stays_white(photo, network):
    codes = photo.pixels.copy()
    codes[:40] = 255
    pixels = _pixels(photo, network, codes)
    assert (pixels[:40] == 65535).all()


def test_other_photos_are_left_alone(photo, network, tmp_path):
    changed = photo.with_changes(pixels=photo.pixels[:, ::-1].copy())
    assert changed.quantization is None
    assert dequantized(changed, network=network) is changed
    png = tmp_path / "picture.png"
    Image.fromarray(photo.pixels).save(png)
    opened = open_photo(png)
    assert dequantized(opened, network=network) is opened


def test_the_shipped_one_comes_nearer_to_what_was_a_jpeg(tmp_path):
    # the sample, reduced so far that nothing of its own JPEG is left
    clean = np.asarray(Image.open("resources/sample.jpg").convert("RGB").reduce(3))
    path = tmp_path / "web.jpg"
    for quality, least in ((75, 0.25), (92, 0.05)):
        Image.fromarray(clean).save(path, quality=quality, subsampling="4:2:0")
        photo = open_photo(path)

        def lost(rgb, truth=clean / 255):
            return -10 * np.log10(np.square(rgb - truth).mean())

        assert lost(dequantized(photo).rgb) > lost(photo.rgb) + least


def test_a_raw_made_of_it_says_so(photo):
    raw = load_isp("inverse").to_raw(dequantized(photo))
    assert any("rounding" in note for note in raw.notes)
    assert not any("rounding" in note for note in load_isp("inverse").to_raw(photo).notes)
