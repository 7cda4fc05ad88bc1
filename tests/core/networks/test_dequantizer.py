"""The Dequantizer stays within what a JPEG leaves open, wherever its blocks lie."""

import io

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from paramisp_core.networks.dequantizer import SAMPLINGS, Dequantizer, tables_tensor


def _lively(seed: int = 0) -> Dequantizer:
    torch.manual_seed(seed)
    net = Dequantizer(channels=16, blocks=2).eval().requires_grad_(False)
    for half in (net.luma, net.chroma):
        torch.nn.init.normal_(half.last.weight, std=1.0)
    return net


def test_untrained_it_changes_nothing():
    rgb, tables = torch.rand(1, 3, 24, 40), tables_tensor(([8] * 64, [16] * 64))
    assert Dequantizer()(rgb, tables, (2, 2)).abs().max() == 0


def test_its_cosines_are_those_of_jpeg():
    # a block whose only coefficient is one of luma's, by the file's own decoder
    net = Dequantizer()
    block = torch.zeros(1, 64, 1, 1)
    block[0, 3 * 8 + 5] = 100.0
    plane = net._pixels(block)[0, 0]
    y, x = torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij")
    expected = 25 * torch.cos((2 * y + 1) * 3 * torch.pi / 16) * torch.cos((2 * x + 1) * 5 * torch.pi / 16)
    torch.testing.assert_close(plane, expected, atol=1e-4, rtol=0)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.sampled_from(list(SAMPLINGS)), st.integers(1, 60))
def test_no_coefficient_leaves_its_half_step(height, width, sampling, step):
    net, rgb = _lively(), torch.rand(1, 3, height, width)
    tables = tables_tensor(([step] * 64, [step] * 64))
    change = net(rgb, tables, SAMPLINGS[sampling])
    assert change.shape == rgb.shape
    whole = height // 8 * 8, width // 8 * 8
    if min(whole) == 0:
        return
    luma = torch.nn.functional.conv2d(change * 255, net.to_ycc)[:, :1, : whole[0], : whole[1]]
    # chroma, interpolated, leaves luma alone
    assert net._coefficients(luma).abs().max() <= step / 2 + 0.05


def test_what_it_makes_would_be_the_same_jpeg():
    rng = np.random.default_rng(3)
    picture = np.asarray(Image.fromarray(rng.integers(0, 256, (12, 12), np.uint8)).resize((64, 64)), np.uint8)
    first = io.BytesIO()
    Image.fromarray(picture).save(first, "JPEG", quality=60)
    with Image.open(first) as image:
        table, decoded = image.quantization[0], np.asarray(image)
    rgb = torch.from_numpy(decoded / np.float32(255))[None, None].repeat(1, 3, 1, 1)
    net = _lively()
    for half in (net.luma, net.chroma):
        half.last.weight.mul_(0.02)  # near the end of a half step, rounding to codes would be the last straw
    made = (rgb + net(rgb, tables_tensor((table, table)), (1, 1)))[0].mean(0) * 255
    assert np.abs(made.numpy() - decoded).max() > 0.5
    again = io.BytesIO()
    Image.fromarray(np.rint(np.clip(made.numpy(), 0, 255)).astype(np.uint8)).save(again, "JPEG", quality=60)
    with Image.open(again) as image:
        assert np.abs(np.asarray(image).astype(int) - decoded).mean() < 0.5


@pytest.mark.parametrize("sampling", SAMPLINGS.values())
def test_the_halo_suffices(sampling):
    net, rgb, tables = _lively(), torch.rand(1, 3, 320, 320), tables_tensor(([9] * 64, [20] * 64))
    down, across = (-(-side // 32) * 32 for side in net.halo(sampling))
    whole = net(rgb, tables, sampling)
    top, left = 128, 96
    y0, x0 = max(0, top - down), max(0, left - across)
    part = net(rgb[..., y0 : top + 32 + down, x0 : left + 32 + across], tables, sampling)
    there = np.s_[..., top - y0 : top - y0 + 32, left - x0 : left - x0 + 32]
    torch.testing.assert_close(part[there], whole[..., top : top + 32, left : left + 32], atol=1e-5, rtol=0)
    only = net(rgb[..., y0 : top + 32 + down, x0 : left + 32 + across], tables, sampling, there[1:])
    torch.testing.assert_close(only[there], part[there], atol=1e-5, rtol=0)
