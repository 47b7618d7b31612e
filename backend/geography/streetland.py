"""Blocks given to streets whose place is known: by the territory, in one piece, with borders along roads and rivers."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from backend.geography.mesh import Mesh
from backend.geography.plane import Floats
from backend.geography.territory import Ints, Territory

#: A block changes sides when so many times more of its border is on the other side.
_PULL = 1.3
_ROUNDS = 4


class Sides(msgspec.Struct):
    """Which blocks lie side by side, each pair both ways: ``one``, ``two`` block numbers and ``metres`` of shared
    border times how unwelcome a region's border is there."""

    one: Ints
    two: Ints
    metres: Floats


def sides_of(mesh: Mesh) -> Sides:
    """All sides of a mesh."""
    rows = np.flatnonzero(mesh.across >= 0)
    length = np.hypot(*(mesh.vertices[mesh.tail[rows]] - mesh.vertices[mesh.head[rows]]).T) * mesh.weight[rows]
    count = len(mesh.blocks)
    whole = coo_array((length, (mesh.block[rows], mesh.across[rows])), shape=(count, count)).tocsr().tocoo()
    return Sides(whole.row.astype(np.int64), whole.col.astype(np.int64), np.asarray(whole.data, float))


def street_blocks(
    territory: Territory, outlines: Sequence[shapely.Geometry], mesh: Mesh, streets: int
) -> tuple[list[list[int]], Ints]:
    """The blocks of each of ``streets`` streets, and for each block the number of its outline."""
    inside = shapely.point_on_surface(mesh.blocks)
    shapes = np.array(outlines, object)
    outline = np.asarray(shapely.STRtree(shapes).nearest(inside), np.int64)
    label = territory.owners(shapely.get_coordinates(inside), outline)
    sides = sides_of(mesh)
    kept = outline[sides.one] == outline[sides.two]
    sides = Sides(sides.one[kept], sides.two[kept], sides.metres[kept])
    area = shapely.area(mesh.blocks)
    label = mended(label, sides, area)
    for _ in range(_ROUNDS):
        label = _pulled(label, sides, streets)
        label = mended(label, sides, area)
    order = np.argsort(label, kind="stable")
    ends = np.searchsorted(label[order], np.arange(streets + 1))
    return [order[ends[number] : ends[number + 1]].tolist() for number in range(streets)], outline


def mended(label: Ints, sides: Sides, area: Floats) -> Ints:
    """Every region in one piece: its smaller pieces go to the region they have most border with. Pieces that touch no
    other region (islands) stay."""
    label = label.copy()
    count = len(label)
    for _ in range(6):
        same = label[sides.one] == label[sides.two]
        links = coo_array((np.ones(int(same.sum()), np.int8), (sides.one[same], sides.two[same])), shape=(count, count))
        pieces, piece = connected_components(links, directed=False)
        size = np.bincount(piece, area, pieces)
        owner = np.zeros(pieces, np.int64)
        owner[piece] = label
        order = np.lexsort((-size, owner))
        small = np.ones(pieces, bool)
        first = np.append(True, owner[order][1:] != owner[order][:-1])
        small[order[first]] = False
        outward = small[piece[sides.one]] & ~same
        if not outward.any():
            return label
        lost, gains, metres = piece[sides.one[outward]], label[sides.two[outward]], sides.metres[outward]
        wide = int(label.max()) + 1
        total = np.bincount(lost * wide + gains, metres, pieces * wide).reshape(pieces, wide)
        touched = total.max(axis=1) > 0
        goes = np.where(touched, total.argmax(axis=1), owner)
        label = np.where(small[piece], goes[piece], label)
    return label


def _pulled(label: Ints, sides: Sides, regions: int) -> Ints:
    """Blocks that have more border with a neighbouring region than with their own go over to it, a few at a time."""
    count = len(label)
    border = coo_array((sides.metres, (sides.one, label[sides.two])), shape=(count, regions)).tocsr()
    own = np.asarray(border[np.arange(count), label]).ravel()
    best = np.asarray(border.argmax(axis=1)).ravel()
    most = np.asarray(border.max(axis=1).todense()).ravel()
    moving = (best != label) & (most > _PULL * own)
    # Two neighbours that change places at once would only swap: of each pair only the first moves.
    both = moving[sides.one] & moving[sides.two] & (sides.one > sides.two)
    moving[sides.one[both]] = False
    return np.where(moving, best, label)


def peopled(residents: Floats, area: Floats, parts: Sequence[list[int]], shares: Floats) -> Floats:
    """Residents of blocks, so that every part has its share of all of them."""
    found = residents.copy()
    total = residents.sum()
    wanted = shares / shares.sum() * total
    for part, people in zip(parts, wanted.tolist(), strict=True):
        here = found[part]
        weight = here if here.sum() > 0 else area[part]
        if len(part):
            found[part] = weight * (people / weight.sum())
    return found
