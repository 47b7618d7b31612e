"""Roads, water and parks out of an OpenStreetMap extract: PBF or XML, plain or compressed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import osmium
import shapely

from backend.load.files import head_of
from domain.city import Landmarks
from domain.names import Name
from domain.refusal import Refusal
from domain.roads import Roads
from domain.shapes import DEGREE, Shapes

#: OpenStreetMap ``highway`` values that can be driven, with their rank in ``domain.roads.Roads``.
#: https://wiki.openstreetmap.org/wiki/Key:highway
RANKS = {
    "motorway": 0, "motorway_link": 0, "trunk": 1, "trunk_link": 1, "primary": 1, "primary_link": 1,
    "secondary": 2, "secondary_link": 2, "tertiary": 3, "tertiary_link": 3,
    "unclassified": 4, "residential": 4, "living_street": 5, "service": 5, "road": 4, "pedestrian": 5,
}  # fmt: skip
_HEAD = 400
_O5M = b"\xff\xe0\x04o5m2"
_CLOSED_TO_ALL = {"no", "private"}
_GROUND = {"natural": {"water"}, "waterway": {"riverbank"}, "leisure": {"park", "garden", "golf_course"},
           "landuse": {"reservoir", "basin", "recreation_ground", "forest", "grass"}}  # fmt: skip


class Extract(msgspec.Struct):
    """What an extract holds. ``read`` is how many ways were looked at, ``left_out`` those without usable nodes."""

    roads: Roads
    water: Landmarks
    parks: Landmarks
    read: int
    left_out: int


def read_extract(path: Path, progress: Callable[[int], None] = lambda ways: None) -> Extract:
    """Everything the program draws or drives on. Raises Refusal ``unreadable`` or ``no_roads``."""
    collector = _Collector(progress)
    try:
        file = osmium.io.File(str(path), _format(path))
        for way in osmium.FileProcessor(file, osmium.osm.WAY | osmium.osm.NODE).with_locations():
            if isinstance(way, osmium.osm.Way):
                collector.way(way)
    except (RuntimeError, OSError, ValueError, osmium.InvalidLocationError) as error:
        raise Refusal("unreadable", f"{path.name} is not a readable OpenStreetMap extract ({error}).") from error
    if not collector.segments:
        raise Refusal("no_roads", f"{path.name} holds no roads that can be driven.")
    return collector.extract()


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


class _Collector:
    """Gathers segments and ground areas way by way."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self.progress = progress
        self.node_of: dict[int, int] = {}
        self.places: list[tuple[float, float]] = []
        self.segments: list[tuple[int, int, int, int, int]] = []
        self.names: dict[str, int] = {}
        self.water: list[tuple[str, list[tuple[float, float]]]] = []
        self.parks: list[tuple[str, list[tuple[float, float]]]] = []
        self.read = self.left_out = 0

    def way(self, way: Any) -> None:
        self.read += 1
        if self.read % 5000 == 0:
            self.progress(self.read)
        tags = way.tags
        rank = RANKS.get(tags.get("highway", ""))
        if rank is not None and tags.get("area") != "yes":
            if tags.get("access") not in _CLOSED_TO_ALL:
                self._road(way, rank)
        elif any(tags.get(key) in values for key, values in _GROUND.items()):
            self._ground(way)

    def _road(self, way: Any, rank: int) -> None:
        tags = way.tags
        oneway = tags.get("oneway", "")
        implied = tags.get("junction") == "roundabout" or (rank == 0 and oneway != "no")
        forward = implied or oneway in {"yes", "1", "true"}
        nodes = [self._node(node) if node.location.valid() else None for node in way.nodes]
        if oneway in {"-1", "reverse"}:
            nodes.reverse()
            forward = True
        name = tags.get("name", "")
        label = self.names.setdefault(name, len(self.names)) if name else -1
        before = len(self.segments)
        for a, b in pairwise(nodes):
            if a is not None and b is not None and a != b:  # an extract cuts ways at its edge
                self.segments.append((a, b, rank, int(forward), label))
        self.left_out += len(self.segments) == before

    def _node(self, node: Any) -> int:
        number = self.node_of.setdefault(node.ref, len(self.places))
        if number == len(self.places):
            self.places.append((node.location.lon, node.location.lat))
        return number

    def _ground(self, way: Any) -> None:
        if not way.is_closed():
            return
        ring = [(node.location.lon, node.location.lat) for node in way.nodes if node.location.valid()]
        if len(ring) < 4 or not shapely.Polygon(ring).is_valid:
            self.left_out += 1
            return
        tags = way.tags
        wet = tags.get("natural") == "water" or "waterway" in tags or tags.get("landuse") in {"reservoir", "basin"}
        (self.water if wet else self.parks).append((way.tags.get("name", ""), ring))

    def extract(self) -> Extract:
        table = np.asarray(self.segments, np.int64)
        roads = Roads(
            nodes=np.rint(np.asarray(self.places) * DEGREE).astype(np.int32),
            start=table[:, 0].astype(np.int32),
            end=table[:, 1].astype(np.int32),
            rank=table[:, 2].astype(np.uint8),
            oneway=table[:, 3].astype(np.uint8),
            name=table[:, 4].astype(np.int32),
            names=list(self.names),
        )
        return Extract(roads, _landmarks(self.water), _landmarks(self.parks), self.read, self.left_out)


def _landmarks(found: list[tuple[str, list[tuple[float, float]]]]) -> Landmarks:
    return Landmarks(Shapes.of([[ring] for _, ring in found]), [Name(name) for name, _ in found])
