"""scripts/measure.py: what it reports of a folder with a good photo and a bad one."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="module")
def measure():
    path = Path(__file__).resolve().parents[1] / "scripts" / "measure.py"
    spec = importlib.util.spec_from_file_location("measure", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measure"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_psnr_is_that_of_the_formula(measure):
    reference = np.full((300, 64, 3), 0.5, np.float32)
    image = reference + np.float32(10 / 255)
    image[:8] = 0  # the border does not count
    assert measure.psnr(image, reference) == pytest.approx(20 * np.log10(255 / 10), abs=0.01)


def test_a_bad_photo_is_reported_and_the_others_are_measured(measure, tmp_path, capsys):
    y, x = np.mgrid[0:200, 0:300]
    photo = np.stack([x / 2, y / 2 + 50, 200 - x / 3], -1).clip(0, 255).astype(np.uint8)
    (tmp_path / "in").mkdir()
    Image.fromarray(photo).save(tmp_path / "in" / "good.jpg", quality=95)
    (tmp_path / "in" / "bad.jpg").write_text("no picture\n" * 99)
    out, keep = tmp_path / "out.json", tmp_path / "keep"
    status = measure.main(["--photos", str(tmp_path / "in"), "--max-megapixels", "0.02", "--keep", str(keep),
                           "--json", str(out), "--device", "cpu"])
    assert status == 1
    found = json.loads(out.read_text())
    assert found["summary"]["measured"] == 1
    assert found["summary"]["failed"] == {"bad.jpg": "bad.jpg is not a picture or RAW file."}
    good = next(row for row in found["photos"] if row["file"] == "good.jpg")
    assert good["psnr"] == pytest.approx(good["psnr_raw"], abs=0.3)
    assert good["psnr"] > 12
    assert good["megapixels"] == pytest.approx(0.02, rel=0.02)
    assert (keep / "good-reduced.dng").is_file()
    assert "1 of 2 photos" in capsys.readouterr().out


def test_an_empty_folder_is_one_sentence(measure, tmp_path, capsys):
    assert measure.main(["--photos", str(tmp_path)]) == 2
    assert "no photos" in capsys.readouterr().err
