"""The unchanging ground of one city as a map needs it: cut once from the city, shared by every view of it; no Qt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.city import City
from domain.names import Name
from domain.region import Level, Region, RegionTree
from domain.shapes import Shapes
from maps.geometry import Chains, WorldShapes, borders_of
from maps.overlay_ground import OverlayGround
from maps.picking import areas_at
from maps.projection import stored_to_world, to_world
from maps.viewport import Bounds, Viewport

#: A level is drawn when its typical area is at least this many pixels across, and a drop aims at the deepest level
#: that is at least ``AIMED`` pixels across.
DRAWN, AIMED = 15.0, 64.0


class Terrain:
    """Geometry in world coordinates. ``regions`` is parallel to ``outlines``; ``depth`` is the level of each region;
    ``borders`` the lines between them, their rank is the depth of the level they bound;
    ``anchors`` ``(S, 2)`` where its name stands; ``size`` world units across a typical region of each depth (0:
    none); ``bounds`` all of the city."""

    def __init__(self, city: City) -> None:
        geography = city.geography
        self.code = city.code
        self.name = city.name
        self.tree = RegionTree(geography.regions)
        self.regions: tuple[Region, ...] = self.tree.regions
        depth = {level: level.depth for level in Level}
        self.depth: NDArray[np.uint8] = np.array([depth[region.level] for region in self.regions], np.uint8)
        self.outlines = WorldShapes.of(geography.outlines)
        self.borders = borders_of(geography.outlines, self.depth)
        self.roads = Chains.of(geography.roads)
        english = geography.road_names_en or geography.roads.names
        self.road_names = [Name(zh, en) for zh, en in zip(geography.roads.names, english, strict=True)]
        self.water, self.parks, self.estates = (
            Ground(landmarks.shapes, landmarks.names)
            for landmarks in (geography.water, geography.parks, geography.estates)
        )
        self.places = Ground(geography.places.shapes, geography.places.names)
        self.place_kinds = geography.places.kinds
        self.built = WorldShapes.of(geography.built)
        self.built_size = _across(self.built)
        self.cameras = stored_to_world(city.cameras.places)
        self.camera_heading, self.camera_angle = city.cameras.heading, city.cameras.angle
        self.anchors = self._anchors()
        self.overlays = OverlayGround(city, self.anchors, self.outlines)
        self.size = self._sizes()
        self.tint = self._tints()
        self.bounds = self._bounds()

    def _bounds(self) -> Bounds:
        """All of the city (of its roads when it has no outline)."""
        boxes = self.outlines.bounds if len(self.outlines) else self.roads.boxes
        if not len(boxes):
            return 0.0, 0.0, 1.0, 1.0
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def bounds_of(self, code: str) -> Bounds | None:
        if code not in self.tree:
            return None
        west, north, east, south = self.outlines.bounds[self.tree.index(code)]
        return float(west), float(north), float(east), float(south)

    def title(self, code: str, language: str) -> str:
        """The name of an area as a person says it: with the area above where its own name does not begin with that."""
        region = self.tree[code]
        name = region.title(language)
        if region.parent not in self.tree or region.level.depth <= Level.STREET.depth:
            return name
        above = self.tree[region.parent].title(language)
        return name if above in name else f"{above} {name}" if language.startswith("en") else above + name

    def across(self, level: Level, scale: float) -> float:
        """How many pixels a typical region of a level is across, 0 when the city has none."""
        return float(self.size[level.depth]) * scale

    def aimed_level(self, viewport: Viewport, steps: int = 0) -> Level:
        """The level a drop on the ground means at this scale, ``steps`` deeper or (negative) higher."""
        present = [level for level in Level if self.size[level.depth] > 0]
        if not present:
            return Level.GRID
        fitting = [number for number, level in enumerate(present) if self.across(level, viewport.scale) >= AIMED]
        chosen = (fitting[-1] if fitting else 0) + steps
        return present[min(max(chosen, 0), len(present) - 1)]

    def beside(self, index: int) -> list[int]:
        """The regions of the same level that share a line with one (their numbers)."""
        west, north, east, south = self.outlines.bounds[index].tolist()
        near = self.outlines.in_view((west, north, east, south))
        corners = {tuple(corner) for ring in self.outlines.rings_of(index) for corner in ring.tolist()}
        found = []
        for other in near[(self.depth[near] == self.depth[index]) & (near != index)].tolist():
            rings = self.outlines.rings_of(other)
            shared = [[tuple(corner) in corners for corner in ring.tolist()] for ring in rings]
            # a line is two corners that follow each other; a single one is only a touch
            if any(one and after for ring in shared for one, after in zip(ring, ring[1:] + ring[:1], strict=True)):
                found.append(other)
        return found

    def region_at(self, x: float, y: float, level: Level | None = None) -> Region | None:
        """The region of a level (None: the deepest) that holds a world place."""
        among = None if level is None else self.depth == level.depth
        found = [self.regions[index] for index in areas_at(self.outlines, x, y, among)]
        return max(found, key=lambda region: region.level.depth, default=None)

    def _anchors(self) -> NDArray[np.float64]:
        lon, lat = (np.array([getattr(region, axis) for region in self.regions], float) for axis in ("lon", "lat"))
        anchors = to_world(lon, lat)
        for index in np.flatnonzero((lon == 0) & (lat == 0)).tolist():
            anchors[index] = self.outlines.anchor(index)
        return anchors

    def _sizes(self) -> NDArray[np.float64]:
        sizes = np.zeros(len(Level))
        boxes = self.outlines.bounds
        spans = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
        for level in Level:
            chosen = spans[self.depth == level.depth]
            sizes[level.depth] = np.median(chosen) if len(chosen) else 0.0
        return sizes

    def _tints(self) -> NDArray[np.uint8]:
        """A number 0..4 for every region such that neighbours in the order of their codes differ."""
        tint = np.zeros(len(self.regions), np.uint8)
        for region in self.regions:
            for place, child in enumerate(self.tree.children(region.code)):
                tint[self.tree.index(child.code)] = place % 5
        return tint


def _across(shapes: WorldShapes) -> NDArray[np.float64]:
    """How large each shape is, world units across."""
    boxes = shapes.bounds
    return np.asarray(np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])))


class Ground:
    """Named ground of one kind: outlines, names, and how large each is (world units across)."""

    def __init__(self, shapes: Shapes, names: list[Name]) -> None:
        self.shapes = WorldShapes.of(shapes)
        self.names = names
        self.size = _across(self.shapes)
        self._anchors: dict[int, tuple[float, float]] = {}

    def anchor(self, index: int) -> tuple[float, float]:
        """Where its name stands; found when first asked for."""
        if index not in self._anchors:
            self._anchors[index] = self.shapes.anchor(index)
        return self._anchors[index]
