"""The window's benchmark measures what it says: every move until its picture is painted, and stalls that are there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import FakeEngine

from app.benchmark import LatencyMeter, TurnMeter, drag, percentile, wait_for
from paramisp_core.cli.benchmark_gui import as_text, measure
from paramisp_core.errors import UserError
from paramisp_core.resources import checkpoints_path

ROOT = Path(__file__).resolve().parents[2]


def test_every_move_is_counted_until_a_picture_of_it_or_a_newer_one_is_painted(qtbot, make_window) -> None:
    window = make_window(FakeEngine(draft_s=0.1))
    meter = LatencyMeter(window)
    sent = drag(window, meter, 1.0)
    wait_for(lambda: window.controller.idle, "idle")
    wait_for(lambda: not meter._moves, "the last picture was not painted")
    assert 20 <= sent <= 60  # a busy machine stalls it
    assert 3 <= meter.pictures <= 12  # one in 100 ms
    assert len(meter.seconds) > meter.pictures  # moves between two pictures waited for the second
    assert min(meter.seconds) >= 0.1
    assert percentile(meter.seconds, 0.5) < 1.0


def test_any_slider_can_be_dragged_and_an_unknown_one_is_named(qtbot, make_window, monkeypatch) -> None:
    window = make_window(FakeEngine())
    for name in ("kelvin", "iso"):
        before = window.edit
        drag(window, LatencyMeter(window), 0.3, name)
        assert window.edit != before
    assert window.edit.settings_changed == ("iso",)
    monkeypatch.setattr("paramisp_core.cli.benchmark_gui.STARTS", 1)
    with pytest.raises(UserError, match="no slider “nonsense”"):
        measure(0.1, photos=0, slider="nonsense")


def test_a_stall_is_found(qtbot) -> None:
    meter = TurnMeter()
    meter.start()
    qtbot.wait(50)
    time.sleep(0.12)
    qtbot.wait(50)
    meter.stop()
    assert 110 < meter.of(meter.turns)[1] < 1000


def test_percentiles_lie_between_neighbors() -> None:
    assert percentile([3.0], 0.95) == 3
    assert percentile([1, 2, 3, 4, 5], 0.5) == 3
    assert percentile([0, 10], 0.95) == pytest.approx(9.5)


def test_waiting_ends_with_a_sentence_and_passes_errors_on(qtbot, monkeypatch) -> None:
    monkeypatch.setattr("app.benchmark._PATIENCE_S", 0.05)
    with pytest.raises(TimeoutError, match="it did not come within"):
        wait_for(lambda: False, "it did not come")
    with pytest.raises(ZeroDivisionError):
        wait_for(lambda: bool(1 / 0), "")


@pytest.mark.timeout(280)
def test_the_real_window_is_measured_in_processes_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    if not list(checkpoints_path().glob("compact-*.safetensors")):
        pytest.skip("the networks' weights are not here")
    monkeypatch.setattr("paramisp_core.cli.benchmark_gui.STARTS", 1)
    monkeypatch.setattr("paramisp_core.cli.benchmark_gui.TURN_MEGAPIXELS", 0.2)
    steps: list[str] = []
    result = measure(0.4, photos=2, seconds=0.7, report=steps.append)
    assert steps[0] == "start 1 of 1"
    assert 0.1 < result["first_window_s"] < 60
    assert 0 < result["slider_median_s"] <= result["slider_p95_s"] < 60
    assert 5 <= result["moves"] <= 42
    assert 1 <= result["pictures"] <= result["moves"]
    assert set(result["stalls_s"]) == {"opening", "dragging", "opening photos in turn"}
    assert result["own_work_s"].keys() == result["turns_p95_s"].keys() == result["stalls_s"].keys()
    assert all(result["turns_p95_s"][phase] <= longest for phase, longest in result["stalls_s"].items())
    assert result["viewport"] == [1600, 1000]  # whatever the screen of a machine without one
    assert len(result["openings"]) == 1
    for opening in result["openings"]:
        assert opening["first_window_s"] < opening["first_picture_s"] < opening["engine_loaded_s"]
        assert opening["first_picture_differs"] == 0  # the very picture that the learned camera shows of the photo
    assert max(result["own_work_s"].values()) < 1
    assert list(result["memory_mb"]) == ["1", "2"]
    assert result["megapixels"] == pytest.approx(0.4, rel=0.02)
    text = as_text(result)
    for words in ("time to first window", "first picture", "at most 0 of 255", "learned camera ready",
                  "slider to picture", "viewport 1600 x 1000", "GUI thread, longest turn", "MB after 2 photos"):
        assert words in text
    json.dumps(result)


def test_a_photo_that_cannot_be_shown_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.jpg does not exist"):
        measure(photo=tmp_path / "nowhere.jpg", photos=0)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff nothing")
    done = subprocess.run([sys.executable, "-m", "paramisp_core.cli", "benchmark", "--gui", "--photos", "0", "--photo",
                           str(broken)], cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "broken.jpg" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
