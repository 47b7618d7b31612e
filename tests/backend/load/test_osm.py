"""Road extracts: a real one in every packing, and small ones written for one question each."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import osmium
import pytest

from backend.load.osm import is_extract, read_extract
from domain.refusal import Refusal
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


def xml(tmp_path: Path, *ways: str, nodes: int = 4) -> Path:
    points = "".join(f'<node id="{n}" lat="34.2{n}" lon="117.2" version="1"/>' for n in range(1, nodes + 1))
    body = "".join(f'<way id="{n}" version="1">{way}</way>' for n, way in enumerate(ways, 1))
    path = tmp_path / "small.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{points}{body}</osm>')
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
    ("name", "content", "code"),
    [
        ("no.osm", b"<?xml version='1.0'?><osm version='0.6'/>", "no_roads"),
        ("cut.osm", b"<?xml version='1.0'?><osm version='0.6'><node id='1'", "unreadable"),
        ("empty.osm.pbf", b"", "unreadable"),
        ("cut.osm.gz", gzip.compress(b"<osm version='0.6'></osm>" * 40)[:40], "unreadable"),
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
