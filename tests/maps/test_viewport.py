"""Where places fall on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.navigation import between
from maps.viewport import FARTHEST, NEAREST, TILE, Viewport

VIEWPORTS = st.builds(
    lambda x, y, zoom, width, height: Viewport(x, y, TILE * 2.0**zoom, width, height),
    st.floats(0.3, 0.7),
    st.floats(0.3, 0.7),
    st.floats(FARTHEST, NEAREST),
    st.floats(240, 8000),
    st.floats(180, 4500),
)
PIXELS = st.tuples(st.floats(-500, 8000), st.floats(-500, 4500))


@given(VIEWPORTS, PIXELS)
def test_pixels_there_and_back(viewport: Viewport, pixel: tuple[float, float]) -> None:
    assert viewport.to_pixels(viewport.to_world(pixel)) == pytest.approx(pixel, abs=1e-3)


@given(VIEWPORTS, PIXELS, st.floats(-5, 5))
def test_zooming_holds_what_is_under_the_pointer(viewport: Viewport, pixel: tuple[float, float], steps: float) -> None:
    nearer = viewport.zoomed(steps, *pixel)
    assert nearer.to_pixels(viewport.to_world(pixel)) == pytest.approx(pixel, abs=1e-2)
    assert FARTHEST - 1e-9 <= nearer.zoom <= NEAREST + 1e-9


@given(VIEWPORTS, st.floats(-900, 900), st.floats(-900, 900))
def test_panning_moves_the_ground_with_the_hand(viewport: Viewport, dx: float, dy: float) -> None:
    place = viewport.to_world((100.0, 100.0))
    assert viewport.panned(dx, dy).to_pixels(place) == pytest.approx((100 + dx, 100 + dy), abs=1e-3)


@given(VIEWPORTS)
def test_the_bounds_are_the_corners(viewport: Viewport) -> None:
    west, north, east, south = viewport.bounds
    corners = viewport.to_pixels(np.array([[west, north], [east, south]]))
    assert corners == pytest.approx(np.array([[0, 0], [viewport.width, viewport.height]]), abs=1e-3)


SPANS, TAKEN = st.floats(1e-5, 0.1), st.floats(0.0, 50.0)


@given(VIEWPORTS, st.floats(0.4, 0.6), st.floats(0.4, 0.6), SPANS, SPANS, TAKEN, TAKEN)
def test_what_is_fitted_is_inside_and_touches(
    viewport: Viewport, x: float, y: float, wide: float, high: float, side: float, foot: float
) -> None:
    bounds = (x, y, x + wide, y + high)
    fitted = viewport.fitting(bounds, 20.0, side, foot)
    if fitted.scale in (TILE * 2.0**FARTHEST, TILE * 2.0**NEAREST):
        return  # as far or as near as it goes
    left, top, right, bottom = fitted.to_pixels(np.array(bounds).reshape(2, 2)).ravel()
    assert min(left, top) >= 20 - 1e-3
    assert right <= viewport.width - 20 - side + 1e-3
    assert bottom <= viewport.height - 20 - foot + 1e-3
    assert left == pytest.approx(20, abs=1e-2) or top == pytest.approx(20, abs=1e-2)


@given(VIEWPORTS, PIXELS, st.floats(-3, 3), st.floats(0, 1))
def test_on_the_way_of_a_zoom_the_place_under_the_pointer_stays(
    viewport: Viewport, pixel: tuple[float, float], steps: float, share: float
) -> None:
    goal = viewport.zoomed(steps, *pixel)
    midway = between(viewport, goal, share)
    assert midway.to_pixels(viewport.to_world(pixel)) == pytest.approx(pixel, abs=0.5)


def test_nobody_gets_lost_outside() -> None:
    lost = Viewport(0.9, 0.1, 1000.0, 100.0, 100.0)
    held = lost.held((0.4, 0.4, 0.6, 0.6))
    assert (held.x, held.y, held.scale) == (0.6, 0.4, 1000.0)
