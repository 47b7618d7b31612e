"""What a phone in the field is told: its tasks, who is on duty, and a bell that rings when something of its changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from backend.draft import Committed
from backend.field_messages import Fleet, Member, Task, TaskList
from backend.office import Office
from domain.access import sees_reporter
from domain.incident import Incident
from domain.messages import IncidentChanged, WorkerChanged
from domain.names import Name
from domain.orders import Actor
from domain.picture import Picture
from domain.worker import Worker


def is_task(incident: Incident, picture: Picture) -> bool:
    """Whether somebody in the field has it."""
    return incident.assignment is not None and picture.is_open(incident)


def task_of(incident: Incident, picture: Picture, reader: Actor | None) -> Task:
    """The task an assigned incident is. ``reader``: the worker who looks, None for a fleet."""
    assignment = incident.assignment
    assert assignment is not None
    stage, category = picture.stages.get(incident.stage), picture.categories.get(incident.category)
    shows_reporter = reader is not None and sees_reporter(reader, incident)
    return Task(
        incident=incident.id,
        version=incident.version,
        worker=assignment.worker,
        stage=incident.stage,
        stage_name=_both(stage.name if stage else Name(incident.stage)),
        waits_for=stage.waits_for if stage else "",
        category=incident.category,
        category_name=_both(category.name if category else Name(incident.category)),
        severity=int(incident.severity),
        title=incident.title,
        text=incident.text,
        lon=incident.place.lon,
        lat=incident.place.lat,
        address=incident.place.address,
        region=incident.region,
        region_path=picture.tree.path(incident.region),
        due_at=incident.deadline.due_at,
        assigned_at=assignment.assigned_at,
        accepted_at=assignment.accepted_at,
        arrived_at=assignment.arrived_at,
        reported_at=assignment.reported_at,
        eta=assignment.eta,
        route=assignment.route,
        legs=assignment.legs,
        handling=category.handling if category else 900.0,
        photos=incident.photos,
        reporter={"name": incident.reporter.name, "phone": incident.reporter.phone} if shows_reporter else None,
    )


def own_tasks(office: Office, worker: str, reader: Actor) -> TaskList:
    """All tasks of one worker, most pressing deadline first."""
    picture = office.picture
    held = (picture.incidents[key] for key in picture.tasks.get(worker, ()))
    tasks = sorted(
        (task_of(incident, picture, reader) for incident in held if is_task(incident, picture)),
        key=lambda task: (task.severity, task.due_at),
    )
    person = picture.workers.get(worker)
    states = {worker: person.state.value} if person else {}
    return TaskList(picture.epoch, office.seq, office.clock.reading(), True, tasks, [], states)


def fleet_tasks(office: Office, since: int) -> TaskList:
    """Tasks and states that changed after a journal entry; everything when that is too long ago to tell."""
    picture, recent = office.picture, office.recent
    if since <= 0 or since > office.seq or (since < office.seq and (not recent or recent[0].change.seq > since + 1)):
        tasks = [task_of(one, picture, None) for one in picture.incidents.values() if is_task(one, picture)]
        states = {worker.id: worker.state.value for worker in picture.roster}
        return TaskList(picture.epoch, office.seq, office.clock.reading(), True, tasks, [], states)
    incidents: dict[str, None] = {}
    workers: dict[str, None] = {}
    for committed in reversed(recent):
        change = committed.change
        if change.seq <= since:
            break
        if isinstance(change, WorkerChanged):
            workers[change.worker.id] = None
        elif isinstance(change, IncidentChanged):
            incidents[change.incident.id] = None
    held = [picture.incidents[key] for key in incidents if key in picture.incidents]
    tasks = [task_of(one, picture, None) for one in held if is_task(one, picture)]
    gone = [key for key in incidents if key not in picture.incidents or not is_task(picture.incidents[key], picture)]
    states = {key: picture.workers[key].state.value for key in workers if key in picture.workers}
    return TaskList(picture.epoch, office.seq, office.clock.reading(), False, tasks, gone, states)


def fleet_of(office: Office, digest: str) -> Fleet:
    """Everybody, with where he was last seen."""
    picture = office.picture
    members = [_member(worker, office) for worker in picture.roster]
    newest = max((incident.received_at for incident in picture.incidents.values()), default=0.0)
    return Fleet(picture.epoch, office.seq, office.clock.reading(), picture.city.code, digest, newest, members)


class Bells:
    """Wakes the phones whose own tasks or state changed, and nobody else: thousands wait at the same time."""

    def __init__(self, office: Office) -> None:
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}
        picture = office.picture
        self._holder = {one.id: one.worker for one in picture.incidents.values() if is_task(one, picture)}
        self._picture = picture
        self._started_at = office.seq
        self._changed_at: dict[str, int] = {}
        office.subscribe(self._ring)

    def changed_at(self, worker: str) -> int:
        """The journal entry that last changed something of this worker's, as far as this process knows."""
        return self._changed_at.get(worker, self._started_at)

    async def wait(self, worker: str, seconds: float) -> None:
        """Until something of this worker's changes, at most so many real seconds."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(worker, []).append(future)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await future
        waiting = self._waiting.get(worker, [])
        if future in waiting:
            waiting.remove(future)
        if not waiting:
            self._waiting.pop(worker, None)

    def _ring(self, committed: Sequence[Committed]) -> None:
        for one in committed:
            change = one.change
            match change:
                case WorkerChanged():
                    concerned = {change.worker.id}
                case IncidentChanged():
                    concerned = self._holders(change)
                case _:
                    continue
            for worker in concerned:
                self._changed_at[worker] = change.seq
                for future in self._waiting.pop(worker, ()):
                    if not future.done():
                        future.set_result(None)

    def _holders(self, change: IncidentChanged) -> set[str]:
        """Who has an incident now, and who had it before."""
        incident = change.incident
        concerned = {incident.worker, self._holder.pop(incident.id, "")} - {""}
        if is_task(incident, self._picture):
            self._holder[incident.id] = incident.worker
        return concerned


def _member(worker: Worker, office: Office) -> Member:
    place = office.picture.place_of(worker)
    positions = office.picture.positions
    fixed_at = float(positions.fixed_at[worker.index]) if place else None
    lon, lat = (float(place[0]), float(place[1])) if place else (None, None)
    return Member(
        worker.id, worker.index, worker.name, worker.role, worker.regions, worker.mode.value, worker.state.value,
        worker.shift, lon, lat, fixed_at,
    )  # fmt: skip


def _both(name: Name) -> dict[str, str]:
    return {"zh": name.text("zh"), "en": name.text("en")}
