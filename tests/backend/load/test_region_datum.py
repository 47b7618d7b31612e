"""Region files in GCJ-02 and BD-09 come out where the ground is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from backend.load.regions import read_areas
from domain.city import City
from domain.datum import Datum, convert
from domain.region import Level, RegionTree
from domain.shapes import DEGREE
from tests.backend.load.loading import STREETS, Loading

#: Two areas side by side in Changsha, WGS-84 degrees; the second has a hole and an island.
WEST, SOUTH, SIDE = 113.0, 28.0, 0.02
FIRST = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
SECOND = shapely.MultiPolygon([
    shapely.box(WEST + SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE).difference(
        shapely.box(WEST + 1.4 * SIDE, SOUTH + 0.4 * SIDE, WEST + 1.6 * SIDE, SOUTH + 0.6 * SIDE)
    ),
    shapely.box(WEST + 2.2 * SIDE, SOUTH, WEST + 2.4 * SIDE, SOUTH + 0.5 * SIDE),
])  # fmt: skip


def written(loading: Loading, datum: Datum) -> Path:
    def moved(points: Any) -> Any:
        return np.stack(convert(points[:, 0], points[:, 1], Datum.WGS84, datum), axis=1)

    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "level": "街道"},
            "geometry": shapely.geometry.mapping(shapely.transform(area, moved)),
        }
        for name, area in (("西街", FIRST), ("东街", SECOND))
    ]
    return loading.write(f"{datum.value}.geojson", json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.mark.parametrize("datum", list(Datum))
def test_polygons_of_any_datum_are_the_same_ground(loading: Loading, datum: Datum) -> None:
    areas, left_out = read_areas(written(loading, datum), datum)
    assert not left_out
    for area, wanted in zip(areas, (FIRST, SECOND), strict=True):
        assert shapely.hausdorff_distance(area.polygon, wanted) < 1e-9
        assert area.polygon.area == pytest.approx(wanted.area, rel=1e-6)


def bounds(city: City) -> list[float]:
    """West, south, east and north of the whole city, in degrees."""
    every = city.geography.outlines.bounds() / DEGREE
    return [*every[:, :2].min(axis=0).tolist(), *every[:, 2:].max(axis=0).tolist()]


def test_a_city_of_another_datum_lies_where_it_is(loading: Loading) -> None:
    wanted = shapely.union_all([FIRST, SECOND]).bounds
    path = written(loading, Datum.BD09)
    outcome = loading.load(path, city="right", datum="baidu")
    assert (outcome.code, outcome.tally) == (0, (2, 2, 0, 0))
    assert bounds(loading.city("right")) == pytest.approx(wanted, abs=2e-6)
    assert loading.load(path, city="wrong").code == 0
    apart = np.subtract(bounds(loading.city("wrong")), wanted)
    assert (np.abs(apart) > 0.002).all(), "nobody said so, and nothing is guessed"


def test_regions_and_reports_of_one_datum_meet(loading: Loading) -> None:
    """Close to the border, where a shift of half a kilometre would put the reports into the other street."""
    points = np.array([[WEST + SIDE - 5e-4, SOUTH + 0.01], [WEST + SIDE + 5e-4, SOUTH + 0.01]])
    moved = np.stack(convert(points[:, 0], points[:, 1], Datum.WGS84, Datum.GCJ02), axis=1).tolist()
    rows = "".join(f"{number},{lon:.7f},{lat:.7f},x\n" for number, (lon, lat) in enumerate(moved, 1))
    calls = loading.write("calls.csv", "id,lon,lat,text\n" + rows)
    outcome = loading.load(written(loading, Datum.GCJ02), calls, city="both", datum="gcj02")
    assert outcome.tally == (4, 4, 0, 0)
    tree = RegionTree(loading.city("both").geography.regions)
    streets = [tree.ancestor(one.region, Level.STREET) for one in loading.incidents("both")]
    assert [street.name for street in streets if street] == ["西街", "东街"]


def test_a_datum_that_is_not_known_makes_no_city(loading: Loading) -> None:
    path = written(loading, Datum.WGS84)
    for preview in (False, True):
        outcome = loading.load(path, city="none", datum="beijing54", preview=preview)
        assert outcome.code == 2
        assert "'beijing54' is no coordinate system known here" in outcome.said
    assert not (loading.data / "none" / "city.pack").exists()


def test_preview_reads_regions_with_their_datum(loading: Loading) -> None:
    outcome = loading.load(written(loading, Datum.GCJ02), preview=True, datum="gcj02")
    assert (outcome.code, outcome.tally[0]) == (0, 2)
    assert "2 areas: 西街, 东街" in outcome.said


def test_a_road_extract_is_in_wgs84_whatever_is_said_of_the_other_files(loading: Loading) -> None:
    plain = loading.load(STREETS)
    before = loading.city().geography.roads.nodes
    outcome = loading.load(STREETS, datum="gcj02")
    assert outcome.code == 0
    assert "OpenStreetMap is always in WGS-84; --datum is about the other files." in outcome.said
    assert "OpenStreetMap is always" not in plain.said
    assert (loading.city().geography.roads.nodes == before).all()
