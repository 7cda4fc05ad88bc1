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

VARIANTS = (("paper", "inverse"), ("paper", "forward"), ("compact", "inverse"), ("compact", "forward"),
            ("plain", "inverse"), ("plain", "forward"))
"""plain: the published network written out plainly (networks/paper_plain.py), what the others are compared with."""

GFLOP_PER_MEGAPIXEL = {"plain": 544.0, "paper": 544.0, "compact": 22.3}
"""Arithmetic of one pass (a multiplication and an addition are 2); context that tiles repeat is not counted."""


@dataclass(frozen=True)
class Measurement:
    """What one network needs for one photo.

    seconds: of each round, for the whole photo. processor: seconds of all cores together, which other programs change
    less. peak_gflops: of each round, what a 3x3 convolution of 64 channels reaches just before.
    megapixels: of the photo (10^6 pixels). idle_mb: resident
    memory of the process with everything loaded; peak_mb: its highest, both in 10^6 bytes, NaN where the
    system does not tell. device: where it ran.
    """

    network: str
    direction: str
    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    peak_gflops: tuple[float, ...]
    megapixels: float
    idle_mb: float
    peak_mb: float
    device: str

    @property
    def per_megapixel(self) -> float:
        """Median seconds per megapixel."""
        return statistics.median(self.seconds) / self.megapixels

    @property
    def reached(self) -> float:
        """Share of the convolution's peak that the network's own arithmetic reached, in the median."""
        return statistics.median(
            GFLOP_PER_MEGAPIXEL[self.network] * self.megapixels / seconds / peak
            for seconds, peak in zip(self.seconds, self.peak_gflops))


def benchmark(megapixels: float = 1.0, rounds: int = 3, device: str = "auto",
              variants: Sequence[tuple[str, str]] = VARIANTS,
              report: Callable[[int, str], None] | None = None,
              precision: str = "float32") -> list[Measurement]:
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
                target=_serve, args=(there, network, direction, height, width, device, precision), daemon=True)
            process.start()
            there.close()
            workers.append((process, here))
        idle = [_answer(worker) for worker in workers]
        times: list[list[tuple[float, float, float]]] = [[] for _ in workers]
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
            wall, processor, peak = zip(*seconds)
            results.append(Measurement(network, direction, wall, processor, peak, height * width / 1e6, idle_mb,
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
           device: str, precision: str) -> None:
    """Run one variant in this process whenever the parent asks, until it hangs up."""
    try:
        warm_up, _ = _prepare(network, direction, 192, 256, device, precision)
        work, place = _prepare(network, direction, height, width, device, precision)
        connection.send((memory_mb("VmRSS"), place))
        while (order := connection.recv()) != "memory":
            peak = _convolution_peak(place)
            started, used = time.perf_counter(), time.process_time()
            (work if order == "run" else warm_up)()
            connection.send((time.perf_counter() - started, time.process_time() - used, peak))
        connection.send(memory_mb("VmHWM"))
        connection.recv()
    except (EOFError, BrokenPipeError, KeyboardInterrupt):  # the parent has gone, or the user stops it all
        return
    except UserError as error:
        connection.send(error)
    except Exception as error:  # the parent tells the user
        connection.send(RuntimeError(f"{network} {direction}: {type(error).__name__}: {error}"))


def _convolution_peak(device: str) -> float:
    """Return GFLOP/s of a 3x3 convolution with 64 channels, channels last: the best of 5."""
    import torch

    x = torch.rand(1, 64, 256, 256, device=device).contiguous(memory_format=torch.channels_last)
    weight = torch.rand(64, 64, 3, 3, device=device).contiguous(memory_format=torch.channels_last)
    best = 0.0
    with torch.inference_mode():
        for _ in range(6):
            started = time.perf_counter()
            y = torch.nn.functional.conv2d(x, weight)
            float(y[0, 0, 0, 0])  # waits for an accelerator
            best = max(best, 2 * 9 * 64 * y.numel() / (time.perf_counter() - started) / 1e9)
    return best


def _prepare(network: str, direction: str, height: int, width: int,
             device: str, precision: str) -> tuple[Callable[[], object], str]:
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
    from paramisp_core.networks.precision import PRECISIONS
    from paramisp_core.raw.cfa import mosaic
    from paramisp_core.raw.image import RawImage

    place, _ = choose_device(device)
    torch.manual_seed(0)
    way: Any = direction
    module = (CompactNetwork(direction) if network == "compact" else PaperNetwork(way)).to(place)
    module.requires_grad_(False).eval()
    if network != "plain":
        module.low_precision = PRECISIONS[precision]
    card = ModelCard(f"{network}-{direction}", way, "compact" if network == "compact" else "paper")
    rng = np.random.default_rng(0)
    ramp = np.linspace(0.1, 0.9, width, dtype=np.float32)[None, :, None]
    rgb = np.clip(ramp + 0.05 * rng.standard_normal((height, width, 3), dtype=np.float32), 0, 1)
    camera = generic_camera()
    shot = ShotSettings(iso=200, exposure_time=1 / 125, f_number=4, focal_length=35)
    if network == "plain":
        image = rgb if direction == "inverse" else mosaic(rgb, camera.cfa)
        return _plain(module, image, shot, camera, place), str(place)
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


def _plain(module: Any, image: Any, shot: Any, camera: Any, place: Any) -> Callable[[], object]:
    """Return the work of the network written out plainly, on a photo cut to sides that divide by 4."""
    import torch

    from paramisp_core.engine.tiles import to_tensor
    from paramisp_core.networks.conditions import Conditions
    from paramisp_core.networks.paper_plain import plain_output

    height, width = (side // 4 * 4 for side in image.shape[:2])
    tensor = to_tensor(image[:height, :width], place)
    conditions = module.conditions_for(
        Conditions.of(shot, camera.cfa, camera.daylight, camera.color_matrix, place), camera.matrix)

    def work() -> object:
        with torch.inference_mode():
            return plain_output(module, tensor, conditions)

    return work


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
