"""Several tiles at once: the same result as in turn, errors reach the caller, and nothing runs on after a cancel."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from paramisp_core import load_isp
from paramisp_core.camera.database import camera_named
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.networks.threads import breath, for_each
from paramisp_core.progress import Cancelled


@pytest.fixture(autouse=True)
def three_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


def test_everything_is_done_once_side_by_side_with_one_thread_in_each_layer() -> None:
    together = threading.Barrier(3, timeout=20)
    seen: list[tuple[int, int]] = []
    shares: list[float] = []

    def work(item: int) -> None:
        together.wait()  # goes on only when three are at work
        seen.append((item, torch.get_num_threads()))

    for_each(work, range(9), progress=shares.append)
    assert sorted(seen) == [(item, 1) for item in range(9)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert shares.count(1.0) == 1
    assert torch.get_num_threads() == 3


def test_what_busy_threads_do_not_begin_this_one_does() -> None:
    free, at_work = threading.Event(), threading.Barrier(4, timeout=20)  # three threads, and the one that asks here

    def hold(item: int) -> None:
        at_work.wait()
        free.wait(20)

    def occupy() -> None:
        torch.set_num_threads(3)
        for_each(hold, range(3))

    other = threading.Thread(target=occupy)
    other.start()
    at_work.wait()
    seen: list[tuple[int, str]] = []
    for_each(lambda item: seen.append((item, threading.current_thread().name)), range(5))
    free.set()
    other.join()
    assert seen == [(item, threading.current_thread().name) for item in range(5)]


def test_threads_started_later_keep_torch_s_own_number() -> None:
    for_each(lambda item: None, range(4))
    found: list[int] = []
    other = threading.Thread(target=lambda: (torch.ones(4) + 1, found.append(torch.get_num_threads())))
    other.start()
    other.join()
    assert found == [3]


def test_an_error_is_raised_and_the_rest_left_out() -> None:
    done: list[int] = []

    def work(item: int) -> None:
        if item == 2:
            raise ValueError("bad tile")
        time.sleep(0.01)
        done.append(item)

    with pytest.raises(ValueError, match="bad tile"):
        for_each(work, range(500))
    count = len(done)
    assert count < 490
    time.sleep(0.1)
    assert len(done) == count


def test_cancelling_waits_for_what_is_at_work() -> None:
    at_work, done = [0], [0]
    lock = threading.Lock()

    def work(item: int) -> None:
        with lock:
            at_work[0] += 1
        time.sleep(0.02)
        with lock:
            at_work[0] -= 1
            done[0] += 1

    def cancel(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        for_each(work, range(200), progress=cancel)
    assert at_work[0] == 0
    assert done[0] < 20


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_a_photo_is_the_same_however_many_threads(direction: str) -> None:
    isp = load_isp(direction, device="cpu")
    rng = np.random.default_rng(4)
    camera = camera_named("Nikon D60")
    photo = Photo(rng.random((700, 1201, 3), np.float32), ShotSettings(iso=200), camera, camera.daylight)

    def run() -> np.ndarray:
        if direction == "inverse":
            return isp.to_raw(photo.with_changes()).mosaic  # type: ignore[union-attr]
        return isp.to_srgb(raw, photo.shot)  # type: ignore[union-attr]

    raw = load_isp("inverse", device="cpu").to_raw(photo)  # type: ignore[union-attr]
    several = run()
    torch.set_num_threads(1)
    assert np.abs(several - run()).max() <= 1e-6


def test_an_item_is_left_where_it_breathes_and_so_are_those_of_other_threads() -> None:
    begun, long = [], threading.Event()

    def work(item: int) -> None:
        begun.append(item)
        for _ in range(2000):
            time.sleep(0.005)
            breath()
        long.set()  # nobody interrupted it

    def progress(fraction: float) -> None:
        assert fraction == 0.0  # no item is finished
        if len(begun) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        for_each(work, range(9), progress=progress)
    assert sorted(begun) == [0, 1, 2]
    assert not long.is_set()
    breath()  # outside of any item: nothing happens


def test_an_item_in_turn_is_left_too_and_what_is_done_meanwhile_is_no_part_of_it() -> None:
    torch.set_num_threads(1)
    inner: list[float] = []
    modes: list[bool] = []

    def work(item: int) -> None:
        with torch.inference_mode():
            breath()
            modes.append(torch.is_inference_mode_enabled())

    def progress(fraction: float) -> None:
        modes.append(torch.is_inference_mode_enabled())
        for_each(lambda _: breath(), range(2), progress=inner.append)
        breath()  # does not call progress again
        if fraction == 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        for_each(work, range(2), progress=progress)
    assert modes == [False, True, False]
    assert inner == [0.0, 0.5, 0.5, 1.0] * 2


@pytest.mark.parametrize("direction", ["inverse", "forward"])
def test_a_tile_of_a_network_can_be_left_between_its_layers(direction: str) -> None:
    torch.set_num_threads(1)
    camera = camera_named("Nikon D70")
    photo = Photo(np.random.default_rng(0).random((64, 96, 3), np.float32), ShotSettings(iso=200), camera,
                  camera.daylight)
    asked: list[float] = []
    raw = load_isp("inverse", device="cpu").to_raw(photo, progress=asked.append if direction == "inverse" else None)
    if direction == "forward":
        load_isp("forward", device="cpu").to_srgb(raw, photo.shot, progress=asked.append)
    assert asked[-1] == 1.0  # there is one tile
    assert asked.count(0.0) >= 5
