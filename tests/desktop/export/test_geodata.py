"""The GeoJSON, opened with the standard library and shapely."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import msgspec
from shapely.geometry import shape

from desktop.export.geodata import _outline
from desktop.export.order import ExportOrder
from desktop.export.record import Record
from desktop.export.studio import Studio
from domain.shapes import Shapes
from tests.desktop.export.town_record import HOSTILE, record_of_hostile_town
from tests.maps.town import matters


def opened(studio: Studio, record: Record, order: ExportOrder, **changes: object) -> Any:
    wanted = msgspec.structs.replace(order, out="x.geojson", **changes)
    return json.loads(studio.make(record, wanted, lambda *_: None).content)


def test_it_is_a_collection_of_places(studio: Studio, record: Record, order: ExportOrder) -> None:
    found = opened(studio, record, order)
    kinds = Counter(one["properties"]["kind"] for one in found["features"])
    assert found["type"] == "FeatureCollection"
    # of those in the field one was never seen and one is off duty
    assert kinds == {"incident": len(matters()), "worker": 13, "region": 7}
    assert len({one["id"] for one in found["features"]}) == len(found["features"])
    for one in found["features"]:
        assert shape(one["geometry"]).is_valid
    city = next(one for one in found["features"] if one["properties"].get("level") == "district")
    whole = shape(city["geometry"])
    assert whole.exterior.is_ccw
    assert all(whole.contains(shape(o["geometry"])) for o in found["features"] if o["properties"]["kind"] == "incident")
    streets = [one["properties"] for one in found["features"] if one["properties"].get("level") == "street"]
    assert sum(street["open"] for street in streets) == len(matters())


def test_nobody_off_duty_has_a_place(studio: Studio, record: Record, order: ExportOrder) -> None:
    workers = [one for one in opened(studio, record, order)["features"] if one["properties"]["kind"] == "worker"]
    assert "off_duty" not in {one["properties"]["state"] for one in workers}
    assert not [
        f for f in opened(studio, record, order, people=False)["features"] if f["properties"]["kind"] == "worker"
    ]


def test_hostile_words(studio: Studio, order: ExportOrder) -> None:
    found = opened(studio, record_of_hostile_town(), order)
    titles = [one["properties"]["title"] for one in found["features"] if one["properties"]["kind"] == "incident"]
    assert len(titles) == len(HOSTILE)
    assert not any("\u202e" in title or "\x07" in title for title in titles)


def test_islands_and_holes() -> None:
    def ring(at: float, side: float) -> list[tuple[float, float]]:
        return [(at, at), (at + side, at), (at + side, at + side), (at, at + side)]

    outline = _outline(Shapes.of([[ring(0, 10), ring(2, 4), ring(20, 5)]]), 0)
    assert outline is not None
    found = shape(outline)
    assert found.is_valid
    assert found.geom_type == "MultiPolygon"
    assert abs(found.area - (100 - 16 + 25)) < 1e-6
    assert _outline(Shapes.of([[]]), 0) is None
