"""Coordinates as people write them: read in every usual form, and nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coordinates import Reading, System, readings, written

longitudes = st.floats(73, 135).map(lambda value: round(value, 6))
latitudes = st.floats(4, 53).map(lambda value: round(value, 6))


@given(longitudes, latitudes, st.sampled_from(System))
def test_what_is_written_is_read_back_within_a_metre(lon: float, lat: float, system: System) -> None:
    found = readings(written(lon, lat, system))
    assert {reading.system for reading in found} == {system}  # where it could be the other way round, that too
    assert abs(found[0].lon - lon) < 1e-5 and abs(found[0].lat - lat) < 1e-5


@pytest.mark.parametrize(
    "text",
    [
        "117.1842, 34.2641 WGS84",
        "34.2641 117.1842 wgs-84",
        "N34.2641 E117.1842 gps",
        "34.2641N,117.1842E (WGS 84)",
        "117°11'3.12\" 34°15'50.76\" WGS-84",
        "东经117°11′3.12″ 北纬34°15′50.76″ WGS-84",
        "北纬34.2641 东经117.1842 wgs84",
    ],
)
def test_every_usual_form_is_the_same_place(text: str) -> None:
    (found,) = readings(text)
    assert found.system is System.WGS84
    assert (round(found.lon, 4), round(found.lat, 4)) == (117.1842, 34.2641)


def test_without_a_tag_nothing_is_guessed() -> None:
    found = readings("117.1842, 34.2641")
    assert [reading.system for reading in found] == [System.WGS84, System.GCJ02, System.BD09]
    assert len({(reading.lon, reading.lat) for reading in found}) == 3
    assert found[0] == Reading(117.1842, 34.2641, System.WGS84)


def test_where_both_orders_are_possible_both_are_offered() -> None:
    found = readings("40.1, -75.3 wgs84")
    assert [(reading.lon, reading.lat) for reading in found] == [(40.1, -75.3), (-75.3, 40.1)]


@pytest.mark.parametrize("text", ["高德 117.1842, 34.2641", "117.1842 34.2641 gcj-02", "117.1842,34.2641 AMAP"])
def test_a_tag_of_a_chinese_map_converts(text: str) -> None:
    (found,) = readings(text)
    assert found.system is System.GCJ02
    assert 0.003 < found.lon - 117.1842 + 0.009 < 0.009  # shifted by some hundred metres to the west


@pytest.mark.parametrize(
    "text",
    ["", "鼓楼", "117.2", "1 2 3", "13912345678", "117.18, 95.2 wgs84", "order 12, 13", "12.5 km 33.1", "320302001 4"],
)
def test_what_is_no_pair_of_coordinates_is_none(text: str) -> None:
    assert readings(text) == []


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for reading in readings(text):
        assert -181 < reading.lon < 181 and -91 < reading.lat < 91
