"""The compact camera: ParamISP's idea redesigned for live use (one sixteenth of the paper's arithmetic).

Like the paper's it is CanoNet (exact canonical steps) + GlobalNet + LocalNet, steered by ParamNet. What differs:

* GlobalNet sees a thumbnail of the whole photo, so every tile of it gets the same global parameters. It starts
  at the closed-form inverse (a mean measured tone curve) and predicts smooth, bounded departures from it: an
  exposure gain, a monotone curve, a neutral-preserving 3x3 colour change and a coarse gain grid.
* LocalNet works at half resolution, is modulated per block and takes no statistics over the picture: a tile with
  ``CompactNetwork.halo`` pixels of context equals the untiled result.
* Whatever is learned can be scaled down by a :class:`Confidence` (0 = closed form, 1 = as learned).

Linear light is handled in a perceptual encoding (about x ** (1/2.2), odd and finite in slope at 0).

Shape suffixes: B batch, C channels, H and W pixels, K curve knots, G grid cells, T thumbnail side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from paramisp_core.networks.conditions import Conditions
from paramisp_core.networks.param_net import ParamNet
from paramisp_core.networks.precision import LowPrecision
from paramisp_core.networks.threads import breath
from paramisp_core.raw.cfa import CFA, mosaic_BCHW
from paramisp_core.raw.demosaic import malvar_BCHW

_GAMMA = 2.2
_TOE = 1e-3
_TOE_ENCODED = _TOE ** (1 / _GAMMA)
_SPAN = (1 + _TOE) ** (1 / _GAMMA) - _TOE_ENCODED

# of a JPEG's darkest channel: what is nearly white
_WHITE_FROM, _WHITE_TO = 0.95, 0.99

FADING = 0.5
"""How much of its color light far beyond white loses at least, however colorful it is."""
TINY_SPAN = 1e-6
"""Between the highest and the lowest color of gray, of which it is a share that does not matter."""

_MAX_GAIN_EV = 2.0
_MAX_GRID_EV = 0.7
_MAX_TWIST = 0.35


@dataclass(frozen=True)
class CompactConfig:
    """Sizes of a compact network. The defaults cost 11k multiply-adds per pixel.

    channels and blocks of LocalNet; embedding: ParamNet's width; knots of the tone curve and the cosines
    (curve_basis) that bend it; cells of the gain grid; side of the thumbnail; hidden width and histogram bins of
    GlobalNet, which runs once per photo, so that its size costs nothing per pixel. shading_terms: of the radial
    gain that a network calibrated for one camera has for what that camera's lens does; 0 in others.
    """

    channels: int = 32
    blocks: int = 2
    embedding: int = 48
    knots: int = 33
    curve_basis: int = 8
    grid: int = 8
    thumbnail: int = 32
    hidden: int = 96
    bins: int = 16
    shading_terms: int = 0


@dataclass(frozen=True)
class Confidence:
    """How far each learned part is trusted, 0 (closed form) .. 1 (as learned).

    tone: exposure gain and grey curve; color: 3x3 change and per-channel curves; grid: local gains, shading; local:
    LocalNet's residual.
    """

    tone: float = 1.0
    color: float = 1.0
    grid: float = 1.0
    local: float = 1.0


@dataclass(frozen=True)
class GlobalState:
    """All that a tile needs to know of the whole photo and its camera parameters.

    log_gain (B,): EV. curve_B3K: knots of the tone curve. color_B33. grid_BGG: EV. film: per block
    (scale, shift), each (B, C). local: share of LocalNet's residual. saturation: RAW value at which the sensor
    clips (below 1 after the exposure was lowered): what is brighter after white balance is made neutral. level: factor
    on the reconstructed RAW, 1 unless another exposure headroom is wanted than the network assumes.
    shading_3S: EV of the lens's radial gain (see :func:`radial_ev`), of calibrated networks only.
    """

    log_gain: Tensor
    curve_B3K: Tensor
    color_B33: Tensor
    grid_BGG: Tensor
    film: tuple[tuple[Tensor, Tensor], ...]
    local: float = 1.0
    saturation: float = 1.0
    level: float = 1.0
    shading_3S: Tensor | None = None


@dataclass(frozen=True)
class Window:
    """Where a tile lies in its photo: origin and size of the whole, in pixels (fractions allowed for drafts).

    Tensors, (B,), where the photos of a batch differ.
    """

    top: float | Tensor
    left: float | Tensor
    full_height: float | Tensor
    full_width: float | Tensor


def encode(linear: Tensor) -> Tensor:
    """Linear light to the perceptual encoding; 0 and 1 are fixed, odd in x."""
    size = linear.abs().add_(_TOE).pow_(1 / _GAMMA).sub_(_TOE_ENCODED).div_(_SPAN)
    return torch.copysign(size, linear)


def decode(encoded: Tensor) -> Tensor:
    """Inverse of :func:`encode`."""
    size = encoded.abs().mul_(_SPAN).add_(_TOE_ENCODED).pow_(_GAMMA).sub_(_TOE)
    return torch.copysign(size, encoded)


class LiveNetwork(LowPrecision):
    """A network that runs live on photos of any size: a few parameters of the whole photo, then tiles by themselves.

    direction "inverse": (B, 3, H, W) sRGB 0..1 to a (B, 1, H, W) mosaic; "forward": the way back. Outputs are not
    clipped. ``conditions.color_matrix`` has rows that sum to 1. Kinds: CompactNetwork, and the polynomial that
    calibration fits beside it.
    """

    halo = 16
    """Pixels of context a tile needs on each side to equal the untiled result (even)."""

    def __init__(self, direction: str, thumbnail_side: int) -> None:
        super().__init__()
        if direction not in ("inverse", "forward"):
            raise ValueError(f"direction is 'inverse' or 'forward', not {direction!r}")
        self.direction = direction
        self.thumbnail_side = thumbnail_side

    def forward(self, image_BCHW: Tensor, conditions: Conditions, confidence: Confidence | None = None) -> Tensor:
        """Run a whole photo at once."""
        state = self.global_state(self.thumbnail(image_BCHW, conditions), conditions, confidence)
        height, width = image_BCHW.shape[-2:]
        return self.render_tile(image_BCHW, state, conditions, Window(0, 0, height, width))

    def thumbnail(self, image_BCHW: Tensor, conditions: Conditions) -> Tensor:
        """Return (B, 3, T, T): area means of the whole photo, sRGB or (forward) unbalanced linear camera RGB.

        The forward thumbnail is linear in the RAW, so an exposure edit may scale it instead of recomputing it.
        """
        if self.direction == "inverse":
            return F.adaptive_avg_pool2d(image_BCHW, self.thumbnail_side)
        return F.adaptive_avg_pool2d(self.binned(image_BCHW, conditions), self.thumbnail_side)

    @staticmethod
    def binned(raw_B1HW: Tensor, conditions: Conditions) -> Tensor:
        """Return (B, 3, H/2, W/2): the camera RGB of each Bayer cell, its two greens averaged."""
        planes = _bayer_planes(_pad_even(raw_B1HW), conditions.cfa)
        return torch.stack([planes[:, 0], (planes[:, 1] + planes[:, 2]) / 2, planes[:, 3]], 1)

    def render_tile(self, tile_BCHW: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        """Run one tile; ``conditions.cfa`` is the pattern of the tile's own first pixel, its origin is even."""
        height, width = tile_BCHW.shape[-2:]
        tile = _pad_even(tile_BCHW)
        out = self._inverse(tile, state, conditions, window) if self.direction == "inverse" else \
            self._forward(tile, state, conditions, window)
        return out[..., :height, :width]

    def colors_tile(self, tile_BCHW: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        """Run one tile of an inverse network without the mosaic: (B, 3, h, w) unbalanced camera RGB, of any size."""
        height, width = tile_BCHW.shape[-2:]
        return self._colors(_pad_even(tile_BCHW), state, conditions, window)[..., :height, :width]

    def _inverse(self, rgb: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        return mosaic_BCHW(self._colors(rgb, state, conditions, window), conditions.cfa)

    def _colors(self, rgb: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        """Return :meth:`camera_rgb` without color where the JPEG is white.

        Behind the white of the photos a network learns from lie sensors that clipped, all three channels alike: after
        white balance that is a tint, and between it and white lies what the network guesses. Renderers clip it away,
        but not after the exposure was lowered below where it lies.
        """
        camera = self.camera_rgb(rgb, state, conditions, window)
        share = ((rgb.amin(1, keepdim=True) - _WHITE_FROM) / (_WHITE_TO - _WHITE_FROM)).clamp(0, 1)
        gains = (conditions.white_balance / conditions.white_balance[:, 1:2])[:, :, None, None]
        balanced = camera * gains
        return camera + share * (balanced.amax(1, keepdim=True) - balanced) / gains

    def _forward(self, raw: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        linear = balanced_linear(demosaiced(raw, conditions.cfa), conditions, state.saturation)
        return self.tone_forward(linear, state, window)

    def global_state(self, thumbnail_B3TT: Tensor, conditions: Conditions,
                     confidence: Confidence | None = None) -> GlobalState:
        """Return the photo's global parameters from its thumbnail."""
        raise NotImplementedError

    def headroom(self, state: GlobalState) -> float:
        """Return the exposure headroom in EV that an inverse network assumes.

        It is how far the JPEG's white lies below the RAW's. No JPEG shows it: it is what the network has learned of
        cameras with such settings.
        """
        raise NotImplementedError

    def camera_rgb(self, rgb: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        """Inverse without the last step, the mosaic: (B, 3, h, w) unbalanced camera RGB. h and w are even."""
        raise NotImplementedError

    def tone_forward(self, linear: Tensor, state: GlobalState, window: Window) -> Tensor:
        """Return the sRGB of the global stages: (B, 3, h, w) balanced linear sRGB in, what is local left out."""
        raise NotImplementedError


class CompactNetwork(LiveNetwork):
    """One direction of the compact camera. Its halo is Malvar's 2 pixels and LocalNet's 12."""

    def __init__(self, direction: str, config: CompactConfig | None = None) -> None:
        config = config or CompactConfig()
        super().__init__(direction, config.thumbnail)
        self.config = config
        self.param_net = ParamNet(config.embedding)
        self.global_net = GlobalNet(config)
        self.local_net = LocalNet(12 + 1 if direction == "inverse" else 12 + 4 + 1, config)
        # The one pattern that LocalNet was calibrated on; None: it knows all four. See _phase.
        self.local_cfa: CFA | None = None
        # EV at the corner per color (of linear sRGB) and even power of the distance from the middle.
        self.shading_3S = nn.Parameter(torch.zeros(3, config.shading_terms)) if config.shading_terms else None
        # Increments of the closed-form curve between knots; replaced by a measured mean before training.
        self.base_increments: Tensor
        self.register_buffer("base_increments", torch.full((config.knots - 1,), 1 / (config.knots - 1)))

    @property
    def halo_half(self) -> int:
        """LocalNet's receptive radius in half-resolution pixels."""
        return self.local_net.radius

    def set_base_curve(self, values_K: Tensor) -> None:
        """Set the closed-form curve the network starts at: rising from 0 to 1 over evenly spaced knots."""
        steps = (values_K[1:] - values_K[:-1]).clamp(min=1e-4)
        self.base_increments.copy_(steps / steps.sum())

    # The whole photo ------------------------------------------------------------------------------------------

    def global_state(self, thumbnail_B3TT: Tensor, conditions: Conditions, confidence: Confidence | None = None,
                     style: Mapping[str, Tensor] | None = None) -> GlobalState:
        """Return the photo's global parameters from its thumbnail; style: an adapter for each photo, see style.py."""
        trust = confidence or Confidence()
        embedding = self.param_net(conditions)
        if self.direction == "forward":
            thumbnail_B3TT = encode(balanced_linear(thumbnail_B3TT, conditions))
        raw = self.global_net(thumbnail_B3TT, embedding, style)
        curve = self._curve(raw.grey * trust.tone, raw.per_channel * trust.color)
        eye = torch.eye(3, device=curve.device)
        off = raw.twist * trust.color
        color = eye + off - torch.diag_embed(off.sum(2))  # rows keep their sum of 1: neutral stays neutral
        film = tuple(zip(raw.film[0::2], raw.film[1::2]))
        shading = None if self.shading_3S is None else self.shading_3S * trust.grid
        return GlobalState(raw.gain * trust.tone, curve, color, raw.grid * trust.grid, film, trust.local,
                           shading_3S=shading)

    # The two directions ---------------------------------------------------------------------------------------

    def camera_rgb(self, rgb: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        """Inverse without the last step, the mosaic: (B, 3, h, w) unbalanced camera RGB. h and w are even."""
        linear = self._tone_inverse(rgb, state, window)
        if state.local > 0:
            breath()
            phase = self._phase(conditions)
            encoded = encode(linear)
            mask = _grown((rgb.amax(1, keepdim=True) - 0.95).clamp(min=0) / 0.05, phase)
            features = torch.cat([F.pixel_unshuffle(_grown(encoded, phase), 2), F.avg_pool2d(mask, 2)], 1)
            change = F.pixel_shuffle(self._local(features, state), 2)
            linear = decode(encoded + state.local * _shrunk(change, phase))
        camera = torch.einsum("bij,bjhw->bihw", torch.linalg.inv(conditions.color_matrix), linear)
        gains = conditions.white_balance / conditions.white_balance[:, 1:2]
        return camera * (state.level / gains[:, :, None, None])

    def headroom(self, state: GlobalState) -> float:
        """Return the assumed exposure headroom in EV: curve and colors keep white, so it is the gain."""
        return -float(state.log_gain[0])

    def _forward(self, raw: Tensor, state: GlobalState, conditions: Conditions, window: Window) -> Tensor:
        camera = demosaiced(raw, conditions.cfa)
        breath()
        linear = balanced_linear(camera, conditions, state.saturation)
        breath()
        rgb = self.tone_forward(linear, state, window)
        if state.local > 0:
            breath()
            rgb = rgb + self.local_change(raw, rgb, state, conditions)
        return rgb

    def local_change(self, raw_B1HW: Tensor, rgb_B3HW: Tensor, state: GlobalState, conditions: Conditions) -> Tensor:
        """Return what LocalNet adds to the sRGB of a forward network's global stages, (B, 3, H, W); H and W are even.

        raw: the mosaic that ``rgb`` was made from.
        """
        phase = self._phase(conditions)
        cfa = conditions.cfa if phase == (0, 0) else torch.roll(conditions.cfa, (-phase[0], -phase[1]), (1, 2))
        planes = _bayer_planes(_grown(raw_B1HW, phase), cfa)
        gains = (conditions.white_balance / conditions.white_balance[:, 1:2])[:, [0, 1, 1, 2], None, None]
        # Like balanced_linear: where exposure lifts light above white, LocalNet would see what no training showed it.
        planes = (planes * gains).clamp(max=min(state.saturation, 1.0))
        mask = ((planes.amax(1, keepdim=True) - 0.95) / 0.05).clamp(min=0)
        features = torch.cat([F.pixel_unshuffle(_grown(rgb_B3HW, phase), 2), encode(planes), mask], 1)
        breath()
        return state.local * _shrunk(F.pixel_shuffle(self._local(features, state), 2), phase)

    def _local(self, features: Tensor, state: GlobalState) -> Tensor:
        with self._in_low_precision(features.device):
            return self.local_net(features, state.film).to(features.dtype)

    def _phase(self, conditions: Conditions) -> tuple[int, int]:
        """Return by how many rows and columns LocalNet's 2x2 cells have to move to begin as they did in calibration.

        Calibrated on one pattern, it was told of each place of a cell only the color that was recorded there. For a
        photo of another pattern it would fill the others' places with what nobody ever corrected.
        """
        if self.local_cfa is None:
            return 0, 0
        cell = CFA.from_indices(conditions.cfa[0].tolist())
        places = ((row, column) for row in (0, 1) for column in (0, 1))
        return next((place for place in places if cell.shifted(*place) is self.local_cfa), (0, 0))

    def _tone_inverse(self, rgb: Tensor, state: GlobalState, window: Window) -> Tensor:
        linear = decode(apply_curve(rgb, state.curve_B3K))
        linear = linear * self._gain(rgb, state, window)
        return torch.einsum("bij,bjhw->bihw", state.color_B33, linear)

    def tone_forward(self, linear: Tensor, state: GlobalState, window: Window) -> Tensor:
        """Return the sRGB of the global stages: (B, 3, h, w) balanced linear sRGB in, LocalNet left out."""
        linear = torch.einsum("bij,bjhw->bihw", state.color_B33, linear)
        return apply_curve(encode(linear * self._gain(linear, state, window)), state.curve_B3K)

    # Global parameters to pixels ------------------------------------------------------------------------------

    def _curve(self, grey_BN: Tensor, per_channel_B3M: Tensor) -> Tensor:
        """Return (B, 3, K): a rising curve from 0 to 1; smooth log-departures from the closed form's steps."""
        steps = self.base_increments.shape[0]
        basis_NK = _cosines(self.config.curve_basis, steps, grey_BN.device)
        departure = grey_BN @ basis_NK
        departure_B3K = departure[:, None] + per_channel_B3M @ basis_NK[: per_channel_B3M.shape[2]]
        increments = self.base_increments * torch.exp(departure_B3K)
        curve = torch.cumsum(increments, 2) / increments.sum(2, keepdim=True)
        return F.pad(curve, (1, 0))

    def _gain(self, like: Tensor, state: GlobalState, window: Window) -> Tensor:
        """Return (B, 1 or 3, h, w) linear gains: exposure, the grid read at photo coordinates, and lens shading."""
        height, width = like.shape[-2:]
        rows = _interpolation(window.top, height, window.full_height, self.config.grid, like)
        columns = _interpolation(window.left, width, window.full_width, self.config.grid, like)
        grid = rows @ state.grid_BGG @ columns.transpose(-1, -2)
        ev_B1HW = (grid + state.log_gain[:, None, None])[:, None]
        if state.shading_3S is not None:
            ev_B1HW = ev_B1HW + radial_ev(state.shading_3S, window, height, width)
        return torch.exp2(ev_B1HW)


@dataclass(frozen=True)
class _GlobalOutput:
    gain: Tensor
    grey: Tensor
    per_channel: Tensor
    twist: Tensor
    grid: Tensor
    film: list[Tensor]


class GlobalNet(nn.Module):
    """Thumbnail and embedding to global parameters; its heads start at zero, that is at the closed form."""

    channel_basis = 4

    def __init__(self, config: CompactConfig) -> None:
        super().__init__()
        self.config = config
        self.down = nn.ModuleList([
            nn.Conv2d(5, 16, 3, 2, 1), nn.Conv2d(16, 32, 3, 2, 1), nn.Conv2d(32, 48, 3, 2, 1)])
        width = 48 * 2 + 3 * config.bins + config.embedding
        hidden = config.hidden
        self.trunk = nn.Sequential(nn.Linear(width, hidden), nn.ELU(), nn.Linear(hidden, hidden), nn.ELU())
        self.sizes = [1, config.curve_basis, 3 * self.channel_basis, 9]
        self.head = nn.Linear(hidden, sum(self.sizes))
        self.film = nn.Linear(hidden + config.embedding, 2 * config.blocks * config.channels)
        self.grid_global = nn.Linear(hidden, 32)
        self.grid_head = nn.Conv2d(32, 1, 1)
        for layer in (self.head, self.film, self.grid_head):
            nn.init.zeros_(layer.weight)
            assert layer.bias is not None
            nn.init.zeros_(layer.bias)

    def forward(self, thumbnail_B3TT: Tensor, embedding: Tensor,
                style: Mapping[str, Tensor] | None = None) -> _GlobalOutput:
        """Return bounded global parameters. style: head_bias and head_scale (B, outputs), grid_bias (B, 1)."""
        batch, _, side, _ = thumbnail_B3TT.shape
        axis = torch.linspace(-1, 1, side, device=thumbnail_B3TT.device)
        position = torch.stack([axis[:, None].expand(side, side) ** 2, axis[None].expand(side, side) ** 2])
        x = torch.cat([thumbnail_B3TT, position[None].expand(batch, -1, -1, -1)], 1)
        maps = []
        for layer in self.down:
            x = F.elu(layer(x))
            maps.append(x)
        summary = torch.cat(
            [x.mean((2, 3)), x.amax((2, 3)), _soft_histogram(thumbnail_B3TT, self.config.bins), embedding], 1)
        hidden = self.trunk(summary)
        head = self.head(hidden)
        if style is not None:
            bias = self.head.bias
            head = (head - bias) * (1 + style["head_scale"]) + bias + style["head_bias"]
        gain, grey, per_channel, twist = head.split(self.sizes, 1)
        grid = F.interpolate(maps[1], (self.config.grid, self.config.grid), mode="bilinear", align_corners=False)
        grid = self.grid_head(F.elu(grid + self.grid_global(hidden)[:, :, None, None]))[:, 0]
        if style is not None:
            grid = grid + style["grid_bias"][..., None]
        film = self.film(torch.cat([hidden, embedding], 1)).chunk(2 * self.config.blocks, 1)
        return _GlobalOutput(
            gain=_MAX_GAIN_EV * torch.tanh(gain[:, 0] / _MAX_GAIN_EV),
            grey=2 * torch.tanh(grey / 2),
            per_channel=0.5 * torch.tanh(per_channel.view(batch, 3, -1) / 0.5),
            twist=_MAX_TWIST * torch.tanh(twist.view(batch, 3, 3) / _MAX_TWIST),
            grid=_MAX_GRID_EV * torch.tanh(grid / _MAX_GRID_EV),
            film=list(film),
        )


class LocalNet(nn.Module):
    """Residual at half resolution: head 3x3, blocks of two 3x3 with FiLM, tail 3x3 to 12 channels.

    The input is padded once by the receptive radius and the convolutions are valid, so borders are replicated
    without a padded copy per layer. ELU throughout: with ReLU whole layers died in a first trial.
    """

    def __init__(self, inputs: int, config: CompactConfig) -> None:
        super().__init__()
        width = config.channels
        self.radius = 2 + 2 * config.blocks
        self.head = nn.Conv2d(inputs, width, 3)
        self.first = nn.ModuleList([nn.Conv2d(width, width, 3) for _ in range(config.blocks)])
        self.second = nn.ModuleList([nn.Conv2d(width, width, 3) for _ in range(config.blocks)])
        self.tail = nn.Conv2d(width, 12, 3)
        for layer in self.second:
            layer.weight.data.mul_(0.5)  # type: ignore[operator]
        self.tail.weight.data.mul_(0.05)
        nn.init.zeros_(self.tail.bias)  # type: ignore[arg-type]

    def forward(self, features: Tensor, film: tuple[tuple[Tensor, Tensor], ...]) -> Tensor:
        """Return the (B, 12, h, w) residual of (B, C, h, w) half-resolution features."""
        x = F.pad(features, [self.radius] * 4, mode="replicate")
        if len(x) == 1 and not torch.is_grad_enabled():
            return self._photo(x.contiguous(memory_format=torch.channels_last), film)
        x = F.elu(self.head(x))
        for first, second, (scale, shift) in zip(self.first, self.second, film):
            hidden = first(x) * (1 + scale[:, :, None, None]) + shift[:, :, None, None]
            x = x[..., 2:-2, 2:-2] + second(F.elu(hidden))
        return self.tail(x)

    def _photo(self, x: Tensor, film: tuple[tuple[Tensor, Tensor], ...]) -> Tensor:
        """Do the same for one photo, 1.5 times as fast: FiLM folded into the weights, everything else in place."""
        x = F.elu_(self.head(x))
        for first, second, (scale, shift) in zip(self.first, self.second, film):
            assert isinstance(first, nn.Conv2d)
            assert first.bias is not None
            gain = 1 + scale[0]
            hidden = F.elu_(F.conv2d(x, first.weight * gain[:, None, None, None], first.bias * gain + shift[0]))
            breath()
            x = second(hidden).add_(x[..., 2:-2, 2:-2])
            breath()
        return self.tail(x)


def demosaiced(raw_B1HW: Tensor, cfa_B22: Tensor) -> Tensor:
    """Malvar's demosaicking with the border mirrored, which keeps the CFA's phase (repeating it tints the edge)."""
    if min(raw_B1HW.shape[-2:]) < 3:
        return malvar_BCHW(raw_B1HW, cfa_B22)
    return malvar_BCHW(F.pad(raw_B1HW, [2] * 4, mode="reflect"), cfa_B22)[..., 2:-2, 2:-2]


def balanced_linear(camera_B3HW: Tensor, conditions: Conditions, saturation: float = 1.0) -> Tensor:
    """Camera RGB to linear sRGB: white balance, clip at white (so that clipped light is neutral), matrix.

    Where the exposure was raised (``saturation`` above 1), what the sensor did not clip keeps its hue beyond white.
    """
    gains = conditions.white_balance / conditions.white_balance[:, 1:2]
    balanced = (camera_B3HW * gains[:, :, None, None]).clamp(max=saturation)
    linear = torch.einsum("bij,bjhw->bihw", conditions.color_matrix, balanced)
    return linear if saturation <= 1 else within_white(linear, balanced.amax(1, keepdim=True))


def within_white(linear_B3HW: Tensor, brightest_B1HW: Tensor) -> Tensor:
    """Return linear sRGB in which no color is brighter than it can be where a channel reaches white, in its hue.

    brightest: the highest of the three balanced channels; where it is at most 1, nothing is changed. Cut channel by
    channel, raised reds would become yellow, and leaves white at once. The highest color stays what it was at white;
    the lowest rises on with the exposure, and a little beside it, so that all becomes white in the end; the third
    stays between them where it was.
    """
    beyond = brightest_B1HW.clamp(min=1)
    high, low = linear_B3HW.amax(1, keepdim=True), linear_B3HW.amin(1, keepdim=True)
    top = high / beyond
    bottom = torch.maximum(torch.minimum(low, top), low / beyond)  # the latter where it is negative
    bottom = bottom + (top - bottom) * ((1 - 1 / beyond) ** 2 * FADING)
    return bottom + (linear_B3HW - low) * ((top - bottom) / (high - low + TINY_SPAN))


def _grown(image_BCHW: Tensor, phase: tuple[int, int]) -> Tensor:
    """Return an image with so many rows and columns mirrored around it (_phase says why); a mosaic stays one."""
    rows, columns = phase
    return F.pad(image_BCHW, (columns, columns, rows, rows), mode="reflect") if rows or columns else image_BCHW


def _shrunk(image_BCHW: Tensor, phase: tuple[int, int]) -> Tensor:
    """Take off again what :func:`_grown` added."""
    rows, columns = phase
    height, width = image_BCHW.shape[-2:]
    return image_BCHW[..., rows : height - rows, columns : width - columns]


def _bayer_planes(raw_B1HW: Tensor, cfa_B22: Tensor) -> Tensor:
    """Return (B, 4, H/2, W/2): red, green beside red, green beside blue, blue, for any Bayer phase."""
    cells = F.pixel_unshuffle(raw_B1HW, 2)
    flat = cfa_B22.reshape(-1, 4)
    red, blue = (flat == 0).float().argmax(1), (flat == 2).float().argmax(1)
    order = torch.stack([red, red ^ 1, blue ^ 1, blue], 1)
    return torch.gather(cells, 1, order[:, :, None, None].expand(-1, -1, *cells.shape[-2:]))


def _pad_even(image_BCHW: Tensor) -> Tensor:
    """Make height and width even by reflection, which keeps a mosaic's phase."""
    height, width = image_BCHW.shape[-2:]
    if height % 2 == 0 and width % 2 == 0:
        return image_BCHW
    mode = "reflect" if min(height, width) > 1 else "replicate"
    return F.pad(image_BCHW, [0, width % 2, 0, height % 2], mode=mode)


def apply_curve(x_B3HW: Tensor, curve_B3K: Tensor) -> Tensor:
    """Read a piecewise linear curve over evenly spaced knots on 0..1; its end slopes go on outside."""
    batch, channels, height, width = x_B3HW.shape
    last = curve_B3K.shape[2] - 1
    position = x_B3HW.reshape(batch, channels, -1) * last
    if batch == 1 and not torch.is_grad_enabled():
        return _photo_curve(position[0], curve_B3K[0]).view(x_B3HW.shape)
    index = position.detach().floor().clamp(0, last - 1)
    share = position - index
    at = index.long()
    low = torch.gather(curve_B3K, 2, at)
    high = torch.gather(curve_B3K, 2, at + 1)
    return torch.lerp(low, high, share).view(batch, channels, height, width)


def _photo_curve(position_3N: Tensor, curve_3K: Tensor) -> Tensor:
    """Do the same for one photo's positions 0..K-1, three times as fast: a line for each piece, 32-bit indices."""
    slopes = curve_3K.diff(dim=1)
    starts = curve_3K[:, :-1] - slopes * torch.arange(slopes.shape[1], device=slopes.device)
    out = torch.empty_like(position_3N)
    for channel, position in enumerate(position_3N):
        piece = position.int().clamp_(0, slopes.shape[1] - 1)
        torch.mul(position, slopes[channel].index_select(0, piece), out=out[channel])
        out[channel].add_(starts[channel].index_select(0, piece))
    return out


def _interpolation(origin: float | Tensor, count: int, full: float | Tensor, cells: int, like: Tensor) -> Tensor:
    """Return (count, cells) or (B, count, cells) weights that read a grid of ``cells`` at pixel centres."""
    pixels = torch.arange(count, device=like.device, dtype=torch.float32) + 0.5
    if isinstance(origin, Tensor):
        pixels = pixels + origin.to(pixels)[:, None]
    else:
        pixels = pixels + origin
    position = (pixels * (cells / _column(full, pixels)) - 0.5).clamp(0, cells - 1)
    distance = (position[..., None] - torch.arange(cells, device=like.device)).abs()
    return (1 - distance).clamp(min=0)


def _column(value: float | Tensor, like: Tensor) -> float | Tensor:
    return value.to(like)[:, None] if isinstance(value, Tensor) else value


def radial_ev(shading_3S: Tensor, window: Window, height: int, width: int) -> Tensor:
    """Return (1 or B, 3, height, width) EV of lens shading at the pixels of a window.

    The sum of shading[s] * r ** (2 + 2 s) per color; r is 0 in the photo's middle and 1 at its corners.
    """
    device = shading_3S.device

    def squared(origin: float | Tensor, count: int, full: float | Tensor) -> Tensor:
        pixels = torch.arange(count, device=device, dtype=torch.float32) + 0.5
        pixels = pixels + (origin.to(pixels)[:, None] if isinstance(origin, Tensor) else origin)
        return (pixels - _column(full, pixels) / 2).square()

    rows, columns = (squared(window.top, height, window.full_height), squared(window.left, width, window.full_width))
    corner = (window.full_height**2 + window.full_width**2) / 4
    if isinstance(corner, Tensor):
        corner = corner.to(rows)[:, None, None]
    radius = ((rows[..., :, None] + columns[..., None, :]) / corner).reshape(-1, 1, height, width)
    ev = torch.zeros_like(radius)
    for term in range(shading_3S.shape[1]):
        ev = ev + shading_3S[:, term, None, None] * radius ** (term + 1)
    return ev


def _cosines(count: int, length: int, device: torch.device) -> Tensor:
    """Return (count, length) cosines of rising frequency: smooth departures of a curve."""
    position = (torch.arange(length, device=device) + 0.5) / length
    order = torch.arange(1, count + 1, device=device)
    return torch.cos(torch.pi * order[:, None] * position[None])


def _soft_histogram(image_B3HW: Tensor, bins: int) -> Tensor:
    """Return (B, 3 * bins) triangular soft histograms of values 0..1."""
    x = image_B3HW.flatten(2).clamp(0, 1)[:, :, None] * (bins - 1)
    centers = torch.arange(bins, device=x.device)[None, None, :, None]
    return (1 - (x - centers).abs()).clamp(min=0).mean(3).flatten(1)


def with_unknown(conditions: Conditions, names: tuple[str, ...], where_B: Tensor | None = None) -> Conditions:
    """Return conditions with some shot settings forgotten (NaN), for all photos or where ``where_B`` is True."""
    changes = {}
    for name in names:
        value = getattr(conditions, name)
        forget = torch.ones_like(value, dtype=torch.bool) if where_B is None else where_B
        changes[name] = torch.where(forget, torch.full_like(value, torch.nan), value)
    return replace(conditions, **changes)


SHOT_FIELDS = tuple(f.name for f in fields(Conditions) if f.name not in ("cfa", "white_balance", "color_matrix"))
