"""The lines of a city: shores, railways, main streets, side streets and lanes, in this order."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import numpy as np
import shapely

from backend.geography.ground import Ground
from backend.geography.mesh import NO_ROAD, QUANTUM, Line, Mesh, noded, sources
from backend.geography.plane import Floats
from backend.geography.streets import Crowd, Tracer, as_lines
from backend.geography.subdivide import Subdivider, pierced
from backend.geography.terrain import Terrain

Size = Callable[[float, float], float]


class Layout(msgspec.Struct):
    """``lines`` of the city; ``names``: for each main road given by the profile, its name number → index of the road.
    ``streets``: how many name numbers were handed out."""

    lines: list[Line]
    given: dict[int, int]
    streets: int


def block_size(urban: float) -> float:
    """Square metres of a usual block: small in the old town, wide at the edge."""
    return float(19_000.0 * (330_000.0 / 19_000.0) ** ((1 - urban) ** 1.15))


def thinned(urban: float, wide: float) -> float:
    """How much farther apart streets are here than usual: ``wide`` times in the open country of a wide place."""
    return 1.0 + (wide - 1.0) * (1.0 - min(1.0, 2.0 * urban))


def street_lines(
    outline: shapely.Geometry, ground: Ground, terrain: Terrain, rng: np.random.Generator, wide: float = 1.0
) -> Layout:
    """Shores, railways and main streets; ``wide`` times farther apart in open country."""
    shores = [_shore(body.corridor, terrain) for body in (*ground.waters, *ground.hills)]
    lines = _clipped([line for shore in shores for line in shore], outline)
    lines += _clipped([Line(path, NO_ROAD, barrier=True) for path in ground.rivers], outline)
    lines += _clipped([Line(path, NO_ROAD, barrier=True) for path in ground.railways], outline)

    tracer = Tracer(terrain, rng)
    main, every = Crowd(700.0), Crowd(260.0)
    given, number = {}, 0
    for index, (_, rank, path) in enumerate(ground.roads):
        main.add(path)
        every.add(path)
        lines += _clipped([Line(path, rank, number)], outline, straighten=2.5)
        given[number] = index
        number += 1
    for line in [line for shore in shores for line in shore]:
        if line.rank != NO_ROAD:
            every.add(line.points)
    for rail in ground.railways:
        every.add(rail)

    def add(paths: list[Floats], rank: int, crowd: Crowd | None) -> None:
        nonlocal lines, number
        lines += as_lines(paths, outline, rank, number)
        number += len(paths)
        if crowd is not None:
            for path in paths:
                crowd.add(path)

    def arterials(urban: float) -> float:
        return (1900 - 900 * min(1.0, 1.6 * urban)) * thinned(urban, wide)

    def collectors(urban: float) -> float:
        return (1150 - 700 * min(1.0, 1.25 * urban)) * thinned(urban, wide)

    add(tracer.streets(arterials, main, 520, 1.0), 1, every)
    add(tracer.streets(collectors, every, 240, 0.3), 2, None)
    return Layout(_pruned(lines, outline), given, number)


def _pruned(lines: list[Line], outline: shapely.Geometry) -> list[Line]:
    """Without the ends of main streets that lead nowhere."""
    parts, _ = noded(lines, outline)
    source = sources(lines, shapely.get_coordinates(shapely.line_interpolate_point(parts, 0.5, normalized=True)))
    ends = np.stack([shapely.get_coordinates(shapely.get_point(parts, at)) for at in (0, -1)], axis=1)
    _, node = np.unique(np.rint(ends.reshape(-1, 2) / QUANTUM), axis=0, return_inverse=True)
    node = node.reshape(-1, 2)
    street = np.array([line.rank in (1, 2) for line in lines] + [False])[source]
    alive = np.ones(len(parts), bool)
    while True:
        degree = np.bincount(node[alive].ravel(), minlength=int(node.max()) + 1)
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
    """Streets and lanes inside the blocks between the main streets."""
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
        lines += [Line(opening, 3) for opening in openings]
        for piece in pieces:
            for cut in divider.cuts(piece):
                points = np.array(cut.points)
                x, y = points[len(points) // 2].tolist()
                lines.append(Line(points, _side_rank(cut.depth, points, terrain.urban.at(x, y), rng)))
    return lines


def dead_ends(mesh: Mesh, terrain: Terrain, ground: Ground, rng: np.random.Generator) -> list[Line]:
    """Lanes that lead into a block and end there."""
    corridors = ground.corridors()
    shapely.prepare(corridors)
    lines = []
    middles = shapely.point_on_surface(mesh.blocks)
    wet = shapely.contains(corridors, middles)
    for block, middle, skip in zip(mesh.blocks, middles, wet, strict=True):
        urban = terrain.urban.at(middle.x, middle.y)
        if skip or block.area < 12_000 or rng.random() > 0.25 + 0.5 * urban:
            continue
        ring = shapely.get_coordinates(block.exterior)
        step = np.diff(ring, axis=0)
        length = np.hypot(step[:, 0], step[:, 1])
        edge = int(np.argmax(length))
        if length[edge] < 70:
            continue
        start = ring[edge] + step[edge] * float(rng.uniform(0.35, 0.65))
        normal = np.array([-step[edge][1], step[edge][0]]) / length[edge]
        depth = float(rng.uniform(0.4, 0.7)) * block.area / length[edge]
        end = start + normal * min(depth, 160.0)
        line = shapely.LineString([start, end])
        if not block.buffer(0.5).covers(line) or block.exterior.distance(shapely.Point(end)) < 18:
            continue
        points = [start, end]
        if rng.random() < 0.35:
            turn = end + step[edge] / length[edge] * float(rng.choice([-1, 1])) * float(rng.uniform(25, 60))
            if block.buffer(-15).contains(shapely.LineString([end, turn])):
                points.append(turn)
        lines.append(Line(np.array(points), 5))
    return lines


def _side_rank(depth: int, points: Floats, urban: float, rng: np.random.Generator) -> int:
    length = math.hypot(*(points[-1] - points[0]))
    if urban < 0.1:
        return 4 if depth == 0 else (5 if rng.random() < 0.6 else NO_ROAD)
    if depth == 0 and length > 330:
        return 3
    return 4 if depth < 3 or rng.random() < 0.5 else 5


def _by_density(blocks: np.ndarray, terrain: Terrain) -> list[shapely.Geometry]:
    centres = shapely.get_coordinates(shapely.centroid(blocks))
    return list(blocks[np.argsort(-terrain.urban.sample(centres), kind="stable")])


def _shore(corridor: shapely.Geometry, terrain: Terrain) -> list[Line]:
    """The edge of a corridor: a shore road where the city is dense enough, a mere line elsewhere."""
    lines = []
    for ring in shapely.get_rings(corridor):
        points = shapely.get_coordinates(ring.simplify(3.0))
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
