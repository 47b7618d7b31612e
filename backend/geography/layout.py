"""The lines of a city: shores, railways, main streets, side streets and lanes, in this order."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import shapely

from backend.geography.country import Country
from backend.geography.ground import Ground
from backend.geography.mesh import NO_ROAD, QUANTUM, Line, noded, sources
from backend.geography.plane import Floats
from backend.geography.streets import Crowd, Family, Tracer, as_lines
from backend.geography.subdivide import Size, Subdivider, pierced
from backend.geography.terrain import Terrain
from backend.geography.villageland import TOWN

#: Share of the lines between fields that are tracks.
_TRACKS = 0.45


class Layout(msgspec.Struct):
    """``lines`` of the city; ``given``: for each main road given by the profile, its name number → index of the road;
    ``linking``: the same for roads between towns → numbers of the two towns. ``streets``: how many name numbers were
    handed out."""

    lines: list[Line]
    given: dict[int, int]
    linking: dict[int, tuple[int, int]]
    streets: int


def block_size(urban: float) -> float:
    """Square metres of a usual block: small in the old town, wide at the edge."""
    return float(19_000.0 * (330_000.0 / 19_000.0) ** ((1 - urban) ** 1.15))


def thinned(urban: float, wide: float) -> float:
    """How much farther apart streets are here than usual: ``wide`` times in the open country of a wide place."""
    return 1.0 + (wide - 1.0) * (1.0 - min(1.0, 2.0 * urban))


def street_lines(
    outline: shapely.Geometry,
    ground: Ground,
    terrain: Terrain,
    borders: list[Line],
    country: Country,
    rng: np.random.Generator,
    wide: float = 1.0,
) -> Layout:
    """Shores, railways, borders, main streets and what leads through open country; ``wide`` times farther apart
    there."""
    shores = _shores(ground, terrain)
    lines = _clipped(shores, outline)
    lines += _clipped([Line(path, NO_ROAD, barrier=True) for path, _ in ground.rivers], outline)
    lines += _clipped([Line(path, NO_ROAD, barrier=True) for path in ground.railways], outline)
    lines += borders
    lines += _clipped(country.lines, outline)

    tracer = Tracer(terrain, rng)
    main, every = Crowd(500.0), Crowd(400.0)
    given: dict[int, int] = {}
    linking: dict[int, tuple[int, int]] = {}
    number = 0
    for index, road in enumerate(ground.roads):
        if road.rank:  # a motorway is no street: others run beside it
            main.add(road.points)
        every.add(road.points)
        lines += _clipped([Line(road.points, road.rank, number, tunnel=road.tunnel)], outline, straighten=2.5)
        given[number] = index
        number += 1
    for link in country.links:
        main.add(link.points)
        every.add(link.points)
        lines += _clipped([Line(link.points, link.rank, number)], outline, straighten=4.0)
        linking[number] = (link.one, link.two)
        number += 1
    for line in shores:
        if line.rank != NO_ROAD:
            every.add(line.points)
    for rail in ground.railways:
        every.add(rail)

    def add(family: Family, rank: int, near: Crowd, beside: Crowd | None) -> None:
        nonlocal lines, number
        paths = tracer.streets(family, near)
        lines += as_lines(paths, outline, rank, number)
        number += len(paths)
        if beside is not None:
            for path in paths:
                beside.add(path)

    def arterials(urban: float) -> float:
        return (1900 - 900 * min(1.0, 1.6 * urban)) * thinned(urban, wide)

    def collectors(urban: float) -> float:
        return (1150 - 700 * min(1.0, 1.25 * urban)) * thinned(urban, wide)

    # Where villages have ways of their own, the streets of a town end with the town.
    least = TOWN if country.villages else 0.0
    add(Family(arterials, 520, 0.9, 0.7 * least), 1, main, every)
    add(Family(collectors, 240, 0.3, 0.8 * least), 2, every, None)
    return Layout(_pruned(lines, outline), given, linking, number)


def _pruned(lines: list[Line], outline: shapely.Geometry) -> list[Line]:
    """Without the ends of main streets that lead nowhere."""
    parts, _ = noded(lines, outline)
    middles = shapely.line_interpolate_point(parts, 0.5, normalized=True)
    source = sources(lines, shapely.get_coordinates(middles))
    ends = np.stack([shapely.get_coordinates(shapely.get_point(parts, at)) for at in (0, -1)], axis=1)
    _, node = np.unique(np.rint(ends.reshape(-1, 2) / QUANTUM), axis=0, return_inverse=True)
    node = node.reshape(-1, 2)
    street = np.array([line.rank in (1, 2) for line in lines] + [False])[source]
    # A street may end at a road or at the edge of the city, but not at a mere line on paper.
    road = np.array([line.rank != NO_ROAD for line in lines] + [True])[source]
    edge = outline.boundary
    shapely.prepare(edge)
    road |= shapely.dwithin(edge, middles, 1.0)
    alive = np.ones(len(parts), bool)
    while True:
        degree = np.bincount(node[alive & road].ravel(), minlength=int(node.max()) + 1)
        loose = alive & street & (degree[node] == 1).any(axis=1)
        if not loose.any():
            break
        alive &= ~loose
    found = [line for line in lines if line.rank not in (1, 2)]
    for index, line in enumerate(lines):
        rest = parts[alive & street & (source == index)]
        if len(rest):
            merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(rest)))
            found += [msgspec.structs.replace(line, points=shapely.get_coordinates(part)) for part in merged]
    return found


def side_streets(
    layout: Layout, outline: shapely.Geometry, ground: Ground, terrain: Terrain, size: Size, rng: np.random.Generator
) -> list[Line]:
    """Streets and lanes inside the blocks between the main streets, some of them dead ends."""
    _, blocks = noded(layout.lines, outline)
    corridors = ground.corridors()
    if not corridors.is_empty:
        shapely.prepare(corridors)
        blocks = blocks[~shapely.contains(corridors, shapely.point_on_surface(blocks))]
    divider = Subdivider(terrain, size, rng)
    lines = []
    for block in _by_density(blocks, terrain):
        centre = block.representative_point()
        pieces, openings = pierced(block, terrain.angle(centre.x, centre.y))
        lines += [Line(opening, 4) for opening in openings]
        for piece in pieces:
            cuts, rings = divider.cuts(piece)
            for cut in cuts:
                points = np.array(cut.points)
                x, y = points[len(points) // 2].tolist()
                lines.append(Line(points, _side_rank(cut.depth, points, terrain.urban.at(x, y), rng)))
            for ring in rings:
                urban = terrain.urban.at(*ring[0])
                lane = divider.dead_end(ring) if rng.random() < 0.2 + 0.55 * urban and urban > 0.15 else None
                if lane is not None:
                    lines.append(Line(np.array(lane), 5))
    return lines


def _side_rank(depth: int, points: Floats, urban: float, rng: np.random.Generator) -> int:
    length = math.hypot(*(points[-1] - points[0]))
    if urban < TOWN:
        return 5 if rng.random() < _TRACKS else NO_ROAD
    if depth == 0 and length > 330:
        return 3
    return 4 if depth < 3 or rng.random() < 0.5 else 5


def _by_density(blocks: np.ndarray, terrain: Terrain) -> list[shapely.Geometry]:
    centres = shapely.get_coordinates(shapely.centroid(blocks))
    return list(blocks[np.argsort(-terrain.urban.sample(centres), kind="stable")])


def _shores(ground: Ground, terrain: Terrain) -> list[Line]:
    """Around all water together, so that none runs through a river that meets another; around hills and parks only
    where they do not lie in the water."""
    water = shapely.union_all([body.corridor for body in ground.waters])
    green = shapely.union_all([body.corridor for body in (*ground.hills, *ground.parks)])
    lines = _shore(water, terrain)
    edge = shapely.difference(green.boundary, water)
    return lines + [line for part in shapely.get_parts(edge) for line in _along(part, terrain)]


def _shore(corridor: shapely.Geometry, terrain: Terrain) -> list[Line]:
    """The edge of a corridor: a shore road where the city is dense enough, a mere line elsewhere."""
    return [line for ring in shapely.get_rings(shapely.get_parts(corridor)) for line in _along(ring, terrain)]


def _along(edge: shapely.Geometry, terrain: Terrain) -> list[Line]:
    lines = []
    points = shapely.get_coordinates(edge.simplify(3.0))
    urban = terrain.urban.sample((points[1:] + points[:-1]) / 2) > 0.16
    first = 0
    for index in range(1, len(urban) + 1):
        if index == len(urban) or urban[index] != urban[first]:
            lines.append(Line(points[first : index + 1], 3 if urban[first] else NO_ROAD))
            first = index
    return lines


def _clipped(lines: list[Line], outline: shapely.Geometry, straighten: float = 0.0) -> list[Line]:
    found = []
    for line in lines:
        drawn = shapely.LineString(line.points)
        inside = shapely.intersection(drawn.simplify(straighten) if straighten else drawn, outline)
        found += [
            msgspec.structs.replace(line, points=shapely.get_coordinates(part))
            for part in shapely.get_parts(inside)
            if part.geom_type == "LineString" and part.length > 1
        ]
    return found
