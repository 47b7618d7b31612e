"""How blocks fill the tree of regions that is asked for, down to the grids."""

from __future__ import annotations

import msgspec
import numpy as np
import shapely
import structlog

from backend.geography.mesh import Mesh
from backend.geography.naming import Style
from backend.geography.partition import divide, gathered, reading_order
from backend.geography.plane import Floats, Plane
from backend.geography.tree import Branch, is_village
from domain.region import Level, Region

log = structlog.stdlib.get_logger("backend.geography")


class Peopled(msgspec.Struct):
    """Blocks with what the partition needs: middles (metres), residents, and a weight that also counts ground. Blocks
    with less than ``lonely`` residents go with a neighbour."""

    mesh: Mesh
    centres: Floats
    residents: Floats
    weights: Floats
    lonely: float = 0.5


class Filled(msgspec.Struct):
    """Regions in tree order, and the blocks of each."""

    regions: list[Region]
    blocks: list[list[int]]


class Filler:
    """Gives every branch of a tree its blocks. ``settled``: the blocks of branches (by code) whose ground is decided
    already; what stands above them has theirs together."""

    def __init__(
        self, ground: Peopled, plane: Plane, rng: np.random.Generator, settled: dict[str, list[int]] | None = None
    ) -> None:
        self._ground, self._plane, self._rng = ground, plane, rng
        self._settled = settled or {}
        self._neighbours = ground.mesh.neighbours()
        self._inhabited = ground.residents > ground.lonely
        self._placed: list[tuple[Branch, str, list[int]]] = []

    def fill(self, root: Branch, grids: int, style: Style, lenient: bool = False) -> Filled:
        """The lowest branches are cut into ``grids`` grids altogether. ``lenient``: when the ground has not enough
        blocks, fewer grids are made. Raises ValueError when the regions do not fit."""
        self._placed = []
        self._descend(root, "", self._beneath(root) or list(range(len(self._ground.mesh.blocks))))
        lowest = [(branch, blocks) for branch, _, blocks in self._placed if not branch.children]
        leaves = [blocks for branch, blocks in lowest if branch.level is not Level.GRID]
        weights = [float(self._ground.weights[blocks].sum()) for blocks in leaves]
        wanted = grids - sum(branch.level is Level.GRID for branch, _, _ in self._placed)
        if lenient:
            wanted = min(max(wanted, len(leaves)), sum(len(blocks) for blocks in leaves))
        room = [max(1, int(self._inhabited[blocks].sum())) for blocks in leaves]
        if sum(room) < wanted:
            room = [len(blocks) for blocks in leaves]
        counts = iter(_allotted(wanted, weights, room))
        filled = Filled([], [])
        for branch, parent, blocks in self._placed:
            filled.regions.append(Region(branch.code, branch.name, branch.level, parent, branch.name_en))
            filled.blocks.append(blocks)
            if not branch.children and branch.level is not Level.GRID:
                self._cut(branch, blocks, next(counts), style, filled)
        return filled

    def _cut(self, branch: Branch, blocks: list[int], count: int, style: Style, filled: Filled) -> None:
        """Grids of a community, numbered in reading order."""
        shares = self._rng.uniform(0.75, 1.25, count)
        parts = self._divided(blocks, shares) if count else []
        for number, index in enumerate(self._reading(parts), 1):
            name = style.grid.format(parent=branch.name, number=number)
            name_en = style.grid_en.format(parent=branch.name_en or branch.name, number=number)
            filled.regions.append(Region(f"{branch.code}{number:03d}", name, Level.GRID, branch.code, name_en))
            filled.blocks.append(parts[index])

    def _descend(self, branch: Branch, parent: str, blocks: list[int]) -> None:
        if not blocks:
            log.warning("region_without_ground", code=branch.code, name=branch.name)
            return
        self._placed.append((branch, parent, blocks))
        if branch.children:
            for child, part in zip(branch.children, self._parts(branch.children, blocks), strict=True):
                self._descend(child, branch.code, part)

    def _beneath(self, branch: Branch) -> list[int]:
        """The decided blocks of a branch or of all below it."""
        if branch.code in self._settled:
            return self._settled[branch.code]
        return [block for child in branch.children for block in self._beneath(child)]

    def _parts(self, children: list[Branch], blocks: list[int]) -> list[list[int]]:
        decided = [self._beneath(child) for child in children] if self._settled else []
        if any(decided):
            return decided
        known = [child.border for child in children]
        if all(border is not None for border in known):
            return self._within(known, blocks)
        if len(blocks) < len(children):
            few = f"{len(children)} regions beside {children[0].name} have only {len(blocks)} blocks of ground"
            raise ValueError(f"{few}; give fewer regions or a larger outline")
        shares = np.array([child.share for child in children])
        if all(child.anchor is not None for child in children):
            anchors = self._plane.metres([child.anchor for child in children])
            return self._divided(blocks, shares, anchors)
        parts = self._divided(blocks, np.sort(shares)[::-1])
        return self._named(children, parts)

    def _named(self, children: list[Branch], parts: list[list[int]]) -> list[list[int]]:
        """Which child each part is: in reading order, villages where people live farthest apart."""
        rural = [number for number, child in enumerate(children) if is_village(child)]
        if not rural or len(rural) == len(children):
            return [parts[index] for index in self._reading(parts)]
        residents, area = self._ground.residents, shapely.area(self._ground.mesh.blocks)
        crowd = np.array([residents[part].sum() / area[part].sum() for part in parts])
        outside = set(np.argsort(crowd, kind="stable")[: len(rural)].tolist())
        found: list[list[int]] = [[] for _ in children]
        order = self._reading(parts)
        urban = [number for number in range(len(children)) if number not in set(rural)]
        for numbers, chosen in (
            (rural, [index for index in order if index in outside]),
            (urban, [index for index in order if index not in outside]),
        ):
            for number, index in zip(numbers, chosen, strict=True):
                found[number] = parts[index]
        return found

    def _reading(self, parts: list[list[int]]) -> list[int]:
        return reading_order(np.array([middle_of(self._ground, part) for part in parts]))

    def _within(self, borders: list[object], blocks: list[int]) -> list[list[int]]:
        shapes = np.array([shapely.make_valid(shapely.transform(one, self._plane.metres)) for one in borders], object)
        inside = shapely.point_on_surface(self._ground.mesh.blocks[blocks])
        nearest = shapely.STRtree(shapes).nearest(inside)
        return [[blocks[index] for index in np.flatnonzero(nearest == part).tolist()] for part in range(len(borders))]

    def _divided(self, blocks: list[int], shares: Floats, anchors: Floats | None = None) -> list[list[int]]:
        """Nobody's ground follows its neighbour, so that no region is without people."""
        ground, neighbours, rng = self._ground, self._neighbours, self._rng
        settled, groups = gathered(blocks, self._inhabited, neighbours)
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
        parts = divide(settled, ground.centres, weights, _Known(beside), shares, rng, anchors)
        return [[block for first in part for block in groups[first]] for part in parts]


class _Known:
    """Neighbours of some blocks, by number."""

    def __init__(self, beside: dict[int, dict[int, tuple[float, bool]]]) -> None:
        self._beside = beside

    def __getitem__(self, block: int, /) -> dict[int, tuple[float, bool]]:
        return self._beside[block]


def middle_of(ground: Peopled, blocks: list[int]) -> Floats:
    """Where the people of some blocks live on average (metres)."""
    weight = ground.weights[blocks]
    found: Floats = (ground.centres[blocks] * weight[:, None]).sum(axis=0) / weight.sum()
    return found


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
