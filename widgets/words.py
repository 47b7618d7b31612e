"""Words for what the code names: sources, states, severities, verbs outside the flow, reasons of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.category import Severity
from domain.incident import Source, TimelineEntry
from domain.picture import Picture
from domain.region import Level

SOURCES: dict[str, object] = {
    Source.WORKER: QT_TRANSLATE_NOOP("Words", "Grid worker"),
    Source.HOTLINE: QT_TRANSLATE_NOOP("Words", "Hotline 12345"),
    Source.POLICE: QT_TRANSLATE_NOOP("Words", "110, non-police"),
    Source.RESIDENT: QT_TRANSLATE_NOOP("Words", "Residents' platform"),
    Source.CAMERA: QT_TRANSLATE_NOOP("Words", "Video AI"),
    Source.SENSOR: QT_TRANSLATE_NOOP("Words", "Sensor"),
    Source.PETITION: QT_TRANSLATE_NOOP("Words", "Petition"),
    Source.LEADER: QT_TRANSLATE_NOOP("Words", "Assigned by a leader"),
    Source.IMPORT: QT_TRANSLATE_NOOP("Words", "Brought in from a file"),
}
RULES: dict[str, object] = {
    "rule.own_small_matter": QT_TRANSLATE_NOOP("Words", "a small matter the worker found in his own grid"),
    "rule.overdue": QT_TRANSLATE_NOOP("Words", "the deadline has passed"),
    "rule.road_closed": QT_TRANSLATE_NOOP("Words", "a road on the way was closed"),
    "rule.road_open": QT_TRANSLATE_NOOP("Words", "a road on the way is open again"),
    "rule.unanswered": QT_TRANSLATE_NOOP("Words", "the worker has not answered in time"),
}
STATES: dict[str, object] = {
    "off_duty": QT_TRANSLATE_NOOP("Words", "Off duty"),
    "free": QT_TRANSLATE_NOOP("Words", "Free"),
    "heading": QT_TRANSLATE_NOOP("Words", "On the way"),
    "on_scene": QT_TRANSLATE_NOOP("Words", "On scene"),
    "busy": QT_TRANSLATE_NOOP("Words", "Busy"),
    "resting": QT_TRANSLATE_NOOP("Words", "Resting"),
    "silent": QT_TRANSLATE_NOOP("Words", "Silent"),
}
SEVERITIES: dict[int, object] = {
    Severity.RED: QT_TRANSLATE_NOOP("Words", "I red"),
    Severity.ORANGE: QT_TRANSLATE_NOOP("Words", "II orange"),
    Severity.YELLOW: QT_TRANSLATE_NOOP("Words", "III yellow"),
    Severity.BLUE: QT_TRANSLATE_NOOP("Words", "IV blue"),
}
LEVELS: dict[str, object] = {
    Level.CITY: QT_TRANSLATE_NOOP("Words", "city"),
    Level.DISTRICT: QT_TRANSLATE_NOOP("Words", "district"),
    Level.STREET: QT_TRANSLATE_NOOP("Words", "street"),
    Level.COMMUNITY: QT_TRANSLATE_NOOP("Words", "community"),
    Level.GRID: QT_TRANSLATE_NOOP("Words", "grid"),
}
VERBS: dict[str, object] = {
    "open": QT_TRANSLATE_NOOP("Words", "Received"),
    "undo": QT_TRANSLATE_NOOP("Words", "Undone"),
    "reroute": QT_TRANSLATE_NOOP("Words", "Led another way"),
}
#: Why an incident cannot be dropped on somebody, or why that would be odd.
OBSTACLES: dict[str, object] = {
    "off_duty": QT_TRANSLATE_NOOP("Words", "off duty"),
    "silent": QT_TRANSLATE_NOOP("Words", "silent, position too old"),
    "no_position": QT_TRANSLATE_NOOP("Words", "never seen, no position"),
    "no_road": QT_TRANSLATE_NOOP("Words", "no road leads there"),
    "role_cannot": QT_TRANSLATE_NOOP("Words", "this role takes no incidents"),
    "already_has": QT_TRANSLATE_NOOP("Words", "has it already"),
    "no_change": QT_TRANSLATE_NOOP("Words", "has it already"),
    "out_of_scope": QT_TRANSLATE_NOOP("Words", "outside your area"),
    "resting": QT_TRANSLATE_NOOP("Words", "resting"),
    "wrong_stage": QT_TRANSLATE_NOOP("Words", "cannot be dispatched at this stage"),
    "nobody": QT_TRANSLATE_NOOP("Words", "nobody responsible is on duty here"),
    "nobody_on_duty": QT_TRANSLATE_NOOP("Words", "nobody responsible is on duty here"),
    "unknown_region": QT_TRANSLATE_NOOP("Words", "this area does not exist"),
}


def _word(table: Mapping[Any, object], key: object) -> str:
    text = table.get(key)
    return QCoreApplication.translate("Words", str(text)) if text is not None else str(key)


def source(code: str) -> str:
    return _word(SOURCES, code)


def state(code: str) -> str:
    """A worker's state, or ``silent``."""
    return _word(STATES, code)


def severity(level: int) -> str:
    return _word(SEVERITIES, int(level))


def obstacle(code: str) -> str:
    """Why somebody cannot have an incident."""
    return _word(OBSTACLES, code)


def level(code: str) -> str:
    """A level of the region tree."""
    return _word(LEVELS, code)


def verb(picture: Picture, code: str, language: str) -> str:
    """What was done, as the flow names it."""
    for step in picture.city.rules.workflow.steps:
        if step.verb == code:
            return step.name.text(language)
    return _word(VERBS, code)


def reason(code: str) -> str:
    """Why something was done: a person's own words, or what a rule goes by."""
    return _word(RULES, code) if code in RULES else code


def actor(picture: Picture, entry: TimelineEntry, language: str) -> str:
    """Who did it."""
    kind, _, name = entry.actor.partition(":")
    worker = picture.workers.get(name) if kind == "worker" else None
    if worker is not None:
        return worker.title(language)
    told = picture.incidents.get(entry.incident)
    if kind == "channel" and not entry.from_stage and told is not None:
        return source(told.source)
    if kind == "rule" and (name == "dispatching" or not entry.actor_name):
        return QCoreApplication.translate("Words", "by rule")  # in the language of the screen
    if entry.actor_name:
        return entry.actor_name
    return source(name) if kind == "channel" else name or kind
