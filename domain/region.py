"""The tree of areas: city, district, street, community, grid. Codes may have any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How far down the tree a region stands; the order of members is from the top."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"

    @property
    def depth(self) -> int:
        return _DEPTHS[self]


_DEPTHS = {level: depth for depth, level in enumerate(Level)}


class Region(msgspec.Struct, frozen=True):
    """One node of the tree. ``code`` is its identity; ``parent`` is the code above it, empty at the root."""

    code: str
    name: str
    level: Level
    parent: str = ""
    name_en: str = ""
    households: int = 0
    residents: int = 0
    lon: float = 0.0
    lat: float = 0.0

    def title(self, language: str) -> str:
        return self.name_en if language.startswith("en") and self.name_en else self.name


class RegionTree:
    """Regions by code, with their children, ancestors and index (the position in the list they came in)."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.regions: tuple[Region, ...] = tuple(regions)
        self._index = {region.code: index for index, region in enumerate(self.regions)}
        if len(self._index) != len(self.regions):
            raise ValueError("two regions share one code")
        self._children: dict[str, list[Region]] = {}
        for region in self.regions:
            if region.parent and region.parent not in self._index:
                raise ValueError(f"region {region.code} names a parent {region.parent} that does not exist")
            if region.parent and self[region.parent].level.depth >= region.level.depth:
                raise ValueError(f"region {region.code} ({region.level}) cannot stand under {region.parent}")
            self._children.setdefault(region.parent, []).append(region)

    def __len__(self) -> int:
        return len(self.regions)

    def __iter__(self) -> Iterator[Region]:
        return iter(self.regions)

    def __contains__(self, code: object) -> bool:
        return code in self._index

    def __getitem__(self, code: str) -> Region:
        """The region with this code. Raises KeyError when there is none."""
        return self.regions[self._index[code]]

    def index(self, code: str) -> int:
        return self._index[code]

    @property
    def roots(self) -> list[Region]:
        return self._children.get("", [])

    def children(self, code: str) -> list[Region]:
        return self._children.get(code, [])

    def lineage(self, code: str) -> list[Region]:
        """The region and everything above it, the region first. Empty for an unknown code."""
        chain: list[Region] = []
        while code in self._index:
            chain.append(self[code])
            code = chain[-1].parent
        return chain

    def at_level(self, level: Level) -> list[Region]:
        return [region for region in self.regions if region.level is level]

    def has_level(self, level: str) -> bool:
        """Whether the tree has regions of this level."""
        return any(region.level == level for region in self.regions)

    def ancestor(self, code: str, level: Level) -> Region | None:
        """The region of ``level`` that holds ``code`` (or is it)."""
        return next((region for region in self.lineage(code) if region.level is level), None)

    def within(self, code: str, scope: str) -> bool:
        """Whether ``code`` is ``scope`` or lies under it. An empty scope holds everything."""
        return not scope or any(region.code == scope for region in self.lineage(code))

    def grids_under(self, code: str) -> list[Region]:
        """All grids at or below ``code``, in tree order."""
        found: list[Region] = []
        waiting = [self[code]] if code in self._index else []
        while waiting:
            region = waiting.pop()
            if region.level is Level.GRID:
                found.append(region)
            waiting.extend(reversed(self.children(region.code)))
        return found

    def subtree(self, code: str) -> list[Region]:
        """The region and everything below it, the region first. Empty for an unknown code."""
        found: list[Region] = []
        waiting = [self[code]] if code in self._index else []
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children(found[-1].code)))
        return found

    def path(self, code: str, language: str = "zh") -> str:
        """Names from the street down to ``code``, for a person to read: 街道1 › 社区1 › 网格1."""
        chain = [region for region in reversed(self.lineage(code)) if region.level.depth >= Level.STREET.depth]
        return " › ".join(self.own_name(region, language) for region in chain or self.lineage(code))

    def own_name(self, region: Region, language: str = "zh") -> str:
        """What a region is called beside the one above it, without what its name repeats of that one's."""
        name = region.title(language)
        if region.parent not in self:
            return name
        return name.removeprefix(self[region.parent].title(language)).strip() or name
