"""Overlay grids as a city drew them itself, with lines of their own, and laid over its base grids: each of these goes
with the one that most of it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from domain.city import City
from domain.names import Name
from domain.overlay import KINDS, OverlayKind, Overlays
from domain.placing import polygons_of
from domain.region import Level, Region, RegionTree
from domain.shapes import DEGREE, Shapes


class GivenGrid(msgspec.Struct, frozen=True):
    """One of them. ``members``: the base grids it holds, as numbers of regions; ``officer``: index of a worker, −1 when
    nobody answers for it; ``rings``: of the ground it was given as, in 1e-7 degree (none: it lists base grids)."""

    kind: OverlayKind
    code: str
    name: Name
    members: tuple[int, ...]
    officer: int = -1
    rings: tuple[tuple[tuple[int, int], ...], ...] = ()


class Laid(msgspec.Struct, frozen=True):
    """By base grid: ``owner`` int64 ``(grids,)``, which of the polygons it goes with (−1: none), and ``share``
    ``(grids,)``, how much of it (0..1) lies there."""

    owner: NDArray[np.int64]
    share: NDArray[np.float64]


def lay(polygons: Sequence[Any], outlines: Shapes, grids: Sequence[int]) -> Laid:
    """Which base grid (``grids``: their places in ``outlines``) goes with which polygon (shapely, degrees): with the
    one that most of it lies in; what lies in none counts like one more."""
    base = shapely.make_valid(polygons_of(outlines, list(grids)))
    over = np.array([shapely.transform(one, lambda places: places * DEGREE) for one in polygons], object)
    one, grid = shapely.STRtree(base).query(over, predicate="intersects")
    parts = shapely.area(shapely.intersection(over[one], base[grid])) / np.maximum(shapely.area(base[grid]), 1.0)
    nowhere = 1.0 - np.bincount(grid, parts, len(base))
    order = np.lexsort((one, -parts, grid))
    found, first = np.unique(grid[order], return_index=True)
    owner, share = np.full(len(base), -1), np.zeros(len(base))
    best = order[first]
    owner[found], share[found] = one[best], parts[best]
    owner[(share <= 0.0) | (share < nowhere)] = -1
    return Laid(owner.astype(np.int64), np.where(owner >= 0, share, 0.0))


def given_of(overlays: Overlays) -> list[GivenGrid]:
    """Those of a city that are not made up, in their order."""
    found = []
    for index in range(len(overlays)):
        if overlays.is_given(index):
            kind = int(overlays.kind[index])
            members = tuple(np.flatnonzero(overlays.of_region[kind] == index).tolist())
            officer = int(overlays.officer[index])
            rings = tuple(tuple((x, y) for x, y in ring.tolist()) for ring in overlays.rings_of(index))
            code, name = overlays.codes[index], overlays.names[index]
            found.append(GivenGrid(KINDS[kind], code, name, members, officer, rings))
    return found


def with_given(overlays: Overlays, regions: Sequence[Region], given: Sequence[GivenGrid]) -> Overlays:
    """The overlay grids of a city in which the kinds of the ``given`` ones hold these alone; the other kinds stay."""
    rows = sorted({KINDS.index(one.kind) for one in given})
    kept = np.flatnonzero(~np.isin(overlays.kind, rows)) if overlays.fits(regions) else np.zeros(0, np.int64)
    anew = np.full(len(overlays) + 1, -1, np.int32)  # the last stands for none
    anew[kept] = np.arange(len(kept))
    of_region = np.full((len(KINDS), len(regions)), -1, np.int32)
    if len(kept):
        of_region[:] = anew[overlays.of_region]
    tree = RegionTree(regions)
    counted: dict[tuple[OverlayKind, int], int] = {}
    columns: list[tuple[int, int, int, int]] = []
    for index, one in enumerate(given, len(kept)):
        row, parent = KINDS.index(one.kind), _parent(tree, one.members)
        of_region[row, list(one.members)] = index
        turn = counted[one.kind, parent] = counted.get((one.kind, parent), 0) + 1
        columns.append((row, parent, _number(one.name.zh) or turn, one.officer))
    kind, parent_of, number, officer = np.array(columns, np.int32).reshape(-1, 4).T
    codes, names = overlays.codes or [""] * len(overlays), overlays.names or [Name("")] * len(overlays)
    return Overlays(
        of_region,
        np.concatenate([overlays.kind[kept], kind.astype(np.uint8)]),
        np.concatenate([overlays.parent[kept], parent_of]),
        np.concatenate([overlays.number[kept], number]),
        np.concatenate([overlays.officer[kept], officer]),
        [*(codes[index] for index in kept.tolist()), *(one.code for one in given)],
        [*(names[index] for index in kept.tolist()), *(one.name for one in given)],
        _outlines([overlays.rings_of(index) for index in kept.tolist()], given),
    )


def rings_of(ground: Any) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The rings of a polygon or polygons (shapely, degrees) in 1e-7 degree, not closed."""
    whole = getattr(ground, "geoms", [ground])
    shapes = Shapes.of([[ring.coords for part in whole for ring in (part.exterior, *part.interiors)]])
    return tuple(tuple((x, y) for x, y in ring.tolist()) for ring in shapes.rings_of(0) if len(ring) > 2)


def _outlines(kept: list[list[NDArray[np.int32]]], given: Sequence[GivenGrid]) -> Shapes:
    """The own ground of all, those that are kept first; no polygons where none has any."""
    fresh = [[np.array(ring, np.int32).reshape(-1, 2) for ring in one.rings] for one in given]
    return Shapes.stored([*kept, *fresh] if any(kept) or any(fresh) else [])


def carried_over(old: City, fresh: City) -> list[GivenGrid]:
    """What was given to the ``old`` city, for the one that was made ``fresh`` in its place: laid anew where the ground
    is another, under the same officers."""
    given = given_of(old.overlays) if old.overlays.fits(old.geography.regions) else []
    index_of = {worker.id: worker.index for worker in fresh.workers}
    officer = {worker.index: index_of.get(worker.id, -1) for worker in old.workers}
    grids = base_grids(fresh.geography.regions)
    found = []
    for kind in dict.fromkeys(one.kind for one in given):
        mine = [one for one in given if one.kind is kind]
        laid = lay([_ground(old.geography.outlines, one) for one in mine], fresh.geography.outlines, grids)
        for place, one in enumerate(mine):
            members = tuple(grids[grid] for grid in np.flatnonzero(laid.owner == place).tolist())
            found.append(msgspec.structs.replace(one, members=members, officer=officer.get(one.officer, -1)))
    return found


def base_grids(regions: Iterable[Region]) -> list[int]:
    """The numbers of the base grids among the regions."""
    return [row for row, region in enumerate(regions) if region.level is Level.GRID]


def taken_from(
    given: Mapping[str, GivenGrid], fresh: Sequence[GivenGrid], outlines: Shapes
) -> dict[str, GivenGrid]:
    """Those by code that hold a base grid less now, because it goes with one of the ``fresh`` ones of their kind: their
    own ground ends where that of the others begins."""
    lost = {member for one in fresh for member in one.members}
    codes = {one.code for one in fresh}
    less = {}
    for code, one in given.items():
        gone = lost & set(one.members)
        if code not in codes and gone:
            members = tuple(member for member in one.members if member not in gone)
            rings = one.rings
            if rings and members:
                others = [_ground(outlines, other) for other in fresh if gone & set(other.members)]
                left = shapely.difference(_ground(outlines, one), shapely.union_all(others))
                rings = rings_of(shapely.union_all([part for part in shapely.get_parts(left) if part.area > 0]))
            less[code] = msgspec.structs.replace(one, members=members, rings=rings)
    return less


def _ground(outlines: Shapes, one: GivenGrid) -> Any:
    """Its own ground, or else that of its base grids, in degrees."""
    own = Shapes.stored([[np.array(ring, np.int32) for ring in one.rings]])
    shapes, rows = (own, [0]) if one.rings else (outlines, list(one.members))
    whole = shapely.union_all(shapely.make_valid(polygons_of(shapes, rows)))
    return shapely.transform(whole, lambda places: places / DEGREE)


def _parent(tree: RegionTree, members: Sequence[int]) -> int:
    """The lowest region from a street upwards that holds all of them."""
    shared: list[str] | None = None
    for member in members:
        above = [one.code for one in tree.lineage(tree.regions[member].code) if one.level.depth <= Level.STREET.depth]
        shared = above if shared is None else [code for code in shared if code in above]
    return tree.index(shared[0]) if shared else 0


def _number(name: str) -> int:
    """The last number in a name: what people call it by; 0 when there is none."""
    found = re.findall(r"\d{1,4}", name)
    return int(found[-1]) if found else 0
