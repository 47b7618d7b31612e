"""How panes stand in one window, as a value: groups of panes behind each other, split into rows and columns. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum

import msgspec

#: So many pixels are taken for the size of what was never seen.
PIXELS = 1000.0


class Side(StrEnum):
    """Where something goes, seen from what is there."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"
    BELOW = "below"

    @property
    def across(self) -> bool:
        """Whether the two then stand side by side."""
        return self in (Side.LEFT, Side.RIGHT)

    @property
    def first(self) -> bool:
        return self in (Side.LEFT, Side.ABOVE)


class Tabs(msgspec.Struct, frozen=True, tag="tabs"):
    """Panes behind each other, at least one, by their codes; ``current`` is in front. Raises ValueError."""

    panes: tuple[str, ...]
    current: str = ""

    def __post_init__(self) -> None:
        if not self.panes or len(set(self.panes)) < len(self.panes):
            raise ValueError("a group holds at least one pane, and each once")

    @property
    def front(self) -> str:
        return self.current if self.current in self.panes else self.panes[0]


class Split(msgspec.Struct, frozen=True, tag="split"):
    """At least two parts, side by side (``across``) or one above the other. ``sizes``: logical pixels as last seen; in
    a window of another size they are weights. Raises ValueError."""

    across: bool
    parts: tuple[Tabs | Split, ...]
    sizes: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2 or len(self.parts) != len(self.sizes):
            raise ValueError("a split has at least two parts, and a size for each")
        if not all(0 < size < math.inf for size in self.sizes):
            raise ValueError("a part of a split has some size")


Node = Tabs | Split


def row(*parts: tuple[Node, float]) -> Node:
    """Side by side, each with its width."""
    return split(True, [part for part, _ in parts], [size for _, size in parts])


def column(*parts: tuple[Node, float]) -> Node:
    """One above the other, each with its height."""
    return split(False, [part for part, _ in parts], [size for _, size in parts])


def tabs(*panes: str) -> Tabs:
    return Tabs(panes, panes[0])


def split(across: bool, parts: Iterable[Node], sizes: Iterable[float]) -> Node:
    """A split as it should be: parts that run the same way are taken in, one part alone is itself. Raises ValueError
    without parts."""
    flat: list[Node] = []
    widths: list[float] = []
    for part, size in zip(parts, sizes, strict=True):
        if isinstance(part, Split) and part.across == across:
            whole = sum(part.sizes)
            flat += part.parts
            widths += [size * inner / whole for inner in part.sizes]
        else:
            flat.append(part)
            widths.append(size)
    if not flat:
        raise ValueError("a split needs parts")
    return flat[0] if len(flat) == 1 else Split(across, tuple(flat), tuple(widths))


def panes(node: Node | None) -> tuple[str, ...]:
    """All panes, from left to right and from top to bottom."""
    if node is None:
        return ()
    if isinstance(node, Tabs):
        return node.panes
    return tuple(pane for part in node.parts for pane in panes(part))


def form(node: Node) -> object:
    """What the same layout has in common, whatever its sizes and whatever is in front."""
    return node.panes if isinstance(node, Tabs) else (node.across, tuple(form(part) for part in node.parts))


def fronts(node: Node) -> tuple[str, ...]:
    """The panes in front, from left to right and from top to bottom."""
    return (node.front,) if isinstance(node, Tabs) else tuple(pane for part in node.parts for pane in fronts(part))


def group_of(node: Node | None, pane: str) -> Tabs | None:
    """The group a pane stands in."""
    if isinstance(node, Tabs):
        return node if pane in node.panes else None
    for part in node.parts if node is not None else ():
        if (found := group_of(part, pane)) is not None:
            return found
    return None


def keeping(node: Node | None, wanted: Callable[[str], bool]) -> Node | None:
    """Only the wanted panes; what is left keeps its place, so that each split stands for one of ``node``'s."""
    if node is None:
        return None
    if isinstance(node, Tabs):
        left = tuple(pane for pane in node.panes if wanted(pane))
        return Tabs(left, node.front if node.front in left else left[0]) if left else None
    kept = [
        (part, size)
        for whole, size in zip(node.parts, node.sizes, strict=True)
        if (part := keeping(whole, wanted)) is not None
    ]
    if len(kept) < 2:
        return kept[0][0] if kept else None
    return Split(node.across, tuple(part for part, _ in kept), tuple(size for _, size in kept))


def tidy(node: Node | None) -> Node | None:
    """The same panes in the simplest splits."""
    if node is None or isinstance(node, Tabs):
        return node
    parts = [part for part in map(tidy, node.parts) if part is not None]
    return split(node.across, parts, node.sizes)


def without(node: Node | None, pane: str) -> Node | None:
    """Everything but one pane; None when it was the only one."""
    return tidy(keeping(node, lambda other: other != pane))


def beside(node: Node, target: str, pane: str, side: Side, share: float = 0.5, pixels: float = PIXELS) -> Node:
    """``pane``, which is not there yet, next to the group of ``target``, with this share of its ``pixels`` in that
    direction. Raises KeyError when there is no such target."""
    return _replaced(node, target, lambda group: _next_to(group, pane, side, share, pixels))


def at_edge(node: Node | None, pane: str, side: Side, share: float = 0.25, pixels: float = PIXELS) -> Node:
    """``pane``, which is not there yet, along a whole edge of the window, with this share of its ``pixels``."""
    return Tabs((pane,), pane) if node is None else _next_to(node, pane, side, share, pixels)


def joined(node: Node, target: str, pane: str, before: str = "", *, front: bool = True) -> Node:
    """``pane``, which is not there yet, as a tab of the group of ``target``, in front of the tab ``before`` or last.
    Raises KeyError."""

    def put(group: Tabs) -> Node:
        at = group.panes.index(before) if before in group.panes else len(group.panes)
        return Tabs((*group.panes[:at], pane, *group.panes[at:]), pane if front else group.front)

    return _replaced(node, target, put)


def in_front(node: Node, pane: str) -> Node:
    """The same with ``pane`` in front of its group. Raises KeyError."""
    return _replaced(node, pane, lambda group: Tabs(group.panes, pane))


def resized(node: Node, shown: Sequence[Collection[str]], sizes: Sequence[float]) -> Node:
    """Other sizes for the split whose parts hold the ``shown`` panes (one collection a part that is shown); parts that
    are not shown keep theirs. A split that is not there any more changes nothing."""
    wanted = {pane for part in shown for pane in part}
    if isinstance(node, Tabs) or not wanted <= set(panes(node)):
        return node
    for index, part in enumerate(node.parts):
        if wanted <= set(panes(part)):
            parts = (*node.parts[:index], resized(part, shown, sizes), *node.parts[index + 1 :])
            return Split(node.across, parts, node.sizes)
    new = list(node.sizes)
    for held, size in zip(shown, sizes, strict=True):
        for index, part in enumerate(node.parts):
            if set(held) & set(panes(part)):
                new[index] = max(1.0, float(size))
    return Split(node.across, node.parts, tuple(new))


def fitted(sizes: Sequence[float], room: float, greedy: int | None = None) -> list[int]:
    """``sizes`` made to fill ``room`` pixels: the greedy part takes what is over and gives what is missing, as long as
    it keeps a third of the room; else all in proportion."""
    whole = sum(sizes)
    if greedy is not None and sizes[greedy] + room - whole >= room / 3:
        return [round(size + (room - whole if place == greedy else 0)) for place, size in enumerate(sizes)]
    return [round(size * room / whole) for size in sizes] if whole > 0 else [round(room / len(sizes)) for _ in sizes]


def _replaced(node: Node, pane: str, change: Callable[[Tabs], Node]) -> Node:
    """The tree with the group of ``pane`` changed."""
    if isinstance(node, Tabs):
        if pane not in node.panes:
            raise KeyError(pane)
        return change(node)
    for index, part in enumerate(node.parts):
        if pane in panes(part):
            parts = (*node.parts[:index], _replaced(part, pane, change), *node.parts[index + 1 :])
            return split(node.across, parts, node.sizes)
    raise KeyError(pane)


def _next_to(node: Node, pane: str, side: Side, share: float, pixels: float) -> Node:
    parts: list[Node] = [Tabs((pane,), pane), node]
    sizes = [pixels * share, pixels * (1 - share)]
    if not side.first:
        parts.reverse()
        sizes.reverse()
    return split(side.across, parts, sizes)
