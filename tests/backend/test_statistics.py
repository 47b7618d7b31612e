"""How past days went, asked for through the door of the desks."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from backend import statistics
from domain.incident import Incident, Source
from domain.messages import Accepted, History, Ping, Pong, Statistics
from domain.orders import Order, Report
from domain.period import DAY, midnight
from domain.usual import STEP, STEPS, Counted
from tests.backend.clocks import Hands
from tests.backend.desk_room import RESIDENT
from tests.backend.standing import Standing, standing
from tests.domain.small_city import COVER, MONDAY_NINE, RUBBISH, SHANGHAI, middle_of

pytestmark = pytest.mark.asyncio
TUESDAY = midnight(MONDAY_NINE, SHANGHAI.zone, 1)


async def report(backend: Standing, code: str = RUBBISH.code, source: Source = Source.HOTLINE) -> Incident:
    lon, lat = middle_of(1)
    told = Report(source, "门口有东西", lon, lat, backend.office.clock.now(), category=code)
    return await backend.office.report(told, RESIDENT)


async def void(backend: Standing, incident: Incident) -> None:
    desk = await backend.desk()
    await desk.say(Order(f"void-{incident.id}", incident.id, incident.version, "void", reason="又一次"))
    assert isinstance(await desk.hear_a(Accepted), Accepted)
    await desk.leave()


def move_to(hands: Hands, at: float) -> None:
    hands.pass_by(at - hands.wall())


async def ask(backend: Standing, days: int = 7, week: bool = False) -> History:
    desk = await backend.desk()
    await desk.say(Statistics(days, week))
    history = await desk.hear_a(History)
    assert isinstance(history, History)
    await desk.leave()
    return history


async def test_a_day_that_is_over_as_it_was(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend:
        await report(backend)
        assert await ask(backend) == History(backend.office.clock.now(), MONDAY_NINE)  # nothing is over yet
        move_to(hands, TUESDAY + 9 * 3600)
        gone = await report(backend, COVER.code)
        await report(backend, COVER.code, Source.CAMERA)
        move_to(hands, TUESDAY + 10 * 3600)
        await void(backend, gone)
        move_to(hands, TUESDAY + DAY + 8 * 3600)
        await report(backend)
        history = await ask(backend, week=True)
        (day,) = history.days  # the journal began in the middle of Monday
        assert (day.start, day.worked, len(day.arrived), sum(day.arrived)) == (TUESDAY, True, STEPS, 2)
        assert day.sources == {"hotline": 1, "camera": 1}
        nine = round(9 * 3600 / STEP)
        assert day.arrived[nine] == 2
        assert (day.open[nine - 1], day.open[nine], day.open[nine + 6]) == (1, 3, 2)
        assert (day.late[nine + 11], day.late[nine + 12]) == (1, 2)  # the cover after two hours
        assert sum(day.closed) == 0  # void is not settled
        assert day.figures["arrived"] == Counted(2, 2, 2)
        assert day.figures["on_time_closing"] == Counted(0.0, 0, 2)
        assert "open" not in day.figures
        assert history.week["arrived"] == Counted(4, 4, 4)


async def test_a_day_is_counted_once_and_the_week_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands, tables = Hands(), []
    count = statistics.Statistics._table
    monkeypatch.setattr(statistics.Statistics, "_table", lambda self, since: tables.append(since) or count(self, since))
    async with standing(tmp_path, hands=hands) as backend:
        await report(backend)
        move_to(hands, TUESDAY + 2 * DAY + 60)
        assert len((await ask(backend)).days) == 2
        assert [day.start for day in (await ask(backend, 1)).days] == [TUESDAY + DAY]
        assert tables == [TUESDAY]
        assert (await ask(backend)).week == {}
        first = (await ask(backend, week=True)).week
        assert (await ask(backend, week=True)).week == first
        assert len(tables) == 2
        hands.pass_by(statistics.WEEK_EVERY + 1)
        await report(backend)
        assert (await ask(backend, week=True)).week["arrived"].whole == first["arrived"].whole + 1
        move_to(hands, TUESDAY + 3 * DAY + 60)
        assert len((await ask(backend)).days) == 3
        assert tables[-1] == TUESDAY + 2 * DAY  # only the day that is new is read


@pytest.mark.logs("not_durable.*past days not counted")
async def test_a_database_that_cannot_be_read_costs_no_desk_its_link(tmp_path: Path) -> None:
    hands = Hands()
    async with standing(tmp_path, hands=hands) as backend:
        move_to(hands, TUESDAY + 2 * DAY)
        with backend.office.store._writer.begin() as connection:
            connection.execute(text("ALTER TABLE incident RENAME TO elsewhere"))
        desk = await backend.desk()
        await desk.say(Statistics())
        while not backend.gateway.questions.reading:
            await desk.say(Ping(0.0))
            await desk.hear_a(Pong)
        while backend.gateway.questions.reading:
            await desk.say(Ping(1.0))
            await desk.hear_a(Pong)
        await desk.leave()
        with backend.office.store._writer.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO incident"))
