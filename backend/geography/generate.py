"""A city's geography from what is known of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from backend.geography.bridges import bridges
from backend.geography.built import built_up
from backend.geography.complete import completed, counted, usual_counts
from backend.geography.country import Country, border_lines, open_up
from backend.geography.features import Features
from backend.geography.filling import Filler, Peopled
from backend.geography.ground import Ground, lay_out
from backend.geography.landmarks import Marks, Numbers, named_ground
from backend.geography.layout import Layout, block_size, side_streets, street_lines, thinned
from backend.geography.locality import Locality
from backend.geography.mesh import NO_ROAD, Line, Mesh, arrange
from backend.geography.naming import PLAIN, Namer, Style
from backend.geography.outlining import described
from backend.geography.plane import Plane
from backend.geography.roadgraph import one_way_pairs, road_graph
from backend.geography.roadnames import main_names, name_side_streets
from backend.geography.settlements import VILLAGE_BLOCK, Clusters, Lived
from backend.geography.streetland import peopled, street_blocks
from backend.geography.terrain import Terrain, survey
from backend.geography.tree import Branch, walk
from backend.geography.uses import at_home, used
from backend.geography.villageland import TOWN
from domain.city import Geography, Landmarks
from domain.names import Name
from domain.network import Roads
from domain.shapes import DEGREE

__all__ = ["Progress", "Wish", "counted", "generate", "usual_counts"]

#: Told how far the work is (0..1) and what is being done, in Chinese and English.
Progress = Callable[[float, str, str], None]


#: Grids wider than this (m²) lie in a place with much open country, where roads are far apart.
_USUAL_GRID = 600_000.0
#: A block with less than this part of a usual grid's people makes no grid of its own.
_LONELY = 0.04
#: A block holds no more than this part of a usual grid's people, unless it is as small (m²) as blocks get.
_OF_A_GRID, _SMALLEST = 0.5, 7_000.0


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
    numbers: Numbers = Numbers()
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
        layout, lines, mesh = _built(wish, outline, ground, terrain, borders, country, wide, rng, progress)
    else:
        terrain.build_up(plane.metres(wish.roads.nodes / DEGREE))
        mesh = _around(wish, outline, ground, terrain, borders, plane, rng)
    progress(0.42, "安排用地", "Deciding what is built where")
    uses = used(mesh, terrain, ground, country.villages, not country.villages, rng)
    centres = shapely.get_coordinates(shapely.centroid(mesh.blocks))
    progress(0.5, "划分街道、社区和网格", "Drawing streets, communities and grids")
    settled: dict[str, list[int]] = {}
    residents = uses.living * (wish.residents / max(float(uses.living.sum()), 1e-9))
    if country.territory is not None:
        parts, _ = street_blocks(country.territory, country.outlines, mesh, len(country.streets))
        settled = {street.code: part for street, part in zip(country.streets, parts, strict=True)}
        residents = peopled(residents, uses.area, parts, np.array([street.share for street in country.streets]))
    residents = at_home(uses, residents)
    residents *= wish.residents / max(float(residents.sum()), 1e-9)
    weights = 0.82 * residents / max(residents.sum(), 1e-9) + 0.18 * uses.area / uses.area.sum()
    floor = Peopled(mesh, centres, residents, weights, max(0.5, _LONELY * wish.residents / max(wish.grids, 1)))
    filled = Filler(floor, plane, rng, settled).fill(tree, wish.grids, wish.style, wish.lenient)
    progress(0.75, "绘制边界", "Tracing borders")
    known = {branch.code: plane.metres([branch.anchor])[0] for branch in walk(tree) if branch.anchor is not None}
    regions, outlines = described(filled, floor, plane, wish.household, known)
    progress(0.85, "命名道路、小区与地标", "Naming roads, estates and landmarks")
    where = Locality(filled, centres)
    marks = Marks(mesh, uses, residents, where, namer)
    marks.given(features.places, plane)
    bridged: list[tuple[Name, shapely.Geometry]] = []
    roads, english = wish.roads, list[str]()
    if roads is None:
        names = main_names(lines, layout, ground, country, where, namer)
        one_way, lived_in = one_way_pairs(lines, terrain, rng), Lived(terrain, country.villages)
        roads, english, nodes = road_graph(mesh, lines, names, one_way, ground, lived_in, plane)
        name_side_streets(roads, english, nodes, terrain.urban.sample(nodes), where, namer)
        bridged = bridges(lines, names, layout, ground)
    progress(0.92, "命名道路、小区与地标", "Naming roads, estates and landmarks")
    marks.of_streets(filled)
    marks.usual(wish.numbers, wish.residents)
    parks = [(body.name, body.shape) for body in (*ground.hills, *ground.parks)] + marks.parks()
    return Geography(
        regions,
        outlines,
        roads,
        _waters(features, ground, outline, plane),
        named_ground(parks, outline, plane),
        named_ground(marks.estates(wish.numbers.estates, rng), outline, plane),
        english,
        marks.places(bridged, outline, plane),
        built_up(mesh, uses, plane),
    )


def _built(
    wish: Wish,
    outline: shapely.Geometry,
    ground: Ground,
    terrain: Terrain,
    borders: list[Line],
    country: Country,
    wide: float,
    rng: np.random.Generator,
    progress: Progress,
) -> tuple[Layout, list[Line], Mesh]:
    """Streets and blocks of a generated city."""
    layout = street_lines(outline, ground, terrain, borders, country, rng, wide)
    progress(0.2, "开辟街巷", "Opening side streets")
    assert country.crowd is not None
    crowd, clusters = country.crowd, Clusters(country.villages)
    few = _OF_A_GRID * wish.residents / max(wish.grids, 1)

    def size(x: float, y: float, reach: float) -> float:
        urban = terrain.urban.at(x, y)
        if urban < TOWN and clusters.touched(x, y, reach):
            return VILLAGE_BLOCK
        most = max(_SMALLEST, few / max(crowd.at(x, y), 1e-7))
        return min(block_size(urban) * thinned(urban, wide) ** 2, most)

    lines = layout.lines + side_streets(layout, outline, ground, terrain, size, rng)
    progress(0.32, "连接路网", "Connecting the network")
    return layout, lines, arrange(lines, outline)


def _people_limit(terrain: Terrain, outline: shapely.Geometry, wish: Wish) -> Callable[[float], float]:
    """The area (m²) on which part of a grid's people live, by how urban it is."""
    west, south, east, north = outline.bounds
    step = max(east - west, north - south) / 160
    xs, ys = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    points = np.column_stack([xs.ravel(), ys.ravel()])
    points = points[terrain.inside.sample(points) > 0]
    whole = float((0.006 + terrain.urban.sample(points) ** 1.5).sum()) * step * step if len(points) else 1.0
    share = _OF_A_GRID * whole / max(wish.grids, 1)
    return lambda urban: max(_SMALLEST, share / (0.006 + urban**1.5))


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


def _waters(features: Features, ground: Ground, outline: shapely.Geometry, plane: Plane) -> Landmarks:
    """Rivers and lakes inside the city, and the sea beside it."""
    bodies = [(body.name, body.shape) for body in ground.waters]
    sea = [(sea.name, shapely.Polygon(plane.metres(sea.ring))) for sea in features.sea if len(sea.ring) > 2]
    around = shapely.union_all([outline, *(shape for _, shape in sea)])
    return named_ground(bodies + [(name, shapely.difference(shape, outline)) for name, shape in sea], around, plane)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Only the areas of a geometry."""
    return shapely.union_all(
        [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1]
    )
