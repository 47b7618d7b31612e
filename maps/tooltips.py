"""What is said of a thing the pointer rests on."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from domain.picture import Picture
from maps import wording
from maps.scene import PHASES, Scene
from maps.target import Target
from maps.terrain import Terrain

#: So many members of a cluster are named.
NAMED = 6


def text_for(
    target: Target, picture: Picture, scene: Scene, terrain: Terrain, language: str, live: bool = True
) -> str:
    """Rich text; everything that came from outside is escaped. Empty when there is nothing to say. ``live``: whether
    the picture is of now; of one that stands still moments are told instead of ages."""
    match target.kind:
        case "worker":
            lines = _worker(target.id, picture, scene, language, live)
        case "incident":
            lines = _incident(target, picture, scene, terrain, language)
        case "camera":
            camera = picture.city.cameras[int(target.id)]
            lines = [camera.name, camera.code]
        case _:
            lines = [terrain.tree.path(target.id, language)]
    if not lines:
        return ""
    head, *rest = (escape(line) for line in lines)
    return "<b>" + head + "</b>" + "".join("<br>" + line for line in rest)


def _worker(id_: str, picture: Picture, scene: Scene, language: str, live: bool) -> list[str]:
    worker, row = picture.workers.get(id_), scene.crew.row.get(id_)
    if worker is None or row is None:
        return []
    role = picture.roles.get(worker.role)
    if live:
        template = QCoreApplication.translate("MapTooltip", "position {age} old")
        seen = template.format(age=wording.age(float(scene.crew.age[row])))
    else:
        template = QCoreApplication.translate("MapTooltip", "position of {clock}")
        seen = template.format(clock=wording.clock(float(scene.crew.fixed_at[row]), picture.city.rules.calendar.zone))
    state = wording.worker_state(int(scene.crew.look[row]))
    return [
        worker.title(language),
        role.name.text(language) if role is not None else worker.role,
        f"{state} · {wording.in_hand(picture.load(id_))}",
        seen,
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
