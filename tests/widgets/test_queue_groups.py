"""The queue in other orders and under headings: the same incidents, each below its own heading, counted right, and put
into its place one by one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.incident import Incident, Source
from domain.picture import Picture
from domain.region import Level
from tests.domain.small_city import COVER, RUBBISH
from tests.widgets.room import NOW, RESET, change, matter, room
from widgets.look import Look
from widgets.queue_groups import is_heading
from widgets.queue_model import QueueModel
from widgets.queue_order import Grouping, Sorting
from widgets.queue_rows import Shelf
from widgets.queue_view import QueueView

pytestmark = pytest.mark.usefixtures("qapp")


def arranged(picture: Picture, sorting: Sorting, grouping: Grouping = Grouping.NONE, now: float = NOW) -> QueueModel:
    model = QueueModel()
    model.arrange(sorting, grouping)
    model.refresh(picture, RESET, now)
    return model


def titles(model: QueueModel) -> list[str]:
    """What stands in the list: ids, and headings with a mark."""
    found = []
    for row in range(model.rowCount()):
        index = model.index(row)
        heading = model.heading(index)
        found.append(f"# {index.data()} {heading.count}/{heading.late}" if heading else model.key_at(index))
    return found


@pytest.mark.parametrize(
    ("sorting", "by"),
    [
        (Sorting.NEWEST, lambda one, picture: -one.received_at),
        (Sorting.DEADLINE, lambda one, picture: one.deadline.due_at),
        (Sorting.SEVERITY, lambda one, picture: one.severity),
        (Sorting.AREA, lambda one, picture: picture.tree.index(one.region)),
        (Sorting.CATEGORY, lambda one, picture: list(picture.categories).index(one.category)),
    ],
)
def test_orders(picture: Picture, sorting: Sorting, by: Callable[[Incident, Picture], float]) -> None:
    model = arranged(picture, sorting)
    assert len(model.order) == 4
    measures = [by(picture.incidents[key], picture) for key in model.order]
    assert measures == sorted(measures)


def test_a_stopped_clock_is_due_after_everything_else(picture: Picture) -> None:
    paused = msgspec.structs.replace(picture.incidents["late"].deadline, paused_at=NOW)
    stopped = msgspec.structs.replace(picture.incidents["late"], deadline=paused, version=9)
    change(picture, stopped)
    assert arranged(picture, Sorting.DEADLINE).order[-1] == "late"


def test_what_hurts_most_is_known_in_any_order(picture: Picture) -> None:
    usual = arranged(picture, Sorting.HURT)
    other = arranged(picture, Sorting.NEWEST, Grouping.STAGE)
    other.fold_all(True)
    assert other.order == []
    assert other.worst_first() == usual.order
    assert other.unacknowledged() == usual.unacknowledged() == ["red"]


def test_headings_say_what_lies_below_them(picture: Picture) -> None:
    model = arranged(picture, Sorting.HURT, Grouping.WORKER)
    model.language = "zh"
    nobody, first, second = (picture.workers[key].name if key else "" for key in ("", "g1", "g2"))
    assert nobody == ""
    assert titles(model) == [
        "# Nobody has it 2/1", "late", "red", f"# {first} 1/0", "field", f"# {second} 1/0", "reported",
    ]  # fmt: skip
    heading = model.heading(model.index(0))
    assert heading is not None
    assert heading.by_severity[Severity.RED] == 1
    assert sum(heading.by_severity.values()) == 2
    assert model.order == ["late", "red", "field", "reported"]


def test_groups_stand_in_the_order_of_what_they_are_about(picture: Picture) -> None:
    for grouping, level in ((Grouping.STREET, Level.STREET), (Grouping.COMMUNITY, Level.COMMUNITY)):
        model = arranged(picture, Sorting.HURT, grouping)
        areas = [picture.tree.ancestor(picture.incidents[key].region, level) for key in model.order]
        places = [picture.tree.index(area.code) for area in areas if area is not None]
        assert places == sorted(places)
        assert len(places) == 4
    stages = [picture.incidents[key].stage for key in arranged(picture, Sorting.HURT, Grouping.STAGE).order]
    assert stages == sorted(stages, key=list(picture.stages).index)
    assert arranged(picture, Sorting.HURT, Grouping.SOURCE).rowCount() == 5


def test_outside_the_city_comes_last(picture: Picture) -> None:
    outside = msgspec.structs.replace(picture.incidents["red"], region="", version=9)
    change(picture, outside)
    model = arranged(picture, Sorting.HURT, Grouping.STREET)
    assert model.order[-1] == "red"
    assert "Outside the city's areas" in titles(model)[-2]


def test_a_folded_group_shows_its_heading_only_and_goes_on_counting(picture: Picture) -> None:
    model = arranged(picture, Sorting.HURT, Grouping.WORKER)
    model.fold([""], True)
    assert titles(model)[0] == "# Nobody has it 2/1"
    assert model.order == ["field", "reported"]
    assert model.row_of("red") == -1
    incident, _ = matter(picture, "new", category=COVER)
    model.refresh(picture, change(picture, incident), NOW)
    assert titles(model)[0] == "# Nobody has it 3/1"
    assert model.order == ["field", "reported"]
    model.fold([""], False)
    assert set(model.order) == {"late", "red", "new", "field", "reported"}


def test_a_heading_comes_with_its_first_incident_and_goes_with_its_last(picture: Picture) -> None:
    model = arranged(picture, Sorting.HURT, Grouping.WORKER)
    steps = ("file", "dispatch", "accept", "arrive", "report", "close")
    closed, _ = matter(picture, "field", steps, worker="g1")
    model.refresh(picture, change(picture, closed), NOW)
    assert not any(picture.workers["g1"].name in title for title in titles(model))
    again, _ = matter(picture, "again", ("file", "dispatch"), worker="g1")
    model.refresh(picture, change(picture, again), NOW)
    assert f"# {picture.workers['g1'].name} 1/0" in titles(model)


def test_shelf_and_words_choose_what_headings_count(picture: Picture) -> None:
    model = arranged(picture, Sorting.HURT, Grouping.WORKER)
    model.set_shelf(Shelf.LATE)
    assert titles(model) == ["# Nobody has it 1/1", "late"]
    model.set_shelf(Shelf.ALL)
    model.set_needle("nowhere")
    assert titles(model) == []


def test_nothing_jumps_while_a_grouped_queue_is_held(picture: Picture) -> None:
    model = arranged(picture, Sorting.HURT, Grouping.WORKER)
    before = titles(model)
    model.freeze()
    worse, _ = matter(picture, "worse", category=COVER, received=NOW - 20_000)
    model.refresh(picture, change(picture, worse), NOW)
    assert titles(model) == before
    model.thaw()
    assert "worse" in model.order


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 20), st.sampled_from(list(Severity)), st.sampled_from(list(Source)), st.integers(-400, 400),
            st.integers(0, 7), st.sampled_from(["", "g1", "g2"]), st.booleans(),
        ),
        max_size=40,
    ),
    st.sampled_from(list(Sorting)),
    st.sampled_from(list(Grouping)),
    st.lists(st.integers(0, 40), max_size=3),
    st.lists(st.integers(0, 40), max_size=3),
)  # fmt: skip
def test_after_any_changes_it_stands_as_a_fresh_one(
    steps: list[tuple[int, Severity, Source, int, int, str, bool]], sorting: Sorting, grouping: Grouping,
    holds: list[int], folds: list[int],
) -> None:  # fmt: skip
    picture = room()
    model = arranged(picture, sorting, grouping)
    now, kinds = NOW, (COVER, RUBBISH)
    for number, (place, severity, source, minutes, grid, worker, closes) in enumerate(steps):
        verbs = ("file", "dispatch") if worker else ()
        if closes and worker:
            verbs = ("file", "dispatch", "accept", "arrive", "report", "close")
        incident, _ = matter(
            picture, f"i{place}", verbs, grid, kinds[minutes % 2], NOW - 7 * 3600 + 60 * minutes, worker or "g1"
        )
        incident = msgspec.structs.replace(incident, severity=severity, source=source, version=number + 9)
        if number in holds:
            model.freeze()
        if number in folds:
            model.fold_all(number % 2 == 0)
        model.refresh(picture, change(picture, incident), now)
        if number % 3 == 0:
            now += 900
            model.tick(now)
    model.thaw()
    model.tick(now)
    fresh = arranged(picture, sorting, grouping, now)
    fresh.fold(model.folded, True)
    assert titles(model) == titles(fresh)
    for row, key in enumerate(model._order):
        assert model.row_of(key) == row
    model.fold_all(False)
    assert set(model.order) == {incident.id for incident in picture.open_incidents()}
    assert sum(not is_heading(key) for key in model._order) == len(model.order)


# --- in the view ------------------------------------------------------------------------------------------------------


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> QueueView:
    view = QueueView(look)
    qtbot.addWidget(view)
    view.resize(380, 700)
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    view.arrange(Sorting.HURT, Grouping.WORKER)
    return view


def at(view: QAbstractItemView, index: QModelIndex) -> QPoint:
    return view.visualRect(index).center()


def test_a_touch_folds_a_group_and_opens_it(qtbot: QtBot, view: QueueView) -> None:
    heading = view.model.index(0)
    for folded in (True, False):
        qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=at(view.list, heading))
        assert (view.model.row_of("red") < 0) is folded


def test_keys_fold_open_and_lead_to_the_heading(qtbot: QtBot, view: QueueView) -> None:
    view.list.setFocus()
    view.select_incident("red")
    qtbot.keyClick(view.list, Qt.Key.Key_Left)
    assert view.model.heading(view.list.currentIndex()) is not None
    assert view.selected == "red"
    for key, folded in (
        (Qt.Key.Key_Left, True), (Qt.Key.Key_Left, True), (Qt.Key.Key_Right, False), (Qt.Key.Key_Space, True),
        (Qt.Key.Key_Return, False),
    ):  # fmt: skip
        qtbot.keyClick(view.list, key)
        assert (view.model.row_of("red") < 0) is folded
        assert view.model.heading(view.list.currentIndex()) is not None
    view.tick(NOW + 1)
    assert view.model.heading(view.list.currentIndex()) is not None  # it does not jump back by itself


def test_letters_on_a_heading_are_no_orders(qtbot: QtBot, view: QueueView) -> None:
    asked: list[str] = []
    view.best_requested.connect(lambda incident, _place: asked.append(incident))
    view.step_requested.connect(lambda incident, _verb: asked.append(incident))
    view.incident_opened.connect(asked.append)
    view.list.setCurrentIndex(view.model.index(0))
    for key in (Qt.Key.Key_D, Qt.Key.Key_M, Qt.Key.Key_C):
        qtbot.keyClick(view.list, key)
    qtbot.mouseDClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=at(view.list, view.model.index(0)))
    assert asked == []
    assert not view.model.flags(view.model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_the_menu_says_how_it_stands_and_changes_it(view: QueueView) -> None:
    menu = view.arranging.menu_now()
    marked = [action.text().partition("\t")[0] for action in menu.actions() if action.isChecked()]
    assert marked == ["What hurts first", "Worker"]
    for action in menu.actions():
        if action.text().startswith("Deadline"):
            action.trigger()
    assert (view.model.sorting, view.model.grouping) == (Sorting.DEADLINE, Grouping.WORKER)
    assert view.arranging.text() == "Deadline"  # nobody may take the first row for the worst one
    menu.deleteLater()


def test_it_comes_back_as_it_was(qtbot: QtBot, look: Look, view: QueueView, picture: Picture) -> None:
    view.arrange(Sorting.NEWEST, Grouping.WORKER)
    view.show_shelf(Shelf.DESK)
    view.search.setText("red")
    view.model.fold([""], True)
    other = QueueView(look)
    qtbot.addWidget(other)
    other.restore(view.state())
    other.refresh(picture, RESET, NOW)
    assert other.state() == view.state()
    assert titles(other.model) == titles(view.model)
    with pytest.raises(ValueError, match="sideways"):
        other.restore({"sort": "sideways"})
