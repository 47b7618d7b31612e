"""How the day goes, counted from the columns of all cases: by hour, kind, source, street and stage, who carries how
much, and every indicator. What is chosen in one chart narrows all the others, never itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np

from domain.casefilter import CaseFilter, Standing
from domain.casetable import SOURCES, CaseTable, Mask
from domain.indicators import Indicator, Reading, measure_all
from domain.period import HOUR, Period, midnight
from domain.picture import Picture

HOURS = 24
ONLY_OPEN = (Standing.OPEN,)
#: The parts of a filter that each chart sets: what it does not narrow itself by.
HOURS_PARTS = ("arrived", "closed", "hours")
GROUP_PARTS = ("groups", "categories")
SOURCE_PARTS = ("sources",)
STREET_PARTS = ("regions",)
STAGE_PARTS = ("stages",)
LOAD_PARTS = ("workers", "stages")
READING_PARTS = ("behind", "standings")
#: People with so many cases in hand, and with more, are counted together.
HEAVIEST = 8


class Bar(msgspec.Struct, frozen=True):
    """``count`` cases of a kind (a group's Chinese name, a street's code, a source, a stage), ``bad`` of them late."""

    key: str
    count: int
    bad: int = 0


class Load(msgspec.Struct, frozen=True):
    """How work is spread over the people on duty: ``people[n]`` have ``n`` cases in hand (``cases[n]`` in all); the
    last one counts ``HEAVIEST`` and more. ``mean`` cases a person, ``most`` with one. It says nothing of who."""

    people: tuple[int, ...]
    cases: tuple[int, ...]
    mean: float = 0.0
    most: int = 0

    @property
    def count(self) -> int:
        return sum(self.people)


class DayFigures(msgspec.Struct, frozen=True):
    """``since``, ``until``: the local day; ``now``: when it was counted (city time). ``arrived``, ``closed`` and how
    many of those ``on_time``: by hour since midnight, 24 each. ``groups``, ``streets``, ``stages``: open cases;
    ``sources``: arrivals today; when ``drilled`` (certain cases are chosen: those behind a figure, closed or late ones)
    they count those, open or not. ``readings``: indicators of ``period`` by code. ``complete``: False while a large
    picture is still read."""

    since: float
    until: float
    now: float
    period: Period
    arrived: tuple[int, ...]
    closed: tuple[int, ...]
    on_time: tuple[int, ...]
    groups: tuple[Bar, ...]
    sources: tuple[Bar, ...]
    streets: tuple[Bar, ...]
    stages: tuple[Bar, ...]
    load: Load
    readings: dict[str, Reading]
    drilled: bool = False
    complete: bool = True

    @property
    def hour(self) -> float:
        """Hours since midnight."""
        return (self.now - self.since) / HOUR


def day_figures(
    table: CaseTable, indicators: Sequence[Indicator], chosen: CaseFilter, period: Period, now: float
) -> DayFigures:
    """The figures at city time ``now`` of what is chosen. That only open cases are listed narrows no figure: it is how
    the bars of open cases are chosen."""
    since = midnight(now, table.zone)
    masks: dict[tuple[str, ...], Mask] = {}

    def apart_from(parts: tuple[str, ...]) -> Mask:
        # charts whose parts are not chosen share one look at everything that is
        parts = tuple(part for part in parts if part in chosen.given())
        if parts not in masks:
            masks[parts] = table.mask(chosen.without(*parts), now)
        return masks[parts]

    received, closed_at, due = table.column("received_at"), table.column("closed_at"), table.column("due_at")
    late, open_ = table.late(now), table.flag("open")
    if chosen.standings == ONLY_OPEN:
        chosen = chosen.without("standings")
    drilled = bool(chosen.behind or chosen.closed or chosen.standings)
    counted = np.ones(len(table), bool) if drilled else open_
    bad = late | (table.flag("settled") & (closed_at > due))
    by_hour = apart_from(HOURS_PARTS)
    ended = by_hour & table.flag("settled")
    street_names = [region.code for region in table.picture.tree]
    sources = [source.value for source in SOURCES]
    today = received >= since
    return DayFigures(
        since,
        midnight(now, table.zone, 1),
        now,
        period,
        _hours(received[by_hour], since),
        _hours(closed_at[ended], since),
        _hours(closed_at[ended & (closed_at <= due)], since),
        _bars(table.code("group"), table.groups, counted & apart_from(GROUP_PARTS), bad),
        _bars(table.code("source"), sources, (counted if drilled else today) & apart_from(SOURCE_PARTS), bad),
        _bars(table.code("street"), street_names, counted & apart_from(STREET_PARTS), bad),
        _stages(table, open_ & apart_from(STAGE_PARTS), late),
        _load(_held(table, open_ & apart_from(LOAD_PARTS), chosen)),
        measure_all(indicators, table, period.window(now, table.zone), apart_from(READING_PARTS)),
        drilled,
        table.complete,
    )


def bar_chosen(figures: DayFigures, chosen: CaseFilter, part: str, key: object) -> CaseFilter:
    """The filter after a bar of ``part`` (``groups regions stages sources``) was touched: what it counts, and nothing
    else. Touched again, it is let go."""
    day = (figures.since, figures.until)
    taken = getattr(chosen, part) == (key,)
    after = chosen.without(part) if taken else chosen.also(**{part: (key,)})
    if part == "groups":
        after = after.without("categories")
    if part == "stages":
        after = after.without("workers")
    if figures.drilled:
        return after
    if part == "sources":
        if taken:
            return after.without("arrived") if chosen.arrived == day else after
        return after if chosen.arrived else after.also(arrived=day)
    if not taken:
        return after.also(standings=ONLY_OPEN)
    return after if after.groups or after.regions or after.stages else after.without("standings")


def hour_chosen(figures: DayFigures, chosen: CaseFilter, hour: int, closed: bool) -> CaseFilter:
    """The filter after the arrivals or the closings of an hour were touched."""
    span = (figures.since + hour * HOUR, figures.since + (hour + 1) * HOUR)
    part = {"arrived": None if closed else span, "closed": span if closed else None}
    only_open = chosen.standings == ONLY_OPEN
    return (chosen.without("standings") if only_open else chosen).toggled(**part)


def carried(table: CaseTable, chosen: CaseFilter, count: int, now: float) -> CaseFilter:
    """``chosen`` narrowed to what the people hold who have ``count`` cases in hand (``HEAVIEST``: that or more)."""
    held = _held(table, table.flag("open") & table.mask(chosen.without(*LOAD_PARTS), now), chosen)
    people = sorted(key for key, load in held.items() if min(load, HEAVIEST) == count)
    return chosen.also(workers=tuple(people), stages=_worked_stages(table.picture))


def _worked_stages(picture: Picture) -> tuple[str, ...]:
    """Stages in which a worker has to act: only these weigh on him."""
    return tuple(code for code, stage in picture.stages.items() if stage.open and stage.waits_for == "worker")


def _held(table: CaseTable, among: Mask, chosen: CaseFilter) -> dict[str, int]:
    """How many of these cases each person on duty (of the chosen areas) has in hand."""
    picture = table.picture
    stages = [place for place, code in enumerate(table.stages) if code in _worked_stages(picture)]
    rows = np.flatnonzero(among & np.isin(table.code("stage"), stages))
    loads = Counter(table.workers(rows.tolist()))
    inside = {region.code for code in chosen.regions for region in picture.tree.subtree(code)}
    return {
        worker.id: loads.get(worker.id, 0)
        for worker in picture.roster
        if worker.on_duty and (not inside or not inside.isdisjoint(worker.regions))
    }


def _load(held: dict[str, int]) -> Load:
    loads = np.fromiter(held.values(), np.int64, len(held))
    if not len(loads):
        return Load((0,) * (HEAVIEST + 1), (0,) * (HEAVIEST + 1))
    heap = np.minimum(loads, HEAVIEST)
    people = np.bincount(heap, minlength=HEAVIEST + 1)
    cases = np.bincount(heap, weights=loads, minlength=HEAVIEST + 1).astype(np.int64)
    return Load(tuple(people.tolist()), tuple(cases.tolist()), float(loads.mean()), int(loads.max()))


def _hours(moments: np.ndarray, since: float) -> tuple[int, ...]:
    hours = np.floor((moments - since) / HOUR)
    hours = hours[(hours >= 0) & (hours < HOURS)].astype(np.int64)  # NaN is neither
    return tuple(np.bincount(hours, minlength=HOURS).tolist())


def _bars(codes: np.ndarray, names: Sequence[str], among: Mask, late: Mask) -> tuple[Bar, ...]:
    """The most first; −1 is what has no name."""
    size = len(names) + 1
    counts = np.bincount(codes[among] + 1, minlength=size)
    bad = np.bincount(codes[among & late] + 1, minlength=size)
    bars = [Bar(names[at - 1] if at else "", int(counts[at]), int(bad[at])) for at in np.flatnonzero(counts).tolist()]
    return tuple(sorted(bars, key=lambda bar: (-bar.count, bar.key)))


def _stages(table: CaseTable, among: Mask, late: Mask) -> tuple[Bar, ...]:
    """In the order of the flow, open ones only, also those where nothing is."""
    counted = {bar.key: bar for bar in _bars(table.code("stage"), table.stages, among, late)}
    return tuple(counted.get(stage) or Bar(stage, 0) for stage in table.flow.stages)
