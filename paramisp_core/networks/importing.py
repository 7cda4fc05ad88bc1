"""Taking a checkpoint file into the folder of the user's own models, and taking one of them out again."""

from __future__ import annotations

import re
from pathlib import Path

from paramisp_core.errors import UserError
from paramisp_core.networks.checkpoints import (
    ModelCard,
    list_checkpoints,
    load_network,
    save_network,
    shipped_names,
    user_models_path,
)


def import_checkpoint(path: Path, direction: str | None = None) -> ModelCard:
    """Read a checkpoint, an official ParamISP one or one of ours, and keep it under a name that is free.

    It is written anew as safetensors with a model card; the file itself stays as it is. Raises UserError for what is
    no checkpoint, DirectionNeeded when it does not say which way it runs.
    """
    network, card = load_network(path, direction)
    stem = re.sub(r"[^\w.+-]+", "-", Path(path).stem).strip("-.") or "model"
    if card.direction not in stem.lower():
        stem = f"{stem}-{card.direction}"
    taken = shipped_names() | {each.name.casefold() for each in list_checkpoints()}
    name, number = stem, 2
    while name.casefold() in taken or (user_models_path() / f"{name}.safetensors").exists():
        name, number = f"{stem}-{number}", number + 1
    return save_network(network, user_models_path() / name, card)


def remove_checkpoint(card: ModelCard) -> None:
    """Delete one of the user's own models. Raises UserError for a shipped one and where it cannot be deleted."""
    if card.path is None or card.path.parent != user_models_path():
        raise UserError("{name} comes with the program and stays.", name=card.name)
    try:
        card.path.with_suffix(".json").unlink(missing_ok=True)
        card.path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError("{name} cannot be removed: {reason}.", name=card.name, reason=error.strerror) from None
