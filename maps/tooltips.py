"""What is said of a thing the pointer rests on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from domain.access import masked_phone
from domain.cameras import Camera
from domain.closure import Closure
from domain.overlay import OverlayGrid
from domain.picture import Picture
from domain.worker import SILENT_AFTER, Worker
from maps import wording
from maps.scene import PHASES, SILENT, Scene
from maps.target import Target
from maps.terrain import Terrain

#: So many members of a cluster are named.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Heard:
    """How the map stands to the backend: whether it is ``live``, for how many seconds nothing was heard, and the city
    time when something was."""

    live: bool = True
    age: float = 0.0
    at: float = 0.0


def lines_for(
    target: Target, picture: Picture, scene: Scene, terrain: Terrain, language: str, heard: Heard = Heard()
) -> list[str]:
    """What it is first; empty when there is nothing to say. Of a picture that stands still moments are told instead of
    ages."""
    match target.kind:
        case "worker":
            return _worker(target.id, picture, scene, language, heard)
        case "crowd":
            return _crowd(target.counts)
        case "incident":
            return _incident(target, picture, scene, terrain, language)
        case "camera":
            return _camera(picture.city.cameras[int(target.id)])
        case "cameras":
            return _cameras(target.members, picture)
        case _:
            return [terrain.tree.path(target.id, language)]


def closure_lines(closure: Closure, language: str, zone: str) -> list[str]:
    """What is closed, why, by whom and for how long."""
    name = closure.road.text(language) or QCoreApplication.translate("MapTooltip", "Road without a name")
    since = QCoreApplication.translate("MapTooltip", "closed since {clock} by {name}").format(
        clock=wording.clock(closure.closed_at, zone), name=closure.closed_by_name
    )
    lines = [name, closure.reason, since]
    if closure.until is not None:
        until = QCoreApplication.translate("MapTooltip", "until {clock}")
        lines.append(until.format(clock=wording.clock(closure.until, zone)))
    return lines


def overlay_line(grid: OverlayGrid, officer: Worker | None, language: str) -> str:
    """An overlay grid and who answers for it; of his number only the ends."""
    name = f"{grid.name.text(language)} ({grid.code})"
    if officer is None:
        return name
    return " · ".join(part for part in (name, officer.title(language), masked_phone(officer.phone)) if part)


def _worker(id_: str, picture: Picture, scene: Scene, language: str, heard: Heard) -> list[str]:
    """Who he is, and three ages that nobody shall take for each other: of his state, his position and the link."""
    worker, row = picture.workers.get(id_), scene.crew.row.get(id_)
    if worker is None or row is None:
        return []
    role = picture.roles.get(worker.role)
    zone = picture.city.rules.calendar.zone
    return [
        worker.title(language),
        role.name.text(language) if role is not None else worker.role,
        wording.in_hand(picture.load(id_)),
        *_ages(worker, float(scene.crew.fixed_at[row]), scene.now, zone, heard),
    ]


def _crowd(counts: tuple[int, ...]) -> list[str]:
    """How many are gathered, and how many of them do what."""
    head = QCoreApplication.translate("MapTooltip", "{count} workers here").format(count=sum(counts))
    states = [f"{wording.worker_state(look)}: {count}" for look, count in enumerate(counts) if count]
    return [head, *states, QCoreApplication.translate("MapTooltip", "A click goes nearer, until they come apart.")]


def _camera(camera: Camera) -> list[str]:
    lines = [camera.name, camera.code]
    if camera.angle >= 360:
        lines.append(QCoreApplication.translate("MapTooltip", "sees all around"))
    elif camera.heading >= 0 and camera.angle:
        template = QCoreApplication.translate("MapTooltip", "looks {direction}, {angle}° wide")
        lines.append(template.format(direction=wording.direction(camera.heading), angle=camera.angle))
    return lines


def _cameras(members: tuple[str, ...], picture: Picture) -> list[str]:
    """How many, and the first of them by name."""
    lines = [QCoreApplication.translate("MapTooltip", "{count} cameras here").format(count=len(members))]
    lines += ["· " + picture.city.cameras[int(number)].name for number in members[:NAMED]]
    return [*lines, "…"] if len(members) > NAMED else lines


def _ages(worker: Worker, fixed_at: float, now: float, zone: str, heard: Heard) -> list[str]:
    def word(live: str, still: str, at: float) -> str:
        return live.format(age=wording.age(now - at)) if heard.live else still.format(clock=wording.clock(at, zone))

    translate = QCoreApplication.translate
    state = wording.state_name(worker.state)
    if worker.state_at is not None:
        since = translate("MapTooltip", "for {age}"), translate("MapTooltip", "since {clock}")
        state = f"{state} {word(*since, worker.state_at)}"
    position = translate("MapTooltip", "never seen")
    if fixed_at > 0:
        position = word(translate("MapTooltip", "{age} old"), translate("MapTooltip", "of {clock}"), fixed_at)
        if worker.on_duty and now - fixed_at > SILENT_AFTER:
            position = f"{position} · {wording.worker_state(SILENT)}"
    link = translate("MapTooltip", "heard {age} ago").format(age=wording.age(heard.age))
    if not heard.live:
        link = translate("MapTooltip", "lost; last heard at {clock}").format(clock=wording.clock(heard.at, zone))
    return [
        translate("MapTooltip", "State: {state}").format(state=state),
        translate("MapTooltip", "Position: {position}").format(position=position),
        translate("MapTooltip", "Link: {link}").format(link=link),
    ]


def _incident(target: Target, picture: Picture, scene: Scene, terrain: Terrain, language: str) -> list[str]:
    incident = picture.incidents.get(target.id)
    if incident is None:
        return []
    stage = picture.stages.get(incident.stage)
    lines = [
        incident.title,
        f"{stage.name.text(language) if stage is not None else incident.stage} · {_standing(target.id, scene)}",
        terrain.tree.path(incident.region, language) if incident.region in terrain.tree else incident.place.address,
    ]
    if len(target.members) > 1:
        more = QCoreApplication.translate("MapTooltip", "{count} incidents here:").format(count=len(target.members))
        lines.append(more)
        lines += ["· " + picture.incidents[id_].title for id_ in target.members[:NAMED] if id_ in picture.incidents]
        if len(target.members) > NAMED:
            lines.append("…")
    return [line for line in lines if line]


def _standing(id_: str, scene: Scene) -> str:
    """How it stands with its deadline."""
    row = scene.matters.row.get(id_)
    if row is None:
        return ""
    incident = scene.matters.incidents[row]
    if scene.matters.phase[row] == PHASES.index("paused"):
        return QCoreApplication.translate("MapTooltip", "the clock stands still")
    left = incident.deadline.due_at - scene.now
    if left < 0:
        return QCoreApplication.translate("MapTooltip", "late by {age}").format(age=wording.age(-left))
    return QCoreApplication.translate("MapTooltip", "{age} left").format(age=wording.age(left))
