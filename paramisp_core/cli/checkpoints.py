"""List the networks, or show what those that are named were trained on and score; --import takes one in."""

from __future__ import annotations

import argparse
import difflib
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from paramisp_core.errors import UserError

if TYPE_CHECKING:
    from paramisp_core.networks.checkpoints import ModelCard


_TEXT_AT = 14  # column where what a label says begins


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help="show the cards of these (default: list all, a line each)")
    parser.add_argument("--verify", action="store_true", help="read the weights and compare their checksums")
    parser.add_argument("--import", dest="file", metavar="FILE",
                        help="keep a checkpoint file, official ones included, among your own models")
    parser.add_argument("--direction", choices=("inverse", "forward"), help="of the file, where it does not say it")


def run(args: argparse.Namespace) -> int:
    """List the networks, print cards, or take one in; with --verify return 2 when any weights are damaged."""
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
    if args.names:
        cards = [_named(name, cards) for name in args.names]
    width = max(60, shutil.get_terminal_size((100, 24)).columns)
    column = max(len(card.name) for card in cards)
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
        if not args.names:
            about = f"{card.name:{column}}  {_in_short(card)}"
            print(about[: width - len(state)] + state)
            continue
        print(f"{card.name}{state}")
        for label, text in describe(card):
            print(textwrap.fill(text, width, initial_indent=f"  {label:11} ", subsequent_indent=" " * _TEXT_AT,
                                break_long_words=False, break_on_hyphens=False))
    if not args.names:
        print("\n'checkpoints NAME' shows what one was trained on, what it scores and cannot do.")
    if damaged:
        raise UserError(f"Damaged: {', '.join(damaged)}.")
    return 0


def _named(name: str, cards: Sequence[ModelCard]) -> ModelCard:
    """Return the card of a name, "inverse" and "forward" included. Raises UserError where there is none."""
    from paramisp_core.networks.checkpoints import ALIASES

    for card in cards:
        if card.name == ALIASES.get(name, name):
            return card
    near = difflib.get_close_matches(name, [card.name for card in cards], 3, 0.5)
    raise UserError(f"There is no network named '{name}'" + (f"; did you mean {', '.join(near)}?" if near else "."))


def _in_short(card: ModelCard) -> str:
    """Return what a network is for, in a few words."""
    if card.architecture == "dequantizer":
        return "finds again what the rounding of JPEGs took"
    way = "sRGB to RAW" if card.direction == "inverse" else "RAW to sRGB"
    whose = "reads a camera off its pictures" if card.architecture == "style" else (
        card.camera or "any camera")
    return f"{way}, {whose}" + ("" if card.shipped else ", your own")


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
