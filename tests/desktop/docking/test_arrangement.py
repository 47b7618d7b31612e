"""Panes at home, away and hidden: none is lost, none stands twice, and each comes home to where it was."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.docking import tree
from desktop.docking.arrangement import Arrangement, Berth, Landing, Outside, Place
from desktop.docking.tree import Side, column, row, tabs
from tests.desktop.docking.layouts import PANES, arrangements, landings

a_pane = st.sampled_from(PANES)
BERTHS = [(pane, Berth("map", Side.RIGHT)) for pane in PANES]


def where(arrangement: Arrangement) -> dict[str, object]:
    """Pane → where it is seen: a window's number, ``home``, or ``hidden``."""
    seen: dict[str, object] = dict.fromkeys(arrangement.hidden, "hidden")
    for pane in tree.panes(arrangement.shown_at_home):
        assert pane not in seen
        seen[pane] = "home"
    for number, window in enumerate(arrangement.windows):
        for pane in tree.panes(window.node):
            assert pane not in seen
            seen[pane] = number
    return seen


def assert_whole(arrangement: Arrangement) -> None:
    """Every pane once, in the home it keeps and in the place where it is seen."""
    assert sorted(tree.panes(arrangement.home)) == sorted(PANES)
    places = where(arrangement)
    assert sorted(places) == sorted(PANES)
    for pane, place in places.items():
        assert arrangement.window_of(pane) == (place if isinstance(place, int) else None)


@given(arrangements(), st.data())
def test_a_day_of_arranging(arrangement: Arrangement, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 6))):
        pane = data.draw(a_pane)
        match data.draw(st.integers(0, 6)):
            case 0:
                arrangement = arrangement.outside(pane, Place(1))
                assert tree.panes(arrangement.windows[-1].node) == (pane,)
            case 1:
                arrangement = arrangement.at_home(pane)
                assert where(arrangement)[pane] == "home"
            case 2:
                arrangement = arrangement.without(pane)
                assert where(arrangement)[pane] == "hidden"
            case 3:
                arrangement = arrangement.with_pane(pane)
                assert where(arrangement)[pane] != "hidden"
            case 4:
                landing = data.draw(landings(arrangement))
                neighbours = set(tree.panes(arrangement.node_of(landing.window))) - {pane}
                arrangement = arrangement.landed(pane, landing)
                if neighbours:
                    places = where(arrangement)
                    assert {places[one] for one in neighbours} == {places[pane]}
            case 5:
                arrangement = arrangement.on_screens({0: 1, 1: 0})
                assert all(window.place.screen in (0, 1) for window in arrangement.windows)
            case _:
                arrangement = arrangement.all_at_home()
        assert_whole(arrangement)


@given(arrangements(), a_pane)
def test_away_and_back_it_stands_where_it_stood(arrangement: Arrangement, pane: str) -> None:
    before = arrangement.at_home(pane)
    assert before.outside(pane, Place()).at_home(pane) == before
    assert before.without(pane).with_pane(pane) == before


@given(arrangements())
def test_kept_as_json_it_is_the_same(arrangement: Arrangement) -> None:
    assert msgspec.json.decode(msgspec.json.encode(arrangement), type=Arrangement) == arrangement


@given(arrangements())
def test_what_is_complete_is_left_alone(arrangement: Arrangement) -> None:
    assert arrangement.completed(BERTHS) == arrangement


@given(arrangements(), st.sets(a_pane, min_size=1))
def test_a_layout_of_another_version_takes_the_panes_there_are(arrangement: Arrangement, known: set[str]) -> None:
    berths = [(pane, berth) for pane, berth in BERTHS if pane in known] + [("archive", Berth("queue", None))]
    completed = arrangement.completed(berths)
    assert completed.panes == known | {"archive"}
    assert where(completed)["archive"] == "home"


def test_a_new_pane_goes_to_its_berth_behind_what_is_there() -> None:
    old = Arrangement(row((tabs("queue"), 300), (tabs("map"), 900)))
    known = [("queue", Berth("")), ("map", Berth(""))]
    new = old.completed([*known, ("archive", Berth("queue")), ("notices", Berth("map", Side.BELOW))])
    behind = tree.group_of(new.home, "archive")
    assert behind is not None
    assert (behind.panes, behind.front) == (("queue", "archive"), "queue")
    assert tree.form(new.home) == (True, (("queue", "archive"), (False, (("map",), ("notices",)))))


def test_a_pane_that_waits_to_be_asked_for_is_hidden_in_a_layout_that_does_not_know_it() -> None:
    old = Arrangement(row((tabs("queue"), 300), (tabs("map"), 900)))
    berths = [("queue", Berth("")), ("map", Berth("")), ("board", Berth("map", hidden=True))]
    new = old.completed(berths)
    assert where(new) == {"queue": "home", "map": "home", "board": "hidden"}
    shown = new.with_pane("board")
    assert where(shown)["board"] == "home"
    assert shown.completed(berths) == shown  # once it has been asked for it stays


def test_a_window_that_loses_its_only_pane_is_gone() -> None:
    home = row((tabs("a", "b"), 1), (tabs("c"), 1))
    away = Arrangement(home, (Outside(tabs("a")), Outside(tabs("b"), Place(1))))
    joined = away.landed("a", Landing(1, "b"))
    assert [tree.panes(window.node) for window in joined.windows] == [("b", "a")]
    assert joined.windows[0].place == Place(1)
    assert tree.panes(joined.home) == ("a", "b", "c")  # its place at home stays


def test_unplugged_its_windows_come_home_the_others_stay() -> None:
    home = column((tabs("a"), 1), (tabs("b"), 1), (tabs("c"), 1))
    away = Arrangement(home, (Outside(tabs("a"), Place(1)), Outside(tabs("b"), Place(2))))
    left = away.on_screens({0: 0, 2: 1})
    assert [(tree.panes(window.node), window.place.screen) for window in left.windows] == [(("b",), 1)]
    assert tree.panes(left.shown_at_home) == ("a", "c")


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="one place"):
        Arrangement(row((tabs("a"), 1), (tabs("a"), 1)))
    with pytest.raises(ValueError, match="one place"):
        Arrangement(tabs("a"), (Outside(tabs("b")),))
    with pytest.raises(KeyError):
        Arrangement(tabs("a", "b")).landed("a", Landing(None, "c"))
    with pytest.raises(KeyError):
        Arrangement(tabs("a", "b")).outside("c", Place())
    with pytest.raises(ValueError, match="no panes"):
        Arrangement(tabs("a")).completed([])
