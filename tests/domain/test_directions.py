from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.directions import Leg, Turn, legs_of, turn_of
from domain.roads import RoadGraph, Roads
from domain.shapes import DEGREE
from tests.domain.small_city import SIDE, SOUTH, WEST


@pytest.mark.parametrize(
    ("degrees", "turn"),
    [
        (0, Turn.STRAIGHT), (20, Turn.STRAIGHT), (-20, Turn.STRAIGHT), (40, Turn.SLIGHT_RIGHT), (-40, Turn.SLIGHT_LEFT),
        (90, Turn.RIGHT), (-90, Turn.LEFT), (150, Turn.RIGHT), (175, Turn.U_TURN), (-180, Turn.U_TURN),
    ],
)  # fmt: skip
def test_what_a_change_of_direction_is_called(degrees: float, turn: Turn) -> None:
    assert turn_of(degrees) is turn


def town(bends: dict[int, tuple[float, float]] | None = None) -> Roads:
    """A cross of four named arms of two stretches each; node 0 is the crossing, 1-2 north, 3-4 east, 5-6 south, 7-8
    west."""
    places = [(0.0, 0.0)]
    for east, north in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        places += [(east, north), (2 * east, 2 * north)]
    places = [(bends or {}).get(row, place) for row, place in enumerate(places)]
    nodes = np.rint((np.array(places) * SIDE / 4 + (WEST, SOUTH)) * DEGREE).astype(np.int32)
    start, end = np.array([0, 1, 0, 3, 0, 5, 0, 7], np.int32), np.array([1, 2, 3, 4, 5, 6, 7, 8], np.int32)
    name = np.array([0, 0, 1, 1, 0, 0, -1, -1], np.int32)
    flat = np.zeros(8, np.uint8)
    return Roads(nodes, start, end, flat + 4, flat, name, ["南北路", "东街"])


def told(roads: Roads, first: int, last: int) -> list[tuple[str, str]]:
    graph = RoadGraph(roads)
    ends = [tuple((roads.nodes[node] / DEGREE).tolist()) for node in (first, last)]
    return [(leg.turn.value, leg.road) for leg in graph.route(*ends).legs]


def test_turns_at_a_crossing() -> None:
    roads = town()
    assert told(roads, 2, 6) == [("depart", "南北路"), ("arrive", "")]
    assert told(roads, 6, 4) == [("depart", "南北路"), ("right", "东街"), ("arrive", "")]
    assert told(roads, 2, 4) == [("depart", "南北路"), ("left", "东街"), ("arrive", "")]
    assert told(roads, 4, 8) == [("depart", "东街"), ("straight", ""), ("arrive", "")]


def test_walking_off_the_road_is_no_turn() -> None:
    graph = RoadGraph(town(), [2, 3])  # three arms: nothing leads east
    metre = 1 / 111_195
    south, beside = (WEST, SOUTH - SIDE / 2), (WEST + 14 * metre, SOUTH + 4 * metre)
    for ends in ((south, beside), (beside, south)):
        route = graph.route(*ends)
        assert [(leg.turn.value, leg.road) for leg in route.legs] == [("depart", "南北路"), ("arrive", "")]
        assert route.metres == pytest.approx(SIDE / 2 * 111_195 + 4 + 12, abs=1.0)


def test_a_bend_in_a_road_is_no_turn() -> None:
    roads = town({3: (1.0, 0.2), 4: (1.2, 1.5)})
    assert told(roads, 8, 4) == [("depart", ""), ("straight", "东街"), ("arrive", "")]


def test_crossing_a_road_is_not_going_along_it() -> None:
    east = np.arange(5) * 100.0
    road = np.array([0, 1, 0, 0])
    metres = np.array([190.0, 12.0, 100.0, 98.0])
    legs = legs_of(metres, east, np.zeros(5), metres / 4, road, ["长路", "横路"], np.ones(5, bool))
    assert [(leg.turn, leg.road, leg.metres) for leg in legs] == [(Turn.DEPART, "长路", 400), (Turn.ARRIVE, "", 0)]


@given(
    st.lists(st.tuples(st.floats(1, 900), st.floats(0.2, 400), st.integers(-1, 2)), min_size=1, max_size=30),
    st.data(),
)
def test_the_legs_add_up_to_the_way(stretches: list[tuple[float, float, int]], data: st.DataObject) -> None:
    metres, seconds, road = (np.array(column) for column in zip(*stretches, strict=True))
    angles = np.array([data.draw(st.floats(-math.pi, math.pi)) for _ in stretches])
    east = np.concatenate([[0.0], np.cumsum(np.sin(angles) * metres)])
    north = np.concatenate([[0.0], np.cumsum(np.cos(angles) * metres)])
    legs = legs_of(metres, east, north, seconds, road, ["甲", "乙", "丙"], np.ones(len(east), bool))
    assert sum(leg.metres for leg in legs) == round(float(metres.sum()))
    assert sum(leg.seconds for leg in legs) == round(float(seconds.sum()))
    assert [leg.at for leg in legs] == sorted({leg.at for leg in legs})
    assert legs[0].turn is Turn.DEPART and legs[-1] == Leg(Turn.ARRIVE, "", 0, 0, len(metres))
    assert all(leg.turn is not Turn.ARRIVE for leg in legs[:-1])
