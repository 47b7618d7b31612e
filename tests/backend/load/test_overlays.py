"""Overlay grids out of files: laid over the base grids with their officers, whole or not at all, and only once."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import numpy as np
import pytest
import shapely

from backend.cityfile import PACK, save_pack
from domain.city import City
from domain.datum import Datum, convert
from domain.names import Name
from domain.overlay import KINDS, OverlayGrid, OverlayKind, Overlays
from domain.region import Level
from domain.shapes import DEGREE
from tests.backend.load.loading import Loading
from tests.domain.small_city import GRIDS, SIDE, SOUTH, WEST

POLICE, PARTY = OverlayKind.POLICE, OverlayKind.PARTY


def box(west: float, east: float, south: float = 0.0, north: float = 1.0) -> dict[str, Any]:
    """A rectangle in sides of a base grid from the city's south-west corner."""
    x = [WEST + west * SIDE, WEST + east * SIDE]
    y = [SOUTH + south * SIDE, SOUTH + north * SIDE]
    ring = [[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]], [x[0], y[0]]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(shape: dict[str, Any] | None, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": shape}


def document(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


BEATS = (
    feature(box(0, 3), kind="police", code="P1", name="城东第7警格", name_en="East beat 7", officer="员g2"),
    feature(box(3, 8), kind="police", code="P2", name="城西警格", officer="王警官", phone="13900000001"),
)


def grids_of(city: City, kind: OverlayKind) -> dict[str, set[int]]:
    """The base grids (1 to 8 from the west) of the overlay grids of a kind, by code."""
    over, regions = city.overlays, city.geography.regions
    found: dict[str, set[int]] = {}
    for row, number in enumerate(over.of_region[KINDS.index(kind)].tolist()):
        if number >= 0:
            found.setdefault(over.grid(number, regions).code, set()).add(GRIDS.index(regions[row].code) + 1)
    return found


def grid(city: City, code: str) -> OverlayGrid:
    every = (city.overlays.grid(number, city.geography.regions) for number in range(len(city.overlays)))
    return next(one for one in every if one.code == code)


def officer(city: City, code: str) -> str:
    index = grid(city, code).officer
    return next((worker.name for worker in city.workers if worker.index == index), "")


def test_areas_of_a_map_are_laid_over_the_base_grids_with_their_officers(loading: Loading) -> None:
    before = loading.city().workers
    outcome = loading.load(loading.write("警格.geojson", document(*BEATS)))
    assert (outcome.code, outcome.tally) == (0, (2, 2, 0, 0))
    city = loading.city()
    assert grids_of(city, POLICE) == {"P1": {1, 2, 3}, "P2": {4, 5, 6, 7, 8}}
    assert (grid(city, "P1").name, grid(city, "P1").kind) == (Name("城东第7警格", "East beat 7"), POLICE)
    assert officer(city, "P1") == "员g2"
    # whom nobody knew joins the people, where his grids are
    assert "Officers whom nobody knew join the people of the city (1): 王警官" in outcome.said
    fresh = city.workers[-1]
    assert city.workers[:-1] == before
    assert (fresh.name, fresh.phone, fresh.regions) == ("王警官", "13900000001", GRIDS[3:])
    assert fresh.index == len(before) and officer(city, "P2") == "王警官"
    assert city.overlays.number.tolist()[0] == 7, "it is called by its own number"
    assert city.overlays.fits(city.geography.regions)


def test_a_base_grid_goes_with_the_one_that_most_of_it_lies_in(loading: Loading) -> None:
    one = feature(box(0, 2.4), kind="警格", code="A", name="A")
    two = feature(box(2.4, 4.3), kind="警务网格", code="B", name="B")
    outcome = loading.load(loading.write("cut.geojson", document(one, two)))
    # the third lies in B with 0.6, the fifth with 0.3: what lies in none counts like one more
    assert grids_of(loading.city(), POLICE) == {"A": {1, 2}, "B": {3, 4}}
    assert "Base grids cut by a border: 1" in outcome.said


def test_a_table_lists_the_grids_and_names_officers_by_id(loading: Loading) -> None:
    text = (
        "类型,编码,名称,工号,包含网格\n"
        f"党建网格,D1,第一党建网格,h1,{GRIDS[0]}、{GRIDS[1]}\n"
        "党建网格,D2,第二党建网格,,社区2 网格5\n"
    )
    outcome = loading.load(loading.write("党建.csv", text))
    assert (outcome.code, outcome.tally) == (0, (2, 2, 0, 0))
    city = loading.city()
    assert grids_of(city, PARTY) == {"D1": {1, 2}, "D2": {3, 4, 5}}
    assert (officer(city, "D1"), grid(city, "D2").officer) == ("员h1", -1)
    assert len(city.workers) == 15


def test_loading_again_adds_nothing_and_takes_over_what_changed(loading: Loading) -> None:
    path = loading.write("a.geojson", document(*BEATS))
    loading.load(path)
    city = loading.city()
    assert loading.load(path).tally == (2, 0, 2, 0)
    assert loading.city().workers == city.workers
    assert grids_of(loading.city(), POLICE) == grids_of(city, POLICE)
    # P1 grows, has another name and nobody; P3 is new; P2, which the file does not name, keeps what is left
    grown = feature(box(0, 4), kind="police", code="P1", name="新名")
    third = feature(box(6, 8), kind="police", code="P3", name="P3")
    outcome = loading.load(loading.write("b.geojson", document(grown, third)))
    assert outcome.tally == (2, 1, 1, 0)
    assert "The police grid P2 loses base grids (3)" in outcome.said
    city = loading.city()
    assert grids_of(city, POLICE) == {"P1": {1, 2, 3, 4}, "P2": {5, 6}, "P3": {7, 8}}
    assert (grid(city, "P1").name.zh, grid(city, "P1").officer, officer(city, "P2")) == ("新名", -1, "王警官")
    outcome = loading.load(loading.write("c.geojson", document(feature(box(4, 6), kind="police", code="P4"))))
    assert "P2 has no base grid left and is gone" in outcome.said
    assert set(grids_of(loading.city(), POLICE)) == {"P1", "P3", "P4"}
    outcome = loading.load(loading.write("d.geojson", document(*BEATS[:1])), replace=True)
    assert outcome.tally == (1, 1, 0, 0) and "The police grids that were there are replaced (3)" in outcome.said
    assert grids_of(loading.city(), POLICE) == {"P1": {1, 2, 3}}


def test_rows_that_cannot_be_used_are_refused_with_their_reason(loading: Loading) -> None:
    rows = [
        BEATS[0],
        feature(box(0, 1), kind="ambulance", code="X1"),
        feature(box(5, 6), kind="police"),
        feature({"type": "Point", "coordinates": [WEST, SOUTH]}, kind="police", code="X2"),
        feature(box(5, 6), kind="police", code="P1"),
        feature(box(50, 60), kind="police", code="X3"),
        feature(None, kind="police", code="X4"),
        feature(None, kind="police", code="X5", grids=["nowhere"]),
        feature(box(4, 5), kind="police", code="X6", officer_id="Z9"),
        feature(None, kind="police", code="P5", grids=[GRIDS[6]]),
        feature(None, kind="police", code="X7", grids=[GRIDS[6], GRIDS[7]]),
        feature({"type": "Polygon", "coordinates": "?"}, kind="police", code="X8"),
    ]
    outcome = loading.load(loading.write("bad.geojson", document(*rows)))
    assert (outcome.code, outcome.tally) == (0, (12, 2, 0, 10))
    assert grids_of(loading.city(), POLICE) == {"P1": {1, 2, 3}, "P5": {7}}
    errors = loading.refused(loading.data / "small" / "refused-bad.csv")
    assert [(row["line"], row["code"]) for row in errors] == [
        ("2", "no_kind"), ("3", "no_name"), ("4", "no_area"), ("5", "same_code"), ("6", "no_grid"), ("7", "no_area"),
        ("8", "unknown_region"), ("9", "unknown_officer"), ("11", "grid_taken"), ("12", "no_area"),
    ]  # fmt: skip
    assert all(len(row["reason"]) > 20 for row in errors)
    assert "emergency (应急格)" in errors[0]["reason"]


def test_a_broken_file_is_refused_and_nothing_of_it_is_loaded(loading: Loading) -> None:
    before = (loading.data / "small" / PACK).read_bytes()
    whole = document(*BEATS)
    outcome = loading.load(loading.write("cut.geojson", whole[: len(whole) // 2]), kind="police")
    assert (outcome.code, outcome.tally) == (2, (0, 0, 0, 0))
    assert "cut.geojson is not valid JSON" in outcome.said
    foreign = json.loads(whole) | {"crs": {"properties": {"name": "EPSG:3857"}}}
    assert "save it as WGS-84" in loading.load(loading.write("web.geojson", json.dumps(foreign))).said
    import gzip

    table = "kind,code,grids\n" + "".join(f"police,{number},{GRIDS[number % 8]}\n" for number in range(2000))
    packed = gzip.compress(table.encode())
    outcome = loading.load(loading.write("half.csv.gz", packed[: len(packed) // 2]))
    assert (outcome.code, outcome.tally) == (2, (0, 0, 0, 0))
    assert "Nothing of it was loaded" in outcome.said
    assert (loading.data / "small" / PACK).read_bytes() == before


def made_up(city: City) -> City:
    """The small city with a police grid and a safety grid that a program made up."""
    of_region = np.full((len(KINDS), len(city.geography.regions)), -1, np.int32)
    rows = [row for row, region in enumerate(city.geography.regions) if region.level is Level.GRID]
    of_region[0, rows], of_region[2, rows] = 0, 1
    one = np.zeros(2, np.int32)
    over = Overlays(of_region, np.array([0, 2], np.uint8), one + 1, one + 1, one)
    return msgspec.structs.replace(city, overlays=over)


def test_made_up_ones_give_way_to_the_real_ones_of_their_kind(loading: Loading) -> None:
    city = made_up(loading.city())
    save_pack(loading.data / "small", city)
    outcome = loading.load(loading.write("a.geojson", document(*BEATS[:1])))
    assert "Made-up police grids give way to the real ones (1)" in outcome.said
    after = loading.city()
    assert grids_of(after, POLICE) == {"P1": {1, 2, 3}}
    regions = city.geography.regions
    safety = city.overlays.grid(1, regions)
    kept = after.overlays.grid(0, regions)
    assert (kept.code, kept.name, kept.officer) == (safety.code, safety.name, safety.officer)
    assert grids_of(after, OverlayKind.SAFETY) == {safety.code: {1, 2, 3, 4, 5, 6, 7, 8}}
    loading.load(loading.write("b.geojson", document(*BEATS)))
    assert grids_of(loading.city(), OverlayKind.SAFETY) == {safety.code: {1, 2, 3, 4, 5, 6, 7, 8}}


def test_the_kind_of_a_whole_file_and_another_datum_are_said(loading: Loading) -> None:
    shape = box(0, 3)
    ring = np.array(shape["coordinates"][0])
    moved = np.stack(convert(ring[:, 0], ring[:, 1], Datum.WGS84, Datum.GCJ02), axis=1)
    shape["coordinates"] = [moved.tolist()]
    path = loading.write("plain.geojson", document(feature(shape, code="S1", name="S1")))
    assert loading.load(path, kind="overlays").tally == (1, 0, 0, 1)
    outcome = loading.load(path, kind="safety", datum="gcj02")
    assert outcome.tally == (1, 1, 0, 0)
    assert "cut by a border" not in outcome.said
    assert grids_of(loading.city(), OverlayKind.SAFETY) == {"S1": {1, 2, 3}}
    assert shapely.symmetric_difference(ground(loading.city(), "S1"), shapely.box(0, 0, 3, 1)).area < 1e-3


def ground(city: City, code: str) -> Any:
    """The own ground of an overlay grid, shapely, in sides of a base grid from the city's south-west corner."""
    rings = city.overlays.rings_of(grid(city, code).index)
    whole: Any = shapely.Polygon()
    for ring in rings:
        sides = (ring / DEGREE - (WEST, SOUTH)) / SIDE
        whole = shapely.symmetric_difference(whole, shapely.Polygon(sides))
    return whole


def test_the_line_of_the_file_is_kept_to_the_centimetre(loading: Loading) -> None:
    """Across base grids, with a hole and a part of its own; what only lists base grids has no line."""
    crooked = [[WEST + x * SIDE, SOUTH + y * SIDE] for x, y in ((0.1, 0.1), (2.6, 0.3), (3.3, 0.8), (1.4, 0.9))]
    hole = [[WEST + x * SIDE, SOUTH + y * SIDE] for x, y in ((1.2, 0.4), (1.8, 0.4), (1.5, 0.6))]
    part = box(6.2, 7.4)["coordinates"]
    shape = {"type": "MultiPolygon", "coordinates": [[[*crooked, crooked[0]], [*hole, hole[0]]], part]}
    rows = feature(shape, kind="police", code="P1"), feature(None, kind="police", code="P2", grids=[GRIDS[4]])
    assert loading.load(loading.write("a.geojson", document(*rows))).tally == (2, 2, 0, 0)
    city = loading.city()
    rings = city.overlays.rings_of(grid(city, "P1").index)
    assert sorted(len(ring) for ring in rings) == [3, 4, 4]
    kept = {tuple(corner) for ring in rings for corner in ring.tolist()}
    assert {(round(x * DEGREE), round(y * DEGREE)) for x, y in (*crooked, *hole, *part[0])} == kept
    assert city.overlays.rings_of(grid(city, "P2").index) == []
    # loaded again with another line: that one
    loading.load(loading.write("b.geojson", document(feature(box(0, 2.7), kind="police", code="P1"))))
    left = ground(loading.city(), "P1")
    assert shapely.symmetric_difference(left, shapely.box(0, 0, 2.7, 1)).area < 1e-3


def test_who_loses_base_grids_to_another_ends_at_its_line(loading: Loading) -> None:
    loading.load(loading.write("a.geojson", document(*BEATS)))
    third = feature(box(5.6, 8), kind="police", code="P3")
    outcome = loading.load(loading.write("b.geojson", document(third)))
    assert "P2 loses base grids" in outcome.said
    city = loading.city()
    for code, wanted in (("P1", (0, 3)), ("P2", (3, 5.6)), ("P3", (5.6, 8))):
        there = shapely.box(wanted[0], 0, wanted[1], 1)
        assert shapely.symmetric_difference(ground(city, code), there).area < 1e-3
    # and where the others only list base grids, at the border of these
    loading.load(loading.write("c.csv", f"kind,code,grids\npolice,P4,{GRIDS[2]}\n"))
    left = ground(loading.city(), "P1")
    assert shapely.symmetric_difference(left, shapely.box(0, 0, 2, 1)).area < 1e-3


def test_people_of_the_same_name_are_never_mixed_up(loading: Loading) -> None:
    people = "id,name,phone,region\nA,王警官,13900000001,街道1\nB,王警官,13900000002,街道1\n"
    loading.load(loading.write("people.csv", people))
    one = feature(box(0, 1), kind="police", code="1", officer="王警官", phone="139-0000-0002")
    two = feature(box(1, 2), kind="police", code="2", officer="王警官")
    three = feature(box(2, 3), kind="police", code="3", officer="王警官", phone="13900000009")
    outcome = loading.load(loading.write("a.geojson", document(one, two, three)))
    assert outcome.tally == (3, 2, 0, 1)
    city = loading.city()
    by_index = {worker.index: worker for worker in city.workers}
    assert by_index[grid(city, "1").officer].id == "B"
    assert by_index[grid(city, "3").officer].phone == "13900000009"
    reason = loading.refused(loading.data / "small" / "refused-a.csv")[0]
    assert reason["code"] == "many_of_that_name" and "A, B" in reason["reason"]


def test_officers_may_be_among_the_people_loaded_with_them(loading: Loading) -> None:
    people = loading.write("people.csv", "id,name,phone,region\nK1,老周,13900000001,街道1\n")
    beats = document(feature(box(0, 3), kind="police", code="P1", officer="老周"))
    outcome = loading.load(loading.write("a.geojson", beats), people)
    assert outcome.tally == (2, 2, 0, 0)
    assert "join the people" not in outcome.said
    assert officer(loading.city(), "P1") == "老周"


def test_preview_shows_the_rows_and_keeps_nothing(loading: Loading) -> None:
    path = loading.write("a.geojson", document(*BEATS, feature(box(0, 1), kind="tram", code="T")))
    outcome = loading.load(path, preview=True)
    assert "holds overlays" in outcome.said
    shown = [json.loads(line) for line in outcome.shown]
    assert [row["kind"] for row in shown[:2]] == ["police", "police"]
    assert "no kind of overlay grid" in shown[2]["refused"]
    assert len(loading.city().overlays) == 0


@pytest.mark.parametrize("city", ["gulou"])
def test_a_city_that_ships_takes_them_too(loading: Loading, city: str) -> None:
    """The start after the load keeps them, and made-up ones of other kinds stay."""
    from backend.cityfile import open_city
    from backend.cityprofile import load_profile

    first, _, _ = open_city(loading.data / city, load_profile(city), 1, lambda *_: None)
    street = next(one for one in first.geography.regions if one.level is Level.STREET)
    text = f"kind,code,name,officer_id,grids\npolice,JG-1,真实警格,W0005,{street.code}\n"
    outcome = loading.load(loading.write("jg.csv", text), city=city)
    assert (outcome.code, outcome.tally) == (0, (1, 1, 0, 0))
    kept, _, _ = open_city(loading.data / city, load_profile(city), None, lambda *_: None)
    assert grid(kept, "JG-1").name.zh == "真实警格"
    assert int((kept.overlays.kind == 0).sum()) == 1
    assert int((kept.overlays.kind == 3).sum()) == int((first.overlays.kind == 3).sum()) > 50
