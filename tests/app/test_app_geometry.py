"""Zoom and pan keep the promise of the cursor; regions survive all eight orientations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.picture.geometry import MAX_SCALE, Region, View

sizes = st.tuples(st.integers(1, 12000), st.integers(1, 12000))
viewports = st.tuples(st.integers(1, 4000), st.integers(1, 4000))


@given(sizes, viewports)
def test_fit_shows_the_whole_photo_centered(photo: tuple[int, int], viewport: tuple[int, int]) -> None:
    view = View.fit(photo, viewport)
    assert view.visible() == Region(0, 0, photo[1], photo[0])
    assert view.scale <= 1
    for size, room, start in zip(photo, viewport, (view.x, view.y), strict=True):
        assert abs(2 * start + size * view.scale - room) <= 1.0 + 1e-6
    height, width = view.wanted_size(view.visible())
    assert 1 <= height <= max(viewport[1], 1) + 1
    assert 1 <= width <= max(viewport[0], 1) + 1


@given(sizes, viewports, st.lists(st.tuples(st.floats(0.5, 2), st.floats(0, 1), st.floats(0, 1)), max_size=6))
def test_zooming_keeps_the_point_under_the_cursor(photo, viewport, steps) -> None:
    view = View.fit(photo, viewport)
    for factor, sx, sy in steps:
        at = (sx * viewport[0], sy * viewport[1])
        before = view.to_photo(*at)
        view = view.zoomed(view.scale * factor, at)
        after = view.to_photo(*at)
        assert view.smallest * 0.999 <= view.scale <= MAX_SCALE
        for axis in (0, 1):
            if photo[axis] * view.scale <= viewport[axis]:
                continue  # centered: there is nothing to keep
            start = (view.x, view.y)[axis]
            at_edge = start in (0, round(viewport[axis] - photo[axis] * view.scale))
            assert at_edge or abs(before[axis] - after[axis]) * view.scale <= 0.51 + 1e-6


@given(sizes, viewports, st.floats(0.05, 16), st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_the_photo_never_leaves_the_viewport(photo, viewport, scale, dx, dy) -> None:
    view = View.fit(photo, viewport).zoomed(scale).panned(dx, dy)
    for start, size, room in ((view.x, photo[0], viewport[0]), (view.y, photo[1], viewport[1])):
        extent = size * view.scale
        if extent > room:
            assert start <= 0.5
            assert start + extent >= room - 0.5
    region = view.visible()
    assert region.top >= 0
    assert region.left >= 0
    assert region.height >= 1
    assert region.width >= 1
    assert region.top + region.height <= photo[1]
    assert region.left + region.width <= photo[0]
    height, width = view.wanted_size(region)
    assert height <= region.height
    assert width <= region.width


@given(sizes, viewports, st.floats(0.05, 16))
def test_the_visible_region_covers_every_device_pixel(photo, viewport, scale) -> None:
    view = View.fit(photo, viewport).zoomed(scale)
    region = view.visible()
    left, top = view.to_screen(region.left, region.top)
    right, bottom = view.to_screen(region.left + region.width, region.top + region.height)
    assert left <= max(0, view.x) + 1e-3
    assert top <= max(0, view.y) + 1e-3
    assert right >= min(viewport[0], view.x + photo[0] * view.scale) - 1e-3
    assert bottom >= min(viewport[1], view.y + photo[1] * view.scale) - 1e-3


def test_100_percent_is_one_photo_pixel_per_device_pixel() -> None:
    view = View.fit((6000, 4000), (1001, 777)).zoomed(1.0, (333.3, 444.4))
    region = view.visible()
    assert view.scale == 1.0
    assert view.wanted_size(region) == (region.height, region.width) == (777, 1001)
    assert view.to_screen(region.left, region.top) == (0.0, 0.0)


def test_steps_pass_through_common_scales_and_end() -> None:
    view = View.fit((6000, 4000), (1000, 800))
    seen = []
    for _ in range(30):
        view = view.stepped(1)
        seen.append(view.scale)
    assert 1.0 in seen
    assert 2.0 in seen
    assert seen[-1] == MAX_SCALE
    for _ in range(30):
        view = view.stepped(-1)
    assert view.scale == view.smallest
