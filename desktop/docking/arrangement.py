"""How the panes of one desk stand, as a value: in the desk window, in windows of their own, or hidden. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from desktop.docking import tree
from desktop.docking.tree import Node, Side, Tabs


class Place(msgspec.Struct, frozen=True):
    """Where a window is. ``screen``: its number in ``desktop.screens``; logical pixels from that screen's corner;
    ``whole``: it fills the screen. A width of 0: as large as seems right."""

    screen: int = 0
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    whole: bool = False


class Outside(msgspec.Struct, frozen=True):
    """A window of panes beside the desk window."""

    node: Node
    place: Place = Place()


class Berth(msgspec.Struct, frozen=True):
    """Where a pane goes that no layout has yet: on a side of the pane ``by`` with this share of its room, or as a tab
    behind it (``side`` None). ``hidden``: only when somebody wants to see it."""

    by: str
    side: Side | None = None
    share: float = 0.3
    hidden: bool = False


class Landing(msgspec.Struct, frozen=True):
    """Where a pane is put. ``window``: the number of a window of panes, None for the desk window. Beside the group of
    the pane ``by`` (``side``), as a tab of that group (``side`` None; in front of the tab ``before``, or last), or
    along the edge of the whole window (``by`` empty). Beside something it gets ``share`` of its ``pixels``."""

    window: int | None
    by: str = ""
    side: Side | None = None
    before: str = ""
    share: float = 0.5
    pixels: float = tree.PIXELS


class Arrangement(msgspec.Struct, frozen=True):
    """``home`` holds every pane once: also a pane in another window, and a hidden one, keeps its place in the desk
    window, so that it comes home to where it was.

    Raises ValueError when a pane stands in two windows."""

    home: Node
    windows: tuple[Outside, ...] = ()
    hidden: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        home = tree.panes(self.home)
        outside = [pane for window in self.windows for pane in tree.panes(window.node)]
        if len(set(home)) < len(home) or len(set(outside)) < len(outside) or not set(outside) <= set(home):
            raise ValueError("every pane has one place")

    # --- asking -------------------------------------------------------------------------------------------------------

    @property
    def panes(self) -> frozenset[str]:
        return frozenset(tree.panes(self.home))

    @property
    def shown_at_home(self) -> Node | None:
        """What the desk window shows; None when all panes are elsewhere."""
        gone = self.hidden.union(*(tree.panes(window.node) for window in self.windows))
        return tree.keeping(self.home, lambda pane: pane not in gone)

    def node_of(self, window: int | None) -> Node | None:
        """What a window shows."""
        return self.shown_at_home if window is None else self.windows[window].node

    def window_of(self, pane: str) -> int | None:
        """The number of the window of panes it is in; None for one at home or hidden."""
        return next((n for n, window in enumerate(self.windows) if pane in tree.panes(window.node)), None)

    # --- moving -------------------------------------------------------------------------------------------------------

    def outside(self, pane: str, place: Place) -> Arrangement:
        """The pane in a window of its own."""
        left = self._inside(pane)
        return replace(left, windows=(*left.windows, Outside(Tabs((pane,), pane), place)))

    def at_home(self, *panes: str) -> Arrangement:
        """These panes in the desk window, where they belong, and seen."""
        arrangement = self
        for pane in panes:
            inside = arrangement._inside(pane)
            arrangement = replace(inside, home=tree.in_front(inside.home, pane))
        return arrangement

    def all_at_home(self) -> Arrangement:
        """No other windows; what is hidden stays hidden."""
        return replace(self, windows=())

    def without(self, pane: str) -> Arrangement:
        """The pane hidden."""
        left = self._inside(pane)
        return replace(left, hidden=left.hidden | {pane})

    def with_pane(self, pane: str) -> Arrangement:
        """The pane seen: taken out of hiding, and in front of its group."""
        window = self.window_of(pane)
        if window is None:
            return self.at_home(pane)
        return self._with_node(window, tree.in_front(self.windows[window].node, pane))

    def landed(self, pane: str, landing: Landing) -> Arrangement:
        """The pane put somewhere else, and in front there. Beside itself, or alone in its window, it stays. Raises
        KeyError when ``landing.by`` is not in that window."""
        node = self.node_of(landing.window)
        there = tree.panes(node)
        if there == (pane,):
            return self
        by = landing.by
        if by and by not in there:
            raise KeyError(by)
        if by == pane:
            group = tree.group_of(node, pane)
            by = next((other for other in group.panes if other != pane), "") if group else ""
            if not by:
                return self
        left = self._inside(pane)
        if landing.window is None:
            return replace(left, home=_put(tree.without(left.home, pane), pane, by, landing))
        window = left.window_of(by or next(other for other in there if other != pane))
        assert window is not None
        return left._with_node(window, _put(left.windows[window].node, pane, by, landing))

    def in_front(self, pane: str) -> Arrangement:
        """The pane in front of its group, wherever that is."""
        window = self.window_of(pane)
        if window is None:
            return replace(self, home=tree.in_front(self.home, pane))
        return self._with_node(window, tree.in_front(self.windows[window].node, pane))

    # --- sizes and places ---------------------------------------------------------------------------------------------

    def resized(self, window: int | None, shown: Sequence[Iterable[str]], sizes: Sequence[float]) -> Arrangement:
        """Other sizes for the parts of one split; see ``tree.resized``."""
        parts = [frozenset(part) for part in shown]
        if window is None:
            return replace(self, home=tree.resized(self.home, parts, sizes))
        return self._with_node(window, tree.resized(self.windows[window].node, parts, sizes))

    def placed(self, window: int, place: Place) -> Arrangement:
        """A window of panes at another place."""
        changed = replace(self.windows[window], place=place)
        return replace(self, windows=(*self.windows[:window], changed, *self.windows[window + 1 :]))

    def on_screens(self, moved: Mapping[int, int]) -> Arrangement:
        """Other monitors: ``moved`` gives the new number of each that is still there. What was elsewhere comes home,
        and what was in front there is in front."""
        windows = tuple(
            replace(window, place=replace(window.place, screen=moved[window.place.screen]))
            for window in self.windows
            if window.place.screen in moved
        )
        home = self.home
        for window in self.windows:
            for pane in tree.fronts(window.node) if window.place.screen not in moved else ():
                home = tree.in_front(home, pane)
        return replace(self, home=home, windows=windows)

    def completed(self, berths: Sequence[tuple[str, Berth]]) -> Arrangement:
        """Exactly these panes: unknown ones left out, missing ones where they belong, behind what is there."""
        known = [pane for pane, _ in berths]
        home = tree.tidy(tree.keeping(self.home, lambda pane: pane in known))
        hidden = self.hidden & set(known)
        for pane, berth in berths:
            if pane in tree.panes(home):
                continue
            if berth.hidden:
                hidden |= {pane}
            if home is None:
                home = Tabs((pane,), pane)
            elif berth.by not in tree.panes(home):
                home = tree.at_edge(home, pane, berth.side or Side.RIGHT, berth.share)
            elif berth.side is None:
                home = tree.joined(home, berth.by, pane, front=False)
            else:
                home = tree.beside(home, berth.by, pane, berth.side, berth.share)
        if home is None:
            raise ValueError("there are no panes")
        windows = [
            replace(window, node=node)
            for window in self.windows
            if (node := tree.tidy(tree.keeping(window.node, lambda pane: pane in known))) is not None
        ]
        return Arrangement(home, tuple(windows), hidden)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _inside(self, pane: str) -> Arrangement:
        """Neither hidden nor in another window; a window it was alone in is gone."""
        if pane not in self.panes:
            raise KeyError(pane)
        windows = [
            replace(window, node=node)
            for window in self.windows
            if (node := tree.without(window.node, pane)) is not None
        ]
        return replace(self, windows=tuple(windows), hidden=self.hidden - {pane})

    def _with_node(self, window: int, node: Node) -> Arrangement:
        changed = replace(self.windows[window], node=node)
        return replace(self, windows=(*self.windows[:window], changed, *self.windows[window + 1 :]))


def _put(node: Node | None, pane: str, by: str, landing: Landing) -> Node:
    if node is None or not by:
        return tree.at_edge(node, pane, landing.side or Side.RIGHT, landing.share, landing.pixels)
    if landing.side is None:
        return tree.joined(node, by, pane, landing.before)
    return tree.beside(node, by, pane, landing.side, landing.share, landing.pixels)
