from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.load.columns import Mapping, datum_named, find_columns
from backend.load.names import REPORT_NAMES
from domain.datum import Datum
from domain.refusal import Refusal


def test_names_beside_content() -> None:
    """A column called "lon" that holds words is not a longitude, a constant one is no id."""
    rows = [{"id": "7", "lon": "belongs", "x": str(117 + n / 10), "y": "34"} for n in range(9)]
    assert find_columns(["id", "lon", "x", "y"], rows, REPORT_NAMES, {}).columns == {"lon": "x", "lat": "y"}


def test_whole_names_before_longer_ones() -> None:
    columns = ["update date", "date", "street", "incident address", "latitude", "longitude"]
    found = find_columns(columns, [], REPORT_NAMES, {}).columns
    assert (found["time"], found["address"]) == ("date", "incident address")


@pytest.mark.parametrize(
    ("column", "cell", "place"),
    [
        ("location", "(40.1, -75.3)", (-75.3, 40.1)),
        ("location", "POINT (-75.3 40.1)", (-75.3, 40.1)),
        ("location", "1 Main St (40.1, -75.3)", None),
        ("坐标", "117.2,34.2", (117.2, 34.2)),
        ("坐标", "34.2,117.2", (117.2, 34.2)),
        ("经纬度", "80.1,34.2", (80.1, 34.2)),
    ],
)
def test_two_numbers_in_one_cell(column: str, cell: str, place: tuple[float, float] | None) -> None:
    mapping = Mapping({"place": column})
    if place is not None:
        assert mapping.place({column: cell}) == place
    else:  # a house number is taken for a latitude: what comes of it is looked at again when it is placed
        assert mapping.place({column: cell}) == (40.1, 1.0)


@pytest.mark.parametrize(("name", "datum"), [("经度(gcj02)", Datum.GCJ02), ("lng_gcj", Datum.GCJ02),
                                             ("百度经度", Datum.BD09), ("lon", None)])  # fmt: skip
def test_a_datum_in_the_name(name: str, datum: Datum | None) -> None:
    assert datum_named(Mapping({"lon": name, "lat": "lat"})) is datum


@given(st.dictionaries(st.sampled_from(["lon", "lat", "place"]), st.text(max_size=30), max_size=3))
def test_a_place_on_earth_or_a_refusal(cells: dict[str, str]) -> None:
    for columns in ({"lon": "lon", "lat": "lat"}, {"place": "place"}):
        try:
            lon, lat = Mapping(columns).place(cells)
        except Refusal as refusal:
            assert refusal.code in {"no_place", "wrong_coordinates"}
        else:
            assert -180 <= lon <= 180 and -90 <= lat <= 90
