"""What happens in the city and when: every hour is drawn from the seed, so the same seed is the same day."""

from __future__ import annotations

import zlib
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from backend.cityprofile import Behaviour, Rhythm
from backend.simulator.phrases import Phrases, Told
from backend.simulator.places import Gazetteer, Spot
from domain.category import Category
from domain.city import City
from domain.incident import Source

HOUR = 3600.0
#: Who repeats a report within a day stands this close (metres).
NEARBY = 38.0
#: However quiet the night, this many incidents an hour are expected: a desk that is being learnt must not look dead.
QUIETEST = 24.0
#: Sources whose reports are made by workers where they stand; the rest come through Open311.
FROM_WORKERS = Source.WORKER


class Arrival(msgspec.Struct, frozen=True):
    """Something that comes in at city time ``at``. ``key`` names it for good: sent twice it is one incident. ``spot``
    and ``told`` are None for what a worker finds: it lies where he stands then. ``settled``: he puts it right at once.
    """

    key: str
    at: float
    source: Source
    category: Category
    spot: Spot | None
    told: Told | None
    settled: bool


class Arrivals:
    """The stream of a city's incidents."""

    def __init__(
        self, city: City, rhythm: Rhythm, behaviour: Behaviour, gazetteer: Gazetteer, phrases: Phrases, seed: int
    ) -> None:
        self._rhythm, self._behaviour = rhythm, behaviour
        self._gazetteer, self._phrases, self._seed = gazetteer, phrases, seed
        self._zone = ZoneInfo(city.rules.calendar.zone)
        self._free_days = _FreeDays(city)
        self._menu: dict[Source, tuple[list[Category], np.ndarray]] = {}
        for source in Source:
            fitting = [one for one in city.rules.categories if one.weight > 0 and phrases.fits(one, source)]
            fitting = fitting or list(city.rules.categories)
            weight = np.array([max(one.weight, 1e-6) for one in fitting])
            self._menu[source] = (fitting, weight / weight.sum())

    def between(self, start: float, end: float) -> list[Arrival]:
        """Everything that comes in from ``start`` until before ``end`` (city time), in order."""
        found: list[Arrival] = []
        hour = int(start // HOUR)
        while hour * HOUR < end:
            found += [arrival for arrival in self.of_hour(hour) if start <= arrival.at < end]
            hour += 1
        return found

    def of_hour(self, hour: int) -> list[Arrival]:
        """Everything in one hour (counted from 1970), in order."""
        local = datetime.fromtimestamp(hour * HOUR, self._zone)
        share = self._rhythm.hours[local.hour] / sum(self._rhythm.hours)
        if self._free_days.covers(local):
            share *= self._rhythm.weekend
        share = max(share, QUIETEST / max(sum(self._rhythm.per_day.values()), QUIETEST))
        found: list[Arrival] = []
        for source_name, per_day in sorted(self._rhythm.per_day.items()):
            source = Source(source_name)
            dice = np.random.default_rng([self._seed, hour, zlib.crc32(source_name.encode())])
            for number in range(int(dice.poisson(per_day * share))):
                at = (hour + float(dice.random())) * HOUR
                found.append(self.draw(f"{self._seed}-{hour}-{source_name}-{number}", at, source, dice))
        found.sort(key=lambda arrival: arrival.at)
        return self._with_repeats(found, hour)

    def draw(
        self, key: str, at: float, source: Source, dice: np.random.Generator, category: Category | None = None
    ) -> Arrival:
        """One incident of a source; of ``category`` where that is given."""
        if category is None:
            menu, weight = self._menu[source]
            category = menu[int(dice.choice(len(menu), p=weight))]
        if source is FROM_WORKERS:
            settled = category.small and float(dice.random()) < self._behaviour.self_handled
            return Arrival(key, at, source, category, None, None, settled)
        spot = self._gazetteer.draw(self._phrases.item(category).places, dice)
        return Arrival(key, at, source, category, spot, self._phrases.told(category, source, spot, dice), False)

    def severe(self) -> list[Category]:
        """Categories of the worst severity, the likelier first."""
        menu, _ = self._menu[Source.HOTLINE]
        return sorted(menu, key=lambda one: (one.severity, -one.weight))[:8]

    def found_at(self, arrival: Arrival, lon: float, lat: float) -> tuple[Spot, Told]:
        """Place and words of what a worker found, standing there."""
        dice = np.random.default_rng([self._seed, zlib.crc32(arrival.key.encode())])
        spot = self._gazetteer.at(lon, lat, dice)
        return spot, self._phrases.told(arrival.category, Source.WORKER, spot, dice)

    def _with_repeats(self, found: list[Arrival], hour: int) -> list[Arrival]:
        """Somebody else tells of the same thing a little later, in other words and from a few steps away."""
        dice = np.random.default_rng([self._seed, hour, 7])
        repeats = []
        for arrival in found:
            if arrival.spot is None or dice.random() >= self._rhythm.clustering:
                continue
            source = (Source.RESIDENT, Source.HOTLINE)[int(dice.integers(2))]
            if not self._phrases.fits(arrival.category, source):
                continue
            spot = self._gazetteer.beside(arrival.spot, NEARBY, dice)
            at = min(arrival.at + float(dice.uniform(120, 2400)), (hour + 1) * HOUR - 1e-3)
            told = self._phrases.told(arrival.category, source, spot, dice)
            repeats.append(Arrival(f"{arrival.key}-again", at, source, arrival.category, spot, told, False))
        return sorted([*found, *repeats], key=lambda arrival: arrival.at)


class _FreeDays:
    """Days that are not worked, from the city's calendar."""

    def __init__(self, city: City) -> None:
        self._calendar = city.rules.calendar

    def covers(self, local: datetime) -> bool:
        day = local.date().isoformat()
        if day in self._calendar.makeup:
            return False
        return day in self._calendar.holidays or local.isoweekday() not in self._calendar.weekdays
