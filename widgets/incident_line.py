"""What a row says of an incident: its kind, its place and who has it, in as many words as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt

from domain.incident import Incident
from domain.picture import Picture
from domain.urgency import DeadlineState
from widgets import wording, words

#: A name shortened to less than so many letters says nothing.
LEAST_WORD = 5
#: Logical pixels between two words that stand for themselves.
GAP = 8.0


class Metrics(Protocol):
    """How wide words are: a ``QFontMetricsF``."""

    def horizontalAdvance(self, text: str) -> float: ...
    def elidedText(self, text: str, mode: Qt.TextElideMode, width: float) -> str: ...


def kind(picture: Picture, incident: Incident, language: str) -> str:
    """What it is about in the language of the screen; empty where the title says it in that language already."""
    category = picture.categories.get(incident.category)
    if category is None or not language.startswith("en") or not _chinese(incident.title):
        return ""
    name = category.name.text(language)
    return "" if _chinese(name) else name


def headline(title: str, kind: str, width: float, bold: Metrics, plain: Metrics) -> tuple[str, str]:
    """The words of the first line in the letters they are for: the kind whole, if it can be, and what there is room
    for of the title."""
    if not kind:
        return _shortened(title, width, bold), ""
    left = width - bold.horizontalAdvance(kind) - GAP
    if left < LEAST_WORD * plain.horizontalAdvance("国"):
        return _shortened(kind, width, bold), ""
    return kind, _shortened(title, left, plain)


def standing(
    names: Sequence[str], marks: Sequence[str], stage: int, owner: str, width: float, metrics: Metrics
) -> tuple[str, list[str]]:
    """The second line: the place, and what stands at the right. ``names``: of the place, the narrowest area first;
    ``marks``: the rightmost first, each whole; ``owner``: who has it (empty: nobody), said with the mark at the place
    ``stage``. Community and grid come before his name, and his name before the areas above."""
    right = list(marks)

    def room() -> float:
        return width - sum(metrics.horizontalAdvance(words) + GAP for words in right)

    if owner:
        spare = room() - metrics.horizontalAdvance(_path(names[:2]))
        said = f"{marks[stage]} · "
        spare -= metrics.horizontalAdvance(said) - metrics.horizontalAdvance(marks[stage])
        if spare >= min(metrics.horizontalAdvance(owner), LEAST_WORD * metrics.horizontalAdvance("x")):
            right[stage] = said + _shortened(owner, spare, metrics)
    return _place(names, room(), metrics), right


def whole(picture: Picture, incident: Incident, state: DeadlineState, now: float, language: str) -> str:
    """All that a row may have left out, line by line."""
    category = picture.categories.get(incident.category)
    worker = picture.workers.get(incident.worker)
    stage = picture.stages[incident.stage].name.text(language)
    lines = [
        incident.title,
        f"{category.group.text(language)} › {category.name.text(language)}" if category else "",
        _path(wording.place_names(picture.tree, incident.region, language, 4)),
        incident.place.address,
        f"{stage} · {worker.title(language)}" if worker else stage,
        words.source(incident.source),
    ]
    if picture.is_open(incident) and state.phase != "paused":
        due = wording.moment(incident.deadline.due_at, now, ZoneInfo(picture.city.rules.calendar.zone))
        told = QCoreApplication.translate("IncidentHeader", "due {time}").format(time=due)
        lines.append(f"{told} ({wording.remaining(state.remaining)})")
    return "\n".join(line for line in lines if line)


def _place(names: Sequence[str], room: float, metrics: Metrics) -> str:
    """The place in as many words as there is room for; the grid last to go."""
    for count in range(len(names), 0, -1):
        if metrics.horizontalAdvance(_path(names[:count])) <= room:
            break
    else:
        return _shortened(names[0], room, metrics)
    if count == 1 and len(names) > 1:
        tail = f" › {names[0]}"
        left = room - metrics.horizontalAdvance(tail)
        if left >= LEAST_WORD * metrics.horizontalAdvance("x"):
            return _shortened(names[1], left, metrics) + tail
    return _path(names[:count])


def _path(names: Sequence[str]) -> str:
    return " › ".join(reversed(names))


def _shortened(text: str, width: float, metrics: Metrics) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
