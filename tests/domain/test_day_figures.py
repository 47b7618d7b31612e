"""The day in charts: sums of parts are wholes, and what is chosen in one chart narrows the others, never itself."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.casefilter import EVERYTHING, CaseFilter, Standing
from domain.casetable import CaseTable
from domain.category import Severity
from domain.day_figures import HEAVIEST, DayFigures, bar_chosen, carried, day_figures, hour_chosen
from domain.incident import Incident, Source, TimelineEntry
from domain.period import HOUR, Period
from domain.picture import Changes
from tests.domain.cases import NOON, any_cases, filled, walked
from tests.domain.indicator_data import CATALOGUE
from tests.domain.small_city import COVER, MONDAY_NINE
from tests.seeking import tried

Case = tuple[Incident, list[TimelineEntry]]
CLOSED = ("dispatch", "accept", "arrive", "report", "verify", "close")
choices = st.sampled_from(
    [
        EVERYTHING,
        CaseFilter(regions=("320302001",)),
        CaseFilter(severities=(Severity.RED, Severity.YELLOW)),
        CaseFilter(groups=("市容环境",), sources=(Source.HOTLINE,)),
        CaseFilter(standings=(Standing.LATE, Standing.CLOSED)),
    ]
)


def table_of(some: list[Case]) -> CaseTable:
    table = CaseTable(filled(some))
    table.refresh(Changes(reset=True))
    return table.catch_up_all()


def counted(table: CaseTable, chosen: CaseFilter = EVERYTHING) -> DayFigures:
    return day_figures(table, CATALOGUE.indicators, chosen, Period.TODAY, NOON)


@pytest.fixture
def table() -> CaseTable:
    late = walked("late", ("file",), received=NOON - 3 * HOUR, category=COVER, grid=7)
    slow = walked("slow", CLOSED, received=NOON - 3 * HOUR, category=COVER, grid=7, step=1500)
    return table_of(
        [
            walked("a"),
            walked("b", ("dispatch", "accept"), grid=3, source=Source.CAMERA),
            walked("c", ("dispatch",), grid=2),
            walked("done", CLOSED),
            walked("gone", ("merge",)),
            late,
            slow,
        ]
    )


def test_by_hour_kind_source_street_and_stage(table: CaseTable) -> None:
    figures = counted(table)
    assert (figures.arrived[9], sum(figures.arrived), figures.hour) == (7, 7, 12)
    assert (figures.closed[9], figures.closed[11], sum(figures.closed), sum(figures.on_time)) == (1, 1, 2, 1)
    assert [(bar.key, bar.count, bar.bad) for bar in figures.groups] == [("市容环境", 3, 0), ("公用设施", 1, 1)]
    assert [(bar.key, bar.count, bar.bad) for bar in figures.streets] == [("320302001", 3, 0), ("320302002", 1, 1)]
    assert [(bar.key, bar.count) for bar in figures.sources] == [("hotline", 6), ("camera", 1)]
    assert {bar.key: bar.count for bar in figures.stages if bar.count} == {
        "received": 1,
        "filed": 1,
        "dispatched": 1,
        "accepted": 1,
    }
    assert (figures.load.people[:3], figures.load.cases[:3], figures.load.most) == ((14, 0, 1), (0, 0, 2), 2)
    assert not figures.drilled


def test_certain_cases_are_counted_open_or_not(table: CaseTable) -> None:
    late_closings = CaseFilter(behind=CATALOGUE["on_time_closing"].behind(Period.TODAY, "rest"))
    figures = counted(table, late_closings)
    assert figures.drilled
    assert [(bar.key, bar.count, bar.bad) for bar in figures.streets] == [("320302002", 2, 2)]
    assert [(bar.key, bar.count) for bar in figures.sources] == [("hotline", 2)]


def test_a_chart_does_not_narrow_itself(table: CaseTable) -> None:
    whole = counted(table)
    street = counted(table, CaseFilter(regions=("320302002",)))
    assert street.streets == whole.streets
    assert [bar.count for bar in street.groups] == [1]
    assert sum(street.arrived) == 2
    nine = CaseFilter(arrived=(MONDAY_NINE, MONDAY_NINE + HOUR), groups=("公用设施",))
    assert counted(table, nine).groups == whole.groups
    assert sum(counted(table, nine).arrived) == 2
    behind = CaseFilter(behind=CATALOGUE["closing"].behind(Period.TODAY))
    assert counted(table, behind).readings == whole.readings


def test_who_holds_much_is_never_told_but_what_they_hold_can_be_seen(table: CaseTable) -> None:
    chosen = carried(table, EVERYTHING, 2, NOON)
    assert table.chosen(chosen, NOON) == {"b", "c"}
    assert counted(table, chosen).load == counted(table).load
    assert "g1" not in repr(msgspec.to_builtins(counted(table)))


@tried(40)
@given(any_cases(), choices)
def test_every_bar_equals_the_cases_it_opens(some: list[Case], chosen: CaseFilter) -> None:
    table = table_of(some)
    figures = counted(table, chosen)
    for hour in range(24):
        for counts, closed in ((figures.arrived, False), (figures.closed, True)):
            touched = hour_chosen(figures, chosen, hour, closed)
            assert counts[hour] == len(table.chosen(touched, NOON))
            assert hour_chosen(figures, touched, hour, closed) == chosen
    for bars, part in ((figures.groups, "groups"), (figures.streets, "regions"), (figures.sources, "sources")):
        for bar in bars:
            key = Source(bar.key) if part == "sources" else bar.key
            touched = bar_chosen(figures, chosen.without(part), part, key)
            assert bar.count == len(table.chosen(touched, NOON)) >= bar.bad
            let_go = bar_chosen(figures, touched, part, key)  # while another bar of open cases is chosen: open ones
            assert let_go.without("standings") == chosen.without(part, "standings")
    for bar in figures.stages:
        assert bar.count == len(table.chosen(bar_chosen(figures, chosen, "stages", bar.key), NOON))


@tried(40)
@given(any_cases(), choices)
def test_parts_add_up(some: list[Case], chosen: CaseFilter) -> None:
    table = table_of(some)
    figures = counted(table, chosen)
    assert sum(bar.count for bar in figures.groups) == sum(
        bar.count for bar in figures.streets if not chosen.regions
    ) or (chosen.regions or chosen.groups)
    load = figures.load
    assert load.count == sum(worker.on_duty for worker in table.picture.roster) or chosen.regions
    for held in range(1, HEAVIEST + 1):
        assert len(table.chosen(carried(table, chosen, held, NOON), NOON)) == load.cases[held] or not load.people[held]
        assert load.cases[held] == held * load.people[held] or held == HEAVIEST


def test_nothing_at_all() -> None:
    figures = counted(table_of([]))
    assert (sum(figures.arrived), figures.groups, figures.load.mean, figures.complete) == (0, (), 0.0, True)
    assert all(reading.value in (None, 0) for reading in figures.readings.values())
