"""A JPEG whose rounding is found again: the same picture everywhere, the photo itself untouched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from paramisp_core import load_isp, open_photo
from paramisp_core.editing.development import Development
from paramisp_core.editing.edits import RawEdits
from paramisp_core.engine.dequantize import dequantized
from paramisp_core.errors import UserError
from paramisp_core.files.camera_raw import dng_holds

SIZE = 240, 340
WHOLE = (0, 0, *SIZE)
ON = RawEdits(dequantize=True)


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    path = tmp_path_factory.mktemp("photos") / "web.jpg"
    with Image.open("resources/sample.jpg") as sample:
        sample.convert("RGB").reduce(3).crop((0, 0, *SIZE[::-1])).save(path, quality=50)
    return open_photo(path)


@pytest.fixture(scope="module")
def development(photo):
    return Development(photo, load_isp("inverse"), load_isp("forward"))


def _codes(rgb):
    return np.rint(np.clip(rgb, 0, 1) * 255).astype(int)


def test_without_another_edit_it_shows_the_photo_without_artifacts(development, photo):
    recipe = replace(development.default_recipe(), edits=ON)
    expected = dequantized(photo).rgb
    assert np.abs(expected - photo.rgb).max() > 0.02
    np.testing.assert_allclose(development.full(recipe), expected, atol=2e-5)
    np.testing.assert_array_equal(development.full(development.default_recipe()), photo.rgb)


@pytest.mark.parametrize("edits", [{}, {"exposure_ev": 1.5}, {"shadows": 1.0, "saturation": 20.0}])
def test_preview_equals_export(development, edits):
    recipe = replace(development.default_recipe(), edits=ON.changed(**edits))
    shown = development.refine(recipe, WHOLE, SIZE)
    exported = development.full(recipe)
    assert np.abs(shown.rgb8.astype(int) - _codes(exported)).max() <= 1
    plain = development.full(replace(recipe, edits=recipe.edits.changed(dequantize=False)))
    assert np.abs(exported - plain).max() > 0.02


def test_drafts_follow_it(development):
    start = replace(development.default_recipe(), edits=ON.changed(exposure_ev=0.5))
    development.refine(start, WHOLE, SIZE)
    moved = replace(start, edits=start.edits.changed(exposure_ev=1.0))
    draft = development.draft(moved, WHOLE, SIZE)
    exact = development.refine(moved, WHOLE, SIZE)
    error = np.square(draft.rgb8.astype(float) - exact.rgb8).mean()
    assert 10 * np.log10(255**2 / error) > 38


def test_the_raw_is_that_of_the_command_line(development, photo):
    raw = development.edited_raw(replace(development.default_recipe(), edits=ON))
    alone = load_isp("inverse").to_raw(dequantized(photo))
    np.testing.assert_allclose(raw.mosaic, alone.mosaic, atol=2e-3)
    assert np.abs(raw.mosaic - development.raw().mosaic).max() > 0.01
    np.testing.assert_array_equal(raw.clip_mask, development.raw().clip_mask)
    assert dng_holds(ON) == {"data": ("JPEG artifacts",)}


def test_of_another_file_it_changes_nothing(photo):
    other = photo.with_changes(pixels=photo.pixels)
    development = Development(other, load_isp("inverse"), load_isp("forward"))
    recipe = replace(development.default_recipe(), edits=ON)
    assert development.refine(recipe, WHOLE, SIZE).exact
    np.testing.assert_array_equal(development.full(recipe), photo.rgb)


def test_it_is_written_down_and_switched_off_with_its_group():
    assert RawEdits.from_dict(ON.to_dict()) == ON
    assert ON.switched("detail", False).effective == RawEdits()
    with pytest.raises(UserError, match="dequantize"):
        RawEdits.from_dict({"dequantize": "yes"})
