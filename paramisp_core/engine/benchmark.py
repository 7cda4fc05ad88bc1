"""Times the networks on this machine and measures their memory, each in a process of its own, in turns.

The machine's speed drifts, so the variants take turns: one photo each per round. Peak memory is the process's
own, so no variant's memory is hidden behind another's. Weights do not change either, so fresh ones are used.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from paramisp_core.errors import UserError

VARIANTS = (("paper", "inverse"), ("paper", "forward"), ("compact", "inverse"), ("compact", "forward"))


@dataclass(frozen=True)
class Measurement:
    """What one network needs for one photo.

    seconds: of each round, for the whole photo. megapixels: of the photo (10^6 pixels). idle_mb: resident
    memory of the process with everything loaded; peak_mb: its highest, both in 10^6 bytes, NaN where the
    system does not tell. device: where it ran.
    """

    network: str
    direction: str
    seconds: tuple[float, ...]
    megapixels: float
    idle_mb: float
    peak_mb: float
    device: str

    @property
    def per_megapixel(self) -> float:
        """Median seconds per megapixel."""
        return statistics.median(self.seconds) / self.megapixels


def benchmark(megapixels: float = 1.0, rounds: int = 3, device: str = "auto",
              variants: Sequence[tuple[str, str]] = VARIANTS,
              report: Callable[[int, str], None] | None = None) -> list[Measurement]:
    """Measure every variant for ``rounds`` photos of ``megapixels``; a small one each warms up, unmeasured.

    ``report`` is called with (round, variant) before each photo; round 0 warms up. Raises UserError when the
    device is not there or a process dies, most likely for want of memory.
    """
    height, width = size_of(megapixels)
    context = multiprocessing.get_context("spawn")
    workers: list[tuple[Any, Connection]] = []
    try:
        for network, direction in variants:
            here, there = context.Pipe()
            process = context.Process(
                target=_serve, args=(there, network, direction, height, width, device), daemon=True)
            process.start()
            there.close()
            workers.append((process, here))
        idle = [_answer(worker) for worker in workers]
        times: list[list[float]] = [[] for _ in workers]
        for turn in range(rounds + 1):
            for variant, worker, seconds in zip(variants, workers, times):
                if report is not None:
                    report(turn, " ".join(variant))
                worker[1].send("run" if turn else "warm up")
                taken = _answer(worker)
                if turn:
                    seconds.append(taken)
        results = []
        for (network, direction), worker, seconds, (idle_mb, place) in zip(variants, workers, times, idle):
            worker[1].send("memory")
            results.append(Measurement(network, direction, tuple(seconds), height * width / 1e6, idle_mb,
                                       _answer(worker), place))
        return results
    finally:
        for process, connection in workers:
            connection.close()
            process.join(2)
            if process.is_alive():
                process.terminate()


def size_of(megapixels: float) -> tuple[int, int]:
    """Return (height, width) of a 3:2 photo of about that many megapixels, both even."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5 / 2) * 2
    return height, round(megapixels * 1e6 / height / 2) * 2


def _answer(worker: tuple[Any, Connection]) -> Any:
    process, connection = worker
    try:
        answer = connection.recv()
    except EOFError:
        process.join(5)
        raise UserError("A benchmark process died; there may not be enough memory for photos of this size "
                        f"(exit status {process.exitcode}).") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _serve(connection: Connection, network: str, direction: str, height: int, width: int,
           device: str) -> None:
    """Run one variant in this process whenever the parent asks, until it hangs up."""
    try:
        warm_up, _ = _prepare(network, direction, 192, 256, device)
        work, place = _prepare(network, direction, height, width, device)
        connection.send((memory_mb("VmRSS"), place))
        while (order := connection.recv()) != "memory":
            started = time.perf_counter()
            (work if order == "run" else warm_up)()
            connection.send(time.perf_counter() - started)
        connection.send(memory_mb("VmHWM"))
        connection.recv()
    except (EOFError, BrokenPipeError, KeyboardInterrupt):  # the parent has gone, or the user stops it all
        return
    except UserError as error:
        connection.send(error)
    except Exception as error:  # the parent tells the user
        connection.send(RuntimeError(f"{network} {direction}: {type(error).__name__}: {error}"))


def _prepare(network: str, direction: str, height: int, width: int,
             device: str) -> tuple[Callable[[], object], str]:
    """Return the work of one photo and the name of the device."""
    import torch

    from paramisp_core.camera.database import generic_camera
    from paramisp_core.camera.photo import Photo
    from paramisp_core.camera.shot import ShotSettings
    from paramisp_core.engine.devices import choose_device
    from paramisp_core.engine.isp import ForwardISP, InverseISP
    from paramisp_core.networks.checkpoints import ModelCard
    from paramisp_core.networks.compact import CompactNetwork
    from paramisp_core.networks.paper import PaperNetwork
    from paramisp_core.raw.cfa import mosaic
    from paramisp_core.raw.image import RawImage

    place, _ = choose_device(device)
    torch.manual_seed(0)
    way: Any = direction
    module = (PaperNetwork(way) if network == "paper" else CompactNetwork(direction)).to(place)
    module.requires_grad_(False).eval()
    card = ModelCard(f"{network}-{direction}", way, "paper" if network == "paper" else "compact")
    rng = np.random.default_rng(0)
    ramp = np.linspace(0.1, 0.9, width, dtype=np.float32)[None, :, None]
    rgb = np.clip(ramp + 0.05 * rng.standard_normal((height, width, 3), dtype=np.float32), 0, 1)
    camera = generic_camera()
    shot = ShotSettings(iso=200, exposure_time=1 / 125, f_number=4, focal_length=35)
    if direction == "inverse":
        inverse = InverseISP(module, card, place)
        photo = Photo(rgb, shot, camera, camera.daylight)

        def work() -> object:
            return inverse.to_raw(photo.with_changes())  # a new photo each time: to_raw keeps its last result
    else:
        forward = ForwardISP(module, card, place)
        raw = RawImage(mosaic(rgb, camera.cfa), camera.cfa, camera.daylight, camera.matrix)

        def work() -> object:
            return forward.to_srgb(raw, shot, camera)

    return work, str(place)


def memory_mb(field: str) -> float:
    """Return this process's memory in 10^6 bytes: VmRSS now, VmHWM at its highest; NaN if not told."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(f"{field}:"):
                    return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    if field == "VmHWM" and os.name == "posix":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
    return float("nan")
