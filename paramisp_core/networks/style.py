"""StyleNet: what a camera does that no EXIF tag tells, read off a few of its pictures in one pass, as an adapter.

Given what the light was and what the camera showed of it, in one shot or in several, it says how the global parameters
of a network for any camera have to change for that camera: the numbers of an adapter (see adapters.py), without a fit.
The trunk stays as it is, so that without a style it does what it always did.

Shape suffixes as in compact.py; N: shots of one camera, P: points of a picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from paramisp_core.networks.compact import CompactNetwork, Confidence, GlobalState, Window, balanced_linear, encode
from paramisp_core.networks.conditions import Conditions

SIDE = 32
"""Points of a shot that are looked at, each way."""

# of the fit after the reading: tried on virtual cameras and on the real pairs of a Canon S40 (checkpoints/TRAINING.md)
_FIT_SIDE, _FIT_RATE, _PULL = 32, 1e-2, 0.03

Adapter = dict[str, Tensor]


@dataclass(frozen=True)
class Shots:
    """N shots of each of B cameras, the B of the first shots first. Sides are those of whole photos in small.

    rgb: (N * B, 3, S, S) sRGB 0..1, as the camera showed it. camera: (N * B, 3, S, S) unbalanced camera RGB of the RAW.
    conditions: of all of them. count: N.
    """

    rgb: Tensor
    camera: Tensor
    conditions: Conditions
    count: int = 1


class StyleNet(nn.Module):
    """Shots of one camera to an adapter of one trunk; it begins at the adapter that changes nothing.

    Every point gives what the trunk is shown, what it makes of it and what the truth is; the means over all points and,
    so that a tone curve can be read off, over those of like brightness, become a code, the mean of which over the shots
    is the camera's.
    """

    bins = 12

    def __init__(self, outputs: int, embedding: int, width: int = 48, code: int = 48) -> None:
        super().__init__()
        self.points = nn.Sequential(nn.Conv1d(10, width, 1), nn.ELU(), nn.Conv1d(width, width, 1), nn.ELU())
        self.shot = nn.Sequential(
            nn.Linear(2 * width + 9 * self.bins + embedding, 2 * width), nn.ELU(), nn.Linear(2 * width, code))
        self.camera = nn.Sequential(nn.ELU(), nn.Linear(code, 2 * width), nn.ELU())
        self.head = nn.Linear(2 * width, 2 * outputs + 1)
        self.outputs = outputs
        self.config = {"outputs": outputs, "embedding": embedding, "width": width, "code": code}
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    @classmethod
    def of(cls, trunk: CompactNetwork) -> StyleNet:
        """Return an untrained one for a trunk."""
        return cls(len(trunk.global_net.head.bias), trunk.config.embedding)

    def forward(self, trunk: CompactNetwork, trust: Confidence, shots: Shots) -> Adapter:
        """Return the adapters of B cameras: head_bias and head_scale (B, outputs), grid_bias (B, 1)."""
        source, made, truth, embedding = _seen(trunk, trust, shots)
        side = source.shape[-1]
        axis = torch.linspace(-1, 1, side, device=source.device).square()
        radius = (axis[:, None] + axis)[None, None].expand(len(source), 1, side, side)
        error = truth - made
        points = self.points(torch.cat([source, made, error * 4, radius], 1).flatten(2))
        by_tone = _by_tone(source.flatten(2), torch.stack([made, error * 4]).flatten(3), self.bins)
        codes = self.shot(torch.cat([points.mean(2), points.amax(2), by_tone, embedding], 1))
        code = codes.view(shots.count, -1, codes.shape[1]).mean(0)
        bias, scale, grid = self.head(self.camera(code)).split([self.outputs, self.outputs, 1], 1)
        return {"head_bias": bias, "head_scale": torch.tanh(scale), "grid_bias": grid}


def _seen(trunk: CompactNetwork, trust: Confidence, shots: Shots) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return what the trunk is shown, what it makes of it, the truth, encoded (N * B, 3, s, s), and the embedding."""
    conditions = shots.conditions
    with torch.no_grad():
        rgb, camera = (F.adaptive_avg_pool2d(part, SIDE) if part.shape[-1] > SIDE else part
                       for part in (shots.rgb, shots.camera))
        inverse = trunk.direction == "inverse"
        light = balanced_linear(camera, conditions)
        embedding = trunk.param_net(conditions)
        if inverse:
            made = _linear(by_global_stages(trunk, trust, shots.rgb, rgb, conditions)[0], conditions)
            return rgb, encode(made), encode(light), embedding
        made = by_global_stages(trunk, trust, shots.camera, camera, conditions)[0]
        return encode(light), made, rgb, embedding


def _linear(camera_B3HW: Tensor, conditions: Conditions) -> Tensor:
    """Camera RGB to linear sRGB, unlike balanced_linear without a clip."""
    gains = (conditions.white_balance / conditions.white_balance[:, 1:2])[:, :, None, None]
    return torch.einsum("bij,bjhw->bihw", conditions.color_matrix, camera_B3HW * gains)


def refined(trunk: CompactNetwork, trust: Confidence, adapter: Adapter, shots: Shots,
            steps: int = 100) -> tuple[Adapter, Confidence]:
    """Return the adapter of one camera after a short fit to the small pictures of its shots, and how it is trusted.

    What was read off is where it begins and is pulled back to: it says what a camera may be like, one scene does not.
    Color is no guess any more, so it is wholly trusted, and has all its range.
    """
    adapter, trust = _trusting_color(trunk, trust, adapter)
    inverse = trunk.direction == "inverse"
    seen, truth = (shots.rgb, shots.camera) if inverse else (shots.camera, shots.rgb)
    given, wanted = (F.adaptive_avg_pool2d(part, _FIT_SIDE) for part in (seen, truth))
    with torch.inference_mode(False), torch.enable_grad():
        first = {name: value.detach().clone() for name, value in adapter.items()}
        found = {name: value.clone().requires_grad_(True) for name, value in first.items()}
        optimizer = torch.optim.Adam(list(found.values()), lr=_FIT_RATE)
        for step in range(steps):
            optimizer.param_groups[0]["lr"] = _FIT_RATE * (1 - step / steps)
            repeated = {name: value.expand(len(seen), -1) for name, value in found.items()}
            out, _ = by_global_stages(trunk, trust, seen, given, shots.conditions, repeated)
            error = out - wanted
            loss = error.abs().mean() + 0.5 * (error.square().mean((1, 2, 3)) + 1e-8).sqrt().mean()
            if inverse:
                loss = loss + (encode(out) - encode(wanted)).abs().mean()
            loss = loss + _PULL * sum((found[name] - first[name]).square().sum() for name in found)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return {name: value.detach() for name, value in found.items()}, trust


def _trusting_color(trunk: CompactNetwork, trust: Confidence, adapter: Adapter) -> tuple[Adapter, Confidence]:
    """Return (nearly) the same adapter for a trunk whose color is wholly trusted."""
    net, color = trunk.global_net, slice(1 + trunk.config.curve_basis, None)
    bias, scale = adapter["head_bias"].detach().clone(), adapter["head_scale"].detach().clone()
    own = net.head.bias[color]
    bias[:, color] = trust.color * (own + bias[:, color]) - own
    scale[:, color] = trust.color * (1 + scale[:, color]) - 1
    return {**adapter, "head_bias": bias, "head_scale": scale}, replace(trust, color=1.0)


def by_global_stages(trunk: CompactNetwork, trust: Confidence, seen: Tensor, given: Tensor, conditions: Conditions,
                     style: Adapter | None = None) -> tuple[Tensor, GlobalState]:
    """Run small pictures through the global stages alone; ``seen`` says what the whole photos are like.

    Both are sRGB and the result is unbalanced camera RGB (inverse), or the other way round; (B, 3, h, w).
    """
    thumbnail = F.adaptive_avg_pool2d(seen, trunk.thumbnail_side)
    state = replace(trunk.global_state(thumbnail, conditions, trust, style), local=0.0)
    window = Window(0, 0, *given.shape[-2:])
    if trunk.direction == "inverse":
        return trunk.camera_rgb(given, state, conditions, window), state
    return trunk.tone_forward(balanced_linear(given, conditions), state, window), state


def _by_tone(source_B3P: Tensor, values_VB3P: Tensor, bins: int) -> Tensor:
    """Return (B, (V + 1) * 3 * bins): how many points are of each brightness, and the means of values over them."""
    centers = torch.linspace(0, 1, bins, device=source_B3P.device)[:, None]
    share = (1 - (source_B3P.clamp(0, 1)[:, :, None] - centers).abs() * (bins - 1)).clamp(min=0)
    count = share.mean(3)
    means = (share[None] * values_VB3P[:, :, :, None]).mean(4) / (count + 0.01)
    return torch.cat([count.sqrt()[None], means]).permute(1, 0, 2, 3).flatten(1)
