"""Writes the picture down while it lives, in a thread of its own: neither the link nor the screen waits for a disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from client.journal import JournalError, PictureFile
from client.merging import MergedPositions
from domain.messages import Change, Clock, Snapshot
from domain.positions import PositionBlock
from domain.trouble import Trouble

#: Seconds between two writes; what a crash can cost, and no more than what the backend sends again anyway.
WRITE_EVERY = 0.5
#: Seconds between two copies of everybody's last position, and between two words of "still there".
POSITIONS_EVERY, MARK_EVERY, PRUNE_EVERY = 20.0, 5.0, 600.0
#: Changes that may wait for a disk that does not take them.
MOST_WAITING = 20_000


class Recorder:
    """``notice`` is the trouble of the moment, None when there is none; ``lost`` counts changes that will not be in the
    file (it stays complete, only older, until the next snapshot). ``also`` is done with each write."""

    def __init__(self, file: PictureFile, also: Callable[[], None], on_notice: Callable[[], None]) -> None:
        self.notice = file.notice
        self.lost = 0
        self._file = file
        self._also = also
        self._on_notice = on_notice
        self._lock = threading.Lock()
        self._waiting: list[Snapshot | Change] = []
        self._positions = MergedPositions()
        self._digest = ""
        self._clock: Clock | None = None
        self._heard_at = 0.0
        self._behind = False
        self._next = {"positions": 0.0, "mark": 0.0, "prune": 0.0}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Writes what waits and ends. The file stays open."""
        self._stop.set()
        self._thread.join()

    def put(self, change: Snapshot | Change, digest: str, new_epoch: bool = False) -> None:
        """A snapshot or change, in journal order, over the city ``digest``."""
        with self._lock:
            self._digest = digest
            if isinstance(change, Snapshot):
                self._waiting, self._behind = [change], False
                if new_epoch:
                    self._positions.clear()
            elif self._behind:
                self.lost += 1
            else:
                self._waiting.append(change)

    def put_positions(self, block: PositionBlock) -> None:
        with self._lock:
            self._positions.put(block)

    def heard(self, clock: Clock, wall: float) -> None:
        """The city's clock as it was at wall second ``wall``."""
        with self._lock:
            self._clock, self._heard_at = clock, wall

    def _run(self) -> None:
        while not self._stop.wait(WRITE_EVERY):
            self._write(time.monotonic(), last=False)
        self._write(time.monotonic(), last=True)

    def _write(self, now: float, last: bool) -> None:
        with self._lock:
            clock, heard_at, digest = self._clock, self._heard_at, self._digest
            if self._behind or clock is None:
                changes = []
            else:
                changes, self._waiting = self._waiting, []
            block = self._positions.peek() if last or self._due("positions", now, POSITIONS_EVERY) else None
            mark = last or self._due("mark", now, MARK_EVERY)
        try:
            self._also()
            if clock is not None and not self._behind and (changes or block or mark):
                self._file.write(changes, digest, clock, heard_at, block)
            if clock is not None and self._due("prune", now, PRUNE_EVERY):
                self._file.prune(clock.time)
            self._say(None)
        except JournalError as error:
            self._keep_for_later(changes, error)
            self._say(not_written(error))

    def _keep_for_later(self, changes: list[Snapshot | Change], error: JournalError) -> None:
        if error.code == "damaged":
            self._file.start_over("was damaged while in use")
        with self._lock:
            later_snapshot = bool(self._waiting) and isinstance(self._waiting[0], Snapshot)
            waiting = self._waiting if later_snapshot else changes + self._waiting
            starts_whole = bool(waiting) and isinstance(waiting[0], Snapshot)
            if len(waiting) > MOST_WAITING or (error.code == "damaged" and not starts_whole):
                self.lost += len(waiting)
                waiting, self._behind = [], True
            self._waiting = waiting

    def _due(self, what: str, now: float, every: float) -> bool:
        if now < self._next[what]:
            return False
        self._next[what] = now + every
        return True

    def _say(self, notice: Trouble | None) -> None:
        notice = notice or self._file.notice
        if notice != self.notice:
            self.notice = notice
            self._on_notice()


def not_written(error: JournalError) -> Trouble:
    """That the picture is not written down, and why."""
    sentence = f"The picture is not written down: {error.sentence}"
    return Trouble("picture_not_kept", sentence, {**error.facts, "cause": error.code})
