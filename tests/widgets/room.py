"""Builders for the views' tests: matters at every stage, moved on only by the workflow; drags made of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from PySide6.QtCore import QByteArray, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from domain.candidates import Flight, weigh
from domain.category import Category
from domain.drag import INCIDENT_MIME
from domain.incident import Incident, TimelineEntry
from domain.messages import Clock, IncidentChanged, Snapshot
from domain.orders import Actor
from domain.picture import Changes, Picture
from domain.roads import RoadGraph
from domain.worker import Worker
from domain.workflow import Facts, advance
from tests.domain.small_city import (
    CATEGORIES,
    COVER,
    DISPATCHER,
    MONDAY_NINE,
    RUBBISH,
    SHANGHAI,
    new_incident,
    order,
    picture_with_everybody,
    seven_steps,
)

NOW = MONDAY_NINE + 600
RESET = Changes(reset=True)
FLOW = seven_steps()


def matter(
    picture: Picture,
    id: str,
    verbs: Iterable[str] = (),
    grid: int = 1,
    category: Category = RUBBISH,
    received: float = MONDAY_NINE,
    worker: str = "g1",
) -> tuple[Incident, list[TimelineEntry]]:
    """An incident after some steps, each ten seconds after the one before, and its timeline."""
    incident = new_incident(id, grid, category, received, text=f"{category.name.zh} {id}")
    entry = TimelineEntry(id, 1, received, "open", "channel:hotline", to_stage=incident.stage)
    timeline = [entry]
    somebody = picture.workers[worker]
    for number, verb in enumerate(verbs, 1):
        actor = DISPATCHER if verb in ("file", "dispatch", "verify", "close", "merge") else _as_actor(somebody)
        fields = {"worker": worker} if verb == "dispatch" else {}
        facts = Facts(SHANGHAI, CATEGORIES, case=f"C-{id}", assignee=somebody, eta=300.0)
        incident, entry = advance(FLOW, incident, order(incident, verb, **fields), actor, received + 10 * number, facts)
        timeline.append(entry)
    return incident, timeline


def _as_actor(worker: Worker) -> Actor:
    return Actor("worker", worker.id, worker.name, "worker")


def room(*, states: dict[str, str] | None = None) -> Picture:
    """Everybody free; a red one nobody has touched, one with a worker, one late, one reported, one closed today."""
    picture = picture_with_everybody(NOW)
    matters = [
        matter(picture, "red", category=COVER, grid=3),
        matter(picture, "field", ("file", "dispatch", "accept"), grid=1, worker="g1"),
        matter(picture, "late", ("file",), grid=5, received=NOW - 4 * 86400),
        matter(picture, "reported", ("file", "dispatch", "accept", "arrive", "report"), grid=2, worker="g2"),
        matter(picture, "closed", ("file", "dispatch", "accept", "arrive", "report", "close"), grid=2, worker="g2"),
    ]
    workers = [msgspec.structs.replace(w, state=(states or {}).get(w.id, w.state)) for w in picture.roster]
    picture.apply(
        Snapshot(
            "epoch",
            1,
            Clock(NOW),
            [incident for incident, _ in matters],
            {incident.id: timeline for incident, timeline in matters},
            workers,
        )
    )
    return picture


def change(picture: Picture, incident: Incident) -> Changes:
    """Put an incident into the picture as the next change of the journal."""
    entry = TimelineEntry(incident.id, incident.version, NOW, "note", "user:x")
    return picture.apply(IncidentChanged(picture.seq + 1, incident, entry))


def flight(picture: Picture, incident: str) -> Flight:
    """The incident weighed against everybody."""
    return weigh(picture, RoadGraph(picture.city.geography.roads), picture.incidents[incident], NOW)


class Drag:
    """A drag of an incident as the events a view gets."""

    def __init__(self, incident: str) -> None:
        self._data = QMimeData()
        self._data.setData(INCIDENT_MIME, QByteArray(incident.encode()))

    def enter(self, at: QPoint | None = None) -> QDragEnterEvent:
        return QDragEnterEvent(at or QPoint(), _ACTIONS, self._data, _LEFT, _NO_KEY)

    def move(self, at: QPoint) -> QDragMoveEvent:
        event = QDragMoveEvent(at, _ACTIONS, self._data, _LEFT, _NO_KEY)
        event.ignore()
        return event

    def drop(self, at: QPoint) -> QDropEvent:
        event = QDropEvent(at, _ACTIONS, self._data, _LEFT, _NO_KEY)
        event.ignore()
        return event


_ACTIONS = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
_NO_KEY = Qt.KeyboardModifier.NoModifier


def told_by(view: QObject, *signals: str) -> list[tuple[Any, ...]]:
    """What a view asks for from now on, as (signal, values …)."""
    found: list[tuple[Any, ...]] = []
    for name in signals:
        getattr(view, name).connect(lambda *told, name=name: found.append((name, *told)))
    return found
