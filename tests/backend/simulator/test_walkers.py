"""Legs: everybody stays on the roads, in his own area when on his beat, on the line when he is led."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.simulator.streets import Floats, Plane, Streets
from backend.simulator.walkers import Walkers
from domain.shapes import DEGREE
from tests.backend.doors import two_grids
from tests.seeking import tried

ROADS = two_grids().geography.roads
STREETS = Streets(ROADS, Plane(117.19, 34.275))
#: Nodes 0…10 of each row of 21 lie in the first grid, the others in the second.
ZONES = np.tile(np.repeat([0, 1], [11, 10]), 11)[None, :].astype(np.int32)


def walkers(count: int = 40, seed: int = 1, pace: float = 4.0) -> Walkers:
    zone = (np.arange(count) % 2).astype(np.int32)
    made = Walkers(STREETS, ZONES, np.zeros(count, np.int32), zone, np.full(count, pace), seed)
    made.start(np.arange(count, dtype=np.int32))
    return made


def off_the_line(places: Floats, line: Floats) -> Floats:
    """Distance of each place from a line of corners, metres."""
    start, way = line[:-1], np.diff(line, axis=0)
    share = np.einsum("psc,sc->ps", places[:, None] - start, way) / np.maximum((way**2).sum(axis=1), 1e-9)
    nearest = start + way * np.clip(share, 0, 1)[..., None]
    return np.hypot(*(places[:, None] - nearest).transpose(2, 0, 1)).min(axis=1)


@tried(25)
@given(seed=st.integers(0, 10_000), steps=st.lists(st.floats(0.2, 90), min_size=5, max_size=30))
def test_everybody_walks_on_roads_no_faster_than_he_can(seed: int, steps: list[float]) -> None:
    group = walkers(seed=seed)
    everybody, now = np.arange(len(group)), 1000.0
    segments = np.stack([STREETS.at[ROADS.start], STREETS.at[ROADS.end]], axis=1)
    before = group.places(everybody)
    for seconds in steps:
        now += seconds
        group.step(now, seconds)
        places = group.places(everybody)
        gone = np.abs(places - before).sum(axis=1)
        assert (gone <= 4.0 * 1.15 * seconds * 1.5 + 1e-6).all()  # along streets: at most √2 of the straight line
        apart = np.min([off_the_line(places, segment) for segment in segments], axis=0)
        assert apart.max() < 1e-6
        before = places


def test_the_beat_is_the_own_area() -> None:
    group, everybody, inside = walkers(), np.arange(40), []
    for step in range(400):
        group.step(step * 10.0, 10.0)
        middle = STREETS.at[10, 0] + 50.0
        inside.append((group.places(everybody)[:, 0] > middle) == (everybody % 2 == 1))
    assert np.mean(inside) > 0.97
    # They do walk: nobody has spent the hour on one spot.
    assert len({tuple(np.rint(place)) for place in group.places(everybody)}) > 30


def test_who_is_led_stays_on_the_line_and_stands_at_its_end() -> None:
    group = walkers()
    line = np.vstack([group.places(np.array([0])), STREETS.at[[5, 6, 27, 28]], STREETS.at[28] + 30.0])
    group.lead(0, line[1:], 5.0)
    for step in range(1, 400):
        group.step(step * 3.0, 3.0)
        assert off_the_line(group.places(np.array([0])), line).max() < 1e-6
    assert not group.led(0)
    assert np.allclose(group.places(np.array([0]))[0], line[-1])
    group.release(0)
    group.step(2000.0, 60.0)
    assert not np.allclose(group.places(np.array([0]))[0], line[-1])


def test_the_same_seed_walks_the_same_way() -> None:
    first, second, other = walkers(seed=3), walkers(seed=3), walkers(seed=4)
    for step in range(50):
        for group in (first, second, other):
            group.step(step * 20.0, 20.0)
    everybody = np.arange(40)
    assert (first.places(everybody) == second.places(everybody)).all()
    assert not np.allclose(first.places(everybody), other.places(everybody))


def test_the_plane_is_its_own_inverse() -> None:
    degrees = ROADS.nodes / DEGREE
    assert np.abs(STREETS.plane.degrees(STREETS.plane.metres(degrees)) - degrees).max() < 1e-12
