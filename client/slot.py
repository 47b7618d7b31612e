"""One desk, one folder: desks on the same data never share a journal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

#: More desks than this on one data folder are a mistake, not a room.
MOST_DESKS = 64


class Slot:
    """The first of ``desk-1``, ``desk-2`` … under a folder that no living process holds. The operating system gives it
    back when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError when the folder cannot be written, or every slot is held."""
        for number in range(1, MOST_DESKS + 1):
            path = folder / f"desk-{number}"
            path.mkdir(parents=True, exist_ok=True)
            lock = (path / "lock").open("a+b")
            if _hold(lock):
                self.number, self.path, self._lock = number, path, lock
                return
            lock.close()
        raise OSError(f"{MOST_DESKS} desks already use {folder}; give this one a folder of its own with --data")

    @contextmanager
    def abandoned(self) -> Iterator[list[Path]]:
        """The folders beside this one whose desks have ended, held for as long as the context lasts."""
        locks: list[IO[bytes]] = []
        found: list[Path] = []
        try:
            for path in sorted(self.path.parent.glob("desk-*")):
                if path != self.path and path.is_dir():
                    locks.append((path / "lock").open("a+b"))
                    if _hold(locks[-1]):
                        found.append(path)
            yield found
        finally:
            for lock in locks:
                lock.close()

    def release(self) -> None:
        """Let another desk have it. May be called twice."""
        self._lock.close()

    def __enter__(self) -> Slot:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _hold(lock: IO[bytes]) -> bool:
        try:
            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _hold(lock: IO[bytes]) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
