"""Vector tiles read against another implementation, and with anything at all in place of them."""

from __future__ import annotations

import contextlib
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.schema import Kind, name_of, sign_of, wanted
from maps.tiles.vector import LINE, POINT, POLYGON, Layer, layers
from maps.tiles.vector_drawing import things_of
from tests.maps.tiles.making import WATER, line, mvt, ring, town_tile
from tests.seeking import tried

whole = st.integers(-600, 4700)
places = st.tuples(whole, whole)
values = st.one_of(
    st.text(max_size=12), st.integers(-(2**40), 2**40), st.booleans(), st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
)
tags = st.dictionaries(st.sampled_from(["name", "class", "rank", "层"]), values, max_size=4)
lines = st.lists(places, min_size=2, max_size=60, unique=True)


def read(data: bytes) -> dict[str, Layer]:
    return {layer.name: layer for layer in layers(data, lambda name: True)}


def oracle(data: bytes) -> dict[str, Any]:
    decoded: dict[str, Any] = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    return decoded


def runs(kind: str, coordinates: Any) -> list[Any]:
    match kind:
        case "Point":
            return [[coordinates]]
        case "MultiPoint" | "LineString":
            return [coordinates]
        case "MultiPolygon":
            return [ring for polygon in coordinates for ring in polygon]
    return [*coordinates]


@tried(60)
@given(st.lists(st.tuples(lines, tags), min_size=1, max_size=8), st.lists(st.tuples(places, tags), max_size=6))
def test_lines_points_and_tags_are_what_another_reader_sees(
    roads: list[tuple[list[tuple[int, int]], dict[str, Any]]], spots: list[tuple[tuple[int, int], dict[str, Any]]]
) -> None:
    data = mvt({
        "roads": [{"geometry": line(points), "properties": said} for points, said in roads],
        "spots": [{"geometry": f"POINT ({x} {y})", "properties": said} for (x, y), said in spots],
    })  # fmt: skip
    ours, theirs = read(data), oracle(data)
    for name, layer in theirs.items():
        features = ours[name].features if name in ours else []
        assert len(features) == len(layer["features"])
        for feature, other in zip(features, layer["features"], strict=True):
            assert feature.tags == pytest.approx(other["properties"])
            expected = runs(other["geometry"]["type"], other["geometry"]["coordinates"])
            assert len(feature.parts) == len(expected)
            for part, coordinates in zip(feature.parts, expected, strict=True):
                assert np.rint(part * 4096).astype(int).tolist() == [list(place) for place in coordinates]


def test_areas_with_holes() -> None:
    hole = [(500, 500), (500, 1500), (1500, 1500), (1500, 500)]
    polygon = ring(WATER)[:-1] + f", ({', '.join(f'{x} {y}' for x, y in [*hole, hole[0]])}))"
    (feature,) = read(mvt({"water": [{"geometry": polygon, "properties": {}}]}))["water"].features
    assert feature.kind == POLYGON
    assert sorted(len(part) for part in feature.parts) == [4, 4]
    assert {tuple(place) for place in feature.parts[0].tolist()} == {(x / 4096, y / 4096) for x, y in WATER}


def test_another_extent() -> None:
    data = mvt({"roads": [{"geometry": line([(0, 0), (256, 512)]), "properties": {}}]}, extent=512)
    (feature,) = read(data)["roads"].features
    assert feature.parts[0].tolist() == [[0.0, 0.0], [0.5, 1.0]]


def test_layers_nobody_draws_are_passed_over() -> None:
    assert [layer.name for layer in layers(town_tile(), lambda name: name == "water")] == ["water"]


@tried(400)
@given(st.data())
def test_whatever_the_bytes_are_reading_ends(data: st.DataObject) -> None:
    tile = bytearray(town_tile())
    for _ in range(data.draw(st.integers(1, 6))):
        tile[data.draw(st.integers(0, len(tile) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(tile)))
    for content in (bytes(tile), bytes(tile[:cut])):
        with contextlib.suppress(ValueError):
            things_of(content)


@given(st.binary(max_size=300))
def test_noise_is_no_tile(noise: bytes) -> None:
    with contextlib.suppress(ValueError):
        read(noise)


def test_an_empty_tile_is_an_empty_tile() -> None:
    assert read(b"") == {}


@pytest.mark.parametrize(
    ("layer", "geometry", "said", "expected"),
    [
        # OpenMapTiles
        ("transportation", LINE, {"class": "motorway"}, (Kind.ROAD, 0)),
        ("transportation", LINE, {"class": "minor"}, (Kind.ROAD, 4)),
        ("transportation", LINE, {"class": "rail"}, (Kind.RAIL, 0)),
        ("transportation", LINE, {"class": "ferry"}, None),
        ("waterway", LINE, {"class": "stream"}, (Kind.RIVER, 1)),
        ("water", POLYGON, {"class": "lake"}, (Kind.WATER, 0)),
        ("landcover", POLYGON, {"class": "wood"}, (Kind.GREEN, 0)),
        ("landuse", POLYGON, {"class": "residential"}, (Kind.BUILT, 0)),
        ("building", POLYGON, {}, (Kind.BUILDING, 0)),
        ("boundary", LINE, {"admin_level": 4}, (Kind.BORDER, 4)),
        ("boundary", LINE, {"admin_level": 2, "maritime": 1}, None),
        ("place", POINT, {"class": "suburb", "name": "x"}, (Kind.PLACE, 4)),
        ("transportation_name", LINE, {"class": "trunk", "name": "x"}, (Kind.ROAD_NAME, 1)),
        ("poi", POINT, {"class": "bank", "name": "x"}, None),
        # Protomaps
        ("roads", LINE, {"kind": "highway", "kind_detail": "motorway"}, (Kind.ROAD, 0)),
        ("roads", LINE, {"kind": "major_road", "kind_detail": "tertiary"}, (Kind.ROAD, 3)),
        ("roads", LINE, {"kind": "path", "kind_detail": "footway"}, (Kind.ROAD, 5)),
        ("roads", LINE, {"kind": "rail"}, (Kind.RAIL, 0)),
        ("earth", POLYGON, {"kind": "earth"}, (Kind.LAND, 0)),
        ("landuse", POLYGON, {"kind": "park"}, (Kind.GREEN, 0)),
        ("places", POINT, {"kind": "locality", "kind_detail": "city", "name": "x"}, (Kind.PLACE, 2)),
        ("boundaries", LINE, {"kind": "country"}, (Kind.BORDER, 2)),
        # Mapbox Streets
        ("road", LINE, {"class": "street"}, (Kind.ROAD, 4)),
        ("place_label", POINT, {"class": "settlement", "type": "town", "name": "x"}, (Kind.PLACE, 3)),
        # China's basic geographic data
        ("HYDA", POLYGON, {}, (Kind.WATER, 0)),
        ("LRDL", LINE, {}, (Kind.ROAD, 4)),
        ("LRRL", LINE, {}, (Kind.RAIL, 0)),
        ("RESA", POLYGON, {}, (Kind.BUILT, 0)),
        # nobody's
        ("市政道路", LINE, {}, (Kind.ROAD, 4)),
        ("绿地", POLYGON, {}, (Kind.GREEN, 0)),
        ("pipes", LINE, {}, (Kind.OTHER_LINE, 0)),
        ("zones", POLYGON, {}, (Kind.OTHER_AREA, 0)),
    ],
)
def test_things_are_known_whoever_made_the_tile(
    layer: str, geometry: int, said: dict[str, Any], expected: tuple[Kind, int] | None
) -> None:
    assert sign_of(layer, geometry, said) == expected


def test_layers_that_only_cost_are_not_read() -> None:
    assert not wanted("poi")
    assert not wanted("housenumber")
    assert wanted("water_name")
    assert wanted("道路")


def test_names_in_both_languages() -> None:
    said = {"name": "解放路", "name:en": "Jiefang Road"}
    assert (name_of(said, "zh"), name_of(said, "en")) == ("解放路", "Jiefang Road")
    assert name_of({"name": "Rua A"}, "zh") == "Rua A"
    assert name_of({"name": "  "}, "zh") == ""


def test_a_tile_taken_apart() -> None:
    things = things_of(town_tile())
    assert [sign.kind for sign, _ in things.drawn] == [Kind.WATER, Kind.ROAD]
    assert {(named.zh, named.en) for named in things.names} == {("解放路", "Jiefang Road"), ("柳泉镇", "Liuquan")}
