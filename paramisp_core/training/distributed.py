"""Training in several processes: what ``torchrun`` starts, on one machine or many, on GPUs (nccl) or CPUs (gloo)."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from paramisp_core.networks.conditions import Conditions
from paramisp_core.training.dataset import Batch


@dataclass(frozen=True)
class World:
    """The processes of one training run. rank: which one this is, 0..size - 1; local: which of this machine."""

    rank: int = 0
    size: int = 1
    local: int = 0

    @classmethod
    def joined(cls, device: torch.device) -> World:
        """Join the run that torchrun's environment describes; alone without one."""
        size = int(os.environ.get("WORLD_SIZE", "1"))
        if size == 1:
            return cls()
        torch.distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
        return cls(int(os.environ["RANK"]), size, int(os.environ.get("LOCAL_RANK", "0")))

    def meet(self) -> None:
        """Wait for the others: now and then gloo aborts where one leaves while the lead still writes."""
        if self.size > 1:
            torch.distributed.barrier()

    def leave(self) -> None:
        """End the run."""
        if self.size > 1:
            torch.distributed.destroy_process_group()

    @property
    def leads(self) -> bool:
        """True in the one process that prints and writes."""
        return self.rank == 0

    def share(self, count: int) -> slice:
        """Return this process's part of a batch of ``count``, which is a multiple of size."""
        own = count // self.size
        return slice(self.rank * own, (self.rank + 1) * own)

    def part(self, batch: Batch) -> Batch:
        """Return this process's part of a batch: together they learn from the whole of it."""
        if self.size == 1:
            return batch
        own = self.share(len(batch.rgb))
        fields = {name: value[own] for name, value in vars(batch).items() if isinstance(value, Tensor)}
        conditions = Conditions(**{name: value[own] for name, value in vars(batch.conditions).items()})
        return Batch(**fields, conditions=conditions)

    def of_the_lead(self, value: float, device: torch.device) -> float:
        """Return the lead's value, so that all stop after the same step."""
        if self.size == 1:
            return value
        told = torch.tensor([value], dtype=torch.float64, device=device)
        torch.distributed.broadcast(told, 0)
        return float(told)

    def mean(self, value: Tensor) -> float:
        """Return the mean over the processes."""
        value = value.detach().clone()
        if self.size > 1:
            torch.distributed.all_reduce(value)
            value /= self.size
        return float(value)

    def wrapped(self, module: nn.Module, device: torch.device) -> nn.Module:
        """Return a module whose gradients are averaged over the processes while they are computed."""
        if self.size == 1:
            return module
        ids = [device.index] if device.type == "cuda" else None
        # a step may leave a part out (trust is drawn), so unused parameters have to be looked for
        return nn.parallel.DistributedDataParallel(module, device_ids=ids, find_unused_parameters=True)
