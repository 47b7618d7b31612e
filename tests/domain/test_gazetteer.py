"""What on the ground can be gone to by name: one place for each, on it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from domain.city import Landmarks, Places
from domain.gazetteer import Named, named_ground
from domain.names import Name
from domain.network import Roads
from domain.shapes import DEGREE, Shapes
from tests.domain.small_city import small_city

BEND = [[(117.0, 34.0), (117.1, 34.0), (117.1, 34.01), (117.01, 34.01), (117.01, 34.1), (117.0, 34.1)]]


def roads(*lines: tuple[int, list[tuple[float, float]]]) -> Roads:
    """Lines of (number of the name, places); lines that share a place meet there."""
    known: dict[tuple[float, float], int] = {}
    start, end, name = [], [], []
    for number, line in lines:
        at = [known.setdefault(place, len(known)) for place in line]
        start += at[:-1]
        end += at[1:]
        name += [number] * (len(at) - 1)
    nodes = np.rint(np.array(list(known), float).reshape(-1, 2) * DEGREE).astype(np.int32)
    plain = np.zeros(len(start), np.uint8)
    numbers = (np.array(column, np.int32) for column in (start, end, name))
    first, last, names = numbers
    return Roads(nodes, first, last, plain, plain, names, ["人民路", "", "长街"])


def found(**parts: object) -> list[Named]:
    geography = small_city().geography
    nothing = Landmarks(Shapes.of([]), [])
    bare = msgspec.structs.replace(geography, roads=roads(), water=nothing, parks=nothing, estates=nothing)
    return named_ground(msgspec.structs.replace(bare, **parts))


def test_a_road_is_one_place_in_its_middle_on_it() -> None:
    line = [(117.0 + step * 0.001, 34.0) for step in range(9)]
    (road,) = found(roads=roads((0, line), (1, [(117.0, 34.0), (117.0, 34.1)])), road_names_en=["People Road", "", ""])
    assert (road.name, road.kind) == (Name("人民路", "People Road"), "road")
    assert road.lat == 34.0 and abs(road.lon - 117.004) <= 0.0006


def test_roads_of_one_name_are_one_where_they_lie_side_by_side_and_two_where_they_are_apart() -> None:
    here, beside = [(117.0, 34.0), (117.01, 34.0)], [(117.0, 34.001), (117.01, 34.001)]
    town = [(117.3, 34.0), (117.304, 34.0)]
    places = [(one.name.zh, round(one.lon, 3)) for one in found(roads=roads((0, here), (0, beside), (0, town)))]
    assert places == [("人民路", 117.005), ("人民路", 117.302)]  # the longer one first


def test_a_crossing_joins_no_two_roads() -> None:
    cross = (117.0, 34.0)
    lines = roads((0, [(116.99, 34.0), cross, (117.01, 34.0)]), (2, [(117.0, 33.99), cross, (117.0, 34.01)]))
    assert [one.name.zh for one in found(roads=lines)] == ["人民路", "长街"]


def test_a_water_is_gone_to_at_its_shore_and_not_beside_it() -> None:
    (river,) = found(water=Landmarks(Shapes.of([BEND]), [Name("小河")]))
    assert (river.lon, river.lat) in BEND[0]


def test_landmarks_say_what_they_are_and_what_has_no_name_is_left_out() -> None:
    shapes = Shapes.of([BEND, BEND])
    hospital, estate = (
        found(places=Places(shapes, [Name(""), Name("市一院")], ["school", "hospital"])),
        found(estates=Landmarks(shapes, [Name("锦园"), Name("")])),
    )
    assert [(one.name.zh, one.kind) for one in (*hospital, *estate)] == [("市一院", "hospital"), ("锦园", "estate")]
    assert (hospital[0].lon, hospital[0].lat) == pytest.approx((117.05, 34.05))
