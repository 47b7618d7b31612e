"""Who can be somewhere in time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.reach import BANDS, FreeWorkers, free_workers, reach_of
from domain.roads import EBIKE_SPEED, MODES, RoadGraph, haversine
from domain.shapes import DEGREE
from domain.worker import Mode
from tests.domain.small_city import SIDE, SOUTH, WEST, lattice
from tests.maps.town import NOW, picture_of, town

ROADS = lattice(12, 10)
GRAPH = RoadGraph(ROADS)
NOBODY = FreeWorkers(np.zeros(0), np.zeros(0), np.zeros(0, np.uint8))
#: Seconds in which the slowest road is ridden as far as a place is rounded (half of 1e-7 degree, both ways).
ROUNDED = 0.5e-7 * np.radians(1) * 6_371_000 * np.sqrt(2) / min(EBIKE_SPEED)
EAST, NORTH = WEST + 11 * SIDE, SOUTH + 9 * SIDE
places = st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))


def length_of(lines: np.ndarray) -> float:
    return float(haversine(lines[:, 0], lines[:, 1], lines[:, 2], lines[:, 3]).sum())


@given(places)
@example((117.25700674513986, 34.26))  # a stretch ends just before a node, on the same place in 1e-7 degree
def test_every_stretch_is_as_far_as_its_band_says(place: tuple[float, float]) -> None:
    reach = reach_of(GRAPH, *place, NOBODY)
    field = GRAPH.field_to(*place)
    for lines, low, high in zip(reach.roads, (0.0, *BANDS), BANDS, strict=False):
        assert not len(lines) or (np.abs(lines[:, :2] - lines[:, 2:]).sum(axis=1) > 0).all()
        nodes = np.round(lines.reshape(-1, 2) * DEGREE).astype(np.int64)
        known = {(int(x), int(y)): float(t) for (x, y), t in zip(ROADS.nodes, field.at_nodes(), strict=True)}
        for x, y in nodes.tolist():
            if (x, y) in known:
                assert low - ROUNDED <= known[x, y] <= high + ROUNDED


@given(places)
def test_no_road_is_lost_and_none_is_in_two_bands(place: tuple[float, float]) -> None:
    reach = reach_of(GRAPH, *place, NOBODY)
    seconds = GRAPH.field_to(*place).at_nodes()
    first, last = seconds[ROADS.start], seconds[ROADS.end]
    share = np.clip((BANDS[-1] - np.minimum(first, last)) / np.maximum(np.abs(first - last), 1e-12), 0.0, 1.0)
    ends = ROADS.nodes[ROADS.start] / DEGREE, ROADS.nodes[ROADS.end] / DEGREE
    whole = haversine(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])
    wanted = float((whole * share * (np.minimum(first, last) < BANDS[-1])).sum())
    assert sum(length_of(lines) for lines in reach.roads) == pytest.approx(wanted, rel=1e-3, abs=1.0)


def test_a_worker_is_counted_by_his_own_way_to_get_about() -> None:
    lon, lat = WEST + 5 * SIDE, SOUTH + 4 * SIDE
    there = np.full(3, WEST + 6 * SIDE), np.full(3, lat)  # some 900 metres
    modes = np.array([MODES.index(mode) for mode in (Mode.FOOT, Mode.EBIKE, Mode.CAR)], np.uint8)
    times = GRAPH.field_to(lon, lat).seconds(*there, modes)
    reach = reach_of(GRAPH, lon, lat, FreeWorkers(*there, modes))
    assert reach.free == tuple(int((times <= band).sum()) for band in BANDS)
    assert 0 < reach.free[0] < 3


def test_nothing_leads_to_a_place_far_from_all_roads() -> None:
    reach = reach_of(GRAPH, WEST - 1.0, SOUTH, NOBODY)
    assert [len(lines) for lines in reach.roads] == [0, 0, 0]
    assert reach.free == (0, 0, 0)


def test_closed_roads_are_not_reached() -> None:
    lon, lat = WEST + 5 * SIDE, SOUTH + 4 * SIDE
    closed = RoadGraph(ROADS, np.flatnonzero(ROADS.nodes[ROADS.start][:, 0] == ROADS.nodes[ROADS.end][:, 0]))
    reach = reach_of(closed, lon, lat, NOBODY)
    lines = np.vstack(reach.roads)
    assert len(lines)
    assert np.abs(lines[:, 1] - lines[:, 3]).max() < 1e-9  # only along the parallels
    assert reach != reach_of(GRAPH, lon, lat, NOBODY)
    assert reach_of(GRAPH, lon, lat, NOBODY) == reach_of(GRAPH, lon, lat, NOBODY)


def test_free_are_those_who_could_be_sent() -> None:
    picture = picture_of(town(), [])
    free = free_workers(picture.columns, picture.positions.copied(), NOW)
    states = {worker.id: worker.state for worker in picture.roster}
    assert states["g7"] == "free" and states["g8"] == "free"  # silent, and never seen
    places = set(zip(np.round(free.lon, 6).tolist(), np.round(free.lat, 6).tolist(), strict=True))
    one = picture.place_of(picture.workers["g1"])
    assert one is not None and (round(one[0], 6), round(one[1], 6)) in places
    for away in ("g2", "g6", "g7"):
        place = picture.place_of(picture.workers[away])
        assert place is not None and (round(place[0], 6), round(place[1], 6)) not in places
