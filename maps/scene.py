"""What moves and changes, as arrays a map can draw from: workers by index, open incidents by how much they hurt; no
Qt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.incident import Incident
from domain.picture import Changes, Picture
from domain.positions import WORKER_STATES
from domain.shapes import DEGREE
from domain.urgency import SOON_SECONDS, calls, deadline_state
from domain.worker import SILENT_AFTER, Worker, WorkerState
from maps.projection import to_world

HEADING = WORKER_STATES.index(WorkerState.HEADING)
OFF_DUTY = WORKER_STATES.index(WorkerState.OFF_DUTY)
#: A worker's look on the map: his state, or this when he is on duty and not heard of.
SILENT = len(WORKER_STATES)

#: Directions a heading is told in.
SECTORS = 32
#: A position older than this (seconds) is drawn fainter, older than the second fainter still.
AGEING = (60.0, 150.0)

#: How an incident stands with its deadline.
PHASES = ("ok", "soon", "late", "paused")
OK, SOON, LATE, PAUSED = range(len(PHASES))

Rows = NDArray[np.int64]

#: How many deadlines are counted anew in one tick; calendars cost, and an arc may be some seconds old.
DEADLINES_A_TICK = 400


class Crew:
    """The workers, one row each (their index). ``world`` ``(n, 2)``; ``state`` as in ``WORKER_STATES``; ``look`` the
    same or ``SILENT``; ``facing`` one of ``SECTORS``, −1 unknown; ``known`` whether he was ever seen; ``age`` seconds
    since the last fix, ``fade`` how many of ``AGEING`` that is past; ``order`` the rows as they lie on each other: off
    duty lowest, then the silent, then those at work. ``edition`` grows whenever any of it changes."""

    def __init__(self) -> None:
        self.edition = 0
        self._resize(0)

    def _resize(self, count: int) -> None:
        self.workers: list[Worker | None] = [None] * count
        self.row: dict[str, int] = {}
        # x after x and y after y in memory: twice as quick to take to the screen
        self.world = np.zeros((2, count)).T
        self.state = np.zeros(count, np.uint8)
        self.look = np.zeros(count, np.uint8)
        self.heading = np.full(count, np.nan, np.float32)
        self.facing = np.full(count, -1, np.int16)
        self.fade = np.zeros(count, np.uint8)
        self.order = np.arange(count)
        self.fixed_at = np.zeros(count)
        self.age = np.zeros(count)
        self.known = np.zeros(count, bool)

    def __len__(self) -> int:
        return len(self.workers)

    def take(self, picture: Picture, changes: Changes) -> None:
        positions, moved = picture.positions, changes.moved
        if changes.reset or len(self) != len(positions):
            self._resize(len(positions))
            for worker in picture.roster:
                self.workers[worker.index] = worker
                self.row[worker.id] = worker.index
            moved = np.arange(len(positions), dtype=np.int32)
        else:
            for id_ in changes.workers:
                worker = picture.workers[id_]
                self.workers[worker.index] = worker
                self.row[id_] = worker.index
        self.world[moved] = to_world(positions.lon[moved] / DEGREE, positions.lat[moved] / DEGREE)
        self.heading[moved] = heading = positions.heading[moved]
        self.facing[moved] = heading_step(heading, SECTORS)
        self.fixed_at[moved] = positions.fixed_at[moved]
        self.state[:] = positions.state
        self.known = self.fixed_at > 0

    def grow_older(self, now: float) -> None:
        """Ages at city time ``now``, and who counts as silent."""
        self.edition += 1
        self.age = np.maximum(now - self.fixed_at, 0.0)
        silent = (self.state != OFF_DUTY) & (self.age > SILENT_AFTER)
        look = np.where(silent, SILENT, self.state).astype(np.uint8)
        self.fade = (self.age > AGEING[0]).astype(np.uint8) + (self.age > AGEING[1])
        self.fade[silent] = 0
        if not np.array_equal(look, self.look):
            self.look = look
            rank = np.where(look == OFF_DUTY, 0, np.where(silent, 1, 2)).astype(np.uint8)
            self.order = np.argsort(rank, kind="stable")


class Matters:
    """The open incidents, the one that hurts most last (it is drawn on top).

    Parallel arrays: ``ids``; ``world`` ``(m, 2)``; ``severity`` 1..4; ``waits`` for the desk; ``calls`` for
    attention; ``used`` share of the deadline (1: due); ``phase`` as in ``PHASES``. ``edition`` grows whenever rows
    come, go or change their order.

    A change costs a few array operations, however many there are; working calendars, which cost more, are looked into
    for some rows at a time."""

    def __init__(self) -> None:
        self.incidents: list[Incident] = []
        self.ids: list[str] = []
        self.row: dict[str, int] = {}
        self.world = np.zeros((0, 2))
        self.severity = np.zeros(0, np.uint8)
        self.waits = np.zeros(0, bool)
        self.calls = np.zeros(0, bool)
        self.used = np.zeros(0)
        self.phase = np.zeros(0, np.uint8)
        self.edition = 0
        self._due = np.zeros(0)  # when each turns late; never while its clock stands
        self._next = 0

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, picture: Picture, changes: Changes, now: float) -> None:
        if not (changes.reset or changes.incidents):
            return
        if changes.reset:
            kept, fresh = np.zeros(0, np.int64), picture.open_incidents()
        else:
            held = (picture.incidents.get(id_) for id_ in changes.incidents)
            fresh = [incident for incident in held if incident is not None and picture.is_open(incident)]
            kept = np.delete(np.arange(len(self)), [self.row[id_] for id_ in changes.incidents if id_ in self.row])
        self._put(kept, fresh, picture, now)

    def grow_older(self, picture: Picture, now: float) -> None:
        """Deadlines at city time ``now``: those that just turned late, and the next few hundred."""
        count = len(self)
        if not count:
            return
        turned = (self._due <= now) & (self.phase != LATE)
        rows = (np.arange(min(DEADLINES_A_TICK, count)) + self._next) % count
        self._next = int(rows[-1]) + 1
        self.used[turned], self.phase[turned] = np.maximum(self.used[turned], 1.0), LATE
        self._count(rows, picture, now)
        if turned.any():  # what is late now lies above what is not
            self._put(np.arange(count), [], picture, now)

    def _put(self, kept: Rows, fresh: list[Incident], picture: Picture, now: float) -> None:
        """Rows that stay and incidents that come, each in its place."""
        desk = {code for code, stage in picture.stages.items() if stage.waits_for == "desk"}
        begun = np.array([incident.deadline.started_at for incident in fresh], float)
        due = np.array([incident.deadline.due_at for incident in fresh], float)
        stands = np.array([incident.deadline.paused_at is not None for incident in fresh], bool)
        # until its calendar has been looked into, as if its clock ran day and night
        used = np.clip((now - begun) / np.maximum(due - begun, 1.0), 0.0, None)
        phase = np.where(due <= now, LATE, np.where(due - now <= SOON_SECONDS, SOON, OK))
        places = [incident.place for incident in fresh]
        severity = np.concatenate([self.severity[kept], np.array([one.severity for one in fresh], np.uint8)])
        turns_late = np.concatenate([self._due[kept], np.where(stands, np.inf, due)])
        order = np.lexsort((-turns_late, -severity.astype(np.int8), turns_late <= now))
        incidents = [*(self.incidents[row] for row in kept), *fresh]
        world = np.concatenate([self.world[kept], to_world([p.lon for p in places], [p.lat for p in places])])[order]
        self.incidents = [incidents[row] for row in order.tolist()]
        ids = [incident.id for incident in self.incidents]
        if ids != self.ids or not np.array_equal(world, self.world):
            self.edition += 1
        self.ids, self.world, self.severity, self._due = ids, world, severity[order], turns_late[order]
        self.row = {id_: row for row, id_ in enumerate(ids)}
        waits = np.array([one.stage in desk for one in fresh], bool)
        self.waits = np.concatenate([self.waits[kept], waits])[order]
        calling = np.array([calls(one, picture.stages.get(one.stage)) for one in fresh], bool)
        self.calls = np.concatenate([self.calls[kept], calling])[order]
        self.used = np.concatenate([self.used[kept], used])[order]
        self.phase = np.concatenate([self.phase[kept], np.where(stands, PAUSED, phase).astype(np.uint8)])[order]
        # the worst of those that came are looked into at once
        self._count(np.flatnonzero(order >= len(kept))[-DEADLINES_A_TICK:], picture, now)

    def _count(self, rows: Rows, picture: Picture, now: float) -> None:
        """Look into the calendar of these rows."""
        calendar = picture.city.rules.calendar
        for row in rows.tolist():
            state = deadline_state(self.incidents[row], now, calendar)
            self.used[row], self.phase[row] = state.fraction, PHASES.index(state.phase)


class Scene:
    """Crew and matters of one picture."""

    def __init__(self) -> None:
        self.crew = Crew()
        self.matters = Matters()
        self.now = 0.0

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self.now = now
        self.crew.take(picture, changes)
        self.crew.grow_older(now)
        self.matters.take(picture, changes, now)

    def tick(self, picture: Picture, now: float) -> None:
        self.now = now
        self.crew.grow_older(now)
        self.matters.grow_older(picture, now)


def heading_step(heading: NDArray[np.float32], steps: int) -> NDArray[np.int16]:
    """Degrees clockwise from north to one of ``steps`` directions; unknown is −1."""
    unknown = np.isnan(heading)
    step = np.rint(np.where(unknown, 0.0, heading) * np.float32(steps / 360)).astype(np.int16) % steps
    step[unknown] = -1
    return np.asarray(step, np.int16)
