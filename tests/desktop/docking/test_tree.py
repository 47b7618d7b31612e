"""How panes stand in one window: whatever is done, each pane stands in one place, in the simplest splits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.docking import tree
from desktop.docking.tree import Node, Side, Split, Tabs, column, row, tabs
from tests.desktop.docking.layouts import PANES, nodes, sides, sizes


def assert_tidy(node: Node) -> None:
    """No split directly in one that runs the same way."""
    if isinstance(node, Split):
        for part in node.parts:
            assert not (isinstance(part, Split) and part.across == node.across)
            assert_tidy(part)


@given(nodes(), st.sampled_from(PANES))
def test_taken_out_and_put_beside_another_it_stands_once(node: Node, pane: str) -> None:
    left = tree.without(node, pane)
    assert left is not None
    assert sorted(tree.panes(left)) == sorted(set(PANES) - {pane})
    for side in Side:
        again = tree.beside(left, tree.panes(left)[0], pane, side)
        assert sorted(tree.panes(again)) == sorted(PANES)
        assert_tidy(again)


@given(nodes(), sides, st.floats(0.1, 0.9))
def test_along_an_edge_it_is_first_or_last(node: Node, side: Side, share: float) -> None:
    again = tree.at_edge(node, "more", side, share)
    panes = tree.panes(again)
    assert (panes[0] if side.first else panes[-1]) == "more"
    assert_tidy(again)


@given(nodes(), st.data())
def test_a_tab_goes_before_the_one_it_was_put_before(node: Node, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(PANES))
    group = tree.group_of(node, target)
    assert group is not None
    before = data.draw(st.sampled_from(["", *group.panes]))
    after = tree.group_of(tree.joined(node, target, "more", before), "more")
    assert after is not None
    assert after.front == "more"
    place = after.panes.index("more")
    assert (after.panes[place + 1] if before else after.panes[-1]) == (before or "more")
    assert tuple(pane for pane in after.panes if pane != "more") == group.panes


@given(nodes(), st.sets(st.sampled_from(PANES)))
def test_what_is_left_out_changes_nothing_for_the_others(node: Node, gone: set[str]) -> None:
    kept = tree.keeping(node, lambda pane: pane not in gone)
    assert tree.panes(kept) == tuple(pane for pane in tree.panes(node) if pane not in gone)


@given(nodes(), st.sets(st.sampled_from(PANES), max_size=3), st.data())
def test_sizes_of_what_is_seen_go_where_they_belong(node: Node, gone: set[str], data: st.DataObject) -> None:
    """Each split that is shown stands for one of the whole tree: new sizes are found again, those of what is hidden
    stay."""
    shown = tree.keeping(node, lambda pane: pane not in gone)
    splits = list(_splits(shown))
    if not splits:
        return
    one = data.draw(st.sampled_from(splits))
    parts = [tree.panes(part) for part in one.parts]
    new = [data.draw(sizes) for _ in parts]
    changed = tree.resized(node, parts, new)
    assert tree.form(changed) == tree.form(node)
    again = tree.keeping(changed, lambda pane: pane not in gone)
    twin = next(split for split in _splits(again) if [tree.panes(part) for part in split.parts] == parts)
    assert list(twin.sizes) == new
    everything = {frozenset(tree.panes(s)): s for s in _splits(node)}
    for split in _splits(changed):
        before = everything[frozenset(tree.panes(split))]
        for part, old, size in zip(split.parts, before.sizes, split.sizes, strict=True):
            if size != old:
                assert any(set(shown_part) <= set(tree.panes(part)) for shown_part in parts)


@given(st.lists(sizes, min_size=2, max_size=5), st.floats(100, 4000), st.booleans())
def test_sizes_fill_the_room(wanted: list[float], room: float, greed: bool) -> None:
    found = tree.fitted(wanted, room, 0 if greed else None)
    assert all(size >= 0 for size in found)
    assert abs(sum(found) - room) <= len(found)


def test_the_greedy_part_takes_what_is_over() -> None:
    assert tree.fitted((340, 1160, 420), 2560, 1) == [340, 1800, 420]
    assert tree.fitted((340, 1160, 420), 1600, 1) == [340, 840, 420]
    assert tree.fitted((340, 1160, 420), 960, 1) == [170, 580, 210]  # too little: all of them give


def test_the_same_way_inside_the_same_way_is_one_split() -> None:
    node = row((tabs("a"), 100), (row((tabs("b"), 1), (tabs("c"), 3)), 400))
    assert node == Split(True, (tabs("a"), tabs("b"), tabs("c")), (100, 100, 300))
    assert tree.tidy(tree.keeping(column((node, 1), (tabs("d"), 1)), lambda pane: pane != "d")) == node


@pytest.mark.parametrize(
    "make",
    [
        lambda: Tabs(()),
        lambda: Tabs(("a", "a")),
        lambda: Split(True, (tabs("a"),), (1,)),
        lambda: Split(True, (tabs("a"), tabs("b")), (1,)),
        lambda: Split(True, (tabs("a"), tabs("b")), (1, 0)),
        lambda: Split(True, (tabs("a"), tabs("b")), (1, float("nan"))),
        lambda: tree.split(True, [], []),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(make: type) -> None:
    with pytest.raises(ValueError, match=r"pane|part|size"):
        make()


def _splits(node: Node | None) -> list[Split]:
    if not isinstance(node, Split):
        return []
    return [node, *(split for part in node.parts for split in _splits(part))]
