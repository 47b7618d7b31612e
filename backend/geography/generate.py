"""A city's geography from what is known of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from backend.geography.complete import completed, counted, usual_counts
from backend.geography.country import Country, border_lines, open_up
from backend.geography.features import Features
from backend.geography.filling import Filler, Peopled
from backend.geography.ground import Ground, lay_out
from backend.geography.landmarks import landmarks, settle
from backend.geography.layout import Layout, block_size, side_streets, street_lines, thinned
from backend.geography.mesh import NO_ROAD, Line, Mesh, arrange
from backend.geography.naming import PLAIN, Namer, Style
from backend.geography.outlining import described
from backend.geography.plane import Plane
from backend.geography.roadgraph import named, one_way_pairs, road_graph, with_side_streets
from backend.geography.settlements import VILLAGE_BLOCK, Clusters
from backend.geography.streetland import peopled, street_blocks
from backend.geography.terrain import Terrain, survey
from backend.geography.tree import Branch
from backend.geography.villageland import TOWN
from domain.city import Geography
from domain.network import Roads
from domain.shapes import DEGREE

__all__ = ["Progress", "Wish", "counted", "generate", "usual_counts"]

#: Told how far the work is (0..1) and what is being done, in Chinese and English.
Progress = Callable[[float, str, str], None]


#: Grids wider than this (m²) lie in a place with much open country, where roads are far apart.
_USUAL_GRID = 600_000.0


class Wish(msgspec.Struct):
    """What a city is to be. ``outline``: shapely (multi)polygon in degrees (WGS-84). ``tree``: the regions by name; the
    lowest are cut into ``grids`` grids altogether. ``roads``: the real network, where there is one; nothing is then
    built beside it. ``sites``: float ``(n, 2)`` degrees, where things are known to happen; the city is dense where they
    are. ``household``: persons in a household."""

    outline: object
    tree: Branch
    grids: int
    residents: int
    features: Features = Features()
    style: Style = PLAIN
    roads: Roads | None = None
    sites: NDArray[np.float64] | None = None
    household: float = 2.6
    #: Whether fewer grids will do where the ground has not enough blocks.
    lenient: bool = False


def generate(wish: Wish, seed: int, progress: Progress) -> Geography:
    """The geography of ``wish``: the same wish and seed give the same geography, byte for byte.

    Raises ValueError with a sentence for people when the wish cannot be fulfilled."""
    rng = np.random.default_rng([seed, 0x67656F])
    given = shapely.make_valid(shapely.force_2d(wish.outline))
    if given.is_empty or given.area == 0:
        raise ValueError("the outline is empty; give at least one polygon")
    middle = given.envelope.centroid
    plane = Plane(middle.x, middle.y)
    outline = _polygons(shapely.transform(given, plane.metres))
    progress(0.02, "勘测地形", "Surveying the ground")
    features = wish.features
    if features.rivers is None and (wish.roads is not None or not wish.style.chinese):  # a real place has its own
        features = msgspec.structs.replace(features, rivers=())
    ground = lay_out(features, outline, plane, rng)
    terrain = survey(outline, ground.centres, ground.rivers, ground.corridors(), rng)
    if wish.sites is not None and len(wish.sites):
        terrain.build_up(plane.metres(wish.sites))
    namer = Namer(wish.style, rng)
    tree = completed(wish.tree, wish.grids)
    wide = max(1.0, math.sqrt(outline.area / wish.grids / _USUAL_GRID))
    country = open_up(tree, outline, ground, terrain, plane, wish.residents, wide, wish.roads is None, rng)
    borders = border_lines(tree, plane)
    progress(0.12, "规划道路", "Laying out the roads")
    if wish.roads is None:
        made = _built(wish, outline, ground, terrain, borders, country, namer, plane, wide, rng, progress)
        mesh, roads, english = made
    else:
        roads, english = wish.roads, []
        terrain.build_up(plane.metres(roads.nodes / DEGREE))
        mesh = _around(wish, outline, ground, terrain, borders, plane, rng)
    progress(0.45, "安排小区与公园", "Placing estates and parks")
    uses = settle(mesh, terrain, ground, wish.residents, namer, rng)
    centres = shapely.get_coordinates(shapely.centroid(mesh.blocks))
    area = shapely.area(mesh.blocks)
    progress(0.55, "划分街道、社区和网格", "Drawing streets, communities and grids")
    settled, residents = {}, uses.residents
    if country.territory is not None:
        parts, _ = street_blocks(country.territory, country.outlines, mesh, len(country.streets))
        settled = {street.code: part for street, part in zip(country.streets, parts, strict=True)}
        residents = peopled(residents, area, parts, np.array([street.share for street in country.streets]))
    weights = 0.82 * residents / max(residents.sum(), 1.0) + 0.18 * area / area.sum()
    ground_floor = Peopled(mesh, centres, residents, weights)
    filled = Filler(ground_floor, plane, rng, settled).fill(tree, wish.grids, wish.style, wish.lenient)
    progress(0.8, "绘制边界", "Tracing borders")
    regions, outlines = described(filled, ground_floor, plane, wish.household)
    water = landmarks([(body.name, body.shape) for body in ground.waters], outline, plane)
    parks, estates = (landmarks(named, outline, plane) for named in (uses.parks, uses.estates))
    return Geography(regions, outlines, roads, water, parks, estates, english)


def _built(
    wish: Wish,
    outline: shapely.Geometry,
    ground: Ground,
    terrain: Terrain,
    borders: list[Line],
    country: Country,
    namer: Namer,
    plane: Plane,
    wide: float,
    rng: np.random.Generator,
    progress: Progress,
) -> tuple[Mesh, Roads, list[str]]:
    """Blocks and roads of a generated city."""
    layout = street_lines(outline, ground, terrain, borders, country, rng, wide)
    progress(0.22, "开辟街巷", "Opening side streets")
    most = _people_limit(terrain, outline, wish)
    clusters = Clusters(country.villages)

    def size(x: float, y: float, reach: float) -> float:
        urban = terrain.urban.at(x, y)
        if urban < TOWN and clusters.touched(x, y, reach):
            return VILLAGE_BLOCK
        return min(block_size(urban) * thinned(urban, wide) ** 2, most(urban))

    lines = layout.lines + side_streets(layout, outline, ground, terrain, size, rng)
    progress(0.32, "连接路网", "Connecting the network")
    mesh = arrange(lines, outline)
    names = named(lines, {number: ground.roads[index].name for number, index in layout.given.items()}, namer)
    roads, english = road_graph(mesh, lines, names, one_way_pairs(lines, terrain, rng), plane)
    with_side_streets(roads, english, namer, plane)
    return mesh, roads, english


def _people_limit(terrain: Terrain, outline: shapely.Geometry, wish: Wish) -> Callable[[float], float]:
    """The area (m²) on which three fifths of a grid's people live, by how urban it is."""
    west, south, east, north = outline.bounds
    step = max(east - west, north - south) / 160
    xs, ys = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    points = np.column_stack([xs.ravel(), ys.ravel()])
    points = points[terrain.inside.sample(points) > 0]
    whole = float((0.006 + terrain.urban.sample(points) ** 1.5).sum()) * step * step if len(points) else 1.0
    share = 0.6 * whole / max(wish.grids, 1)
    smallest = 8_000.0
    return lambda urban: max(smallest, share / (0.006 + urban**1.5))


def _around(
    wish: Wish,
    outline: shapely.Geometry,
    ground: Ground,
    terrain: Terrain,
    borders: list[Line],
    plane: Plane,
    rng: np.random.Generator,
) -> Mesh:
    """Blocks between real roads; blocks that are too large for a grid are cut where nothing is drawn."""
    assert wish.roads is not None
    lines = [*_real_lines(wish.roads, plane, outline), *borders]
    most = _people_limit(terrain, outline, wish)
    limit = outline.area / max(wish.grids, 1) * 0.6

    def size(x: float, y: float, reach: float) -> float:
        return float(min(limit, most(terrain.urban.at(x, y))))

    cuts = side_streets(Layout(lines, {}, {}, 0), outline, ground, terrain, size, rng)
    return arrange(lines + [msgspec.structs.replace(line, rank=NO_ROAD) for line in cuts], outline)


def _real_lines(roads: Roads, plane: Plane, outline: shapely.Geometry) -> list[Line]:
    """The network's segments as lines, cut to the outline. Lanes and paths bound no block."""
    points = plane.metres(roads.nodes / DEGREE)
    lines = []
    for rank in range(5):
        rows = np.flatnonzero(roads.rank == rank)
        shapes = shapely.linestrings(np.stack([points[roads.start[rows]], points[roads.end[rows]]], axis=1))
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.intersection(shapes, outline))))
        lines += [
            Line(shapely.get_coordinates(part), rank)
            for part in merged
            if part.geom_type == "LineString" and part.length > 1
        ]
    return lines


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Only the areas of a geometry."""
    return shapely.union_all(
        [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1]
    )
