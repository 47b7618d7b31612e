"""Putting aside loses nothing: what is aside comes back, what is settled goes, and the worst severity always stands."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.category import Severity
from domain.incident import Incident, TimelineEntry
from domain.messages import IncidentChanged
from domain.notice_shelf import FLOOD_SHELF, NoticeShelf, ShelfState, bundled, key_of
from domain.notices import Notice, NoticeKind
from domain.picture import Picture
from tests.domain.cases import NOON as NOW
from tests.domain.cases import filled, walked
from tests.domain.small_city import COVER


def room() -> Picture:
    """A red one nobody has touched, one a worker has, one filed long ago, one reported back."""
    return filled(
        [
            walked("red", category=COVER, grid=3),
            walked("field", ("file", "dispatch", "accept"), grid=1),
            walked("late", ("file",), grid=5),
            walked("reported", ("file", "dispatch", "accept", "arrive", "report"), grid=2),
        ],
        NOW,
    )


def change(picture: Picture, incident: Incident) -> None:
    entry = TimelineEntry(incident.id, incident.version, NOW, "note", "user:x")
    picture.apply(IncidentChanged(picture.seq + 1, incident, entry))


def notice(incident: str, severity: Severity, kind: NoticeKind = NoticeKind.LATE, at: float = NOW) -> Notice:
    return Notice(kind, incident, severity, at)


def ids(notices: list[Notice]) -> list[str]:
    return [one.incident for one in notices]


RED, LATE, FIELD = notice("red", Severity.RED), notice("late", Severity.YELLOW), notice("field", Severity.YELLOW)


def test_what_is_put_aside_comes_back_when_its_time_is_over() -> None:
    picture, shelf = room(), NoticeShelf()
    everything = [RED, LATE, FIELD]
    shelf.put([LATE], picture, NOW + 300)
    assert ids(shelf.open(everything, picture)) == ["red", "field"]
    assert [(one.notice, one.until, one.by_flood) for one in shelf.held()] == [(LATE, NOW + 300, False)]
    assert shelf.due(NOW + 299) == []
    assert shelf.due(NOW + 300) == [LATE]
    assert shelf.open(everything, picture) == everything
    assert shelf.due(NOW + 301) == []


def test_the_worst_severity_is_never_put_aside_also_when_it_becomes_so() -> None:
    picture, shelf = room(), NoticeShelf()
    shelf.put([RED, LATE], picture, NOW + 300)
    assert ids(shelf.open([RED, LATE], picture)) == ["red"]
    worse = msgspec.structs.replace(picture.incidents["late"], severity=Severity.RED, version=9)
    change(picture, worse)
    assert ids(shelf.open([RED, LATE], picture)) == ["red", "late"]
    assert shelf.held() == []


def test_what_somebody_has_settled_is_forgotten() -> None:
    picture, shelf = room(), NoticeShelf()
    shelf.put([LATE, FIELD], picture, NOW + 300)
    assert ids(shelf.open([FIELD], picture)) == []
    assert [one.notice for one in shelf.held()] == [FIELD]
    assert shelf.due(NOW + 301) == [FIELD]


def test_a_flood_puts_the_lesser_ones_aside_once_and_none_that_somebody_took_back() -> None:
    picture, shelf = room(), NoticeShelf()
    orange = notice("reported", Severity.ORANGE)
    everything = [RED, orange, LATE, FIELD]
    shelf.relieve(everything, picture, NOW)
    assert ids(shelf.open(everything, picture)) == ["red", "reported"]
    assert all(one.by_flood and one.until == NOW + FLOOD_SHELF for one in shelf.held())
    shelf.take_back([key_of(LATE)])
    shelf.relieve(everything, picture, NOW + 1)
    assert ids(shelf.open(everything, picture)) == ["red", "reported", "late"]
    assert shelf.due(NOW + FLOOD_SHELF) == [FIELD]
    shelf.relieve(everything, picture, NOW + FLOOD_SHELF)  # the flood goes on: it has been aside long enough
    assert shelf.open(everything, picture) == everything


def after_a_restart(shelf: NoticeShelf, picture: Picture) -> NoticeShelf:
    """Another desk's shelf with what this one remembers, through the file it is kept in."""
    fresh = NoticeShelf()
    fresh.resume(msgspec.json.decode(msgspec.json.encode(shelf.state(picture)), type=ShelfState))
    return fresh


def test_what_is_aside_is_so_after_a_restart_until_its_time_is_over() -> None:
    picture, shelf = room(), NoticeShelf()
    everything = [RED, LATE, FIELD]
    shelf.put([LATE], picture, NOW + 300)
    shelf.relieve(everything, picture, NOW)
    again = after_a_restart(shelf, picture)
    assert ids(again.open(everything, picture)) == ["red"]
    assert [(one.notice, one.until, one.by_flood) for one in again.held()] == [
        (LATE, NOW + 300, False), (FIELD, NOW + FLOOD_SHELF, True),
    ]  # fmt: skip
    assert again.due(NOW + 300) == [LATE]
    once_more = after_a_restart(again, picture)
    once_more.relieve(everything, picture, NOW + 301)
    assert ids(once_more.open(everything, picture)) == ["red", "late"]  # it has been aside long enough


def test_what_changed_while_the_desk_was_closed_stands_again() -> None:
    picture, shelf = room(), NoticeShelf()
    shelf.put([LATE, FIELD], picture, NOW + 300)
    change(picture, msgspec.structs.replace(picture.incidents["late"], version=7))  # while it was open: it stays aside
    assert ids(shelf.open([LATE, FIELD], picture)) == []
    again = after_a_restart(shelf, picture)
    assert ids(again.open([LATE, FIELD], picture)) == []
    change(picture, msgspec.structs.replace(picture.incidents["late"], version=8))
    assert ids(again.open([LATE, FIELD], picture)) == ["late"]
    again.put([LATE], picture, NOW + 300)  # by hand, since: no change brings it back
    change(picture, msgspec.structs.replace(picture.incidents["late"], version=9))
    assert ids(again.open([LATE, FIELD], picture)) == []


def test_the_worst_severity_stands_after_a_restart_too() -> None:
    picture, shelf = room(), NoticeShelf()
    shelf.put([LATE], picture, NOW + 300)
    again = after_a_restart(shelf, picture)
    change(picture, msgspec.structs.replace(picture.incidents["late"], severity=Severity.RED))
    assert ids(again.open([RED, LATE], picture)) == ["red", "late"]


def alike(picture: Picture) -> list[Notice]:
    """Three about one category in one street, one of another kind, one elsewhere, and two red ones."""
    for number, (id, grid) in enumerate((("a", 1), ("b", 2), ("c", 3), ("far", 8))):
        change(picture, msgspec.structs.replace(walked(id, grid=grid)[0], version=number + 5))
    return [
        notice("a", Severity.YELLOW, at=NOW), notice("red", Severity.RED, at=NOW - 1),
        notice("b", Severity.ORANGE, at=NOW - 2), notice("c", Severity.YELLOW, at=NOW - 3),
        notice("a", Severity.YELLOW, NoticeKind.PRESSED, NOW - 4), notice("far", Severity.YELLOW, at=NOW - 5),
        notice("late", Severity.RED, at=NOW - 6),
    ]  # fmt: skip


def test_alike_ones_are_told_as_one_the_worst_first() -> None:
    picture = room()
    notices = alike(picture)
    told = bundled(notices, picture, merge=True)
    assert [ids(list(bundle.notices)) for bundle in told] == [
        ["red"], ["late"], ["a", "b", "c"], ["a"], ["far"]
    ]  # fmt: skip
    assert told[2].severity is Severity.ORANGE
    assert told[2].first == notices[0]
    key = told[2].key
    joined = bundled([notice("field", Severity.YELLOW, at=NOW + 1), *notices], picture, merge=True)
    assert key in [bundle.key for bundle in joined]  # it stays the same one while others join it
    alone = bundled(notices, picture, merge=False)
    assert [ids(list(one.notices)) for one in alone] == [[n.incident] for n in notices]
    again = notice("red", Severity.RED, at=NOW + 9)  # told twice of one incident
    assert bundled([again, *notices], picture, merge=True)[0].notices == (again,)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["red", "late", "field", "reported"]), st.sampled_from(list(NoticeKind)),
            st.sampled_from(list(Severity)), st.sampled_from(["put", "back", "relieve", "due", "none"]),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_every_notice_is_either_told_or_aside(steps: list[tuple[str, NoticeKind, Severity, str]]) -> None:
    picture, shelf = room(), NoticeShelf()
    unsettled: dict[object, Notice] = {}
    now = NOW
    for incident, kind, severity, what in steps:
        one = notice(incident, severity, kind, now)
        unsettled[key_of(one)] = one
        everything = list(unsettled.values())
        if what == "put":
            shelf.put([one], picture, now + 300)
        elif what == "back":
            shelf.take_back([key_of(one)])
        elif what == "relieve":
            shelf.relieve(everything, picture, now)
        elif what == "due":
            shelf.due(now)
        told = shelf.open(everything, picture)
        aside = [held.notice for held in shelf.held()]
        assert {key_of(x) for x in told} | {key_of(x) for x in aside} == unsettled.keys()
        assert {key_of(x) for x in told} & {key_of(x) for x in aside} == set()
        merged = bundled(told, picture, merge=True)
        assert {key_of(x) for bundle in merged for x in bundle.notices} == {key_of(x) for x in told}
        now += 120
    shelf.due(now + FLOOD_SHELF + 300)
    assert len(shelf.open(list(unsettled.values()), picture)) == len(unsettled)
