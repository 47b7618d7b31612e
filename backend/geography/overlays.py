"""Overlay grids of a city without published ones: adjacent base grids of a street joined, each with an officer of the
people who work there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.adjacency import neighbours
from domain.overlay import KINDS, OverlayKind, Overlays
from domain.region import Level, Region, RegionTree
from domain.shapes import Shapes
from domain.worker import Role, Worker

#: How many base grids one of each kind typically holds. The levels whose borders it does not cross.
TYPICAL: dict[OverlayKind, int] = {
    OverlayKind.POLICE: 5,
    OverlayKind.EMERGENCY: 12,
    OverlayKind.SAFETY: 8,
    OverlayKind.PARTY: 3,
}
WITHIN: dict[OverlayKind, Level] = {
    OverlayKind.POLICE: Level.STREET,
    OverlayKind.EMERGENCY: Level.STREET,
    OverlayKind.SAFETY: Level.STREET,
    OverlayKind.PARTY: Level.COMMUNITY,
}
#: Who answers for each kind, the most fitting role first; after them whoever can be given an incident.
OFFICERS: dict[OverlayKind, tuple[str, ...]] = {
    OverlayKind.POLICE: ("auxiliary_police",),
    OverlayKind.EMERGENCY: ("grid_worker", "grid_head"),
    OverlayKind.SAFETY: ("urban_management", "grid_worker"),
    OverlayKind.PARTY: ("party_secretary",),
}

Beside = dict[int, dict[int, float]]


def overlays(
    regions: Sequence[Region], outlines: Shapes, workers: Sequence[Worker], roles: Sequence[Role], seed: int
) -> Overlays:
    """All four kinds; the same city and seed give the same."""
    tree = RegionTree(regions)
    rng = np.random.default_rng([seed, 0x6F766572])
    grids = np.array([row for row, region in enumerate(regions) if region.level is Level.GRID], np.int64)
    beside = neighbours(outlines, grids)
    of_region = np.full((len(KINDS), len(regions)), -1, np.int32)
    columns: list[tuple[int, int, int, int]] = []
    for row, kind in enumerate(KINDS):
        choice = _Officers(tree, workers, roles, OFFICERS[kind])
        counted: dict[int, int] = {}
        for bounds in _bounds(tree, WITHIN[kind]):
            members = [tree.index(region.code) for region in tree.grids_under(bounds.code)]
            street = tree.ancestor(bounds.code, Level.STREET) or bounds
            parent = tree.index(street.code)
            for part in joined(members, beside, TYPICAL[kind], rng):
                counted[parent] = counted.get(parent, 0) + 1
                of_region[row, part] = len(columns)
                columns.append((row, parent, counted[parent], choice.of([regions[index] for index in part])))
    kinds, parents, numbers, officers = np.array(columns, np.int32).reshape(-1, 4).T.copy()
    return Overlays(of_region, kinds.astype(np.uint8), parents, numbers, officers)


def joined(members: Sequence[int], beside: Beside, typical: int, rng: np.random.Generator) -> list[list[int]]:
    """Grids in connected parts of about ``typical``, in the order they came in. What is left over joins a neighbour; an
    island stays alone."""
    free, parts = dict.fromkeys(members), list[list[int]]()
    while free:
        wanted = max(2, round(typical * float(rng.uniform(0.75, 1.25))))
        part = [next(iter(free))]
        del free[part[0]]
        while len(part) < wanted:
            # whoever shares the longest line with what is there already: parts stay compact
            lines: dict[int, float] = {}
            for index in part:
                for other, length in beside.get(index, {}).items():
                    if other in free:
                        lines[other] = lines.get(other, 0.0) + length
            if not lines:
                break
            grown = max(lines, key=lambda other: (lines[other], -other))
            part.append(grown)
            del free[grown]
        parts.append(part)
    return [sorted(part) for part in _without_crumbs(parts, beside, typical)]


def _without_crumbs(parts: list[list[int]], beside: Beside, typical: int) -> list[list[int]]:
    """Parts of less than half the usual size go to the smallest part beside them."""
    home = {index: number for number, part in enumerate(parts) for index in part}
    for number in sorted(range(len(parts)), key=lambda number: len(parts[number])):
        part = parts[number]
        if not part or len(part) * 2 >= typical:
            continue
        around = {home[other] for index in part for other in beside.get(index, {}) if other in home} - {number}
        around = {other for other in around if parts[other]}
        if around:
            goal = min(around, key=lambda other: (len(parts[other]), other))
            parts[goal] += part
            home.update(dict.fromkeys(part, goal))
            parts[number] = []
    return [part for part in parts if part]


def _bounds(tree: RegionTree, level: Level) -> list[Region]:
    """The areas nothing is joined across; a city that lacks the level has none of these borders."""
    return tree.at_level(level) or tree.at_level(Level.STREET) or tree.roots


class _Officers:
    """Finds who fits: the right role, most of the grids in his own areas, the fewest overlay grids until now."""

    def __init__(
        self, tree: RegionTree, workers: Sequence[Worker], roles: Sequence[Role], fitting: Sequence[str]
    ) -> None:
        self._tree = tree
        self._held: dict[int, int] = {}
        others = [role.code for role in roles if role.handles and role.code not in fitting]
        #: By how well a role fits: who works where.
        self._by_region: list[dict[str, list[int]]] = []
        for wanted in (*((code,) for code in fitting), others):
            here: dict[str, list[int]] = {}
            for worker in workers:
                if worker.role in wanted and not worker.department:
                    for code in worker.regions:
                        here.setdefault(code, []).append(worker.index)
            self._by_region.append(here)

    def of(self, grids: Sequence[Region]) -> int:
        """Index of the officer of these grids; -1 when nobody works there."""
        inside: dict[str, int] = {}
        for grid in grids:
            for region in self._tree.lineage(grid.code):
                inside[region.code] = inside.get(region.code, 0) + 1
        for here in self._by_region:
            covered: dict[int, int] = {}
            for code, count in inside.items():
                for index in here.get(code, ()):
                    covered[index] = covered.get(index, 0) + count
            if covered:
                chosen = min(covered, key=lambda one: (self._held.get(one, 0) > 1, -covered[one], one))
                self._held[chosen] = self._held.get(chosen, 0) + 1
                return chosen
        return -1
