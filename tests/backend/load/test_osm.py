"""Road extracts: a real one in every packing, and small ones written for one question each."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import osmium
import pytest

from backend.load.osm import is_extract, read_extract
from domain.network import BRIDGE, GROUND, TUNNEL
from domain.refusal import Refusal
from domain.roads import RoadGraph
from tests.backend.load.loading import STREETS


def converted(target: Path) -> Path:
    writer = osmium.SimpleWriter(str(target))
    for thing in osmium.FileProcessor(str(STREETS)):
        writer.add(thing)
    writer.close()
    return target


@pytest.mark.parametrize("name", ["x.osm.pbf", "x.osm", "x.osm.bz2", "x.osm.gz"])
def test_the_same_network_in_every_packing(tmp_path: Path, name: str) -> None:
    usual = read_extract(STREETS)
    path = converted(tmp_path / name)
    assert is_extract(path)
    other = read_extract(path)
    assert np.array_equal(usual.roads.nodes, other.roads.nodes)
    assert np.array_equal(usual.roads.end, other.roads.end)
    assert usual.roads.names == other.roads.names
    assert len(usual.parks.names) == len(other.parks.names)


@pytest.mark.parametrize("name", ["x.osm.pbf", "x.osm.gz", "x.osm"])
def test_the_name_does_not_matter(tmp_path: Path, name: str) -> None:
    renamed = converted(tmp_path / name).rename(tmp_path / "roads.csv")
    assert is_extract(renamed)
    assert len(read_extract(renamed).roads.nodes) > 1000


def xml(tmp_path: Path, *ways: str, nodes: int = 4, tags: dict[int, str] | None = None, more: str = "") -> Path:
    """Nodes one north of the other; ``tags``: what a node bears, ``more``: further elements."""
    points = "".join(
        f'<node id="{n}" lat="34.2{n}" lon="117.2" version="1">{(tags or {}).get(n, "")}</node>'
        for n in range(1, nodes + 1)
    )
    body = "".join(f'<way id="{n}" version="1">{way}</way>' for n, way in enumerate(ways, 1))
    path = tmp_path / "small.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{points}{body}{more}</osm>')
    return path


def way(nodes: list[int], **tags: str) -> str:
    return "".join(f'<nd ref="{node}"/>' for node in nodes) + "".join(
        f'<tag k="{key}" v="{value}"/>' for key, value in tags.items()
    )


def test_one_way_streets(tmp_path: Path) -> None:
    path = xml(
        tmp_path,
        way([1, 2], highway="residential"),
        way([2, 3], highway="residential", oneway="yes"),
        way([3, 4], highway="residential", oneway="-1", name="Back Lane"),
        way([1, 4], highway="tertiary", junction="roundabout"),
    )
    roads = read_extract(path).roads
    assert roads.oneway.tolist() == [0, 1, 1, 1]
    assert (roads.start[2], roads.end[2]) == (3, 2)
    assert roads.names[roads.name[2]] == "Back Lane"


def test_what_cannot_be_driven_is_left_out(tmp_path: Path) -> None:
    path = xml(
        tmp_path,
        way([1, 2], highway="footway"),
        way([2, 3], highway="service", access="private"),
        way([1, 3], highway="motorway"),
        way([1, 9], highway="residential"),  # the extract cuts it at its edge
    )
    extract = read_extract(path)
    assert len(extract.roads.start) == 1
    assert (extract.read, extract.left_out) == (4, 1)


@pytest.mark.parametrize(
    ("tags", "usable"),
    [
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "bicycle": "yes"}, True),
        ({"highway": "residential", "access": "no", "motor_vehicle": "permissive"}, True),
        ({"highway": "residential", "motor_vehicle": "no"}, True),
        ({"highway": "residential", "vehicle": "no"}, False),
        ({"highway": "residential", "vehicle": "no", "bicycle": "designated"}, True),
        ({"highway": "trunk", "bicycle": "no"}, True),
        ({"highway": "cycleway"}, True),
        ({"highway": "track", "access": "agricultural"}, False),
        ({"highway": "steps"}, False),
        ({"highway": "residential", "oneway": "reversible"}, False),
    ],
)
def test_access_is_respected_the_most_specific_word_first(tmp_path: Path, tags: dict[str, str], usable: bool) -> None:
    path = xml(tmp_path, way([1, 2], highway="tertiary"), way([3, 4], **tags))
    assert len(read_extract(path).roads.start) == 1 + usable


@pytest.mark.parametrize(
    ("tags", "through"),
    [
        ('<tag k="barrier" v="bollard"/>', True),
        ('<tag k="barrier" v="gate"/>', True),
        ('<tag k="barrier" v="gate"/><tag k="access" v="private"/>', False),
        ('<tag k="barrier" v="block"/>', False),
        ('<tag k="barrier" v="block"/><tag k="bicycle" v="yes"/>', True),
        ('<tag k="highway" v="crossing"/>', True),
    ],
)
def test_nobody_is_sent_through_a_barrier(tmp_path: Path, tags: str, through: bool) -> None:
    path = xml(tmp_path, way([1, 2, 3], highway="residential"), way([3, 4], highway="residential"), tags={2: tags})
    roads = read_extract(path).roads
    assert len(roads.start) == 3  # the road is drawn up to it on both sides
    graph = RoadGraph(roads)
    route = graph.route((117.2, 34.21), (117.2, 34.24))
    assert route.exists is through


def test_bridges_and_tunnels_are_known(tmp_path: Path) -> None:
    path = xml(
        tmp_path,
        way([1, 2], highway="primary"),
        way([2, 3], highway="primary", bridge="yes"),
        way([3, 4], highway="primary", tunnel="yes"),
    )
    assert read_extract(path).roads.deck.tolist() == [GROUND, BRIDGE, TUNNEL]


def square(first: int, side: float) -> tuple[str, list[int]]:
    """Four nodes around 34.5 north, 117.5 east."""
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    nodes = "".join(
        f'<node id="{first + n}" lat="{34.5 + y * side}" lon="{117.5 + x * side}" version="1"/>'
        for n, (x, y) in enumerate(corners)
    )
    return nodes, [first + n for n in (0, 1, 2, 3, 0)]


def test_a_lake_has_its_island_and_a_river_its_width(tmp_path: Path) -> None:
    (shore, outer), (beach, inner) = square(100, 0.02), square(200, 0.005)
    lake = (
        '<relation id="1" version="1"><member type="way" ref="51" role="outer"/>'
        '<member type="way" ref="52" role="inner"/><tag k="type" v="multipolygon"/>'
        '<tag k="natural" v="water"/><tag k="name" v="大湖"/></relation>'
    )
    drawn = (
        f'<way id="51" version="1">{way(outer)}</way><way id="52" version="1">{way(inner)}</way>'
        f'<way id="53" version="1">{way([1, 2], waterway="river", name="小河")}</way>'
        f'<way id="54" version="1">{way([2, 3], waterway="stream", tunnel="culvert")}</way>'
        f'<way id="55" version="1">{way(outer, landuse="residential")}</way>'
    )
    path = xml(tmp_path, way([1, 2], highway="residential"), more=shore + beach + drawn + lake)
    # osmium wants nodes before ways and ways before relations
    text = path.read_text()
    path.write_text(text.replace(shore + beach, "").replace('<way id="1"', shore + beach + '<way id="1"', 1))
    extract = read_extract(path)
    assert sorted(name.zh for name in extract.water.names) == ["大湖", "小河"]
    shapes = {name.zh: extract.water.shapes.rings_of(n) for n, name in enumerate(extract.water.names)}
    assert len(shapes["大湖"]) == 2
    across = np.ptp(shapes["小河"][0][:, 0]) / 1e7 * 111_320 * np.cos(np.radians(34.2))
    assert across == pytest.approx(24, rel=0.02)
    assert len(extract.built) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("no.osm", b"<?xml version='1.0'?><osm version='0.6'/>", "no_roads"),
        ("cut.osm", b"<?xml version='1.0'?><osm version='0.6'><node id='1'", "unreadable"),
        ("empty.osm.pbf", b"", "unreadable"),
        ("cut.osm.gz", gzip.compress(b"<osm version='0.6'></osm>" * 40, mtime=0)[:40], "unreadable"),
    ],
)
def test_damaged(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert is_extract(path)
    with pytest.raises(Refusal) as refused:
        read_extract(path)
    assert refused.value.code == code


def test_a_table_called_osm_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "calls.osm"
    path.write_text("id,lon,lat\n1,117.2,34.2\n")
    assert not is_extract(path)
