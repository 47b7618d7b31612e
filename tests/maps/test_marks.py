"""Which incidents stand for themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.picture import Changes
from maps.marks import HELD, REACH, Gathering, Marks
from maps.scene import Matters, Scene
from tests.maps.town import NOW, matters, picture_of, town


def scene() -> Scene:
    scene = Scene()
    scene.refresh(picture_of(town(), matters()), Changes(reset=True), NOW)
    return scene


def test_a_pile_stands_under_its_worst() -> None:
    matters = scene().matters
    marks = Gathering().of(matters, 15.0, ())
    assert marks.count.sum() == len(matters)
    assert [matters.ids[row] for row, count in zip(marks.rows, marks.count, strict=True) if count > 1] == ["pile2"]


def test_the_selected_one_is_never_gathered_and_lies_on_top() -> None:
    matters = scene().matters
    marks = Gathering().of(matters, 15.0, ("pile1", "no such"))
    assert matters.ids[int(marks.rows[-1])] == "pile1"
    assert marks.count.sum() == len(matters)


def test_from_far_away_everything_is_one() -> None:
    matters = scene().matters
    marks = Gathering().of(matters, 6.0, ())
    assert [matters.ids[row] for row in marks.rows] == ["late"]
    assert marks.count.tolist() == [len(matters)]


def test_nothing_is_regrouped_while_nothing_changes() -> None:
    gathering, matters = Gathering(), scene().matters
    assert gathering.of(matters, 15.0, ()) is gathering.of(matters, 15.02, ())


def test_no_incidents_no_marks() -> None:
    assert len(Gathering().of(Scene().matters, 15.0, ("x",)).rows) == 0


def test_what_a_filter_leaves_out_is_not_gathered_and_not_lost() -> None:
    matters = scene().matters
    shown = frozenset({"pile1", "pile3", "yellow"})
    marks = Gathering().of(matters, 15.0, ("red",), shown)
    leaders = {matters.ids[row]: count for row, count in zip(marks.rows.tolist(), marks.count.tolist(), strict=True)}
    assert leaders == {"pile3": 2, "yellow": 1, "red": 1}  # the selected one is always there
    assert {matters.ids[row] for row in marks.faint} == set(matters.ids) - shown - {"red"}
    assert len(Gathering().of(matters, 15.0, (), frozenset()).rows) == 0


def scattered(seed: int, count: int) -> Matters:
    """Incidents here and there in a square that is 100 pixels wide at level 12."""
    matters = Matters()
    matters.ids = [f"i{row}" for row in range(count)]
    matters.row = {id_: row for row, id_ in enumerate(matters.ids)}
    matters.world = np.random.default_rng(seed).uniform(0, 100 / (256 * 2.0**12), (count, 2)) + 0.5
    return matters


def same(one: Marks, other: Marks) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("rows", "count", "leader"))


@given(st.integers(0, 9999), st.integers(1, 60), st.floats(11.0, 17.0), st.floats(-3.0, 3.0), st.booleans())
def test_while_the_map_moves_nothing_is_lost_and_afterwards_all_is_as_if_it_never_had(
    seed: int, count: int, zoom: float, step: float, picked: bool
) -> None:
    gathering, matters = Gathering(), scattered(seed, count)
    alone = ("i0",) if picked else ()
    before = gathering.of(matters, zoom, alone)
    moving = gathering.of(matters, zoom + step, alone, moving=True)
    assert moving.count.sum() == count
    assert (moving.leader[moving.leader] == moving.leader).all()
    assert sorted(moving.rows.tolist()) == sorted(set(moving.leader.tolist()))
    assert (moving.leader >= np.arange(count)).all()  # under its own or a worse one
    assert not picked or moving.leader.tolist().count(0) == 1
    steps = round((zoom + step) * 4) - round(zoom * 4)
    assert (moving is before) == (0 <= steps <= HELD)
    if steps < 0:  # groups of groups: signs keep apart at once
        others = moving.rows[moving.rows > 0] if picked else moving.rows
        pixels = matters.world[others] * 256 * 2.0 ** (round((zoom + step) * 4) / 4)
        gaps = np.hypot(*(pixels[:, None] - pixels[None]).transpose(2, 0, 1))
        np.fill_diagonal(gaps, np.inf)
        assert len(others) < 2 or gaps.min() > REACH * 0.999
    assert gathering.of(matters, zoom + step, alone, moving=True) is moving
    assert same(gathering.of(matters, zoom + step, alone), Gathering().of(matters, zoom + step, alone))
