"""Layouts of six panes, as hypothesis makes them."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop.docking import tree
from desktop.docking.arrangement import Arrangement, Landing, Outside, Place
from desktop.docking.tree import Node, Side

PANES = ("queue", "map", "incident", "people", "areas", "figures")
sides = st.sampled_from(Side)
sizes = st.floats(20, 2000)


@st.composite
def nodes(draw: st.DrawFn, panes: tuple[str, ...] = PANES) -> Node:
    """A tree of exactly these panes."""
    if len(panes) == 1 or draw(st.integers(0, 2)) == 0:
        return tree.Tabs(panes, draw(st.sampled_from(panes)))
    cut = draw(st.integers(1, len(panes) - 1))
    parts = [draw(nodes(panes[:cut])), draw(nodes(panes[cut:]))]
    return tree.split(draw(st.booleans()), parts, [draw(sizes), draw(sizes)])


places = st.builds(
    Place, st.integers(0, 2), st.integers(-500, 500), st.integers(-500, 500), st.integers(0, 900), st.integers(0, 900),
    st.booleans(),
)  # fmt: skip


@st.composite
def arrangements(draw: st.DrawFn) -> Arrangement:
    home = draw(nodes(tuple(draw(st.permutations(PANES)))))
    away = draw(st.lists(st.sampled_from(PANES), unique=True, max_size=4))
    hidden = frozenset(draw(st.lists(st.sampled_from(PANES), unique=True, max_size=2))) - set(away)
    windows = []
    while away:
        cut = draw(st.integers(1, len(away)))
        windows.append(Outside(draw(nodes(tuple(away[:cut]))), draw(places)))
        away = away[cut:]
    return Arrangement(home, tuple(windows), hidden)


@st.composite
def landings(draw: st.DrawFn, arrangement: Arrangement) -> Landing:
    """Somewhere a pane can be put."""
    window = draw(st.sampled_from([None, *range(len(arrangement.windows))]))
    there = tree.panes(arrangement.node_of(window))
    side = draw(sides)
    if not there or draw(st.booleans()):
        return Landing(window, side=side, share=draw(st.floats(0.1, 0.9)))
    by = draw(st.sampled_from(there))
    group = tree.group_of(arrangement.node_of(window), by)
    assert group is not None
    if draw(st.booleans()):
        return Landing(window, by, side, share=draw(st.floats(0.1, 0.9)))
    return Landing(window, by, None, draw(st.sampled_from(["", *group.panes])))
