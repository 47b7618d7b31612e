"""The whole geography: of gulou, and of places of which less is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.geography.cameras import polygon
from backend.geography.generate import Wish, counted, generate, usual_counts
from backend.geography.official import official_outline
from backend.geography.tree import Branch
from domain.city import City, Geography
from domain.names import Name
from domain.region import Level, RegionTree
from domain.roads import Roads


def _silent(share: float, chinese: str, english: str) -> None:
    pass


def _areas(geography: Geography, level: Level) -> dict[str, shapely.Geometry]:
    return {
        region.code: polygon(geography.outlines, index)
        for index, region in enumerate(geography.regions)
        if region.level is level
    }


def test_gulou_has_exactly_its_counts(gulou: City) -> None:
    tree = RegionTree(gulou.geography.regions)
    assert [len(tree.at_level(level)) for level in Level] == [0, 1, 7, 69, 376]
    assert len(gulou.geography.outlines) == len(tree) == 453


@pytest.mark.parametrize("level", [Level.STREET, Level.COMMUNITY, Level.GRID])
def test_regions_of_a_level_leave_no_gap_and_no_overlap(gulou: City, level: Level) -> None:
    district = polygon(gulou.geography.outlines, 0)
    areas = list(_areas(gulou.geography, level).values())
    assert all(area.is_valid for area in areas)
    assert sum(area.area for area in areas) == pytest.approx(district.area, rel=1e-9)
    assert shapely.union_all(areas).area == pytest.approx(district.area, rel=1e-9)


def test_every_region_lies_in_its_parent(gulou: City) -> None:
    tree = RegionTree(gulou.geography.regions)
    shapes = [polygon(gulou.geography.outlines, index) for index in range(len(tree))]
    for region in tree:
        if region.parent:
            inside, outer = shapes[tree.index(region.code)], shapes[tree.index(region.parent)]
            assert inside.difference(outer.buffer(1e-9)).area == 0


def test_neighbours_share_their_border_points_exactly(gulou: City) -> None:
    outlines = gulou.geography.outlines
    grids = [index for index, region in enumerate(gulou.geography.regions) if region.level is Level.GRID]
    sides: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}
    for index in grids:
        for ring in outlines.rings_of(index):
            points = [(int(x), int(y)) for x, y in ring]
            for one, two in zip(points, points[1:] + points[:1], strict=True):
                key = (min(one, two), max(one, two))
                sides[key] = sides.get(key, 0) + 1
    border = {
        (min(one, two), max(one, two))
        for ring in outlines.rings_of(0)
        for one, two in zip(map(tuple, ring.tolist()), map(tuple, np.roll(ring, -1, axis=0).tolist()), strict=True)
    }
    assert all(count == (1 if side in border else 2) for side, count in sides.items())


def test_the_outline_is_the_real_one(gulou: City) -> None:
    real = official_outline("320302")
    assert polygon(gulou.geography.outlines, 0).symmetric_difference(real).area < 1e-3 * real.area


def test_residents_add_up_at_every_level(gulou: City) -> None:
    tree = RegionTree(gulou.geography.regions)
    assert tree.roots[0].residents == 320_000
    for region in tree:
        children = tree.children(region.code)
        if children:
            assert sum(child.residents for child in children) == region.residents
    assert all(region.residents > 0 for region in tree)


def test_the_old_town_has_small_dense_grids_and_the_edge_wide_ones(gulou: City) -> None:
    grids = [region for region in gulou.geography.regions if region.level is Level.GRID]
    areas = _areas(gulou.geography, Level.GRID)
    far = [math.hypot(grid.lon - 117.192, (grid.lat - 34.276) * 1.2) for grid in grids]
    order = np.argsort(far)
    size = np.array([areas[grids[index].code].area for index in order])
    assert size[:100].mean() * 2.5 < size[-100:].mean()
    residents = np.array([grid.residents for grid in grids])
    assert 500 < np.median(residents) < 1200


def test_codes_are_official_and_grids_are_numbered_in_reading_order(gulou: City) -> None:
    tree = RegionTree(gulou.geography.regions)
    assert [street.code for street in tree.children("320302")] == [f"32030200{number}" for number in range(1, 8)]
    for region in tree.at_level(Level.COMMUNITY):
        grids = tree.children(region.code)
        assert [grid.code for grid in grids] == [f"{region.code}{number:03d}" for number in range(1, len(grids) + 1)]
        assert grids[0].lat >= grids[-1].lat or grids[0].lon <= grids[-1].lon
    assert tree["320302001002"].name == "万通社区"
    assert tree["320302001002001"].name == "万通社区第01网格"
    assert tree["320302001002001"].name_en == "Wantong Community Grid 01"


def test_places_to_write_a_name_lie_inside(gulou: City) -> None:
    for index, region in enumerate(gulou.geography.regions):
        assert polygon(gulou.geography.outlines, index).contains(shapely.Point(region.lon, region.lat))


def _connected(roads: Roads, directed: bool) -> float:
    count = len(roads.nodes)
    two = roads.oneway == 0
    heads = np.concatenate([roads.start, roads.end[two]])
    tails = np.concatenate([roads.end, roads.start[two]])
    graph = coo_matrix((np.ones(len(heads), np.int8), (heads, tails)), shape=(count, count))
    _, label = connected_components(graph, directed=directed, connection="strong")
    return float(np.bincount(label).max()) / count


def test_everybody_gets_everywhere_and_back_by_road(gulou: City) -> None:
    assert _connected(gulou.geography.roads, directed=False) == 1.0
    assert _connected(gulou.geography.roads, directed=True) >= 0.99


def test_the_network_has_classes_names_and_one_way_streets(gulou: City) -> None:
    roads = gulou.geography.roads
    assert set(roads.rank.tolist()) == {1, 2, 3, 4, 5}
    assert 0.01 < roads.oneway.mean() < 0.12
    assert (roads.name[roads.rank <= 2] >= 0).all()
    assert len(set(roads.names)) == len(roads.names) == len(gulou.geography.road_names_en)
    assert "中山北路" in roads.names
    assert 4_000 < len(roads.nodes) < 20_000


def test_main_roads_end_nowhere_inside_the_city(gulou: City) -> None:
    roads = gulou.geography.roads
    degree = np.bincount(np.concatenate([roads.start, roads.end]), minlength=len(roads.nodes))
    main = np.flatnonzero(roads.rank <= 1)
    ends = np.unique(np.concatenate([roads.start[main], roads.end[main]]))
    ends = ends[degree[ends] == 1]
    assert len(ends), "some leave the city"
    border = polygon(gulou.geography.outlines, 0).exterior
    assert shapely.distance(shapely.points(roads.nodes[ends] / 1e7), border).max() < 1e-5


def test_roads_cross_water_on_bridges_and_do_not_run_in_it(gulou: City) -> None:
    geography, roads = gulou.geography, gulou.geography.roads
    ends = roads.nodes / 1e7
    lines = shapely.linestrings(np.stack([ends[roads.start], ends[roads.end]], axis=1))
    for index, name in enumerate(geography.water.names):
        water = polygon(geography.water.shapes, index)
        wet = shapely.length(shapely.intersection(lines, water)) * 1e5  # metres, about
        assert (roads.deck[(wet > 10) & (wet > 0.6 * shapely.length(lines) * 1e5)] > 0).all()
        by_road = np.bincount(roads.name[roads.name >= 0], wet[roads.name >= 0])
        assert by_road.max() < (60 if name.zh.endswith("湖") else 700), name


def test_estates_parks_and_water_have_names(gulou: City) -> None:
    geography = gulou.geography
    assert len(geography.estates.names) > 200
    for marks in (geography.estates, geography.parks, geography.water):
        assert len(marks.shapes) == len(marks.names) == len({name.zh for name in marks.names})
        assert all(name.zh and name.en for name in marks.names)
    assert {"丁万河", "京杭大运河", "九里湖"} <= {name.zh for name in geography.water.names}


def _place(**known: object) -> Wish:
    outline = shapely.Point(10.0, 45.0).buffer(0.03)
    tree = counted("", Name("Lago"), 2, 6)
    return Wish(**{"outline": outline, "tree": tree, "grids": 30, "residents": 20_000, **known})


def test_a_place_of_which_only_the_extent_is_known() -> None:
    geography = generate(_place(), 5, _silent)
    tree = RegionTree(geography.regions)
    assert [len(tree.at_level(level)) for level in Level] == [0, 1, 2, 6, 30]
    assert len(tree.grids_under(tree.roots[0].code)) == 30
    assert tree.roots[0].residents == 20_000
    assert not geography.roads.names  # nobody invents street names for a real place elsewhere


def test_a_place_with_a_real_network_keeps_it() -> None:
    lines = [10.0 + np.linspace(-0.025, 0.025, 12), 45.0 + np.linspace(-0.025, 0.025, 12)]
    nodes = np.array([(x, y) for y in lines[1] for x in lines[0]])
    pairs = [(row * 12 + column, row * 12 + column + 1) for row in range(12) for column in range(11)]
    pairs += [(row * 12 + column, row * 12 + column + 12) for row in range(11) for column in range(12)]
    start, end = np.array(pairs, np.int32).T
    count = len(pairs)
    roads = Roads(
        np.rint(nodes * 1e7).astype(np.int32),
        start,
        end,
        np.full(count, 3, np.uint8),
        np.zeros(count, np.uint8),
        np.full(count, -1, np.int32),
        [],
    )
    geography = generate(_place(roads=roads), 5, _silent)
    assert geography.roads is roads
    tree = RegionTree(geography.regions)
    assert len(tree.at_level(Level.GRID)) == 30
    whole = polygon(geography.outlines, 0).area
    assert sum(area.area for area in _areas(geography, Level.GRID).values()) == pytest.approx(whole, rel=1e-9)


def test_real_regions_stay_where_they_are_and_get_the_missing_levels() -> None:
    west, east = shapely.box(9.97, 44.97, 10.0, 45.03), shapely.box(10.0, 44.97, 10.03, 45.03)
    tree = Branch("7", "Lago", Level.DISTRICT)
    tree.children = [
        Branch("71", "Ovest", Level.STREET, border=west),
        Branch("72", "Est", Level.STREET, border=east),
    ]
    wish = _place(outline=shapely.union_all([west, east]), tree=tree)
    geography = generate(wish, 5, _silent)
    regions = RegionTree(geography.regions)
    assert {region.level for region in regions} == {Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.GRID}
    assert len(regions.at_level(Level.GRID)) == 30
    found = polygon(geography.outlines, regions.index("71"))
    assert found.symmetric_difference(west).area < 1e-3 * west.area


@pytest.mark.logs("region_without_ground")
def test_a_region_covered_by_another_is_left_out_and_said() -> None:
    west = shapely.box(9.97, 44.97, 10.0, 45.03)
    tree = Branch("7", "Lago", Level.DISTRICT)
    tree.children = [Branch("71", "A", Level.STREET, border=west), Branch("72", "B", Level.STREET, border=west)]
    regions = RegionTree(generate(_place(outline=west, tree=tree), 5, _silent).regions)
    assert len(regions.at_level(Level.STREET)) == 1


def test_an_outline_without_area_is_refused() -> None:
    with pytest.raises(ValueError, match="the outline is empty"):
        generate(_place(outline=shapely.LineString([(0, 0), (1, 1)])), 1, _silent)


def test_usual_counts_grow_with_the_place() -> None:
    small, large = usual_counts(1e6), usual_counts(1e9)
    assert small < large
    assert min(small) >= 1


def test_progress_only_goes_forward() -> None:
    seen: list[float] = []
    generate(_place(), 5, lambda share, chinese, english: seen.append(share))
    assert seen == sorted(seen)
    assert 0 <= seen[0] <= seen[-1] <= 1
