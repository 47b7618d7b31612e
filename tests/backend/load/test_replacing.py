"""``--replace``: what is there gives way to what a file holds, never to nothing."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from backend.cityfile import PACK
from domain.overlay import OverlayKind
from tests.backend.load.loading import Loading
from tests.backend.load.test_overlays import BEATS, PARTY, POLICE, box, document, feature, grids_of

EYES = "code,lon,lat\nA,117.205,34.265\nB,117.215,34.265\n"
NOWHERE = feature(box(50, 60), kind="police", code="P9")


def pack(loading: Loading) -> bytes:
    return (loading.data / "small" / PACK).read_bytes()


def codes(loading: Loading) -> list[str]:
    return [camera.code for camera in loading.city().cameras]


@pytest.fixture
def furnished(loading: Loading) -> Loading:
    """The small city with two cameras and two police grids."""
    assert loading.load(loading.write("eyes.csv", EYES), kind="cameras").tally == (2, 2, 0, 0)
    assert loading.load(loading.write("beats.geojson", document(*BEATS))).tally == (2, 2, 0, 0)
    return loading


@pytest.mark.parametrize(
    ("name", "text", "refused"),
    [
        ("far.csv", "code,lon,lat\nX,118.5,34.2\nY,118.6,34.2\n", 2),
        ("unmeasured.csv", "code,lon,lat\nX,0,0\n", 1),
        ("headed.csv", "code,lon,lat\n", 0),
    ],
)
def test_cameras_are_not_replaced_by_nothing(furnished: Loading, name: str, text: str, refused: int) -> None:
    before = pack(furnished)
    outcome = furnished.load(furnished.write(name, text), kind="cameras", replace=True)
    assert (outcome.code, outcome.tally) == (2, (refused, 0, 0, refused))
    assert outcome.said.rstrip().endswith(
        f"{name} has no camera that can be used, so nothing is replaced: the cameras of small stay as they are. "
        "Correct the file and load it again."
    )
    assert pack(furnished) == before
    errors = furnished.data / "small" / f"refused-{Path(name).stem}.csv"
    assert errors.exists() == bool(refused)
    if refused:
        assert f"{refused} rows were refused" in outcome.said
        assert len(furnished.refused(errors)) == refused


def test_cameras_are_not_replaced_by_a_part_of_a_damaged_file(furnished: Loading) -> None:
    before = pack(furnished)
    lines = [f"N{number},{117.2 + number / 1e5:.5f},34.265,{hash(number) % 9973}" for number in range(7000)]
    whole = gzip.compress(("code,lon,lat,x\n" + "\n".join(lines)).encode())
    outcome = furnished.load(furnished.write("cut.csv.gz", whole[: len(whole) // 2]), kind="cameras", replace=True)
    assert outcome.code == 2
    assert "cut.csv.gz is damaged from line" in outcome.said and "Nothing of it was loaded" in outcome.said
    assert pack(furnished) == before


@pytest.mark.parametrize("features", [[NOWHERE], [feature(None, kind="police", code="P9"), NOWHERE]])
def test_overlay_grids_are_not_replaced_by_nothing(furnished: Loading, features: list[dict[str, Any]]) -> None:
    before = pack(furnished)
    path = furnished.write("bad.geojson", document(*features))
    outcome = furnished.load(path, replace=True)
    assert (outcome.code, outcome.tally) == (2, (len(features), 0, 0, len(features)))
    assert "bad.geojson has no overlay grid that can be used, so nothing is replaced" in outcome.said
    assert pack(furnished) == before
    # without --replace the rows are refused as ever, which is no failure
    assert furnished.load(path).code == 0


def test_a_file_without_features_replaces_nothing(furnished: Loading) -> None:
    before = pack(furnished)
    outcome = furnished.load(furnished.write("none.geojson", document()), kind="police", replace=True)
    assert outcome.code == 2
    assert pack(furnished) == before


def test_one_camera_that_can_be_used_takes_the_place_of_all(furnished: Loading) -> None:
    path = furnished.write("one.csv", "code,lon,lat\nX,118.5,34.2\nC,117.205,34.265\n")
    outcome = furnished.load(path, kind="cameras", replace=True)
    assert (outcome.code, outcome.tally) == (0, (2, 1, 0, 1))
    assert codes(furnished) == ["C"]


def test_a_kind_of_which_nothing_can_be_used_stays_and_is_named(furnished: Loading) -> None:
    path = furnished.write("two.geojson", document(NOWHERE, feature(box(0, 8), kind="party", code="D1")))
    outcome = furnished.load(path, replace=True)
    assert (outcome.code, outcome.tally) == (0, (2, 1, 0, 1))
    assert "two.geojson: The police grids that are there stay (2): no row about others could be used." in outcome.said
    city = furnished.city()
    assert set(grids_of(city, POLICE)) == {"P1", "P2"}
    assert set(grids_of(city, PARTY)) == {"D1"}
    # without --replace nobody asked for them to go
    assert "stay" not in furnished.load(path).said


def test_files_of_one_run_take_the_place_together(furnished: Loading) -> None:
    one = furnished.write("one.csv", "code,lon,lat\nC,117.205,34.265\n")
    other = furnished.write("other.csv", "code,lon,lat\nD,117.215,34.265\n")
    assert furnished.load(one, other, kind="cameras", replace=True).tally == (2, 2, 0, 0)
    assert codes(furnished) == ["C", "D"]
    west = furnished.write("west.geojson", document(feature(box(0, 4), kind="police", code="W")))
    east = furnished.write("east.geojson", document(feature(box(4, 8), kind="police", code="E")))
    outcome = furnished.load(west, east, replace=True)
    assert outcome.tally == (2, 2, 0, 0)
    assert outcome.said.count("are replaced") == 1
    assert set(grids_of(furnished.city(), OverlayKind.POLICE)) == {"W", "E"}


def test_what_of_a_run_can_be_used_is_kept_when_a_later_file_cannot(furnished: Loading) -> None:
    good = furnished.write("good.csv", "code,lon,lat\nC,117.205,34.265\n")
    bad = furnished.write("worse.csv", "code,lon,lat\nX,118.5,34.2\n")
    outcome = furnished.load(good, bad, kind="cameras", replace=True)
    assert (outcome.code, outcome.tally) == (2, (2, 1, 0, 1))
    assert codes(furnished) == ["C"]


def test_roads_are_not_replaced_by_nothing(furnished: Loading) -> None:
    before = pack(furnished)
    outcome = furnished.load(furnished.write("empty.osm", '<?xml version="1.0"?><osm version="0.6"></osm>'))
    assert outcome.code == 2
    assert "holds no roads that can be driven" in outcome.said
    assert pack(furnished) == before


def test_categories_are_not_replaced_by_nothing(furnished: Loading) -> None:
    before = pack(furnished)
    outcome = furnished.load(categories=str(furnished.write("none.toml", "")))
    assert outcome.code == 2
    assert pack(furnished) == before
