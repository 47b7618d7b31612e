"""Workspaces that come with the program: for one, two and three monitors, and for two kinds of work."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from desktop.docking.arrangement import Arrangement, Outside, Place
from desktop.docking.tree import Node, Tabs, column, row, tabs


class ReadyMade(msgspec.Struct, frozen=True):
    """``monitors``: so many it needs. Screen 0 is the main one; sizes are logical pixels of a 1920×1080 screen. Panes
    that a layout does not name are put in by their berths."""

    code: str
    monitors: int
    make: Callable[[], Arrangement]


def _one() -> Arrangement:
    right = column((tabs("incident"), 590), (tabs("people", "areas"), 310))
    return Arrangement(_over_figures(row((tabs("queue"), 340), (tabs("map"), 1160), (right, 420)), 790, 240))


def _two() -> Arrangement:
    right = column((tabs("people"), 560), (tabs("areas"), 380))
    home = _over_figures(row((tabs("queue"), 560), (_with_map("incident"), 800), (right, 560)), 770, 240)
    return Arrangement(home, (_filled(1, tabs("map")),))


def _three() -> Arrangement:
    rest = column((tabs("figures"), 400), (row((tabs("people"), 960), (tabs("areas"), 960)), 640))
    home = row((tabs("queue"), 800), (_with_map("incident", "people", "areas", "figures"), 1120))
    return Arrangement(home, (_filled(1, tabs("map")), _filled(2, rest)))


def _large_map() -> Arrangement:
    left = column((tabs("queue"), 520), (tabs("incident", "people", "areas"), 500))
    home = row((left, 400), (column((tabs("map"), 840), (tabs("figures"), 180)), 1520))
    return Arrangement(home, hidden=frozenset({"figures"}))


def _casework() -> Arrangement:
    right = column((tabs("map"), 560), (tabs("people", "areas"), 460))
    home = row((tabs("queue"), 620), (tabs("incident"), 720), (right, 580))
    return Arrangement(_over_figures(home, 790, 240), hidden=frozenset({"figures"}))


def _over_figures(node: Node, height: float, figures: float) -> Node:
    return column((node, height), (tabs("figures"), figures))


def _with_map(*codes: str) -> Tabs:
    """The map's home is behind these, for when its window is closed."""
    return Tabs((*codes, "map"), codes[0])


def _filled(screen: int, node: Node) -> Outside:
    return Outside(node, Place(screen, whole=True))


READY_MADE: tuple[ReadyMade, ...] = (
    ReadyMade("one", 1, _one),
    ReadyMade("two", 2, _two),
    ReadyMade("three", 3, _three),
    ReadyMade("large-map", 1, _large_map),
    ReadyMade("casework", 1, _casework),
)


def usual(monitors: int) -> ReadyMade:
    """What a desk with so many monitors begins with."""
    fitting = [one for one in READY_MADE[:3] if one.monitors <= monitors]
    return fitting[-1]
