"""Side streets: a block is cut in two again and again until it has the size blocks have in that part of the city."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import numpy as np
import shapely

from backend.geography.plane import Floats
from backend.geography.terrain import Terrain

#: Metres a block is at least thick.
THINNEST = 45.0
#: Cuts one inside another at most.
_DEEPEST = 12

Point = tuple[float, float]
Ring = list[Point]


Size = Callable[[float, float, float], float]


class Cut(msgspec.Struct, frozen=True):
    """A new line across a block. ``depth``: how many cuts came before it here; ``area``: m² of what it cut."""

    points: list[Point]
    depth: int
    area: float


class Junctions:
    """Places where a side street already meets a street, so that the next one goes straight on from there."""

    def __init__(self, cell: float = 60.0) -> None:
        self._cell = cell
        self._places: dict[tuple[int, int], list[Point]] = {}

    def add(self, place: Point) -> None:
        self._places.setdefault((int(place[0] // self._cell), int(place[1] // self._cell)), []).append(place)

    def near(self, x: float, y: float, reach: float) -> list[Point]:
        """Junctions within ``reach`` metres, nearest first."""
        cell = self._cell
        found = []
        for column in range(int((x - reach) // cell), int((x + reach) // cell) + 1):
            for row in range(int((y - reach) // cell), int((y + reach) // cell) + 1):
                for px, py in self._places.get((column, row), ()):
                    distance = math.hypot(px - x, py - y)
                    if distance < reach:
                        found.append((distance, (px, py)))
        return [place for _, place in sorted(found)]


class Subdivider:
    """Cuts blocks. ``size(x, y, reach)`` is the area (m²) a block there should have; ``reach`` is half its width in
    metres, so that a wide block knows of what lies at its edge."""

    def __init__(self, terrain: Terrain, size: Size, rng: np.random.Generator) -> None:
        self._terrain, self._size, self._rng = terrain, size, rng
        self._junctions = Junctions()

    def cuts(self, block: shapely.Geometry) -> tuple[list[Cut], list[Ring]]:
        """The lines that divide a block (polygon in metres, without holes), and the pieces."""
        ring: Ring = [(x, y) for x, y in shapely.get_coordinates(block.exterior)[:-1].tolist()]
        waiting: list[tuple[Ring, int]] = [(ring, 0)]
        found: list[Cut] = []
        pieces: list[Ring] = []
        while waiting:
            ring, depth = waiting.pop()
            area, x, y = _measure(ring)
            wanted = self._size(x, y, math.sqrt(area) / 2)
            cut = None
            if depth <= _DEEPEST and area >= wanted * float(self._rng.uniform(1.05, 1.75)):
                cut = self._cut(ring, x, y, area, insist=area > 2.4 * wanted)
            if cut is None:
                pieces.append(ring)
                continue
            halves, line = cut
            found.append(Cut(line, depth, area))
            waiting.extend((half, depth + 1) for half in halves)
        return found, pieces

    def dead_end(self, ring: Ring) -> list[Point] | None:
        """A lane that leads from the longest side of a block into it and ends there."""
        rng, count = self._rng, len(ring)
        edge = max(range(count), key=lambda index: math.dist(ring[index], ring[(index + 1) % count]))
        (ax, ay), (bx, by) = ring[edge], ring[(edge + 1) % count]
        length = math.dist((ax, ay), (bx, by))
        area = _measure(ring)[0]
        if length < 70 or area < 12_000:
            return None
        inward = 1.0 if _turns_left(ring) else -1.0
        ux, uy = (bx - ax) / length, (by - ay) / length
        share = float(rng.uniform(0.35, 0.65))
        start = ax + (bx - ax) * share, ay + (by - ay) * share
        depth = min(float(rng.uniform(0.4, 0.7)) * area / length, 160.0)
        end = start[0] - uy * depth * inward, start[1] + ux * depth * inward
        points = [start, end]
        if rng.random() < 0.35:
            aside = float(rng.choice([-1, 1])) * float(rng.uniform(25, 60))
            points.append((end[0] + ux * aside, end[1] + uy * aside))
        polygon = shapely.Polygon(ring)
        inner = [(start[0] - uy * inward, start[1] + ux * inward), *points[1:]]
        tip = shapely.Point(points[-1])
        if not polygon.contains(shapely.LineString(inner)) or polygon.exterior.distance(tip) < 16:
            return None
        return points

    def _cut(
        self, ring: Ring, x: float, y: float, area: float, insist: bool
    ) -> tuple[tuple[Ring, Ring], list[Point]] | None:
        rng, angle = self._rng, self._terrain.angle(x, y)
        points = np.array(ring)
        spans = []
        for turn in (angle, angle + math.pi / 2):
            reach = (points[:, 0] - x) * math.cos(turn) + (points[:, 1] - y) * math.sin(turn)
            spans.append((float(np.ptp(reach)), turn, float(reach.min())))
        spans.sort(reverse=True)
        if spans[1][0] > 0.85 * spans[0][0] and rng.random() < 0.5:
            spans.reverse()
        polygon = shapely.Polygon(points)
        shapely.prepare(polygon)
        ways = [*spans, *spans] if spans[1][0] > 0.6 * spans[0][0] else [spans[0]] * 3
        # An awkward block is cut askew or off its middle before it stays far too large.
        awkward = [*spans, *spans, *spans] if insist else []
        for number, (length, turn, low) in enumerate((*ways, *awkward)):
            askew = number >= len(ways)
            across = low + length * float(rng.uniform(0.25, 0.75) if askew else rng.uniform(0.4, 0.6))
            px, py = x + across * math.cos(turn), y + across * math.sin(turn)
            direction = turn + math.pi / 2 + float(rng.normal(0, 0.2 if askew else 0.035))
            done = self._chord(ring, polygon, px, py, direction, area)
            if done is not None:
                return done
        return None

    def _chord(
        self, ring: Ring, polygon: shapely.Geometry, px: float, py: float, direction: float, area: float
    ) -> tuple[tuple[Ring, Ring], list[Point]] | None:
        dx, dy = math.cos(direction), math.sin(direction)
        hits = _crossings(ring, px, py, dx, dy)
        pairs = [(hits[i], hits[i + 1]) for i in range(0, len(hits) - 1, 2)]
        if not pairs:
            return None
        pairs.sort(key=lambda pair: 0.0 if pair[0][0] <= 0 <= pair[1][0] else min(abs(pair[0][0]), abs(pair[1][0])))
        (low, edge_one), (high, edge_two) = pairs[0]
        reach = min(60.0, 0.16 * (high - low))
        first, edge_one = self._settle(ring, px + dx * low, py + dy * low, edge_one, reach)
        second, edge_two = self._settle(ring, px + dx * high, py + dy * high, edge_two, reach)
        length = math.hypot(first[0] - second[0], first[1] - second[1])
        if edge_one == edge_two or length < 25:
            return None
        if abs((second[0] - first[0]) * dy - (second[1] - first[1]) * dx) > 0.2 * length:  # too far off its direction
            return None
        line = self._bent(first, second)
        # Its ends lie on the border only as well as numbers can: a metre further in it must be inside.
        ends = (_toward(line[0], line[1]), *line[1:-1], _toward(line[-1], line[-2]))
        if not polygon.contains(shapely.LineString(ends)):
            return None
        if polygon.boundary.distance(shapely.Point(line[len(line) // 2])) < 8:
            return None
        halves = _parted(ring, first, edge_one, second, edge_two, line)
        smaller = min(_measure(half)[0] for half in halves)
        if smaller < 0.16 * area or smaller < THINNEST * length:
            return None
        self._junctions.add(first)
        self._junctions.add(second)
        return halves, line

    def _settle(self, ring: Ring, x: float, y: float, edge: int, reach: float) -> tuple[Point, int]:
        """The end of a cut: a junction close by on the border, else the place itself, kept clear of sharp corners."""
        for place in self._junctions.near(x, y, reach):
            on = _edge_under(ring, place)
            if on is not None:
                return place, on
        ax, ay = ring[edge]
        bx, by = ring[(edge + 1) % len(ring)]
        length = math.hypot(bx - ax, by - ay)
        if length > 50:
            share = min(max(math.hypot(x - ax, y - ay), 22.0), length - 22.0) / length
            x, y = ax + (bx - ax) * share, ay + (by - ay) * share
        return (x, y), edge

    def _bent(self, first: Point, second: Point) -> list[Point]:
        length = math.hypot(second[0] - first[0], second[1] - first[1])
        bow = float(self._rng.normal(0, 0.018)) * length
        if length < 120 or abs(bow) < 2:
            return [first, second]
        nx, ny = (first[1] - second[1]) / length, (second[0] - first[0]) / length
        line = [first]
        for share in (0.25, 0.5, 0.75):
            lift = bow * 4 * share * (1 - share)
            x, y = first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
            line.append((x + nx * lift, y + ny * lift))
        return [*line, second]


def _toward(place: Point, other: Point) -> Point:
    """One metre from ``place`` towards another."""
    length = math.dist(place, other)
    return place[0] + (other[0] - place[0]) / length, place[1] + (other[1] - place[1]) / length


def _turns_left(ring: Ring) -> bool:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True)) > 0


def _measure(ring: Ring) -> tuple[float, float, float]:
    """Area and centroid of a ring."""
    area = x = y = 0.0
    ox, oy = ring[0]
    for index in range(1, len(ring) - 1):
        ax, ay = ring[index][0] - ox, ring[index][1] - oy
        bx, by = ring[index + 1][0] - ox, ring[index + 1][1] - oy
        part = ax * by - bx * ay
        area += part
        x += part * (ax + bx)
        y += part * (ay + by)
    if abs(area) < 1e-9:
        return 0.0, ox, oy
    return abs(area) / 2, ox + x / (3 * area), oy + y / (3 * area)


def _crossings(ring: Ring, px: float, py: float, dx: float, dy: float) -> list[tuple[float, int]]:
    """Where the line through (px, py) crosses the ring: (distance along it, edge number), in order."""
    hits = []
    ax, ay = ring[-1]
    side_a = (ax - px) * dy - (ay - py) * dx
    for index, (bx, by) in enumerate(ring):
        side_b = (bx - px) * dy - (by - py) * dx
        if (side_a > 0) != (side_b > 0):
            share = side_a / (side_a - side_b)
            x, y = ax + (bx - ax) * share, ay + (by - ay) * share
            hits.append(((x - px) * dx + (y - py) * dy, (index - 1) % len(ring)))
        ax, ay, side_a = bx, by, side_b
    hits.sort()
    return hits


def _edge_under(ring: Ring, place: Point, tolerance: float = 0.7) -> int | None:
    """The edge of the ring that passes through ``place``."""
    x, y = place
    for index, (ax, ay) in enumerate(ring):
        bx, by = ring[(index + 1) % len(ring)]
        length = math.hypot(bx - ax, by - ay)
        if length < 1e-6:
            continue
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
        beside = abs((x - ax) * (by - ay) - (y - ay) * (bx - ax)) / length
        if beside <= tolerance and -tolerance <= along <= length + tolerance:
            return index
    return None


def _parted(
    ring: Ring, first: Point, edge_one: int, second: Point, edge_two: int, line: list[Point]
) -> tuple[Ring, Ring]:
    if edge_one > edge_two:
        first, edge_one, second, edge_two, line = second, edge_two, first, edge_one, line[::-1]
    inner = line[1:-1]
    one = [first, *ring[edge_one + 1 : edge_two + 1], second, *reversed(inner)]
    two = [second, *ring[edge_two + 1 :], *ring[: edge_one + 1], first, *inner]
    return _tidy(one), _tidy(two)


def _tidy(ring: Ring) -> Ring:
    """Without points that repeat."""
    return [point for index, point in enumerate(ring) if math.dist(point, ring[index - 1]) > 0.3]


def pierced(block: shapely.Geometry, angle: float) -> tuple[list[shapely.Geometry], list[Floats]]:
    """A block with holes opened by straight lines through them: the pieces without holes, and the lines."""
    waiting, pieces = [block], []
    lines: list[Floats] = []
    while waiting:
        block = waiting.pop()
        if not len(block.interiors):
            pieces.append(block)
            continue
        centre = shapely.Polygon(block.interiors[0]).centroid
        far = 2 * (block.bounds[2] - block.bounds[0] + block.bounds[3] - block.bounds[1])
        dx, dy = math.cos(angle) * far, math.sin(angle) * far
        line = shapely.LineString([(centre.x - dx, centre.y - dy), (centre.x + dx, centre.y + dy)])
        ray = shapely.intersection(line, block)
        parts = [part for part in shapely.get_parts(ray) if part.geom_type == "LineString"]
        # Only the two pieces that reach the hole from either side.
        hole = shapely.Polygon(block.interiors[0])
        parts = sorted((part for part in parts if part.distance(hole) < 1), key=lambda part: -part.length)[:2]
        whole = shapely.union_all([block.boundary, *parts], grid_size=0.01)
        cut = shapely.get_parts(shapely.polygonize(shapely.get_parts(whole)))
        inside = [piece for piece in cut if block.contains(piece.point_on_surface())]
        if not parts or sum(len(piece.interiors) for piece in inside) >= len(block.interiors):
            pieces.append(shapely.Polygon(block.exterior))
            continue
        lines.extend(shapely.get_coordinates(part) for part in parts)
        waiting.extend(inside)
    return pieces, lines
