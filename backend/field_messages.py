"""What ``/field`` answers, for those who give the answers and for those who read them."""

from __future__ import annotations

import msgspec

from domain.directions import Leg
from domain.messages import Clock


class Task(msgspec.Struct):
    """An incident as the worker needs it. Times are city time (``TaskList.clock`` says what that is now); ``route`` is
    an encoded polyline (precision 5, latitude first), ``legs`` tells it turn by turn; ``reporter`` is only given to the
    phone of the one who has it."""

    incident: str
    version: int
    worker: str
    stage: str
    stage_name: dict[str, str]
    waits_for: str
    category: str
    category_name: dict[str, str]
    severity: int
    title: str
    text: str
    lon: float
    lat: float
    address: str
    region: str
    region_path: str
    due_at: float
    assigned_at: float
    accepted_at: float | None
    arrived_at: float | None
    reported_at: float | None
    eta: float | None
    route: str
    handling: float
    photos: tuple[str, ...]
    reporter: dict[str, str] | None = None
    legs: tuple[Leg, ...] = ()


class Member(msgspec.Struct):
    """A worker as a fleet needs him; place in WGS-84 degrees and city time of it, None when he was never seen."""

    id: str
    index: int
    name: str
    role: str
    regions: tuple[str, ...]
    mode: str
    state: str
    shift: tuple[int, int]
    lon: float | None
    lat: float | None
    fixed_at: float | None


class TaskList(msgspec.Struct):
    """An answer of ``/field/tasks``. ``full``: these are all tasks; otherwise those that changed after ``since``, and
    ``gone`` are incidents that are nobody's task any more. ``states``: worker id → state, of those that changed."""

    epoch: str
    seq: int
    clock: Clock
    full: bool
    tasks: list[Task]
    gone: list[str]
    states: dict[str, str]


class Fleet(msgspec.Struct):
    """Everything a fleet starts from. ``digest`` names the city pack of ``/field/city``; ``newest`` is the city time at
    which the last incident came in, 0 when there is none."""

    epoch: str
    seq: int
    clock: Clock
    city: str
    digest: str
    newest: float
    workers: list[Member]
