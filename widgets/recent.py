"""What was used last, up to a limit: a desk that is open for days must not keep every picture it has shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Things by key. Together they weigh ``most`` at the most (by ``weight``: each weighs one); what was longest not
    asked for goes first. The newest stays, however heavy it is."""

    def __init__(self, most: float, weight: Callable[[T], float] = lambda _: 1) -> None:
        self._most = most
        self._weight = weight
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._weighs = 0.0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: str) -> bool:
        return key in self._kept

    def put(self, key: str, thing: T) -> None:
        if key in self._kept:
            self._weighs -= self._weight(self._kept.pop(key))
        self._kept[key] = thing
        self._weighs += self._weight(thing)
        while self._weighs > self._most and len(self._kept) > 1:
            self._weighs -= self._weight(self._kept.popitem(last=False)[1])

    def get(self, key: str) -> T | None:
        """The thing, which counts as used now; None when it is not here (any more)."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]
