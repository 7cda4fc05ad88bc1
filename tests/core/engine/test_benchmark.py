"""The benchmark: that it measures in turns what it says, each variant in a process of its own."""

from __future__ import annotations

import math

import pytest

from paramisp_core.cli.benchmark import as_markdown, as_table
from paramisp_core.engine.benchmark import VARIANTS, Measurement, benchmark, size_of
from paramisp_core.errors import UserError


def test_sizes() -> None:
    for megapixels in (0.05, 1.0, 24.0):
        height, width = size_of(megapixels)
        assert height % 2 == width % 2 == 0
        assert height * width / 1e6 == pytest.approx(megapixels, rel=0.01)


def test_compact_variants_take_turns() -> None:
    order: list[tuple[int, str]] = []
    results = benchmark(0.05, 2, "cpu", VARIANTS[2:4], lambda turn, variant: order.append((turn, variant)))
    assert order == [(turn, f"compact {way}") for turn in (0, 1, 2) for way in ("inverse", "forward")]
    for one in results:
        assert len(one.seconds) == 2
        assert min(one.seconds) > 0
        assert one.device == "cpu"
        assert math.isnan(one.peak_mb) or one.peak_mb >= one.idle_mb > 50
    table = as_table(results, 2)
    assert "compact  forward" in table
    assert f"{results[0].per_megapixel:.3f}" in table
    for one in results:
        assert len(one.processor) == len(one.peak_gflops) == 2
        assert 0 < one.reached < 2


def test_each_network_is_compared_with_the_plain_one_round_by_round() -> None:
    def measured(network: str, seconds: tuple[float, ...]) -> Measurement:
        return Measurement(network, "inverse", seconds, seconds, (100.0, 100.0, 100.0), 1.0, 100.0, 200.0, "cpu")

    # the machine slows down to a tenth in the last round: the ratios stay
    table = as_table([measured("plain", (8.0, 8.0, 80.0)), measured("paper", (2.0, 2.0, 20.0)),
                      measured("compact", (0.2, 0.2, 2.0))], 3)
    assert "inverse: paper 4.0x (4.0x by CPU seconds), compact 40.0x (40.0x by CPU seconds) as fast as plain" in table


def test_the_readme_s_table() -> None:
    def measured(network: str, direction: str, seconds: float) -> Measurement:
        return Measurement(network, direction, (seconds,), (2 * seconds,), (100.0,), 2.0, 100.0, 2500.0, "cpu")

    table = as_markdown([measured("plain", "inverse", 16.0), measured("plain", "forward", 12.0),
                         measured("paper", "inverse", 4.0), measured("paper", "forward", 6.0)], 1)
    assert "| plain, inverse / forward | 8.00 / 6.00 | 16.00 / 12.00 | 2.50 GB | 1 |" in table
    assert "| paper, inverse / forward | 2.00 / 3.00 | 4.00 / 6.00 | 2.50 GB | 4.0x (4.0x) / 2.0x (2.0x) |" in table
    assert "| compact, inverse | 1.00 | 2.00 | 2.50 GB | ? |" in as_markdown([measured("compact", "inverse", 2.0)], 1)


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_the_plain_network_is_measured_too(direction: str) -> None:
    (one,) = benchmark(0.05, 1, "cpu", [("plain", direction)])
    assert one.network == "plain"
    assert one.processor[0] > 0.05


def test_a_missing_device_is_one_sentence() -> None:
    with pytest.raises(UserError, match="device"):
        benchmark(0.05, 1, "mps" if not _has_mps() else "cuda", VARIANTS[2:3])


def _has_mps() -> bool:
    import torch

    return torch.backends.mps.is_available()
