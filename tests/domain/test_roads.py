from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.roads import (
    EBIKE_SPEED,
    MODE_FACTOR,
    MODES,
    OFF_ROAD,
    WALKING_SPEED,
    RoadGraph,
    Roads,
    haversine,
)
from domain.shapes import DEGREE
from domain.worker import Mode
from tests.domain.small_city import SIDE, SOUTH, WEST, lattice


def corner(column: int, row: int) -> tuple[float, float]:
    return WEST + SIDE * column, SOUTH + SIDE * row


def network(places: list[tuple[float, float]], links: list[tuple[int, int]], oneway: int = 0, rank: int = 4) -> Roads:
    nodes = np.rint(np.array(places, float).reshape(-1, 2) * DEGREE).astype(np.int32)
    ends = np.array(links, np.int32).reshape(-1, 2)
    flat = np.zeros(len(ends), np.uint8)
    return Roads(nodes, ends[:, 0], ends[:, 1], flat + rank, flat + oneway, np.full(len(ends), -1, np.int32), [])


def test_haversine_of_known_distances() -> None:
    assert haversine(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert haversine(0, 60, 1, 60) == pytest.approx(55_597, abs=5)
    assert haversine(117.2, 34.2, 117.2, 34.2) == 0


def test_time_is_length_by_speed() -> None:
    graph = RoadGraph(lattice(4, 3))
    field = graph.field_to(*corner(0, 0))
    metres = 2 * haversine(*corner(0, 0), *corner(1, 0)) + haversine(*corner(2, 0), *corner(2, 1))
    expected = float(metres) / EBIKE_SPEED[4]
    assert field.seconds(*corner(2, 1), Mode.EBIKE) == pytest.approx(expected, rel=1e-4)
    everywhere = [corner(2, 1)] * 3
    by_mode = field.seconds(*np.array(everywhere).T, list(Mode))
    assert by_mode == pytest.approx([expected * MODE_FACTOR[mode] for mode in Mode], rel=1e-4)
    numbers = np.array([MODES.index(mode) for mode in Mode], np.uint8)
    assert (field.seconds(*np.array(everywhere).T, numbers) == by_mode).all()


def test_a_place_beside_the_road_is_walked_to() -> None:
    graph = RoadGraph(lattice(4, 3))
    spot = graph.spots(*corner(1, 1))
    segment, share = int(spot.segment[0]), float(spot.share[0])
    at = graph.roads.end[segment] if share > 0.5 else graph.roads.start[segment]
    assert at == 5 and min(share, 1 - share) < 1e-3 and spot.metres[0] == pytest.approx(0, abs=0.1)
    east, north = corner(2, 1)[0] + 0.3 * SIDE, corner(2, 1)[1]
    on_road = graph.field_to(*corner(0, 0)).seconds(east, north, Mode.CAR)[0]
    beside = graph.field_to(*corner(0, 0)).seconds(east, north + 0.002, Mode.CAR)[0]
    assert beside - on_road == pytest.approx(0.002 * 111_195 / WALKING_SPEED, rel=1e-3)
    near = graph.field_to(east, north + 0.002).seconds(east, north + 0.0022, Mode.EBIKE)[0]
    assert near == pytest.approx(0.0002 * 111_195 / WALKING_SPEED, rel=1e-3)


def test_oneway_roads_are_travelled_one_way() -> None:
    ring = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]
    graph = RoadGraph(network(ring, [(0, 1), (1, 2), (2, 3), (3, 0)], oneway=1))
    forth = graph.route(ring[0], ring[1])
    back = graph.route(ring[1], ring[0])
    assert len(forth.points) == 2 and len(back.points) == 4
    assert back.metres == pytest.approx(3 * forth.metres, rel=0.2)
    assert graph.field_to(*ring[1]).seconds(*ring[0], Mode.EBIKE)[0] == pytest.approx(forth.seconds)


def test_disconnected_parts_are_infinitely_far() -> None:
    west, east = [corner(0, 0), corner(1, 0)], [corner(6, 0), corner(7, 0)]
    graph = RoadGraph(network(west + east, [(0, 1), (2, 3)]))
    assert np.isinf(graph.field_to(*west[0]).seconds(*east[0], Mode.EBIKE)).all()
    route = graph.route(west[0], east[1])
    assert not route.exists and route.seconds == np.inf


def test_specks_of_network_catch_nobody() -> None:
    speck = corner(0, 1)[0] + 0.001, corner(0, 1)[1] + 0.001
    roads = lattice(40, 40)
    nodes = np.vstack([roads.nodes, np.rint(np.array([speck, (speck[0] + 1e-4, speck[1])]) * DEGREE).astype(np.int32)])
    graph = RoadGraph(
        msgspec.structs.replace(
            roads,
            nodes=nodes,
            start=np.append(roads.start, 1600).astype(np.int32),
            end=np.append(roads.end, 1601).astype(np.int32),
            **{
                column: np.append(getattr(roads, column), getattr(roads, column)[0])
                for column in ("rank", "oneway", "name")
            },
        )
    )
    spot = graph.spots(*speck)
    assert spot.segment[0] < len(roads.start) and spot.metres[0] == pytest.approx(0.001 * 91_900, rel=1e-2)
    assert np.isfinite(graph.field_to(*speck).seconds(*corner(5, 5), Mode.EBIKE)).all()


def test_of_parallel_roads_the_quicker_one_counts() -> None:
    places = [corner(0, 0), corner(1, 0)]
    slow = RoadGraph(network(places, [(0, 1)], rank=5)).route(*places)
    both = network(places, [(0, 1), (0, 1), (1, 0)], rank=5)
    both.rank[1] = 2
    assert RoadGraph(both).route(*places).seconds == pytest.approx(slow.seconds * EBIKE_SPEED[5] / EBIKE_SPEED[2])


def test_far_away_or_nowhere_has_no_way() -> None:
    graph = RoadGraph(lattice(3, 3))
    far = WEST - 1.0, SOUTH
    spots = graph.spots([far[0], np.nan], [far[1], SOUTH])
    assert spots.segment.tolist() == [-1, -1] and np.isinf(spots.metres).all()
    assert np.isinf(graph.field_to(*far).seconds(*corner(0, 0), Mode.FOOT)).all()
    assert not graph.route(corner(0, 0), far).exists
    empty = RoadGraph(network([], []))
    assert len(empty) == 0 and not empty.route(corner(0, 0), corner(1, 1)).exists
    assert np.isinf(empty.field_to(*corner(0, 0)).seconds(*corner(1, 1), Mode.EBIKE)).all()
    assert OFF_ROAD > 1000


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"end": np.array([9], np.int32)}, "different lengths"),
        ({"nodes": np.zeros(4, np.int32)}, "pairs"),
        ({"nodes": np.array([[0, 900_000_001]] * 9, np.int32)}, "outside the world"),
        ({"start": np.full(12, 9, np.int32)}, "node that does not exist"),
        ({"start": np.full(12, -1, np.int32)}, "node that does not exist"),
        ({"name": np.zeros(12, np.int32)}, "name that does not exist"),
    ],
)
def test_a_broken_network_is_refused_with_its_reason(changes: dict[str, np.ndarray], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        RoadGraph(msgspec.structs.replace(lattice(3, 3), **changes))


#: Columns and rows of the lattice, also between and beside them.
places = st.tuples(st.floats(-0.2, 4.2), st.floats(-0.2, 3.2))


@example((0.0, 1.0000000596046448), (0.0, 5.960464477539063e-08), Mode.FOOT, 0)  # a speck of road at either end
@given(places, places, st.sampled_from(Mode), st.integers(0, 2**16))
def test_the_route_takes_what_the_field_promises(
    origin: tuple[float, float], goal: tuple[float, float], mode: Mode, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    roads = lattice(5, 4)
    roads.oneway[:] = rng.random(len(roads.start)) < 0.3
    roads.rank[:] = rng.integers(0, 6, len(roads.start))
    graph = RoadGraph(roads)
    start, end = ((WEST + SIDE * place[0], SOUTH + SIDE * place[1]) for place in (origin, goal))
    promised = graph.field_to(*end).seconds(*start, mode)[0]
    route = graph.route(start, end, mode)
    assert route.seconds == pytest.approx(promised, abs=1e-6)
    if route.exists:
        assert route.points[0] == pytest.approx(start) and route.points[-1] == pytest.approx(end)
        assert route.metres >= float(haversine(*start, *end)) * 0.999 - 0.001  # a millimetre: coordinates are rounded
