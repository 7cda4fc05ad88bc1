"""List the cameras whose facts are known: any of these names goes after --camera and --to."""

from __future__ import annotations

import argparse

from paramisp_core.errors import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--search", metavar="TEXT", help="only those whose name has these words")


def run(args: argparse.Namespace) -> int:
    """Print the cameras, one a line."""
    from paramisp_core.camera.database import all_cameras, search_cameras

    found = all_cameras() if args.search is None else search_cameras(args.search)
    if not found:
        raise UserError(f"No camera is called '{args.search}'.")
    width = max(len(one.name) for one in found)
    for one in found:
        print(f"{one.name:{width}}  {one.cfa.value}  {one.black_level}..{one.white_level}")
    return 0
