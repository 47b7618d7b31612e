from __future__ import annotations

import msgspec
import pytest

from domain.incident import Incident, Place
from domain.lookalikes import class_of, find, nearest
from tests.domain.small_city import BUILDING, COVER, MONDAY_NINE, RUBBISH, new_incident

METRE = 1 / 111_195
DAY = 86400.0


def near(id: str, metres: float, **changes: object) -> Incident:
    lon, lat = 117.2, 34.26 + metres * METRE
    return msgspec.structs.replace(new_incident(id), place=Place(lon, lat), occurred_at=MONDAY_NINE, **changes)


def test_near_in_space_time_and_kind() -> None:
    incidents = [
        near("far", 51),
        near("near", 49),
        near("nearer", 5),
        near("old", 5),
        near("building", 1, category=BUILDING.code),
        near("cover", 1, category=COVER.code),
        near("merged", 1, merged_into="near"),
        near("itself", 0),
    ]
    incidents[3] = msgspec.structs.replace(incidents[3], occurred_at=MONDAY_NINE - DAY - 1)
    found = find(incidents, 117.2, 34.26, RUBBISH.code, MONDAY_NINE, exclude="itself")
    assert found == ("nearer", "near", "building")
    assert find(incidents, 117.2, 34.26, RUBBISH.code, MONDAY_NINE + 2 * DAY) == ()
    assert "cover" in find(incidents, 117.2, 34.26, "", MONDAY_NINE)


def test_the_nearest_first_whatever_they_are() -> None:
    incidents = [near("far", 900), near("near", 49, category=COVER.code), near("here", 0)]
    found = nearest(incidents, 117.2, 34.26, 2)
    assert [one.id for _, one in found] == ["here", "near"]
    assert found[1][0] == pytest.approx(49, abs=0.1)


def test_distance_east_is_shorter_on_the_map() -> None:
    incident = msgspec.structs.replace(new_incident(), place=Place(117.2 + 55 * METRE, 34.26), occurred_at=MONDAY_NINE)
    assert find([incident], 117.2, 34.26, RUBBISH.code, MONDAY_NINE) == ("i1",)


def test_the_class_of_a_code_of_any_length() -> None:
    assert [class_of(code) for code in ("0601", "01-02", "EMS: FALL", "7", "")] == ["06", "01", "EMS", "7", ""]
