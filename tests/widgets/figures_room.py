"""Figures of the small city for the views that show them."""

from __future__ import annotations

from domain.casefilter import EVERYTHING, CaseFilter
from domain.casetable import CaseTable
from domain.day_figures import day_figures
from domain.period import DAY, Period, midnight
from domain.picture import Changes, Picture
from domain.usual import STEPS, Counted, Expected, PastDay, Usual, expected
from tests.domain.cases import NOON, filled, walked
from tests.domain.indicator_data import CATALOGUE
from tests.domain.small_city import COVER, SHANGHAI
from widgets.figures_now import FiguresNow

CLOSED = ("dispatch", "accept", "arrive", "report", "verify", "close")
TODAY = midnight(NOON, SHANGHAI.zone)
USUAL = Usual((1.0,) * 24, 0.5, {"hotline": 20.0, "camera": 4.0})


def a_morning() -> Picture:
    """Three open in the west, a late one in the east, one closed in time and one too late, one merged."""
    return filled(
        [
            walked("a"),
            walked("b", ("dispatch", "accept"), grid=3),
            walked("c", ("dispatch",), grid=2),
            walked("late", ("file",), received=NOON - 3 * 3600, category=COVER, grid=7),
            walked("done", CLOSED),
            walked("slow", CLOSED, received=NOON - 3 * 3600, category=COVER, grid=7, step=1500),
            walked("gone", ("merge",)),
        ]
    )


def table_of(picture: Picture) -> CaseTable:
    table = CaseTable(picture)
    table.refresh(Changes(reset=True))
    return table.catch_up_all()


def a_day(arrived: int, **figures: Counted) -> PastDay:
    """Yesterday with all its arrivals in its first step; two were open and one late all day."""
    first = (arrived, *(0,) * (STEPS - 1))
    return PastDay(TODAY - DAY, True, first, first, (2,) * STEPS, (1,) * STEPS, {"hotline": arrived}, figures)


def figures_now(
    picture: Picture | None = None,
    chosen: CaseFilter = EVERYTHING,
    language: str = "en",
    period: Period = Period.TODAY,
    past: tuple[PastDay, ...] = (),
    week: dict[str, Counted] | None = None,
    usual: Usual = USUAL,
    load: int | None = None,
) -> FiguresNow:
    picture = picture or a_morning()
    figures = day_figures(table_of(picture), CATALOGUE.indicators, chosen, period, NOON)
    known: Expected | None = expected(usual, past, True)
    return FiguresNow(picture, CATALOGUE, figures, chosen, language, known, past, week or {}, load, 0.0)
