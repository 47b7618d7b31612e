"""Counts and words everything a document says, once."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from desktop.area_catalogue import area_catalogue
from desktop.export import say
from desktop.export.content import WORST, Area, Content, Figure, Share
from desktop.export.lists import areas_of, is_late, levels_of, rows_of, staff_of, stage_name, states_of
from desktop.export.order import ExportOrder
from desktop.export.plain import plain
from desktop.export.record import Header
from domain.category import Severity
from domain.incident import Incident
from domain.picture import Picture
from domain.positions import WORKER_STATES
from domain.situation import Situation, situation
from domain.worker import WorkerState
from widgets import filter_words, words

#: Shares listed before the rest is one line.
LISTED = 8
HOUR = 3600.0


def gather(
    picture: Picture, header: Header, order: ExportOrder, lists: bool = True, missing: str = ""
) -> Content:
    """What the documents about one picture say in the order's language (the program's translators must speak it).
    ``picture`` holds only what the order chooses. Without ``lists`` only the worst incidents are in it, and nobody by
    name: what fits on pages. ``missing``: what the map lacks, for the notes."""
    language, now, zone = order.language, header.at, ZoneInfo(picture.city.rules.calendar.zone)
    counted = situation(picture, now, worst=WORST)
    rows = rows_of(picture, now, language, None if lists else counted.worst) if order.details else ()
    levels = levels_of(picture)
    areas = areas_of(picture, counted.midnight, now, levels[0], language)
    groups = _groups(picture, now, language)
    city = plain(picture.city.name.text(language), 80)
    return Content(
        language=language,
        zone=str(zone),
        title=plain(order.title, 60) or say.title(),
        other_title=say.OTHER_TITLE[language],
        city=city,
        moment=datetime.fromtimestamp(now, zone).strftime("%Y-%m-%d %H:%M:%S"),
        period=_covered(picture, counted.midnight, now, order),
        story=_story(counted, areas, groups),
        figures=_figures(picture, counted, now),
        situation=counted,
        groups=groups,
        sources=_shares(picture, now, lambda one: words.source(one.source)),
        stages=_by_stage(picture, now, language),
        people=_crew(picture, now),
        areas=areas,
        streets=areas_of(picture, counted.midnight, now, levels[1], language) if len(levels) > 1 else (),
        rows=rows,
        staff=staff_of(picture, now, language) if order.people and lists else (),
        notes=(*filter(None, [missing]), *_notes(picture, header, language)),
        warning=_warning(header, zone),
        source_line=say.source_line(header, picture.seq, zone),
        coloured=_coloured(order),
    )


def _covered(picture: Picture, midnight: float, now: float, order: ExportOrder) -> str:
    """The period, and what of the room when it is not all of it."""
    zone = ZoneInfo(picture.city.rules.calendar.zone)
    period = say.period(datetime.fromtimestamp(midnight, zone), datetime.fromtimestamp(now, zone))
    parts = [plain(part, 80) for part in filter_words.describe(order.chosen, picture, order.language)]
    return f"{period} · {say.only(parts)}" if parts else period


def _coloured(order: ExportOrder) -> str:
    if not order.look.figure:
        return ""
    figure, language = area_catalogue()[order.look.figure], order.language
    return say.coloured_by(figure.name.text(language), figure.formula.text(language), figure.note.text(language))


# --- figures ----------------------------------------------------------------------------------------------------------


def _figures(picture: Picture, counted: Situation, now: float) -> tuple[Figure, ...]:
    urgent = counted.by_severity[Severity.RED] + counted.by_severity[Severity.ORANGE]
    hour, before = _arrived_between(picture, now - HOUR, now), _arrived_between(picture, now - 2 * HOUR, now - HOUR)
    share = counted.on_time_share
    shifts = counted.on_duty / counted.people if counted.people else 0.0
    burden = counted.open / counted.on_duty if counted.on_duty else None
    age = median_age(picture, now)
    return (
        Figure(say.open_(), str(counted.open), say.of_which_urgent(urgent), ""),
        Figure(say.late(), str(counted.late), say.part(counted.late, counted.open), "bad" if counted.late else "good"),
        Figure(say.urgent(), str(urgent), say.red_and_orange(counted.by_severity), "warn" if urgent else ""),
        Figure(say.arrived(), str(sum(counted.arrived)), say.last_hour(hour, before)),
        Figure(say.settled(), str(counted.settled), say.since_midnight()),
        Figure(
            say.on_time(), "—" if share is None else f"{share:.1%}", say.of_due(counted.in_time, counted.due),
            "" if share is None else "good" if share >= 0.9 else "warn",
        ),
        Figure(say.on_duty(), str(counted.on_duty), say.of_people(counted.people, shifts)),
        Figure(say.reporting(), str(counted.reporting), say.silent(counted.on_duty - counted.reporting)),
        Figure(say.burden(), "—" if burden is None else f"{burden:.2f}", say.burden_note()),
        Figure(say.age(), "—" if age is None else say.seconds(age), say.age_note()),
    )  # fmt: skip


def median_age(picture: Picture, now: float) -> float | None:
    """Median age of the positions of those on duty, seconds; None when nobody was seen."""
    positions = picture.positions
    chosen = positions.known & (positions.state != WORKER_STATES.index(WorkerState.OFF_DUTY))
    return float(np.median(np.maximum(now - positions.fixed_at[chosen], 0.0))) if chosen.any() else None


def _arrived_between(picture: Picture, since: float, until: float) -> int:
    return sum(since < one.received_at <= until for one in picture.incidents.values())


def _story(counted: Situation, areas: tuple[Area, ...], groups: tuple[Share, ...]) -> tuple[str, ...]:
    """What a leader should take along, in at most three sentences."""
    told = [say.story_load(counted.open, counted.late)]
    busiest = next((area for area in areas if area.open and area.code), None)
    if busiest is not None and groups:
        told.append(say.story_where(busiest.name, busiest.open, groups[0].name, groups[0].count))
    latest = max((area for area in areas if area.late), key=lambda area: area.late, default=None)
    if latest is not None:
        told.append(say.story_late(latest.name, latest.late))
    elif counted.settled:
        told.append(say.story_closed(counted.settled, counted.in_time))
    return tuple(told)


# --- shares -----------------------------------------------------------------------------------------------------------


def _groups(picture: Picture, now: float, language: str) -> tuple[Share, ...]:
    def name(one: Incident) -> str:
        category = picture.categories.get(one.category)
        return category.group.text(language) if category is not None else one.category

    return _shares(picture, now, name)


def _shares(picture: Picture, now: float, name_of: say.Naming) -> tuple[Share, ...]:
    """Open incidents by a name, most first; what is many and small becomes one line."""
    cells: dict[str, list[int]] = {}
    for one in picture.open_incidents():
        cell = cells.setdefault(plain(name_of(one), 40), [0, 0])
        cell[0] += 1
        cell[1] += is_late(one, now)
    ordered = sorted((Share(name, *cell) for name, cell in cells.items()), key=lambda share: (-share.count, share.name))
    rest = ordered[LISTED:]
    if len(rest) < 2:
        return tuple(ordered)
    other = Share(say.others(len(rest)), sum(one.count for one in rest), sum(one.late for one in rest))
    return (*ordered[:LISTED], other)


def _by_stage(picture: Picture, now: float, language: str) -> tuple[Share, ...]:
    """Open incidents in the order of the flow; stages nobody is in are left out."""
    cells: dict[str, list[int]] = {}
    for one in picture.open_incidents():
        cell = cells.setdefault(one.stage, [0, 0])
        cell[0] += 1
        cell[1] += is_late(one, now)
    order = [*picture.stages, *(code for code in cells if code not in picture.stages)]
    return tuple(Share(stage_name(picture, code, language), *cells[code]) for code in order if code in cells)


def _crew(picture: Picture, now: float) -> tuple[Share, ...]:
    """Everybody by what he does; the silent are counted apart."""
    counts = dict.fromkeys([*(state.value for state in WORKER_STATES), "silent"], 0)
    states = states_of(picture, now)
    for worker in picture.roster:
        counts[states[worker.index]] += 1
    return tuple(Share(words.state(code), count) for code, count in counts.items() if count)


# --- what has to be known about the data ------------------------------------------------------------------------------


def _notes(picture: Picture, header: Header, language: str) -> tuple[str, ...]:
    notes = [say.simulated()] if header.simulated else []
    if picture.city.note:
        notes.append(plain(picture.city.note, 300) if language == "zh" else say.made_city())
    notes.append(say.about_positions())
    return tuple(notes)


def _warning(header: Header, zone: ZoneInfo) -> str:
    if header.past:
        return say.from_the_past()
    if header.live:
        return ""
    return say.stopped(datetime.fromtimestamp(header.heard_at, zone), header.at - header.heard_at)
