"""Which incidents stand for themselves."""

from __future__ import annotations

from domain.picture import Changes
from maps.marks import Gathering
from maps.scene import Scene
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
