"""Work done beside the screen's thread for what is wanted now: the best first, nothing for what is not wanted any more.

No Qt. Threads begin with the work and end with it, so that a desk without tiles has none, and one whose tiles are all
there has none either.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from maps.tiles.trouble import TileTrouble

log = logging.getLogger(__name__)

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Loader(Generic[Key, Result]):
    """``work`` gives one or more results for a key, each better than the one before, and raises TileTrouble.
    ``deliver`` gets each; ``done`` gets the trouble, or None, when a key's work is over. All three are called in the
    threads of the loader."""

    def __init__(
        self,
        work: Callable[[Key], Iterator[Result]],
        deliver: Callable[[Key, Result], None],
        done: Callable[[Key, TileTrouble | None], None],
        threads: int,
    ) -> None:
        self._work, self._deliver, self._done, self._most = work, deliver, done, threads
        self._lock, self._telling = threading.Lock(), threading.Lock()
        self._waiting: list[Key] = []  # the last is the next
        self._doing: set[Key] = set()
        self._threads: set[threading.Thread] = set()
        self._closed = False

    def want(self, keys: Sequence[Key]) -> None:
        """From now on these, the first first; whatever waits and is not among them is given up."""
        with self._lock:
            if self._closed:
                return
            self._waiting = [key for key in reversed(keys) if key not in self._doing]
            for _ in range(min(self._most - len(self._threads), len(self._waiting))):
                thread = threading.Thread(target=self._run, name="tiles", daemon=True)
                self._threads.add(thread)
                thread.start()

    def close(self, within: float = 0.0) -> None:
        """Nothing is begun or delivered any more. Waits for what is being done, not longer than ``within`` seconds."""
        with self._telling:
            self._closed = True
        with self._lock:
            self._waiting.clear()
            threads = list(self._threads)
        for thread in threads:
            thread.join(within)

    def _run(self) -> None:
        key = self._next(None)
        while key is not None:
            trouble = None
            try:
                for result in self._work(key):
                    if not self._tell(self._deliver, key, result):
                        break
            except TileTrouble as problem:
                trouble = problem
            except Exception:
                log.exception("A map tile could not be made")
            self._tell(self._done, key, trouble)
            key = self._next(key)

    def _tell(self, whom: Callable[[Key, Any], None], key: Key, what: Any) -> bool:
        """Whether anybody still wants to know: once ``close`` has returned, nobody is told."""
        with self._telling:
            if not self._closed:
                whom(key, what)
            return not self._closed

    def _next(self, done: Key | None) -> Key | None:
        """The next key; None ends the thread."""
        with self._lock:
            if done is not None:
                self._doing.discard(done)
            if not self._waiting:
                self._threads.discard(threading.current_thread())
                return None
            key = self._waiting.pop()
            self._doing.add(key)
            return key
