"""The figures of the day, counted from the picture alone: what came, what was closed, where, and whether in time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from domain.casefacts import was_settled
from domain.picture import Picture
from domain.region import Level
from widgets.wording import HOUR, midnight

HOURS = 24


class DayFigures(msgspec.Struct, frozen=True):
    """``arrived``, ``closed``: counts by hour since local midnight (24 each). ``groups``, ``streets``: open incidents
    by category group and street code, (key, open, late), most first. ``closed_today`` and how many of them
    ``on_time``; ``hour``: the hour it is."""

    arrived: tuple[int, ...]
    closed: tuple[int, ...]
    groups: tuple[tuple[str, int, int], ...]
    streets: tuple[tuple[str, int, int], ...]
    closed_today: int
    on_time: int
    hour: float

    @property
    def on_time_share(self) -> float | None:
        """On-time closings of all closings today, None before the first."""
        return self.on_time / self.closed_today if self.closed_today else None


def day_figures(picture: Picture, now: float, language: str) -> DayFigures:
    """The figures at city time ``now``; groups are named in ``language``."""
    since = midnight(now, ZoneInfo(picture.city.rules.calendar.zone))
    arrived, closed = [0] * HOURS, [0] * HOURS
    groups: dict[str, list[int]] = {}
    streets: dict[str, list[int]] = {}
    closed_today = on_time = 0
    for incident in picture.incidents.values():
        _put(arrived, incident.received_at, since)
        if picture.is_open(incident):
            late = incident.deadline.paused_at is None and now > incident.deadline.due_at
            category = picture.categories.get(incident.category)
            street = picture.tree.ancestor(incident.region, Level.STREET)
            for table, key in (
                (groups, category.group.text(language) if category else incident.category),
                (streets, street.code if street else ""),
            ):
                cell = table.setdefault(key, [0, 0])
                cell[0] += 1
                cell[1] += late
        elif was_settled(incident) and incident.closed_at is not None and incident.closed_at >= since:
            _put(closed, incident.closed_at, since)
            closed_today += 1
            on_time += incident.closed_at <= incident.deadline.due_at
    return DayFigures(
        tuple(arrived), tuple(closed), _most(groups), _most(streets), closed_today, on_time, (now - since) / HOUR
    )


def _put(hours: list[int], at: float, since: float) -> None:
    hour = int((at - since) // HOUR)
    if 0 <= hour < HOURS:
        hours[hour] += 1


def _most(table: dict[str, list[int]]) -> tuple[tuple[str, int, int], ...]:
    rows = ((key, count, late) for key, (count, late) in table.items())
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
