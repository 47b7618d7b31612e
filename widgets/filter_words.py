"""A filter in words, in the language of the running program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import isinf
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.casefilter import CaseFilter, Standing
from domain.formula import formula
from domain.period import Period
from domain.picture import Picture
from widgets import words

_STANDINGS: dict[Standing, object] = {
    Standing.OPEN: QT_TRANSLATE_NOOP("FilterWords", "open"),
    Standing.SOON: QT_TRANSLATE_NOOP("FilterWords", "soon due"),
    Standing.LATE: QT_TRANSLATE_NOOP("FilterWords", "late"),
    Standing.PAUSED: QT_TRANSLATE_NOOP("FilterWords", "suspended"),
    Standing.CLOSED: QT_TRANSLATE_NOOP("FilterWords", "closed"),
}
_PERIODS: dict[Period, object] = {
    Period.TODAY: QT_TRANSLATE_NOOP("FilterWords", "today"),
    Period.LAST_DAY: QT_TRANSLATE_NOOP("FilterWords", "last 24 h"),
    Period.WEEK: QT_TRANSLATE_NOOP("FilterWords", "last 7 days"),
}
#: So many names are told; of more only how many there are.
_NAMED = 3


def period(which: Period) -> str:
    """A period's name."""
    return _told(_PERIODS, which)


def describe(chosen: CaseFilter, picture: Picture, language: str) -> list[str]:
    """Its parts, each a few words; empty for everything."""
    zone = ZoneInfo(picture.city.rules.calendar.zone)
    parts: list[str] = []

    def name(keys: Iterable[str], named: Callable[[str], str]) -> None:
        found = [named(key) for key in keys]
        if found:
            parts.append(_joined(found))

    def title_of(code: str) -> str:
        return (
            picture.tree[code].title(language)
            if code in picture.tree
            else QCoreApplication.translate("FilterWords", "outside the city")
        )

    def group(key: str) -> str:
        kinds = (one.group for one in picture.categories.values() if one.group.zh == key)
        return next((one.text(language) for one in kinds), key)

    def category(key: str) -> str:
        return picture.categories[key].name.text(language) if key in picture.categories else key

    def stage(key: str) -> str:
        return picture.stages[key].name.text(language) if key in picture.stages else key

    if chosen.behind is not None:
        named, behind = chosen.behind.name.text(language), chosen.behind
        timed = "start" in formula(behind.condition).names  # others are about this moment
        parts.append(f"{named} ({period(behind.period)})" if timed else named)
    if chosen.drawn:
        parts.append(QCoreApplication.translate("FilterWords", "in the area drawn on the map"))
    name(chosen.regions, title_of)
    name(chosen.groups, group)
    name(chosen.categories, category)
    name(chosen.sources, lambda key: words.source(key))
    name((str(int(one)) for one in chosen.severities), lambda key: words.severity(int(key)))
    name(chosen.standings, lambda key: _told(_STANDINGS, Standing(key)))
    if chosen.workers == ("",):
        parts.append(QCoreApplication.translate("FilterWords", "in nobody's hands"))
        name(chosen.stages, stage)
    elif chosen.workers:
        parts.append(
            QCoreApplication.translate("FilterWords", "in the hands of {count} people").format(
                count=len(chosen.workers)
            )
        )
    else:
        name(chosen.stages, stage)
    if chosen.arrived is not None:
        parts.append(
            QCoreApplication.translate("FilterWords", "arrived {span}").format(span=_span(chosen.arrived, zone))
        )
    if chosen.closed is not None:
        parts.append(QCoreApplication.translate("FilterWords", "closed {span}").format(span=_span(chosen.closed, zone)))
    if chosen.hours:
        parts.append(
            QCoreApplication.translate("FilterWords", "arrived at {hours} o'clock").format(
                hours=", ".join(str(hour) for hour in chosen.hours)
            )
        )
    if chosen.words:
        parts.append(f"“{chosen.words}”")
    return parts


def _joined(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return QCoreApplication.translate("FilterWords", "{names} and {count} more").format(
        names=", ".join(names[:2]), count=len(names) - 2
    )


def _span(span: tuple[float, float], zone: ZoneInfo) -> str:
    start, end = (None if isinf(at) else datetime.fromtimestamp(at, zone) for at in span)
    first = start.strftime("%H:%M") if start is not None else ""
    if start is not None and end is not None and start.date() != end.date() and (end - start).days >= 1:
        first = start.strftime("%m-%d %H:%M")
    last = "" if end is None else "24:00" if (end.hour, end.minute) == (0, 0) else end.strftime("%H:%M")
    return f"{first}–{last}"


def _told(table: Mapping[Any, object], key: object) -> str:
    return QCoreApplication.translate("FilterWords", str(table[key]))
