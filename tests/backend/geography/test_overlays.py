"""Overlay grids: whole base grids joined side by side within their street, each with somebody who answers for it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.geography.overlays import OFFICERS, TYPICAL, WITHIN, joined, overlays
from domain.adjacency import neighbours
from domain.city import City, pack_city, unpack_city
from domain.overlay import KINDS, NAMES, OverlayKind
from domain.region import Level, RegionTree
from tests.domain.small_city import small_city

graphs = st.integers(2, 30).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.floats(1, 900)), max_size=60),
    )
)


def connected(part: list[int], beside: dict[int, dict[int, float]]) -> bool:
    seen, waiting = {part[0]}, [part[0]]
    while waiting:
        for other in beside[waiting.pop()]:
            if other in part and other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen == set(part)


@given(graphs, st.integers(2, 12), st.integers(0, 1000))
def test_parts_hold_everything_once_and_hang_together(
    graph: tuple[int, list[tuple[int, int, float]]], typical: int, seed: int
) -> None:
    count, edges = graph
    beside: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    for one, other, length in edges:
        if one != other:
            beside[one][other] = beside[other][one] = length
    parts = joined(list(range(count)), beside, typical, np.random.default_rng(seed))
    assert sorted(index for part in parts for index in part) == list(range(count))
    assert all(connected(part, beside) for part in parts)
    crumbs = [part for part in parts if len(part) * 2 < typical]
    # what stays small has nobody beside it
    for part in crumbs:
        assert not {other for index in part for other in beside[index]} - set(part)


@pytest.fixture(scope="module")
def made(gulou: City) -> City:
    return gulou


@pytest.mark.parametrize("kind", KINDS)
def test_each_base_grid_lies_in_one_of_each_kind_and_none_crosses_its_border(made: City, kind: OverlayKind) -> None:
    tree, over = RegionTree(made.geography.regions), made.overlays
    row = over.of_region[KINDS.index(kind)]
    beside = neighbours(made.geography.outlines, np.array([tree.index(one.code) for one in tree.at_level(Level.GRID)]))
    for index, region in enumerate(tree):
        assert (row[index] >= 0) == (region.level is Level.GRID)
    sizes = []
    for number in np.unique(row[row >= 0]).tolist():
        members = np.flatnonzero(row == number).tolist()
        sizes.append(len(members))
        assert len({tree.ancestor(tree.regions[one].code, WITHIN[kind]) for one in members}) == 1
        assert connected(members, beside)
        assert over.kind[number] == KINDS.index(kind)
    assert TYPICAL[kind] * 0.7 < np.mean(sizes) < TYPICAL[kind] * 1.4


@pytest.mark.parametrize("kind", KINDS)
def test_the_officer_has_the_fitting_post_and_works_there(made: City, kind: OverlayKind) -> None:
    tree, over, workers = RegionTree(made.geography.regions), made.overlays, {one.index: one for one in made.workers}
    fitting = 0
    for number in np.flatnonzero(over.kind == KINDS.index(kind)).tolist():
        grid = over.grid(number, made.geography.regions)
        officer = workers[grid.officer]
        members = np.flatnonzero(over.of_region[KINDS.index(kind)] == number).tolist()
        areas = [tree.regions[one].code for one in members]
        assert any(tree.within(area, own) for area in areas for own in officer.regions)
        fitting += officer.role in OFFICERS[kind]
    assert fitting > 0.4 * (over.kind == KINDS.index(kind)).sum()


def test_codes_and_names_are_their_own(made: City) -> None:
    grids = [made.overlays.grid(number, made.geography.regions) for number in range(len(made.overlays))]
    assert len({grid.code for grid in grids}) == len(grids)
    assert len({grid.name.zh for grid in grids}) == len({grid.name.en for grid in grids}) == len(grids)
    for grid in grids:
        assert grid.code.startswith(NAMES[grid.kind][1])


def test_the_same_seed_gives_the_same_and_another_one_others(made: City) -> None:
    ground = made.geography
    again = overlays(ground.regions, ground.outlines, made.workers, made.rules.roles, made.seed)
    assert pack_city(msgspec.structs.replace(made, overlays=again)) == pack_city(made)
    different = overlays(ground.regions, ground.outlines, made.workers, made.rules.roles, made.seed + 1)
    assert (different.of_region != made.overlays.of_region).any()


def test_a_city_without_people_has_grids_without_officers() -> None:
    city = small_city()
    over = overlays(city.geography.regions, city.geography.outlines, [], city.rules.roles, 1)
    assert len(over) > 0
    assert (over.officer == -1).all()


def test_they_travel_with_the_pack_and_fit_only_their_regions() -> None:
    city = small_city()
    ground = city.geography
    over = overlays(ground.regions, ground.outlines, city.workers, city.rules.roles, 1)
    assert not city.overlays.fits(ground.regions)
    kept = unpack_city(pack_city(msgspec.structs.replace(city, overlays=over))).overlays
    assert kept.fits(ground.regions)
    assert not kept.fits(ground.regions[:-1])
    assert list(kept.at(4, ground.regions)) == list(over.at(4, ground.regions))
    assert list(kept.at(0, ground.regions)) == []
