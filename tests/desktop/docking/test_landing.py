"""What letting go at a pixel means: always somewhere that exists, with the room that was shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from desktop.docking.landing import GroupBox, Spot, spot_at, strip
from desktop.docking.tree import Side

AREA = QRect(0, 0, 1000, 600)
HEAD = 28
#: Two tabs at the left, a map at the right.
LEFT = GroupBox(
    ("people", "areas"), QRect(0, 0, 300, 600), QRect(0, 0, 300, HEAD), (QRect(0, 0, 80, HEAD), QRect(80, 0, 80, HEAD))
)
RIGHT = GroupBox(("map",), QRect(302, 0, 698, 600), QRect(302, 0, 698, HEAD))
SMALL = QSize(200, 150)


def spot(x: int, y: int, pane: str = "queue", size: QSize = SMALL) -> Spot | None:
    return spot_at(QPoint(x, y), pane, size, None, AREA, (LEFT, RIGHT))


@given(st.integers(0, 999), st.integers(0, 599), st.sampled_from(["queue", "people", "areas", "map"]))
def test_it_goes_beside_what_is_there_into_room_that_is_there(x: int, y: int, pane: str) -> None:
    found = spot(x, y, pane)
    if found is None:
        return
    assert AREA.contains(found.room)
    assert found.room.isValid()
    assert found.landing.by in ("", "people", "areas", "map")
    assert found.landing.by != pane or found.landing.side is None
    assert 0 < found.landing.share < 1
    if found.landing.by and found.landing.side is not None:
        group = LEFT if found.landing.by in LEFT.panes else RIGHT
        assert group.whole.contains(found.room)


@pytest.mark.parametrize(
    ("x", "y", "by", "side"),
    [
        (330, 300, "map", Side.LEFT),
        (970, 300, "map", Side.RIGHT),
        (650, 60, "map", Side.ABOVE),
        (650, 560, "map", Side.BELOW),
        (650, 300, "map", None),
        (5, 300, "", Side.LEFT),
        (995, 300, "", Side.RIGHT),
        (650, 595, "", Side.BELOW),
        (650, 5, "", Side.ABOVE),
    ],
)
def test_bands_and_edges(x: int, y: int, by: str, side: Side | None) -> None:
    found = spot(x, y)
    assert found is not None
    assert (found.landing.by, found.landing.side) == (by, side)


@pytest.mark.parametrize(("x", "before"), [(20, "people"), (60, "areas"), (100, "areas"), (150, ""), (260, "")])
def test_among_tabs_it_goes_between_two(x: int, before: str) -> None:
    found = spot(x, 20)
    assert found is not None
    assert (found.landing.by, found.landing.side, found.landing.before) == ("people", None, before)
    assert found.sign.width() == 3


@pytest.mark.parametrize(
    ("x", "y", "pane"),
    [(20, 20, "people"), (60, 20, "people"), (150, 20, "areas"), (150, 300, "people"),
     (650, 20, "map"), (650, 300, "map"), (330, 300, "map")],
)  # fmt: skip
def test_where_it_would_stay_nothing_lights_up(x: int, y: int, pane: str) -> None:
    assert spot(x, y, pane) is None


def test_beside_another_it_keeps_its_size_as_far_as_is_fair() -> None:
    assert spot(970, 300, size=QSize(200, 100)).room.width() == 200  # type: ignore[union-attr]
    assert spot(970, 300, size=QSize(900, 100)).room.width() == 349  # type: ignore[union-attr]
    assert spot(970, 300, size=QSize(0, 0)).room.width() == 349  # type: ignore[union-attr]
    assert spot(995, 300, size=QSize(900, 100)).room.width() == 350  # type: ignore[union-attr]


def test_an_empty_window_takes_anything_a_window_of_its_own_keeps_it() -> None:
    empty = spot_at(QPoint(500, 300), "map", SMALL, None, AREA, ())
    assert empty is not None
    assert empty.room == AREA
    assert spot_at(QPoint(500, 300), "map", SMALL, 0, AREA, (GroupBox(("map",), AREA, AREA),)) is None


@given(st.sampled_from(Side), st.floats(0.1, 0.9))
def test_a_strip_lies_along_its_side(side: Side, share: float) -> None:
    found = strip(AREA, side, share)
    assert AREA.contains(found)
    edges = {Side.LEFT: "left", Side.RIGHT: "right", Side.ABOVE: "top", Side.BELOW: "bottom"}
    assert getattr(found, edges[side])() == getattr(AREA, edges[side])()
