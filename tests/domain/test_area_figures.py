"""Figures of areas: each is what an honest walk through the cases of the area finds."""

from __future__ import annotations

from math import inf, isnan
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.area_figures import MOST_ABNORMAL, MOST_USUAL, NO_DATA, AreaFigure, Areas, read_area_figures
from domain.burden import Burdens
from domain.casetable import CaseTable
from domain.category import Severity
from domain.incident import Incident
from domain.indicators import measure, read_indicators
from domain.messages import Clock, Snapshot
from domain.period import Period
from domain.picture import Changes, Picture
from domain.region import Level
from domain.worker import WorkerState
from tests.domain.small_city import GRIDS, MONDAY_NINE, new_incident, picture_with_everybody

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
INDICATORS = read_indicators((RESOURCES / "indicators.toml").read_bytes())
SHIPPED = (RESOURCES / "area_figures.toml").read_text("utf-8")
FIGURES = read_area_figures(SHIPPED, INDICATORS)
NOW = MONDAY_NINE + 1800
DEADLINE = new_incident().deadline
HOUSEHOLDS = 500
WEIGHTS = {Severity.RED: 8, Severity.ORANGE: 4, Severity.YELLOW: 2, Severity.BLUE: 1}

figures = pytest.mark.parametrize("figure", FIGURES.figures, ids=lambda figure: figure.code)
incidents = st.lists(
    st.builds(
        lambda grid, stage, severity, due: msgspec.structs.replace(
            new_incident("i", grid),
            stage=stage,
            severity=severity,
            region=GRIDS[grid - 1] if grid < 8 else "",
            deadline=msgspec.structs.replace(DEADLINE, due_at=due),
            closed_at=MONDAY_NINE + 600 if stage == "closed" else None,
        ),
        st.integers(1, 8),
        st.sampled_from(["received", "filed", "closed"]),
        st.sampled_from(list(Severity)),
        st.integers(0, 60).map(lambda minutes: MONDAY_NINE + 60.0 * minutes),
    ),
    max_size=12,
)
states = st.lists(st.sampled_from(list(WorkerState)), min_size=15, max_size=15)


def picture_of(cases: list[Incident], states: list[WorkerState]) -> Picture:
    plain = picture_with_everybody(MONDAY_NINE)
    workers = [msgspec.structs.replace(one, state=state) for one, state in zip(plain.roster, states, strict=True)]
    city = plain.city
    regions = [msgspec.structs.replace(one, households=HOUSEHOLDS) for one in city.geography.regions]
    geography = msgspec.structs.replace(city.geography, regions=regions)
    picture = Picture(msgspec.structs.replace(city, geography=geography, workers=workers))
    numbered = [msgspec.structs.replace(one, id=f"i{number}") for number, one in enumerate(cases)]
    picture.apply(Snapshot("e", 1, Clock(NOW), numbered, {}, workers))
    return picture


def counted(code: str, picture: Picture) -> tuple[Areas, np.ndarray, CaseTable]:
    table, burdens, areas = CaseTable(picture), Burdens(), Areas(picture.tree)
    table.refresh(Changes(reset=True))
    burdens.refresh(picture, Changes(reset=True), NOW)
    return areas, areas.values(FIGURES[code], table.catch_up_all(), burdens, NOW), table


def inside(picture: Picture, region: str) -> list[Incident]:
    return [one for one in picture.incidents.values() if one.region and picture.tree.within(one.region, region)]


def on_duty(picture: Picture, region: str) -> int:
    tree = picture.tree
    return sum(one.on_duty and any(tree.within(own, region) for own in one.regions) for one in picture.roster)


def late(one: Incident) -> bool:
    return one.stage != "closed" and one.deadline.due_at < NOW


@given(incidents, states)
def test_every_figure_is_what_a_walk_through_the_area_finds(cases: list[Incident], states: list[WorkerState]) -> None:
    picture = picture_of(cases, states)
    found = {code: counted(code, picture)[1] for code in ("open", "overdue", "burden", "staffing", "risk")}
    roots = [on_duty(picture, region.code) for region in picture.tree if not region.parent]
    of_city = sum(roots) / 8
    for row, region in enumerate(picture.tree):
        held = [one for one in inside(picture, region.code) if one.stage != "closed"]
        people, grids = on_duty(picture, region.code), len(picture.tree.grids_under(region.code))
        assert found["open"][row] == len(held)
        assert found["overdue"][row] == sum(late(one) for one in held)
        expected = len(held) / people if people else inf if held else 0
        assert found["burden"][row] == pytest.approx(expected)
        if of_city:
            assert found["staffing"][row] == pytest.approx(people / grids / of_city)
        else:
            assert isnan(found["staffing"][row])
        weight = sum(WEIGHTS[one.severity] * (2 if late(one) else 1) for one in held)
        assert found["risk"][row] == pytest.approx(weight / HOUSEHOLDS * 1000)


@given(incidents)
def test_a_rate_of_an_area_is_the_indicator_over_the_cases_of_that_area(cases: list[Incident]) -> None:
    picture = picture_of(cases, [WorkerState.FREE] * 15)
    _, values, table = counted("on_time", picture)
    window = Period.TODAY.window(NOW, table.zone)
    for row, region in enumerate(picture.tree):
        reading = measure(INDICATORS["on_time_closing"], table, window, table.inside((region.code,)))
        if reading.value is None:
            assert isnan(values[row])
        else:
            assert values[row] == pytest.approx(reading.value)


@figures
@given(value=st.floats(0, 1000) | st.just(inf))
def test_a_value_lies_in_the_range_of_its_class_and_in_no_other(figure: AreaFigure, value: float) -> None:
    for level in Level:
        number = int(figure.class_of(np.array([value]), level)[0])
        holds = [low <= value < high or (value == high == inf) for low, high in figure.ranges(level)]
        assert holds.index(True) == number
        assert sum(holds) == 1


@figures
def test_no_data_is_a_class_of_its_own(figure: AreaFigure) -> None:
    assert figure.class_of(np.array([np.nan]), Level.GRID).tolist() == [NO_DATA]
    assert figure.text(np.nan, "en") == ""


@figures
@pytest.mark.parametrize("level", list(Level))
def test_classes_can_be_told_apart_and_the_worst_are_the_abnormal_ones(figure: AreaFigure, level: Level) -> None:
    told = [figure.badness(number, level) for number in range(len(figure.ranges(level)))]
    usual = [place for strong, place, _ in told if not strong]
    abnormal = [place for strong, place, _ in told if strong]
    assert 1 <= len(usual) <= MOST_USUAL
    assert len(abnormal) <= MOST_ABNORMAL
    assert sorted(usual) == list(range(len(usual)))
    assert sorted(abnormal) == list(range(len(abnormal)))
    best_first = sorted(told)
    assert told == (best_first if figure.good == "low" else best_first[::-1])


def test_values_are_written_with_their_unit() -> None:
    assert FIGURES["open"].text(12.0, "zh") == "12 件"
    assert FIGURES["on_time"].text(0.934, "en") == "93 %"
    assert FIGURES["burden"].text(2.25, "en") == "2.25 a person"
    assert FIGURES["burden"].text(inf, "zh") == "有事无人在岗"


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('code = "overdue"', 'code = "open"', "one code"),
        ('indicator = "late"', 'indicator = "latest"', "latest"),
        ('indicator = "late"', 'indicator = "closing_time"', "closing_time"),
        ('indicator = "late"', "", "give one of"),
        ('[[1, "open"]]', '[[1, "opened"]]', "opened"),
        ("all = [0.25, 0.5, 1, 2, 4]", "all = [0.25, 0.5, 2, 1]", "breaks rise"),
        ("all = [0.25, 0.5, 1, 2, 4]", "all = [0.25, 0.5, 1, 2, 4, 8, 16, 32]", "usual"),
        ("all = [0.25, 0.5, 1, 2, 4]", "village = [0.25, 0.5, 1]", "village"),
        ("breaks = { all = [0.25, 0.5, 1, 2, 4] }", "breaks = {}", "breaks are needed"),
        ('unit = ["分/千户", "per 1,000 households"]', 'unit = ["分/千户", ""]', "English"),
        ('form = "decimal"', 'form = "roman"', "roman"),
    ],
)
def test_a_mistake_is_named_with_its_place(wrong: str, right: str, said: str) -> None:
    assert wrong in SHIPPED
    with pytest.raises(ValueError, match=said):
        read_area_figures(SHIPPED.replace(wrong, right, 1), INDICATORS)
