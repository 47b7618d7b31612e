"""The simulated city at work: walks, fixes, answers, findings and calls, each said through its own public address."""

from __future__ import annotations

import asyncio
import heapq
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import structlog

from backend.cityprofile import Behaviour, Rhythm
from backend.field_messages import Fleet
from backend.simulator.arrivals import Arrival, Arrivals
from backend.simulator.camera import picture
from backend.simulator.city_time import CityTime
from backend.simulator.crew import Crew, Saying
from backend.simulator.link import POLL, Away, Link, No, until_back
from backend.simulator.people import People
from backend.simulator.phrases import Phrases
from backend.simulator.places import Gazetteer, language_of
from backend.simulator.streets import Streets
from backend.simulator.ways import Ways
from domain.city import City
from domain.incident import Source
from domain.positions import encode_positions
from domain.roads import RoadGraph

#: A tick is one city second, but never shorter or longer than these real seconds.
TICK = (0.25, 1.0)
#: What happened before the start and is told at once: at most this long ago (city seconds), at most so many.
BACKLOG_SECONDS, BACKLOG = 2 * 3600.0, 25
#: Of the backlog: incidents of the worst categories, and matters workers found and have begun to handle.
SEVERE, IN_HAND = 3, 7
#: Real seconds after the start in which workers answer at once: what was dispatched before has been lying there.
PROMPT = 4.0
#: The first new incident comes within these real seconds after the start.
FIRST = (18.0, 40.0)
#: A finding told this many city seconds later is not where the worker stands now.
EARLIER = 300.0
#: Real seconds between two tries while the backend is away.
PAUSES = (0.3, 0.7, 1.5, 3.0)
#: Things said at the same time.
AT_ONCE = 8


class Life:
    """One run of the city against one backend."""

    def __init__(self, link: Link, city: City, fleet: Fleet, rhythm: Rhythm, behaviour: Behaviour, seed: int) -> None:
        self._link, self._seed = link, seed
        self._time = CityTime(fleet.clock)
        self._newest = fleet.newest
        self._zone = ZoneInfo(city.rules.calendar.zone)
        language = language_of(city)
        self._gazetteer = Gazetteer(city, language)
        self._phrases = Phrases.load(language)
        streets = Streets(city.geography.roads, self._gazetteer.plane)
        self._people = People(city, fleet, streets, self._gazetteer, behaviour, seed)
        graph = RoadGraph(city.geography.roads)
        people = self._people
        self._ways = Ways(people.walkers, people.modes, self._gazetteer.plane, graph, seed, people.unseen)
        categories = {category.code: category for category in city.rules.categories}
        at_once = fleet.clock.time + PROMPT * self._time.rate
        self._crew = Crew(self._people.rows, categories, behaviour, self._phrases, self._ways, seed, at_once)
        self._arrivals = Arrivals(city, rhythm, behaviour, self._gazetteer, self._phrases, seed)
        self._behaviour = behaviour
        #: Whether anything happens that nobody brought in; in a loaded city nothing is invented beside the real.
        self._eventful = any(rate > 0 for rate in rhythm.per_day.values())
        self._room = asyncio.Semaphore(AT_ONCE)
        self._saying: set[asyncio.Task[None]] = set()
        self._log = structlog.stdlib.get_logger("simulator")

    async def run(self) -> None:
        """Live until cancelled."""
        self._time.heard((await self._first_positions()).clock)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen())
                group.create_task(self._walk())
                if self._eventful:
                    group.create_task(self._tell_backlog())
                    group.create_task(self._tell_arrivals())
        finally:
            await self._fall_silent()

    # --- the backend's news ------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        seq, attempt = 0, 0
        while True:
            try:
                news = await self._link.tasks(seq, POLL)
            except (Away, No) as trouble:
                self._log.info("backend away", why=str(trouble), attempt=attempt)
                await until_back(PAUSES, attempt)
                attempt += 1
                continue
            seq, attempt = news.seq, 0
            self._time.heard(news.clock)
            self._people.hear(news.states)
            self._crew.hear(news.tasks, news.gone, news.full, self._time.now())
            # News of a moment come together; nobody in the street is quicker than this anyway.
            await asyncio.sleep(0.15)

    # --- the street --------------------------------------------------------------------------------------------------

    async def _first_positions(self) -> Fleet:
        """Everybody's place at once, before anything else."""
        block = self._people.fixes(self._time.now(), set())
        if block is not None:
            await self._link.positions(encode_positions(block))
        return await self._link.fleet()

    async def _walk(self) -> None:
        tick = min(max(self._time.real(1.0), TICK[0]), TICK[1])
        before = self._time.now()
        while True:
            await asyncio.sleep(tick)
            now = self._time.now()
            for worker, state in self._people.walk(now, max(now - before, 0.0), self._crew.engaged()):
                self._say(lambda worker=worker, state=state: self._link.duty(worker, state))  # type: ignore[misc]
            before = now
            sayings = self._crew.due(now, self._people.silent(now))
            # Places go first: the way of who sets out is drawn from where he is seen.
            block = self._people.fixes(now, self._crew.engaged())
            if block is not None:
                await self._send(encode_positions(block))
            for saying in sayings:
                self._say(lambda saying=saying: self._answer(saying), saying)  # type: ignore[misc]

    async def _send(self, block: bytes) -> None:
        try:
            await self._link.positions(block)
        except (Away, No) as trouble:
            self._log.info("positions not taken", why=str(trouble))

    async def _answer(self, saying: Saying) -> None:
        photos: tuple[bytes, ...] = ()
        if saying.with_photo:
            task = saying.task
            lines = self._caption(task.title, task.address or task.region_path, task.worker)
            photos = (await self._picture(task.category, task.incident, lines, True),)
        await self._link.answer(saying.task, saying.said, saying.key, saying.form, photos)

    # --- what happens ------------------------------------------------------------------------------------------------

    async def _tell_backlog(self) -> None:
        """What happened in the last two hours and nobody has told yet."""
        now = self._time.now()
        start = max(now - BACKLOG_SECONDS, self._newest + 1.0)
        past = self._arrivals.between(start, now)
        if now - start < 600.0:  # the backend was hardly away: what was missed is told like anything else
            await self._tell_all(past)
            return
        dice = np.random.default_rng([self._seed, int(now)])
        own = [one for one in past if one.source is Source.WORKER and one.category.small and not one.settled]
        calls = [one for one in past if one.source is not Source.WORKER]
        severe = self._arrivals.severe()
        for number in range(SEVERE):
            at = now - float(dice.uniform(0.05, 0.6)) * BACKLOG_SECONDS
            category = severe[int(dice.integers(len(severe)))]
            key = f"{self._seed}-{int(now)}-severe-{number}"
            calls.append(self._arrivals.draw(key, at, Source.HOTLINE, dice, category))
        for number in range(max(0, BACKLOG - IN_HAND - len(calls))):  # a quiet night has too few of its own
            at = now - float(dice.uniform(0.0, 1.0)) * BACKLOG_SECONDS
            calls.append(self._arrivals.draw(f"{self._seed}-{int(now)}-before-{number}", at, Source.RESIDENT, dice))
        chosen = [*calls[::-1][: BACKLOG - IN_HAND], *own[::-1][:IN_HAND]]
        await self._tell_all(sorted(chosen, key=lambda arrival: arrival.at))

    async def _tell_all(self, arrivals: list[Arrival]) -> None:
        for arrival in arrivals:
            await self._tell(arrival)

    async def _tell_arrivals(self) -> None:
        """New incidents as they come, the first one soon."""
        told_until = self._time.now()
        dice = np.random.default_rng([self._seed, int(told_until), 3])
        first_at = told_until + float(dice.uniform(*FIRST)) * self._time.rate
        first = self._arrivals.draw(f"{self._seed}-{int(told_until)}-first", first_at, Source.HOTLINE, dice)
        coming: list[tuple[float, str, Arrival]] = [(first.at, first.key, first)]
        while True:
            horizon = self._time.now() + 60.0 + 2 * self._time.rate
            for arrival in self._arrivals.between(told_until, horizon):
                heapq.heappush(coming, (arrival.at, arrival.key, arrival))
            told_until = max(told_until, horizon)
            while coming and coming[0][0] <= self._time.now():
                arrival = heapq.heappop(coming)[2]
                self._say(lambda arrival=arrival: self._tell(arrival))  # type: ignore[misc]
            soon = coming[0][0] - self._time.now() if coming else 60.0
            await asyncio.sleep(min(max(self._time.real(soon), 0.05), 1.0))

    async def _tell(self, arrival: Arrival) -> None:
        """One incident through the channel it comes from; again until the backend has taken it."""
        attempt = 0
        while True:
            try:
                if arrival.spot is None or arrival.told is None:
                    await self._found(arrival)
                else:
                    await self._call(arrival)
                return
            except Away:
                await until_back(PAUSES, attempt)
                attempt += 1
            except No as no:
                code = arrival.category.code
                self._log.warning("not taken", code=no.code, source=arrival.source.value, category=code)
                return

    async def _call(self, arrival: Arrival) -> None:
        spot, told = arrival.spot, arrival.told
        assert spot is not None
        assert told is not None
        await self._link.open311(
            {
                "service_code": arrival.category.code, "lat": f"{spot.lat:.6f}", "long": f"{spot.lon:.6f}",
                "address_string": spot.address, "title": told.title, "description": told.text,
                "first_name": told.caller, "phone": told.phone, "source": arrival.source.value,
                "requested_datetime": self._real_time(arrival.at),
            },
            arrival.key[-60:],
        )  # fmt: skip

    async def _found(self, arrival: Arrival) -> None:
        dice = np.random.default_rng([self._seed, zlib.crc32(arrival.key.encode()), 5])
        row = self._people.finder(dice, self._crew.engaged(), self._time.now())
        if row is None:
            return
        # What was found earlier lies elsewhere on his beat: he goes back to it.
        earlier = self._time.now() - arrival.at > EARLIER and not arrival.settled
        lon, lat = self._people.on_beat(row, dice) if earlier else self._people.place(row)
        spot, told = self._arrivals.found_at(arrival, lon, lat)
        worker = self._people.ids[row]
        photos: list[bytes] = []
        if float(dice.random()) < self._behaviour.photo:
            lines = self._caption(told.title, spot.address, worker)
            photos.append(await self._picture(arrival.category.code, arrival.key, lines, False))
            if arrival.settled:
                photos.append(await self._picture(arrival.category.code, arrival.key, lines, True))
        form = {
            "worker": worker, "category": arrival.category.code, "title": told.title, "text": told.text,
            "lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "address": spot.address,
            "settled": "true" if arrival.settled else "false", "occurred_at": self._real_time(arrival.at),
        }  # fmt: skip
        await self._link.found(form, arrival.key[-60:], tuple(photos))

    async def _picture(self, category: str, key: str, lines: tuple[str, ...], after: bool) -> bytes:
        held = self._crew.category(category)
        subject = self._phrases.item(held).subject if held else ""
        language = self._phrases.language
        return await asyncio.to_thread(picture, subject, lines, zlib.crc32(key.encode()), after, language)

    def _caption(self, title: str, address: str, worker: str) -> tuple[str, ...]:
        when = datetime.fromtimestamp(self._time.now(), self._zone).strftime("%Y-%m-%d %H:%M")
        row = self._people.rows[worker]
        if self._phrases.language == "en":
            return title[:48], f"{when}  {address[:44]}", f"Grid worker {self._people.names[row]}"
        return title[:26], f"{when}  {address[:24]}", f"网格员 {self._people.names[row]}"

    def _real_time(self, at: float) -> str:
        """The real moment of a city time, as ISO 8601: the doors take real times."""
        now = self._time.now()
        real = datetime.now(UTC).timestamp() - self._time.real(max(now - at, 0.0))
        return datetime.fromtimestamp(real, UTC).isoformat()

    # --- saying things side by side ----------------------------------------------------------------------------------

    def _say(self, what: Callable[[], Awaitable[None]], saying: Saying | None = None) -> None:
        task = asyncio.get_running_loop().create_task(self._said(what, saying))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _said(self, what: Callable[[], Awaitable[None]], saying: Saying | None) -> None:
        async with self._room:
            try:
                await what()
            except Away:
                if saying is not None:
                    self._crew.unsaid(saying, self._time.now())
            except No as no:
                # Somebody in the room was quicker (took the task back, reassigned it): the next news tell.
                self._log.debug("refused", code=no.code, said=saying.said if saying else "")
                if saying is not None:
                    self._crew.refused(saying)

    async def _fall_silent(self) -> None:
        """Nothing is said any more: who has the link may close it."""
        saying = list(self._saying)
        for task in saying:
            task.cancel()
        await asyncio.gather(*saying, return_exceptions=True)
