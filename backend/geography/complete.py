"""The levels of the region tree that nobody gave, by numbers alone."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from backend.geography.tree import Branch, walk
from domain.names import Name
from domain.region import Level

#: Grids in a usual community, communities in a usual street.
_GRIDS, _COMMUNITIES = 6, 9


def counted(code: str, name: Name, streets: int, communities: int) -> Branch:
    """A tree for a place whose regions nobody knows: numbered streets and communities. Without a ``code`` the root
    is ``0`` and the streets are ``001`` …"""
    root = Branch(code or "0", name.zh, Level.DISTRICT, name.en)
    each = [communities // streets + (index < communities % streets) for index in range(streets)]
    for number, count in enumerate(each, 1):
        street = Branch(
            f"{code}{number:03d}", f"{name.zh} {number} 片区", Level.STREET, f"{name.en or name.zh} area {number}"
        )
        street.share = float(max(count, 1))
        street.children = _communities(street, count)
        root.children.append(street)
    return root


def completed(tree: Branch, grids: int) -> Branch:
    """The same tree, where every lowest branch is a community (or a grid): what is missing in between is numbered."""
    wanted = max(1, round(grids / _GRIDS))
    tree = _copy(tree)
    if not tree.children and tree.level.depth < Level.STREET.depth:
        border = tree.border
        tree = counted(tree.code, Name(tree.name, tree.name_en), max(1, round(wanted / _COMMUNITIES)), wanted)
        tree.border = border
        return tree
    for branch in [branch for branch in walk(tree) if not branch.children]:
        if branch.level.depth < Level.STREET.depth:
            branch.children = counted(branch.code, Name(branch.name, branch.name_en), 1, 1).children
    lowest = [branch for branch in walk(tree) if not branch.children and branch.level is Level.STREET]
    total = sum(branch.share for branch in lowest)
    for branch in lowest:
        branch.children = _communities(branch, max(1, round(wanted * branch.share / total)))
    return tree


def usual_counts(area: float, most: int = 2500) -> tuple[int, int, int]:
    """Streets, communities and grids a place of ``area`` square metres usually has; not more than ``most`` grids."""
    square = area / 1e6
    grids = int(np.clip(round(14 * math.sqrt(square) + 0.6 * square), 4, most))
    communities = max(2, round(grids / _GRIDS))
    return max(1, round(communities / _COMMUNITIES)), communities, grids


def _communities(street: Branch, count: int) -> list[Branch]:
    english = street.name_en or street.name
    return [
        Branch(
            f"{street.code}{number:03d}",
            f"{street.name} {number} 社区",
            Level.COMMUNITY,
            f"{english} community {number}",
        )
        for number in range(1, count + 1)
    ]


def _copy(branch: Branch) -> Branch:
    return msgspec.structs.replace(branch, children=[_copy(child) for child in branch.children])
