"""Everything a desk and the backend say to each other as text; ``docs/protocol.md`` tells the story.

Every message is a JSON object with a ``kind``. Positions, city packs and photos travel as binary frames
(``domain.positions``, ``domain.frames``).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from domain.casefilter import CaseFilter
from domain.closure import Closure
from domain.incident import Incident, TimelineEntry
from domain.orders import Key, Line, OptionalKey, Order, RoadOrder
from domain.trouble import Trouble
from domain.usual import Counted, PastDay
from domain.worker import Worker

#: Version of this language. A desk of another version is told what to do. It rises with every release that says more or
#: says it otherwise: whoever follows a journal must understand every change in it (docs/protocol.md, "Versions").
PROTOCOL = 2

#: Seconds of silence after which either side treats the link as dead.
DEAD_AFTER = 10.0
#: Seconds between two heartbeats of a desk.
HEARTBEAT = 2.0


class Message(msgspec.Struct, frozen=True, tag_field="kind"):
    """Base of all messages."""


class Hello(Message, frozen=True, tag="hello", forbid_unknown_fields=True):
    """First message of a desk: who it is and what it already holds (empty epoch: nothing)."""

    protocol: int
    desk: Key
    user: OptionalKey
    secret: Annotated[str, Meta(max_length=300)]
    program: Line = ""
    epoch: OptionalKey = ""
    seq: Annotated[int, Meta(ge=0)] = 0


class Ping(Message, frozen=True, tag="ping", forbid_unknown_fields=True):
    """Heartbeat of a desk; ``at`` is a stamp of its own that comes back."""

    at: float


class Fetch(Message, frozen=True, tag="fetch", forbid_unknown_fields=True):
    """Asks for a binary frame: the city pack (``key``: its digest) or a photo (``key``: its name)."""

    what: Literal["city", "photo"]
    key: Key


class Statistics(Message, frozen=True, tag="statistics", forbid_unknown_fields=True):
    """Asks how the last ``days`` whole days went; ``week``: and for the figures of the last seven times 24 hours."""

    days: Annotated[int, Meta(ge=1, le=31)] = 7
    week: bool = False


class Browse(Message, frozen=True, tag="browse", forbid_unknown_fields=True):
    """Asks for closed incidents, the newest first; ``key`` is the desk's own and comes back.

    ``words``: all of them, anywhere in what the desk may read of it; ``region``: in this area (a code). ``before`` and
    ``below``: only those closed before a moment of city time, or at that very moment with a smaller id: the last one of
    the page before. ``chosen``: only those a filter chooses at the moment of the answer. ``incident``: this one alone,
    with its timeline."""

    key: Key
    words: Line = ""
    region: OptionalKey = ""
    before: float | None = None
    below: OptionalKey = ""
    count: Annotated[int, Meta(ge=1, le=200)] = 100
    incident: OptionalKey = ""
    chosen: CaseFilter | None = None


class Clock(msgspec.Struct, frozen=True):
    """City time now, and how many city seconds pass in a second."""

    time: float
    rate: float = 1.0


class Welcome(Message, frozen=True, tag="welcome"):
    """Answer to hello: what this backend is, who the desk is to it, and where the journal stands."""

    protocol: int
    program: str
    epoch: str
    seq: int
    city: str
    digest: str
    user: str
    name: str
    role: str
    scope: str
    clock: Clock


class Snapshot(Message, frozen=True, tag="snapshot"):
    """The whole changing state at ``seq``: open incidents and those closed in the last day, with their timelines, and
    the roads that are closed."""

    epoch: str
    seq: int
    clock: Clock
    incidents: list[Incident]
    timelines: dict[str, list[TimelineEntry]]
    workers: list[Worker]
    closures: list[Closure] = []


class IncidentChanged(Message, frozen=True, tag="incident", omit_defaults=True):
    """An incident is now this, because of ``entry``. ``earlier``: its whole timeline before, where it was closed so
    long ago that others may no longer hold it."""

    seq: int
    incident: Incident
    entry: TimelineEntry
    earlier: list[TimelineEntry] = []


class WorkerChanged(Message, frozen=True, tag="worker"):
    """A worker is now this."""

    seq: int
    at: float
    worker: Worker


class RoadChanged(Message, frozen=True, tag="road"):
    """A stretch of road was closed or opened: ``verb`` (``close_road open_road undo expire``) by ``actor``."""

    seq: int
    at: float
    closure: Closure
    verb: str
    actor: str
    command_id: str = ""


class Accepted(Message, frozen=True, tag="accepted"):
    """A command is durable; what it changed is the journal entry ``seq``. A repeated command gets the first answer."""

    command_id: str
    seq: int


class Refused(Message, frozen=True, tag="refused"):
    """A command changed nothing. ``version`` is the incident's current one where there is an incident."""

    command_id: str
    code: str
    sentence: str
    version: int | None = None


class Pong(Message, frozen=True, tag="pong", omit_defaults=True):
    """Heartbeat of the backend: the desk's stamp, the city's clock, the newest ``seq``. ``wall``: what the clock of its
    machine shows, seconds since 1970 (UTC). ``troubles``: what somebody should see to, for as long as it lasts."""

    at: float
    clock: Clock
    seq: int
    wall: float = 0.0
    troubles: tuple[Trouble, ...] = ()


class History(Message, frozen=True, tag="history"):
    """Answer to ``statistics``, made at city time ``at``: the whole days that are over, the newest first (fewer than
    asked for in a young city), and the figures of the last seven days (empty unless asked for), by indicator code.
    ``begun``: city time of the first entry of the journal: of what was before it nothing is known."""

    at: float
    begun: float | None = None
    days: tuple[PastDay, ...] = ()
    week: dict[str, Counted] = {}


class Archived(Message, frozen=True, tag="archived"):
    """Answer to ``browse``: a page of closed incidents, whether there are ``more``, and how many are closed in
    ``total``, whatever was asked for. ``timelines`` only of an incident asked for alone."""

    key: str
    incidents: tuple[Incident, ...]
    more: bool
    total: int
    timelines: dict[str, list[TimelineEntry]] = {}


class Missing(Message, frozen=True, tag="missing"):
    """What was fetched is not there."""

    what: str
    key: str


class Goodbye(Message, frozen=True, tag="goodbye"):
    """The backend is about to close this link: ``code`` (``protocol``, ``sign_in``, ``slow``, ``malformed``,
    ``too_large``, ``stopping``, ``silent``, ``full``, ``not_durable``) and a sentence that says what to do. ``retry``
    tells whether coming back by itself makes sense."""

    code: str
    sentence: str
    retry: bool = True


FromDesk = Hello | Order | RoadOrder | Ping | Fetch | Statistics | Browse
FromBackend = (
    Welcome
    | Snapshot
    | IncidentChanged
    | WorkerChanged
    | RoadChanged
    | Accepted
    | Refused
    | Pong
    | History
    | Archived
    | Missing
    | Goodbye
)
#: Messages that change the picture and carry a place in the journal.
Change = IncidentChanged | WorkerChanged | RoadChanged
