"""Weights and their model cards: listing, verifying, saving, loading; official ones are never unpickled."""

from __future__ import annotations

import hashlib
import json
import math
import os
import pickle
import shutil
import warnings
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from platformdirs import user_data_path

from paramisp_core.errors import Sentence, UserError
from paramisp_core.raw.cfa import CFA
from paramisp_core.resources import checkpoints_path

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

    from paramisp_core.networks.dequantizer import Dequantizer
    from paramisp_core.networks.style import StyleNet

Network = TypeVar("Network", bound="nn.Module")
Direction = Literal["inverse", "forward"]
Architecture = Literal["compact", "paper", "polynomial", "adapter", "style", "dequantizer"]
DIRECTIONS: tuple[Direction, ...] = ("inverse", "forward")
ARCHITECTURES = ("compact", "paper", "polynomial", "adapter", "style", "dequantizer")
ALIASES = {"inverse": "compact-inverse", "forward": "compact-forward"}
"""Short names of the shipped networks used by default."""
DEQUANTIZER = "dequantizer"
"""Name of the shipped network that finds again what the rounding of JPEGs took."""

_JOINT = {"inverse": "rgb2raw.", "forward": "raw2rgb."}
_TWIN_NAMES = {"hypertonenet.target.": "tonenet.", "hyperlocalnet.target.": "localnet."}
_DEAD = ("embed_id.", "demosaic.", "ms_ssim_loss.")
_LARGEST_FILE = 2 << 30
_LARGEST_CONFIG_VALUE = 1024
_LARGEST_TENSOR = 1 << 24


class DirectionNeeded(UserError):
    """A checkpoint does not say which way it runs. both: it holds both directions."""

    def __init__(self, sentence: str, both: bool) -> None:
        super().__init__(sentence)
        self.both = both


@dataclass(frozen=True)
class ModelCard:
    """What one set of weights is, was trained on, scores, and cannot do.

    name: as given to :func:`load_network`. direction: "inverse" (sRGB to RAW) or "forward". architecture:
    "compact", "paper", "polynomial", "adapter" (a change to the network named base), "style" (StyleNet, which
    makes adapters of the network named base) or "dequantizer" (what goes before the inverse, if it is wanted).
    trained_on, data_license: in words. steps: of the optimizer. scores: test set -> measure -> value. limits: what it
    is known to do badly. parameters: how many. date: ISO 8601.
    sha256: of the weights file, hexadecimal. confidence: how far each learned part is trusted, 0..1 (see the
    compact network). shot_ranges: (low, high) of the shot settings it was trained on, by name; {}: not known.
    camera: the one it was calibrated for, by its name in the database; "" for any. cfa: the one filter pattern,
    like "RGGB", that its local part was calibrated on; "" where it knows all of them. base, base_sha256: of an
    adapter or StyleNet, the network it changes and the checksum of its weights. path: where the weights lie; not in
    the JSON.
    """

    name: str
    direction: Direction
    architecture: Architecture
    trained_on: str = "unknown"
    data_license: str = "unknown"
    steps: int = 0
    scores: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    parameters: int = 0
    date: str = ""
    sha256: str = ""
    confidence: Mapping[str, float] = field(default_factory=dict)
    shot_ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    camera: str = ""
    cfa: str = ""
    base: str = ""
    base_sha256: str = ""
    path: Path | None = field(default=None, compare=False)

    @property
    def shipped(self) -> bool:
        """True for weights that come with the program."""
        return self.path is not None and self.path.parent in (checkpoints_path(), adapters_path())

    @property
    def is_camera(self) -> bool:
        """False for what only serves the networks that take photos to RAW or back: StyleNet, the Dequantizer."""
        return self.architecture not in ("style", "dequantizer")

    @property
    def fits(self) -> bool:
        """True unless it changes a network that has been trained anew, or is not there."""
        if self.architecture not in ("adapter", "style"):
            return True
        base = _file_named(self.base, self.direction)
        with suppress(UserError):
            return base is not None and ModelCard.read(base.with_suffix(".json")).sha256 == self.base_sha256
        return False

    @classmethod
    def read(cls, path: Path) -> ModelCard:
        """Read a card's JSON; the weights are taken to lie beside it. Raises UserError when it is no card."""
        try:
            facts = json.loads(path.read_text("utf-8"))
            known = {f.name for f in fields(cls)} - {"path"}
            facts = {key: value for key, value in facts.items() if key in known}
            facts["limits"] = tuple(facts.get("limits", ()))
            card = cls(**facts, path=path.with_suffix(".safetensors"))
        except OSError as error:
            raise UserError("The model card {path} cannot be read: {reason}.", path=path,
                            reason=error.strerror) from None
        except (ValueError, TypeError, AttributeError):
            raise UserError("{path} is not a model card.", path=path) from None
        if card.direction not in DIRECTIONS or card.architecture not in ARCHITECTURES:
            raise UserError("The model card {path} names no known direction or architecture.", path=path)
        return card

    def json(self) -> str:
        """Return the card as indented JSON."""
        facts = asdict(self)
        del facts["path"]
        return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def user_models_path() -> Path:
    """Return the folder of the user's own models: what ``paramisp calibrate`` made, or was put there."""
    return user_data_path("paramisp-studio", appauthor=False) / "models"


def adapters_path() -> Path:
    """Return the folder of the shipped adapters: cameras whose look was measured."""
    return checkpoints_path() / "adapters"


def list_checkpoints() -> list[ModelCard]:
    """Return the cards of the shipped weights, by name, then of the user's own; a broken card of his is passed over."""
    cards = [ModelCard.read(path) for folder in (checkpoints_path(), adapters_path())
             for path in sorted(folder.glob("*.json"))]
    for path in sorted(user_models_path().glob("*.json")):
        with suppress(UserError):
            cards.append(ModelCard.read(path))
    return cards


def shipped_names() -> set[str]:
    """Return the names that mean a shipped network, in lower case: a model of the user's by one would not be found."""
    own = user_models_path()
    return {*ALIASES, *(card.name.casefold() for card in list_checkpoints()
                        if card.path is not None and card.path.parent != own)}


def verify_checkpoint(card: ModelCard) -> None:
    """Compare the weights with the card's checksum; raises UserError when missing, damaged or exchanged."""
    if card.path is None or not card.path.is_file():
        raise UserError("The weights of {name} are missing: {path}.", name=card.name, path=card.path)
    if _sha256(card.path) != card.sha256:
        raise UserError("{path} is damaged or is not the file its model card describes (its SHA-256 differs).",
                        path=card.path)


def load_network(name_or_path: str | Path, direction: str | None = None,
                 device: str | torch.device = "cpu") -> tuple[nn.Module, ModelCard]:
    """Load a network ready for use, with its model card.

    ``name_or_path``: "inverse" or "forward" (the shipped compact networks), the name of a shipped card or of a
    model of the user's (for NAME-inverse and NAME-forward, with ``direction``, NAME is enough), the name of a camera
    that one of them is for (with ``direction``), a .safetensors file written by :func:`save_network` or
    :func:`save_adapter`, or an official ParamISP Lightning checkpoint. Of an
    official file nothing is ever unpickled but tensors. Where neither its hyperparameters nor its folder or
    file name (as in the official layout) say which way it runs, give ``direction`` ("inverse" or "forward");
    one of a jointly trained pair is chosen likewise.

    Raises UserError with what is wrong with the file or the choice.
    """
    if direction is not None and direction not in DIRECTIONS:
        raise UserError("The direction must be inverse or forward, not {direction}.", direction=direction)
    path = _named(name_or_path, direction) or Path(name_or_path)
    kind = _sniff(path, str(name_or_path))
    if kind == "safetensors":
        network, card = _load_safetensors(path)
    else:
        network, card = _load_official(path, direction)
    if direction is not None and card.direction != direction:
        raise UserError("{name_or_path} is a checkpoint of the {its} direction, not {direction}.",
                        name_or_path=name_or_path, its=card.direction, direction=direction)
    return network.eval().to(device), card


def save_network(network: nn.Module, path: Path, card: ModelCard) -> ModelCard:
    """Write weights as safetensors and their card as JSON beside them; return the completed card.

    Name, direction, architecture, parameter count and checksum of the card are those of the file and the
    network. Both files are replaced at once or not at all. Raises UserError when they cannot be written.
    """
    architecture, config = _describe(network)
    direction: Direction = network.direction  # type: ignore[assignment]
    card = replace(card, architecture=architecture, direction=direction,
                   parameters=sum(p.numel() for p in network.parameters()))
    return _save(network.state_dict(), path, card, {"config": json.dumps(config)})


def _save(tensors: Mapping[str, Tensor], path: Path, card: ModelCard, facts: Mapping[str, str]) -> ModelCard:
    from safetensors.torch import save_file

    path = Path(path).with_suffix(".safetensors")
    tensors = {name: t.detach().cpu().contiguous() for name, t in tensors.items()}
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary_card = path.with_name(f".{path.stem}.json.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(tensors, temporary, {"format": "pt", "architecture": card.architecture,
                                       "direction": card.direction, **facts})
        card = replace(card, name=path.stem, path=path, sha256=_sha256(temporary))
        temporary_card.write_text(card.json(), "utf-8")
        shutil.copymode(temporary_card, temporary)  # safetensors makes a file for its owner alone, against the umask
        os.replace(temporary, path)
        os.replace(temporary_card, path.with_suffix(".json"))
    except OSError as error:
        raise UserError("The checkpoint {path} cannot be written: {reason}.", path=path,
                        reason=error.strerror or error) from None
    finally:
        temporary.unlink(missing_ok=True)
        temporary_card.unlink(missing_ok=True)
    return card


def _describe(network: nn.Module) -> tuple[Architecture, dict[str, Any]]:
    from paramisp_core.networks.compact import CompactNetwork
    from paramisp_core.networks.paper import PaperNetwork
    from paramisp_core.networks.polynomial import PolynomialNetwork

    if isinstance(network, PaperNetwork):
        return "paper", {}
    if isinstance(network, PolynomialNetwork):
        return "polynomial", {"degree": network.degree}
    if isinstance(network, CompactNetwork):
        return "compact", asdict(network.config)
    raise TypeError(f"{type(network).__name__} is a network of no known architecture")


def _named(name: str | Path, direction: str | None) -> Path | None:
    """Return the file of a network by its name or its camera's; None when there is none."""
    path = _file_named(str(name), direction)
    if path is None and direction is not None and (card := card_for(direction, str(name))) is not None:
        return card.path
    return path


def _file_named(name: str, direction: str | None) -> Path | None:
    name = ALIASES.get(name, name)
    if Path(name).name != name or name in ("", ".", ".."):
        return None
    for folder in (checkpoints_path(), user_models_path(), adapters_path()):
        for stem in (name, f"{name}-{direction}"):
            if (path := folder / f"{stem}.safetensors").is_file():
                return path
    return None


def card_for(direction: str, camera: str) -> ModelCard | None:
    """Return the card of the network for a camera, by its name in the database; None where there is none.

    The user's newest goes first, then a shipped calibration, then an adapter.
    """
    theirs = [card for card in list_checkpoints() if card.direction == direction and card.camera
              and card.camera.casefold() == camera.casefold()]
    found = [(not card.shipped, card.architecture != "adapter", card.path.stat().st_mtime, card)
             for card in theirs if card.path is not None and card.path.is_file() and card.fits]
    return max(found, key=lambda one: one[:3])[3] if found else None


def _sniff(path: Path, given: str) -> str:
    """Return "safetensors" or "torch" by the file's first bytes; raises UserError for what is neither."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(512)
    except IsADirectoryError:
        raise UserError("{given} is a folder, not a checkpoint.", given=given) from None
    except FileNotFoundError:
        cameras = [card.name for card in list_checkpoints() if card.is_camera]
        names = ", ".join([*ALIASES, *cameras])
        raise UserError("There is no checkpoint or file {given!r} (known: {names}).", given=given,
                        names=names) from None
    except (OSError, ValueError) as error:
        raise UserError("{given} cannot be read: {reason}.", given=given,
                        reason=getattr(error, "strerror", None) or error) from None
    if size == 0:
        raise UserError("{path} is empty.", path=path)
    if size > _LARGEST_FILE:
        raise UserError("{path} is far too large for a ParamISP checkpoint.", path=path)
    if head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise UserError("{path} is a web page, not a checkpoint; the download went wrong.", path=path)
    if head.startswith(b"version https://git-lfs"):
        raise UserError("{path} is only a Git LFS pointer; fetch the file itself.", path=path)
    if head[8:9] == b"{":
        return "safetensors"
    if head.startswith(b"PK") or head.startswith(b"\x80"):
        return "torch"
    raise UserError("{path} is not a checkpoint.", path=path)


def _read_safetensors(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Return a file's metadata and tensors; raises UserError when it is damaged."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            return file.metadata() or {}, {name: file.get_tensor(name)
                                           for name in file.keys()}  # noqa: SIM118 (not a mapping)
    except (SafetensorError, OSError, ValueError) as error:
        raise UserError("{path} is damaged or cut off ({reason}).", path=path, reason=_first_line(error)) from None


def _load_safetensors(path: Path) -> tuple[nn.Module, ModelCard]:
    metadata, tensors = _read_safetensors(path)
    direction, architecture = metadata.get("direction"), metadata.get("architecture")
    if direction not in DIRECTIONS or architecture not in ARCHITECTURES:
        raise UserError("{path} does not say which ParamISP network it holds (its metadata name no known "
                        "architecture and direction).", path=path)
    beside = path.with_suffix(".json")
    if beside.is_file():
        card = ModelCard.read(beside)
        if card.direction != direction or card.architecture != architecture:
            raise UserError("{beside} describes another network than {path} holds.", beside=beside, path=path)
        verify_checkpoint(card)
    else:
        card = ModelCard(path.stem, direction, architecture, path=path, sha256=_sha256(path))
    if architecture == "style":
        raise UserError("{path} is no camera: it reads a camera off its pictures for the network {name}.", path=path,
                        name=metadata.get("base") or "of no name")
    if architecture == "dequantizer":
        raise UserError("{path} is no camera: it finds again what the rounding of JPEGs took.", path=path)
    if architecture == "adapter":
        network = _adapted(metadata, direction, tensors, path)
    else:
        network = _build(architecture, direction, _config(metadata, path), tensors, path)
    if architecture == "compact" and card.cfa:
        from paramisp_core.networks.compact import CompactNetwork

        assert isinstance(network, CompactNetwork)
        network.local_cfa = _pattern(card)
    return network, replace(card, parameters=sum(p.numel() for p in network.parameters()))


def _pattern(card: ModelCard) -> CFA:
    try:
        return CFA(card.cfa)
    except ValueError:
        raise UserError("The model card of {name} names no filter pattern that there is: {cfa}.", name=card.name,
                        cfa=card.cfa) from None


def _adapted(metadata: Mapping[str, str], direction: Direction, tensors: Mapping[str, Tensor],
             path: Path) -> nn.Module:
    """Return the network that an adapter changes, changed. Raises UserError unless it is the one it was fitted to."""
    from paramisp_core.networks.adapters import adapted, no_change
    from paramisp_core.networks.compact import CompactNetwork

    base = metadata.get("base", "")
    place = _file_named(base, direction)
    if place is None or ModelCard.read(place.with_suffix(".json")).architecture != "compact":
        raise UserError("{path} is an adapter for the network {name}, which is not here.", path=path,
                        name=base or "of no name")
    trunk, card = _load_safetensors(place)
    if not isinstance(trunk, CompactNetwork) or card.sha256 != metadata.get("base_sha256"):
        raise UserError("{path} is an adapter for another {base} than is here; fit it again with 'paramisp calibrate "
                        "--simulated'.", path=path, base=base)
    _check(no_change(trunk), tensors, path)
    return adapted(trunk, tensors)


def save_adapter(adapter: Mapping[str, Tensor], path: Path, card: ModelCard) -> ModelCard:
    """Write an adapter and its card, as :func:`save_network` does; the card names direction, base and base_sha256."""
    card = replace(card, architecture="adapter", parameters=sum(t.numel() for t in adapter.values()))
    return _save(adapter, path, card, {"base": card.base, "base_sha256": card.base_sha256})


def save_style(net: StyleNet, path: Path, card: ModelCard) -> ModelCard:
    """Write a StyleNet and its card, as :func:`save_network` does; the card names direction, base and base_sha256."""
    card = replace(card, architecture="style", parameters=sum(p.numel() for p in net.parameters()))
    facts = {"base": card.base, "base_sha256": card.base_sha256, "config": json.dumps(net.config)}
    return _save(net.state_dict(), path, card, facts)


def load_style(base: ModelCard) -> tuple[StyleNet, ModelCard] | None:
    """Load the StyleNet of a network, which lies beside it as NAME-style, ready for use.

    None where there is none, or one that was trained for other weights. Raises UserError when the file is damaged.
    """
    from paramisp_core.networks.style import StyleNet

    path = None if base.path is None else base.path.with_name(f"{base.path.stem}-style.safetensors")
    if path is None or not path.is_file():
        return None
    metadata, tensors = _read_safetensors(path)
    if metadata.get("architecture") != "style" or metadata.get("direction") != base.direction:
        raise UserError("{path} is not the StyleNet of {name}.", path=path, name=base.name)
    if metadata.get("base_sha256") != base.sha256:
        return None
    card = ModelCard.read(path.with_suffix(".json"))
    verify_checkpoint(card)
    config = _config(metadata, path)
    return _filled(lambda: StyleNet(**config), tensors, path).requires_grad_(False).eval(), card


def save_dequantizer(net: Dequantizer, path: Path, card: ModelCard) -> ModelCard:
    """Write a Dequantizer, in half precision, and its card, as :func:`save_network` does."""
    card = replace(card, architecture="dequantizer", direction="inverse",
                   parameters=sum(p.numel() for p in net.parameters()))
    tensors = {name: tensor.half() for name, tensor in net.state_dict().items()}
    return _save(tensors, path, card, {"config": json.dumps(net.config)})


def load_dequantizer(device: str | torch.device = "cpu") -> Dequantizer:
    """Load the shipped Dequantizer, ready for use. Raises UserError when it is missing or damaged."""
    from paramisp_core.networks.dequantizer import Dequantizer

    path = checkpoints_path() / f"{DEQUANTIZER}.safetensors"
    verify_checkpoint(ModelCard.read(path.with_suffix(".json")))
    metadata, tensors = _read_safetensors(path)
    config = _config(metadata, path)
    whole = {name: tensor.float() for name, tensor in tensors.items()}
    return _filled(lambda: Dequantizer(**config), whole, path).requires_grad_(False).eval().to(device)


def _config(metadata: Mapping[str, str], path: Path) -> dict[str, Any]:
    try:
        config = json.loads(metadata.get("config", "{}"))
    except ValueError:
        config = None
    if not isinstance(config, dict) or not all(
        isinstance(v, int | float | bool | str) and (isinstance(v, str) or 0 <= v <= _LARGEST_CONFIG_VALUE)
        for v in config.values()
    ):
        raise UserError("The configuration in {path} is not one of ours.", path=path)
    return config


def _build(architecture: str, direction: Direction, config: dict[str, Any], tensors: Mapping[str, Tensor],
           path: Path) -> nn.Module:
    from paramisp_core.networks.compact import CompactConfig, CompactNetwork
    from paramisp_core.networks.paper import PaperNetwork
    from paramisp_core.networks.polynomial import PolynomialNetwork

    def build() -> nn.Module:
        if architecture == "paper":
            return PaperNetwork(direction)
        if architecture == "polynomial":
            return PolynomialNetwork(direction, **config)
        return CompactNetwork(direction, CompactConfig(**config))

    return _filled(build, tensors, path)


def _filled(build: Callable[[], Network], tensors: Mapping[str, Tensor], path: Path) -> Network:
    """Return what ``build`` makes, with the tensors of a file. Raises UserError unless they are those of it."""
    import torch

    try:
        with torch.device("meta"):  # names and shapes only, so that an absurd configuration costs no memory
            expected = build().state_dict()
    except (TypeError, ValueError, RuntimeError, AssertionError, ZeroDivisionError):
        raise UserError("The configuration in {path} is not one of ours.", path=path) from None
    _check(expected, tensors, path)
    network = build()
    network.load_state_dict(dict(tensors))
    return network


def _check(expected: Mapping[str, Tensor], tensors: Mapping[str, Tensor], path: Path) -> None:
    """Raise UserError unless names, shapes and dtypes are the expected ones and every number is finite."""
    missing = sorted(set(expected) - set(tensors))
    surplus = sorted(set(tensors) - set(expected))
    if missing:
        more = Sentence(" and {count} more", count=len(missing) - 1) if len(missing) > 1 else ""
        raise UserError("{path} is not a ParamISP network of this kind: the tensor {name}{more} is missing.", path=path,
                        name=missing[0], more=more)
    if surplus:
        more = Sentence(" and {count} more", count=len(surplus) - 1) if len(surplus) > 1 else ""
        raise UserError("{path} is not a ParamISP network of this kind: the tensor {name}{more} has no place in it.",
                        path=path, name=surplus[0], more=more)
    for name, wanted in expected.items():
        got = tensors[name]
        if got.shape != wanted.shape:
            raise UserError("The tensor {name} in {path} has the shape {shape} instead of {wanted}.", name=name,
                            path=path, shape=tuple(got.shape), wanted=tuple(wanted.shape))
        if got.dtype != wanted.dtype:
            raise UserError("The tensor {name} in {path} is {dtype} instead of {expected}.", name=name, path=path,
                            dtype=_dtype(got), expected=_dtype(wanted))
        if got.is_floating_point() and not bool(got.isfinite().all()):
            raise UserError("The tensor {name} in {path} holds values that are not finite.", name=name, path=path)


def _load_official(path: Path, direction: str | None) -> tuple[nn.Module, ModelCard]:
    tensors, stated = _official_tensors(path)
    joint = any(name.startswith(tuple(_JOINT.values())) for name in tensors)
    way = direction or _direction_in_name(path) if joint else stated or direction or _direction_in_name(path)
    if way is None:
        what = "holds both directions" if joint else "does not say which way it runs"
        raise DirectionNeeded(f"{path} {what}; give the direction, inverse or forward.", both=joint)
    if joint:
        prefix = _JOINT[way]
        tensors = {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}
    chosen: Direction = "inverse" if way == "inverse" else "forward"
    network = _build("paper", chosen, {}, _untwinned(tensors, path), path)
    card = ModelCard(
        name=path.stem, direction=chosen, architecture="paper", path=path, sha256=_sha256(path),
        trained_on="an official ParamISP checkpoint; the authors' data",
        parameters=sum(p.numel() for p in network.parameters()),
        limits=("Trained for one camera: its own color and tone.", "The authors state no license."),
    )
    return network, card


def _direction_in_name(path: Path) -> str | None:
    """Return the direction named by the file or its folder (weights/fine_tuning/inverse/D7000.ckpt)."""
    for text in (path.stem.lower(), path.absolute().parent.name.lower()):
        named = [d for d in DIRECTIONS if d in text]
        if len(named) == 1:
            return named[0]
    return None


def _untwinned(tensors: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    """Give every tensor its one name and leave out the dead ones; raises UserError where twins differ."""
    import torch

    result: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if name.startswith(_DEAD):
            continue
        for twin, own in _TWIN_NAMES.items():
            if name.startswith(twin):
                name = own + name.removeprefix(twin)
        if name in result and not (result[name].shape == tensor.shape and tensor.numel() <= _LARGEST_TENSOR
                                   and torch.equal(result[name], tensor)):
            raise UserError("{path} holds the tensor {name} twice, with different values.", path=path, name=name)
        result[name] = tensor
    return result


def _official_tensors(path: Path) -> tuple[dict[str, Tensor], Direction | None]:
    """Return the tensors of a Lightning checkpoint's state_dict (or of a bare one), and the way it states."""
    import torch

    try:
        with warnings.catch_warnings(action="ignore"):  # about old pickle protocols: nothing a user can do
            content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:  # objects of the training run lie beside the tensors
        content = _TensorReader.read(path)
    except Exception as error:  # torch has no one class for "this file is broken"
        raise UserError("{path} is damaged, cut off or not a checkpoint ({reason}).", path=path,
                        reason=_first_line(error)) from None
    state = content.get("state_dict", content) if isinstance(content, dict) else None
    if not isinstance(state, dict):
        raise UserError("{path} holds no state_dict, so it is not a ParamISP checkpoint.", path=path)
    tensors = {str(name): value for name, value in state.items() if isinstance(value, torch.Tensor)}
    if not tensors:
        raise UserError("{path} holds no tensors, so it is not a ParamISP checkpoint.", path=path)
    settings = content.get("hyper_parameters")
    inverse = settings.get("inverse") if isinstance(settings, dict) else None
    stated: Direction | None = None
    if isinstance(inverse, bool):
        stated = "inverse" if inverse else "forward"
    return tensors, stated


class _Inert:
    """Stands for any object of a pickle that is no tensor: takes everything, does nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def __call__(self, *args: Any, **kwargs: Any) -> _Inert:
        return self

    def __setstate__(self, state: Any) -> None: ...

    def __setitem__(self, key: Any, value: Any) -> None: ...

    def append(self, item: Any) -> None:
        """Forget a list item."""

    def extend(self, items: Any) -> None:
        """Forget list items."""

    def add(self, item: Any) -> None:
        """Forget a set item."""


@dataclass(frozen=True)
class _Storage:
    """A tensor's numbers as the pickle refers to them."""

    dtype: str
    key: str


@dataclass(frozen=True)
class _Reference:
    """A tensor of the pickle, not read yet."""

    storage: _Storage
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


_STORAGES = {"FloatStorage": "float32", "DoubleStorage": "float64", "HalfStorage": "float16",
             "BFloat16Storage": "bfloat16", "LongStorage": "int64", "IntStorage": "int32",
             "ShortStorage": "int16", "CharStorage": "int8", "ByteStorage": "uint8", "BoolStorage": "bool"}


class _TensorReader(pickle.Unpickler):
    """Reads the state_dict of torch's zip format; no name in the file is ever imported or called.

    OrderedDict and torch's two functions that describe a tensor are known; every other global becomes an
    :class:`_Inert`, so that a Lightning checkpoint reads wherever its training code is, and a malicious one
    does nothing.
    """

    @staticmethod
    def read(path: Path) -> dict[str, Any]:
        try:
            with zipfile.ZipFile(path) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_FILE:
                    raise UserError("{path} unpacks to far more than a ParamISP checkpoint holds.", path=path)
                pickles = [n for n in archive.namelist() if n.endswith("/data.pkl") and n.count("/") == 1]
                with archive.open(pickles[0]) as file:
                    content = _TensorReader(file).load()
                if not isinstance(content, dict):
                    return {}
                state = content.get("state_dict", content)
                folder = pickles[0].removesuffix("data.pkl")
                tensors = {name: _materialize(archive, folder, reference) for name, reference in state.items()
                           if isinstance(reference, _Reference)}
                return {"state_dict": tensors, "hyper_parameters": content.get("hyper_parameters")}
        except UserError:
            raise
        except Exception as error:  # whatever a broken or hostile pickle runs into
            raise UserError("{path} is damaged or not a checkpoint ({reason}).", path=path,
                            reason=_first_line(error)) from None

    def find_class(self, module: str, name: str, /) -> Any:
        """Answer a global of the pickle without importing it."""
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return self._tensor
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return self._parameter
        if module in ("torch", "torch.storage") and name in _STORAGES:
            return _STORAGES[name]
        return type("Inert", (_Inert,), {})  # a fresh one: nothing a pickle does to it outlives the reading

    def persistent_load(self, pid: Any, /) -> _Storage:
        """Answer a reference to a file of the archive that holds numbers."""
        kind, dtype, key = pid[:3]
        if kind != "storage" or dtype not in _STORAGES.values():
            raise pickle.UnpicklingError("unknown kind of tensor")
        return _Storage(dtype, str(key))

    def _tensor(self, storage: Any, offset: Any, size: Any, stride: Any, *_: Any) -> _Reference:
        numbers = [offset, *size, *stride]
        if not isinstance(storage, _Storage) or not all(type(n) is int and n >= 0 for n in numbers):
            raise pickle.UnpicklingError("malformed tensor")
        return _Reference(storage, offset, tuple(size), tuple(stride))

    def _parameter(self, data: Any, *_: Any) -> Any:
        return data


def _materialize(archive: zipfile.ZipFile, folder: str, reference: _Reference) -> Tensor:
    import torch

    data = bytearray(archive.read(f"{folder}data/{reference.storage.key}"))
    flat = torch.frombuffer(data, dtype=getattr(torch, reference.storage.dtype)) if data else torch.empty(0)
    if math.prod(reference.size) > flat.numel():
        raise ValueError("a tensor is larger than its data")
    return flat.as_strided(reference.size, reference.stride, reference.offset).clone()


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from None


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".")[:160] if lines else type(error).__name__


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
