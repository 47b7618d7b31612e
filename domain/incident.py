"""One thing to be settled, and the record of everything that was done about it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from domain.category import Allowance, Severity
from domain.directions import Leg


class Source(StrEnum):
    """Where an incident came from."""

    WORKER = "worker"  # 网格员上报
    HOTLINE = "hotline"  # 12345
    POLICE = "police"  # 110 非警务
    RESIDENT = "resident"  # 居民平台
    CAMERA = "camera"  # 视频AI
    SENSOR = "sensor"  # 物联感知
    PETITION = "petition"  # 信访
    LEADER = "leader"  # 领导交办
    IMPORT = "import"  # 历史导入


class Deadline(msgspec.Struct, frozen=True):
    """When the whole incident must be closed. All times are city time in seconds since 1970 (UTC).

    ``paused_at`` is set while the clock stands still (suspension); going on moves ``started_at`` and ``due_at`` by the
    time it stood. ``extended`` counts approved extensions."""

    started_at: float
    due_at: float
    allowance: Allowance
    paused_at: float | None = None
    extended: int = 0


class Assignment(msgspec.Struct, frozen=True):
    """Who has the incident now. ``region`` is set when it was sent to an area and the backend chose the person."""

    worker: str
    assigned_at: float
    region: str = ""
    accepted_at: float | None = None
    arrived_at: float | None = None
    reported_at: float | None = None
    #: Travel time promised at dispatch, seconds; None when there is no position or no road.
    eta: float | None = None
    #: The way there as an encoded polyline (Google's algorithm, precision 5, latitude first); empty until accepted.
    route: str = ""
    #: The same way to be told, turn by turn.
    legs: tuple[Leg, ...] = ()

    @property
    def way_takes(self) -> float | None:
        """Seconds for the whole of the way as it is now, whenever it was taken up; None when nobody knows. (``eta``
        counts from when he set out, also when he was led another way since.)"""
        return float(sum(leg.seconds for leg in self.legs)) or self.eta


class Place(msgspec.Struct, frozen=True):
    """Where it is: WGS-84 degrees, and the words it was given in."""

    lon: float
    lat: float
    address: str = ""


class Reporter(msgspec.Struct, frozen=True):
    """Who told us; the backend masks it for those whose role does not need it."""

    name: str = ""
    phone: str = ""


class Incident(msgspec.Struct, frozen=True):
    """The state of one incident at one version. Nothing but ``domain.workflow`` makes the next version.

    ``stage`` is a stage code of the city's workflow, ``stage_at`` when it came there (None: with its last change).
    ``region`` is the grid it lies in (empty: outside the city). ``lookalikes`` are ids within 50 m and 24 h of it.
    ``level`` is how high it has been escalated (a region level)."""

    id: str
    version: int
    stage: str
    category: str
    severity: Severity
    title: str
    source: Source
    place: Place
    region: str
    occurred_at: float
    received_at: float
    changed_at: float
    deadline: Deadline
    text: str = ""
    case: str = ""
    department: str = ""
    reporter: Reporter = Reporter()
    reported_by: str = ""  # worker id, when a worker found it
    assignment: Assignment | None = None
    photos: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    merged_into: str = ""
    level: str = "grid"
    supervised: bool = False
    closed_at: float | None = None
    outcome: str = ""
    rating: int | None = None
    stage_at: float | None = None
    #: City time when somebody of the room last said that it is known: what happened before calls for nobody any more.
    acknowledged_at: float | None = None
    external: str = ""  # channel and id in the system it came from, "open311:…"

    @property
    def in_stage_since(self) -> float:
        """City time since when it stands in its stage: what is said or changed about it meanwhile does not count."""
        return self.changed_at if self.stage_at is None else self.stage_at

    @property
    def worker(self) -> str:
        """The id of the worker who has it, empty when nobody has."""
        return self.assignment.worker if self.assignment else ""


class TimelineEntry(msgspec.Struct, frozen=True):
    """Who did what when. ``version`` is the version the step produced; together with the incident id it is unique.

    ``worker`` is who has it after the step, or had it before; ``into``, ``hours``, ``undoes`` are what the order named:
    the incident merged into, the hours it was extended by, the command taken back."""

    incident: str
    version: int
    at: float
    verb: str
    actor: str  # "user:…", "worker:…", "rule:…", "channel:…"
    from_stage: str = ""
    to_stage: str = ""
    actor_name: str = ""
    worker: str = ""
    region: str = ""
    reason: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    command_id: str = ""
    into: str = ""
    hours: float | None = None
    undoes: str = ""
