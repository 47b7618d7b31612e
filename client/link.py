"""How the desk stands to its backend, for everyone who shows it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from domain.trouble import Trouble


class LinkPhase(StrEnum):
    """``connecting``: no picture yet. ``live``: what is shown is now. ``lost``: it was live; trying again. ``refused``:
    the backend said no, or the address is wrong; waits for the user. ``offline_picture``: shows the picture kept from
    last time; trying."""

    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    REFUSED = "refused"
    OFFLINE_PICTURE = "offline_picture"


class Link(msgspec.Struct, frozen=True):
    """The state of the link at one moment. ``since``, ``last_heard`` and ``next_try_at`` are monotonic seconds (the
    last heard moment of a kept picture lies before the program's start); ``age_s`` is how old the picture was when
    this was written. ``attempt``: tries that failed in a row. ``code`` and ``sentence`` say why it is not live.
    ``notices``: what somebody should see to although the room goes on: of the desk's own keeping (disk full, damaged
    file), of the clocks, and what the backend says of itself."""

    phase: LinkPhase
    since: float
    last_heard: float | None = None
    age_s: float | None = None
    attempt: int = 0
    next_try_s: float | None = None
    next_try_at: float | None = None
    code: str = ""
    sentence: str = ""
    notices: tuple[Trouble, ...] = ()

    @property
    def live(self) -> bool:
        return self.phase is LinkPhase.LIVE

    def age(self, now: float) -> float | None:
        """Seconds since the backend was last heard, at monotonic ``now``; None when it never was."""
        return None if self.last_heard is None else max(0.0, now - self.last_heard)
