"""Figures are what their formulas say, and every one equals the number of cases it opens."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

from domain.casefilter import CaseFilter
from domain.casetable import CaseTable
from domain.incident import Incident, Source, TimelineEntry
from domain.indicators import cases, measure, read_indicators
from domain.period import DAY, Period, Window, midnight
from domain.picture import Changes
from tests.domain.cases import NOON, any_cases, filled, walked
from tests.domain.indicator_data import CATALOGUE, TEXT
from tests.domain.small_city import BUILDING, COVER, MONDAY_NINE, SHANGHAI
from tests.seeking import tried

Case = tuple[Incident, list[TimelineEntry]]
CLOSED = ("dispatch", "accept", "arrive", "report", "verify", "close")
TODAY = Period.TODAY.window(NOON, SHANGHAI.zone)


def table_of(some: list[Case], now: float = NOON) -> CaseTable:
    table = CaseTable(filled(some, now))
    table.refresh(Changes(reset=True))
    return table.catch_up_all()


def test_the_known_check() -> None:
    """Due 972, closed 911, closed on time 737: closing rate 93.72 %, on-time 75.82 %."""
    closed = walked("x", CLOSED, received=MONDAY_NINE)
    late_open = walked("x", ("file",), received=NOON - 3 * 3600, category=COVER)  # two urgent hours: late by one
    tardy = msgspec.structs.replace(closed[0].deadline, due_at=MONDAY_NINE + 10)
    some: list[Case] = []
    for number in range(972):
        if number < 911:
            deadline = closed[0].deadline if number < 737 else tardy
            incident = msgspec.structs.replace(closed[0], id=f"i{number}", deadline=deadline)
            some.append((incident, closed[1]))
        else:
            some.append((msgspec.structs.replace(late_open[0], id=f"i{number}"), late_open[1]))
    some += [walked("in time and open"), walked("long ago", CLOSED, received=NOON - 4 * DAY)]
    table = table_of(some)
    closing = measure(CATALOGUE["closing"], table, TODAY)
    on_time = measure(CATALOGUE["on_time_closing"], table, TODAY)
    assert (closing.whole, closing.part, on_time.whole, on_time.part) == (972, 911, 972, 737)
    assert f"{closing.value:.2%} {on_time.value:.2%}" == "93.72% 75.82%"


def test_each_figure_by_hand() -> None:
    some = [
        walked("settled", (*CLOSED, "evaluate"), step=100, rating=4),
        walked("grumbled", (*CLOSED, "evaluate"), step=100, rating=2, grid=3),
        walked("twice", ("dispatch", "accept", "report", "rework", "accept", "report"), step=100),
        walked("returned", ("file", "dispatch", "accept", "return", "dispatch", "accept", "report"), step=100),
        walked("longer", ("file", "extend", "dispatch", "accept", "report"), step=100),
        walked("fresh"),
        walked("nothing", ("void",)),
        walked("gone", ("merge",)),
        walked("standing", ("file", "suspend"), received=NOON - 5 * DAY),
        walked("late", ("file",), received=NOON - 3 * 3600, category=COVER),
    ]
    table = table_of(some)
    said = {code: measure(CATALOGUE[code], table, TODAY) for code in (one.code for one in CATALOGUE.indicators)}

    def parts(code: str) -> tuple[int, int]:
        return said[code].part, said[code].whole

    assert parts("arrived") == (9, 9)  # the suspended one came days ago
    assert parts("open") == (6, 6)
    assert (said["late"].whole, said["late"].aside) == (1, 1)
    assert parts("filing") == (6, 8)  # fresh and void ones were not filed, the merged one is not asked about
    assert parts("handling") == (5, 6)
    assert parts("on_time_handling") == (5, 6)
    assert parts("closing") == (2, 3)
    assert parts("rework") == (1, 5)
    assert parts("extension") == (1, 6)
    assert parts("first_dispatch") == (4, 5)
    assert parts("satisfaction") == (1, 2)
    assert said["closing_time"].value == 600
    assert (said["stage_time:accepted"].value, said["stage_time:accepted"].whole) == (140, 5)
    assert said["stage_time:verified"].value == 100
    assert said["stage_time:suspended"].value is None


ON_THE_SPOT = ("self_handle", "verify", "close")


def test_what_was_settled_on_the_spot_makes_no_mean_time_shorter() -> None:
    spot = [walked(f"s{number}", ON_THE_SPOT, step=0, source=Source.WORKER, found_by="g1") for number in range(9)]
    closing, waiting = CATALOGUE["closing_time"], CATALOGUE["stage_time:reported"]
    for one in (closing, waiting):
        alone = measure(one, table_of(spot), TODAY)
        assert (alone.value, alone.whole, alone.aside) == (None, 0, 9)
        assert cases(one, table_of(spot), TODAY, "aside") == {f"s{number}" for number in range(9)}
    both = table_of([*spot, walked("long", CLOSED, step=100)])
    said = measure(closing, both, TODAY)
    assert (said.value, said.whole, said.aside) == (100 * len(CLOSED), 1, 9)
    assert cases(closing, both, TODAY) == {"long"}
    assert measure(CATALOGUE["closed"], both, TODAY).whole == 10  # closed they are


def test_what_the_check_sends_back_was_not_settled_on_the_spot() -> None:
    again = ("self_handle", "rework", "accept", "report", "close")
    table = table_of([walked("again", again, step=100, source=Source.WORKER, found_by="g1")])
    assert measure(CATALOGUE["closing_time"], table, TODAY).value == 500


def test_what_was_taken_back_does_not_count() -> None:
    incident, timeline = walked("a", ("dispatch",))
    taken = timeline[-1].command_id
    undo = TimelineEntry("a", 3, MONDAY_NINE + 90, "undo", "user:wang", "dispatched", "received", undoes=taken)
    back = msgspec.structs.replace(incident, version=3, stage="received", assignment=None)
    table = table_of([(back, [*timeline, undo])])
    assert measure(CATALOGUE["first_dispatch"], table, TODAY).whole == 0
    assert measure(CATALOGUE["arrived"], table, TODAY).whole == 1


def test_an_extension_takes_a_timeout_out_but_not_out_of_sight() -> None:
    way = ("file", "dispatch", "extend", "accept", "arrive", "report", "close")
    extended = walked("a", way, category=COVER, step=1500)  # closed after almost three hours of two
    table = table_of([extended])
    on_time = measure(CATALOGUE["on_time_closing"], table, TODAY)
    assert (on_time.part, on_time.whole, on_time.aside) == (1, 1, 1)
    assert cases(CATALOGUE["on_time_closing"], table, TODAY, "aside") == {"a"}


def test_a_past_day_is_seen_as_it_ended() -> None:
    yesterday = midnight(NOON, SHANGHAI.zone, -1)
    some = [walked("a", CLOSED, received=yesterday + 20 * 3600, step=3600, category=COVER)]  # closed today, late
    table = table_of(some)
    window = Window(yesterday, yesterday + DAY, yesterday + DAY)
    closing = measure(CATALOGUE["closing"], table, window)
    assert (closing.part, closing.whole) == (0, 1)
    assert measure(CATALOGUE["arrived"], table, window).whole == 1
    assert measure(CATALOGUE["closed"], table, TODAY).whole == 1


@tried(40)
@given(any_cases())
def test_a_figure_equals_the_cases_it_opens(some: list[Case]) -> None:
    table = table_of(some)
    for period in Period:
        window = period.window(NOON, SHANGHAI.zone)
        for one in CATALOGUE.indicators:
            said = measure(one, table, window)
            opened = {side: cases(one, table, window, side) for side in one.sides()}
            for side, behind in opened.items():
                assert said.count(side) == len(behind)
                assert table.chosen(CaseFilter(behind=one.behind(period, side)), NOON) == behind
            if "part" in opened:
                assert opened["part"] | opened["rest"] == opened["whole"]
                assert not opened["part"] & opened["rest"]


@tried(40)
@given(any_cases())
def test_the_streets_make_the_city(some: list[Case]) -> None:
    table = table_of(some)
    for one in CATALOGUE.indicators:
        whole = measure(one, table, TODAY)
        shares = [measure(one, table, TODAY, table.inside((code,))) for code in ("320302001", "320302002", "")]
        assert sum(share.whole for share in shares) == whole.whole
        assert sum(share.part for share in shares) == whole.part


def test_the_file_is_complete_in_both_languages() -> None:
    wanted = "arrived closed open late filing handling on_time_handling closing on_time_closing rework extension"
    codes = {one.code for one in CATALOGUE.indicators}
    assert {*wanted.split(), "first_dispatch", "satisfaction", "stage_time:dispatched"} <= codes
    for one in CATALOGUE.indicators:
        for name in (one.name, one.formula, one.note, one.short, *(one.side_name(side) for side in one.sides())):
            assert bool(name.zh) == bool(name.en), one.code


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("received_at < until", "recieved_at < until"), "indicator arrived.*recieved_at.*not known"),
        (('code = "closed"', 'code = "arrived"'), "two of them"),
        (('kind = "count"', 'kind = "guess"'), "kind"),
        (('kind = "count"', 'kind = "share"'), "needs a part"),
        (("whole = ", "hole = "), "hole"),
        (('["在办数", "Open"]', '["在办数"]'), "open: .*Chinese and English"),
        (("[[indicators]]", "[[indicators"), "indicators"),
    ],
)
def test_a_mistake_in_the_file_is_named(change: tuple[str, str], why: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(ValueError, match=why):
        read_indicators(TEXT.replace(*change, 1))


def test_buildings_take_long() -> None:
    table = table_of([walked("a", ("file",), received=NOON - 10 * DAY, category=BUILDING)])
    assert measure(CATALOGUE["late"], table, TODAY).whole == 0
