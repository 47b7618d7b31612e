"""Filters with a name: the ready-made ones choose what they say, a person's own ones are kept, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from desktop.kept_file import KeptFile
from desktop.ready_filters import READY_FILTERS, ready_filters
from desktop.remembering import FILTERS, SessionKeeper
from desktop.saved_filters import MOST, OwnFilter, OwnFilters, SavedFilters
from desktop.selection import Selection
from domain.casefilter import EVERYTHING, Behind, CaseFilter, Standing
from domain.casematch import matcher
from domain.casetable import CaseTable
from domain.category import Severity
from domain.incident import Incident, Source
from domain.names import Name
from domain.picture import Changes, Picture
from tests.domain.cases import NOON, filled, walked
from tests.domain.small_city import COVER

pytestmark = pytest.mark.usefixtures("qapp")

BACK = ("file", "dispatch", "decline")
DONE = ("file", "dispatch", "accept", "arrive", "report", "close")


@pytest.fixture
def picture() -> Picture:
    """One of each kind a ready-made filter looks for."""
    return filled(
        [
            walked("red", category=COVER, received=NOON - 60),
            walked("late", ("file",), received=NOON - 9 * 86400),
            walked("field", ("file", "dispatch", "accept")),
            walked("back", BACK),
            walked("done", DONE),
        ],
        NOON,
    )


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def filters(selection: Selection, picture: Picture) -> SavedFilters:
    return SavedFilters(selection, lambda: (picture, ""))


def chosen(picture: Picture, one: CaseFilter) -> set[str]:
    """What a filter chooses; told case by case and over all at once it must be the same."""
    table = CaseTable(picture)
    table.refresh(Changes(reset=True))
    matches = matcher(one, picture, NOON)
    by_case = {key for key, incident in picture.incidents.items() if matches(incident)}
    assert by_case == table.catch_up_all().chosen(one, NOON)
    return by_case


def test_ready_made_ones_choose_what_they_say(picture: Picture) -> None:
    found = {one.code: chosen(picture, made) for one, made in ready_filters(picture, "")}
    incidents = picture.incidents

    def those(holds: object) -> set[str]:
        return {key for key, one in incidents.items() if holds(one)}  # type: ignore[operator]

    def is_open(one: Incident) -> bool:
        return picture.is_open(one)

    assert found["late"] == {"late"}
    assert found["unassigned"] == those(lambda one: is_open(one) and not one.worker) >= {"red", "late", "back"}
    assert found["severe"] == those(
        lambda one: one.severity <= Severity.ORANGE and picture.stages[one.stage].waits_for == "desk"
    )
    assert "red" in found["severe"]
    assert found["back"] == {"back"}
    assert found["fresh"] == {"red"}
    assert "mine" not in found  # who is responsible for the whole city has no area of his own


def test_my_area_is_there_for_whom_it_makes_sense(picture: Picture) -> None:
    street = picture.tree.ancestor(picture.incidents["red"].region, next(iter(picture.tree)).level)
    assert street is not None
    made = {one.code: made for one, made in ready_filters(picture, street.code)}
    assert made["mine"] == CaseFilter(regions=(street.code,), standings=(Standing.OPEN,))
    assert {one.code for one, _ in ready_filters(picture, "nowhere")} == {one.code for one in READY_FILTERS} - {"mine"}


def test_chosen_by_code_and_place_and_let_go_again(filters: SavedFilters, selection: Selection) -> None:
    first = filters.listed()[0]
    filters.choose(first.code)
    assert selection.filter == first.filter
    assert filters.listed()[0].chosen
    filters.choose(first.code)
    assert selection.filter == EVERYTHING
    filters.choose_at(1)
    assert selection.filter == filters.listed()[1].filter
    filters.choose_at(99)
    assert selection.filter == filters.listed()[1].filter


def test_saved_overwritten_renamed_deleted_and_brought_back(filters: SavedFilters, selection: Selection) -> None:
    told: list[OwnFilters] = []
    filters.own_changed.connect(lambda: told.append(filters.own()))
    hotline, police = CaseFilter(sources=(Source.HOTLINE,)), CaseFilter(sources=(Source.POLICE,))
    assert filters.save_as("  Hotline ", hotline)
    assert selection.filter == hotline
    assert [(one.name, one.chosen) for one in told[-1].own] == [("Hotline", hotline)]
    selection.choose(police)
    assert filters.changed_one == "Hotline"
    assert filters.save_as("Hotline", police)
    assert [(one.name, one.chosen) for one in told[-1].own] == [("Hotline", police)]
    assert filters.changed_one == ""
    code = filters.named("Hotline")
    filters.rename(code, "110")
    filters.save_as("Other", hotline)
    filters.rename(code, "Other")  # the name is taken
    filters.rename(code, "  ")
    assert [one.name for one in filters.own().own] == ["110", "Other"]
    filters.delete(code)
    assert [one.name for one in filters.own().own] == ["Other"]
    filters.undelete()
    filters.undelete()
    assert {one.name for one in filters.own().own} == {"110", "Other"}


def test_nothing_is_saved_without_a_name_a_choice_or_room(filters: SavedFilters) -> None:
    hotline = CaseFilter(sources=(Source.HOTLINE,))
    assert not filters.save_as(" ", hotline)
    assert not filters.save_as("Everything", EVERYTHING)
    for number in range(MOST):
        assert filters.save_as(str(number), hotline)
    assert not filters.save_as("one more", hotline)
    assert filters.save_as("0", hotline.also(words="x"))  # over one that is there
    assert len(filters.own().own) == MOST


def test_before_there_is_a_city_there_is_nothing_to_choose(selection: Selection) -> None:
    filters = SavedFilters(selection, lambda: None)
    assert filters.listed() == []
    assert filters.name_at(0) == ""
    filters.choose_at(0)
    assert selection.filter == EVERYTHING


def test_a_selection_comes_back(selection: Selection) -> None:
    other = Selection()
    for one in (EVERYTHING, CaseFilter(words="井盖", severities=(Severity.RED,))):
        selection.choose(one)
        other.restore(selection.state())
        assert other.filter == one
    with pytest.raises(ValueError, match="not a filter"):
        other.restore({"filter": "{"})


# --- on the disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def keepers(qapp: QApplication) -> Iterator[list[SessionKeeper]]:
    opened: list[SessionKeeper] = []
    yield opened
    for keeper in opened:
        keeper.close()


def own(*names: str) -> OwnFilters:
    behind = Behind("late", "late", Name("超时", "late"))
    return OwnFilters(tuple(OwnFilter(name, name, CaseFilter(behind=behind, words=name)) for name in names))


def test_two_desks_of_a_person_share_them(keepers: list[SessionKeeper], tmp_path: Path) -> None:
    first, second = SessionKeeper(tmp_path), SessionKeeper(tmp_path)
    keepers += [first, second]
    first.keep_filters(own("A", "B"))
    first.close()
    second.keep_filters(own("C"))
    second.close()
    again = SessionKeeper(tmp_path)
    keepers.append(again)
    assert again.filters == own("A", "B", "C")
    again.keep_filters(own("A", "C"))
    again.close()
    assert KeptFile(tmp_path / FILTERS, OwnFilters).read() == own("A", "C")


@pytest.mark.parametrize("condition", ["late and", "__import__('os')", "colour == 3"])
def test_a_condition_nobody_can_count_is_set_aside_and_said(
    keepers: list[SessionKeeper], tmp_path: Path, condition: str
) -> None:
    content = msgspec.json.encode(own("A")).replace(
        b'"condition":"late"', msgspec.json.encode({"condition": condition})[1:-1]
    )
    (tmp_path / FILTERS).write_bytes(content)
    keepers.append(SessionKeeper(tmp_path))
    assert keepers[0].filters == OwnFilters()
    assert [one.read_bytes() for one in tmp_path.glob("filters.damaged-*.json")] == [content]
