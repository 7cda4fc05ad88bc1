"""The first convolutions by look-up equal the convolutions of the 96 features."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from paramisp_core.networks.paper import LocalNet, PaperNetwork, features
from paramisp_core.networks.paper_lookup import Lookup
from paramisp_core.networks.paper_stripes import first_inputs


def dense(conv: torch.nn.Conv2d, x: torch.Tensor, mask: torch.Tensor, rows: slice, border: bool) -> torch.Tensor:
    made = features(x, mask)
    if border:
        made = F.pad(made, (1, 1, 1, 1), mode="replicate")[:, :, rows.start : rows.stop + 2]
    else:
        made = made[:, :, rows]
    return F.conv2d(made, conv.weight, conv.bias, conv.stride)


@pytest.mark.parametrize("rows", [slice(0, 12), slice(4, 9), slice(8, 23)])
@pytest.mark.parametrize("subnetwork", ["local", "global"])
def test_equals_the_convolution_of_the_features(rows: slice, subnetwork: str) -> None:
    torch.manual_seed(1)
    network = PaperNetwork("inverse").requires_grad_(False)
    conv = network.localnet.conv_head if subnetwork == "local" else network.tonenet.convs[0]
    border = subnetwork == "local"
    x = torch.rand(1, 3, 23, 31) * 1.8 - 0.4  # beyond every knot on both sides
    x[0, :, :4, :16] = torch.arange(16) / 15  # and on them
    x[0, :, 4:6, :8] = torch.arange(8) / 7
    mask = torch.rand_like(x)
    ours = Lookup.of(conv)(*first_inputs(x, mask, rows, border))
    assert (ours - dense(conv, x, mask, rows, border)).abs().max() < 5e-6
    assert ours.is_contiguous(memory_format=torch.channels_last)


def test_what_is_no_number_stays_where_it_is() -> None:
    """A table is never read outside, whatever a damaged photo holds."""
    conv = LocalNet().requires_grad_(False).conv_head
    x = torch.full((1, 3, 9, 9), 0.5)
    x[0, 0, 2, 2], x[0, 1, 6, 6], x[0, 2, 6, 6] = torch.nan, torch.inf, -1e30
    y = Lookup.of(conv)(*first_inputs(x, torch.zeros_like(x), slice(0, 9), True))
    assert not y[..., 2, 2].isfinite().any()
    assert y[..., 5:, :4].isfinite().all()
    assert y[..., :4, 5:].isfinite().all()


def test_a_bias_is_added() -> None:
    conv = LocalNet().requires_grad_(False).conv_head
    x, extra = torch.rand(1, 3, 8, 8), torch.rand(64)
    inputs = first_inputs(x, torch.zeros_like(x), slice(0, 8), True)
    plain, shifted = (Lookup.of(conv, bias)(*inputs) for bias in (None, extra))
    torch.testing.assert_close(shifted - plain, extra[None, :, None, None].expand_as(plain), atol=1e-5, rtol=0)
