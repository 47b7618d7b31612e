"""The density of incidents: nothing is lost, nothing added, and it means what it says."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.heat import (
    CLASSES,
    Heat,
    HeatRequest,
    bandwidth_for,
    chosen_incidents,
    heat_of,
    heat_request,
    round_down,
)
from domain.incident import Incident
from domain.messages import Clock, Snapshot
from domain.picture import Picture
from domain.shapes import DEGREE
from tests.domain.small_city import MONDAY_NINE, new_incident, small_city

places = st.lists(
    st.tuples(st.integers(-60_000, 60_000), st.integers(-60_000, 60_000)), min_size=1, max_size=60
)


def request_of(offsets: list[tuple[int, int]], bandwidth: float) -> HeatRequest:
    stored = np.array(sorted(offsets), "<i4").reshape(-1, 2) + np.array([1_172_000_000, 342_600_000])
    return HeatRequest(stored.astype("<i4").tobytes(), bandwidth)


def at(heat: Heat, lon: float, lat: float) -> float:
    """The density of the nearest node."""
    column, row = round((lon - heat.west) / heat.step[0]), round((lat - heat.south) / heat.step[1])
    return float(heat.density[row, column])


@given(places, st.sampled_from([100.0, 300.0, 1000.0]))
def test_the_whole_of_it_is_the_number_of_incidents(offsets: list[tuple[int, int]], bandwidth: float) -> None:
    heat = heat_of(request_of(offsets, bandwidth))
    assert float(heat.density.sum(dtype=np.float64)) * heat.cell == pytest.approx(len(offsets), rel=1e-5)
    assert heat.density.min() >= 0
    edge = np.concatenate([heat.density[0], heat.density[-1], heat.density[:, 0], heat.density[:, -1]])
    assert not edge.any()  # nothing was cut off


def test_one_incident_is_the_kernel_of_the_formula() -> None:
    heat = heat_of(request_of([(0, 0)], 500.0))
    peak = 3 / (np.pi * 0.5**2)  # a km²
    assert at(heat, 117.2, 34.26) == pytest.approx(peak, rel=0.06)
    north = 250.0 / 111_195.0
    assert at(heat, 117.2, 34.26 + north) == pytest.approx(peak * (1 - 0.25) ** 2, rel=0.12)
    assert at(heat, 117.2, 34.26 + 2.3 * north) == 0


@given(places, places)
def test_two_selections_together_are_their_sum(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    corners = [(-70_000, -70_000), (70_000, 70_000)]  # so that all three lie on the same grid
    first, second = heat_of(request_of(one + corners, 300.0)), heat_of(request_of(other + corners, 300.0))
    both, ends = heat_of(request_of(one + other + corners, 300.0)), heat_of(request_of(corners, 300.0))
    assert both.density + ends.density == pytest.approx(first.density + second.density, abs=1e-2)


@given(places)
def test_the_order_does_not_matter_and_equal_requests_are_equal(offsets: list[tuple[int, int]]) -> None:
    one, other = request_of(offsets, 300.0), request_of(offsets[::-1], 300.0)
    assert one == other
    assert heat_of(one) == heat_of(other)
    assert heat_of(one) != heat_of(request_of([*offsets, (0, 0)], 300.0))


def test_nothing_is_no_heat() -> None:
    heat = heat_of(HeatRequest(b"", 300.0))
    assert heat.count == 0
    assert heat.classes == ()


def test_classes_double_up_to_a_round_number() -> None:
    heat = heat_of(request_of([(0, 0)] * 40, 300.0))
    classes = heat.classes
    assert len(classes) == CLASSES
    assert classes[-1] == round_down(float(heat.density.max()))
    assert all(high == 2 * low for low, high in pairwise(classes))


@pytest.mark.parametrize(("value", "rounded"), [(1.0, 1.0), (1.99, 1.0), (2.0, 2.0), (7.3, 5.0), (0.049, 0.02)])
def test_round_numbers(value: float, rounded: float) -> None:
    assert round_down(value) == pytest.approx(rounded)


@pytest.mark.parametrize(("degrees", "metres"), [(0.009, 100.0), (0.09, 500.0), (0.18, 1000.0), (1.2, 5000.0)])
def test_a_larger_city_is_looked_at_more_coarsely(degrees: float, metres: float) -> None:
    assert bandwidth_for(117.2, 34.2, 117.21, 34.2 + degrees) == metres
    assert bandwidth_for(117.2, 0.0, 117.2 + degrees, 0.001) == metres


def test_which_incidents_count() -> None:
    def one(id_: str, received: float, **fields: object) -> Incident:
        return msgspec.structs.replace(new_incident(id_, 1), received_at=received, **fields)

    now = MONDAY_NINE + 7200
    incidents = [
        one("open", now - 60),
        one("old", now - 90_000),
        one("closed", now - 60, stage="closed", closed_at=now - 10),
        one("merged", now - 60, stage="closed", merged_into="open"),
    ]
    picture = Picture(small_city())
    picture.apply(Snapshot("e", 1, Clock(now), incidents, {}, []))

    def ids(span: float | None, leave_out: str = "") -> set[str]:
        return {incident.id for incident in chosen_incidents(picture, lambda i: i.id != leave_out, now, span)}

    assert ids(None) == {"open", "old"}
    assert ids(86_400) == {"open", "closed"}
    assert ids(86_400, "open") == {"closed"}
    assert heat_request([incidents[0]], 300.0).count == 1
    assert np.frombuffer(heat_request([incidents[0]], 300.0).places, "<i4")[0] == round(
        incidents[0].place.lon * DEGREE
    )
