#!/usr/bin/env python3
"""Writes the mean of the weights of training states that began at one state: often better than each of them.

    .venv/bin/python scripts/mean_of_states.py before.pt first.pt second.pt -o mean.pt          # a third of each
    .venv/bin/python scripts/mean_of_states.py before.pt after.pt --shares 0.3 0.7 -o mean.pt

Networks that were trained on from the same weights lie in one basin: the loss of their mean is no higher (Wortsman
et al., "Model soups", ICML 2022). States that began apart give nonsense. Step and data facts are those of the last one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paramisp_core.errors import UserError  # noqa: E402
from paramisp_core.training.train import load_state, write_state  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Read the states, write their mean; returns 2 when they do not belong together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("states", nargs="+", type=Path, help="training states (.pt)")
    parser.add_argument("--shares", nargs="+", type=float, help="of each state (default: equal); they add up to 1")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args(arguments)
    try:
        write_state(mean_of([load_state(path) for path in args.states], args.shares), args.output)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def mean_of(states: list[dict], shares: list[float] | None = None) -> dict:
    """Return the last state with the mean of all moving averages. Raises UserError when they do not belong together."""
    shares = shares or [1 / len(states)] * len(states)
    last = states[-1]
    if len(shares) != len(states) or abs(sum(shares) - 1) > 1e-6:
        raise UserError("There must be one share for each state, and they must add up to 1.")
    if any((one["direction"], one["config"]) != (last["direction"], last["config"]) for one in states):
        raise UserError("The states are of different networks.")
    mean = {name: value if not value.is_floating_point() else
            torch.stack([share * one["average"][name] for share, one in zip(shares, states)]).sum(0)
            for name, value in last["average"].items()}
    return {**last, "network": mean, "average": mean}


if __name__ == "__main__":
    raise SystemExit(main())
