"""What somebody should see to although the backend goes on: told to every desk for as long as it lasts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from backend.office import Office
from domain.trouble import Trouble

#: Less free disk than this is trouble that must be heard of before commands fail, bytes.
LOW_DISK = 200 * 1024 * 1024
#: Real seconds between two looks.
_EVERY = 1.0


class Concerns:
    """Called as often as one likes. ``folder``: where the city is kept."""

    def __init__(self, office: Office, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._office = office
        self._folder = folder
        self._monotonic = monotonic
        self._next = 0.0
        self._found: tuple[Trouble, ...] = ()
        self._log = structlog.stdlib.get_logger("backend.concerns")

    def __call__(self) -> tuple[Trouble, ...]:
        now = self._monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            found = (self.durability(), self._office.clock.trouble(), self._office.router_trouble)
            self._tell(tuple(one for one in found if one is not None))
        return self._found

    def durability(self) -> Trouble | None:
        """Why commands cannot be kept, or soon will not be."""
        failed = self._office.trouble
        if failed:
            return Trouble("nothing_durable", failed, {"said": failed})
        disk = os.statvfs(self._folder)
        free = disk.f_bavail * disk.f_frsize
        if free >= LOW_DISK:
            return None
        sentence = "The disk is nearly full; free space before commands can no longer be kept."
        return Trouble("disk_low", sentence, {"folder": str(self._folder), "free": f"{free // 2**20} MB"})

    def _tell(self, found: tuple[Trouble, ...]) -> None:
        """The log hears of what is new and of what is over."""
        before, now = {one.code for one in self._found}, {one.code for one in found}
        for one in found:
            if one.code not in before:
                self._log.warning("trouble", code=one.code, why=one.sentence)
        for code in before - now:
            self._log.info("trouble over", code=code)
        self._found = found
