"""What is usual: how many matters a city expects at which hour, and how its past days really went."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from domain.period import DAY, HOUR

#: A past day is told in steps of this many seconds.
STEP = 600.0
STEPS = round(DAY / STEP)
#: From so many past days on the city's own history is what is usual; before that its profile is.
ENOUGH_DAYS = 7


class Usual(msgspec.Struct, frozen=True):
    """The rhythm a city's profile expects. ``hours``: arrivals in each local hour of a working day, 24, empty when
    nothing is known; ``free_day``: factor on free days; ``sources``: arrivals a working day by source."""

    hours: tuple[float, ...] = ()
    free_day: float = 1.0
    sources: dict[str, float] = {}


class Counted(msgspec.Struct, frozen=True, array_like=True):
    """A figure of a past stretch of time, as ``domain.indicators.Reading`` has it."""

    value: float | None
    part: int
    whole: int


class PastDay(msgspec.Struct, frozen=True):
    """One whole local day that is over. ``start``: its midnight, city time; ``worked``: whether the calendar works.

    ``arrived`` and ``closed``: how many in each step of ten minutes; ``open`` and ``late``: how many there were at the
    end of each step. ``sources``: arrivals by source. ``figures``: indicators by code."""

    start: float
    worked: bool
    arrived: tuple[int, ...]
    closed: tuple[int, ...]
    open: tuple[int, ...]
    late: tuple[int, ...]
    sources: dict[str, int]
    figures: dict[str, Counted]


class Expected(msgspec.Struct, frozen=True):
    """A usual day by the hour, 24 each; ``closed`` is empty when it is not known. ``days``: how many past days it is
    the mean of, 0 for the city's profile."""

    arrived: tuple[float, ...]
    closed: tuple[float, ...]
    sources: dict[str, float]
    days: int = 0


def expected(usual: Usual, past: Sequence[PastDay], worked: bool) -> Expected | None:
    """What to compare a day with: the mean of the last days when there are enough, else what the profile expects; None
    when neither is known."""
    if len(past) >= ENOUGH_DAYS:
        count = len(past)
        known = {key for day in past for key in day.sources}
        sources = {key: sum(day.sources.get(key, 0) for day in past) / count for key in known}
        return Expected(
            tuple(sum(column) / count for column in zip(*(by_hour(day.arrived) for day in past), strict=True)),
            tuple(sum(column) / count for column in zip(*(by_hour(day.closed) for day in past), strict=True)),
            sources,
            count,
        )
    if len(usual.hours) != 24:
        return None
    factor = 1.0 if worked else usual.free_day
    sources = {key: count * factor for key, count in usual.sources.items()}
    return Expected(tuple(count * factor for count in usual.hours), (), sources)


def by_hour(steps: Sequence[int]) -> list[int]:
    """Sums of the steps of each hour."""
    size = round(HOUR / STEP)
    return [sum(steps[at : at + size]) for at in range(0, len(steps), size)]


def until(steps: Sequence[int], seconds: float) -> int:
    """How many there were in the first ``seconds`` of a day; inside a step its share of it."""
    whole, rest = divmod(max(0.0, min(seconds, STEP * len(steps))), STEP)
    there = int(whole)
    return sum(steps[:there]) + (round(steps[there] * rest / STEP) if there < len(steps) else 0)


def at_time(steps: Sequence[int], seconds: float) -> int:
    """What stood at the end of the last step before ``seconds`` of a day (the first one's before that)."""
    if not steps:
        return 0
    return steps[min(max(int(seconds // STEP) - 1, 0), len(steps) - 1)]
