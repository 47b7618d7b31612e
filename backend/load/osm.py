"""Roads, water, green and built-up land out of an OpenStreetMap extract: PBF or XML, plain or compressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import osmium

from backend.load.files import head_of
from backend.load.osm_ground import KEYS, GroundCollector, Ring, is_ground
from backend.load.osm_roads import Node, RoadCollector
from domain.city import Landmarks
from domain.refusal import Refusal
from domain.roads import Roads
from domain.shapes import Shapes

_HEAD = 400
_O5M = b"\xff\xe0\x04o5m2"


class Extract(msgspec.Struct):
    """What an extract holds. ``read`` is how many ways were looked at, ``left_out`` the roads without usable nodes
    and the grounds whose outline cannot be closed."""

    roads: Roads
    water: Landmarks
    parks: Landmarks
    built: Shapes
    read: int
    left_out: int


def read_extract(path: Path, progress: Callable[[int], None] = lambda ways: None) -> Extract:
    """Everything the program draws or drives on. Raises Refusal ``unreadable`` or ``no_roads``."""
    roads, ground, read = RoadCollector(), GroundCollector(), 0
    unclosed: set[int] = set()  # ways that say they are ground, until an area is made of them
    try:
        file = osmium.io.File(str(path), _format(path))
        for thing in osmium.FileProcessor(file).with_areas(osmium.filter.KeyFilter(*KEYS)):
            if isinstance(thing, osmium.osm.Node):
                if thing.tags:
                    roads.node(thing.id, dict(thing.tags))
            elif isinstance(thing, osmium.osm.Area):
                ground.area(dict(thing.tags), _rings(thing))
                unclosed.discard(thing.orig_id() if thing.from_way() else 0)
            elif isinstance(thing, osmium.osm.Way):
                read += 1
                if read % 5000 == 0:
                    progress(read)
                tags = thing.tags
                if "highway" in tags:
                    roads.way(dict(tags), _nodes(thing))
                elif "waterway" in tags and not thing.is_closed():
                    ground.waterway(dict(tags), [place for _, place in _nodes(thing) if place is not None])
                elif thing.is_closed() and is_ground(dict(tags)):
                    unclosed.add(thing.id)
    except (RuntimeError, OSError, ValueError, osmium.InvalidLocationError) as error:
        raise Refusal("unreadable", f"{path.name} is not a readable OpenStreetMap extract ({error}).") from error
    if not len(roads):
        raise Refusal("no_roads", f"{path.name} holds no roads that can be driven.")
    return Extract(roads.roads(), ground.water, ground.green, ground.built, read, roads.left_out + len(unclosed))


def _nodes(way: Any) -> list[Node]:
    return [(node.ref, (node.location.lon, node.location.lat) if node.location.valid() else None) for node in way.nodes]


def _rings(area: Any) -> list[Ring]:
    """Outer and inner rings of an area."""
    rings: list[Ring] = []
    for outer in area.outer_rings():
        for ring in (outer, *area.inner_rings(outer)):
            rings.append([(node.lon, node.lat) for node in ring])
    return rings


def is_extract(path: Path) -> bool:
    """Whether the content says OpenStreetMap; where it says nothing known, the name is believed. Raises Refusal."""
    head = head_of(path, _HEAD)
    if b"OSMHeader" in head or b"<osm" in head or head.startswith(_O5M):
        return True
    named = any(mark in path.name.lower() for mark in (".osm", ".pbf", ".o5m"))
    table = head.startswith((b"PK", b"\xd0\xcf"))
    return named and not table and (not head or b"\0" in head or head.lstrip().startswith(b"<"))


def _format(path: Path) -> str:
    """The format by content, since extracts are often renamed."""
    with path.open("rb") as file:
        packing = {b"\x1f\x8b": ".gz", b"BZ": ".bz2"}.get(file.read(2), "")
    head = head_of(path, _HEAD)
    if b"OSMHeader" in head:
        return "pbf"
    return "o5m" if head.startswith(_O5M) else f"osm{packing}"
