"""Many photos in several processes: the same files, failures at the end, a budget kept, nothing left after Ctrl+C."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paramisp_core import cli
from paramisp_core.cli import output, parallel
from paramisp_core.cli.output import Done
from paramisp_core.cli.overlap import network_turn, run_overlapped
from paramisp_core.errors import UserError
from paramisp_core.progress import Cancelled, Progress


def picture(path: Path, width: int = 80, height: int = 60) -> Path:
    noise = np.random.default_rng(len(path.stem)).integers(40, 200, (height, width, 3), np.uint8)
    Image.fromarray(noise).save(path)
    return path


def cut_short(path: Path) -> None:
    """A JPEG whose last quarter is missing."""
    picture(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("a10.jpg", "a9.png", "b.jpg"):
        picture(folder / name)
    (folder / "bad.jpg").write_bytes(b"\xff\xd8 not a photo")
    cut_short(folder / "cut.jpg")
    (folder / "notes.txt").write_text("no photo")
    return folder


def mosaic(path: Path) -> np.ndarray:
    import rawpy

    with rawpy.imread(str(path)) as raw:
        return raw.raw_image.copy()


def test_a_folder_in_two_processes_is_what_one_makes(
        photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two, one = tmp_path / "two", tmp_path / "one"
    assert cli.main(["invert", str(photos), "-o", f"{two}/", "--jobs", "2", "--device", "cpu"]) == 2
    heard = capsys.readouterr()
    lines = heard.err.splitlines()
    assert lines[-2] == "1 of 5 failed:"
    assert "bad.jpg" in lines[-1]
    assert len(heard.out.splitlines()) == 4
    # what there is to know of those that were written: once, with all photos that it is about
    assert lines[-5] == "4 of 5 written, but:"
    camera, truncated = sorted(lines[-4:-2], key=lambda line: "truncated" in line)
    assert all(f"{photos / name}" in camera for name in ("a10.jpg", "a9.png", "b.jpg", "cut.jpg"))
    assert camera.endswith("The file does not say which camera took it; a generic camera stands in.")
    assert truncated.startswith(f"{photos / 'cut.jpg'}: The file is truncated: the last ")
    assert cli.main(["invert", str(photos), "-o", f"{one}/", "--device", "cpu"]) == 2
    alone = capsys.readouterr().err.splitlines()
    assert alone[-5] == lines[-5]
    assert truncated in alone
    names = ["a10.dng", "a9.dng", "b.dng", "cut.dng"]
    assert sorted(p.name for p in two.iterdir()) == sorted(p.name for p in one.iterdir()) == names
    for name in names:
        difference = mosaic(two / name).astype(int) - mosaic(one / name)
        assert np.abs(difference).max() <= 1


def test_a_folder_lists_its_photos_as_people_count(photos: Path, tmp_path: Path) -> None:
    found = output.listed([str(photos), "else.jpg"], (".jpg", ".png"))
    assert [p.name for p in found] == ["a9.png", "a10.jpg", "b.jpg", "bad.jpg", "cut.jpg", "else.jpg"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="no photo"):
        output.listed([str(tmp_path / "empty")], (".jpg",))


@pytest.mark.parametrize(("option", "value"), [("--jobs", "0"), ("--memory", "0.01")])
def test_impossible_numbers_are_one_line(
        photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str) -> None:
    assert cli.main(["invert", str(photos), "-o", f"{tmp_path}/out/", option, value]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


# ---- the schedule, with jobs that only say how long they were there


def job_of(args: argparse.Namespace):
    """A job of this module: says when it began and ended; "hangs" waits, and "dies" dies."""

    def job(source: Path, target: Path, progress) -> Done:
        from paramisp_core.files.atomic import replacing

        if source.stem == "dies":
            os._exit(9)
        begin = time.time()
        with replacing(target) as temporary:
            temporary.write_bytes(b"half")
            until = time.monotonic() + (60 if source.stem == "hangs" else args.nap)
            while time.monotonic() < until:
                time.sleep(0.02)
                progress(0.5)
        return Done(f"{begin} {time.time()} {getattr(args, 'device', '')}")

    return job


def together(spans: list[tuple[float, float]]) -> int:
    """Return how many were at work at once."""
    return max(sum(a <= begin < b for a, b in spans) for begin, _ in spans)


def spans_of(pairs: list[tuple[Path, Path]], jobs: int, gigabytes: float, nap: float) -> list[tuple[float, float]]:
    args = argparse.Namespace(jobs=jobs, memory=gigabytes, nap=nap)
    outcomes = list(parallel.run_side_by_side(pairs, args, __name__, None))
    assert [one.failed for one in outcomes] == [""] * len(pairs)
    return [tuple(map(float, one.done.words.split()[:2])) for one in outcomes]  # type: ignore[misc]


def test_the_memory_budget_bounds_how_many_are_at_work(tmp_path: Path) -> None:
    pairs = [(picture(tmp_path / f"{i}.jpg"), tmp_path / f"{i}.out") for i in range(5)]
    assert together(spans_of(pairs, 3, gigabytes=2.0, nap=1.5)) == 3
    assert together(spans_of(pairs, 3, gigabytes=1.2, nap=0.2)) <= 2
    assert together(spans_of(pairs[:3], 3, gigabytes=0.1, nap=0.1)) == 1  # too small for any: one after another


def test_a_large_photo_is_expected_to_need_more(tmp_path: Path) -> None:
    small, large = picture(tmp_path / "s.jpg"), picture(tmp_path / "l.jpg", 4000, 2500)
    assert parallel.need_mb(large) > parallel.need_mb(small) + 200
    (tmp_path / "unknown.nef").write_bytes(b"?")
    assert parallel.need_mb(tmp_path / "unknown.nef") > 1000


def test_a_process_that_dies_is_one_failure(tmp_path: Path) -> None:
    pairs = [(picture(tmp_path / f"{name}.jpg"), tmp_path / f"{name}.out") for name in ("dies", "b", "c", "d")]
    args = argparse.Namespace(jobs=2, memory=4.0, nap=0.01)
    outcomes = {one.pair[0].stem: one for one in parallel.run_side_by_side(pairs, args, __name__, None)}
    assert "died" in outcomes["dies"].failed
    assert sorted(name for name, one in outcomes.items() if not one.failed) == ["b", "c", "d"]


def device_of_four(wanted: str, number: int) -> str:
    """As on a machine with four GPUs."""
    return f"{wanted}:{number % 4}"


def test_each_process_has_its_own_device(tmp_path: Path) -> None:
    pairs = [(picture(tmp_path / f"{i}.jpg"), tmp_path / f"{i}.out") for i in range(6)]
    args = argparse.Namespace(jobs=3, memory=4.0, nap=1.0, device="cuda")
    outcomes = parallel.run_side_by_side(pairs, args, __name__, None, device_of_four)
    devices = [one.done.words.split()[2] for one in outcomes]
    assert sorted(devices[:3]) == ["cuda:0", "cuda:1", "cuda:2"]
    assert set(devices) == {"cuda:0", "cuda:1", "cuda:2"}
    assert args.device == "cuda"


def test_a_process_in_place_of_one_that_died_takes_its_device(tmp_path: Path) -> None:
    pairs = [(picture(tmp_path / f"{name}.jpg"), tmp_path / f"{name}.out") for name in ("a", "dies", "b", "c")]
    args = argparse.Namespace(jobs=2, memory=4.0, nap=2.0, device="cuda")
    outcomes = list(parallel.run_side_by_side(pairs, args, __name__, None, device_of_four))
    assert {one.done.words.split()[2] for one in outcomes if not one.failed} == {"cuda:0", "cuda:1"}


def test_progress_counts_all_photos_and_leaving_early_leaves_nothing(tmp_path: Path) -> None:
    pairs = [(picture(tmp_path / f"{name}.jpg"), tmp_path / f"{name}.out") for name in ("a", "hangs")]
    seen: list[float] = []
    args = argparse.Namespace(jobs=2, memory=4.0, nap=0.5)
    outcomes = parallel.run_side_by_side(pairs, args, __name__, seen.append)
    assert next(outcomes).pair[0].stem == "a"
    assert seen
    assert 0.2 < max(seen) < 1
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".*part*")) and time.monotonic() < until:
        time.sleep(0.05)  # the other one has begun to write
    outcomes.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jpg", "a.out", "hangs.jpg"]


@pytest.mark.skipif(os.name != "posix", reason="signals of posix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_all_processes_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    folder, out = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    for i in range(4):
        picture(folder / f"{i}.jpg", 3000, 2000)
    process = subprocess.Popen(
        [sys.executable, "-m", "paramisp_core.cli", "invert", str(folder), "-o", f"{out}/", "--jobs", "2"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # a suite in the background ignores it
    until = time.monotonic() + 120
    while not (out.exists() and list(out.iterdir())) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, number)  # as the terminal does: to all of them
    error = process.communicate(timeout=60)[1].decode()
    assert process.returncode != 0
    assert "Traceback" not in error
    left = [p.name for p in out.iterdir()] if out.exists() else []
    assert not [name for name in left if not name.endswith(".dng") or name.startswith(".")]
    until = time.monotonic() + 20  # Python's own tracker of semaphores ends a moment later
    while (running := is_running(process.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_reads_and_writes_while_the_network_works(tmp_path: Path) -> None:
    """While one photo is in the network, the next is read and the last is written: all three at the same time."""
    meeting = threading.Barrier(3)

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        number = int(source.stem)
        if number == 2:
            meeting.wait(30)  # still being read
        with network_turn:
            if number == 1:
                meeting.wait(30)
        if number == 0:
            meeting.wait(30)  # still being written
        assert progress is not None
        progress(1.0)
        return Done("done")

    pairs = [(tmp_path / f"{i}.jpg", tmp_path / f"{i}.dng") for i in range(5)]
    shares: list[float] = []
    outcomes = list(run_overlapped(pairs, job, 1000.0, shares.append))
    assert sorted(one.pair for one in outcomes) == pairs
    assert all(one.done.words == "done" and not one.failed for one in outcomes)
    assert shares == sorted(shares)


@pytest.mark.parametrize(("gigabytes", "most"), [(0.1, 1), (1.55, 2), (100.0, 3)])
def test_no_more_photos_are_at_work_than_the_memory_holds(tmp_path: Path, gigabytes: float, most: int) -> None:
    at_work, seen = 0, []
    lock = threading.Lock()

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        nonlocal at_work
        with lock:
            at_work += 1
            seen.append(at_work)
        time.sleep(0.05)
        with lock:
            at_work -= 1
        return Done("")

    first = picture(tmp_path / "0.png", 4000, 2600)  # 500 MB
    large = [first, *(Path(shutil.copy(first, tmp_path / f"{i}.png")) for i in range(1, 6))]
    list(run_overlapped([(one, one.with_suffix(".dng")) for one in large], job, gigabytes, None))
    assert max(seen) == most


def test_what_is_at_work_ends_when_nobody_wants_more(tmp_path: Path) -> None:
    ended: list[str] = []
    begun: set[str] = set()

    def job(source: Path, target: Path, progress: Progress | None) -> Done:
        assert progress is not None
        begun.add(source.stem)
        while source.stem == "0" and not begun >= {"1", "2"}:
            time.sleep(0.01)
        try:
            while source.stem != "0":
                progress(0.5)
                time.sleep(0.01)
        except Cancelled:
            ended.append(source.stem)
            raise
        return Done("")

    pairs = [(tmp_path / f"{i}.jpg", tmp_path / f"{i}.dng") for i in range(5)]
    with closing(run_overlapped(pairs, job, 1000.0, None)) as outcomes:
        next(outcomes)
    assert set(ended) >= {"1", "2"}
    assert "4" not in ended
    assert not any(one.name.startswith("photo") for one in threading.enumerate())
