"""The tree of regions that is asked for, and how blocks fill it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import shapely
import structlog

from backend.geography.mesh import Mesh
from backend.geography.partition import divide, gathered, reading_order
from backend.geography.plane import Floats, Plane
from domain.region import Level, Region
from domain.shapes import Shapes

log = structlog.stdlib.get_logger("backend.geography")


class Branch(msgspec.Struct):
    """A region that is asked for. ``anchor``: degrees, about where it lies; ``share``: its part of the parent's
    residents; ``grids``: how many grids below it, 0: as many as its residents need. Children without anchors take
    places in reading order. ``border``: its real polygon (shapely, degrees) where that is known."""

    code: str
    name: str
    level: Level
    name_en: str = ""
    children: list[Branch] = []
    anchor: tuple[float, float] | None = None
    share: float = 1.0
    border: object | None = None


def walk(branch: Branch) -> Iterator[Branch]:
    """The branch and everything below it, from the top."""
    yield branch
    for child in branch.children:
        yield from walk(child)


class Peopled(msgspec.Struct):
    """Blocks with what the partition needs: middles (metres), residents, and a weight that also counts ground."""

    mesh: Mesh
    centres: Floats
    residents: Floats
    weights: Floats


class Filled(msgspec.Struct):
    """Regions in tree order, and the blocks of each."""

    regions: list[Region]
    blocks: list[list[int]]


def fill(
    root: Branch,
    grids: int,
    ground: Peopled,
    plane: Plane,
    rng: np.random.Generator,
    grid_name: str,
    grid_name_en: str,
    lenient: bool = False,
) -> Filled:
    """Every branch gets its blocks, the lowest branches are cut into ``grids`` grids altogether.

    ``grid_name`` and ``grid_name_en`` are patterns with ``{parent}`` and ``{number}``. ``lenient``: when the
    ground has not enough blocks, fewer grids are made. Raises ValueError when the regions do not fit."""
    neighbours = ground.mesh.neighbours()
    inhabited = ground.residents > 0.5

    def divided(blocks: list[int], shares: Floats, anchors: Floats | None = None) -> list[list[int]]:
        """Nobody's ground follows its neighbour, so that no region is without people."""
        settled, groups = gathered(blocks, inhabited, neighbours)
        if len(settled) < len(shares):
            return divide(blocks, ground.centres, ground.weights, neighbours, shares, rng, anchors)
        weights = ground.weights.copy()
        beside: dict[int, dict[int, tuple[float, bool]]] = {first: {} for first in settled}
        head = {block: first for first, others in groups.items() for block in others}
        for first, others in groups.items():
            weights[first] = ground.weights[others].sum()
            for block in others:
                for other, (metres, barrier) in neighbours[block].items():
                    there = head.get(other, first)
                    if there != first:
                        length, closed = beside[first].get(there, (0.0, True))
                        beside[first][there] = (length + metres, closed and barrier)
        parts = divide(settled, ground.centres, weights, beside, shares, rng, anchors)
        return [[block for first in part for block in groups[first]] for part in parts]

    placed: list[tuple[Branch, str, list[int]]] = []

    def descend(branch: Branch, parent: str, blocks: list[int]) -> None:
        if not blocks:
            log.warning("region_without_ground", code=branch.code, name=branch.name)
            return
        placed.append((branch, parent, blocks))
        if branch.children:
            for child, part in zip(branch.children, _parts(branch.children, blocks), strict=True):
                descend(child, branch.code, part)

    def _parts(children: list[Branch], blocks: list[int]) -> list[list[int]]:
        known = [child.border for child in children]
        if all(border is not None for border in known):
            return _within(known, blocks)
        if len(blocks) < len(children):
            few = f"{len(children)} regions beside {children[0].name} have only {len(blocks)} blocks of ground"
            raise ValueError(f"{few}; give fewer regions or a larger outline")
        shares = np.array([child.share for child in children])
        if all(child.anchor is not None for child in children):
            anchors = plane.metres([child.anchor for child in children])
            return divided(blocks, shares, anchors)
        parts = divided(blocks, np.sort(shares)[::-1])
        return [parts[index] for index in reading_order(np.array([_middle(ground, part) for part in parts]))]

    def _within(borders: list[object], blocks: list[int]) -> list[list[int]]:
        shapes = np.array([_on_plane(border, plane) for border in borders], object)
        inside = shapely.point_on_surface(ground.mesh.blocks[blocks])
        nearest = shapely.STRtree(shapes).nearest(inside)
        return [[blocks[index] for index in np.flatnonzero(nearest == part).tolist()] for part in range(len(borders))]

    descend(root, "", list(range(len(ground.mesh.blocks))))
    filled = Filled([], [])
    leaves = [blocks for branch, _, blocks in placed if not branch.children and branch.level is not Level.GRID]
    weights = [float(ground.weights[blocks].sum()) for blocks in leaves]
    wanted = grids - sum(branch.level is Level.GRID for branch, _, _ in placed)
    if lenient:
        wanted = min(max(wanted, len(leaves)), sum(len(blocks) for blocks in leaves))
    counts = iter(_allotted(wanted, weights, [len(blocks) for blocks in leaves]))
    for branch, parent, blocks in placed:
        filled.regions.append(Region(branch.code, branch.name, branch.level, parent, branch.name_en))
        filled.blocks.append(blocks)
        if branch.children or branch.level is Level.GRID:
            continue
        count = next(counts)
        shares = rng.uniform(0.75, 1.25, count)
        parts = divided(blocks, shares) if count else []
        order = reading_order(np.array([_middle(ground, part) for part in parts]))
        for number, index in enumerate(order, 1):
            name = grid_name.format(parent=branch.name, number=number)
            name_en = grid_name_en.format(parent=branch.name_en or branch.name, number=number)
            filled.regions.append(Region(f"{branch.code}{number:03d}", name, Level.GRID, branch.code, name_en))
            filled.blocks.append(parts[index])
    return filled


def described(filled: Filled, ground: Peopled, plane: Plane, household: float) -> tuple[list[Region], Shapes]:
    """The regions with residents, households and a place to write their name, and their outlines."""
    regions, polygons = [], []
    whole = _whole_numbers(ground.residents)
    for region, blocks in zip(filled.regions, filled.blocks, strict=True):
        residents = int(whole[blocks].sum())
        lon, lat = plane.degrees([_inside(ground, blocks)])[0].tolist()
        households = round(residents / household)
        place = {"lon": round(lon, 7), "lat": round(lat, 7)}
        regions.append(msgspec.structs.replace(region, residents=residents, households=households, **place))
        polygons.append([plane.stored(ring) for ring in ground.mesh.outline(blocks)])
    return regions, stored_shapes(polygons)


def stored_shapes(polygons: list[list[np.ndarray]]) -> Shapes:
    """Shapes from rings that already are int32 1e-7 degree."""
    rings = [ring for polygon in polygons for ring in polygon]
    return Shapes(
        np.vstack(rings).astype(np.int32) if rings else np.zeros((0, 2), np.int32),
        np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32),
        np.cumsum([0, *(len(polygon) for polygon in polygons)]).astype(np.int32),
    )


def _on_plane(border: object, plane: Plane) -> shapely.Geometry:
    return shapely.make_valid(shapely.transform(border, plane.metres))


def _middle(ground: Peopled, blocks: list[int]) -> Floats:
    weight = ground.weights[blocks]
    found: Floats = (ground.centres[blocks] * weight[:, None]).sum(axis=0) / weight.sum()
    return found


def _inside(ground: Peopled, blocks: list[int]) -> Floats:
    """A place inside the region, near its middle."""
    middle = _middle(ground, blocks)
    nearest = blocks[int(np.hypot(*(ground.centres[blocks] - middle).T).argmin())]
    block = ground.mesh.blocks[nearest]
    if block.contains(shapely.Point(middle)):
        return middle
    inner = block.point_on_surface()
    return np.array([inner.x, inner.y])


def _allotted(total: int, weights: list[float], most: list[int]) -> list[int]:
    """``total`` shared in proportion to ``weights``, at least one each and never more than ``most``."""
    if not most:
        return []
    if sum(most) < total or total < len(most):
        raise ValueError(f"{total} grids do not fit into {len(most)} communities of {sum(most)} blocks")
    share = np.maximum(np.array(weights) / sum(weights) * total, 1e-9)
    count = np.minimum(np.maximum(np.floor(share), 1), most).astype(int)
    while count.sum() != total:
        if count.sum() < total:
            want = np.where(count < most, share / (count + 0.5), -1)
            count[int(want.argmax())] += 1
        else:
            spare = np.where(count > 1, count / share, -1)
            count[int(spare.argmax())] -= 1
    return [int(number) for number in count]


def _whole_numbers(values: Floats) -> np.ndarray:
    """Rounded so that the sum is the rounded sum."""
    ends = np.rint(np.cumsum(values)).astype(np.int64)
    return np.diff(ends, prepend=0)
