"""The plain camera: one polynomial of a pixel's color. Calibration keeps it where it beats the network.

It knows one camera, looks at no other pixel and at nothing of the whole photo: tiles equal the whole trivially. Its
colors are balanced (white balance applied), so that what was fitted in one light means something in another, and in
the perceptual encoding of the compact network.
"""

from __future__ import annotations

import math
from itertools import combinations_with_replacement

import torch
from torch import Tensor, nn

from paramisp_core.networks.compact import (
    Confidence,
    GlobalState,
    LiveNetwork,
    Window,
    apply_curve,
    decode,
    encode,
)
from paramisp_core.networks.conditions import Conditions

HIGHEST_DEGREE = 6
_THUMBNAIL = 2  # it does not look at it
_KNOTS = 33


def factors(degree: int) -> list[tuple[int, ...]]:
    """Return the channels that each term multiplies, the constant (no channel) first, then by degree."""
    return [chosen for d in range(degree + 1) for chosen in combinations_with_replacement(range(3), d)]


class PolynomialNetwork(LiveNetwork):
    """One direction of one camera as a polynomial of up to ``degree`` of a color's three channels.

    inverse: sRGB to encoded balanced camera RGB. forward: encoded linear sRGB to sRGB. weights_N3: one weight for each
    term and channel, terms in the order of :func:`factors`; at first the identity.
    """

    halo = 2  # Malvar's demosaicking, in the forward direction

    def __init__(self, direction: str, degree: int = 4) -> None:
        super().__init__(direction, _THUMBNAIL)
        if not 1 <= degree <= HIGHEST_DEGREE:
            raise ValueError(f"degree is 1..{HIGHEST_DEGREE}, not {degree!r}")
        self.degree = degree
        self.weights_N3 = nn.Parameter(torch.zeros(math.comb(degree + 3, 3), 3))
        with torch.no_grad():
            self.weights_N3[1:4] = torch.eye(3)

    def global_state(self, thumbnail_B3TT: Tensor, conditions: Conditions,
                     confidence: Confidence | None = None) -> GlobalState:
        """Return the parameters at which nothing is added to the polynomial; "render as" may bend the curve."""
        batch, like = len(thumbnail_B3TT), self.weights_N3
        return GlobalState(
            log_gain=like.new_zeros(batch), curve_B3K=torch.linspace(0, 1, _KNOTS).to(like).expand(batch, 3, _KNOTS),
            color_B33=torch.eye(3).to(like).expand(batch, 3, 3), grid_BGG=like.new_zeros(batch, 1, 1), film=(),
            local=0.0)

    def camera_rgb(self, rgb: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        """Inverse without the mosaic: (B, 3, h, w) unbalanced camera RGB."""
        gains = conditions.white_balance / conditions.white_balance[:, 1:2]
        return decode(self.mapped(apply_curve(rgb, state.curve_B3K))) * (state.level / gains[:, :, None, None])

    def headroom(self, state: GlobalState) -> float:
        """Return the assumed exposure headroom in EV: of green, where white lies."""
        white = decode(self.mapped(torch.ones(1, 3, 1, 1).to(self.weights_N3)))
        return -math.log2(max(float(white[0, 1]), 1e-3))

    def tone_forward(self, linear: Tensor, state: GlobalState, window: Window) -> Tensor:
        """Return (B, 3, h, w) sRGB of balanced linear sRGB."""
        return apply_curve(self.mapped(encode(linear)), state.curve_B3K)

    def mapped(self, colors_B3HW: Tensor) -> Tensor:
        """Return the polynomial of colors, which are cut to 0..1: beyond that it was fitted to nothing."""
        channels = colors_B3HW.clamp(0, 1).unbind(1)
        known: dict[tuple[int, ...], Tensor] = {(): torch.ones_like(channels[0])}
        for chosen in factors(self.degree)[1:]:  # each term is one of a lower degree times a channel
            known[chosen] = known[chosen[:-1]] * channels[chosen[-1]] if len(chosen) > 1 else channels[chosen[0]]
        return torch.einsum("bnhw,nc->bchw", torch.stack(list(known.values()), 1), self.weights_N3)
