"""The people in the field: who they are, which grids are theirs, what they are doing."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from domain.names import Name


class WorkerState(StrEnum):
    """What a worker does, as the backend knows it. *Silent* is not among them: it follows from a position's age."""

    OFF_DUTY = "off_duty"
    FREE = "free"
    HEADING = "heading"
    ON_SCENE = "on_scene"
    BUSY = "busy"
    RESTING = "resting"


#: An on-duty worker whose position is older than this many seconds counts as silent.
SILENT_AFTER = 180.0


class Mode(StrEnum):
    """How a worker gets about."""

    FOOT = "foot"
    EBIKE = "ebike"
    CAR = "car"


class Role(msgspec.Struct, frozen=True):
    """A kind of worker (网格长, 专职网格员 …). ``level`` is the region level he is responsible at; ``handles`` whether
    an incident can be given to him; ``full_time`` whether he counts among the full-time staff."""

    code: str
    name: Name
    level: str = "grid"
    handles: bool = True
    full_time: bool = True


class Worker(msgspec.Struct, frozen=True):
    """One person. ``index`` is his column in position blocks and never changes inside an epoch; ``regions`` are the
    codes he is responsible for (many grids to many workers); ``department`` is empty for grid staff. ``state_at``: city
    time since when his state is what it is, None when nobody knows."""

    id: str
    index: int
    name: str
    role: str
    regions: tuple[str, ...]
    name_en: str = ""
    phone: str = ""
    mode: Mode = Mode.EBIKE
    department: str = ""
    state: WorkerState = WorkerState.OFF_DUTY
    shift: tuple[int, int] = (8 * 60, 18 * 60)  # minutes after local midnight; may run over midnight
    version: int = 0
    state_at: float | None = None

    @property
    def on_duty(self) -> bool:
        return self.state is not WorkerState.OFF_DUTY

    def title(self, language: str) -> str:
        return self.name_en if language.startswith("en") and self.name_en else self.name


class Department(msgspec.Struct, frozen=True):
    """A municipal department that sits in the centre."""

    code: str
    name: Name
    #: Whether it is on the "centre calls, we answer" list: it must acknowledge in a set time.
    answers_calls: bool = False
