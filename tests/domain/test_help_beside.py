"""Help from the grids beside: only who is free and may be sent, the soonest first."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.candidates import Flight, weigh
from domain.help_beside import help_beside
from domain.messages import WorkerChanged
from domain.picture import Picture
from domain.roads import RoadGraph
from domain.worker import WorkerState
from tests.domain.small_city import GRIDS, MONDAY_NINE, new_incident, picture_with_everybody

CITY = picture_with_everybody().city
GRAPH = RoadGraph(CITY.geography.roads)
states = st.lists(st.sampled_from(list(WorkerState)), min_size=8, max_size=8)


def picture_of(states: list[WorkerState]) -> Picture:
    picture = picture_with_everybody(MONDAY_NINE)
    for number, state in enumerate(states, 1):
        worker = msgspec.structs.replace(picture.workers[f"g{number}"], state=state)
        picture.apply(WorkerChanged(picture.seq + 1, MONDAY_NINE, worker))
    return picture


def weighed(picture: Picture) -> Flight:
    return weigh(picture, GRAPH, new_incident("i", 4), MONDAY_NINE)


@given(states)
def test_of_each_grid_the_free_and_nobody_else(states: list[WorkerState]) -> None:
    picture = picture_of(states)
    found = {one.region: [helper.worker for helper in one.helpers] for one in help_beside(picture, GRIDS, None)}
    for number, (grid, state) in enumerate(zip(GRIDS, states, strict=True), 1):
        assert found[grid] == ([f"g{number}"] if state is WorkerState.FREE else [])


@given(states)
def test_the_soonest_comes_first_and_the_empty_last(states: list[WorkerState]) -> None:
    picture = picture_of(states)
    flight = weighed(picture)
    found = help_beside(picture, GRIDS, flight)
    times = [one.helpers[0].seconds for one in found if one.helpers]
    known = [seconds for seconds in times if seconds is not None]
    assert known == sorted(known)
    assert [bool(one.helpers) for one in found] == sorted((bool(one.helpers) for one in found), reverse=True)
    for one in found:
        for helper in one.helpers:
            assert helper.seconds == flight.candidates[helper.worker].seconds
            assert flight.candidates[helper.worker].allowed
