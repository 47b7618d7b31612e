"""The sentences of the documents, in the language of the running program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop.export.plain import plain
from desktop.export.record import Header
from domain.category import Severity
from domain.incident import Incident

#: Gives an incident the name it is counted under.
Naming = Callable[[Incident], str]
#: The title in the other language, below the first.
OTHER_TITLE = {"zh": "Situation of the grids · Grid Command", "en": "网格态势快报 · 网格指挥台"}

translate = QCoreApplication.translate


def title() -> str:
    return translate("Export", "Grid situation report")


def period(since: datetime, until: datetime) -> str:
    template = translate("Export", "{day}, {since} to {until}")
    return template.format(day=since.strftime("%Y-%m-%d"), since=since.strftime("%H:%M"), until=until.strftime("%H:%M"))


def only(parts: list[str]) -> str:
    """That a document is about a part of the room."""
    return translate("Export", "only {parts}").format(parts=" · ".join(parts))


def coloured_by(figure: str, formula: str, note: str) -> str:
    """What the areas of the map are coloured by, and how it is counted."""
    text = translate("Export", "Colour of the areas: {figure} = {formula}").format(figure=figure, formula=formula)
    return translate("Export", "{text} ({note})").format(text=text, note=note) if note else text


def seconds(value: float) -> str:
    if value < 120:
        return translate("Export", "{count} s").format(count=f"{value:.1f}" if value < 10 else f"{value:.0f}")
    if value < 7200:
        return translate("Export", "{count} min").format(count=f"{value / 60:.0f}")
    return translate("Export", "{count} h").format(count=f"{value / 3600:.1f}")


def span(value: float) -> str:
    """A length of time for a table; late ones say so."""
    whole = abs(value)
    if whole < 3600:
        text = translate("Export", "{minutes} min").format(minutes=int(whole // 60))
    elif whole < 86400:
        text = translate("Export", "{hours} h {minutes:02d}").format(
            hours=int(whole // 3600), minutes=int(whole % 3600 // 60)
        )
    else:
        text = translate("Export", "{days} d {hours} h").format(
            days=int(whole // 86400), hours=int(whole % 86400 // 3600)
        )
    return translate("Export", "late by {span}").format(span=text) if value < 0 else text


def due(remaining: float, phase: str) -> str:
    """How an incident stands with its deadline."""
    return translate("Export", "clock stands") if phase == "paused" else span(remaining)


# --- figures ----------------------------------------------------------------------------------------------------------


def open_() -> str:
    return translate("Export", "Open")


def of_which_urgent(count: int) -> str:
    return translate("Export", "I and II among them: {count}").format(count=count)


def late() -> str:
    return translate("Export", "Late")


def part(count: int, whole: int) -> str:
    if not whole:
        return translate("Export", "nothing is open")
    return translate("Export", "{share} of the open ones").format(share=f"{count / whole:.1%}")


def urgent() -> str:
    return translate("Export", "Severity I and II")


def red_and_orange(by: Mapping[Severity, int]) -> str:
    return translate("Export", "I: {red}, II: {orange}").format(red=by[Severity.RED], orange=by[Severity.ORANGE])


def arrived() -> str:
    return translate("Export", "Came in today")


def last_hour(now: int, before: int) -> str:
    return translate("Export", "last hour {now}, before {before}").format(now=now, before=before)


def settled() -> str:
    return translate("Export", "Closed today")


def since_midnight() -> str:
    return translate("Export", "since midnight")


def on_time() -> str:
    return translate("Export", "Closed on time")


def of_due(count: int, whole: int) -> str:
    if not whole:
        return translate("Export", "nothing was due yet today")
    return translate("Export", "{count} of {whole} today").format(count=count, whole=whole)


def on_duty() -> str:
    return translate("Export", "People on duty")


def of_people(count: int, share: float) -> str:
    return translate("Export", "of {count}, {share}").format(count=count, share=f"{share:.0%}")


def reporting() -> str:
    return translate("Export", "Positions reported")


def silent(count: int) -> str:
    return translate("Export", "silent for 3 minutes: {count}").format(count=count)


def burden() -> str:
    return translate("Export", "Open per person on duty")


def burden_note() -> str:
    return translate("Export", "burden of the whole room")


def age() -> str:
    return translate("Export", "Age of positions")


def age_note() -> str:
    return translate("Export", "median of those on duty")


def others(count: int) -> str:
    return translate("Export", "{count} others").format(count=count)


def outside() -> str:
    return translate("Export", "Outside every area")


# --- what it means ----------------------------------------------------------------------------------------------------


def story_load(open_: int, late: int) -> str:
    if not open_:
        return translate("Export", "Nothing is open.")
    if not late:
        return translate("Export", "{open} incidents are open, none of them is late.").format(open=open_)
    return translate("Export", "{open} incidents are open, {late} of them late.").format(open=open_, late=late)


def story_where(area: str, count: int, group: str, of_group: int) -> str:
    template = translate("Export", "Most are in {area} ({count}); most are about “{group}” ({of_group}).")
    return template.format(area=area, count=count, group=group, of_group=of_group)


def story_late(area: str, count: int) -> str:
    return translate("Export", "Most of the late ones are in {area} ({count}).").format(area=area, count=count)


def story_closed(count: int, in_time: int) -> str:
    return translate("Export", "{count} were closed today, {in_time} of them on time.").format(
        count=count, in_time=in_time
    )


# --- what has to be known about the data ------------------------------------------------------------------------------


def about_positions() -> str:
    return translate("Export", "Places are WGS-84. Only people on duty have positions; who reported is left out.")


def simulated() -> str:
    return translate("Export", "Simulated data: a simulator drives this city; nothing in here happened.")


def made_city() -> str:
    return translate(
        "Export", "Grids, roads, estates and people of this city are generated; outlines and official names are real."
    )


def from_the_past() -> str:
    return translate("Export", "A past moment, rebuilt from the journal.")


def stopped(at: datetime, age_s: float) -> str:
    template = translate("Export", "Not live: the backend was last heard at {clock}, {age} before.")
    return template.format(clock=at.strftime("%H:%M:%S"), age=seconds(age_s))


def source_line(header: Header, seq: int, zone: ZoneInfo) -> str:
    """Where the numbers come from, for the foot of every page."""
    template = translate("Export", "Source: {program}, journal entry {seq}, written {clock}")
    taken = datetime.fromtimestamp(header.taken_at, zone).strftime("%Y-%m-%d %H:%M:%S")
    line = template.format(program=plain(header.program, 60) or "grid-command", seq=seq, clock=taken)
    by = plain(header.taken_by, 60)
    return line + translate("Export", " by {name}").format(name=by) if by else line


# --- headings ---------------------------------------------------------------------------------------------------------


def headings() -> dict[str, str]:
    """The headings of all documents by their code."""
    return {
        "figures": translate("Export", "Key figures"),
        "map": translate("Export", "Map of the moment"),
        "legend": translate("Export", "Legend"),
        "charts": translate("Export", "How the day goes"),
        "hours": translate("Export", "Came in and closed by hour"),
        "arrived": translate("Export", "came in"),
        "closed": translate("Export", "closed"),
        "groups": translate("Export", "Open by class"),
        "sources": translate("Export", "Open by source"),
        "stages": translate("Export", "Open by stage"),
        "crew": translate("Export", "What people do"),
        "late_part": translate("Export", "late among them"),
        "worst": translate("Export", "What hurts most"),
        "areas": translate("Export", "Area by area"),
        "streets": translate("Export", "Street by street"),
        "notes": translate("Export", "About the data"),
        "moment": translate("Export", "Moment"),
        "period": translate("Export", "Period"),
        "severity": translate("Export", "Severity"),
        "title": translate("Export", "Title"),
        "id": translate("Export", "Number"),
        "case": translate("Export", "Case number"),
        "category": translate("Export", "Category"),
        "group": translate("Export", "Class"),
        "stage": translate("Export", "Stage"),
        "street": translate("Export", "Street"),
        "place": translate("Export", "Grid"),
        "address": translate("Export", "Address"),
        "source": translate("Export", "Source"),
        "worker": translate("Export", "With"),
        "department": translate("Export", "Department"),
        "received": translate("Export", "Received"),
        "due": translate("Export", "Due"),
        "left": translate("Export", "Time left"),
        "left_hours": translate("Export", "Hours left"),
        "in_time": translate("Export", "Still in time"),
        "count": translate("Export", "Count"),
        "closed_at": translate("Export", "Closed"),
        "outcome": translate("Export", "Outcome"),
        "lon": translate("Export", "Longitude"),
        "lat": translate("Export", "Latitude"),
        "area": translate("Export", "Area"),
        "code": translate("Export", "Code"),
        "level": translate("Export", "Level"),
        "grids": translate("Export", "Grids"),
        "open": open_(),
        "late": late(),
        "urgent": translate("Export", "I and II"),
        "came": translate("Export", "Came today"),
        "done": translate("Export", "Closed today"),
        "on_time": translate("Export", "On time"),
        "on_duty": translate("Export", "On duty"),
        "name": translate("Export", "Name"),
        "role": translate("Export", "Role"),
        "state": translate("Export", "State"),
        "load": translate("Export", "Open incidents"),
        "age": translate("Export", "Position's age, s"),
        "figure": translate("Export", "Figure"),
        "value": translate("Export", "Value"),
        "note": translate("Export", "Note"),
        "hour": translate("Export", "Hour"),
        "summary": translate("Export", "Overview"),
        "incidents": translate("Export", "Incidents (open)"),
        "staff": translate("Export", "People"),
        "total": translate("Export", "All"),
        "nobody": translate("Export", "nobody yet"),
        "yes": translate("Export", "yes"),
        "supervised": translate("Export", "Supervised"),
        "none": translate("Export", "There is nothing to show."),
        "page": translate("Export", "page"),
        "layers": translate("Export", "Layers"),
        "find": translate("Export", "Find an incident"),
        "whole": translate("Export", "Whole city"),
        "grid_lines": translate("Export", "Grids"),
        "street_lines": translate("Export", "Streets"),
        "roads": translate("Export", "Roads"),
        "people": translate("Export", "People on duty"),
        "late_only": translate("Export", "late ones only"),
        "schematic": translate("Export", "Schematic map · WGS-84"),
    }


def somebody_on_it() -> str:
    return translate("Export", "outline: somebody is on it")


def ring_means() -> str:
    return translate("Export", "ring: time left, full when late")


def more(count: int) -> str:
    return translate("Export", "{count} more open incidents are in the workbook and on the map page.").format(
        count=count
    )
