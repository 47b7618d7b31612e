"""What lies over the map finds its place on any of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF

from maps.chrome import foot
from maps.viewport import TILE, Viewport


@given(width=st.floats(240, 4000), height=st.floats(180, 2200), scale=st.floats(60, 200), note=st.floats(80, 200))
def test_scale_and_note_never_meet_and_stay_inside(width: float, height: float, scale: float, note: float) -> None:
    viewport = Viewport(0.5, 0.5, TILE, width, height)
    places = foot(viewport, scale, QSizeF(note, 14.0))
    assert not places[0].intersects(places[1])
    assert all(QRectF(0, 0, width, height).contains(place) for place in places)
