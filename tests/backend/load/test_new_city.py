"""A place nobody prepared becomes a city: from real calls, real roads, or regions alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from backend import cityprofile
from backend.load.reports import OUTCOME
from domain.region import Level, RegionTree
from domain.roads import RoadGraph
from domain.shapes import DEGREE
from tests.backend.load.loading import CALLS, STREETS, Loading

SECONDS_A_DAY = 86400.0


def test_real_calls_become_a_city_once(loading: Loading) -> None:
    first = loading.load(CALLS, city="montgomery", title="Montgomery County", zone="America/New_York")
    assert (first.code, first.tally) == (0, (1024, 979, 37, 8))
    city = loading.city("montgomery")
    assert (city.name.en, city.rules.calendar.zone) == ("Montgomery County", "America/New_York")
    assert {category.group.en for category in city.rules.categories} >= {"EMS", "Fire", "Traffic"}
    incidents = loading.incidents("montgomery")
    newest = max(incident.occurred_at for incident in incidents)
    for incident in incidents:
        is_recent = incident.occurred_at >= newest - SECONDS_A_DAY
        assert incident.stage == ("received" if is_recent else "closed")
        assert incident.outcome == ("" if is_recent else OUTCOME)
        assert incident.closed_at == (None if is_recent else incident.occurred_at)
    assert 100 < sum(incident.stage == "received" for incident in incidents) < 400
    assert sum(not incident.region for incident in incidents) < 0.1 * len(incidents)
    rows = loading.refused(loading.data / "montgomery" / "refused-montgomery-911-sample.csv")
    assert {row["code"] for row in rows} == {"outside"}

    again = loading.load(CALLS, city="montgomery")
    assert (again.code, again.tally) == (0, (1024, 0, 1016, 8))
    assert len(loading.incidents("montgomery")) == 979
    profile = cityprofile.kept_profile(loading.data / "montgomery")
    assert profile is not None
    assert not any(profile.rhythm.per_day.values())  # beside what is real nothing is invented


def test_history_tells_where_it_came_from(loading: Loading) -> None:
    path = loading.write("two.csv", "id,lon,lat,time\n1,117.205,34.265,2016-01-01\n2,117.205,34.265,2016-01-09\n")
    loading.load(path)
    (old, told), (fresh, opened) = loading.journal()
    assert (old.stage, told.verb, told.actor, told.note) == ("closed", "archive", "rule:load", OUTCOME)
    assert (fresh.stage, opened.verb, opened.actor) == ("received", "open", "rule:load")


def test_open_reports_are_tied_to_their_lookalikes(loading: Loading) -> None:
    lines = [
        "id,lon,lat,time,type",
        "1,117.205,34.265,2016-01-09 08:00,rubbish",
        "2,117.2051,34.2651,2016-01-09 09:00,rubbish",
        "3,117.215,34.265,2016-01-09 09:00,rubbish",
        "4,117.205,34.265,2015-01-09 09:00,rubbish",
    ]
    loading.load(loading.write("first.csv", "\n".join(lines)))
    first, second, far, old = loading.incidents()
    assert (first.lookalikes, second.lookalikes, far.lookalikes, old.lookalikes) == ((), (first.id,), (), ())
    more = loading.write("more.csv", "\n".join([lines[0], "5,117.205,34.2649,2016-01-09 10:00,rubbish"]))
    loading.load(more)
    assert set(loading.incidents()[-1].lookalikes) == {first.id, second.id}


def test_real_streets_become_a_city(loading: Loading) -> None:
    outcome = loading.load(STREETS, city="campo-grande")
    assert (outcome.code, outcome.tally) == (0, (632, 625, 0, 7))
    city = loading.city("campo-grande")
    assert city.rules.calendar.zone == "Etc/GMT+4"
    nodes = city.geography.roads.nodes / DEGREE
    assert len(nodes) > 1500
    middle = np.median(nodes, axis=0)
    travel = RoadGraph(city.geography.roads).field_to(*middle.tolist())
    modes = np.full(len(nodes), 2)
    assert np.isfinite(travel.seconds(nodes[:, 0], nodes[:, 1], modes)).mean() > 0.8
    profile = cityprofile.kept_profile(loading.data / "campo-grande")
    assert profile is not None
    assert sum(profile.rhythm.per_day.values()) > 0


def feature(name: str, west: float, south: float, **properties: str) -> dict[str, object]:
    box = shapely.box(west, south, west + 0.02, south + 0.02)
    return {
        "type": "Feature",
        "properties": {"name": name, **properties},
        "geometry": shapely.geometry.mapping(box),
    }


def regions(loading: Loading, *features: dict[str, object]) -> Path:
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return loading.write("regions.geojson", text)


def test_regions_alone_become_a_city(loading: Loading) -> None:
    point = {"type": "Feature", "properties": {"name": "a place"}, "geometry": {"type": "Point", "coordinates": [1, 1]}}
    path = regions(
        loading, feature("西街", 113.0, 28.0, code="01"), feature("东街", 113.02, 28.0, code="02"), point
    )  # fmt: skip
    outcome = loading.load(path, city="changsha")
    assert (outcome.code, outcome.tally) == (0, (3, 2, 0, 1))
    city = loading.city("changsha")
    tree = RegionTree(city.geography.regions)
    assert [region.name for region in tree.at_level(Level.STREET)] == ["西街", "东街"]
    assert city.rules.calendar.zone == "Asia/Shanghai"
    assert len(tree.at_level(Level.GRID)) >= 8
    assert len(city.geography.roads.nodes) > 100
    assert city.workers


def test_everything_at_once(loading: Loading) -> None:
    """Regions give the ground, the extract its streets, the reports what happens."""
    west, south, east, north = -54.60, -20.48, -54.575, -20.455
    half = (west + east) / 2
    halves = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": shapely.geometry.mapping(shapely.box(left, south, right, north)),
            }
            for name, left, right in (("Oeste", west, half), ("Leste", half, east))
        ],
    }
    area = loading.write("halves.geojson", json.dumps(halves))
    calls = loading.write("calls.csv", "id,lon,lat,type\n1,-54.59,-20.47,Queda\n2,-54.58,-20.46,Incêndio\n")
    outcome = loading.load(area, STREETS, calls, city="centro")
    assert (outcome.code, outcome.tally) == (0, (636, 629, 0, 7))
    tree = RegionTree(loading.city("centro").geography.regions)
    first, second = loading.incidents("centro")
    names = [tree.ancestor(one.region, Level.STREET) for one in (first, second)]
    assert [street.name for street in names if street] == ["Oeste", "Leste"]
    assert {category.name.en for category in loading.city("centro").rules.categories} == {"Queda", "Incêndio", "Other"}


@pytest.mark.parametrize("rows", ["", "1,117.2,34.2\n", "1,117.2,34.2\n2,117.2,34.2\n"])
def test_too_little_for_a_city(loading: Loading, rows: str) -> None:
    outcome = loading.load(loading.write("few.csv", "id,lon,lat\n" + rows), city="tiny")
    assert outcome.code == 2
    assert "region file" in outcome.said
    assert not (loading.data / "tiny" / "city.pack").exists()


def test_what_stands_is_not_replaced(loading: Loading) -> None:
    path = regions(loading, feature("a", 117.2, 34.2))
    outcome = loading.load(path)
    assert outcome.code == 2
    assert "under a new --city" in outcome.said
    assert "under a new --city" in loading.load(path, city="gulou").said


def test_new_roads_for_a_city_that_stands(loading: Loading) -> None:
    assert loading.load(STREETS).tally == (632, 625, 0, 7)
    assert len(loading.city().geography.roads.nodes) > 1000


@pytest.mark.parametrize("name", ["../up", "", "a b", "x" * 41])
def test_names_that_cannot_be(loading: Loading, name: str) -> None:
    outcome = loading.load(STREETS, city=name)
    assert outcome.code == 2
    assert "cannot be a city's name" in outcome.said


@pytest.mark.parametrize(("option", "value"), [("zone", "Mars/Olympus"), ("datum", "moon")])
def test_options_that_mean_nothing(loading: Loading, option: str, value: str) -> None:
    path = loading.write("one.csv", "id,lon,lat\n1,117.205,34.265\n")
    outcome = loading.load(path, **{option: value})
    assert outcome.code == 2
    assert value in outcome.said
