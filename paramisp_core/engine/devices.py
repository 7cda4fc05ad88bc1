"""Which device the networks run on, and a sentence that says so when it is not the one asked for."""

from __future__ import annotations

import re

import torch

from paramisp_core.errors import Sentence, UserError

DEVICES = ("auto", "cpu", "cuda", "mps")


def choose_device(wanted: str = "auto") -> tuple[torch.device, str]:
    """Return the device and a note ("" when there is nothing to say).

    "auto" takes CUDA, then Apple's MPS, then the CPU; a device that does not answer a small multiplication is
    passed over and the note says why. "cuda:1" is the second of several. Raises UserError when a device asked for by
    name is not there.
    """
    numbered = re.fullmatch(r"cuda:(\d+)", wanted)
    if wanted not in DEVICES and numbered is None:
        raise UserError("Unknown device {wanted}: choose one of {devices}.", wanted=wanted, devices=", ".join(DEVICES))
    if wanted == "cpu":
        return torch.device("cpu"), ""
    note = ""
    for name in ("cuda", "mps") if wanted == "auto" else (wanted,):
        there = torch.backends.mps.is_available() if name == "mps" else torch.cuda.is_available()
        if not there or (numbered is not None and int(numbered[1]) >= torch.cuda.device_count()):
            continue
        try:
            device = torch.device(name)
            (torch.ones(2, 2, device=device) @ torch.ones(2, 2, device=device)).cpu()
            return device, ""
        except RuntimeError as error:
            reason = str(error).splitlines()[0]
            if wanted != "auto":
                raise UserError("{device} does not work ({reason}).", device=name, reason=reason) from error
            note = Sentence("{device} does not work ({reason}); the CPU is used.", device=name, reason=reason)
    if wanted != "auto":
        raise UserError("There is no {device} device here.", device=wanted)
    return torch.device("cpu"), note


def device_of_worker(wanted: str, number: int) -> str:
    """Return the device of one of several processes that work side by side, ``number`` 0, 1 …: where there are several
    GPUs, each process has its own, and in turn where there are more processes than GPUs."""
    if wanted in ("auto", "cuda") and torch.cuda.is_available() and torch.cuda.device_count() > 1:
        return f"cuda:{number % torch.cuda.device_count()}"
    return wanted
