"""Which device the networks run on, and a sentence that says so when it is not the one asked for."""

from __future__ import annotations

import torch

from paramisp_core.errors import Sentence, UserError

DEVICES = ("auto", "cpu", "cuda", "mps")


def choose_device(wanted: str = "auto") -> tuple[torch.device, str]:
    """Return the device and a note ("" when there is nothing to say).

    "auto" takes CUDA, then Apple's MPS, then the CPU; a device that does not answer a small multiplication is
    passed over and the note says why. Raises UserError when a device asked for by name is not there.
    """
    if wanted not in DEVICES:
        raise UserError("Unknown device {wanted}: choose one of {devices}.", wanted=wanted, devices=", ".join(DEVICES))
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
            reason = str(error).splitlines()[0]
            if wanted != "auto":
                raise UserError("{device} does not work ({reason}).", device=name, reason=reason) from error
            note = Sentence("{device} does not work ({reason}); the CPU is used.", device=name, reason=reason)
    if wanted != "auto":
        raise UserError("There is no {device} device here.", device=wanted)
    return torch.device("cpu"), note
