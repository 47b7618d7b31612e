"""Files as people really bring them, each into the small city (117.20 to 117.28 E, 34.26 to 34.27 N)."""

from __future__ import annotations

import bz2
import gzip
import json
from datetime import UTC, datetime

import numpy as np
import openpyxl
import pytest

from domain.datum import Datum, to_wgs84
from tests.backend.load.loading import Loading
from tests.domain.small_city import COVER, GRIDS, RUBBISH

HOTLINE = ["工单编号", "诉求内容", "事发地址", "经度(gcj02)", "纬度(gcj02)", "受理时间"]
CALLS = [
    ["12345-001", "门口井盖缺失,很危险", "丰财街道1号", "117.2106", "34.2636", "2026-03-01 08:30:00"],
    ["12345-002", "楼下暴露垃圾无人清理", "丰财街道2号", "117.2206", "34.2636", "2026-03-01 09:00:00"],
]


def at(*moment: int) -> float:
    return datetime(*moment, tzinfo=UTC).timestamp()  # type: ignore[misc]


def test_chinese_hotline_in_gb18030_with_gcj02(loading: Loading) -> None:
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in [HOTLINE, *CALLS])
    path = loading.write("工单.csv", text, "gb18030")
    unsaid = loading.load(path)
    assert unsaid.code == 2
    assert "--datum gcj02" in unsaid.said
    outcome = loading.load(path, datum="gcj02")
    assert (outcome.code, outcome.tally) == (0, (2, 2, 0, 0))
    cover, rubbish = loading.incidents()
    assert (cover.category, rubbish.category) == (COVER.code, RUBBISH.code)
    assert cover.text == "门口井盖缺失,很危险"
    assert cover.place.address == "丰财街道1号"
    lon, lat = to_wgs84(np.array([117.2106]), np.array([34.2636]), Datum.GCJ02)
    assert (cover.place.lon, cover.place.lat) == pytest.approx((lon[0], lat[0]), abs=1e-9)
    assert cover.occurred_at == at(2026, 3, 1, 0, 30)  # the city is in Asia/Shanghai


def test_chinese_hotline_as_spreadsheet(loading: Loading) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某市热线工单"])  # a title line above the header
    sheet.append(HOTLINE)
    for line in CALLS:
        *words, east, north, when = line
        sheet.append([*words, float(east), float(north), datetime.fromisoformat(when)])
    path = loading.data / "工单.xlsx"
    book.save(path)
    outcome = loading.load(path, datum="gcj02")
    assert (outcome.code, outcome.tally) == (0, (2, 2, 0, 0))
    assert {incident.occurred_at for incident in loading.incidents()} == {at(2026, 3, 1, 0, 30), at(2026, 3, 1, 1)}


def test_semicolons_and_decimal_commas(loading: Loading) -> None:
    path = loading.write("orte.csv", "Id;Breite;Longitude;Latitude;Date\n1;x;117,205;34,265;14.03.2016 18:05\n")
    outcome = loading.load(path, zone="Europe/Berlin")
    assert outcome.tally == (1, 1, 0, 0)
    (incident,) = loading.incidents()
    assert (incident.place.lon, incident.place.lat) == (117.205, 34.265)
    assert incident.occurred_at == at(2016, 3, 14, 17, 5)


def test_socrata_location_column_and_american_times(loading: Loading) -> None:
    path = loading.write(
        "311.csv",
        "CaseID,Opened,Closed,Status Notes,Request Type,Neighborhood,Location,Supervisor District\n"
        '1,03/14/2016 11:59:59 PM,,Overflowing,rubbish,Old Town,"(34.265, 117.205)",5\n'
        '2,03/15/2016 12:00:00 AM,,,manhole,Old Town,"(34.265, 117.215)",\n',
    )
    assert loading.load(path, zone="America/Los_Angeles").tally == (2, 2, 0, 0)
    first, second = loading.incidents()
    assert first.occurred_at == at(2016, 3, 15, 6, 59, 59)
    assert second.occurred_at == at(2016, 3, 15, 7)
    assert (first.region, second.region) == GRIDS[:2]
    assert (first.category, second.category) == (RUBBISH.code, COVER.code)


def test_new_york_column_names(loading: Loading) -> None:
    path = loading.write(
        "nyc.csv",
        "Unique Key,Created Date,Closed Date,Agency,Complaint Type,Descriptor,Incident Address,Latitude,Longitude\n"
        "33,2016-03-14T10:00:00.000,,DSNY,Rubbish,Missed Collection,1 MAIN ST,34.265,117.205\n",
    )
    assert loading.load(path).tally == (1, 1, 0, 0)
    (incident,) = loading.incidents()
    assert incident.title == "Rubbish"
    assert incident.text == "Missed Collection"
    assert incident.place.address == "1 MAIN ST"
    assert incident.external.startswith("load:33#")


def test_geojson_points(loading: Loading) -> None:
    feature = {
        "type": "Feature",
        "properties": {"id": 7, "title": "rubbish", "time": "2016-03-14T10:00:00Z"},
        "geometry": {"type": "Point", "coordinates": [117.205, 34.265, 31.0]},
    }
    nowhere = {"type": "Feature", "properties": {"id": 8}, "geometry": None}
    strange = {"type": "Feature", "properties": [], "geometry": ["?"]}
    text = json.dumps({"type": "FeatureCollection", "features": [feature, nowhere, strange]})
    outcome = loading.load(loading.write("points.geojson", text))
    assert outcome.tally == (3, 1, 0, 2)
    assert loading.incidents()[0].region == GRIDS[0]


def test_geojson_of_another_system_is_refused(loading: Loading) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": []})
    outcome = loading.load(loading.write("mercator.geojson", text))
    assert outcome.code == 2
    assert "WGS-84" in outcome.said


@pytest.mark.parametrize("cell", ["POINT (117.205 34.265)", "SRID=4326;POINT(117.205 34.265)"])
def test_wkt_points(loading: Loading, cell: str) -> None:
    path = loading.write("wkt.csv", f"id,geom,when\n1,{cell},\n")
    assert loading.load(path).tally == (1, 1, 0, 0)
    assert loading.incidents()[0].region == GRIDS[0]


def test_tabs_epoch_times_and_byte_order_mark(loading: Loading) -> None:
    lines = ("\ufeffid\tlon\tlat\ttimestamp", "1\t117.205\t34.265\t1457949599", "2\t117.205\t34.265\t1457949600000")
    path = loading.write("log.tsv", "\n".join(lines))
    assert loading.load(path).tally == (2, 2, 0, 0)
    assert [incident.occurred_at for incident in loading.incidents()] == [1457949599.0, 1457949600.0]


def test_utf_16_of_spreadsheets(loading: Loading) -> None:
    path = loading.write("unicode.txt", "id\tlon\tlat\t内容\n1\t117.205\t34.265\t垃圾\n", "utf-16")
    assert loading.load(path).tally == (1, 1, 0, 0)
    assert loading.incidents()[0].category == RUBBISH.code


def test_line_ends_of_windows_and_quoted_newlines(loading: Loading) -> None:
    path = loading.write("crlf.csv", 'id,lon,lat,text\r\n1,117.205,34.265,"rubbish\r\n""here"", again"\r\n')
    assert loading.load(path).tally == (1, 1, 0, 0)
    (incident,) = loading.incidents()
    assert incident.text == 'rubbish\r\n"here", again'
    assert incident.title == "rubbish"


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "x.csv.gz"), (bz2.compress, "packed.csv")])
def test_packed_whatever_the_name(loading: Loading, pack: object, name: str) -> None:
    content = pack(b"id,lon,lat\n1,117.205,34.265\n")  # type: ignore[operator]
    assert loading.load(loading.write(name, content)).tally == (1, 1, 0, 0)


def test_spreadsheet_under_a_wrong_suffix(loading: Loading) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["id", "lon", "lat"], [1, 117.205, 34.265]):
        sheet.append(line)
    path = loading.data / "book.xlsx"
    book.save(path)
    assert loading.load(path.rename(loading.data / "calls.osm")).tally == (1, 1, 0, 0)


def test_columns_exchanged_beyond_doubt(loading: Loading) -> None:
    path = loading.write("swapped.csv", "id,lat,lon\n1,117.205,34.265\n2,117.215,34.265\n")
    outcome = loading.load(path)
    assert outcome.tally == (2, 2, 0, 0)
    assert "wrong way round" in outcome.said
    assert [incident.region for incident in loading.incidents()] == list(GRIDS[:2])


def test_single_rows_exchanged_are_refused_with_the_reason(loading: Loading) -> None:
    path = loading.write("some.csv", "id,lon,lat\n1,117.205,34.265\n2,34.265,117.205\n3,117.215,34.265\n")
    assert loading.load(path).tally == (3, 2, 0, 1)
    (row,) = loading.refused(loading.data / "small" / "refused-some.csv")
    assert (row["line"], row["code"]) == ("3", "wrong_coordinates")
    assert "exchanged" in row["reason"]


def test_zero_zero_and_far_away_are_refused(loading: Loading) -> None:
    path = loading.write(
        "far.csv",
        "id,lon,lat\n1,117.205,34.265\n2,0,0\n3,-75.3,40.1\n4,,\n5,abc,34.2\n6,117.206,34.265\n7,117.2,34.2651\n"
        "8,117.207,34.265\n",
    )
    assert loading.load(path).tally == (8, 4, 0, 4)
    rows = loading.refused(loading.data / "small" / "refused-far.csv")
    assert [(row["id"], row["code"]) for row in rows] == [
        ("2", "wrong_coordinates"), ("4", "no_place"), ("5", "no_place"), ("3", "outside"),
    ]  # fmt: skip


def test_header_only(loading: Loading) -> None:
    assert loading.load(loading.write("header.csv", "id,lon,lat,time\n")).tally == (0, 0, 0, 0)


def test_empty_file(loading: Loading) -> None:
    outcome = loading.load(loading.write("empty.csv", ""))
    assert (outcome.code, outcome.tally) == (2, (0, 0, 0, 0))
    assert "empty" in outcome.said


def test_no_such_file(loading: Loading) -> None:
    outcome = loading.load(loading.data / "nothing.csv")
    assert outcome.code == 2
    assert "Check the name" in outcome.said


def test_gzip_cut_off_in_the_middle(loading: Loading) -> None:
    lines = [f"{number},{117.2 + number / 1e5:.5f},34.265,{hash(number) % 9973}" for number in range(7000)]
    whole = gzip.compress(("id,lon,lat,x\n" + "\n".join(lines)).encode())
    outcome = loading.load(loading.write("cut.csv.gz", whole[: len(whole) // 2]))
    read, added, _, refused = outcome.tally
    assert outcome.code == 0
    assert (read, refused) == (added + 1, 1)
    assert 1000 < added < 6000
    rows = loading.refused(loading.data / "small" / "refused-cut.csv")
    assert rows[0]["code"] == "damaged"


def test_gzip_damaged_from_the_start(loading: Loading) -> None:
    outcome = loading.load(loading.write("bad.csv.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 60))
    assert outcome.code == 2
    assert "damaged" in outcome.said


def test_spreadsheet_cut_off(loading: Loading) -> None:
    book = openpyxl.Workbook()
    path = loading.data / "cut.xlsx"
    book.save(path)
    path.write_bytes(path.read_bytes()[:-200])
    outcome = loading.load(path)
    assert outcome.code == 2
    assert "not a readable spreadsheet" in outcome.said


def test_a_picture_is_no_table(loading: Loading) -> None:
    outcome = loading.load(loading.write("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9))
    assert outcome.code == 2
    assert "binary" in outcome.said


def test_old_spreadsheet(loading: Loading) -> None:
    outcome = loading.load(loading.write("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))
    assert outcome.code == 2
    assert ".xlsx" in outcome.said


def test_no_positions(loading: Loading) -> None:
    outcome = loading.load(loading.write("words.csv", "colour,taste\nred,sweet\n"))
    assert outcome.code == 2
    assert "--map lon=COLUMN" in outcome.said


def test_columns_given_by_hand(loading: Loading) -> None:
    path = loading.write("odd.csv", "a,b,c\n117.205,34.265,rubbish\n")
    outcome = loading.load(path, kind="reports", columns={"lon": "a", "lat": "b", "category": "c"})
    assert outcome.tally == (1, 1, 0, 0)
    assert loading.incidents()[0].category == RUBBISH.code


@pytest.mark.parametrize("columns", [{"lon": "nowhere"}, {"colour": "a"}])
def test_columns_that_do_not_exist(loading: Loading, columns: dict[str, str]) -> None:
    outcome = loading.load(loading.write("odd.csv", "a,lat\n117.205,34.265\n"), kind="reports", columns=columns)
    assert outcome.code == 2
    assert "there is no field" in outcome.said.lower() or "has no column" in outcome.said


def test_too_many_cells(loading: Loading) -> None:
    path = loading.write("cells.csv", "id,lon,lat\n1,117.205,34.265\n2,117.205,34.265,rest,of it\n")
    assert loading.load(path).tally == (2, 1, 0, 1)


def test_a_dated_future_is_refused(loading: Loading) -> None:
    path = loading.write("future.csv", "id,lon,lat,time\n1,117.205,34.265,2099-01-01\n2,117.205,34.265,soon 2020\n")
    assert loading.load(path).tally == (2, 0, 0, 2)
    codes = [row["code"] for row in loading.refused(loading.data / "small" / "refused-future.csv")]
    assert codes == ["future", "wrong_time"]

