"""Which device the networks run on, and a sentence that says so when it is not the one asked for."""

from __future__ import annotations

import torch

from paramisp_core.errors import UserError

DEVICES = ("auto", "cpu", "cuda", "mps")


def choose_device(wanted: str = "auto") -> tuple[torch.device, str]:
    """Return the device and a note ("" when there is nothing to say).

    "auto" takes CUDA, then Apple's MPS, then the CPU; a device that does not answer a small multiplication is
    passed over and the note says why. Raises UserError when a device asked for by name is not there.
    """
    if wanted not in DEVICES:
        raise UserError(f"Unknown device {wanted}: choose one of {', '.join(DEVICES)}.")
    if wanted == "cpu":
        return torch.device("cpu"), ""
    note = ""
    for name in ("cuda", "mps") if wanted == "auto" else (wanted,):
        there = torch.cuda.is_available() if name == "cuda" else torch.backends.mps.is_available()
        if not there:
            continue
        try:
            device = torch.device(name)
            (torch.ones(2, 2, device=device) @ torch.ones(2, 2, device=device)).cpu()
            return device, ""
        except RuntimeError as error:
            note = f"{name} does not work ({str(error).splitlines()[0]}); the CPU is used."
    if wanted != "auto":
        raise UserError(note.replace("; the CPU is used", "") or f"There is no {wanted} device here.")
    return torch.device("cpu"), note
