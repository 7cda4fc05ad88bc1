"""List the networks: what each was trained on, what it scores; --verify compares checksums, --import takes one in."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from paramisp_core.networks.checkpoints import ModelCard


_TEXT_AT = 14  # column where what a label says begins


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--verify", action="store_true", help="read the weights and compare their checksums")
    parser.add_argument("--import", dest="file", metavar="FILE",
                        help="keep a checkpoint file, official ones included, among your own models")
    parser.add_argument("--direction", choices=("inverse", "forward"), help="of the file, where it does not say it")


def run(args: argparse.Namespace) -> int:
    """Print every model card, or take one in; with --verify return 2 when any weights are damaged."""
    from paramisp_core.networks.checkpoints import list_checkpoints, verify_checkpoint

    if args.file is not None:
        from pathlib import Path

        from paramisp_core.networks.importing import import_checkpoint

        card = import_checkpoint(Path(args.file), args.direction)
        print(f"{card.name} is kept in {card.path}; use it with --checkpoint {card.name}")
        return 0
    cards = list_checkpoints()
    if not cards:
        raise UserError("No networks are shipped with this copy of the program.")
    damaged = []
    for card in cards:
        state = ""
        if args.verify:
            try:
                verify_checkpoint(card)
                state = ": verified"
            except UserError as error:
                state = f": DAMAGED ({error})"
                damaged.append(card.name)
        print(f"{card.name}{state}")
        width = max(60, shutil.get_terminal_size((100, 24)).columns)
        for label, text in describe(card):
            print(textwrap.fill(text, width, initial_indent=f"  {label:11} ", subsequent_indent=" " * _TEXT_AT,
                                break_long_words=False, break_on_hyphens=False))
    if damaged:
        raise UserError(f"Damaged: {', '.join(damaged)}.")
    return 0


def describe(card: ModelCard) -> list[tuple[str, str]]:
    """Return a model card as (label, text) lines."""
    way = "sRGB to RAW" if card.direction == "inverse" else "RAW to sRGB"
    when = ", ".join(filter(None, (f"{card.steps:,} steps" if card.steps else "", card.date)))
    lines = [("is", f"{card.architecture}, {way}, {card.parameters:,} parameters"),
             ("trained on", f"{card.trained_on}{when and '; '}{when}"),
             ("data", card.data_license)]
    for name, value in card.scores.items():
        if isinstance(value, Mapping):  # one method, or case, a line
            lines += [("scores", f"{name}:"), *(("", f"  {each}: {_score(score)}") for each, score in value.items())]
        else:
            lines.append(("scores", f"{name}: {_score(value)}"))
    if card.confidence:
        lines.append(("trusted", _score(card.confidence)))
    lines += [("limit", sentence) for sentence in card.limits]
    return lines


def _score(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_score(one)}" for name, one in value.items())
    return f"{value:.2f}" if isinstance(value, float) else str(value)
