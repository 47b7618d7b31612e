"""The tree of regions that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import shapely

from domain.region import Level


class Branch(msgspec.Struct):
    """A region that is asked for. ``anchor``: degrees, about where it lies; ``share``: its part of the parent's
    residents; ``grids``: how many grids below it, 0: as many as its residents need. Children without anchors take
    places in reading order. ``border``: its real polygon (shapely, degrees) where that is known. ``ground``: the code
    of the region whose border its ground lies in, when that is not the one above it."""

    code: str
    name: str
    level: Level
    name_en: str = ""
    children: list[Branch] = []
    anchor: tuple[float, float] | None = None
    share: float = 1.0
    border: object | None = None
    ground: str = ""


def walk(branch: Branch) -> Iterator[Branch]:
    """The branch and everything below it, from the top."""
    yield branch
    for child in branch.children:
        yield from walk(child)


def outline_of(root: Branch) -> shapely.Geometry:
    """The ground of the whole tree: the root's border, or those below it together."""
    if root.border is not None:
        return root.border
    return shapely.union_all([branch.border for branch in root.children if branch.border is not None])


def is_village(branch: Branch) -> bool:
    """Whether a community is a village by its name."""
    return branch.name.endswith("村") and not branch.name.endswith(("新村", "小区村"))
